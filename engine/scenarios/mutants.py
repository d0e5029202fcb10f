"""Small changes to a rulebook, each as easily made by a slip as by intention: its mutants.

Every threshold moved by one step, every test and every alternative dropped, every pair of
neighbours swapped whose order matters, every rule taken away (DeMillo, Lipton and Sayward, *Hints on
Test Data Selection*, 1978). Scenarios that are any good notice each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias, cast

from ..checks.subject import place_of_test
from ..language.conditions import (
    AllOf,
    AnyOf,
    Anything,
    Between,
    Compare,
    Condition,
    Either,
    FactTest,
    Is,
    Negation,
    NotThe,
    Operand,
    Test,
    operands,
    tests_in,
)
from ..language.literals import in_range
from ..language.rulebook import Decision, HitPolicy, Otherwise, Rule, Rulebook, Setting
from ..language.source import Span
from ..language.vocabulary import (
    EXACT,
    AnyType,
    Day,
    Interval,
    Number,
    Value,
    is_empty,
    is_ordered,
    tidy,
)
from ..language.wording import capitalized, joined, quoted_words, told, value_words
from ..language.wording import test_words as words_of_test
from .settings import decision_with_setting, tests_with

Steps = Mapping[str, Value | timedelta]
"""How far one step is, for each fact or decision with numbers or days."""

Tests: TypeAlias = "Condition[Operand]"
Phrase: TypeAlias = "Test[Operand]"


@dataclass(frozen=True)
class Mutant:
    """One small change.

    `subject` says where, and `words` what: they go on after "nothing would notice if". `clause` says
    both. `decisions` are the decisions that are different, as they would be. `facts` are the facts (or
    earlier decisions) whose tests are touched, and `rule` the number of the rule whose condition alone is.
    """

    subject: str
    words: str
    clause: str
    decisions: Mapping[str, Decision] = field(repr=False)
    facts: tuple[str, ...] = ()
    rule: int | None = None
    span: Span | None = field(default=None, compare=False, repr=False)

    def applied(self, rulebook: Rulebook) -> Rulebook:
        """The rulebook with the change."""
        return replace(rulebook, decisions={**rulebook.decisions, **self.decisions})

    def sentence(self) -> str:
        """What nothing would notice, in a sentence without its full stop."""
        return f"{capitalized(self.subject)}: nothing would notice if {self.words}"


def mutants_of(decision: Decision, rulebook: Rulebook) -> Iterator[Mutant]:
    """The mutants of one decision; settings are moved by `moved_settings`."""
    steps = steps_of(rulebook)
    for number, rule in enumerate(decision.rules):
        yield from _changed_tests(rulebook, decision, number, steps)
        subject = given_words(rulebook, decision, rule)
        yield Mutant(
            subject,
            "this rule were gone",
            f"the rule for {in_quotes(subject)} were gone",
            _only(_with_rule(decision, number, replace(rule, condition=AnyOf(())))),
            rule=number,
            span=rule.span,
        )
    yield from _swapped(rulebook, decision)
    if decision.otherwise:
        subject = given_words(rulebook, decision, decision.otherwise)
        yield Mutant(
            subject,
            "this `otherwise` were gone",
            f"the `otherwise` with {in_quotes(subject)} were gone",
            _only(replace(decision, otherwise=None)),
            span=decision.otherwise.span,
        )


def given_words(rulebook: Rulebook, decision: Decision, rule: Rule | Otherwise) -> str:
    """A rule by what it gives: the titles of its advice, or the numbers with what they count."""
    words = joined(value_words(one.value, decision.type) for one in rule.outcomes)
    numbers = not any(isinstance(one.value, str) for one in rule.outcomes)
    return told(rulebook, decision.id, words) if numbers else words


def in_quotes(text: str) -> str:
    """The text in quotation marks; those inside it become single ones."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def _only(decision: Decision) -> dict[str, Decision]:
    return {decision.id: decision}


# -- how far a step is -------------------------------------------------------------------------


def steps_of(rulebook: Rulebook) -> Steps:
    """A day, 1, or for numbers that need not be whole 1 in the last digit that any test of the fact
    writes."""
    found: dict[str, list[Value]] = {}
    for decision in rulebook.decisions.values():
        for rule in decision.rules:
            for test in tests_in(rule.condition):
                found.setdefault(test.fact, []).extend(one.value for one in operands(test.test))
    return {
        name: _step(rulebook.type_of(name), values)
        for name, values in found.items()
        if is_ordered(rulebook.type_of(name))
    }


def _step(kind: AnyType, values: Iterable[Value]) -> Value | timedelta:
    if isinstance(kind, Day):
        return timedelta(1)
    if isinstance(kind, Number) and kind.whole:
        return 1
    exponents = [_last_digit(value) for value in values if isinstance(value, Decimal)]
    return Decimal(1).scaleb(min([0, *exponents]))


def _last_digit(number: Decimal) -> int:
    return cast("int", tidy(number).as_tuple().exponent)


def _beside(value: Value, step: object) -> Iterator[Value]:
    """The values one step above and below; the calendar has ends."""
    if isinstance(value, date) and isinstance(step, timedelta):
        day = value.toordinal()
        yield from (date.fromordinal(one) for one in (day + 1, day - 1) if _is_day(one))
    elif isinstance(value, Decimal):
        distance = Decimal(cast("int", step))
        yield from (tidy(EXACT.add(value, one)) for one in (distance, -distance))
    elif isinstance(value, int):
        yield from (value + cast("int", step), value - cast("int", step))


def _is_day(ordinal: int) -> bool:
    return 1 <= ordinal <= date.max.toordinal()


# -- tests -------------------------------------------------------------------------------------

Change = tuple[str, FactTest[Operand] | None]
"""What a change of one test is called, and what then stands in its place."""


def _changed_tests(
    rulebook: Rulebook, decision: Decision, number: int, steps: Steps
) -> Iterator[Mutant]:
    rule = decision.rules[number]

    def changes(test: FactTest[Operand]) -> Iterator[Change]:
        yield from _moved_test(rulebook, test, steps)
        yield from _poorer_test(rulebook, test)

    for test, words, condition in _variants(rule.condition, changes):
        new = replace(rule, condition=AllOf(()) if condition is None else condition)
        subject = given_words(rulebook, decision, rule)
        yield Mutant(
            subject,
            words,
            f"{words} (for {in_quotes(subject)})",
            _only(_with_rule(decision, number, new)),
            (test.fact,),
            number,
            place_of_test(rule, test),
        )


def _with_rule(decision: Decision, number: int, rule: Rule) -> Decision:
    rules = (*decision.rules[:number], rule, *decision.rules[number + 1 :])
    return replace(decision, rules=rules)


def _variants(
    condition: Tests, changes: Callable[[FactTest[Operand]], Iterator[Change]]
) -> Iterator[tuple[FactTest[Operand], str, Tests | None]]:
    """The condition with one of its tests changed, in every way; None when nothing is left of it."""
    match condition:
        case FactTest():
            for words, new in changes(condition):
                yield condition, words, new
        case NotThe(part):
            for test, words, new in _variants(part, changes):
                yield test, words, None if new is None else NotThe(new)
        case AllOf(parts) | AnyOf(parts):
            for place, part in enumerate(parts):
                for test, words, new in _variants(part, changes):
                    kept = () if new is None else (new,)
                    rest = (*parts[:place], *kept, *parts[place + 1 :])
                    yield test, words, replace(condition, parts=rest) if rest else None


def _poorer_test(rulebook: Rulebook, test: FactTest[Operand]) -> Iterator[Change]:
    """Without the test, and without each of its alternatives."""
    if isinstance(test.test, Anything):
        return
    kind = rulebook.type_of(test.fact)
    words = in_quotes(told(rulebook, test.fact, words_of_test(test.test, kind)))
    yield f"the test {words} were dropped", None
    for dropped, fewer in _fewer(test.test):
        alternative = in_quotes(words_of_test(dropped, kind).strip("“”"))
        yield f"{alternative} were dropped from {words}", replace(test, test=fewer)


def _became(rulebook: Rulebook, test: FactTest[Operand], new: Phrase) -> Change:
    kind = rulebook.type_of(test.fact)
    before = told(rulebook, test.fact, words_of_test(test.test, kind))
    after = words_of_test(new, kind)
    return f"{in_quotes(before)} became {in_quotes(after)}", replace(test, test=new)


def _fewer(test: Phrase) -> Iterator[tuple[Phrase, Phrase]]:
    """Each alternative, and the test without it."""
    match test:
        case Either(tests) if len(tests) > 1:
            for place, dropped in enumerate(tests):
                rest = tests[:place] + tests[place + 1 :]
                yield dropped, rest[0] if len(rest) == 1 else Either(rest)
        case Negation(inner):
            yield from ((dropped, Negation(one)) for dropped, one in _fewer(inner))
        case _:
            return


def _moved_test(rulebook: Rulebook, test: FactTest[Operand], steps: Steps) -> Iterator[Change]:
    """With each threshold that is no setting one step higher, and one step lower."""
    kind = rulebook.type_of(test.fact)
    if not is_ordered(kind):
        return

    def moves(operand: Operand) -> Iterator[Operand]:
        if operand.setting is None:
            yield from (Operand(value) for value in _beside(operand.value, steps[test.fact]))

    for moved in _moved(test.test, moves, kind):
        yield _became(rulebook, test, moved)


def _moved(
    test: Phrase, moves: Callable[[Operand], Iterator[Operand]], kind: AnyType
) -> Iterator[Phrase]:
    match test:
        case Is(operand):
            yield from (Is(one) for one in moves(operand) if in_range(one.value, kind))
        case Compare(comparison, operand):
            yield from (Compare(comparison, one) for one in moves(operand))
        case Between(low, high):
            ways = [(one, high) for one in moves(low)] + [(low, one) for one in moves(high)]
            for one, two in ways:
                inside = Interval(one.value, two.value, test.low_open, test.high_open)
                if not is_empty(inside, kind):
                    yield replace(test, low=one, high=two)
        case Negation(inner):
            yield from (Negation(one) for one in _moved(inner, moves, kind))
        case Either(tests):
            for place, part in enumerate(tests):
                for one in _moved(part, moves, kind):
                    yield Either((*tests[:place], one, *tests[place + 1 :]))
        case _:
            return


# -- the order of rules, and of outcomes -------------------------------------------------------


def _swapped(rulebook: Rulebook, decision: Decision) -> Iterator[Mutant]:
    subject = decision.label or decision.title
    if decision.policy in (HitPolicy.FIRST, HitPolicy.RULE_ORDER):
        for number, (one, two) in enumerate(pairwise(decision.rules)):
            if one.outcomes != two.outcomes:
                names = [given_words(rulebook, decision, rule) for rule in (one, two)]
                words = f"the rules {' and '.join(map(in_quotes, names))} changed places"
                after = replace(decision, rules=_exchanged(decision.rules, number))
                yield Mutant(subject, words, words, _only(after), span=two.span)
    if decision.policy.needs_priorities:
        for number, pair in enumerate(pairwise(decision.priorities)):
            names = [quoted_words(value, decision.type) for value in pair]
            words = f"{names[0]} and {names[1]} changed places among the priorities"
            after = replace(decision, priorities=_exchanged(decision.priorities, number))
            yield Mutant(subject, words, words, _only(after), span=decision.span)


def _exchanged(items: tuple[object, ...], first: int) -> tuple[object, ...]:
    return (*items[:first], items[first + 1], items[first], *items[first + 2 :])


# -- settings ----------------------------------------------------------------------------------


def moved_settings(rulebook: Rulebook, decisions: Sequence[Decision]) -> Iterator[Mutant]:
    """Each setting one step higher, and one step lower, wherever these decisions use it."""
    steps = steps_of(rulebook)
    for setting in rulebook.settings.values():
        facts = tuple(dict.fromkeys(test.fact for test in tests_with(setting.id, decisions)))
        for value in _beside(setting.value, _step_of(setting, facts, rulebook, steps)):
            if setting.interval is not None and value not in setting.interval:
                continue
            changed = {
                one.id: after
                for one in decisions
                if (after := decision_with_setting(one, setting.id, value)) != one
            }
            if changed:
                kind = Day() if isinstance(value, date) else Number(False, unit=setting.unit)
                new, old = value_words(value, kind), value_words(setting.value, kind)
                words = f"were {new} instead of {old}"
                subject = setting.label or setting.id.replace("_", " ")
                clause = f"{subject} {words}"
                yield Mutant(subject, f"it {words}", clause, changed, facts, None, setting.span)


def _step_of(
    setting: Setting, facts: Sequence[str], rulebook: Rulebook, steps: Steps
) -> Value | timedelta:
    if isinstance(setting.value, date):
        return timedelta(1)
    kinds = [rulebook.type_of(fact) for fact in facts]
    if any(isinstance(kind, Number) and kind.whole for kind in kinds):
        return 1
    own = Decimal(1)
    if isinstance(setting.value, Decimal):
        own = own.scaleb(_last_digit(setting.value))
    finest = min([own, *(cast("Decimal", steps[fact]) for fact in facts if fact in steps)])
    return 1 if finest == 1 and isinstance(setting.value, int) else finest
