"""What every kind of sheet is made into: headers, rows of cells, and a place for each cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol

from ..language import messages
from ..language.diagnostics import Diagnostic, Label, sorted_by_place
from ..language.source import Source, Span
from ..language.vocabulary import write_value

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 1_000_000
MOST_COLUMNS = 1_000
MOST_FINDINGS = 50
MOST_WRONG_CELLS = 100_000
"""After so many wrong cells reading stops; a sheet like that is another sheet altogether."""
MOST_CELLS_NAMED = 6

_COMMAND = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
_NUMBER = re.compile(r"-\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Percent(float):
    """A number that its sheet shows in percent: 0.5 is shown as 50%."""


@dataclass(frozen=True)
class Unusable:
    """A cell of a workbook that has no value: a formula never computed, or an error."""

    text: str
    finding: Diagnostic = field(compare=False)


Cell = str | bool | int | float | date | Unusable | None
"""What a cell holds; None is nothing. Only workbooks have more than texts."""


@dataclass(frozen=True)
class CellPlace:
    """A cell of a workbook: `sheet` names file and sheet, row and column count from 1."""

    sheet: str
    row: int
    column: int

    @property
    def name(self) -> str:
        """As spreadsheets call it: `C7`."""
        letters, rest = "", self.column
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row}"


Place = Span | CellPlace


@dataclass(frozen=True)
class CellFinding(Diagnostic):
    """A finding about a cell of a workbook, whose place is not in a text."""

    cell: tuple[str, int, int] = ("", 0, 0)

    @property
    def where(self) -> tuple[str, int, int]:
        """The file with its sheet, the row and the column."""
        return self.cell


class Places(Protocol):
    """Says where a cell stands; the row of the headers is -1."""

    def __call__(self, row: int, column: int) -> Place:
        """The place of a cell, by the number of its row and of its column, from 0."""
        ...


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written, so that its answer can be written alike."""

    separator: str = ","
    newline: str = "\n"
    mark: str = ""


@dataclass(frozen=True)
class Table:
    """A sheet as it was written. Rows end with their last cell that is not empty, and those with
    nothing in them are left out. `findings` are about its shape."""

    headers: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    place: Places
    dialect: Dialect = Dialect()
    findings: tuple[Diagnostic, ...] = ()


def trimmed(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells up to the last that is not empty."""
    row = list(cells)
    while row and (row[-1] is None or (isinstance(row[-1], str) and not row[-1].strip())):
        row.pop()
    return tuple(row)


def cell_text(cell: Cell) -> str:
    """A cell as a person writes it: `yes`, `3`, `50%`, `2026-12-01`."""
    match cell:
        case str():
            return cell
        case None:
            return ""
        case Unusable(text):
            return text
        case Percent():
            return f"{float(cell) * 100:.15g}%"
        case bool() | int():
            return write_value(cell)
        case float():
            return f"{cell:.15g}"  # as many digits as spreadsheets keep
        case datetime() if (cell.hour, cell.minute, cell.second, cell.microsecond) != (0, 0, 0, 0):
            return cell.isoformat(" ")
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()


# -- texts that a spreadsheet would run --------------------------------------------------------


def is_command(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula; a negative number is none."""
    return bool(_COMMAND.match(text)) and not _NUMBER.fullmatch(text)


def disarmed(text: str) -> str:
    """The text as a CSV file may have it: an apostrophe before what could be run."""
    return f"'{text}" if is_command(text) else text


def as_meant(text: str) -> str:
    """The text of a CSV cell without the apostrophe that `disarmed` put there."""
    return text[1:] if text.startswith("'") and _COMMAND.match(text) else text


def without_controls(text: str) -> str:
    """The text with what is no character of a text made visible."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


# -- findings ----------------------------------------------------------------------------------


def nowhere(text: str) -> Span:
    """A span that is all of a text; its finding is given its real place by `pointing`."""
    return Span(Source("", text), 0, len(text))


def pointing(finding: Diagnostic, places: Sequence[Place]) -> Diagnostic:
    """The finding at its places, the first of which leads."""
    spans = [place for place in places if isinstance(place, Span)]
    if spans:
        labels = (Label(spans[0]), *(Label(span, "and here") for span in spans[1:]))
        return replace(finding, labels=labels, fix=None)
    cells = [place for place in places if isinstance(place, CellPlace)]
    first, more = cells[0], len(cells) - MOST_CELLS_NAMED
    names = ", ".join(cell.name for cell in cells[:MOST_CELLS_NAMED])
    listed = f"{'cell' if len(cells) == 1 else 'cells'} {names}"
    return CellFinding(
        finding.code,
        finding.message,
        help=finding.help,
        severity=finding.severity,
        file=f"{first.sheet}, {listed}{f' and {more} more' if more > 0 else ''}",
        cell=(first.sheet, first.row, first.column),
    )


class Faults:
    """What is wrong with the cells of a table; the same in several cells is one finding."""

    def __init__(self, table: Table) -> None:
        """Begin with what is wrong with the table's shape."""
        self._table = table
        self._first: dict[tuple[str, str], Diagnostic] = {}
        self._cells: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._count = 0

    @property
    def too_many(self) -> bool:
        """Whether there is no sense in reading on."""
        return self._count >= MOST_WRONG_CELLS

    def add(self, finding: Diagnostic, row: int, column: int) -> None:
        """A finding about one cell; the row of the headers is -1."""
        key = (finding.code, finding.message)
        self._first.setdefault(key, finding)
        self._cells.setdefault(key, []).append((row, column))
        self._count += 1

    def found(self) -> list[Diagnostic]:
        """The findings in the order of their places; of very many, how many more there are."""
        pointed = [
            pointing(finding, [self._table.place(*cell) for cell in self._cells[key]])
            for key, finding in self._first.items()
        ]
        ordered = list(sorted_by_place([*self._table.findings, *pointed]))
        if len(ordered) <= MOST_FINDINGS:
            return ordered
        rest = ordered[MOST_FINDINGS:]
        more = messages.more_findings(len(rest))
        last = replace(rest[0], code=more.code, message=more.message, help=more.help, fix=None)
        last = replace(last, severity=more.severity, labels=rest[0].labels[:1])
        return [*ordered[:MOST_FINDINGS], last]
