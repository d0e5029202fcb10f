"""What-if against brute force: ranges exact, nearest truly nearest, minimal truly minimal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product
from random import Random
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fingerpost.engine import load, loads
from fingerpost.engine.candidates import candidates
from fingerpost.engine.diagrams.answering import Answerer
from fingerpost.engine.evaluate import Reference, Result
from fingerpost.engine.evaluate import test_holds as holds
from fingerpost.engine.language.conditions import operands as every_operand
from fingerpost.engine.language.conditions import tests_in as every_test
from fingerpost.engine.language.rulebook import CHANGES, Fact, Rulebook
from fingerpost.engine.language.vocabulary import Choice, Day, ListOf, Number, Value, YesNo, below
from fingerpost.engine.scenarios.maps import map_of
from fingerpost.engine.scenarios.reaching import Way, reach
from fingerpost.engine.scenarios.settings import with_setting
from fingerpost.engine.scenarios.sufficient import smallest_reasons
from fingerpost.engine.scenarios.tipping import Tipping, results_at, vary_fact
from fingerpost.engine.scenarios.tipping_settings import vary_setting
from properties.rulebooks import Generated, rulebooks_with_case

QUICK = settings(phases=(Phase.explicit, Phase.generate), max_examples=60)


def known_of(
    rulebook: Rulebook, case: Mapping[str, Any], some: Random, share: float
) -> dict[str, Value]:
    """Some facts of a complete case."""
    return {name: value for name, value in case.items() if some.random() < share}


def probes(rulebook: Rulebook, fact: Fact) -> list[Value]:
    """Values of every kind that the tests can tell apart, and neighbours."""
    tests = [
        test.test
        for decision in rulebook.decisions.values()
        for rule in decision.rules
        for test in every_test(rule.condition)
        if test.fact == fact.id
    ]
    return list(candidates(fact.type, tests))


def in_range(tipping: Tipping, value: Value) -> list[tuple[Result, ...]]:
    return [
        tuple(results_at(one.possible, value)) for one in tipping.ranges if holds(one.test, value)
    ]


@QUICK
@given(rulebooks_with_case(), st.integers(0, 2**32))
def test_the_ranges_of_a_fact_are_exact(setup: tuple[Generated, Any, Any], seed: int) -> None:
    made, complete, _ = setup
    rulebook = loads(made.text)
    definition, some = rulebook.definition, Random(seed)
    case = known_of(definition, rulebook.case(complete), some, 0.8)
    reference = Reference(definition)
    name = some.choice(list(definition.decisions))
    fact = some.choice(list(definition.facts))
    tipping = vary_fact(rulebook.answerer, name, case, fact)
    for value in probes(definition, definition.facts[fact]):
        expected = reference.answer(name, {**case, fact: value}).possible
        assert in_range(tipping, value) == [expected]
    for one, two in zip(tipping.ranges, tipping.ranges[1:], strict=False):
        assert one.possible != two.possible
    if fact in case:
        assert sum(one.here for one in tipping.ranges) == 1


def setting_probes(rulebook: Rulebook, value: Value) -> Iterator[Value]:
    if isinstance(value, date):
        yield from (value + timedelta(step) for step in range(-4, 5))
        return
    yield from (int(value) + step for step in range(-24, 25))
    yield from (Decimal(step) / 4 for step in range(-12, 48))
    yield from (Decimal(step) / 3 for step in range(-12, 48))


@QUICK
@given(rulebooks_with_case(), st.integers(0, 2**32))
def test_the_ranges_of_a_setting_are_exact(setup: tuple[Generated, Any, Any], seed: int) -> None:
    made, complete, _ = setup
    rulebook = loads(made.text)
    definition, some = rulebook.definition, Random(seed)
    if not definition.settings:
        return
    case = known_of(definition, rulebook.case(complete), some, 0.8)
    name = some.choice(list(definition.decisions))
    setting = definition.settings[some.choice(list(definition.settings))]
    tipping = vary_setting(definition, name, case, setting.id)
    for value in setting_probes(definition, setting.value):
        if setting.interval is not None and value not in setting.interval:
            continue
        if whole_only(definition, setting.id) and value != int(value):  # type: ignore[call-overload,operator]
            continue
        changed = with_setting(definition, setting.id, value)
        expected = Reference(changed).answer(name, case).possible
        found = in_range(tipping, value)
        (results,) = found
        assert set(results) == set(expected)
        assert len(results) >= len(expected)
    check_ranges(tipping)


def check_ranges(tipping: Tipping) -> None:
    """Neighbours differ, and where nothing matters there is nothing to tell."""
    for one, two in zip(tipping.ranges, tipping.ranges[1:], strict=False):
        assert one.possible != two.possible
    assert sum(one.here for one in tipping.ranges) == 1
    assert tipping.matters or len(tipping.ranges) == 1


def whole_only(rulebook: Rulebook, setting: str) -> bool:
    """Whether the setting is compared with whole numbers, or given as one, so that it is one itself."""
    for decision in rulebook.decisions.values():
        given = [one for rule in decision.rules for one in rule.outcomes]
        given += decision.otherwise.outcomes if decision.otherwise else ()
        kinds: list[Any] = [decision.type] if any(one.setting == setting for one in given) else []
        kinds += [
            rulebook.type_of(test.fact)
            for rule in decision.rules
            for test in every_test(rule.condition)
            if any(one.setting == setting for one in every_operand(test.test))
        ]
        for kind in kinds:
            item = kind.item if isinstance(kind, ListOf) else kind
            if isinstance(item, Number) and item.whole:
                return True
    return False


# -- the nearest other answer ------------------------------------------------------------------


def changeable(rulebook: Rulebook, some: Random) -> Rulebook:
    facts: dict[str, Fact] = {}
    for name, fact in rulebook.facts.items():
        ways = ["no", "yes"] if isinstance(fact.type, Choice) else list(CHANGES)
        cost = Decimal(some.choice([1, 1, 2, 3]))
        facts[name] = replace(fact, changeable=some.choice([*ways, "yes"]), cost=cost)  # type: ignore[arg-type]
    return replace(rulebook, facts=facts)


def allowed(fact: Fact, old: Value, new: Value) -> bool:
    if old == new:
        return True
    match fact.changeable:
        case "no":
            return False
        case "yes":
            return True
        case "only up":
            return new is True if isinstance(fact.type, YesNo) else below(old, new)
        case _:
            return new is False if isinstance(fact.type, YesNo) else below(new, old)


def brute_cost(
    rulebook: Rulebook, name: str, case: Mapping[str, Value], wanted: Any
) -> Decimal | None:
    reference = Reference(rulebook)
    told = reference.told_apart(name)
    facts = list(told)
    best: Decimal | None = None
    pools: list[list[Value]] = []
    for fact in facts:
        near = nearby(rulebook.facts[fact], case[fact])
        values = [*told[fact], case[fact], *probes(rulebook, rulebook.facts[fact]), *near]
        pools.append(
            [v for v in dict.fromkeys(values) if allowed(rulebook.facts[fact], case[fact], v)]
        )
    for values in product(*pools):
        changed = {**case, **dict(zip(facts, values, strict=True))}
        cost = sum((rulebook.facts[f].cost for f in facts if changed[f] != case[f]), Decimal(0))
        if (best is None or cost < best) and wanted(reference.decide(name, changed).result):
            best = cost
    return best


def nearby(fact: Fact, value: Value) -> list[Value]:
    if isinstance(fact.type, Number):
        steps = (
            [value + 1, value - 1]
            if fact.type.whole
            else [value + Decimal("0.001"), value - Decimal("0.001")]
        )  # type: ignore[operator]
    elif isinstance(fact.type, Day):
        steps = [value + timedelta(1), value - timedelta(1)]  # type: ignore[operator]
    else:
        return []
    return [one for one in steps if one in fact.type.interval]


def led(case: Mapping[str, Value], way: Way) -> dict[str, Value]:
    return {**case, **{one.fact: one.new for one in way.changes}}


@QUICK
@given(rulebooks_with_case(), st.integers(0, 2**32))
def test_the_nearest_other_answer_is_the_nearest(
    setup: tuple[Generated, Any, Any], seed: int
) -> None:
    made, complete, _ = setup
    some = Random(seed)
    rulebook = loads(made.text)
    definition = changeable(rulebook.definition, some)
    answerer, reference = Answerer(definition), Reference(definition)
    name = some.choice(list(definition.decisions))
    told = reference.told_apart(name)
    if len(told) > 4:
        return
    case = rulebook.case(complete)
    goal = some.choice(reference.answer(name, {}).possible)

    def wanted(result: Result) -> bool:
        return result == goal

    found = reach(answerer, name, case, wanted)
    best = brute_cost(definition, name, case, wanted)
    assert found.already == wanted(reference.decide(name, case).result)
    if found.already:
        return
    assert (best is None) == (not found.ways)
    for number, way in enumerate(found.ways):
        assert not way.turns_out
        assert way.cost == sum(definition.facts[one.fact].cost for one in way.changes)
        assert number or way.cost == best
        assert wanted(reference.decide(name, led(case, way)).result)
        for one in way.changes:
            assert allowed(definition.facts[one.fact], case[one.fact], one.new)
            rest = replace(way, changes=tuple(other for other in way.changes if other != one))
            assert not wanted(reference.decide(name, led(case, rest)).result)
    changed = [frozenset(one.fact for one in way.changes) for way in found.ways]
    assert all(not one <= two for one, two in combinations(changed, 2))
    assert [way.cost for way in found.ways] == sorted(way.cost for way in found.ways)
    if not found.ways:
        check_forbidding(definition, name, case, wanted, found.forbidding, found.never)


def check_forbidding(
    rulebook: Rulebook,
    name: str,
    case: Mapping[str, Value],
    wanted: Any,
    forbidding: tuple[str, ...],
    never: bool,
) -> None:
    """Held alone they forbid it; with one of them free, they do not."""

    def possible(held: tuple[str, ...]) -> bool:
        facts = {
            fact: one if fact in held else replace(one, changeable="yes")
            for fact, one in rulebook.facts.items()
        }
        return brute_cost(replace(rulebook, facts=facts), name, case, wanted) is not None

    assert never == (not possible(()))
    if not never:
        assert not possible(forbidding)
        for one in forbidding:
            assert possible(tuple(other for other in forbidding if other != one))


@QUICK
@given(rulebooks_with_case(), st.integers(0, 2**32))
def test_ways_of_open_cases_lead_there_whatever_is_unknown(
    setup: tuple[Generated, Any, Any], seed: int
) -> None:
    made, complete, _ = setup
    some = Random(seed)
    rulebook = loads(made.text)
    definition = changeable(rulebook.definition, some)
    answerer, reference = Answerer(definition), Reference(definition)
    name = some.choice(list(definition.decisions))
    case = known_of(definition, rulebook.case(complete), some, 0.6)
    goal = some.choice(reference.answer(name, {}).possible)
    found = reach(answerer, name, case, lambda result: result == goal)
    for way in found.ways:
        after = led(case, way) | {one.fact: one.new for one in way.turns_out}
        if way.turns_out:
            assert goal in reference.answer(name, led(case, way)).possible
        assert reference.answer(name, after).possible == (goal,)


# -- why, minimal ------------------------------------------------------------------------------


@QUICK
@given(rulebooks_with_case(), st.integers(0, 2**32))
def test_reasons_are_smallest(setup: tuple[Generated, Any, Any], seed: int) -> None:
    made, complete, _ = setup
    some = Random(seed)
    rulebook = loads(made.text)
    reference = Reference(rulebook.definition)
    name = some.choice(list(rulebook.definition.decisions))
    case = known_of(rulebook.definition, rulebook.case(complete), some, 0.9)
    found = smallest_reasons(rulebook.answerer, name, case, 100)
    if not reference.answer(name, case).settled:
        assert found == ()
        return
    result = reference.answer(name, case).result

    def forces(facts: tuple[str, ...]) -> bool:
        return reference.answer(name, {fact: case[fact] for fact in facts}).result == result

    sizes = range(len(case) + 1)
    size = next(n for n in sizes if any(forces(facts) for facts in combinations(case, n)))
    expected = {frozenset(facts) for facts in combinations(case, size) if forces(facts)}
    assert {frozenset(one) for one in found} == expected
    assert len(found) == len(expected)


# -- maps --------------------------------------------------------------------------------------


@QUICK
@given(rulebooks_with_case(), st.integers(0, 2**32))
def test_every_field_of_a_map_is_right(setup: tuple[Generated, Any, Any], seed: int) -> None:
    made, complete, _ = setup
    some = Random(seed)
    rulebook = loads(made.text)
    definition = rulebook.definition
    if len(definition.facts) < 2:
        return
    across, down = some.sample(list(definition.facts), 2)
    name = some.choice(list(definition.decisions))
    case = known_of(definition, rulebook.case(complete), some, 0.8)
    found = map_of(rulebook.answerer, name, case, across, down)
    reference = Reference(definition)
    for x in probes(definition, definition.facts[across]):
        for y in probes(definition, definition.facts[down]):
            (column,) = [n for n, test in enumerate(found.across.strips) if holds(test, x)]
            (row,) = [n for n, test in enumerate(found.down.strips) if holds(test, y)]
            expected = reference.answer(name, {**case, across: x, down: y}).possible
            assert found.fields[row][column] == expected


def test_hear_back_says_what_the_issue_asks() -> None:
    rulebook = load("hear-back")
    case = rulebook.case(
        {"heard_back": "nothing", "impression": "neutral", "follow_ups_ignored": 3}
    )
    assert smallest_reasons(rulebook.answerer, "next_move", case) == (
        ("impression", "heard_back", "follow_ups_ignored"),
    )
    never = reach(rulebook.answerer, "next_move", case, lambda result: result == "answer_them")
    assert never.forbidding == ("heard_back",)
