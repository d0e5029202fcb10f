"""Swapping levels changes no function, and an order that was sifted is as small as it says."""

from itertools import product
from random import Random

import pytest

from fingerpost.engine.diagrams.diagram import LEAF, Diagrams
from fingerpost.engine.diagrams.sifting import _Levels, sifted_order

WIDTHS = (2, 3, 2, 4, 2)


def random_diagram(seed: int) -> tuple[Diagrams, int]:
    dice = Random(seed)
    diagrams = Diagrams(1_000_000)
    layer = [diagrams.leaf(value) for value in range(dice.randint(2, 3))]
    for level in reversed(range(len(WIDTHS))):
        layer += [
            diagrams.node(level, tuple(dice.choice(layer) for _ in range(WIDTHS[level])))
            for _ in range(4)
        ]
    return diagrams, layer[-1]


def value(levels: _Levels, root: int, cells: tuple[int, ...]) -> int:
    while levels.level[root] != LEAF:
        root = levels.children[root][cells[levels.order[levels.level[root]]]]
    return root


@pytest.mark.parametrize("seed", range(40))
def test_swaps_change_no_function(seed: int) -> None:
    diagrams, root = random_diagram(seed)
    levels = _Levels(diagrams, root, len(WIDTHS))
    cases = list(product(*map(range, WIDTHS)))
    before = [value(levels, root, cells) for cells in cases]
    dice = Random(seed)
    for _ in range(12):
        levels.swap(dice.randrange(len(WIDTHS) - 1))
        assert [value(levels, root, cells) for cells in cases] == before
        for level, nodes in enumerate(levels.nodes):
            for children, node in nodes.items():
                assert len(set(children)) > 1
                assert len(children) == WIDTHS[levels.order[level]]
                assert levels.level[node] == level
                assert all(levels.level[child] > level for child in children)


def test_it_finds_the_order_that_keeps_pairs_together() -> None:
    """Of `a1=b1 and a2=b2 …` the size is exponential when all the a's come first."""
    pairs = 6
    diagrams = Diagrams(1_000_000)
    yes, no = diagrams.leaf(True), diagrams.leaf(False)
    node = yes
    for pair in range(pairs):
        low = diagrams.node(pairs + pair, (yes, no))
        high = diagrams.node(pairs + pair, (no, yes))
        same = diagrams.node(pair, (low, high))
        node = diagrams.combine(lambda one, two: bool(one and two), node, same)
    names = [f"a{pair}" for pair in range(pairs)] + [f"b{pair}" for pair in range(pairs)]
    assert sum(1 for _ in diagrams.nodes_below(node)) > 2**pairs
    order = sifted_order(diagrams, node, names)
    assert order is not None
    places = {name: place for place, name in enumerate(order)}
    assert all(abs(places[f"a{pair}"] - places[f"b{pair}"]) == 1 for pair in range(pairs))
