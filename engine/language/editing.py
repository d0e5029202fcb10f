"""Taking a rule or an entry out of a text, and nothing else: the edits, as a `Fix`.

A thing that has its lines to itself goes with these lines; one inside brackets goes with its comma.
Comments above it stay: they may speak of more than this thing.
"""

from __future__ import annotations

from .diagnostics import Fix, RulebookError
from .nodes import Mapping, Node, Scalar, Sequence
from .rulebook import Decision, Rule, Rulebook
from .source import Source, Span
from .yaml_reader import read_yaml


def without_rule(rulebook: Rulebook, decision: Decision, rule: Rule) -> Fix | None:
    """The edits that take a rule out; None when it is the last one, or has no place."""
    if rule.span is None or len(decision.rules) < 2:
        return None
    summary = f"take out the rule `{rule.id}`"
    if rule.span.source is not rulebook.source:  # a row of a table
        return Fix(summary, ((_row(rule.span), ""),))
    node = _at(_root(rulebook.source), "decisions", decision.id, "rules")
    items = node.items if isinstance(node, Sequence) else ()
    for number, item in enumerate(items):
        if isinstance(item, Mapping) and _begins(item.get("id"), rule.span):
            span = _in_brackets(items, number) if node.flow else _item_lines(item)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue, reportUnknownMemberType]
            return Fix(summary, ((span, ""),)) if span else None
    return None


def without_entry(source: Source, section: str, key: Span) -> Fix | None:
    """The edits that take out the entry of a section whose key stands there."""
    node = _at(_root(source), section)
    entries = node.entries if isinstance(node, Mapping) else ()
    for number, (name, value) in enumerate(entries):
        if name.span == key and len(entries) > 1:
            if node.flow:  # type: ignore[union-attr] # pyright: ignore[reportOptionalMemberAccess]
                pairs = [Span(source, one.span.start, _end(other)) for one, other in entries]
                span = _with_comma(pairs, number)
            else:
                span = _lines(source, name.span.start, _end(value))
            return Fix(f"take out `{name.value}`", ((span, ""),)) if span else None
    return None


def _root(source: Source) -> Node | None:
    try:
        return read_yaml(source)
    except RulebookError:
        return None


def _at(node: Node | None, *path: str) -> Node | None:
    for key in path:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def _begins(node: Node | None, span: Span) -> bool:
    return node is not None and node.span.start == span.start


def _end(node: Node) -> int:
    """Behind the last letter of a node; YAML's own end may lie further, past comments."""
    if isinstance(node, Scalar) or node.flow:
        text = node.span.text
        return node.span.start + len(text.rstrip())
    parts = [value for _, value in node.entries] if isinstance(node, Mapping) else list(node.items)
    return max((_end(part) for part in parts), default=node.span.start)


def _item_lines(item: Mapping) -> Span | None:
    source, start = item.span.source, item.span.start
    dash = source.text.rfind("-", 0, start)
    if dash < 0 or source.text[dash + 1 : start].strip():
        return None
    return _lines(source, dash, _end(item))


def _lines(source: Source, start: int, end: int) -> Span | None:
    """The whole lines from `start` to `end`; None when something stands in front."""
    text = source.text
    begin = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    if text[begin:start].strip():
        return None
    behind = min((at for at in (text.find("\n", end), len(text)) if at >= 0), default=len(text))
    return Span(source, begin, min(behind + 1, len(text)))


def _row(span: Span) -> Span:
    """The row of a table in which a span stands. (A rule's text in quotes may go over lines.)"""
    source = span.source
    text = source.text
    begin = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    at, quoted = begin, False
    while at < len(text) and (quoted or text[at] not in "\r\n"):
        quoted ^= text[at] == '"'
        at += 1
    while at < len(text) and text[at] in "\r\n":
        at += 1
        if text[at - 1] == "\n":
            break
    return Span(source, begin, at)


def _in_brackets(items: tuple[Node, ...], number: int) -> Span | None:
    return _with_comma(
        [Span(item.span.source, item.span.start, _end(item)) for item in items], number
    )


def _with_comma(spans: list[Span], number: int) -> Span | None:
    """One of several things between brackets, with the comma behind it or, of the last, before it."""
    span = spans[number]
    if number + 1 < len(spans):
        return Span(span.source, span.start, spans[number + 1].start)
    return Span(span.source, spans[number - 1].end, span.end) if number else None
