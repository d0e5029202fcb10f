"""Live cases in a rulebook: the events that can happen, and the facts that follow from them.

All of it is data. What it means is said in `engine/cases/folding.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .conditions import Operand
from .source import Span
from .vocabulary import FactType, Value

By = Literal["us", "them"]
"""Who brings an event about: the client (or time), or the other side."""


@dataclass(frozen=True)
class EventField:
    """Something that is told with an event, such as the tone of a reply."""

    id: str
    type: FactType
    question: str
    label: str = ""


@dataclass(frozen=True)
class Event:
    """Something that can happen on a day. `title` is how the journal names it."""

    id: str
    title: str
    fields: Mapping[str, EventField]
    by: By = "us"
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class DaysSince:
    """The days since the latest of some events; unknown while none has happened."""

    events: tuple[str, ...]


@dataclass(frozen=True)
class Count:
    """How many of some events there are, each at least `age` days old, after the latest of `since`."""

    events: tuple[str, ...]
    age: Operand | None = None
    since: tuple[str, ...] = ()


@dataclass(frozen=True)
class Happened:
    """Whether one of some events has happened, after the latest of `since`."""

    events: tuple[str, ...]
    since: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pick:
    """What the fact is when this event is the latest: `value`, or one value for each of a field's."""

    event: str
    value: Value | None
    field: str | None = None
    values: tuple[tuple[Value, Value], ...] = ()


@dataclass(frozen=True)
class Latest:
    """What the latest of some events says; `otherwise` while none has happened (None: unknown)."""

    picks: tuple[Pick, ...]
    otherwise: Value | None = None


@dataclass(frozen=True)
class LatestField:
    """What was told with the latest of an event; unknown while it has not happened."""

    event: str
    field: str


Derivation = DaysSince | Count | Happened | Latest | LatestField


@dataclass(frozen=True)
class Calendar:
    """Which days count: all, or only working days; `region` names the public holidays that are none
    (a country, and perhaps a part of it: `DE`, `DE-BY`, `US-CA`)."""

    working_days: bool = False
    region: str = ""


EVERY_DAY = Calendar()
"""The calendar of a rulebook that says nothing about it."""
