"""The journal: an append-only record of all of a coach's cases in one SQLite file.

Every entry carries a digest of its content and a hash chained to the entry before it, over all cases. An
entry is never changed; a correction is a new entry that voids an old one. When a case is removed for
good, its contents and their salts go, their digests stay, and a tombstone is added, so the chain still
verifies and says nothing about anybody. The file is readable by its owner only. SQLite in WAL mode, each
append one transaction that is on the disk before it is acknowledged.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, cast

Kind = Literal["open", "event", "answer", "void", "close", "remove"]
KINDS: tuple[Kind, ...] = ("open", "event", "answer", "void", "close", "remove")
FORMAT = 1
WAIT = 30.0
"""Seconds to wait for another process that writes."""
START = "0" * 64
"""What the first entry is chained to."""

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
        day = self.content.get("day") if self.content else None
        return date.fromisoformat(day) if isinstance(day, str) else None


@dataclass(frozen=True)
class CaseHead:
    """A case: its lasting id, its name, the rulebook it was opened with, and whether it is closed."""

    id: str
    name: str
    source: str
    closed: bool


@dataclass(frozen=True)
class Broken:
    """An entry that is not as it was written, and how that shows."""

    number: int
    problem: str


class Journal:
    """One journal file. Use `with Journal.at(path) as journal:`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Hold an open file; see `at`."""
        self.path, self._connection = path, connection

    # -- opening -------------------------------------------------------------------------------

    @classmethod
    @contextmanager
    def at(cls, path: Path, *, create: bool = True) -> Generator[Journal]:
        """Open a journal, made new where there is none; raises JournalError."""
        if not create and not path.exists():
            raise JournalError(path, "there is no journal yet")
        connection: sqlite3.Connection | None = None
        try:
            _private_folder(path.parent)
            fresh = not path.exists()
            if fresh:  # made private before anything is in it
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
                connection.executescript(
                    f"BEGIN IMMEDIATE;{_TABLES}PRAGMA user_version={FORMAT};COMMIT;"
                )
            _check_format(path, connection)
            yield cls(path, connection)
        except (sqlite3.Error, OSError) as error:
            raise JournalError(path, _problem(error)) from error
        finally:
            if connection is not None:
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
        """Add several entries, all or none; raises JournalError."""
        logged = (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
        made: list[Record] = []
        with self._writing():
            previous = self._last_hash()
            for case, kind, content in entries:
                record = self._insert(case, kind, {**content, "at": logged}, previous)
                previous = record.hash
                made.append(record)
        return made

    def _insert(
        self, case: str, kind: Kind, content: Mapping[str, object], previous: str
    ) -> Record:
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        salt = secrets.token_hex(16)
        digest = digest_of(salt, text)
        number = cast(
            "int",
            self._connection.execute(
                "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'entries'"
            ).fetchone()[0],
        )
        chained = chain(previous, number, case, kind, digest)
        self._connection.execute(
            'INSERT INTO entries (number, "case", kind, content, salt, digest, hash)'
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, case, kind, text, salt, digest, chained),
        )
        return Record(number, case, kind, content, digest, chained)

    def remove(self, case: str) -> Record:
        """Remove what a case says for good, leaving a tombstone; raises JournalError."""
        with self._writing():
            self._connection.execute("PRAGMA secure_delete=ON")
            self._connection.execute(
                'UPDATE entries SET content = NULL, salt = NULL WHERE "case" = ?', (case,)
            )
            made = self._insert(case, "remove", {}, self._last_hash())
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # nothing of it stays beside
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
            if isinstance(error, sqlite3.Error | OSError):
                raise JournalError(self.path, _problem(error)) from error
            raise

    def _last_hash(self) -> str:
        found = self._connection.execute(
            "SELECT hash FROM entries ORDER BY number DESC LIMIT 1"
        ).fetchone()
        return found[0] if found else START

    # -- reading -------------------------------------------------------------------------------

    def records(self, case: str | None = None) -> Iterator[Record]:
        """The entries in the order in which they were logged, of one case or of all."""
        where, values = ('WHERE "case" = ?', (case,)) if case is not None else ("", ())
        try:
            found = self._connection.execute(
                f'SELECT number, "case", kind, content, digest, hash FROM entries {where} ORDER BY number',  # noqa: S608
                values,
            )
            for number, name, kind, content, digest, chained in found:
                yield Record(
                    number, name, kind, json.loads(content) if content else None, digest, chained
                )
        except (sqlite3.Error, ValueError) as error:
            raise JournalError(self.path, _problem(error)) from error

    def cases(self) -> list[CaseHead]:
        """All cases that were not removed, as they were opened."""
        try:
            rows = self._connection.execute(
                "SELECT \"case\", kind, content FROM entries WHERE kind IN ('open', 'close') ORDER BY number"
            ).fetchall()
        except sqlite3.Error as error:
            raise JournalError(self.path, _problem(error)) from error
        heads: dict[str, CaseHead] = {}
        for case, kind, content in rows:
            if content is None:
                continue
            if kind == "close" and case in heads:
                one = heads[case]
                heads[case] = CaseHead(one.id, one.name, one.source, closed=True)
            elif kind == "open":
                told = json.loads(content)
                heads[case] = CaseHead(case, str(told["name"]), str(told["source"]), closed=False)
        return list(heads.values())

    def verify(self) -> list[Broken]:
        """Every entry that is not as it was written; none: the journal is whole."""
        found: list[Broken] = []
        previous, expected = START, 1
        removed = {one.case for one in self.records() if one.kind == "remove"}
        rows = self._connection.execute(
            'SELECT number, "case", kind, content, salt, digest, hash FROM entries ORDER BY number'
        )
        for number, case, kind, content, salt, digest, chained in rows:
            if number != expected:
                found.append(Broken(expected, "it is missing"))
            expected = number + 1
            if content is None or salt is None:
                if case not in removed:
                    found.append(Broken(number, "its content is gone, and nobody removed its case"))
            elif digest_of(salt, content) != digest:
                found.append(Broken(number, "its content was changed"))
            if chain(previous, number, case, kind, digest) != chained:
                found.append(Broken(number, "it does not follow from the entry before it"))
            previous = chained
        return found

    # -- moving --------------------------------------------------------------------------------

    def exported(self) -> Iterator[str]:
        """All entries as JSON lines, in their order, with all that is needed to verify them."""
        rows = self._connection.execute(
            'SELECT number, "case", kind, content, salt, digest, hash FROM entries ORDER BY number'
        )
        for number, case, kind, content, salt, digest, chained in rows:
            line = {
                "number": number, "case": case, "kind": kind,
                "content": json.loads(content) if content else None,
                "salt": salt, "digest": digest, "hash": chained,
            }  # fmt: skip
            yield json.dumps(line, ensure_ascii=False, sort_keys=True)

    def imported(self, lines: Iterable[str]) -> int:
        """Take exported entries in, all or none: into an empty journal as they are, chain and all; into
        another one the cases that are not there yet, as new entries. How many came in.

        Raises JournalError; ValueError for a line that is no entry, with its number.
        """
        read = [_line(number, line) for number, line in enumerate(lines, 1) if line.strip()]
        with self._writing():
            if self._last_hash() == START:
                for one in read:
                    content = one["content"]
                    text = (
                        None
                        if content is None
                        else json.dumps(content, ensure_ascii=False, sort_keys=True)
                    )
                    self._connection.execute(
                        'INSERT INTO entries (number, "case", kind, content, salt, digest, hash)'
                        " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        (
                            one["number"],
                            one["case"],
                            one["kind"],
                            text,
                            one["salt"],
                            one["digest"],
                            one["hash"],
                        ),
                    )
                broken = self.verify()
                if broken:
                    raise ValueError(f"entry {broken[0].number}: {broken[0].problem}")
                return len(read)
            known = {
                row[0] for row in self._connection.execute('SELECT DISTINCT "case" FROM entries')
            }
            taken = 0
            renumbered: dict[object, int] = {}
            for one in read:
                content = one["content"]
                if one["case"] in known or not isinstance(content, dict):
                    continue
                told = dict(cast("dict[str, object]", content))
                if one["kind"] == "void":
                    told["voided"] = renumbered.get(told.get("voided"), 0)
                kind = cast("Kind", one["kind"])
                record = self._insert(str(one["case"]), kind, told, self._last_hash())
                renumbered[one["number"]] = record.number
                taken += 1
            return taken


def _line(number: int, line: str) -> dict[str, object]:
    try:
        found = json.loads(line)
        for key in ("number", "case", "kind", "content", "salt", "digest", "hash"):
            found[key]
        if found["kind"] not in KINDS:
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"line {number} is no entry of a journal") from None
    return found


def digest_of(salt: str, content: str) -> str:
    """The digest of an entry's content. The salt goes with the content, so that what was removed cannot
    be guessed from what stays."""
    return hashlib.sha256(f"{salt}\n{content}".encode("utf-8", "surrogatepass")).hexdigest()


def chain(previous: str, number: int, case: str, kind: str, digest: str) -> str:
    """The hash of an entry, which seals all before it."""
    return hashlib.sha256(f"{previous}\n{number}\n{case}\n{kind}\n{digest}".encode()).hexdigest()


def new_case_id() -> str:
    """A lasting id that says nothing about anybody."""
    return secrets.token_hex(8)


def _private_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)


def _check_format(path: Path, connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != FORMAT:
        raise JournalError(
            path, f"it is of another version ({version}); bring Fingerpost up to date"
        )
    names = {
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    if "entries" not in names:
        raise JournalError(path, "it is a database, but no journal")


def _problem(error: Exception) -> str:
    """What went wrong, in words."""
    text = str(error).lower()
    known = (
        ("locked", "another program is writing to it; try again"),
        ("full", "the disk is full"),
        ("readonly", "it may only be read"),
        ("unable to open", "it cannot be opened; may you write to its folder?"),
        ("not a database", "it is no journal"),
        ("malformed", "it is damaged"),
        ("encrypted", "it is no journal"),
    )
    for sign, words in known:
        if sign in text:
            return words
    return (error.strerror or text).lower() if isinstance(error, OSError) else text
