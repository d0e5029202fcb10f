"""Values that stand for all others: of each kind that some tests can tell apart, at least one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from .language.conditions import Operand, Test, operands
from .language.vocabulary import EXACT, Choice, Day, Number, Value, YesNo


def candidates(kind: YesNo | Choice | Number | Day, tests: list[Test[Operand]]) -> list[Value]:
    """Values of a type among which each kind that the tests can tell apart has at least one.

    For numbers and days: every threshold, what lies next to it, and what lies between.
    """
    match kind:
        case YesNo():
            return [True, False]
        case Choice():
            return list(kind.options)
        case Number() | Day():
            ends = [end for end in (kind.interval.low, kind.interval.high) if end is not None]
            points = sorted({*ends, *(v for test in tests for v in thresholds(test))})  # pyright: ignore[reportArgumentType]
            near = [value for point in points for value in _around(point)]
            between = [
                EXACT.multiply(EXACT.add(one, two), Decimal("0.5"))
                for one, two in pairwise(points)
                if isinstance(one, Decimal) and isinstance(two, Decimal)
            ]
            nowhere = [
                date(2000, 1, 1) if isinstance(kind, Day) else 0 if kind.whole else Decimal(0)
            ]
            found = [value for value in [*near, *between] or nowhere if value in kind.interval]
            return sorted(set(found))  # pyright: ignore[reportArgumentType]


def thresholds(test: Test[Operand]) -> Iterator[Value]:
    """The values that a test names."""
    return (operand.value for operand in operands(test))


def _around(point: Value) -> list[Value]:
    """A number or a day with its neighbours; the neighbours of a number that need not be whole
    stand for all that lies below or above every threshold."""
    match point:
        case date():
            days = range(point.toordinal() - 1, point.toordinal() + 2)
            return [date.fromordinal(day) for day in days if 1 <= day <= date.max.toordinal()]
        case Decimal():
            return [EXACT.add(point, Decimal(step)) for step in (-1, 0, 1)]
        case int():
            return [point - 1, point, point + 1]
        case _:
            return [point]
