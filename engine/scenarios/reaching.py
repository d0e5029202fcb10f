"""The nearest other answer: the smallest changes of a case that lead to an advice, or away from it.

A shortest path through the decision's diagram: staying with what a fact is costs nothing, another cell costs
what the rulebook says, where the fact can change in that direction, and cannot be taken otherwise. What is
unknown must not matter: the outcome has to be settled whatever it turns out to be. Only where that
cannot be had are unknown facts taken to turn out well, and these are named.

Other ways are found as Lawler does (*A Procedure for Computing the K Best Solutions*, 1972): each next way
must do without one change of every way before it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import cast

from ..diagrams.answering import Answerer
from ..diagrams.cells import Cells
from ..diagrams.compiling import Compiler
from ..diagrams.diagram import LEAF, Node
from ..diagrams.flowchart import ranges
from ..evaluate import Case, Result, test_holds
from ..language.conditions import Anything, Operand, Test
from ..language.rulebook import Fact
from ..language.vocabulary import Number, Value, below
from .tipping import compiler_of

Wanted = Callable[[Result], bool]
Cost = tuple[Decimal | float, int, int, int]
"""What a way takes: its cost, how many facts it changes, how many it takes to turn out well, and how
far the values move, in cells."""

NOTHING: Cost = (Decimal(0), 0, 0, 0)
MOST_WAYS = 5


@dataclass(frozen=True)
class FactChange:
    """One fact, as it is (None: unknown) and as it would have to be: the nearest value that will do.

    Above or below a threshold no decimal number is the nearest; then `new` is one of the `values` that do.
    """

    fact: str
    old: Value | None
    new: Value
    values: Test[Operand] | None = None


@dataclass(frozen=True)
class Way:
    """Facts that change, and unknown facts that would have to turn out so; what it costs in sum."""

    changes: tuple[FactChange, ...]
    turns_out: tuple[FactChange, ...]
    cost: Decimal


@dataclass(frozen=True)
class Reaching:
    """The ways, the least costly first. Where there is none, `forbidding` are known facts that cannot
    change (or not so) and together forbid it: were one of them free, there would be a way. `never`:
    no case at all leads there. `already`: the case is there."""

    decision: str
    ways: tuple[Way, ...]
    forbidding: tuple[str, ...] = ()
    never: bool = False
    already: bool = False


def reach(
    answerer: Answerer, decision: str, case: Case, wanted: Wanted, most: int = MOST_WAYS
) -> Reaching:
    """The smallest changes after which the decision's result is wanted; raises TooManyCasesError."""
    compiler = compiler_of(answerer, decision)
    with compiler.scratch(decision) as result:
        node = compiler.diagrams.mapped(_truth(wanted), result)
        search = _Search(compiler, case, answerer.rulebook.facts)
        settled = search.whatever_is_unknown(node)
        if compiler.diagrams.restricted(settled, compiler.known(case)) == compiler.diagrams.leaf(
            True
        ):
            return Reaching(decision, (), already=True)
        if True not in compiler.diagrams.values_below(node):
            return Reaching(decision, (), never=True)
        ways = _ways(search, settled, most) or _ways(search, node, most)
        return Reaching(decision, ways, () if ways else search.forbidding(node))


def _truth(wanted: Wanted) -> Callable[[Hashable], Hashable]:
    return lambda result: wanted(result)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def _ways(search: _Search, node: Node, most: int) -> tuple[Way, ...]:
    found: list[Way] = []
    while len(found) < most:
        best: tuple[Cost, Way] | None = None
        sets = [[one.fact for one in (*way.changes, *way.turns_out)] for way in found]
        for held in {frozenset(choice) for choice in product(*sets)}:
            other = search.shortest(node, held)
            if other is not None and (best is None or other[0] < best[0]):
                best = other
        if best is None or not (best[1].changes or best[1].turns_out):
            break
        found.append(best[1])
    return tuple(found)


class _Search:
    """Shortest paths for one case."""

    def __init__(self, compiler: Compiler, case: Case, facts: Mapping[str, Fact]) -> None:
        self.compiler, self.case, self.facts = compiler, case, facts
        self.moves = {
            fact: _moves(compiler.cells[fact], facts[fact], case.get(fact))
            for fact in compiler.order
        }

    def whatever_is_unknown(self, node: Node) -> Node:
        """Where a truth holds whatever the unknown facts are."""
        diagrams = self.compiler.diagrams
        for fact in reversed(self.compiler.order):
            level = self.compiler.levels[fact]
            if fact not in self.case and level in diagrams.levels_below(node):
                parts = [
                    diagrams.restricted(node, {level: cell})
                    for cell in range(len(self.compiler.cells[fact]))
                ]
                node = parts[0]
                for part in parts[1:]:
                    node = diagrams.combine(lambda one, two: bool(one and two), node, part)
        return node

    def shortest(
        self, node: Node, held: Iterable[str] = (), free: Iterable[str] = ()
    ) -> tuple[Cost, Way] | None:
        """The least costly way to where a truth holds; facts that are `held` stay as they are, those
        that are `free` may be anything, at no cost."""
        held, free = frozenset(held), frozenset(free)
        diagrams = self.compiler.diagrams
        best: dict[Node, tuple[Cost, int]] = {}
        for here in sorted(diagrams.nodes_below(node), key=diagrams.level, reverse=True):
            level = diagrams.level(here)
            if level == LEAF:
                if diagrams.value(here):
                    best[here] = (NOTHING, -1)
                continue
            fact = self.compiler.order[level]
            ways = [
                (_sum(best[child][0], move), cell)
                for cell, child in enumerate(diagrams.children(here))
                if child in best and (move := self._move(fact, cell, held, free)) is not None
            ]
            if ways:
                best[here] = min(ways)
        if node not in best:
            return None
        return best[node][0], self._way(node, best)

    def _move(
        self, fact: str, cell: int, held: frozenset[str], free: frozenset[str]
    ) -> Cost | None:
        if fact in free:
            return NOTHING
        cost, _ = self.moves[fact][cell]
        if cost is not None and fact in held and cost != NOTHING:
            return None
        return cost

    def _way(self, node: Node, best: Mapping[Node, tuple[Cost, int]]) -> Way:
        diagrams = self.compiler.diagrams
        changes: list[FactChange] = []
        cost = Decimal(0)
        while diagrams.level(node) != LEAF:
            fact = self.compiler.order[diagrams.level(node)]
            cell = best[node][1]
            move, value = self.moves[fact][cell]
            if move not in (None, NOTHING) and value is not None:
                values = _open_range(self.compiler.cells[fact], value)
                changes.append(FactChange(fact, self.case.get(fact), value, values))
                cost += self.facts[fact].cost if fact in self.case else 0
            node = diagrams.children(node)[cell]
        order = list(self.facts)
        changes.sort(key=lambda one: order.index(one.fact))
        known = tuple(one for one in changes if one.fact in self.case)
        return Way(known, tuple(one for one in changes if one.fact not in self.case), cost)

    def forbidding(self, node: Node) -> tuple[str, ...]:
        """Known facts that together forbid every way; none of them can be spared."""
        kept = [fact for fact in self.compiler.order if fact in self.case]
        for fact in tuple(kept):
            free = {one for one in self.case if one not in kept or one == fact}
            if self.shortest(node, free=free) is None:
                kept.remove(fact)
        order = list(self.facts)
        return tuple(sorted(kept, key=order.index))


def _sum(one: Cost, two: Cost) -> Cost:
    return (one[0] + two[0], one[1] + two[1], one[2] + two[2], one[3] + two[3])  # type: ignore[operator] # pyright: ignore[reportOperatorIssue, reportReturnType]


def _moves(cells: Cells, fact: Fact, value: Value | None) -> list[tuple[Cost | None, Value | None]]:
    """For each cell what it costs to get there (None: it cannot be done), and the nearest value."""
    if value is None:
        return [((Decimal(0), 0, 1, 0), sample) for sample in cells.samples]
    here = cells.index(value)
    nearest = [_nearest(cells, cell, fact, value) for cell in range(len(cells))]
    distances = sorted(
        (_distance(cells, one, value), cell) for cell, one in enumerate(nearest) if one is not None
    )
    ranks = {cell: rank for rank, (_, cell) in enumerate(distances)}
    return [
        (NOTHING, value)
        if cell == here
        else (None, None)
        if one is None
        else ((fact.cost, 1, 0, ranks[cell]), one)
        for cell, one in enumerate(nearest)
    ]


def _nearest(cells: Cells, cell: int, fact: Fact, value: Value) -> Value | None:
    """The value of a cell that is nearest to the present one, in a direction in which it can change."""
    if fact.changeable == "no":
        return None
    if not cells.regions.ordered:
        options = [
            point
            for point, of in zip(cells.regions.points, cells.cell_of_region, strict=True)
            if of == cell
        ]
        wanted = {"only up": [True], "only down": [False]}.get(fact.changeable, options)
        return next((one for one in options if one in wanted), None)
    found = [
        near
        for region, of in enumerate(cells.cell_of_region)
        if of == cell and (near := _near_in(cells, region, value)) is not None
        if fact.changeable != "only up" or below(value, near)
        if fact.changeable != "only down" or below(near, value)
    ]
    return min(found, key=lambda one: _distance(cells, one, value), default=None)


def _near_in(cells: Cells, region: int, value: Value) -> Value | None:
    """The value of a region that is nearest to the present one; of a range of decimals a round one."""
    regions = cells.regions
    place, is_point = divmod(region, 2)
    if is_point:
        return regions.sample(region)
    low = regions.points[place - 1] if place > 0 else None
    high = regions.points[place] if place < len(regions.points) else None
    sample = regions.sample(region)
    if sample is None or isinstance(value, Decimal):
        return sample
    step = timedelta(1) if isinstance(value, date) else 1
    if low is not None and not below(low, value):
        near = low + step  # type: ignore[operator] # pyright: ignore[reportOperatorIssue, reportUnknownVariableType]
    elif high is not None:
        near = high - step  # type: ignore[operator] # pyright: ignore[reportOperatorIssue, reportUnknownVariableType]
    else:
        near = sample
    return near  # pyright: ignore[reportUnknownVariableType]


def _open_range(cells: Cells, value: Value) -> Test[Operand] | None:
    """The range of decimal numbers between two thresholds that a value lies in; None: it is another kind."""
    regions = cells.regions
    if not isinstance(regions.kind, Number) or regions.kind.whole or regions.index(value) % 2:
        return None
    around = (test for _, test in ranges(cells, [cells.index(value)]) if test_holds(test, value))
    return next((test for test in around if not isinstance(test, Anything)), None)


def _distance(cells: Cells, one: Value, value: Value) -> float:
    if not cells.regions.ordered:
        return 0.0 if one == value else 1.0
    if isinstance(one, date) and isinstance(value, date):
        return float(abs((one - value).days))
    return float(abs(cast("Decimal", one) - cast("Decimal", value)))
