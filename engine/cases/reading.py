"""Journal records to entries, and values to what a journal keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import cast

from ..language.rulebook import Rulebook
from ..language.vocabulary import Choice, Day, FactType, Number, Plain, Value, YesNo, plain_value
from .entries import Answer, Entry, Happening, Void
from .journal import Record


@dataclass(frozen=True)
class Unread:
    """A record that the rulebook of today knows nothing to do with, and why."""

    number: int
    problem: str


def entries_of(rulebook: Rulebook, records: Iterable[Record]) -> tuple[list[Entry], list[Unread]]:
    """The entries of one case. What the rulebook no longer knows is left out, and told."""
    found: list[Entry] = []
    unread: list[Unread] = []
    for record in records:
        day, content = record.day, record.content
        if day is None or content is None:
            continue
        match record.kind:
            case "event":
                event = str(content.get("event"))
                if event not in rulebook.events:
                    unread.append(Unread(record.number, f"there is no event `{event}` any more"))
                    continue
                told = cast("Mapping[str, Plain]", content.get("fields") or {})
                fields = {
                    name: value
                    for name, field in rulebook.events[event].fields.items()
                    if (value := value_of(field.type, told.get(name))) is not None
                }
                found.append(Happening(record.number, day, event, fields))
            case "answer":
                fact = str(content.get("fact"))
                answer = cast("Plain", content.get("value"))
                if fact in rulebook.placeholders:
                    found.append(Answer(record.number, day, fact, answer and str(answer)))
                elif fact not in rulebook.facts:
                    unread.append(Unread(record.number, f"there is no fact `{fact}` any more"))
                else:
                    value = value_of(rulebook.facts[fact].type, answer)
                    if value is None and answer is not None:
                        unread.append(Unread(record.number, f"`{answer}` is no answer any more"))
                    found.append(Answer(record.number, day, fact, value))
            case "void":
                found.append(Void(record.number, day, int(str(content.get("voided")))))
            case _:
                pass
    return found, unread


def value_of(kind: FactType, plain: Plain | bool) -> Value | None:
    """A value as JSON has it, read by its type; None where it is none of them."""
    try:
        match kind:
            case YesNo():
                return plain if isinstance(plain, bool) else None
            case Choice():
                return plain if isinstance(plain, str) and plain in kind.known else None
            case Number():
                if isinstance(plain, bool) or not isinstance(plain, int | float):
                    return None
                value: Value = int(plain) if kind.whole else Decimal(str(plain))
                return value if value in kind.interval else None
            case Day():
                day = date.fromisoformat(str(plain))
                return day if day in kind.interval else None
    except (ValueError, InvalidOperation):
        return None


def plain_fields(fields: Mapping[str, Value]) -> dict[str, Plain]:
    """The fields of an event as a journal keeps them."""
    return {name: plain_value(value) for name, value in fields.items()}
