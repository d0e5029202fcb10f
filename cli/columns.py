"""Texts in columns, each wrapped in its own; where the terminal is too narrow, below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .style import Style, columns, wrapped

GAP = 2
NARROWEST = 11
"""Columns of text below which a column is no longer read with pleasure."""


def columns_of(rows: Sequence[Sequence[str]], style: Style, indent: int = 0) -> Iterator[str]:
    """Rows of texts, the last of them wrapped; where the others leave it no room, below them."""
    widths = [max(columns(row[n]) for row in rows) for n in range(len(rows[0]) - 1)]
    if style.width - indent - sum(width + GAP for width in widths) < 2 * NARROWEST:
        for row in rows:
            first = " " * indent
            yield from wrapped(" ".join(row[:-1]), style.width, f"{first}    ", first)
            yield from wrapped(row[-1], style.width, f"{first}        ", f"{first}      ")
        return
    for row in rows:
        first = " " * indent
        for text, width in zip(row, widths, strict=False):
            first += text + " " * (width - columns(text) + GAP)
        yield from wrapped(row[-1], style.width, " " * columns(first), first)


def side_by_side(
    heads: Sequence[str], rows: Sequence[Sequence[str]], style: Style
) -> Iterator[str]:
    """A table: its heads bold, its columns as wide as they can be."""
    count = len(heads)
    room = style.width - GAP * (count - 1)
    if room // count < NARROWEST:
        yield from _below_each_other(heads, rows, style)
        return
    widths = _widths([heads, *rows], room)
    yield from _row([style(head, bold=True) if head else "" for head in heads], widths)
    yield "  ".join("─" * width for width in widths)
    for row in rows:
        yield from _row(row, widths)


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Every column as wide as its longest text, the wide ones narrowed until all fit."""
    widths = [max(NARROWEST, *(columns(row[n]) for row in rows)) for n in range(len(rows[0]))]
    while sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped_cells = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped_cells))):
        line = ""
        for cell, width in zip(wrapped_cells, widths, strict=True):
            text = cell[number] if number < len(cell) else ""
            line += text + " " * (max(0, width - columns(text)) + GAP)
        yield line.rstrip()


def _below_each_other(
    heads: Sequence[str], rows: Sequence[Sequence[str]], style: Style
) -> Iterator[str]:
    for row in rows:
        yield from wrapped(style(row[0], bold=True), style.width)
        for head, text in zip(heads[1:], row[1:], strict=True):
            yield from wrapped(f"{head}: {text}", style.width, "    ", "  ")
