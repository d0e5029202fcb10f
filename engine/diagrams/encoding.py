"""Columns of values to columns of cells: each value becomes the number of the cell that it lies in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from ..language.vocabulary import Choice, Day, Number, Value, YesNo
from . import kernels
from .cells import Cells

Parser = Callable[[str, int, object], Value | None]
"""Reads one value of a fact in a row, as a single case is read; None is unknown. Raises RulebookError."""

MOST_ENTRIES = 1 << 20
"""Whole numbers that are looked up in a table; in a wider range their place is searched."""

CodeArray = NDArray[np.signedinteger[Any]]


def code_type(cells: Cells) -> type[np.signedinteger[Any]]:
    """The smallest type of number for the codes of a fact."""
    return np.int16 if len(cells) < 1 << 15 else np.int32


class Encoded(Protocol):
    """A column whose values can be given as codes: the number of the cell, or of the fact's cells
    for unknown."""

    def __len__(self) -> int:
        """How many rows there are."""
        ...

    def codes(self, start: int, end: int) -> CodeArray:
        """The codes of a stretch of rows."""
        ...

    def take(self, rows: NDArray[np.intp]) -> CodeArray:
        """The codes of some rows."""
        ...

    def unknown(self, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Which of some rows are unknown."""
        ...


@dataclass(frozen=True)
class _Column:
    """A column that encodes stretches of its values by a function of them and their first row."""

    values: NDArray[Any]
    missing: NDArray[np.bool_] | None
    encode: Callable[[NDArray[Any], Callable[[int], int]], CodeArray]
    cells: int

    def __len__(self) -> int:
        return len(self.values)

    def codes(self, start: int, end: int) -> CodeArray:
        found = self._encoded(self.values[start:end], lambda row: start + row)
        if self.missing is not None:
            found[self.missing[start:end]] = self.cells
        return found

    def take(self, rows: NDArray[np.intp]) -> CodeArray:
        found = self._encoded(self.values[rows], lambda row: int(rows[row]))
        if self.missing is not None:
            found[self.missing[rows]] = self.cells
        return found

    def unknown(self, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        return self.take(rows) == self.cells

    def _encoded(self, values: NDArray[Any], row: Callable[[int], int]) -> CodeArray:
        return self.encode(values, row)


def encoded(fact: str, cells: Cells, column: Any, parse: Parser) -> Encoded:
    """A column of a fact, ready to be encoded.

    Arrays of NumPy (masked ones too) and Arrow (chunked, dictionaries too) are taken as they are where
    their type is that of the fact; all else is read value by value, each different one once.
    """
    if hasattr(column, "combine_chunks"):  # an Arrow column in chunks
        column = column.combine_chunks()
    if hasattr(column, "dictionary_encode"):
        return _of_arrow(fact, cells, column, parse)
    missing: Any = None
    if isinstance(column, np.ma.MaskedArray):
        masked: Any = column  # pyright: ignore[reportUnknownVariableType]
        missing = np.asarray(np.ma.getmaskarray(masked), dtype=bool)
        column = masked.filled(_filling(masked.dtype))
    if not isinstance(column, np.ndarray):
        column = _as_objects(column)
    return _of_numpy(fact, cells, cast("NDArray[Any]", column), missing, parse)


def _filling(dtype: np.dtype[Any]) -> Any:
    return np.zeros(1, dtype=dtype)[0]


def _as_objects(column: Any) -> NDArray[Any]:
    values = np.empty(len(column), dtype=object)
    values[:] = list(column)
    return values


# -- Arrow -------------------------------------------------------------------------------------


def _of_arrow(fact: str, cells: Cells, column: Any, parse: Parser) -> Encoded:
    kind = cells.regions.kind
    if hasattr(column, "indices"):
        dictionary = column.dictionary.to_pylist()
        return _of_indices(fact, cells, column.indices, dictionary, parse)
    name = str(column.type)
    missing = None
    if column.null_count:
        missing = np.asarray(column.is_null().to_numpy(zero_copy_only=False), dtype=bool)
    if isinstance(kind, Choice) or "string" in name:
        coded = column.dictionary_encode()
        return _of_indices(fact, cells, coded.indices, coded.dictionary.to_pylist(), parse)
    if name.startswith(("int", "uint", "float", "double", "halffloat", "bool", "date")):
        if missing is not None:
            column = column.fill_null(False if name == "bool" else _zero(name, column))
        values = column.to_numpy(zero_copy_only=False)
        return _of_numpy(fact, cells, np.asarray(values), missing, parse)
    return _of_numpy(fact, cells, _as_objects(column.to_pylist()), None, parse)


def _zero(name: str, column: Any) -> Any:
    return column.drop_null()[0] if name.startswith("date") and len(column.drop_null()) else 0


def _of_indices(
    fact: str, cells: Cells, indices: Any, dictionary: list[Any], parse: Parser
) -> Encoded:
    """Of a dictionary each entry is read once."""
    table = np.empty(len(dictionary) + 1, dtype=code_type(cells))
    numbers = indices.fill_null(len(dictionary)) if indices.null_count else indices
    values = np.asarray(numbers.to_numpy(zero_copy_only=False))
    for number, value in enumerate(dictionary):
        try:
            table[number] = _code(cells, parse(fact, -1, value))
        except Exception:
            rows = np.flatnonzero(values == number)
            if not len(rows):  # an entry that no row has may be anything
                table[number] = len(cells)
                continue
            parse(fact, int(rows[0]), value)
            raise
    table[-1] = len(cells)

    def encode(part: NDArray[Any], row: Callable[[int], int]) -> CodeArray:  # noqa: ARG001
        out = np.empty(len(part), dtype=code_type(cells))
        kernels.codes_of_index(part, table, out)
        return out

    return _Column(values, None, encode, len(cells))


def _code(cells: Cells, value: Value | None) -> int:
    return len(cells) if value is None else cells.index(value)


# -- NumPy -------------------------------------------------------------------------------------


def _of_numpy(
    fact: str,
    cells: Cells,
    values: NDArray[Any],
    missing: NDArray[np.bool_] | None,
    parse: Parser,
) -> Encoded:
    kind, dtype = cells.regions.kind, values.dtype.kind
    if isinstance(kind, YesNo) and dtype == "b":
        table = np.array([cells.index(False), cells.index(True)], dtype=code_type(cells))
        return _Column(values, missing, lambda part, _: table[part.astype(np.int8)], len(cells))
    if isinstance(kind, Number) and kind.whole and dtype in "iu":
        return _of_whole(fact, cells, kind, values, missing, parse)
    if isinstance(kind, Number) and dtype in "iuf":
        return _of_numbers(fact, cells, kind, values, missing, parse)
    if (
        isinstance(kind, Day)
        and dtype == "M"
        and (values.astype("M8[D]") == values)[~np.isnat(values)].all()
    ):
        return _of_days(fact, cells, values, missing, parse)
    return _of_objects(fact, cells, values, missing, parse)


def _of_whole(
    fact: str,
    cells: Cells,
    kind: Number,
    values: NDArray[Any],
    missing: NDArray[np.bool_] | None,
    parse: Parser,
) -> Encoded:
    low, high = kind.interval.low, kind.interval.high
    if not (isinstance(low, int) and isinstance(high, int) and high - low < MOST_ENTRIES):
        return _of_numbers(fact, cells, kind, values, missing, parse)
    table = np.array(
        [cells.index(value) if value in kind.interval else -1 for value in range(low, high + 1)],
        dtype=code_type(cells),
    )
    if missing is not None:
        values = np.where(missing, _any_value(cells), values)

    def encode(part: NDArray[Any], row: Callable[[int], int]) -> CodeArray:
        out = np.empty(len(part), dtype=code_type(cells))
        bad = kernels.codes_of_whole(part, low, table, out)
        if bad >= 0:
            parse(fact, row(bad), int(part[bad]))
        return out

    return _Column(values, missing, encode, len(cells))


def _any_value(cells: Cells) -> Any:
    return cells.samples[0]


def _of_numbers(
    fact: str,
    cells: Cells,
    kind: Number,
    values: NDArray[Any],
    missing: NDArray[np.bool_] | None,
    parse: Parser,
) -> Encoded:
    """Numbers by their place among the thresholds; what is not a number is unknown."""
    points = np.array([float(point) for point in cells.regions.points])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    cell_of_region = np.array(cells.cell_of_region, dtype=code_type(cells))

    def encode(part: NDArray[Any], row: Callable[[int], int]) -> CodeArray:
        numbers = part.astype(np.float64)
        out = _searched(numbers, points, cell_of_region)
        nothing = np.isnan(numbers)
        wrong = (out < 0) | ~(np.abs(numbers) < 1e15)
        if kind.whole:
            wrong |= numbers != np.floor(numbers)
        wrong &= ~nothing
        if wrong.any():
            bad = int(np.flatnonzero(wrong)[0])
            parse(fact, row(bad), part[bad].item())
        out[nothing] = len(cells)
        return out

    if missing is not None:
        values = np.where(missing, np.nan, values.astype(np.float64))
    return _Column(values, missing, encode, len(cells))


def _searched(values: NDArray[Any], points: NDArray[Any], cell_of_region: CodeArray) -> CodeArray:
    if not len(points):
        return np.full(len(values), cell_of_region[0])
    place = np.searchsorted(points, values)
    hit = points[np.minimum(place, len(points) - 1)] == values
    return cell_of_region[2 * place + hit]


def _of_days(
    fact: str,
    cells: Cells,
    values: NDArray[Any],
    missing: NDArray[np.bool_] | None,
    parse: Parser,
) -> Encoded:
    points = np.array([np.datetime64(point, "D") for point in cells.regions.points], dtype="M8[D]")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType, reportCallIssue]
    cell_of_region = np.array(cells.cell_of_region, dtype=code_type(cells))

    def encode(part: NDArray[Any], row: Callable[[int], int]) -> CodeArray:
        days = part.astype("M8[D]")
        nothing = np.isnat(days)
        out = _searched(days.astype(np.int64), points.astype(np.int64), cell_of_region)
        wrong = (out < 0) & ~nothing
        if wrong.any():
            bad = int(np.flatnonzero(wrong)[0])
            day: date = days[bad].item()
            parse(fact, row(bad), day)
        out[nothing] = len(cells)
        return out

    return _Column(values, missing, encode, len(cells))


def _of_objects(
    fact: str,
    cells: Cells,
    values: NDArray[Any],
    missing: NDArray[np.bool_] | None,
    parse: Parser,
) -> Encoded:
    """Values of any kind, each different one read once, as in a single case."""
    known: dict[tuple[type, Any], int] = {}
    codes = np.empty(len(values), dtype=code_type(cells))
    for row, value in enumerate(values.tolist()):
        if value is None or value != value or (missing is not None and missing[row]):
            codes[row] = len(cells)
            continue
        key: tuple[type, Any] = (type(value), value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        try:
            if key not in known:
                known[key] = _code(cells, parse(fact, row, value))
            codes[row] = known[key]
        except TypeError:  # not even hashable
            codes[row] = _code(cells, parse(fact, row, value))
    return _Column(codes, None, lambda part, _: part.copy(), len(cells))
