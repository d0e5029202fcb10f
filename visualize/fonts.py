"""The font of the drawings: how wide its letters are, what it lacks, and a part of it to embed.

Open Sans comes from an installed package, so that a page looks the same on every machine.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any, cast

from wcwidth import wcwidth

FAMILY = "Open Sans"
GUESS = 0.62
"""The width, in em, of a letter that the font lacks; twice that where it fills two columns."""


@dataclass(frozen=True)
class Face:
    """One weight of the font: the width of each letter in em."""

    path: Path
    widths: dict[str, float]


def folder() -> Path:
    """Where the package keeps its font files."""
    return Path(str(files("ttf_opensans"))).resolve()


@cache
def face(bold: bool = False) -> Face:
    """The regular or the bold weight."""
    from fontTools.ttLib import TTFont

    name = f"OpenSans-{'Bold' if bold else 'Regular'}.ttf"
    path = next(folder().rglob(name))
    with TTFont(path, lazy=True) as font:
        em = cast("Any", font["head"]).unitsPerEm
        advances = cast("Any", font["hmtx"]).metrics
        letters = cast("dict[int, str]", font.getBestCmap())
        widths = {chr(code): advances[glyph][0] / em for code, glyph in letters.items()}
    return Face(path, widths)


@lru_cache(maxsize=20_000)
def width(text: str, size: float, bold: bool = False) -> float:
    """The width of a text, in points, set in `size` points."""
    widths = face(bold).widths
    return size * sum(widths[one] if one in widths else _guess(one) for one in text)


def _guess(letter: str) -> float:
    return GUESS * max(0, wcwidth(letter))


def lacking(texts: Iterable[str]) -> tuple[str, ...]:
    """The letters that the font does not have, in the order of their code points."""
    known = face().widths
    found = {one for text in texts for one in text if one not in known}
    return tuple(sorted(one for one in found if wcwidth(one) > 0))


@dataclass(frozen=True)
class Run:
    """Letters that stand next to each other and are all in our font, or all not."""

    text: str
    ours: bool


def runs(text: str) -> Iterator[Run]:
    """A text as runs; letters of another script stay together, signs stand alone."""
    known = face().widths

    def kind(place: int) -> object:
        letter = text[place]
        if letter in known or wcwidth(letter) == 0:
            return True
        return "letters" if letter.isalpha() else place

    for key, places in groupby(range(len(text)), kind):
        yield Run("".join(text[place] for place in places), key is True)


def part(texts: Iterable[str], *, bold: bool) -> bytes:
    """A WOFF font with just the letters of some texts, the same bytes on every machine."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(hinting=False, notdef_outline=True, recalc_timestamp=False)
    options.layout_features = ["kern", "mark", "mkmk"]
    font = TTFont(face(bold).path, recalcTimestamp=False)
    subsetter: Any = Subsetter(options)
    subsetter.populate(text="".join(sorted({one for text in texts for one in text})))
    subsetter.subset(font)
    font.flavor = "woff"
    written = io.BytesIO()
    font.save(written, reorderTables=True)
    return written.getvalue()
