"""The chain of a journal: entries as they stand in the file, their digests, and what is wrong with them.

Each entry has a digest of its content, salted, and a hash of that digest and of the entry before it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, cast

Kind = Literal["open", "event", "answer", "void", "close", "remove"]
KINDS: tuple[Kind, ...] = ("open", "event", "answer", "void", "close", "remove")
START = "0" * 64
"""What the first entry is chained to."""
LARGEST = 2**63 - 1
"""The largest number that SQLite has."""


class Row(NamedTuple):
    """An entry as it stands in the file; its content is JSON, gone once its case was removed."""

    number: int
    case: str
    kind: Kind
    content: str | None
    salt: str | None
    digest: str
    hash: str


@dataclass(frozen=True)
class Broken:
    """An entry that is not as it was written, and how that shows."""

    number: int
    problem: str


def day_in(content: Mapping[str, object]) -> date | None:
    """The day that a content is about."""
    day = content.get("day")
    with suppress(ValueError):
        return date.fromisoformat(day) if isinstance(day, str) else None
    return None


# -- the chain ---------------------------------------------------------------------------------


def sealed(previous: str, number: int, case: str, kind: Kind, content: str) -> Row:
    """A new entry, chained to the one before it."""
    salt = secrets.token_hex(16)
    digest = digest_of(salt, content)
    chained = chain(previous, number, case, kind, digest)
    return Row(number, case, kind, content, salt, digest, chained)


def broken_in(rows: Iterable[Row], last: int = 0) -> list[Broken]:
    """Every entry that is not as it was written; `last` is the last number that was ever given."""
    found: list[Broken] = []
    gone: list[Row] = []
    removed: set[str] = set()
    previous, expected = START, 1
    for row in rows:
        if row.number != expected:
            found.append(Broken(expected, "it is missing"))
        expected = row.number + 1
        if row.content is None or row.salt is None:
            gone.append(row)
        elif digest_of(row.salt, row.content) != row.digest:
            found.append(Broken(row.number, "its content was changed"))
        if chain(previous, row.number, row.case, row.kind, row.digest) != row.hash:
            found.append(Broken(row.number, "it does not follow from the entry before it"))
        if row.kind == "remove":
            removed.add(row.case)
        previous = row.hash
    if expected <= last:
        found.append(Broken(expected, "it is missing"))
    found += [
        Broken(row.number, "its content is gone, and nobody removed its case")
        for row in gone
        if row.case not in removed
    ]
    return sorted(found, key=lambda one: one.number)


def digest_of(salt: str, content: str) -> str:
    """The digest of an entry's content. The salt goes with the content, so that what was removed cannot
    be guessed from what stays."""
    return hashlib.sha256(f"{salt}\n{content}".encode("utf-8", "surrogatepass")).hexdigest()


def chain(previous: str, number: int, case: str, kind: str, digest: str) -> str:
    """The hash of an entry, which seals all before it."""
    text = f"{previous}\n{number}\n{case}\n{kind}\n{digest}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# -- JSON --------------------------------------------------------------------------------------


def text_of(content: Mapping[str, object]) -> str:
    """A content as JSON, always the same for the same content, and always UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    # What a terminal could not decode is a lone surrogate, which Python writes as JSON does.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def content_of(text: object) -> dict[str, object] | None:
    """A content from its JSON; None where that is none."""
    try:
        content = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, object]", content) if isinstance(content, dict) else None


def row_of_line(number: int, line: str) -> Row:
    """An entry from a line of an export; raises ValueError, with the number of the line."""
    told = content_of(line) or {}
    own, case, kind, content, salt, digest, chained = (told.get(name) for name in Row._fields)
    if (
        isinstance(own, int)
        and not isinstance(own, bool)
        and 0 < own <= LARGEST
        and isinstance(case, str)
        and kind in KINDS
        and isinstance(content, dict | None)
        and isinstance(salt, str | None)
        and isinstance(digest, str)
        and isinstance(chained, str)
    ):
        found = cast("dict[str, object] | None", content)
        if found is None or _fits(kind, found):
            text = None if found is None else text_of(found)
            return Row(own, case, kind, text, salt, digest, chained)
    raise ValueError(f"line {number} is no entry of a journal")


def _fits(kind: Kind, content: Mapping[str, object]) -> bool:
    """Whether a content has what is read from it later."""
    if kind != "remove":
        try:
            date.fromisoformat(str(content.get("day")))
        except ValueError:
            return False
    return all(isinstance(content.get(name), wanted) for name, wanted in _NEEDED[kind])


_NEEDED: Mapping[Kind, tuple[tuple[str, type], ...]] = {
    "open": (("name", str), ("source", str)),
    "event": (("event", str), ("fields", dict)),
    "answer": (("fact", str),),
    "void": (("voided", int),),
    "close": (),
    "remove": (),
}
