"""What the commands of live cases share: finding a case, days and entries in words."""

from __future__ import annotations

import getpass
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..engine import Answer, LoadedRulebook, RulebookError
from ..engine.cases.entries import Entry
from ..engine.cases.folding import facts_on
from ..engine.cases.journal import CaseHead, Journal, JournalError
from ..engine.cases.reading import Unread, entries_of
from ..engine.language import messages
from ..engine.language.rulebook import Rulebook
from ..engine.language.vocabulary import read_day
from .inputs import load


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
    if not create and not where.exists():
        raise RulebookError([messages.no_journal(str(where))])
    try:
        with Journal.at(where, create=create) as journal:
            yield journal
    except JournalError as error:
        raise RulebookError([messages.journal_problem(str(error.path), error.problem)]) from None


def plain_name(name: str) -> str:
    """A name as it looks: without blanks that nobody sees, each letter in its one form."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def is_same_name(one: str, other: str) -> bool:
    """Whether people would take two names for the same."""
    return plain_name(one).casefold() == plain_name(other).casefold()


def head_of(journal: Journal, name: str) -> CaseHead:
    """A case by its name, or by its id."""
    heads = journal.cases()
    found = [one for one in heads if name in (one.name, one.id)]
    found = found or [one for one in heads if is_same_name(one.name, name)]
    if not found:
        raise RulebookError([messages.no_such_case(name, [one.name for one in heads])])
    if len(found) > 1:  # they came in from different journals
        raise RulebookError([messages.several_cases(name, [one.id for one in found])])
    return found[0]


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


def head_of_entry(rulebook: LoadedRulebook, day: date, author: str | None) -> dict[str, object]:
    """What every entry says: its day, who logs it, and by which rulebook."""
    return {"day": day.isoformat(), "author": author_of(author), "rulebook": rulebook.fingerprint}


def shell_word(name: str) -> str:
    """A name as it can be typed into a shell."""
    import shlex

    return shlex.quote(name)
