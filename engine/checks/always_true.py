"""`always-true`: a rule that holds in every case although it tests something, or a part of one that is
always true.

`when: always` and the test `anything` say what they mean and are no findings.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..language import messages
from ..language.conditions import Anything, tests_in
from ..language.diagnostics import Diagnostic
from .constants import constant_parts
from .subject import Subject, place, places_of_tests
from .threshold_outside_range import explained


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each rule that cannot fail, and for each other part that is always true."""
    for space in subject.spaces("conditions that are always true"):
        decision = space.decision
        for number, rule in enumerate(decision.rules):
            if all(isinstance(test.test, Anything) for test in tests_in(rule.condition)):
                continue
            what = f"whether `{rule.id}` of `{decision.id}` can fail"
            always = subject.tell(what, lambda: space.failing(number)) is None  # noqa: B023
            parts = [
                part
                for part in constant_parts(subject, decision.id, rule)
                if part.holds and not explained(subject, rule, part)
            ]
            if always and len(parts) != 1:
                yield messages.rule_always_true(place(rule), rule.id, places_of_tests(rule))
                continue
            for part in parts:
                if part.reason:
                    yield messages.test_always_true(part.spans[0], rule.id, part.reason)
                else:
                    yield messages.part_always_true(part.spans[0], rule.id, part.spans[1:])
