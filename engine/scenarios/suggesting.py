"""The smallest set of scenarios that would test what is still untested, for a coach to sign off.

Each thing untested has a region: the cases in which a scenario would notice it. The regions are laid
over each other in one diagram, whose leaves say which regions meet there; a smallest choice of leaves
that hits every region is found by branch and bound. Where that would take too long, regions are laid over
each other one by one as long as they meet, and the choice may not be the smallest. Of each chosen
leaf comes the case nearest to a plain one, with no fact that it could do without.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import reduce
from typing import cast

from ..diagrams.answering import BUDGET
from ..diagrams.cells import members
from ..diagrams.compiling import Leaf
from ..diagrams.diagram import LEAF, Node, OverBudgetError
from ..diagrams.spaces import nearest
from ..evaluate import Fault, Result
from ..language.conditions import tests_in
from ..language.rulebook import Decision, Expectation, HitPolicy, Rulebook, Scenario
from ..language.vocabulary import Value
from ..language.wording import capitalized, joined, name_words, quoted_words, told, value_words
from ..outcomes import result_words
from .coverage import Beside, Coverage
from .mutants import Mutant, given_words, in_quotes
from .testing import TestReport

MOST_EFFORT = 300_000
"""Steps of laying all regions over each other."""

MOST_STEPS = 20_000
"""Choices tried in search of the smallest set."""

MOST_LEAVES = 2_000
"""Sets of regions to choose from in that search."""


@dataclass(frozen=True)
class Suggestion:
    """A scenario that is missing, and in words what it is good for: "would notice if …"."""

    scenario: Scenario
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Suggestions:
    """The scenarios that are missing. `smallest`: no smaller set of scenarios with settled outcomes tests
    as much. `left_out` says, in words, what would have taken too long to find a scenario for."""

    suggestions: tuple[Suggestion, ...]
    smallest: bool = True
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Target:
    """Something untested: the region in which it would show, as a diagram with leaves True and False,
    and the parts of it by the decision in which it would."""

    words: str
    region: Node
    regions: Mapping[str, Node]
    facts: tuple[str, ...]
    mutant: int | None = None


def suggest(rulebook: Rulebook, report: TestReport, coverage: Coverage) -> Suggestions:
    """The scenarios that would test what `report` and `coverage` found untested."""
    if not (coverage.missing or coverage.untested or report.untested):
        return Suggestions(())
    try:
        search = _Search(rulebook, report, coverage)
    except OverBudgetError:
        return Suggestions(
            (), False, tuple(f"would notice if {one.clause}" for one in coverage.missing)
        )
    chosen, smallest = search.chosen()
    names = {scenario.name for scenario in rulebook.scenarios}
    found: list[Suggestion] = []
    for targets in chosen:
        suggestion = search.suggestion(targets, names)
        if suggestion is not None:
            found.append(suggestion)
            names.add(suggestion.scenario.name)
    return Suggestions(tuple(found), smallest, tuple(search.left_out))


class _Search:
    """The regions of all that is untested, in the diagrams of one rulebook."""

    def __init__(self, rulebook: Rulebook, report: TestReport, coverage: Coverage) -> None:
        self.rulebook = rulebook
        self.left_out: list[str] = []
        self._beside = Beside(rulebook, coverage.missing, BUDGET)
        self._diagrams = self._beside.diagrams
        self._nothing = self._diagrams.leaf(False)
        self._targets = [
            *self._of_mutants(coverage.missing),
            *self._of_rules(report),
            *self._of_outcomes(coverage),
        ]

    # -- regions -------------------------------------------------------------------------------

    def _of_mutants(self, mutants: Sequence[Mutant]) -> Iterator[_Target]:
        for number, mutant in enumerate(mutants):
            yield from self._target(
                f"would notice if {mutant.clause}",
                lambda number=number: self._beside.differing(number),
                mutant.facts,
                number,
            )

    def _of_rules(self, report: TestReport) -> Iterator[_Target]:
        for name, rule, _ in report.untested:
            decision = self.rulebook.decisions[name]
            number = next((n for n, one in enumerate(decision.rules) if one.id == rule), None)
            giver = decision.otherwise if number is None else decision.rules[number]
            if giver is None:
                continue
            condition = None if number is None else decision.rules[number].condition
            yield from self._target(
                f"lets the rule for {in_quotes(given_words(self.rulebook, decision, giver))} decide",
                lambda name=name, number=number: {name: self._deciding(name, number)},
                tuple(test.fact for test in tests_in(condition)) if condition else (),
            )

    def _of_outcomes(self, coverage: Coverage) -> Iterator[_Target]:
        for name, value in coverage.untested:
            kind = self.rulebook.decisions[name].type
            words = in_quotes(told(self.rulebook, name, value_words(value, kind)))
            yield from self._target(
                f"has {words}",
                lambda name=name, value=value: {
                    name: self._diagrams.mapped(
                        lambda leaf: value in leaf if isinstance(leaf, tuple) else leaf == value,
                        self._beside.result(name),
                    )
                },
                (),
            )

    def _target(
        self,
        words: str,
        regions: Callable[[], dict[str, Node]],
        facts: tuple[str, ...],
        mutant: int | None = None,
    ) -> Iterator[_Target]:
        """The target, unless no case would show it, or its region is too large."""
        self._diagrams.effort = 0
        try:
            found = {name: node for name, node in regions().items() if node != self._nothing}
            region = reduce(self._either, found.values(), self._nothing)
        except OverBudgetError:
            self.left_out.append(words)
            return
        if found:
            yield _Target(words, region, found, facts, mutant)

    def _deciding(self, name: str, number: int | None) -> Node:
        """Where a rule decides (None: where none does), and rules do not clash."""
        decision = self.rulebook.decisions[name]
        compiler, diagrams = self._beside.compiler, self._diagrams
        result = self._beside.result(name)
        if decision.policy is HitPolicy.FIRST:
            wanted = -1 if number is None else number
            first = compiler.later(name)[0]
            return diagrams.mapped(lambda leaf: cast("Leaf", leaf)[1] == wanted, first)
        if number is None:
            return diagrams.mapped(lambda rules: not rules, compiler.held(name))
        given = decision.rules[number].outcomes[0].value
        first_only = decision.policy is HitPolicy.PRIORITY

        def decides(holds: Hashable, leaf: Hashable) -> bool:
            fits = leaf == given if first_only else leaf is not Fault.RULES_CLASH
            return bool(holds) and fits

        return diagrams.combine(decides, compiler.conditions(name)[number], result)

    def _either(self, one: Node, two: Node) -> Node:
        return self._diagrams.combine(lambda left, right: bool(left or right), one, two)

    def _both(self, one: Node, two: Node) -> Node:
        return self._diagrams.combine(lambda left, right: bool(left and right), one, two)

    # -- which of them together ----------------------------------------------------------------

    def chosen(self) -> tuple[list[list[int]], bool]:
        """Sets of targets, each of which one case can show; and whether no fewer would do."""
        size = len(self._diagrams)
        try:
            sets = self._maximal_sets()
        except OverBudgetError:
            self._diagrams.forget(size)
            return self._laid_over(), False
        left = (1 << len(self._targets)) - 1
        covering, smallest = _covering(sets, left)
        chosen: list[list[int]] = []
        for one in covering:
            chosen.append(list(members(one & left)))
            left &= ~one
        return sorted(chosen), smallest

    def _maximal_sets(self) -> list[int]:
        """The largest sets of targets that one case can show, as bits."""
        self._diagrams.effort = 0
        node = self._diagrams.leaf(0)
        for number, target in enumerate(self._targets):
            node = self._diagrams.combine(
                lambda found, here, bit=1 << number: cast("int", found) | (bit if here else 0),
                node,
                target.region,
            )
            if self._diagrams.effort > MOST_EFFORT:
                raise OverBudgetError
        found = cast("set[int]", self._diagrams.values_below(node))
        if len(found) > MOST_LEAVES:
            raise OverBudgetError
        maximal: list[int] = []
        for one in sorted(found, key=int.bit_count, reverse=True):
            if not any(one & other == one for other in maximal):
                maximal.append(one)
        return maximal

    def _laid_over(self) -> list[list[int]]:
        """Targets put together one after the other, as long as some case shows them all."""
        left = list(range(len(self._targets)))
        chosen: list[list[int]] = []
        while left:
            together = [left.pop(0)]
            node, size = self._targets[together[0]].region, len(self._diagrams)
            with suppress(OverBudgetError):
                for number in list(left):
                    both = self._both(node, self._targets[number].region)
                    if both != self._nothing:
                        node = both
                        together.append(number)
                        left.remove(number)
            self._diagrams.forget(size)
            chosen.append(together)
        return chosen

    # -- one case ------------------------------------------------------------------------------

    def suggestion(self, numbers: Sequence[int], names: Iterable[str]) -> Suggestion | None:
        """The scenario for some targets; None where that would take too long."""
        targets, size = [self._targets[number] for number in numbers], len(self._diagrams)
        try:
            return self._suggestion(targets, names)
        except OverBudgetError:
            self.left_out += [target.words for target in targets]
            return None
        finally:
            self._diagrams.forget(size)

    def _suggestion(self, targets: Sequence[_Target], names: Iterable[str]) -> Suggestion:
        whole = reduce(self._both, (target.region for target in targets))
        compiler = self._beside.compiler
        plain = [compiler.cells[fact].plain for fact in compiler.order]
        path = nearest(self._diagrams, whole, bool, plain) or {}
        cells = dict(enumerate(plain)) | path
        shown = [self._shown(target, cells) for target in targets]
        cells = self._without_needless(cells, shown, plain)
        case = {
            fact: compiler.cells[fact].samples[cells[compiler.levels[fact]]]
            for fact in self.rulebook.facts
            if compiler.levels.get(fact) in cells
        }
        expectations = [
            _expectation(name, self._value(self._beside.result(name), cells))
            for name in self.rulebook.decisions
            if name in {name for name, _ in shown}
        ]
        scenario = Scenario("", case, tuple(expectations))
        name = self._name(targets[0], shown[0][0], scenario, cells, frozenset(names))
        noticed = [one.words for one in targets if one.mutant is not None]
        reasons = noticed or [one.words for one in targets]
        return Suggestion(replace(scenario, name=name), tuple(reasons))

    def _shown(self, target: _Target, cells: Mapping[int, int]) -> tuple[str, Node]:
        """By which decision a case shows a target, and the region of that."""
        yes = self._diagrams.leaf(True)
        return next(
            (name, node)
            for name, node in target.regions.items()
            if self._diagrams.restricted(node, cells) == yes
        )

    def _without_needless(
        self, cells: Mapping[int, int], shown: Sequence[tuple[str, Node]], plain: Sequence[int]
    ) -> dict[int, int]:
        """The case without the facts that may be unknown; plain ones go first."""
        yes = self._diagrams.leaf(True)
        results = [self._beside.result(name) for name in dict.fromkeys(name for name, _ in shown)]
        kept = dict(cells)
        for level in sorted(cells, key=lambda level: (cells[level] != plain[level], level)):
            rest = {one: cell for one, cell in kept.items() if one != level}
            regions = (self._diagrams.restricted(node, rest) for _, node in shown)
            left = (self._diagrams.restricted(node, rest) for node in results)
            if all(node == yes for node in regions) and all(map(self._is_leaf, left)):
                kept = rest
        return kept

    def _is_leaf(self, node: Node) -> bool:
        return self._diagrams.level(node) == LEAF

    def _value(self, node: Node, cells: Mapping[int, int]) -> Result | None:
        """What a decision gives in a case; None when that is open."""
        left = self._diagrams.restricted(node, cells)
        return cast("Result", self._diagrams.value(left)) if self._is_leaf(left) else None

    # -- its name ------------------------------------------------------------------------------

    def _name(
        self,
        target: _Target,
        decision: str,
        scenario: Scenario,
        cells: Mapping[int, int],
        taken: frozenset[str],
    ) -> str:
        result = self._value(self._beside.result(decision), cells)
        other = None
        if target.mutant is not None:
            other = self._value(self._beside.result(decision, target.mutant), cells)
        head = _outcome_words(self.rulebook, self.rulebook.decisions[decision], result, other)
        facts = [fact for fact in dict.fromkeys(target.facts) if fact in scenario.case]
        names = [_with_facts(self.rulebook, head, scenario.case, facts[:most]) for most in (1, 3)]
        names.append(_with_facts(self.rulebook, head, scenario.case, list(scenario.case)))
        names += [f"{names[-1]}, case {number}" for number in range(2, len(taken) + 3)]
        return next(name for name in names if name not in taken)


def _with_facts(
    rulebook: Rulebook, head: str, case: Mapping[str, Value], facts: Sequence[str]
) -> str:
    words = [
        told(rulebook, fact, value_words(case[fact], rulebook.type_of(fact))) for fact in facts
    ]
    return f"{head} ({'; '.join(words)})" if words else head


def _outcome_words(
    rulebook: Rulebook, decision: Decision, result: Result | None, other: Result | None
) -> str:
    """What comes out, and what is near but does not."""
    subject = capitalized(name_words(rulebook, decision.id))
    if isinstance(result, tuple):
        return f"{subject}: {_list_words(decision, result, other)}"
    if result is None or isinstance(result, Fault):
        return f"{subject}: no rule fits"
    words = _quoted(decision, result)
    if other is not None and not isinstance(other, Fault | tuple):
        words = f"{words} and not {_quoted(decision, other)}"
    return words if isinstance(result, str) else f"{subject}: {words}"


def _list_words(decision: Decision, result: tuple[Value, ...], other: Result | None) -> str:
    near = other if isinstance(other, tuple) else ()
    more = [_quoted(decision, value) for value in result if value not in near]
    fewer = [_quoted(decision, value) for value in near if value not in result]
    if more and isinstance(other, tuple):
        return f"with {joined(more)}"
    if fewer:
        return f"without {joined(fewer)}"
    return result_words(decision, result)


def _quoted(decision: Decision, value: Value) -> str:
    return quoted_words(value, decision.type)


def _expectation(name: str, result: Result | None) -> Expectation:
    if isinstance(result, Fault):
        return Expectation(name, state="no rule fits")
    return Expectation(name, result)


# -- few sets that cover all -------------------------------------------------------------------


def _covering(sets: Sequence[int], whole: int) -> tuple[list[int], bool]:
    """A smallest choice of sets that cover the whole, by branch and bound from a greedy one; False
    when the search was cut short. All sets together must cover it."""
    best = _greedy(sets, whole)
    steps = 0

    def search(left: int, chosen: list[int]) -> None:
        nonlocal best, steps
        steps += 1
        if not left:
            best = list(chosen)
            return
        if steps > MOST_STEPS or len(chosen) + _least(sets, left) >= len(best):
            return
        rarest = min(members(left), key=lambda bit: sum(one >> bit & 1 for one in sets))
        candidates = [one for one in sets if one >> rarest & 1]
        for one in sorted(candidates, key=lambda one: (one & left).bit_count(), reverse=True):
            search(left & ~one, [*chosen, one])

    search(whole, [])
    return best, steps <= MOST_STEPS


def _greedy(sets: Sequence[int], whole: int) -> list[int]:
    chosen: list[int] = []
    while whole:
        chosen.append(max(sets, key=lambda one: (one & whole).bit_count()))
        whole &= ~chosen[-1]
    return chosen


def _least(sets: Sequence[int], left: int) -> int:
    """At least so many sets are needed to cover what is left."""
    most = max((one & left).bit_count() for one in sets)
    return -(-left.bit_count() // most)
