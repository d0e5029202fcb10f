"""The effect of an edit agrees with brute force: every case lies in the regions that are right for it,
and in no others; shares add up; examples are the smallest."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice, product
from math import isclose
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fingerpost.engine import LoadedRulebook, loads
from fingerpost.engine.diagrams.cells import Cells, cells_of
from fingerpost.engine.evaluate import Fault, Made, Reference, Result
from fingerpost.engine.language.conditions import NotThe, Operand
from fingerpost.engine.language.conditions import tests_in as all_tests_in
from fingerpost.engine.language.rulebook import Decision, HitPolicy, Rule, Rulebook
from fingerpost.engine.scenarios import diff_narrowing
from fingerpost.engine.scenarios.diff import Difference, diff
from fingerpost.engine.scenarios.diff_changes import Becomes, Shifts
from fingerpost.engine.scenarios.diff_merging import with_operands
from fingerpost.engine.scenarios.diff_outcomes import DecisionDiff, Region, Situation
from fingerpost.engine.scenarios.diff_report import report
from properties.rulebooks import Dice, DrawnDice, Generated, generate

FAMILIES = (
    (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST),
    (HitPolicy.RULE_ORDER, HitPolicy.COLLECT),
    (HitPolicy.SUM, HitPolicy.MIN, HitPolicy.MAX),
)
MOST_ROWS = 400


# -- edits at random ---------------------------------------------------------------------------


def edited(rulebook: Rulebook, dice: Dice) -> Rulebook:
    """The rulebook with one to three small edits."""
    for _ in range(dice.whole(1, 3)):
        decision = rulebook.decisions[dice.pick(list(rulebook.decisions))]
        decisions = {**rulebook.decisions, decision.id: _edited(rulebook, decision, dice)}
        rulebook = replace(rulebook, decisions=decisions, fingerprint="edited")
    return rulebook


def _edited(rulebook: Rulebook, decision: Decision, dice: Dice) -> Decision:
    rules = list(decision.rules)
    one, two = dice.whole(0, len(rules) - 1), dice.whole(0, len(rules) - 1)
    match dice.whole(0, 6):
        case 0:
            rules.pop(one)
        case 1:
            rules[one], rules[two] = rules[two], rules[one]
        case 2:
            rules[one] = replace(rules[one], outcomes=rules[two].outcomes)
        case 3:
            rules[one] = replace(rules[one], condition=NotThe(rules[one].condition))
        case 4:
            rules[one] = _moved(rulebook, rules[one], dice)
        case 5:
            for family in FAMILIES:
                if decision.policy in family:
                    return replace(decision, policy=dice.pick(family))
        case _:
            return replace(decision, otherwise=None)
    return replace(decision, rules=tuple(rules)) if rules else decision


def _moved(rulebook: Rulebook, rule: Rule, dice: Dice) -> Rule:
    """Another threshold, option or outcome in each test, taken from elsewhere in the rulebook."""
    known: dict[str, list[Any]] = {}

    def remember(name: str, operand: Operand) -> Operand:
        known.setdefault(name, []).append(operand)
        return operand

    for decision in rulebook.decisions.values():
        for one in decision.rules:
            with_operands(one.condition, lambda name: name, remember)
    condition = with_operands(
        rule.condition, lambda name: name, lambda name, operand: dice.pick(known[name])
    )
    for test in all_tests_in(condition):
        between = getattr(test.test, "low", None), getattr(test.test, "high", None)
        if between[0] is not None and not between[0].value < between[1].value:
            return rule
    return replace(rule, condition=condition)


@st.composite
def edits(draw: Callable[[Any], Any]) -> tuple[Generated, Rulebook]:
    dice = DrawnDice(draw)
    made = generate(dice)
    return made, edited(loads(made.text).definition, dice)


# -- by brute force ----------------------------------------------------------------------------


class Rows:
    """Every combination of cells (or the first few hundred), with the results of both rulebooks."""

    def __init__(self, found: Difference) -> None:
        both = found.merged.both
        self.cells: dict[str, Cells] = cells_of(both)
        self.left = Reference(found.merged.old)
        self.right = Reference(found.merged.new)
        self.whole = 1
        for cells in self.cells.values():
            self.whole *= len(cells)
        self.complete = self.whole <= MOST_ROWS

    def __iter__(self) -> Iterator[tuple[dict[str, Any], float, int, dict[str, tuple[Any, Any]]]]:
        places = product(*(range(len(cells)) for cells in self.cells.values()))
        step = 1 if self.complete else self.whole // MOST_ROWS
        for row in islice(places, 0, None, step):
            case = {f: c.samples[n] for (f, c), n in zip(self.cells.items(), row, strict=True)}
            weight, away = 1.0, 0
            for cells, number in zip(self.cells.values(), row, strict=True):
                weight *= cells.weights[number]
                away += number != cells.plain
            yield case, weight, away, self.results(case)

    def results(self, case: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
        old = self.left.read(self.left.rulebook.order, case)
        new = self.right.read(self.right.rulebook.order, case)
        return {name: (_result(old[name]), _result(new[name])) for name in old}

    def holds(self, situation: Situation, case: Mapping[str, Any]) -> bool:
        return all(
            bits >> self.cells[name].index(case[name]) & 1 for name, bits in situation.cells.items()
        )


def _result(made: object) -> Result:
    assert isinstance(made, Made)
    return made.result


def expected(old: Any, new: Any, unordered: bool, adding: bool) -> set[tuple[Any, ...]]:
    """What changes, as the tests say it: `("becomes", old, new)`, `("by", n)`, `("gone", x)`…"""
    lists = [one if isinstance(one, tuple) else (one,) for one in (old, new)]
    if Fault in (type(old), type(new)) or not any(isinstance(one, tuple) for one in (old, new)):
        if old != new and adding:
            return {("by", new - old)}
        return {("becomes", old, new)} if old != new else set()
    moves = {("gone", one) for one in lists[0] if one not in lists[1]}
    moves |= {("added", one) for one in lists[1] if one not in lists[0]}
    if not moves and lists[0] != lists[1] and not unordered:
        return {("becomes", *lists)}
    return moves


def told(region: Region) -> list[tuple[Any, ...]]:
    change = region.change
    if isinstance(change, Becomes):
        return [("becomes", change.old, change.new)]
    if isinstance(change, Shifts):
        return [("by", change.by)]
    return [*(("gone", one) for one in change.gone), *(("added", one) for one in change.added)]


@settings(max_examples=200, phases=(Phase.explicit, Phase.generate))
@given(pair=edits())
def test_regions_are_right(pair: tuple[Generated, Rulebook]) -> None:
    made, new = pair
    old = loads(made.text).definition
    found = diff(old, new)
    assert not found.unexamined
    rows = Rows(found)
    decisions = {one.old: one for one in found.outcomes.decisions}
    shares: dict[tuple[str, int], float] = {}
    nearest: dict[tuple[str, int], int] = {}
    total = 0.0
    for case, weight, away, results in rows:
        differs = False
        for name, (before, after) in results.items():
            policies = (old.decisions[name].policy, new.decisions[name].policy)
            adding = {HitPolicy.SUM, HitPolicy.COUNT} >= set(policies)
            want = expected(before, after, HitPolicy.COLLECT in policies, adding)
            differs |= bool(want)
            regions = decisions[name].regions if name in decisions else ()
            said: list[tuple[Any, ...]] = []
            for number, region in enumerate(regions):
                inside = sum(rows.holds(one, case) for one in region.situations)
                assert inside <= 1
                if inside:
                    said += told(region)
                    shares[name, number] = shares.get((name, number), 0) + weight
                    nearest[name, number] = min(nearest.get((name, number), 99), away)
            assert len(said) == len(set(said))
            assert set(said) == want, (name, case)
        total += weight * differs
    if rows.complete:
        assert found.outcomes.share is not None
        assert isclose(total, found.outcomes.share, abs_tol=1e-9)
        for one in decisions.values():
            for number, region in enumerate(one.regions):
                assert isclose(shares[one.old, number], region.share, abs_tol=1e-9)
                assert nearest[one.old, number] == region.situations[0].away
    for one in decisions.values():
        are_consistent(rows, one)
    report(found)
    found.to_dict()


def are_consistent(rows: Rows, one: DecisionDiff) -> None:
    for region in one.regions:
        assert region.complete
        assert isclose(sum(s.share for s in region.situations), region.share, abs_tol=1e-9)
        for situation in region.situations:
            assert rows.holds(situation, situation.example)
            case = {name: cells.samples[cells.plain] for name, cells in rows.cells.items()}
            case |= situation.example
            away = sum(
                rows.cells[name].index(value) != rows.cells[name].plain
                for name, value in situation.example.items()
            )
            assert away == situation.away
            before, after = rows.results(case)[one.old]
            assert before != after


@settings(max_examples=100, phases=(Phase.explicit, Phase.generate))
@given(pair=edits())
def test_big_tables_are_compared_where_they_were_changed(pair: tuple[Generated, Rulebook]) -> None:
    made, new = pair
    old = loads(made.text).definition
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diff_narrowing, "BIG", 0)
        narrow = diff(old, new)
    assert narrow.outcomes == diff(old, new).outcomes


@settings(max_examples=60, phases=(Phase.explicit, Phase.generate))
@given(pair=edits())
def test_other_names_of_facts_change_nothing(pair: tuple[Generated, Rulebook]) -> None:
    made, new = pair
    old = loads(made.text).definition
    renamed: LoadedRulebook = loads(re.sub(r"\bfact(\d)\b", r"other\1", made.text))
    same = diff(old, renamed.definition)
    assert same.quiet
    assert not same.same
    assert same.outcomes.share == 0
    there, back = diff(renamed.definition, new), diff(old, new)
    assert [
        (one.old, [(region.change, region.share) for region in one.regions])
        for one in there.outcomes.decisions
    ] == [
        (one.old, [(region.change, region.share) for region in one.regions])
        for one in back.outcomes.decisions
    ]


@settings(max_examples=60, phases=(Phase.explicit, Phase.generate))
@given(pair=edits())
def test_what_is_too_large_is_said(pair: tuple[Generated, Rulebook]) -> None:
    made, new = pair
    old = loads(made.text).definition
    exact, bounded = diff(old, new), diff(old, new, budget=40)
    unexamined = {*bounded.outcomes.unexamined}
    missing = {one.old for one in exact.outcomes.decisions}
    missing -= {one.old for one in bounded.outcomes.decisions}
    assert missing <= unexamined | {*bounded.outcomes.unexamined_reasons}
    assert not (unexamined and bounded.quiet)
    assert (bounded.outcomes.share is None) >= bool(unexamined)


def test_a_budget_of_nothing_examines_nothing() -> None:
    text = """
title: T
version: "1"
facts: {rain: {type: yes/no, question: Is it raining?}}
advice: {stay: {title: Stay}, go: {title: Go}}
decisions:
  what: {hit policy: first, rules: [{id: one, when: {rain: yes}, then: stay}], otherwise: go}
"""
    old, new = loads(text).definition, loads(text.replace("rain: yes", "rain: no")).definition
    found = diff(old, new, budget=1)
    assert found.outcomes.unexamined == ("what",)
    assert not found.quiet
