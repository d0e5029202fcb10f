"""The meaning of a journal: the facts of a case on a day.

A fact that *follows* is read off the events up to that day. Any other fact is what was last answered.
Entries are folded by their day, and those of one day as they came; a later entry may have an earlier day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from math import ceil, floor
from typing import cast

from ..language.cases import Known
from ..language.events import (
    Calendar,
    Count,
    DaysSince,
    Derivation,
    Happened,
    Latest,
    LatestField,
)
from ..language.rulebook import Fact, Rulebook
from ..language.vocabulary import Interval, Number, Value
from .calendars import days_between
from .entries import Answer, Entry, Happening, standing


def facts_on(rulebook: Rulebook, entries: Iterable[Entry], day: date) -> Known:
    """The known facts of a case, with its texts, on a day."""
    held = standing(entries, day)
    answers: dict[str, Value] = {}
    for one in held:
        if isinstance(one, Answer):
            if one.value is None:
                answers.pop(one.fact, None)
            else:
                answers[one.fact] = one.value
    happened = [one for one in held if isinstance(one, Happening)]
    facts: dict[str, Value] = {}
    for name, fact in rulebook.facts.items():
        derivation = rulebook.follows.get(name)
        value = (
            answers.get(name)
            if derivation is None
            else derived(derivation, fact, happened, rulebook.calendar, day)
        )
        if value is not None:
            facts[name] = value
    texts = {name: str(value) for name, value in answers.items() if name in rulebook.placeholders}
    return Known(facts, texts)


def derived(
    derivation: Derivation, fact: Fact, happened: Sequence[Happening], calendar: Calendar, day: date
) -> Value | None:
    """What a fact is on a day; `happened` are the events up to then, in their order."""
    match derivation:
        case DaysSince(events):
            latest = _latest(happened, events)
            return (
                None if latest is None else _fitted(days_between(calendar, latest.day, day), fact)
            )
        case Count(events, age, since):
            counted = [one for one in _after(happened, since) if one.event in events]
            if age is not None:  # they stand in the order of their days: the young ones are last
                old = cast("int", age.value)
                while counted and days_between(calendar, counted[-1].day, day) < old:
                    counted.pop()
            return _fitted(len(counted), fact)
        case Happened(events, since):
            return any(one.event in events for one in _after(happened, since))
        case Latest(picks, otherwise):
            by_event = {pick.event: pick for pick in picks}
            latest = _latest(happened, tuple(by_event))
            if latest is None:
                return otherwise
            pick = by_event[latest.event]
            if pick.field is None:
                return pick.value
            return dict(pick.values).get(latest.fields.get(pick.field, ""))
        case LatestField(event, name):
            latest = _latest(happened, (event,))
            return None if latest is None else latest.fields.get(name)


def _latest(happened: Sequence[Happening], events: Sequence[str]) -> Happening | None:
    return next((one for one in reversed(happened) if one.event in events), None)


def _after(happened: Sequence[Happening], since: Sequence[str]) -> Sequence[Happening]:
    if not since:
        return happened
    for place in range(len(happened) - 1, -1, -1):
        if happened[place].event in since:
            return happened[place + 1 :]
    return happened


def _fitted(count: int, fact: Fact) -> Value:
    """A count within the range of its fact: what is beyond the end is as good as the end."""
    interval = fact.type.interval if isinstance(fact.type, Number) else Interval()
    low, high = (
        cast("int | Decimal | None", interval.low),
        cast("int | Decimal | None", interval.high),
    )
    if low is not None:
        count = max(count, floor(low) + 1 if interval.low_open else ceil(low))
    if high is not None:
        count = min(count, ceil(high) - 1 if interval.high_open else floor(high))
    return count
