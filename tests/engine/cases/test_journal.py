"""The journal: whole after whatever happens to it, and honest about what was altered."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fingerpost.engine.cases import journal as journal_module
from fingerpost.engine.cases.chain import Kind, chain, digest_of
from fingerpost.engine.cases.journal import Journal, JournalError

NOBODY = 65534
MARKER = "Zebra-Quagga-4711"


def told(day: str = "2026-12-01", **more: object) -> dict[str, object]:
    return {"day": day, "author": "coach", "rulebook": "f" * 64, **more}


def opening(name: str) -> dict[str, object]:
    return told(name=name, source="hear-back")


def happened(event: str = "interview_held", **fields: object) -> dict[str, object]:
    return told(event=event, fields=fields)


def fill(path: Path, cases: int = 2) -> None:
    with Journal.at(path) as journal:
        for number in range(cases):
            journal.append(f"case{number}", "open", opening(f"Client {number}"))
            journal.append(f"case{number}", "event", happened())
            journal.append(f"case{number}", "answer", told(fact="impression", value="warm"))


def whole(path: Path) -> list[int]:
    """The numbers of a journal that verifies, without gaps."""
    with Journal.at(path, create=False) as journal:
        assert journal.verify() == []
        numbers = [record.number for record in journal.records()]
    assert numbers == list(range(1, len(numbers) + 1))
    return numbers


def tamper(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def raw(path: Path) -> bytes:
    """All bytes of the journal and of what SQLite keeps beside it."""
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "cases.journal"


# -- reading and writing -----------------------------------------------------------------------


def test_what_is_appended_is_there(path: Path) -> None:
    at = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
    with Journal.at(path) as journal:
        first = journal.append("case0", "open", opening("Anna"), at=at)
        second = journal.append("case0", "event", happened(tone="wärm"), at=at)
    with Journal.at(path) as journal:
        assert list(journal.records()) == list(journal.records("case0")) == [first, second]
        assert list(journal.records("case1")) == []
        assert [one[:3] for one in journal.contents()] == [
            (1, "case0", "open"),
            (2, "case0", "event"),
        ]
        assert [content for *_, content in journal.contents()] == [first.content, second.content]
    assert second.content == {**happened(tone="wärm"), "at": "2026-12-01T08:30:00+00:00"}
    assert second.day == date(2026, 12, 1)
    assert whole(path) == [1, 2]


def test_each_entry_is_chained_to_the_one_before(path: Path) -> None:
    fill(path, 1)
    with Journal.at(path) as journal:
        one, two, _ = journal.records()
        lines = [json.loads(line) for line in journal.exported()]
    assert two.hash == chain(one.hash, 2, "case0", "event", two.digest)
    text = json.dumps(two.content, ensure_ascii=False, sort_keys=True)
    assert two.digest == digest_of(lines[1]["salt"], text)
    assert len({line["salt"] for line in lines}) == 3


def test_all_or_none(path: Path) -> None:
    fill(path)

    def entries() -> Iterator[tuple[str, Kind, dict[str, object]]]:
        yield "case0", "event", happened()
        raise KeyboardInterrupt

    with Journal.at(path) as journal, pytest.raises(KeyboardInterrupt):
        journal.extend(entries())
    assert len(whole(path)) == 6
    with Journal.at(path) as journal:
        assert [one.number for one in journal.extend([])] == []
        made = journal.extend(("case0", "event", happened()) for _ in range(3))
        assert [one.number for one in made] == [7, 8, 9]


def test_large_batches(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "BATCH", 10)
    with Journal.at(path) as journal:
        journal.extend((f"case{number % 7}", "event", happened()) for number in range(105))
    assert len(whole(path)) == 105


def test_the_heads_of_cases(path: Path) -> None:
    fill(path, 3)
    with Journal.at(path) as journal:
        journal.append("case1", "close", told())
        journal.remove("case2")
        heads = journal.cases()
    assert [(one.id, one.name, one.source, one.closed) for one in heads] == [
        ("case0", "Client 0", "hear-back", False),
        ("case1", "Client 1", "hear-back", True),
    ]


def test_any_text_can_be_kept(path: Path) -> None:
    names = [
        "",
        "\0",
        "a\nb",
        'quo"te',
        "\udcff from a terminal",
        "Zoë 🦓",
        "'; DROP TABLE entries; --",
    ]
    with Journal.at(path) as journal:
        for number, name in enumerate(names):
            journal.append(f"case{number}", "open", opening(name))
        assert [head.name for head in journal.cases()] == names
        lines = list(journal.exported())
    assert all(line.encode() and "\n" not in line for line in lines)
    whole(path)


def test_an_error_of_the_caller_is_not_the_journals(path: Path) -> None:
    with pytest.raises(BrokenPipeError), Journal.at(path):
        raise BrokenPipeError


def test_readers_see_a_journal_while_another_writes(path: Path) -> None:
    fill(path)
    with Journal.at(path) as reader, Journal.at(path) as writer:
        records = reader.records()
        next(records)
        writer.append("case0", "event", happened())
        assert len(list(records)) == 5
        assert len(list(reader.records())) == 7


# -- tampering ---------------------------------------------------------------------------------

TAMPERED = {
    "content changed": "UPDATE entries SET content = replace(content, 'warm', 'cold') WHERE number = 3",
    "day changed": "UPDATE entries SET content = replace(content, '12-01', '12-02') WHERE number = 2",
    "a space more": "UPDATE entries SET content = content || ' ' WHERE number = 2",
    "no JSON": "UPDATE entries SET content = 'x' WHERE number = 2",
    "no text": "UPDATE entries SET content = CAST(x'ff00fe' AS TEXT) WHERE number = 2",
    "bytes": "UPDATE entries SET content = CAST(content AS BLOB) WHERE number = 2",
    "a number": "UPDATE entries SET content = 7 WHERE number = 2",
    "content gone": "UPDATE entries SET content = NULL, salt = NULL WHERE number = 2",
    "salt gone": "UPDATE entries SET salt = NULL WHERE number = 2",
    "salt changed": "UPDATE entries SET salt = 'a' || salt WHERE number = 2",
    "digest changed": "UPDATE entries SET digest = replace(digest, substr(digest, 1, 1), 'z') WHERE number = 2",
    "hash changed": "UPDATE entries SET hash = 'a' || substr(hash, 2) || 'b' WHERE number = 2",
    "last hash changed": "UPDATE entries SET hash = 'a' || hash WHERE number = 6",
    "kind changed": "UPDATE entries SET kind = 'answer' WHERE number = 2",
    "kind is no text": "UPDATE entries SET kind = CAST(x'ff' AS TEXT) WHERE number = 2",
    "made another's": "UPDATE entries SET \"case\" = 'case1' WHERE number = 2",
    "first deleted": "DELETE FROM entries WHERE number = 1",
    "deleted": "DELETE FROM entries WHERE number = 3",
    "last deleted": "DELETE FROM entries WHERE number = 6",
    "all deleted": "DELETE FROM entries",
    "renumbered": "UPDATE entries SET number = 9 WHERE number = 6",
    "appended by hand": "INSERT INTO entries SELECT 7, \"case\", kind, content, salt, digest, hash"
    " FROM entries WHERE number = 2",
    "a tombstone by hand": "INSERT INTO entries SELECT 7, 'case0', 'remove', '{}', salt, digest, hash"
    " FROM entries WHERE number = 2",
}  # fmt: skip


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED)
def test_tampering_is_found(path: Path, statement: str) -> None:
    fill(path)
    assert whole(path)
    tamper(path, statement)
    with Journal.at(path) as journal:
        assert journal.verify()


SWAPS = {
    "numbers": [
        "UPDATE entries SET number = 99 WHERE number = 2",
        "UPDATE entries SET number = 2 WHERE number = 3",
        "UPDATE entries SET number = 3 WHERE number = 99",
    ],
    "contents": [
        "UPDATE entries SET content = (SELECT content FROM entries WHERE number = 6) WHERE number = 2",
    ],
    "contents with salt and digest": [
        "UPDATE entries SET (content, salt, digest) ="
        " (SELECT content, salt, digest FROM entries WHERE number = 5) WHERE number = 2",
    ],
    "a whole entry": [
        "UPDATE entries SET (\"case\", kind, content, salt, digest, hash) = (SELECT \"case\", kind,"
        " content, salt, digest, hash FROM entries WHERE number = 5) WHERE number = 2",
    ],
}  # fmt: skip


@pytest.mark.parametrize("statements", SWAPS.values(), ids=SWAPS)
def test_swapped_entries_are_found(path: Path, statements: list[str]) -> None:
    fill(path)
    tamper(path, *statements)
    with Journal.at(path) as journal:
        assert {one.number for one in journal.verify()} & {2, 3}


def test_what_is_broken_is_named(path: Path) -> None:
    fill(path)
    tamper(path, TAMPERED["content changed"], TAMPERED["last deleted"])
    with Journal.at(path) as journal:
        assert [(one.number, one.problem) for one in journal.verify()] == [
            (3, "its content was changed"),
            (6, "it is missing"),
        ]


def test_a_changed_byte_in_the_file_is_found(path: Path) -> None:
    with Journal.at(path) as journal:
        journal.append("case0", "open", opening(MARKER))
    data = path.read_bytes()
    assert data.count(MARKER.encode()) == 1
    path.write_bytes(data.replace(MARKER.encode(), b"X" + MARKER.encode()[1:]))
    with Journal.at(path) as journal:
        assert [one.number for one in journal.verify()] == [1]


def test_no_damage_is_a_traceback(path: Path) -> None:
    fill(path, 20)
    good = path.read_bytes()
    random = Random(4711)
    for _ in range(150):
        bad = bytearray(good)
        for _ in range(random.choice((1, 1, 30))):
            bad[random.randrange(len(bad))] = random.randrange(256)
        path.write_bytes(bad if random.random() < 0.8 else bad[: random.randrange(len(bad))])
        for beside in path.parent.glob(f"{path.name}-*"):
            beside.unlink()
        try:
            with Journal.at(path) as journal:
                broken = journal.verify()
                told_now = [(one.number, one.content) for one in journal.records()]
        except JournalError:
            continue
        path.write_bytes(good)
        with Journal.at(path) as journal:
            told_then = [(one.number, one.content) for one in journal.records()]
        assert broken or told_now == told_then


def test_a_tampered_entry_that_cannot_be_read_says_so(path: Path) -> None:
    fill(path)
    tamper(path, "UPDATE entries SET content = '[' WHERE number = 1")
    with Journal.at(path) as journal:
        for read in (journal.records, journal.contents, journal.cases, journal.exported):
            with pytest.raises(JournalError, match="entry 1 cannot be read"):
                list(read())
        assert journal.count() == 6


# -- removing ----------------------------------------------------------------------------------


def test_removing_leaves_no_trace(path: Path) -> None:
    random = Random(1)
    with Journal.at(path) as journal:
        for number in range(400):
            case = f"case{number % 9}"
            name = f"{MARKER}-{case}-" + "x" * random.choice((0, 10, 900, 9000))
            journal.append(case, "event", happened(name))
    with Journal.at(path) as journal:
        assert f"{MARKER}-case3-".encode() in raw(path)
        for case in ("case3", "case5", "case1"):
            tombstone = journal.remove(case)
            assert tombstone.kind == "remove"
            assert f"{MARKER}-{case}-".encode() not in raw(path)
        assert journal.verify() == []
        assert {one.content for one in journal.records("case3") if one.kind != "remove"} == {None}
    assert b"case4-" in raw(path)
    assert len(whole(path)) == 403


def test_removing_leaves_no_trace_while_others_have_it_open(path: Path) -> None:
    fill(path)
    with Journal.at(path) as other, Journal.at(path) as journal:
        assert len(list(other.records())) == 6
        journal.append("case1", "answer", told(fact="x", value=MARKER))
        journal.remove("case1")
        assert MARKER.encode() not in raw(path)
        assert [head.id for head in other.cases()] == ["case0"]


def test_traces_that_could_not_be_wiped_are_told_and_wiped_later(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path)
    monkeypatch.setattr(journal_module, "WAIT", 0.1)
    with Journal.at(path) as other, Journal.at(path) as journal:
        journal.append("case1", "answer", told(fact="x", value=MARKER))
        reading = other.records()
        next(reading)  # a reader holds on to what it saw
        with pytest.raises(JournalError, match=r"is removed, but traces .* another program"):
            journal.remove("case1")
        assert MARKER.encode() in raw(path)
        reading.close()
    with Journal.at(path) as journal:
        assert MARKER.encode() not in raw(path)
        assert [head.id for head in journal.cases()] == ["case0"]
    assert len(whole(path)) == 8


def test_a_removed_case_stays_removed(path: Path) -> None:
    fill(path)
    with Journal.at(path) as journal:
        lines = list(journal.exported())
        journal.remove("case0")
        with pytest.raises(JournalError, match="was removed"):
            journal.append("case0", "event", happened())
        with pytest.raises(JournalError, match="no such case"):
            journal.remove("case0")
        with pytest.raises(JournalError, match="no such case"):
            journal.remove("never there")
        assert journal.imported(lines) == 0
        assert [head.id for head in journal.cases()] == ["case1"]
    assert len(whole(path)) == 7


# -- export and import -------------------------------------------------------------------------


def test_a_round_trip_is_byte_identical(path: Path, tmp_path: Path) -> None:
    fill(path, 3)
    with Journal.at(path) as journal:
        journal.append("case0", "void", told(voided=2))
        journal.append("case0", "answer", told(fact="x", value=1e22))
        journal.append("case0", "answer", told(fact="Zoë\udcff\u2028\x85", value=None))
        journal.remove("case1")
        lines = list(journal.exported())
        heads = journal.cases()
    assert "\n".join(lines).splitlines() == lines
    with Journal.at(tmp_path / "other.journal") as journal:
        assert journal.imported(lines) == len(lines)
        assert list(journal.exported()) == lines
        assert journal.cases() == heads
        assert journal.append("case0", "event", happened()).number == len(lines) + 1
    whole(tmp_path / "other.journal")


def test_importing_into_another_journal_merges(path: Path, tmp_path: Path) -> None:
    at = datetime(2026, 12, 1, tzinfo=UTC)
    with Journal.at(path) as journal:
        for case in ("there", "fresh", "gone"):
            journal.append(case, "open", opening(case), at=at)
            mistake = journal.append(case, "event", happened("rejected"), at=at)
            journal.append(case, "void", told(voided=mistake.number), at=at)
        journal.remove("gone")
        lines = list(journal.exported())
    other = tmp_path / "other.journal"
    with Journal.at(other) as journal:
        journal.append("there", "open", opening("there already"))
        assert journal.imported(lines) == 4  # the tombstone comes along
        records = list(journal.records("fresh"))
        assert [one.kind for one in records] == ["open", "event", "void"]
        assert records[0].content == {**opening("fresh"), "at": "2026-12-01T00:00:00+00:00"}
        assert records[2].content is not None
        assert records[2].content["voided"] == records[1].number == 3
        assert [head.name for head in journal.cases()] == ["there already", "fresh"]
        assert journal.imported(lines) == 0
    whole(other)


def lines_of(path: Path) -> list[dict[str, Any]]:
    fill(path)
    with Journal.at(path) as journal:
        return [json.loads(line) for line in journal.exported()]


def resealed(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With a chain that fits, as somebody would write who wants to do harm."""
    previous = "0" * 64
    for line in lines:
        text = json.dumps(line["content"], ensure_ascii=False, sort_keys=True)
        line["digest"] = digest_of(line["salt"], text)
        line["hash"] = previous = chain(
            previous, line["number"], line["case"], line["kind"], line["digest"]
        )
    return lines


SPOILT: dict[str, Callable[[list[dict[str, Any]]], object]] = {
    "content": lambda lines: lines[1]["content"].update(day="2026-11-11"),
    "a line less": lambda lines: lines.pop(2),
    "the first less": lambda lines: lines.pop(0),
    "a line twice": lambda lines: lines.insert(2, lines[1]),
    "another order": lambda lines: lines.reverse(),
    "no content": lambda lines: lines[1].update(content=None),
    "no salt": lambda lines: lines[1].update(salt=None),
    "a number that is none": lambda lines: lines[1].update(number="2"),
    "a true number": lambda lines: lines[0].update(number=True),
    "a huge number": lambda lines: lines[1].update(number=10**30),
    "a number below": lambda lines: lines[1].update(number=-1),
    "a case that is none": lambda lines: lines[1].update(case=["case0"]),
    "a kind that is none": lambda lines: lines[1].update(kind="other"),
    "a kind that is a list": lambda lines: lines[1].update(kind=["event"]),
    "a digest that is none": lambda lines: lines[1].update(digest=None),
    "content that is none": lambda lines: lines[1].update(content="text"),
    "a missing key": lambda lines: lines[1].pop("hash"),
}


@pytest.mark.parametrize("into_empty", [True, False], ids=["empty", "filled"])
@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_bad_lines_are_refused(
    path: Path, tmp_path: Path, spoil: Callable[[Any], object], into_empty: bool
) -> None:
    lines = lines_of(path)
    spoil(lines)
    other = tmp_path / "other.journal"
    with Journal.at(other) as journal:
        if not into_empty:
            journal.append("mine", "open", opening("mine"))
        before = list(journal.records())
        with pytest.raises(ValueError, match=r"^(line|entry) \d"):
            journal.imported(map(json.dumps, lines))
        assert list(journal.records()) == before
    whole(other)


UNFIT: dict[str, Callable[[list[dict[str, Any]]], object]] = {
    "no day": lambda lines: lines[1]["content"].pop("day"),
    "a bad day": lambda lines: lines[1]["content"].update(day="yesterday"),
    "an opening without a name": lambda lines: lines[0]["content"].pop("name"),
    "fields that are none": lambda lines: lines[1]["content"].update(fields=[1]),
    "a fact that is none": lambda lines: lines[2]["content"].update(fact=None),
    "nothing voided": lambda lines: lines[1].update(kind="void"),
}


@pytest.mark.parametrize("spoil", UNFIT.values(), ids=UNFIT)
def test_what_later_commands_could_not_read_is_refused(
    path: Path, tmp_path: Path, spoil: Callable[[Any], object]
) -> None:
    lines = lines_of(path)
    spoil(lines)
    with (
        Journal.at(tmp_path / "other.journal") as journal,
        pytest.raises(ValueError, match=r"^line \d is no entry"),
    ):
        journal.imported(map(json.dumps, resealed(lines)))


@pytest.mark.parametrize("line", ["x", "[]", "{}", "null", "[" * 100_000, '{"number": NaN}'])
def test_lines_that_are_something_else(path: Path, line: str) -> None:
    with Journal.at(path) as journal:
        with pytest.raises(ValueError, match="line 2 is no entry of a journal"):
            journal.imported(["", line])
        assert journal.imported([]) == 0


# -- places ------------------------------------------------------------------------------------


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_may_read(path: Path) -> None:
    before = os.umask(0)
    try:
        with Journal.at(path) as journal:
            journal.append("case0", "open", opening("Anna"))
            files = sorted(path.parent.iterdir())
            assert [one.name.removeprefix("cases.journal") for one in files] == ["", "-shm", "-wal"]
            assert {mode(one) for one in files} == {0o600}
    finally:
        os.umask(before)
    assert mode(path.parent) == 0o700


def test_a_journal_that_others_could_read_is_made_private_again(path: Path) -> None:
    fill(path)
    path.chmod(0o644)
    with Journal.at(path) as journal:
        list(journal.records())
        assert {mode(one) for one in path.parent.iterdir()} == {0o600}


def test_a_folder_that_was_there_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    fill(tmp_path / "cases.journal")
    assert mode(tmp_path) == 0o755


def test_without_a_journal(path: Path) -> None:
    with pytest.raises(JournalError, match="no journal yet"), Journal.at(path, create=False):
        pass
    assert not path.parent.exists()


def test_a_name_that_sqlite_takes_for_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fill(Path(":memory:"))
    assert len(whole(Path(":memory:"))) == 6


def test_an_empty_file_becomes_a_journal(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    fill(path)
    assert len(whole(path)) == 6


def database(path: Path) -> None:
    tamper(path, "CREATE TABLE songs (title TEXT)", "INSERT INTO songs VALUES ('La Paloma')")


def later_version(path: Path) -> None:
    fill(path)
    tamper(path, "PRAGMA user_version = 2")


def test_reading_makes_no_journal_out_of_an_empty_file(path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o644)
    with pytest.raises(JournalError, match="it is empty"), Journal.at(path, create=False):
        pass
    assert (path.read_bytes(), mode(path)) == (b"", 0o644)
    assert list(path.parent.iterdir()) == [path]


OTHERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (Path.mkdir, "it is a folder"),
    "a pipe": (os.mkfifo, "it is no file"),
    "a text": (lambda path: path.write_text("Dear diary,\n" * 500), "it is no journal"),
    "a short text": (lambda path: path.write_text("Dear diary"), "it is no journal"),
    "a database": (database, "it is a database, but no journal"),
    "a later version": (later_version, r"another version \(2\)"),
}


@pytest.mark.parametrize(("make", "problem"), OTHERS.values(), ids=OTHERS)
def test_what_is_no_journal_is_left_alone(
    tmp_path: Path, make: Callable[[Path], object], problem: str
) -> None:
    path = tmp_path / "thing"
    make(path)
    path.chmod(0o755)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(JournalError, match=problem), Journal.at(path):
        pass
    assert mode(path) == 0o755
    if before is not None:
        assert path.read_bytes() == before
        assert [one.name for one in tmp_path.iterdir()] == ["thing"]


def test_a_file_in_the_way_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(JournalError) as caught, Journal.at(tmp_path / "file" / "x.journal"):
        pass
    assert caught.value.problem in ("file exists", "not a directory")


@contextmanager
def as_somebody() -> Generator[Path]:
    """A folder of somebody who is not root, who may do all, and the rights of that somebody."""
    folder = Path(tempfile.mkdtemp())
    root = os.geteuid() == 0
    if root:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        shutil.rmtree(folder)


def test_a_folder_that_may_only_be_read() -> None:
    with as_somebody() as folder:
        path = folder / "cases.journal"
        fill(path)
        folder.chmod(0o500)
        for there in (path, folder / "new.journal"):
            with pytest.raises(JournalError) as caught, Journal.at(there) as journal:
                journal.append("case0", "event", happened())
            assert caught.value.problem in (
                "it cannot be opened; may you write to its folder?",
                "permission denied",
                "it may only be read",
            )
        folder.chmod(0o700)
        assert len(whole(path)) == 6
        assert not (folder / "new.journal").exists()


def test_a_file_that_may_only_be_read() -> None:
    with as_somebody() as folder:
        path = folder / "cases.journal"
        fill(path)
        path.chmod(0o400)
        with pytest.raises(JournalError, match="may only be read"), Journal.at(path) as journal:
            journal.append("case0", "event", happened())
        path.chmod(0o600)
        assert len(whole(path)) == 6


def test_a_file_of_somebody_else() -> None:
    with as_somebody() as folder:
        path = folder / "cases.journal"
        fill(path)
        path.chmod(0)
        with pytest.raises(JournalError, match="cannot be opened"), Journal.at(path):
            pass
        path.chmod(0o600)
        assert len(whole(path)) == 6


def test_a_locked_journal(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(path)
    monkeypatch.setattr(journal_module, "WAIT", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Journal.at(path) as journal:
        for write in (
            lambda: journal.append("case0", "event", happened()),
            lambda: journal.remove("case0"),
            lambda: journal.imported([]),
        ):
            with pytest.raises(JournalError, match="another program is using it; try again"):
                write()
        assert len(list(journal.records())) == 6  # reading goes on
        other.execute("ROLLBACK")
        journal.append("case0", "event", happened())
    other.close()
    assert len(whole(path)) == 7


# -- other processes ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Child:
    """A forked process, and the end of a pipe on which it acknowledges."""

    process: int
    pipe: int

    def said(self) -> list[str]:
        """Its whole lines, once it is over."""
        with os.fdopen(self.pipe, "rb") as file:
            data = file.read()
        os.waitpid(self.process, 0)
        return data.decode().split("\n")[:-1]


def fork(work: Callable[[Callable[[str], object]], object]) -> Child:
    """Run `work` in a process of its own; with what it is given it acknowledges, line by line."""
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads that do not matter here
        process = os.fork()
    if process == 0:
        try:
            os.close(read)
            work(lambda line: os.write(write, f"{line}\n".encode()))
        except BaseException as error:
            os.write(write, f"failed: {error!r}\n".encode())
        finally:
            os._exit(0)
    os.close(write)
    return Child(process, read)


@pytest.mark.parametrize("count", [2, 8])
def test_processes_that_write_at_once(path: Path, count: int) -> None:
    def writer(number: int) -> Callable[[Callable[[str], object]], object]:
        def work(say: Callable[[str], object]) -> None:
            for turn in range(12):  # each opens it anew at first, as commands do
                with Journal.at(path) as journal:
                    for _ in range(1 + turn):
                        say(str(journal.append(f"case{number}", "event", happened()).number))

        return work

    children = [fork(writer(number)) for number in range(count)]
    said = [child.said() for child in children]
    numbers = sorted(int(line) for lines in said for line in lines)
    assert whole(path) == numbers
    with Journal.at(path) as journal:
        for number, lines in enumerate(said):
            assert [str(one.number) for one in journal.records(f"case{number}")] == lines


def test_processes_that_make_a_journal_at_once(tmp_path: Path) -> None:
    for turn in range(10):
        path = tmp_path / str(turn) / "cases.journal"

        def work(say: Callable[[str], object], path: Path = path) -> None:
            with Journal.at(path) as journal:
                say(str(journal.append("case", "event", happened()).number))

        children = [fork(work) for _ in range(6)]
        said = sorted(line for child in children for line in child.said())
        assert said == ["1", "2", "3", "4", "5", "6"]
        assert len(whole(path)) == 6


def scribble(path: Path, seed: int) -> Callable[[Callable[[str], object]], object]:
    """Writes of all kinds until it is killed, each acknowledged when it is done."""

    def work(say: Callable[[str], object]) -> None:
        random = Random(seed)
        with Journal.at(path) as journal:
            mine: list[str] = []
            for turn in range(100_000):
                act = random.random()
                if act < 0.08 and mine:
                    case = mine.pop()
                    journal.remove(case)
                    say(f"gone {case}")
                elif act < 0.3:
                    group = f"{seed}.{turn}."
                    count = random.randint(2, 40)
                    made = journal.extend(
                        (group, "event", happened("x" * random.randrange(300), of=count))
                        for _ in range(count)
                    )
                    for one in made:
                        say(f"made {one.number} {group}")
                else:
                    case = f"{seed}-{turn}-"
                    text = f"{MARKER}{case}" + "x" * random.randrange(3000)
                    say(f"made {journal.append(case, 'event', happened(text)).number} {case}")
                    mine.append(case)

    return work


def kill_again_and_again(path: Path, kills: int, writers: int, random: Random) -> tuple[int, int]:
    """How many entries, and how many removals, were acknowledged before a kill."""
    acknowledged: dict[int, str] = {}
    gone: set[str] = set()
    for kill in range(kills):
        children = [fork(scribble(path, kill * writers + one)) for one in range(writers)]
        time.sleep(random.uniform(0, 0.1))
        for child in children:
            os.kill(child.process, signal.SIGKILL)
        for line in [line for child in children for line in child.said()]:
            assert not line.startswith("failed"), line
            act, *rest = line.split()
            if act == "gone":
                gone.add(rest[0])
            else:
                acknowledged[int(rest[0])] = rest[1]
        if not path.exists():
            assert not acknowledged
            continue
        with Journal.at(path) as journal:
            assert journal.verify() == []
            kept = {one.number: one for one in journal.records()}
        assert list(kept) == list(range(1, len(kept) + 1))
        groups: dict[str, list[int]] = {}
        for one in kept.values():
            if one.content and "fields" in one.content and one.content["fields"]:
                groups.setdefault(one.case, []).append(one.content["fields"]["of"])  # type: ignore[index]
        assert all(len(sizes) == sizes[0] for sizes in groups.values())  # all or none
        assert acknowledged.items() <= {number: one.case for number, one in kept.items()}.items()
        traces = {one.decode() for one in re.findall(rb"%s(\d+-\d+-)" % MARKER.encode(), raw(path))}
        removed = {one.case for one in kept.values() if one.kind == "remove"}
        assert gone <= removed
        assert not traces & removed
        assert traces == {one.case for one in kept.values() if "-" in one.case} - removed
    return len(acknowledged), len(gone)


def test_killed_at_any_moment(tmp_path: Path) -> None:
    random = Random(1)
    found = [kill_again_and_again(tmp_path / f"{n}.journal", 15, 1, random) for n in range(4)]
    made, gone = map(sum, zip(*found, strict=True))
    assert made > 60
    assert gone > 0


def test_two_killed_at_any_moment(path: Path) -> None:
    kill_again_and_again(path, 12, 2, Random(2))


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(10))
def test_killed_hundreds_of_times(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    for turn in range(4):
        kill_again_and_again(tmp_path / f"{turn}.journal", 25, 1 + turn % 3, random)


# -- a full disk -------------------------------------------------------------------------------


def until_full(path: Path, say: Callable[[str], object]) -> None:
    with Journal.at(path) as journal:
        for turn in range(3000):
            case, text = f"case{turn % 3}", "x" * (turn % 50) * 20
            say(str(journal.append(case, "event", happened(text)).number))


@pytest.mark.parametrize("room", [0, 1, 5_000, 60_000, 300_000])
def test_a_file_that_may_not_grow(path: Path, room: int) -> None:
    """What an entry needs is refused, and the journal is as it was."""
    fill(path, 40)
    limit = path.stat().st_size + room

    def work(say: Callable[[str], object]) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        until_full(path, say)

    said = fork(work).said()
    assert said[-1].startswith("failed: JournalError"), said[-1]
    assert "is it full" in said[-1] or "disk is full" in said[-1] or "folder" in said[-1], said[-1]
    numbers = whole(path)
    assert {int(line) for line in said[:-1]} <= set(numbers)
    fill(path)  # and goes on when there is room again


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a quarter of a megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "fingerpost-test", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk(small_disk: Path) -> None:
    path = small_disk / "cases.journal"
    said = fork(lambda say: until_full(path, say)).said()
    assert said[-1].startswith("failed: JournalError"), said[-1]
    assert "the disk" in said[-1]
    assert len(said) > 5
    assert {int(line) for line in said[:-1]} <= set(whole(path))
    with Journal.at(path) as journal, pytest.raises(JournalError, match="the disk"):
        journal.remove("case0")  # needs room, too
    assert {int(line) for line in said[:-1]} <= set(whole(path))


def test_a_disk_without_any_room(small_disk: Path) -> None:
    with suppress(OSError):
        (small_disk / "rest").write_bytes(b"x" * 300_000)
    with pytest.raises(JournalError, match="disk"), Journal.at(small_disk / "cases.journal"):
        pass
    (small_disk / "rest").unlink()
    fill(small_disk / "cases.journal")
    assert len(whole(small_disk / "cases.journal")) == 6
