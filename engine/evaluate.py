"""The meaning of a rulebook, said as plainly as possible. Everything faster is tested against this.

With everything known, `decide` goes down the rules. With unknown facts, `answer` runs the same plain
reading and, whenever it reaches for a fact that nobody knows, tries every value that the tests can
tell apart: that is every completion of the case, only those left out that cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import cast

from .candidates import candidates
from .language.conditions import (
    AllOf,
    AnyOf,
    Anything,
    Between,
    Compare,
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
    tests_in,
)
from .language.rulebook import Decision, HitPolicy, Rule, Rulebook
from .language.vocabulary import EXACT, Interval, Number, Value, below, tidy


class Fault(Enum):
    """An outcome that is none: a gap or a clash in the rulebook, met by a case."""

    NO_RULE_FITS = "no rule fits"
    RULES_CLASH = "rules clash"


Result = Value | tuple[Value, ...] | Fault
"""What a decision gives: one outcome, a list of outcomes, or a fault."""

Case = Mapping[str, Value]
Look = Callable[[str], Result]


class UnknownFactError(Exception):
    """The reading reached for a fact that the case leaves unknown."""

    def __init__(self, fact: str) -> None:
        """Remember which fact."""
        super().__init__(fact)
        self.fact = fact


# -- one test, one condition -------------------------------------------------------------------


def test_holds(test: Test[Operand], value: Result) -> bool:
    """Whether a test holds for a value. A fault passes only `anything` and what begins with `not`."""
    match test:
        case Anything():
            return True
        case Negation(inner):
            return not test_holds(inner, value)
        case Either(tests):
            return any(test_holds(one, value) for one in tests)
        case _ if isinstance(value, Fault):
            return False
        case Is(operand):
            return value == operand.value
        case Includes(operand):
            return isinstance(value, tuple) and operand.value in value
        case Empty():
            return value == ()
        case Between(low, high, low_open, high_open):
            return not isinstance(value, tuple) and value in Interval(
                low.value, high.value, low_open, high_open
            )
        case Compare(comparison, operand):
            if isinstance(value, tuple):
                return False
            match comparison:
                case "at least":
                    return not below(value, operand.value)
                case "at most":
                    return not below(operand.value, value)
                case "more than":
                    return below(operand.value, value)
                case "less than":
                    return below(value, operand.value)


def condition_holds(condition: Condition[Operand], look: Look) -> bool:
    """Whether a condition is true; `look` gives the value of a fact or an earlier decision.

    Raises UnknownFactError when that depends on a fact that `look` does not know.
    """
    match condition:
        case FactTest(fact, test):
            return isinstance(test, Anything) or test_holds(test, look(fact))
        case NotThe(part):
            return not condition_holds(part, look)
        case AllOf(parts):
            return _all(parts, look)
        case AnyOf(parts):
            return not _all(tuple(NotThe(part) for part in parts), look)


def _all(parts: tuple[Condition[Operand], ...], look: Look) -> bool:
    """One false part makes the whole false, whatever is unknown in the others."""
    unknown: UnknownFactError | None = None
    for part in parts:
        try:
            if not condition_holds(part, look):
                return False
        except UnknownFactError as error:
            unknown = unknown or error
    if unknown:
        raise unknown
    return True


# -- one decision ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """A decision made: its result and the ids of the rules that decided (none: `otherwise`)."""

    result: Result
    rules: tuple[str, ...]


def decide(decision: Decision, look: Look) -> Made:
    """Apply the decision's hit policy to the rules that hold.

    Raises UnknownFactError when that needs a fact that `look` does not know.
    """
    policy = decision.policy
    if policy is HitPolicy.FIRST:
        first = next(
            (rule for rule in decision.rules if condition_holds(rule.condition, look)), None
        )
        held = [first] if first else []
    else:
        held = [rule for rule in decision.rules if condition_holds(rule.condition, look)]
    if not held and decision.otherwise:
        return Made(_collected(decision, [decision.otherwise.outcomes]), ())
    result = _result(decision, held)
    if policy is HitPolicy.PRIORITY:
        held = [rule for rule in held if rule.outcomes[0].value == result]
    return Made(result, tuple(rule.id for rule in held))


def _result(decision: Decision, held: list[Rule]) -> Result:
    outcomes = [rule.outcomes for rule in held]
    firsts = [given[0].value for given in outcomes]
    match decision.policy:
        case HitPolicy.COUNT:
            return len(held)
        case HitPolicy.SUM:
            return _sum(decision, firsts)
        case policy if policy.gives_list:
            return _collected(decision, outcomes)
        case _ if not held:
            return Fault.NO_RULE_FITS
        case HitPolicy.MIN:
            return min(cast("list[int]", firsts))  # numbers: the language sees to it
        case HitPolicy.MAX:
            return max(cast("list[int]", firsts))
        case HitPolicy.PRIORITY:
            return min(firsts, key=decision.priorities.index)
        case HitPolicy.UNIQUE:
            return firsts[0] if len(held) == 1 else Fault.RULES_CLASH
        case HitPolicy.ANY:
            return firsts[0] if len(set(firsts)) == 1 else Fault.RULES_CLASH
        case _:
            return firsts[0]


def _collected(decision: Decision, outcomes: list[tuple[Operand, ...]]) -> Result:
    """The outcomes as the policy gives them: a list, each once, or the one there is."""
    values = tuple(dict.fromkeys(operand.value for given in outcomes for operand in given))
    if not decision.policy.gives_list:
        return values[0]
    if decision.priorities:
        return tuple(sorted(values, key=decision.priorities.index))
    return values


def _sum(decision: Decision, values: list[Value]) -> Value:
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, Decimal(value))  # pyright: ignore[reportArgumentType]
    whole = isinstance(decision.type, Number) and decision.type.whole
    return int(total) if whole else tidy(total)


# -- a whole answer ----------------------------------------------------------------------------


@dataclass(frozen=True)
class DecisionAnswer:
    """What is known of one decision's outcome.

    `settled`: every completion of the unknown facts gives the same result, `result`; otherwise it
    is open and `result` is None. `possible` are the results still possible. `rules` are the ids of
    the rules that decide in one completion or another (empty while open, and for `otherwise`).
    `ask` are the facts that can still matter: those with a completion in which another value of
    that fact alone gives another result; most needed first. `unexamined` says what was not looked
    at; empty, the answer is exact.
    """

    decision: str
    settled: bool
    result: Result | None
    possible: tuple[Result, ...]
    rules: tuple[str, ...]
    ask: tuple[str, ...]
    unexamined: str = ""


class Reference:
    """The reading of one rulebook, with what its tests can tell apart worked out once."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Prepare for a resolved rulebook."""
        self.rulebook = rulebook
        self._told: dict[str, dict[str, list[Value]]] = {}
        self._advice = {name: number for number, name in enumerate(rulebook.advice)}

    def read(self, names: Iterable[str], case: Case) -> dict[str, Made | UnknownFactError]:
        """Some decisions for a case, each after those it reads; an error where that depends on a
        fact that the case leaves unknown."""
        made: dict[str, Made | UnknownFactError] = {}

        def look(name: str) -> Result:
            if name in case:
                return case[name]
            if name not in made:
                raise UnknownFactError(name)
            earlier = made[name]
            if isinstance(earlier, UnknownFactError):
                raise earlier
            return earlier.result

        for name in names:
            try:
                made[name] = decide(self.rulebook.decisions[name], look)
            except UnknownFactError as error:
                made[name] = error
        return made

    def decide(self, name: str, case: Case) -> Made:
        """The decision for a case; raises UnknownFactError when the case leaves it open."""
        made = self.read((*self.rulebook.earlier(name), name), case)[name]
        if isinstance(made, UnknownFactError):
            raise made
        return made

    def answers(self, case: Case) -> dict[str, DecisionAnswer]:
        """The answer of every decision, in the rulebook's order."""
        return {name: self.answer(name, case) for name in self.rulebook.decisions}

    def answer(self, name: str, case: Case) -> DecisionAnswer:
        """The answer of one decision for a complete or partial case."""
        needed: dict[str, float] = {}
        completions = list(self._completions(name, case, 1.0, needed))
        results = sorted({made.result for made in completions}, key=self.place)
        if len(results) > 1:
            matter = [fact for fact in needed if self._matters(name, case, fact)]
            facts = list(self.rulebook.facts)
            ask = sorted(matter, key=lambda fact: (-needed[fact], facts.index(fact)))
            return DecisionAnswer(name, False, None, tuple(results), (), tuple(ask))
        deciding = {rule for made in completions for rule in made.rules}
        rules = [rule.id for rule in self.rulebook.decisions[name].rules if rule.id in deciding]
        return DecisionAnswer(name, True, results[0], tuple(results), tuple(rules), ())

    def _completions(
        self, name: str, case: Case, share: float, needed: dict[str, float]
    ) -> Iterator[Made]:
        """The decision in every completion; `needed` adds up in which share of them, taken as
        equally likely answer by answer, the rules read from the top need each fact."""
        try:
            yield self.decide(name, case)
        except UnknownFactError as error:
            values = self.told_apart(name)[error.fact]
            needed[error.fact] = needed.get(error.fact, 0.0) + share
            for value in values:
                known = {**case, error.fact: value}
                yield from self._completions(name, known, share / len(values), needed)

    def _matters(self, name: str, case: Case, fact: str) -> bool:
        """Whether two values of the fact differ in some completion of all other facts."""
        first, *others = self.told_apart(name)[fact]
        return any(self._differ(name, {**case, fact: first}, {**case, fact: v}) for v in others)

    def _differ(self, name: str, one: Case, two: Case) -> bool:
        """Whether some completion, the same for both cases, gives them different results."""
        try:
            left = self.decide(name, one).result
            return left != self.decide(name, two).result
        except UnknownFactError as error:
            fact = error.fact
        return any(
            self._differ(name, {**one, fact: value}, {**two, fact: value})
            for value in self.told_apart(name)[fact]
        )

    def place(self, result: Result) -> tuple[object, ...]:
        """Where a result stands in a list of results: as the rulebook lists its advice."""
        if isinstance(result, Fault):
            return (2, result.value)
        if isinstance(result, tuple):
            return (1, [self.place(value) for value in result])
        if isinstance(result, str):
            return (0, self._advice[result])
        return (0, result)

    # -- what the tests can tell apart ---------------------------------------------------------

    def told_apart(self, decision: str) -> dict[str, list[Value]]:
        """For each fact behind a decision, one value of every kind that its tests can tell apart."""
        if decision not in self._told:
            self._told[decision] = self._told_apart(decision)
        return self._told[decision]

    def _told_apart(self, decision: str) -> dict[str, list[Value]]:
        tests: dict[str, list[Test[Operand]]] = {}
        for name in (*self.rulebook.earlier(decision), decision):
            for rule in self.rulebook.decisions[name].rules:
                for one in tests_in(rule.condition):
                    tests.setdefault(one.fact, []).append(one.test)
        told: dict[str, list[Value]] = {}
        for name, fact in self.rulebook.facts.items():
            if name in tests:
                values: dict[tuple[bool, ...], Value] = {}
                for value in candidates(fact.type, tests[name]):
                    values.setdefault(tuple(test_holds(t, value) for t in tests[name]), value)
                told[name] = list(values.values())
        return told
