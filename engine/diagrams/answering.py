"""Answers for complete and partial cases, exact whatever the number of unknown facts.

A complete case is read plainly. A partial one restricts the decision's diagram to what is known: the
leaves left are the outcomes still possible, the levels left are the facts that can still matter.
"""

from __future__ import annotations

from math import log2
from typing import cast

from ..evaluate import (
    Case,
    DecisionAnswer,
    Made,
    Reference,
    Result,
    UnknownFactError,
)
from ..language.rulebook import HitPolicy, Rulebook
from .compiling import Compiler, Leaf
from .diagram import LEAF, Node, OverBudgetError

BUDGET = 200_000
"""Nodes of one rulebook's diagrams; about 50 MB. Beyond, the plain reading answers, as exactly."""


class Answerer:
    """Answers by the diagrams of one rulebook, or by the plain reading where they grow too large."""

    def __init__(self, rulebook: Rulebook, budget: int = BUDGET) -> None:
        """Prepare; diagrams are only made when the first partial case needs them."""
        self.rulebook = rulebook
        self.reference = Reference(rulebook)
        self._budget = budget
        self._compiler: Compiler | None = None
        self._too_large: set[str] = set()

    def answers(self, case: Case) -> dict[str, DecisionAnswer]:
        """The answer of every decision, in the rulebook's order."""
        return {name: self.answer(name, case) for name in self.rulebook.decisions}

    def answer(self, name: str, case: Case) -> DecisionAnswer:
        """The answer of one decision; see DecisionAnswer. `ask` has the best question first."""
        try:
            made = self.reference.decide(name, case)
        except UnknownFactError:
            return self._partial(name, case)
        return _settled(name, made)

    def _partial(self, name: str, case: Case) -> DecisionAnswer:
        if name in self._too_large:
            return self.reference.answer(name, case)
        if self._compiler is None:
            self._compiler = Compiler(self.rulebook, self._budget)
        try:
            return self._restricted(self._compiler, name, case)
        except OverBudgetError:
            self._too_large.add(name)
            self._compiler = None  # give the memory back
            return self.reference.answer(name, case)

    def _restricted(self, compiler: Compiler, name: str, case: Case) -> DecisionAnswer:
        diagrams = compiler.diagrams
        known = {
            compiler.levels[fact]: compiler.cells[fact].index(value)
            for fact, value in case.items()
            if fact in compiler.levels
        }
        node = diagrams.restricted(compiler.result(name), known)
        results = sorted(cast("set[Result]", diagrams.values_below(node)), key=self.reference.place)
        if len(results) == 1:
            made = Made(results[0], self._deciding(compiler, name, known, results[0]))
            return _settled(name, made)
        ask = questions(compiler, node)
        return DecisionAnswer(name, False, None, tuple(results), (), ask)

    def _deciding(
        self, compiler: Compiler, name: str, known: dict[int, int], result: Result
    ) -> tuple[str, ...]:
        """The rules that give the one result in some completion."""
        decision, diagrams = self.rulebook.decisions[name], compiler.diagrams
        if decision.policy is HitPolicy.FIRST:
            node = diagrams.restricted(compiler.first(name), known)
            numbers = {cast("Leaf", leaf)[1] for leaf in diagrams.values_below(node)}
            return tuple(rule.id for number, rule in enumerate(decision.rules) if number in numbers)
        return tuple(
            rule.id
            for rule, condition in zip(decision.rules, compiler.conditions(name), strict=True)
            if True in diagrams.values_below(diagrams.restricted(condition, known))
            and (decision.policy is not HitPolicy.PRIORITY or rule.outcomes[0].value == result)
        )


def _settled(name: str, made: Made) -> DecisionAnswer:
    return DecisionAnswer(name, True, made.result, (made.result,), made.rules, ())


def questions(compiler: Compiler, node: Node) -> tuple[str, ...]:
    """The facts that a diagram depends on, best question first.

    Best is what leaves the least uncertainty about the outcome on average, every cell taken by its
    weight: the greedy choice by information gain (Quinlan, *Induction of Decision Trees*, 1986).
    """
    diagrams = compiler.diagrams
    levels = sorted(diagrams.levels_below(node))

    def left_open(level: int) -> float:
        weights = compiler.cells[compiler.order[level]].weights
        return sum(
            weight * _entropy(_chances(compiler, diagrams.restricted(node, {level: cell})))
            for cell, weight in enumerate(weights)
        )

    place = {fact: number for number, fact in enumerate(compiler.rulebook.facts)}
    costs = {level: round(left_open(level), 9) for level in levels}
    levels.sort(key=lambda level: (costs[level], place[compiler.order[level]]))
    return tuple(compiler.order[level] for level in levels)


def _chances(compiler: Compiler, node: Node) -> dict[Node, float]:
    """How likely each leaf is, with independent facts and the cells' weights."""
    diagrams = compiler.diagrams
    chances: dict[Node, float] = {node: 1.0}
    leaves: dict[Node, float] = {}
    # Children stand on deeper levels, so going level by level meets every parent first.
    for here in sorted(diagrams.nodes_below(node), key=diagrams.level):
        chance = chances.pop(here)
        if diagrams.level(here) == LEAF:
            leaves[here] = chance
            continue
        weights = compiler.cells[compiler.order[diagrams.level(here)]].weights
        for child, weight in zip(diagrams.children(here), weights, strict=True):
            chances[child] = chances.get(child, 0.0) + chance * weight
    return leaves


def _entropy(chances: dict[Node, float]) -> float:
    return -sum(chance * log2(chance) for chance in chances.values() if chance > 0)
