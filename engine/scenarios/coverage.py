"""What scenarios leave untested: outcomes that never come out, and boundaries that nothing pins down.

A boundary is a mutant of the rulebook (`mutants.py`) that makes some case come out differently. A
scenario catches it when an expectation that it meets is no longer met. Most scenarios say enough to
be read plainly; what is left is looked at by diagrams, and so is whether a mutant that no scenario
catches changes anything at all. Those that change nothing do not count (the *equivalent mutants* of the
literature), nor do those that only change cases in which rules clash, which no scenario can expect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from ..diagrams.diagram import OverBudgetError
from ..evaluate import (
    Look,
    Made,
    Reference,
    Result,
    UnknownFactError,
    condition_holds,
    decide,
)
from ..language.rulebook import Decision, Expectation, HitPolicy, Rule, Rulebook, Scenario
from ..language.vocabulary import Value
from ..outcomes import meets
from .beside import Beside, affected, settled
from .mutants import Mutant, moved_settings, mutants_of
from .testing import TestReport

MOST_RULES = 200
"""The boundaries of decisions with more rules are not looked at: there are too many."""

EFFORT = 2_000_000
"""Steps of the diagrams of all mutants; a few seconds."""


@dataclass(frozen=True)
class Count:
    """How many of a kind are tested."""

    tested: int
    total: int


@dataclass(frozen=True)
class Coverage:
    """What the scenarios of a rulebook test. `untested` are outcomes that come out in none of them, by
    decision; `missing` are the boundaries that none pins down; `unexamined` says, in words, what was
    not looked at because it would have taken too long."""

    rules: Count
    outcomes: Count
    untested: tuple[tuple[str, Value], ...]
    boundaries: Count
    missing: tuple[Mutant, ...]
    unexamined: tuple[str, ...]


def coverage(rulebook: Rulebook, report: TestReport) -> Coverage:
    """What the scenarios test; `report` is how they came out."""
    given = [(name, value) for name in rulebook.decisions for value in _given(rulebook, name)]
    came = set(_came_out(report))
    rules = sum(len(one.rules) + bool(one.otherwise) for one in rulebook.decisions.values())
    examined = _Examination(rulebook, report)
    boundaries = examined.boundaries()
    untested = [one for one in given if one not in came and examined.can_come_out(*one)]
    return Coverage(
        Count(rules - len(report.untested), rules),
        Count(len(came & set(given)), len(came & set(given)) + len(untested)),
        tuple(untested),
        Count(len(boundaries.caught), len(boundaries.caught) + len(boundaries.missing)),
        tuple(boundaries.missing),
        tuple(boundaries.unexamined),
    )


def _given(rulebook: Rulebook, name: str) -> Iterator[Value]:
    """The outcomes that a decision names. What it adds up or counts is no such outcome."""
    decision = rulebook.decisions[name]
    if decision.policy in (HitPolicy.COUNT, HitPolicy.SUM):
        return
    yield from dict.fromkeys(one.value for one in decision.outcomes())


def _came_out(report: TestReport) -> Iterator[tuple[str, Value]]:
    for result in report.results:
        for expectation in result.met:
            outcome = expectation.outcome
            values = outcome if isinstance(outcome, tuple) else (outcome,)
            yield from ((expectation.decision, value) for value in values if value is not None)


# -- scenarios, read plainly -------------------------------------------------------------------


class _Catch(Enum):
    YES = "caught"
    NO = "not caught"
    UNTOLD = "not to be told by plain reading"


class _Reading:
    """One scenario, read plainly, with what it expects and finds met."""

    def __init__(
        self, reference: Reference, scenario: Scenario, met: Iterable[Expectation]
    ) -> None:
        self.scenario = scenario
        self.met = tuple(met)
        self._reference = reference
        self._rulebook = reference.rulebook
        self._holding: dict[tuple[str, int], bool | None] = {}

    @cached_property
    def _made(self) -> Mapping[str, Made | UnknownFactError]:
        return self._reference.read(self._rulebook.order, self.scenario.case)

    def catches(self, mutant: Mutant, names: Sequence[str]) -> _Catch:
        """Whether an expectation is no longer met; `names` are the decisions affected."""
        concerned = [one for one in self.met if one.decision in names]
        if not concerned or self._holds_as_before(mutant):
            return _Catch.NO
        changed: dict[str, Made | UnknownFactError] = {}
        look = self._look(changed)
        same = True
        for name in names:
            decision = mutant.decisions.get(name, self._rulebook.decisions[name])
            try:
                changed[name] = decide(decision, look)
            except UnknownFactError as error:
                changed[name] = error
            same = same and _same(changed[name], self._made[name])
        return _Catch.NO if same else self._judged(concerned, changed)

    def _judged(
        self, concerned: Sequence[Expectation], changed: Mapping[str, Made | UnknownFactError]
    ) -> _Catch:
        found = _Catch.NO
        for one in concerned:
            made = changed[one.decision]
            if isinstance(made, UnknownFactError):
                found = _Catch.UNTOLD
            elif not meets(one, settled(one.decision, made.result), self._rulebook):
                return _Catch.YES
        return found

    def _look(self, changed: Mapping[str, Made | UnknownFactError]) -> Look:
        case = self.scenario.case

        def look(name: str) -> Result:
            if name in case:
                return case[name]
            made = changed.get(name) or self._made.get(name)
            if made is None:
                raise UnknownFactError(name)
            if isinstance(made, UnknownFactError):
                raise made
            return made.result

        return look

    def _holds_as_before(self, mutant: Mutant) -> bool:
        """Whether the one rule whose condition is changed holds, or does not hold, as before."""
        if mutant.rule is None:
            return False
        (name,) = mutant.decisions
        key = (name, mutant.rule)
        if key not in self._holding:
            self._holding[key] = self._holds(self._rulebook.decisions[name].rules[mutant.rule])
        before = self._holding[key]
        return before is not None and before is self._holds(
            mutant.decisions[name].rules[mutant.rule]
        )

    def _holds(self, rule: Rule) -> bool | None:
        try:
            return condition_holds(rule.condition, self._look({}))
        except UnknownFactError:
            return None


def _same(one: Made | UnknownFactError, two: Made | UnknownFactError) -> bool:
    return isinstance(one, Made) and isinstance(two, Made) and one.result == two.result


# -- all boundaries ----------------------------------------------------------------------------


@dataclass
class _Boundaries:
    caught: list[Mutant]
    missing: list[Mutant]
    unexamined: dict[str, None]


class _Examination:
    """The mutants of a rulebook, one after the other."""

    def __init__(self, rulebook: Rulebook, report: TestReport) -> None:
        self.rulebook = rulebook
        reference = Reference(rulebook)
        self.readings = [_Reading(reference, one.scenario, one.met) for one in report.results]
        self._too_large: set[str] = set()
        self._spent = 0

    def boundaries(self) -> _Boundaries:
        """Which boundaries the scenarios pin down."""
        found = _Boundaries([], [], {})
        left: list[tuple[Mutant, Sequence[_Reading]]] = []
        for mutant in self._mutants(found):
            names = affected(self.rulebook, mutant.decisions)
            untold: list[_Reading] = []
            for reading in self.readings:
                catch = reading.catches(mutant, names)
                if catch is _Catch.YES:
                    found.caught.append(mutant)
                    break
                if catch is _Catch.UNTOLD:
                    untold.append(reading)
            else:
                left.append((mutant, untold))
        if left:
            self._by_diagrams(left, found)
        return found

    def can_come_out(self, decision: str, value: Value) -> bool:
        """Whether some case gives an outcome; taken for granted where that cannot be told."""
        try:
            values = self._plain.diagrams.values_below(self._plain.result(decision))
        except OverBudgetError:
            return True
        return any(value in one if isinstance(one, tuple) else value == one for one in values)

    @cached_property
    def _plain(self) -> Beside:
        return Beside(self.rulebook, ())

    def _mutants(self, found: _Boundaries) -> Iterator[Mutant]:
        small: list[Decision] = []
        for decision in self.rulebook.decisions.values():
            if len(decision.rules) > MOST_RULES:
                found.unexamined[self._all_of(decision.id)] = None
            else:
                small.append(decision)
                yield from mutants_of(decision, self.rulebook)
        yield from moved_settings(self.rulebook, small)

    def _all_of(self, decision: str) -> str:
        return f"the boundaries of “{self.rulebook.decisions[decision].title}”"

    def _by_diagrams(
        self, left: Sequence[tuple[Mutant, Sequence[_Reading]]], found: _Boundaries
    ) -> None:
        try:
            beside = Beside(self.rulebook, [mutant for mutant, _ in left])
        except OverBudgetError:
            found.unexamined |= {self._all_of(name): None for name in self.rulebook.decisions}
            return
        for name in self.rulebook.order:
            self._compile(beside, name)
        for number, (mutant, untold) in enumerate(left):
            try:
                if not self._too_large.isdisjoint(affected(self.rulebook, mutant.decisions)):
                    raise OverBudgetError
                self._place(beside, number, untold, found)
            except OverBudgetError:
                found.unexamined |= {self._all_of(name): None for name in mutant.decisions}

    def _compile(self, beside: Beside, name: str) -> None:
        """The diagram of a decision without any change, unless it or one that it reads is too large."""
        size = len(beside.diagrams)
        try:
            if not self._too_large.isdisjoint(self.rulebook.decisions[name].reads):
                raise OverBudgetError
            beside.result(name)
        except OverBudgetError:
            self._too_large.add(name)
            beside.diagrams.forget(size)
            beside.diagrams.effort = 0

    def _place(
        self, beside: Beside, number: int, untold: Sequence[_Reading], found: _Boundaries
    ) -> None:
        """Put a mutant where it belongs; raises OverBudgetError."""
        if self._spent > EFFORT:
            raise OverBudgetError
        mutant = beside.mutants[number]
        beside.diagrams.effort = 0
        beside.prepare(number)
        size = len(beside.diagrams)
        try:
            if not beside.changes(number):
                return
            names = affected(self.rulebook, mutant.decisions)
            if any(self._catches(beside, number, one, names) for one in untold):
                found.caught.append(mutant)
            elif beside.differing(number):
                found.missing.append(mutant)
        finally:
            self._spent += beside.diagrams.effort
            beside.diagrams.forget(size)

    def _catches(
        self, beside: Beside, number: int, reading: _Reading, names: Sequence[str]
    ) -> bool:
        return any(
            not meets(
                one,
                beside.answer(one.decision, beside.result(one.decision, number), reading.scenario),
                self.rulebook,
            )
            for one in reading.met
            if one.decision in names
        )
