"""Which question comes next: the plan with the least expected effort, for a diagram's open facts.

What is left of a decision after some answers is again a diagram, and equal diagrams are one node; so the
best plan is found by dynamic programming over the nodes that answers can lead to (Lew, *Optimal
Conversion of Extended-Entry Decision Tables with General Cost Criteria*, 1978; Martelli and Montanari,
*Optimizing Decision Trees Through Heuristically Guided Search*, 1978, whose bound on what is still to
come cuts off questions that cannot be best). Where too many diagrams could be left, questions are put in
the order of information gain per effort (Quinlan, *Induction of Decision Trees*, 1986) instead, and
Shannon's bound says how good any plan could be at best.

Facts count as independent; how likely their cells are, and how hard a question is, a rulebook may say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from .compiling import Compiler
from .diagram import LEAF, Diagrams, Node, OverBudgetError

MOST_STATES = 400
"""Diagrams that may be left over; beyond, questions are ordered by information gain."""

MOST_STEPS = 1_000_000
"""Nodes times cells that weighing the questions may look at."""

_DIGITS = 9


@dataclass(frozen=True)
class Plan:
    """In which order to ask.

    `questions` are the facts that can still matter, best first. `most` is how many questions the plan
    asks at most. With `exact`, `expected` is the least effort that any plan needs on average (1 for an
    ordinary question); otherwise it is a bound from below, and `method` names how the order was found.
    """

    questions: tuple[str, ...]
    expected: float
    most: int
    exact: bool
    method: str


@dataclass(frozen=True)
class _Best:
    expected: float
    most: int
    level: int


class _Planner:
    """The search for one diagram; it makes nodes, which the caller may have forgotten afterwards."""

    def __init__(self, compiler: Compiler) -> None:
        self.diagrams: Diagrams = compiler.diagrams
        facts = [compiler.rulebook.facts.get(fact) for fact in compiler.order]
        self.efforts = [float(fact.effort) if fact else 1.0 for fact in facts]
        self.weights = [compiler.cells[fact].weights for fact in compiler.order]
        place = {fact: number for number, fact in enumerate(compiler.rulebook.facts)}
        self.place = [place.get(fact, 0) for fact in compiler.order]
        self.best: dict[Node, _Best] = {}
        self.supports: dict[Node, tuple[int, ...]] = {}
        self.cofactors: dict[tuple[Node, int], tuple[Node, ...]] = {}

    def support(self, node: Node) -> tuple[int, ...]:
        """The levels that a node depends on."""
        if node not in self.supports:
            found: set[int] = set()
            if self.diagrams.level(node) != LEAF:
                found.add(self.diagrams.level(node))
                for child in set(self.diagrams.children(node)):
                    found.update(self.support(child))
            self.supports[node] = tuple(sorted(found))
        return self.supports[node]

    def cofactor(self, node: Node, level: int) -> tuple[Node, ...]:
        """What is left of a node for each cell of a level."""
        here = self.diagrams.level(node)
        if here == level:
            return self.diagrams.children(node)
        if here > level:
            return (node,) * len(self.weights[level])
        key = (node, level)
        if key not in self.cofactors:
            parts = [self.cofactor(child, level) for child in self.diagrams.children(node)]
            self.cofactors[key] = tuple(
                [self.diagrams.node(here, children) for children in zip(*parts, strict=True)]
            )
        return self.cofactors[key]

    def solve(self, node: Node) -> _Best:
        """The best plan for a node."""
        if self.diagrams.level(node) == LEAF:
            return _Best(0.0, 0, -1)
        if node in self.best:
            return self.best[node]
        if len(self.best) > MOST_STATES:
            raise OverBudgetError
        found: tuple[float, int, int, int] | None = None
        for _, level in sorted((self.at_least(node, level), level) for level in self.support(node)):
            if found is not None and round(self.at_least(node, level), _DIGITS) > found[0]:
                break
            expected, most = self.asking(node, level)
            way = (round(expected, _DIGITS), most, self.place[level], level)
            found = min(found, way) if found else way
        assert found is not None  # noqa: S101 - what is no leaf depends on some level
        self.best[node] = _Best(found[0], found[1], found[3])
        return self.best[node]

    def asking(self, node: Node, level: int) -> tuple[float, int]:
        """The expected effort, and the most questions, of asking for a level first."""
        expected, most = self.efforts[level], 0
        for child, weight in self._children(node, level).items():
            after = self.solve(child)
            expected += weight * after.expected
            most = max(most, after.most)
        return expected, most + 1

    def at_least(self, node: Node, level: int) -> float:
        """A bound from below of `asking`: whatever is still open then needs one more question."""
        return self.efforts[level] + sum(
            weight * min(self.efforts[one] for one in self.support(child))
            for child, weight in self._children(node, level).items()
            if self.diagrams.level(child) != LEAF
        )

    def _children(self, node: Node, level: int) -> Mapping[Node, float]:
        children: dict[Node, float] = {}
        for child, weight in zip(self.cofactor(node, level), self.weights[level], strict=True):
            children[child] = children.get(child, 0.0) + weight
        return children


def plan_of(compiler: Compiler, node: Node) -> Plan:
    """The plan for the facts that a diagram depends on; it leaves no node behind."""
    size = len(compiler.diagrams)
    try:
        return _best_plan(compiler, node)
    except OverBudgetError:
        return _gain_plan(compiler, node)
    finally:
        compiler.diagrams.forget(size)


def _best_plan(compiler: Compiler, node: Node) -> Plan:
    planner = _Planner(compiler)
    best = planner.solve(node)
    ranked: list[tuple[float, int, int, int]] = []
    for level in planner.support(node):
        expected, most = planner.asking(node, level)
        ranked.append((round(expected, _DIGITS), most, planner.place[level], level))
    questions = tuple(compiler.order[level] for *_, level in sorted(ranked))
    return Plan(questions, best.expected, best.most, True, "dynamic programming")


def _gain_plan(compiler: Compiler, node: Node) -> Plan:
    """By information gain per effort or, for a very large diagram, by what a walk from the top needs
    most often, which takes one pass."""
    diagrams, planner = compiler.diagrams, _Planner(compiler)
    size = sum(1 for _ in diagrams.nodes_below(node))
    levels = sorted(diagrams.levels_below(node))
    open_now = _entropy(_chances(planner, node))
    costs = dict.fromkeys(levels, 0.0)
    if size * sum(len(planner.weights[level]) for level in levels) <= MOST_STEPS:
        method = "information gain"
        for level in levels:
            left = sum(
                weight * _entropy(_chances(planner, diagrams.restricted(node, {level: cell})))
                for cell, weight in enumerate(planner.weights[level])
            )
            costs[level] = round((left - open_now) / planner.efforts[level], _DIGITS)
    else:
        method = "order of need"
        for here, chance in _chances(planner, node, leaves=False).items():
            costs[diagrams.level(here)] -= chance / planner.efforts[diagrams.level(here)]
    levels.sort(key=lambda level: (costs[level], planner.place[level]))
    widest = max(len(planner.weights[level]) for level in levels)
    least = max(1.0, open_now / log2(widest)) * min(planner.efforts[level] for level in levels)
    questions = tuple(compiler.order[level] for level in levels)
    return Plan(questions, round(least, _DIGITS), len(levels), False, method)


def _chances(planner: _Planner, node: Node, *, leaves: bool = True) -> dict[Node, float]:
    """How likely each leaf (or else each inner node) is, with independent facts and the cells'
    weights."""
    diagrams = planner.diagrams
    chances: dict[Node, float] = {node: 1.0}
    # Children stand on deeper levels, so going level by level meets every parent first.
    for here in sorted(diagrams.nodes_below(node), key=diagrams.level):
        if diagrams.level(here) == LEAF:
            continue
        weights = planner.weights[diagrams.level(here)]
        for child, weight in zip(diagrams.children(here), weights, strict=True):
            chances[child] = chances.get(child, 0.0) + chances[here] * weight
    return {one: c for one, c in chances.items() if (diagrams.level(one) == LEAF) is leaves}


def _entropy(chances: Mapping[Node, float]) -> float:
    return -sum(chance * log2(chance) for chance in chances.values() if chance > 0)
