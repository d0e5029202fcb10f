"""Tipping points of a fact: over which of its values an outcome stays, and what it becomes.

They are read off the diagram, all other known facts held fast. (Those of a setting: `tipping_settings.py`.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, cast

from ..diagrams.answering import Answerer, TooManyCasesError
from ..diagrams.cells import Cells
from ..diagrams.compiling import Compiler
from ..diagrams.diagram import Node
from ..diagrams.flowchart import answers_test, ranges
from ..evaluate import Case, Fault, Reference, Result, test_holds
from ..language.conditions import (
    Anything,
    Operand,
    Test,
)
from ..language.vocabulary import EXACT, Value, tidy


@dataclass(frozen=True)
class Multiple:
    """A number that hangs on the setting that is varied: so many `times` the setting, `plus` a number."""

    times: int
    plus: int | Decimal

    def __add__(self, other: Multiple) -> Multiple:
        """The sum, whatever the setting is."""
        return Multiple(self.times + other.times, _sum(self.plus, other.plus))

    def at(self, setting: Value) -> int | Decimal:
        """The number for a value of the setting."""
        times = self.times * setting if isinstance(setting, int) else _product(self.times, setting)
        return _sum(times, self.plus)


def _sum(one: int | Decimal, two: int | Decimal) -> int | Decimal:
    if isinstance(one, int) and isinstance(two, int):
        return one + two
    return tidy(EXACT.add(Decimal(one), Decimal(two)))


def _product(times: int, number: Value) -> Decimal:
    return EXACT.multiply(Decimal(times), cast("Decimal", number))


Possible: TypeAlias = "tuple[Result | Multiple | tuple[Value | Multiple, ...], ...]"
"""The results that are possible, among them numbers that hang on the setting that is varied."""


def results_at(possible: Possible, setting: Value) -> Iterator[Result]:
    """The results for a value of the setting."""

    def at(one: Value | Multiple) -> Value:
        return one.at(setting) if isinstance(one, Multiple) else one

    for one in possible:
        if isinstance(one, tuple):
            yield tuple(dict.fromkeys(map(at, one)))
        else:
            yield one if isinstance(one, Fault) else at(one)


@dataclass(frozen=True)
class Range:
    """Values over which nothing changes: a test for them, the results possible there (one: it is
    settled), and whether the case lies in it."""

    test: Test[Operand]
    possible: Possible
    here: bool


@dataclass(frozen=True)
class Tipping:
    """How one decision hangs on one fact or setting: its ranges, from below; `value` is what it is
    now, None for an unknown fact."""

    name: str
    decision: str
    value: Value | None
    ranges: tuple[Range, ...]

    @property
    def matters(self) -> bool:
        """Whether the outcome is not the same everywhere."""
        results = [result for one in self.ranges for result in one.possible]
        hanging = any(
            isinstance(one, Multiple)
            for result in results
            for one in (result if isinstance(result, tuple) else (result,))
        )
        return hanging or len({one.possible for one in self.ranges}) > 1


def compiler_of(answerer: Answerer, decision: str) -> Compiler:
    """The diagrams of a decision; raises TooManyCasesError where they would be too large."""
    compiler = answerer.compiler(decision)
    if compiler is None:
        raise TooManyCasesError(decision)
    return compiler


def vary_fact(answerer: Answerer, decision: str, case: Case, fact: str) -> Tipping:
    """The tipping points of a fact; raises TooManyCasesError."""
    value = case.get(fact)
    cells = answerer.cells.get(fact)
    if cells is None:
        possible = answerer.answer(decision, case).possible
        return Tipping(fact, decision, value, (Range(Anything(), possible, True),))
    others = {name: known for name, known in case.items() if name != fact}
    found: dict[Possible, list[int]] = {}
    for cell, possible in enumerate(_by_cell(answerer, decision, others, fact, cells)):
        found.setdefault(possible, []).append(cell)
    here = None if value is None else cells.index(value)
    return Tipping(fact, decision, value, ranges_of(cells, found, here, value))


def _by_cell(
    answerer: Answerer, decision: str, others: Case, fact: str, cells: Cells
) -> Iterator[tuple[Result, ...]]:
    """The results that are possible in each cell of a fact."""
    compiler = answerer.compiler(decision)
    if compiler is None:  # a big table: what is known leaves few rules, cell by cell
        for sample in cells.samples:
            yield answerer.answer(decision, {**others, fact: sample}).possible
        return
    with compiler.scratch(decision) as result:
        node = compiler.diagrams.restricted(result, compiler.known(others))
        for cell in range(len(cells)):
            rest = compiler.diagrams.restricted(node, {compiler.levels[fact]: cell})
            yield possible_below(answerer.reference, compiler, rest)


def possible_below(reference: Reference, compiler: Compiler, node: Node) -> tuple[Result, ...]:
    """The results that a diagram can have, as the rulebook lists them."""
    results = cast("set[Result]", compiler.diagrams.values_below(node))
    return tuple(sorted(results, key=reference.place))


def ranges_of(
    cells: Cells,
    found: Mapping[Possible, Sequence[int]],
    here: int | None,
    value: Value | None,
) -> tuple[Range, ...]:
    """The cells with one outcome together: options as they are listed, numbers and days as ranges."""
    if not cells.regions.ordered:
        return tuple(
            Range(answers_test(cells, some), possible, here in some)
            for possible, some in found.items()
        )
    placed = [
        (start, Range(test, possible, value is not None and test_holds(test, value)))
        for possible, some in found.items()
        for start, test in ranges(cells, some)
    ]
    return tuple(one for _, one in sorted(placed, key=lambda pair: pair[0]))
