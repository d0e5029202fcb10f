"""`unused-setting`: a setting that no rule and no text uses."""

from __future__ import annotations

from collections.abc import Iterator

from ..language import messages
from ..language.conditions import operands, tests_in
from ..language.diagnostics import Diagnostic
from ..language.editing import without_entry
from ..language.events import Count
from .subject import Subject, givers, place


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each such setting."""
    rulebook = subject.rulebook
    used = set(subject.words_used)
    used |= {
        one.age.setting
        for one in rulebook.follows.values()
        if isinstance(one, Count) and one.age is not None and one.age.setting
    }
    for decision in rulebook.decisions.values():
        for giver in givers(decision):
            used |= {one.setting for one in giver.outcomes if one.setting}
        for rule in decision.rules:
            for test in tests_in(rule.condition):
                used |= {one.setting for one in operands(test.test) if one.setting}
    for name, setting in rulebook.settings.items():
        if name not in used:
            fix = without_entry(rulebook.source, "settings", place(setting))
            yield messages.unused_setting(place(setting), name, fix)
