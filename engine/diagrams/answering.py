"""Answers for complete and partial cases, exact whatever the number of unknown facts.

A complete case is read plainly. A partial one restricts the decision's diagram to what is known: the
leaves left are the outcomes still possible, the levels left are the facts that can still matter. A
decision whose diagram would be too large is asked through its boxes: the rules that can still
hold are few as a rule, and these have a diagram. Should even that be too large, each outcome is looked
for by itself, and the answer says that its list of questions was not examined to the end.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import cast

from ..evaluate import (
    Case,
    DecisionAnswer,
    Fault,
    Made,
    Reference,
    Result,
    UnknownFactError,
)
from ..language.conditions import tests_in
from ..language.rulebook import HitPolicy, Rulebook
from .boxes import Box, Boxes, boxes_of, held_result
from .cells import Bits, Cells, cells_of, members
from .compiling import Compiler, Leaf
from .diagram import Node, OverBudgetError
from .questions import Plan, plan_of
from .sifting import MOST_SIFTED, WORTH_SIFTING, sifted_order

BUDGET = 1_500_000
"""Branches of one rulebook's diagrams; about 50 MB. Beyond, big tables are asked through their boxes."""

FEW_RULES = 40
"""Up to so many rules a complete case is read plainly, beyond through boxes."""

UNEXAMINED_QUESTIONS = "whether each of the facts to ask for can still matter"


class TooManyCasesError(Exception):
    """So much is unknown that the answer cannot be found within the bounds of memory and time."""

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
        self._too_large: set[str] = set()
        self._boxes: dict[str, Boxes | None] = {}
        self._sifted = False
        self._plans: dict[tuple[str, Node], Plan] = {}

    def answers(self, case: Case) -> dict[str, DecisionAnswer]:
        """The answer of every decision, in the rulebook's order; raises TooManyCasesError."""
        if self._is_big:
            return {name: self.answer(name, case) for name in self.rulebook.decisions}
        made = self.reference.read(self.rulebook.order, case)
        return {name: self._answer(name, made[name], case) for name in self.rulebook.decisions}

    def answer(self, name: str, case: Case) -> DecisionAnswer:
        """The answer of one decision; see DecisionAnswer. `ask` has the best question first.

        Raises TooManyCasesError.
        """
        boxes = self.boxes(name) if self._is_big else None
        if boxes is not None and all(fact in case for fact in boxes.facts):
            return _settled(name, _made(boxes, boxes.meeting(boxes.row(case))))
        made = self.reference.read((*self.rulebook.earlier(name), name), case)
        return self._answer(name, made[name], case)

    def plan(self, name: str, case: Case) -> Plan | None:
        """The best plan of questions for an open decision; None where its diagram is too large."""
        compiler = self.compiler(name)
        if compiler is None:
            return None
        result, size = compiler.result(name), len(compiler.diagrams)
        try:
            return plan_of(compiler, compiler.diagrams.restricted(result, compiler.known(case)))
        finally:
            compiler.diagrams.forget(size)

    # -- structures, made once -----------------------------------------------------------------

    def compiler(self, name: str) -> Compiler | None:
        """The diagrams of the rulebook, that of the decision among them; None when too large."""
        if name in self._too_large:
            return None
        try:
            self._compiler.result(name)
        except OverBudgetError:
            self._too_large.add(name)
            self.__dict__.pop("_compiler", None)  # give the memory back
            self._plans.clear()
            return None
        self._sift(name)
        return self._compiler

    @cached_property
    def _compiler(self) -> Compiler:
        return Compiler(self.rulebook, self._budget)

    def _sift(self, name: str) -> None:
        """Once, when a decision's diagram is large: compile anew in a better order of levels."""
        compiler = self._compiler
        diagrams, root = compiler.diagrams, compiler.result(name)
        if self._sifted or not diagrams.has_more_than(WORTH_SIFTING, root):
            return
        if diagrams.has_more_than(MOST_SIFTED, root):
            return
        self._sifted = True
        order = sifted_order(diagrams, root, compiler.order)
        if order is not None:
            better = Compiler(self.rulebook, self._budget, order=order)
            with suppress(OverBudgetError):
                better.result(name)
                self._compiler = better
                self._plans.clear()

    def boxes(self, name: str) -> Boxes | None:
        """The boxes of a decision; None when it reads others or has too many."""
        if name not in self._boxes:
            try:
                decision = self.rulebook.decisions[name]
                self._boxes[name] = boxes_of(self.rulebook, decision, self.cells)
            except OverBudgetError:
                self._boxes[name] = None
        return self._boxes[name]

    @cached_property
    def cells(self) -> dict[str, Cells]:
        """The cells of every fact that some rule tests."""
        return cells_of(self.rulebook)

    @cached_property
    def _is_big(self) -> bool:
        return any(len(one.rules) > FEW_RULES for one in self.rulebook.decisions.values())

    # -- one answer ----------------------------------------------------------------------------

    def _answer(self, name: str, made: Made | UnknownFactError, case: Case) -> DecisionAnswer:
        if isinstance(made, Made):
            return _settled(name, made)
        compiler = self.compiler(name)
        if compiler is not None:
            return self._restricted(compiler, name, case)
        boxes = self.boxes(name)
        try:
            part = self.rulebook if boxes is None else _still_holding(boxes, case)
            return self._restricted(Compiler(part, self._budget, case), name, case)
        except OverBudgetError:
            pass
        try:
            if boxes is None:
                raise OverBudgetError
            return self._searched(boxes, case)
        except OverBudgetError:
            raise TooManyCasesError(name) from None

    def _restricted(self, compiler: Compiler, name: str, case: Case) -> DecisionAnswer:
        diagrams = compiler.diagrams
        known = compiler.known(case)
        result = compiler.result(name)
        size = len(diagrams)
        try:
            node = diagrams.restricted(result, known)
            return self._read_off(compiler, name, known, node, lasting=node < size)
        finally:
            diagrams.forget(size)  # what was made for this one case

    def _read_off(
        self, compiler: Compiler, name: str, known: dict[int, int], node: Node, *, lasting: bool
    ) -> DecisionAnswer:
        diagrams = compiler.diagrams
        results = sorted(cast("set[Result]", diagrams.values_below(node)), key=self.reference.place)
        if len(results) == 1:
            made = Made(results[0], self._deciding(compiler, name, known, results[0]))
            return _settled(name, made)
        plan = self._plans.get((name, node)) if lasting else None
        if plan is None:
            plan = plan_of(compiler, node)
            if lasting:
                self._plans[name, node] = plan
        return DecisionAnswer(name, False, None, tuple(results), (), plan.questions)

    def _deciding(
        self, compiler: Compiler, name: str, known: dict[int, int], result: Result
    ) -> tuple[str, ...]:
        """The rules that give the one result in some completion."""
        decision, diagrams = compiler.rulebook.decisions[name], compiler.diagrams
        if decision.policy is HitPolicy.FIRST:
            node = diagrams.restricted(compiler.later(name)[0], known)
            numbers = {cast("Leaf", leaf)[1] for leaf in diagrams.values_below(node)}
            return tuple(rule.id for number, rule in enumerate(decision.rules) if number in numbers)
        return tuple(
            rule.id
            for rule, condition in zip(decision.rules, compiler.conditions(name), strict=True)
            if True in diagrams.values_below(diagrams.restricted(condition, known))
            and (decision.policy is not HitPolicy.PRIORITY or rule.outcomes[0].value == result)
        )

    def _searched(self, boxes: Boxes, case: Case) -> DecisionAnswer:
        """The results that some completion has, each looked for by a sweep of its own; the facts
        that some rule left tests, without a look at whether they matter."""
        decision, row = boxes.decision, boxes.row(case)
        if decision.policy is not HitPolicy.FIRST:
            raise OverBudgetError
        deciding: dict[Result, list[str]] = {}
        for rule in _live_rules(boxes, row):
            one = decision.rules[rule]
            known = deciding.get(one.outcomes[0].value)
            if known is not None and len(deciding) > 1:
                continue  # this outcome is possible already, and the answer is open
            before = (1 << boxes.rule_of.index(rule)) - 1
            parts = (boxes.met(row, number) for number in members(boxes.of_rule[rule]))
            if any(boxes.free_point(part, before) is not None for part in parts):
                deciding.setdefault(one.outcomes[0].value, []).append(one.id)
        if boxes.free_point(row, boxes.every) is not None:
            given = decision.otherwise.outcomes[0].value if decision.otherwise else None
            deciding.setdefault(Fault.NO_RULE_FITS if given is None else given, [])
        results = tuple(sorted(deciding, key=self.reference.place))
        if len(results) == 1:
            return _settled(decision.id, Made(results[0], tuple(deciding[results[0]])))
        ask = [fact for fact in self.rulebook.facts if fact in boxes.facts and fact not in case]
        return DecisionAnswer(
            decision.id, False, None, results, (), tuple(ask), UNEXAMINED_QUESTIONS
        )


def _live_rules(boxes: Boxes, row: Box) -> list[int]:
    """The rules that can hold in a row, up to the first that holds in all of it."""
    meeting, around = boxes.meeting(row), boxes.around(row)
    if around and boxes.decision.policy is HitPolicy.FIRST:
        meeting &= ((around & -around) << 1) - 1
    return list(dict.fromkeys(boxes.rule_of[number] for number in members(meeting)))


def _still_holding(boxes: Boxes, case: Case) -> Rulebook:
    """The rulebook, its decision with only the rules that can still hold."""
    live = _live_rules(boxes, boxes.row(case))
    decision = replace(boxes.decision, rules=tuple(boxes.decision.rules[rule] for rule in live))
    facts = {test.fact for rule in decision.rules for test in tests_in(rule.condition)}
    return replace(
        boxes.rulebook,
        facts={name: fact for name, fact in boxes.rulebook.facts.items() if name in facts},
        decisions={decision.id: decision},
        order=(decision.id,),
    )


def _made(boxes: Boxes, holding: Bits) -> Made:
    held = dict.fromkeys(boxes.rule_of[number] for number in members(holding))
    result, rules = held_result(boxes.decision, iter(held))
    return Made(result, tuple(boxes.decision.rules[rule].id for rule in rules))


def _settled(name: str, made: Made) -> DecisionAnswer:
    return DecisionAnswer(name, True, made.result, (made.result,), made.rules, ())
