"""What a page knows of a rulebook: its diagrams, its words and its drawn steps, as JSON has them.

The page answers by walking the very diagrams by which the engine answers a partial case
(`engine/diagrams/answering.py`); nothing is decided in another way, and everything that is not needed
for that stays out. These are the parts:

`facts`
    every fact that some rule tests, as the rulebook orders them: `kind`, `question`, `label`, `hint`,
    `options` (`[value, words]`), `unit` (`[one, many]`), `range`, and what orders the questions,
    `weights` and `effort`. `cells` has a *test* for each cell of the fact.
test
    a list of values and ranges, one of which must fit. A range is `[low, low open, high, high open]`, with
    null for no bound. Days are ISO texts, which sort as days do.
`levels`
    the place in `facts` of the fact that each level of the diagrams tests.
`table`
    the nodes of all diagrams, each once, as `[level, child…]` with a child for each cell; a node comes
    after its children. A child below zero is a leaf: -1 is leaf 0, -2 is leaf 1, and so on.
`decisions`
    for each decision its `results` in the order in which `possible` lists them, and its diagrams:
    `root` leads to the number of a result. Of the policy `first`, `behind` leads to the number of one of
    the `pairs`, a result and the rule that gave it (-1: no rule); of every other policy, `conditions` has
    for each rule the diagram, with leaves 0 and 1, of whether it holds.
`advice`, `gaps`
    the texts, a template being a list of texts and of `{"slot": name}`; and the gaps that readers fill.
`charts`
    the steps of each drawn flowchart: null is an end, a question is `[name, [[test, to]…]]`; `asked`
    says which names are outcomes of earlier decisions.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import cast

from ...engine import LoadedRulebook
from ...engine.api import plain_result
from ...engine.diagrams.answering import TooManyCasesError
from ...engine.diagrams.compiling import Compiler, Leaf
from ...engine.diagrams.diagram import Diagrams, Node, OverBudgetError
from ...engine.diagrams.flowchart import End, Question, answers_test
from ...engine.diagrams.stages import Stage
from ...engine.evaluate import Case, Fault, Reference, Result
from ...engine.language.conditions import tests_in
from ...engine.language.rulebook import (
    Advice,
    Decision,
    Fact,
    HitPolicy,
    Otherwise,
    Rule,
    Rulebook,
    Slot,
    Template,
)
from ...engine.language.vocabulary import Day, Interval, Number, Unit, plain_value
from ...engine.language.wording import as_text, filled, name_words
from ...engine.outcomes import result_words
from ...engine.scenarios.interview import options
from ..answers import alternatives, bounds

Json = dict[str, object]


def data(rulebook: LoadedRulebook, stages: Iterable[Stage] = (), case: Case | None = None) -> Json:
    """All that the page needs to know, ready for `json.dumps`.

    Raises RulebookError when a decision has too many cases to be looked through.
    """
    definition = rulebook.definition
    compiler = _compiler(rulebook)
    table = _Table(compiler.diagrams)
    facts = [fact for fact in definition.facts.values() if fact.id in compiler.levels]
    place = {fact.id: number for number, fact in enumerate(facts)}
    reference = rulebook.answerer.reference
    decisions = [
        _decision(one, compiler, reference, table) for one in definition.decisions.values()
    ]
    return {
        "rulebook": {
            "id": definition.id,
            "title": definition.title,
            "version": definition.version,
            "fingerprint": definition.fingerprint,
        },
        "facts": [_fact(fact, compiler) for fact in facts],
        "levels": [place[fact] for fact in compiler.order],
        "table": table.rows,
        "decisions": decisions,
        "advice": [_advice(one, definition) for one in definition.advice.values()],
        "gaps": _gaps(definition, place),
        "charts": [_chart(stage) for stage in stages],
        "given": [
            [name, plain_value(value)] for name, value in (case or {}).items() if name in place
        ],
    }


def _compiler(rulebook: LoadedRulebook) -> Compiler:
    """The one compiler that has all diagrams; it may be another after each decision (`_sift`)."""
    names = list(rulebook.definition.decisions)
    found: Compiler | None = None
    for name in names:
        found = rulebook.answerer.compiler(name)
        if found is None:
            raise rulebook.too_many(TooManyCasesError(name))
    assert found is not None  # noqa: S101 - a rulebook has a decision
    for name in names:
        try:
            found.result(name)
            _behind(found, rulebook.definition.decisions[name])
        except OverBudgetError:
            raise rulebook.too_many(TooManyCasesError(name)) from None
    return found


def _behind(compiler: Compiler, decision: Decision) -> list[Node]:
    """The diagrams that say which rules are behind a result."""
    if decision.policy is HitPolicy.FIRST:
        return compiler.later(decision.id)[:1]
    return compiler.conditions(decision.id)


# -- facts -------------------------------------------------------------------------------------


def _fact(fact: Fact, compiler: Compiler) -> Json:
    cells = compiler.cells[fact.id]
    interval = fact.type.interval if isinstance(fact.type, Number | Day) else Interval()
    return {
        "id": fact.id,
        "kind": fact.type.name,
        "question": fact.question,
        "label": name_words(compiler.rulebook, fact.id),
        "hint": fact.hint,
        "options": [[plain_value(value), words] for value, words in options(fact)],
        "unit": _unit(fact.type.unit if isinstance(fact.type, Number) else None),
        "range": bounds(interval.low, interval.low_open, interval.high, interval.high_open),
        "cells": [alternatives(answers_test(cells, [cell])) for cell in range(len(cells))],
        "weights": list(cells.weights),
        "effort": float(fact.effort),
    }


def _unit(unit: Unit | None) -> list[str] | None:
    return [unit.one, unit.many] if unit else None


# -- decisions and their diagrams --------------------------------------------------------------


class _Table:
    """The nodes of some diagrams as rows of numbers, equal ones once."""

    def __init__(self, diagrams: Diagrams) -> None:
        self.diagrams = diagrams
        self.rows: list[list[int]] = []
        self._numbers: dict[tuple[int, ...], int] = {}

    def add(self, root: Node, number_of: Callable[[Hashable], int]) -> int:
        """Where a diagram begins, once its leaves are replaced by their numbers."""
        diagrams = self.diagrams
        done: dict[Node, int] = {}
        for node in sorted(diagrams.nodes_below(root), key=diagrams.level, reverse=True):
            children = diagrams.children(node)
            if not children:
                done[node] = ~number_of(diagrams.value(node))
                continue
            row = (diagrams.level(node), *(done[child] for child in children))
            if row not in self._numbers:
                self._numbers[row] = len(self.rows)
                self.rows.append(list(row))
            done[node] = self._numbers[row]
        return done[root]


def _decision(decision: Decision, compiler: Compiler, reference: Reference, table: _Table) -> Json:
    root, behind = compiler.result(decision.id), _behind(compiler, decision)
    results = sorted(cast("set[Result]", compiler.diagrams.values_below(root)), key=reference.place)
    number_of: Mapping[Hashable, int] = {result: number for number, result in enumerate(results)}
    content: Json = {
        "id": decision.id,
        "title": decision.title,
        "label": name_words(compiler.rulebook, decision.id),
        "policy": decision.policy.value,
        "results": [_result(decision, result) for result in results],
        "root": table.add(root, lambda leaf: number_of[leaf]),
        "rules": [_rule(rule) for rule in decision.rules],
        "otherwise": _reason(decision.otherwise) if decision.otherwise else None,
    }
    if decision.policy is not HitPolicy.FIRST:
        return content | {
            "conditions": [table.add(one, lambda leaf: int(bool(leaf))) for one in behind]
        }
    pairs = sorted(
        (number_of[result], rule)
        for result, rule in cast("set[Leaf]", compiler.diagrams.values_below(behind[0]))
    )
    numbers = {(results[result], rule): number for number, (result, rule) in enumerate(pairs)}
    return content | {
        "pairs": [list(pair) for pair in pairs],
        "behind": table.add(behind[0], lambda leaf: numbers[cast("Leaf", leaf)]),
    }


def _result(decision: Decision, result: Result) -> Json:
    return {
        "outcome": plain_result(result),
        "fault": result.value if isinstance(result, Fault) else None,
        "words": result_words(decision, result),
    }


def _rule(rule: Rule) -> Json:
    names = dict.fromkeys(test.fact for test in tests_in(rule.condition))
    return {"id": rule.id, **_reason(rule), "facts": list(names)}


def _reason(rule: Rule | Otherwise) -> Json:
    return {
        "outcomes": [plain_value(operand.value) for operand in rule.outcomes],
        "because": rule.because,
        "cites": list(rule.cites),
    }


# -- texts -------------------------------------------------------------------------------------


def _advice(advice: Advice, rulebook: Rulebook) -> Json:
    return {
        "id": advice.id,
        "title": advice.title,
        "do": _template(advice.do, rulebook),
        "subject": _template(advice.subject, rulebook),
        "body": _template(advice.body, rulebook),
    }


def _template(template: Template, rulebook: Rulebook) -> list[object]:
    """The template with its settings filled in: these never change on a page."""

    def is_open(part: str | Slot) -> bool:
        return isinstance(part, Slot) and part.name not in rulebook.settings

    found: list[object] = []
    for slots, group in groupby(template, is_open):
        parts = tuple(group)
        if slots:
            found += [{"slot": part.name} for part in parts if isinstance(part, Slot)]
        else:
            found.append(as_text(filled(parts, rulebook, {}, {})))
    return found


def _gaps(rulebook: Rulebook, asked: Mapping[str, int]) -> list[Json]:
    """What readers fill in themselves: the placeholders, and facts in a text that no rule asks for."""
    found: list[Json] = [
        {"id": one.id, "label": one.label, "example": one.example}
        for one in rulebook.placeholders.values()
    ]
    return found + [
        {"id": fact.id, "label": name_words(rulebook, fact.id), "example": ""}
        for fact in rulebook.facts.values()
        if fact.id not in asked
    ]


# -- flowcharts --------------------------------------------------------------------------------


def _chart(stage: Stage) -> Json:
    return {
        "decision": stage.decision,
        "asked": [
            {
                "name": name,
                "decision": asked.decision,
                "about": asked.about,
                "outcome": None if asked.outcome is None else plain_value(asked.outcome),
            }
            for name, asked in stage.asked.items()
        ],
        "parts": [_steps(part.flowchart.steps) for part in stage.parts],
    }


def _steps(steps: Sequence[Question | End]) -> list[object]:
    return [
        [step.fact, [[alternatives(arrow.test), arrow.to] for arrow in step.arrows]]
        if isinstance(step, Question)
        else None
        for step in steps
    ]
