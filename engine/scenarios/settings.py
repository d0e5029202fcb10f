"""A rulebook with another value of one of its settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import cast

from ..language.conditions import FactTest, Operand, map_operands, map_tests, operands, tests_in
from ..language.rulebook import Decision, Rulebook
from ..language.vocabulary import Value, tidy


def tests_with(setting: str, decisions: Iterable[Decision]) -> Iterator[FactTest[Operand]]:
    """The tests that name a setting."""
    for decision in decisions:
        for rule in decision.rules:
            for test in tests_in(rule.condition):
                if any(one.setting == setting for one in operands(test.test)):
                    yield test


def with_setting(rulebook: Rulebook, setting: str, value: Value) -> Rulebook:
    """The rulebook with another value of a setting."""
    decisions = {
        name: decision_with_setting(decision, setting, value)
        for name, decision in rulebook.decisions.items()
    }
    one = replace(rulebook.settings[setting], value=value)
    return replace(rulebook, decisions=decisions, settings={**rulebook.settings, setting: one})


def decision_with_setting(decision: Decision, setting: str, value: Value) -> Decision:
    """The decision with another value of a setting, in its tests, its outcomes and their order."""

    def moved(operand: Operand) -> Operand:
        if operand.setting != setting:
            return operand
        if isinstance(operand.value, Decimal):
            return replace(operand, value=tidy(Decimal(cast("int", value))))
        return replace(operand, value=int(value) if isinstance(value, Decimal) else value)

    def moved_test(test: FactTest[Operand]) -> FactTest[Operand]:
        return replace(test, test=map_operands(test.test, moved))

    rules = tuple(
        replace(
            rule,
            condition=map_tests(rule.condition, moved_test),
            outcomes=tuple(map(moved, rule.outcomes)),
        )
        for rule in decision.rules
    )
    otherwise = decision.otherwise
    if otherwise is not None:
        otherwise = replace(otherwise, outcomes=tuple(map(moved, otherwise.outcomes)))
    return replace(
        decision, rules=rules, otherwise=otherwise, priorities=_priorities(decision, moved)
    )


def _priorities(decision: Decision, moved: Callable[[Operand], Operand]) -> tuple[Value, ...]:
    """The order of the outcomes: what the setting gives keeps its place, beside what was equal to it."""
    places: dict[Value, dict[Value, None]] = {}
    for one in decision.outcomes():
        places.setdefault(one.value, {})[moved(one).value] = None
    return tuple(
        dict.fromkeys(now for was in decision.priorities for now in places.get(was, {was: None}))
    )
