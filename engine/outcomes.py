"""Results beside what a scenario expects of them, and in words."""

from __future__ import annotations

from .evaluate import DecisionAnswer, Fault, Result
from .language.rulebook import Decision, Expectation, HitPolicy, Rulebook
from .language.wording import joined, value_words


def result_words(decision: Decision, result: Result) -> str:
    """A result in words: an advice's title, a number with its unit, a list, or the fault."""
    if isinstance(result, Fault):
        return result.value
    if isinstance(result, tuple):
        return joined(value_words(value, decision.type) for value in result) or "nothing"
    return value_words(result, decision.type)


def meets(expectation: Expectation, answer: DecisionAnswer, rulebook: Rulebook) -> bool:
    """Whether an answer is what a scenario expects."""
    if expectation.state == "open":
        return not answer.settled
    if expectation.state == "no rule fits":
        return answer.result is Fault.NO_RULE_FITS
    if not answer.settled:
        return False
    return _comparable(expectation.outcome, expectation, rulebook) == _comparable(
        answer.result, expectation, rulebook
    )


def _comparable(result: Result | None, expectation: Expectation, rulebook: Rulebook) -> object:
    """A `collect` gives its outcomes in no order that matters."""
    collects = rulebook.decisions[expectation.decision].policy is HitPolicy.COLLECT
    return frozenset(result) if collects and isinstance(result, tuple) else result
