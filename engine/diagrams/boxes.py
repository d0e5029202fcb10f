"""Big decision tables as boxes: for each fact the cells in which a rule can hold.

Where a diagram would be too large, a decision is kept as the boxes of its rules, and for each cell of
each fact as the set of boxes that allow it, one bit a box (Lakshman and Stiliadis, *High-Speed
Policy-based Packet Forwarding Using Efficient Multi-dimensional Range Matching*, 1998). To answer for a
case is to intersect one set a fact.

Gaps, overlaps and dead rules are found by a sweep over the boxes, fact after fact, as Calvanese, Dumas,
Laurson, Maggi, Montali and Teinemaa do in *Semantics and Analysis of DMN Decision Tables* (2016): at each
fact, cells that keep the same boxes are one step of the sweep. Here the sweep goes first where fewest
boxes are left, leaves out a step that keeps more boxes than another one, and ends a branch as soon as one
box covers all of it. It is exact; when it would take too many steps it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from random import Random

from ..evaluate import Case, Fault, Result
from ..language.conditions import (
    AllOf,
    AnyOf,
    Anything,
    Condition,
    FactTest,
    NotThe,
    Operand,
    tests_in,
)
from ..language.rulebook import Decision, HitPolicy, Rulebook
from ..language.vocabulary import Value
from .cells import Bits, Cells, members, runs_in
from .compiling import finished, with_rule
from .diagram import OverBudgetError
from .spaces import conflicting_pairs, fewest

MOST_BOXES = 100_000
MOST_BOXES_OF_A_RULE = 256
WORTH_TRYING, TRIES = 200, 24
"""From so many boxes on, so many points are tried before a sweep: most rules decide somewhere."""

MOST_STEPS = 20_000
"""Branches that one search may look at."""

Box = tuple[Bits, ...]
"""For each column the cells that belong to it."""


@dataclass(frozen=True, eq=False)
class Boxes:
    """The rules of one decision as boxes over the facts that it tests.

    `sets[column][cell]` are the boxes that allow the cell; a rule has one box or more, next to each
    other, in the order of the rules.
    """

    rulebook: Rulebook
    decision: Decision
    facts: tuple[str, ...]
    cells: tuple[Cells, ...]
    boxes: tuple[Box, ...]
    rule_of: tuple[int, ...]
    sets: tuple[tuple[Bits, ...], ...]

    @cached_property
    def whole(self) -> Box:
        """The box of all cases."""
        return tuple((1 << len(cells)) - 1 for cells in self.cells)

    @cached_property
    def plain(self) -> tuple[int, ...]:
        """The plain cell of each column."""
        return tuple(cells.plain for cells in self.cells)

    @cached_property
    def every(self) -> Bits:
        """All boxes."""
        return (1 << len(self.boxes)) - 1

    @cached_property
    def of_rule(self) -> tuple[Bits, ...]:
        """The boxes of each rule."""
        found = [0] * len(self.decision.rules)
        for box, rule in enumerate(self.rule_of):
            found[rule] |= 1 << box
        return tuple(found)

    def row(self, case: Case) -> Box:
        """The box of a case: one cell of a known fact, all cells of an unknown one."""
        return tuple(
            1 << cells.index(case[fact]) if fact in case else everything
            for fact, cells, everything in zip(self.facts, self.cells, self.whole, strict=True)
        )

    def met(self, box: Box, number: int) -> Box:
        """What a box has in common with one of the rules'."""
        return tuple(map(_and, box, self.boxes[number]))

    def meeting(self, box: Box) -> Bits:
        """The boxes that have a case in common with one."""
        return reduce(
            _and, (self._some(column, cells) for column, cells in enumerate(box)), self.every
        )

    def around(self, box: Box) -> Bits:
        """The boxes that contain one."""
        return reduce(
            _and, (self._all(column, cells) for column, cells in enumerate(box)), self.every
        )

    def _some(self, column: int, cells: Bits) -> Bits:
        """The boxes that allow some of the cells."""
        return self._unions[column].over(cells)

    def _all(self, column: int, cells: Bits) -> Bits:
        """The boxes that allow all of the cells."""
        return self._intersections[column].over(cells)

    @cached_property
    def _unions(self) -> tuple[_Ranges, ...]:
        return tuple(_Ranges(sets, _or, 0) for sets in self.sets)

    @cached_property
    def _intersections(self) -> tuple[_Ranges, ...]:
        return tuple(_Ranges(sets, _and, self.every) for sets in self.sets)

    # -- the sweep -----------------------------------------------------------------------------

    def free_point(self, box: Box, taken: Bits, most: int = MOST_STEPS) -> tuple[int, ...] | None:
        """A case of a box, a cell a column, that is in none of the boxes `taken`.

        Raises OverBudgetError when the sweep takes more steps than `most`.
        """
        if not all(box):
            return None
        taken &= self.meeting(box)
        lucky = self._tried(box, taken)
        if lucky is not None:
            return lucky
        covering = [self._all(column, cells) for column, cells in enumerate(box)]
        for column in reversed(range(len(box) - 1)):  # boxes that contain all from a column on
            covering[column] &= covering[column + 1]
        covering.append(self.every)
        seen: set[tuple[int, Bits]] = set()
        steps = 0

        def sweep(column: int, left: Bits) -> tuple[int, ...] | None:
            nonlocal steps
            if not left:
                rest = zip(box[column:], self.plain[column:], strict=True)
                return tuple(_plainest(cells, plain) for cells, plain in rest)
            if left & covering[column] or column == len(box) or (column, left) in seen:
                return None
            steps += 1
            if steps > most:
                raise OverBudgetError
            for cell, remaining in self._steps(column, box[column], left):
                found = sweep(column + 1, remaining)
                if found is not None:
                    return (cell, *found)
            seen.add((column, left))
            return None

        return sweep(0, taken)

    def _tried(self, box: Box, taken: Bits) -> tuple[int, ...] | None:
        """A free point found by trying the plainest, then some at random (the same in every run)."""
        point = tuple(map(_plainest, box, self.plain))
        if not self._hit(taken, point, {}):
            return point
        if len(self.boxes) < WORTH_TRYING:
            return None
        dice = Random(0)  # noqa: S311 - nothing secret
        runs = [tuple(runs_in(cells)) for cells in box]
        for _ in range(TRIES):
            point = tuple([dice.randrange(*dice.choice(parts)) for parts in runs])
            if not self._hit(taken, point, {}):
                return point
        return None

    def _steps(self, column: int, cells: Bits, left: Bits) -> Iterator[tuple[int, Bits]]:
        """The steps of the sweep along a column: a cell, and the boxes that it keeps; fewest first,
        and none that keeps all the boxes of one before."""
        sets, plain = self.sets[column], self.plain[column]
        kept: dict[Bits, int] = {}
        for cell in members(cells):
            remaining = left & sets[cell]
            if remaining not in kept or cell == plain:
                kept[remaining] = cell
        order = sorted(kept, key=lambda bits: (bits.bit_count(), kept[bits] != plain))
        before: list[Bits] = []
        for remaining in order:
            if all(one & ~remaining for one in before):
                before.append(remaining)
                yield kept[remaining], remaining

    def situation(self, box: Box, taken: Bits) -> Case | None:
        """The case of `free_point`, made as plain as one change at a time can make it, without the
        facts that it does not hang on."""
        found = self.free_point(box, taken)
        if found is None:
            return None
        point = list(found)
        for column, plain in enumerate(self.plain):
            if box[column] >> plain & 1 and not self._hit(taken, point, {column: plain}):
                point[column] = plain
        needed = list(range(len(point)))
        for column in reversed(range(len(point))):
            others = [one for one in needed if one != column]
            if box[column] == self.whole[column] and not self._hit(taken, point, {}, others):
                needed = others
        return {self.facts[column]: self.cells[column].samples[point[column]] for column in needed}

    def _hit(
        self,
        taken: Bits,
        point: Sequence[int],
        change: Mapping[int, int],
        columns: Sequence[int] | None = None,
    ) -> bool:
        for column in range(len(point)) if columns is None else columns:
            taken &= self.sets[column][change.get(column, point[column])]
        return bool(taken)


def _and(one: Bits, two: Bits) -> Bits:
    return one & two


def _or(one: Bits, two: Bits) -> Bits:
    return one | two


class _Ranges:
    """Unions or intersections of neighbouring sets: those of 1, 2, 4 … sets are kept, and two of them
    that overlap make up any range (the sparse table of Bender and Farach-Colton, *The LCA Problem
    Revisited*, 2000)."""

    def __init__(
        self, sets: Sequence[Bits], join: Callable[[Bits, Bits], Bits], none: Bits
    ) -> None:
        self._join, self._none = join, none
        self._levels: list[list[Bits]] = [list(sets)]
        width = 1
        while 2 * width <= len(sets):
            below = self._levels[-1]
            self._levels.append(
                [join(below[at], below[at + width]) for at in range(len(sets) - 2 * width + 1)]
            )
            width *= 2

    def over(self, cells: Bits) -> Bits:
        """The sets of some cells, joined."""
        found = self._none
        for start, end in runs_in(cells):
            level = (end - start).bit_length() - 1
            row = self._levels[level]
            found = self._join(found, self._join(row[start], row[end - (1 << level)]))
        return found


def _plainest(cells: Bits, plain: int) -> int:
    return plain if cells >> plain & 1 else (cells & -cells).bit_length() - 1


# -- conditions to boxes -----------------------------------------------------------------------


def boxes_of(rulebook: Rulebook, decision: Decision, cells: Mapping[str, Cells]) -> Boxes:
    """The boxes of a decision; raises OverBudgetError when it reads another decision, or when its
    conditions would need too many."""
    tested = dict.fromkeys(
        test.fact for rule in decision.rules for test in tests_in(rule.condition)
    )
    if not all(fact in rulebook.facts for fact in tested):
        raise OverBudgetError
    facts = tuple(tested)
    whole = {fact: (1 << len(cells[fact])) - 1 for fact in facts}
    boxes: list[Box] = []
    rule_of: list[int] = []
    for number, rule in enumerate(decision.rules):
        for one in _alternatives(rule.condition, cells, True):
            boxes.append(tuple(one.get(fact, whole[fact]) for fact in facts))
            rule_of.append(number)
        if len(boxes) > MOST_BOXES:
            raise OverBudgetError
    columns = tuple(cells[fact] for fact in facts)
    sets = tuple(
        _turned(tuple(box[column] for box in boxes), len(one)) for column, one in enumerate(columns)
    )
    return Boxes(rulebook, decision, facts, columns, tuple(boxes), tuple(rule_of), sets)


def _turned(allowed: Sequence[Bits], count: int) -> tuple[Bits, ...]:
    """From the cells of each box to the boxes of each cell."""
    turns = [0] * (count + 1)
    for number, cells in enumerate(allowed):
        for start, end in runs_in(cells):
            turns[start] ^= 1 << number
            turns[end] ^= 1 << number
    sets: list[Bits] = []
    here = 0
    for turn in turns[:count]:
        here ^= turn
        sets.append(here)
    return tuple(sets)


def _alternatives(
    condition: Condition[Operand], cells: Mapping[str, Cells], positive: bool
) -> list[dict[str, Bits]]:
    """The condition (or its opposite) as alternatives, each for some facts the cells allowed."""
    match condition:
        case FactTest(_, Anything()):
            return [{}] if positive else []
        case FactTest(fact, test):
            holding = cells[fact].sets[test]
            if not positive:
                holding = (1 << len(cells[fact])) - 1 & ~holding
            return [{fact: holding}] if holding else []
        case NotThe(part):
            return _alternatives(part, cells, not positive)
        case AllOf(parts) | AnyOf(parts):
            sides = [_alternatives(part, cells, positive) for part in parts]
            if isinstance(condition, AllOf) is positive:
                found = reduce(_both, sides, [{}])
            else:
                found = [one for side in sides for one in side]
            if len(found) > MOST_BOXES_OF_A_RULE:
                raise OverBudgetError
            return found


def _both(left: list[dict[str, Bits]], right: list[dict[str, Bits]]) -> list[dict[str, Bits]]:
    if len(left) * len(right) > MOST_BOXES_OF_A_RULE:
        raise OverBudgetError
    return [box for one in left for two in right if (box := _met(one, two)) is not None]


def _met(one: dict[str, Bits], two: dict[str, Bits]) -> dict[str, Bits] | None:
    box = dict(one)
    for fact, cells in two.items():
        box[fact] = box.get(fact, cells) & cells
        if not box[fact]:
            return None
    return box


# -- questions about all cases -----------------------------------------------------------------


class BoxSpace:
    """A space asked of the boxes of one decision; see `spaces.Space`."""

    def __init__(self, boxes: Boxes) -> None:
        """Ask these boxes."""
        self._boxes = boxes
        self.decision = boxes.decision

    def gap(self) -> Case | None:
        """Where no rule holds and there is no `otherwise`."""
        if finished(self.decision, None) is not Fault.NO_RULE_FITS:
            return None
        return self._boxes.situation(self._boxes.whole, self._boxes.every)

    def holding(self, rule: int) -> Case | None:
        """Where a rule's condition is true."""
        return self._first_free(rule, 0)

    def failing(self, rule: int) -> Case | None:
        """Where a rule's condition is false."""
        return self._boxes.situation(self._boxes.whole, self._boxes.of_rule[rule])

    def deciding(self, rule: int) -> Case | None:
        """Where a rule decides: it holds, and the hit policy prefers no other."""
        if self.decision.policy is HitPolicy.FIRST:
            return self._first_free(rule, self._before(rule))
        if self.decision.policy is HitPolicy.PRIORITY:
            return self._first_free(rule, self._better(rule))
        return self.holding(rule)

    def mattering(self, rule: int) -> Case | None:
        """Where the result would be another one without the rule."""
        boxes, decision = self._boxes, self.decision
        given = tuple(one.value for one in decision.rules[rule].outcomes)
        others = boxes.every & ~boxes.of_rule[rule]
        if finished(decision, with_rule(decision, None, given)) != finished(decision, None):
            alone = self._first_free(rule, others)
            if alone is not None:
                return alone
        if decision.policy is not HitPolicy.FIRST:
            raise OverBudgetError
        before = self._before(rule)
        for box in self._boxes_of(rule):
            later = boxes.meeting(box) & others & ~before
            for number in members(later):
                if decision.rules[boxes.rule_of[number]].outcomes[0].value != given[0]:
                    both = boxes.met(box, number)
                    taken = self._before(boxes.rule_of[number]) & others
                    case = boxes.situation(both, taken)
                    if case is not None:
                        return case
        return None

    def giving(self, value: Value) -> Case | None:
        """Where the decision gives an outcome (alone, or in its list)."""
        policy = self.decision.policy
        if policy.aggregates or policy is HitPolicy.COUNT:
            raise OverBudgetError
        for rule, one in enumerate(self.decision.rules):
            if any(outcome.value == value for outcome in one.outcomes):
                if policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
                    same = self._of_outcome[value] if policy is HitPolicy.ANY else 0
                    clashing = self._boxes.every & ~self._boxes.of_rule[rule] & ~same
                    case = self._first_free(rule, clashing)
                else:
                    case = self.deciding(rule)
                if case is not None:
                    return case
        otherwise = self.decision.otherwise
        if otherwise and any(outcome.value == value for outcome in otherwise.outcomes):
            return self._boxes.situation(self._boxes.whole, self._boxes.every)
        return None

    def conflicts(self) -> Iterator[tuple[int, int, Case]]:
        """The pairs of rules that hold at once although the hit policy wants otherwise."""
        if self.decision.policy not in (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY):
            return
        found: set[tuple[int, int]] = set()
        for number, box in enumerate(self._boxes.boxes):
            one = self._boxes.rule_of[number]
            for other in members(self._boxes.meeting(box) >> (number + 1)):
                other += number + 1
                two = self._boxes.rule_of[other]
                if (
                    one != two
                    and (one, two) not in found
                    and any(conflicting_pairs(self.decision, (one, two)))
                ):
                    found.add((one, two))
                    both = self._boxes.met(box, other)
                    case = self._boxes.situation(both, 0)
                    if case is not None:
                        yield one, two, case

    def shadows(self, rule: int) -> tuple[int, ...]:
        """For a rule that never decides, fewest rules that take all its cases."""
        policy = self.decision.policy
        taking = self._before(rule) if policy is HitPolicy.FIRST else self._better(rule)
        met = [self._boxes.meeting(box) for box in self._boxes_of(rule)]
        numbers = members(taking & reduce(_or, met, 0))
        candidates = tuple(dict.fromkeys(self._boxes.rule_of[number] for number in numbers))
        return fewest(candidates, lambda some: self._covers(rule, some))

    def constant(self) -> Result | None:
        """The one outcome that there is in every case; None when there are several, or faults."""
        policy = self.decision.policy
        if policy.gives_list or policy.aggregates or policy is HitPolicy.COUNT:
            raise OverBudgetError
        given = {
            one.value
            for rule in (*self.decision.rules, *filter(None, [self.decision.otherwise]))
            for one in rule.outcomes
        }
        possible = (value for value in given if self.giving(value) is not None)
        first, second = next(possible, None), next(possible, None)
        sound = self.gap() is None and (
            policy is HitPolicy.PRIORITY or next(self.conflicts(), None) is None
        )
        return first if second is None and sound else None

    # -- pieces --------------------------------------------------------------------------------

    def _boxes_of(self, rule: int) -> Iterator[Box]:
        return (self._boxes.boxes[number] for number in members(self._boxes.of_rule[rule]))

    def _before(self, rule: int) -> Bits:
        """The boxes of the rules before one (which follow each other)."""
        own = self._boxes.of_rule[rule]
        if own:
            return (own & -own) - 1
        return reduce(_or, self._boxes.of_rule[:rule], 0)

    def _better(self, rule: int) -> Bits:
        """For `priority`: the boxes of the rules whose outcome is more important."""
        order = self.decision.priorities
        own = order.index(self.decision.rules[rule].outcomes[0].value)
        return reduce(_or, (self._of_outcome.get(value, 0) for value in order[:own]), 0)

    @cached_property
    def _of_outcome(self) -> dict[Value, Bits]:
        found: dict[Value, Bits] = {}
        for rule, boxes in zip(self.decision.rules, self._boxes.of_rule, strict=True):
            value = rule.outcomes[0].value
            found[value] = found.get(value, 0) | boxes
        return found

    def _first_free(self, rule: int, taken: Bits) -> Case | None:
        found = (self._boxes.situation(box, taken) for box in self._boxes_of(rule))
        return next((case for case in found if case is not None), None)

    def _covers(self, rule: int, others: Sequence[int]) -> bool:
        taken = reduce(_or, (self._boxes.of_rule[other] for other in others), 0)
        return all(self._boxes.free_point(box, taken) is None for box in self._boxes_of(rule))


def held_result(decision: Decision, held: Iterator[int]) -> tuple[Result, tuple[int, ...]]:
    """The result and the deciding rules, once it is known which rules hold (in their order)."""
    rules = tuple(held)
    so_far: Result | None = None
    for rule in rules[:1] if decision.policy is HitPolicy.FIRST else rules:
        given = tuple(one.value for one in decision.rules[rule].outcomes)
        so_far = (
            given[0] if decision.policy is HitPolicy.FIRST else with_rule(decision, so_far, given)
        )
    result = finished(decision, so_far)
    if decision.policy is HitPolicy.FIRST:
        rules = rules[:1]
    if decision.policy is HitPolicy.PRIORITY:
        rules = tuple(rule for rule in rules if decision.rules[rule].outcomes[0].value == result)
    return result, rules
