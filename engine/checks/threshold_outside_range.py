"""`threshold-outside-range`: a test compares a fact with a number or a day that it can never have."""

from __future__ import annotations

from collections.abc import Iterator

from ..candidates import thresholds
from ..language import messages
from ..language.conditions import tests_in
from ..language.diagnostics import Diagnostic
from ..language.literals import write_interval
from ..language.rulebook import Fact, Rule
from ..language.source import Span
from ..language.vocabulary import Day, Number, Value
from ..language.wording import value_words
from .constants import Part
from .subject import Subject, place_of_test


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each such number in each test."""
    for decision in subject.rulebook.decisions.values():
        for rule in decision.rules:
            for span, fact, value in _outside(subject, rule):
                kind = fact.type
                allowed = write_interval(kind.interval) if isinstance(kind, Number | Day) else ""
                words = value_words(value, kind)
                yield messages.threshold_outside_range(span, words, fact.id, allowed)


def explained(subject: Subject, rule: Rule, part: Part) -> bool:
    """Whether a part is constant because of a number that is told here."""
    return bool(part.reason) and any(span == part.spans[0] for span, *_ in _outside(subject, rule))


def _outside(subject: Subject, rule: Rule) -> Iterator[tuple[Span, Fact, Value]]:
    for test in tests_in(rule.condition):
        fact = subject.rulebook.facts.get(test.fact)
        if fact is not None and isinstance(fact.type, Number | Day):
            for value in thresholds(test.test):
                if value not in fact.type.interval:
                    yield place_of_test(rule, test), fact, value
