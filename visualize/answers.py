"""The answers that lead along an arrow, for programs: a list of values and ranges, one of which fits.

A range is `[low, low is left out, high, high is left out]`, with None for no bound. Days are ISO texts.
"""

from __future__ import annotations

from ..engine.language.conditions import Anything, Between, Compare, Either, Is, Operand, Test
from ..engine.language.vocabulary import Value, plain_value


def alternatives(test: Test[Operand]) -> list[object]:
    """A test as flowcharts have them: alternatives of values and ranges."""
    match test:
        case Is(operand):
            return [plain_value(operand.value)]
        case Either(tests):
            return [one for part in tests for one in alternatives(part)]
        case Between(low, high, low_open, high_open):
            return [bounds(low.value, low_open, high.value, high_open)]
        case Compare(comparison, operand):
            is_open = comparison in ("more than", "less than")
            if comparison in ("at least", "more than"):
                return [bounds(operand.value, is_open, None, False)]
            return [bounds(None, False, operand.value, is_open)]
        case Anything():
            return [bounds(None, False, None, False)]
        case _:
            raise AssertionError(test)


def bounds(low: Value | None, low_open: bool, high: Value | None, high_open: bool) -> list[object]:
    """A range."""
    return [
        None if low is None else plain_value(low),
        low_open,
        None if high is None else plain_value(high),
        high_open,
    ]
