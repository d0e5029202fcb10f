"""`events:`, `follows from:` and `calendar:`, read and resolved."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import messages
from .conditions import Operand
from .diagnostics import Diagnostic
from .events import (
    EVERY_DAY,
    Calendar,
    Count,
    DaysSince,
    Derivation,
    Event,
    EventField,
    Happened,
    Latest,
    LatestField,
    Pick,
)
from .fields import Fields, Findings, is_name, mapping_of, text_of
from .literals import read_value
from .names import near
from .nodes import Mapping as MappingNode
from .nodes import Node, Scalar
from .rulebook import Fact, Setting
from .source import Span
from .vocabulary import FactType, Number, Value, YesNo, read_quantity
from .written import Broken, WrittenFollows

EVENT_KEYS = ("title", "fields", "by")
FIELD_KEYS = ("type", "question", "label", "options", "range", "unit")
PICK_KEYS = ("latest of", "otherwise")
BY = ("us", "them")

_NAMES = r"[\w-]+(?:(?:\s*,\s*|\s+or\s+|\s+and\s+|\s*,\s*or\s+|\s*,\s*and\s+)[\w-]+)*"
_LATEST = r"(?:the\s+latest\s+of\s+)?"
_PHRASES = (
    ("days", re.compile(rf"days\s+since\s+{_LATEST}(?P<events>{_NAMES})")),
    (
        "count",
        re.compile(
            rf"count\s+of\s+(?P<events>{_NAMES}?)(?:\s+at\s+least\s+(?P<age>[\w-]+(?:\s+days?)?)\s+old)?"
            rf"(?:\s+since\s+{_LATEST}(?P<since>{_NAMES}))?"
        ),
    ),
    (
        "happened",
        re.compile(rf"(?P<events>{_NAMES})\s+happened(?:\s+since\s+{_LATEST}(?P<since>{_NAMES}))?"),
    ),
    ("field", re.compile(r"latest\s+(?P<field>[\w-]+)\s+of\s+(?P<events>[\w-]+)")),
)
_REGION = re.compile(r"working\s+days(?:\s+in\s+(?P<region>[A-Z]{2}(?:-[A-Z0-9]{1,4})?))?")

ReadType = Callable[[str, Fields], FactType | None]


# -- events ------------------------------------------------------------------------------------


def read_event(name: Scalar, node: Node, read_type: ReadType, findings: Findings) -> Event | None:
    """One entry under `events`."""
    way = "write `title: …` on a line below it"
    mapping = mapping_of(node, f"the event `{name.value}`", findings, way)
    if mapping is None:
        return None
    fields = Fields(mapping, "an event", EVENT_KEYS, findings)
    title = fields.text("title", "say what happened in a few words: `title: They replied`")
    by = fields.text("by")
    if by is not None and by.value not in BY:
        findings.append(messages.unknown_word("unknown-key", by, "who brings an event about", BY))
    inner = fields.mapping("fields")
    found: dict[str, EventField] = {}
    for key, value in inner.entries if inner else ():
        one = _field(key, value, read_type, findings)
        if one is not None:
            found[one.id] = one
    if title is None:
        return None
    who = "them" if by is not None and by.value == "them" else "us"
    return Event(name.value, title.value.strip(), found, who, name.span)


def _field(key: Scalar, node: Node, read_type: ReadType, findings: Findings) -> EventField | None:
    way = "write `type: …` and `question: …` on lines below it"
    mapping = mapping_of(node, f"the field `{key.value}`", findings, way)
    if mapping is None or not is_name(key, "a field", findings, frozenset({"on", "day"})):
        return None
    fields = Fields(mapping, "a field", FIELD_KEYS, findings)
    question = fields.text("question", "write the question that asks for it")
    kind = read_type(key.value, fields)
    if question is None or kind is None:
        return None
    return EventField(key.value, kind, question.value.strip(), fields.words("label"))


def read_calendar(fields: Fields) -> Calendar:
    """`calendar: working days in DE-BY`."""
    written = fields.text("calendar")
    if written is None:
        return EVERY_DAY
    text = " ".join(written.value.split())
    if text == "every day":
        return EVERY_DAY
    found = _REGION.fullmatch(text)
    if found is None:
        known = ("every day", "working days", "working days in DE-BY")
        fields.findings.append(messages.unknown_word("unknown-key", written, "a calendar", known))
        return EVERY_DAY
    region = found["region"] or ""
    if region and not is_region(region):
        fields.findings.append(messages.unknown_region(written, region))
        return EVERY_DAY
    return Calendar(working_days=True, region=region)


def is_region(region: str) -> bool:
    """Whether the public holidays of a region are known."""
    from holidays import list_supported_countries

    country, _, part = region.partition("-")
    known = list_supported_countries()
    return country in known and (not part or part in known[country])


# -- facts that follow from events -------------------------------------------------------------


@dataclass(frozen=True)
class EventScope:
    """What `follows from` may name."""

    events: Mapping[str, Event]
    settings: Mapping[str, Setting]
    broken: Broken
    findings: Findings


def read_derivation(written: WrittenFollows, fact: Fact, scope: EventScope) -> Derivation | None:
    """What a fact follows from; None when something is wrong with it, which is among the findings."""
    before = len(scope.findings)  # an event that was not read leaves a gap, too
    node = written.node
    if isinstance(node, MappingNode):
        found: Derivation | None = _latest(node, fact, scope)
    else:
        text = text_of(node, "`follows from`", scope.findings)
        found = _phrase(text, fact, scope) if text is not None else None
    return found if len(scope.findings) == before else None


def _phrase(text: Scalar, fact: Fact, scope: EventScope) -> Derivation | None:
    for kind, pattern in _PHRASES:
        found = pattern.fullmatch(text.value.strip())
        if found is None:
            continue
        offset = len(text.value) - len(text.value.lstrip())
        parts = _Parts(text, found, offset, scope)
        events = parts.names("events")
        if kind == "field":
            return _latest_field(parts, events[0] if events else "", fact, scope)
        needed = YesNo if kind == "happened" else Number
        if not isinstance(fact.type, needed) or (
            isinstance(fact.type, Number) and not fact.type.whole
        ):
            wanted = "yes/no" if kind == "happened" else "whole number"
            scope.findings.append(messages.follows_other_type(text.span, fact.id, wanted))
            return None
        if kind == "days":
            return DaysSince(events)
        if kind == "count":
            return Count(events, parts.age(), parts.names("since"))
        return Happened(events, parts.names("since"))
    scope.findings.append(messages.follows_phrase(text))
    return None


class _Parts:
    """The named pieces of a phrase, with their places."""

    def __init__(self, text: Scalar, found: re.Match[str], offset: int, scope: EventScope) -> None:
        self.text, self.found, self.offset, self.scope = text, found, offset, scope

    def names(self, group: str) -> tuple[str, ...]:
        """The events of a group, each known."""
        if self.found.groupdict().get(group) is None:
            return ()
        start = self.found.start(group)
        names: list[str] = []
        for word in re.finditer(r"[\w-]+", self.found[group]):
            if word[0] in ("or", "and"):
                continue
            span = self.span(start + word.start(), start + word.end())
            if _is_event(word[0], span, self.scope):
                names.append(word[0])
        return tuple(names)

    def span(self, start: int, end: int) -> Span:
        """The place of some characters of the phrase."""
        return self.text.part(start + self.offset, end + self.offset)

    def age(self) -> Operand | None:
        """The age of events that count: a setting, or a number of days."""
        word = self.found["age"]
        if word is None:
            return None
        settings = self.scope.settings
        if word in settings:
            value = settings[word].value
            if isinstance(value, int):
                return Operand(value, word)
        quantity = read_quantity(word)
        if (
            quantity is not None
            and quantity.number == int(quantity.number)
            and quantity.number >= 0
        ):
            return Operand(int(quantity.number))
        span = self.span(*self.found.span("age"))
        self.scope.findings.append(messages.follows_age(span, word, near(word, settings)))
        return None


def _is_event(name: str, span: Span, scope: EventScope) -> bool:
    if name in scope.events:
        return True
    if scope.broken.has(name, "events"):
        return False
    scope.findings.append(
        messages.unknown_event(span, name, near(name, scope.events), tuple(scope.events))
    )
    return False


def _latest_field(parts: _Parts, event: str, fact: Fact, scope: EventScope) -> LatestField | None:
    if not event:
        return None
    name = parts.found["field"]
    fields = scope.events[event].fields
    span = parts.span(*parts.found.span("field"))
    if name not in fields:
        scope.findings.append(messages.unknown_field(span, name, event, tuple(fields)))
        return None
    if fields[name].type != fact.type:
        scope.findings.append(messages.follows_other_type(span, fact.id, fields[name].type.name))
        return None
    return LatestField(event, name)


def _latest(node: MappingNode, fact: Fact, scope: EventScope) -> Latest | None:
    fields = Fields(node, "`follows from`", PICK_KEYS, scope.findings)
    mapping = fields.mapping("latest of", "write `latest of:` and below it `event: value` lines")
    otherwise = None
    if fields.has("otherwise"):
        text = fields.text("otherwise")
        otherwise = _value(text, fact.type, fact.id, scope) if text is not None else None
    picks: list[Pick] = []
    for key, value in mapping.entries if mapping else ():
        if not _is_event(key.value, key.span, scope):
            continue
        pick = _pick(key.value, value, fact, scope)
        if pick is not None:
            picks.append(pick)
    return Latest(tuple(picks), otherwise) if mapping is not None else None


def _pick(event: str, node: Node, fact: Fact, scope: EventScope) -> Pick | None:
    if not isinstance(node, MappingNode):
        text = text_of(node, f"what `{fact.id}` is after `{event}`", scope.findings)
        value = _value(text, fact.type, fact.id, scope) if text is not None else None
        return None if value is None else Pick(event, value)
    known = scope.events[event].fields
    if len(node.entries) != 1:
        way = "write one field, and below it what each of its values means: `tone: {warm: …}`"
        scope.findings.append(messages.wrong_shape(node, "one field", f"`{event}`", way))
        return None
    key, inner = node.entries[0]
    if key.value not in known:
        scope.findings.append(messages.unknown_field(key.span, key.value, event, tuple(known)))
        return None
    values = mapping_of(inner, f"`{key.value}`", scope.findings)
    pairs: list[tuple[Value, Value]] = []
    for told, given in values.entries if values else ():
        one = _value(told, known[key.value].type, key.value, scope)
        text = text_of(given, f"what `{told.value}` means", scope.findings)
        other = _value(text, fact.type, fact.id, scope) if text is not None else None
        if one is not None and other is not None:
            pairs.append((one, other))
    return Pick(event, None, key.value, tuple(pairs))


def _value(text: Scalar, kind: FactType, name: str, scope: EventScope) -> Value | None:
    value = read_value(text.value.strip(), text.span, kind, name)
    if isinstance(value, Diagnostic):
        scope.findings.append(value)
        return None
    return value
