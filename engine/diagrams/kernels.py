"""The inner loops over columns, compiled to machine code by numba; everything here is plain numbers.

Each works on a stretch of rows and lets other threads run meanwhile. Codes are the numbers of cells, a
fact's number of cells standing for unknown.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

Array = Any  # numba sees to the types

LATER = -4
"""The code of a row that needs a closer look, because a fact that it hangs on is unknown."""


def leaf(code: int) -> int:
    """The child that stands for an answer's code, which is not below LATER."""
    return -1 - code + LATER


_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
_PLACES = np.zeros(64, dtype=np.int64)
for _bit in range(64):
    _PLACES[((1 << _bit) * 0x03F79D71B4CB0A89 & (2**64 - 1)) >> 58] = _bit


@njit(nogil=True, cache=True)
def codes_of_whole(values: Array, low: int, table: Array, out: Array) -> int:
    """Codes of whole numbers, looked up by their distance from `low`; gives the first row whose
    number is not in the table, else -1."""
    for row in range(values.shape[0]):
        place = values[row] - low
        if place < 0 or place >= table.shape[0] or table[place] < 0:
            return row
        out[row] = table[place]
    return -1


@njit(nogil=True, cache=True)
def codes_of_index(values: Array, table: Array, out: Array) -> None:
    """Codes of indices into a dictionary; the last entry of the table stands for null (-1)."""
    for row in range(values.shape[0]):
        out[row] = table[values[row]]


@njit(nogil=True, cache=True)
def walk(codes: Array, root: int, level: Array, start: Array, children: Array, out: Array) -> None:
    """Each row's way through a diagram; children below 0 are leaves (see `leaf`)."""
    for row in range(out.shape[0]):
        node = root
        while node >= 0:
            node = children[start[node] + codes[level[node], row]]
        out[row] = -1 - node + LATER


@njit(nogil=True, cache=True, inline="always")
def _place(bits: int, word: int) -> int:
    """The number of the lowest bit of a word."""
    low = bits & (~bits + np.uint64(1))
    return word * 64 + _PLACES[(low * _DE_BRUIJN) >> np.uint64(58)]


BLOCK = 8
"""Words that are intersected together, so that the machine can take them in a few steps."""


@njit(nogil=True, cache=True)
def first_box(
    codes: Array,
    base: Array,
    unknown: Array,
    words: Array,
    certain: Array,
    width: int,
    answer: Array,
    out: Array,
) -> None:
    """For each row the answer of the first box that it lies in, the last answer when in none.

    `words` has for each code of each column the boxes that allow it, in `width` blocks of words; of an
    unknown fact (whose code stands in `unknown`) those that allow some value. `certain` has for each
    column those that allow every value.
    """
    columns = codes.shape[0]
    size = width * BLOCK
    places = np.empty(columns, dtype=np.int64)
    both = np.empty(BLOCK, dtype=np.uint64)
    for row in range(out.shape[0]):
        for column in range(columns):
            places[column] = (base[column] + codes[column, row]) * size
        found = answer.shape[0] - 1
        for block in range(width):
            shift = block * BLOCK
            for word in range(BLOCK):
                both[word] = words[places[0] + shift + word]
            for column in range(1, columns):
                start = places[column] + shift
                for word in range(BLOCK):
                    both[word] &= words[start + word]
            filled = np.uint64(0)
            for word in range(BLOCK):
                filled |= both[word]
            if filled:
                word = 0
                while not both[word]:
                    word += 1
                found = _place(both[word], shift + word)
                low = both[word] & (~both[word] + np.uint64(1))
                for column in range(columns):
                    is_unknown = codes[column, row] == unknown[column]
                    if is_unknown and not certain[column * size + shift + word] & low:
                        found = -1
                break
        out[row] = answer[found] if found >= 0 else LATER


@njit(nogil=True, cache=True)
def first_of_few(
    codes: Array,
    base: Array,
    unknown: Array,
    words: Array,
    certain: Array,
    width: int,
    answer: Array,
    out: Array,
) -> None:
    """The same for a few words, one after the other."""
    columns = codes.shape[0]
    for row in range(out.shape[0]):
        found = answer.shape[0] - 1
        for word in range(width):
            bits = words[(base[0] + codes[0, row]) * width + word]
            for column in range(1, columns):
                bits &= words[(base[column] + codes[column, row]) * width + word]
            if bits:
                found = _place(bits, word)
                low = bits & (~bits + np.uint64(1))
                for column in range(columns):
                    is_unknown = codes[column, row] == unknown[column]
                    if is_unknown and not certain[column * width + word] & low:
                        found = -1
                break
        out[row] = answer[found] if found >= 0 else LATER


@njit(nogil=True, cache=True)
def packed(words: Array, size: int, kept: Array, out: Array, new_size: int) -> None:
    """Sets of boxes with only some of the boxes kept, next to each other; `out` begins empty."""
    for row in range(words.shape[0] // size):
        for number in range(kept.shape[0]):
            box = kept[number]
            bit = (words[row * size + (box >> 6)] >> np.uint64(box & 63)) & np.uint64(1)
            out[row * new_size + (number >> 6)] |= bit << np.uint64(number & 63)
