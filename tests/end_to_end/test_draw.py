"""`fingerpost draw` as its users run it."""

import json
from pathlib import Path

import pypdf
import pytest

from end_to_end.conftest import Program

ROOT = Path(__file__).parent.parent.parent
BEGINNINGS = {
    "pdf": b"%PDF-1.",
    "svg": b"<svg ",
    "png": b"\x89PNG",
    "dot": b"digraph fingerpost {",
    "mmd": b"flowchart TD\n",
    "txt": b"What to do next\n",
    "json": b'{\n "rulebook": "hear-back"',
    "html": b"<!DOCTYPE html>",
}


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_the_ending_says_what(fingerpost: Program, kind: str) -> None:
    done = fingerpost("draw", "hear-back", "-o", f"made.{kind}")
    assert (done.code, done.out, done.err) == (0, "", f"made.{kind} is drawn.\n")
    made = (fingerpost.folder / f"made.{kind}").read_bytes()
    assert made.lower().startswith(BEGINNINGS[kind].lower())


def test_without_a_file_a_tree_is_printed(fingerpost: Program) -> None:
    done = fingerpost("draw", "hear-back", "--decision", "deadline")
    assert done.code == 0
    assert done.out.startswith("Whether to set them a deadline\n====")
    assert "└─" in done.out


def test_standard_output(fingerpost: Program) -> None:
    done = fingerpost("draw", "hear-back", "-o", "-", "--format", "json", "--decision", "deadline")
    assert json.loads(done.out)["decisions"][0]["decision"] == "deadline"
    ended = fingerpost.start(
        "draw", "hear-back", "-o", "-", "--format", "png", "--decision", "deadline"
    )
    assert ended.communicate()[0].startswith(b"\x89PNG")


def test_a_case_is_named(fingerpost: Program) -> None:
    sets = ["--set", "impression=cold", "--set", "heard_back=nothing"]
    done = fingerpost("draw", "hear-back", *sets, "--decision", "next_move")
    assert "What to do next: For this case: Let this one go" in done.out


def test_what_it_is_made_with(fingerpost: Program) -> None:
    done = fingerpost("draw", "offer", "--overview", "-o", "made.svg", "--verbose")
    assert "the package graphviz-pure" in " ".join(done.err.split())
    assert "Typst" in done.err


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        ("mine.yaml", "txt"),
        ("case.json", "json"),
        ("mine.deadline.csv", "svg"),
        ("link.svg", "svg"),
    ],
)
def test_what_it_is_drawn_from_is_left_alone(fingerpost: Program, output: str, kind: str) -> None:
    files = {
        "mine.yaml": (ROOT / "rules" / "hear-back.yaml").read_text(),
        "case.json": '{"impression": "cold"}',
        "mine.deadline.csv": "",
    }
    for name, text in files.items():
        (fingerpost.folder / name).write_text(text)
    (fingerpost.folder / "link.svg").symlink_to("mine.yaml")
    done = fingerpost("draw", "mine.yaml", "--case", "case.json", "--format", kind, "-o", output)
    assert (done.code, done.out) == (2, "")
    assert "written over what it is made from" in " ".join(done.err.split())
    assert {name: (fingerpost.folder / name).read_text() for name in files} == files


@pytest.mark.parametrize(
    ("arguments", "code", "way"),
    [
        (["-o", "made.docx"], "unknown-format", ".pdf, .svg"),
        (["-o", "made"], "unknown-format", ".pdf, .svg"),
        (["--format", "gif"], "unknown-format", "there are pdf, svg"),
        (
            ["--decision", "next_mov", "-o", "made.svg"],
            "unknown-decision",
            "did you mean `next_move`?",
        ),
        (["-o", "nowhere/made.svg"], "unwritable", ""),
        (["--set", "impression=colt", "-o", "made.svg"], "unknown-option", "cold"),
    ],
)
def test_bad_input(fingerpost: Program, arguments: list[str], code: str, way: str) -> None:
    done = fingerpost("draw", "hear-back", *arguments)
    assert done.code == 2
    assert done.out == ""
    assert f"error[{code}]" in done.err
    assert way in " ".join(done.err.split())
    assert list(fingerpost.folder.glob("made*")) == []


def test_a_file_that_stands_there_is_replaced_whole(fingerpost: Program) -> None:
    made = fingerpost.folder / "made.svg"
    made.write_text("old", "utf-8")
    fingerpost("draw", "hear-back", "-o", "made.svg", "--decision", "no-such")
    assert made.read_text("utf-8") == "old"
    fingerpost("draw", "hear-back", "-o", "made.svg")
    assert made.read_text("utf-8").startswith("<svg")


def test_the_picture_of_the_readme_is_what_the_rules_say(fingerpost: Program) -> None:
    fingerpost("draw", "hear-back", "--decision", "next_move", "-o", "made.svg")
    shown = ROOT / "docs" / "pictures" / "next-move.svg"
    assert (fingerpost.folder / "made.svg").read_bytes() == shown.read_bytes()


def test_options_that_change_nothing_are_told(fingerpost: Program) -> None:
    done = fingerpost(
        "draw", "hear-back", "--poster", "--with", "rules", "--paper", "letter", "-o", "x.png"
    )
    told = [line.split(" changes")[0] for line in done.err.splitlines()[1:]]
    assert (done.code, told) == (0, ["--poster", "--with", "--paper"])
    done = fingerpost("draw", "hear-back", "--overview", "--set", "impression=cold", "-o", "x.svg")
    assert "a case changes nothing here; it is for flowcharts" in done.err
    done = fingerpost(
        "draw", "hear-back", "--set", "impression=cold", "--with", "rules", "-o", "x.pdf"
    )
    assert done.err == "x.pdf is drawn.\n"


def test_a_pdf_says_whose_case_it_is(fingerpost: Program) -> None:
    fingerpost("draw", "hear-back", "--set", "impression=cold", "-o", "x.pdf")
    page = pypdf.PdfReader(fingerpost.folder / "x.pdf").pages[0]
    assert "The case: the impression they made: cold and dismissive" in page.extract_text()
