"""`fingerpost case plan`: the dated steps ahead, other futures, calendar files and timelines."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from ..engine import RulebookError
from ..engine.cases.entries import Happening
from ..engine.cases.journal import Record
from ..engine.cases.planning import Future, Plan, Step, futures
from ..engine.cases.planning import plan as planned
from ..engine.cases.reading import entries_of, plain_fields
from ..engine.cases.words import cut_words, event_words, plan_words
from ..engine.language import messages
from ..engine.language.rulebook import Rulebook
from ..engine.language.vocabulary import Value, plain_value, read_day
from ..engine.language.wording import day_words, joined
from .case_words import read_entries
from .columns import columns_of
from .inputs import files_of
from .live import Live, day_of, live, opened
from .output import deliver, deliver_drawing, print_json, print_lines, refuse_overwriting
from .style import Style, out, wrapped

MOST_QUESTIONS = 4
"""Questions that are told under a plan."""


def plan(
    path: Path | None,
    name: str,
    on: str | None,
    ifs: list[str],
    depth: int | None,
    output: str | None,
    *,
    names: bool,
    as_json: bool,
) -> None:
    """The dated steps ahead."""
    if output is not None and (as_json or depth is not None):
        raise RulebookError([messages.not_together("-o", "--json" if as_json else "--tree")])
    if output is None and names:
        raise RulebookError([messages.belongs_to("--names", "-o")])
    day = day_of(on)
    with opened(path) as journal:
        case = live(journal, name)
        if output is not None:
            refuse_overwriting(output, *map(str, journal.files), *files_of(case.head.source))
    supposing = _hypotheses(case, ifs, day)
    answers = case.rulebook.answer_all
    if depth is not None:
        future = futures(case.definition, case.entries, day, answers, depth, supposing=supposing)
        if as_json:
            print_json(_future_as_json(future))
        else:
            print_lines(_future_lines(case.definition, future, out()))
        return
    found = planned(case.definition, case.entries, day, answers, supposing=supposing)
    if output is not None:
        _write_plan(case, found, day, output, names=names)
    elif as_json:
        print_json(
            {
                "day": day.isoformat(),
                "steps": [step_as_json(one) for one in found.steps],
                "ask": list(found.ask),
                "until": None if found.until is None else found.until.isoformat(),
            }
        )
    else:
        print_lines(_plan_lines(case, found, day, out()))


def _hypotheses(case: Live, ifs: list[str], begin: date) -> list[Happening]:
    """`--if reply_received=2026-12-04,tone=warm` as events to come."""
    number = max((one.number for one in case.entries), default=0)
    found: list[Happening] = []
    for text in ifs:
        first, *rest = text.split(",")
        event, equals, day = first.partition("=")
        when = read_day(day.strip()) if equals else None
        if when is None:
            way = "write the event and its day: `--if reply_received=2026-12-04,tone=warm`"
            raise RulebookError([messages.bad_entry(f"`{text}` is no event on a day", way)])
        ((_, content),) = read_entries(
            case.definition, [event.strip(), *(one.strip() for one in rest)], in_future=True
        )
        if when < begin:
            way = "give a day to come, or log what has happened"
            problem = f"{day_words(when)} is before the plan begins"
            raise RulebookError([messages.bad_entry(problem, way)])
        number += 1
        record = Record(number, "", "event", {**content, "day": when.isoformat()}, "", "")
        entries, _ = entries_of(case.definition, [record])
        found += (one for one in entries if isinstance(one, Happening))
    return found


def step_as_json(step: Step) -> dict[str, object]:
    """A step of a plan."""
    return {
        "day": step.day.isoformat(),
        "decision": step.decision,
        "advice": step.advice,
        "logs": step.logs,
        "rules": list(step.rules),
        "facts": {name: plain_value(value) for name, value in step.facts.items()},
    }


def _plan_lines(case: Live, found: Plan, day: date, style: Style) -> Iterator[str]:
    head = f"{case.head.name}, {plan_words(case.definition, found, day)}"
    yield from wrapped(style(head, bold=True), style.width)
    if not found.steps:
        yield "  Nothing is to be done."
    rows = [[day_words(step.day), _step_words(case.definition, step)] for step in found.steps]
    if rows:
        yield from columns_of(rows, style, indent=2)
    if found.until is not None:
        yield from wrapped(cut_words(found.until), style.width)
    if found.ask:
        yield "What comes then still hangs on:"
        for fact in found.ask[:MOST_QUESTIONS]:
            question = case.definition.facts[fact].question
            yield from wrapped(f"- {question}", style.width, "    ", "  ")


def _step_words(rulebook: Rulebook, step: Step) -> str:
    title, reason = rulebook.advice[step.advice].title, step.because
    return f"{title}. {reason}" if reason else title


def _write_plan(case: Live, found: Plan, day: date, output: str, *, names: bool) -> None:
    from ..engine.cases.calendar_file import calendar_file
    from ..visualize.timeline import FORMATS, draw_timeline

    title = case.head.name if names else ""
    kind = Path(output).suffix.lower().removeprefix(".")
    if kind == "ics":
        serial = max((one.number for one in case.entries), default=0)
        data = calendar_file(case.definition, case.head.id, found, serial, day, title)
        if deliver(data, output):
            print_lines([f"{output} is written."], sys.stderr)
    elif kind in FORMATS:
        deliver_drawing(draw_timeline(case.rulebook, found, day, kind, title), output)
    else:
        raise RulebookError([messages.unknown_format(output, ("ics", *FORMATS), "")])


def _future_as_json(future: Future) -> dict[str, object]:
    return {
        "day": future.day.isoformat(),
        "steps": [step_as_json(one) for one in future.steps],
        "branches": [
            {
                "event": one.event,
                "fields": plain_fields(one.fields),
                "future": _future_as_json(one.future),
            }
            for one in future.branches
        ],
    }


def _future_lines(
    rulebook: Rulebook, future: Future, style: Style, indent: int = 0
) -> Iterator[str]:
    titles = [rulebook.advice[step.advice].title for step in future.steps]
    words = f"{day_words(future.day)}: {joined(titles) or 'nothing to do'}"
    yield from wrapped(words, style.width, " " * (indent + 4), " " * indent)
    for branch in future.branches:
        yield from wrapped(
            f"{_branch_words(rulebook, branch.event, branch.fields)}:",
            style.width,
            " " * (indent + 6),
            " " * (indent + 2),
        )
        yield from _future_lines(rulebook, branch.future, style, indent + 4)


def _branch_words(rulebook: Rulebook, event: str | None, fields: Mapping[str, Value]) -> str:
    if event is None:
        return "if nothing is heard"
    return f"if this happens: {event_words(rulebook, event, fields)}"
