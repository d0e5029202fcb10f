"""What a drawing says, in the rulebook's words and without a place on paper yet.

Every format starts here: a `Chart` is one flowchart, with its steps as people read them. Ids stay beside
the words, so that a picture can be traced back to its rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from ..engine import LoadedRulebook
from ..engine.diagrams.flowchart import Certificate, End, Question
from ..engine.diagrams.ladders import Rung
from ..engine.diagrams.stages import Asked, Part, Stage
from ..engine.evaluate import Fault
from ..engine.language.conditions import Operand, Test
from ..engine.language.rulebook import Decision, HitPolicy, Rulebook
from ..engine.language.vocabulary import (
    AnyType,
    Choice,
    Value,
    plain_value,
)
from ..engine.language.wording import capitalized, condition_words, joined, range_words, value_words
from ..engine.outcomes import result_words

MOST_LISTED = 64
"""Letters of a list of options on an arrow, while the other arrows say theirs."""
ANYTHING_ELSE = "anything else"


@dataclass(frozen=True)
class Way:
    """An answer to a question: its words, the step it leads to, and the number of its arrow."""

    words: str
    to: int
    arrow: int


@dataclass(frozen=True)
class Ask:
    """A step that asks. `name` is the fact, or what is asked of an earlier decision; `after` is that
    decision's id, if any."""

    name: str
    words: str
    ways: tuple[Way, ...]
    after: str | None = None


@dataclass(frozen=True)
class Outcome:
    """A step that ends. `ids` are the outcomes, `rules` the ids of the rules behind it, `behind`
    the same for people. `look` numbers how it is drawn: equal outcomes look alike everywhere, and
    None is a plain look, for an end at which nothing comes out."""

    words: str
    ids: tuple[str, ...]
    rules: tuple[str, ...]
    behind: str
    look: int | None
    fault: bool = False


Step = Ask | Outcome


@dataclass(frozen=True)
class Chart:
    """One flowchart: the whole of a decision, or part number `part` of it under its own `title`."""

    decision: str
    part: int
    title: str
    steps: tuple[Step, ...]
    certificate: Certificate


@dataclass(frozen=True)
class Content:
    """All that is drawn of one decision."""

    decision: str
    title: str
    intro: str
    charts: tuple[Chart, ...]
    stage: Stage

    @property
    def cases(self) -> int:
        """How many situations its proofs went through."""
        return sum(chart.certificate.cases for chart in self.charts)


Looks = Mapping[tuple[str, str], int]
"""The number of the look of each outcome, by decision and id."""


def looks_of(rulebook: Rulebook) -> Looks:
    """One look for each outcome of the rulebook, as its decisions first give them."""
    numbers = count()
    found: dict[tuple[str, str], int] = {}
    by_advice: dict[str, int] = {}
    for decision in rulebook.decisions.values():
        for one in decision.outcomes():
            key = (decision.id, str(plain_value(one.value)))
            if key[1] in rulebook.advice:
                found.setdefault(key, by_advice.setdefault(key[1], -1))
                if by_advice[key[1]] < 0:
                    by_advice[key[1]] = next(numbers)
                found[key] = by_advice[key[1]]
            elif key not in found:
                found[key] = next(numbers)
    return found


def content_of(rulebook: LoadedRulebook, stage: Stage) -> Content:
    """One decision in words."""
    definition = rulebook.definition
    decision = definition.decisions[stage.decision]
    looks = looks_of(definition)
    charts = tuple(
        _chart(definition, stage, decision, part, number, looks)
        for number, part in enumerate(stage.parts)
    )
    intro = _intro(decision, charts)
    if stage.rungs:
        intro = f"{intro} Go down the rules; the first that fits decides.".strip()
    return Content(decision.id, decision.title, intro, charts, stage)


def _intro(decision: Decision, charts: Sequence[Chart]) -> str:
    """How the parts come together."""
    if not charts[0].title:
        return ""
    match decision.policy:
        case HitPolicy.SUM:
            return "Go through all parts, and add up what comes out."
        case HitPolicy.COUNT:
            return "Go through all parts, and count how many come out."
        case HitPolicy.MIN:
            return "Go through all parts, and keep the smallest number that comes out."
        case HitPolicy.MAX:
            return "Go through all parts, and keep the largest number that comes out."
        case HitPolicy.COLLECT:
            return "Go through all parts; everything that comes out is worth doing."
        case _:
            return "Go through all parts in this order; everything that comes out is worth doing."


# -- steps -------------------------------------------------------------------------------------


def _chart(
    rulebook: Rulebook, stage: Stage, decision: Decision, part: Part, number: int, looks: Looks
) -> Chart:
    chart = part.flowchart
    steps = tuple(
        _ask(rulebook, stage, step)
        if isinstance(step, Question)
        else _outcome(rulebook, decision, part, step, looks)
        for step in chart.steps
    )
    title = _something(rulebook, decision, part.outcomes) if part.outcomes else ""
    if chart.certificate is None:
        raise ValueError(f"the flowchart of {decision.id} is not proven")
    return Chart(decision.id, number, capitalized(title), steps, chart.certificate)


def _value(decision: Decision, value: Value) -> str:
    return value_words(value, decision.type)


def _ask(rulebook: Rulebook, stage: Stage, question: Question) -> Ask:
    kind = stage.facts[question.fact].type
    words = answers_words([arrow.test for arrow in question.arrows], kind)
    made = (
        Way(one, arrow.to, number)
        for number, (one, arrow) in enumerate(zip(words, question.arrows, strict=True))
    )
    # What is said of all others comes last: where a question goes on elsewhere, it stands there.
    ways = tuple(sorted(made, key=lambda way: way.words == ANYTHING_ELSE))
    rung = stage.rungs.get(question.fact)
    if rung is not None:
        return Ask(question.fact, rung_words(rulebook, stage.decision, rung), ways)
    asked = stage.asked.get(question.fact)
    if asked is None:
        return Ask(question.fact, stage.facts[question.fact].question, ways)
    return Ask(question.fact, asked_words(rulebook, asked), ways, asked.decision)


def answers_words(tests: Sequence[Test[Operand]], kind: AnyType) -> list[str]:
    """The answers to one question. A long list of options, where the others are named, is "anything else"."""
    words = [range_words(test, kind) for test in tests]
    longest = max(range(len(words)), key=lambda number: len(words[number]))
    if isinstance(kind, Choice) and len(words) > 1 and len(words[longest]) > MOST_LISTED:
        words[longest] = ANYTHING_ELSE
    return words


def rung_words(rulebook: Rulebook, decision: str, rung: Rung) -> str:
    """The question whether a rule fits: its condition, in words."""
    rules = rulebook.decisions[decision].rules
    number = next((n for n, rule in enumerate(rules, 1) if rule.id == rung.rule), None)
    if number is None:
        return "Does no other rule fit?"
    words = condition_words(rulebook, rung.condition)
    return f"Rule {number}: {words}?"


def asked_words(rulebook: Rulebook, asked: Asked) -> str:
    """The question for the outcome of an earlier decision."""
    decision = rulebook.decisions[asked.decision]
    if asked.about == "empty":
        return f"Did nothing at all come out of “{decision.title}”?"
    if asked.outcome is not None:
        words = value_words(asked.outcome, decision.type)
        return f"Did “{words}” come out of “{decision.title}”?"
    return f"What came out of “{decision.title}”?"


def _outcome(rulebook: Rulebook, decision: Decision, part: Part, end: End, looks: Looks) -> Outcome:
    behind = rules_words(decision, end.rules)
    result = end.result
    if isinstance(result, Fault):
        words = (
            "No rule fits" if result is Fault.NO_RULE_FITS else "The rules contradict each other"
        )
        return Outcome(words, (), end.rules, behind, None, fault=True)
    values = result if isinstance(result, tuple) else (result,)
    ids = tuple(str(plain_value(value)) for value in values)
    if part.outcomes is None:
        words = result_words(decision, result)
    elif not values:
        return Outcome(_nothing(decision), (), (), "", None)
    else:
        words = _something(rulebook, decision, values)
    look = looks.get((decision.id, ids[0])) if ids else None
    return Outcome(words, ids, end.rules, behind or "otherwise", look)


def _something(rulebook: Rulebook, decision: Decision, values: Sequence[Value]) -> str:
    words = joined(
        rulebook.advice[str(value)].title if value in rulebook.advice else _value(decision, value)
        for value in values
    )
    match decision.policy:
        case HitPolicy.SUM:
            taken = [
                _value(decision, -one)
                for one in values
                if isinstance(one, int | Decimal) and one < 0
            ]
            return f"take away {taken[0]}" if taken else f"add {words}"
        case HitPolicy.COUNT:
            return f"count “{words}”"
        case _:
            return words


def _nothing(decision: Decision) -> str:
    match decision.policy:
        case HitPolicy.SUM:
            return "nothing to add"
        case HitPolicy.COUNT:
            return "nothing to count"
        case _:
            return "not this one"


def rules_words(decision: Decision, rules: Sequence[str]) -> str:
    """`rule 3`, `rules 1 and 4`: the rules as they are numbered in the decision table."""
    numbers = [str(n) for n, rule in enumerate(decision.rules, 1) if rule.id in rules]
    if not numbers:
        return ""
    return f"rule{'s' if len(numbers) > 1 else ''} {joined(numbers)}"
