"""Colour and width of what is printed: colour only on a terminal that wants it, width as it is.

A text from a rulebook must not be able to command the terminal. So a style leaves marks that no text
can imitate, and `printable` turns those into colour and makes every other command visible. All that
is printed goes through it, in `output.py`.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from typing import TextIO

_CODES = {"red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36}
_KEY = os.urandom(6).hex()
"""Stands in each mark of a style, and is another one in each run."""
_MARK = re.compile(f"\x1b{_KEY}\\[([0-9;]+)m")
_UNSAFE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters other than tabs, line breaks, changes of the direction of writing, and what
cannot be written."""
_NARROW = re.compile(r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff]*")
"""Letters that take one column each, whatever stands beside them: no need to look them up."""
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
        return f"{_mark(';'.join(codes))}{text}{_mark('0')}" if self.color and codes else text


def _mark(codes: str) -> str:
    return f"\x1b{_KEY}[{codes}m"


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


def harmless(text: str) -> str:
    """The text with everything that commands a terminal made visible."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def printable(line: str) -> str:
    """A line as a terminal gets it: our styles as colour, everything else harmless."""
    pieces = _MARK.split(line)
    return "".join(
        f"\x1b[{piece}m" if number % 2 else harmless(piece) for number, piece in enumerate(pieces)
    )


def columns(text: str) -> int:
    """How many columns a text takes in a terminal: none for accents and styles, two for wide
    letters."""
    text = harmless(_MARK.sub("", text)).replace("\t", " ")
    if _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth

    return max(0, wcswidth(text))


def wrapped(text: str, width: int, later: str = "", first: str = "") -> list[str]:
    """The text in lines of at most `width` columns; `first` and `later` stand in front of them.

    Words that are too long are not broken, so that paths and commands can be copied.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = first if not lines else later
        used, empty = columns(line), True
        for word in re.split("[ \t\r]+", paragraph.strip(" \t\r")):
            size = columns(word)
            if not empty and used + 1 + size > width:
                lines.append(line)
                line, used, empty = later, columns(later), True
            line += word if empty else f" {word}"
            used += size + (not empty)
            empty = False
        lines.append(line.rstrip())
    return lines
