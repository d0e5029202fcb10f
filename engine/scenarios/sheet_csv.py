"""Sheets as CSV: what spreadsheets write, read with places, and written so that none runs it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..language import messages
from ..language.diagnostics import RulebookError
from ..language.source import Source, Span
from ..language.yaml_reader import decode, refuse_what_is_no_text
from .sheet_table import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Dialect,
    Table,
    as_meant,
    cell_text,
    disarmed,
    trimmed,
)

SEPARATORS = (",", ";", "\t")
_LINE = re.compile(r"[^\r\n]*[^\s][^\r\n]*")
_QUOTED = re.compile(r'"[^"]*+"')

_Found = tuple[str, int, int]
"""The text of a cell, and where it stands with its quotes."""


def read_csv(name: str, data: bytes) -> Table:
    """The table of a CSV file; raises RulebookError where no rows can be told apart."""
    source = decode(name, data, MOST_BYTES)
    refuse_what_is_no_text(source)
    separator = _separator(source.text, name)
    pattern = _pattern(separator)
    starts: list[int] = []
    rows: list[tuple[Cell, ...]] = []
    same: dict[str, str] = {}  # the same words stand in many rows
    for start, found in _rows(source, pattern, separator, 0):
        if len(found) > MOST_COLUMNS:
            span = Span(source, found[0][1], found[-1][2])
            raise RulebookError([messages.too_many_columns(span, MOST_COLUMNS)])
        row = trimmed(same.setdefault(text, text) for text, _, _ in found)
        if row:
            rows.append(row)
            starts.append(start)
        if len(rows) > MOST_ROWS + 1:
            raise RulebookError([messages.too_many_sheet_rows(name, MOST_ROWS)])
    if not rows:
        raise RulebookError([messages.empty_sheet(name)])

    def place(row: int, column: int) -> Span:
        _, found = next(_rows(source, pattern, separator, starts[row + 1]))
        _, start, end = found[column]
        return Span(source, start, end)

    line_end = re.search(r"\r\n|\n|\r", source.text)
    dialect = Dialect(separator, line_end[0] if line_end else "\n", source.mark)
    return Table(tuple(map(str, rows[0])), rows[1:], place, dialect)


def _separator(text: str, name: str) -> str:
    """What stands between the cells: the sign that the line of the headers has most of."""
    line = _LINE.search(text)
    if name.casefold().endswith(".tsv"):
        return "\t"
    bare = _QUOTED.sub("", line[0]) if line else ""
    return max(SEPARATORS, key=bare.count)


def _pattern(separator: str) -> re.Pattern[str]:
    """One cell and what ends it. Nothing in it can be matched in two ways, so it takes linear time."""
    return re.compile(
        rf'[ ]*+(?:"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"(?P<behind>[^{separator}\r\n]*+)'
        rf"|(?P<plain>[^{separator}\r\n]*+))(?P<end>{separator}|\r\n|\n|\r|\Z)"
    )


def _rows(
    source: Source, pattern: re.Pattern[str], separator: str, start: int
) -> Iterator[tuple[int, list[_Found]]]:
    """The rows from a place on, each with where it begins."""
    cells: list[_Found] = []
    for found in pattern.finditer(source.text, start):
        cells.append(_cell(source, found))
        if found["end"] != separator:
            yield start, cells
            cells, start = [], found.end()


def _cell(source: Source, found: re.Match[str]) -> _Found:
    plain: str | None = found["plain"]
    if plain is not None:
        text = plain.strip()
        start = found.start("plain") + len(plain) - len(plain.lstrip())
        if text.startswith('"'):
            raise RulebookError([messages.unclosed_cell(Span(source, start, start + 1))])
        return as_meant(text), start, start + len(text)
    opening, closing = found.start("quoted") - 1, found.end("quoted")
    if found["behind"].strip():
        span = Span(source, *found.span("behind"))
        raise RulebookError([messages.text_behind_cell(span, Span(source, opening, opening + 1))])
    return as_meant(found["quoted"].replace('""', '"')), opening, closing + 1


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]], dialect: Dialect) -> bytes:
    """The table as CSV. What a spreadsheet could run begins with an apostrophe."""
    needs_quotes = re.compile(rf'[{dialect.separator}"\r\n\t]|^\s|\s$')

    def line(cells: Sequence[Cell]) -> str:
        return dialect.separator.join(quoted(disarmed(cell_text(cell))) for cell in cells)

    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if needs_quotes.search(text) else text

    text = dialect.newline.join([line(headers), *map(line, rows), ""])
    return (dialect.mark + text).encode("utf-8")
