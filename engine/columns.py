"""Columns in, columns out: what `LoadedRulebook.advise_columns` does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .diagrams.answering import TooManyCasesError
from .diagrams.columns import NO_RULE_FITS, OPEN, RULES_CLASH, answer_columns
from .language import messages
from .language.diagnostics import RulebookError
from .language.source import Source, Span
from .language.vocabulary import Plain, Value

if TYPE_CHECKING:
    from .api import LoadedRulebook

__all__ = ["NO_RULE_FITS", "OPEN", "RULES_CLASH", "OutcomeColumn", "advise_columns"]


@dataclass(frozen=True)
class OutcomeColumn:
    """The outcomes of one decision, a row each.

    `codes` (int32) are numbers of `outcomes`, which are plain values as in `Outcome.outcome`; below 0
    there is no outcome: OPEN (-1), NO_RULE_FITS (-2) or RULES_CLASH (-3).
    """

    codes: NDArray[np.int32]
    outcomes: tuple[Plain | list[Plain], ...]

    @cached_property
    def settled(self) -> NDArray[np.bool_]:
        """Which rows are settled: everything but open."""
        return self.codes != OPEN

    def to_numpy(self) -> NDArray[Any]:
        """The outcomes as an array of objects, None where there is none."""
        values = np.empty(len(self.outcomes) + 3, dtype=object)
        for number, outcome in enumerate(self.outcomes):
            values[number] = outcome
        return values[self.codes]  # the last three, which -1 to -3 point at, are None

    def to_arrow(self) -> Any:
        """The outcomes as an Arrow dictionary array, null where there is none."""
        import pyarrow  # pyright: ignore[reportMissingTypeStubs]

        arrow: Any = pyarrow
        indices = arrow.array(self.codes, mask=self.codes < 0)
        return arrow.DictionaryArray.from_arrays(indices, arrow.array(list(self.outcomes)))


def advise_columns(
    rulebook: LoadedRulebook, columns: Mapping[str, Any], decisions: Iterable[str] | None
) -> dict[str, OutcomeColumn]:
    """See `LoadedRulebook.advise_columns`."""
    from .api import plain_result

    named = _by_name(columns)
    definition = rulebook.definition
    names = list(definition.decisions) if decisions is None else list(decisions)
    for name in names:
        if name not in definition.decisions:
            span = Span(Source("decisions", name), 0, len(name))
            known = list(definition.decisions)
            raise RulebookError([messages.unknown_decision(span, name, known)])
    _check_shape(rulebook, named)

    def parse(fact: str, row: int, value: object) -> Value | None:
        try:
            return rulebook.case({fact: value}).get(fact)
        except RulebookError as error:
            where = f"row {row} of the column `{fact}`"
            told = [replace(one, labels=(), file=where) for one in error.diagnostics]
            raise RulebookError(told) from None

    try:
        found = answer_columns(rulebook.answerer, named, names, parse)
    except TooManyCasesError as error:
        raise rulebook.too_many(error) from None
    return {
        name: OutcomeColumn(one.codes, tuple(plain_result(result) for result in one.results))
        for name, one in found.items()
    }


def _by_name(columns: Any) -> dict[str, Any]:
    if hasattr(columns, "column_names"):  # an Arrow table
        return {name: columns.column(name) for name in columns.column_names}
    return {str(name): columns[name] for name in columns}


def _check_shape(rulebook: LoadedRulebook, columns: Mapping[str, Any]) -> None:
    """Every column is of a fact, and all are of one length."""
    lengths = {name: len(column) for name, column in columns.items()}
    for name in columns:
        rulebook.case({name: None})  # tells a name that is no fact
    if len(set(lengths.values())) > 1:
        raise RulebookError([messages.uneven_columns(lengths)])
