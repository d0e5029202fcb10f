"""Breaking texts into lines by the font's own measures, in a box or in a diamond."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from wcwidth import wcwidth

from .fonts import width

SIZE = 12.0
"""Points of all text, before a page is scaled to paper."""
LEADING = 15.5
"""Points from one line to the next."""
SMALLEST_DIAMOND = 70.0
PADDING = 9.0
STEP = 4.0


@dataclass(frozen=True)
class Measures:
    """How much room things are given, in points: the widest diamond, how steep it is (its height
    for its width), the longest lines in a box and beside an arrow, and the gaps."""

    diamond: float
    steepness: float
    words: float
    label: float
    gap: float
    drop: float


ROOMY = Measures(diamond=250, steepness=0.46, words=150, label=132, gap=16, drop=30)
COMPACT = Measures(diamond=186, steepness=0.52, words=112, label=84, gap=11, drop=22)
"""When that saves a sheet."""


@lru_cache(maxsize=10_000)
def wrapped(text: str, most: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in as few lines of at most `most` points as there can be, about equally long."""
    words = _words(text, most, bold)
    lines = _filled(words, most, bold)
    low, high = 0.0, most
    while high - low > 1:  # the narrowest column that needs no more lines
        middle = (low + high) / 2
        if len(_filled(words, middle, bold)) > len(lines):
            low = middle
        else:
            high = middle
    return tuple(_filled(words, high, bold))


SOFT, SEAM = "\xad", "\u200b"
"""Stand at the end of a piece of a word that was too long for a line: with a hyphen or without."""


def _words(text: str, most: float, bold: bool) -> list[str]:
    """The words; one that is longer than a line is broken where it must be."""
    found: list[str] = []
    for word in text.replace(SOFT, "").replace(SEAM, "").split():
        rest = word
        while width(rest, SIZE, bold) > most and len(rest) > 1:
            size = len(rest) - 1
            while size > 1 and width(rest[:size] + "-", SIZE, bold) > most:
                size -= 1
            # Scripts with wide letters are broken between any two of them, without a hyphen.
            broken = all(one.isalpha() and wcwidth(one) == 1 for one in rest[size - 1 : size + 1])
            found.append(rest[:size] + (SOFT if broken else SEAM))
            rest = rest[size:]
        found.append(rest)
    return found


def shortened(text: str, most: int) -> str:
    """A text on one line, cut to so many letters."""
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def fitted(text: str, most: float, size: float) -> str:
    """A text on one line, cut so that in bold letters of `size` it is at most so many points long."""
    letters = len(text)
    while width(shortened(text, letters), size, True) > most:
        letters -= max(1, letters // 20)
    return shortened(text, letters)


def _joined(line: str, word: str) -> str:
    """A line with one more word, or with the next piece of its last one."""
    if line.endswith((SOFT, SEAM)):
        return line[:-1] + word
    return f"{line} {word}" if line else word


def _shown(line: str) -> str:
    return line.replace(SOFT, "-").replace(SEAM, "")


def _filled(words: Sequence[str], most: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and width(_shown(_joined(lines[-1], word)), SIZE, bold) <= most:
            lines[-1] = _joined(lines[-1], word)
        else:
            lines.append(word)
    return [_shown(line) for line in lines]


@dataclass(frozen=True)
class Diamond:
    """A diamond, and the lines that it holds."""

    width: float
    height: float
    lines: tuple[str, ...]


@cache
def in_diamond(text: str, measures: Measures) -> Diamond:
    """The smallest diamond that holds a text: the lines in its middle are the longest."""
    words = _words(text, measures.diamond * 0.6, False)
    across = SMALLEST_DIAMOND
    while True:
        height = max(across * measures.steepness, 40)
        if across > measures.diamond:
            height += (across - measures.diamond) * 1.5
        shown = min(across, measures.diamond)
        lines = _in_rhombus(words, shown, height)
        if lines is not None:
            return Diamond(shown, height, lines)
        across += STEP


def _in_rhombus(words: Sequence[str], across: float, height: float) -> tuple[str, ...] | None:
    most_lines = int((height - 2 * PADDING) / LEADING)
    for count in range(1, most_lines + 1):
        lines: list[str] = []
        rest = list(words)
        for number in range(count):
            edge = (abs(number - (count - 1) / 2) + 0.5) * LEADING
            room = across * (1 - edge / (height / 2)) - PADDING
            line = ""
            while rest and width(_shown(_joined(line, rest[0])), SIZE) <= room:
                line = _joined(line, rest.pop(0))
            if not line:
                break
            lines.append(_shown(line))
        if not rest and len(lines) == count:
            return tuple(lines)
    return None
