"""Results beside what a scenario expects of them, and in words."""

from __future__ import annotations

from collections.abc import Sequence

from .evaluate import DecisionAnswer, Fault, Result
from .language.rulebook import Decision, Expectation, HitPolicy, Rulebook
from .language.vocabulary import Value
from .language.wording import joined, value_words


def result_words(decision: Decision, result: Result) -> str:
    """A result in words: an advice's title, a number with its unit, a list, or the fault."""
    if isinstance(result, Fault):
        return result.value
    if isinstance(result, tuple):
        return joined(value_words(value, decision.type) for value in result) or "nothing"
    return value_words(result, decision.type)


def certain(possible: Sequence[Result]) -> tuple[Value, ...]:
    """What is in every result still possible, in the order of the first; one outcome is a list of one."""
    lists = [as_list(result) for result in possible]
    first = lists[0] if lists else ()
    return tuple(value for value in first if all(value in other for other in lists))


def perhaps(possible: Sequence[Result]) -> tuple[Value, ...]:
    """What is in some of the results still possible, and not in all of them."""
    every = dict.fromkeys(value for result in possible for value in as_list(result))
    sure = certain(possible)
    return tuple(value for value in every if value not in sure)


def as_list(result: Result) -> tuple[Value, ...]:
    """The outcomes of a result: those of a list, one, or none where no rule fits or rules clash."""
    if isinstance(result, Fault):
        return ()
    return result if isinstance(result, tuple) else (result,)


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
