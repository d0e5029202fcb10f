"""Why: which rules decided, on which facts, and what stopped each of the others.

Everything here is read off the answer and the plain reading; nothing is decided anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ..evaluate import (
    Case,
    DecisionAnswer,
    Fault,
    Result,
    test_holds,
)
from ..language.conditions import (
    AllOf,
    AnyOf,
    Anything,
    Condition,
    FactTest,
    Negation,
    NotThe,
    Operand,
    tests_in,
)
from ..language.rulebook import Decision, HitPolicy, Rule, Rulebook
from ..language.wording import (
    condition_words,
    joined,
    name_words,
    quoted_words,
    told,
    value_words,
)
from ..language.wording import test_words as words_of_test
from ..outcomes import certain, perhaps, result_words

Look = Callable[[str], tuple[Result, ...]]
"""The values that a fact or a decision may still have; none for an unknown fact."""

MOST_POSSIBLE = 3
"""Outcomes still possible that are named where an open decision is told as a fact."""

_UNKNOWN = {False: "not known yet", True: "not settled yet"}

State = Literal["decides", "may decide", "holds", "open", "fails"]


@dataclass(frozen=True)
class FactLine:
    """A fact or an earlier decision that a rule tests: what it is called, what it is (of
    an open decision, what it may be; None: unknown), and both on one line."""

    name: str
    words: str
    value: str | None
    line: str


@dataclass(frozen=True)
class RuleWhy:
    """What became of one rule.

    `decides`: it gave the outcome. `may decide`: it gives it in some of the cases still possible.
    `holds`: it is true, but the hit policy preferred others. `fails`: it is false, and `missing`
    says the first test that failed. `open`: it depends on what is unknown, and `missing` says the
    first such test. `outcomes` is what it gives, in words.
    """

    rule: str
    state: State
    outcomes: tuple[str, ...]
    because: str
    cites: tuple[str, ...]
    facts: tuple[FactLine, ...]
    missing: str = ""


@dataclass(frozen=True)
class DecisionWhy:
    """The answer of one decision with its reasons.

    `outcome` and `possible` are in words; for lists, `certain` are the outcomes in every list still
    possible and `maybe` those in some. `otherwise` is the reason of the outcome that stands when no
    rule holds, where that decided (or may have).
    """

    decision: str
    title: str
    outcome: str | None
    possible: tuple[str, ...]
    certain: tuple[str, ...]
    maybe: tuple[str, ...]
    rules: tuple[RuleWhy, ...]
    otherwise: RuleWhy | None
    fault: str | None
    ask: tuple[str, ...]


def explain(
    rulebook: Rulebook, case: Case, answers: Mapping[str, DecisionAnswer]
) -> dict[str, DecisionWhy]:
    """For each decision why it is settled as it is, or what it is waiting for."""
    look = looking(case, answers)
    return {
        name: _explain(rulebook, rulebook.decisions[name], answer, look)
        for name, answer in answers.items()
    }


def looking(case: Case, answers: Mapping[str, DecisionAnswer]) -> Look:
    """What facts and decisions may still be."""

    def look(name: str) -> tuple[Result, ...]:
        if name in answers:
            return answers[name].possible
        return (case[name],) if name in case else ()

    return look


def _explain(
    rulebook: Rulebook, decision: Decision, answer: DecisionAnswer, look: Look
) -> DecisionWhy:
    rules = tuple(_rule(rulebook, decision, rule, answer, look) for rule in decision.rules)
    lists = [result for result in answer.possible if isinstance(result, tuple)]
    words = tuple(result_words(decision, result) for result in answer.possible)
    fault = answer.result.value if isinstance(answer.result, Fault) else None
    return DecisionWhy(
        decision=decision.id,
        title=decision.title,
        outcome=words[0] if answer.settled and fault is None else None,
        possible=words,
        certain=tuple(value_words(value, decision.type) for value in certain(lists)),
        maybe=tuple(value_words(value, decision.type) for value in perhaps(lists)),
        rules=rules,
        otherwise=_otherwise(rulebook, decision, rules),
        fault=fault,
        ask=tuple(rulebook.facts[fact].question for fact in answer.ask),
    )


# -- one rule ----------------------------------------------------------------------------------


def _rule(
    rulebook: Rulebook, decision: Decision, rule: Rule, answer: DecisionAnswer, look: Look
) -> RuleWhy:
    holds = truth(rule.condition, look)
    state: State
    if holds is False:
        state = "fails"
    elif rule.id in answer.rules:
        state = "decides" if holds else "may decide"
    elif holds is None:
        state = "open"
    elif answer.settled:
        state = "holds"
    else:
        state = "may decide" if _may_give_way(decision) else "decides"
    missing = "" if holds else joined(_missing(rulebook, rule.condition, look), "or")
    names = dict.fromkeys(test.fact for test in tests_in(rule.condition))
    facts = tuple(_fact_line(rulebook, name, look) for name in names)
    outcome = _outcome_words(rulebook, decision, rule.outcomes)
    return RuleWhy(rule.id, state, outcome, rule.because, rule.cites, facts, missing)


def truth(condition: Condition[Operand], look: Look) -> bool | None:
    """Whether the condition is true, as far as its tests can say one by one; None is open."""
    match condition:
        case FactTest(_, Anything()):
            return True
        case FactTest(fact, test):
            return _same({test_holds(test, value) for value in look(fact)})
        case NotThe(part):
            holds = truth(part, look)
            return None if holds is None else not holds
        case AllOf(parts):
            truths = {truth(part, look) for part in parts}
            return False if False in truths else None if None in truths else True
        case AnyOf(parts):
            truths = {truth(part, look) for part in parts}
            return True if True in truths else None if None in truths else False


def _same(truths: set[bool]) -> bool | None:
    return truths.pop() if len(truths) == 1 else None


def _may_give_way(decision: Decision) -> bool:
    """Whether a rule that holds may still lose to another one."""
    policy = decision.policy
    return not (policy.gives_list or policy.aggregates or policy is HitPolicy.COUNT)


def _outcome_words(
    rulebook: Rulebook, decision: Decision, given: Iterable[Operand]
) -> tuple[str, ...]:
    """What a rule gives. (The rules of a `collect count` give advice, the decision a number.)"""
    return tuple(
        rulebook.advice[one.value].title
        if isinstance(one.value, str)
        else value_words(one.value, decision.type)
        for one in given
    )


def _fact_line(rulebook: Rulebook, name: str, look: Look) -> FactLine:
    words, values = name_words(rulebook, name), look(name)
    if 0 < len(values) <= MOST_POSSIBLE:
        value = joined((_words_of(rulebook, name, value) for value in values), "or")
        return FactLine(name, words, value, told(rulebook, name, value))
    return FactLine(name, words, None, told(rulebook, name, _UNKNOWN[name in rulebook.decisions]))


def _words_of(rulebook: Rulebook, name: str, value: Result) -> str:
    if name in rulebook.decisions:
        kind = rulebook.decisions[name].type
        if isinstance(value, Fault):
            return value.value
        values = value if isinstance(value, tuple) else (value,)
        return joined(quoted_words(one, kind) for one in values) or "nothing"
    assert not isinstance(value, Fault | tuple)  # noqa: S101 - a fact's value is one value
    return value_words(value, rulebook.facts[name].type)


def _missing(rulebook: Rulebook, condition: Condition[Operand], look: Look) -> list[str]:
    """In words, the first test that is false or, if none is, the first that is unknown.

    Of alternatives that all fail, one test each.
    """
    match condition:
        case FactTest(fact, test):
            wanted = words_of_test(test, rulebook.type_of(fact))
            line = _fact_line(rulebook, fact, look)
            state = f"it is {line.value or _UNKNOWN[fact in rulebook.decisions]}"
            return [f"{told(rulebook, fact, wanted)} ({state})"]
        case NotThe(FactTest(fact, test, span, fact_span)):
            return _missing(rulebook, FactTest(fact, Negation(test), span, fact_span), look)
        case NotThe(part):
            return [f"not ({condition_words(rulebook, part)})"]
        case AllOf(parts):
            truths = [truth(part, look) for part in parts]
            stopping = truths.index(False) if False in truths else truths.index(None)
            return _missing(rulebook, parts[stopping], look)
        case AnyOf(parts):
            return [words for part in parts for words in _missing(rulebook, part, look)]


def _otherwise(
    rulebook: Rulebook, decision: Decision, rules: tuple[RuleWhy, ...]
) -> RuleWhy | None:
    """The outcome when no rule holds, unless a rule is known to hold."""
    otherwise = decision.otherwise
    if otherwise is None or any(not rule.missing for rule in rules):
        return None
    words = _outcome_words(rulebook, decision, otherwise.outcomes)
    none_holds = all(rule.state == "fails" for rule in rules)
    state: State = "decides" if none_holds else "may decide"
    return RuleWhy("otherwise", state, words, otherwise.because, otherwise.cites, ())
