"""Reasons: which rule decided and what stopped each other one, in the rulebook's words."""

from fingerpost.engine import loads
from fingerpost.engine.scenarios.explanation import DecisionWhy, explain

TEXT = """
title: t
version: "1"
facts:
  sky: {type: choice, question: What does the sky look like?, label: the sky,
        options: {blue: clear and blue, grey: grey all over, black: black}}
  wet: {type: yes/no, question: Is it raining?}
  minutes: {type: whole number, question: How long?, label: the time outside, unit: "minute, minutes"}
  price: {type: number, question: How dear is it?, label: the price, unit: €}
  day: {type: date, question: Which day is it?, label: the day}
settings:
  long: 20 minutes
advice:
  stay: {title: Stay inside}
  take: {title: Take an umbrella}
  go: {title: Just go}
decisions:
  rain:
    title: What to do
    label: the plan
    hit policy: first
    rules:
      - {id: r1, when: {wet: yes, minutes: at least long}, then: stay, because: It is wet out there.}
      - {id: r2, when: {any: {sky: black, wet: yes}}, then: take}
      - {id: r3, when: {not: {sky: blue}, price: more than 12500.5, day: before 2026-12-01}, then: take}
      - {id: r4, when: {all: [{not: {all: [{sky: blue}, {wet: no}]}}]}, then: stay}
    otherwise: {then: go, because: Nothing speaks against it.}
  more:
    hit policy: collect
    rules:
      - {id: m1, when: {rain: stay or take}, then: take}
      - {id: m2, when: {wet: no}, then: go}
"""


def why(**case: object) -> dict[str, DecisionWhy]:
    rulebook = loads(TEXT)
    answer = rulebook.advise(case)
    return explain(rulebook.definition, answer.case, dict(answer.found))


def missing(found: DecisionWhy) -> dict[str, tuple[str, str]]:
    return {rule.rule: (rule.state, rule.missing) for rule in found.rules}


def test_the_first_test_that_failed() -> None:
    found = missing(why(sky="grey", wet=False, minutes=1, price=3, day="2026-11-01")["rain"])
    assert found == {
        "r1": ("fails", "Is it raining? yes (it is no)"),
        "r2": ("fails", "the sky: black (it is grey all over) or Is it raining? yes (it is no)"),
        "r3": ("fails", "the price: more than 12,500.5 € (it is 3 €)"),
        "r4": ("decides", ""),
    }


def test_singular_plural_dates_and_settings() -> None:
    found = missing(why(sky="grey", wet=True, minutes=1, price=99999, day="2026-12-01")["rain"])
    assert found["r1"] == ("fails", "the time outside: at least 20 minutes (it is 1 minute)")
    assert found["r3"] == ("fails", "the day: before 1 December 2026 (it is 1 December 2026)")


def test_what_was_not_reached_and_what_holds_too() -> None:
    found = why(wet=True, minutes=30)["rain"]
    assert found.outcome == "Stay inside"
    assert missing(found)["r1"] == ("decides", "")
    assert missing(found)["r2"] == ("holds", "")
    assert missing(found)["r3"][0] == "open"
    assert [fact.line for fact in found.rules[0].facts] == [
        "Is it raining? yes",
        "the time outside: 30 minutes",
    ]


def test_an_open_decision_says_what_it_hangs_on() -> None:
    found = why(wet=True)["rain"]
    assert found.outcome is None
    assert found.possible == ("Stay inside", "Take an umbrella")
    assert missing(found)["r1"] == (
        "open",
        "the time outside: at least 20 minutes (it is not known yet)",
    )
    assert missing(found)["r2"] == ("may decide", "")
    assert found.ask == ("How long?",)
    assert found.otherwise is None


def test_otherwise_gives_its_reason() -> None:
    found = why(sky="blue", wet=False)["rain"]
    assert found.otherwise is not None
    assert (found.otherwise.state, found.otherwise.because) == (
        "decides",
        "Nothing speaks against it.",
    )


def test_a_list_tells_the_certain_from_the_possible() -> None:
    found = why(wet=False)["more"]
    assert found.certain == ("Just go",)
    assert found.maybe == ("Take an umbrella",)
    assert missing(found)["m1"] == (
        "open",
        "the plan: “Stay inside” or “Take an umbrella” (it is “Stay inside”, “Take an umbrella” or “Just go”)",
    )
    assert missing(found)["m2"] == ("decides", "")


def test_a_rule_that_holds_whichever_way_an_earlier_decision_goes() -> None:
    found = why(wet=True)["more"]  # the plan is to stay or to take an umbrella
    assert found.outcome == "Take an umbrella"
    assert missing(found)["m1"] == ("decides", "")
    assert [fact.line for fact in found.rules[0].facts] == [
        "the plan: “Stay inside” or “Take an umbrella”"
    ]
