"""Words on shapes, keys and names."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic, Label
from ..names import near
from ..nodes import Node, Scalar, head, shape
from ..source import Span
from .common import at, listing, replacing, shorten


def wrong_shape(node: Node, wanted: str, what: str, help: str = "") -> Diagnostic:
    message = f"{what} must be {wanted}, not {shape(node)}"
    return at("wrong-shape", head(node), message.replace("a mapping", "`key: value` lines"), help)


def unknown_key(key: Scalar, where: str, known: Sequence[str], meant: str | None) -> Diagnostic:
    way = f"did you mean `{meant}`?" if meant else f"{where} has {listing(known, 'and', 20)}"
    fix = replacing(key.span, meant) if meant else None
    return at("unknown-key", key.span, f"{where} has no `{shorten(key.value)}`", way, fix)


def missing_key(node: Node, key: str, where: str, help: str) -> Diagnostic:
    return at("missing-key", head(node), f"{where} needs `{key}`", help)


def bad_name(name: Scalar, what: str) -> Diagnostic:
    way = "a name begins with a letter and has letters, digits, `_` and `-`, no spaces"
    return at("bad-name", name.span, f"`{shorten(name.value)}` cannot be the name of {what}", way)


def bad_option(name: Scalar) -> Diagnostic:
    way = (
        "an option has letters and digits, between them also `_`, `-`, `.` and `+`, no spaces; "
        "the words for people go behind the colon"
    )
    return at("bad-name", name.span, f"`{shorten(name.value)}` cannot be an option", way)


def reserved_name(name: Scalar, what: str) -> Diagnostic:
    way = "choose another name; this word has a meaning in the language itself"
    return at("bad-name", name.span, f"`{name.value}` cannot be the name of {what}", way)


def duplicate_name(name: Span, first: Span, what: str, called: str = "") -> Diagnostic:
    return Diagnostic(
        "duplicate-name",
        f"there is already {what} called `{shorten(called or name.text)}`",
        (Label(name), Label(first, "first here")),
        "give one of the two another name",
    )


def unknown_word(code: str, name: Scalar, what: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name.value, known)
    way = f"did you mean `{meant}`?" if meant else f"choose one of {listing(known)}"
    return at(
        code,
        name.span,
        f"`{shorten(name.value)}` is not {what}",
        way,
        replacing(name.span, meant) if meant else None,
    )


def needless_key(key: Span, kind: str, types: Sequence[str]) -> Diagnostic:
    way = f"take it out, or make the type {listing(types)}"
    return at("needless-key", key, f"a {kind} fact has no `{key.text}`", way)


def no_options(span: Span) -> Diagnostic:
    return at(
        "wrong-shape",
        span,
        "a choice needs at least one option",
        "list them: `options: [blue, grey]`",
    )


def not_positive(node: Scalar, what: str) -> Diagnostic:
    way = "write how it stands to the others: `3` for three times as much, `0.5` for half"
    words = f"{what} must be a number above 0, not `{shorten(node.value)}`"
    return at("wrong-type", node.span, words, way)


def unknown_check(node: Scalar, meant: str | None, known: Sequence[str]) -> Diagnostic:
    way = f"did you mean `{meant}`?" if meant else f"the checks are {listing(known, 'and', 20)}"
    message = f"there is no check `{shorten(node.value)}`"
    return at(
        "unknown-key", node.span, message, way, replacing(node.span, meant) if meant else None
    )


def bad_number(node: Scalar, what: str) -> Diagnostic:
    way = (
        "write a number of at most 15 digits, with a full stop for decimals, `1500` or `37.5`, "
        "or a day, `2026-12-01`"
    )
    return at(
        "wrong-type",
        node.span,
        f"{what} must be a number or a day, not `{shorten(node.value)}`",
        way,
    )


def bad_unit(node: Node) -> Diagnostic:
    way = "write singular and plural, `day, days`, or one word for both, `kg`"
    return at("bad-unit", head(node), "this is not a unit", way)


def bad_range(span: Span, text: str) -> Diagnostic:
    way = "write two ends, `0 to 365`, or one, `at least 0`"
    return at("bad-range", span, f"`{shorten(text)}` is not a range", way)
