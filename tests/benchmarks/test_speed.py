"""The speed that is promised, as ratios to others in the same run, never as a time.

Run by hand: `python -m pytest -m benchmark -s tests/benchmarks`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from . import columns, drawings, peers, report, single
from .measure import race
from .tables import NEXT_MOVE, random_cases, seeded

pytestmark = pytest.mark.benchmark

FEWEST, MOST = 10, 10_000


def ratio(results: single.Results | columns.Results, one: str, other: str) -> float:
    """How many times faster one is than another; without one of them there is nothing to test."""
    for name in (one, other):
        if name in results.left_out:
            pytest.skip(f"{name}: {results.left_out[name]}")
    return results.ratio(one, other)


@pytest.fixture(scope="module")
def hear_back() -> single.Results:
    results = single.measure(NEXT_MOVE)
    print(f"\n\n{report.one_case(results)}")
    return results


@pytest.fixture(scope="module")
def large_table() -> single.Results:
    among = [peer for peer in peers.PEERS if peer.name in (peers.FINGERPOST, peers.ZEN)]
    results = single.measure(seeded(MOST), among=among)
    print(f"\n\n{report.one_case(results)}")
    return results


@pytest.fixture(scope="module")
def data() -> Iterator[columns.Data]:
    try:
        with columns.random_columns(seeded(FEWEST)) as found:
            yield found
    except peers.UnavailableError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize(
    ("other", "least"), [(peers.HAND_WRITTEN, 0.5), (peers.DATALOGIC, 1.5), (peers.ZEN, 20)]
)
def test_hear_back(hear_back: single.Results, other: str, least: float) -> None:
    assert ratio(hear_back, peers.FINGERPOST, other) >= least


def test_a_large_table(large_table: single.Results) -> None:
    assert ratio(large_table, peers.FINGERPOST, peers.ZEN) >= 20


def test_a_large_table_is_nearly_as_fast_as_a_small_one() -> None:
    tables = [seeded(FEWEST), seeded(MOST)]
    laps = {
        table.name: single.lap(peers.fingerpost(table), random_cases(table, single.CHECKED))
        for table in tables
    }
    small, large = race(laps).values()
    print(f"\n\n10,000 rules take {small.per_second / large.per_second:.1f} times as long as 10")
    assert large.best <= 8 * small.best


@pytest.mark.parametrize(("size", "least"), [(10, 1.0), (100, 1.0), (10_000, 0.1)])
def test_columns(data: columns.Data, size: int, least: float) -> None:
    results = columns.measure(seeded(size), data)
    print(f"\n\n{report.by_size([size], {size: results})}\n{report.warning()}")
    assert ratio(results, columns.FINGERPOST, columns.SCAN) >= least


def test_drawing_takes_not_much_longer_than_graphviz_alone() -> None:
    found = drawings.measure()
    print(f"\n\n{report.drawings(found)}")
    for one in found:
        assert one.ratio("svg") < 10
        assert one.ratio("pdf") < 40
