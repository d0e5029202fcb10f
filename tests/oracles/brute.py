"""A naive second reading of the language: YAML text in, answers by trying everything.

It shares no code with Fingerpost: its own reader of phrases (regular expressions), exact fractions
for numbers, complete cases only. A partial case is completed in every way over representative
values. It reads what `properties/rulebooks.py` writes, checks nothing, and is as slow as it looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import yaml


class Fault(str):
    """What a decision without an outcome gives."""

    __slots__ = ()


GAP = Fault("no rule fits")
CLASH = Fault("rules clash")

Value = Any  # bool, str, Fraction, date; a decision may also give a tuple or a Fault
Holds = Callable[[Value], bool]
Look = Callable[[str], Value]


@dataclass(frozen=True)
class Kind:
    """The type of a fact or of what a decision gives."""

    name: str
    options: tuple[str, ...] = ()
    range: Holds = lambda value: True


@dataclass(frozen=True)
class Rule:
    id: str
    when: Callable[[Look], bool]
    then: list[Value]


@dataclass(frozen=True)
class Decision:
    policy: str
    kind: Kind
    rules: list[Rule]
    otherwise: list[Value] | None
    priorities: list[Value]


@dataclass(frozen=True)
class Answer:
    """What every completion of a case, taken together, says of one decision."""

    possible: frozenset[Value]
    rules: frozenset[str]
    ask: frozenset[str]


def normal(given: object) -> Value:
    """A Python value as this reading has it."""
    if isinstance(given, bool | str | date):
        return given
    if isinstance(given, tuple):
        return tuple(map(normal, given))
    assert isinstance(given, int | Decimal)
    return Fraction(given)


class Book:
    """A rulebook, read from its text."""

    def __init__(self, text: str) -> None:
        data = yaml.load(text, yaml.BaseLoader)
        self.points: dict[str, set[Value]] = {}
        self.settings: dict[str, Value] = {}
        for name, written in (data.get("settings") or {}).items():
            word = written["value"] if isinstance(written, dict) else written
            self.settings[name] = self._constant(word)
        self.kinds: dict[str, Kind] = {}
        self.facts = list(data["facts"])
        for name, written in data["facts"].items():
            kind = Kind(written["type"], tuple(written.get("options", ())))
            inside = (
                self._phrase(written["range"], name, kind) if "range" in written else kind.range
            )
            self.kinds[name] = Kind(kind.name, kind.options, inside)
        for name, written in data["decisions"].items():
            self.kinds[name] = _gives(written)
        self.decisions = {name: self._decision(one) for name, one in data["decisions"].items()}

    # -- reading -------------------------------------------------------------------------------

    def _constant(self, word: str) -> Value:
        word = word.strip()
        if word in self.settings:
            return self.settings[word]
        if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
            return date(*map(int, word.split("-")))
        number = re.match(r"[+-]?[\d_]+(\.\d+)?(e\d+)?", word)
        assert number, word
        return Fraction(number[0].replace("_", ""))

    def _value(self, word: str, kind: Kind) -> Value:
        if kind.name == "yes/no":
            return {"yes": True, "true": True, "no": False, "false": False}[word.lower()]
        if kind.name in ("choice", "advice") or kind.options:
            assert word in kind.options, word
            return word
        return self._constant(word)

    def _decision(self, written: Mapping[str, Any]) -> Decision:
        kind = self._outcome_kind

        def outcomes(node: Any) -> list[Value]:
            return [kind(written, word) for word in ([node] if isinstance(node, str) else node)]

        rules = [
            Rule(rule["id"], self._when(rule["when"]), outcomes(rule["then"]))
            for rule in written["rules"]
        ]
        otherwise = written.get("otherwise")
        if isinstance(otherwise, dict):
            otherwise = otherwise["then"]
        return Decision(
            written["hit policy"],
            _gives(written),
            rules,
            None if otherwise is None else outcomes(otherwise),
            outcomes(written.get("priorities", [])),
        )

    def _outcome_kind(self, written: Mapping[str, Any], word: str) -> Value:
        return word if written.get("gives", "advice") == "advice" else self._constant(word)

    def _when(self, node: Any) -> Callable[[Look], bool]:
        if node == "always":
            return lambda look: True
        parts = [self._part(key, value) for key, value in node.items()]
        return lambda look: all([part(look) for part in parts])

    def _part(self, key: str, node: Any) -> Callable[[Look], bool]:
        if key == "not":
            inner = self._when(node)
            return lambda look: not inner(look)
        if key in ("all", "any"):
            if isinstance(node, dict):
                parts = [self._part(*pair) for pair in node.items()]
            else:
                parts = [self._when(item) for item in node]
            if key == "all":
                return lambda look: all([part(look) for part in parts])
            return lambda look: any([part(look) for part in parts])
        kind = self.kinds[key]
        if (
            isinstance(node, list)
            and len(node) == 1
            and re.fullmatch(r"[^(\[]+\.\.[^)\]]+", node[0])
        ):
            node = f"[{node[0]}]"
        words = [node] if isinstance(node, str) else node
        tests = [self._phrase(word, key, kind) for word in words]
        return lambda look: any([test(look(key)) for test in tests])

    def _phrase(self, text: str, name: str, kind: Kind) -> Holds:
        text = " ".join(text.split())
        if text in ("-", "anything"):
            return lambda value: True
        found = re.fullmatch(r"neither (.*)", text)
        if found:
            return _none([self._item(item, name, kind) for item in found[1].split(" nor ")])
        found = re.fullmatch(r"not ?(.*)", text) if re.match(r"not\b", text) else None
        if found:
            group = re.fullmatch(r"\((.*)\)", found[1])
            if group and not _INTERVAL.fullmatch(found[1]):
                return _none(self._items(group[1], name, kind))
            return _none([self._item(found[1], name, kind)])
        tests = self._items(text, name, kind)
        return lambda value: any([test(value) for test in tests])

    def _items(self, text: str, name: str, kind: Kind) -> list[Holds]:
        tests: list[Holds] = []
        including = False
        for item in _BETWEEN_ITEMS.split(text):
            bare = including and item != "empty" and not item.startswith("includes ")
            tests.append(self._item(f"includes {item}" if bare else item, name, kind))
            including = bare or item.startswith("includes ")
        return tests

    def _item(self, text: str, name: str, kind: Kind) -> Holds:
        def constant(word: str) -> Value:
            value = self._value(word.strip(), kind)
            self.points.setdefault(name, set()).add(value)
            return value

        if text == "empty" and kind.name == "list":
            return _real(lambda value: value == ())
        found = re.fullmatch(r"includes (.*)", text)
        if found:
            wanted = self._value(found[1], kind)
            return _real(lambda value: wanted in value)
        for pattern, compare in _COMPARISONS:
            found = re.fullmatch(pattern, text)
            if found:
                bound = constant(found[1])
                return _real(lambda value, compare=compare: compare(value, bound))
        interval = _INTERVAL.fullmatch(text)
        between = re.fullmatch(r"between (.*) and (.*)", text) or re.fullmatch(
            r"(.*) to (.*)", text
        )
        if interval or between:
            opening, low, high, closing = (
                interval.groups() if interval else ("[", *between.groups(), "]")
            )
            return _within(constant(low), constant(high), opening == "(", closing == ")")
        wanted = constant(re.sub("^= ?", "", text))
        return _real(lambda value: value == wanted)

    # -- complete cases ------------------------------------------------------------------------

    def decide(self, case: Mapping[str, Value]) -> dict[str, tuple[Value, frozenset[str]]]:
        """For a complete case, each decision's result and the rules that made it."""
        made: dict[str, tuple[Value, frozenset[str]]] = {}

        def look(name: str) -> Value:
            if name in case:
                return case[name]
            if name not in made:
                made[name] = _apply(self.decisions[name], look)
            return made[name][0]

        for name in self.decisions:
            look(name)
        return made

    # -- partial cases -------------------------------------------------------------------------

    def representatives(self, fact: str) -> list[Value]:
        """Values of a fact, at least one of each kind that the rulebook's tests tell apart."""
        kind = self.kinds[fact]
        if kind.name == "yes/no":
            return [True, False]
        if kind.name == "choice":
            return list(kind.options)
        points = sorted(self.points.get(fact, ()))
        if not points:
            return [date(2026, 1, 1) if kind.name == "date" else Fraction(0)]
        step: Any = timedelta(1) if kind.name == "date" else 1
        values: list[Value] = [points[0] - step, *points, points[-1] + step]
        for low, high in pairwise(points):
            middle = (low + high) / 2 if kind.name == "number" else low + step
            values += [middle] if middle < high else []
        return [value for value in values if kind.range(value)]

    def completions(self, case: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
        """Every way to fill in the unknown facts, the last fact varying fastest."""
        unknown = [fact for fact in self.facts if fact not in case]
        for values in product(*map(self.representatives, unknown)):
            yield {**case, **dict(zip(unknown, values, strict=True))}

    def answers(self, case: Mapping[str, Value]) -> dict[str, Answer]:
        """The answer of each decision for a partial case."""
        unknown = [fact for fact in self.facts if fact not in case]
        sizes = [len(self.representatives(fact)) for fact in unknown]
        rows = [self.decide(completed) for completed in self.completions(case)]
        answers: dict[str, Answer] = {}
        for name in self.decisions:
            results = [row[name][0] for row in rows]
            matter: set[str] = set()
            stride = 1
            for fact, size in zip(reversed(unknown), reversed(sizes), strict=True):
                for place, result in enumerate(results):
                    digit = place // stride % size
                    if result != results[place - digit * stride]:
                        matter.add(fact)
                stride *= size
            rules = frozenset().union(*(row[name][1] for row in rows))
            possible = frozenset(results)
            answers[name] = Answer(
                possible, rules if len(possible) == 1 else frozenset(), frozenset(matter)
            )
        return answers


def _gives(written: Mapping[str, Any]) -> Kind:
    """What a decision is for those that read it."""
    policy, gives = written["hit policy"], written.get("gives", "advice")
    if policy == "collect count":
        return Kind("whole number")
    words: list[Any] = [rule["then"] for rule in written["rules"]]
    words += [written["otherwise"]] if "otherwise" in written else []
    options = _ANY_ADVICE if gives == "advice" else ()
    return Kind("list" if policy in ("rule order", "output order", "collect") else gives, options)


class _AnyAdvice(tuple[str, ...]):
    """Any word may be an advice; nothing is checked here."""

    __slots__ = ()

    def __contains__(self, word: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True


_ANY_ADVICE = _AnyAdvice()
_END = r"((?:(?!\.\.)[^\[\](),])+)"
_INTERVAL = re.compile(rf"([\[(]){_END}\.\.{_END}([\])])")
_BETWEEN_ITEMS = re.compile(
    r", ?|(?<!\bon) or (?!(?:more|less)\b(?! than\b))|(?<=\bon) or (?!(?:before|after) )"
)
_COMPARISONS: tuple[tuple[str, Callable[[Value, Value], bool]], ...] = (
    (r"(?:at least|on or after|>=) ?(.*)", lambda value, bound: value >= bound),
    (r"(?:at most|on or before|<=) ?(.*)", lambda value, bound: value <= bound),
    (r"(?:more than|after|>) ?(.*)", lambda value, bound: value > bound),
    (r"(?:less than|before|<) ?(.*)", lambda value, bound: value < bound),
    (r"(.*) or more", lambda value, bound: value >= bound),
    (r"(.*) or less", lambda value, bound: value <= bound),
)


def _real(test: Holds) -> Holds:
    """No test but a negated one holds for what has no outcome."""
    return lambda value: not isinstance(value, Fault) and test(value)


def _none(tests: list[Holds]) -> Holds:
    return lambda value: not any([test(value) for test in tests])


def _within(low: Value, high: Value, low_open: bool, high_open: bool) -> Holds:
    def inside(value: Value) -> bool:
        above = value > low if low_open else value >= low
        return above and (value < high if high_open else value <= high)

    return _real(inside)


def _apply(decision: Decision, look: Look) -> tuple[Value, frozenset[str]]:
    """The hit policy, applied to the rules that hold."""
    held = [rule for rule in decision.rules if rule.when(look)]
    policy, ids = decision.policy, frozenset(rule.id for rule in held)
    if not held and decision.otherwise is not None:
        if decision.kind.name == "list":
            return _listed(decision, decision.otherwise), ids
        return decision.otherwise[0], ids
    if policy == "collect count":
        return Fraction(len(held)), ids
    if decision.kind.name == "list":
        return _listed(decision, [value for rule in held for value in rule.then]), ids
    given = [rule.then[0] for rule in held]
    if policy == "collect sum":
        return sum(given, Fraction(0)), ids
    if not held:
        return GAP, ids
    if policy == "first":
        return given[0], frozenset({held[0].id})
    if policy == "priority":
        best = next(value for value in decision.priorities if value in given)
        return best, frozenset(rule.id for rule in held if rule.then[0] == best)
    if policy in ("collect min", "collect max"):
        return (min if policy == "collect min" else max)(given), ids
    assert policy in ("unique", "any"), policy
    agree = len(held) == 1 if policy == "unique" else all(value == given[0] for value in given)
    return (given[0] if agree else CLASH), ids


def _listed(decision: Decision, values: Iterable[Value]) -> Value:
    once: list[Value] = []
    for value in values:
        if value not in once:
            once.append(value)
    if decision.policy == "output order":
        return tuple(value for value in decision.priorities if value in once)
    if decision.policy == "collect":  # in no order of its own: as the rules first name them
        named = [value for rule in decision.rules for value in rule.then] + once
        return tuple(sorted(once, key=named.index))
    return tuple(once)
