"""Reduced, ordered, many-valued decision diagrams, hash-consed.

Bryant, *Graph-Based Algorithms for Boolean Function Manipulation* (1986), with the many-valued inner
nodes of Srinivasan, Kam, Malik and Brayton, *Algorithms for Discrete Function Manipulation* (1990), and
leaves that are any values. With the order of the levels fixed, two functions are the same exactly when
their nodes are, and a function depends on a level exactly when a node of that level is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from itertools import islice
from typing import cast

Node = int
"""A node, by its number; equal functions have equal numbers."""

LEAF = 1_000_000_000
"""The level of leaves: below every other."""


class OverBudgetError(Exception):
    """The diagrams would need more memory or more work than they may have."""


class Diagrams:
    """All nodes of one rulebook. Level 0 is tested first."""

    def __init__(self, budget: int) -> None:
        """Begin empty, with room for `budget` branches of nodes, and as many steps an operation."""
        self.budget = budget
        self.effort = 0
        self._size = 0
        self._levels: list[int] = []
        self._children: list[tuple[Node, ...]] = []
        self._values: list[Hashable] = []
        self._inner: dict[tuple[int, tuple[Node, ...]], Node] = {}
        self._leaves: dict[tuple[object, Hashable], Node] = {}

    def __len__(self) -> int:
        """How many nodes there are."""
        return len(self._levels)

    # -- making nodes --------------------------------------------------------------------------

    def leaf(self, value: Hashable) -> Node:
        """The constant function. (`True` and `1` are different leaves, and so are tuples of them.)"""
        key = (_kind(value), value)
        if key not in self._leaves:
            self._leaves[key] = self._new(LEAF, (), value)
        return self._leaves[key]

    def node(self, level: int, children: tuple[Node, ...]) -> Node:
        """The function that goes on as its child for each cell of a level."""
        if all(child == children[0] for child in children):
            return children[0]
        key = (level, children)
        if key not in self._inner:
            self._inner[key] = self._new(level, children, None)
        return self._inner[key]

    def _new(self, level: int, children: tuple[Node, ...], value: Hashable) -> Node:
        self._size += len(children) + 1
        if self._size > self.budget:
            raise OverBudgetError
        self._levels.append(level)
        self._children.append(children)
        self._values.append(value)
        return len(self._levels) - 1

    def forget(self, size: int) -> None:
        """Take back every node beyond the first `size`, which no function still needed may use."""
        for node in range(size, len(self._levels)):
            self._size -= len(self._children[node]) + 1
            if self._levels[node] == LEAF:
                del self._leaves[_kind(self._values[node]), self._values[node]]
            else:
                del self._inner[self._levels[node], self._children[node]]
        del self._levels[size:], self._children[size:], self._values[size:]

    # -- looking at nodes ----------------------------------------------------------------------

    def level(self, node: Node) -> int:
        """The level that a node tests; `LEAF` for a leaf."""
        return self._levels[node]

    def children(self, node: Node) -> tuple[Node, ...]:
        """Where a node goes on, by cell."""
        return self._children[node]

    def value(self, leaf: Node) -> Hashable:
        """The value of a leaf."""
        return self._values[leaf]

    def nodes_below(self, node: Node) -> Iterator[Node]:
        """Every node of a function, each once, itself first."""
        seen, waiting = {node}, [node]
        while waiting:
            here = waiting.pop()
            yield here
            for child in self._children[here]:
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)

    def has_more_than(self, most: int, node: Node) -> bool:
        """Whether a function has more nodes than that."""
        return next(islice(self.nodes_below(node), most, None), None) is not None

    # -- operations ----------------------------------------------------------------------------

    def combine(
        self, operation: Callable[[Hashable, Hashable], Hashable], left: Node, right: Node
    ) -> Node:
        """The function that is `operation` of two functions, case by case (Bryant's *apply*)."""
        done: dict[tuple[Node, Node], Node] = {}
        levels, branches = self._levels, self._children

        def at(one: Node, two: Node) -> Node:
            key = (one, two)
            if key in done:
                return done[key]
            level_one, level_two = levels[one], levels[two]
            if level_one == LEAF == level_two:
                result = self.leaf(operation(self._values[one], self._values[two]))
            elif level_one < level_two:
                result = self.node(level_one, tuple([at(child, two) for child in branches[one]]))
            elif level_two < level_one:
                result = self.node(level_two, tuple([at(one, child) for child in branches[two]]))
            else:
                pairs = zip(branches[one], branches[two], strict=True)
                result = self.node(level_one, tuple([at(*pair) for pair in pairs]))
            done[key] = result
            if len(done) > self.budget:
                raise OverBudgetError
            return result

        try:
            return at(left, right)
        finally:
            self.effort += len(done)

    def mapped(self, operation: Callable[[Hashable], Hashable], node: Node) -> Node:
        """The function with `operation` done to its value in every case."""
        return self.combine(lambda value, _: operation(value), node, self.leaf(None))

    def restricted(self, node: Node, cells: Mapping[int, int]) -> Node:
        """The function once some levels are known, given as level to cell."""
        done: dict[Node, Node] = {}

        def at(here: Node) -> Node:
            level = self._levels[here]
            if level == LEAF:
                return here
            if here not in done:
                children = self._children[here]
                known = cells.get(level)
                done[here] = (
                    at(children[known])
                    if known is not None
                    else self.node(level, tuple([at(child) for child in children]))
                )
            return done[here]

        return at(node) if cells else node

    def values_below(self, node: Node) -> set[Hashable]:
        """The values that a function can have."""
        return {self._values[n] for n in self.nodes_below(node) if self._levels[n] == LEAF}

    def levels_below(self, node: Node) -> set[int]:
        """The levels that a function depends on: exactly those, by canonicity."""
        return {self._levels[n] for n in self.nodes_below(node)} - {LEAF}


def _kind(value: object) -> object:
    """The type of a value; of a tuple, those of its items."""
    return (
        tuple(map(_kind, cast("tuple[object, ...]", value)))
        if type(value) is tuple
        else type(value)
    )
