"""Sheets as CSV: what spreadsheets write, read with places, and written so that none runs it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..language import messages
from ..language.csv_reader import Row, rows_of
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


def read_csv(name: str, data: bytes) -> Table:
    """The table of a CSV file; raises RulebookError where no rows can be told apart."""
    source = decode(name, data, MOST_BYTES)
    refuse_what_is_no_text(source)
    separator = _separator(source.text, name)
    starts: list[int] = []
    rows: list[tuple[Cell, ...]] = []
    same: dict[str, str] = {}  # the same words stand in many rows
    for found in _rows(source, separator):
        texts = (as_meant(cell.text) for cell in found.cells)
        row = trimmed(same.setdefault(text, text) for text in texts)
        if row:
            rows.append(row)
            starts.append(found.start)
        if len(rows) > MOST_ROWS + 1:
            raise RulebookError([messages.too_many_sheet_rows(name, MOST_ROWS)])
    if not rows:
        raise RulebookError([messages.empty_sheet(name)])

    def place(row: int, column: int) -> Span:
        cell = next(_rows(source, separator, starts[row + 1])).cells[column]
        return Span(source, cell.start, cell.end)

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


def _rows(source: Source, separator: str, start: int = 0) -> Iterator[Row]:
    return rows_of(source, separator, start, most_columns=MOST_COLUMNS, with_spaces=True)


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]], dialect: Dialect) -> bytes:
    """The table as CSV. What a spreadsheet could run begins with an apostrophe."""
    needs_quotes = re.compile(rf'[{dialect.separator}"\r\n\t]|^\s|\s$')

    def line(cells: Sequence[Cell]) -> str:
        return dialect.separator.join(quoted(disarmed(cell_text(cell))) for cell in cells)

    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if needs_quotes.search(text) else text

    text = dialect.newline.join([line(headers), *map(line, rows), ""])
    return (dialect.mark + text).encode("utf-8")
