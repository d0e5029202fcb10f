"""`unreachable-outcome`: an outcome that a decision never comes to, though a rule gives it or a later
decision tests for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..candidates import thresholds
from ..diagrams.spaces import Space
from ..language import messages
from ..language.conditions import tests_in
from ..language.diagnostics import Diagnostic
from ..language.rulebook import Decision, HitPolicy
from ..language.vocabulary import Value, is_ordered, write_value
from .subject import Subject, givers, place, place_of_test


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each outcome that is given in vain, and for each test in vain."""
    for space in subject.spaces("unreachable outcomes"):
        decision = space.decision
        if decision.policy.aggregates or decision.policy is HitPolicy.COUNT:
            continue  # these give numbers that no single rule names
        yield from _given(subject, space)
        if not is_ordered(decision.type):
            yield from _tested(subject, space)


def _given(subject: Subject, space: Space) -> Iterator[Diagnostic]:
    decision = space.decision
    given: dict[Value, list[object]] = {}
    for giver in givers(decision):
        for outcome in giver.outcomes:
            given.setdefault(outcome.value, []).append(giver)
    for value, by in given.items():
        if _never(subject, space, value):
            places = [place(one) for one in by]
            words = write_value(value)
            yield messages.unreachable_outcome(places[0], words, decision.id, places[1:])


def _tested(subject: Subject, space: Space) -> Iterator[Diagnostic]:
    for reader in _readers(subject, space.decision):
        for rule in reader.rules:
            for test in tests_in(rule.condition):
                if test.fact == space.decision.id:
                    for value in dict.fromkeys(thresholds(test.test)):
                        if _never(subject, space, value):
                            span, words = place_of_test(rule, test), write_value(value)
                            declared = place(space.decision)
                            name = space.decision.id
                            yield messages.unreachable_test(span, words, name, declared)


def _readers(subject: Subject, decision: Decision) -> Iterator[Decision]:
    return (one for one in subject.rulebook.decisions.values() if decision.id in one.reads)


def _never(subject: Subject, space: Space, value: Value) -> bool:
    what = f"whether `{space.decision.id}` ever comes to `{write_value(value)}`"
    return subject.tell(what, lambda: space.giving(value)) is None
