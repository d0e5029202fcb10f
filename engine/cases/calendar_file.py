"""A plan as an iCalendar file (RFC 5545), for the calendar on a desk or in a pocket.

Each step is an all-day event that takes no time from its day. A calendar program that reads a newer file
moves an event whose UID it knows, since the serial number has grown; so a UID says which step it is, and
nothing else. What has vanished from the plan is not written, and no file takes it back: a program keeps
such an event until somebody deletes it, or the calendar that the earlier file was read into.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from types import MappingProxyType

from icalendar import Alarm, Calendar, Component, Event, vText

from ..language.rulebook import Advice, Rulebook, Template
from ..language.wording import as_text, filled
from .planning import Plan, Step

PRODUCT = "-//Fingerpost//Fingerpost//EN"
REMINDER = timedelta(hours=8)
"""From the beginning of a step's day to its reminder."""
DIGEST = 32
"""Letters of a UID, before its `@`."""


def calendar_file(
    rulebook: Rulebook, case_id: str, plan: Plan, serial: int, day: date, title: str
) -> bytes:
    """The plan as a calendar file, always the same bytes for the same plan.

    `serial` is the number of the last journal entry, `day` the one the plan was made on. `title` names
    the case before each event; without it no name of a person is in the file.
    """
    calendar = Calendar()
    head = {
        "version": "2.0",
        "prodid": PRODUCT,
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "x-wr-calname": vText(_named(title, _line(rulebook.title))),
    }
    _add(calendar, head)
    made = datetime.combine(day, time(), UTC)
    for step in plan.steps:
        calendar.add_component(_event(rulebook, case_id, step, serial, made, title))
    return calendar.to_ical()


def _event(
    rulebook: Rulebook, case_id: str, step: Step, serial: int, made: datetime, title: str
) -> Event:
    summary = _named(title, _line(rulebook.advice[step.advice].title))
    content: dict[str, object] = {
        "uid": uid(case_id, step),
        "sequence": serial,
        "dtstamp": made,
        "last-modified": made,
        "dtstart": step.day,
        "transp": "TRANSPARENT",
        "summary": summary,
        "categories": [_line(rulebook.title)],
    }
    if step.day < date.max:  # without an end an all-day event is as long as its day
        content["dtend"] = step.day + timedelta(1)
    description = "\n\n".join(_paragraphs(rulebook, step))
    if description:
        content["description"] = description
    event = Event()
    _add(event, content)
    event.add_component(_alarm(summary))
    return event


def uid(case_id: str, step: Step) -> str:
    """The name of a step in calendars: the same whenever the case is planned again."""
    told = json.dumps([case_id, step.decision, step.advice, step.number])
    return f"{sha256(told.encode('ascii')).hexdigest()[:DIGEST]}@fingerpost"


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    _add(alarm, {"action": "DISPLAY", "description": summary})
    _add(alarm, {"trigger": REMINDER}, {"RELATED": "START"})
    return alarm


def _add(
    component: Component,
    content: Mapping[str, object],
    parameters: Mapping[str, str] = MappingProxyType({}),
) -> None:
    for name, value in content.items():
        component.add(name, value, dict(parameters))  # pyright: ignore[reportUnknownMemberType]


def _named(title: str, words: str) -> str:
    name = _line(title)
    return f"{name}: {words}" if name else words


def _paragraphs(rulebook: Rulebook, step: Step) -> Iterator[str]:
    """What to do, why, and the draft of the message."""
    advice = rulebook.advice[step.advice]
    do = _filled(advice.do, rulebook, step)
    if do:
        yield do
    reason = _line(step.because)
    if reason:
        yield f"Why: {reason}"
    draft = _draft(advice, rulebook, step)
    if draft:
        yield f"What you could write:\n\n{draft}"


def _draft(advice: Advice, rulebook: Rulebook, step: Step) -> str:
    subject = _filled(advice.subject, rulebook, step)
    body = _filled(advice.body, rulebook, step)
    parts = [f"Subject: {subject}" if subject else "", body]
    return "\n\n".join(part for part in parts if part)


def _filled(template: Template, rulebook: Rulebook, step: Step) -> str:
    """A text with the facts of the step. Its placeholders stay in brackets: they are names of people."""
    text = as_text(filled(template, rulebook, step.facts, {}))
    return "\n".join(_line(line) for line in text.splitlines()).strip()


def _line(text: str) -> str:
    """One line, without letters that a calendar may not hold: control characters, half letters."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(one if one.isprintable() else " " for one in whole).split())
