"""`fingerpost test`: what scenarios leave untested, and `--suggest`, in a real process."""

import json
from pathlib import Path

import pytest

from .conftest import Program

RULEBOOK = """\
title: A walk
version: "1"
facts:
  sky: {type: choice, question: How is the sky?, label: the sky, options: [blue, grey]}
  minutes: {type: whole number, question: How long?, label: the time, unit: "minute, minutes"}
settings:
  long: {value: 20 minutes, label: a long walk}
advice: {go: {title: Go out}, stay: {title: Stay in}}
decisions:
  outing:
    title: Whether to go
    label: the outing
    hit policy: first
    rules:
      - {id: grey-and-long, when: {sky: grey, minutes: at least long}, then: stay}
      - {id: short, when: {minutes: less than 5}, then: stay}
    otherwise: go
scenarios:
  - {name: Blue, case: {sky: blue, minutes: 30}, expect: {outing: go}}
  - {name: Grey and long, case: {sky: grey, minutes: 20}, expect: {outing: stay}}
"""


@pytest.fixture
def walk(fingerpost: Program) -> Program:
    fingerpost.write("walk.yaml", RULEBOOK)
    return fingerpost


def test_what_nothing_would_notice_is_told_in_words_with_its_place(walk: Program) -> None:
    done = walk("test", "walk.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.lines == [
        "A walk",
        "  2 of 2 scenarios pass",
        "  no scenario reaches these rules:",
        "    outing: short walk.yaml:16:14",
        "  every outcome comes out in some scenario",
        "  boundaries: 5 of 10 are pinned down by scenarios",
        "    Stay in: nothing would notice if the test “the time: at least 20 minutes”",
        "      were dropped",
        "      walk.yaml:15:56",
        "    Stay in: nothing would notice if “the time: less than 5 minutes” became",
        "      “less than 6 minutes”",
        "      walk.yaml:16:37",
        "    Stay in: nothing would notice if “the time: less than 5 minutes” became",
        "      “less than 4 minutes”",
        "      walk.yaml:16:37",
        "    Stay in: nothing would notice if this rule were gone",
        "      walk.yaml:16:14",
        "    A long walk: nothing would notice if it were 19 minutes instead of 20",
        "      minutes",
        "      walk.yaml:7:3",
        "  add --suggest to have the missing scenarios written for you",
    ]


def test_coverage_as_json(walk: Program) -> None:
    (report,) = json.loads(walk("test", "walk.yaml", "--json").out)["rulebooks"]
    assert "suggestions" not in report
    found = report["coverage"]
    assert found["rules"] == {"tested": 2, "total": 3}
    assert found["outcomes"] == {"tested": 2, "total": 2, "missing": []}
    assert found["unexamined"] == []
    boundaries = found["boundaries"]
    assert boundaries["total"] - boundaries["tested"] == len(boundaries["missing"])
    assert boundaries["missing"][-1] == {
        "decisions": ["outing"],
        "where": "a long walk",
        "if": "it were 19 minutes instead of 20 minutes",
        "file": "walk.yaml",
        "line": 7,
        "column": 3,
    }


def test_suggestions_can_be_pasted_and_leave_nothing_to_suggest(walk: Program) -> None:
    done = walk("test", "walk.yaml", "--suggest")
    assert (done.code, done.err) == (0, "")
    start = next(number for number, line in enumerate(done.lines) if line.startswith("  # "))
    text = "\n".join(done.lines[start:]) + "\n"
    assert text.startswith(
        "  # 3 scenarios are missing. What they expect is what the rules say now."
    )
    assert "walk.yaml, below the last scenario." in text
    assert text.count("# (please check) This scenario") == text.count("- name: ") == 3
    walk.write("walk.yaml", RULEBOOK + text)
    again = walk("test", "walk.yaml", "--suggest")
    assert (again.code, again.err) == (0, "")
    assert again.lines[1:] == [
        "  5 of 5 scenarios pass",
        "  every rule decides in some scenario",
        "  every outcome comes out in some scenario",
        "  boundaries: all 10 are pinned down by scenarios",
        "  nothing is missing: there is no scenario to add",
    ]


def test_suggestions_stand_under_each_other_as_the_others_do(walk: Program) -> None:
    flush = RULEBOOK.replace("  - {name: ", "- {name: ")
    walk.write("walk.yaml", flush)
    done = walk("test", "walk.yaml", "--suggest")
    start = next(number for number, line in enumerate(done.lines) if line.startswith("# "))
    walk.write("walk.yaml", flush + "\n".join(done.lines[start:]) + "\n")
    assert "  5 of 5 scenarios pass" in walk("test", "walk.yaml").lines


def test_suggestions_as_json(walk: Program) -> None:
    (report,) = json.loads(walk("test", "walk.yaml", "--suggest", "--json").out)["rulebooks"]
    found = report["suggestions"]
    assert (found["smallest"], found["unexamined"]) == (True, [])
    assert {
        "name": "“Stay in” and not “Go out” (the time: 4 minutes)",
        "case": {"minutes": 4},
        "expect": {"outing": "stay"},
        "reasons": [
            "would notice if “the time: less than 5 minutes” became “less than 4 minutes” "
            "(for “Stay in”)",
            "would notice if the rule for “Stay in” were gone",
        ],
    } in found["scenarios"]


def test_without_scenarios_the_whole_section_is_written(walk: Program) -> None:
    bare = RULEBOOK[: RULEBOOK.index("scenarios:")]
    walk.write("walk.yaml", bare)
    done = walk("test", "walk.yaml", "--suggest")
    assert done.code == 0
    assert "  no scenarios yet" in done.lines
    assert "  boundaries: 0 of 10 are pinned down by scenarios" in done.lines
    start = done.lines.index("scenarios:")
    walk.write("walk.yaml", bare + "\n".join(done.lines[start:]) + "\n")
    assert (
        walk("test", "walk.yaml").lines[-1] == "  boundaries: all 10 are pinned down by scenarios"
    )


def test_failing_scenarios_decide_the_exit_code(walk: Program) -> None:
    wrong = "  - {name: Wrong, case: {minutes: 3}, expect: {outing: go}}\n"
    walk.write("walk.yaml", RULEBOOK + wrong)
    done = walk("test", "walk.yaml", "--suggest")
    assert done.code == 1
    assert "  2 of 3 scenarios pass" in done.lines


def test_a_big_table_is_named_and_not_looked_at(fingerpost: Program) -> None:
    head = RULEBOOK[: RULEBOOK.index("    rules:")]
    Path(fingerpost.folder, "walk.yaml").write_text(f"{head}    rules: table\n    otherwise: go\n")
    rows = "".join(f"{number},stay\n" for number in range(300))
    fingerpost.write("walk.outing.csv", f"minutes,then\n{rows}")
    done = fingerpost("test", "walk.yaml", "--suggest")
    assert (done.code, done.err) == (0, "")
    assert "    the boundaries of “Whether to go”" in done.lines
