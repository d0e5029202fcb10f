"""A rulebook with another value of one of its settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import cast

from ..language.conditions import FactTest, Operand, map_operands, map_tests, operands, tests_in
from ..language.rulebook import Decision, Rulebook
from ..language.vocabulary import Value


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
    """The decision with another value of a setting, in its tests and its outcomes.

    What a decision with priorities gives stays: its priorities name the values, not the setting.
    """

    def moved(operand: Operand) -> Operand:
        if operand.setting != setting:
            return operand
        if isinstance(operand.value, Decimal):
            return replace(operand, value=Decimal(cast("int", value)))
        return replace(operand, value=int(value) if isinstance(value, Decimal) else value)

    def moved_test(test: FactTest[Operand]) -> FactTest[Operand]:
        return replace(test, test=map_operands(test.test, moved))

    def given(outcomes: tuple[Operand, ...]) -> tuple[Operand, ...]:
        return outcomes if decision.priorities else tuple(map(moved, outcomes))

    rules = tuple(
        replace(
            rule, condition=map_tests(rule.condition, moved_test), outcomes=given(rule.outcomes)
        )
        for rule in decision.rules
    )
    otherwise = decision.otherwise
    return replace(
        decision,
        rules=rules,
        otherwise=otherwise and replace(otherwise, outcomes=given(otherwise.outcomes)),
    )
