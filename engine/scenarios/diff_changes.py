"""How a result can change: one becomes another, outcomes move in and out of a list, a number shifts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from ..evaluate import Fault, Result
from ..language.rulebook import Decision, HitPolicy
from ..language.vocabulary import EXACT, Value, tidy

ADDING = (HitPolicy.SUM, HitPolicy.COUNT)
"""The policies whose result is a number that each rule adds to."""


@dataclass(frozen=True)
class Becomes:
    """One result becomes another; the new one is told in the names of the old rulebook."""

    old: Result
    new: Result


@dataclass(frozen=True)
class Moves:
    """Outcomes that leave a list, and outcomes that come into it."""

    gone: tuple[Value, ...]
    added: tuple[Value, ...]


@dataclass(frozen=True)
class Shifts:
    """A count or a sum goes up, or down, by so much."""

    by: Decimal


Change = Becomes | Moves | Shifts


def change_of(old: Result, new: Result, decisions: tuple[Decision, Decision]) -> Change | None:
    """What changes from one result to another, in the same names; None when nothing does.

    A `collect` gives its outcomes in no order that matters, and a list of one is that one. Of counts
    and sums only the difference is told: it is the same in many more cases.
    """
    if not isinstance(old, tuple) and not isinstance(new, tuple):
        if old == new:
            return None
        if all(one.policy in ADDING for one in decisions):
            return Shifts(tidy(EXACT.subtract(_decimal(new), _decimal(old))))
        return Becomes(old, new)
    if isinstance(old, Fault) or isinstance(new, Fault):
        return Becomes(old, new)
    before = old if isinstance(old, tuple) else (old,)
    after = new if isinstance(new, tuple) else (new,)
    gone = tuple(value for value in before if value not in after)
    added = tuple(value for value in after if value not in before)
    if gone or added:
        return Moves(in_order(gone), in_order(added))
    ordered = all(one.policy is not HitPolicy.COLLECT for one in decisions)
    return Becomes(before, after) if ordered and before != after else None


def values_of(change: Hashable, side: Literal["gone", "added"]) -> tuple[Value, ...]:
    """What a change takes from a list, or adds to it; nothing for any other change."""
    if not isinstance(change, Moves):
        return ()
    return change.gone if side == "gone" else change.added


def _decimal(result: Result) -> Decimal:
    return Decimal(cast("int", result))


def in_order(values: Iterable[Value]) -> tuple[Value, ...]:
    """The same outcomes always in the same order, so that equal changes are equal."""
    return tuple(sorted(values, key=lambda value: (isinstance(value, str), value)))  # pyright: ignore[reportArgumentType, reportCallIssue]
