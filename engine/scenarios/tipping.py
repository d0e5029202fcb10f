"""Tipping points: over which values of a fact, or of a setting, an outcome stays, and what it becomes.

Of a fact they are read off the diagram, all other known facts held fast. A setting is a number inside
the tests: it is tried with one value of every kind that can make a difference, which are the other
thresholds of the facts it is compared with, the values of the case, and what lies between these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from ..candidates import thresholds
from ..diagrams.answering import Answerer, TooManyCasesError
from ..diagrams.cells import Cells, fact_cells
from ..diagrams.compiling import Compiler
from ..diagrams.diagram import Node
from ..diagrams.flowchart import answers_test, ranges
from ..evaluate import Case, Reference, Result, test_holds
from ..language.conditions import (
    Anything,
    Compare,
    Operand,
    Test,
    operands,
    tests_in,
)
from ..language.rulebook import Fact, Rulebook, Setting
from ..language.vocabulary import Day, Interval, Number, Value
from .settings import with_setting


@dataclass(frozen=True)
class Range:
    """Values over which nothing changes: a test for them, the results possible there (one: it is
    settled), and whether the case lies in it."""

    test: Test[Operand]
    possible: tuple[Result, ...]
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
        return len({one.possible for one in self.ranges}) > 1


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
    found: dict[tuple[Result, ...], list[int]] = {}
    for cell, possible in enumerate(_by_cell(answerer, decision, others, fact, cells)):
        found.setdefault(possible, []).append(cell)
    here = None if value is None else cells.index(value)
    return Tipping(fact, decision, value, _ranges(cells, found, here, value))


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


def _ranges(
    cells: Cells,
    found: Mapping[tuple[Result, ...], Sequence[int]],
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


# -- settings ----------------------------------------------------------------------------------

Answer = Callable[[Rulebook, str, Case], tuple[Result, ...]]


def vary_setting(rulebook: Rulebook, decision: str, case: Case, setting: str) -> Tipping:
    """The tipping points of a setting; raises TooManyCasesError."""
    one = rulebook.settings[setting]
    fact = _as_fact(rulebook, one)
    compared = tuple(
        Compare(comparison, Operand(value))  # so that each range is a cell of its own
        for value in _compared_with(rulebook, decision, case, one, fact)
        for comparison in ("at least", "more than")
    )
    cells = fact_cells(fact, compared)
    found: dict[tuple[Result, ...], list[int]] = {}
    for cell, value in enumerate(cells.samples):
        changed = with_setting(rulebook, setting, value)
        possible = Answerer(changed).answer(decision, case).possible
        found.setdefault(possible, []).append(cell)
    return Tipping(
        setting, decision, one.value, _ranges(cells, found, cells.index(one.value), one.value)
    )


def _as_fact(rulebook: Rulebook, setting: Setting) -> Fact:
    """The setting as if it were a fact: of the type of those that it is compared with."""
    kinds = [
        rulebook.type_of(test.fact)
        for decision in rulebook.decisions.values()
        for rule in decision.rules
        for test in tests_in(rule.condition)
        if any(operand.setting == setting.id for operand in operands(test.test))
    ]
    if isinstance(setting.value, date):
        kind: Number | Day = Day(setting.interval or Interval())
    else:
        whole = any(isinstance(kind, Number) and kind.whole for kind in kinds)
        kind = Number(whole, setting.interval or Interval(), setting.unit)
    return Fact(setting.id, kind, setting.label, setting.label)


def _compared_with(
    rulebook: Rulebook, decision: str, case: Case, setting: Setting, fact: Fact
) -> Iterable[Value]:
    """The values at which the setting can begin to make a difference."""
    tests = [
        test
        for name in (*rulebook.earlier(decision), decision)
        for rule in rulebook.decisions[name].rules
        for test in tests_in(rule.condition)
    ]
    facts = {
        test.fact
        for test in tests
        if any(operand.setting == setting.id for operand in operands(test.test))
    }
    values: set[Value] = {setting.value}
    values |= {case[name] for name in facts if name in case}
    for test in tests:
        if test.fact in facts:
            values |= set(thresholds(test.test))
            kind = rulebook.type_of(test.fact)
            if isinstance(kind, Number | Day):
                ends = (kind.interval.low, kind.interval.high)
                values |= {end for end in ends if end is not None}
    steps = (-2, -1, 0, 1, 2)  # so that a range between two thresholds is empty or is not
    for value in values:
        if isinstance(value, date):
            yield from (day for step in steps if (day := _moved(value, step)) is not None)
        elif isinstance(fact.type, Number) and fact.type.whole:
            yield from (int(value) + step for step in steps)
        else:
            yield cast("Decimal", value)


def _moved(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days)
    except OverflowError:
        return None
