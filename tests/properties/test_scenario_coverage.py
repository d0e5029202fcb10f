"""Coverage and suggestions on random rulebooks, beside plain and slow readings of the same."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fingerpost.engine import loads
from fingerpost.engine.candidates import candidates
from fingerpost.engine.evaluate import DecisionAnswer, Fault, Reference
from fingerpost.engine.language import conditions
from fingerpost.engine.language.conditions import Operand, Test
from fingerpost.engine.language.rulebook import Expectation, Rulebook, Scenario
from fingerpost.engine.outcomes import meets
from fingerpost.engine.scenarios.coverage import affected, coverage
from fingerpost.engine.scenarios.mutants import Mutant, moved_settings, mutants_of
from fingerpost.engine.scenarios.suggesting import Suggestions, suggest
from fingerpost.engine.scenarios.testing import TestReport, run_scenarios, scenario_lines
from properties.rulebooks import DrawnDice, Generated, Given, generate, rulebooks

FEW = settings(phases=(Phase.explicit, Phase.generate), max_examples=40, deadline=None)
MOST_CASES = 150


def all_mutants(rulebook: Rulebook) -> list[Mutant]:
    decisions = list(rulebook.decisions.values())
    found = [mutant for one in decisions for mutant in mutants_of(one, rulebook)]
    return found + list(moved_settings(rulebook, decisions))


def complete_cases(
    rulebooks: Sequence[Rulebook], names: Sequence[str]
) -> list[dict[str, Any]] | None:
    """Every case that the tests of some decisions, in all the rulebooks, can tell apart; None when
    there are too many."""
    tests: dict[str, list[Test[Operand]]] = {}
    for rulebook in rulebooks:
        for name in names:
            for rule in rulebook.decisions[name].rules:
                for one in conditions.tests_in(rule.condition):
                    tests.setdefault(one.fact, []).append(one.test)
    facts = rulebooks[0].facts
    values = {name: candidates(facts[name].type, tests[name]) for name in tests if name in facts}
    if math.prod(map(len, values.values())) > MOST_CASES:
        return None
    return [dict(zip(values, row, strict=True)) for row in product(*values.values())]


def changes_something(rulebook: Rulebook, mutant: Mutant) -> bool | None:
    """Whether a decision changed gives something else in some case in which its rules do not clash."""
    after = mutant.applied(rulebook)
    names = {name for one in mutant.decisions for name in (*rulebook.earlier(one), one)}
    cases = complete_cases([rulebook, after], [name for name in rulebook.order if name in names])
    if cases is None:
        return None
    before, changed = Reference(rulebook), Reference(after)
    for case in cases:
        for name in mutant.decisions:
            result = before.decide(name, case).result
            if result is not Fault.RULES_CLASH and result != changed.decide(name, case).result:
                return True
    return False


@FEW
@given(made=rulebooks())
def test_what_changes_nothing_agrees_with_trying_all_cases(made: Generated) -> None:
    rulebook = loads(made.text)
    report = run_scenarios(rulebook.definition, rulebook.answer_one)
    found = coverage(rulebook.definition, report)
    assert not found.unexamined
    assert found.boundaries.tested == 0
    missing = list(found.missing)
    for mutant in all_mutants(rulebook.definition):
        counts = bool(missing) and missing[0] == mutant
        if counts:
            missing.pop(0)
        expected = changes_something(rulebook.definition, mutant)
        assert expected is None or counts == expected, mutant.sentence()
    assert not missing


@FEW
@given(made=rulebooks())
def test_suggested_scenarios_leave_nothing_untested(made: Generated) -> None:
    bare = loads(made.text)
    report = run_scenarios(bare.definition, bare.answer_one)
    found = suggest(bare.definition, report, coverage(bare.definition, report))
    assert not found.left_out
    lines = [
        line for one in found.suggestions for line in scenario_lines(one.scenario, bare.definition)
    ]
    if not lines:
        return
    again = loads(made.text + "scenarios:\n" + "\n".join(lines) + "\n")
    assert again.definition.scenarios == tuple(one.scenario for one in found.suggestions)
    report = run_scenarios(again.definition, again.answer_one)
    assert not report.failed
    after = coverage(again.definition, report)
    assert (after.missing, after.untested, after.unexamined) == ((), (), ())
    assert suggest(again.definition, report, after) == Suggestions(())


@st.composite
def rulebooks_with_cases(
    draw: Callable[[st.SearchStrategy[Any]], Any],
) -> tuple[Generated, list[tuple[dict[str, Given], list[str]]]]:
    """A rulebook, and cases that leave much unknown, each with some decisions."""
    dice = DrawnDice(draw)
    made = generate(dice)
    facts = [fact.id for fact in made.facts]
    decisions = list(loads(made.text).definition.decisions)
    cases = [made.case(dice, dice.some(facts, 0, len(facts))) for _ in range(dice.whole(1, 3))]
    return made, [(case, dice.some(decisions, 1, 3)) for case in cases]


@settings(FEW, max_examples=20)
@given(drawn=rulebooks_with_cases())
def test_what_is_caught_agrees_with_answering_anew(
    drawn: tuple[Generated, list[tuple[dict[str, Given], list[str]]]],
) -> None:
    made, cases = drawn
    rulebook = loads(made.text)
    scenarios: list[Scenario] = []
    for number, (facts, names) in enumerate(cases):
        case = rulebook.case(facts)
        expectations = [expected(rulebook.answer_one(name, case)) for name in names]
        scenarios.append(Scenario(f"s{number}", case, tuple(filter(None, expectations))))
    definition = replace(rulebook.definition, scenarios=tuple(scenarios))
    report = run_scenarios(definition, rulebook.answer_one)
    assert not report.failed
    found = coverage(definition, report)
    caught = [mutant for mutant in all_mutants(definition) if is_caught(definition, mutant, report)]
    assert not any(mutant in caught for mutant in found.missing)
    assert found.boundaries.tested == len(caught)


def expected(answer: DecisionAnswer) -> Expectation | None:
    if not answer.settled:
        return Expectation(answer.decision, state="open")
    if answer.result is Fault.NO_RULE_FITS:
        return Expectation(answer.decision, state="no rule fits")
    return None if isinstance(answer.result, Fault) else Expectation(answer.decision, answer.result)


def is_caught(rulebook: Rulebook, mutant: Mutant, report: TestReport) -> bool:
    after = Reference(mutant.applied(rulebook))
    concerned = affected(rulebook, mutant.decisions)
    for result in report.results:
        for one in result.met:
            if one.decision in concerned:
                answer = after.answer(one.decision, result.scenario.case)
                if not meets(one, answer, rulebook):
                    return True
    return False
