"""How the work grows with the number of rules: loading, checking, compiling, answering."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from fingerpost.engine import LoadedRulebook, loads
from fingerpost.engine.checks import check

from .measure import exponent, fastest
from .tables import Table
from .texts import rulebook_text, rules_in_csv

SECONDS = 10.0  # when a measurement has taken that long it is not repeated


@dataclass(frozen=True)
class Growth:
    """The seconds of one kind of work, by the number of rules."""

    work: str
    seconds: Mapping[int, float]

    @property
    def exponent(self) -> float:
        """1 for work that grows as the rules do, 0 for work that does not grow."""
        return self._exponent(0)

    @property
    def last_exponent(self) -> float:
        """Between the two largest sizes only, where what every rulebook costs matters least."""
        return self._exponent(-2)

    def _exponent(self, start: int) -> float:
        return exponent(list(self.seconds)[start:], list(self.seconds.values())[start:])


def measure(tables: Sequence[Table]) -> list[Growth]:
    """The growth of all work that needs no case."""
    found: dict[str, dict[int, float]] = {}
    for table in tables:
        size = len(table.rows)
        rules = rules_in_csv(table)
        text = rulebook_text(table)

        def load(text: str = text, table: Table = table, rules: str = rules) -> LoadedRulebook:
            return loads(text, tables={table.decision: rules})

        found.setdefault("loading", {})[size] = _repeated(load)
        book = load()
        found.setdefault("checking", {})[size] = _repeated(partial(check, book.definition))
        compiled = fastest(partial(book.compile, table.decision), 1)  # later ones find it done
        found.setdefault("compiling", {})[size] = compiled
    return [Growth(work, seconds) for work, seconds in found.items()]


def _repeated(work: Callable[[], object]) -> float:
    first = fastest(work, 1)
    return first if first > SECONDS / 3 else min(first, fastest(work, 3))
