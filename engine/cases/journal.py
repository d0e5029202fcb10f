"""The journal: an append-only record of all of a coach's cases in one SQLite file.

Every entry carries a digest of its content and a hash chained to the entry before it, over all cases. An
entry is never changed; a correction is a new entry that voids an old one. When a case is removed for
good, its contents and their salts go, their digests stay, and a tombstone is added, so the chain still
verifies and says nothing about anybody. The file is readable by its owner only. SQLite in WAL mode, each
append one transaction that is on the disk before it is acknowledged.

There is no secret in the chain: who knows how it is made and rewrites every entry from some number on is
not found out by the file alone, only by somebody who kept an export or the last hash.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

from .chain import (
    START,
    Broken,
    Kind,
    Row,
    broken_in,
    content_of,
    day_in,
    row_of_line,
    sealed,
    text_of,
)

T = TypeVar("T")
FORMAT = 1
WAIT = 30.0
"""Seconds to wait for another process that writes."""
PAUSE = 0.02
"""Seconds between two tries."""
LINE_ENDS = "\x85\u2028\u2029"
"""What JSON leaves in a text, and some readers take for the end of a line."""
BATCH = 20_000
"""Rows that are written in one go."""

_COLUMNS = 'number, "case", kind, content, salt, digest, hash'
_TABLES = """
CREATE TABLE IF NOT EXISTS entries (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  "case" TEXT NOT NULL,
  kind TEXT NOT NULL,
  content TEXT,
  salt TEXT,
  digest TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS entries_of_a_case ON entries ("case", number);
CREATE INDEX IF NOT EXISTS heads ON entries (number) WHERE kind IN ('open', 'close');
"""


class JournalError(Exception):
    """The journal cannot be read or written; it is as it was. `problem` says why, in words."""

    def __init__(self, path: Path, problem: str) -> None:
        """Remember which file, and why."""
        super().__init__(f"{path}: {problem}")
        self.path, self.problem = path, problem


@dataclass(frozen=True)
class Record:
    """One entry as it is kept. `content` is None once its case was removed.

    What content has: `day` (ISO), `at` (time of logging, UTC), `author`, `rulebook` (its fingerprint), and
    by kind: `name` and `source` (open), `event` and `fields`, `fact` and `value`, `voided`, nothing.
    """

    number: int
    case: str
    kind: Kind
    content: Mapping[str, object] | None
    digest: str
    hash: str

    @property
    def day(self) -> date | None:
        """The day that the entry is about."""
        return day_in(self.content or {})


@dataclass(frozen=True)
class CaseHead:
    """A case: its lasting id, its name, the rulebook it was opened with, and whether it is closed."""

    id: str
    name: str
    source: str
    closed: bool


class Journal:
    """One journal file. Use `with Journal.at(path) as journal:`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Hold an open file; see `at`."""
        self.path, self._connection = path, connection

    @property
    def files(self) -> tuple[Path, Path, Path]:
        """The file itself, and the two that SQLite keeps beside it while it is open."""
        return _files(self.path)

    # -- opening -------------------------------------------------------------------------------

    @classmethod
    @contextmanager
    def at(cls, path: Path, *, create: bool = True) -> Generator[Journal]:
        """Open a journal, made new where there is none; raises JournalError."""
        if not create and not path.exists():
            raise JournalError(path, "there is no journal yet")
        connection = _opened(path, create=create)
        try:
            yield cls(path, connection)
        finally:
            connection.close()

    # -- writing -------------------------------------------------------------------------------

    def append(
        self, case: str, kind: Kind, content: Mapping[str, object], *, at: datetime | None = None
    ) -> Record:
        """Add an entry; when this returns, it is on the disk. Raises JournalError."""
        (record,) = self.extend([(case, kind, content)], at=at)
        return record

    def extend(
        self,
        entries: Iterable[tuple[str, Kind, Mapping[str, object]]],
        *,
        at: datetime | None = None,
    ) -> list[Record]:
        """Add several entries, all or none; raises JournalError, also when a case was removed."""
        logged = (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
        with self._writing():
            return self._add((case, kind, {**told, "at": logged}) for case, kind, told in entries)

    def _add(self, entries: Iterable[tuple[str, Kind, Mapping[str, object]]]) -> list[Record]:
        """Chain entries to what is there, within a transaction."""
        number, previous = self._end()
        checked: set[str] = set()
        made: list[Record] = []
        rows: list[Row] = []
        for case, kind, content in entries:
            if case not in checked and self._last_kind(case) == "remove":
                raise JournalError(self.path, "the case was removed")
            checked.add(case)
            number += 1
            row = sealed(previous, number, case, kind, text_of(content))
            previous = row.hash
            rows.append(row)
            made.append(Record(number, case, kind, content, row.digest, row.hash))
            if len(rows) >= BATCH:
                self._insert(rows)
                rows.clear()
        self._insert(rows)
        return made

    def _insert(self, rows: Iterable[Row]) -> None:
        self._connection.executemany(
            f"INSERT INTO entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            rows,
        )

    @property
    def seal(self) -> str:
        """The hash of the last entry, which seals all of them: whoever noted it finds out a journal
        that was rewritten as a whole."""
        return self._end()[1]

    def _end(self) -> tuple[int, str]:
        """The last number ever given, and the hash that the next entry is chained to."""
        last = self._value(
            "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'entries'"
        )
        return last, self._value("SELECT hash FROM entries ORDER BY number DESC LIMIT 1") or START

    def _last_kind(self, case: str) -> str | None:
        query = 'SELECT kind FROM entries WHERE "case" = ? ORDER BY number DESC LIMIT 1'
        return self._value(query, (case,))

    def remove(self, case: str) -> Record:
        """Remove what a case says for good, leaving a tombstone; raises JournalError.

        When only wiping its traces fails, because another program reads what was, the error says so; they
        go when the last one has closed the journal.
        """
        with self._writing():
            if self._last_kind(case) in (None, "remove"):
                raise JournalError(self.path, "there is no such case")
            self._connection.execute(
                'UPDATE entries SET content = NULL, salt = NULL WHERE "case" = ?', (case,)
            )
            logged = datetime.now(UTC).isoformat(timespec="seconds")
            (made,) = self._add([(case, "remove", {"at": logged})])
        try:
            _patiently(lambda: _wipe(self._connection))
        except sqlite3.Error as error:
            problem = f"the case is removed, but traces of it stay for now: {_problem(error)}"
            raise JournalError(self.path, problem) from error
        return made

    @contextmanager
    def _writing(self) -> Generator[None]:
        """One transaction, held by this process alone."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute("COMMIT")
        except BaseException as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error | UnicodeDecodeError):
                raise JournalError(self.path, _problem(error)) from error
            raise

    # -- reading -------------------------------------------------------------------------------

    def records(self, case: str | None = None) -> Iterator[Record]:
        """The entries in the order in which they were logged, of one case or of all."""
        where, values = ('WHERE "case" = ?', (case,)) if case is not None else ("", ())
        found = self._rows(
            f'SELECT number, "case", kind, content, digest, hash FROM entries {where} ORDER BY number',  # noqa: S608
            values,
        )
        for number, name, kind, text, digest, chained in found:
            content = None if text is None else self._content(number, text)
            yield Record(number, name, kind, content, digest, chained)

    def contents(self) -> Iterator[tuple[int, str, Kind, dict[str, object]]]:
        """Number, case, kind and content of all entries that were not removed, one case after the
        other and in the order in which they were logged: for going through everything quickly."""
        for number, case, kind, text in self._rows(
            'SELECT number, "case", kind, content FROM entries WHERE content IS NOT NULL'
            ' ORDER BY "case", number'
        ):
            yield number, case, kind, self._content(number, text)

    def cases(self) -> list[CaseHead]:
        """All cases that were not removed, as they were opened."""
        heads: dict[str, CaseHead] = {}
        for number, case, kind, text in self._rows(
            "SELECT number, \"case\", kind, content FROM entries WHERE kind IN ('open', 'close')"
            " ORDER BY number"
        ):
            if text is None:
                continue
            if kind == "close" and case in heads:
                one = heads[case]
                heads[case] = CaseHead(one.id, one.name, one.source, closed=True)
            elif kind == "open":
                told = self._content(number, text)
                name, source = str(told.get("name")), str(told.get("source"))
                heads[case] = CaseHead(case, name, source, closed=False)
        return list(heads.values())

    def count(self) -> int:
        """How many entries there are, whatever is in them."""
        return self._value("SELECT count(*) FROM entries")

    def verify(self) -> list[Broken]:
        """Every entry that is not as it was written; none: the journal is whole.

        Raises JournalError when the file itself is damaged.
        """
        last, _ = self._end()  # before the rows are read: others may append meanwhile
        for (said,) in self._rows("PRAGMA integrity_check(1)"):
            if said != "ok":
                raise JournalError(self.path, "it is damaged")
        self._connection.text_factory = _decoded
        try:
            return broken_in(self._all_rows(), last)
        finally:
            self._connection.text_factory = str

    def _all_rows(self) -> Iterator[Row]:
        query = f"SELECT {_COLUMNS} FROM entries ORDER BY number"  # noqa: S608
        return (Row(*row) for row in self._rows(query))

    def _rows(self, query: str, values: tuple[object, ...] = ()) -> Iterator[Any]:
        try:
            for row in self._connection.execute(query, values):  # noqa: UP028 - it would be closed
                yield row
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise JournalError(self.path, _problem(error)) from error

    def _value(self, query: str, values: tuple[object, ...] = ()) -> Any:
        """The first value of the first row, if any."""
        return next((row[0] for row in self._rows(query, values)), None)

    def _content(self, number: int, text: object) -> dict[str, object]:
        content = content_of(text)
        if content is None:
            raise JournalError(
                self.path, f"entry {number} cannot be read; `fingerpost case verify` says more"
            )
        return content

    # -- moving --------------------------------------------------------------------------------

    def exported(self) -> Iterator[str]:
        """All entries as JSON lines, in their order, with all that is needed to verify them."""
        for row in self._all_rows():
            content = None if row.content is None else self._content(row.number, row.content)
            line = text_of({**row._asdict(), "content": content})
            for mark in LINE_ENDS:
                line = line.replace(mark, f"\\u{ord(mark):04x}")
            yield line

    def imported(self, lines: Iterable[str]) -> int:
        """Take exported entries in, all or none: into an empty journal as they are, chain and all; into
        another one the cases that are not there yet, as new entries. How many came in.

        Raises JournalError; ValueError for a line that is no entry, or that was altered.
        """
        rows = [row_of_line(number, line) for number, line in enumerate(lines, 1) if line.strip()]
        broken = broken_in(rows)
        if broken:
            raise ValueError(f"entry {broken[0].number}: {broken[0].problem}")
        with self._writing():
            last, _ = self._end()
            if last == 0:
                self._insert(rows)
                return len(rows)
            return len(self._add(self._unknown(rows, last)))

    def _unknown(
        self, rows: Iterable[Row], last: int
    ) -> list[tuple[str, Kind, Mapping[str, object]]]:
        """The entries of cases that are not here, those that are voided by their numbers to come."""
        known = {row[0] for row in self._connection.execute('SELECT DISTINCT "case" FROM entries')}
        found: list[tuple[str, Kind, Mapping[str, object]]] = []
        renumbered: dict[object, int] = {}
        for row in rows:
            content = content_of(row.content)
            if row.case in known or content is None:
                continue
            if row.kind == "void":
                content["voided"] = renumbered.get(content["voided"], 0)
            found.append((row.case, row.kind, content))
            renumbered[row.number] = last + len(found)
        return found


def new_case_id() -> str:
    """A lasting id that says nothing about anybody."""
    return secrets.token_hex(8)


# -- files -------------------------------------------------------------------------------------


def _opened(path: Path, *, create: bool) -> sqlite3.Connection:
    try:
        if create:
            path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        if not path.is_file():  # a pipe may never say anything
            raise JournalError(path, "it is a folder" if path.is_dir() else "it is no file")
        return _patiently(lambda: _connected(path, create=create))
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
        raise JournalError(path, _problem(error)) from error


def _connected(path: Path, *, create: bool) -> sqlite3.Connection:
    # Absolute, or SQLite would take a name such as `:memory:` for something else.
    connection = sqlite3.connect(path.absolute(), timeout=WAIT, isolation_level=None)
    try:
        is_new = _is_empty(path, connection)
        if is_new and not create:
            raise JournalError(path, "it is empty, and no journal")
        _make_private(path)
        _prepare(connection, is_new=is_new)
    except BaseException:
        connection.close()
        raise
    return connection


def _patiently(work: Callable[[], T]) -> T:
    """Do what SQLite gives up at once, instead of waiting, while another program is at work."""
    last = monotonic() + WAIT
    while True:
        try:
            return work()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > last:
                raise
        sleep(PAUSE)


def _files(path: Path) -> tuple[Path, Path, Path]:
    return path, Path(f"{path}-wal"), Path(f"{path}-shm")


def _is_empty(path: Path, connection: sqlite3.Connection) -> bool:
    """Whether there is nothing in a file yet. Raises JournalError where it is something else than a
    journal; nothing about it is changed before that is known."""
    connection.execute("BEGIN")  # both as of one moment: another may be making the tables
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    connection.execute("COMMIT")
    if version not in (0, FORMAT):
        problem = f"it is of another version ({version}); bring Fingerpost up to date"
        raise JournalError(path, problem)
    if (version == 0 and names) or (version == FORMAT and "entries" not in names):
        raise JournalError(path, "it is a database, but no journal")
    return version == 0


def _make_private(path: Path) -> None:
    """A journal that was copied here may have lost that only its owner may read it."""
    for one in _files(path):
        with suppress(OSError):  # not there, or another's
            if one.stat().st_mode & 0o077:
                one.chmod(0o600)


def _prepare(connection: sqlite3.Connection, *, is_new: bool) -> None:
    """Set how it is written; make the tables of a new one."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")  # what goes is overwritten
    if is_new:
        connection.executescript(f"BEGIN IMMEDIATE;{_TABLES}PRAGMA user_version={FORMAT};COMMIT;")


def _wipe(connection: sqlite3.Connection) -> None:
    """Bring all into the file itself, where nothing is left of what was removed, and empty what is
    kept beside it. Whoever closes the journal last does that, too."""
    if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise sqlite3.OperationalError("locked")


def _decoded(data: bytes) -> str:
    """A text, whatever somebody has put into it."""
    return data.decode("utf-8", "replace")


def _problem(error: Exception) -> str:
    """What went wrong, in words."""
    text = str(error).lower()
    known = (
        ("locked", "another program is using it; try again"),
        ("full", "the disk is full"),
        ("i/o error", "the disk cannot be read or written; is it full?"),
        ("readonly", "it may only be read"),
        ("unable to open", "it cannot be opened; may you write to its folder?"),
        ("not a database", "it is no journal"),
        ("malformed", "it is damaged"),
        ("decode", "it is damaged"),
    )
    for sign, words in known:
        if sign in text:
            return words
    return (error.strerror or text).lower() if isinstance(error, OSError) else text
