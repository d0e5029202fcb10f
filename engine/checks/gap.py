"""`gap`: a decision without `otherwise` that some case leaves without a rule.

For a list, nothing is an outcome like another; and no rules count 0 and sum up to 0. So only decisions
that give one outcome can have a gap.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..language import messages
from ..language.diagnostics import Diagnostic
from .subject import Subject, Unexamined, place


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each decision with a gap."""
    for space in subject.spaces("gaps"):
        decision = space.decision
        case = subject.tell(f"gaps of `{decision.id}`", space.gap)
        if case is not None and not isinstance(case, Unexamined):
            rules = [place(rule) for rule in decision.rules]
            finding = messages.gap(place(decision), decision.id, rules)
            yield subject.shown(finding, case)
