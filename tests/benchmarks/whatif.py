"""How long what-if takes: every question on the bundled rulebooks, and its growth with the rules."""

from __future__ import annotations

from collections.abc import Callable

from fingerpost.engine import LoadedRulebook, load, loads
from fingerpost.engine.diagrams.answering import TooManyCasesError
from fingerpost.engine.evaluate import Case, Result
from fingerpost.engine.scenarios.maps import map_of
from fingerpost.engine.scenarios.reaching import reach
from fingerpost.engine.scenarios.sufficient import smallest_reasons
from fingerpost.engine.scenarios.tipping import vary_fact
from fingerpost.engine.scenarios.tipping_settings import vary_setting

from .growth import Growth
from .measure import fastest
from .tables import Table, random_cases
from .texts import rulebook_text, rules_in_csv

CASES = {
    "hear-back": (
        "next_move",
        ("days_since_last_contact", "follow_ups_ignored"),
        "follow_up_every",
        "move_on",
    ),
    "offer": ("next_step", ("yearly_pay", "weekly_hours"), "enough_to_live_on", "say_yes"),
}


def bundled() -> dict[str, dict[str, float]]:
    """For each bundled rulebook the seconds of each question, all facts known."""
    found: dict[str, dict[str, float]] = {}
    for name, (decision, facts, setting, goal) in CASES.items():
        rulebook = load(name)
        told = rulebook.answerer.reference.told_apart(decision)
        case = {fact: values[-1] for fact, values in told.items()}
        rulebook.advise({})  # the diagrams are made once

        def wanted(result: Result, goal: str = goal) -> bool:
            return result == goal

        answerer = rulebook.answerer
        questions: dict[str, Callable[[], object]] = {
            "one fact": lambda: vary_fact(answerer, decision, case, facts[0]),
            "all facts": lambda: [
                vary_fact(answerer, decision, case, f) for f in rulebook.definition.facts
            ],
            "a setting": lambda: vary_setting(rulebook.definition, decision, case, setting),
            "reach": lambda: reach(answerer, decision, case, wanted),
            "why": lambda: smallest_reasons(answerer, decision, case),
            "map": lambda: map_of(answerer, decision, case, *facts),
        }
        found[name] = {question: fastest(ask) for question, ask in questions.items()}
    return found


def growth(tables: list[Table]) -> list[Growth]:
    """The seconds of tipping points of all facts, by the number of rules."""
    seconds: dict[int, float] = {}
    for table in tables:
        rulebook = loads(rulebook_text(table), tables={table.decision: rules_in_csv(table)})
        case = rulebook.case(random_cases(table, 1)[0])
        seconds[len(table.rows)] = fastest(lambda: _all_facts(rulebook, table.decision, case), 1)
    return [Growth("tipping points of all facts", seconds)]


def _all_facts(rulebook: LoadedRulebook, decision: str, case: Case) -> None:
    for fact in rulebook.definition.facts:
        try:
            vary_fact(rulebook.answerer, decision, case, fact)
        except TooManyCasesError:
            return
