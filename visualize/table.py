"""A decision as a DMN decision table: a row for each rule, the inputs, the outcome, the reason.

A rule whose condition is no plain "and" of tests takes several rows, as in DMN: any of them will do.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..engine import LoadedRulebook
from ..engine.diagrams.boxes import boxes_of
from ..engine.diagrams.cells import cells_of, members
from ..engine.diagrams.diagram import OverBudgetError
from ..engine.diagrams.flowchart import answers_test
from ..engine.diagrams.stages import Stage
from ..engine.language.rulebook import HitPolicy
from ..engine.language.wording import condition_words, joined, name_words, range_words, value_words
from .content import asked_words

HIT_LETTERS = {
    HitPolicy.UNIQUE: "U",
    HitPolicy.ANY: "A",
    HitPolicy.FIRST: "F",
    HitPolicy.PRIORITY: "P",
    HitPolicy.RULE_ORDER: "R",
    HitPolicy.OUTPUT_ORDER: "O",
    HitPolicy.COLLECT: "C",
    HitPolicy.COUNT: "C#",
    HitPolicy.SUM: "C+",
    HitPolicy.MIN: "C<",
    HitPolicy.MAX: "C>",
}
HIT_WORDS = {
    HitPolicy.UNIQUE: "no two rules ever fit at once",
    HitPolicy.ANY: "all rules that fit give the same",
    HitPolicy.FIRST: "the first rule that fits decides",
    HitPolicy.PRIORITY: "of all that fits, the most important counts",
    HitPolicy.RULE_ORDER: "everything that fits counts, in the order of the rules",
    HitPolicy.OUTPUT_ORDER: "everything that fits counts, the most important first",
    HitPolicy.COLLECT: "everything that fits counts",
    HitPolicy.COUNT: "the number of rules that fit counts",
    HitPolicy.SUM: "what all rules that fit give is added up",
    HitPolicy.MIN: "the smallest number of all that fits counts",
    HitPolicy.MAX: "the largest number of all that fits counts",
}
"""What the letters mean, for people who never heard of DMN."""


@dataclass(frozen=True)
class Row:
    """One row: the number of its rule, a cell for each input, what comes out, and why."""

    number: str
    cells: tuple[str, ...]
    outcome: str
    reason: str


@dataclass(frozen=True)
class Table:
    """A decision table in DMN's orientation: rules are rows. `hit` is DMN's letter of the policy, `policy`
    what it means."""

    decision: str
    title: str
    hit: str
    policy: str
    inputs: tuple[str, ...]
    rows: tuple[Row, ...]


def table_of(rulebook: LoadedRulebook, stage: Stage) -> Table:
    """The decision table of a decision."""
    definition = rulebook.definition
    decision = definition.decisions[stage.decision]
    names, cells = _cells(rulebook, stage)
    rows: list[Row] = []
    for number, rule in enumerate(decision.rules):
        outcome = joined(value_words(one.value, decision.type) for one in rule.outcomes)
        reason = f"{rule.because} ({', '.join(rule.cites)})" if rule.cites else rule.because
        for at, row in enumerate(cells[number]):
            several = len(cells[number]) > 1
            label = f"{number + 1}{_letter(at)}" if several else str(number + 1)
            rows.append(Row(label, row, outcome, reason if at == 0 else ""))
    if decision.otherwise:
        given = decision.otherwise.outcomes
        outcome = joined(value_words(one.value, decision.type) for one in given)
        row = ("otherwise", *[ANY] * (len(names) - 1))[: len(names)]
        rows.append(Row("–", row, outcome, decision.otherwise.because))
    return Table(
        decision.id,
        decision.title,
        HIT_LETTERS[decision.policy],
        HIT_WORDS[decision.policy],
        names,
        tuple(rows),
    )


def _cells(
    rulebook: LoadedRulebook, stage: Stage
) -> tuple[tuple[str, ...], list[list[tuple[str, ...]]]]:
    """The inputs, and for each rule its rows of cells."""
    definition = rulebook.definition
    alone = stage.definition.decisions[stage.decision]
    try:
        boxes = boxes_of(stage.definition, alone, cells_of(stage.definition))
    except OverBudgetError:  # a rule that would take too many rows: say the conditions in words
        rules = definition.decisions[stage.decision].rules
        return ("when",), [[(condition_words(definition, rule.condition),)] for rule in rules]
    names = tuple(
        asked_words(definition, stage.asked[name])
        if name in stage.asked
        else name_words(definition, name)
        for name in boxes.facts
    )
    found: list[list[tuple[str, ...]]] = [[] for _ in alone.rules]
    for number, rule in enumerate(boxes.rule_of):
        cells = zip(boxes.facts, boxes.cells, boxes.boxes[number], boxes.whole, strict=True)
        found[rule].append(
            tuple(
                ANY
                if allowed == whole
                else range_words(
                    answers_test(column, tuple(members(allowed))), stage.facts[name].type
                )
                for name, column, allowed, whole in cells
            )
        )
    return names, found


def _letter(number: int) -> str:
    return chr(ord("a") + number) if number < 26 else f".{number + 1}"


ANY = "–"
"""A cell in which anything will do, as in DMN."""
