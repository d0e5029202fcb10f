"""The second runner agrees with the first one, within its limits, and nothing is lost beyond them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from fingerpost.engine import evaluate, load, loads
from fingerpost.engine.candidates import candidates
from fingerpost.engine.cases.durable import Asked, Checked, absence, cross_checks
from fingerpost.engine.cases.durable_rules import MOST_FIELDS, limits
from fingerpost.engine.cases.entries import Answer, Entry, Happening, Void
from fingerpost.engine.cases.folding import facts_on
from fingerpost.engine.language.rulebook import Rulebook
from fingerpost.engine.language.vocabulary import FactType
from properties.rulebooks import RandomDice, random_rulebook

pytestmark = pytest.mark.skipif(bool(absence()), reason=absence())

BATCH = 200


def random_asked(seeds: Iterable[int]) -> Iterator[Asked]:
    """A random rulebook for every seed, with a case of which now and then a fact is unknown."""
    for seed in seeds:
        made = random_rulebook(seed)
        dice = RandomDice(Random(seed))
        rulebook = loads(made.text)
        names = [fact.id for fact in made.facts]
        known = names if dice.whole(0, 2) else dice.some(names, 0, len(names) - 1)
        case = rulebook.case(made.case(dice, known))
        yield Asked(rulebook.definition, case, rulebook.answer_all(case))


def agreements(asked: Sequence[Asked]) -> tuple[int, int, int]:
    """How many decisions were compared, left for unknown facts, left for limits; all compared agree."""
    compared = unknown = beyond = 0
    for start in range(0, len(asked), BATCH):
        part = asked[start : start + BATCH]
        for one, checked in zip(part, cross_checks(part), strict=True):
            told = limits(one.rulebook, one.case)
            assert not checked.differing, (checked.notes, one.case, one.rulebook.source.text)
            if told:
                assert checked == Checked((), (), one.rulebook.order, checked.notes)
                assert all(limit in checked.notes[0] for limit in told)
                beyond += len(one.rulebook.order)
            else:
                assert {*checked.agreed, *checked.not_compared} == {*one.rulebook.order}
                assert bool(checked.notes) == bool(checked.not_compared), checked.notes
                read = evaluate.Reference(one.rulebook).read(one.rulebook.order, one.case)
                plain = [name for name in read if isinstance(read[name], evaluate.Made)]
                assert list(checked.agreed) == plain, checked.notes
                compared += len(checked.agreed)
                unknown += len(checked.not_compared)
    return compared, unknown, beyond


def any_value(kind: FactType, dice: Random) -> Any:
    return dice.choice(candidates(kind, []))


def random_journal(rulebook: Rulebook, dice: Random) -> tuple[list[Entry], date]:
    """Events, answers and slips taken back, in no order, and a day to ask about."""
    start = date(2026, 3, 2)
    entries: list[Entry] = []
    answered = [name for name in rulebook.facts if name not in rulebook.follows]
    number = 0
    for fact in answered:
        if dice.random() < 0.95:
            number += 1
            value = any_value(rulebook.facts[fact].type, dice)
            entries.append(Answer(number, start, fact, value))
    for _ in range(dice.randint(1, 8)):
        number += 1
        day = start + timedelta(dice.randint(0, 20))
        name = dice.choice(list(rulebook.events))
        told = {f.id: any_value(f.type, dice) for f in rulebook.events[name].fields.values()}
        entries.append(Happening(number, day, name, told))
        if dice.random() < 0.1:
            entries.append(Void(number + 1, day, number))
            number += 1
    return entries, start + timedelta(dice.randint(0, 30))


def from_journals(seeds: Iterable[int]) -> Iterator[Asked]:
    rulebook = load("hear-back")
    for seed in seeds:
        entries, day = random_journal(rulebook.definition, Random(seed))
        case = facts_on(rulebook.definition, entries, day)
        yield Asked(rulebook.definition, case, rulebook.answer_all(case))


def test_both_runners_agree_on_random_rulebooks() -> None:
    compared, unknown, beyond = agreements(list(random_asked(range(100))))
    assert compared > 150
    assert unknown > 20
    assert beyond < 50


def test_both_runners_agree_on_random_journals() -> None:
    compared, unknown, beyond = agreements(list(from_journals(range(60))))
    assert compared > 60
    assert unknown > 0
    assert not beyond


def test_a_wrong_answer_is_found_wherever_it_is() -> None:
    """A comparison that always passes would pass all tests above."""
    asked = list(random_asked(range(200, 260)))
    wrong = [
        replace(
            one, found={n: replace(a, result="wrong", settled=True) for n, a in one.found.items()}
        )
        for one in asked
    ]
    for checked in cross_checks(wrong):
        assert not checked.agreed
        assert len(checked.notes) >= len(checked.differing)
        assert all(
            "The first one's answer stands." in note
            for note in checked.notes[:1]
            if checked.differing
        )


def test_no_two_fields_have_the_same_hash() -> None:
    """durable-rules knows fields by 32 bits of FNV-1a alone."""

    def hashed(name: str) -> int:
        value = 0x811C9DC5
        for byte in name.encode():
            value = (value ^ byte) * 16777619 % 2**32
        return value

    names = [*(f"f{number}" for number in range(10 * MOST_FIELDS)), "kind", "id", "sid", "$s"]
    assert len({hashed(name) for name in names}) == len(names)


@pytest.mark.deep
def test_both_runners_agree_on_thousands_of_random_rulebooks() -> None:
    first = Random().randrange(10**9)
    compared, unknown, beyond = agreements(list(random_asked(range(first, first + 5000))))
    print(
        f"rulebooks from {first}: {compared} agree, {unknown} unknown, {beyond} beyond the limits"
    )
    assert compared > 5000


@pytest.mark.deep
def test_both_runners_agree_on_thousands_of_random_journals() -> None:
    first = Random().randrange(10**9)
    compared, unknown, beyond = agreements(list(from_journals(range(first, first + 3000))))
    print(f"journals from {first}: {compared} agree, {unknown} unknown, {beyond} beyond the limits")
    assert compared > 3000
