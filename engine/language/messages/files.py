"""Words on files and on YAML itself."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic, Label
from ..names import near
from ..nodes import Scalar
from ..source import Span
from .common import at, listing, replacing, shorten


def not_found(name: str, bundled: Sequence[str]) -> Diagnostic:
    meant = near(name, bundled)
    way = (
        f"did you mean `{meant}`, which ships with Fingerpost?"
        if meant
        else f"give a path to a file, or the name of a rulebook that ships: {listing(bundled)}"
    )
    return Diagnostic(
        "not-found", f"there is no rulebook or file `{shorten(name)}`", help=way, file=shorten(name)
    )


def no_file(name: str) -> Diagnostic:
    message = f"there is no file `{shorten(name)}`"
    return Diagnostic("not-found", message, help="give the path of a file", file=shorten(name))


def not_a_file(name: str) -> Diagnostic:
    way = "give the path of a file; to change a rulebook that ships, copy it: `fingerpost new FILE --from NAME`"
    return Diagnostic(
        "not-found", f"there is no file `{shorten(name)}`", help=way, file=shorten(name)
    )


def unreadable(name: str, problem: str) -> Diagnostic:
    way = "check the path, and that you may read it"
    return Diagnostic("unreadable", f"the file cannot be read: {problem}", help=way, file=name)


def unwritable(name: str, problem: str) -> Diagnostic:
    way = "choose another place, or check that you may write there; nothing was changed"
    return Diagnostic("unwritable", f"the file cannot be written: {problem}", help=way, file=name)


def too_big(name: str, most: int) -> Diagnostic:
    message = f"the file has more than {most:,} bytes"
    return Diagnostic(
        "too-big", message, help="make it shorter, or split it into several", file=name
    )


def not_text(span: Span, what: str) -> Diagnostic:
    way = "delete what is marked, or save the file again as plain text with the encoding UTF-8"
    return at("not-text", span, f"this is not plain text: it holds {what}", way)


def empty_file(name: str) -> Diagnostic:
    way = "a rulebook begins with `title:` (see `fingerpost new`), a case with `fact: value`"
    return Diagnostic("empty-file", "the file is empty", help=way, file=name)


def yaml_syntax(span: Span) -> Diagnostic:
    way = "look at the indentation and the punctuation here and on the line above"
    return at("yaml-syntax", span, "this does not fit what stands before it", way)


def stray_colon(span: Span) -> Diagnostic:
    way = (
        'a text with a colon in it needs quotes: `title: "One thing: another"`; otherwise look '
        "whether this line is indented too far, or the line above lacks its colon"
    )
    return at("yaml-syntax", span, "this colon does not fit here", way)


def line_without_colon(span: Span) -> Diagnostic:
    way = "write `key: value`; a text that goes on over several lines is indented below its key"
    return at("yaml-syntax", span, "this line has no `:` after its key", way)


def reserved_character(span: Span) -> Diagnostic:
    way = "put the whole text in quotes, or leave the sign out"
    return at("yaml-syntax", span, f"no text may begin with {_spelled(span.text)} in YAML", way)


def _spelled(character: str) -> str:
    return "a back-tick" if character == "`" else f"`{character}`"


def unclosed_quote(span: Span) -> Diagnostic:
    way = f"close it with another `{span.text}`"
    return at("yaml-syntax", span, "this quotation mark is never closed", way)


def text_behind_quote(span: Span) -> Diagnostic:
    way = (
        "the text in quotes ends here; to have such a mark in a text, put the whole text in the "
        "other kind of quotes"
    )
    return at("yaml-syntax", span, f"there is more behind this `{span.text}`", way)


def missing_space(span: Span) -> Diagnostic:
    way = f"write a space behind the `{span.text}`"
    return at("yaml-syntax", span, f"this `{span.text}` has no space behind it", way)


def unclosed_bracket(span: Span) -> Diagnostic:
    way = "close it, or put the whole text in quotes when it is meant as text"
    which = (
        f"the bracket `{span.text}` that opens here" if span.text in ("[", "{") else "the brackets"
    )
    return at("yaml-syntax", span, f"something is wrong inside {which}", way)


def tab_indent(span: Span) -> Diagnostic:
    return at(
        "tab-indent",
        span,
        "a tab in the indentation",
        "indent with spaces; YAML allows no tabs there",
    )


_WORDS_FOR_SYMBOLS = {">=": "at least", ">": "more than"}


def unquoted_comparison(span: Span) -> Diagnostic:
    symbol = ">=" if span.text.startswith(">=") else ">"
    rest = span.text.removeprefix(symbol).strip()
    words = f"{_WORDS_FOR_SYMBOLS[symbol]} {rest}".strip()
    trimmed = span.part(0, len(span.text.rstrip()))
    return at(
        "unquoted-comparison",
        trimmed,
        f"`{trimmed.text}` is not YAML: a leading `>` has a meaning of its own there",
        f'write `{words}`, or put it in quotes: `"{trimmed.text}"`'
        if rest
        else f"write the value too, and words for the sign: `{words} 3`",
        replacing(trimmed, words) if rest else None,
    )


def unquoted_anything(span: Span) -> Diagnostic:
    message = "a bare `-` is not YAML here: it begins a list"
    return at("unquoted-comparison", span, message, "write `anything`", replacing(span, "anything"))


def unquoted_interval(span: Span) -> Diagnostic:
    message = f"`{span.text}` is not YAML: brackets have a meaning of their own there"
    quoted = f'"{span.text}"'
    return at(
        "unquoted-comparison",
        span,
        message,
        f"put it in quotes: `{quoted}`",
        replacing(span, quoted),
    )


def several_documents(span: Span) -> Diagnostic:
    return at(
        "several-documents",
        span,
        "a second YAML document begins here",
        "one file is one rulebook: remove `---`",
    )


def alias(span: Span) -> Diagnostic:
    way = "write the thing itself out; if you mean the text, put it in quotes"
    return at(
        "alias", span, f"`{shorten(span.text)}` is a YAML alias, and rulebooks have none", way
    )


def tag(span: Span) -> Diagnostic:
    way = "remove it; the type of a fact says how a value is read. If you mean the text, put it in quotes"
    return at("tag", span, f"`{shorten(span.text)}` is a YAML tag, and rulebooks have none", way)


def too_deep(span: Span, most: int) -> Diagnostic:
    return at(
        "too-deep",
        span,
        f"nested more than {most} levels deep",
        "no rule needs that; look for brackets too many",
    )


def key_not_text(span: Span) -> Diagnostic:
    way = "a key is a word or two before a colon; a text that begins with a bracket needs quotes"
    return at("wrong-shape", span, "this key is not a text", way)


def duplicate_key(key: Scalar, first: Span) -> Diagnostic:
    return Diagnostic(
        "duplicate-key",
        f"`{shorten(key.value)}` is written twice here",
        (Label(key.span), Label(first, "first here")),
        "keep one of the two; in a condition, put each behind its own `- ` under `all:` or `any:`",
    )


def duplicate_keys(twice: Sequence[tuple[Scalar, Span]]) -> Diagnostic:
    key, first = twice[0]
    return Diagnostic(
        "duplicate-key",
        f"{listing((shorten(one.value) for one, _ in twice), 'and')} are written twice here",
        (Label(key.span), Label(first, "first here")),
        f"if something new begins here, put `- ` in front of `{shorten(key.value)}`; "
        "otherwise keep one of each",
    )
