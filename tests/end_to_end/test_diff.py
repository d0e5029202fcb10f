"""`fingerpost diff` as it is typed: two files, one file and git, real cases, Markdown, JSON."""

import json
import subprocess
from pathlib import Path

import pytest

from end_to_end.conftest import Program, refused

TEXT = """\
title: Rain <b>now</b>
version: "1"
facts:
  sky: {type: choice, question: How is the sky?, label: "the *sky*", options: [blue, grey, black]}
  walk: {type: whole number, question: How long is the walk?, label: the walk, unit: "minute, minutes", range: 0 to 90}
advice:
  take_it: {title: "Take the [umbrella]"}
  leave_it: {title: Leave the umbrella at home}
decisions:
  umbrella:
    title: Whether to take the umbrella
    hit policy: first
    rules:
      - {id: black, when: {sky: black}, then: take_it, because: It will rain.}
      - {id: grey, when: {sky: grey, walk: at least 20}, then: take_it, because: It may rain.}
    otherwise: {then: leave_it, because: It stays dry.}
"""
NEW = TEXT.replace("at least 20", "at least 30")
SENTENCE = "When the *sky* is grey and the walk is between 20 minutes and 29 minutes"


@pytest.fixture
def rain(fingerpost: Program) -> Program:
    """The program, with a rulebook in two versions beside it."""
    fingerpost.write("old.yaml", TEXT)
    fingerpost.write("new.yaml", NEW)
    return fingerpost


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Coach", "-c", "user.email=coach@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(rain: Program) -> Program:
    """The same in a git repository, where new.yaml is edited and not committed."""
    git(rain.folder, "init", "-q")
    rain.write("new.yaml", TEXT)
    git(rain.folder, "add", ".")
    git(rain.folder, "commit", "-qm", "one")
    rain.write("new.yaml", NEW)
    return rain


def test_two_files(rain: Program) -> None:
    done = rain("diff", "old.yaml", "new.yaml", env={"COLUMNS": "100"})
    assert done.code == 1
    assert done.err == ""
    assert done.lines[0] == "Rain <b>now</b>"
    assert "about 11% of all situations" in done.out
    assert SENTENCE in done.out
    assert max(map(len, done.lines)) <= 100


def test_the_same(rain: Program) -> None:
    rain.write("same.yaml", f"# a comment\n{TEXT}")
    done = rain("diff", "old.yaml", "same.yaml")
    assert done.code == 0
    assert done.lines[1:] == ["  Nothing that a client could notice has changed."]
    done = rain("diff", "hear-back", "hear-back")
    assert (done.code, done.lines[1]) == (0, "  Nothing has changed.")


def test_what_nobody_notices(rain: Program) -> None:
    rain.write(
        "quiet.yaml", TEXT.replace('version: "1"', 'version: "2"').replace("id: grey", "id: g")
    )
    done = rain("diff", "old.yaml", "quiet.yaml")
    assert done.code == 0
    assert "Nothing that a client could notice has changed." in done.out


def test_markdown_obeys_no_rulebook(rain: Program) -> None:
    done = rain("diff", "old.yaml", "new.yaml", "--markdown")
    assert done.code == 1
    assert done.lines[0] == "## Rain &lt;b&gt;now&lt;/b&gt;"
    assert "the \\*sky\\* is grey" in done.out
    assert "“Take the \\[umbrella\\]” becomes “Leave the umbrella at home”" in done.out
    assert "<" not in done.out


def test_json(rain: Program) -> None:
    done = rain("diff", "old.yaml", "new.yaml", "--json")
    assert done.code == 1
    found = json.loads(done.out)
    change = found["decisions"][0]["changes"][0]
    assert (change["old"], change["new"]) == ("take_it", "leave_it")
    assert change["situations"][0]["example"] == {"sky": "grey", "walk": 20}
    assert change["share"] == found["share"] == pytest.approx(1 / 9)
    assert found["edits"][0]["how"] == "rewritten"


def test_real_cases(rain: Program) -> None:
    rain.write("cases.csv", "case,sky,walk\nAda,grey,25\nBo,grey,35\nCy,black,\nDi,grey,\n")
    done = rain("diff", "old.yaml", "new.yaml", "--cases", "cases.csv")
    assert done.code == 1
    assert "Real cases: 1 of 4 cases change" in done.lines
    assert "- Ada" in done.out
    found = json.loads(rain("diff", "old.yaml", "new.yaml", "--cases", "cases.csv", "--json").out)
    assert found["cases"]["total"] == 4
    assert [one["name"] for one in found["cases"]["cases"]] == ["Ada"]


def test_cases_of_either_rulebook(rain: Program) -> None:
    rain.write("named.yaml", NEW.replace("walk:", "way:"))
    for header in ("walk", "way"):
        rain.write("cases.csv", f"case,sky,{header}\nAda,grey,25\nBo,grey,35\n")
        done = rain("diff", "old.yaml", "named.yaml", "--cases", "cases.csv")
        assert "Real cases: 1 of 2 cases change" in done.lines
    rain.write("cases.csv", "case,sky,nonsense\nAda,grey,25\n")
    refused(rain("diff", "old.yaml", "named.yaml", "--cases", "cases.csv"))


def test_since_a_revision(repository: Program) -> None:
    done = repository("diff", "new.yaml", "--git", "HEAD")
    assert done.code == 1
    assert "about 11% of all situations" in done.out
    assert repository("diff", "old.yaml", "--git", "HEAD").code == 0


def test_a_revision_brings_its_tables(repository: Program) -> None:
    start = TEXT.index("    rules:")
    repository.write("table.yaml", f"{TEXT[:start]}    rules: table\n    otherwise: leave_it\n")
    repository.write("table.umbrella.csv", "sky,then\nblack,take_it\n")
    repository.write("table.other.csv", b"\xff")
    git(repository.folder, "add", ".")
    git(repository.folder, "commit", "-qm", "two")
    repository.write("table.umbrella.csv", "sky,then\ngrey,take_it\n")
    done = repository("diff", "table.yaml", "--git", "HEAD")
    assert done.code == 1
    assert "sky* is black, “Take the" in done.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["old.yaml"], "nothing-to-compare"),
        (["old.yaml", "new.yaml", "--git", "HEAD"], "nothing-to-compare"),
        (["old.yaml", "none.yaml"], "not-found"),
        (["hear-back", "--git", "HEAD"], "not-found"),
        (["old.yaml", "--git", "no-such-branch"], "unknown-revision"),
        (["old.yaml", "--git", "--output=stolen"], "unknown-revision"),
        (["old.yaml", "--git", ""], "unknown-revision"),
        (["fresh.yaml", "--git", "HEAD"], "unknown-revision"),
    ],
)
def test_unusable_input(repository: Program, arguments: list[str], code: str) -> None:
    repository.write("fresh.yaml", TEXT)
    refused(repository("diff", *arguments), [code])
    assert not (repository.folder / "stolen").exists()


def test_without_git(rain: Program) -> None:
    refused(rain("diff", "old.yaml", "--git", "HEAD"), ["no-repository"])
    nowhere = {"PATH": str(rain.folder)}
    refused(rain("diff", "old.yaml", "--git", "HEAD", env=nowhere), ["no-repository"])


def test_a_faulty_earlier_version(repository: Program) -> None:
    repository.write("new.yaml", "title: [")
    git(repository.folder, "commit", "-qam", "broken")
    repository.write("new.yaml", NEW)
    done = repository("diff", "new.yaml", "--git", "HEAD")
    refused(done)
    assert "HEAD:./new.yaml" in done.err
