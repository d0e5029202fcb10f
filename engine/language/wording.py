"""What a rulebook says, in its own words: values, tests and outcomes as people read them.

Built from the questions, labels, options and units of the rulebook, never from ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from .conditions import (
    DAY_WORDS,
    AllOf,
    AnyOf,
    Anything,
    Between,
    Compare,
    Condition,
    Either,
    Empty,
    FactTest,
    Includes,
    Is,
    Negation,
    NotThe,
    Operand,
    Test,
)
from .rulebook import Rulebook, Slot, Template
from .vocabulary import AnyType, Choice, ListOf, Number, Unit, Value

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def weekday_words(day: date) -> str:
    """`Friday 4 December`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def day_words(day: date) -> str:
    """`Friday 4 December 2026`."""
    return f"{weekday_words(day)} {day.year}"


def name_words(rulebook: Rulebook, name: str) -> str:
    """A fact or a decision by its label, else by its question or title."""
    if name in rulebook.facts:
        fact = rulebook.facts[name]
        return fact.label or fact.question
    decision = rulebook.decisions[name]
    return decision.label or decision.title


def told(rulebook: Rulebook, name: str, words: str) -> str:
    """`the days since the interview: 5 days`, or `How does the sky look? grey`."""
    subject = name_words(rulebook, name)
    return f"{subject} {words}" if subject.endswith("?") else f"{subject}: {words}"


def number_words(number: int | Decimal, unit: Unit | None = None) -> str:
    """`1 day`, `3 days`, `52,000 euros`, `37.5 °C`."""
    digits = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    if abs(number) < 10_000:
        digits = digits.replace(",", "")
    if unit is None:
        return digits
    word = unit.one if abs(number) == 1 else unit.many
    return f"{digits}{word}" if word == "%" else f"{digits} {word}"


def value_words(value: Value, kind: AnyType) -> str:
    """A value as people say it: `yes`, an option's words, `3 days`, `1 December 2026`."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | Decimal():
            item = kind.item if isinstance(kind, ListOf) else kind
            return number_words(value, item.unit if isinstance(item, Number) else None)
        case date():
            return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
        case str():
            item = kind.item if isinstance(kind, ListOf) else kind
            return item.words_for(value) if isinstance(item, Choice) else value


def quoted_words(value: Value, kind: AnyType) -> str:
    """A value inside a sentence: the title of an advice stands in quotation marks."""
    item = kind.item if isinstance(kind, ListOf) else kind
    words = value_words(value, kind)
    return f"“{words}”" if isinstance(item, Choice) and item.noun == "advice" else words


def capitalized(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def joined(words: Iterable[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    parts = list(words)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def test_words(test: Test[Operand], kind: AnyType) -> str:
    """A test as people say it: `at least 3 days`, `grey or black`, `not blue`."""
    match test:
        case Anything():
            return "anything"
        case Empty():
            return "nothing"
        case Is(operand):
            return quoted_words(operand.value, kind)
        case Includes(operand):
            return f"{quoted_words(operand.value, kind)} among them"
        case Compare(comparison, operand):
            is_day = isinstance(operand.value, date)
            words = DAY_WORDS[comparison] if is_day else comparison
            return f"{words} {quoted_words(operand.value, kind)}"
        case Between(low, high, low_open, high_open):
            ends = (value_words(low.value, kind), value_words(high.value, kind))
            if not (low_open or high_open):
                return f"between {ends[0]} and {ends[1]}"
            below, above = _edge_words(low.value)
            lower = f"{below[low_open]} {ends[0]}"
            return f"{lower} and {above[high_open]} {ends[1]}"
        case Either(tests):
            return joined((test_words(one, kind) for one in tests), "or")
        case Negation(Either(tests)):
            return f"neither {' nor '.join(test_words(one, kind) for one in tests)}"
        case Negation(Is(operand)) if isinstance(operand.value, bool):
            return value_words(not operand.value, kind)
        case Negation(inner):
            return f"not {test_words(inner, kind)}"


def _edge_words(value: Value) -> tuple[tuple[str, str], tuple[str, str]]:
    if isinstance(value, date):
        return ("on or after", "after"), ("on or before", "before")
    return ("at least", "more than"), ("at most", "less than")


def range_words(test: Test[Operand], kind: AnyType) -> str:
    """`1 or 2 days`, `3 to 6 days`, `at least 7 days`, `whatever it is`."""
    if isinstance(test, Anything):
        return "whatever it is"
    if (
        isinstance(test, Between)
        and isinstance(kind, Number)
        and not (test.low_open or test.high_open)
    ):
        low, high = test.low.value, test.high.value
        near = isinstance(low, int) and isinstance(high, int) and high - low == 1
        bare = value_words(low, Number(whole=kind.whole))
        return f"{bare} {'or' if near else 'to'} {value_words(high, kind)}"
    return test_words(test, kind)


def condition_words(rulebook: Rulebook, condition: Condition[Operand]) -> str:
    """A whole condition on one line, grouped by brackets where it must be."""
    match condition:
        case FactTest(fact, test):
            return told(rulebook, fact, test_words(test, rulebook.type_of(fact)))
        case NotThe(part):
            return f"not ({condition_words(rulebook, part)})"
        case AllOf(()):
            return "always"
        case AllOf(parts):
            return "; and ".join(_grouped(rulebook, part) for part in parts)
        case AnyOf(parts):
            return "; or ".join(_grouped(rulebook, part) for part in parts)


def _grouped(rulebook: Rulebook, part: Condition[Operand]) -> str:
    words = condition_words(rulebook, part)
    return f"({words})" if isinstance(part, AllOf | AnyOf) and len(part.parts) > 1 else words


def filled(
    template: Template, rulebook: Rulebook, case: Mapping[str, Value], texts: Mapping[str, str]
) -> tuple[tuple[str, bool], ...]:
    """A text with its slots filled, as pieces; a piece marked True is still open: `[its label]`."""
    return tuple(
        (part, False) if isinstance(part, str) else _slot(part, rulebook, case, texts)
        for part in template
    )


def _slot(
    slot: Slot, rulebook: Rulebook, case: Mapping[str, Value], texts: Mapping[str, str]
) -> tuple[str, bool]:
    name = slot.name
    if name in rulebook.settings:
        setting = rulebook.settings[name]
        return value_words(setting.value, Number(False, unit=setting.unit)), False
    if name in rulebook.facts:
        if name in case:
            return value_words(case[name], rulebook.facts[name].type), False
        return f"[{name_words(rulebook, name)}]", True
    if name in texts:
        return texts[name], False
    return f"[{rulebook.placeholders[name].label}]", True


def as_text(pieces: Iterable[tuple[str, bool]]) -> str:
    """The pieces of a filled text, put together."""
    return "".join(text for text, _ in pieces)
