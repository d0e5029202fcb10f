"""Where the steps of a tree stand.

The main line, which is the largest branch, goes straight down. What ends at once stands to the right of
its question, other branches hang to the left, each as near as its outline allows (the idea of Reingold
and Tilford, *Tidier Drawings of Trees*, 1981, with the outline of everything drawn instead of a level's
width). A tree laid out so has no crossings, and lines bend only at right angles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from .blocks import block, framed
from .content import Chart, Outcome
from .fonts import width
from .scene import Box, Edge, Line, Point, moved_box, moved_edge
from .trees import Link, Root, Twig, sizes
from .wrapping import LEADING, SIZE, Measures, wrapped

TURN = 16.0
"""From a question's tip to where its line branches."""
NEAR = 4.0
"""From a label to what its line leads to."""
ROW = 4.0
"""The height of a row of an outline."""

Rect = tuple[float, float, float, float]


@dataclass
class Placed:
    """A tree around the middle of its root's upper edge, (0, 0)."""

    boxes: list[Box] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    rects: list[Rect] = field(default_factory=list)

    def add(self, other: Placed, dx: float, dy: float) -> None:
        """Take another tree in, moved."""
        self.boxes += [moved_box(box, dx, dy) for box in other.boxes]
        self.edges += [moved_edge(edge, dx, dy) for edge in other.edges]
        self.rects += [(a + dx, b + dy, c + dx, d + dy) for a, b, c, d in other.rects]

    def box(self, box: Box) -> None:
        """Take a box in."""
        self.boxes.append(box)
        self.rects.append((box.left, box.top, box.right, box.bottom))

    def edge(self, edge: Edge) -> None:
        """Take an edge in, with its label."""
        self.edges.append(edge)
        for (x0, y0), (x1, y1) in zip(edge.points, edge.points[1:], strict=False):
            self.rects.append((min(x0, x1) - 1, min(y0, y1) - 1, max(x0, x1) + 1, max(y0, y1) + 1))
        if edge.label:
            self.rects.append(label_rect(edge.label))

    @property
    def bounds(self) -> Rect:
        """The rectangle around everything."""
        lefts, tops, rights, bottoms = zip(*self.rects, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)


def label_rect(label: Sequence[Line]) -> Rect:
    """The rectangle around a label."""
    across = max(width(line.text, SIZE) for line in label)
    left = label[0].x
    return left, label[0].y - SIZE * 0.9, left + across, label[-1].y + SIZE * 0.3


@dataclass(frozen=True)
class Layouter:
    """Lays out the trees of one chart. `name` says what the connector to a tree is called."""

    chart: Chart
    name: Callable[[Root], str]
    measures: Measures
    places: count[int]
    paged: bool

    def tree(self, root: Root, twig: Twig, title: str) -> Placed:
        """A tree under the sign that says how one comes there."""
        part = self.chart.part
        begins = root == Root(0)
        texts = [(text, "strong") for text in wrapped(title, 300, bold=True)]
        texts += [("from sheets 88, 88, 88", "note")] if self.paged and not begins else []
        sign = framed(next(self.places), "start", "capsule", "solid", texts, title)
        name = "" if begins else title
        made = Placed()
        decision = self.chart.decision
        made.box(replace(sign, decision=decision, part=part, root=begins, name=name))
        below = self.twig(twig)
        top = sign.height + self.measures.drop - 6
        top += max(0.0, sign.height + self.measures.gap - (top + below.bounds[1]))
        first = below.boxes[0]
        made.add(below, 0, top)
        made.edge(Edge(sign.place, first.place, ((0, sign.height), (0, top)), part=part))
        return made

    def twig(self, twig: Twig) -> Placed:
        """A step and all that hangs on it; its own box comes first."""
        step = self.chart.steps[twig.step]
        box = block(step, next(self.places), self.measures)
        chart = self.chart
        box = replace(box, decision=chart.decision, part=chart.part, step=twig.step)
        made = Placed()
        made.box(box)
        if not twig.ways:
            return made
        sides, main, lefts = _sorted(twig, self.chart)
        self._sides(made, twig, box, sides, main[1])
        self._main(made, twig, box, main)
        for way in lefts:
            self._left(made, twig, box, way)
        return made

    def _child(self, child: Twig | Link) -> Placed:
        if isinstance(child, Twig):
            return self.twig(child)
        made = Placed()
        name = self.name(child.to)
        texts = [(f"go on at {name}", "strong")]
        texts += [("on this sheet", "note")] if self.paged else []
        link = framed(next(self.places), "link", "page", "solid", texts, texts[0][0])
        made.box(
            replace(
                link,
                height=link.height + 10,
                decision=self.chart.decision,
                part=self.chart.part,
                name=name,
            )
        )
        return made

    def _edge(
        self,
        twig: Twig,
        way: int,
        ends: tuple[int, int],
        points: Iterable[Point],
        label: Iterable[Line],
    ) -> Edge:
        part, step = self.chart.part, twig.step
        return Edge(*ends, tuple(points), tuple(label), part, step, way if way >= 0 else None)

    def _sides(
        self, made: Placed, twig: Twig, box: Box, sides: list[_Way], main_words: str
    ) -> None:
        """What ends at once, in a column to the right."""
        if not sides:
            return
        tip, middle = box.width / 2, box.height / 2
        labels = [wrapped(words, self.measures.label) for _, words, _ in sides]
        children = [self._child(child) for _, _, child in sides]
        ups = [
            max(child.boxes[0].height / 2, len(label) * LEADING + 6)
            for child, label in zip(children, labels, strict=True)
        ]
        downs = [child.boxes[0].height / 2 for child in children]
        total = sum(ups) + sum(downs) + self.measures.gap * (len(sides) - 1)
        turn = TURN if len(sides) > 1 else 0.0
        widest = max(width(text, SIZE) for label in labels for text in label)
        if len(sides) > 1 and middle + total / 2 > box.height - 4:
            # the column's line goes down beside the main line's label, and must clear it
            main = wrapped(main_words, self.measures.label)
            turn = max(turn, 18 + max(width(text, SIZE) for text in main) - tip)
        reach = tip + turn + widest + 26
        y = middle - (total / 2 if len(sides) > 1 else ups[0])
        for (way, _, _), child, label, up, down in zip(
            sides, children, labels, ups, downs, strict=True
        ):
            y += up
            end = child.boxes[0]
            made.add(child, reach + end.width / 2, y - end.height / 2)
            points = ((tip, middle), (tip + turn, middle), (tip + turn, y), (reach, y))
            words = [
                Line(text, tip + turn + 8, y - 5 - (len(label) - 1 - n) * LEADING, "label", "start")
                for n, text in enumerate(label)
            ]
            made.edge(self._edge(twig, way, (box.place, end.place), _straight(points), words))
            y += down + self.measures.gap

    def _main(self, made: Placed, twig: Twig, box: Box, main: _Way) -> None:
        """The main line, straight down, past what stands to the right."""
        way, words, rest = main
        label = wrapped(words, self.measures.label)
        child = self._child(rest)
        top = box.height + max(self.measures.drop, len(label) * LEADING + 20)
        lines = _beside(0, box.height + 6, label)
        gap = self.measures.gap
        above = [*made.rects, _grown(label_rect(lines), NEAR - gap)]
        top = _below(above, child.rects, top, gap)
        below = child.boxes[0]
        made.add(child, 0, top)
        points = ((0.0, box.height), (0.0, top))
        made.edge(self._edge(twig, way, (box.place, below.place), points, lines))

    def _left(self, made: Placed, twig: Twig, box: Box, left: _Way) -> None:
        """Another branch: out at the left tip, then down."""
        way, words, rest = left
        label = wrapped(words, self.measures.label)
        child = self._child(rest)
        tip, middle = -box.width / 2, box.height / 2
        top = max(box.height + self.measures.drop / 2, middle + len(label) * LEADING + 24)
        top = max(top, middle + self.measures.gap - child.bounds[1])
        lines = _beside(0, middle + 6, label)
        top = _below([label_rect(lines)], child.rects, top, NEAR)
        outline = [(a, b + top, c, d + top) for a, b, c, d in child.rects]
        outline += [label_rect(lines), (-1.0, middle, 1.0, top)]
        x = min(-_clearance(outline, made.rects, self.measures.gap), tip - TURN)
        below = child.boxes[0]
        made.add(child, x, top)
        points = ((tip, middle), (x, middle), (x, top))
        lines = _beside(x, middle + 6, label)
        made.edge(self._edge(twig, way, (box.place, below.place), points, lines))


_Way = tuple[int, str, "Twig | Link"]


def _sorted(twig: Twig, chart: Chart) -> tuple[list[_Way], _Way, list[_Way]]:
    """The ways to the right, straight down and to the left: the largest branch goes straight on, a
    connector when there is none, else the end at which nothing comes out, or the last."""

    counted = sizes(chart)

    def weight(way: _Way) -> tuple[int, int, int]:
        child = way[2]
        if isinstance(child, Link):
            return 1, counted[child.to.step], 0
        if child.ways:
            return 2, child.size, 0
        end = chart.steps[child.step]
        return 0, isinstance(end, Outcome) and end.look is None, way[0]

    main = max(twig.ways, key=weight)
    others = [way for way in twig.ways if way is not main]
    lefts = [way for way in others if isinstance(way[2], Twig) and way[2].ways]
    sides = [way for way in others if way not in lefts]
    return sides, main, sorted(lefts, key=lambda way: -weight(way)[1])


def _beside(x: float, y: float, label: Sequence[str]) -> list[Line]:
    """A label to the right of a line that goes down."""
    return [
        Line(text, x + 8, y + SIZE * 0.8 + n * LEADING, "label", "start")
        for n, text in enumerate(label)
    ]


def _straight(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points without those that a line goes straight through."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < 0.01 and abs(kept[-1][1] - point[1]) < 0.01:
            continue
        if len(kept) > 1 and (
            kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]
        ):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _grown(rect: Rect, by: float) -> Rect:
    return rect[0] - by, rect[1] - by, rect[2] + by, rect[3] + by


def _rows(rect: Rect, above: float = 0.0) -> range:
    return range(int((rect[1] - above) // ROW), int((rect[3] + above) // ROW) + 1)


def _below(above: Iterable[Rect], below: Sequence[Rect], top: float, gap: float) -> float:
    """How far down something must stand to keep clear of what stands above it."""
    highest = top + min(rect[1] for rect in below)
    above = [rect for rect in above if rect[3] + gap > highest]
    while True:
        overlap = max(
            (
                upper[3] + gap - (lower[1] + top)
                for lower in below
                for upper in above
                if lower[0] < upper[2] + gap
                and upper[0] < lower[2] + gap
                and lower[1] + top < upper[3] + gap
                and upper[1] < lower[3] + top + gap
            ),
            default=0.0,
        )
        if overlap <= 0.01:
            return top
        top += overlap


def _clearance(left: Iterable[Rect], right: Iterable[Rect], gap: float) -> float:
    """How far the left outline must move to the left to keep clear of the right one."""
    edge: dict[int, float] = {}
    for rect in right:
        for row in _rows(rect):
            edge[row] = min(edge.get(row, rect[0]), rect[0])
    return max(
        (rect[2] + gap - edge[row] for rect in left for row in _rows(rect, gap / 2) if row in edge),
        default=0.0,
    )
