"""The contenders: each turns a table into a function from a case to an advice id.

Each by the fastest way its documentation, type stubs or source offer; other ways were measured.
A contender that cannot take part says why, in a word.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from fingerpost.engine import LoadedRulebook, load, loads

from .tables import NEXT_MOVE, Between, Case, OneOf, Table, Test
from .texts import (
    json_logic,
    python_source,
    rule_engine_text,
    rulebook_text,
    rules_in_csv,
    zen_content,
)

Decide = Callable[[Case], object]

FINGERPOST = "Fingerpost"
HAND_WRITTEN = "hand-written Python"
DATALOGIC = "datalogic-py"
ZEN = "zen-engine"
RULE_ENGINE = "rule-engine"
DURABLE = "durable-rules"


class UnavailableError(Exception):
    """Why a contender does not take part, in a word."""


@dataclass(frozen=True)
class Peer:
    """A contender."""

    name: str
    prepare: Callable[[Table], Decide]


def needed(module: str, package: str) -> Any:
    """A module that need not be installed."""
    try:
        return import_module(module)
    except Exception as error:  # durable-rules fails in C, and not with an ImportError alone
        raise UnavailableError(f"{package} cannot be imported") from error


# Fingerpost.


@cache
def rulebook(table: Table) -> LoadedRulebook:
    """The table as a loaded rulebook."""
    if table is NEXT_MOVE:
        return load("hear-back")
    return loads(rulebook_text(table), tables={table.decision: rules_in_csv(table)})


def reference(table: Table) -> Decide:
    """Fingerpost's own careful answer, which every contender must give."""
    book = rulebook(table)
    return lambda case: book.advise(case)[table.decision].outcome


def fingerpost(table: Table) -> Decide:
    """The compiled decision."""
    return rulebook(table).compile(table.decision)


# Python.


def next_move(case: Case) -> str:
    """Hear-back's `next_move` as a Python programmer would write it, the settings inlined."""
    heard_back = case["heard_back"]
    if heard_back == "offered":
        return "answer_them"
    if heard_back == "rejected":
        return "close_politely"
    if case["impression"] == "cold":
        return "let_go"
    if heard_back == "cold_reply":
        return "let_go"
    if heard_back == "warm_reply":
        return "keep_talking"
    ignored = case["follow_ups_ignored"]
    if ignored >= 3:
        return "move_on"
    wait_is_over = case["days_since_last_contact"] >= 3
    if ignored >= 1 and wait_is_over and case["good_interview"] and case["best_candidate"]:
        return "go_above"
    if ignored == 0 and case["days_since_interview"] >= 3:
        return "follow_up"
    if ignored >= 1 and wait_is_over:
        return "follow_up_again"
    return "wait"


def hand_written(table: Table) -> Decide:
    """For hear-back written by hand, for a seeded table as a hand would write it."""
    if table is NEXT_MOVE:
        return next_move
    names: dict[str, Any] = {}
    exec(python_source(table), names)
    return names["decide"]


# Others' engines.


def datalogic(table: Table) -> Decide:
    """A rule compiled once. With a dict, `Rule.evaluate` is faster than a `Session`."""
    engine = needed("datalogic_py", DATALOGIC).Engine()
    return engine.compile(json_logic(table)).evaluate


def zen(table: Table) -> Decide:
    """An engine with a static loader keeps the compiled decision.

    `create_decision` and `get_decision` compile it anew in each `evaluate`: 20 to 300 times slower.
    """
    content = {"decision": zen_content(table)}
    module = needed("zen", ZEN)
    evaluate = module.ZenEngine({"loader": {"type": "static", "content": content}}).evaluate
    return lambda case: evaluate("decision", case)["result"]["outcome"]


def rule_engine(table: Table) -> Decide:
    """One rule after the other, until one matches."""
    if len(table.rows) > 1000:
        raise UnavailableError("takes minutes to read so many rules")
    module = needed("rule_engine", RULE_ENGINE)
    rules = [(module.Rule(rule_engine_text(row)).matches, row.outcome) for row in table.rows]

    def decide(case: Case) -> str:
        for matches, outcome in rules:
            if matches(case):
                return outcome
        return table.otherwise

    return decide


_numbers = itertools.count()


def durable(table: Table) -> Decide:
    """One ruleset: a case is posted as an event, which fires the first rule by priority.

    Alternatives are a pattern, as more than 15 groups of `|` and `&` do not fit into a rule; with
    the patterns first it is three times faster.
    """
    lang = needed("durable.lang", DURABLE)
    if len(table.rows) > 50:
        raise UnavailableError("holds about 60 rules")
    name = f"{table.name}-{next(_numbers)}"
    found: list[str] = []

    def found_by(outcome: str) -> Callable[[Any], None]:
        return lambda closure: found.append(outcome)

    with lang.ruleset(name):
        for place, row in enumerate(table.rows, start=1):
            patterns_first = sorted(row.when.items(), key=lambda one: isinstance(one[1], Between))
            tests = [part for fact, test in patterns_first for part in _durable(lang, fact, test)]
            condition = tests[0]
            for test in tests[1:]:
                condition &= test
            lang.when_all(lang.pri(place), condition)(found_by(row.outcome))
        anything = +getattr(lang.m, table.read[0])
        lang.when_all(lang.pri(len(table.rows) + 1), anything)(found_by(table.otherwise))
    post = lang.get_host().post

    def decide(case: Case) -> str:
        found.clear()
        post(name, case)
        return found[0]

    return decide


def _durable(lang: Any, fact: str, test: Test) -> list[Any]:
    value = getattr(lang.m, fact)
    if isinstance(test, OneOf):
        if len(test.values) == 1:
            return [value == test.values[0]]
        return [value.matches(f"({'|'.join(map(str, test.values))})")]
    return _durable_bounds(value, test)


def _durable_bounds(value: Any, test: Between) -> list[Any]:
    if test.low == test.high:
        return [value == test.low]
    low = [] if test.low is None else [value >= test.low]
    return low if test.high is None else [*low, value <= test.high]


PEERS = (
    Peer(FINGERPOST, fingerpost),
    Peer(HAND_WRITTEN, hand_written),
    Peer(DATALOGIC, datalogic),
    Peer(ZEN, zen),
    Peer(RULE_ENGINE, rule_engine),
    Peer(DURABLE, durable),
)
