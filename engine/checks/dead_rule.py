"""`dead-rule`: a rule that can hold, but never decides, because others always come before it.

With `first` these are rules above it; with `priority`, rules with more important outcomes. With the
other policies every rule that holds has its part in the outcome.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..language import messages
from ..language.diagnostics import Diagnostic
from ..language.editing import without_rule
from ..language.rulebook import HitPolicy
from .subject import Subject, Unexamined, place


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each rule, with the fewest rules that together shadow it."""
    for space in subject.spaces("dead rules"):
        decision = space.decision
        if decision.policy not in (HitPolicy.FIRST, HitPolicy.PRIORITY):
            continue
        for number, rule in enumerate(decision.rules):
            what = f"whether `{rule.id}` of `{decision.id}` ever decides"
            if subject.tell(what, lambda: space.deciding(number)) is not None:  # noqa: B023
                continue
            case = subject.tell(what, lambda: space.holding(number))  # noqa: B023
            if case is None or isinstance(case, Unexamined):
                continue  # it can never hold: that is `never-true`
            shadows = subject.tell(what, lambda: space.shadows(number))  # noqa: B023
            taking = () if isinstance(shadows, Unexamined) else shadows
            others = [(decision.rules[one].id, place(decision.rules[one])) for one in taking]
            by_order = decision.policy is HitPolicy.FIRST
            fix = without_rule(subject.rulebook, decision, rule)
            finding = messages.dead_rule(place(rule), rule.id, others, by_order, fix)
            yield subject.shown(finding, case)
