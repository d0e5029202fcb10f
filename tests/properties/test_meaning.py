"""The engine means what the page says: against the naive reading in `oracles/brute.py`."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.engine import RulebookError, loads
from fingerpost.engine.evaluate import DecisionAnswer, Fault, Reference
from oracles import brute
from properties.rulebooks import (
    DrawnDice,
    Generated,
    Given,
    as_written,
    random_rulebook,
    rulebooks_with_case,
)

MOST_COMPLETIONS = 250
Setup = tuple[Generated, dict[str, Given], list[str]]


def to_brute(result: object) -> object:
    """A result of the engine as the naive reading has it."""
    if isinstance(result, Fault):
        return brute.Fault(result.value)
    if isinstance(result, tuple):
        return tuple(to_brute(one) for one in result)
    return brute.normal(result)


def to_plain(result: object) -> object:
    """A result of the naive reading as the API gives it."""
    match result:
        case brute.Fault():
            return None
        case tuple():
            return [to_plain(one) for one in result]
        case brute.Fraction():
            return int(result) if result.denominator == 1 else float(result)
        case _:
            return result


def forget(made: Generated, book: brute.Book, case: Mapping[str, Given], order: list[str]) -> dict:
    """The case without as many facts, in that order, as brute force can stand."""
    known = dict(case)
    sizes = 1
    for fact in order:
        sizes *= len(book.representatives(fact))
        if sizes > MOST_COMPLETIONS:
            break
        del known[fact]
    return known


def check_answers(found: Mapping[str, DecisionAnswer], wanted: Mapping[str, brute.Answer]) -> None:
    assert list(found) == list(wanted)
    for name, one in found.items():
        possible = [to_brute(result) for result in one.possible]
        assert len(set(possible)) == len(possible)
        assert set(possible) == wanted[name].possible
        assert one.settled == (len(possible) == 1)
        assert (to_brute(one.result) == possible[0]) if one.settled else (one.result is None)
        assert len(set(one.ask)) == len(one.ask)
        assert set(one.ask) == wanted[name].ask
        assert set(one.rules) == wanted[name].rules


@given(rulebooks_with_case(), st.data())
def test_complete_cases_are_decided_as_the_naive_reading_decides_them(
    setup: Setup, data: st.DataObject
) -> None:
    made, case, _ = setup
    book, rulebook = brute.Book(made.text), loads(made.text)
    dice = DrawnDice(data.draw)
    for _ in range(3):
        wanted = book.decide({fact: brute.normal(value) for fact, value in case.items()})
        spelt = {fact.id: as_written(case[fact.id], fact, dice) for fact in made.facts}
        answer = rulebook.advise(spelt)
        for name, (result, rules) in wanted.items():
            one = answer[name]
            assert one.settled
            assert (one.outcome, one.possible) == (to_plain(result), [to_plain(result)])
            assert one.fault == (str(result) if isinstance(result, brute.Fault) else None)
            assert (set(one.rules), one.ask) == (rules, [])
        reference = Reference(rulebook.definition).answers(rulebook.case(spelt))
        assert {name: to_brute(one.result) for name, one in reference.items()} == {
            name: result for name, (result, _) in wanted.items()
        }
        case = made.case(dice)


@given(rulebooks_with_case())
def test_partial_cases_are_answered_as_all_their_completions_together(setup: Setup) -> None:
    made, case, order = setup
    book, rulebook = brute.Book(made.text), loads(made.text)
    known = forget(made, book, case, order)
    wanted = book.answers({fact: brute.normal(value) for fact, value in known.items()})
    checked = rulebook.case(known)
    check_answers(Reference(rulebook.definition).answers(checked), wanted)
    answer = rulebook.advise(known)
    check_answers(answer.found, wanted)
    for name, one in answer.items():
        possible = {repr(to_plain(result)) for result in wanted[name].possible}
        assert {repr(result) for result in one.possible} == possible


@given(rulebooks_with_case(), st.randoms(use_true_random=False))
def test_the_order_of_facts_in_a_case_does_not_matter(setup: Setup, random: Any) -> None:
    made, case, order = setup
    rulebook = loads(made.text)
    known = forget(made, brute.Book(made.text), case, order)
    pairs = list(known.items())
    random.shuffle(pairs)
    assert rulebook.advise(dict(pairs)).to_dict() == rulebook.advise(known).to_dict()
    unknown = {fact: None for fact in order if fact not in known}
    assert rulebook.advise({**unknown, **known}).to_dict() == rulebook.advise(known).to_dict()


@given(rulebooks_with_case())
def test_learning_a_fact_never_adds_an_outcome_and_never_unsettles(setup: Setup) -> None:
    made, case, order = setup
    rulebook = loads(made.text)
    known = forget(made, brute.Book(made.text), case, order)
    before = rulebook.advise(known)
    for fact in [fact for fact in order if fact not in known]:
        known[fact] = case[fact]
        after = rulebook.advise(known)
        for name, one in after.found.items():
            was = before.found[name]
            assert set(one.possible) <= set(was.possible)
            assert set(one.ask) <= set(was.ask) - {fact}
            if was.settled:
                assert (one.settled, one.result) == (True, was.result)
            elif fact not in was.ask:
                assert (one.possible, one.ask) == (was.possible, was.ask)
        before = after


@given(rulebooks_with_case(), st.data())
def test_a_settled_outcome_stays_under_every_completion(setup: Setup, data: st.DataObject) -> None:
    made, case, order = setup
    rulebook = loads(made.text)
    known = forget(made, brute.Book(made.text), case, order)
    before = rulebook.advise(known).found
    dice = DrawnDice(data.draw)
    for _ in range(5):
        completed = rulebook.advise({**made.case(dice), **known}).found
        for name, one in completed.items():
            assert one.result in before[name].possible
            if before[name].settled:
                assert one.result == before[name].result


def test_the_dice_throw_every_form() -> None:
    """What the generator is for: each form of the language turns up in a few hundred throws."""
    texts = "\n".join(random_rulebook(seed).text for seed in range(400))
    forms = (
        *("type: yes/no", "type: choice", "type: whole number", "type: number", "type: date"),
        *(f"hit policy: {policy}" for policy in ("unique", "any", "first", "priority", "collect")),
        *(f"hit policy: collect {one}" for one in ("count", "sum", "min", "max")),
        *(
            "rule order",
            "output order",
            "otherwise:",
            "priorities:",
            "settings:",
            "unit:",
            "range:",
        ),
        *("any:", "all:", "not:", "always", "at least", "at most", "more than", "less than"),
        *("before", "after", "on or before", "on or after", ">=", "<=", "= ", "or more", "or less"),
        *("between", " to ", "neither", " nor ", "not (", "not(", "anything", '"-"', "includes"),
        *("not includes", "empty", "not empty", "[(", " or ", ", ", "..", "not [", "not ("),
    )
    assert [form for form in forms if form not in texts] == []
    assert prod(len(random_rulebook(seed).facts) for seed in range(9)) > 1


# -- what was found so far ---------------------------------------------------------------------

PAGE = """
title: t
version: 1
facts:
  n: {type: whole number, question: q, unit: "day, days"}
  x: {type: number, question: q}
advice: {a: {title: A}, b: {title: B}}
decisions:
  tips:
    hit policy: collect
    rules:
      - {id: r, when: {n: at least 2}, then: a}
      - {id: s, when: {n: at least 5}, then: b}
  go:
    hit policy: first
    rules:
      - {id: r, when: {PHRASE}, then: a}
    otherwise: b
"""


@pytest.mark.parametrize(
    ("phrase", "inside", "outside"),
    [
        ('n: "not ([1..3])"', 4, 2),
        ('n: "not ([1..3], 7)"', 4, 7),
        ('n: "not (7 or [1..3])"', 4, 1),
        ('n: "not ((1..3))"', 3, 2),
        ('n: "not(at least 7 or (1 day..3 days])"', 4, 3),
        ('n: "not (1..3)"', 3, 2),
        ('n: ["not [1..3]"]', 4, 2),
        ('n: ["[1..3)"]', 2, 3),
        ("n: [(1..3)]", 2, 3),
        ("n: [1..3]", 3, 4),
        ("tips: includes b or empty", 0, 2),
        ("tips: [includes b, empty]", 0, 2),
        ('tips: "not (includes b, empty)"', 2, 0),
        ("tips: empty or includes b", 5, 2),
    ],
)
def test_phrases_that_were_once_refused(phrase: str, inside: int, outside: int) -> None:
    rulebook = loads(PAGE.replace("PHRASE", phrase))
    assert rulebook.advise({"n": inside})["go"].outcome == "a"
    assert rulebook.advise({"n": outside})["go"].outcome == "b"


@pytest.mark.parametrize(
    "number",
    ["1.00000000000000000000000000000001", "0.99999999999999999999999999999999", f"{'9' * 29}"]
    + [
        f"0.{'0' * 1_000_020}1",
        f"1{'0' * 1_000_020}",
        f"1{'0' * 1_000_020}.5",
        f"0.{'9' * 1_000_000}",
    ],
)
def test_a_number_of_too_many_digits_is_refused_never_rounded(number: str) -> None:
    with pytest.raises(RulebookError) as caught:
        loads(PAGE.replace("PHRASE", f"x: at least {number}"))
    assert [found.code for found in caught.value.diagnostics] == ["wrong-type"]


@pytest.mark.parametrize(
    "number", ["100", "1.50", "1_000", "1e3", "0.10", "1.0000000000000000000000"]
)
def test_needless_zeros_are_no_digits(number: str) -> None:
    loads(PAGE.replace("PHRASE", f"x: at least {number}"))


def test_a_sum_is_exact_whatever_its_order() -> None:
    big, small = "999999999999999", "0.00000000000006"
    for numbers in ((big, small, f"-{big}"), (big, f"-{big}", small)):
        rules = "".join(
            f"      - {{id: r{i}, when: {{n: at least 0}}, then: {number}}}\n"
            for i, number in enumerate(numbers)
        )
        total = f"  total:\n    gives: number\n    hit policy: collect sum\n    rules:\n{rules}"
        rulebook = loads(PAGE.replace("PHRASE", "n: 1") + total)
        assert rulebook.advise({"n": 1})["total"].outcome == float(small)
        assert float(small) in rulebook.advise({})["total"].possible
