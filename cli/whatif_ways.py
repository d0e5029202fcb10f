"""`fingerpost whatif --reach`, `--avoid` and `--why`: the nearest other answer, and the fewest reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..engine import Answer, LoadedRulebook
from ..engine.evaluate import Result
from ..engine.language.cases import Known
from ..engine.language.rulebook import Rulebook
from ..engine.language.vocabulary import plain_value
from ..engine.language.wording import range_words
from ..engine.scenarios.reaching import MOST_WAYS, FactChange, Reaching, reach
from ..engine.scenarios.sufficient import MOST_SETS, smallest_reasons
from ..engine.scenarios.telling import (
    fact_words,
    no_way_words,
    possible_words,
    way_words,
)
from .output import print_json, print_lines
from .style import Style, out, wrapped

FEW_WAYS = 3
"""Ways that are told without `--all`."""


@dataclass(frozen=True)
class Goal:
    """An advice to reach, or to avoid."""

    advice: str
    avoided: bool

    def is_met(self, result: Result) -> bool:
        """Whether a result is what is wanted."""
        given = self.advice in result if isinstance(result, tuple) else result == self.advice
        return given != self.avoided


def nearest(
    rulebook: LoadedRulebook,
    known: Known,
    goal: Goal,
    decision: str | None,
    *,
    every: bool,
    as_json: bool,
) -> None:
    """The smallest changes that meet a goal, in a decision or in the first that can give the advice."""
    giving = _all_giving(rulebook.definition, goal.advice)
    asked = decision or next(iter([*giving, *rulebook.definition.decisions]))
    most = MOST_WAYS if every else FEW_WAYS
    found = reach(rulebook.answerer, asked, known, goal.is_met, most)
    if as_json:
        print_json(_reaching_as_json(rulebook.definition, found, goal))
    else:
        print_lines(_reaching_lines(rulebook.definition, known, found, goal, out()))


def _all_giving(rulebook: Rulebook, advice: str) -> list[str]:
    """The decisions that can give an advice."""
    return [
        name
        for name, decision in rulebook.decisions.items()
        if any(one.value == advice for one in decision.outcomes())
    ]


def _reaching_as_json(rulebook: Rulebook, found: Reaching, goal: Goal) -> dict[str, object]:
    return {
        "decision": found.decision,
        "avoid" if goal.avoided else "reach": goal.advice,
        "already": found.already,
        "never": found.never,
        "ways": [
            {
                "cost": plain_value(way.cost),
                "changes": [_change_as_json(rulebook, one) for one in way.changes],
                "turns_out": [_change_as_json(rulebook, one) for one in way.turns_out],
            }
            for way in found.ways
        ],
        "forbidding": list(found.forbidding),
    }


def _change_as_json(rulebook: Rulebook, change: FactChange) -> dict[str, object]:
    kind = rulebook.facts[change.fact].type
    return {
        "fact": change.fact,
        "from": None if change.old is None else plain_value(change.old),
        "to": plain_value(change.new),
        "values": None if change.values is None else range_words(change.values, kind),
    }


def _reaching_lines(
    rulebook: Rulebook, known: Known, found: Reaching, goal: Goal, style: Style
) -> Iterator[str]:
    title = f"“{rulebook.advice[goal.advice].title}”"
    aim = f"anything but {title}" if goal.avoided else title
    if len(_all_giving(rulebook, goal.advice)) > 1:
        aim = f"{aim} (for “{rulebook.decisions[found.decision].title}”)"
    if found.already:
        yield from wrapped(f"The case is there already: {aim}.", style.width)
        return
    if not found.ways:
        yield from wrapped(no_way_words(rulebook, known, found, aim), style.width)
        return
    yield from wrapped(style(f"What leads to {aim}, the least first:", bold=True), style.width)
    for number, way in enumerate(found.ways, 1):
        yield from wrapped(way_words(rulebook, way), style.width, "     ", f"  {number}. ")


# -- reasons -----------------------------------------------------------------------------------


def reasons(
    rulebook: LoadedRulebook,
    known: Known,
    decisions: Sequence[str],
    *,
    every: bool,
    as_json: bool,
) -> None:
    """The fewest facts that force each outcome."""
    most = MOST_SETS if every else 1
    found = {name: smallest_reasons(rulebook.answerer, name, known, most) for name in decisions}
    answer = rulebook.answer(known)
    if as_json:
        told = {
            decision: {
                "settled": answer[decision].settled,
                "outcome": answer[decision].outcome,
                "reasons": [list(one) for one in sets],
            }
            for decision, sets in found.items()
        }
        print_json({"why": told})
    else:
        print_lines(_why_lines(rulebook.definition, known, answer, found, out()))


def _why_lines(
    rulebook: Rulebook,
    known: Known,
    answer: Answer,
    found: Mapping[str, Sequence[Sequence[str]]],
    style: Style,
) -> Iterator[str]:
    for name, sets in found.items():
        decision = rulebook.decisions[name]
        words = possible_words(decision, answer.found[name].possible)
        yield from wrapped(style(f"{decision.title}: {words}", bold=True), style.width)
        if not sets:
            yield from wrapped(
                "This is still open, so nothing forces it yet.", style.width, "  ", "  "
            )
        for one in sets:
            if not one:
                text = "This is so in every case, whatever the facts are."
            else:
                facts = fact_words(rulebook, known, one)
                text = f"This follows already from: {facts}. Nothing else matters."
            yield from wrapped(text, style.width, "    ", "  ")
