"""`fingerpost case show` and `history`: the advice of a day, and what was logged."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from ..engine import Answer, RulebookError
from ..engine.cases.entries import Void
from ..engine.cases.planning import Thresholds, actions, is_done
from ..engine.cases.words import entry_words
from ..engine.language import messages
from ..engine.language.vocabulary import plain_value
from ..engine.language.wording import day_words, told, value_words
from .advise import answer_as_json, answer_lines, question_lines
from .live import Live, day_of, live, opened, shell_word
from .output import print_json, print_lines
from .style import Style, out, style_of, wrapped


def show(path: Path | None, name: str, on: str | None, runner: str, *, as_json: bool) -> None:
    """The advice of a day."""
    day = day_of(on)
    with opened(path) as journal:
        case = live(journal, name)
    answer = case.answer(day)
    notes = _cross_checked(case, answer, runner)
    thresholds = Thresholds(case.definition)
    followed = [
        (decision, advice)
        for decision, advice, _ in actions(case.definition, answer.found)
        if is_done(
            case.definition,
            case.entries,
            day,
            decision,
            advice,
            case.rulebook.answer_all,
            thresholds,
        )
    ]
    if as_json:
        print_json(
            {
                "case": case.head.name,
                "day": day.isoformat(),
                "facts": {fact: plain_value(value) for fact, value in answer.case.items()},
                "followed": [advice for _, advice in followed],
                **answer_as_json(answer),
            }
        )
    else:
        print_lines(_show_lines(case, day, answer, followed, out()))
    for note in notes:
        print_lines(wrapped(note, style_of(sys.stderr).width), sys.stderr)


def _cross_checked(case: Live, answer: Answer, runner: str) -> list[str]:
    if runner == "default":
        return []
    if runner != "durable":
        way = "there are `default` and `durable`"
        raise RulebookError([messages.bad_entry(f"there is no runner `{runner}`", way)])
    from ..engine.cases.durable import cross_check

    return cross_check(case.definition, answer.case, answer.found)


def _show_lines(
    case: Live, day: date, answer: Answer, followed: Sequence[tuple[str, str]], style: Style
) -> Iterator[str]:
    yield from wrapped(style(f"{case.head.name}, {day_words(day)}", bold=True), style.width)
    for fact, value in answer.case.items():
        words = told(case.definition, fact, value_words(value, case.definition.facts[fact].type))
        yield from wrapped(style(words, dim=True), style.width, "    ", "  ")
    for one in case.unread:
        yield from wrapped(
            f"entry {one.number} does not count: {one.problem}", style.width, "    ", "  "
        )
    yield ""
    yield from answer_lines(answer, style, brief=True, at_end=True)
    for _, advice in followed:
        title = case.definition.advice[advice].title
        yield from wrapped(
            f"“{title}” is done already; nothing more is to be done for it now.", style.width
        )
    yield from question_lines(answer, style, partial(_way_to_log, case))


def _way_to_log(case: Live, fact: str, listed: str) -> str:
    """How a question is answered for good."""
    command = f"fingerpost case log {shell_word(case.head.name)}"
    if fact in case.definition.follows:
        return f"It follows from what happens: log that with `{command} EVENT`."
    return f"Log the answer with `{command} {fact}=…`{listed}."


def history(path: Path | None, name: str, *, as_json: bool) -> None:
    """What was logged."""
    with opened(path) as journal:
        case = live(journal, name)
        records = list(journal.records(case.head.id))
    gone = {one.voided for one in case.entries if isinstance(one, Void)}
    if as_json:
        print_json(
            {
                "case": case.head.name,
                "entries": [
                    {
                        "number": one.number,
                        "kind": one.kind,
                        "void": one.number in gone,
                        **(one.content or {}),
                    }
                    for one in records
                ],
            }
        )
        return
    style = out()
    lines: list[str] = []
    for entry in sorted(case.entries, key=lambda one: (one.day, one.number)):
        mark = " (taken back)" if entry.number in gone else ""
        lines += wrapped(
            f"{entry.number:>5}  {entry_words(case.definition, entry)}{mark}",
            style.width,
            "       ",
        )
    print_lines(lines or ["Nothing is logged yet."])
