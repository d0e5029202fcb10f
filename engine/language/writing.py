"""Phrases written back in their one canonical spelling, spliced into the text they came from.

Nothing but the phrases themselves is touched, so comments and layout stay; the result is read again
and compared before anyone sees it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from .conditions import (
    DAY_WORDS,
    Anything,
    Between,
    Compare,
    Either,
    Empty,
    Includes,
    Is,
    Negation,
    Test,
    Words,
)
from .diagnostics import Diagnostic, RulebookError
from .literals import read_value
from .loading import Texts, load_rulebook
from .names import CONDITION_WORDS
from .nodes import Mapping, Node, Scalar, Sequence
from .phrases import read_phrase
from .reading_rules import is_interval
from .rulebook import Rulebook
from .source import Source, Span
from .tables import Tables
from .vocabulary import AnyType, Day, Number, YesNo, read_quantity, write_value
from .yaml_reader import read_yaml

Edit = tuple[Span, str]

_FIRST_NEEDS_QUOTES = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`]")
_NEEDS_QUOTES = re.compile(r": | #|:$|^\s|\s$")
_FLOW_NEEDS_QUOTES = re.compile(r"[,\[\]{}]")


def write_phrase(test: Test[Words], kind: AnyType) -> str:
    """The canonical spelling of a test of a fact of that type."""
    match test:
        case Anything():
            return "anything"
        case Empty():
            return "empty"
        case Is(operand):
            return _write_operand(operand, kind)
        case Includes(operand):
            return f"includes {_write_operand(operand, kind)}"
        case Compare(comparison, operand):
            words = DAY_WORDS[comparison] if isinstance(kind, Day) else comparison
            return f"{words} {_write_operand(operand, kind)}"
        case Between(low, high, low_open, high_open):
            ends = _write_operand(low, kind), _write_operand(high, kind)
            if not (low_open or high_open):
                return f"between {ends[0]} and {ends[1]}"
            return f"{'[('[low_open]}{ends[0]}..{ends[1]}{'])'[high_open]}"
        case Either(tests):
            if all(isinstance(one, Includes) for one in tests):
                first, *others = (write_phrase(one, kind) for one in tests)
                return " or ".join([first, *(one.removeprefix("includes ") for one in others)])
            return " or ".join(write_phrase(one, kind) for one in tests)
        case Negation(Either(tests)):
            return "neither " + " nor ".join(write_phrase(one, kind) for one in tests)
        case Negation(inner):
            return f"not {write_phrase(inner, kind)}"


def _write_operand(words: Words, kind: AnyType) -> str:
    """Numbers without underscores and exponents, yes and no as such; the rest as it was written."""
    if isinstance(kind, YesNo):
        value = read_value(words.text, words.span, kind, "")
        return words.text if isinstance(value, Diagnostic) else write_value(value)
    quantity = read_quantity(words.text) if isinstance(kind, Number) else None
    if quantity is None:
        return words.text
    return f"{write_value(quantity.number)} {quantity.unit}".strip()


def format_text(source: Source, rulebook: Rulebook, tables: Tables | None = None) -> str:
    """The text of a rulebook with every phrase in its canonical spelling.

    `rulebook` is what the text says, together with the tables. Should the new text say anything
    else, which would be a bug, the text is given back as it was.
    """
    root = read_yaml(source)
    edits = list(_edits(root, rulebook)) if isinstance(root, Mapping) else []
    text = spliced(source.text, edits)
    if not text.endswith("\n"):
        text += "\r\n" if "\r\n" in text else "\n"
    try:
        again = load_rulebook(Texts(Source(source.name, text), tables=tables or {}))
    except RulebookError:
        return source.text
    return text if again.fingerprint == rulebook.fingerprint else source.text


def spliced(text: str, edits: list[Edit]) -> str:
    """The text with each span replaced; spans do not overlap."""
    for span, new in sorted(edits, key=lambda edit: edit[0].start, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return text


def _edits(root: Mapping, rulebook: Rulebook) -> Iterator[Edit]:
    decisions = root.get("decisions")
    for _, decision in decisions.entries if isinstance(decisions, Mapping) else ():
        rules = decision.get("rules") if isinstance(decision, Mapping) else None
        for rule in rules.items if isinstance(rules, Sequence) else ():
            when = rule.get("when") if isinstance(rule, Mapping) else None
            if when is not None:
                yield from _condition_edits(when, rulebook)


def _condition_edits(node: Node, rulebook: Rulebook) -> Iterator[Edit]:
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _condition_edits(item, rulebook)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            if key.value in CONDITION_WORDS:
                yield from _condition_edits(value, rulebook)
            else:
                yield from _test_edits(value, rulebook.type_of(key.value), node.flow)


def _test_edits(node: Node, kind: AnyType, flow: bool) -> Iterator[Edit]:
    if isinstance(node, Sequence):
        if node.flow and is_interval(node.items):
            node = Scalar(node.span.text, node.span)  # `[1..3]` in YAML's brackets
        else:
            for item in node.items:
                yield from _test_edits(item, kind, flow or node.flow)
            return
    if not isinstance(node, Scalar) or node.style == "block":
        return  # a block of text may have a comment in its head
    test = read_phrase(node.value, node.part)
    if isinstance(test, Diagnostic):
        return
    words = write_phrase(test, kind)
    # An option named like a word of the grammar may read back as something else: then it stays.
    if words != node.value and _says(words, kind) == _says(node.value, kind):
        yield node.span, _in_yaml(words, flow)


def _says(text: str, kind: AnyType) -> str | None:
    """The canonical spelling of a phrase, None when it cannot be read."""
    test = read_phrase(text, lambda start, end: Span(Source("", text), start, end))
    return None if isinstance(test, Diagnostic) else write_phrase(test, kind)


def _in_yaml(words: str, flow: bool) -> str:
    """The words as a YAML scalar: plain where that reads back the same, else in quotes."""
    plain = not (_FIRST_NEEDS_QUOTES.match(words) or _NEEDS_QUOTES.search(words))
    if plain and not (flow and _FLOW_NEEDS_QUOTES.search(words)):
        return words
    return json.dumps(words, ensure_ascii=False)
