"""The contenders answer the same question, and rightly; without it no figure means anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import columns, picture, report, single
from .measure import Pace, exponent
from .peers import FINGERPOST, HAND_WRITTEN, PEERS, Peer, UnavailableError
from .tables import NEXT_MOVE, Index, Table, random_cases, seeded

CASES = 300


@pytest.mark.parametrize("size", [10, 100, 1_000])
def test_some_rule_fits_about_90_percent_of_the_cases(size: int) -> None:
    table = seeded(size)
    assert len(table.rows) == size
    assert 0.85 <= Index(table).matched(random_cases(table, 4_000)) <= 0.95


@pytest.mark.parametrize("table", [NEXT_MOVE, seeded(10), seeded(100)], ids=lambda one: one.name)
def test_the_plain_sets_of_rules_agree_with_the_reference(table: Table) -> None:
    single.right_answers(table, random_cases(table, CASES))


@pytest.mark.parametrize("peer", PEERS, ids=lambda one: one.name)
@pytest.mark.parametrize("table", [NEXT_MOVE, seeded(10)], ids=lambda one: one.name)
def test_every_contender_is_right(peer: Peer, table: Table) -> None:
    cases = random_cases(table, CASES)
    index = Index(table)
    try:
        decide = peer.prepare(table)
    except UnavailableError as error:
        pytest.skip(str(error))
    single.check(peer.name, decide, cases, [index.answer(case) for case in cases])


def test_a_wrong_contender_is_an_error() -> None:
    cases = random_cases(NEXT_MOVE, CASES)
    index = Index(NEXT_MOVE)
    answers = [index.answer(case) for case in cases]
    with pytest.raises(single.WrongAnswerError, match="says 'wait' instead of"):
        single.check("a liar", lambda case: "wait", cases, answers)


def test_columns_are_right() -> None:
    table = seeded(10)
    try:
        with columns.random_columns(table, rows=1_000) as data:
            results = columns.measure(table, data, rounds=1)
    except UnavailableError as error:
        pytest.skip(str(error))
    assert columns.SCAN in results.paces


def test_the_exponent_of_a_growth() -> None:
    assert exponent([10, 100, 1_000], [3e-5, 3e-3, 3e-1]) == pytest.approx(2)


def test_figures_are_readable() -> None:
    assert [report.rate(one) for one in (12.3, 999.7, 45_600, 13_000_000)] == [
        "12.3",
        "1.00 k",
        "45.6 k",
        "13.0 M",
    ]
    assert [report.duration(one) for one in (1.5, 0.0123, 75.3e-9)] == [
        "1.50 s",
        "12.3 ms",
        "75.3 ns",
    ]


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    paces = {FINGERPOST: Pace((2e-7,)), HAND_WRITTEN: Pace((1e-7,))}
    one = single.Results(NEXT_MOVE, paces, {})
    read = columns.Results(NEXT_MOVE, {columns.SCAN: Pace((1e-8,))}, {}, threads=2)
    file = tmp_path / "benchmarks.svg"
    try:
        picture.draw(file, one, {10: one, 100: one}, {10: read, 100: read})
    except UnavailableError as error:
        pytest.skip(str(error))
    assert file.read_text(encoding="utf-8").startswith("<?xml")
