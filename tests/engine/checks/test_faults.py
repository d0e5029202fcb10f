"""One fault planted into a good rulebook, and the whole text that `fingerpost check` then draws.

`pytest tests/engine/checks --accept` rewrites the texts; look at the diff before you commit it. A fault may
have consequences that are true as well (what a dead rule gives is never given); they stand in the text.
"""

from pathlib import Path

import pytest

from fingerpost.cli.drawing import draw_all
from fingerpost.cli.style import Style
from fingerpost.engine import load, loads
from fingerpost.engine.checks import CHECKS

CASES = Path(__file__).parents[2] / "cases"
FAULTS = sorted((CASES / "faults").glob("*/*.yaml"))
CLEAN = sorted((CASES / "clean").glob("*.yaml"))
FEWEST = 3


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", FAULTS, ids=name_of)
def test_a_fault_is_found_and_told(path: Path, request: pytest.FixtureRequest) -> None:
    report = loads(path.read_text("utf-8"), path.name).check()
    assert path.parent.name in [finding.code for finding in report.findings]
    assert report.unexamined == ()
    text = draw_all(report.findings, Style()) + "\n"
    expected = path.with_suffix(".txt")
    if request.config.getoption("--accept"):
        expected.write_text(text, encoding="utf-8", newline="\n")
    assert expected.read_text("utf-8") == text


def test_every_check_has_faults_and_no_text_is_left_over() -> None:
    codes = [path.parent.name for path in FAULTS]
    assert set(codes) == {check.code for check in CHECKS}
    assert all(codes.count(code) >= FEWEST for code in codes)
    texts = {name_of(path) for path in (CASES / "faults").glob("*/*.txt")}
    assert texts == {name_of(path) for path in FAULTS}


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_good_rulebook_has_no_findings(path: Path) -> None:
    assert load(path).check().findings == ()
