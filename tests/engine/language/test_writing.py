"""Formatting: each test in its canonical spelling, and nothing else touched."""

from pathlib import Path

import pytest
from hypothesis import given

from fingerpost.engine import RulebookError, loads
from fingerpost.engine.language.source import Source
from fingerpost.engine.language.writing import format_text
from properties.rulebooks import rulebooks

ROOT = Path(__file__).parent.parent.parent.parent
PAGE = """
title: t
version: "1"
facts:
  sky: {type: choice, question: Sky?, options: [blue, grey, black, to-come]}
  wet: {type: yes/no, question: Wet?}
  n: {type: whole number, question: How many?, unit: "day, days"}
  day: {type: date, question: When?}
settings: {long: 20 days}
advice: {a: {title: A}, b: {title: B}}
decisions:
  first:
    hit policy: collect
    rules: [{id: r, when: always, then: a}]
  d:
    hit policy: first
    rules:
      - id: r   # a comment
        when:
          FACT: PHRASE   # why
        then: a
    otherwise: b
"""


def formatted(fact: str, phrase: str) -> str:
    text = PAGE.replace("FACT", fact).replace("PHRASE", phrase)
    done = format_text(Source("x.yaml", text), loads(text, "x.yaml").definition)
    before, after = PAGE.replace("FACT", fact).split("PHRASE")
    assert done.startswith(before), "something before it was touched"
    assert done.endswith(after), "something behind it was touched"
    return done.removeprefix(before).removesuffix(after)


@pytest.mark.parametrize(
    ("fact", "phrase", "canonical"),
    [
        ("n", '">= 3"', "at least 3"),
        ("n", "'<=3 days'", "at most 3 days"),
        ("n", '"> long"', "more than long"),
        ("n", "3 or more", "at least 3"),
        ("n", "= 1_000", "1000"),
        ("n", "1e3 days", "1000 days"),
        ("n", "1 to 3", "between 1 and 3"),
        ("n", "[1..3]", "between 1 and 3"),
        ("n", '"[1..3]"', "between 1 and 3"),
        ("n", '"[1 .. 3)"', '"[1..3)"'),
        ("n", "(1..3]", "(1..3]"),
        ("n", "1,  2, at least 7", "1 or 2 or at least 7"),
        ("n", '"-"', "anything"),
        ("sky", "blue,grey", "blue or grey"),
        ("sky", "not(blue, grey)", "neither blue nor grey"),
        ("sky", "not (blue or grey)", "neither blue nor grey"),
        ("sky", "not (blue)", "not blue"),
        ("sky", "[= blue, grey]", "[blue, grey]"),
        ("sky", '"blue"', '"blue"'),
        ("sky", "to-come", "to-come"),
        ("wet", "TRUE", "yes"),
        ("wet", '"false"', "no"),
        ("day", "< 2026-12-01", "before 2026-12-01"),
        ("day", "at least 2026-12-01", "on or after 2026-12-01"),
        ("day", "'>2026-12-01'", "after 2026-12-01"),
        ("first", "includes  b or a", "includes b or a"),
        ("first", "not(empty)", "not empty"),
    ],
)
def test_canonical_spelling(fact: str, phrase: str, canonical: str) -> None:
    assert formatted(fact, phrase) == canonical
    assert formatted(fact, canonical) == canonical


@given(rulebooks())
def test_formatting_keeps_the_meaning_and_settles_at_once(made: object) -> None:
    before = loads(made.text, "x")
    once = format_text(Source("x", made.text), before.definition)
    after = loads(once, "x")
    assert after.fingerprint == before.fingerprint
    assert format_text(Source("x", once), after.definition) == once
    comments = [line for line in made.text.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in once.splitlines() if line.lstrip().startswith("#")] == comments


@pytest.mark.parametrize(
    "file", sorted((ROOT / "rules").glob("*.yaml")), ids=lambda file: file.stem
)
def test_bundled_rulebooks_are_canonical(file: Path) -> None:
    text = file.read_text("utf-8")
    assert format_text(Source("x.yaml", text), loads(text, "x.yaml").definition) == text


def test_what_has_comments_or_could_be_misread_is_left_alone() -> None:
    options = PAGE.replace("to-come]", "more, before]")
    for phrase in ("grey, more", "on, before", "> # why three\n            grey"):
        text = options.replace("FACT", "sky").replace("PHRASE", phrase)
        try:
            definition = loads(text, "x.yaml").definition
        except RulebookError:
            continue
        assert format_text(Source("x.yaml", text), definition) == text


def test_line_ends_are_kept() -> None:
    text = PAGE.replace("FACT", "n").replace("PHRASE", '">= 3"').replace("\n", "\r\n").rstrip()
    done = format_text(Source("x.yaml", text), loads(text, "x.yaml").definition)
    assert "n: at least 3   # why\r\n" in done
    assert done.count("\n") == done.count("\r\n")
    assert done.endswith("\r\n")
