"""Words on tests, values and ranges."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic
from ..names import near
from ..source import Span
from .common import at, listing, replacing, shorten


def empty_phrase(span: Span) -> Diagnostic:
    return at(
        "phrase",
        span,
        "nothing is written here",
        "write a test, for example `at least 3`, or `anything`",
    )


def long_phrase(span: Span, most: int) -> Diagnostic:
    return at("phrase", span, f"this test has more than {most} words", "split it under `any:`")


def empty_condition(span: Span) -> Diagnostic:
    way = "write `fact: test` lines below it, or `when: always`"
    return at("phrase", span, "this condition tests nothing", way)


_MISFITS = {
    "and": "write `or` between values, `between 1 and 3` for a range, or two tests under `all:`",
    "or": "`or` stands between two values; behind `neither` write `nor`",
    "nor": "`nor` goes with `neither`: `neither cold nor warm`",
    "..": "write a range in brackets, `[1..3]`, or in words, `1 to 3`",
    **dict.fromkeys(
        ("=", ">", "<", ">=", "<="),
        "a sign stands once, in front of its value: `>= 3`; or write words, `at least 3`",
    ),
}


def phrase(span: Span, word: str, wanted: str) -> Diagnostic:
    message = f"`{shorten(word)}` does not fit here"
    if wanted == "..":
        way = "a range has two dots, `(1..3]`; brackets around alternatives must be closed"
    elif wanted:
        way = f"expected `{wanted}`"
    else:
        way = _MISFITS.get(word, "see `fingerpost explain phrase` for what a test may say")
    return at("phrase", span, message, way)


def unfinished_phrase(span: Span, wanted: str) -> Diagnostic:
    way = (
        f"expected `{wanted}` and what follows it"
        if wanted
        else "write what is missing behind this: a value, or the bracket that closes"
    )
    return at("phrase", span, "this test breaks off", way)


def ambiguous_not(span: Span, neither: str) -> Diagnostic:
    return at(
        "ambiguous-not",
        span,
        f"`{shorten(span.text)}` can be read in two ways",
        f"write `{shorten(neither)}` for none of them, or use `any:` with two tests",
    )


def ambiguous_comma(span: Span, text: str) -> Diagnostic:
    spaced = text.replace(",", ", ")
    ways = [f"`{spaced}` for several values"]
    parts = text.split(",")
    if all(len(part) == 3 for part in parts[1:]):
        ways.insert(0, f"`{''.join(parts)}` for one number")
    if len(parts) == 2:
        ways.insert(0, f"`{'.'.join(parts)}` for a decimal")
    message = f"the comma in `{text}` can be read in several ways"
    return at("ambiguous-comma", span, message, f"write {', '.join(ways)}")


def ambiguous_point(span: Span, text: str) -> Diagnostic:
    whole, *thousands = text.split(".")
    ways = [f"`{whole}{''.join(thousands)}`"]
    if len(thousands) == 1:
        ways.insert(0, f"`{whole}`")
    message = f"the full stop in `{text}` can be read in several ways"
    return at("ambiguous-comma", span, message, f"write {' or '.join(ways)}")


def wrong_type(
    span: Span, text: str, wanted: str, help: str = "", meant: str | None = None
) -> Diagnostic:
    way, fix = (f"did you mean `{meant}`?", replacing(span, meant)) if meant else (help, None)
    return at("wrong-type", span, f"`{shorten(text)}` is not {wanted}", way, fix)


def not_a_day(span: Span, text: str) -> Diagnostic:
    way = "write year, month and day: `2026-12-01`"
    return at("wrong-type", span, f"`{shorten(text)}` is not a day of the calendar", way)


def unknown_option(
    span: Span, text: str, noun: str, fact: str, options: Sequence[str]
) -> Diagnostic:
    meant = near(text, options)
    way = f"did you mean `{meant}`?" if meant else f"`{fact}` is one of {listing(options)}"
    article = "an" if noun == "option" else "a piece of"
    message = f"`{shorten(text)}` is not {article} {noun} of `{fact}`"
    return at("unknown-option", span, message, way, replacing(span, meant) if meant else None)


def not_ordered(span: Span, fact: str, kind: str, values: Sequence[str]) -> Diagnostic:
    way = f"name the values instead: {listing(values, 'and')}"
    noun = "yes/no fact" if kind == "yes/no" else kind
    return at(
        "not-ordered", span, f"`{fact}` is a {noun} and has no order, so it cannot be compared", way
    )


def not_a_list(span: Span, fact: str) -> Diagnostic:
    way = "write the value itself; `includes` is for decisions that give a list"
    return at("not-a-list", span, f"`{fact}` is not a list", way)


def is_a_list(span: Span, fact: str) -> Diagnostic:
    way = "write `includes …`, `empty` or `not empty`"
    return at("not-a-list", span, f"`{fact}` gives a list, which is never one value", way)


def wrong_unit(span: Span, unit: str, fact: str, wanted: str) -> Diagnostic:
    if wanted:
        message = f"`{shorten(unit)}` is not the unit of `{fact}`, which counts {wanted}"
        way = f"write the number in {wanted}, or leave the unit out"
    else:
        message, way = (
            f"`{fact}` has no unit, so `{shorten(unit)}` says nothing",
            "leave the unit out, or declare it with `unit:`",
        )
    return at("wrong-unit", span, message, way)


def unknown_setting(span: Span, text: str, settings: Sequence[str], wanted: str) -> Diagnostic:
    meant = near(text, settings)
    way = (
        f"did you mean `{meant}`?"
        if meant
        else f"write {wanted}, or the name of a setting"
        + (f": {listing(settings)}" if settings else "; this rulebook has no settings")
    )
    message = f"`{shorten(text)}` is neither {wanted} nor a setting"
    return at("unknown-setting", span, message, way, replacing(span, meant) if meant else None)


def setting_of_other_type(span: Span, setting: str, wanted: str) -> Diagnostic:
    return at(
        "wrong-type",
        span,
        f"the setting `{setting}` is not {wanted}",
        "use another setting, or write the value",
    )


def empty_interval(span: Span, low: str, high: str) -> Diagnostic:
    message = f"nothing lies between {low} and {high}"
    return at(
        "empty-interval",
        span,
        message,
        "write the smaller end first; a round bracket leaves its end out",
    )


def out_of_range(span: Span, text: str, fact: str, allowed: str) -> Diagnostic:
    way = "correct the value, or the range"
    return at(
        "out-of-range", span, f"`{shorten(text)}` is outside the range of `{fact}`, {allowed}", way
    )
