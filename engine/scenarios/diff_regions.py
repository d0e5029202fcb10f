"""A set of cases as few boxes, each said in one sentence, and the share of all cases that it takes.

The set is a diagram with leaves True and False. A box allows for some facts some of their cells, and
anything for the others. Each box is grown from a case of the set until no fact can be left out and no cell
be added; then it is taken out, until nothing is left. So the boxes are disjoint, and together exactly the set.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..diagrams.cells import Bits, Cells, members
from ..diagrams.diagram import LEAF, Diagrams, Node, OverBudgetError
from ..diagrams.spaces import nearest

Box = Mapping[int, Bits]
"""Level to the cells it may be in; a level that is not mentioned may be in any."""

MOST_BOXES = 300
"""Boxes of one set; nobody reads more."""

CAREFUL = 12
"""So many boxes are grown in several ways, to take the largest; later ones in one."""

MOST_STEPS = 300_000
"""Nodes that are looked at to find the boxes of one set."""


@dataclass(frozen=True)
class Cover:
    """The boxes found for a set; `complete` unless there were too many of them."""

    boxes: tuple[Box, ...]
    complete: bool


class Regions:
    """Questions about sets of cases; `cells` has for each level the cells of its fact."""

    def __init__(self, diagrams: Diagrams, cells: Sequence[Cells]) -> None:
        """Ask about the functions of some diagrams."""
        self.diagrams = diagrams
        self.cells = cells
        self._steps = 0

    # -- shares ------------------------------------------------------------------------------------

    def share(self, node: Node) -> float:
        """The share of a set among all cases, its cells weighted by how likely they are (see `Cells`)."""
        shares: dict[Node, float] = {}
        for here in sorted(self.diagrams.nodes_below(node), key=self.diagrams.level, reverse=True):
            level = self.diagrams.level(here)
            if level == LEAF:
                shares[here] = float(bool(self.diagrams.value(here)))
            else:
                ways = zip(self.cells[level].weights, self.diagrams.children(here), strict=True)
                shares[here] = sum(weight * shares[child] for weight, child in ways)
        return shares[node]

    def share_of_box(self, box: Box) -> float:
        """The share of a box among all cases."""
        share = 1.0
        for level, bits in box.items():
            share *= sum(self.cells[level].weights[cell] for cell in members(bits))
        return share

    # -- examples ----------------------------------------------------------------------------------

    def example(self, box: Box) -> dict[int, int]:
        """The case of a box that is nearest to a plain one: level to cell."""
        return {level: self._plainest(level, bits) for level, bits in box.items()}

    def away(self, box: Box) -> int:
        """How many facts of a box cannot be plain."""
        return sum(not bits >> self.cells[level].plain & 1 for level, bits in box.items())

    def _plainest(self, level: int, bits: Bits) -> int:
        plain = self.cells[level].plain
        return min(members(bits), key=lambda cell: (abs(cell - plain), cell))

    def smallest(self, node: Node) -> dict[int, int] | None:
        """The case of a set that is nearest to a plain one, None in an empty set."""
        return nearest(self.diagrams, node, bool, [one.plain for one in self.cells])

    # -- boxes -------------------------------------------------------------------------------------

    def cover(self, node: Node) -> Cover:
        """Few disjoint boxes that are together the set; the smallest example first."""
        boxes: list[Box] = []
        complete = True
        self._steps = 0
        try:
            while (seed := self.smallest(node)) is not None:
                if len(boxes) == MOST_BOXES:
                    raise OverBudgetError
                box = self._grown(node, seed, careful=len(boxes) < CAREFUL)
                node = self._without(node, box)
                boxes.append(box)
        except OverBudgetError:
            complete = False
        boxes = self._joined(boxes)
        boxes.sort(key=lambda box: (self.away(box), len(box), -self.share_of_box(box)))
        return Cover(tuple(boxes), complete)

    def _grown(self, node: Node, seed: Mapping[int, int], *, careful: bool) -> Box:
        """The largest of the boxes that grow when another fact is set free first."""
        start = {level: 1 << cell for level, cell in seed.items()}
        orders = [[first, *(level for level in start if level != first)] for first in start]
        orders = orders if careful else orders[:1]
        boxes = [self._freed(node, start, order) for order in orders or [[]]]
        return max(boxes, key=lambda box: (round(self.share_of_box(box), 12), -len(box)))

    def _freed(self, node: Node, start: Box, order: Sequence[int]) -> Box:
        box = dict(start)
        for level in order:
            whole = {other: bits for other, bits in box.items() if other != level}
            if self._inside(node, whole):
                box = whole
                continue
            for cell in range(len(self.cells[level])):
                if not box[level] >> cell & 1:
                    wider = {**box, level: box[level] | 1 << cell}
                    box = wider if self._inside(node, wider) else box
        return box

    def _inside(self, node: Node, box: Box) -> bool:
        """Whether a box lies in a set."""
        diagrams = self.diagrams
        seen, waiting = {node}, [node]
        while waiting:
            here = waiting.pop()
            level = diagrams.level(here)
            if level == LEAF:
                if not diagrams.value(here):
                    return False
                continue
            children = diagrams.children(here)
            for child in self._allowed(children, box.get(level)):
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
        self._steps += len(seen)
        if self._steps > MOST_STEPS:
            raise OverBudgetError
        return True

    def _allowed(self, children: Sequence[Node], bits: Bits | None) -> Iterator[Node]:
        return iter(children) if bits is None else (children[cell] for cell in members(bits))

    def _without(self, node: Node, box: Box) -> Node:
        return self.diagrams.combine(
            lambda here, taken: bool(here and not taken), node, self.node_of(box)
        )

    def node_of(self, box: Box) -> Node:
        """A box as a set."""
        no, node = self.diagrams.leaf(False), self.diagrams.leaf(True)
        for level in sorted(box, reverse=True):
            cells = range(len(self.cells[level]))
            node = self.diagrams.node(
                level, tuple([node if box[level] >> cell & 1 else no for cell in cells])
            )
        return node

    def _joined(self, boxes: list[Box]) -> list[Box]:
        """Boxes that differ in one fact alone made into one, as long as there are any."""
        joined = True
        while joined:
            joined = False
            found: dict[tuple[int, frozenset[tuple[int, Bits]]], Box] = {}
            for box in boxes:
                keys = [
                    (
                        level,
                        frozenset((other, bits) for other, bits in box.items() if other != level),
                    )
                    for level in box
                ]
                twin = next((key for key in keys if key in found), None)
                if twin is not None:
                    other = found[twin]
                    boxes = [one for one in boxes if one is not box and one is not other]
                    boxes.append(self._wider(box, other, twin[0]))
                    joined = True
                    break
                found.update((key, box) for key in keys)
        return boxes

    def _wider(self, one: Box, two: Box, level: int) -> Box:
        bits = one[level] | two[level]
        rest = {other: cells for other, cells in one.items() if other != level}
        return rest if bits == (1 << len(self.cells[level])) - 1 else {**rest, level: bits}


def where(diagrams: Diagrams, node: Node, wanted: Callable[[Hashable], bool]) -> Node:
    """The set of cases in which a function has a wanted value."""
    return diagrams.mapped(wanted, node)
