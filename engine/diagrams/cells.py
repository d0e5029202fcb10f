"""Cells: the maximal sets of a fact's values that no test of the rulebook can tell apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..candidates import candidates
from ..evaluate import test_holds
from ..language.conditions import Operand, Test, tests_in
from ..language.rulebook import Fact, Rulebook
from ..language.vocabulary import Value


@dataclass(frozen=True)
class Cells:
    """The cells of one fact.

    `samples` has one value of each cell; `weights` are how likely each cell is taken to be, in sum
    1: options count equally, and so do the cells of a number or a date.
    """

    tests: tuple[Test[Operand], ...]
    samples: tuple[Value, ...]
    weights: tuple[float, ...]
    _by_signature: dict[tuple[bool, ...], int] = field(repr=False, compare=False)

    def holding(self, test: Test[Operand]) -> tuple[bool, ...]:
        """For each cell, whether a test of the rulebook holds in it."""
        return tuple(test_holds(test, sample) for sample in self.samples)

    def index(self, value: Value) -> int:
        """The cell that a value of the fact lies in."""
        return self._by_signature[tuple(test_holds(test, value) for test in self.tests)]


def cells_of(rulebook: Rulebook) -> dict[str, Cells]:
    """The cells of every fact that some rule tests."""
    tests: dict[str, dict[Test[Operand], None]] = {}
    for decision in rulebook.decisions.values():
        for rule in decision.rules:
            for one in tests_in(rule.condition):
                tests.setdefault(one.fact, {})[one.test] = None
    return {
        name: _cells(fact, tuple(tests[name]))
        for name, fact in rulebook.facts.items()
        if name in tests
    }


def _cells(fact: Fact, tests: tuple[Test[Operand], ...]) -> Cells:
    samples: list[Value] = []
    counts: list[int] = []
    by_signature: dict[tuple[bool, ...], int] = {}
    for value in candidates(fact.type, list(tests)):
        signature = tuple(test_holds(test, value) for test in tests)
        if signature not in by_signature:
            by_signature[signature] = len(samples)
            samples.append(value)
            counts.append(0)
        counts[by_signature[signature]] += (
            isinstance(value, bool | str) or not counts[by_signature[signature]]
        )
    total = sum(counts)
    weights = tuple(count / total for count in counts)
    return Cells(tests, tuple(samples), weights, by_signature)
