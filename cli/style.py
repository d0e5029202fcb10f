"""Colour and width of what is printed: colour only on a terminal that wants it, width as it is."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from typing import TextIO

_CODES = {"red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36}
_STYLED = re.compile(r"\x1b\[[0-9;]*m")
NARROWEST, WIDEST = 30, 100


@dataclass(frozen=True)
class Style:
    """Whether to colour, and how many columns there are. Calling it styles a text."""

    color: bool = False
    width: int = 80

    def __call__(self, text: str, color: str = "", *, bold: bool = False, dim: bool = False) -> str:
        """The text, coloured when this style colours."""
        codes = [str(_CODES[color])] if color else []
        codes += ["1"] if bold else []
        codes += ["2"] if dim else []
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.color and codes else text


def style_of(stream: TextIO) -> Style:
    """The style for a stream: `NO_COLOR`, `FORCE_COLOR` and `TERM=dumb` are heeded, and so is the
    width of the terminal (80 columns in a pipe, unless `COLUMNS` says otherwise)."""
    width = shutil.get_terminal_size((80, 24)).columns
    return Style(_wants_color(stream), max(NARROWEST, min(width, WIDEST)))


def _wants_color(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def out() -> Style:
    """The style of standard output."""
    return style_of(sys.stdout)


def wrapped(text: str, width: int, later: str = "", first: str = "") -> list[str]:
    """The text in lines of at most `width` columns; `first` and `later` stand in front of them.

    Words that are too long are not broken, so that paths and commands can be copied.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = first if not lines else later, len(first if not lines else later)
        empty = True
        for word in paragraph.split():
            size = len(_STYLED.sub("", word))
            if not empty and used + 1 + size > width:
                lines.append(line)
                line, used, empty = later, len(later), True
            line += word if empty else f" {word}"
            used += size + (not empty)
            empty = False
        lines.append(line.rstrip())
    return lines
