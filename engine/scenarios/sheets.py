"""Sheets of cases: which column is which fact, and what its cells say.

A header is a fact's id, label or question; `case` or `name` heads the names of the cases; one that
begins with `#` is left alone. Columns that an earlier answer wrote are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..language import messages
from ..language.cases import UNKNOWN_WORDS, Known, read_fact
from ..language.diagnostics import Diagnostic, RulebookError
from ..language.fields import Findings
from ..language.names import near
from ..language.rulebook import Rulebook
from ..language.vocabulary import Choice, Value
from .sheet_csv import read_csv
from .sheet_table import Cell, Dialect, Faults, Table, Unusable, cell_text, nowhere
from .sheet_yaml import read_yaml_cases

ENDINGS = (".yaml", ".yml", ".json", ".csv", ".tsv", ".xlsx")
NAME_HEADERS = ("case", "name")
LEFT_ALONE = "#"

ANSWER_KINDS = ("answer", "because", "ask next", "changed")
_ANSWER = re.compile(rf"(?:{'|'.join(ANSWER_KINDS)})(?: \(.*\))?:|changed$", re.IGNORECASE)

Kind = Literal["fact", "text", "name", "kept"]


@dataclass(frozen=True)
class Column:
    """A column of a sheet as its header says it, and what it holds: a fact, a text for messages, the
    names of the cases, or what is kept without being looked at."""

    header: str
    kind: Kind
    id: str = ""


@dataclass(frozen=True)
class SheetCase:
    """One case of a sheet; `row` has its cells as they were written, one for each column."""

    name: str
    case: Known
    row: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """The cases of a file in their order, with the columns that are no earlier answers."""

    columns: tuple[Column, ...]
    cases: tuple[SheetCase, ...]
    dialect: Dialect


def ending_of(name: str) -> str:
    """The ending of a file's name, if sheets may have it; raises RulebookError."""
    found = next((one for one in ENDINGS if name.casefold().endswith(one)), None)
    if found is None:
        raise RulebookError([messages.no_kind_of_sheet(name, ENDINGS)])
    return found


def read_table(name: str, data: bytes) -> Table:
    """The rows of a file; raises RulebookError when they cannot be told apart."""
    ending = ending_of(name)
    if ending == ".xlsx":
        from .sheet_xlsx import read_xlsx  # openpyxl takes its time to load

        return read_xlsx(name, data)
    return read_csv(name, data) if ending in (".csv", ".tsv") else read_yaml_cases(name, data)


def read_sheet(
    table: Table, rulebook: Rulebook, findings: Findings, beside: Rulebook | None = None
) -> Sheet:
    """The cases of a table. What only the rulebook `beside` knows is kept without being looked at."""
    faults = Faults(table)
    columns = _columns(table, rulebook, beside, faults)
    readers = {place: _Reader(column, rulebook) for place, column in columns.items()}
    cases: list[SheetCase] = []
    for number, row in enumerate(table.rows):
        if faults.too_many:
            break
        cases.append(_case(number, row, readers, faults))
        for place in range(len(row)):
            beyond = place >= len(table.headers) or not table.headers[place].strip()
            if beyond and cell_text(row[place]).strip():
                faults.add(messages.cell_without_column(), number, place)
    findings += faults.found()
    return Sheet(tuple(columns.values()), tuple(cases), table.dialect)


# -- headers -----------------------------------------------------------------------------------


def _columns(
    table: Table, rulebook: Rulebook, beside: Rulebook | None, faults: Faults
) -> dict[int, Column]:
    """The columns that belong to the cases, by their place."""
    names = _Names(rulebook)
    other = _Names(beside) if beside else None
    columns: dict[int, Column] = {}
    for place, header in enumerate(table.headers):
        words = header.strip()
        column = names.column(words)
        if isinstance(column, Diagnostic):
            known = other.column(words) if other else None
            if isinstance(known, Column):
                column = Column(words, "kept")
            else:
                faults.add(column, -1, place)
                continue
        if column is None:
            continue
        first = next((one for one in columns.values() if _same(one, column)), None)
        if first:
            faults.add(messages.column_twice(words, first.header), -1, place)
        else:
            columns[place] = column
    return columns


def _same(one: Column, other: Column) -> bool:
    if "kept" in (one.kind, other.kind):
        return one == other and not one.header.startswith(LEFT_ALONE)
    return (one.kind, one.id) == (other.kind, other.id)


class _Names:
    """What a header may be called by one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._words: dict[str, dict[str, None]] = {}
        for fact in rulebook.facts.values():
            self._add(fact.id, fact.id, fact.label, fact.question)
        for placeholder in rulebook.placeholders.values():
            self._add(placeholder.id, placeholder.id, placeholder.label)

    def _add(self, name: str, *words: str) -> None:
        for one in filter(None, words):
            self._words.setdefault(_folded(one), {})[name] = None

    def column(self, header: str) -> Column | Diagnostic | None:
        """The column of a header; None is one to be dropped."""
        rulebook, folded = self._rulebook, _folded(header)
        meant = [header] if self._is_id(header) else list(self._words.get(folded, ()))
        if len(meant) > 1:
            return messages.ambiguous_column(header, meant)
        if meant:
            return Column(header, "fact" if meant[0] in rulebook.facts else "text", meant[0])
        if folded in NAME_HEADERS:
            return Column(header, "name")
        if header.startswith(LEFT_ALONE):
            return Column(header, "kept")
        if not header or _ANSWER.match(header):
            return None
        if header in rulebook.decisions:
            return messages.decision_in_case(nowhere(header), header)
        if header in rulebook.settings:
            return messages.setting_in_case(nowhere(header), header)
        return messages.unknown_sheet_column(header, self._near(header))

    def _is_id(self, header: str) -> bool:
        return header in self._rulebook.facts or header in self._rulebook.placeholders

    def _near(self, header: str) -> str | None:
        ids = [*self._rulebook.facts, *self._rulebook.placeholders]
        return near(header, ids) or near(_folded(header), self._words)


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


# -- cells -------------------------------------------------------------------------------------


def _case(
    number: int, row: tuple[Cell, ...], readers: dict[int, _Reader], faults: Faults
) -> SheetCase:
    facts: dict[str, Value] = {}
    texts: dict[str, str] = {}
    cells: list[Cell] = []
    name = ""
    for place, reader in readers.items():
        cell = row[place] if place < len(row) else None
        cells.append(cell)
        value = None if cell is None else reader(cell)
        if value is None:
            continue
        column = reader.column
        if isinstance(value, Diagnostic):
            faults.add(value, number, place)
        elif column.kind == "fact":
            facts[column.id] = value
        elif column.kind == "text":
            texts[column.id] = str(value)
        else:
            name = str(value)
    return SheetCase(name or f"case {number + 1}", Known(facts, texts), tuple(cells))


class _Reader:
    """Reads the cells of one column; those that say the same are read once."""

    def __init__(self, column: Column, rulebook: Rulebook) -> None:
        self.column = column
        self._rulebook = rulebook
        self._read: dict[str, Value | Diagnostic] = {}
        self._options: dict[str, str] = {}
        if column.kind == "fact":
            kind = rulebook.facts[column.id].type
            self._options = dict(_options(kind)) if isinstance(kind, Choice) else {}

    def __call__(self, cell: Cell) -> Value | Diagnostic | None:
        """What a cell says; None is unknown."""
        if self.column.kind == "kept":
            return None
        if isinstance(cell, Unusable):
            return cell.finding
        text = cell_text(cell).strip()
        if not text or text.casefold() in UNKNOWN_WORDS:
            return None
        if self.column.kind != "fact":
            return text
        if text not in self._read:
            self._read[text] = self._value(text)
        return self._read[text]

    def _value(self, text: str) -> Value | Diagnostic:
        option = self._options.get(text) or self._options.get(_folded(text))
        return option or read_fact(text, nowhere(text), self.column.id, self._rulebook)


def _options(kind: Choice) -> Iterator[tuple[str, str]]:
    """What each option may be called: its id, and its words where no other has the same."""
    folded = [
        (_folded(words), option) for option, words in zip(kind.options, kind.words, strict=True)
    ]
    folded += [(_folded(option), option) for option in kind.options]
    for words, option in folded:
        if all(other == option for known, other in folded if known == words):
            yield words, option
    for option in kind.options:
        yield option, option
