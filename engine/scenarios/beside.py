"""Mutants beside their rulebook, in the same diagrams: whether they change anything, and where.

What a mutant changes stands as decisions of its own beside the rulebook's, so that all they share is
compiled once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from ..diagrams.compiling import Compiler, Leaf
from ..diagrams.diagram import LEAF, Node
from ..evaluate import (
    DecisionAnswer,
    Fault,
    Result,
)
from ..language.conditions import FactTest, Operand, map_tests
from ..language.rulebook import Decision, HitPolicy, Rulebook, Scenario
from .mutants import Mutant

BUDGET = 300_000
"""Branches and steps of the diagrams of one mutant."""


def affected(rulebook: Rulebook, changed: Iterable[str]) -> tuple[str, ...]:
    """The decisions that are changed and those that read one of them, each after what it reads."""
    found = set(changed)
    for name in rulebook.order:
        if not found.isdisjoint(rulebook.decisions[name].reads):
            found.add(name)
    return tuple(name for name in rulebook.order if name in found)


class Beside:
    """The diagrams of a rulebook and of mutants of it, over the same cells: two functions are the same
    exactly when their nodes are. Its methods may raise OverBudgetError."""

    def __init__(self, rulebook: Rulebook, mutants: Sequence[Mutant], budget: int = BUDGET) -> None:
        """Prepare the cells that the tests of the rulebook and of all the mutants cut."""
        self.rulebook = rulebook
        self.mutants = mutants
        self._decisions = dict(rulebook.decisions)
        self._put_in: set[int] = set()
        self._turning: dict[tuple[str, int], Node] = {}
        tests = dict(_changed_rules(rulebook, mutants))
        self.compiler = Compiler(
            replace(rulebook, decisions={**rulebook.decisions, **tests}), budget
        )
        names = (
            _changed_name(name, number)
            for number, mutant in enumerate(mutants)
            for name in affected(rulebook, mutant.decisions)
        )
        # The changed decisions are put in when they are asked for: most need not be.
        self.compiler.rulebook = replace(
            rulebook, decisions=self._decisions, order=(*rulebook.order, *names)
        )
        self.diagrams = self.compiler.diagrams

    def result(self, decision: str, mutant: int | None = None) -> Node:
        """What a decision gives, in the rulebook or with the change of a mutant."""
        if mutant is None:
            return self.compiler.result(decision)
        if mutant not in self._put_in:
            self._put_in.add(mutant)
            names = affected(self.rulebook, self.mutants[mutant].decisions)
            changed = {name: _changed_name(name, mutant) for name in names}
            for name, new in changed.items():
                one = self.mutants[mutant].decisions.get(name, self.rulebook.decisions[name])
                self._decisions[new] = _renamed(one, changed)
        return self.compiler.result(_changed_name(decision, mutant))

    def prepare(self, mutant: int) -> None:
        """Make what mutants of the same rule share."""
        place = self._place_in_first(mutant)
        if place is not None:
            self._where_it_turns(*place)

    def changes(self, mutant: int) -> bool:
        """Whether a mutant changes anything in any case."""
        if self._place_in_first(mutant) is not None:
            return any(self._is_somewhere(node) for node in self.differing(mutant).values())
        names = self.mutants[mutant].decisions
        return any(self.result(name) != self.result(name, mutant) for name in names)

    def differing(self, mutant: int) -> dict[str, Node]:
        """For each decision that a mutant changes, where it gives something else than without the
        change, and rules do not clash without it; those that never do are left out."""
        place = self._place_in_first(mutant)
        if place is None:
            found = {
                name: self.diagrams.combine(_differ, self.result(name), self.result(name, mutant))
                for name in self.mutants[mutant].decisions
            }
        else:
            found = {place[0]: self._differing_in_first(mutant, *place)}
        return {name: node for name, node in found.items() if self._is_somewhere(node)}

    def _is_somewhere(self, node: Node) -> bool:
        return node != self.diagrams.leaf(False)

    def _place_in_first(self, mutant: int) -> tuple[str, int] | None:
        """The decision and the rule, where a mutant changes one condition under the policy `first`."""
        one = self.mutants[mutant]
        (name, decision), *others = one.decisions.items()
        first = decision.policy is HitPolicy.FIRST and not others
        return (name, one.rule) if first and one.rule is not None else None

    def _differing_in_first(self, mutant: int, name: str, rule: int) -> Node:
        """Where the condition turns over, and that is to be seen: no need to compile the mutant."""
        before = self.compiler.conditions(name)[rule]
        after = self.compiler.condition(self.mutants[mutant].decisions[name].rules[rule].condition)
        turned = self.diagrams.combine(lambda one, two: one != two, before, after)
        return self.diagrams.combine(
            lambda one, two: bool(one and two), turned, self._where_it_turns(name, rule)
        )

    def _where_it_turns(self, name: str, rule: int) -> Node:
        """Where no rule above holds, and the rules below give something else than this rule."""
        key = (name, rule)
        if key not in self._turning:
            given = self.rulebook.decisions[name].rules[rule].outcomes[0].value
            self.result(name)
            later = self.compiler.later(name)

            def turns(all_: object, below: object) -> bool:
                number = cast("Leaf", all_)[1]
                return (number < 0 or number >= rule) and cast("Leaf", below)[0] != given

            self._turning[key] = self.diagrams.combine(turns, later[0], later[rule + 1])
        return self._turning[key]

    def answer(self, decision: str, node: Node, scenario: Scenario) -> DecisionAnswer:
        """The answer for the case of a scenario, read off a diagram."""
        left = self.diagrams.restricted(node, self.compiler.known(scenario.case))
        if self.diagrams.level(left) == LEAF:
            return settled(decision, cast("Result", self.diagrams.value(left)))
        return DecisionAnswer(decision, False, None, (), (), ())


def _changed_rules(rulebook: Rulebook, mutants: Sequence[Mutant]) -> Iterator[tuple[str, Decision]]:
    """The rules that mutants change, each set as a decision of its own."""
    known = {id(rule) for one in rulebook.decisions.values() for rule in one.rules}
    for number, mutant in enumerate(mutants):
        for name, decision in mutant.decisions.items():
            rules = tuple(rule for rule in decision.rules if id(rule) not in known)
            yield _changed_name(name, number), replace(decision, rules=rules)


def _changed_name(name: str, mutant: int) -> str:
    """A name that no decision of a rulebook has."""
    return f"{name} {mutant}"


def _renamed(decision: Decision, names: Mapping[str, str]) -> Decision:
    reads = tuple(names.get(name, name) for name in decision.reads)
    rules = decision.rules

    def called(test: FactTest[Operand]) -> FactTest[Operand]:
        return replace(test, fact=names.get(test.fact, test.fact))

    if reads != decision.reads:
        rules = tuple(
            replace(rule, condition=map_tests(rule.condition, called)) for rule in decision.rules
        )
    return replace(decision, id=names[decision.id], reads=reads, rules=rules)


def _differ(one: object, two: object) -> bool:
    return one != two and one is not Fault.RULES_CLASH


def settled(decision: str, result: Result) -> DecisionAnswer:
    """The answer of a decision whose result is certain."""
    return DecisionAnswer(decision, True, result, (result,), (), ())
