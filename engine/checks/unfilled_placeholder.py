"""`unfilled-placeholder`: a place in the words of an advice that stays empty.

There are three kinds: a blank that was written by hand, such as `[name]`, `XXX` or `____`; the name of a
fact that nobody is asked for on any way to the advice; and a placeholder that no text has a place for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagrams.diagram import LEAF
from ..language import messages
from ..language.diagnostics import Diagnostic
from ..language.editing import without_entry
from ..language.rulebook import Slot
from .subject import Subject, givers, place, templates

_BLANK = re.compile(
    r"\[[^\W\d][^\]\n]{0,40}\]|<[^\W\d][^>\n]{0,40}>|_{3,}|\bX{3,}\b|\bTODO\b|\bTBD\b|\?{3,}|\.{4,}"
)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each blank, for each fact that nobody asks for, and for each idle placeholder."""
    rulebook = subject.rulebook
    for advice in rulebook.advice.values():
        parts = [part for text in templates(advice) for part in text]
        for part in [advice.title, *parts]:
            for blank in _BLANK.finditer(part) if isinstance(part, str) else ():
                yield messages.forgotten_blank(place(advice), advice.id, blank[0])
        named = dict.fromkeys(part.name for part in parts if isinstance(part, Slot))
        for fact in named:
            if fact in rulebook.facts and _nobody_asks(subject, advice.id, fact):
                yield messages.fact_nobody_asks(place(advice), advice.id, fact)
    for name, placeholder in rulebook.placeholders.items():
        used = any(name in scenario.case for scenario in rulebook.scenarios)
        if name not in subject.words_used:
            fix = None
            if not used:
                fix = without_entry(rulebook.source, "placeholders", place(placeholder))
            yield messages.unused_placeholder(place(placeholder), name, fix)


def _nobody_asks(subject: Subject, advice: str, fact: str) -> bool:
    """Whether no way to an advice, in any decision, ever passes a fact."""
    given = False
    for decision in subject.rulebook.decisions.values():
        if not any(one.value == advice for giver in givers(decision) for one in giver.outcomes):
            continue
        compiler = subject.compiler(decision.id)
        if compiler is None:
            what = f"whether `{fact}` is known whenever `{advice}` is given"
            subject.unexamined[what] = None
            return False
        diagrams, level = compiler.diagrams, compiler.levels.get(fact)
        leads: dict[int, bool] = {}
        for node in sorted(
            diagrams.nodes_below(compiler.result(decision.id)), key=diagrams.level, reverse=True
        ):
            value = diagrams.value(node)
            leads[node] = any(leads[child] for child in diagrams.children(node)) or (
                diagrams.level(node) == LEAF
                and (advice in value if isinstance(value, tuple) else advice == value)
            )
            given |= leads[node]
            if leads[node] and diagrams.level(node) == level:
                return False
    return given
