"""`fingerpost case list` and `due`: all clients at a glance."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from ..engine import RulebookError
from ..engine.cases.journal import CaseHead, Journal
from ..engine.cases.overview import Due, all_due
from ..engine.cases.planning import Answers
from ..engine.language import messages
from ..engine.language.rulebook import Rulebook
from ..engine.language.wording import day_words, joined
from .case_plan import step_as_json
from .columns import columns_of
from .inputs import load
from .live import day_of, opened
from .output import print_json, print_lines, report
from .progress import progress
from .style import Style, out, style_of, wrapped


def overview(
    path: Path | None, on: str | None, *, only_due: bool, closed: bool, as_csv: bool, as_json: bool
) -> None:
    """All cases, the most urgent first."""
    if as_csv and as_json:
        raise RulebookError([messages.not_together("--csv", "--json")])
    day = day_of(on)
    with opened(path) as journal:
        every = journal.cases()
        heads = [one for one in every if closed or not one.closed]
        found = _all_due(journal, heads, day, ahead=not only_due)
    if only_due:
        found = [one for one in found if one[2].today]
    found.sort(key=lambda each: each[2].order)
    if as_json:
        print_json({"day": day.isoformat(), "cases": [_due_as_json(*pair) for pair in found]})
    elif as_csv:
        print_lines(_due_csv(found, day).removesuffix("\n").split("\n"))
    else:
        none = "Nothing is to be done today." if only_due else _no_cases(every, closed=closed)
        print_lines(_due_lines(found, day, out()) if found else [none])


def _all_due(
    journal: Journal, heads: Sequence[CaseHead], day: date, *, ahead: bool
) -> list[tuple[CaseHead, Rulebook, Due]]:
    rulebooks: dict[str, Rulebook] = {}
    answering: dict[str, tuple[Rulebook, Answers]] = {}
    for source in dict.fromkeys(head.source for head in heads):
        try:
            rulebook = load(source)
        except RulebookError as error:  # the other cases are not to suffer from it
            names = joined(head.name for head in heads if head.source == source)
            report([*error.diagnostics], as_json=False, short=True)
            words = f"not listed, because their rulebook cannot be read: {names}"
            print_lines(wrapped(words, style_of(sys.stderr).width), sys.stderr)
        else:
            rulebooks[source] = rulebook.definition
            answering[source] = rulebook.definition, rulebook.answer_all
    heads = [head for head in heads if head.source in rulebooks]
    found: list[tuple[CaseHead, Rulebook, Due]] = []
    what = "looking through the cases"
    with progress(what) as tell:
        for head, one in all_due(journal, heads, answering.__getitem__, day, ahead=ahead):
            found.append((head, rulebooks[head.source], one))
            tell(what, len(found), len(heads))
    return found


def _titles(rulebook: Rulebook, one: Due) -> list[str]:
    return list(dict.fromkeys(rulebook.advice[advice].title for _, advice in one.today))


def _no_cases(heads: Sequence[CaseHead], *, closed: bool) -> str:
    if closed or not all(one.closed for one in heads):
        return "No case can be told." if heads else "There are no cases yet."
    return "All cases are closed; `--all` lists them." if heads else "There are no cases yet."


def _due_lines(
    found: Sequence[tuple[CaseHead, Rulebook, Due]], day: date, style: Style
) -> Iterator[str]:
    yield style(day_words(day), bold=True)
    rows: list[list[str]] = []
    for head, rulebook, one in found:
        if head.closed:
            rows.append([head.name, "–", "closed"])
        elif one.today:
            rows.append([head.name, "today", joined(_titles(rulebook, one))])
        elif one.coming is not None:
            days = (one.coming.day - day).days
            when = "tomorrow" if days == 1 else f"in {days} days"
            title = rulebook.advice[one.coming.advice].title
            rows.append([head.name, when, f"{title} ({day_words(one.coming.day)})"])
        else:
            rows.append([head.name, "–", "nothing planned"])
    yield from columns_of(rows, style)


def _due_as_json(head: CaseHead, _rulebook: Rulebook, one: Due) -> dict[str, object]:
    return {
        "case": head.name,
        "id": head.id,
        "closed": head.closed,
        "today": [advice for _, advice in one.today],
        "next": None if one.coming is None else step_as_json(one.coming),
    }


def _due_csv(found: Sequence[tuple[CaseHead, Rulebook, Due]], day: date) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["case", "day", "advice", "closed"])
    for head, rulebook, one in found:
        when, titles = "", [""]
        if one.today:
            when, titles = day.isoformat(), _titles(rulebook, one)
        elif one.coming is not None:
            when = one.coming.day.isoformat()
            titles = [rulebook.advice[one.coming.advice].title]
        told = "; ".join(map(_safe, titles))
        writer.writerow([_safe(head.name), when, told, "yes" if head.closed else "no"])
    return written.getvalue()


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
