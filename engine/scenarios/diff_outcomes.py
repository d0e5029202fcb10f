"""In which cases two rulebooks decide differently, exactly.

Each decision of the old rulebook is compared with its fellow in the new one over the cells of both
(`diff_merging.py`). A region has all cases with one change; it is told as few situations (`diff_regions.py`).
What would take too long is listed as not examined, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

from ..diagrams.cells import Bits, Cells, cells_of
from ..diagrams.compiling import Compiler, Leaf, level_order
from ..diagrams.diagram import Node, OverBudgetError
from ..evaluate import Case, Result
from ..language.rulebook import Decision, HitPolicy
from .diff_changes import Becomes, Change, Moves, Shifts, change_of, in_order, values_of
from .diff_merging import NEW, OLD, Merged
from .diff_narrowing import Narrowed, narrowed
from .diff_regions import Box, Regions, where

BUDGET = 1_500_000
"""Branches of the diagrams of both rulebooks together, and steps of each comparison."""


@dataclass(frozen=True)
class Situation:
    """A box of cases: for some facts the cells allowed, and anything for the others.

    `share` is its share of all cases; `example` is the case in it that is nearest to a plain one (with
    any value for the facts it leaves out), and `away` the number of its facts that are not plain.
    """

    cells: Mapping[str, Bits]
    share: float
    example: Case
    away: int


@dataclass(frozen=True)
class Region:
    """All cases with one change, as situations that have no case in common, the smallest first.

    A case in which a decision differs is in exactly one region; of a decision that gives a list, in one
    for each outcome that leaves the list or comes into it.
    `complete` is False when there are too many of them; `share` is exact all the same.
    """

    change: Change
    share: float
    situations: tuple[Situation, ...]
    complete: bool


@dataclass(frozen=True)
class OtherReasons:
    """Cases with the same outcome, given by other rules for another reason."""

    share: float
    example: Case


@dataclass(frozen=True)
class DecisionDiff:
    """Where one decision differs: its id in the old and in the new rulebook, and its regions."""

    old: str
    new: str
    share: float
    regions: tuple[Region, ...]
    reasons: OtherReasons | None


@dataclass(frozen=True)
class OutcomesDiff:
    """The decisions that differ, the share of the cases in which at least one does (None: not
    examined), and the old ids of decisions whose outcomes or reasons were not examined."""

    decisions: tuple[DecisionDiff, ...]
    share: float | None
    unexamined: tuple[str, ...]
    unexamined_reasons: tuple[str, ...]


def compare_outcomes(merged: Merged, budget: int = BUDGET) -> OutcomesDiff:
    """Where the decisions of both rulebooks differ."""
    return _Comparison(merged, budget).run()


class _Comparison:
    """The comparison of two rulebooks, decision by decision."""

    def __init__(self, merged: Merged, budget: int) -> None:
        self.merged = merged
        self._budget = budget
        self._unexamined: list[str] = []
        self._unexamined_reasons: list[str] = []
        self._differing: list[Node] = []

    def run(self) -> OutcomesDiff:
        found: list[DecisionDiff] = []
        for old, new in self.merged.pairs:
            if old in self.merged.same:
                continue
            try:
                one = self._decision(old, new)
            except OverBudgetError:
                self._unexamined.append(old)
                self.__dict__.pop("_compiler", None)  # the next decision has all the room again
                self.__dict__.pop("_regions", None)
                continue
            if one.regions or one.reasons:
                found.append(one)
        return OutcomesDiff(
            tuple(found),
            self._share(),
            tuple(self._unexamined),
            tuple(self._unexamined_reasons),
        )

    @cached_property
    def _cells(self) -> Mapping[str, Cells]:
        return cells_of(self.merged.both)

    @cached_property
    def _narrowed(self) -> Narrowed:
        return narrowed(self.merged, self._cells)

    @cached_property
    def _compiler(self) -> Compiler:
        order = level_order(self.merged.both)
        compiler = Compiler(self._narrowed.both, self._budget, order=order)
        compiler.cells = dict(
            self._cells
        )  # those of all rules, so that shares are shares of the same
        return compiler

    @cached_property
    def _regions(self) -> Regions:
        compiler = self._compiler
        return Regions(compiler.diagrams, [compiler.cells[fact] for fact in compiler.order])

    def _share(self) -> float | None:
        """Of the cases in which some decision differs; all diagrams are of one compiler."""
        if self._unexamined:
            return None
        if not self._differing:
            return 0.0
        diagrams = self._compiler.diagrams
        try:
            union = diagrams.leaf(False)
            for node in self._differing:
                union = diagrams.combine(lambda one, two: bool(one or two), union, node)
        except OverBudgetError:
            return None
        return self._regions.share(union)

    def _decision(self, old: str, new: str) -> DecisionDiff:
        compiler, diagrams = self._compiler, self._compiler.diagrams
        sides = (compiler.rulebook.decisions[OLD + old], compiler.rulebook.decisions[NEW + new])

        def change(one: Hashable, two: Hashable) -> Hashable:
            return change_of(cast("Result", one), cast("Result", two), sides)

        changes = diagrams.combine(
            change, compiler.result(sides[0].id), compiler.result(sides[1].id)
        )
        changes = self._touched(changes, old, sides)
        regions = [self._region(node, kind) for node, kind in self._sets(changes)]
        regions.sort(key=_by_smallest)
        differing = diagrams.mapped(lambda leaf: leaf is not None, changes)
        share = self._regions.share(differing)
        reasons = self._other_reasons(sides, new, differing)
        self._differing.append(differing)
        return DecisionDiff(old, new, share, tuple(regions), reasons)

    def _touched(self, node: Node, old: str, sides: tuple[Decision, Decision]) -> Node:
        """A function where a changed rule holds, and nothing where none does; of a decision that is
        not narrowed, the function itself."""
        if old not in self._narrowed.changed:
            return node
        compiler, diagrams = self._compiler, self._compiler.diagrams
        found = diagrams.leaf(None)
        for side, numbers in zip(sides, self._narrowed.changed[old], strict=True):
            conditions = compiler.conditions(side.id)
            for number in numbers:
                here = diagrams.combine(_where_held, node, conditions[number])
                found = diagrams.combine(lambda one, two: one or two, found, here)
        return found

    def _sets(self, changes: Node) -> Iterator[tuple[Node, Change]]:
        """The set of cases with each change. What leaves and comes into a list is told outcome by
        outcome, those together that do so in the same cases."""
        diagrams = self._compiler.diagrams
        kinds = cast("set[Change | None]", diagrams.values_below(changes))
        moves: dict[Node, Moves] = {}
        for kind in kinds:
            if isinstance(kind, Becomes | Shifts):
                yield where(diagrams, changes, lambda leaf, kind=kind: leaf == kind), kind
        for value in in_order({value for kind in kinds for value in values_of(kind, "gone")}):
            node = where(diagrams, changes, lambda leaf, one=value: one in values_of(leaf, "gone"))
            before = moves.get(node, Moves((), ()))
            moves[node] = Moves((*before.gone, value), ())
        for value in in_order({value for kind in kinds for value in values_of(kind, "added")}):
            node = where(diagrams, changes, lambda leaf, one=value: one in values_of(leaf, "added"))
            before = moves.get(node, Moves((), ()))
            moves[node] = Moves(before.gone, (*before.added, value))
        yield from moves.items()

    def _region(self, node: Node, change: Change) -> Region:
        cover = self._regions.cover(node)
        situations = tuple(self._situation(box) for box in cover.boxes)
        return Region(change, self._regions.share(node), situations, cover.complete)

    def _situation(self, box: Box) -> Situation:
        order, regions = self._compiler.order, self._regions
        return Situation(
            {order[level]: bits for level, bits in sorted(box.items())},
            regions.share_of_box(box),
            self._case(regions.example(box)),
            regions.away(box),
        )

    def _case(self, cells: Mapping[int, int]) -> Case:
        compiler = self._compiler
        facts = {compiler.order[level]: cell for level, cell in cells.items()}
        return {
            fact: compiler.cells[fact].samples[facts[fact]]
            for fact in compiler.rulebook.facts
            if fact in facts
        }

    # -- reasons -----------------------------------------------------------------------------------

    def _other_reasons(
        self, sides: tuple[Decision, Decision], new: str, differing: Node
    ) -> OtherReasons | None:
        diagrams = self._compiler.diagrams
        try:
            before, after = self._reasons(sides[0]), self._reasons(self._as_before(sides, new))
            other = diagrams.combine(lambda one, two: one != two, before, after)
            other = self._touched(other, sides[0].id.removeprefix(OLD), sides)
            other = diagrams.combine(lambda one, two: bool(one and not two), other, differing)
        except OverBudgetError:
            self._unexamined_reasons.append(sides[0].id.removeprefix(OLD))
            return None
        cells = self._regions.smallest(other)
        return (
            None if cells is None else OtherReasons(self._regions.share(other), self._case(cells))
        )

    def _as_before(self, sides: tuple[Decision, Decision], new: str) -> Decision:
        """The new decision; rules that are the same have the reasons of the old one, whose new words
        are told as words."""
        old, now = sides
        known = {rule.id: rule for rule in old.rules}
        names = self.merged.rules[new]
        rules = tuple(
            replace(rule, because=known[names[rule.id]].because, cites=known[names[rule.id]].cites)
            if rule.id in names
            else rule
            for rule in now.rules
        )
        otherwise = now.otherwise
        if otherwise and old.otherwise:
            otherwise = replace(otherwise, because=old.otherwise.because, cites=old.otherwise.cites)
        return replace(now, rules=rules, otherwise=otherwise)

    def _reasons(self, decision: Decision) -> Node:
        """The diagram whose leaves are the reasons of the rules that decide.

        (Leaves that are equal are one, so the number of a rule may be another kind of number.)
        """
        compiler, name = self._compiler, decision.id
        words = [(rule.because, rule.cites) for rule in decision.rules]
        otherwise = decision.otherwise
        none = (
            frozenset([(otherwise.because, otherwise.cites)]) if otherwise else frozenset[object]()
        )
        if decision.policy is HitPolicy.FIRST:
            return compiler.diagrams.mapped(
                lambda leaf: (
                    none if (rule := int(cast("Leaf", leaf)[1])) < 0 else frozenset([words[rule]])
                ),
                compiler.later(name)[0],
            )
        held = compiler.held(name)
        if decision.policy is not HitPolicy.PRIORITY:
            return compiler.diagrams.mapped(_told(words, none), held)
        given = [rule.outcomes[0].value for rule in decision.rules]
        deciding = compiler.diagrams.combine(
            lambda rules, result: tuple(
                rule for rule in cast("tuple[int, ...]", rules) if given[int(rule)] == result
            ),
            held,
            compiler.result(name),
        )
        return compiler.diagrams.mapped(_told(words, none), deciding)


def _where_held(leaf: Hashable, holds: Hashable) -> Hashable:
    return leaf if holds else None


def _told(
    words: list[tuple[str, tuple[str, ...]]], none: Hashable
) -> Callable[[Hashable], Hashable]:
    def told(rules: Hashable) -> Hashable:
        numbers = cast("tuple[int, ...]", rules)
        return frozenset(words[int(rule)] for rule in numbers) if numbers else none

    return told


def _by_smallest(region: Region) -> tuple[float, ...]:
    first = region.situations[0] if region.situations else None
    away, facts = (first.away, len(first.cells)) if first else (0, 0)
    return away, facts, -region.share
