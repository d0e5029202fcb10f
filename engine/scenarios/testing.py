"""Running a rulebook's scenarios: its own tests, and what they leave untested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..evaluate import Case, DecisionAnswer
from ..language.rulebook import Expectation, Rulebook, Scenario
from ..language.source import Span
from ..outcomes import meets


@dataclass(frozen=True)
class Mismatch:
    """One expectation that was not met: what was wanted, and what came out."""

    expectation: Expectation
    answer: DecisionAnswer


@dataclass(frozen=True)
class ScenarioResult:
    """One scenario with its mismatches (none: it passes)."""

    scenario: Scenario
    mismatches: tuple[Mismatch, ...]

    @property
    def met(self) -> tuple[Expectation, ...]:
        """The expectations that were met."""
        missed = [mismatch.expectation for mismatch in self.mismatches]
        return tuple(one for one in self.scenario.expectations if one not in missed)


@dataclass(frozen=True)
class TestReport:
    """All scenarios of a rulebook. `untested` are the decisions and ids of rules that decide in
    none of them (`otherwise` too), with the place of the rule."""

    __test__ = False  # not a pytest class

    results: tuple[ScenarioResult, ...]
    untested: tuple[tuple[str, str, Span | None], ...]

    @property
    def failed(self) -> tuple[ScenarioResult, ...]:
        """The scenarios with a mismatch."""
        return tuple(result for result in self.results if result.mismatches)


Answerer = Callable[[str, Case], DecisionAnswer]
"""Gives the answer of one decision for a case."""


def run_scenarios(rulebook: Rulebook, answer_one: Answerer) -> TestReport:
    """Run every scenario. A rule counts as tested when it decides, for certain, a decision that
    some scenario expects something of."""
    results: list[ScenarioResult] = []
    tested: set[tuple[str, str]] = set()
    for scenario in rulebook.scenarios:
        mismatches: list[Mismatch] = []
        for expectation in scenario.expectations:
            answer = answer_one(expectation.decision, scenario.case)
            if not meets(expectation, answer, rulebook):
                mismatches.append(Mismatch(expectation, answer))
            elif answer.settled:
                rules = answer.rules or ("otherwise",)
                tested |= {(expectation.decision, rule) for rule in rules}
        results.append(ScenarioResult(scenario, tuple(mismatches)))
    untested = [
        (decision.id, name, span)
        for decision in rulebook.decisions.values()
        for name, span in (
            *((rule.id, rule.span) for rule in decision.rules),
            *((("otherwise", decision.otherwise.span),) if decision.otherwise else ()),
        )
        if (decision.id, name) not in tested
    ]
    return TestReport(tuple(results), tuple(untested))
