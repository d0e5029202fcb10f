"""Sheets of cases: read from every format, answered, written, and read again."""

import io
import json
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from fingerpost.engine import Diagnostic, LoadedRulebook, RulebookError, load, loads
from fingerpost.engine.language.fields import Findings
from fingerpost.engine.language.rulebook import Rulebook
from fingerpost.engine.language.vocabulary import Choice, Number, Value, YesNo, write_value
from fingerpost.engine.language.wording import value_words
from fingerpost.engine.scenarios import sheet_csv, sheet_table, sheet_xlsx
from fingerpost.engine.scenarios.sheet_answers import (
    Answered,
    Side,
    answer_cases,
    as_csv,
    as_xlsx,
    as_yaml,
)
from fingerpost.engine.scenarios.sheet_table import as_meant, disarmed
from fingerpost.engine.scenarios.sheets import SheetCase, read_sheet, read_table


def read_cases(name: str, data: bytes, rulebook: Rulebook, findings: Findings) -> list[SheetCase]:
    return list(read_sheet(read_table(name, data), rulebook, findings).cases)


HEAR_BACK = load("hear-back")
TEXT = """\
rulebook: trip
title: Which way to travel
version: 1.0.0
facts:
  rain: {type: yes/no, question: Does it rain?, label: the rain}
  sky:
    type: choice
    question: How is the sky?
    options: {blue: blue all over, grey: grey, dark: dark as night}
  km: {type: number, question: How far is it?, unit: km, range: 0 to 5000}
  share: {type: number, question: How full is the car?, unit: "%"}
  day: {type: date, question: When do you go?, range: at least 2020-01-01}
  way: {type: whole number, question: How often?, label: the number}
  back: {type: whole number, question: How often back?, label: the number}
placeholders: {who: {label: your friend}}
advice: {walk: {title: Walk}, ride: {title: "=Ride"}, stay: {title: Stay}}
decisions:
  how:
    title: How to go
    hit policy: first
    rules:
      - {id: wet, when: {rain: yes}, then: stay, because: It is wet.}
      - {id: near, when: {km: less than 5}, then: walk, because: It is near.}
    otherwise: {then: ride, because: It is far.}
  also:
    title: What else
    hit policy: collect
    rules:
      - {id: late, when: {day: after 2026-01-01}, then: walk, because: It is late.}
      - {id: always, when: always, then: stay, because: Why not.}
"""
TRIP = loads(TEXT)


def workbook(rows: Sequence[Sequence[Any]], change: Callable[[Any], None] | None = None) -> bytes:
    book: Any = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cases_of(name: str, data: bytes | str, rulebook: LoadedRulebook = TRIP) -> list[SheetCase]:
    given = data.encode() if isinstance(data, str) else data
    findings: list[Diagnostic] = []
    cases = read_cases(name, given, rulebook.definition, findings)
    assert findings == []
    return cases


def known(name: str, data: bytes | str, rulebook: LoadedRulebook = TRIP) -> list[dict[str, Value]]:
    return [dict(one.case) for one in cases_of(name, data, rulebook)]


def wrong(name: str, data: bytes | str, rulebook: LoadedRulebook = TRIP) -> list[str]:
    given = data.encode() if isinstance(data, str) else data
    findings: list[Diagnostic] = []
    try:
        read_cases(name, given, rulebook.definition, findings)
    except RulebookError as error:
        findings = list(error.diagnostics)
    assert findings
    assert all(one.message and (one.help or one.fix) for one in findings)
    return [
        f"{one.file or one.one_line().partition(': ')[0]}: [{one.code}] {one.message}"
        for one in findings
    ]


def answered(name: str, data: bytes | str, *rulebooks: LoadedRulebook) -> Answered:
    table = read_table(name, data.encode() if isinstance(data, str) else data)
    findings: list[Diagnostic] = []
    books = rulebooks or (TRIP,)
    sheets = [
        read_sheet(table, one.definition, findings, books[-1 - place].definition)
        for place, one in enumerate(books)
    ]
    assert findings == []
    sides = [
        Side(one.definition, one.answer_one, sheet.cases)
        for one, sheet in zip(books, sheets, strict=True)
    ]
    return answer_cases(sheets[0], sides)


def rows_of(data: bytes) -> list[tuple[Any, ...]]:
    book: Any = openpyxl.load_workbook(io.BytesIO(data))
    return [tuple(cell.value for cell in row) for row in book["Cases"].iter_rows()]


# -- headers -----------------------------------------------------------------------------------


def test_a_header_is_an_id_a_label_or_a_question() -> None:
    text = "KM, the rain ,how  is the SKY?,Your friend,Case\n3,yes,grey,Al,One\n"
    (one,) = cases_of("a.csv", text)
    assert dict(one.case) == {"km": 3, "rain": True, "sky": "grey"}
    assert one.case.texts == {"who": "Al"}
    assert one.name == "One"


def test_cases_without_names_are_counted() -> None:
    assert [one.name for one in cases_of("a.csv", "km\n1\n\n2\n")] == ["case 1", "case 2"]


def test_headers_that_are_wrong() -> None:
    text = "skye,the number,km,KM,how,walk in,#mine,,rain\n"
    assert wrong("a.csv", text) == [
        "a.csv:1:1: [unknown-fact] there is no fact `skye`",
        "a.csv:1:6: [sheet] `the number` may mean `way` or `back`",
        "a.csv:1:20: [duplicate-name] `KM` says the same as the column `km`",
        "a.csv:1:23: [unknown-fact] `how` is a decision, not a fact",
        "a.csv:1:27: [unknown-fact] there is no fact `walk in`",
    ]


def test_a_near_header_is_suggested() -> None:
    findings: list[Diagnostic] = []
    read_cases("a.csv", b"the rian,How far is it\n", TRIP.definition, findings)
    assert [one.help for one in findings] == [
        "did you mean `the rain`?",
        "did you mean `how far is it?`?",
    ]


def test_columns_left_alone_stay_and_earlier_answers_go() -> None:
    text = "#x,km,answer: Any,because (1.0): B,changed,ask next: C\n=1,2,a,b,c,d\n"
    result = answered("a.csv", text)
    assert [one.header for one in result.sheet.columns] == ["#x", "km"]


# -- cells -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "text", "value"),
    [
        ("rain", "Yes", True),
        ("rain", "FALSE", False),
        ("sky", "grey", "grey"),
        ("sky", "Blue all over", "blue"),
        ("sky", "DARK", "dark"),
        ("km", "3.5 km", Decimal("3.5")),
        ("share", "50%", 50),
        ("way", "1_000", 1000),
        ("day", "2026-12-01", date(2026, 12, 1)),
    ],
)
def test_cells_as_people_write_them(header: str, text: str, value: Value) -> None:
    assert known("a.csv", f"{header},#\n{text},x\n") == [{header: value}]


@pytest.mark.parametrize("text", ["", "?", "unknown", "Unknown", '""', "  "])
def test_unknown_cells(text: str) -> None:
    assert known("a.csv", f"km,#\n{text},x\n") == [{}]


def test_cells_that_are_wrong_have_their_place() -> None:
    text = 'case;rain;km;day\n"a\nb";maybe;-1;1.12.2026\nc;maybe;2;2026-12-01;5\n'
    assert wrong("a.csv", text) == [
        "a.csv:3:4: [wrong-type] `maybe` is not yes or no",
        "a.csv:3:10: [out-of-range] `-1` is outside the range of `km`, 0 to 5000",
        "a.csv:3:13: [wrong-type] `1.12.2026` is not a day of the calendar",
        "a.csv:4:22: [sheet] this cell stands in a column without a name",
    ]
    rows = [["case", "rain"], [], ["a", "maybe"], ["b", "maybe"], ["c", 3, 1]]
    assert wrong("a.xlsx", workbook(rows)) == [
        "a.xlsx, sheet “Sheet”, cells B3, B4: [wrong-type] `maybe` is not yes or no",
        "a.xlsx, sheet “Sheet”, cell B5: [wrong-type] `3` is not yes or no",
        "a.xlsx, sheet “Sheet”, cell C5: [sheet] this cell stands in a column without a name",
    ]


def test_very_many_findings_are_cut() -> None:
    text = "km\n" + "".join(f"x{number}\n" for number in range(80))
    found = wrong("a.csv", text)
    assert len(found) == 51
    assert found[-1] == "a.csv:52:1: [sheet] and 30 more findings from here on"
    lines = [["km"], *([f"x{number}"] for number in range(80))]
    assert wrong("a.xlsx", workbook(lines))[-1].startswith(
        "a.xlsx, sheet “Sheet”, cell A52: [sheet] and 30"
    )


def test_reading_stops_at_another_sheet_altogether(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_table, "MOST_WRONG_CELLS", 10)
    found: list[Diagnostic] = []
    read_cases("a.csv", b"km\n" + b"x\n" * 50, TRIP.definition, found)
    assert len(found[0].labels) == 10


# -- CSV ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_answer_is_written_as_the_sheet_was(separator: str, end: str, mark: str) -> None:
    lines = [f"km{separator}#note", f'3{separator}"a ""b"""', ""]
    text = mark + end.join(lines)
    assert known("a.csv", text) == [{"km": 3}]
    out = as_csv(answered("a.csv", text)).decode()
    assert out.startswith(f"{mark}km{separator}#note{separator}answer: How to go{separator}")
    assert out.count(end) == 2
    assert as_csv(answered("a.csv", out)).decode() == out


def test_a_question_may_have_a_comma() -> None:
    rulebook = loads(TEXT.replace("How far is it?", '"How far, in all, is it?"'))
    text = '"How far, in all, is it?";rain\n3;no\n'
    assert known("a.csv", text, rulebook) == [{"km": 3, "rain": False}]
    assert known("a.csv", text.replace('"', "").replace("rain\n", "rain;#;#\n"), rulebook) == [
        {"km": 3, "rain": False}
    ]


def test_tsv_has_tabs() -> None:
    assert known("a.tsv", "km\train\n3\tno\n") == [{"km": 3, "rain": False}]
    assert known("a.TSV", "km\n3\n") == [{"km": 3}]


def test_csv_that_is_no_text() -> None:
    found = wrong("a.csv", "case,rain\nM\xfcller,yes\n".encode("cp1252"))
    assert found == ["a.csv:2:2: [not-text] this is not plain text: it holds the byte 0xfc"]
    assert "not-text" in wrong("a.csv", "km\n3\n".encode("utf-16"))[0]
    assert "not-text" in wrong("a.csv", "km\n\x1b[2J\n")[0]


def test_csv_without_rows_that_can_be_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong("a.csv", "") == ["a.csv: [empty-file] the sheet is empty"]
    assert wrong("a.csv", " , \n\n") == ["a.csv: [empty-file] the sheet is empty"]
    assert wrong("a.csv", 'km\n"3\n') == ["a.csv:2:1: [table] this quotation mark is never closed"]
    assert wrong("a.csv", 'km\n"3" 4\n') == [
        "a.csv:2:4: [table] there is more behind the quotes of this cell"
    ]
    monkeypatch.setattr(sheet_csv, "MOST_ROWS", 2)
    assert wrong("a.csv", "km\n1\n2\n3\n") == ["a.csv: [too-big] the sheet has more than 2 cases"]
    assert wrong("a.csv", "km" + "," * 1000 + "\n") == [
        "a.csv:1:1: [too-big] the table has more than 1,000 columns"
    ]
    monkeypatch.setattr(sheet_csv, "MOST_BYTES", 5)
    assert wrong("a.csv", "km,rain") == ["a.csv: [too-big] the file has more than 5 bytes"]


def test_only_headers() -> None:
    assert as_csv(answered("a.csv", "km\n")).decode().count("\n") == 1
    assert len(rows_of(as_xlsx(answered("a.xlsx", workbook([["km"]]))))) == 1
    assert as_yaml(answered("a.yaml", "[]")) == b"[]\n"


# -- YAML and JSON -----------------------------------------------------------------------------

FORMS = [
    "- {name: Al, rain: yes, km: 3}\n- {name: Bo, sky: grey}\n",
    "- {name: Al, case: {rain: yes, km: 3}, expect: {how: stay}}\n- {name: Bo, case: {sky: grey}}\n",
    "Al: {rain: yes, km: 3}\nBo: {sky: grey}\n",
    "Al: {case: {rain: yes, km: 3}}\nBo: {case: {sky: grey}}\n",
    "scenarios:\n- {name: Al, case: {rain: yes, km: 3}}\n- {name: Bo, case: {sky: grey}}\n",
    '{"cases": [{"name": "Al", "case": {"rain": true, "km": 3}}, {"name": "Bo", "sky": "grey"}]}',
]


@pytest.mark.parametrize("text", FORMS)
def test_forms_of_yaml(text: str) -> None:
    for name in ("a.yaml", "a.json"):
        cases = cases_of(name, text)
        assert [one.name for one in cases] == ["Al", "Bo"]
        assert [dict(one.case) for one in cases] == [{"rain": True, "km": 3}, {"sky": "grey"}]


def test_yaml_that_is_wrong() -> None:
    assert wrong("a.yaml", "km: 3\n") == [
        "a.yaml:1:1: [wrong-shape] a sheet of cases must be a list, not `key: value` lines"
    ]
    assert wrong("a.yaml", "- 3\n- {km: [1]}\n- {km: x}\n- {case: {}, kn: 1}\n- {kms: 1}\n") == [
        "a.yaml:1:3: [wrong-shape] a case must be `key: value` lines, not a text",
        "a.yaml:2:8: [wrong-shape] the value of `km` must be a text, not a list",
        "a.yaml:3:8: [wrong-type] `x` is not a number",
        "a.yaml:4:14: [unknown-key] a case has no `kn`",
        "a.yaml:5:4: [unknown-fact] there is no fact `kms`",
    ]
    assert "yaml-syntax" in wrong("a.yaml", "- {")[0]
    assert "empty-file" in wrong("a.yaml", "")[0]
    assert wrong("a.yaml", " " * 1_100_000) == [
        "a.yaml: [too-big] the file has more than 1,048,576 bytes"
    ]


def test_yaml_again() -> None:
    text = (
        "- {name: Al, rain: '~', km: 3}\n- {name: 'yes', sky: '?', day: 2026-12-01, '#n': 'null'}\n"
    )
    out = as_yaml(answered("a.yaml", text.replace("rain: '~', ", "")))
    assert as_yaml(answered("a.yaml", out)) == out
    first, second = yaml.safe_load(out)
    assert first["answers"]["How to go"] == {
        "answer": "open",
        "ask next": "Does it rain? Still possible: Walk; Stay",
    }
    assert second["answers"]["What else"] == {
        "answer": "Walk; Stay",
        "because": "It is late. Why not.",
    }
    assert b"day: 2026-12-01" in out


# -- XLSX --------------------------------------------------------------------------------------


def test_cells_of_a_workbook() -> None:
    moment = datetime(2026, 12, 1)
    rows = [
        ["case", "rain", "sky", "km", "day", "way"],
        ["a", True, "blue all over", 3.5, moment, 2.0],
        [None, "no", None, 0.1 + 0.2, date(2026, 12, 2), "2"],
    ]
    assert known("a.xlsx", workbook(rows)) == [
        {"rain": True, "sky": "blue", "km": Decimal("3.5"), "day": moment.date(), "way": 2},
        {"rain": False, "km": Decimal("0.3"), "day": date(2026, 12, 2), "way": 2},
    ]


def test_percent_is_read_as_it_is_shown() -> None:
    def change(book: Any) -> None:
        book.active["A2"].number_format = "0%"
        book.active["B2"].number_format = "0.0%"

    assert known("a.xlsx", workbook([["share", "#"], [0.5, 0.125]], change)) == [{"share": 50}]
    assert wrong("a.xlsx", workbook([["km"], [0.5]], change)) == [
        "a.xlsx, sheet “Sheet”, cell A2: [wrong-unit] `%` is not the unit of `km`, which counts km"
    ]
    out = as_xlsx(answered("a.xlsx", workbook([["share", "#"], [0.5, 0.125]], change)))
    assert known("a.xlsx", out) == [{"share": 50}]


def test_both_calendars_of_excel() -> None:
    def mac(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    for change in (None, mac):
        data = workbook([["day"], [date(2026, 12, 1)]], change)
        assert known("a.xlsx", data) == [{"day": date(2026, 12, 1)}]


def test_a_moment_is_no_day() -> None:
    rows = [["day", "km"], [datetime(2026, 12, 1, 13, 30), None], [46000, time(3, 30)]]
    assert wrong("a.xlsx", workbook(rows)) == [
        "a.xlsx, sheet “Sheet”, cell A2: [wrong-type] `2026-12-01 13:30:00` is not a day of the calendar",
        "a.xlsx, sheet “Sheet”, cell A3: [wrong-type] `46000` is not a day of the calendar",
        "a.xlsx, sheet “Sheet”, cell B3: [wrong-type] `03:30:00` is not a number",
    ]


def test_of_merged_cells_the_first_has_the_value() -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("A2:A3")

    data = workbook([["km", "rain"], [3, "no"], [None, "yes"]], merge)
    assert known("a.xlsx", data) == [{"km": 3, "rain": False}, {"rain": True}]


def test_the_sheet_of_the_cases() -> None:
    def sheets(book: Any) -> None:
        hidden = book.create_sheet("Lists", 0)
        hidden.append(["x"])
        hidden.sheet_state = "hidden"
        book.create_sheet("More").append(["y"])

    def named(book: Any) -> None:
        sheets(book)
        book.create_sheet("cases").append(["rain"])

    assert known("a.xlsx", workbook([["km"], [3]], sheets)) == [{"km": 3}]
    assert known("a.xlsx", workbook([["km"], [3]], named)) == []


def with_formula(value: str) -> bytes:
    """A workbook whose A2 has a formula, with what was computed last."""
    data = workbook([["km", "#"], ["=1+2", "=#REF!"]])
    return replaced(
        data, "xl/worksheets/sheet1.xml", b"<v></v>", value.encode(), b"<v />", value.encode()
    )


def replaced(data: bytes, part: str, *pairs: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == part:
                for before, after in zip(pairs[::2], pairs[1::2], strict=True):
                    content = content.replace(before, after)
            new.writestr(entry.filename, content)
    return stream.getvalue()


def test_formulas_are_never_computed() -> None:
    assert wrong("a.xlsx", with_formula("")) == [
        "a.xlsx, sheet “Sheet”, cell A2: [formula] this formula has no value, and Fingerpost never "
        "computes one"
    ]
    assert known("a.xlsx", with_formula("<v>42</v>")) == [{"km": 42}]
    rows = rows_of(as_xlsx(answered("a.xlsx", with_formula("<v>42</v>"))))
    assert rows[1][:2] == (42, 42)


def test_errors_in_cells() -> None:
    data = workbook([["km", "#"], ["#N/A", "#REF!"]])
    assert wrong("a.xlsx", data) == [
        "a.xlsx, sheet “Sheet”, cell A2: [formula] the cell holds the error `#N/A`"
    ]


def announcing(data: bytes, size: int) -> bytes:
    """The zip file with another announced size of its parts."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


LAUGHS = b"""<!DOCTYPE x [<!ENTITY a "ha">%s]>""" % b"".join(
    b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (number + 1, *[number] * 10)
    for number in range(ord("a"), ord("l"))
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet"),
        (b"PK\x03\x04 nonsense", "sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 encrypted", "sheet"),
        (b"km,rain\n3,no\n", "sheet"),
        (workbook([["km"], [3]])[:-200], "sheet"),
        (announcing(workbook([["km"], [3]]), 2**32 - 2), "too-big"),
        (replaced(workbook([["km"]]), "xl/workbook.xml", b'r:id="rId1"', b'r:id="rId9"'), "sheet"),
        (replaced(workbook([["km"]]), "xl/worksheets/sheet1.xml", b"<sheetData>", b"<"), "sheet"),
        (
            replaced(
                workbook([["km"]]), "xl/worksheets/sheet1.xml",
                b'"inlineStr"', b'"s"', b"<is><t>km</t></is>", b"<v>7</v>",
            ),
            "sheet",
        ),
        (
            replaced(
                workbook([["km"]]), "xl/worksheets/sheet1.xml",
                b"<worksheet ", LAUGHS + b"<worksheet ", b">km<", b">&l;<",
            ),
            "sheet",
        ),
        (workbook([]), "empty-file"),
    ],
)  # fmt: skip
def test_workbooks_that_cannot_be_read(data: bytes, code: str) -> None:
    (found,) = wrong("a.xlsx", data)
    assert f"[{code}]" in found


def test_rows_and_columns_far_out() -> None:
    data = workbook([["km"], [3]])
    far = replaced(data, "xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="999999999999"')
    assert known("a.xlsx", far) == []
    wide = replaced(data, "xl/worksheets/sheet1.xml", b'"A2"', b'"ZZZ2"')
    assert "too-big" in wrong("a.xlsx", wide)[0]
    all_of_it = replaced(data, "xl/worksheets/sheet1.xml", b"A1:A2", b"A1:XFD1048576")
    assert known("a.xlsx", all_of_it) == [{"km": 3}]


def test_a_workbook_with_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook([["km"], [1], [2], [3]])
    monkeypatch.setattr(sheet_xlsx, "MOST_ROWS", 2)
    assert wrong("a.xlsx", data) == ["a.xlsx: [too-big] the sheet has more than 2 cases"]
    monkeypatch.setattr(sheet_xlsx, "MOST_BYTES", 2)
    assert wrong("a.xlsx", data) == ["a.xlsx: [too-big] the file has more than 2 bytes"]


def test_the_workbook_that_is_written() -> None:
    text = "case,km,day,#x\nAl,3,2026-12-01,-5\nBo,3 km,,\n"
    data = as_xlsx(answered("a.csv", text))
    assert data == as_xlsx(answered("a.csv", text))
    book: Any = openpyxl.load_workbook(io.BytesIO(data))
    sheet, about = book["Cases"], book["About"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:J3"
    assert sheet["A1"].font.bold
    assert sheet["E2"].alignment.wrap_text
    assert sheet.column_dimensions["F"].width == 48
    assert [sheet["B2"].value, sheet["C2"].value, sheet["B3"].value] == [
        3,
        datetime(2026, 12, 1),
        "3 km",
    ]
    assert {row[0].value: row[1].value for row in about.iter_rows()} == {
        "cases": 2,
        "rulebook": "Which way to travel",
        "version": "1.0.0",
        "fingerprint": TRIP.fingerprint,
        "cases settled": 0,
        "cases open": 2,
    }


# -- texts that a spreadsheet would run --------------------------------------------------------

HOSTILE = [
    '=HYPERLINK("http://x.example")', "@SUM(1)", "+1", "-1+2", "\t=1", "\r=1", "'=1", "''+1", " =1",
    "＝1", "-5 days", "=", "#N/A", "'quoted'", "=1\n=2",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_is_ever_run(text: str) -> None:
    data = workbook([["km", "#"], [3, "x"]], lambda book: _set(book.active["B2"], text))
    result = answered("a.xlsx", data)
    shown = result.sheet.cases[0].row[1]
    again = as_xlsx(result)
    book: Any = openpyxl.load_workbook(io.BytesIO(again))
    assert all(cell.data_type != "f" for row in book["Cases"].iter_rows() for cell in row)
    cell = book["Cases"]["B2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix == disarmed(str(shown)).startswith(
        "'" * (1 + str(shown).count("'", 0, 2))
    )
    assert as_xlsx(answered("a.xlsx", again)) == again
    out = as_csv(result).decode()
    assert known("a.csv", out) == [{"km": 3}]
    assert cases_of("a.csv", out)[0].row[1] == shown
    assert "'=Ride" in as_csv(answered("a.csv", "km,rain\n9,no\n")).decode()


def _set(cell: Any, text: str) -> None:
    cell.value = text
    cell.data_type = "s"


@given(st.text(st.sampled_from("'=+-@\t\r\n 15a＝"), max_size=6))
def test_disarming_loses_nothing(text: str) -> None:
    assert as_meant(disarmed(text)) == text or text.startswith("'")
    assert as_meant(disarmed(as_meant(disarmed(text)))) == as_meant(disarmed(text))
    safe = disarmed(text)
    assert not safe.lstrip().startswith(("=", "+", "@", "＝"))
    assert not safe.startswith("-") or float(safe) <= 0


def test_negative_numbers_stay_numbers() -> None:
    assert [disarmed(text) for text in ("-5", "-0.5", "-1e5", "-1-1")] == [
        "-5",
        "-0.5",
        "-1e5",
        "'-1-1",
    ]


# -- two rulebooks -----------------------------------------------------------------------------


def test_two_rulebooks_side_by_side() -> None:
    other = loads(
        TEXT.replace("less than 5", "less than 9")
        .replace("1.0.0", "2.0.0")
        .replace("sky:", "skies:")
    )
    text = "case,rain,km,sky,skies,day\nAl,no,7,grey,dark,2020-02-02\nBo,no,9,,,\n"
    result = answered("a.csv", text, TRIP, other)
    headers = [one.header for one in result.columns]
    assert headers[:4] == [
        "changed",
        "answer (1.0.0): How to go",
        "answer (2.0.0): How to go",
        "changed: How to go",
    ]
    assert [row[:4] for row in result.rows] == [
        ("yes", "=Ride", "Walk", "yes"),
        ("no", "=Ride", "=Ride", "no"),
    ]
    assert (result.settled, result.changed) == ((1, 1), 1)
    assert [one.header for one in result.sheet.columns] == [
        "case",
        "rain",
        "km",
        "sky",
        "skies",
        "day",
    ]
    out = as_csv(result)
    assert as_csv(answered("a.csv", out, TRIP, other)) == out
    assert as_yaml(answered("a.yaml", as_yaml(result), TRIP, other)) == as_yaml(result)
    book: Any = openpyxl.load_workbook(io.BytesIO(as_xlsx(result)))
    assert ("cases changed", 1) in [
        (row[0].value, row[1].value) for row in book["About"].iter_rows()
    ]


def test_marks_of_two_rulebooks_of_one_version() -> None:
    titled = loads(TEXT.replace("Which way to travel", "Another way"))
    for other, mark in ((titled, "Another way"), (loads(TEXT), "second")):
        result = answered("a.csv", "km\n3\n", TRIP, other)
        assert f"answer ({mark}): How to go" in [one.header for one in result.columns]


def test_a_decision_that_only_one_rulebook_has() -> None:
    other = loads(TEXT.replace("  also:", "  more:"))
    result = answered("a.csv", "km,rain,day\n3,no,2020-01-01\n", TRIP, other)
    assert len({one.header for one in result.columns}) == len(result.columns)
    assert result.rows[0][0] == "yes"


# -- every format and the plain answer agree ---------------------------------------------------


def values_of(kind: object) -> st.SearchStrategy[Value]:
    match kind:
        case YesNo():
            return st.booleans()
        case Choice(options):
            return st.sampled_from(options)
        case Number(interval=interval):
            return st.integers(int(str(interval.low)), int(str(interval.high)))
    raise AssertionError(kind)


FACTS = HEAR_BACK.definition.facts
CASES = st.lists(
    st.fixed_dictionaries(
        {}, optional={name: values_of(fact.type) for name, fact in FACTS.items()}
    ),
    max_size=4,
)


def as_written(cases: list[dict[str, Value]]) -> dict[str, bytes]:
    """The same cases in every format."""
    texts = [{name: write_value(value) for name, value in one.items()} for one in cases]
    rows = [["#", *FACTS], *(["x", *(one.get(name) for name in FACTS)] for one in cases)]
    lines = [";".join("" if cell is None else write_value(cell) for cell in row) for row in rows]
    return {
        "a.csv": "\n".join(lines).encode(),
        "a.xlsx": workbook(rows),
        "a.yaml": yaml.safe_dump(texts).encode(),
        "a.json": json.dumps(cases).encode(),
    }


@settings(max_examples=8)
@given(CASES)
def test_answers_are_those_of_advise(cases: list[dict[str, Value]]) -> None:
    for name, data in as_written(cases).items():
        result = answered(name, data, HEAR_BACK)
        assert [dict(one.case) for one in result.sheet.cases] == cases
        for case, row in zip(cases, result.rows, strict=True):
            texts = dict(zip([one.header for one in result.columns], row, strict=True))
            for decision, outcome in HEAR_BACK.advise(case).items():
                definition = HEAR_BACK.definition.decisions[decision]
                listed = outcome.outcome if isinstance(outcome.outcome, list) else [outcome.outcome]
                words = (
                    "; ".join(value_words(str(one), definition.type) for one in listed) or "nothing"
                )
                assert texts[f"answer: {definition.title}"] == (
                    words if outcome.settled else "open"
                )
                asked = texts[f"ask next: {definition.title}"]
                question = FACTS[outcome.ask[0]].question if outcome.ask else ""
                assert asked.startswith(question)
                assert bool(asked) != outcome.settled
        for other, written in (
            ("b.csv", as_csv(result)), ("b.xlsx", as_xlsx(result)), ("b.yaml", as_yaml(result)),
        ):  # fmt: skip
            again = answered(other, written, HEAR_BACK)
            assert again.rows == result.rows
            assert [one.case for one in again.sheet.cases] == [
                one.case for one in result.sheet.cases
            ]
