"""What a check looks at: a rulebook, the space of cases of each decision, and the way to tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TypeVar

from ..diagrams.answering import Answerer
from ..diagrams.boxes import BoxSpace
from ..diagrams.compiling import Compiler
from ..diagrams.diagram import OverBudgetError
from ..diagrams.spaces import DiagramSpace, Space
from ..evaluate import Case
from ..language.conditions import FactTest, Operand, tests_in
from ..language.diagnostics import Diagnostic
from ..language.rulebook import Advice, Decision, Otherwise, Rule, Rulebook, Slot, Template
from ..language.source import Source, Span
from ..language.vocabulary import plain_value
from ..language.wording import told, value_words

T = TypeVar("T")

MOST_PLACES = 5
NOWHERE = Span(Source("", ""), 0, 0)


@dataclass
class Subject:
    """One rulebook under examination. `unexamined` gathers what could not be looked at."""

    rulebook: Rulebook
    answerer: Answerer
    unexamined: dict[str, None] = field(default_factory=dict[str, None])

    def compiler(self, decision: str) -> Compiler | None:
        """The diagrams, where that of a decision is not too large."""
        return self.answerer.compiler(decision)

    @cached_property
    def space(self) -> Callable[[str], Space | None]:
        """The space of cases of a decision, by its id; None where there is no way to look at it."""

        @cache
        def space(name: str) -> Space | None:
            compiler = self.answerer.compiler(name)
            if compiler is not None:
                try:
                    return DiagramSpace(compiler, name)
                except OverBudgetError:
                    pass
            boxes = self.answerer.boxes(name)
            return None if boxes is None else BoxSpace(boxes)

        return space

    def spaces(self, what: str) -> Iterator[Space]:
        """The spaces of all decisions; `what` is unexamined where there is none."""
        for name in self.rulebook.decisions:
            space = self.space(name)
            if space is None:
                self.unexamined[f"{what} of `{name}`"] = None
            else:
                yield space

    def tell(self, what: str, question: Callable[[], T]) -> T | Unexamined:
        """The answer to a question about a space, unless it would take too long."""
        try:
            return question()
        except OverBudgetError:
            self.unexamined[what] = None
            return UNEXAMINED

    def shown(self, finding: Diagnostic, case: Case | None) -> Diagnostic:
        """The finding with a situation that shows it."""
        if case is None:
            return finding
        return replace(
            finding,
            witness={fact: plain_value(value) for fact, value in case.items()},
            situation=tuple(self.situation(case)) or ("whatever is the case",),
        )

    def situation(self, case: Case) -> Iterator[str]:
        """A case in the rulebook's words, in the order in which its facts are declared."""
        for name, fact in self.rulebook.facts.items():
            if name in case:
                yield told(self.rulebook, name, value_words(case[name], fact.type))

    @cached_property
    def words_used(self) -> frozenset[str]:
        """The names of facts, settings and placeholders that stand in texts."""
        texts = (text for advice in self.rulebook.advice.values() for text in templates(advice))
        return frozenset(part.name for text in texts for part in text if isinstance(part, Slot))


class Unexamined:
    """A question without an answer; it is neither there nor not there."""

    def __bool__(self) -> bool:
        """Never taken for a yes."""
        return False


UNEXAMINED = Unexamined()


def templates(advice: Advice) -> tuple[Template, Template, Template]:
    """The texts of an advice that may have slots."""
    return advice.do, advice.subject, advice.body


def givers(decision: Decision) -> Iterator[Rule | Otherwise]:
    """All that gives outcomes: the rules, and `otherwise`."""
    yield from decision.rules
    if decision.otherwise:
        yield decision.otherwise


def place(thing: object) -> Span:
    """Where a part of a rulebook stands."""
    span: Span | None = getattr(thing, "span", None)
    return span or NOWHERE


def place_of_test(rule: Rule, test: FactTest[Operand]) -> Span:
    """Where a test stands; of a rule in a table, where the rule does (equal cells share a test)."""
    same = rule.span is None or test.span.source is rule.span.source
    return test.span if same and not test.span.source.name.endswith(".csv") else place(rule)


def places_of_tests(rule: Rule) -> list[Span]:
    """Where the tests of a rule stand."""
    spans = dict.fromkeys(place_of_test(rule, test) for test in tests_in(rule.condition))
    return list(spans)[:MOST_PLACES]


Find = Callable[[Subject], Iterator[Diagnostic]]
