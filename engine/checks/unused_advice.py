"""`unused-advice`: an advice that no rule gives. Nothing is offered to mend it: words that somebody
wrote are not thrown away."""

from __future__ import annotations

from collections.abc import Iterator

from ..language import messages
from ..language.diagnostics import Diagnostic
from .subject import Subject, givers, place


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each such advice."""
    given = {
        outcome.value
        for decision in subject.rulebook.decisions.values()
        for giver in givers(decision)
        for outcome in giver.outcomes
    }
    for name, advice in subject.rulebook.advice.items():
        if name not in given:
            yield messages.unused_advice(place(advice), name)
