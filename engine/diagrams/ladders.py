"""Ladders: a decision rule by rule, where a flowchart of its facts would be too large for anybody.

Each rung asks whether one rule fits, in the rule's own words; the first that fits decides. A decision of
many rules over many facts has a flowchart of thousands of questions, and a ladder of as many rungs as rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..evaluate import Result
from ..language.conditions import Condition, Is, Operand
from ..language.rulebook import Decision, HitPolicy, Rule, Rulebook
from .diagram import OverBudgetError
from .flowchart import MOST_STEPS, Arrow, Certificate, End, Flowchart, Order, Question

METHOD = "every rule as it is written, in its order"


@dataclass(frozen=True)
class Rung:
    """A question whether a rule fits: its id, the rule's id, and its condition as it is written."""

    id: str
    rule: str
    condition: Condition[Operand]


def rungs_of(decision: Decision, rules: Sequence[Rule]) -> tuple[Rung, ...]:
    """The rungs for some rules of a decision, in the order in which the first that fits decides.

    Raises OverBudgetError for the policies `unique` and `any`: there no rule comes first.
    """
    if decision.policy in (HitPolicy.UNIQUE, HitPolicy.ANY) or len(rules) * 2 > MOST_STEPS:
        raise OverBudgetError
    ordered = list(rules)
    if decision.policy is HitPolicy.PRIORITY:
        ordered.sort(key=lambda rule: decision.priorities.index(rule.outcomes[0].value))
    return tuple(Rung(f"{decision.id} rule {rule.id}", rule.id, rule.condition) for rule in ordered)


def ladder(
    rulebook: Rulebook,
    decision: str,
    order: Order,
    rungs: Sequence[Rung],
    results: Sequence[Result],
    last: Result,
) -> Flowchart:
    """The ladder, with a certificate: what each rung gives when it fits, and what comes after all."""
    steps: list[Question | End] = []
    for number, (rung, result) in enumerate(zip(rungs, results, strict=True)):
        fits = Arrow(Is(Operand(True)), (True,), 2 * number + 1)
        on = Arrow(Is(Operand(False)), (False,), 2 * number + 2)
        steps += [Question(rung.id, (fits, on)), End(result, (rung.rule,))]
    steps.append(End(last, ()))
    made = Flowchart(decision, order, tuple(steps))
    certificate = Certificate(rulebook.fingerprint, made.fingerprint, len(rungs) + 1, METHOD)
    return replace(made, certificate=certificate)
