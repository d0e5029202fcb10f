"""All figures, and the picture: `python -m tests.benchmarks -o benchmarks.svg`."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from pathlib import Path

from . import cases, columns, drawings, growth, peers, picture, report, single, whatif
from .tables import NEXT_MOVE, SIZES, seeded


def main() -> None:
    """Measure, print, draw."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    somewhere = Path(tempfile.gettempdir(), "benchmarks.svg")
    parser.add_argument("-o", "--output", type=Path, default=somewhere, help="the picture")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of rules")
    parser.add_argument("--rows", type=int, default=columns.ROWS, help="rows of the columns")
    arguments = parser.parse_args()
    sizes: list[int] = sorted(set(arguments.sizes))

    print(f"Python {platform.python_version()}, {os.cpu_count()} processors. {report.warning()}")
    heading("Hear-back's next move, one case at a time")
    hear_back = single.measure(NEXT_MOVE)
    print(report.one_case(hear_back))
    print(report.native_kernel(hear_back))

    tables: dict[int, single.Results] = {}
    for size in sizes:
        heading(f"A table of {size:,} rules, one case at a time")
        tables[size] = single.measure(seeded(size))
        print(report.one_case(tables[size]))
        print(report.native_kernel(tables[size]), flush=True)

    heading("One case at a time")
    print(report.by_size(sizes, tables))

    by_column: dict[int, columns.Results] = {}
    heading("A column at a time")
    try:
        with columns.random_columns(seeded(sizes[0]), arguments.rows) as data:
            for size in sizes:
                by_column[size] = columns.measure(seeded(size), data)
            print(report.by_size(sizes, by_column))
            print(f"{data.rows:,} rows; DuckDB with {data.threads} threads. {report.warning()}")
    except peers.UnavailableError as error:
        print(error)

    heading("Growth")
    print(report.growths(growth.measure([seeded(size) for size in sizes]), tables))

    heading("What-if")
    print(report.whatif(whatif.bundled()))
    grown = whatif.growth([seeded(size) for size in sizes])
    times = ", ".join(
        f"{size:,} rules: {report.duration(t)}" for size, t in grown[0].seconds.items()
    )
    print(f"{grown[0].work}: {times}; exponent {grown[0].exponent:.2f}")

    heading("Live cases, a hundred entries each")
    cases.main(cases.SIZES)

    heading("Drawing, beside Graphviz laying out the same graph")
    print(report.drawings(drawings.measure()))

    try:
        picture.draw(arguments.output, hear_back, tables, by_column)
    except peers.UnavailableError as error:
        print(f"\nNo picture: {error}.")
    else:
        print(f"\nThe picture: {arguments.output}")


def heading(text: str) -> None:
    """A title above a table."""
    print(f"\n== {text}\n", flush=True)


if __name__ == "__main__":
    main()
