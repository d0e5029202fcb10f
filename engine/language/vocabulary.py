"""The types of facts: which values each has, and how a written word becomes a value.

A value is a `bool` (yes/no), a `str` (the id of an option or an advice), an `int` (whole number), a
`Decimal` (number) or a `datetime.date`. Which one is meant is always said by a type, never guessed
from the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from functools import cached_property, lru_cache

Value = bool | str | int | Decimal | date
Plain = str | int | float | None
"""What JSON has for a value; None where there is none."""

MOST_DIGITS = 15
"""Significant digits of a number: as many as a double keeps exactly, so columns lose nothing."""

_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:\d[\d_]*)(?:\.\d[\d_]*)?(?:[eE][+-]?\d{1,3})?)\s*(?P<unit>[^\d\s.,_:/+'’-].*)?"
)
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Arithmetic that rounds nothing away; numbers have few digits, but a sum may need more than 28."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
YES_NO = {"yes": True, "no": False, "true": True, "false": False}


@dataclass(frozen=True)
class Unit:
    """What a number counts, in the singular and the plural."""

    one: str
    many: str

    def matches(self, word: str) -> bool:
        """Whether a written word is this unit."""
        return word.casefold() in (self.one.casefold(), self.many.casefold())


@dataclass(frozen=True)
class Interval:
    """The numbers or days from `low` to `high`; None is no bound, `open` leaves the end out."""

    low: Value | None = None
    high: Value | None = None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Value) -> bool:
        """Whether a value lies in it."""
        if self.low is not None and (
            below(value, self.low) or (self.low_open and value == self.low)
        ):
            return False
        return not (
            self.high is not None
            and (below(self.high, value) or (self.high_open and value == self.high))
        )


@dataclass(frozen=True)
class YesNo:
    """Yes (`True`) or no (`False`)."""

    name = "yes/no"


@dataclass(frozen=True)
class Choice:
    """One of a few options; `words` are what people read, in the order of `options`.

    `noun` says what an option is (`option`, or `advice` for what a decision gives).
    """

    options: tuple[str, ...]
    words: tuple[str, ...]
    noun: str = "option"
    name = "choice"

    @cached_property
    def known(self) -> frozenset[str]:
        """The options, for a quick look whether a word is one."""
        return frozenset(self.options)

    def words_for(self, option: str) -> str:
        """The words that people read for an option."""
        return dict(zip(self.options, self.words, strict=True)).get(option, option)


@dataclass(frozen=True)
class Number:
    """A number, whole or not, within an interval and counted in a unit."""

    whole: bool
    interval: Interval = Interval()
    unit: Unit | None = None

    @property
    def name(self) -> str:
        """The type's name in a rulebook."""
        return "whole number" if self.whole else "number"


@dataclass(frozen=True)
class Day:
    """A day of the calendar, within an interval."""

    interval: Interval = Interval()
    name = "date"


@dataclass(frozen=True)
class ListOf:
    """What a decision with a list policy gives: any number of outcomes."""

    item: Choice | Number
    name = "list"


FactType = YesNo | Choice | Number | Day
OutcomeType = Choice | Number | ListOf
AnyType = FactType | ListOf

TYPE_NAMES = ("yes/no", "choice", "whole number", "number", "date")


def below(left: Value, right: Value) -> bool:
    """Whether `left` comes before `right`; both are numbers or both are days."""
    return bool(left < right)  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]


def is_ordered(kind: AnyType) -> bool:
    """Whether the values of a type have an order, so that `at least` means something."""
    return isinstance(kind, Number | Day)


def is_empty(interval: Interval, kind: AnyType) -> bool:
    """Whether no value of the type lies between the ends; the calendar has two of its own."""
    low, high = interval.low, interval.high
    if isinstance(kind, Day):
        low, high = low or date.min, high or date.max
    if low is None or high is None:
        return False
    if not below(low, high):
        return low != high or interval.low_open or interval.high_open
    if interval.low_open and interval.high_open:
        if isinstance(low, date) and isinstance(high, date):
            return (high - low).days < 2
        return isinstance(kind, Number) and kind.whole and int(high) - int(low) < 2  # pyright: ignore[reportArgumentType]
    return False


@dataclass(frozen=True)
class Quantity:
    """A written number and the unit written behind it, if any."""

    number: Decimal
    unit: str


@lru_cache(maxsize=4096)
def read_quantity(text: str) -> Quantity | None:
    """`3`, `1_000`, `37.5 °C`, `1e3`; None when it is not a number of at most 15 digits."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return None
    number = plain_decimal(Decimal(found["number"].replace("_", "")))
    return None if number is None else Quantity(number, (found["unit"] or "").strip())


def plain_decimal(number: Decimal) -> Decimal | None:
    """The number without needless zeros; None when it is not finite or has too many digits."""
    if not number.is_finite():
        return None
    number = number.normalize(EXACT)
    if not number:
        return Decimal(0)
    if number.adjusted() >= MOST_DIGITS or len(number.as_tuple().digits) > MOST_DIGITS:
        return None
    if number.adjusted() < -MOST_DIGITS:
        return None
    return tidy(number)


def tidy(number: Decimal) -> Decimal:
    """The same number without needless zeros behind the point."""
    return (
        number.quantize(Decimal(1), context=EXACT) if is_whole(number) else number.normalize(EXACT)
    )


def is_whole(number: int | Decimal) -> bool:
    """Whether there is no fraction. (Arithmetic in the caller's decimal context could fail.)"""
    return number == int(number)


def read_day(text: str) -> date | None:
    """`2026-12-01`; None when it is not a day of the calendar written so."""
    if not _DAY.fullmatch(text.strip()):
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def number_of(kind: Number, number: Decimal) -> int | Decimal:
    """The value of a number fact: an `int` for a whole number (the caller knows it is whole)."""
    return int(number) if kind.whole else number


def plain_value(value: Value) -> Plain:
    """A value as JSON has it: numbers as numbers, days as texts."""
    if isinstance(value, Decimal):
        return int(value) if is_whole(value) else float(value)
    return value.isoformat() if isinstance(value, date) else value


def write_value(value: Value) -> str:
    """A value as a rulebook writes it, without a unit."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
