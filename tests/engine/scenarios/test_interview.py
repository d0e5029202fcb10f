"""An interview asks only what still matters, and every way through it ends in the right advice."""

import random
from random import Random

import pytest

from fingerpost.engine import load
from fingerpost.engine.diagrams.cells import cells_of
from fingerpost.engine.scenarios.interview import Interview


def begin(name: str, **given: object) -> Interview:
    rulebook = load(name)
    return Interview(rulebook.definition, rulebook.answer_all, rulebook.case(given))


@pytest.mark.parametrize("name", ["hear-back", "offer"])
def test_random_interviews_end_settled(name: str) -> None:
    rulebook = load(name)
    cells = cells_of(rulebook.definition)
    dice = random.Random(3)
    for _ in range(5):
        interview = Interview(rulebook.definition, rulebook.answer_all, {})
        whole = {fact: dice.choice(cells[fact].samples) for fact in cells}
        while (fact := interview.question) is not None:
            assert fact.id not in interview.case
            interview = interview.answered(fact.id, whole[fact.id])
        assert all(answer.settled for answer in interview.answers.values())
        results = {name: answer.result for name, answer in rulebook.answer_all(whole).items()}
        assert {name: one.result for name, one in interview.answers.items()} == results


def test_nothing_is_asked_that_cannot_matter() -> None:
    interview = begin("hear-back", heard_back="offered")
    asked: list[str] = []
    while (fact := interview.question) is not None:
        asked.append(fact.id)
        interview = interview.skipped(fact.id)
    assert set(asked) == {"thank_you_sent", "days_since_interview", "follow_ups_ignored"}


def test_what_was_passed_over_is_not_asked_again_and_back_takes_it_back() -> None:
    interview = begin("hear-back")
    first = interview.question
    assert first is not None
    later = interview.skipped(first.id)
    assert later.question != first
    assert first.id not in later.waiting
    assert later.back() == interview
    assert later.back().question == first


def test_it_never_asks_more_than_it_said() -> None:
    rulebook = load("hear-back")
    dice = Random(4)
    for _ in range(40):
        interview = Interview(rulebook.definition, rulebook.answer_all, {}, rulebook.answerer.plan)
        promised = interview.most_left
        assert promised <= 14
        while (fact := interview.question) is not None:
            assert interview.most_left <= promised
            promised = interview.most_left - 1
            cells = rulebook.answerer.cells[fact.id]
            interview = interview.answered(fact.id, dice.choice(cells.samples))
        assert promised >= 0
