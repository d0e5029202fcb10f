"""One written word to one value of a given type, or to the diagnostic that says why not."""

from __future__ import annotations

import re

from . import messages
from .diagnostics import Diagnostic
from .names import ID
from .source import Span
from .vocabulary import (
    YES_NO,
    AnyType,
    Choice,
    Day,
    Interval,
    ListOf,
    Number,
    Value,
    YesNo,
    is_whole,
    number_of,
    read_day,
    read_quantity,
    write_value,
)


def read_value(text: str, span: Span, kind: AnyType, name: str) -> Value | Diagnostic:
    """The value that `text` is for the fact (or decision) `name` of that type.

    Ranges are not looked at: a test may have a threshold outside them, a case may not
    (`in_range`).
    """
    match kind:
        case YesNo():
            value = YES_NO.get(text.casefold())
            if value is not None:
                return value
            return messages.wrong_type(span, text, "yes or no", "write `yes` or `no`")
        case Choice():
            if text in kind.known:
                return text
            return messages.unknown_option(span, text, kind.noun, name, kind.options)
        case Number():
            return _number(text, span, kind, name)
        case Day():
            day = read_day(text)
            return messages.not_a_day(span, text) if day is None else day
        case ListOf():
            return read_value(text, span, kind.item, name)


_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?![\d.])")

_NEARLY: tuple[tuple[str, str], ...] = (
    (r"(?:less|smaller|fewer|lower) (?:then|than) (.+)|(?:under|below) (.+)", "less than"),
    (r"(?:more|greater|bigger|higher|larger) (?:then|than) (.+)|(?:over|above) (.+)", "more than"),
    (r"at ?least (.+)|(?:min|minimum) (.+)|(.+)\+|(.+?) and (?:more|above)", "at least"),
    (r"at ?most (.+)|(?:max|maximum) (.+)|up to (.+)|no more th[ae]n (.+)", "at most"),
    (r"(?:is|equals?|exactly) (.+)", ""),
    (r"(\d[\d.]*) ?[-–—] ?\d[\d.]*", "between"),
)


def meant_phrase(text: str) -> str | None:
    """The test that somebody nearly wrote: `less then 3` is `less than 3`, `3+` is `at least 3`."""
    for pattern, words in _NEARLY:
        found = re.fullmatch(pattern, text.strip(), re.IGNORECASE)
        if not found:
            continue
        if words == "between":
            return "between " + re.sub(r" ?[-–—] ?", " and ", text.strip())
        rest = next(group for group in found.groups() if group)
        return f"{words} {rest}".strip() if rest[0].isdigit() or ID.fullmatch(rest) else None
    return None


def _number(text: str, span: Span, kind: Number, name: str) -> Value | Diagnostic:
    grouped = _THOUSANDS.match(text)
    if grouped and (kind.whole or not grouped[0].rpartition(".")[2].strip("0")):
        return messages.ambiguous_point(span.part(*grouped.span()), grouped[0])
    quantity = read_quantity(text)
    if quantity is None:
        meant = meant_phrase(text)
        return messages.wrong_type(span, text, _a(kind), _number_help(text, kind), meant)
    if quantity.unit and not (kind.unit and kind.unit.matches(quantity.unit)):
        return messages.wrong_unit(span, quantity.unit, name, kind.unit.many if kind.unit else "")
    if kind.whole and not is_whole(quantity.number):
        return messages.wrong_type(span, text, _a(kind), "write a whole number")
    return number_of(kind, quantity.number)


def _a(kind: AnyType) -> str:
    return f"a {kind.name}"


def _number_help(text: str, kind: Number) -> str:
    if "," in text:
        return "write a full stop for decimals, and nothing between thousands"
    if any(letter.isalpha() for letter in text):
        unit = f" {kind.unit.many}" if kind.unit else ""
        return f"write a number, such as `3{unit}`, or a test, such as `at least 3{unit}`"
    return f"write digits, with at most 15 of them{' and the unit behind' if kind.unit else ''}"


def in_range(value: Value, kind: AnyType) -> bool:
    """Whether a value lies within the range of a fact's type."""
    return not isinstance(kind, Number | Day) or value in kind.interval


def write_interval(interval: Interval) -> str:
    """A range in the canonical spelling of a phrase."""
    low, high = interval.low, interval.high
    if low is not None and high is not None:
        if interval.low_open or interval.high_open:
            opening, closing = "[("[interval.low_open], "])"[interval.high_open]
            return f"{opening}{write_value(low)}..{write_value(high)}{closing}"
        return f"{write_value(low)} to {write_value(high)}"
    if low is not None:
        return f"{'more than' if interval.low_open else 'at least'} {write_value(low)}"
    if high is not None:
        return f"{'less than' if interval.high_open else 'at most'} {write_value(high)}"
    return "anything"
