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
"""Nodes of one rulebook's diagrams; about 50 MB. Beyond, each case gets diagrams of its own, for what
it leaves unknown, with a budget as large."""

MOST_STEPS = 1_000_000
"""Nodes times cells that weighing the questions may look at."""


class TooManyCasesError(Exception):
    """So much is unknown that not even the diagrams of this one case fit into the budget."""

    def __init__(self, decision: str) -> None:
        """Remember which decision."""
        super().__init__(decision)
        self.decision = decision


class Answerer:
    """Answers by the diagrams of one rulebook."""

    def __init__(self, rulebook: Rulebook, budget: int = BUDGET) -> None:
        """Prepare; diagrams are only made when the first partial case needs them."""
        self.rulebook = rulebook
        self.reference = Reference(rulebook)
        self._budget = budget
        self._compiler: Compiler | None = None
        self._too_large = False

    def answers(self, case: Case) -> dict[str, DecisionAnswer]:
        """The answer of every decision, in the rulebook's order; raises TooManyCasesError."""
        made = self.reference.read(self.rulebook.order, case)
        return {name: self._answer(name, made[name], case) for name in self.rulebook.decisions}

    def answer(self, name: str, case: Case) -> DecisionAnswer:
        """The answer of one decision; see DecisionAnswer. `ask` has the best question first.

        Raises TooManyCasesError.
        """
        made = self.reference.read((*self.rulebook.earlier(name), name), case)
        return self._answer(name, made[name], case)

    def _answer(self, name: str, made: Made | UnknownFactError, case: Case) -> DecisionAnswer:
        if isinstance(made, Made):
            return _settled(name, made)
        try:
            if not self._too_large:
                self._compiler = self._compiler or Compiler(self.rulebook, self._budget)
                return self._restricted(self._compiler, name, case)
        except OverBudgetError:
            self._too_large = True
            self._compiler = None  # give the memory back
        try:
            return self._restricted(Compiler(self.rulebook, self._budget, case), name, case)
        except OverBudgetError:
            raise TooManyCasesError(name) from None

    def _restricted(self, compiler: Compiler, name: str, case: Case) -> DecisionAnswer:
        diagrams = compiler.diagrams
        known = {
            compiler.levels[fact]: compiler.cells[fact].index(value)
            for fact, value in case.items()
            if fact in compiler.levels
        }
        result = compiler.result(name)
        size = len(diagrams)
        try:
            return self._read_off(compiler, name, known, diagrams.restricted(result, known))
        finally:
            diagrams.forget(size)  # what was made for this one case

    def _read_off(
        self, compiler: Compiler, name: str, known: dict[int, int], node: Node
    ) -> DecisionAnswer:
        diagrams = compiler.diagrams
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
    weight: the greedy choice by information gain (Quinlan, *Induction of Decision Trees*, 1986). For
    a very large diagram it is what a walk from the top needs most often, which takes one pass.
    """
    diagrams = compiler.diagrams
    size = sum(1 for _ in diagrams.nodes_below(node))
    levels = sorted(diagrams.levels_below(node))
    weights = {level: compiler.cells[compiler.order[level]].weights for level in levels}

    def left_open(level: int) -> float:
        return sum(
            weight * _entropy(_chances(compiler, diagrams.restricted(node, {level: cell})))
            for cell, weight in enumerate(weights[level])
        )

    if size * sum(map(len, weights.values())) <= MOST_STEPS:
        costs = {level: round(left_open(level), 9) for level in levels}
    else:
        costs = dict.fromkeys(levels, 0.0)
        for here, chance in _chances(compiler, node, leaves=False).items():
            costs[diagrams.level(here)] -= chance
    place = {fact: number for number, fact in enumerate(compiler.rulebook.facts)}
    levels.sort(key=lambda level: (costs[level], place[compiler.order[level]]))
    return tuple(compiler.order[level] for level in levels)


def _chances(compiler: Compiler, node: Node, *, leaves: bool = True) -> dict[Node, float]:
    """How likely each leaf (or else each inner node) is, with independent facts and the cells'
    weights."""
    diagrams = compiler.diagrams
    chances: dict[Node, float] = {node: 1.0}
    # Children stand on deeper levels, so going level by level meets every parent first.
    for here in sorted(diagrams.nodes_below(node), key=diagrams.level):
        if diagrams.level(here) == LEAF:
            continue
        weights = compiler.cells[compiler.order[diagrams.level(here)]].weights
        for child, weight in zip(diagrams.children(here), weights, strict=True):
            chances[child] = chances.get(child, 0.0) + chances[here] * weight
    return {one: c for one, c in chances.items() if (diagrams.level(one) == LEAF) is leaves}


def _entropy(chances: dict[Node, float]) -> float:
    return -sum(chance * log2(chance) for chance in chances.values() if chance > 0)
