"""`overlap`: two rules that hold at once although the hit policy wants otherwise.

With `unique` no two rules may hold; with `any` those that do must agree. With `priority` the outcomes
may differ, and the priorities choose: that is worth a look, and no fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..diagrams.diagram import OverBudgetError
from ..language import messages
from ..language.diagnostics import Diagnostic
from ..language.rulebook import HitPolicy
from .subject import Subject, place

MOST_PAIRS = 50
"""Pairs of one decision that are told; who has more has one cause for most of them."""


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each pair of rules."""
    for space in subject.spaces("overlaps"):
        decision = space.decision
        try:
            for told, (one, two, case) in enumerate(space.conflicts()):
                if told == MOST_PAIRS:
                    subject.unexamined[f"more than {told} overlaps of `{decision.id}`"] = None
                    break
                first, second = decision.rules[one], decision.rules[two]
                places, names = (place(first), place(second)), (first.id, second.id)
                if decision.policy is HitPolicy.PRIORITY:
                    finding = messages.overlap_by_priority(*places, names, decision.id)
                    finding = replace(finding, severity="note")
                else:
                    policy = decision.policy.value
                    finding = messages.overlap(*places, names, decision.id, policy)
                yield subject.shown(finding, case)
        except OverBudgetError:
            subject.unexamined[f"overlaps of `{decision.id}`"] = None
