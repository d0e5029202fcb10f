"""`fingerpost case new`, `log`, `done`, `void`, `close`, `remove`: what goes into the journal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from ..engine import Answer, RulebookError
from ..engine.cases.chain import Kind
from ..engine.cases.entries import Entry, Void
from ..engine.cases.journal import Journal, Record, new_case_id
from ..engine.cases.overview import due
from ..engine.cases.planning import Step, Thresholds, actions, coming
from ..engine.cases.reading import entries_of
from ..engine.cases.words import entry_words
from ..engine.language import messages
from ..engine.language.names import near
from ..engine.language.rulebook import Rulebook
from ..engine.language.wording import day_words, joined
from ..engine.scenarios.telling import possible_words
from .case_words import read_entries
from .inputs import load
from .live import (
    Live,
    day_of,
    head_of,
    head_of_entry,
    is_same_name,
    live,
    opened,
    plain_name,
    shell_word,
)
from .output import print_json, print_lines
from .style import Style, out, wrapped


def new(path: Path | None, name: str, source: str, on: str | None, author: str | None) -> None:
    """Open a case."""
    if not plain_name(name).isprintable() or not name.strip() or len(name.splitlines()) > 1:
        way = "give it a name on one line, such as Alex"
        raise RulebookError([messages.bad_entry("a case needs a name that can be read", way)])
    name = plain_name(name)
    if name.startswith("-"):  # no command could be given it without tricks
        way = "begin it with a letter, such as Alex"
        raise RulebookError([messages.bad_entry("a name cannot begin with `-`", way)])
    rulebook = load(source)
    day = day_of(on)
    where = source if source == rulebook.id else str(Path(source).resolve())
    with opened(path, create=True) as journal:
        if any(is_same_name(one.name, name) for one in journal.cases()):
            raise RulebookError([messages.case_is_there(name)])
        content: dict[str, object] = {
            **head_of_entry(rulebook, day, author),
            "name": name,
            "source": where,
        }
        journal.append(new_case_id(), "open", content)
    lines = [f"{name} is opened, with “{rulebook.title}”."]
    if rulebook.definition.events:
        command = f"fingerpost case log {shell_word(name)} EVENT"
        lines.append(f"Log what happens with `{command}`:")
        lines += [f"- {one.id}: {one.title}" for one in rulebook.definition.events.values()]
    print_lines(line for text in lines for line in wrapped(text, out().width))


def log(
    path: Path | None,
    name: str,
    what: list[str],
    on: str | None,
    author: str | None,
    *,
    as_json: bool,
) -> None:
    """Log an event, or answers; say what changes."""
    day = day_of(on)
    with opened(path) as journal:
        case = live(journal, name)
        made = read_entries(case.definition, what)
        head = head_of_entry(case.rulebook, day, author)
        _append(
            journal,
            case,
            [(kind, {**head, **content}) for kind, content in made],
            day,
            as_json=as_json,
        )


def done(
    path: Path | None,
    name: str,
    advice: str | None,
    on: str | None,
    author: str | None,
    *,
    as_json: bool,
) -> None:
    """Log what following an advice is."""
    day = day_of(on)
    with opened(path) as journal:
        case = live(journal, name)
        thresholds = Thresholds(case.definition)
        waiting = due(
            case.definition,
            name,
            case.entries,
            day,
            case.rulebook.answer_all,
            thresholds,
            ahead=False,
        ).today
        known = dict.fromkeys(one for _, one in waiting)
        if advice is None and len(known) != 1:
            titles = [f"{one} ({case.definition.advice[one].title})" for one in known]
            problem = f"{'several things are' if known else 'nothing is'} to be done on that day"
            way = f"say which: {joined(titles, 'or')}" if known else "log what happened instead"
            raise RulebookError([messages.bad_entry(problem, way)])
        chosen = next(iter(known)) if advice is None else advice
        logs = _logged_by(case, chosen, day, known)
        content: dict[str, object] = {
            **head_of_entry(case.rulebook, day, author),
            "event": logs,
            "fields": {},
        }
        _append(journal, case, [("event", content)], day, as_json=as_json)


def _logged_by(case: Live, chosen: str, day: date, waiting: Iterable[str]) -> str:
    """The event that following an advice logs, where it is one to be followed on the day."""
    advice = case.definition.advice.get(chosen)
    if advice is None:
        meant = near(chosen, [one.id for one in case.definition.advice.values() if one.logs])
        way = f"did you mean `{meant}`?" if meant else "log what happened instead"
        raise RulebookError([messages.bad_entry(f"there is no advice `{chosen}`", way)])
    if advice.logs is None:
        problem = f"“{advice.title}” does not say what doing it logs"
        raise RulebookError([messages.bad_entry(problem, "log what happened instead")])
    if chosen not in waiting:
        stands = chosen in (one for _, one, _ in actions(case.definition, case.answer(day).found))
        told = "is done already" if stands else f"is not advised on {day_words(day)}"
        command = f"fingerpost case log {shell_word(case.head.name)} {advice.logs}"
        way = f"if it was done all the same, log it: `{command}`"
        raise RulebookError([messages.bad_entry(f"“{advice.title}” {told}", way)])
    return advice.logs


def _append(
    journal: Journal,
    case: Live,
    entries: list[tuple[Kind, dict[str, object]]],
    day: date,
    *,
    as_json: bool,
) -> None:
    before = case.answer(day)
    records = journal.extend((case.head.id, kind, content) for kind, content in entries)
    found, _ = entries_of(case.definition, records)
    after = Live(case.head, case.rulebook, [*case.entries, *found], []).answer(day)
    changed = [
        name for name in before.found if before.found[name].possible != after.found[name].possible
    ]
    if as_json:
        print_json(
            {
                "logged": [one.number for one in records],
                "changed": changed,
                **after.to_dict(),
            }
        )
        return
    entries_now = [*case.entries, *found]
    ahead = coming(
        case.definition, entries_now, day, case.rulebook.answer_all, Thresholds(case.definition)
    )
    lines = _logged_lines(case.definition, found, records, before, after, changed, out())
    closed = [f"{case.head.name} is closed, and no longer listed."] if case.head.closed else []
    print_lines([*lines, *closed, *_next_lines(case.definition, ahead, out())])


def _logged_lines(
    rulebook: Rulebook,
    entries: Sequence[Entry],
    records: Sequence[Record],
    before: Answer,
    after: Answer,
    changed: Sequence[str],
    style: Style,
) -> Iterator[str]:
    for entry, record in zip(entries, records, strict=False):
        yield from wrapped(
            f"Logged as {record.number}: {entry_words(rulebook, entry)}.", style.width
        )
    if not changed:
        yield "Nothing changes with it."
    for name in changed:
        decision = rulebook.decisions[name]
        now = possible_words(decision, after.found[name].possible)
        was = possible_words(decision, before.found[name].possible)
        yield from wrapped(
            f"{style(decision.title, bold=True)}: {now} (before: {was})", style.width, "  "
        )


def _next_lines(rulebook: Rulebook, step: Step | None, style: Style) -> list[str]:
    """What comes next, if nothing is heard."""
    if step is None:
        return []
    words = (
        f"Next, if nothing is heard: {rulebook.advice[step.advice].title}, {day_words(step.day)}"
    )
    return wrapped(f"{words}.", style.width)


def void(path: Path | None, name: str, number: int, author: str | None) -> None:
    """Take an entry back."""
    with opened(path) as journal:
        case = live(journal, name)
        known = {one.number: one for one in case.entries if not isinstance(one, Void)}
        gone = {one.voided for one in case.entries if isinstance(one, Void)}
        if number not in known:
            way = f"`fingerpost case history {shell_word(name)}` shows their numbers"
            raise RulebookError([messages.bad_entry(f"the case has no entry {number}", way)])
        if number in gone:
            way = "log it again if it was right after all"
            raise RulebookError([messages.bad_entry(f"entry {number} is taken back already", way)])
        content = {**head_of_entry(case.rulebook, known[number].day, author), "voided": number}
        journal.append(case.head.id, "void", content)
        words = entry_words(case.definition, known[number])
    print_lines(wrapped(f"Taken back: {words}.", out().width))


def close(path: Path | None, name: str, on: str | None, author: str | None) -> None:
    """Close a case."""
    day = day_of(on)
    with opened(path) as journal:
        case = live(journal, name)
        if case.head.closed:
            problem, way = f"{case.head.name} is closed already", "`case list --all` shows it"
            raise RulebookError([messages.bad_entry(problem, way)])
        journal.append(case.head.id, "close", head_of_entry(case.rulebook, day, author))
    print_lines([f"{case.head.name} is closed."])


def remove(path: Path | None, name: str, *, sure: bool) -> None:
    """Remove a case for good."""
    with opened(path) as journal:
        head = head_of(journal, name)
        if not sure:
            if not sys.stdin.isatty():
                problem = "removing cannot be undone, and nobody can be asked here"
                raise RulebookError([messages.bad_entry(problem, "say `--yes` if you mean it")])
            print_lines([f"All that {head.name} says goes for good. Type the name to go on:"])
            if sys.stdin.readline().strip() != head.name:
                print_lines(["Nothing is removed."])
                return
        journal.remove(head.id)
    print_lines(["It is removed. The journal keeps a mark that something was, and not what."])
