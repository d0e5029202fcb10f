"""`redundant-rule`: a rule that decides, but without which every case would get the same outcome.

What counts is the outcome; the reason that a rule gives would of course be missing. Of two rules that
say the same, each is redundant as long as the other is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..language import messages
from ..language.diagnostics import Diagnostic
from ..language.editing import without_rule
from .subject import Subject, place


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each rule, with a situation in which it decides and makes no difference."""
    for space in subject.spaces("redundant rules"):
        decision = space.decision
        for number, rule in enumerate(decision.rules):
            what = f"whether `{rule.id}` of `{decision.id}` makes a difference"
            if subject.tell(what, lambda: space.mattering(number)) is not None:  # noqa: B023
                continue
            case = subject.tell(what, lambda: space.deciding(number))  # noqa: B023
            if isinstance(case, dict):  # else it never decides, which other checks tell
                fix = without_rule(subject.rulebook, decision, rule)
                finding = messages.redundant_rule(place(rule), rule.id, decision.id, fix)
                yield subject.shown(finding, case)
