"""A rulebook as durable-rules has it: plain data, and the limits beyond which there is none.

Every value becomes a whole number and every name a short field of our own, so that neither the types nor
the reserved words of durable-rules can get in the way. There is no *not* there: negations are pushed down
to the comparisons. A comparison of a missing field is never true, whichever it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import cast

from ..evaluate import Case
from ..language.conditions import (
    AllOf,
    AnyOf,
    Anything,
    Between,
    Compare,
    Comparison,
    Condition,
    Either,
    Empty,
    FactTest,
    Includes,
    Is,
    Negation,
    NotThe,
    Operand,
    Test,
    operands,
    tests_in,
)
from ..language.rulebook import Decision, HitPolicy, Rulebook
from ..language.vocabulary import EXACT, AnyType, Choice, ListOf, Number, Value, tidy
from ..language.wording import name_words
from .durable_formulas import (
    Compared,
    Formula,
    Group,
    Operator,
    groups,
    heads,
    joined,
    plain,
    spread,
    ways,
)

MOST_GROUPS = 15
"""And/or groups of a condition; durable-rules keeps a condition in 32 slots, two for each group."""
MOST_BRANCHES = 60
"""Branches of a decision that are looked into at once; durable-rules has a stack of 64."""
MOST_WAYS = 250
"""Ways in which the rules of a decision can come true; durable-rules lists at most 255 beside each
other, and goes round for ever from 512 on."""
MOST_DECISIONS = 200
MOST_FIELDS = 240
"""Fields of a message; durable-rules has room for 255, with its own."""
MOST = 2**62
"""No number may be farther from 0; beyond 64 bits durable-rules takes another number for it."""

_COMPARED: dict[Comparison, tuple[Operator, Operator]] = {
    "at least": ("$gte", "$lt"),
    "at most": ("$lte", "$gt"),
    "more than": ("$gt", "$lte"),
    "less than": ("$lt", "$gte"),
}
"""Each comparison, and its negation."""


# -- values ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coding:
    """How a fact or an outcome is told: which field it is, and which number each value.

    `places` of a number are counted before it is whole. A list has a field for each of its `members` that
    a test names (1 or 0), and one for being `empty`; an outcome that can be a fault a field that is 1
    when it is.
    """

    field: str
    kind: AnyType
    places: int
    fault: str | None
    members: Mapping[Value, str]
    empty: str

    @property
    def item(self) -> AnyType:
        """The type of one value."""
        return self.kind.item if isinstance(self.kind, ListOf) else self.kind

    @cached_property
    def _places_of_options(self) -> dict[str, int]:
        options = self.item.options if isinstance(self.item, Choice) else ()
        return {option: place for place, option in enumerate(options)}

    @property
    def fields(self) -> list[str]:
        """All fields."""
        return [self.field, *self.members.values(), *filter(None, (self.fault, self.empty))]

    def number(self, value: Value) -> int:
        """The number that stands for a value."""
        match value:
            case date():
                return value.toordinal()
            case str():
                return self._places_of_options[value]
            case _:
                return int(EXACT.scaleb(Decimal(value), self.places))

    def value(self, number: int) -> Value:
        """The value of an outcome that a number stands for; raises IndexError where there is none."""
        item = self.item
        if isinstance(item, Choice):
            return item.options[number]
        if isinstance(item, Number) and item.whole:
            return number
        return tidy(EXACT.scaleb(Decimal(number), -self.places))


def _decimals(values: Collection[Value]) -> int:
    exponents = (
        value.normalize(EXACT).as_tuple().exponent for value in values if isinstance(value, Decimal)
    )
    return max((-cast("int", one) for one in exponents), default=0)


def _can_be_fault(decision: Decision) -> bool:
    if decision.policy.gives_list or decision.policy in (HitPolicy.COUNT, HitPolicy.SUM):
        return False
    return decision.otherwise is None or decision.policy in (HitPolicy.UNIQUE, HitPolicy.ANY)


# -- conditions --------------------------------------------------------------------------------


def _condition(
    condition: Condition[Operand], codings: Mapping[str, Coding], negated: bool = False
) -> Formula:
    match condition:
        case FactTest(fact, test):
            return _test(test, codings[fact], negated)
        case NotThe(part):
            return _condition(part, codings, not negated)
        case AllOf(parts) | AnyOf(parts):
            joint = "$and" if isinstance(condition, AllOf) is not negated else "$or"
            return joined(joint, (_condition(part, codings, negated) for part in parts))


def _test(test: Test[Operand], coding: Coding, negated: bool) -> Formula:
    match test:
        case Anything():
            return not negated
        case Negation(inner):
            return _test(inner, coding, not negated)
        case Either(tests):
            joint = "$and" if negated else "$or"
            return joined(joint, (_test(one, coding, negated) for one in tests))
        case Includes(operand):
            return Compared(coding.members[operand.value], "", int(not negated))
        case Empty():
            return Compared(coding.empty, "", int(not negated))
        case Is(operand):
            one = Compared(coding.field, "$neq" if negated else "", coding.number(operand.value))
            return _or_fault(one, coding, negated)
        case Compare(comparison, operand):
            operator = _COMPARED[comparison][negated]
            one = Compared(coding.field, operator, coding.number(operand.value))
            return _or_fault(one, coding, negated)
        case Between(low, high, low_open, high_open):
            ends: tuple[tuple[Comparison, Operand], ...] = (
                ("more than" if low_open else "at least", low),
                ("less than" if high_open else "at most", high),
            )
            inside = (
                Compared(coding.field, _COMPARED[how][negated], coding.number(end.value))
                for how, end in ends
            )
            return _or_fault(joined("$or" if negated else "$and", inside), coding, negated)


def _or_fault(formula: Formula, coding: Coding, negated: bool) -> Formula:
    """A fault passes what is negated, though its field is missing."""
    if not negated or coding.fault is None:
        return formula
    return joined("$or", iter((formula, Compared(coding.fault, "", 1))))


# -- a whole rulebook --------------------------------------------------------------------------


class Translation:
    """A rulebook for one case. Its numbers are counted as finely as the rulebook or the case does."""

    def __init__(self, rulebook: Rulebook, case: Case) -> None:
        """Translate; see `limits` for whether durable-rules can do it justice."""
        self.rulebook, self.case = rulebook, case
        self.codings = _codings(rulebook, case)
        self.formulas = {
            name: [_condition(rule.condition, self.codings) for rule in decision.rules]
            for name, decision in rulebook.decisions.items()
        }

    def job(self, decisions: Collection[str]) -> dict[str, object]:
        """What the child is to do: the stages, one for each of these decisions, and what is known.

        A decision that is not named is left open: nothing is known of its outcome.
        """
        return {
            "stages": [self._stage(name) for name in self.rulebook.order if name in decisions],
            "facts": {
                self.codings[fact].field: self.codings[fact].number(value)
                for fact, value in self.case.items()
                if fact in self.codings
            },
        }

    def _stage(self, name: str) -> dict[str, object]:
        decision, coding = self.rulebook.decisions[name], self.codings[name]
        kind = coding.field

        def numbers(values: tuple[Operand, ...]) -> list[int]:
            if decision.policy is HitPolicy.COUNT:
                return [1]
            return [coding.number(one.value) for one in values]

        return {
            "kind": kind,
            "policy": decision.policy.value,
            "rules": [
                {"when": _guarded(kind, formula), "then": numbers(rule.outcomes)}
                for rule, formula in zip(decision.rules, self.formulas[name], strict=True)
            ],
            "otherwise": numbers(decision.otherwise.outcomes) if decision.otherwise else None,
            "priorities": [coding.number(one) for one in decision.priorities],
            "field": coding.field,
            "fault": coding.fault,
            "members": [[coding.number(value), one] for value, one in coding.members.items()],
            "empty": coding.empty,
        }

    def limits(self) -> list[str]:
        """What is beyond durable-rules, in words; empty when nothing is."""
        found = list(chain.from_iterable(map(self._limits_of, self.rulebook.order)))
        found += [
            f"the numbers of “{name_words(self.rulebook, name)}” are too large, or have too many decimals"
            for name in self.codings
            if self._largest(name) > MOST
        ]
        if sum(len(coding.fields) for coding in self.codings.values()) > MOST_FIELDS:
            found.append(f"its rules read more than {MOST_FIELDS} different things")
        if len(self.rulebook.decisions) > MOST_DECISIONS:
            found.append(f"it has more than {MOST_DECISIONS} decisions")
        return found

    def _limits_of(self, name: str) -> Iterator[str]:
        title = f"“{self.rulebook.decisions[name].title}”"
        formulas = [one for one in self.formulas[name] if one is not False]
        # Every condition stands in a group with the kind of the stage.
        if any(groups(joined("$and", iter((_KIND, one)))) > MOST_GROUPS for one in formulas):
            yield f"a condition of {title} has more than {MOST_GROUPS} groups"
        branches = sum(map(heads, formulas)) + max(map(spread, formulas), default=0)
        if branches > MOST_BRANCHES:
            yield f"{title} has more than {MOST_BRANCHES} rules and alternatives"
        if sum(map(ways, formulas)) > MOST_WAYS:
            yield f"the rules of {title} can come true in more than {MOST_WAYS} ways"

    def _largest(self, name: str) -> int:
        """The largest number, whatever its sign, that stands for a value or for a sum of values."""
        coding, values = self.codings[name], _constants(self.rulebook, name)
        numbers = [abs(coding.number(one)) for one in values]
        decision = self.rulebook.decisions.get(name)
        if decision and decision.policy is HitPolicy.SUM:
            return sum(
                (abs(coding.number(rule.outcomes[0].value)) for rule in decision.rules),
                max(numbers, default=0),
            )
        if name in self.case:
            numbers.append(abs(coding.number(self.case[name])))
        return max(numbers, default=0)


def limits(rulebook: Rulebook, case: Case | None = None) -> list[str]:
    """What in a rulebook (and in a case) is beyond durable-rules, in words; empty when nothing is."""
    return Translation(rulebook, case or {}).limits()


_KIND = Compared("kind", "", 0)


def _guarded(kind: str, formula: Formula) -> dict[str, object] | None:
    """The condition for messages of a kind alone; None when it is never true."""
    if formula is False:
        return None
    guard: dict[str, object] = {"kind": kind}
    if formula is True:
        return guard
    if isinstance(formula, Group) and formula.joint == "$and":
        return {"$and": [guard, *map(plain, formula.parts)]}
    return {"$and": [guard, plain(formula)]}


def _tested(rulebook: Rulebook, name: str) -> list[Test[Operand]]:
    return [
        one.test
        for decision in rulebook.decisions.values()
        for rule in decision.rules
        for one in tests_in(rule.condition)
        if one.fact == name
    ]


def _constants(rulebook: Rulebook, name: str) -> list[Value]:
    """The values that tests of a name mention, and those that its rules give."""
    values = [one.value for test in _tested(rulebook, name) for one in operands(test)]
    decision = rulebook.decisions.get(name)
    if decision is None:
        return values
    given = [rule.outcomes for rule in decision.rules if decision.policy is not HitPolicy.COUNT]
    given += [decision.otherwise.outcomes] if decision.otherwise else []
    return [*values, *(one.value for outcomes in given for one in outcomes), *decision.priorities]


def _codings(rulebook: Rulebook, case: Case) -> dict[str, Coding]:
    """A coding for every decision, and for every fact that a test reads."""
    fields = (f"f{number}" for number in range(1_000_000))
    codings: dict[str, Coding] = {}
    for name in (*rulebook.facts, *rulebook.decisions):
        tests = _tested(rulebook, name)
        decision = rulebook.decisions.get(name)
        if decision is None and not tests:
            continue
        kind = rulebook.type_of(name)
        mentioned = dict.fromkeys(one.value for test in tests for one in operands(test))
        is_list = isinstance(kind, ListOf)
        values = [*_constants(rulebook, name), *([case[name]] if name in case else [])]
        codings[name] = Coding(
            next(fields),
            kind,
            _decimals(values),
            next(fields) if decision and _can_be_fault(decision) else None,
            {value: next(fields) for value in mentioned} if is_list else {},
            next(fields) if is_list else "",
        )
    return codings
