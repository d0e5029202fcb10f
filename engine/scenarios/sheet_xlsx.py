"""Sheets as XLSX workbooks, through openpyxl. No formula is ever computed, none is ever written.

openpyxl has no complete types, so what comes from it is `Any` here and nowhere else.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from ..language import messages
from ..language.diagnostics import RulebookError
from .sheet_table import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    CellPlace,
    Percent,
    Table,
    Unusable,
    cell_text,
    is_command,
    trimmed,
    without_controls,
)

CASES, ABOUT = "Cases", "About"
MOST_UNPACKED = 512 * 1024 * 1024
MOST_PARTS = 10_000
LAST_ROW = 1_048_576
"""No spreadsheet has more rows; a file may name any number."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an .xls file begins, and an .xlsx file with a password."""
_openpyxl: Any = openpyxl
_PENDING = Unusable("", messages.formula_without_value())


# -- reading -----------------------------------------------------------------------------------


def read_xlsx(name: str, data: bytes) -> Table:
    """The table of a workbook's sheet “Cases”, or of its first; raises RulebookError."""
    if len(data) > MOST_BYTES:
        raise RulebookError([messages.too_big(name, MOST_BYTES)])
    _refuse_bombs(name, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on formats that nobody here looks at
            return _table(name, data)
    except RulebookError:
        raise
    except Exception as error:  # there is no end to what a broken workbook makes openpyxl raise
        problem = f"it is damaged ({type(error).__name__})"
        raise RulebookError([messages.broken_workbook(name, problem)]) from None


def _refuse_bombs(name: str, data: bytes) -> None:
    """What a part announces is the most that is ever unpacked of it, so this is safe to trust."""
    if data.startswith(_OLD_OFFICE):
        raise RulebookError([messages.locked_workbook(name)])
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise RulebookError([messages.broken_workbook(name, "it is no .xlsx file")]) from None
    if any(part.flag_bits & 1 for part in parts):
        raise RulebookError([messages.locked_workbook(name)])
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise RulebookError([messages.unpacks_too_big(name, MOST_UNPACKED)])


def _table(name: str, data: bytes) -> Table:
    title, found, formulas = _cells(name, data)
    if formulas:
        _, values, _ = _cells(name, data, computed=True)
        for row, column in formulas:
            line = values.get(row, [])
            value = line[column] if column < len(line) else None
            found[row][column] = _PENDING if value is None else value
    numbers = [number for number, cells in found.items() if trimmed(cells)]
    rows = [trimmed(found.pop(number)) for number in numbers]
    if not rows:
        raise RulebookError([messages.empty_sheet(name)])
    if len(rows) > MOST_ROWS + 1:
        raise RulebookError([messages.too_many_sheet_rows(name, MOST_ROWS)])
    sheet = f"{name}, sheet “{title}”"
    return Table(
        tuple(map(cell_text, rows[0])),
        rows[1:],
        lambda row, column: CellPlace(sheet, numbers[row + 1], column + 1),
    )


def _cells(
    name: str, data: bytes, *, computed: bool = False
) -> tuple[str, dict[int, list[Cell]], list[tuple[int, int]]]:
    """The sheet's title, the cells of each row that has any, and where formulas stand; with
    `computed` the values that the spreadsheet program computed last instead."""
    book = _openpyxl.load_workbook(
        BytesIO(data), read_only=True, data_only=computed, keep_links=False
    )
    try:
        sheet = _sheet(name, book)
        sheet.reset_dimensions()  # what a file says of its size may be anything
        formulas: list[tuple[int, int]] = []
        found: dict[int, list[Cell]] = {}
        for number, row in enumerate(sheet.iter_rows(), 1):
            cells = [_cell(cell, number, place, formulas) for place, cell in enumerate(row)]
            if any(cell is not None for cell in cells):
                found[number] = cells
            if len(found) > MOST_ROWS + 1 or number >= LAST_ROW:
                break
            if len(cells) > MOST_COLUMNS and any(one is not None for one in cells[MOST_COLUMNS:]):
                raise RulebookError([messages.too_many_sheet_columns(name, MOST_COLUMNS)])
        return str(sheet.title), found, formulas
    finally:
        book.close()


def _sheet(name: str, book: Any) -> Any:
    sheets = [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets
    if not sheets:
        raise RulebookError([messages.broken_workbook(name, "it has no sheet with cells")])
    named = [one for one in sheets if str(one.title).casefold() == CASES.casefold()]
    return (named or sheets)[0]


def _cell(cell: Any, row: int, column: int, formulas: list[tuple[int, int]]) -> Cell:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        formulas.append((row, column))
        return _PENDING
    if cell.data_type == "e":
        return Unusable(str(value), messages.error_in_cell(str(value)))
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, bool | date):
        return value
    if isinstance(value, int | float):
        return Percent(value) if "%" in cell.number_format else value
    return str(value)  # a time of the day, or a span of time


# -- writing -----------------------------------------------------------------------------------

_HEAD = PatternFill("solid", fgColor="FFEFEFEF")
_BOLD = Font(bold=True)
_TOP = Alignment(vertical="top", wrap_text=True)
_FORMATS: dict[type, str] = {
    date: "yyyy-mm-dd",
    datetime: "yyyy-mm-dd hh:mm",
    Percent: "0.###############%",
}


def write_xlsx(
    headers: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int],
    about: Iterable[tuple[str, str | int]],
) -> bytes:
    """A workbook with the rows as “Cases” and the lines of `about` as “About”.

    The same rows make the same bytes, on any day.
    """
    book = _openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(CASES)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    pens = [_Pen(sheet) for _ in headers]
    sheet.append([_Pen(sheet, head=True)(text) for text in headers])
    last = 1
    for last, row in enumerate(rows, 2):  # noqa: B007 - it is needed below
        sheet.append([pen(cell) for pen, cell in zip(pens, row, strict=True)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(headers)))}{last}"
    notes = book.create_sheet(ABOUT)
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 24, 80
    for label, words in about:
        notes.append([_Pen(notes, head=True)(label), _Pen(notes)(words)])
    stream = BytesIO()
    book.save(stream)
    return _timeless(stream.getvalue())


class _Pen:
    """Makes the cells of one column; each is written before the next is made, so they are shared."""

    def __init__(self, sheet: Any, *, head: bool = False) -> None:
        self._sheet = sheet
        self._head = head
        self._cells: dict[tuple[type, bool], Any] = {}

    def __call__(self, cell: Cell) -> Any:
        if isinstance(cell, Unusable | bool):
            cell = cell_text(cell)
        if cell is None or cell == "":
            return None
        harmful = isinstance(cell, str) and is_command(cell)
        made = self._cells.get((type(cell), harmful))
        if made is None:
            made = self._cells[type(cell), harmful] = self._made(cell, harmful)
        made.value = cell
        if isinstance(cell, str):
            made.data_type = "s"  # never a formula, never an error
        return made

    def _made(self, cell: Cell, harmful: bool) -> Any:
        made: Any = WriteOnlyCell(self._sheet)
        made.alignment = _TOP
        if self._head:
            made.font, made.fill = _BOLD, _HEAD
        if type(cell) in _FORMATS:
            made.number_format = _FORMATS[type(cell)]
        if harmful:
            made.quotePrefix = True
        return made


_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_DAY = (1980, 1, 1, 0, 0, 0)


def _timeless(data: bytes) -> bytes:
    """The workbook with one fixed day for when it was made."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for part, content in _parts(old):
            entry = ZipInfo(part, _DAY)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            new.writestr(entry, content)
    return stream.getvalue()


def _parts(archive: ZipFile) -> Iterator[tuple[str, bytes]]:
    for part in archive.infolist():
        content = archive.read(part)
        if part.filename == "docProps/core.xml":
            content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
        yield part.filename, content
