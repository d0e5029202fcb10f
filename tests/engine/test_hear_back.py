"""The engine on the hear-back rulebook, against a second implementation of the same page."""

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.engine import load
from oracles.hear_back import FACTS, YES_NO, decide, read

HIGHEST = {"days_since_interview": 365, "days_since_last_contact": 365, "follow_ups_ignored": 20}


def any_value(fact: str) -> st.SearchStrategy[Any]:
    values = st.sampled_from(FACTS[fact])
    return values | st.integers(0, HIGHEST[fact]) if fact in HIGHEST else values


complete_cases = st.fixed_dictionaries({fact: any_value(fact) for fact in FACTS})
cases_with_none = st.fixed_dictionaries({fact: st.none() | any_value(fact) for fact in FACTS})


@pytest.fixture(scope="module")
def rulebook() -> Any:
    return load("hear-back")


def random_case(random: Random) -> dict[str, object]:
    case = {fact: random.choice(values) for fact, values in FACTS.items()}
    for fact, highest in HIGHEST.items():
        if random.random() < 0.5:
            case[fact] = random.randint(0, highest)
    return case


def only_known(case: Mapping[str, object]) -> dict[str, object]:
    return {fact: value for fact, value in case.items() if value is not None}


def spelled(value: object, as_text: bool) -> object:
    return ("yes" if value else "no") if as_text and isinstance(value, bool) else value


def hashable(outcome: Any) -> object:
    return tuple(outcome) if isinstance(outcome, list) else outcome


def assert_agrees(rulebook: Any, case: Mapping[str, object]) -> None:
    answer = rulebook.advise(case)
    expected = read(case)
    as_dict = answer.to_dict()["decisions"]
    assert set(as_dict) == set(expected)
    for decision, reading in expected.items():
        got = answer[decision]
        where = f"{decision} of {dict(case)}"
        assert got.settled is reading.settled, where
        assert got.outcome == reading.outcome, where
        assert sorted(map(hashable, got.possible)) == sorted(reading.possible), where
        assert sorted(got.ask) == sorted(reading.relevant), where
        for key in ("settled", "outcome", "possible", "ask"):
            assert as_dict[decision][key] == getattr(got, key), f"{key}, {where}"


def test_complete_cases(rulebook: Any) -> None:
    random = Random(20240613)
    for _ in range(3_000):
        case = random_case(random)
        answer = rulebook.advise(case)
        assert {decision: answer[decision].outcome for decision in decide(case)} == decide(case)
        assert_agrees(rulebook, case)


@settings(max_examples=1_000, deadline=None)
@given(case=cases_with_none)
def test_partial_cases(rulebook: Any, case: dict[str, object]) -> None:
    assert_agrees(rulebook, only_known(case))


@settings(max_examples=200, deadline=None)
@given(case=complete_cases, hidden=st.sets(st.sampled_from(list(FACTS)), min_size=1, max_size=4))
def test_cases_with_little_unknown(
    rulebook: Any, case: dict[str, object], hidden: set[str]
) -> None:
    assert_agrees(rulebook, {fact: value for fact, value in case.items() if fact not in hidden})


def test_nothing_known(rulebook: Any) -> None:
    assert_agrees(rulebook, {})


@settings(max_examples=200, deadline=None)
@given(case=cases_with_none, order=st.permutations(list(FACTS)))
def test_order_of_facts_does_not_matter(
    rulebook: Any, case: dict[str, object], order: list[str]
) -> None:
    known = only_known(case)
    shuffled = {fact: known[fact] for fact in order if fact in known}
    assert rulebook.advise(shuffled).to_dict() == rulebook.advise(known).to_dict()


@settings(max_examples=200, deadline=None)
@given(case=cases_with_none, as_text=st.sets(st.sampled_from(list(FACTS))))
def test_yes_and_no_as_text_or_as_bool(
    rulebook: Any, case: dict[str, object], as_text: set[str]
) -> None:
    known = only_known(case)
    expected = rulebook.advise(known).to_dict()["decisions"]
    some = {fact: spelled(value, fact in as_text) for fact, value in known.items()}
    every = {fact: spelled(value, True) for fact, value in known.items()}
    assert rulebook.advise(some).to_dict()["decisions"] == expected
    assert rulebook.advise(every).to_dict()["decisions"] == expected


@pytest.mark.parametrize("fact", [fact for fact, values in FACTS.items() if values == YES_NO])
@pytest.mark.parametrize(("text", "value"), [("yes", True), ("no", False)])
def test_each_yes_no_fact_as_text(rulebook: Any, fact: str, text: str, value: bool) -> None:
    as_text = rulebook.advise({fact: text}).to_dict()["decisions"]
    assert as_text == rulebook.advise({fact: value}).to_dict()["decisions"]


@settings(max_examples=200, deadline=None)
@given(case=cases_with_none)
def test_none_means_unknown(rulebook: Any, case: dict[str, object]) -> None:
    with_none = rulebook.advise(case).to_dict()["decisions"]
    assert with_none == rulebook.advise(only_known(case)).to_dict()["decisions"]


def test_a_cold_impression_alone_asks_whether_they_answered(rulebook: Any) -> None:
    move = rulebook.advise({"impression": "cold"})["next_move"]
    assert not move.settled
    assert move.outcome is None
    assert set(move.possible) == {"answer_them", "close_politely", "let_go"}
    assert move.ask == ["heard_back"]


def test_a_cold_impression_without_an_answer_is_let_go(rulebook: Any) -> None:
    move = rulebook.advise({"impression": "cold", "heard_back": "nothing"})["next_move"]
    assert move.settled
    assert move.outcome == "let_go"
    assert move.possible == ["let_go"]
    assert move.ask == []
