"""Journal records to entries, and values to what a journal keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import cast

from ..language.rulebook import Rulebook
from ..language.vocabulary import Choice, Day, FactType, Number, Plain, Value, YesNo, plain_value
from .chain import Kind, day_in
from .entries import Answer, Entry, Happening, Void
from .journal import Record

Content = Mapping[str, object]


@dataclass(frozen=True)
class Unread:
    """A record that the rulebook of today knows nothing to do with, and why."""

    number: int
    problem: str


def entries_of(rulebook: Rulebook, records: Iterable[Record]) -> tuple[list[Entry], list[Unread]]:
    """The entries of one case. What the rulebook no longer knows is left out, and told."""
    return read_contents(
        rulebook,
        ((one.number, one.kind, one.content) for one in records if one.content is not None),
    )


def read_contents(
    rulebook: Rulebook, contents: Iterable[tuple[int, Kind, Content]]
) -> tuple[list[Entry], list[Unread]]:
    """As `entries_of`, from number, kind and content."""
    found: list[Entry] = []
    unread: list[Unread] = []
    for number, kind, content in contents:
        if kind not in ("event", "answer", "void"):
            continue
        day = day_in(content)
        if day is None:
            unread.append(Unread(number, "it has no day"))
        elif kind == "event":
            _read_event(rulebook, number, day, content, found, unread)
        elif kind == "answer":
            _read_answer(rulebook, number, day, content, found, unread)
        else:
            voided = content.get("voided")
            if isinstance(voided, int):
                found.append(Void(number, day, voided))
    return found, unread


def _read_event(
    rulebook: Rulebook,
    number: int,
    day: date,
    content: Content,
    found: list[Entry],
    unread: list[Unread],
) -> None:
    event = rulebook.events.get(str(content.get("event")))
    if event is None:
        unread.append(Unread(number, f"there is no event `{content.get('event')}` any more"))
        return
    fields: dict[str, Value] = {}
    for name, plain in cast("Mapping[str, Plain]", content.get("fields") or {}).items():
        value = value_of(event.fields[name].type, plain) if name in event.fields else None
        if value is None:
            unread.append(Unread(number, f"`{name}: {plain}` is not told with it any more"))
        else:
            fields[name] = value
    found.append(Happening(number, day, event.id, fields))


def _read_answer(
    rulebook: Rulebook,
    number: int,
    day: date,
    content: Content,
    found: list[Entry],
    unread: list[Unread],
) -> None:
    fact, plain = str(content.get("fact")), cast("Plain", content.get("value"))
    if fact in rulebook.placeholders:
        found.append(Answer(number, day, fact, None if plain is None else str(plain)))
    elif fact not in rulebook.facts:
        unread.append(Unread(number, f"there is no fact `{fact}` any more"))
    elif fact in rulebook.follows:
        unread.append(Unread(number, f"`{fact}` follows from what happened now"))
    else:
        value = value_of(rulebook.facts[fact].type, plain)
        if value is None and plain is not None:
            unread.append(Unread(number, f"`{plain}` is no answer any more"))
        found.append(Answer(number, day, fact, value))


def value_of(kind: FactType, plain: Plain | bool) -> Value | None:
    """A value as JSON has it, read by its type; None where it is none of them."""
    match kind:
        case YesNo():
            return plain if isinstance(plain, bool) else None
        case Choice():
            return plain if isinstance(plain, str) and plain in kind.known else None
        case Number():
            return _number(kind, plain)
        case Day():
            try:
                day = date.fromisoformat(plain) if isinstance(plain, str) else None
            except ValueError:
                return None
            return day if day is not None and day in kind.interval else None


def _number(kind: Number, plain: Plain | bool) -> Value | None:
    if isinstance(plain, bool) or not isinstance(plain, int | float) or not isfinite(plain):
        return None
    if kind.whole and plain != int(plain):
        return None
    value: Value = int(plain) if kind.whole else Decimal(str(plain))
    return value if value in kind.interval else None


def plain_fields(fields: Mapping[str, Value]) -> dict[str, Plain]:
    """The fields of an event as a journal keeps them."""
    return {name: plain_value(value) for name, value in fields.items()}
