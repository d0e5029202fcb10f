"""Scenarios: what passes, what fails, what is left untested."""

import pytest

from fingerpost.engine import load, loads
from fingerpost.engine.scenarios.testing import TestReport, run_scenarios

PAGE = """
title: t
version: "1"
facts:
  x: {type: whole number, question: How many?, range: 0 to 9}
  y: {type: yes/no, question: So?}
advice: {a: {title: A}, b: {title: B}, c: {title: C}}
decisions:
  one:
    hit policy: first
    rules:
      - {id: low, when: {x: at most 3}, then: a}
      - {id: high, when: {x: at least 8}, then: b}
  every:
    hit policy: collect
    rules:
      - {id: always, when: always, then: [a, b]}
      - {id: so, when: {y: yes}, then: c}
scenarios:
"""


def report(scenario: str) -> TestReport:
    rulebook = loads(f"{PAGE}  - {{name: s, {scenario}}}\n")
    return run_scenarios(rulebook.definition, rulebook.answer_one)


@pytest.mark.parametrize(
    "scenario",
    [
        "case: {x: 3}, expect: {one: a}",
        "case: {x: 5}, expect: {one: no rule fits}",
        "case: {}, expect: {one: open, every: open}",
        "case: {y: yes}, expect: {every: [c, b, a]}",
        "case: {y: no}, expect: {every: [a, b]}",
    ],
)
def test_passes(scenario: str) -> None:
    assert not report(scenario).failed


@pytest.mark.parametrize(
    "scenario",
    [
        "case: {x: 4}, expect: {one: a}",
        "case: {x: 3}, expect: {one: no rule fits}",
        "case: {x: 3}, expect: {one: open}",
        "case: {}, expect: {one: a}",
        "case: {y: yes}, expect: {every: [a, b]}",
        "case: {y: yes}, expect: {every: nothing}",
    ],
)
def test_fails(scenario: str) -> None:
    assert len(report(scenario).failed) == 1


def test_untested_rules_are_named() -> None:
    found = report("case: {x: 3, y: no}, expect: {one: a}").untested
    assert [(decision, rule) for decision, rule, _ in found] == [
        ("one", "high"),
        ("every", "always"),
        ("every", "so"),
    ]


@pytest.mark.parametrize("name", ["hear-back", "offer"])
def test_bundled_scenarios_pass_and_touch_every_rule(name: str) -> None:
    rulebook = load(name)
    found = run_scenarios(rulebook.definition, rulebook.answer_one)
    assert not found.failed
    assert not found.untested
    assert len(found.results) >= {"hear-back": 40, "offer": 25}[name]
