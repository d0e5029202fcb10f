"""Decisions to diagrams over facts alone.

The order of the levels is the order in which the rules, read from the top of the first decision on,
first mention the facts: tests that stand together in a rule stay together in the diagram (Malik et
al., *Logic Verification Using Binary Decision Diagrams in a Logic Synthesis Environment*, 1988, do so
for circuits by a walk from the outputs). Large diagrams get a better order by sifting (`sifting.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from decimal import Decimal
from typing import cast

from ..evaluate import Case, Fault, Result, test_holds
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
from ..language.vocabulary import EXACT, Number, Value, tidy
from .cells import Cells, cells_of
from .diagram import Diagrams, Node, OverBudgetError

MOST_LEVELS = 250
"""Unknown facts in one diagram; its operations recur once a level, and Python's stack has an end."""

Operation = Callable[[Hashable, Hashable], Hashable]
Leaf = tuple[Result, int]
"""A result, and for `first` the number of the rule that gave it (-1: `otherwise`, or no rule)."""


def level_order(rulebook: Rulebook) -> tuple[str, ...]:
    """The facts in the order of first mention, reading decisions before those that read them."""
    mentioned: dict[str, None] = {}
    for name in rulebook.order:
        for rule in rulebook.decisions[name].rules:
            for test in tests_in(rule.condition):
                if test.fact in rulebook.facts:
                    mentioned[test.fact] = None
    return tuple(mentioned)


class Compiler:
    """The diagrams of one rulebook, made decision by decision as they are asked for."""

    def __init__(
        self,
        rulebook: Rulebook,
        budget: int,
        case: Case | None = None,
        order: tuple[str, ...] | None = None,
    ) -> None:
        """Prepare the cells; raises OverBudgetError later, when a diagram grows beyond the budget.

        With a case, the diagrams are those of its completions only, and so smaller. `order` puts the
        levels in another order than that of first mention.
        """
        self.rulebook = rulebook
        self.case = case or {}
        self.diagrams = Diagrams(budget)
        self.cells: dict[str, Cells] = cells_of(rulebook)
        self.order = order or level_order(rulebook)
        self.levels = {fact: level for level, fact in enumerate(self.order)}
        if len(self.levels.keys() - self.case.keys()) > MOST_LEVELS:
            raise OverBudgetError
        self._results: dict[str, Node] = {}
        self._later: dict[str, list[Node]] = {}
        self._so_far: dict[str, list[Node]] = {}
        self._conditions: dict[str, list[Node]] = {}

    def known(self, case: Case) -> dict[int, int]:
        """A case as level to cell; facts that no rule tests are left out."""
        return {
            self.levels[fact]: self.cells[fact].index(value)
            for fact, value in case.items()
            if fact in self.levels
        }

    @contextmanager
    def scratch(self, name: str) -> Generator[Node]:
        """The diagram of a decision's results, to work on: what is made of it is forgotten after."""
        result, size = self.result(name), len(self.diagrams)
        try:
            yield result
        finally:
            self.diagrams.forget(size)

    def result(self, name: str) -> Node:
        """The diagram whose leaves are the decision's results."""
        if name not in self._results:
            reads = self.rulebook.decisions[name].reads
            if any(read in self.rulebook.decisions and read not in self._results for read in reads):
                for earlier in self.rulebook.earlier(name):  # so that no long chain recurs deep
                    self._results[earlier] = self._result(earlier)
            self._results[name] = self._result(name)
        return self._results[name]

    def _result(self, name: str) -> Node:
        if name in self._results:
            return self._results[name]
        decision = self.rulebook.decisions[name]
        if decision.policy is HitPolicy.FIRST:
            return self.diagrams.mapped(result_of, self.later(name)[0])
        return self.finished(decision, self.so_far(name)[-1])

    def conditions(self, name: str) -> list[Node]:
        """For each rule the diagram, with leaves True and False, of its condition."""
        if name not in self._conditions:
            rules = self.rulebook.decisions[name].rules
            self._conditions[name] = [self.condition(rule.condition) for rule in rules]
        return self._conditions[name]

    def later(self, name: str) -> list[Node]:
        """For the policy `first`: for each rule the diagram of it and all later ones alone, whose
        leaves name the rule behind each result; at the end that of `otherwise`."""
        if name not in self._later:
            decision = self.rulebook.decisions[name]
            nodes = [self.diagrams.leaf((finished(decision, None), -1))]
            numbered = list(enumerate(zip(decision.rules, self.conditions(name), strict=True)))
            for number, (rule, condition) in reversed(numbered):
                leaf: Leaf = (rule.outcomes[0].value, number)
                nodes.append(
                    self._combine(
                        lambda holds, later, leaf=leaf: leaf if holds else later,
                        condition,
                        nodes[-1],
                    )
                )
            self._later[name] = nodes[::-1]
        return self._later[name]

    def so_far(self, name: str) -> list[Node]:
        """For the other policies: for each rule the diagram of what has come together before it;
        at the end that of all rules."""
        if name not in self._so_far:
            decision = self.rulebook.decisions[name]
            nodes = [self.diagrams.leaf(None)]
            for number in range(len(decision.rules)):
                nodes.append(self.with_rule(decision, nodes[-1], number))
            self._so_far[name] = nodes
        return self._so_far[name]

    def held(self, name: str) -> Node:
        """The diagram whose leaves are the numbers of the rules that hold."""
        node = self.diagrams.leaf(())
        for number, condition in enumerate(self.conditions(name)):
            node = self._combine(
                lambda rules, holds, number=number: (
                    (*cast("tuple[int, ...]", rules), number) if holds else rules
                ),
                node,
                condition,
            )
        return node

    def with_rule(self, decision: Decision, so_far: Node, number: int) -> Node:
        """What has come together, with one more rule."""
        given = tuple(one.value for one in decision.rules[number].outcomes)
        return self._combine(
            lambda found, holds: (
                with_rule(decision, cast("Result | None", found), given) if holds else found
            ),
            so_far,
            self.conditions(decision.id)[number],
        )

    def finished(self, decision: Decision, so_far: Node) -> Node:
        """The results, from what has come together of all rules."""
        return self.diagrams.mapped(
            lambda found: finished(decision, cast("Result | None", found)), so_far
        )

    def _combine(self, operation: Operation, left: Node, right: Node) -> Node:
        if self.diagrams.effort > self.diagrams.budget:
            raise OverBudgetError
        return self.diagrams.combine(operation, left, right)

    # -- conditions ----------------------------------------------------------------------------

    def condition(self, condition: Condition[Operand]) -> Node:
        """The diagram, with leaves True and False, of a condition."""
        match condition:
            case FactTest(_, Anything()):
                return self.diagrams.leaf(True)
            case FactTest(fact, test) if fact in self.case:
                return self.diagrams.leaf(test_holds(test, self.case[fact]))
            case FactTest(fact, test) if fact in self.levels:
                cells = self.cells[fact]
                leaves = (self.diagrams.leaf(False), self.diagrams.leaf(True))
                holding = cells.sets[test]
                children = tuple([leaves[holding >> cell & 1] for cell in range(len(cells))])
                return self.diagrams.node(self.levels[fact], children)
            case FactTest(decision, test):
                return self.diagrams.mapped(
                    lambda result: test_holds(test, cast("Result", result)), self.result(decision)
                )
            case NotThe(part):
                return self.diagrams.mapped(_not, self.condition(part))
            case AllOf(parts):
                return self._joined(parts, _and, True)
            case AnyOf(parts):
                return self._joined(parts, _or, False)

    def _joined(
        self, parts: tuple[Condition[Operand], ...], operation: Operation, start: bool
    ) -> Node:
        node = self.diagrams.leaf(start)
        for part in parts:
            node = self._combine(operation, node, self.condition(part))
        return node


def _and(left: Hashable, right: Hashable) -> bool:
    return bool(left and right)


def _or(left: Hashable, right: Hashable) -> bool:
    return bool(left or right)


def _not(value: Hashable) -> bool:
    return not value


def result_of(leaf: Hashable) -> Hashable:
    """The result in a leaf that names its rule."""
    return cast("Leaf", leaf)[0]


# -- hit policies, rule by rule ----------------------------------------------------------------


def with_rule(decision: Decision, so_far: Result | None, given: tuple[Value, ...]) -> Result:
    """What has come together once one more rule holds; None is no rule so far."""
    policy, value = decision.policy, given[0]
    if policy is HitPolicy.COUNT:
        return cast("int", so_far or 0) + 1
    if policy.gives_list:
        return tuple(dict.fromkeys((*cast("tuple[Value, ...]", so_far or ()), *given)))
    if so_far is None:
        return Decimal(cast("int", value)) if policy is HitPolicy.SUM else value
    match policy:
        case HitPolicy.SUM:
            return EXACT.add(cast("Decimal", so_far), Decimal(cast("int", value)))
        case HitPolicy.MIN:
            return min(so_far, value)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
        case HitPolicy.MAX:
            return max(so_far, value)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
        case HitPolicy.PRIORITY:
            return min(cast("Value", so_far), value, key=decision.priorities.index)
        case HitPolicy.ANY if so_far == value:
            return so_far
        case _:
            return Fault.RULES_CLASH


def finished(decision: Decision, so_far: Result | None) -> Result:
    """The result, once every rule was looked at."""
    policy = decision.policy
    if so_far is None:
        if decision.otherwise:
            given = tuple(one.value for one in decision.otherwise.outcomes)
            if not policy.gives_list:
                return given[0]
            so_far = tuple(dict.fromkeys(given))
        elif policy.gives_list:
            return ()
        elif policy in (HitPolicy.COUNT, HitPolicy.SUM):
            so_far = 0
        else:
            return Fault.NO_RULE_FITS
    if policy.gives_list and decision.priorities:
        return tuple(sorted(cast("tuple[Value, ...]", so_far), key=decision.priorities.index))
    if policy is HitPolicy.SUM:
        whole = isinstance(decision.type, Number) and decision.type.whole
        total = Decimal(cast("Decimal", so_far))
        return int(total) if whole else tidy(total)
    return so_far
