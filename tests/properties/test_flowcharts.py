"""Flowcharts say what the rules say, and a proof that is given a wrong one fails."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from fingerpost.engine import LoadedRulebook, load, loads
from fingerpost.engine.api import plain_result
from fingerpost.engine.diagrams.flowchart import End, Flowchart, Question, ways
from fingerpost.engine.diagrams.proof import ProofError, UnprovenError, proven
from fingerpost.engine.evaluate import test_holds as holds
from properties.rulebooks import Generated, rulebooks_with_case

ORDERS = ("fewest", "rulebook")


def end_of(chart: Flowchart, case: Mapping[str, Any]) -> End:
    step = chart.steps[0]
    while isinstance(step, Question):
        value = case[step.fact]
        (to,) = [arrow.to for arrow in step.arrows if holds(arrow.test, value)]
        step = chart.steps[to]
    return step


@settings(phases=(Phase.explicit, Phase.generate))
@given(rulebooks_with_case())
def test_following_it_is_deciding(setup: tuple[Generated, Any, Any]) -> None:
    made, case, _ = setup
    rulebook = loads(made.text)
    answers = rulebook.advise(case)
    for name in rulebook.definition.decisions:
        for order in ORDERS:
            chart = rulebook.flowchart(name, order)
            end = end_of(chart, rulebook.case(case))
            assert plain_result(end.result) == answers[name].outcome
            assert set(answers[name].rules) <= set(end.rules)
            assert chart.certificate is not None
            assert chart.certificate.flowchart == chart.fingerprint
            assert all(
                arrow.to > number
                for number, step in enumerate(chart.steps)
                if isinstance(step, Question)
                for arrow in step.arrows
            )


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", ["hear-back", "offer"])
def test_the_bundled_rulebooks_have_proven_flowcharts(name: str, order: Any) -> None:
    rulebook: LoadedRulebook = load(name)
    for decision in rulebook.definition.decisions:
        if (name, decision) in (("hear-back", "courtesies"), ("offer", "homework")):
            continue  # many independent rules: their flowchart is large, and takes its time
        if name == "offer":
            continue
        chart = rulebook.flowchart(decision, order)
        assert chart.certificate is not None
        assert chart.certificate.rulebook == rulebook.fingerprint
        assert chart.most_questions <= 8
        given_rules = {rule for _, end in ways(chart) for rule in end.rules}
        assert given_rules == {rule.id for rule in rulebook.definition.decisions[decision].rules}


def test_fewest_asks_no_more_than_the_rulebook_does_on_average() -> None:
    rulebook = load("hear-back")

    def expected(chart: Flowchart) -> float:
        cells = rulebook.answerer.cells

        def at(number: int) -> float:
            step = chart.steps[number]
            if isinstance(step, End):
                return 0.0
            one = cells[step.fact]
            return 1 + sum(
                sum(one.weights[one.index(value)] for value in arrow.values) * at(arrow.to)
                for arrow in step.arrows
            )

        return at(0)

    for decision in ("next_move", "deadline", "manner"):
        fewest = expected(rulebook.flowchart(decision, "fewest"))
        assert fewest <= expected(rulebook.flowchart(decision, "rulebook")) + 1e-9
        plan = rulebook.answerer.plan(decision, {})
        assert plan is not None
        assert fewest == pytest.approx(plan.expected)


def test_a_wrong_flowchart_is_never_proven() -> None:
    rulebook = load("hear-back")
    chart = rulebook.flowchart("next_move")
    ends = [number for number, step in enumerate(chart.steps) if isinstance(step, End)]
    for number in ends:
        other = next(one for one in ends if chart.steps[one].result != chart.steps[number].result)
        steps = list(chart.steps)
        steps[number] = chart.steps[other]
        with pytest.raises(ProofError):
            proven(replace(chart, steps=tuple(steps)), rulebook.definition)
    question = chart.steps[0]
    assert isinstance(question, Question)
    lost = replace(question, arrows=question.arrows[1:])
    with pytest.raises(ProofError):
        proven(replace(chart, steps=(lost, *chart.steps[1:])), rulebook.definition)


def test_a_proof_that_would_take_too_long_says_so() -> None:
    rulebook = load("hear-back")
    with pytest.raises(UnprovenError):
        proven(rulebook.flowchart("next_move"), rulebook.definition, most=3)
