"""Tests and conditions, as data.

Each class is generic in its operand: `Test[Words]` is what was written, `Test[Operand]` what was
resolved, so the type says which phase one is in. What they mean is said in `engine/evaluate.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Generic, Literal, TypeAlias, TypeVar

from .source import Span
from .vocabulary import Value

Comparison = Literal["at least", "at most", "more than", "less than"]

DAY_WORDS: dict[Comparison, str] = {
    "at least": "on or after",
    "at most": "on or before",
    "more than": "after",
    "less than": "before",
}
"""What the comparisons are called where days are compared."""


@dataclass(frozen=True)
class Words:
    """An operand as written: a value, a number with its unit, or the name of a setting."""

    text: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True)
class Operand:
    """An operand that was resolved: its value, and the setting that it came from, if any."""

    value: Value
    setting: str | None = None


T = TypeVar("T", Words, Operand)


@dataclass(frozen=True)
class Anything:
    """Holds whatever the fact is, known or not."""


@dataclass(frozen=True)
class Is(Generic[T]):
    """The fact is that value."""

    operand: T


@dataclass(frozen=True)
class Compare(Generic[T]):
    """The fact is at least, at most, more than or less than that value."""

    comparison: Comparison
    operand: T


@dataclass(frozen=True)
class Between(Generic[T]):
    """The fact is between two values; an end that is `open` does not belong to it."""

    low: T
    high: T
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True)
class Includes(Generic[T]):
    """The fact, a list, has that value in it."""

    operand: T


@dataclass(frozen=True)
class Empty:
    """The fact, a list, has nothing in it."""


@dataclass(frozen=True)
class Either(Generic[T]):
    """One of several tests holds."""

    tests: tuple[Test[T], ...]


@dataclass(frozen=True)
class Negation(Generic[T]):
    """The test does not hold."""

    test: Test[T]


Test: TypeAlias = (
    "Anything | Is[T] | Compare[T] | Between[T] | Includes[T] | Empty | Either[T] | Negation[T]"
)


@dataclass(frozen=True)
class FactTest(Generic[T]):
    """A test of one fact (or of the outcome of an earlier decision)."""

    fact: str
    test: Test[T]
    span: Span = field(compare=False, repr=False)
    fact_span: Span = field(compare=False, repr=False)


@dataclass(frozen=True)
class AllOf(Generic[T]):
    """Every part is true; without parts, true."""

    parts: tuple[Condition[T], ...]


@dataclass(frozen=True)
class AnyOf(Generic[T]):
    """At least one part is true; without parts, false."""

    parts: tuple[Condition[T], ...]


@dataclass(frozen=True)
class NotThe(Generic[T]):
    """The part is not true."""

    part: Condition[T]


Condition: TypeAlias = "FactTest[T] | AllOf[T] | AnyOf[T] | NotThe[T]"


def operands(test: Test[T]) -> Iterator[T]:
    """The operands that a test names."""
    match test:
        case Is(operand) | Includes(operand) | Compare(_, operand):
            yield operand
        case Between(low, high):
            yield low
            yield high
        case Negation(inner):
            yield from operands(inner)
        case Either(tests):
            for one in tests:
                yield from operands(one)
        case Anything() | Empty():
            return


def tests_in(condition: Condition[T]) -> Iterator[FactTest[T]]:
    """Every test of a condition, in the order in which they are written."""
    match condition:
        case FactTest():
            yield condition
        case NotThe(part):
            yield from tests_in(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from tests_in(part)


def map_tests(
    condition: Condition[Operand], change: Callable[[FactTest[Operand]], Condition[Operand]]
) -> Condition[Operand]:
    """The condition with something else in the place of each of its tests."""
    match condition:
        case FactTest():
            return change(condition)
        case NotThe(part):
            return NotThe(map_tests(part, change))
        case AllOf(parts) | AnyOf(parts):
            return replace(condition, parts=tuple(map_tests(part, change) for part in parts))


def map_operands(test: Test[Operand], change: Callable[[Operand], Operand]) -> Test[Operand]:
    """The test with each of its operands changed."""
    match test:
        case Is(operand) | Includes(operand) | Compare(_, operand):
            return replace(test, operand=change(operand))
        case Between(low, high):
            return replace(test, low=change(low), high=change(high))
        case Negation(inner):
            return Negation(map_operands(inner, change))
        case Either(tests):
            return Either(tuple(map_operands(one, change) for one in tests))
        case Anything() | Empty():
            return test
