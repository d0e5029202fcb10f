"""Entries of a journal, and what a plan goes by, in the rulebook's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..language.rulebook import Rulebook
from ..language.vocabulary import Value
from ..language.wording import day_words, joined, told, value_words
from .entries import Answer, Entry, Happening, Void
from .planning import Plan


def event_words(rulebook: Rulebook, event: str, fields: Mapping[str, Value]) -> str:
    """`They replied (tone: warm)`."""
    kinds = rulebook.events[event].fields
    words = [
        f"{kinds[name].label or name}: {value_words(value, kinds[name].type)}"
        for name, value in fields.items()
    ]
    return f"{rulebook.events[event].title}{f' ({joined(words)})' if words else ''}"


def entry_words(rulebook: Rulebook, entry: Entry) -> str:
    """An entry with its day: `They replied (tone: warm), Friday 4 December 2026`."""
    day = day_words(entry.day)
    match entry:
        case Happening(_, _, event, fields):
            return f"{event_words(rulebook, event, fields)}, {day}"
        case Answer(_, _, fact, value):
            if fact in rulebook.placeholders:
                label = rulebook.placeholders[fact].label
                return f"{label}: {'not known any more' if value is None else value}"
            kind = rulebook.facts[fact].type
            words = "not known any more" if value is None else value_words(value, kind)
            return f"{told(rulebook, fact, words)}, {day}"
        case Void(_, _, voided):
            return f"entry {voided} is taken back"


def plan_words(rulebook: Rulebook, plan: Plan, day: date) -> str:
    """What a plan from a day on goes by: `from Tuesday 1 December 2026 on, if nothing is heard`."""
    supposed = joined(entry_words(rulebook, one) for one in plan.supposing)
    logged = joined(entry_words(rulebook, one) for one in plan.logged)
    parts = [f"from {day_words(day)} on"]
    if logged:
        parts.append(f"with what is logged for later days ({logged})")
    if supposed:
        parts.append(f"if this happens: {supposed}")
    else:
        parts.append(f"if nothing {'else ' if logged else ''}is heard")
    return ", ".join(parts)


def cut_words(until: date) -> str:
    """Where a plan is cut off."""
    return f"What comes after {day_words(until)} is not told here."
