"""Tipping points of a setting.

A setting is a number or a day inside the tests, and it may be a number that a decision gives. It is tried
with one value of every kind that can make a difference: the thresholds of what it is compared with, the
values of the case, and where a number that hangs on the setting meets a threshold or another number. Over
the values between two of these, what comes out is one and the same multiple of the setting.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, islice
from math import floor
from typing import cast

from ..candidates import thresholds
from ..diagrams.answering import Answerer, TooManyCasesError
from ..diagrams.cells import Cells, fact_cells
from ..evaluate import Case, Fault, Result
from ..language.conditions import Compare, FactTest, Operand, operands, tests_in
from ..language.rulebook import Decision, Fact, HitPolicy, Rulebook, Setting
from ..language.vocabulary import EXACT, Day, Interval, ListOf, Number, Value, tidy
from .explanation import Look, truth
from .settings import tests_with, with_setting
from .tipping import Multiple, Possible, Tipping, ranges_of, results_at

MOST_NUMBERS = 1_000
"""Different numbers that one decision can give."""
MOST_TRIED = 200
"""Values of the setting that are looked through for one at which all these numbers are different."""
FINEST = 12
"""Digits behind the point of a threshold that no decimal number is, such as a third."""


def vary_setting(rulebook: Rulebook, decision: str, case: Case, setting: str) -> Tipping:
    """The tipping points of a setting; raises TooManyCasesError."""
    one = rulebook.settings[setting]
    names = (*rulebook.earlier(decision), decision)
    decisions = [rulebook.decisions[name] for name in names]
    fact = _as_fact(rulebook, one)
    numbers = {
        each.id: _numbers(each, setting, _known(decisions, case, setting)) for each in decisions
    }
    values = [
        *_compared_with(rulebook, decisions, case, one),
        *_meetings(decisions, numbers, setting),
    ]
    cells = _cells(fact, {near for value in values for near in _around(value, fact)})
    crowded = _crowded(cells, numbers[decision])
    if crowded:
        inside = {value for cell in crowded for value in _inside(cells, cell)}
        cells = _cells(fact, {*cells.regions.points, *inside})
        if not all(_is_single(cells, cell) for cell in _crowded(cells, numbers[decision])):
            raise TooManyCasesError(decision)

    def tried(cell: int) -> Possible:
        apart = _apart(cells, cell, numbers[decision])
        value = cells.samples[cell] if apart is None else apart
        found = Answerer(with_setting(rulebook, setting, value)).answer(decision, case).possible
        return found if apart is None else _read(found, numbers[decision], value)

    runs = _runs(cells, tried)
    here = cells.index(one.value)
    return Tipping(setting, decision, one.value, ranges_of(cells, runs, here, one.value))


def _as_fact(rulebook: Rulebook, setting: Setting) -> Fact:
    """The setting as if it were a fact: whole where it is compared with, or given among, whole numbers."""
    interval = setting.interval or Interval()
    if isinstance(setting.value, date):
        kind: Number | Day = Day(interval)
    else:
        decisions = rulebook.decisions.values()
        compared = [rulebook.type_of(test.fact) for test in tests_with(setting.id, decisions)]
        given = [
            each.type.item if isinstance(each.type, ListOf) else each.type
            for each in decisions
            if any(one.setting == setting.id for one in each.outcomes())
        ]
        whole = any(isinstance(one, Number) and one.whole for one in (*compared, *given))
        kind = Number(whole, interval, setting.unit)
    return Fact(setting.id, kind, setting.label, setting.label)


# -- the numbers that a decision can give ------------------------------------------------------


def _known(decisions: Iterable[Decision], case: Case, setting: str) -> Look:
    """What the case says, but for facts whose tests hang on the setting."""
    moved = {test.fact for test in tests_with(setting, decisions)}
    return lambda name: (case[name],) if name in case and name not in moved else ()


def _numbers(decision: Decision, setting: str, look: Look) -> set[Multiple]:
    """All numbers that the decision can give, as multiples of the setting; none for advice."""
    policy = decision.policy
    if policy is HitPolicy.COUNT:
        return {Multiple(0, number) for number in range(len(decision.rules) + 1)}
    given = {one: _number(one, setting) for one in decision.outcomes()}
    if policy is not HitPolicy.SUM:
        return {number for number in given.values() if number is not None}
    zero = 0 if isinstance(decision.type, Number) and decision.type.whole else Decimal(0)
    found = {Multiple(0, zero)}
    for rule in decision.rules:
        holds, number = truth(rule.condition, look), given[rule.outcomes[0]]
        if holds is False or number is None:
            continue
        more = {one + number for one in found}
        found = more if holds else found | more
        if len(found) > MOST_NUMBERS:
            raise TooManyCasesError(decision.id)
    otherwise = decision.otherwise and given[decision.otherwise.outcomes[0]]
    return found | ({otherwise} if otherwise else set())


def _number(operand: Operand, setting: str) -> Multiple | None:
    value = operand.value
    if not isinstance(value, int | Decimal):
        return None
    if operand.setting == setting:
        return Multiple(1, type(value)(0))
    return Multiple(0, value)


def _read(found: Sequence[Result], numbers: Iterable[Multiple], value: Value) -> Possible:
    """Results as multiples of the setting, from those at a value where all of these are different."""
    at: dict[Value, Multiple] = {number.at(value): number for number in numbers if number.times}

    def read(one: Value) -> Value | Multiple:
        return at.get(one, one)

    def read_result(result: Result) -> Result | Multiple | tuple[Value | Multiple, ...]:
        if isinstance(result, Fault):
            return result
        return tuple(map(read, result)) if isinstance(result, tuple) else read(result)

    return tuple(map(read_result, found))


# -- where a difference can begin --------------------------------------------------------------


def _compared_with(
    rulebook: Rulebook, decisions: Sequence[Decision], case: Case, setting: Setting
) -> Iterator[Value]:
    """The setting, and the values of the facts that it is compared with."""
    facts = {test.fact for test in tests_with(setting.id, decisions) if test.fact in rulebook.facts}
    yield setting.value
    yield from (case[name] for name in facts if name in case)
    for test in _tests(decisions):
        if test.fact in facts:
            yield from thresholds(test.test)
            kind = rulebook.type_of(test.fact)
            if isinstance(kind, Number | Day):
                ends = (kind.interval.low, kind.interval.high)
                yield from (end for end in ends if end is not None)


def _tests(decisions: Iterable[Decision]) -> Iterator[FactTest[Operand]]:
    for decision in decisions:
        for rule in decision.rules:
            yield from tests_in(rule.condition)


def _meetings(
    decisions: Sequence[Decision], numbers: dict[str, set[Multiple]], setting: str
) -> Iterator[Fraction]:
    """Where a number that a decision gives is what a test of that decision names, and where two numbers
    are equal of which the decision takes one."""
    for test in _tests(decisions):
        for operand in operands(test.test) if test.fact in numbers else ():
            if isinstance(operand.value, int | Decimal):
                own = operand.setting == setting
                named = Multiple(1, 0) if own else Multiple(0, operand.value)
                yield from _meeting((number, named) for number in numbers[test.fact])
    for decision in decisions:
        if decision.policy in (HitPolicy.MIN, HitPolicy.MAX, HitPolicy.ANY):
            yield from _meeting(combinations(numbers[decision.id], 2))


def _meeting(pairs: Iterable[tuple[Multiple, Multiple]]) -> Iterator[Fraction]:
    for one, two in pairs:
        if one.times != two.times:
            yield (Fraction(two.plus) - Fraction(one.plus)) / (one.times - two.times)


def _around(value: Value | Fraction, fact: Fact) -> Iterator[Value]:
    """A value with what lies around it: so that a range between two of them is empty or is not."""
    steps = range(-2, 3)
    if isinstance(value, date):
        last = date.max.toordinal()
        days = (value.toordinal() + step for step in steps)
        yield from (date.fromordinal(day) for day in days if 1 <= day <= last)
    elif isinstance(fact.type, Number) and fact.type.whole:
        yield from (floor(cast("Fraction", value)) + step for step in steps)
    else:
        exact = Fraction(cast("Fraction", value))
        below = floor(exact * 10**FINEST)
        ends = (below,) if below == exact * 10**FINEST else (below, below + 1)
        yield from (tidy(Decimal(end).scaleb(-FINEST, EXACT)) for end in ends)


# -- cells -------------------------------------------------------------------------------------


def _cells(fact: Fact, values: Iterable[Value]) -> Cells:
    """Each of the values is a cell of its own, and so is what lies between two of them."""
    kind = cast("Number | Day", fact.type)
    ends = {end for end in (kind.interval.low, kind.interval.high) if end is not None}
    tests = (
        Compare(comparison, Operand(value))
        for value in {*values, *ends}
        for comparison in ("at least", "more than")
    )
    return fact_cells(fact, tuple(tests))


def _inside(cells: Cells, cell: int) -> Iterator[Value]:
    """Different values of a cell, the sample first, as long as there are any: at most `MOST_TRIED`."""
    sample, kind = cells.samples[cell], cells.regions.kind
    yield sample
    if isinstance(sample, date):
        return
    start, step = Decimal(cast("int", sample)), Decimal(1)
    whole = isinstance(kind, Number) and kind.whole
    if not whole:
        points = [Decimal(cast("int", one)) for one in cells.regions.points if one != sample]
        away = (abs(EXACT.subtract(one, start)) for one in points)
        step = EXACT.multiply(min(away, default=step), Decimal("0.001"))
    for number in range(1, MOST_TRIED // 2):
        offset = EXACT.multiply(step, Decimal(number))
        near = (EXACT.add(start, offset), EXACT.subtract(start, offset))
        values = [int(one) if whole else one for one in near]
        inside = [one for one in values if _is_in(cells, cell, one)]
        if not inside:
            return
        yield from inside


def _is_in(cells: Cells, cell: int, value: Value) -> bool:
    kind = cast("Number | Day", cells.regions.kind)
    return value in kind.interval and cells.index(value) == cell


def _is_single(cells: Cells, cell: int) -> bool:
    """Whether a cell has one value only."""
    return len(list(islice(_inside(cells, cell), 2))) == 1


def _apart(cells: Cells, cell: int, numbers: Collection[Multiple]) -> Value | None:
    """A value in a cell at which different numbers differ; None: there is none."""
    if not any(number.times for number in numbers):
        return cells.samples[cell]
    for value in islice(_inside(cells, cell), MOST_TRIED):
        if len({number.at(value) for number in numbers}) == len(numbers):
            return value
    return None


def _crowded(cells: Cells, numbers: Collection[Multiple]) -> list[int]:
    """The cells at whose values some different numbers are equal."""
    return [cell for cell in range(len(cells)) if _apart(cells, cell, numbers) is None]


def _runs(cells: Cells, tried: Callable[[int], Possible]) -> dict[Possible, list[int]]:
    """The cells in which one and the same comes out. At a single value a multiple of the setting cannot
    be told from a number; it goes with what lies beside it."""
    runs: list[tuple[Possible, list[int]]] = []
    for cell in range(len(cells)):
        found = tried(cell)
        if runs and (found == runs[-1][0] or _fits(cells, cell, found, runs[-1][0])):
            runs[-1][1].append(cell)
            continue
        some = [cell]
        while runs and len(runs[-1][1]) == 1 and _fits(cells, runs[-1][1][0], runs[-1][0], found):
            some = [*runs.pop()[1], *some]
        runs.append((found, some))
    together: dict[Possible, list[int]] = {}
    for found, some in runs:
        together.setdefault(found, []).extend(some)
    return together


def _fits(cells: Cells, cell: int, own: Possible, other: Possible) -> bool:
    """Whether what comes out at the single value of a cell is what another cell's results are there."""
    value = cells.samples[cell]
    return _is_single(cells, cell) and set(results_at(own, value)) == set(results_at(other, value))
