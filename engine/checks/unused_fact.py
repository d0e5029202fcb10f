"""`unused-fact`: a fact that no rule and no text uses, or that is tested without ever changing an
outcome."""

from __future__ import annotations

from collections.abc import Iterator

from ..language import messages
from ..language.conditions import tests_in
from ..language.diagnostics import Diagnostic
from ..language.editing import without_entry
from ..language.source import Span
from .subject import Subject, place, place_of_test

MOST_PLACES = 5


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each such fact."""
    rulebook = subject.rulebook
    tested: dict[str, list[Span]] = {}
    for decision in rulebook.decisions.values():
        for rule in decision.rules:
            for test in tests_in(rule.condition):
                tested.setdefault(test.fact, []).append(place_of_test(rule, test))
    mattering = _mattering(subject)
    in_scenarios = {fact for scenario in rulebook.scenarios for fact in scenario.case}
    for name, fact in rulebook.facts.items():
        if name in subject.words_used:
            continue
        if name not in tested:
            free = name not in in_scenarios and len(rulebook.facts) > 1
            fix = without_entry(rulebook.source, "facts", place(fact)) if free else None
            yield messages.unused_fact(place(fact), name, fix)
        elif mattering is not None and name not in mattering:
            places = tested[name][:MOST_PLACES]
            yield messages.fact_without_effect(place(fact), name, places)


def _mattering(subject: Subject) -> set[str] | None:
    """The facts that some outcome depends on: those that stand in a reduced diagram."""
    found: set[str] = set()
    for name in subject.rulebook.decisions:
        compiler = subject.compiler(name)
        if compiler is None:
            subject.unexamined[f"which facts change outcomes of `{name}`"] = None
            return None
        levels = compiler.diagrams.levels_below(compiler.result(name))
        found |= {compiler.order[level] for level in levels}
    return found
