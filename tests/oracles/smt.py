"""A decision's rules as formulas for z3, straight from the resolved rulebook: no cells, no diagrams."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import z3

from fingerpost.engine.language import conditions as c
from fingerpost.engine.language.rulebook import Decision, Fact, HitPolicy, Rulebook
from fingerpost.engine.language.vocabulary import Choice, Day, Number, YesNo

NONE = -1
"""The number of "no rule fits" where an earlier decision is read."""


class Formulas:
    """All decisions of a rulebook with the policy `first`, or whatever reads nothing."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.facts = {name: variable(fact) for name, fact in rulebook.facts.items()}
        self.ranges = z3.And(
            *(within(fact, self.facts[fact.id]) for fact in rulebook.facts.values())
        )
        self.numbers = {name: number for number, name in enumerate(rulebook.advice)}

    def possible(self, *formulas: Any) -> bool:
        solver = z3.Solver()
        solver.add(self.ranges, *formulas)
        return solver.check() == z3.sat

    def conditions(self, decision: Decision) -> list[Any]:
        return [self.condition(rule.condition) for rule in decision.rules]

    def condition(self, condition: Any) -> Any:
        match condition:
            case c.FactTest(fact, test):
                return self.test(test, fact)
            case c.NotThe(part):
                return z3.Not(self.condition(part))
            case c.AllOf(parts):
                return z3.And(*map(self.condition, parts))
            case c.AnyOf(parts):
                return z3.Or(*map(self.condition, parts))
        raise TypeError(condition)

    def test(self, test: Any, name: str) -> Any:
        match test:
            case c.Anything():
                return z3.BoolVal(True)
            case c.Either(tests):
                return z3.Or(*(self.test(one, name) for one in tests))
            case c.Negation(inner):
                return z3.Not(self.test(inner, name))
            case c.Is(operand):
                return self.value(name) == self.constant(operand.value, name)
            case c.Compare(comparison, operand):
                value, bound = self.value(name), self.constant(operand.value, name)
                return {
                    "at least": value >= bound,
                    "at most": value <= bound,
                    "more than": value > bound,
                    "less than": value < bound,
                }[comparison]
            case c.Between(low, high, low_open, high_open):
                value = self.value(name)
                bottom, top = self.constant(low.value, name), self.constant(high.value, name)
                return z3.And(
                    value > bottom if low_open else value >= bottom,
                    value < top if high_open else value <= top,
                )
        raise TypeError(test)

    def value(self, name: str) -> Any:
        """A fact's variable, or what an earlier `first` decision comes to, as a number."""
        if name in self.facts:
            return self.facts[name]
        return self.result(self.rulebook.decisions[name])

    def constant(self, value: Any, name: str) -> Any:
        if name not in self.facts:
            return self.numbers[value]
        kind = self.rulebook.facts[name].type
        return kind.options.index(value) if isinstance(kind, Choice) else plain(value)

    def result(self, decision: Decision, without: int = -1) -> Any:
        """What a `first` decision comes to, as the number of an advice."""
        assert decision.policy is HitPolicy.FIRST
        given = decision.otherwise
        found: Any = z3.IntVal(self.numbers[given.outcomes[0].value] if given else NONE)
        pairs = list(enumerate(zip(decision.rules, self.conditions(decision), strict=True)))
        for number, (rule, holds) in reversed(pairs):
            if number != without:
                found = z3.If(holds, self.numbers[rule.outcomes[0].value], found)
        return found


def variable(fact: Fact) -> Any:
    match fact.type:
        case YesNo():
            return z3.Bool(fact.id)
        case Number(whole=False):
            return z3.Real(fact.id)
        case _:
            return z3.Int(fact.id)


def within(fact: Fact, value: Any) -> Any:
    kind = fact.type
    if isinstance(kind, Choice):
        return z3.And(value >= 0, value < len(kind.options))
    if not isinstance(kind, Number | Day):
        return z3.BoolVal(True)
    low, high = kind.interval.low, kind.interval.high
    parts: list[Any] = []
    if low is not None:
        parts.append(value > plain(low) if kind.interval.low_open else value >= plain(low))
    if high is not None:
        parts.append(value < plain(high) if kind.interval.high_open else value <= plain(high))
    return z3.And(*parts)


def plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, Decimal):
        fraction = Fraction(value)
        return z3.RealVal(f"{fraction.numerator}/{fraction.denominator}")
    return value
