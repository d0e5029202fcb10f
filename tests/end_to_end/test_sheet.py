"""`fingerpost sheet`, from the command line."""

import csv
import io
import json
import os
from itertools import pairwise

import openpyxl
import pytest

from .conftest import Program, refused

CASES = """\
case,How did they come across in the interview?,heard_back,days_since_interview,follow_ups_ignored
Ann,cold,nothing so far,4 days,0
Bob,warm,nothing,12,3
"""
TITLE = "What to do next"


@pytest.fixture
def sheets(fingerpost: Program) -> Program:
    fingerpost.write("cases.csv", CASES)
    return fingerpost


def test_csv_is_printed_as_csv(sheets: Program) -> None:
    done = sheets("sheet", "hear-back", "cases.csv")
    assert (done.code, done.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row[f"answer: {TITLE}"] for row in rows] == [
        "Let this one go",
        "Move on to other openings",
    ]
    assert rows[0]["case"] == "Ann"


def test_from_one_format_to_the_next(sheets: Program) -> None:
    names = ["cases.csv", "a.xlsx", "b.yaml", "c.tsv", "d.xlsx", "e.csv"]
    for before, after in pairwise(names):
        done = sheets("sheet", "hear-back", before, "-o", after)
        assert (done.code, done.out) == (0, "")
        assert done.err == f"{after} is written: 2 cases, 0 settled and 2 open.\n"
    book = openpyxl.load_workbook(sheets.folder / "d.xlsx")
    assert book.sheetnames == ["Cases", "About"]
    assert (sheets.folder / "e.csv").read_bytes().startswith(b"\xef\xbb\xbfname,")
    straight = sheets("sheet", "hear-back", "cases.csv").lines
    again = sheets("sheet", "hear-back", "d.xlsx").lines
    assert again == [straight[0].replace("case,", "name,", 1), *straight[1:]]


def test_json_has_ids_as_advise_has(sheets: Program) -> None:
    done = sheets("sheet", "hear-back", "cases.csv", "--json")
    content = json.loads(done.out)
    assert content["rulebook"] == "hear-back"
    assert [one["name"] for one in content["cases"]] == ["Ann", "Bob"]
    case = content["cases"][0]
    sheets.write("case.json", json.dumps(case["case"]))
    advice = json.loads(sheets("advise", "hear-back", "--case", "case.json", "--json").out)
    for name, decision in case["decisions"].items():
        assert decision.items() <= advice["decisions"][name].items()
    assert sheets("sheet", "hear-back", "cases.csv", "-o", "out.json").code == 0
    assert json.loads((sheets.folder / "out.json").read_text()) == content
    again = sheets("sheet", "hear-back", "out.json")
    assert json.loads(again.out) == content


def test_two_rulebooks(sheets: Program) -> None:
    sheets("new", "mine.yaml", "--from", "hear-back")
    mine = sheets.folder / "mine.yaml"
    text = mine.read_text().replace("value: 3 follow-ups", "value: 4 follow-ups")
    mine.write_text(text.replace("version: 1.0.0", "version: 1.1.0"))
    done = sheets("sheet", "hear-back", "cases.csv", "--beside", "mine.yaml")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["changed"] for row in rows] == ["no", "yes"]
    assert rows[1][f"answer (1.0.0): {TITLE}"] != rows[1][f"answer (1.1.0): {TITLE}"]
    done = sheets("sheet", "hear-back", "cases.csv", "--beside", "mine.yaml", "--json")
    assert [one["changed"] for one in json.loads(done.out)["cases"]] == [False, True]
    done = sheets("sheet", "hear-back", "cases.csv", "--beside", "mine.yaml", "-o", "x.xlsx")
    assert done.err == "x.xlsx is written: 2 cases, 1 of them answered differently.\n"


def test_a_sheet_that_is_wrong_writes_nothing(sheets: Program) -> None:
    sheets.write("bad.csv", CASES + "Cem,icy,maybe,x,-1\n")
    sheets.write("out.csv", "as it was")
    done = sheets("sheet", "hear-back", "bad.csv", "-o", "out.csv")
    refused(done, ["unknown-option", "wrong-type", "out-of-range"])
    assert "bad.csv:4:5" in done.err
    assert (sheets.folder / "out.csv").read_text() == "as it was"
    assert len(list(sheets.folder.iterdir())) == 3


def test_wrong_cells_of_a_workbook_are_named(sheets: Program) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Cases"  # type: ignore[union-attr]
    for row in (
        ["case", "impression", "heard_back"],
        *[["x", "warm", "nothing"]] * 5,
        ["y", "icy"],
    ):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(sheets.folder / "cases.xlsx")
    done = sheets("sheet", "hear-back", "cases.xlsx")
    refused(done, ["unknown-option"])
    assert "--> cases.xlsx, sheet “Cases”, cell B7" in done.err
    done = sheets("sheet", "hear-back", "cases.xlsx", "--json")
    (found,) = json.loads(done.err)["diagnostics"]
    assert (found["line"], found["column"]) == (7, 2)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["cases.xls"], "sheet"),
        (["nothing.csv"], "not-found"),
        (["folder.csv"], "unreadable"),
        (["pipe.csv"], "unreadable"),
        (["cases.csv", "-o", "out.docx"], "sheet"),
        (["cases.csv", "-o", "cases.csv"], "unwritable"),
        (["cases.csv", "-o", "./link.csv"], "unwritable"),
        (["cases.csv", "-o", "no/where.csv"], "unwritable"),
        (["garbage.xlsx"], "sheet"),
        (["cases.csv", "--beside", "none.yaml"], "not-found"),
    ],
)
def test_what_cannot_be_done(sheets: Program, arguments: list[str], code: str) -> None:
    (sheets.folder / "folder.csv").mkdir()
    (sheets.folder / "link.csv").symlink_to("cases.csv")
    os.mkfifo(sheets.folder / "pipe.csv")
    sheets.write("garbage.xlsx", os.urandom(2000))
    refused(sheets("sheet", "hear-back", *arguments), [code])
    assert (sheets.folder / "cases.csv").read_text() == CASES


def test_the_rulebook_is_never_written_over(sheets: Program) -> None:
    sheets("new", "mine.yaml", "--from", "hear-back")
    before = (sheets.folder / "mine.yaml").read_bytes()
    refused(sheets("sheet", "mine.yaml", "cases.csv", "-o", "mine.yaml"), ["unwritable"])
    assert (sheets.folder / "mine.yaml").read_bytes() == before
