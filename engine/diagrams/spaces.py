"""Questions about all cases at once, asked of a diagram: where is a gap, where does a rule decide.

Each answer is a situation: the fewest facts that are enough to bring the matter about, as near to a
plain case as can be. A shortest path through the diagram finds it, every fact that is not plain
counting first and every fact that must be known second. `boxes.py` answers the same questions for
tables whose diagrams would be too large.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Protocol, cast

from ..evaluate import Case, Fault, Result
from ..language.rulebook import Decision, HitPolicy
from ..language.vocabulary import Value
from .compiling import Compiler, Leaf, finished, with_rule
from .diagram import LEAF, Diagrams, Node

Wanted = Callable[[Hashable], bool]


class Space(Protocol):
    """All cases of one decision. Rules are told by their numbers.

    A situation is a partial case all of whose completions are as asked; None: there is none. Every
    method raises OverBudgetError where it cannot tell within its bounds.
    """

    @property
    def decision(self) -> Decision:
        """The decision."""
        ...

    def gap(self) -> Case | None:
        """Where no rule holds and there is no `otherwise`."""
        ...

    def holding(self, rule: int) -> Case | None:
        """Where a rule's condition is true."""
        ...

    def failing(self, rule: int) -> Case | None:
        """Where a rule's condition is false."""
        ...

    def deciding(self, rule: int) -> Case | None:
        """Where a rule decides: it holds, and the hit policy prefers no other."""
        ...

    def mattering(self, rule: int) -> Case | None:
        """Where the result would be another one without the rule."""
        ...

    def giving(self, value: Value) -> Case | None:
        """Where the decision gives an outcome (alone, or in its list)."""
        ...

    def conflicts(self) -> Iterator[tuple[int, int, Case]]:
        """The pairs of rules that hold at once although the hit policy wants otherwise."""
        ...

    def shadows(self, rule: int) -> tuple[int, ...]:
        """For a rule that never decides, fewest rules that take all its cases."""
        ...

    def constant(self) -> Result | None:
        """The one outcome that there is in every case; None when there are several, or faults."""
        ...


class DiagramSpace:
    """A space read off the diagrams of a rulebook."""

    def __init__(self, compiler: Compiler, name: str) -> None:
        """Compile the decision; raises OverBudgetError."""
        self._compiler = compiler
        self._name = name
        self._diagrams = compiler.diagrams
        self._result = compiler.result(name)
        self._conditions = compiler.conditions(name)
        self._held: Node | None = None
        self.decision = compiler.rulebook.decisions[name]

    def gap(self) -> Case | None:
        """Where no rule holds and there is no `otherwise`."""
        return self._where(self._result, lambda leaf: leaf is Fault.NO_RULE_FITS)

    def holding(self, rule: int) -> Case | None:
        """Where a rule's condition is true."""
        return self._where(self._conditions[rule], bool)

    def failing(self, rule: int) -> Case | None:
        """Where a rule's condition is false."""
        return self._where(self._conditions[rule], lambda leaf: not leaf)

    def deciding(self, rule: int) -> Case | None:
        """Where a rule decides: it holds, and the hit policy prefers no other."""
        policy = self.decision.policy
        if policy is HitPolicy.FIRST:
            first = self._compiler.later(self._name)[0]
            return self._where(first, lambda leaf: cast("Leaf", leaf)[1] == rule)
        if policy is HitPolicy.PRIORITY:
            given = self.decision.rules[rule].outcomes[0].value
            return self._where_both(rule, self._result, lambda result: result == given)
        return self.holding(rule)

    def mattering(self, rule: int) -> Case | None:
        """Where the result would be another one without the rule."""
        decision = self.decision
        if decision.policy is HitPolicy.FIRST:
            later = self._compiler.later(self._name)
            node = self._diagrams.combine(
                lambda all_, rest: (
                    cast("Leaf", all_)[1] == rule and cast("Leaf", all_)[0] != cast("Leaf", rest)[0]
                ),
                later[0],
                later[rule + 1],
            )
            return self._where(node, bool)
        given = tuple(one.value for one in decision.rules[rule].outcomes)
        if finished(decision, with_rule(decision, None, given)) != finished(decision, None):
            alone = self._where_both(rule, self._how_many_hold(), lambda count: count == 1)
            if alone is not None:
                return alone
        so_far = self._compiler.so_far(self._name)[rule]
        for number in range(rule + 1, len(decision.rules)):
            so_far = self._compiler.with_rule(decision, so_far, number)
        without = self._compiler.finished(decision, so_far)
        if without == self._result:
            return None
        differ = self._diagrams.combine(lambda one, two: one != two, self._result, without)
        return self._where(differ, bool)

    def giving(self, value: Value) -> Case | None:
        """Where the decision gives an outcome (alone, or in its list)."""
        return self._where(
            self._result, lambda leaf: value in leaf if isinstance(leaf, tuple) else leaf == value
        )

    def conflicts(self) -> Iterator[tuple[int, int, Case]]:
        """The pairs of rules that hold at once although the hit policy wants otherwise."""
        decision = self.decision
        clashing = Fault.RULES_CLASH in self._diagrams.values_below(self._result)
        if not clashing and decision.policy is not HitPolicy.PRIORITY:
            return
        for one, two in conflicting_pairs(decision, range(len(decision.rules))):
            both = self._diagrams.combine(
                lambda left, right: bool(left and right),
                *map(self._conditions.__getitem__, (one, two)),
            )
            case = self._where(both, bool)
            if case is not None:
                yield one, two, case

    def shadows(self, rule: int) -> tuple[int, ...]:
        """For a rule that never decides, fewest rules that take all its cases."""
        first = self.decision.policy is HitPolicy.FIRST
        others = range(rule) if first else range(len(self.decision.rules))
        given = self.decision.rules[rule].outcomes[0].value
        taking = [
            other
            for other in others
            if self.decision.rules[other].outcomes[0].value != given or first
            if self._where_both(rule, self._conditions[other], bool) is not None
        ]
        return fewest(taking, lambda some: self._covers(rule, some))

    def constant(self) -> Result | None:
        """The one outcome that there is in every case; None when there are several, or faults."""
        results = self._diagrams.values_below(self._result)
        only = cast("Result", next(iter(results)))
        return None if len(results) > 1 or isinstance(only, Fault) else only

    # -- pieces --------------------------------------------------------------------------------

    def _covers(self, rule: int, others: Sequence[int]) -> bool:
        node = self._conditions[rule]
        for other in others:
            node = self._diagrams.combine(
                lambda left, right: bool(left and not right), node, self._conditions[other]
            )
        return node == self._diagrams.leaf(False)

    def _how_many_hold(self) -> Node:
        """None of the rules (0), one of them, or more (2)."""
        if self._held is None:
            self._held = self._diagrams.leaf(0)
            for condition in self._conditions:
                self._held = self._diagrams.combine(
                    lambda count, holds: min(2, cast("int", count) + bool(holds)),
                    self._held,
                    condition,
                )
        return self._held

    def _where_both(self, rule: int, other: Node, wanted: Wanted) -> Case | None:
        node = self._diagrams.combine(
            lambda holds, leaf: bool(holds) and wanted(leaf), self._conditions[rule], other
        )
        return self._where(node, bool)

    def _where(self, node: Node, wanted: Wanted) -> Case | None:
        compiler = self._compiler
        plain = [compiler.cells[fact].plain for fact in compiler.order]
        path = nearest(self._diagrams, node, wanted, plain)
        if path is None:
            return None
        return {
            compiler.order[level]: compiler.cells[compiler.order[level]].samples[cell]
            for level, cell in path.items()
        }


def nearest(
    diagrams: Diagrams, node: Node, wanted: Wanted, plain: Sequence[int]
) -> dict[int, int] | None:
    """The way, level to cell, to a wanted leaf that leaves the plain cells least often, and then is
    shortest; None when there is no such leaf."""
    best: dict[Node, tuple[int, int, int]] = {}  # leaving, length, cell to take
    for here in sorted(diagrams.nodes_below(node), key=diagrams.level, reverse=True):
        level = diagrams.level(here)
        if level == LEAF:
            if wanted(diagrams.value(here)):
                best[here] = (0, 0, -1)
            continue
        ways = [
            (best[child][0] + (cell != plain[level]), best[child][1] + 1, cell)
            for cell, child in enumerate(diagrams.children(here))
            if child in best
        ]
        if ways:
            best[here] = min(ways)
    if node not in best:
        return None
    path: dict[int, int] = {}
    while diagrams.level(node) != LEAF:
        cell = best[node][2]
        path[diagrams.level(node)] = cell
        node = diagrams.children(node)[cell]
    return path


def conflicting_pairs(decision: Decision, rules: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs among some rules that may not hold at once."""
    if decision.policy not in (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY):
        return
    given = [rule.outcomes[0].value for rule in decision.rules]
    for place, one in enumerate(rules):
        for two in rules[place + 1 :]:
            if decision.policy is HitPolicy.UNIQUE or given[one] != given[two]:
                yield one, two


def fewest(candidates: Sequence[int], enough: Callable[[Sequence[int]], bool]) -> tuple[int, ...]:
    """Some of the candidates that are enough, none of which can be spared; one alone if it will do.

    All of them together must be enough.
    """
    for one in candidates:
        if enough([one]):
            return (one,)
    kept = list(candidates)
    for one in candidates:
        rest = [other for other in kept if other != one]
        if enough(rest):
            kept = rest
    return tuple(kept)
