"""Decision tables: what a CSV text says is what the same rules in YAML say, and slips are found."""

import csv
import gc
import io
import json
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.engine import LoadedRulebook, RulebookError, files, load, loads
from fingerpost.engine.language import csv_reader
from fingerpost.engine.language.fields import Findings
from fingerpost.engine.language.reading import read_rulebook
from fingerpost.engine.language.source import Source
from fingerpost.engine.language.tables import with_tables
from support import findings_of, underlined

HEAD = """
title: Fares
version: "1"
facts:
  sky: {type: choice, question: Sky?, options: [blue, grey, black]}
  wet: {type: yes/no, question: Wet?}
  minutes: {type: whole number, question: How long?, unit: "minute, minutes"}
  day: {type: date, question: When?}
settings: {long: 20 minutes}
advice: {go: {title: Go}, stay: {title: Stay}, wait: {title: Wait}}
decisions:
"""
TARIFF = HEAD + "  tariff: {hit policy: first, rules: table, otherwise: stay}\n"
LISTS = HEAD + "  tariff: {hit policy: rule order, rules: table}\n"


def fares(table: str, text: str = TARIFF) -> LoadedRulebook:
    return loads(text, "fares.yaml", tables={"tariff": table})


def in_yaml(*rules: str, text: str = TARIFF) -> LoadedRulebook:
    return loads(text.replace("table", f"[{', '.join(rules)}]"), "fares.yaml")


# -- what a table says -------------------------------------------------------------------------

SAME = [
    ("commas", "sky,wet,then\ngrey,yes,stay\n", "{id: row-2, when: {sky: grey, wet: yes}, then: stay}"),
    ("semicolons", "sky;wet;then\ngrey;yes;stay\n", "{id: row-2, when: {sky: grey, wet: yes}, then: stay}"),
    ("tabs", "sky\twet\tthen\ngrey\tyes\tstay", "{id: row-2, when: {sky: grey, wet: yes}, then: stay}"),
    ("any order", "then,wet,sky\nstay,yes,grey\n", "{id: row-2, when: {wet: yes, sky: grey}, then: stay}"),
    ("a byte order mark", "\ufeffsky,then\ngrey,stay\n", "{id: row-2, when: {sky: grey}, then: stay}"),
    ("Windows", "sky,then\r\n\r\ngrey,stay\r\n", "{id: row-3, when: {sky: grey}, then: stay}"),
    ("old Macs", "sky,then\rgrey,stay\r", "{id: row-2, when: {sky: grey}, then: stay}"),
    ("empty lines", "\n,,\nsky,then\n\n , \ngrey,stay\n\n", "{id: row-6, when: {sky: grey}, then: stay}"),
    ("columns without a name", "sky,then,,\ngrey,stay,, \n", "{id: row-2, when: {sky: grey}, then: stay}"),
    ("space", " sky , then \n grey ,\tstay \n", "{id: row-2, when: {sky: grey}, then: stay}"),
    ("quotes", '"sky" ,then\n "grey, black" ,"stay"\n', '{id: row-2, when: {sky: "grey, black"}, then: stay}'),
    ("anything", "sky,wet,then\n-,,stay\n", "{id: row-2, when: always, then: stay}"),
    ("one of two", "sky,wet,then\n-,no,stay\n", "{id: row-2, when: {wet: no}, then: stay}"),
    ("a setting", "minutes,then\n>= long,stay\n", "{id: row-2, when: {minutes: at least long}, then: stay}"),
    ("an id", "id,sky,then\nbad,grey,stay\n", "{id: bad, when: {sky: grey}, then: stay}"),
    ("an empty id", "id,sky,then\n,grey,stay\n", "{id: row-2, when: {sky: grey}, then: stay}"),
    (
        "reasons",
        'sky,then,because,cites\ngrey,stay,"It is ""grey""",page 1; page 2 ;\n',
        "{id: row-2, when: {sky: grey}, then: stay, because: 'It is \"grey\"', cites: [page 1, page 2]}",
    ),
    (
        "a line break in a cell",
        'because,sky,then\n"one\ntwo",grey,stay\n,blue,go',
        '{id: row-2, when: {sky: grey}, then: stay, because: "one\\ntwo"}, '
        "{id: row-4, when: {sky: blue}, then: go}",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("table", "rules"), [pytest.param(*row[1:], id=row[0]) for row in SAME])
def test_a_table_says_the_same_as_rules(table: str, rules: str) -> None:
    one, other = fares(table), in_yaml(rules)
    assert one.definition.decisions == other.definition.decisions
    assert one.fingerprint == other.fingerprint


def test_several_outcomes_stand_in_one_cell() -> None:
    table = "then,sky\nwait and  go,grey\nstay,-\n"
    rules = (
        "{id: row-2, when: {sky: grey}, then: [wait, go]}",
        "{id: row-3, when: always, then: stay}",
    )
    assert fares(table, LISTS).fingerprint == in_yaml(*rules, text=LISTS).fingerprint
    assert fares(table, LISTS).advise({"sky": "grey"})["tariff"].outcome == ["wait", "go", "stay"]


def test_a_table_gives_numbers_and_reads_earlier_decisions() -> None:
    points = "  points: {gives: whole number, unit: point, hit policy: collect sum, rules: table}\n"
    rulebook = loads(
        TARIFF + points,
        tables={"tariff": "sky,then\nblue,go\n", "points": "tariff,then\ngo,3 point\n-,1\n"},
    )
    assert rulebook.advise({"sky": "blue"})["points"].outcome == 4
    assert rulebook.advise({"sky": "grey"})["points"].outcome == 1


def test_the_example_of_the_language_page() -> None:
    page = (Path(__file__).parents[3] / "docs" / "language.md").read_text("utf-8")
    table = page.partition("## Big tables")[2].partition("```text\n")[2].partition("```")[0]
    text = """
title: Fares
version: "1"
facts:
  age: {type: whole number, question: How old?}
  zone: {type: choice, question: Where to?, options: [a, b, c, d]}
advice: {free: {title: Free}, short: {title: Short}, full: {title: Full}}
decisions: {tariff: {hit policy: first, rules: table}}
"""
    rulebook = loads(text, tables={"tariff": table})
    assert rulebook.advise({"age": 30, "zone": "c"})["tariff"].rules == ["old-town"]
    assert rulebook.advise({"age": 30, "zone": "d"})["tariff"].outcome == "full"


CELLS = {
    "sky": ["", "-", "grey", "grey or blue", "not black", "neither grey nor blue", "grey, blue"],
    "wet": ["", "yes", "no", "anything"],
    "minutes": ["", "at least 3", "1 to 12", "[1..3)", "long", "> 4 minutes", "1, 2, at least 7"],
    "day": ["", "before 2026-12-01", "2026-12-01 or on or after 2026-12-24"],
}
TEXTS = st.text(st.sampled_from('ab,;" \té\n-'), max_size=6).map(str.strip)


@given(st.data())
def test_any_table_says_the_same_as_rules(data: st.DataObject) -> None:
    columns = data.draw(st.permutations([*CELLS, "then", "because"]))
    rows = data.draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    **{name: st.sampled_from(cells) for name, cells in CELLS.items()},
                    "then": st.sampled_from(["go", "stay"]),
                    "because": TEXTS,
                }
            ),
            min_size=1,
            max_size=4,
        )
    )
    file = io.StringIO()
    writer = csv.writer(
        file,
        delimiter=data.draw(st.sampled_from(",;\t")),
        quoting=data.draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])),
        lineterminator=data.draw(st.sampled_from(["\n", "\r\n", "\n\n"])),
    )
    writer.writerow(["id", *columns])
    rules: list[dict[str, Any]] = []
    for number, row in enumerate(rows):
        writer.writerow([f"r{number}", *(row[name] for name in columns)])
        tests = {
            name: row[name] for name in columns if name in CELLS and row[name] not in ("", "-")
        }
        rule = {"id": f"r{number}", "when": tests or "always", "then": row["then"]}
        rules.append({**rule, **({"because": row["because"]} if row["because"] else {})})
    one = fares(file.getvalue())
    other = in_yaml(*map(json.dumps, rules))
    assert one.definition.decisions == other.definition.decisions
    assert one.fingerprint == other.fingerprint


WORDS = ["blue", "grey", "on", "before", "more", "less", "gray", "not blue", "= grey", "anything"]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), max_size=6))
def test_tests_shared_by_cells_are_those_that_each_cell_says(cells: list[list[str]]) -> None:
    text = TARIFF.replace("black", "black, on, before, more, less")
    rows = "".join(f"{' or '.join(words)},go\n" for words in cells)
    tables = {"tariff": Source("fares.tariff.csv", f"sky,then\n{rows}")}
    written = read_rulebook(Source("fares.yaml", text), [])
    seen = []
    for share in (True, False):
        findings: Findings = []
        whole = with_tables(written, tables, findings, share=share)
        seen.append((whole.decisions, findings))
    assert seen[0] == seen[1]


# -- slips -------------------------------------------------------------------------------------

SLIPS = [
    ("an option", "sky,then\nblue or gray,go\n", ["unknown-option"], "gray", 2, 9),
    ("an option in quotes", 'sky,then\n"blue, gray",go\n', ["unknown-option"], "gray", 2, 8),
    ("the second of two", "sky,then\nblue,go\ngray,go\n", ["unknown-option"], "gray", 3, 1),
    ("a number", "minutes,then\nsoon or 3.5,go\n", ["unknown-setting", "wrong-type"], "soon", 2, 1),
    ("a unit", "minutes,then\n\n  3 days,go\n", ["wrong-unit"], "3 days", 3, 3),
    ("an interval", "wet,minutes,then\n,3 to 1,go\n", ["empty-interval"], "3 to 1", 2, 2),
    ("no order", "sky;then\nat least blue;go\n", ["not-ordered"], "blue", 2, 10),
    ("an advice", "sky,then\nblue,gone\n", ["unknown-advice"], "gone", 2, 6),
    ("one of two advices", "then,sky\ngo and goo,blue\n", ["unknown-advice", "wrong-outcome"], "goo", 2, 8),
    ("no outcome", "sky,then\nblue,\n", ["wrong-outcome"], "", 2, 6),
    ("a column", "weather,sky,then\nblue,,go\n", ["unknown-fact"], "weather", 1, 1),
    ("a column that is empty", "weather,sky,then\n,blue,go\n", ["unknown-fact"], "weather", 1, 1),
    ("a column nearly right", "Sky,then\nblue,go\n", ["unknown-fact"], "Sky", 1, 1),
    ("nearly `then`", "sky,Then\nblue,go\n", ["unknown-fact"], "Then", 1, 5),
    ("something for `then`", "sky,outcome\nblue,go\n", ["unknown-fact"], "outcome", 1, 5),
    ("no `then`", "sky,id\nblue,go\n", ["missing-key"], "sky,id", 1, 1),
    ("a column twice", "sky,then,sky\nblue,go,blue\n", ["duplicate-name"], "sky", 1, 10),
    ("itself", "tariff,then\ngo,go\n", ["circle"], "tariff", 1, 1),
    ("no header", "blue,yes,go\ngrey,,stay\n", ["table"], "blue,yes,go", 1, 1),
    ("no rows", "sky,then\n\n", ["missing-key"], "sky,then", 1, 1),
    ("nothing", "", ["empty-file"], "", 0, 0),
    ("hardly anything", "\n ,\n", ["empty-file"], "", 0, 0),
    ("too many cells", "sky,then\nblue,go,,x\n", ["table"], ",x", 2, 9),
    ("too few cells", "sky,wet,then\nblue,go\n", ["table"], "blue,go", 2, 1),
    ("an open quote", 'sky,then\nblue,"go\n', ["table"], '"', 2, 6),
    ("an open quote with quotes in it", 'sky,then\nblue,"go ""\n', ["table"], '"', 2, 6),
    ("text behind a quote", 'sky,then\n"blue" or grey,go\n', ["table"], " or grey", 2, 7),
    ("no name", ",sky,then\nx,blue,go\n", ["table"], "x", 2, 1),
    ("a rule's name", "id,then\nx y,go\n", ["bad-name"], "x y", 2, 1),
    ("a rule's name twice", "id,then\nx,go\nx,go\n", ["duplicate-name"], "x", 3, 1),
    ("a row's name", "id,then\nrow-3,go\n,go\n", ["duplicate-name"], ",go", 3, 1),
    ("a phrase", "sky,then\nnot blue or grey,go\n", ["ambiguous-not"], "not blue or grey", 2, 1),
    ("the same phrase again", "sky,then\nor,go\nor,go\n", ["phrase"], "or", 2, 1),
    ("a zero byte", "sky,then\nblue\0,go\n", ["not-text"], "\0", 2, 5),
]  # fmt: skip


@pytest.mark.parametrize(("table", "codes", "marked", "line", "column"), [
    pytest.param(*row[1:], id=row[0]) for row in SLIPS
])  # fmt: skip
def test_a_slip_is_found(table: str, codes: list[str], marked: str, line: int, column: int) -> None:
    found = findings_of(TARIFF, "fares.yaml", tables={"tariff": table})
    assert sorted(one.code for one in found) == codes
    first = next(one for one in found if one.code == codes[0])
    assert underlined(first) == marked
    assert first.where == ("fares.tariff.csv", line, column)


def test_a_slip_made_in_many_rows_is_one_finding_with_all_its_places() -> None:
    table = "sky,minutes,then\n" + "gray,3 days,goo\n" * 50
    found = findings_of(TARIFF, tables={"tariff": table})
    assert [one.code for one in found] == ["unknown-option", "wrong-unit", "unknown-advice"]
    for one in found:
        assert [label.span.source.position(label.span.start)[0] for label in one.labels] == list(
            range(2, 52)
        )


def test_a_fact_named_like_a_column_cannot_be_one() -> None:
    text = TARIFF.replace("wet:", "because:")
    assert findings_of(text, tables={"tariff": "sky,then\nblue,go\n"}) == ()
    (found,) = findings_of(text, tables={"tariff": "because,sky,then\nyes,blue,go\n"})
    assert (found.code, underlined(found), len(found.labels)) == ("bad-name", "because", 2)


def test_facts_that_could_not_be_read_are_not_missed_in_the_header() -> None:
    text = TARIFF.replace("wet: {type: yes/no,", "wet: {type: yesno,")
    (found,) = findings_of(text, tables={"tariff": "wet,then\nyes,go\n"})
    assert found.code == "unknown-type"


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = ",".join(["sky", "then", *[""] * 999])
    (found,) = findings_of(TARIFF, tables={"tariff": wide})
    assert (found.code, found.message) == ("too-big", "the table has more than 1,000 columns")
    monkeypatch.setattr(csv_reader, "MOST_ROWS", 3)
    assert findings_of(TARIFF, tables={"tariff": "sky,then\n" + "blue,go\n" * 3}) == ()
    (found,) = findings_of(TARIFF, tables={"tariff": "sky,then\n" + "blue,go\n" * 4})
    assert (found.code, found.where[1]) == ("too-big", 5)
    monkeypatch.setattr(csv_reader, "MOST_BYTES", 10)
    (found,) = findings_of(TARIFF, tables={"tariff": "sky,then\nblue,go\n"})
    assert found.one_line() == ("rules.tariff.csv: error[too-big]: the file has more than 10 bytes")


def test_many_quotes_are_read_at_once() -> None:
    begin = perf_counter()
    for cell in ('"' * 200_001, '"' + '""' * 100_000 + "x", '"a"' * 50_000):
        assert findings_of(TARIFF, tables={"tariff": f"sky,then\n{cell},go\n"})
    assert perf_counter() - begin < 5


@given(st.text(st.sampled_from('skythenblugo,,;"\t\n\r -<>=[](é\0')), st.booleans())
def test_no_table_breaks_the_reading(noise: str, headed: bool) -> None:
    for found in findings_of(TARIFF, tables={"tariff": "sky,then\n" * headed + noise}):
        assert found.message
        assert found.help
        assert all(one.span.end <= len(one.span.source.text) for one in found.labels)


# -- which table -------------------------------------------------------------------------------


def test_a_table_that_is_not_there_is_told_where_it_is_asked_for() -> None:
    (found,) = findings_of(TARIFF, "fares.yaml")
    assert (found.code, underlined(found), found.where[0]) == ("table", "table", "fares.yaml")
    assert "`fares.tariff.csv`" in found.message


def test_a_table_for_a_decision_that_wants_none() -> None:
    text = TARIFF.replace("table", "[{id: a, when: always, then: go}]")
    (found,) = findings_of(text, tables={"tariff": "sky,then\nblue,go\n"})
    assert (found.code, underlined(found)) == ("wrong-shape", "tariff")
    (found,) = findings_of(text, tables={"tarif": "sky,then\nblue,go\n"})
    assert (found.code, found.help) == ("unknown-decision", "did you mean `tariff`?")


@pytest.mark.parametrize("rules", ["table", '"table"', "' table '", "\n      table"])
def test_ways_to_ask_for_a_table(rules: str) -> None:
    text = TARIFF.replace("rules: table", f"rules: {rules}")
    assert fares("sky,then\nblue,go\n", text).advise({"sky": "blue"})["tariff"].outcome == "go"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fares.yaml").write_text(TARIFF, "utf-8")
    (tmp_path / "fares.tariff.csv").write_text("sky,then\nblue,go\n", "utf-8-sig")
    return tmp_path


def load_codes(path: Path) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        load(path)
    return [found.code for found in caught.value.diagnostics]


def test_a_table_beside_its_rulebook_is_found(folder: Path) -> None:
    (folder / "fares.other.csv").write_bytes(b"\xff what has nothing to do with it")
    (folder / "fares.csv").write_bytes(b"\xff")
    rulebook = load(folder / "fares.yaml")
    assert rulebook.advise({"sky": "blue"})["tariff"].outcome == "go"
    span = rulebook.definition.decisions["tariff"].rules[0].span
    assert span is not None
    assert span.source.name == str(folder / "fares.tariff.csv")


def test_a_file_with_nearly_the_right_name_is_suggested(folder: Path) -> None:
    (folder / "fares.tariff.csv").rename(folder / "fares.tarif.csv")
    with pytest.raises(RulebookError) as caught:
        load(folder / "fares.yaml")
    (found,) = caught.value.diagnostics
    assert found.help == "did you mean `fares.tarif.csv`? Give that file this name"


def test_what_is_no_text_beside_a_rulebook(folder: Path) -> None:
    (folder / "fares.tariff.csv").write_bytes("sky,then\n".encode("utf-16"))
    assert load_codes(folder / "fares.yaml") == ["not-text"]
    (folder / "fares.tariff.csv").unlink()
    (folder / "fares.tariff.csv").mkdir()
    assert load_codes(folder / "fares.yaml") == ["table"]


def test_a_folder_is_not_looked_through_without_need(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = TARIFF.replace("table", "[{id: a, when: always, then: go}]")
    (folder / "fares.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(files, "scandir", None)
    assert load(folder / "fares.yaml").advise({})["tariff"].outcome == "go"


def test_a_rulebook_that_ships_may_have_tables(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_shipped", lambda: folder)
    rulebook = load("fares")
    span = rulebook.definition.decisions["tariff"].rules[0].span
    assert span is not None
    assert span.source.name == "fares.tariff.csv"


# -- speed -------------------------------------------------------------------------------------


def big_table(rows: int) -> str:
    lines = ["sky,wet,minutes,then"]
    for number in range(rows):
        sky = ("blue or grey", "not black", "grey", "")[number % 4]
        lines.append(f"{sky},{'yes' if number % 3 else ''},{number} to {number + 7},go")
    return "\n".join(lines)


def test_a_table_with_thousands_of_rows_is_read_in_time() -> None:
    begin = perf_counter()
    assert len(fares(big_table(5000)).definition.decisions["tariff"].rules) == 5000
    assert perf_counter() - begin < 10, "ten times as long as it should take"
    assert gc.isenabled()
