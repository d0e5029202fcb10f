"""`constant-decision`: a decision that comes to the same outcome in every case."""

from __future__ import annotations

from collections.abc import Iterator

from ..language import messages
from ..language.diagnostics import Diagnostic
from ..outcomes import result_words
from .subject import Subject, Unexamined, place


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each decision that never changes."""
    for space in subject.spaces("constant decisions"):
        decision = space.decision
        outcome = subject.tell(f"whether `{decision.id}` ever changes", space.constant)
        if outcome is not None and not isinstance(outcome, Unexamined):
            words = result_words(decision, outcome)
            yield messages.constant_decision(place(decision), decision.id, words)
