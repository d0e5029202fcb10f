"""Formulas as durable-rules has them, and how much of its room they take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Literal

Operator = Literal["", "$neq", "$lt", "$lte", "$gt", "$gte"]


@dataclass(frozen=True)
class Compared:
    """A field compared with a number; without an operator, equal to it."""

    field: str
    operator: Operator
    number: int


@dataclass(frozen=True)
class Group:
    """Formulas joined by *and* or *or*; never empty, never of one part, never of groups like itself."""

    joint: Literal["$and", "$or"]
    parts: tuple[Compared | Group, ...]

    @property
    def exclusive(self) -> bool:
        """Whether at most one part can be true: one field is one of several numbers."""
        return self.joint == "$or" and (
            all(isinstance(part, Compared) and not part.operator for part in self.parts)
            and len({part.field for part in self.parts if isinstance(part, Compared)}) == 1
        )


Formula = bool | Compared | Group


def joined(joint: Literal["$and", "$or"], parts: Iterator[Formula]) -> Formula:
    """The parts joined, as simple as that can be said; without parts, `$and` is true."""
    neutral = joint == "$and"
    flat: dict[Compared | Group, None] = {}
    for part in parts:
        if isinstance(part, bool):
            if part is not neutral:
                return part
        elif isinstance(part, Group) and part.joint == joint:
            flat |= dict.fromkeys(part.parts)
        else:
            flat[part] = None
    if len(flat) < 2:
        return next(iter(flat), neutral)
    # What branches least comes first, for durable-rules tries the branches of all rules at once.
    return Group(joint, tuple(sorted(flat, key=heads)) if neutral else tuple(flat))


def heads(formula: Formula) -> int:
    """How many comparisons are looked at first, of which several can be true at once."""
    if not isinstance(formula, Group) or formula.exclusive:
        return 1
    each = (heads(part) for part in formula.parts)
    return sum(each) if formula.joint == "$or" else next(each)


def spread(formula: Formula) -> int:
    """How many other branches can wait while one of them is followed to its end."""
    if not isinstance(formula, Group) or formula.exclusive:
        return 0
    spreads = [spread(part) for part in formula.parts]
    return sum(spreads) if formula.joint == "$and" else heads(formula) - 1 + max(spreads)


def ways(formula: Formula) -> int:
    """In how many ways it can come true, one comparison of each *or* at a time."""
    if not isinstance(formula, Group):
        return 1
    each = [ways(part) for part in formula.parts]
    return prod(each) if formula.joint == "$and" else sum(each)


def groups(formula: Formula) -> int:
    """How many groups there are in it."""
    return 1 + sum(map(groups, formula.parts)) if isinstance(formula, Group) else 0


def plain(formula: Compared | Group) -> dict[str, object]:
    """The formula as durable-rules reads it."""
    if isinstance(formula, Group):
        return {formula.joint: [plain(part) for part in formula.parts]}
    compared: dict[str, object] = {formula.field: formula.number}
    return {formula.operator: compared} if formula.operator else compared
