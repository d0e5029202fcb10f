"""YAML's own syntax errors, worded by what a coach most likely did.

PyYAML says where it stumbled, which is often behind the slip; here the lines around are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from . import messages
from .diagnostics import Diagnostic
from .source import Source, Span

# The counts keep a line of a thousand brackets from being looked at a thousand times over.
_COMPARISON = re.compile(
    r"(?:[:-]|\[|,)\s+(?P<phrase>>(?![-+]\s)=?\s*(?P<operand>[^\s#,\]}][^#,\]}\n]*))"
)
_ANYTHING = re.compile(r":\s+(?P<phrase>-)\s*(?:#.*)?$")
_INTERVAL = re.compile(r":\s+(?P<phrase>[\[(](?:(?!\.\.)[^\]\[()]){0,80}\.\.[^\]\[()]{0,80}[\])])")
_NO_SPACE_BEHIND_DASH = re.compile(r"^\s*(?P<place>-)(?=[^\W\d_][\w ]*:(?:\s|$))")
_NO_SPACE_BEHIND_COLON = re.compile(r"^\s*(?:-\s+)?[^\W\d_][\w -]*(?P<place>:)(?=[^\s:/])")
_OPENING = re.compile(r"""(?:[:,\[{-][ \t]+|^[ \t]*)(?P<quote>["'])""", re.MULTILINE)
_CLOSING = {
    '"': re.compile(r'(?:[^"\\]|\\.)*?(")', re.DOTALL),
    "'": re.compile(r"(?:[^']|'')*?(')(?!')"),
}
_ENDS_WELL = re.compile(r"[ \t]*(?:[,\]}:#\r\n]|$)")

_ON_ONE_LINE = (
    (_COMPARISON, messages.unquoted_comparison),
    (_ANYTHING, messages.unquoted_anything),
    (_INTERVAL, messages.unquoted_interval),
)


def syntax_error(source: Source, error: yaml.MarkedYAMLError) -> Diagnostic:
    """The finding for an error of PyYAML."""
    marks = [mark.index for mark in (error.problem_mark, error.context_mark) if mark]
    places = [min(index, len(source.text)) for index in marks] or [0]
    return next(_slips(source, places), None) or _by_problem(source, places, error)


def _slips(source: Source, places: list[int]) -> Iterator[Diagnostic]:
    """Known slips on the lines of these places, and just before them."""
    lines = [source.position(place)[0] for place in places]
    for number in lines:
        line, start = source.line(number), source.offset(number, 1)
        here = Span(source, start, start)
        for pattern, finding in _ON_ONE_LINE:
            found = pattern.search(line)
            if found:
                yield finding(here.part(*found.span("phrase")))
        tab = line[: len(line) - len(line.lstrip())].find("\t")
        if tab >= 0:
            yield messages.tab_indent(here.part(tab, tab + 1))
    yield from _bad_quotes(source, lines[0])
    before = next((n for n in range(lines[0] - 1, 0, -1) if source.line(n).strip()), lines[0])
    for number in (lines[0], before):
        here = Span(source, source.offset(number, 1), source.offset(number, 1))
        for pattern in (_NO_SPACE_BEHIND_DASH, _NO_SPACE_BEHIND_COLON):
            found = pattern.search(source.line(number))
            if found:
                yield messages.missing_space(here.part(*found.span("place")))


def _bad_quotes(source: Source, line: int) -> Iterator[Diagnostic]:
    """A quoted text that ends on this line, with more behind it: it should have ended elsewhere."""
    end = source.offset(line, 1) + len(source.line(line))
    at = max(0, source.offset(max(1, line - _MOST_LINES), 1))
    while found := _OPENING.search(source.text, at, end):
        opening = found.start("quote")
        closing = _CLOSING[found["quote"]].match(source.text, opening + 1, end)
        if closing is None:
            return
        at = closing.end()
        if source.position(closing.start(1))[0] < line - 1 or _ENDS_WELL.match(source.text, at):
            continue
        if source.position(opening)[0] < source.position(closing.start(1))[0]:
            yield messages.unclosed_quote(Span(source, opening, opening + 1))
        else:
            yield messages.text_behind_quote(Span(source, closing.start(1), closing.end(1)))


_MOST_LINES = 100
"""How far back an opening quotation mark is looked for."""


def _by_problem(source: Source, places: list[int], error: yaml.MarkedYAMLError) -> Diagnostic:
    problem, context = error.problem or "", error.context or ""
    at = Span(source, places[0], min(places[0] + 1, len(source.text)))
    opening = Span(source, places[-1], min(places[-1] + 1, len(source.text)))
    if "quoted scalar" in context:
        return messages.unclosed_quote(opening)
    if "flow" in context:
        return messages.unclosed_bracket(opening)
    if "mapping values" in problem:
        return messages.stray_colon(at)
    if "simple key" in context:
        line, column = source.position(opening.start)
        rest = source.line(line)[column - 1 :].rstrip()
        return messages.line_without_colon(opening.part(0, len(rest)))
    if "cannot start any token" in problem or "alias" in context:
        return messages.reserved_character(opening if "alias" in context else at)
    return messages.yaml_syntax(at)
