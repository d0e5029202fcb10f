"""`never-true`: a rule that can never hold, or a part of one that is never true.

A number that lies outside the range of its fact is told by `threshold-outside-range`; here it is only
told where the rule as a whole can therefore never hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..language import messages
from ..language.diagnostics import Diagnostic
from .constants import constant_parts
from .subject import Subject, place, places_of_tests
from .threshold_outside_range import explained


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each rule that can never hold, and for each other part that is never true."""
    for space in subject.spaces("conditions that are never true"):
        decision = space.decision
        for number, rule in enumerate(decision.rules):
            what = f"whether `{rule.id}` of `{decision.id}` can hold"
            never = subject.tell(what, lambda: space.holding(number)) is None  # noqa: B023
            parts = [
                part
                for part in constant_parts(subject, decision.id, rule)
                if not part.holds and not explained(subject, rule, part)
            ]
            if never and len(parts) != 1:
                yield messages.rule_never_true(place(rule), rule.id, places_of_tests(rule))
                continue
            for part in parts:
                if part.reason:
                    yield messages.test_never_true(part.spans[0], rule.id, part.reason)
                else:
                    yield messages.part_never_true(part.spans[0], rule.id, part.spans[1:])
