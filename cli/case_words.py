"""Events and answers as they are typed: `reply_received tone=warm`, `impression=cold`."""

from __future__ import annotations

from collections.abc import Iterable

from ..engine import RulebookError
from ..engine.cases.chain import Kind
from ..engine.cases.reading import plain_fields
from ..engine.language import messages
from ..engine.language.cases import read_fact, read_within
from ..engine.language.diagnostics import Diagnostic
from ..engine.language.names import near
from ..engine.language.rulebook import Rulebook
from ..engine.language.source import Source, Span
from ..engine.language.vocabulary import Value, plain_value
from ..engine.language.wording import joined

UNKNOWN = ("unknown", "?", "")


def read_entries(
    rulebook: Rulebook, what: list[str], *, in_future: bool = False
) -> list[tuple[Kind, dict[str, object]]]:
    """`event field=value…`, or `fact=value…`; `in_future` words the way out for `--if`."""
    if "=" in what[0]:
        _refuse_twice(text.partition("=")[0] for text in what)
        return [_read_answer(rulebook, text) for text in what]
    event = what[0]
    if event not in rulebook.events:
        meant = near(event, rulebook.events)
        way = (
            f"did you mean `{meant}`?" if meant else f"the events are {', '.join(rulebook.events)}"
        )
        raise RulebookError([messages.bad_entry(f"there is no event `{event}`", way)])
    fields = rulebook.events[event].fields
    found: dict[str, Value] = {}
    _refuse_twice(text.partition("=")[0] for text in what[1:])
    for text in what[1:]:
        name, equals, words = text.partition("=")
        name = name.strip()
        if not equals or name not in fields:
            way = (
                f"write {joined([f'{one}=…' for one in fields])}" if fields else "it has no fields"
            )
            raise RulebookError([messages.bad_entry(f"`{text}` is no field of `{event}`", way)])
        source = Source(event, words.strip())
        span = Span(source, 0, len(source.text))
        value = read_within(source.text, span, fields[name].type, name)
        if isinstance(value, Diagnostic):
            raise RulebookError([value])
        found[name] = value
    missing = [name for name in fields if name not in found]
    if missing:
        written = f"--if {event}=DAY,{missing[0]}=…" if in_future else f"{event} {missing[0]}=…"
        way = f"write it behind the event: `{written}`: {fields[missing[0]].question}"
        raise RulebookError([messages.bad_entry(f"`{event}` needs its `{missing[0]}`", way)])
    return [("event", {"event": event, "fields": plain_fields(found)})]


def _refuse_twice(names: Iterable[str]) -> None:
    told: set[str] = set()
    for name in map(str.strip, names):
        if name in told:
            way = "leave one of them out"
            raise RulebookError([messages.bad_entry(f"`{name}` is told twice", way)])
        told.add(name)


def _read_answer(rulebook: Rulebook, text: str) -> tuple[Kind, dict[str, object]]:
    name, equals, words = text.partition("=")
    name, words = name.strip(), words.strip()
    if equals and name in rulebook.placeholders:
        return "answer", {"fact": name, "value": words or None}
    if not equals or name not in rulebook.facts:
        meant = near(name, rulebook.facts)
        way = f"did you mean `{meant}`?" if meant else "an answer is `fact=value`"
        raise RulebookError([messages.bad_entry(f"there is no fact `{name}`", way)])
    if name in rulebook.follows:
        way = "log what happened, and it follows"
        raise RulebookError([messages.bad_entry(f"`{name}` follows from the journal", way)])
    if words in UNKNOWN:
        return "answer", {"fact": name, "value": None}
    source = Source(name, words)
    value = read_fact(words, Span(source, 0, len(words)), name, rulebook)
    if isinstance(value, Diagnostic):
        raise RulebookError([value])
    return "answer", {"fact": name, "value": plain_value(value)}
