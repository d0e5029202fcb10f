"""Compiled evaluators and columns answer as the plain reading does: all policies, all types of facts,
unknown facts included."""

import datetime
import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fingerpost.engine import LoadedRulebook, RulebookError, load, loads
from fingerpost.engine.api import plain_result
from fingerpost.engine.diagrams.answering import Answerer
from fingerpost.engine.evaluate import Fault, Reference
from properties.rulebooks import (
    DrawnDice,
    Generated,
    RandomDice,
    as_written,
    random_rulebook,
    rulebooks_with_case,
)

np = pytest.importorskip("numpy")
pytest.importorskip("numba")
pa = pytest.importorskip("pyarrow")

QUICKLY = settings(phases=(Phase.explicit, Phase.generate))


def expected(rulebook: LoadedRulebook, case: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """The outcome and the deciding rules of each decision, by the plain reading."""
    found = Reference(rulebook.definition).answers(rulebook.case(case))
    return {
        name: (plain_result(one.result if one.settled else None), one.rules if one.settled else ())
        for name, one in found.items()
    }


def without_diagrams(rulebook: LoadedRulebook) -> Answerer:
    """As if the diagrams of the whole rulebook were too large; those of single cases are not."""
    answerer = Answerer(rulebook.definition)
    answerer.compiler = lambda name: None
    return answerer


@QUICKLY
@given(rulebooks_with_case(), st.booleans(), st.data())
def test_compiled_answers_as_the_plain_reading(setup: Any, boxes: bool, data: Any) -> None:
    made, whole, order = setup
    rulebook = loads(made.text)
    if boxes:  # as if every diagram were too large
        rulebook.answerer = without_diagrams(rulebook)
    facts = {fact.id: fact for fact in made.facts}
    dice = DrawnDice(data.draw)
    functions = {name: rulebook.compile(name) for name in rulebook.definition.decisions}
    with_reasons = rulebook.compile(reasons=True)
    for known in range(len(order), -1, -1):
        case = {name: as_written(whole[name], facts[name], dice) for name in order[:known]}
        wanted = expected(rulebook, case)
        assert with_reasons(case) == wanted
        for name, function in functions.items():
            assert function(case) == wanted[name][0]
            assert function({**case, **dict.fromkeys(order[known:])}) == wanted[name][0]


@pytest.mark.parametrize("name", ["hear-back", "offer"])
def test_compiled_bundled_rulebooks(name: str) -> None:
    rulebook = load(name)
    functions, reasons = rulebook.compile(), rulebook.compile(reasons=True)
    dice = random.Random(3)
    cells = rulebook.answerer.cells
    for _ in range(300):
        case = {fact: dice.choice(one.samples) for fact, one in cells.items()}
        wanted = expected(rulebook, case)
        assert functions(case) == {name: outcome for name, (outcome, _) in wanted.items()}
        assert reasons(case) == wanted


@pytest.mark.parametrize("bad", ["rude", 3, True, ["warm"], {}, 2.5, float("nan")])
def test_what_is_read_is_checked(bad: object) -> None:
    decide = load("hear-back").compile("next_move")
    with pytest.raises(RulebookError):
        decide({"heard_back": bad})


@pytest.mark.parametrize("bad", [True, 366, -1, "many", 2.5, float("inf"), 10**30, None])
def test_numbers_are_checked(bad: object) -> None:
    rulebook = load("hear-back")
    decide = rulebook.compile("next_move")
    case = {"heard_back": "nothing", "impression": "warm", "follow_ups_ignored": bad}
    if bad is None:
        assert decide(case) is None  # open
    else:
        with pytest.raises(RulebookError):
            decide(case)


def test_an_outcome_that_is_a_list_is_the_callers_own() -> None:
    decide = load("hear-back").compile("manner")
    case = {"heard_back": "offered", "follow_ups_ignored": 0, "days_since_interview": 1}
    case |= {"impression": "warm"}
    first = decide(case)
    first.append("mine")
    assert decide(case) == first[:-1]


def test_an_unknown_decision_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load("hear-back").compile("luck")


# -- columns -----------------------------------------------------------------------------------


def column(values: list[Any], fact: Any, dice: RandomDice) -> Any:
    """The values as one of the arrays that may hold them."""
    gone = [value is None for value in values]
    form = dice.whole(0, 3)
    if form == 0:
        return values
    if fact.kind in ("yes/no", "choice"):
        if form == 1:
            return pa.array(values)
        if form == 2 and fact.kind == "choice":
            return pa.chunked_array([pa.array(values, pa.string()).dictionary_encode()])
        return np.array(values, dtype=object)
    if fact.kind == "date":
        days = np.array([value or "NaT" for value in values], dtype="datetime64[D]")
        return (
            days
            if form == 1
            else pa.array(values, pa.date32())
            if form == 2
            else days.astype("M8[ns]")
        )
    plain = [0 if value is None else value for value in values]
    if fact.kind == "whole number" and form == 1:
        return np.ma.array(np.array(plain, dtype=np.int64), mask=gone)
    if fact.kind == "whole number" and form == 2:
        return pa.array(values, pa.int32())
    floats = np.array([np.nan if value is None else float(value) for value in values])
    return floats if form < 3 else pa.array([None if v is None else float(v) for v in values])


@pytest.mark.parametrize("seed", range(60))
def test_columns_answer_as_the_plain_reading(seed: int) -> None:
    made: Generated = random_rulebook(seed)
    dice = RandomDice(random.Random(seed))
    rulebook = loads(made.text)
    if seed % 3 == 0:
        rulebook.answerer = without_diagrams(rulebook)
    rows = [made.case(dice) for _ in range(80)]
    for row in rows:
        for fact in made.facts:
            if dice.whole(0, 4) == 0:
                row[fact.id] = None
    given = [fact for fact in made.facts if dice.whole(0, 6)]  # a column may be missing
    columns = {fact.id: column([row[fact.id] for row in rows], fact, dice) for fact in given}
    found = rulebook.advise_columns(columns)
    reference = Reference(rulebook.definition)
    for name, one in found.items():
        values = one.to_numpy()
        assert len(values) == (len(rows) if columns else 0)
        for number, row in enumerate(rows if columns else ()):
            case = {fact.id: row[fact.id] for fact in given if row[fact.id] is not None}
            answer = reference.answer(name, rulebook.case(case))
            result = answer.result if answer.settled else None
            assert values[number] == plain_result(result), (name, case)
            assert one.settled[number] == answer.settled
            if isinstance(result, Fault):
                assert one.codes[number] == (-2 if result is Fault.NO_RULE_FITS else -3)
        assert one.to_arrow().to_pylist() == values.tolist()


def test_many_rows_go_over_many_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    from fingerpost.engine.diagrams import columns as module

    rulebook = load("hear-back")
    random_numbers = np.random.default_rng(5)
    rows = 5000
    columns: dict[str, Any] = {}
    for name, cells in rulebook.answerer.cells.items():
        picked = random_numbers.integers(0, len(cells) + 1, rows)
        samples = [*cells.samples, None]
        columns[name] = [samples[number] for number in picked]
    whole = rulebook.advise_columns(columns)
    monkeypatch.setattr(module, "STRETCH", 333)
    for name, one in rulebook.advise_columns(columns).items():
        assert one.to_numpy().tolist() == whole[name].to_numpy().tolist()
    decide = rulebook.compile()
    for number in range(0, rows, 50):
        case = {name: values[number] for name, values in columns.items()}
        assert decide(case) == {name: one.to_numpy()[number] for name, one in whole.items()}


BAD_COLUMNS = [
    ({"impression": ["warm", "rude"]}, "unknown-option", "row 1 of the column `impression`"),
    (
        {"impression": pa.array(["rude", "warm"])},
        "unknown-option",
        "row 0 of the column `impression`",
    ),
    ({"days_since_interview": np.array([1, 400])}, "out-of-range", "row 1 of"),
    ({"days_since_interview": np.array([1.5])}, "wrong-type", "row 0 of"),
    ({"days_since_interview": np.array([np.inf])}, "wrong-type", "row 0 of"),
    ({"thank_you_sent": ["perhaps"]}, "wrong-type", "row 0 of"),
    ({"impresion": ["warm"]}, "unknown-fact", ""),
    ({"impression": ["warm"], "heard_back": []}, "wrong-shape", "columns"),
]


@pytest.mark.parametrize(("columns", "code", "where"), BAD_COLUMNS)
def test_bad_columns(columns: dict[str, Any], code: str, where: str) -> None:
    with pytest.raises(RulebookError) as caught:
        load("hear-back").advise_columns(columns)
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert where in found.where[0]


def test_an_arrow_table_will_do() -> None:
    table = pa.table({"heard_back": ["offered", None], "impression": ["cold", "cold"]})
    found = load("hear-back").advise_columns(table, ["next_move"])
    assert found["next_move"].to_numpy().tolist() == ["answer_them", None]
    assert found.keys() == {"next_move"}


def test_no_rows_are_no_answers() -> None:
    found = load("hear-back").advise_columns({"heard_back": []})
    assert all(len(one.codes) == 0 for one in found.values())


def test_numbers_and_days_have_every_form() -> None:
    text = """\
title: Forms
version: "1"
facts:
  size: {type: number, question: "How large?", range: at least 0.5}
  day: {type: date, question: "Which day?"}
decisions:
  points:
    hit policy: first
    gives: whole number
    rules:
      - {id: large, when: {size: at least 2.5}, then: 1}
      - {id: late, when: {day: after 2026-12-01}, then: 2}
    otherwise: 0
"""
    rulebook = loads(text)
    days = [datetime.date(2026, 12, 1), datetime.date(2026, 12, 2), None]
    for sizes in (
        [2.4, 2.5, 0.5],
        [Decimal("2.4"), Decimal("2.5"), Decimal("0.5")],
        ["2.4", "2.5", "0.5"],
    ):
        for form in (
            days,
            pa.array(days),
            np.array(days, dtype="M8[D]"),
            [str(d) if d else None for d in days],
        ):
            found = rulebook.advise_columns({"size": sizes, "day": form})["points"]
            assert found.to_numpy().tolist() == [0, 1, None]
