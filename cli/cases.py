"""What the commands of `fingerpost case` do."""

from __future__ import annotations

import csv
import getpass
import io
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..engine import Answer, LoadedRulebook, RulebookError
from ..engine.cases.entries import Answer as Answered
from ..engine.cases.entries import Entry, Happening, Void
from ..engine.cases.folding import facts_on
from ..engine.cases.journal import CaseHead, Journal, JournalError, Kind, Record, new_case_id
from ..engine.cases.overview import Due, due
from ..engine.cases.planning import Future, Plan, Step, Thresholds, futures, is_done
from ..engine.cases.planning import plan as planned
from ..engine.cases.reading import Unread, entries_of, plain_fields
from ..engine.language import messages
from ..engine.language.cases import read_fact
from ..engine.language.diagnostics import Diagnostic
from ..engine.language.literals import read_value
from ..engine.language.names import near
from ..engine.language.rulebook import Rulebook
from ..engine.language.source import Source, Span
from ..engine.language.vocabulary import Value, plain_value, read_day
from ..engine.language.wording import MONTHS, joined, told, value_words
from ..engine.scenarios.telling import possible_words
from .advice import answer_as_json, answer_lines
from .columns import columns_of
from .inputs import load
from .output import print_json, print_lines, write_bytes, write_file
from .style import Style, out, style_of, wrapped

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNKNOWN = ("unknown", "?", "")


# -- finding things ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Live:
    """A case with its rulebook and entries."""

    head: CaseHead
    rulebook: LoadedRulebook
    entries: list[Entry]
    unread: list[Unread]

    @property
    def definition(self) -> Rulebook:
        """The rulebook as data."""
        return self.rulebook.definition

    def answer(self, day: date) -> Answer:
        """The advice of a day."""
        return self.rulebook.answer(facts_on(self.definition, self.entries, day))


def place(path: Path | None) -> Path:
    """Where the journal is: as told, or in the platform's data folder."""
    if path is not None:
        return path
    from platformdirs import user_data_path

    return user_data_path("fingerpost", appauthor=False) / "cases.journal"


@contextmanager
def opened(path: Path | None, *, create: bool = False) -> Generator[Journal]:
    """The journal; what is wrong with it is a diagnostic."""
    where = place(path)
    try:
        with Journal.at(where, create=create) as journal:
            yield journal
    except JournalError as error:
        raise RulebookError([messages.journal_problem(str(error.path), error.problem)]) from None


def head_of(journal: Journal, name: str) -> CaseHead:
    """A case by its name, or by its id."""
    heads = journal.cases()
    found = [one for one in heads if name in (one.name, one.id)]
    found = found or [one for one in heads if one.name.casefold() == name.casefold()]
    if not found:
        raise RulebookError([messages.no_such_case(name, [one.name for one in heads])])
    return found[-1]


def live(journal: Journal, name: str) -> Live:
    """A case with all that belongs to it."""
    head = head_of(journal, name)
    rulebook = load(head.source)
    entries, unread = entries_of(rulebook.definition, journal.records(head.id))
    return Live(head, rulebook, entries, unread)


def day_of(text: str | None) -> date:
    """A day as typed; today without one."""
    if text is None:
        return date.today()
    found = date.today() if text == "today" else read_day(text)
    if found is None:
        raise RulebookError([messages.bad_day(text)])
    return found


def author_of(author: str | None) -> str:
    """Who logs: as told, else the login name."""
    if author is not None:
        return author
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def day_words(day: date) -> str:
    """`Friday 4 December 2026`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


# -- new, log, done, void, close, remove -------------------------------------------------------


def new(path: Path | None, name: str, source: str, on: str | None, author: str | None) -> None:
    """Open a case."""
    rulebook = load(source)
    day = day_of(on)
    where = source if source == rulebook.id else str(Path(source).resolve())
    with opened(path, create=True) as journal:
        if any(one.name.casefold() == name.casefold() for one in journal.cases()):
            raise RulebookError([messages.case_is_there(name)])
        content = {**_head(rulebook, day, author), "name": name, "source": where}
        journal.append(new_case_id(), "open", content)
    lines = [f"{name} is opened, with “{rulebook.title}”."]
    if rulebook.definition.events:
        events = ", ".join(rulebook.definition.events)
        lines += [f"Log what happens with `fingerpost case log {_shell(name)} EVENT`: {events}."]
    print_lines(line for text in lines for line in wrapped(text, out().width))


def _head(rulebook: LoadedRulebook, day: date, author: str | None) -> dict[str, object]:
    return {"day": day.isoformat(), "author": author_of(author), "rulebook": rulebook.fingerprint}


def _shell(name: str) -> str:
    import shlex

    return shlex.quote(name)


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
        made = _read_entries(case.definition, what)
        head = _head(case.rulebook, day, author)
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
            problem = (
                "nothing is to be done on that day"
                if not known
                else "several things are to be done"
            )
            way = f"say which: {joined(titles, 'or')}" if known else "log what happened instead"
            raise RulebookError([messages.bad_entry(problem, way)])
        chosen = advice or next(iter(known))
        logs = case.definition.advice[chosen].logs if chosen in case.definition.advice else None
        if logs is None:
            able = [one.id for one in case.definition.advice.values() if one.logs]
            meant = near(chosen, able)
            way = f"did you mean `{meant}`?" if meant else "log what happened instead"
            raise RulebookError(
                [messages.bad_entry(f"`{chosen}` does not say what doing it logs", way)]
            )
        content = {**_head(case.rulebook, day, author), "event": logs, "fields": {}}
        _append(journal, case, [("event", content)], day, as_json=as_json)


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
    print_lines(_logged_lines(case.definition, found, records, before, after, changed, out()))


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
            f"Logged as {record.number}: {_entry_words(rulebook, entry)}.", style.width
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


def _entry_words(rulebook: Rulebook, entry: Entry) -> str:
    day = day_words(entry.day)
    match entry:
        case Happening(_, _, event, fields):
            kinds = rulebook.events[event].fields
            words = [
                f"{kinds[name].label or name}: {value_words(value, kinds[name].type)}"
                for name, value in fields.items()
            ]
            return f"{rulebook.events[event].title}{f' ({joined(words)})' if words else ''}, {day}"
        case Answered(_, _, fact, value):
            if value is None:
                return f"{fact} is not known any more, {day}"
            if fact in rulebook.placeholders:
                return f"{rulebook.placeholders[fact].label}: {value}"
            return f"{told(rulebook, fact, value_words(value, rulebook.facts[fact].type))}, {day}"
        case Void(_, _, voided):
            return f"entry {voided} is taken back"


def _read_entries(rulebook: Rulebook, what: list[str]) -> list[tuple[Kind, dict[str, object]]]:
    """`event field=value…`, or `fact=value…`."""
    if "=" in what[0]:
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
    for text in what[1:]:
        name, equals, words = text.partition("=")
        if not equals or name not in fields:
            way = (
                f"write {joined([f'{one}=…' for one in fields])}" if fields else "it has no fields"
            )
            raise RulebookError([messages.bad_entry(f"`{text}` is no field of `{event}`", way)])
        source = Source(event, words.strip())
        value = read_value(
            words.strip(), Span(source, 0, len(source.text)), fields[name].type, name
        )
        if isinstance(value, Diagnostic):
            raise RulebookError([value])
        found[name] = value
    missing = [name for name in fields if name not in found]
    if missing:
        way = f"write it behind the event: `{event} {missing[0]}=…`: {fields[missing[0]].question}"
        raise RulebookError([messages.bad_entry(f"`{event}` needs its `{missing[0]}`", way)])
    return [("event", {"event": event, "fields": plain_fields(found)})]


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


def void(path: Path | None, name: str, number: int, author: str | None) -> None:
    """Take an entry back."""
    with opened(path) as journal:
        case = live(journal, name)
        known = {one.number: one for one in case.entries if not isinstance(one, Void)}
        if number not in known:
            way = f"`fingerpost case history {_shell(name)}` shows their numbers"
            raise RulebookError([messages.bad_entry(f"the case has no entry {number}", way)])
        content = {**_head(case.rulebook, known[number].day, author), "voided": number}
        journal.append(case.head.id, "void", content)
        words = _entry_words(case.definition, known[number])
    print_lines(wrapped(f"Taken back: {words}.", out().width))


def close(path: Path | None, name: str, on: str | None, author: str | None) -> None:
    """Close a case."""
    day = day_of(on)
    with opened(path) as journal:
        case = live(journal, name)
        journal.append(case.head.id, "close", _head(case.rulebook, day, author))
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


# -- show, history -----------------------------------------------------------------------------


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
        for decision, one in answer.found.items()
        for advice in _acting(case.definition, one.possible)
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


def _acting(rulebook: Rulebook, possible: Sequence[object]) -> list[str]:
    from ..engine.cases.planning import certain

    return [
        one for one in certain(possible) if one in rulebook.advice and rulebook.advice[one].logs
    ]  # pyright: ignore[reportArgumentType]


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
    yield from answer_lines(answer, style, brief=True)
    for _, advice in followed:
        title = case.definition.advice[advice].title
        yield from wrapped(
            f"“{title}” is done already; nothing more is to be done for it now.", style.width
        )


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
            f"{entry.number:>5}  {_entry_words(case.definition, entry)}{mark}",
            style.width,
            "       ",
        )
    print_lines(lines or ["Nothing is logged yet."])


# -- plan --------------------------------------------------------------------------------------


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
    day = day_of(on)
    with opened(path) as journal:
        case = live(journal, name)
    entries = [*case.entries, *_hypotheses(case, ifs)]
    answers = case.rulebook.answer_all
    if depth is not None:
        future = futures(case.definition, entries, day, answers, depth)
        if as_json:
            print_json(_future_as_json(future))
        else:
            print_lines(_future_lines(case.definition, future, out()))
        return
    found = planned(case.definition, entries, day, answers)
    if output is not None:
        _write_plan(case, found, day, output, names=names)
    elif as_json:
        print_json(
            {
                "day": day.isoformat(),
                "steps": [_step_as_json(one) for one in found.steps],
                "ask": list(found.ask),
            }
        )
    else:
        print_lines(_plan_lines(case, found, day, out()))


def _hypotheses(case: Live, ifs: list[str]) -> list[Entry]:
    """`--if reply_received=2026-12-04,tone=warm` as events to come."""
    number = max((one.number for one in case.entries), default=0)
    found: list[Entry] = []
    for text in ifs:
        first, *rest = text.split(",")
        event, equals, day = first.partition("=")
        when = read_day(day.strip()) if equals else None
        if when is None:
            way = "write the event and its day: `--if reply_received=2026-12-04,tone=warm`"
            raise RulebookError([messages.bad_entry(f"`{text}` is no event on a day", way)])
        ((_, content),) = _read_entries(
            case.definition, [event.strip(), *(one.strip() for one in rest)]
        )
        number += 1
        record = Record(number, "", "event", {**content, "day": when.isoformat()}, "", "")
        entries, _ = entries_of(case.definition, [record])
        found += entries
    return found


def _step_as_json(step: Step) -> dict[str, object]:
    return {
        "day": step.day.isoformat(),
        "decision": step.decision,
        "advice": step.advice,
        "logs": step.logs,
        "rules": list(step.rules),
        "facts": {name: plain_value(value) for name, value in step.facts.items()},
    }


def _plan_lines(case: Live, found: Plan, day: date, style: Style) -> Iterator[str]:
    head = f"{case.head.name}: if nothing is heard, from {day_words(day)} on"
    yield from wrapped(style(head, bold=True), style.width)
    if not found.steps:
        yield "  Nothing is to be done."
    rows = [[day_words(step.day), _step_words(case.definition, step)] for step in found.steps]
    if rows:
        yield from columns_of(rows, style, indent=2)
    if found.ask:
        question = case.definition.facts[found.ask[0]].question
        yield from wrapped(f"The plan can still change with the answer to: {question}", style.width)


def _step_words(rulebook: Rulebook, step: Step) -> str:
    title = rulebook.advice[step.advice].title
    rule = next(
        (one for one in rulebook.decisions[step.decision].rules if one.id in step.rules), None
    )
    return f"{title}. {rule.because}" if rule is not None and rule.because else title


def _write_plan(case: Live, found: Plan, day: date, output: str, *, names: bool) -> None:
    from ..engine.cases.calendar_file import calendar_file
    from ..visualize.timeline import FORMATS, draw_timeline

    title = case.head.name if names else ""
    kind = Path(output).suffix.lower().removeprefix(".")
    if kind == "ics":
        serial = max((one.number for one in case.entries), default=0)
        data = calendar_file(case.definition, case.head.id, found, serial, day, title)
    elif kind in FORMATS:
        data = draw_timeline(case.rulebook, found, day, kind, title)
    else:
        raise RulebookError([messages.unknown_format(output, ("ics", *FORMATS))])
    if output == "-":
        write_bytes(data)
    else:
        write_file(Path(output), data)
        print_lines([f"{output} is written."])


def _future_as_json(future: Future) -> dict[str, object]:
    return {
        "day": future.day.isoformat(),
        "steps": [_step_as_json(one) for one in future.steps],
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
    told_fields = [
        value_words(value, rulebook.events[event].fields[name].type)
        for name, value in fields.items()
    ]
    title = rulebook.events[event].title
    return f"if this happens: {title}{f' ({joined(told_fields)})' if told_fields else ''}"


# -- all cases ---------------------------------------------------------------------------------


def overview(
    path: Path | None, on: str | None, *, only_due: bool, closed: bool, as_csv: bool, as_json: bool
) -> None:
    """All cases, the most urgent first."""
    day = day_of(on)
    with opened(path) as journal:
        heads = [one for one in journal.cases() if closed or not one.closed]
        found = _all_due(journal, heads, day, ahead=not only_due)
    if only_due:
        found = [(live_, one) for live_, one in found if one.today]
    found.sort(key=lambda pair: pair[1].order)
    if as_json:
        print_json({"day": day.isoformat(), "cases": [_due_as_json(*pair) for pair in found]})
    elif as_csv:
        print_lines(_due_csv(found, day).removesuffix("\n").split("\n"))
    else:
        print_lines(_due_lines(found, day, out(), only_due=only_due))


def _all_due(
    journal: Journal, heads: Sequence[CaseHead], day: date, *, ahead: bool
) -> list[tuple[Live, Due]]:
    from .progress import progress

    records: dict[str, list[Record]] = {head.id: [] for head in heads}
    for record in journal.records():
        if record.case in records:
            records[record.case].append(record)
    rulebooks: dict[str, tuple[LoadedRulebook, Thresholds]] = {}
    found: list[tuple[Live, Due]] = []
    with progress("looking through the cases") as tell:
        for number, head in enumerate(heads):
            tell("looking through the cases", number, len(heads))
            if head.source not in rulebooks:
                rulebook = load(head.source)
                rulebooks[head.source] = rulebook, Thresholds(rulebook.definition)
            rulebook, thresholds = rulebooks[head.source]
            entries, unread = entries_of(rulebook.definition, records[head.id])
            one = due(
                rulebook.definition,
                head.name,
                entries,
                day,
                rulebook.answer_all,
                thresholds,
                ahead=ahead,
            )
            found.append((Live(head, rulebook, entries, unread), one))
    return found


def _titles(case: Live, one: Due) -> list[str]:
    return list(dict.fromkeys(case.definition.advice[advice].title for _, advice in one.today))


def _due_lines(
    found: Sequence[tuple[Live, Due]], day: date, style: Style, *, only_due: bool
) -> Iterator[str]:
    if not found:
        yield "Nothing is to be done today." if only_due else "There are no cases yet."
        return
    yield style(day_words(day), bold=True)
    rows: list[list[str]] = []
    for case, one in found:
        if one.today:
            rows.append([case.head.name, "today", joined(_titles(case, one))])
        elif one.coming is not None:
            days = (one.coming.day - day).days
            when = "tomorrow" if days == 1 else f"in {days} days"
            title = case.definition.advice[one.coming.advice].title
            rows.append([case.head.name, when, f"{title} ({day_words(one.coming.day)})"])
        else:
            closed = "closed" if case.head.closed else "nothing planned"
            rows.append([case.head.name, "–", closed])
    yield from columns_of(rows, style)


def _due_as_json(case: Live, one: Due) -> dict[str, object]:
    return {
        "case": case.head.name,
        "id": case.head.id,
        "closed": case.head.closed,
        "today": [advice for _, advice in one.today],
        "next": None if one.coming is None else _step_as_json(one.coming),
    }


def _due_csv(found: Sequence[tuple[Live, Due]], day: date) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["case", "day", "advice"])
    for case, one in found:
        if one.today:
            writer.writerow(
                [_safe(case.head.name), day.isoformat(), "; ".join(map(_safe, _titles(case, one)))]
            )
        elif one.coming is not None:
            title = case.definition.advice[one.coming.advice].title
            writer.writerow([_safe(case.head.name), one.coming.day.isoformat(), _safe(title)])
        else:
            writer.writerow([_safe(case.head.name), "", ""])
    return written.getvalue()


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


# -- the journal as a whole --------------------------------------------------------------------


def verify(path: Path | None, *, as_json: bool) -> int:
    """Prove that nothing was altered; 1 when something was."""
    with opened(path) as journal:
        broken = journal.verify()
        count = sum(1 for _ in journal.records())
    if as_json:
        print_json(
            {
                "entries": count,
                "broken": [{"number": one.number, "problem": one.problem} for one in broken],
            }
        )
    elif broken:
        print_lines(f"entry {one.number}: {one.problem}" for one in broken)
    else:
        print_lines([f"The journal is whole: {count} entries, each as it was written."])
    return 1 if broken else 0


def export(path: Path | None, output: str) -> None:
    """Write the journal as JSON lines."""
    with opened(path) as journal:
        text = "".join(f"{line}\n" for line in journal.exported())
    if output == "-":
        write_bytes(text.encode("utf-8"))
    else:
        write_file(Path(output), text)
        print_lines([f"{output} is written."])


def import_(path: Path | None, file: str) -> None:
    """Take exported entries in."""
    try:
        text = Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = getattr(error, "strerror", None) or "it is not UTF-8"
        raise RulebookError([messages.unreadable(file, str(problem).lower())]) from None
    with opened(path, create=True) as journal:
        try:
            count = journal.imported(text.splitlines())
        except ValueError as error:
            way = "import what `fingerpost case export` wrote; nothing was taken in"
            raise RulebookError([messages.bad_entry(str(error), way)]) from None
    print_lines([f"{count} entries came in."])
