"""CSV text to rows of cells that know their position.

RFC 4180, and what spreadsheets make of it: commas, semicolons or tabs, any line end, spaces around
a cell, lines with nothing in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from . import messages
from .diagnostics import RulebookError
from .source import Source, Span
from .yaml_reader import refuse_what_is_no_text

MOST_BYTES = 16 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 1_000

_LINE = re.compile(r"[^\r\n]*[^\s][^\r\n]*")


class Cell(NamedTuple):
    """A cell: its text without quotes and without space around it, and where it stands, with them.

    A tuple, not a dataclass, because a table has a million of them.
    """

    text: str
    start: int
    end: int


class Row(NamedTuple):
    """A row that is not empty, and where it stands without its line end."""

    cells: list[Cell]
    start: int
    end: int


def separator_of(text: str) -> str:
    """What stands between the cells; no name has one of these signs, so the first line tells."""
    line = _LINE.search(text)
    return next((sign for sign in (";", "\t") if line and sign in line[0]), ",")


def read_rows(source: Source) -> Iterator[Row]:
    """The rows that have anything in them; raises RulebookError where no rows can be told apart."""
    text = source.text
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise RulebookError([messages.too_big(source.name, MOST_BYTES)])
    refuse_what_is_no_text(source)
    for count, row in enumerate(
        row for row in rows_of(source, separator_of(text)) if any(cell.text for cell in row.cells)
    ):
        if count > MOST_ROWS:  # the header is one more
            span = Span(source, row.start, row.end)
            raise RulebookError([messages.too_many_rows(span, MOST_ROWS)])
        yield row


def rows_of(
    source: Source,
    separator: str,
    start: int = 0,
    *,
    most_columns: int = MOST_COLUMNS,
    with_spaces: bool = False,
) -> Iterator[Row]:
    """All rows from a place on, also those with nothing in them.

    `with_spaces` keeps those inside quotes. Raises RulebookError where no rows can be told apart.
    """
    cells: list[Cell] = []
    for found in _cell_pattern(separator).finditer(source.text, start):
        cells.append(_cell(source, found, with_spaces))
        if len(cells) > most_columns:
            span = Span(source, start, found.end())
            raise RulebookError([messages.too_many_columns(span, most_columns)])
        if found["end"] != separator:
            yield Row(cells, start, found.start("end"))
            cells, start = [], found.end()


def _cell_pattern(separator: str) -> re.Pattern[str]:
    """One cell and what ends it. Nothing in it can be matched in two ways, so it takes linear time."""
    return re.compile(
        rf'[ ]*+(?:"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"(?P<behind>[^{separator}\r\n]*+)'
        rf"|(?P<plain>[^{separator}\r\n]*+))(?P<end>{separator}|\r\n|\n|\r|\Z)"
    )


def _cell(source: Source, found: re.Match[str], with_spaces: bool) -> Cell:
    plain: str | None = found["plain"]
    if plain is not None:
        text = plain.strip()
        start = found.start("plain")
        if text.startswith('"'):
            start += plain.index('"')
            raise RulebookError([messages.unclosed_cell(Span(source, start, start + 1))])
        if plain[:1].isspace():
            start += len(plain) - len(plain.lstrip())
        return Cell(text, start, start + len(text))
    opening, closing = found.start("quoted") - 1, found.end("quoted")
    if found["behind"].strip():
        span = Span(source, *found.span("behind"))
        raise RulebookError([messages.text_behind_cell(span, Span(source, opening, opening + 1))])
    text = found["quoted"].replace('""', '"')
    return Cell(text if with_spaces else text.strip(), opening, closing + 1)
