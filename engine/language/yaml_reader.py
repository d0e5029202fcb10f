"""YAML text to nodes with positions, through PyYAML's safe `compose`.

YAML's own syntax errors are worded for people here, because a coach meets them first. Before
composing, one pass over the parser's events refuses what a rulebook has no use for and what could
do harm: aliases, tags, several documents, deep nesting. Nothing is ever constructed from a tag.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from . import messages
from .diagnostics import Diagnostic, RulebookError
from .nodes import Mapping, Node, Scalar, Sequence, Style, head
from .source import Source, Span
from .yaml_slips import syntax_error

MOST_BYTES = 1024 * 1024
MOST_LEVELS = 64

# libyaml's loader where PyYAML was built with it, the pure one otherwise; tests compare the two.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_YAML: Any = yaml  # PyYAML's types are not known well enough for strict checking

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BLOCK_STYLES = ("|", ">")


def decode(name: str, data: bytes, most: int = MOST_BYTES) -> Source:
    """The text of a file; raises RulebookError when it is too big or is not UTF-8 text."""
    if len(data) > most:
        raise RulebookError([messages.too_big(name, most)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        source = Source(name, before + "\N{REPLACEMENT CHARACTER}")
        span = Span(source, len(before), len(before) + 1)
        raise RulebookError(
            [messages.not_text(span, f"the byte 0x{data[error.start]:02x}")]
        ) from None
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    return Source(name, text.removeprefix(mark), mark)


def read_yaml(source: Source) -> Node:
    """The one document of a text; raises RulebookError with every diagnostic that was found."""
    if len(source.text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise RulebookError([messages.too_big(source.name, MOST_BYTES)])
    refuse_what_is_no_text(source)
    try:
        findings = _refused(source)
        if findings:
            raise RulebookError(findings)
        root = _YAML.compose(source.text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        raise RulebookError(
            [_nested_too_deep(source, error) or syntax_error(source, error)]
        ) from None
    except yaml.YAMLError as error:  # the pure loader's reader raises this without marks
        raise RulebookError([messages.yaml_syntax(Span(source, 0, 0))]) from error
    if root is None:
        raise RulebookError([messages.empty_file(source.name)])
    duplicates: list[Diagnostic] = []
    node = _node(source, root, duplicates)
    if duplicates:
        raise RulebookError(duplicates)
    return node


def refuse_what_is_no_text(source: Source) -> None:
    """Raises RulebookError at the first character that no text has."""
    found = _CONTROL.search(source.text)
    if found:
        span = Span(source, found.start(), found.end())
        raise RulebookError([messages.not_text(span, _character(found[0]))])


def _character(character: str) -> str:
    return f"the character U+{ord(character):04X}"


def _refused(source: Source) -> list[Diagnostic]:
    """What the events show before anything is built; stops at the first nesting too deep."""
    findings: list[Diagnostic] = []
    level = documents = 0
    for event in _YAML.parse(source.text, Loader=LOADER):
        at = Span(source, event.start_mark.index, event.end_mark.index)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                findings.append(messages.several_documents(at))
        elif isinstance(event, yaml.AliasEvent):
            findings.append(messages.alias(at))
        elif isinstance(event, yaml.CollectionStartEvent):
            level += 1
            if level > MOST_LEVELS:
                return [*findings, messages.too_deep(at.part(0, 1), MOST_LEVELS)]
        elif isinstance(event, yaml.CollectionEndEvent):
            level -= 1
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) is not None:
            findings.append(messages.tag(_tag_span(source, at)))
    return findings


def _nested_too_deep(source: Source, error: Any) -> Diagnostic | None:
    """libyaml since 0.2.6 gives up by itself at a thousand brackets, before it tells any event."""
    if "nesting depth" not in str(error):
        return None
    at = error.problem_mark.index
    return messages.too_deep(Span(source, at, at + 1), MOST_LEVELS)


def _tag_span(source: Source, event: Span) -> Span:
    found = re.compile(r"!\S*").search(source.text, event.start)
    return Span(source, found.start(), found.end()) if found else event


def _node(source: Source, node: Any, findings: list[Diagnostic]) -> Node:
    span = Span(source, node.start_mark.index, node.end_mark.index)
    if isinstance(node, yaml.ScalarNode):
        style: Style = (
            "block" if node.style in _BLOCK_STYLES else "quoted" if node.style else "plain"
        )
        found = _CONTROL.search(node.value)  # an escape such as `"\e"` may have made one
        if found:
            findings.append(messages.not_text(span, _character(found[0])))
        return Scalar(node.value, span, style)
    if isinstance(node, yaml.SequenceNode):
        items = tuple(_node(source, item, findings) for item in node.value)
        return Sequence(items, span, bool(node.flow_style))
    entries: dict[str, tuple[Scalar, Node]] = {}
    twice: list[tuple[Scalar, Span]] = []
    for key_node, value_node in node.value:
        key = _node(source, key_node, findings)
        value = _node(source, value_node, findings)
        if not isinstance(key, Scalar):
            findings.append(messages.key_not_text(head(key)))
        elif key.value in entries:
            twice.append((key, entries[key.value][0].span))
        else:
            entries[key.value] = (key, value)
    if len(twice) == 1:
        findings.append(messages.duplicate_key(*twice[0]))
    elif twice:  # a second thing begins without its dash, most likely
        findings.append(messages.duplicate_keys(twice))
    return Mapping(tuple(entries.values()), span, bool(node.flow_style))


def comparison_in_block_style(node: Scalar) -> Span | None:
    """Where `> 3` stands unquoted, which YAML reads as the head of a block of text."""
    line = node.span.text.splitlines()[0].rstrip() if node.span.text else ""
    if node.style == "block" and line.startswith(">") and not node.value.strip():
        return node.span.part(0, len(line))
    return None
