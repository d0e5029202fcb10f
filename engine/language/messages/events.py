"""Words on events and what follows from them."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic
from ..nodes import Scalar
from ..source import Span
from .common import at, listing, replacing, shorten

_FORMS = (
    "`days since A`, `days since the latest of A or B`, `count of A at least 3 days old since B`, "
    "`A happened`, `latest FIELD of A`, or a list below `latest of:`"
)


def unknown_event(span: Span, name: str, meant: str | None, known: Sequence[str]) -> Diagnostic:
    way = f"did you mean `{meant}`?" if meant else f"the events are {listing(known)}"
    if not known:
        way = "declare it under `events:`"
    fix = replacing(span, meant) if meant else None
    return at("unknown-event", span, f"there is no event `{shorten(name)}`", way, fix)


def unknown_field(span: Span, name: str, event: str, known: Sequence[str]) -> Diagnostic:
    way = f"it has {listing(known)}" if known else f"declare it under `fields:` of `{event}`"
    return at("unknown-event", span, f"the event `{event}` has no field `{shorten(name)}`", way)


def follows_phrase(text: Scalar) -> Diagnostic:
    message = f"`{shorten(text.value)}` does not say what the fact follows from"
    return at("follows-from", text.span, message, f"write {_FORMS}")


def follows_other_type(span: Span, fact: str, wanted: str) -> Diagnostic:
    message = f"what follows here is a {wanted}, and `{fact}` is not"
    return at("follows-from", span, message, f"make the type of `{fact}` {wanted}")


def follows_age(span: Span, word: str, meant: str | None) -> Diagnostic:
    way = (
        f"did you mean `{meant}`?" if meant else "write a number of days, or a setting that is one"
    )
    return at("follows-from", span, f"`{shorten(word)}` is no number of days", way)


def unknown_region(node: Scalar, region: str) -> Diagnostic:
    way = (
        "write a country, and perhaps a part of it, by their usual letters: `DE`, `DE-BY`, `US-CA`"
    )
    return at("follows-from", node.span, f"no public holidays are known for `{region}`", way)
