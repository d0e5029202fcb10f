"""A rulebook's scenarios, its own tests: run, and written as a rulebook has them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..evaluate import Case, DecisionAnswer
from ..language.rulebook import Expectation, Rulebook, Scenario
from ..language.source import Span
from ..language.vocabulary import write_value
from ..outcomes import meets

WIDTH = 98
"""Up to so many columns a case stands on one line."""

_PLAIN = re.compile(r"(?:-?\w|“)(?:[\w .+/()%°€;“”’-]*[\w)”])?")
"""What YAML, within brackets too, takes for the text that it is."""

_NULL = re.compile(r"null|~", re.IGNORECASE)


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


# -- written -----------------------------------------------------------------------------------


def scenario_lines(scenario: Scenario, rulebook: Rulebook) -> Iterator[str]:
    """The lines of a scenario, as an item of the list under `scenarios`; not indented."""
    case = {
        fact: _scalar(write_value(scenario.case[fact]))
        for fact in rulebook.facts
        if fact in scenario.case
    }
    yield f"- name: {_scalar(scenario.name)}"
    yield from _mapping("case", case)
    yield from _mapping("expect", {one.decision: _wanted(one) for one in scenario.expectations})


def _mapping(key: str, entries: Mapping[str, str]) -> Iterator[str]:
    pairs = [f"{name}: {text}" for name, text in entries.items()]
    line = f"  {key}: {{{', '.join(pairs)}}}"
    if len(line) <= WIDTH:
        yield line
    else:
        yield f"  {key}:"
        yield from (f"    {pair}" for pair in pairs)


def _wanted(expectation: Expectation) -> str:
    outcome = expectation.outcome
    if expectation.state or outcome is None:
        return str(expectation.state)
    if isinstance(outcome, tuple):
        return (
            f"[{', '.join(_scalar(write_value(one)) for one in outcome)}]" if outcome else "nothing"
        )
    return _scalar(write_value(outcome))


def _scalar(text: str) -> str:
    """A text on one line, in quotes where YAML would take it for something else."""
    text = " ".join(text.split())
    plain = _PLAIN.fullmatch(text) and not _NULL.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)
