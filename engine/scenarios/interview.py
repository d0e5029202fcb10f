"""An interview, as data: which question comes next, and what is known so far.

Whoever leads it (a terminal, a page) shows `question` and calls `answered`, `skipped` or `back`;
each gives a new interview.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..diagrams.questions import Plan
from ..evaluate import Case, DecisionAnswer
from ..language.rulebook import Fact, Rulebook
from ..language.vocabulary import Choice, Value, YesNo


@dataclass(frozen=True)
class Interview:
    """What has been asked: each step is a fact with its value, or None for "I don't know"."""

    rulebook: Rulebook
    answerer: Callable[[Case], Mapping[str, DecisionAnswer]]
    given: Mapping[str, Value]
    plan: Callable[[str, Case], Plan | None] | None = None
    steps: tuple[tuple[str, Value | None], ...] = ()

    @cached_property
    def case(self) -> dict[str, Value]:
        """All that is known: what was given at the start, and the answers."""
        return {**self.given, **{fact: value for fact, value in self.steps if value is not None}}

    @cached_property
    def answers(self) -> Mapping[str, DecisionAnswer]:
        """The answer of every decision so far."""
        return self.answerer(self.case)

    @cached_property
    def waiting(self) -> tuple[str, ...]:
        """The facts that can still matter and were not passed over, best question first.

        The first open decision of the rulebook asks first; what several wait for stands once.
        """
        passed = {fact for fact, value in self.steps if value is None}
        facts = (fact for answer in self.answers.values() for fact in answer.ask)
        return tuple(fact for fact in dict.fromkeys(facts) if fact not in passed)

    @property
    def most_left(self) -> int:
        """No more questions than that are still to come, whatever the answers are.

        The first open decision is led by the best plan, which says how many it asks at most; the
        decisions after it can only ask for what they still wait for.
        """
        if self.plan is None or not self.waiting:
            return len(self.waiting)
        open_ones = [name for name, answer in self.answers.items() if answer.ask]
        passed = any(value is None for _, value in self.steps)
        plan = None if passed else self.plan(open_ones[0], self.case)
        if plan is None:
            return len(self.waiting)
        later = {fact for name in open_ones[1:] for fact in self.answers[name].ask}
        return min(len(self.waiting), plan.most + len(later))

    @property
    def question(self) -> Fact | None:
        """The fact to ask for next, or None when nothing more can matter."""
        return self.rulebook.facts[self.waiting[0]] if self.waiting else None

    def answered(self, fact: str, value: Value) -> Interview:
        """The interview after an answer."""
        return replace(self, steps=(*self.steps, (fact, value)))

    def skipped(self, fact: str) -> Interview:
        """The interview after "I don't know"."""
        return replace(self, steps=(*self.steps, (fact, None)))

    def back(self) -> Interview:
        """The interview without its last answer."""
        return replace(self, steps=self.steps[:-1])


def options(fact: Fact) -> list[tuple[Value, str]]:
    """The answers to choose from, with their words; none for a number or a date."""
    match fact.type:
        case YesNo():
            return [(True, "yes"), (False, "no")]
        case Choice(names, words):
            return list(zip(names, words, strict=True))
        case _:
            return []
