"""Odd values from Python are refused with a message that can be printed, never with a traceback."""

from datetime import date, datetime
from decimal import Decimal, localcontext

import pytest

from fingerpost.engine import RulebookError, load, loads

RULEBOOK = loads(
    """
title: t
version: "1"
facts:
  n: {type: whole number, question: "How many?", unit: "day, days", range: 0 to 99}
  x: {type: number, question: "How much?"}
  y: {type: yes/no, question: "So?"}
  c: {type: choice, question: "Which?", options: [one, "2"]}
  d: {type: date, question: "When?"}
placeholders: {who: who it is}
advice: {a: {title: A}}
decisions: {e: {hit policy: first, rules: [{id: r, when: {n: 3, y: yes}, then: a}]}}
"""
)


class Silent:
    def __str__(self) -> str:
        raise RuntimeError("never call me")


class Word(str):
    pass


@pytest.mark.parametrize(
    ("fact", "value", "kept"),
    [
        ("n", 3, 3),
        ("n", 3.0, 3),
        ("n", Decimal("3"), 3),
        ("n", "3 days", 3),
        ("n", " 3 ", 3),
        ("x", 2.5, Decimal("2.5")),
        ("x", 0.1, Decimal("0.1")),
        ("y", True, True),
        ("y", "no", False),
        ("c", Word("one"), "one"),
        ("c", "2", "2"),
        ("d", date(2026, 12, 1), date(2026, 12, 1)),
        ("d", "2026-12-01", date(2026, 12, 1)),
    ],
)
def test_values_that_can_be_meant(fact: str, value: object, kept: object) -> None:
    assert RULEBOOK.case({fact: value}) == {fact: kept}


@pytest.mark.parametrize("value", [None, "unknown", "?"])
def test_unknown(value: object) -> None:
    assert RULEBOOK.case({"n": value}) == {}


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("n", True),
        ("n", 2.5),
        ("n", -1),
        ("n", 100),
        ("n", 10**5000),
        ("n", Decimal("1E+999999")),
        ("n", float("nan")),
        ("n", float("inf")),
        ("n", b"3"),
        ("n", [3]),
        ("n", Silent()),
        ("n", "\ud800"),
        ("n", "three\nlines\x00"),
        ("x", complex(1)),
        ("y", 1),
        ("y", "perhaps"),
        ("c", 2),
        ("c", ["one"]),
        ("d", datetime(2026, 12, 1)),
        ("d", 20261201),
        ("d", "1.12.2026"),
        ("e", "a"),
        ("nn", 3),
        (3, 3),
        (None, 3),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_that_cannot(fact: object, value: object) -> None:
    with pytest.raises(RulebookError) as caught:
        RULEBOOK.advise({fact: value})
    (finding,) = caught.value.diagnostics
    finding.one_line().encode("utf-8")
    assert "\n" not in finding.one_line()
    assert finding.help


def test_texts_for_placeholders_are_kept_as_they_are() -> None:
    assert RULEBOOK.case({"who": "Dana\nfrom the shop"}).texts == {"who": "Dana\nfrom the shop"}


def test_the_callers_decimal_context_changes_nothing() -> None:
    page = """
title: t
version: "1"
facts: {n: {type: whole number, question: "How many?", range: 0 to 100000},
        x: {type: number, question: "How much?"}}
decisions:
  d:
    hit policy: collect sum
    gives: number
    rules:
      - {id: a, when: {n: at least 12345}, then: 0.5}
      - {id: b, when: {x: between 12345.678 and 12345.679}, then: 0.5}
"""
    with localcontext() as context:
        context.prec = 3
        answer = loads(page).advise({"n": 12345})["d"]
        assert (answer.possible, answer.ask) == ([0.5, 1], ["x"])


def test_answers_do_not_fill_the_memory() -> None:
    rulebook = load("hear-back")
    rulebook.advise({})
    diagrams = rulebook.answerer.compiler("next_move").diagrams
    size = len(diagrams)
    for impression in ("warm", "neutral", "cold"):
        for days in range(9):
            rulebook.advise({"impression": impression, "days_since_interview": days})
    assert len(diagrams) == size


@pytest.mark.parametrize(
    "name", ["x" * 300, "x" * 300 + ".yaml", "", "a\0b", "nowhere/at/all.yaml"]
)
def test_names_that_cannot_be_files(name: str) -> None:
    with pytest.raises(RulebookError):
        load(name)
