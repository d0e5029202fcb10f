"""Trees to draw, from a chart's steps.

A chart shares its ends and whole branches; on paper each branch is drawn where it is reached, unless it is
large, or the page is full: then a connector leads to the tree that goes on there.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from .content import Ask, Chart, Way

SMALL = 7
"""Steps of a shared branch that is drawn again each time it is reached."""
ONE_PIECE = 45
"""Steps of a tree that needs no connectors, whatever it shares."""
DEEPEST = 60
"""Questions below each other in one tree; a longer line goes on at a connector."""
ANOTHER = "another answer"

Path = tuple[int, ...]


@dataclass(frozen=True, order=True)
class Root:
    """Where a tree begins: a step, or, from answer number `first` on, the rest of one."""

    step: int
    first: int = 0


@dataclass(frozen=True)
class Link:
    """A connector to another tree."""

    to: Root


@dataclass(frozen=True)
class Twig:
    """A step, and what it leads to: the number of the arrow (-1: another answer), its words, the rest."""

    step: int
    ways: tuple[tuple[int, str, Twig | Link], ...] = ()

    @property
    def depth(self) -> int:
        """The questions on its longest way."""
        below = [child.depth for _, _, child in self.ways if isinstance(child, Twig)]
        return 1 + max(below, default=0)

    @property
    def size(self) -> int:
        """How many steps it has."""
        return 1 + sum(child.size for _, _, child in self.ways if isinstance(child, Twig))


Fits = Callable[[Twig, Root], bool]


@lru_cache(maxsize=256)
def sizes(chart: Chart) -> dict[int, int]:
    """How many steps there are from each step on, when nothing is shared."""
    found: dict[int, int] = {}
    for number in reversed(range(len(chart.steps))):
        step = chart.steps[number]
        ways = step.ways if isinstance(step, Ask) else ()
        found[number] = 1 + sum(found[way.to] for way in ways)
    return found


def trees(chart: Chart, fits: Fits | None = None) -> list[tuple[Root, Twig]]:
    """The trees that a chart is drawn as, each so large that it still fits; the first is its start."""
    counted = sizes(chart)
    if fits is None and _longest(chart) > DEEPEST:
        fits = _not_too_deep
    shared: set[int] = set()
    if counted[0] > ONE_PIECE:
        reached = Counter(w.to for s in chart.steps if isinstance(s, Ask) for w in s.ways)
        shared = {to for to, times in reached.items() if times > 1 and counted[to] > SMALL}
    waiting, done = [Root(0)], dict[Root, Twig]()
    while waiting:
        root = waiting.pop(0)
        if root not in done:
            done[root] = _grown(chart, root, counted, shared, fits)
            waiting += _links(done[root])
    return list(done.items())


def _longest(chart: Chart) -> int:
    """The steps on the longest way."""
    found: dict[int, int] = {}
    for number in reversed(range(len(chart.steps))):
        step = chart.steps[number]
        ways = step.ways if isinstance(step, Ask) else ()
        found[number] = 1 + max((found[way.to] for way in ways), default=0)
    return found[0]


def _not_too_deep(twig: Twig, _root: Root) -> bool:
    return twig.depth <= DEEPEST


def _links(twig: Twig) -> list[Root]:
    found: list[Root] = []
    for _, _, child in twig.ways:
        found += [child.to] if isinstance(child, Link) else _links(child)
    return found


def _grown(
    chart: Chart, root: Root, counted: dict[int, int], shared: set[int], fits: Fits | None
) -> Twig:
    """The tree from a root on. Small branches are taken in first, so that a branch that must go
    elsewhere is a large one."""
    last = len(_ways(chart, root))
    whole: set[Path] = {()}
    if fits is None:
        _all_paths(chart, root, (), shared, whole)
        return _twig(chart, root, whole, last)
    while last > root.first + 1 and not fits(_twig(chart, root, whole, last), root):
        last -= 1
    frontier: list[tuple[int, Path, int]] = []

    def reach(step: int, path: Path) -> None:
        ways = _ways(chart, Root(step))
        begin, end = (root.first, last) if not path else (0, len(ways))
        for number in range(begin, end):
            to = ways[number].to
            if isinstance(chart.steps[to], Ask) and to not in shared:
                heapq.heappush(frontier, (counted[to], (*path, number), to))

    reach(root.step, ())
    while frontier:
        _, path, step = heapq.heappop(frontier)
        if fits(_twig(chart, root, whole | {path}, last), root):
            whole.add(path)
            reach(step, path)
    return _twig(chart, root, whole, last)


def _ways(chart: Chart, root: Root) -> tuple[Way, ...]:
    step = chart.steps[root.step]
    return step.ways if isinstance(step, Ask) else ()


def _all_paths(chart: Chart, root: Root, path: Path, shared: set[int], found: set[Path]) -> None:
    for number, way in enumerate(_ways(chart, root)):
        if isinstance(chart.steps[way.to], Ask) and way.to not in shared:
            found.add((*path, number))
            _all_paths(chart, Root(way.to), (*path, number), shared, found)


def _twig(chart: Chart, root: Root, whole: set[Path], last: int) -> Twig:
    """The tree with the branches at some paths whole, the others behind connectors."""

    def at(step: int, path: Path) -> Twig:
        ways = _ways(chart, Root(step))
        begin, end = (root.first, last) if not path else (0, len(ways))
        drawn: list[tuple[int, str, Twig | Link]] = []
        for number in range(begin, end):
            way, here = ways[number], (*path, number)
            asks = isinstance(chart.steps[way.to], Ask)
            child = Link(Root(way.to)) if asks and here not in whole else at(way.to, here)
            drawn.append((way.arrow, way.words, child))
        if end < len(ways):
            drawn.append((-1, ANOTHER, Link(Root(step, end))))
        return Twig(step, tuple(drawn))

    return at(root.step, ())
