"""What a journal is made of, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..language.vocabulary import Value


@dataclass(frozen=True)
class Happening:
    """An event that happened on a day; `number` is its place in the journal, which breaks ties."""

    number: int
    day: date
    event: str
    fields: Mapping[str, Value] = field(default_factory=dict[str, Value])


@dataclass(frozen=True)
class Answer:
    """A fact that was answered on a day (None: taken back), or a text for a placeholder."""

    number: int
    day: date
    fact: str
    value: Value | None


@dataclass(frozen=True)
class Void:
    """An earlier entry that was a mistake. It counts for every day, also those before it."""

    number: int
    day: date
    voided: int


Entry = Happening | Answer | Void


def standing(entries: Iterable[Entry], on: date | None = None) -> list[Happening | Answer]:
    """The entries that hold on a day (all of them without one), in their true order."""
    entries = list(entries)
    void = {one.voided for one in entries if isinstance(one, Void)}
    left = [
        one
        for one in entries
        if not isinstance(one, Void) and one.number not in void and (on is None or one.day <= on)
    ]
    return sorted(left, key=lambda one: (one.day, one.number))
