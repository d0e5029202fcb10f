"""A text with a name, and spans in it: every later thing can say where it was written."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

_LINE_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Source:
    """A text and the name it goes by in messages (a path as the user gave it).

    `mark` is the byte order mark that stood before the text in its file, if any.
    """

    name: str
    text: str = field(repr=False)
    mark: str = ""

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_BREAK.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character offset, both counted from 1."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """Text of a line (counted from 1) without its line break; empty beyond the end."""
        if not 1 <= number <= len(self._line_starts):
            return ""
        start = self._line_starts[number - 1]
        found = _LINE_BREAK.search(self.text, start)
        return self.text[start : found.start() if found else len(self.text)]

    def offset(self, line: int, column: int) -> int:
        """Character offset of a line and column, both counted from 1."""
        return self._line_starts[line - 1] + column - 1


@dataclass(frozen=True)
class Span:
    """The characters from `start` up to, not including, `end` of a source."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.source.text[self.start : self.end]

    def part(self, start: int, end: int) -> Span:
        """The span of characters `start` to `end` of this one."""
        return Span(self.source, self.start + start, self.start + end)
