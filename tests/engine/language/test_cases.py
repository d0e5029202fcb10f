"""Bad rulebooks with the text that a coach gets to see, and good ones that must load in silence.

`pytest tests/engine/language --accept` rewrites the texts; look at the diff before you commit it.
Every case is one slip, so it must give one finding.
"""

from pathlib import Path

import pytest

from fingerpost.cli.drawing import draw_all
from fingerpost.cli.style import Style
from fingerpost.engine import Diagnostic, RulebookError, load, loads
from fingerpost.engine.language.cases import read_case_file
from fingerpost.engine.language.loading import Texts, load_rulebook
from fingerpost.engine.language.source import Source
from fingerpost.engine.language.yaml_reader import decode
from support import findings_of, underlined

CASES = Path(__file__).parents[2] / "cases"
BAD = sorted((CASES / "bad").glob("*/*.yaml"))
GOOD = sorted((CASES / "good").glob("*.yaml"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def tables_beside(path: Path) -> dict[str, bytes]:
    """The tables of a case: `name.decision.csv` beside `name.yaml`."""
    files = path.parent.glob(f"{path.stem}.*.csv")
    return {file.name[len(path.stem) + 1 : -4]: file.read_bytes() for file in files}


@pytest.mark.parametrize("path", BAD, ids=name_of)
def test_a_bad_rulebook_says_what_is_wrong(path: Path, request: pytest.FixtureRequest) -> None:
    found = findings_of(path.read_bytes(), path.name, tables=tables_beside(path))
    assert [finding.code for finding in found] == [path.parent.name]
    text = draw_all(found, Style()) + "\n"
    expected = path.with_suffix(".txt")
    if request.config.getoption("--accept"):
        expected.write_text(text, encoding="utf-8", newline="\n")
    assert expected.read_text("utf-8") == text


def test_no_text_is_left_over() -> None:
    texts = {name_of(path) for path in (CASES / "bad").glob("*/*.txt")}
    assert texts == {name_of(path) for path in BAD}


def test_every_line_of_a_drawing_fits_the_terminal() -> None:
    for path in (CASES / "bad").glob("*/*.txt"):
        assert max(map(len, path.read_text("utf-8").splitlines())) <= 80, path


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_rulebook_says_nothing(path: Path) -> None:
    assert findings_of(path.read_bytes(), path.name, tables=tables_beside(path)) == ()
    assert load(str(path)).title


def test_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    for path in GOOD:
        plain = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        tables = {
            name: Source(f"{name}.csv", data.decode("utf-8"))
            for name, data in tables_beside(path).items()
        }
        for data in (plain, plain.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + plain):
            same = load_rulebook(Texts(decode(path.name, data), tables=tables))
            assert same.fingerprint == load(str(path)).fingerprint


# -- what is not worth storing -----------------------------------------------------------------

SMALL = (CASES / "good" / "small.yaml").read_text("utf-8")


def test_a_file_too_big_is_refused() -> None:
    (found,) = findings_of(b"#" * (1024 * 1024 + 1))
    assert found.code == "too-big"
    assert found.one_line() == (
        "rules.yaml: error[too-big]: the file has more than 1,048,576 bytes"
    )
    assert findings_of("#" * (1024 * 1024 + 1)) == (found,)
    assert findings_of(SMALL + "#" * 1_000_000) == ()


def test_five_thousand_brackets_are_refused_at_once() -> None:
    (found,) = findings_of("title: " + "[" * 5000)
    assert found.code == "too-deep"
    assert underlined(found) == "["


def test_a_test_with_thousands_of_words_is_refused() -> None:
    many = " or ".join(["warm"] * 2001)
    (found,) = findings_of(SMALL.replace("impression: cold", f"impression: {many}"))
    assert (found.code, found.message) == ("phrase", "this test has more than 2000 words")


# -- files -------------------------------------------------------------------------------------


def load_findings(name: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(RulebookError) as caught:
        load(name)
    return caught.value.diagnostics


def test_a_bundled_rulebook_is_suggested() -> None:
    (found,) = load_findings("hear-bak")
    assert (found.code, found.help) == (
        "not-found",
        "did you mean `hear-back`, which ships with Fingerpost?",
    )


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (found,) = load_findings(str(tmp_path / "none.yaml"))
    assert found.code == "not-found"


def test_a_folder_is_no_rulebook(tmp_path: Path) -> None:
    (found,) = load_findings(f"{tmp_path}/")
    assert (found.code, found.message) == ("unreadable", "the file cannot be read: it is a folder")


# -- scenario files ----------------------------------------------------------------------------

SCENARIO = "- {name: Cold, case: {impression: cold}, expect: {next_move: wait}}"

SCENARIO_FILES = [
    ("nothing", "", "empty-file", ""),
    ("a list", SCENARIO, "wrong-shape", SCENARIO),
    ("no key", "# later\n{}\n", "missing-key", "{}"),
    ("another key", f"cases:\n  {SCENARIO}\nscenarios: []\n", "unknown-key", "cases"),
    ("a key near it", f"scenario:\n  {SCENARIO}\n", "unknown-key", "scenario"),
    ("not YAML", "scenarios: [A", "yaml-syntax", "["),
    ("an alias", "scenarios: *all\n", "alias", "*all"),
    (
        "an unknown fact",
        "scenarios: [{name: A, case: {mood: fine}, expect: {}}]",
        "unknown-fact",
        "mood",
    ),
    (
        "an unknown decision",
        "scenarios: [{name: A, case: {}, expect: {luck: wait}}]",
        "unknown-decision",
        "luck",
    ),
    (
        "the same name",
        f"scenarios:\n  {SCENARIO}\n  {SCENARIO}\n",
        "duplicate-name",
        "Cold",
    ),
]


@pytest.mark.parametrize(("text", "code", "marked"), [
    pytest.param(*row[1:], id=row[0]) for row in SCENARIO_FILES
])  # fmt: skip
def test_a_bad_scenario_file(text: str, code: str, marked: str) -> None:
    (found,) = findings_of(SMALL, beside=text)
    assert (found.code, underlined(found), found.where[0]) == (code, marked, "rules.scenarios.yaml")


def test_a_good_scenario_file() -> None:
    assert findings_of(SMALL, beside=f"scenarios:\n  {SCENARIO}\n") == ()


def test_scenarios_stand_in_one_place() -> None:
    (found,) = findings_of(
        f"{SMALL}scenarios:\n  {SCENARIO}\n", beside=f"scenarios:\n  {SCENARIO}\n"
    )
    assert (found.code, underlined(found)) == ("wrong-shape", "Cold")
    assert found.message == "scenarios stand here and in `rules.yaml`"


# -- cases -------------------------------------------------------------------------------------

CASE_FILES = [
    ("a list", "[cold]", "wrong-shape", "[cold]"),
    ("a slip", "impresion: cold", "unknown-fact", "impresion"),
    ("a stranger", "weather: cold", "unknown-fact", "weather"),
    ("a decision", "next_move: wait", "unknown-fact", "next_move"),
    ("no option", "impression: rude", "unknown-option", "rude"),
    ("two options", "impression: [warm, cold]", "wrong-shape", "[warm, cold]"),
    ("no number", "days_waiting: many", "wrong-type", "many"),
    ("a fraction", "days_waiting: 2.5", "wrong-type", "2.5"),
    ("another unit", "days_waiting: 2 weeks", "wrong-unit", "2 weeks"),
    ("too many", "days_waiting: 366 days", "out-of-range", "366 days"),
    ("neither yes nor no", "thanked: maybe", "wrong-type", "maybe"),
    ("no day", "deadline: 2026-02-29", "wrong-type", "2026-02-29"),
    ("JSON", '{"days_waiting": "soon"}', "wrong-type", '"soon"'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "marked"), [
    pytest.param(*row[1:], id=row[0]) for row in CASE_FILES
])  # fmt: skip
def test_a_bad_case_file(text: str, code: str, marked: str) -> None:
    findings: list[Diagnostic] = []
    read_case_file(Source("case.yaml", text), loads(SMALL).definition, findings)
    assert [(found.code, underlined(found)) for found in findings] == [(code, marked)]


GOOD_CASE_FILES = [
    "impression: cold",
    "{}",
    "impression: '?'",
    "thanked: unknown",
    "days_waiting:",
    '{"days_waiting": 3}',
    "days_waiting: 3 days",
    "deadline: 2026-12-01",
]


@pytest.mark.parametrize("text", GOOD_CASE_FILES)
def test_a_good_case_file(text: str) -> None:
    findings: list[Diagnostic] = []
    read_case_file(Source("case.yaml", text), loads(SMALL).definition, findings)
    assert findings == []


PYTHON_CASES: list[tuple[dict[str, object], str, str]] = [
    ({"impresion": "cold"}, "unknown-fact", "impresion"),
    ({"next_move": "wait"}, "unknown-fact", "next_move"),
    ({"impression": "rude"}, "unknown-option", "rude"),
    ({"impression": True}, "wrong-type", "True"),
    ({"impression": ["cold"]}, "wrong-type", "['cold']"),
    ({"thanked": 1}, "wrong-type", "1"),
    ({"days_waiting": True}, "wrong-type", "True"),
    ({"days_waiting": 2.5}, "wrong-type", "2.5"),
    ({"days_waiting": float("nan")}, "wrong-type", "nan"),
    ({"days_waiting": -1}, "out-of-range", "-1"),
    ({"days_waiting": "3 weeks"}, "wrong-unit", "3 weeks"),
    ({"deadline": 20261201}, "wrong-type", "20261201"),
    ({"deadline": "soon"}, "wrong-type", "soon"),
]


@pytest.mark.parametrize(("case", "code", "marked"), PYTHON_CASES)
def test_a_bad_python_case(case: dict[str, object], code: str, marked: str) -> None:
    with pytest.raises(RulebookError) as caught:
        loads(SMALL).advise(case)
    (found,) = caught.value.diagnostics
    assert (found.code, underlined(found)) == (code, marked)
