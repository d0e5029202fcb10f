"""Going through a handout, decision by decision and part by part, is deciding."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from fingerpost.engine import LoadedRulebook, RulebookError, load, loads
from fingerpost.engine.api import plain_result
from fingerpost.engine.diagrams.diagram import OverBudgetError
from fingerpost.engine.diagrams.flowchart import End, Question
from fingerpost.engine.diagrams.stages import Part, Stage
from fingerpost.engine.diagrams.stages import stage as stage_of
from fingerpost.engine.evaluate import Fault, Result
from fingerpost.engine.evaluate import test_holds as holds
from fingerpost.engine.language.rulebook import Decision, HitPolicy
from properties.large import many_facts
from properties.rulebooks import Generated, rulebooks_with_case

Make = Callable[[str], Stage]


def end_of(stage: Stage, part: Part, case: Mapping[str, Any], results: Mapping[str, Result]) -> End:
    possible: dict[str, Sequence[Result]] = {name: (one,) for name, one in results.items()}
    step = part.flowchart.steps[0]
    while isinstance(step, Question):
        answers = stage.answers(step.fact, case, possible)
        assert answers is not None
        assert len(answers) == 1
        (to,) = [arrow.to for arrow in step.arrows if holds(arrow.test, answers[0])]
        step = part.flowchart.steps[to]
    assert isinstance(step, End)
    return step


def together(decision: Decision, ends: list[End]) -> Result:
    """What a reader makes of the parts, by the words under the title."""
    came = [end.result for end in ends if end.result != ()]
    values: list[Any] = [value for one in came if isinstance(one, tuple) for value in one]
    match decision.policy:
        case HitPolicy.COUNT:
            return len(came)
        case HitPolicy.SUM:
            return sum(values)
        case HitPolicy.MIN:
            return min(values) if values else Fault.NO_RULE_FITS
        case HitPolicy.MAX:
            return max(values) if values else Fault.NO_RULE_FITS
        case policy if policy.gives_list:
            return tuple(dict.fromkeys(values))
        case _:
            return ends[0].result


def check(rulebook: LoadedRulebook, case: Mapping[str, Any], make: Make | None = None) -> None:
    make = make or rulebook.stage
    known = rulebook.case(case)
    answers = rulebook.answer(known)
    results = {name: found.result for name, found in answers.found.items()}
    for name, decision in rulebook.definition.decisions.items():
        if any(isinstance(results[read], Fault) for read in decision.reads if read in results):
            continue  # a handout ends where an earlier decision has no outcome
        try:
            stage = make(name)
        except RulebookError as error:
            if [finding.code for finding in error.diagnostics] != ["too-many-cases"]:
                raise
            continue
        except OverBudgetError:
            assert decision.policy in (HitPolicy.UNIQUE, HitPolicy.ANY)
            continue
        ends = [end_of(stage, part, known, results) for part in stage.parts]  # pyright: ignore
        found = plain_result(together(decision, ends))
        expected = answers[name].outcome
        if decision.policy is HitPolicy.COLLECT:
            assert sorted(map(str, found)) == sorted(map(str, expected))  # pyright: ignore
        else:
            assert found == expected
        if expected is not None and not stage.rungs:  # a ladder ends at the first rule that fits
            rules = {rule for end in ends for rule in end.rules}
            assert set(answers[name].rules) <= rules


@settings(phases=(Phase.explicit, Phase.generate))
@given(rulebooks_with_case())
def test_going_through_a_handout_is_deciding(setup: tuple[Generated, Any, Any]) -> None:
    made, case, _ = setup
    check(loads(made.text), case)


@settings(phases=(Phase.explicit, Phase.generate))
@given(rulebooks_with_case())
def test_going_up_ladders_is_deciding(setup: tuple[Generated, Any, Any]) -> None:
    made, case, _ = setup
    rulebook = loads(made.text)
    check(rulebook, case, lambda name: stage_of(rulebook.definition, name, "fewest", 0))


def test_a_large_decision_is_a_ladder() -> None:
    rulebook = loads(many_facts(60))
    stage = rulebook.stage("next")
    assert len(stage.rungs) == 60
    assert len(stage.parts[0].flowchart.steps) == 121
    random = Random(3)
    for _ in range(100):
        case = {name: random.randrange(1000) for name in rulebook.definition.facts}
        check(rulebook, case)


@pytest.mark.parametrize("name", ["hear-back", "offer"])
def test_the_scenarios_of_the_bundled_rulebooks(name: str) -> None:
    rulebook = load(name)
    facts = rulebook.definition.facts
    for scenario in rulebook.definition.scenarios:
        if scenario.case.keys() >= facts.keys():
            check(rulebook, dict(scenario.case))


def test_every_part_has_a_certificate() -> None:
    rulebook = load("offer")
    for name in rulebook.definition.decisions:
        for part in rulebook.stage(name).parts:
            assert part.flowchart.certificate is not None
            assert part.flowchart.certificate.rulebook == rulebook.fingerprint
            assert part.flowchart.certificate.flowchart == part.flowchart.fingerprint
