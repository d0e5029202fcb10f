"""A column at a time: Fingerpost beside DuckDB, which reads the same columns from Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from . import peers
from .measure import Lap, Pace, race
from .single import WrongAnswerError
from .tables import Index, Table
from .texts import sql_case

ROWS = 2_000_000
CHECKED = 5_000
ROUNDS = 5
# DuckDB's CASE goes through its rules one by one: fewer rows, or none.
ROWS_OF_CASE = {10: ROWS, 100: 500_000, 1_000: 50_000}

FINGERPOST = "Fingerpost, a column at a time"
SCAN = "DuckDB only reads them (Parquet)"
SCAN_ARROW = "DuckDB only reads them (memory)"
CASE = "DuckDB's CASE"


@dataclass(frozen=True)
class Results:
    """The paces, in rows, and why others have none."""

    table: Table
    paces: Mapping[str, Pace]
    left_out: Mapping[str, str]
    threads: int

    @property
    def names(self) -> tuple[str, ...]:
        """All contenders, in their order."""
        return (FINGERPOST, SCAN, SCAN_ARROW, CASE)

    def ratio(self, one: str, other: str) -> float:
        """How many times faster one is than another."""
        return self.paces[one].per_second / self.paces[other].per_second


@dataclass(frozen=True)
class Data:
    """The random columns of a table's facts: as arrays, in a Parquet file and in DuckDB."""

    arrays: Mapping[str, Any]  # texts as Arrow dictionaries, numbers as NumPy's int64
    connection: Any
    parquet: Path
    rows: int

    @property
    def threads(self) -> int:
        """How many threads DuckDB uses by itself."""
        return self.connection.execute("SELECT current_setting('threads')").fetchone()[0]

    def row(self, place: int) -> dict[str, Any]:
        """A row as a case."""
        values = {name: array[place] for name, array in self.arrays.items()}
        return {
            name: value.as_py() if hasattr(value, "as_py") else int(value)
            for name, value in values.items()
        }


@contextmanager
def random_columns(table: Table, rows: int = ROWS, seed: int = 1) -> Iterator[Data]:
    """Random columns, for as long as the block lasts."""
    numpy = peers.needed("numpy", "numpy")
    arrow = peers.needed("pyarrow", "pyarrow")
    parquet = peers.needed("pyarrow.parquet", "pyarrow")
    duckdb = peers.needed("duckdb", "duckdb")
    random = numpy.random.default_rng(seed)
    arrays: dict[str, Any] = {}
    for name, domain in table.domains.items():
        places = random.integers(0, len(domain), rows)
        if isinstance(domain, range):
            arrays[name] = places + domain.start
        else:
            arrays[name] = arrow.DictionaryArray.from_arrays(
                arrow.array(places.astype("int32")), arrow.array(domain)
            )
    everything = arrow.table(arrays)
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        file = Path(folder, "columns.parquet")
        parquet.write_table(everything, file)
        connection.register("arrays", everything)
        connection.execute("CREATE TABLE everything AS FROM arrays")
        yield Data(arrays, connection, file, rows)


def measure(table: Table, data: Data, rounds: int = ROUNDS) -> Results:
    """Check all, then let them run in turns."""
    rows_of_case = min(ROWS_OF_CASE.get(len(table.rows), 0), data.rows)
    laps = {
        SCAN: Lap(_query(data, _scan(table, f"'{data.parquet}'")), data.rows),
        SCAN_ARROW: Lap(_query(data, _scan(table, "arrays")), data.rows),
    }
    left_out: dict[str, str] = {}
    if rows_of_case:
        laps[CASE] = Lap(_query(data, _case(table, rows_of_case)), rows_of_case)
        check_case(table, data)
    else:
        left_out[CASE] = "too many rules"
    try:
        peers.needed("numba", "numba")
        check_fingerpost(table, data)
        laps[FINGERPOST] = Lap(partial(fingerpost, table, data), data.rows)
    except peers.UnavailableError as error:
        left_out[FINGERPOST] = str(error)
    for lap in laps.values():
        lap.run()
    return Results(table, race(laps, rounds), left_out, data.threads)


def fingerpost(table: Table, data: Data) -> Any:
    """The outcomes of all rows."""
    book = peers.rulebook(table)
    return book.advise_columns(data.arrays, decisions=[table.decision])[table.decision]


def _query(data: Data, query: str) -> Any:
    return lambda: data.connection.execute(query).fetchall()


def _scan(table: Table, source: str) -> str:
    """A query that must read each value: a mere count is answered from the file's statistics."""
    whole = [name for name, domain in table.domains.items() if isinstance(domain, range)]
    texts = [name for name in table.domains if name not in whole]
    read = [f"sum({name})" for name in whole] + [f"min({name})" for name in texts]
    return f"SELECT {', '.join(read)} FROM {source}"


def _case(table: Table, rows: int) -> str:
    """The sum of the outcomes' places: each row is decided, none is handed out."""
    return f"SELECT sum({sql_case(table)}) FROM (FROM everything LIMIT {rows})"


def check_case(table: Table, data: Data, rows: int = CHECKED) -> None:
    """DuckDB's CASE gives the right answers."""
    query = f"SELECT {sql_case(table)} FROM everything LIMIT {rows}"
    places = data.connection.execute(query).fetchall()
    _compare(CASE, table, data, [table.outcomes[place] for (place,) in places])


def check_fingerpost(table: Table, data: Data, rows: int = CHECKED) -> None:
    """Fingerpost's columns give the right answers, at the front and at the end."""
    result = fingerpost(table, data)
    assert len(result.codes) == data.rows
    answers = [result.outcomes[code] if code >= 0 else None for code in result.codes[:rows]]
    _compare(FINGERPOST, table, data, answers)
    last = result.outcomes[result.codes[-1]]
    _compare(FINGERPOST, table, data, [last], data.rows - 1)


def _compare(name: str, table: Table, data: Data, answers: list[Any], start: int = 0) -> None:
    index = Index(table)
    for place, found in enumerate(answers, start):
        case = data.row(place)
        if found != (right := index.answer(case)):
            raise WrongAnswerError(f"{name} says {found!r} instead of {right!r} for {case}")
