"""Random small rulebooks as YAML text, and random cases for them.

One generator, two kinds of dice: Hypothesis's (it shrinks what fails) and a seeded `Random` (quick,
for texts that are to be broken). A fact keeps a small pool of constants, from which all thresholds
and settings are taken, so that trying every completion stays cheap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
Constant = int | Decimal | date
Given = bool | str | int | Decimal | date | None

LIST_POLICIES = ("rule order", "output order", "collect")
NUMBER_POLICIES = ("collect sum", "collect min", "collect max")
POLICIES = (
    "unique",
    "any",
    "first",
    "priority",
    *LIST_POLICIES,
    "collect count",
    *NUMBER_POLICIES,
)


class Dice(Protocol):
    """Where the choices come from. The first of several is the simplest."""

    def pick(self, among: Sequence[T]) -> T: ...
    def whole(self, low: int, high: int) -> int: ...
    def some(self, among: Sequence[T], least: int, most: int) -> list[T]: ...


class RandomDice:
    """Choices of a seeded generator."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def pick(self, among: Sequence[T]) -> T:
        return self.random.choice(among)

    def whole(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def some(self, among: Sequence[T], least: int, most: int) -> list[T]:
        most = min(most, len(among))
        return self.random.sample(list(among), self.random.randint(min(least, most), most))


class DrawnDice:
    """Choices that Hypothesis draws."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw

    def pick(self, among: Sequence[T]) -> T:
        return among[self.whole(0, len(among) - 1)]

    def whole(self, low: int, high: int) -> int:
        return low if low == high else self.draw(st.integers(low, high))

    def some(self, among: Sequence[T], least: int, most: int) -> list[T]:
        rest = list(among)
        most = min(most, len(rest))
        return [
            rest.pop(self.whole(0, len(rest) - 1))
            for _ in range(self.whole(min(least, most), most))
        ]


# -- what there is to choose from --------------------------------------------------------------

OPTIONS = ("cold", "warm", "no", "yes", "on", "2026", "3-5", "a.b", "true", "empty_handed", "Über")
WHOLES = (0, 1, 2, 3, 5, 10, -2)
NUMBERS = tuple(map(Decimal, ("0", "1", "2.5", "3", "3.5", "10", "-1.5", "0.25")))
DAYS = tuple(date(2026, 12, 1) + timedelta(days) for days in (0, 1, 2, 10, 31, -30, 1000))
UNITS = (("day", "days"), ("kg", "kg"), ("°C", "°C"), ("light year", "light years"))
ADVICE = ("stay", "go", "wait", "Ask-again")


@dataclass
class Name:
    """A fact or an earlier decision: what a test needs to know of it."""

    id: str
    kind: str  # as in a rulebook, or "list"
    options: tuple[str, ...] = ()
    pool: tuple[Constant, ...] = ()
    unit: tuple[str, str] | None = None
    settings: list[str] = field(default_factory=list)
    low: Constant | None = None
    high: Constant | None = None
    open_ends: tuple[bool, bool] = (False, False)

    @property
    def ordered(self) -> bool:
        return self.kind in ("whole number", "number", "date")

    def allows(self, value: Constant) -> bool:
        low, high = self.low, self.high
        return (low is None or value > low or (value == low and not self.open_ends[0])) and (
            high is None or value < high or (value == high and not self.open_ends[1])
        )


@dataclass
class Generated:
    """A rulebook's text, and what its cases may say."""

    text: str
    facts: tuple[Name, ...]

    def __repr__(self) -> str:
        return f"<<<\n{self.text}>>>"

    def case(self, dice: Dice, known: Sequence[str] | None = None) -> dict[str, Given]:
        """A value for each fact, or for each of those in `known`."""
        return {
            fact.id: value_of(fact, dice)
            for fact in self.facts
            if known is None or fact.id in known
        }


def value_of(fact: Name, dice: Dice) -> Given:
    """Any value that the fact may have, near the constants of the rulebook."""
    if fact.kind == "yes/no":
        return bool(dice.whole(0, 1))
    if fact.kind == "choice":
        return dice.pick(fact.options)
    step: Any = timedelta(1) if fact.kind == "date" else 1
    points = [*fact.pool, *(end for end in (fact.low, fact.high) if end is not None)]
    near: list[Any] = [near for p in points for near in (p, p - step, p + step)]  # type: ignore[operator]
    if fact.kind == "number":
        near += [p + Decimal("0.5") for p in near] + [p + Decimal("0.125") for p in near]
    return dice.pick([value for value in near if fact.allows(value)])


def as_written(value: Given, fact: Name, dice: Dice) -> object:
    """The value as a case may also have it: as a text, with a unit, as a float."""
    if dice.whole(0, 1) == 0:
        return value
    if isinstance(value, bool):
        return "yes" if value else "No"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        text = f" {value} {dice.pick(fact.unit)}" if fact.unit else str(value)
        return dice.pick([text, float(value) if isinstance(value, Decimal) else str(value)])
    return value


# -- writing YAML ------------------------------------------------------------------------------


class Raw(str):
    """Written as it stands."""

    __slots__ = ()


_PLAIN = re.compile(r"(?:[^\W_]|[<=(]|-\d)[\w .+/°<>=(),\[\]-]*(?<! )")
_PLAIN_IN_BRACKETS = re.compile(r"(?:[^\W_]|[<=(]|-\d)[\w .+/°<>=()-]*(?<! )")


def scalar(text: str, dice: Dice, in_brackets: bool) -> str:
    if isinstance(text, Raw):
        return text
    plain = (_PLAIN_IN_BRACKETS if in_brackets else _PLAIN).fullmatch(text)
    style = dice.whole(0, 5)
    if plain and style < 4:
        return text
    return f'"{text}"' if style != 4 else f"'{text}'"


def flow(node: Any, dice: Dice) -> str:
    if isinstance(node, dict):
        pairs = (f"{key}: {flow(value, dice)}" for key, value in node.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(flow(item, dice) for item in node) + "]"
    return scalar(node, dice, True)


def block(node: Any, dice: Dice, depth: int = 0) -> list[str]:
    """The lines of a node, not indented; nested ones are now and then in brackets."""
    lines: list[str] = []
    for key, value in node.items() if isinstance(node, dict) else ((None, item) for item in node):
        head = "-" if key is None else f"{key}:"
        nested = isinstance(value, dict | list)
        if not nested:
            lines.append(f"{head} {scalar(value, dice, False)}")
        elif not value or (depth > 1 and dice.whole(0, 3) == 3):
            lines.append(f"{head} {flow(value, dice)}")
        else:
            inner = block(value, dice, depth + 1)
            if key is None:
                lines += [f"- {inner[0]}", *(f"  {line}" for line in inner[1:])]
            else:
                lines += [head, *(f"  {line}" for line in inner)]
    return lines


# -- facts, settings ---------------------------------------------------------------------------


def _fact(number: int, dice: Dice) -> tuple[Name, dict[str, Any]]:
    kind = dice.pick(("yes/no", "choice", "whole number", "number", "date"))
    fact = Name(f"fact{number}", kind)
    written: dict[str, Any] = {"type": kind, "question": f"How is fact {number}?"}
    if dice.whole(0, 2) == 2:
        written["label"] = f"fact {number}"
    if kind == "choice":
        fact.options = tuple(dice.some(OPTIONS, 2, 4))
        options: Any = list(fact.options)
        if dice.whole(0, 1):
            options = {option: f"the words for {option}" for option in options}
        written["options"] = options
    if fact.ordered:
        among: Any = {"whole number": WHOLES, "number": NUMBERS, "date": DAYS}[kind]
        fact.pool = tuple(sorted(dice.some(among, 2, 3)))
        if kind != "date" and dice.whole(0, 1):
            fact.unit = dice.pick(UNITS)
            one, many = fact.unit
            written["unit"] = one if one == many else f"{one}, {many}"
        _range(fact, written, dice)
    return fact, written


def _range(fact: Name, written: dict[str, Any], dice: Dice) -> None:
    kind = dice.whole(0, 6)
    step: Any = timedelta(3) if fact.kind == "date" else 3
    low: Any = fact.pool[0]
    high: Any = fact.pool[-1]
    if dice.whole(0, 1):
        low, high = low - step, high + step
    if kind == 1:
        fact.low, fact.high, text = low, high, f"{low} to {high}"
    elif kind == 2:
        fact.low, text = low, f"at least {low}"
    elif kind == 3:
        fact.high, text = high, f"at most {high}"
    elif kind == 4:
        fact.low, fact.high = low, high + step
        fact.open_ends = (bool(dice.whole(0, 1)), bool(dice.whole(0, 1)))
        text = f"{'[('[fact.open_ends[0]]}{low}..{high + step}{'])'[fact.open_ends[1]]}"
    elif kind == 5:
        fact.low, text = low, f"more than {low}"
        fact.open_ends = (True, False)
    else:
        return
    written["range"] = text


def _settings(facts: list[Name], dice: Dice) -> dict[str, Any]:
    written: dict[str, Any] = {}
    ordered = [fact for fact in facts if fact.ordered]
    for number in range(dice.whole(0, 2) if ordered else 0):
        fact = dice.pick(ordered)
        name = f"setting-{number}"
        value: Any = _constant(fact, dice.pick(fact.pool), dice, units=True)
        fact.settings.append(name)
        if dice.whole(0, 1):
            value = {"value": value, "label": f"the setting {number}"}
        written[name] = value
    return written


def _constant(name: Name, value: Constant, dice: Dice, units: bool) -> str:
    text = str(value)
    if name.kind != "date" and dice.whole(0, 5) == 5:
        spelt = [f"{text}.0", f"+{text}"] if isinstance(value, int) and value >= 0 else [text]
        if value == 10:
            spelt = ["1e1", "1_0"]
        text = dice.pick(spelt)
    if units and name.unit and dice.whole(0, 1):
        text += f" {dice.pick(name.unit)}"
    return text


# -- tests -------------------------------------------------------------------------------------


def _operand(name: Name, dice: Dice, value: Constant | None = None) -> str:
    """A value of the pool, or a setting; with `value`, that very one."""
    if value is None and name.settings and dice.whole(0, 2) == 2:
        return dice.pick(name.settings)
    return _constant(name, dice.pick(name.pool) if value is None else value, dice, units=True)


def _item(name: Name, dice: Dice) -> str:
    if name.kind == "yes/no":
        return dice.pick(("yes", "no", "true", "Yes", "= no"))
    if name.kind == "choice":
        return dice.pick(("", "", "= ")) + dice.pick(name.options)
    if name.kind == "list":
        if dice.whole(0, 3) == 3:
            return "empty"
        return f"includes {dice.pick(name.options) if name.options else _operand(name, dice)}"
    form = dice.whole(0, 5)
    if form < 3:
        words: tuple[str, ...] = ("at least ", "at most ", "more than ", "less than ")
        symbols = (">= ", "<=", "> ", "< ", "")
        days = ("before ", "after ", "on or before ", "on or after ")
        if form == 1:
            words = symbols
        elif name.kind == "date":
            words += days
        return dice.pick(words) + _operand(name, dice)
    if form == 3 and not name.settings:
        return f"{_operand(name, dice)} or {dice.pick(('more', 'less'))}"
    if form == 4 and len(name.pool) > 1:
        return _interval(name, dice)
    return dice.pick(("", "= ")) + _operand(name, dice)


def _interval(name: Name, dice: Dice) -> str:
    low, high = sorted(dice.some(name.pool, 2, 2))
    one, two = _operand(name, dice, low), _operand(name, dice, high)
    form = dice.whole(0, 6)
    if form == 0:
        return f"between {one} and {two}"
    if form == 1:
        return f"{one} to {two}"
    gap = high - low  # type: ignore[operator]
    wide = gap.days > 1 if isinstance(gap, timedelta) else gap > 1 or isinstance(gap, Decimal)
    opening, closing = ["[]", "(]", "[)", "()" if wide else "[]"][form % 4]
    return f"{opening}{one}..{two}{closing}"


def _phrase(name: Name, dice: Dice) -> Any:
    form = dice.whole(0, 13)
    if form < 5:
        one = _item(name, dice)
        bare = re.fullmatch(r"\[.*\.\..*\]", one) and dice.whole(0, 1)
        return Raw(one) if bare else one
    if form == 5:
        return dice.pick(("anything", "-"))
    if form == 6:
        return f"not {_item(name, dice)}"
    items = [_item(name, dice) for _ in range(dice.whole(1, 3))]
    if form == 7:
        return items
    if form == 8:
        return f"neither {' nor '.join(items)}"
    if form == 9:
        return f"not ({dice.pick((' or ', ', ')).join(items)})"
    if form == 10:
        return f"not({dice.pick((' or ', ', ')).join(items)})"
    if form == 11 and name.kind == "list" and name.options:
        return f"includes {' or '.join(dice.some(name.options, 1, 3))}"
    if form == 12:
        return [f"not {items[0]}", *items[1:]]
    return dice.pick((" or ", ", ")).join(items)


def _condition(names: list[Name], dice: Dice, depth: int = 0) -> dict[str, Any]:
    """A mapping of tests and groups, each key once."""
    written: dict[str, Any] = {}
    for name in dice.some(names, 1, 2):
        group = dice.whole(0, 5 if depth < 2 else 2)
        if group < 3:
            written[name.id] = _phrase(name, dice)
        elif group == 3:
            written["not"] = _condition(names, dice, depth + 1)
        else:
            parts: Any = _condition(names, dice, depth + 1)
            if dice.whole(0, 1):
                parts = [
                    parts,
                    *(_condition(names, dice, depth + 1) for _ in range(dice.whole(0, 2))),
                ]
            written["any" if group == 4 else "all"] = parts
    return written


# -- decisions ---------------------------------------------------------------------------------


LEVEL = "level"
"""A setting that decisions give, and that is compared with what they gave."""


def _decision(
    number: int, names: list[Name], dice: Dice, *, level: bool
) -> tuple[Name, dict[str, Any]]:
    policy = dice.pick(POLICIES)
    kinds = ("advice", "whole number", "number")
    gives = dice.pick(kinds[1:] if policy in NUMBER_POLICIES else kinds)
    decision = Name(f"decision{number}", "choice" if gives == "advice" else gives)
    written: dict[str, Any] = {"hit policy": policy}
    if gives != "advice":
        written["gives"] = gives
        if dice.whole(0, 2) == 2:
            decision.unit = ("point", "points")
            written["unit"] = "point, points"
        decision.pool = tuple(WHOLES[:4] if gives == "whole number" else NUMBERS[:4])
        level = level and policy not in ("priority", "output order")
        if level:
            decision.settings.append(LEVEL)
    else:
        decision.options = ADVICE
        if dice.whole(0, 1):
            written["gives"] = "advice"
    if dice.whole(0, 1):
        written["title"] = f"What {number} comes to"

    def outcome() -> Any:
        if gives == "advice":
            return dice.pick(ADVICE)
        if level and dice.whole(0, 2) == 2:
            return LEVEL
        return _constant(decision, dice.pick(decision.pool), dice, units=True)

    def outcomes() -> Any:
        if policy in LIST_POLICIES and dice.whole(0, 1):
            return [outcome() for _ in range(dice.whole(1, 3))]
        return outcome()

    rules: list[dict[str, Any]] = []
    for rule in range(dice.whole(1, 4)):
        when = "always" if dice.whole(0, 9) == 9 else _condition(names, dice)
        rules.append({"id": f"rule-{rule}", "when": when, "then": outcomes()})
        if dice.whole(0, 2) == 2:
            rules[-1]["because"] = "It is so"
        if dice.whole(0, 4) == 4:
            rules[-1]["cites"] = ["page 1", "page 2"]
    written["rules"] = rules
    if policy != "collect count" and dice.whole(0, 1):
        then = outcomes()
        written["otherwise"] = {"then": then, "because": "why not"} if dice.whole(0, 1) else then
    if policy in ("priority", "output order"):
        among: Any = ADVICE if gives == "advice" else decision.pool
        written["priorities"] = [str(one) for one in dice.some(among, len(among), len(among))]
    if policy == "collect count":
        decision.kind, decision.options, decision.pool = "whole number", (), WHOLES[:3]
    elif policy in LIST_POLICIES:
        decision.kind = "list"
    return decision, written


def generate(dice: Dice) -> Generated:
    """A whole rulebook."""
    facts: list[Name] = []
    written: dict[str, Any] = {"title": "Made by dice", "version": "1", "facts": {}}
    for number in range(dice.whole(1, 4)):
        fact, content = _fact(number, dice)
        facts.append(fact)
        written["facts"][fact.id] = content
    settings = _settings(facts, dice)
    level = dice.whole(0, 2) == 2
    if level:
        settings[LEVEL] = str(dice.pick(WHOLES[:4]))
    if settings:
        written["settings"] = settings
    written["advice"] = {name: {"title": f"Do {name}"} for name in ADVICE}
    written["advice"][ADVICE[0]]["do"] = f"With {{{facts[0].id}}} in mind and {{{{braces}}}}"
    names = list(facts)
    decisions: dict[str, Any] = {}
    for number in range(dice.whole(1, 4)):
        decision, content = _decision(number, names, dice, level=level)
        # What was decided is read more often than facts are.
        names += [decision] * 2
        decisions[decision.id] = content
    order = dice.some(list(decisions), len(decisions), len(decisions))
    written["decisions"] = {name: decisions[name] for name in order}
    return Generated("\n".join(block(written, dice)) + "\n", tuple(facts))


@st.composite
def rulebooks(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Generated:
    """Random rulebooks."""
    return generate(DrawnDice(draw))


@st.composite
def rulebooks_with_case(
    draw: Callable[[st.SearchStrategy[Any]], Any],
) -> tuple[Generated, dict[str, Given], list[str]]:
    """A rulebook, a complete case for it, and its facts in an order in which to forget them."""
    dice = DrawnDice(draw)
    made = generate(dice)
    names = [fact.id for fact in made.facts]
    return made, made.case(dice), dice.some(names, len(names), len(names))


def random_rulebook(seed: int) -> Generated:
    """The rulebook of a seed."""
    return generate(RandomDice(Random(seed)))
