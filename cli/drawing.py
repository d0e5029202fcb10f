"""Diagnostics drawn for a terminal: the place, the line, what is underlined, and the way out.

Nothing here decides anything; `engine/language/messages.py` words the findings.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..engine import Diagnostic
from ..engine.language.diagnostics import Label
from .style import Style, columns, harmless, wrapped

_COLORS = {"error": "red", "warning": "yellow", "note": "cyan"}
MOST_LABELS = 6
"""Places shown for one finding; a name that is unknown in a hundred places needs no more."""


def draw(finding: Diagnostic, style: Style) -> str:
    """A finding as a block of lines.

    error[unknown-fact]: there is no fact or decision `raning`
      --> rules.yaml:12:7
       |
    12 |     raning: yes
       |     ^^^^^^^^^
    for example:
      how does the sky look? grey
    help: did you mean `raining`?
    """
    color = _COLORS[finding.severity]
    title = f"{finding.severity}[{finding.code}]"
    head = f"{style(title, color, bold=True)}{style(':', bold=True)}"
    lines = wrapped(f"{head} {style(printable(finding.message), bold=True)}", style.width, "  ")
    shown = finding.labels[:MOST_LABELS]
    gutter = max((len(str(_place(label)[0])) for label in shown), default=1)
    for file in dict.fromkeys(label.span.source.name for label in shown):
        here = [label for label in shown if label.span.source.name == file]
        line, column = _place(here[0])
        arrow = "-->" if here[0] is shown[0] else ":::"
        lines.append(f"{' ' * gutter}{style(arrow, 'blue')} {printable(file)}:{line}:{column}")
        lines.append(f"{' ' * gutter} {style('|', 'blue')}")
        for label in sorted(here, key=lambda label: label.span.start):
            primary = label is shown[0]
            lines += _underlined(label, gutter, color if primary else "blue", primary, style)
    more = len(finding.labels) - len(shown)
    if more:
        lines.append(
            f"{' ' * gutter} {style('=', 'blue')} and in {more} more place{'s'[: more > 1]}"
        )
    if not finding.labels and finding.file:
        lines.append(f" {style('-->', 'blue')} {printable(finding.file)}")
    if finding.situation:
        lines.append(style("for example:", "cyan", bold=True))
        for line in finding.situation:
            lines += wrapped(printable(line), style.width, "    ", "  ")
    if finding.help:
        lines += wrapped(f"{style('help:', 'cyan', bold=True)} {finding.help}", style.width, "  ")
    return "\n".join(lines)


def draw_all(findings: Sequence[Diagnostic], style: Style) -> str:
    """All findings, an empty line between, and their number at the end."""
    count = len(findings)
    blocks = [draw(finding, style) for finding in findings]
    codes = list(dict.fromkeys(finding.code for finding in findings))
    more = (
        f"; more on {'the first' if len(codes) > 1 else 'it'}: fingerpost explain {codes[0]}"
        if codes
        else ""
    )
    summary = f"{count} finding{'s'[: count != 1]}{more}"
    return "\n\n".join([*blocks, "\n".join(wrapped(style(summary, dim=True), style.width))])


def _place(label: Label) -> tuple[int, int]:
    return label.span.source.position(label.span.start)


def _underlined(label: Label, gutter: int, color: str, primary: bool, style: Style) -> list[str]:
    line_number, column = _place(label)
    text = label.span.source.line(line_number)
    length = max(1, min(label.span.end - label.span.start, len(text) - column + 1))
    width = max(style.width - gutter - 3, 20)
    shown, column, length = _window(text, column, length, width)
    before = columns(shown[: column - 1])
    mark = ("^" if primary else "-") * max(1, columns(shown[column - 1 : column - 1 + length]))
    words = printable(label.text)
    if words and before + len(mark) + 1 + columns(words) <= width:
        below = [" " * before + style(f"{mark} {words}", color)]
    else:  # no room beside the mark
        below = [" " * before + style(mark, color)]
        below += wrapped(style(words, color), width, "  ", "  ") if words else []
    bar = style("|", "blue")
    return [
        f"{style(str(line_number).rjust(gutter), 'blue')} {bar} {printable(shown)}",
        *(f"{' ' * gutter} {bar} {line}" for line in below),
    ]


def _window(text: str, column: int, length: int, width: int) -> tuple[str, int, int]:
    """The part of a long line around what is underlined, with the place and length in it."""
    if len(text) <= width and columns(text) <= width:
        return text, column, length
    start = end = column - 1
    while start > 0 and columns(text[start - 1 : end]) <= width // 3:
        start -= 1
    while end < len(text) and columns(text[start : end + 1]) <= width - 2:
        end += 1
    while start > 0 and columns(text[start - 1 : end]) <= width - 2:
        start -= 1
    cut = text[start:end]
    prefix = "…" if start else ""
    suffix = "…" if end < len(text) else ""
    column = column - start + len(prefix)
    return prefix + cut + suffix, column, max(1, min(length, len(prefix + cut) - column + 1))


def printable(text: str) -> str:
    """The text on one line, with tabs as one space and whatever commands a terminal made visible."""
    return harmless(text.replace("\t", " "))
