"""YAML nodes that know their position. Equality ignores the position."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .source import Span

Style = Literal["plain", "quoted", "block"]


@dataclass(frozen=True)
class Scalar:
    """A text. `value` is what YAML's quoting and folding leave, never a guess at a type."""

    value: str
    span: Span = field(compare=False, repr=False)
    style: Style = field(default="plain", compare=False)

    @property
    def is_null(self) -> bool:
        """Nothing was written, or YAML's own word for nothing."""
        return self.style == "plain" and self.value in ("", "~", "null", "Null", "NULL")

    def part(self, start: int, end: int) -> Span:
        """The span of characters `start` to `end` of the value, or of all where quoting hides it."""
        shift = 0 if self.style == "plain" else 1
        first = self.span.start + shift
        if self.span.source.text.startswith(self.value, first) and self.style != "block":
            return Span(self.span.source, first + start, first + end)
        return self.span


@dataclass(frozen=True)
class Sequence:
    """A YAML list; `flow` when it was written in brackets."""

    items: tuple[Node, ...]
    span: Span = field(compare=False, repr=False)
    flow: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Mapping:
    """A YAML mapping. Keys are texts, each once."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span = field(compare=False, repr=False)
    flow: bool = field(default=False, compare=False)

    def get(self, key: str) -> Node | None:
        """The value at a key, or None."""
        return next((value for name, value in self.entries if name.value == key), None)


Node = Scalar | Sequence | Mapping


def shape(node: Node) -> str:
    """What a node is, in words."""
    match node:
        case Scalar():
            return "nothing" if node.is_null else "a text"
        case Sequence():
            return "a list"
        case Mapping():
            return "a mapping"


def head(node: Node) -> Span:
    """Where a message about the whole node points: a text, or the first line of the rest."""
    if isinstance(node, Scalar) and node.style != "block":
        return node.span
    end = node.span.source.text.find("\n", node.span.start, node.span.end)
    return Span(node.span.source, node.span.start, end if end >= 0 else node.span.end)
