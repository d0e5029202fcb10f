"""Boxes as arrays of words: what the loops over columns search for the first box of each row.

Of a table with very many rules one column is looked at beforehand: for each of its cells the boxes that
allow it are a table of their own, with words a fraction as many, and rows are searched cell by cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..evaluate import Fault, Result
from . import kernels
from .boxes import Boxes
from .cells import members

FEWEST_SPLIT = 1_500
"""Boxes from which on a table is split by the cells of one column."""

MOST_PARTS = 64

LONG_STRETCH = 1 << 18
"""Rows at a time of a split table: the more there are of each cell, the more its table is worth."""

Words = NDArray[np.uint64]
Numbers = NDArray[np.int32]


@dataclass(frozen=True)
class _Search:
    """Where the boxes of each code of each column stand, and the answer of each box."""

    base: NDArray[np.int64]
    unknown: NDArray[np.int64]
    words: Words
    certain: Words
    width: int
    few: bool
    answer: Numbers

    def first(self, codes: Any, out: Any) -> None:
        search = kernels.first_of_few if self.few else kernels.first_box
        search(
            codes,
            self.base,
            self.unknown,
            self.words,
            self.certain,
            self.width,
            self.answer,
            out,
        )

    @property
    def size(self) -> int:
        """Words of one set."""
        return self.width if self.few else self.width * kernels.BLOCK


@dataclass(frozen=True)
class BoxTable:
    """A decision's boxes, ready for columns. `given` are its results; answers are numbers of them."""

    given: tuple[Result, ...]
    whole: _Search
    column: int
    parts: tuple[_Search, ...]

    @property
    def stretch(self) -> int | None:
        """How many rows to search at a time; None is as many as usual."""
        return LONG_STRETCH if self.parts else None

    def search(self, codes: Any, out: Any) -> None:
        """The number of each row's result, or `kernels.LATER`; `codes` has a line a column."""
        if not self.parts:
            self.whole.first(codes, out)
            return
        own = codes[self.column]
        order = np.argsort(own, kind="stable")
        ordered = np.ascontiguousarray(codes[:, order])
        found = np.empty(len(own), dtype=np.int32)
        ends = np.searchsorted(own[order], np.arange(len(self.parts) + 2))
        for number, part in enumerate((*self.parts, self.whole)):
            start, end = ends[number], ends[number + 1]
            if end > start:
                part.first(np.ascontiguousarray(ordered[:, start:end]), found[start:end])
        out[order] = found


@lru_cache(maxsize=16)
def box_table(boxes: Boxes) -> BoxTable:
    """The boxes of a decision as arrays."""
    results = [boxes.decision.rules[rule].outcomes[0].value for rule in boxes.rule_of]
    otherwise = boxes.decision.otherwise
    none: Result = otherwise.outcomes[0].value if otherwise else Fault.NO_RULE_FITS
    given = tuple(dict.fromkeys([*results, none]))
    number = {result: place for place, result in enumerate(given)}
    answer = np.array([number[result] for result in (*results, none)], dtype=np.int32)
    few, width, size = _sizes(len(boxes.boxes))
    some = [_words([*sets, reduce(int.__or__, sets, 0)], size) for sets in boxes.sets]
    certain = _words([reduce(int.__and__, sets) for sets in boxes.sets], size)
    base = np.cumsum([0, *(len(part) // size for part in some[:-1])])
    unknown = np.array([len(sets) for sets in boxes.sets])
    whole = _Search(base, unknown, np.concatenate(some), certain, width, few, answer)
    column = min(range(len(boxes.sets)), key=lambda one: _left(boxes, one))
    split = len(boxes.boxes) >= FEWEST_SPLIT and len(boxes.sets[column]) <= MOST_PARTS
    parts = tuple(_part(whole, kept) for kept in boxes.sets[column]) if split else ()
    return BoxTable(given, whole, column, parts)


def _left(boxes: Boxes, column: int) -> float:
    """How many boxes a cell of a column leaves on average; columns with many cells come last."""
    sets = boxes.sets[column]
    share = sum(bits.bit_count() for bits in sets) / len(sets)
    return share if len(sets) <= MOST_PARTS else share + len(boxes.boxes)


def _part(whole: _Search, kept: int) -> _Search:
    boxes = np.array(list(members(kept)), dtype=np.int64)
    few, width, size = _sizes(len(boxes))
    packed: list[Words] = []
    for words in (whole.words, whole.certain):
        out = np.zeros(len(words) // whole.size * size, dtype=np.uint64)
        kernels.packed(words, whole.size, boxes, out, size)
        packed.append(out)
    answer = np.concatenate([whole.answer[boxes], whole.answer[-1:]])
    return _Search(whole.base, whole.unknown, packed[0], packed[1], width, few, answer)


def _sizes(boxes: int) -> tuple[bool, int, int]:
    needed = max(1, -(-boxes // 64))
    few = needed < kernels.BLOCK
    width = needed if few else -(-needed // kernels.BLOCK)
    return few, width, width if few else width * kernels.BLOCK


def _words(sets: Sequence[int], size: int) -> Words:
    data = b"".join(bits.to_bytes(size * 8, "little") for bits in sets)
    return np.frombuffer(data, dtype="<u8").astype(np.uint64)
