"""A better order of the levels, for diagrams large enough that it pays.

Rudell, *Dynamic Variable Ordering for Ordered Binary Decision Diagrams* (1993): one level after the other is
moved through all places by swaps of neighbours, and left where the diagram was smallest. A swap touches
only the nodes of its two levels. Here it works on a copy of one diagram and gives nothing but the order;
the decisions are then compiled anew in that order.
"""

from __future__ import annotations

from collections.abc import Sequence

from .diagram import LEAF, Diagrams, Node

WORTH_SIFTING, MOST_SIFTED = 1_000, 30_000
"""Nodes of a diagram from which on it is sifted, and up to which."""

WORTH_IT = 0.8
"""A new order is taken when it leaves at most this share of the nodes."""

GROWTH = 1.5
"""A level is moved no further in a direction in which the diagram has grown by that."""


def sifted_order(diagrams: Diagrams, root: Node, order: Sequence[str]) -> tuple[str, ...] | None:
    """The facts in a better order, None when there is none that is worth it."""
    copy = _Levels(diagrams, root, len(order))
    before = copy.size
    by_size = sorted(range(len(order)), key=lambda level: -len(copy.nodes[level]))
    for variable in by_size:
        if copy.nodes[copy.place_of(variable)]:
            copy.sift(variable)
    if copy.size > before * WORTH_IT:
        return None
    return tuple(order[variable] for variable in copy.order)


class _Levels:
    """A diagram taken apart by levels: of each level its nodes by their children.

    A node keeps its number and its function when levels are swapped.
    """

    def __init__(self, diagrams: Diagrams, root: Node, levels: int) -> None:
        self.order = list(range(levels))
        self.nodes: list[dict[tuple[Node, ...], Node]] = [{} for _ in range(levels)]
        self.children: dict[Node, tuple[Node, ...]] = {}
        self.level: dict[Node, int] = {}
        self.parents: dict[Node, int] = {root: 1}
        self.widths = [1] * levels
        self.next = 0
        for node in diagrams.nodes_below(root):
            self.next = max(self.next, node + 1)
            level = diagrams.level(node)
            self.level[node] = level
            if level != LEAF:
                children = diagrams.children(node)
                self.children[node] = children
                self.nodes[level][children] = node
                self.widths[level] = len(children)
                for child in children:
                    self.parents[child] = self.parents.get(child, 0) + 1

    @property
    def size(self) -> int:
        """How many nodes there are, leaves aside."""
        return sum(map(len, self.nodes))

    def place_of(self, variable: int) -> int:
        """The level at which a variable stands now."""
        return self.order.index(variable)

    def sift(self, variable: int) -> None:
        """Move a variable to the place where the diagram is smallest."""
        start = self.place_of(variable)
        sizes = {start: self.size}
        for step in (1, -1):
            while 0 <= self.place_of(variable) + step < len(self.order):
                place = self.place_of(variable)
                self.swap(min(place, place + step))
                sizes[place + step] = self.size
                if self.size > GROWTH * min(sizes.values()):
                    break
            self.move(variable, start)
        self.move(variable, min(sizes, key=lambda place: (sizes[place], abs(place - start))))

    def move(self, variable: int, goal: int) -> None:
        """Swap a variable to a place."""
        while (place := self.place_of(variable)) != goal:
            self.swap(place if place < goal else place - 1)

    def swap(self, upper: int) -> None:
        """Exchange a level with the one below it."""
        lower = upper + 1
        above, below = self.nodes[upper], self.nodes[lower]
        wide = self.widths[lower]
        self.nodes[upper], self.nodes[lower] = {}, {}
        moved: list[tuple[Node, tuple[Node, ...]]] = []
        for children, node in above.items():
            if any(self.level[child] == lower for child in children):
                moved.append((node, children))
            else:  # it does not see the other variable
                self._put(node, lower, children)
        rows = {node: children for children, node in below.items()}
        for children, node in below.items():
            self._put(node, upper, children)
        self.widths[upper], self.widths[lower] = self.widths[lower], self.widths[upper]
        self.order[upper], self.order[lower] = self.order[lower], self.order[upper]
        for node, children in moved:
            parts = [rows.get(child, (child,) * wide) for child in children]
            fresh = tuple([self._node(lower, tuple(row)) for row in zip(*parts, strict=True)])
            for child in fresh:
                self.parents[child] = self.parents.get(child, 0) + 1
            self._put(node, upper, fresh)
            for child in children:
                self._drop(child)

    def _put(self, node: Node, level: int, children: tuple[Node, ...]) -> None:
        self.level[node] = level
        self.children[node] = children
        self.nodes[level][children] = node

    def _node(self, level: int, children: tuple[Node, ...]) -> Node:
        if all(child == children[0] for child in children):
            return children[0]
        found = self.nodes[level].get(children)
        if found is None:
            found = self.next
            self.next += 1
            self._put(found, level, children)
            self.parents[found] = 0
            for child in children:
                self.parents[child] += 1
        return found

    def _drop(self, node: Node) -> None:
        """One parent fewer; a node without any goes."""
        self.parents[node] -= 1
        if self.parents[node] == 0 and node in self.children:
            children = self.children.pop(node)
            del self.nodes[self.level.pop(node)][children]
            for child in children:
                self._drop(child)
