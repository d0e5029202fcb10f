"""What the functions that word diagnostics share."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from ..diagnostics import Diagnostic, Fix, Label
from ..source import Span


def at(
    code: str, span: Span, message: str, help: str = "", fix: Fix | None = None, label: str = ""
) -> Diagnostic:
    # A word of the user may have been quoted over several lines.
    words, way = " ".join(message.splitlines()), " ".join(help.splitlines())
    return Diagnostic(code, words, (Label(span, label),), way, fix)


def replacing(span: Span, text: str) -> Fix:
    return Fix(f"write `{text}`", ((span, text),))


def listing(names: Iterable[str], joint: str = "or", most: int = 12) -> str:
    """`a`, `b` or `c`; very long lists are cut."""
    quoted = [f"`{name}`" for name in islice(names, most + 1)]
    if len(quoted) > most:
        quoted = [*quoted[:most], "…"]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {joint} {quoted[-1]}"


def shorten(text: str, most: int = 60) -> str:
    """The text on one line, cut in the middle of nowhere when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
