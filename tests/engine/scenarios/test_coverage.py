"""Coverage by scenarios: which small changes to a rulebook would go unnoticed, and what would notice them."""

from collections.abc import Iterator

import pytest

from fingerpost.engine import LoadedRulebook, load, loads
from fingerpost.engine.scenarios import coverage as coverage_module
from fingerpost.engine.scenarios.coverage import Coverage, coverage
from fingerpost.engine.scenarios.mutants import moved_settings, mutants_of
from fingerpost.engine.scenarios.suggesting import Suggestions, suggest
from fingerpost.engine.scenarios.testing import run_scenarios, scenario_lines

BARE = """
title: t
version: "1"
facts:
  days: {type: whole number, question: How long?, label: the wait, unit: "day, days", range: 0 to 9}
  fever: {type: number, question: How warm?, label: the fever, unit: "°C"}
  mood: {type: choice, question: How so?, label: the mood, options: [good, fair, bad]}
  due: {type: date, question: When?, label: the day}
settings:
  long: {value: 3 days, label: a long wait, range: 1 to 9}
advice: {call: {title: Call them}, wait: {title: Wait}, rest: {title: Rest}}
decisions:
  step:
    title: What to do
    hit policy: first
    rules:
%s
    otherwise: wait
"""


def rulebook(rules: str, scenarios: str = "", rest: str = "") -> LoadedRulebook:
    indented = "\n".join(f"      - {rule}" for rule in rules.strip().splitlines())
    return loads(BARE % indented + rest + (f"scenarios:\n{scenarios}" if scenarios else ""))


def clauses(one: LoadedRulebook) -> list[str]:
    decisions = list(one.definition.decisions.values())
    return [
        mutant.clause for decision in decisions for mutant in mutants_of(decision, one.definition)
    ]


def covered(one: LoadedRulebook) -> Coverage:
    return coverage(one.definition, run_scenarios(one.definition, one.answer_one))


def missing(one: LoadedRulebook) -> list[str]:
    return [mutant.clause for mutant in covered(one).missing]


def suggested(one: LoadedRulebook) -> Suggestions:
    report = run_scenarios(one.definition, one.answer_one)
    return suggest(one.definition, report, coverage(one.definition, report))


def of_tests(one: LoadedRulebook) -> Iterator[str]:
    """The changes of tests, without the rules that they are of."""
    return (
        clause.removesuffix(" (for “Call them”)") for clause in clauses(one) if "(for" in clause
    )


@pytest.mark.parametrize(
    ("test", "changes"),
    [
        ("days: at least 3", ["became “at least 4 days”", "became “at least 2 days”"]),
        ("days: 0", ["became “1 day”"]),
        (
            "days: between 2 and 3",
            ["3 days and 3 days", "1 day and 3", "2 days and 4", "2 days and 2"],
        ),
        ("days: at least long", []),
        ("fever: more than 38.5", ["became “more than 38.6 °C”", "became “more than 38.4 °C”"]),
        ("due: after 2026-12-31", ["became “after 1 January 2027”", "“after 30 December 2026”"]),
        ("due: on or after 9999-12-31", ["became “on or after 30 December 9999”"]),
        ("mood: good", []),
        (
            "mood: good or bad",
            ["“good” were dropped from “the mood: good or bad”", "“bad” were dropped"],
        ),
        (
            "mood: neither good nor bad",
            ["“good” were dropped from “the mood: neither", "“bad” were dropped from"],
        ),
        ("mood: anything", None),
    ],
)
def test_a_test_changes_in_every_small_way(test: str, changes: list[str] | None) -> None:
    found = list(of_tests(rulebook(f"{{id: r, when: {{{test}}}, then: call}}")))
    expected = [] if changes is None else [*changes, "were dropped"]
    assert len(found) == len(expected), found
    for words in expected:
        assert any(words in clause for clause in found), (words, found)


def test_alternatives_rules_and_neighbours() -> None:
    one = rulebook(
        "{id: a, when: {any: {mood: bad, days: 9}}, then: call}\n{id: b, when: {mood: bad}, then: rest}"
    )
    assert clauses(one) == [
        "the test “the mood: bad” were dropped (for “Call them”)",
        "“the wait: 9 days” became “8 days” (for “Call them”)",
        "the test “the wait: 9 days” were dropped (for “Call them”)",
        "the rule for “Call them” were gone",
        "the test “the mood: bad” were dropped (for “Rest”)",
        "the rule for “Rest” were gone",
        "the rules “Call them” and “Rest” changed places",
        "the `otherwise` with “Wait” were gone",
    ]


def test_a_setting_moves_wherever_it_is_used() -> None:
    one = rulebook(
        "{id: a, when: {days: at least long}, then: call}\n{id: b, when: {days: long}, then: rest}"
    )
    definition = one.definition
    up, down = moved_settings(definition, list(definition.decisions.values()))
    assert up.clause == "a long wait were 4 days instead of 3 days"
    assert up.sentence() == "A long wait: nothing would notice if it were 4 days instead of 3 days"
    assert down.clause == "a long wait were 2 days instead of 3 days"
    moved = up.applied(definition).decisions["step"].rules
    assert [str(rule.condition).count("value=4") for rule in moved] == [1, 1]


def test_a_setting_stays_in_its_range() -> None:
    text = BARE.replace("range: 1 to 9}\nadvice", "range: 3 to 9}\nadvice")
    one = loads(text % "      - {id: a, when: {days: at least long}, then: call}")
    (only,) = moved_settings(one.definition, list(one.definition.decisions.values()))
    assert "4 days" in only.clause


def test_priorities_change_places() -> None:
    one = loads(
        BARE.replace(
            "hit policy: first", "hit policy: priority\n    priorities: [rest, call, wait]"
        )
        % "      - {id: a, when: {days: 1}, then: call}\n      - {id: b, when: {days: 1}, then: rest}"
    )
    assert "“Rest” and “Call them” changed places among the priorities" in clauses(one)
    assert "“Rest” and “Call them” changed places among the priorities" in missing(one)
    assert "“Call them” and “Wait” changed places among the priorities" not in missing(one)


# -- what counts, what is caught ---------------------------------------------------------------


def test_what_changes_nothing_does_not_count() -> None:
    one = rulebook(
        "{id: a, when: {days: at least 3}, then: call}\n{id: b, when: {days: 5}, then: call}\n"
        "{id: c, when: {days: at most 9}, then: rest}"
    )
    left = missing(one)
    assert not any("“the wait: 5 days” became" in clause for clause in left)
    assert not any("at most 10" in clause for clause in left)
    assert any("at least 4" in clause for clause in left)
    assert not any("`otherwise`" in clause for clause in left)


RULE = "{id: a, when: {days: at least 3}, then: call}"


def test_a_boundary_needs_both_sides() -> None:
    above = "  - {name: above, case: {days: 3}, expect: {step: call}}\n"
    below = "  - {name: below, case: {days: 2}, expect: {step: wait}}\n"
    four, two = "became “at least 4 days” (for", "became “at least 2 days” (for"
    assert [two in clause for clause in missing(rulebook(RULE, above))].count(True) == 1
    assert not any(four in clause for clause in missing(rulebook(RULE, above)))
    assert any(four in clause for clause in missing(rulebook(RULE, below)))
    both = covered(rulebook(RULE, above + below))
    assert both.missing == ()
    assert (both.boundaries.tested, both.boundaries.total) == (5, 5)
    assert both.outcomes.tested == both.outcomes.total == 2


def test_a_failing_expectation_catches_nothing() -> None:
    wrong = "  - {name: wrong, case: {days: 3}, expect: {step: rest}}\n"
    assert covered(rulebook(RULE, wrong)).boundaries.tested == 0


def test_an_open_expectation_catches_what_settles_it() -> None:
    unknown = "  - {name: unknown, case: {mood: bad}, expect: {step: open}}\n"
    left = missing(rulebook(RULE, unknown))
    assert "the rule for “Call them” were gone" not in left
    assert any("at least 4 days" in clause for clause in left)


def test_a_settled_expectation_with_much_unknown_is_told_by_diagrams() -> None:
    rules = (
        "{id: a, when: {days: at least 3, mood: good}, then: call}\n"
        "{id: b, when: {days: less than 3, mood: good}, then: call}"
    )
    certain = "  - {name: certain, case: {mood: good}, expect: {step: call}}\n"
    left = missing(rulebook(rules, certain))
    assert not any("at least 4" in clause or "less than 2" in clause for clause in left)
    assert not any("were gone" in clause and "rule" in clause for clause in left)


def test_a_later_decision_catches_too() -> None:
    rest = """
  late:
    hit policy: first
    rules:
      - {id: l, when: {step: call}, then: rest}
    otherwise: wait
"""
    scenario = "  - {name: s, case: {days: 3}, expect: {late: rest}}\n"
    left = missing(rulebook(RULE, scenario, rest))
    assert not any("at least 4 days" in clause for clause in left)
    assert any("at least 2 days" in clause for clause in left)


def test_an_outcome_that_cannot_come_out_does_not_count() -> None:
    one = rulebook(f"{RULE}\n{{id: dead, when: {{days: 4}}, then: rest}}")
    found = covered(one)
    assert found.untested == (("step", "call"), ("step", "wait"))
    assert found.outcomes.total == 2


def test_what_is_too_large_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    one = rulebook(RULE)
    monkeypatch.setattr(coverage_module, "EFFORT", -1)
    assert covered(one).unexamined == ("the boundaries of “What to do”",)
    monkeypatch.setattr(coverage_module, "MOST_RULES", 0)
    found = covered(one)
    assert (found.unexamined, found.boundaries.total) == (("the boundaries of “What to do”",), 0)


# -- suggestions -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hear-back", "offer", "rules/starter.yaml"])
def test_the_rulebooks_that_ship_are_covered(name: str) -> None:
    one = load(name)
    found = covered(one)
    assert [mutant.sentence() for mutant in found.missing] == []
    assert (found.untested, found.unexamined) == ((), ())
    assert found.rules.tested == found.rules.total
    assert suggested(one) == Suggestions(())


def test_the_fewest_scenarios_with_no_needless_fact() -> None:
    found = suggested(rulebook(RULE))
    assert found.smallest
    assert [(dict(one.scenario.case), one.scenario.name) for one in found.suggestions] == [
        ({"days": 3}, "“Call them” and not “Wait” (the wait: 3 days)"),
        ({"days": 2}, "“Wait” and not “Call them” (the wait: 2 days)"),
    ]
    assert "would notice if the rule for “Call them” were gone" in found.suggestions[0].reasons


@pytest.mark.parametrize("name", ["hear-back", "offer", "rules/starter.yaml"])
def test_suggestions_replace_all_scenarios(name: str) -> None:
    text = load(name).definition.source.text
    bare = loads(text[: text.index("\nscenarios:") + 1])
    found = suggested(bare)
    lines = [
        line for one in found.suggestions for line in scenario_lines(one.scenario, bare.definition)
    ]
    again = loads(bare.definition.source.text + "scenarios:\n" + "\n".join(lines))
    assert again.definition.scenarios == tuple(one.scenario for one in found.suggestions)
    assert not run_scenarios(again.definition, again.answer_one).failed
    assert missing(again) == []
    assert suggested(again) == Suggestions(())
    assert len(found.suggestions) < len(load(name).definition.scenarios)


def test_names_are_not_taken_twice() -> None:
    first = suggested(rulebook(RULE)).suggestions[0].scenario.name
    taken = f'  - {{name: "{first}", case: {{days: 9}}, expect: {{step: call}}}}\n'
    again = [one.scenario.name for one in suggested(rulebook(RULE, taken)).suggestions]
    assert first not in again
    assert len(again) == 2
