"""Questions about all cases, asked of diagrams and of boxes, agree with brute force both ways."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from fingerpost.engine import LoadedRulebook, loads
from fingerpost.engine.diagrams.boxes import BoxSpace, boxes_of
from fingerpost.engine.diagrams.cells import cells_of
from fingerpost.engine.diagrams.compiling import Compiler
from fingerpost.engine.diagrams.diagram import OverBudgetError
from fingerpost.engine.diagrams.spaces import DiagramSpace, Space
from oracles.brute import Book, normal
from oracles.sweeps import Row, Sweep
from properties.rulebooks import Generated, rulebooks

BUDGET = 300_000
Spaces = Callable[[LoadedRulebook, str], Space | None]


def by_diagram(rulebook: LoadedRulebook, name: str) -> Space | None:
    return DiagramSpace(Compiler(rulebook.definition, BUDGET), name)


def by_boxes(rulebook: LoadedRulebook, name: str) -> Space | None:
    definition = rulebook.definition
    try:
        boxes = boxes_of(definition, definition.decisions[name], cells_of(definition))
    except OverBudgetError:
        return None
    return BoxSpace(boxes)


class Comparison:
    """A space beside the brute-force sweep of the same decision."""

    def __init__(self, book: Book, sweep: Sweep, space: Space) -> None:
        self.book, self.sweep, self.space = book, sweep, space

    def same(self, ask: Callable[[], Any], found: bool, shows: Callable[[Row], bool]) -> None:
        """The space finds a situation exactly when there is one, and each completion shows it."""
        try:
            case = ask()
        except OverBudgetError:
            assert not isinstance(self.space, DiagramSpace)
            return
        assert (case is not None) == found
        if case is not None:
            self.is_shown(case, shows)

    def is_shown(self, case: Mapping[str, Any], shows: Callable[[Row], bool]) -> None:
        known = {fact: normal(value) for fact, value in case.items()}
        rows = [row for row in self.sweep.rows if self._fits(row, known)]
        assert rows
        assert all(map(shows, rows))

    def _fits(self, row: Row, known: Mapping[str, Any]) -> bool:
        return all(
            row.case[fact] == self._representative(fact, value) for fact, value in known.items()
        )

    def _representative(self, fact: str, value: Any) -> Any:
        """The value among the oracle's that no threshold tells from this one."""
        among = self.book.representatives(fact)
        points = sorted(self.book.points.get(fact, ()))
        if not points or value in among:
            return value if value in among else among[0]
        place = [value > point for point in points], value in points
        return next(
            one for one in among if ([one > point for point in points], one in points) == place
        )


@pytest.mark.parametrize("spaces", [by_diagram, by_boxes])
@settings(max_examples=150, phases=(Phase.explicit, Phase.generate))
@given(made=rulebooks())
def test_a_space_agrees_with_brute_force(spaces: Spaces, made: Generated) -> None:
    rulebook, book = loads(made.text), Book(made.text)
    for name, decision in rulebook.definition.decisions.items():
        space = spaces(rulebook, name)
        if space is None:
            continue
        sweep = Sweep(book, name)
        one = Comparison(book, sweep, space)
        one.same(space.gap, sweep.gap(), lambda row: row.result == "no rule fits")
        for number, rule in enumerate(decision.rules):
            held = partial(holds, number)
            decides = partial(decided_by, rule.id)
            matters = partial(matters_in, number)
            one.same(lambda: space.holding(number), sweep.holding(number), held)
            one.same(lambda: space.failing(number), sweep.failing(number), lambda r: not held(r))
            one.same(lambda: space.deciding(number), sweep.deciding(number), decides)
            one.same(lambda: space.mattering(number), sweep.mattering(number), matters)
            if not sweep.deciding(number) and sweep.holding(number):
                shadows_are_fewest(sweep, number, space.shadows(number))
            for outcome in rule.outcomes:
                value = normal(outcome.value)
                if decision.policy.value != "collect count":
                    gives = partial(gives_in, value)
                    one.same(lambda: space.giving(outcome.value), sweep.giving(value), gives)
        found = list(space.conflicts())
        assert {pair[:2] for pair in found} == sweep.conflicts()
        for left, right, case in found:
            one.is_shown(case, lambda row: row.held[left] and row.held[right])
        try:
            assert (space.constant() is not None) == sweep.constant()
        except OverBudgetError:
            assert spaces is by_boxes


def holds(rule: int, row: Row) -> bool:
    return row.held[rule]


def decided_by(rule: str, row: Row) -> bool:
    return rule in row.deciding


def matters_in(rule: int, row: Row) -> bool:
    return row.matters(rule)


def gives_in(value: Any, row: Row) -> bool:
    return value in row.result if isinstance(row.result, tuple) else row.result == value


def shadows_are_fewest(sweep: Sweep, rule: int, shadows: tuple[int, ...]) -> None:
    def covered(some: set[int]) -> bool:
        return all(any(row.held[other] for other in some) for row in sweep.rows if row.held[rule])

    assert covered(set(shadows))
    assert all(not covered(set(shadows) - {one}) for one in shadows)
