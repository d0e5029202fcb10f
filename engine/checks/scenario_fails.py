"""`scenario-fails`: a scenario, the rulebook's own test, that does not come out as it should."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagrams.answering import TooManyCasesError
from ..evaluate import DecisionAnswer
from ..language import messages
from ..language.diagnostics import Diagnostic
from ..language.rulebook import Decision, Expectation
from ..language.wording import joined
from ..outcomes import meets, result_words
from .subject import Subject, place


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each expectation that is not met."""
    rulebook = subject.rulebook
    for scenario in rulebook.scenarios:
        for expectation in scenario.expectations:
            decision = rulebook.decisions[expectation.decision]
            try:
                answer = subject.answerer.answer(decision.id, scenario.case)
            except TooManyCasesError:
                subject.unexamined[f"the scenario “{scenario.name}”"] = None
                continue
            if meets(expectation, answer, rulebook):
                continue
            rules = [place(rule) for rule in decision.rules if rule.id in answer.rules]
            finding = messages.scenario_fails(
                place(expectation),
                scenario.name,
                decision.id,
                _wanted(decision, expectation),
                _found(decision, answer),
                rules,
            )
            yield subject.shown(finding, scenario.case)


def _wanted(decision: Decision, expectation: Expectation) -> str:
    if expectation.state == "open":
        return "open"
    if expectation.outcome is None:
        return "no rule at all"
    return f"“{result_words(decision, expectation.outcome)}”"


def _found(decision: Decision, answer: DecisionAnswer) -> str:
    words = [f"“{result_words(decision, result)}”" for result in answer.possible]
    return joined(words, "or") if len(words) <= 3 else f"one of {len(words)} outcomes"
