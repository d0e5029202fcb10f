"""Tests as phrases: spellings that mean the same, and what is underlined when one is wrong."""

from __future__ import annotations

import pytest

from fingerpost.engine.language.conditions import Test as Phrase
from fingerpost.engine.language.conditions import Words
from fingerpost.engine.language.diagnostics import Diagnostic
from fingerpost.engine.language.literals import meant_phrase
from fingerpost.engine.language.phrases import read_phrase
from fingerpost.engine.language.source import Source, Span
from support import findings_of, underlined

# Texts of one row say the same; the first is the canonical spelling.
SAME = [
    ("cold", "= cold", "=cold", " cold "),
    ("cold or warm", "cold, warm", "cold,warm", "= cold or = warm"),
    ("not cold", "not(cold)", "not (cold)", "not = cold", "neither cold"),
    ("neither cold nor warm", "not (cold or warm)", "not(cold, warm)", "not(cold,warm)"),
    ("at least 3", ">= 3", ">=3", "3 or more", "on or after 3"),
    ("at most 3", "<= 3", "3 or less", "on or before 3"),
    ("more than 3", "> 3", ">3", "after 3"),
    ("less than 3", "< 3", "before 3"),
    ("before 2026-12-01", "< 2026-12-01"),
    ("after 2026-12-01", "> 2026-12-01"),
    ("on or before 2026-12-01", "<= 2026-12-01"),
    ("on or after 2026-12-01", ">= 2026-12-01"),
    ("between 1 and 3", "1 to 3", "[1..3]", "[1 .. 3]", "between 1  and  3"),
    ("(1..3]", "( 1 .. 3 ]"),
    ("[1.5..3)", "[1.5 .. 3)"),
    ("anything", "-", " - "),
    ("includes tea or coffee", "includes tea, coffee", "includes tea or includes coffee"),
    ("not includes tea", "not (includes tea)", "not(includes tea)"),
    ("at least 3 days", ">= 3 days", "3 days or more"),
    ("less than 2 or at least 10", "< 2 or >= 10", "less than 2, 10 or more", "<2,>=10"),
    ("not between 1 and 3", "not [1..3]", "not(1 to 3)", "not ([1..3])"),
    ("not (1..3)", "not ((1..3))"),
    ("neither 1 nor between 3 and 5", "not (1 or 3 to 5)", "not(1, [3..5])"),
]


def read(text: str) -> Phrase[Words] | Diagnostic:
    source = Source("phrase", text)
    return read_phrase(text, lambda start, end: Span(source, start, end))


def worded(test: object) -> str:
    """A test without the places of its words, and with one space between them."""
    return " ".join(repr(test).split())


@pytest.mark.parametrize("spellings", SAME, ids=lambda row: row[0])
def test_spellings_that_mean_the_same(spellings: tuple[str, ...]) -> None:
    tests = [read(text) for text in spellings]
    assert not any(isinstance(test, Diagnostic) for test in tests)
    assert {worded(test) for test in tests} == {worded(tests[0])}
    assert all(test == tests[0] for test in tests)


def test_different_rows_mean_different_things() -> None:
    # On days, `before` is the word for `less than`; rows of numbers and rows of days stay apart.
    assert len({worded(read(row[0])) for row in SAME}) == len(SAME)


RULEBOOK = """\
title: Phrases
version: 1.0.0
facts:
  mood: {{type: choice, question: "How are you?", options: [fine, tired, awful]}}
  days: {{type: whole number, question: "How many days?", unit: "day, days", range: 0 to 60}}
  weight: {{type: number, question: "How heavy?"}}
  deadline: {{type: date, question: "By when?"}}
  ready: {{type: yes/no, question: "Are you ready?"}}
settings: {{patience: 7 days, heavy: 2.5, christmas: 2026-12-24}}
advice: {{go: {{title: Go}}, stay: {{title: Stay}}}}
decisions:
  plan:
    hit policy: first
    rules: [{{id: plan, when: always, then: go}}]
  list:
    hit policy: collect
    rules: [{{id: list, when: always, then: go}}]
  result:
    hit policy: first
    rules:
      - id: one
        when:
          {fact}: {phrase}
        then: go
"""

GOOD = {
    "mood": [
        "fine",
        "not fine",
        "neither fine nor tired",
        "fine or awful",
        "[fine, tired]",
        "anything",
    ],
    "days": [
        "3",
        "0 or 3 days",
        "at least 1 day",
        "more than 90",  # a test may lie outside the range; only then it never holds
        "patience to 30",
        "'(3..patience]'",
        "1_0",
        "2e1",
        "not 3 or more",
    ],
    "weight": ["at most 2.50", "-1 to heavy", "0.1", "more than patience or heavy"],
    "deadline": ["before 2026-12-01", "on or after christmas", "not 2026-12-24"],
    "ready": ["yes", "no", "not yes", "TRUE", "yes or no"],
    "plan": ["go", "not stay", "neither go nor stay"],
    "list": ["includes go", "empty", "not includes stay", "not empty", "includes go or stay"],
}
# `weight` has no unit, so a setting that counts days does not fit it.
GOOD["weight"].remove("more than patience or heavy")

BAD = [
    # fact, phrase, code, underlined, help
    ("mood", "fien", "unknown-option", "fien", "did you mean `fine`?"),
    ("mood", "happy", "unknown-option", "happy", "`mood` is one of `fine`, `tired` or `awful`"),
    ("mood", "fine or happy", "unknown-option", "happy", "`mood` is one of"),
    ("mood", "[fine, happy]", "unknown-option", "happy", "`mood` is one of"),
    ("mood", '"not happy"', "unknown-option", "happy", "`mood` is one of"),
    ("mood", "'it''s bad'", "unknown-option", "'it''s bad'", "`mood` is one of"),
    ("mood", "not fine or tired", "ambiguous-not", "not fine or tired", "write `neither fine nor tired`"),
    ("mood", "not fine, tired", "ambiguous-not", "not fine, tired", "write `neither fine nor tired`"),
    ("mood", "at least tired", "not-ordered", "tired", "name the values instead"),
    ("mood", "fine to tired", "not-ordered", "fine", "name the values instead"),
    ("mood", "includes fine", "not-a-list", "fine", "write the value itself"),
    ("mood", "fine and tired", "phrase", "and", "write `or` between values"),
    ("mood", "neither fine or tired", "phrase", "or", "behind `neither` write `nor`"),
    ("mood", "fine nor tired", "phrase", "nor", "`nor` goes with `neither`"),
    ("mood", "not (fine", "phrase", "e", ""),
    ("mood", "", "phrase", "", "write a test"),
    ("days", "at leest 3", "wrong-type", "at leest 3", ""),
    ("days", "at least three", "unknown-setting", "three", "write a whole number"),
    ("days", "at least patiense", "unknown-setting", "patiense", "did you mean `patience`?"),
    ("days", "at least 2 weeks", "wrong-unit", "2 weeks", "write the number in days"),
    ("days", "2.5", "wrong-type", "2.5", ""),
    ("days", "heavy", "wrong-type", "heavy", "use another setting"),
    ("days", "christmas", "wrong-type", "christmas", "use another setting"),
    ("days", "between 7 and 3", "empty-interval", "7 and 3", "write the smaller end first"),
    ("days", '"(3..4)"', "empty-interval", "3..4", "write the smaller end first"),
    ("days", '"[patience..3]"', "empty-interval", "patience..3", "write the smaller end first"),
    ("days", "between 3", "phrase", "3", "expected `and`"),
    ("days", "between 3 to 7", "phrase", "to", "expected `and`"),
    ("days", "more than 3 and less than 7", "phrase", "and", "`between 1 and 3` for a range"),
    ("days", "3 or", "phrase", "r", "write what is missing"),
    ("days", "> 3", "unquoted-comparison", "> 3", "write `more than 3`"),
    ("days", ">= 3 days", "unquoted-comparison", ">= 3 days", "write `at least 3 days`"),
    ("days", "[1..3)", "unquoted-comparison", "[1..3)", 'put it in quotes: `"[1..3)"`'),
    ("days", "-", "unquoted-comparison", "-", "write `anything`"),
    ("days", "3,5", "ambiguous-comma", "3,5", "write `3.5` for a decimal, `3, 5` for several values"),
    ("weight", "1,000", "ambiguous-comma", "1,000", "`1000` for one number"),
    ("weight", "1,2,3", "ambiguous-comma", "1,2,3", "write `1, 2, 3` for several values"),
    ("weight", "more than 3 kg", "wrong-unit", "3 kg", "leave the unit out"),
    ("weight", "more than patience", "wrong-unit", "patience", ""),
    ("weight", "12345678901234567", "wrong-type", "12345678901234567", "at most 15"),
    ("deadline", "before 2026-13-01", "wrong-type", "2026-13-01", "write year, month and day"),
    ("deadline", "before 1.12.2026", "wrong-type", "1.12.2026", "write year, month and day"),
    ("deadline", "before easter", "unknown-setting", "easter", "write a date"),
    ("deadline", "before heavy", "wrong-type", "heavy", "use another setting"),
    ("ready", "maybe", "wrong-type", "maybe", ""),
    ("ready", "at least yes", "not-ordered", "yes", "name the values instead: `yes` and `no`"),
    ("plan", "sleep", "unknown-option", "sleep", "`plan` is one of `go` or `stay`"),
    ("plan", "includes go", "not-a-list", "go", "write the value itself"),
    ("list", "go", "not-a-list", "go", "write `includes …`"),
    ("list", "at least 2", "not-a-list", "2", "write `includes …`"),
    ("list", "includes sleep", "unknown-option", "sleep", "is one of `go` or `stay`"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "phrase"), [(fact, phrase) for fact, phrases in GOOD.items() for phrase in phrases]
)
def test_a_good_phrase(fact: str, phrase: str) -> None:
    assert findings_of(RULEBOOK.format(fact=fact, phrase=phrase)) == ()


@pytest.mark.parametrize(("fact", "phrase", "code", "marked", "help_text"), BAD)
def test_a_bad_phrase(fact: str, phrase: str, code: str, marked: str, help_text: str) -> None:
    (found,) = findings_of(RULEBOOK.format(fact=fact, phrase=phrase))
    assert (found.code, underlined(found)) == (code, marked)
    assert help_text in found.help


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("less then 3", "less than 3"),
        ("greater than 3", "more than 3"),
        ("over 3", "more than 3"),
        ("3+", "at least 3"),
        ("3-5", "between 3 and 5"),
        ("is 3", "3"),
        ("At Least 3", "at least 3"),
        ("up to 3", "at most 3"),
        ("no more than 3", "at most 3"),
        ("3 and more", "at least 3"),
        ("three", None),
        ("more or less", None),
    ],
)
def test_nearly_right_phrases_are_understood(text: str, meant: str | None) -> None:
    assert meant_phrase(text) == meant
