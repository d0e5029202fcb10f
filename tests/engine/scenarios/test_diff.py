"""The effect of an edit in words: what is new, gone, renamed, reworded, and in which situations."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pytest

from fingerpost.engine import load, loads
from fingerpost.engine.files import read_rulebook_texts
from fingerpost.engine.language.conditions import Between, Compare, Is, Negation, Operand
from fingerpost.engine.language.rulebook import (
    Advice,
    Decision,
    Fact,
    Placeholder,
    Rule,
    Rulebook,
    Setting,
)
from fingerpost.engine.language.vocabulary import Choice, Day, Number, Unit, YesNo
from fingerpost.engine.scenarios.diff import Difference, diff
from fingerpost.engine.scenarios.diff_report import passages, report
from fingerpost.engine.scenarios.diff_wording import is_words, share_words

TEXT = """\
title: Rain
version: "1"
facts:
  sky:
    type: choice
    question: How does the sky look?
    label: the sky
    options: {blue: blue, grey: grey and low, black: black}
  minutes:
    type: whole number
    question: How many minutes is the walk?
    label: the minutes of the walk
    unit: minute, minutes
    range: 0 to 120
  friend:
    type: yes/no
    question: Does a friend come along?
    label: whether a friend comes along
settings:
  far: {value: 20 minutes, label: what counts as far}
advice:
  take_it: {title: Take the umbrella, do: "Put it in your bag. It is light, and it keeps you dry."}
  leave_it: {title: Leave the umbrella at home}
  share_it: {title: Share the umbrella}
decisions:
  umbrella:
    title: Whether to take the umbrella
    hit policy: first
    rules:
      - {id: black-sky, when: {sky: black}, then: take_it, because: It will rain soon.}
      - {id: far-and-grey, when: {sky: grey, minutes: at least far}, then: take_it, because: It may rain.}
    otherwise: {then: leave_it, because: It stays dry.}
  friends:
    title: What to do for a friend
    hit policy: collect
    rules:
      - {id: share, when: {friend: yes, umbrella: take_it}, then: share_it, because: It is kind.}
"""


def changed(*edits: tuple[str, str], text: str = TEXT) -> Difference:
    new = text
    for old, now in edits:
        assert old in new
        new = new.replace(old, now)
    return diff(loads(text).definition, loads(new).definition)


def lines(found: Difference) -> list[str]:
    told = report(found)
    return [
        told.lead,
        *(
            line
            for section in told.sections
            for line in (
                f"# {section.title}",
                *(text for item in section.items for text in (item.text, *item.notes)),
            )
        ),
    ]


def test_nothing() -> None:
    found = changed(("version", "# a comment\nversion"))
    assert found.same
    assert found.quiet
    assert lines(found) == ["Nothing has changed."]


def test_a_setting() -> None:
    found = changed(("far: {value: 20", "far: {value: 30"))
    assert not found.quiet
    assert lines(found) == [
        "About 11% of all situations get another answer.",
        "# Numbers",
        "What counts as far: 30 minutes, was 20 minutes",
        "# Whether to take the umbrella: about 11% of all situations",
        "When the sky is grey and low and the minutes of the walk are between 20 and 29, “Take the "
        "umbrella” becomes “Leave the umbrella at home”. (about 11%)",
        "for example: the minutes of the walk: 20 minutes",
        "# What to do for a friend: about 6% of all situations, because of “Whether to take the umbrella”",
        "When the sky is grey and low, the minutes of the walk are between 20 and 29 and a friend comes "
        "along, “Share the umbrella” is no longer given. (about 6%)",
        "for example: the minutes of the walk: 20 minutes",
    ]


def test_a_rule_that_goes() -> None:
    rule = (
        "      - {id: black-sky, when: {sky: black}, then: take_it, because: It will rain soon.}\n"
    )
    found = changed((rule, ""))
    assert (
        "When the sky is black, “Take the umbrella” becomes “Leave the umbrella at home”. (about 33%)"
        in lines(found)
    )
    assert (
        "The rule black-sky of “Whether to take the umbrella” is gone: “Take the umbrella”, when: the sky: black"
        in lines(found)
    )


def test_rules_in_another_order_without_an_effect() -> None:
    first = (
        "      - {id: black-sky, when: {sky: black}, then: take_it, because: It will rain soon.}\n"
    )
    where = "    otherwise: {then: leave_it"
    found = changed((first, ""), (where, first + where))
    assert found.quiet
    assert lines(found) == [
        "Nothing that a client could notice has changed.",
        "# Rules, without an effect on any answer",
        "The order of the rules of “Whether to take the umbrella” was changed",
    ]


def test_another_reason_for_the_same_outcome() -> None:
    rule = "      - {id: grey, when: {sky: black, friend: yes}, then: take_it, because: Two get wet.}\n"
    where = "      - {id: black-sky"
    found = changed((where, rule + where))
    assert not found.quiet
    assert not any(one.regions for one in found.outcomes.decisions)
    assert lines(found)[:4] == [
        "No answer is another one, but clients can notice a change.",
        "# Whether to take the umbrella",
        "The outcome is the same, for another reason, in about 17% of all situations",
        "for example: the sky: black; whether a friend comes along: yes",
    ]


def test_the_same_condition_in_other_words() -> None:
    found = changed(("minutes: at least far", "minutes: more than 19"))
    assert found.quiet
    assert lines(found)[2:] == [
        "The condition of the rule far-and-grey of “Whether to take the umbrella” was rewritten",
        "was: “… the minutes of the walk: at least 20 minutes”",
        "now: “… the minutes of the walk: more than 19 minutes”",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("minutes:\n    type", "walk:\n    type"),
        ("far: {value", "long_way: {value"),
        ("take_it", "take_the_umbrella"),
        ("umbrella:\n", "umbrella_or_not:\n"),
        ("black-sky", "the-sky-is-black"),
        ("black: black", "dark: black"),
    ],
)
def test_new_names_change_nothing(old: str, new: str) -> None:
    also = {
        "walk:\n    type": [("minutes: at least far", "walk: at least far")],
        "long_way: {value": [("at least far", "at least long_way")],
        "umbrella_or_not:\n": [("umbrella: take_it", "umbrella_or_not: take_it")],
        "dark: black": [("sky: black}", "sky: dark}")],
    }
    found = changed((old, new), *also.get(new, []))
    assert found.quiet, lines(found)
    assert not found.same
    assert [edit.how for edit in found.edits] == ["renamed"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "How does the sky look?",
            "What is the sky like?",
            "The question about the sky has new words",
        ),
        (
            "label: the sky",
            "label: the sky above",
            "The label of the question “How does the sky look?” has new words",
        ),
        ("grey and low", "grey and hanging low", "An answer (the sky) has new words"),
        (
            "title: Share the",
            "title: Do share the",
            "The title of the advice “Share the umbrella” has new words",
        ),
        ("It is light", "It is small", "What to do in “Take the umbrella” has new words"),
        ("It may rain.", "Rain is likely.", "The reason of the rule far-and-grey has new words"),
        (
            "It stays dry.",
            "No rain.",
            "The reason where no rule of “Whether to take the umbrella” holds has new words",
        ),
        (
            "title: What to do for a friend",
            "title: For friends",
            "The title of the decision “What to do for a friend” has new words",
        ),
        (
            "range: 0 to 120",
            "range: 0 to 90",
            "The range of the minutes of the walk is 0 to 90, and was 0 to 120",
        ),
        (
            "{blue: blue, grey: grey and low",
            "{grey: grey and low, blue: blue",
            "The order of the answers (the sky) was changed",
        ),
        (", black: black}", ", black: black, red: red}", "The answer “red” (the sky) is new"),
        (
            "unit: minute, minutes",
            "unit: min, mins",
            "The unit of the minutes of the walk has new words",
        ),
        (
            "then: share_it, because: It is kind.",
            "then: share_it, because: It is kind., cites: page 3",
            "The source cited of the rule share is new: “page 3”",
        ),
    ],
)
def test_words_that_a_client_could_notice(old: str, new: str, says: str) -> None:
    more = [("20 minutes", "20 mins")] if "mins" in new else []
    found = changed((old, new), *more)
    assert found.noticed
    assert not found.quiet
    assert says in lines(found)


def test_long_texts_are_told_where_they_differ() -> None:
    old = "one two three four five six seven eight nine ten eleven twelve thirteen"
    new = old.replace("seven", "7")
    assert passages(old, new) == (
        "… two three four five six seven eight nine ten eleven twelve …",
        "… two three four five six 7 eight nine ten eleven twelve …",
    )
    assert passages("a a", "a a a") == ("a a", "a a a")


def test_facts_that_come_and_go() -> None:
    found = changed(
        ("  friend:\n    type: yes/no", "  wind:\n    type: choice\n    options: [calm, strong]"),
        ("Does a friend come along?", "How strong is the wind?"),
        ("whether a friend comes along", "the wind"),
        ("{friend: yes, umbrella: take_it}", "{wind: calm, umbrella: take_it}"),
    )
    told = lines(found)
    assert "The question “Does a friend come along?” is gone" in told
    assert "The question “How strong is the wind?” is new" in told
    assert any("the wind is strong" in line for line in told)


def test_a_fact_of_another_kind_is_another_fact() -> None:
    found = changed(
        ("type: yes/no\n", "type: whole number\n"), ("friend: yes", "friend: at least 1")
    )
    told = lines(found)
    assert any("is another kind of question: whole number, was yes/no" in line for line in told)
    assert found.outcomes.decisions[0].old == "friends"


def test_decisions_that_come_and_go() -> None:
    start = TEXT.index("  friends:\n")
    shorter = loads(TEXT[:start]).definition
    whole = loads(TEXT).definition
    assert "The decision “What to do for a friend” is gone" in lines(diff(whole, shorter))
    assert "The decision “What to do for a friend” is new" in lines(diff(shorter, whole))
    assert not diff(whole, shorter).quiet


def test_versions_scenarios_and_likelihoods_are_not_noticed() -> None:
    found = changed(
        ('version: "1"', 'version: "2"'), ("label: the sky\n", "label: the sky\n    effort: 2\n")
    )
    assert found.quiet
    assert [edit.noticed for edit in found.edits] == [False, False]


@dataclass(frozen=True)
class Case:
    name: str
    case: Mapping[str, Any]


def test_real_cases() -> None:
    old = loads(TEXT).definition
    new = loads(
        TEXT.replace("value: 20", "value: 30")
        .replace("minutes:\n", "walk:\n")
        .replace("minutes: at", "walk: at")
    ).definition
    cases = [
        Case("Ada", {"sky": "grey", "minutes": 25, "friend": True}),
        Case("Bo", {"sky": "grey", "minutes": 35, "friend": True}),
        Case("Cy", {"sky": "grey", "minutes": 25}),
        Case("Di", {"minutes": 25}),
    ]
    found = diff(old, new, cases)
    assert found.cases is not None
    assert [one.name for one in found.cases.changed] == ["Ada", "Cy"]
    told = lines(found)
    assert "# Real cases: 2 of 4 cases change" in told
    start = told.index("Ada")
    assert told[start : start + 6] == [
        "Ada",
        "Whether to take the umbrella: “Leave the umbrella at home”, was “Take the umbrella”",
        "What to do for a friend: nothing, was “Share the umbrella”",
        "Cy",
        "Whether to take the umbrella: “Leave the umbrella at home”, was “Take the umbrella”",
        "What to do for a friend: nothing, was open (perhaps “Share the umbrella”)",
    ]


@pytest.mark.parametrize("name", ["hear-back", "offer"])
def test_bundled_rulebooks_against_themselves(name: str) -> None:
    rulebook = load(name).definition
    text = read_rulebook_texts(name).rulebook.text
    assert diff(rulebook, loads(text).definition).quiet


def test_a_case_of_hear_back() -> None:
    text = read_rulebook_texts("hear-back").rulebook.text
    found = diff(
        loads(text).definition, loads(text.replace("3 follow-ups", "4 follow-ups", 1)).definition
    )
    told = lines(found)
    assert told[2] == (
        "The number of follow-ups after which you stop: 4 follow-ups, was 3 follow-ups (it also "
        "stands in the words of “Move on to other openings”, “Follow up once more” and “Keep to your plan”)"
    )
    assert (
        "When the number of unanswered follow-ups is 3, “Stop before it becomes too much” is no longer "
        "given. (about 25%)"
    ) in told


def test_json_has_both_names() -> None:
    found = changed(("take_it", "take_the_umbrella"), ("value: 20", "value: 30"))
    content: Any = found.to_dict()
    change = content["decisions"][0]["changes"][0]
    assert (change["old"], change["new"]) == ("take_it", "leave_it")
    assert change["situations"][0]["example"] == {"sky": "grey", "minutes": 20}
    back: Any = diff(found.merged.new, found.merged.old).to_dict()
    assert back["decisions"][0]["changes"][0]["new"] == "take_it"
    assert back["decisions"][0]["changes"][0]["old"] == "leave_it"


DAYS = Number(True, unit=Unit("day", "days"))
CLAUSES = [
    (
        Fact("a", DAYS, "How long?", "the days since then"),
        Is(Operand(1)),
        "the days since then are 1",
    ),
    (
        Fact("a", DAYS, "How long?", "the wait"),
        Compare("at least", Operand(2)),
        "the wait is at least 2 days",
    ),
    (
        Fact("a", DAYS, "How long?", "the number of days"),
        Between(Operand(1), Operand(2)),
        "the number of days is 1 or 2",
    ),
    (Fact("a", DAYS, "How long?"), Is(Operand(1)), "the answer to “How long?” is 1 day"),
    (Fact("a", YesNo(), "Is it so?", "whether it is so"), Is(Operand(True)), "it is so"),
    (
        Fact("a", YesNo(), "Is it so?", "whether it is so"),
        Is(Operand(False)),
        "the answer to “Is it so?” is no",
    ),
    (Fact("a", YesNo(), "Is it so?"), Is(Operand(True)), "the answer to “Is it so?” is yes"),
    (
        Fact("a", Day(), "When?", "the day"),
        Compare("less than", Operand(date(2026, 12, 1))),
        "the day is before 1 December 2026",
    ),
    (
        Fact("a", Choice(("x", "y"), ("ex", "why")), "Which?", "the letter"),
        Negation(Is(Operand("x"))),
        "the letter is not ex",
    ),
]


@pytest.mark.parametrize(("fact", "test", "words"), CLAUSES)
def test_clauses(fact: Fact, test: Any, words: str) -> None:
    assert is_words(fact, test) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (1.0, "all situations"),
        (0.9999, "more than 99% of all situations"),
        (0.25, "about 25% of all situations"),
        (0.01, "about 1% of all situations"),
        (0.0005, "about 0.05% of all situations"),
        (0.0000001, "less than 0.01% of all situations"),
    ],
)
def test_shares(share: float, words: str) -> None:
    assert share_words(share) == words


def test_every_field_of_a_rulebook_is_compared() -> None:
    """Whoever adds a field to one of these says in `diff_words.py` or `diff_rules.py` what a change of
    it means, and then here."""
    known = {
        Rulebook: "id title version about source_title facts settings placeholders advice decisions "
        "order scenarios fingerprint checks source events follows calendar",
        Fact: "id type question label hint likely effort changeable cost span",
        Setting: "id value unit label interval span",
        Placeholder: "id label example span",
        Advice: "id title do subject body logs span",
        Rule: "id condition outcomes because cites span",
        Decision: "id title policy type rules otherwise label priorities reads span",
    }
    for kind, names in known.items():
        assert [field.name for field in fields(kind)] == names.split(), kind
