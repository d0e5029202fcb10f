"""Two rulebooks in one, so that one set of cells and one order of levels serves both.

The facts are those of both, under the names of the old one, with all the values that either allows. The
decisions stand twice, as `old …` and `new …` (no id has a space), the new ones in the old one's words.
Diagrams of both can then be compared node by node.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TypeVar

from ..evaluate import Result
from ..language.conditions import (
    Condition,
    FactTest,
    Operand,
    map_operands,
    map_tests,
)
from ..language.literals import in_range
from ..language.rulebook import Decision, Fact, Otherwise, Rule, Rulebook
from ..language.vocabulary import (
    Choice,
    Day,
    FactType,
    Interval,
    ListOf,
    Number,
    OutcomeType,
    Value,
    below,
    number_of,
    tidy,
)
from .diff_matching import Matches, Names, comparable, match, match_rules

GivesT = TypeVar("GivesT", Rule, Otherwise)

OLD, NEW = "old ", "new "
"""What stands before the ids of decisions, and of facts that only share their id."""


@dataclass(frozen=True)
class Merged:
    """Both rulebooks, which parts of them are the same, and both in one.

    `pairs` are the decisions that are in both, old id and new id. `rules` says for each of them
    which rule is which. `alike` are those whose own rules say the same, `same` those of which that holds for
    all they read as well.
    """

    old: Rulebook
    new: Rulebook
    matches: Matches
    both: Rulebook
    pairs: tuple[tuple[str, str], ...]
    rules: Mapping[str, Names]
    alike: frozenset[str]
    same: frozenset[str]

    def new_result(self, result: Result) -> Result:
        """A result of the new rulebook, told in the names of the old one, in its own again."""
        back = {was: now for now, was in self.matches.advice.items()}
        if isinstance(result, tuple):
            return tuple(_renamed(value, back) for value in result)
        return result if not isinstance(result, str) else back.get(result, result)

    def old_result(self, result: Result) -> Result:
        """A result of the new rulebook in the names of the old one."""
        names = self.matches.advice
        if isinstance(result, tuple):
            return tuple(_renamed(value, names) for value in result)
        return result if not isinstance(result, str) else names.get(result, result)

    def case_for(self, rulebook: Rulebook, case: Mapping[str, Value]) -> dict[str, Value]:
        """A case of the one rulebook for the other, `rulebook`: what that does not know, a fact or an
        answer to it, is left unknown."""
        facts, options = self.matches.facts, self.matches.options
        forth = rulebook is self.old
        found: dict[str, Value] = {}
        for now, was in facts.items():
            source, target = (now, was) if forth else (was, now)
            if source not in case or not comparable(
                self.old.facts[was].type, self.new.facts[now].type
            ):
                continue
            names = options[now] if forth else {o: n for n, o in options[now].items()}
            value = _fitting(case[source], names, rulebook.facts[target].type)
            if value is not None:
                found[target] = value
        return found


def _renamed(value: Value, names: Names) -> Value:
    return names.get(value, value) if isinstance(value, str) else value


def _fitting(value: Value, names: Names, kind: FactType) -> Value | None:
    if isinstance(kind, Choice):
        option = names.get(str(value), str(value))
        return option if option in kind.known else None
    if isinstance(kind, Number) and isinstance(value, int | Decimal):
        if kind.whole and value != int(value):
            return None
        value = number_of(kind, tidy(Decimal(value)))
    return value if in_range(value, kind) else None


# -- merging -----------------------------------------------------------------------------------


def merge(old: Rulebook, new: Rulebook) -> Merged:
    """Two rulebooks in one."""
    matches = match(old, new)
    pairs = tuple(
        (matches.decisions[name], name) for name in new.decisions if name in matches.decisions
    )
    keys = _keys(old, new, matches)
    facts = _facts(old, new, matches, keys)
    was = _Names({n: n for n in old.facts}, {}, {}, {}, {n: OLD + n for n in old.decisions}, facts)
    now = _Names(
        keys,
        matches.options,
        matches.settings,
        matches.advice,
        {n: NEW + n for n in new.decisions},
        facts,
    )
    decisions = {OLD + name: was.decision(one) for name, one in old.decisions.items()}
    decisions |= {NEW + name: now.decision(one) for name, one in new.decisions.items()}
    both = replace(
        old,
        facts=facts,
        advice={},
        decisions=decisions,
        order=tuple(was.decisions[n] for n in old.order)
        + tuple(now.decisions[n] for n in new.order),
        scenarios=(),
    )
    renamed = {n: OLD + matches.decisions.get(n, " " + n) for n in new.decisions}
    told_as_old = replace(now, decisions=renamed)
    as_old = {name: told_as_old.decision(new.decisions[name]) for _, name in pairs}
    rules = {
        name: match_rules(
            {rule.id: rule for rule in decisions[OLD + before].rules},
            {rule.id: rule for rule in as_old[name].rules},
            lambda rule: (rule.condition, rule.outcomes, rule.because, rule.cites),
        )
        for before, name in pairs
    }
    alike = frozenset(
        before
        for before, name in pairs
        if _logic(decisions[OLD + before], {}) == _logic(as_old[name], rules[name])
    )
    same = frozenset(name for name in alike if all(one in alike for one in old.earlier(name)))
    return Merged(old, new, matches, both, pairs, rules, alike, same)


def _logic(decision: Decision, names: Names) -> object:
    """All that the outcome and its reasons hang on; rules that are the same by the old one's id."""
    rules = [(names.get(one.id, one.id), one.condition, one.outcomes) for one in decision.rules]
    otherwise = decision.otherwise.outcomes if decision.otherwise else None
    return decision.policy, rules, otherwise, decision.priorities


def _keys(old: Rulebook, new: Rulebook, matches: Matches) -> dict[str, str]:
    """The names of the new facts in both: a fact whose values are of another kind has one of its own."""
    keys: dict[str, str] = {}
    for name, fact in new.facts.items():
        was = matches.facts.get(name)
        if was is not None and not comparable(old.facts[was].type, fact.type):
            was = NEW + name
        keys[name] = was or name
    return keys


def _facts(old: Rulebook, new: Rulebook, matches: Matches, keys: Names) -> dict[str, Fact]:
    """The facts of both: in the words of the new rulebook, with the values of both."""
    facts = dict(old.facts)
    for name, fact in new.facts.items():
        key, kind = keys[name], fact.type
        options = matches.options.get(name, {})
        if key in old.facts:
            kind = _union(old.facts[key].type, kind, options)
        likely = tuple((_renamed(value, options), weight) for value, weight in fact.likely)
        facts[key] = replace(fact, id=key, type=kind, likely=likely)
    return facts


def _union(old: FactType, new: FactType, options: Names) -> FactType:
    match old, new:
        case Choice(), Choice():
            words = dict(zip(old.options, old.words, strict=True))
            for option, text in zip(new.options, new.words, strict=True):
                words[options.get(option, option)] = text
            return replace(new, options=tuple(words), words=tuple(words.values()))
        case Number(), Number():
            whole = old.whole and new.whole
            interval = _hull(old.interval, new.interval)
            if not whole:
                ends = (interval.low, interval.high)
                low, high = (None if end is None else _decimal(end) for end in ends)
                interval = replace(interval, low=low, high=high)
            return Number(whole, interval, new.unit)
        case Day(), Day():
            return Day(_hull(old.interval, new.interval))
        case _:
            return new


def _hull(one: Interval, two: Interval) -> Interval:
    """The least interval around two."""
    lows = [(each.low, each.low_open) for each in (one, two)]
    highs = [(each.high, each.high_open) for each in (one, two)]
    low, low_open = _outer(lows[0], lows[1], lower=True)
    high, high_open = _outer(highs[0], highs[1], lower=False)
    return Interval(low, high, low_open, high_open)


def _outer(
    one: tuple[Value | None, bool], two: tuple[Value | None, bool], *, lower: bool
) -> tuple[Value | None, bool]:
    if one[0] is None or two[0] is None:
        return None, False
    if one[0] == two[0]:
        return one[0], one[1] and two[1]
    return one if below(one[0], two[0]) == lower else two


def _decimal(value: Value) -> Value:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


# -- one rulebook in other names ---------------------------------------------------------------


@dataclass(frozen=True)
class _Names:
    """How the facts, options, advice and decisions of a rulebook are called in both."""

    names: Names
    options: Mapping[str, Names]
    settings: Names
    advice: Names
    decisions: Names
    facts: Mapping[str, Fact]

    def decision(self, one: Decision) -> Decision:
        """A decision in those names."""
        return replace(
            one,
            id=self.decisions[one.id],
            type=self._type(one.type),
            rules=tuple(
                replace(self._giving(r), condition=self._condition(r.condition)) for r in one.rules
            ),
            otherwise=self._giving(one.otherwise) if one.otherwise else None,
            priorities=tuple(_renamed(value, self.advice) for value in one.priorities),
            reads=tuple(map(self._key, one.reads)),
        )

    def _type(self, kind: OutcomeType) -> OutcomeType:
        match kind:
            case Choice(options):
                return replace(kind, options=tuple(self.advice.get(one, one) for one in options))
            case ListOf(Choice(options) as item):
                names = tuple(self.advice.get(one, one) for one in options)
                return ListOf(replace(item, options=names))
            case _:
                return kind

    def _giving(self, one: GivesT) -> GivesT:
        outcomes = tuple(Operand(_renamed(given.value, self.advice)) for given in one.outcomes)
        return replace(one, outcomes=outcomes)

    def _condition(self, condition: Condition[Operand]) -> Condition[Operand]:
        return with_operands(condition, self._key, self._operand)

    def _key(self, name: str) -> str:
        return self.decisions.get(name) or self.names[name]

    def _operand(self, name: str, operand: Operand) -> Operand:
        setting = operand.setting and self.settings.get(operand.setting, operand.setting)
        if name in self.decisions:
            return Operand(_renamed(operand.value, self.advice), setting)
        kind = self.facts[self.names[name]].type
        value = _renamed(operand.value, self.options.get(name, {}))
        value = _decimal(value) if isinstance(kind, Number) and not kind.whole else value
        return Operand(value, setting)


def with_operands(
    condition: Condition[Operand],
    key: Callable[[str], str],
    mapped: Callable[[str, Operand], Operand],
) -> Condition[Operand]:
    """A condition about facts called `key`, with each of their operands mapped to another."""

    def changed(one: FactTest[Operand]) -> FactTest[Operand]:
        test = map_operands(one.test, partial(mapped, one.fact))
        return replace(one, fact=key(one.fact), test=test)

    return map_tests(condition, changed)
