"""A drawing as inert data: boxes and lines at their places, in points, y downwards.

Layout makes scenes; every writer (SVG, JSON, PDF) only reads them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Point = tuple[float, float]
Shape = Literal[
    "diamond",
    "round",
    "octagon",
    "hexagon",
    "slanted",
    "rectangle",
    "tag",
    "capsule",
    "page",
    "none",
]
Border = Literal["solid", "double", "dashed", "thick", "thin"]
Kind = Literal[
    "start", "question", "outcome", "nothing", "fault", "link", "title", "decision", "input"
]


@dataclass(frozen=True)
class Line:
    """One line of text: `x` is its middle (or its start, with `anchor`), `y` its baseline."""

    text: str
    x: float
    y: float
    role: Literal["words", "strong", "label", "note", "title"] = "words"
    anchor: Literal["middle", "start"] = "middle"


@dataclass(frozen=True)
class Box:
    """A step, drawn.

    `decision`, `part` and `step` say which step of the content it is; `place` is unique in the
    drawing. `after` is the earlier decision that a question is about, `name` the letter of a
    connector and of the sign of the tree it leads to.
    """

    place: int
    kind: Kind
    shape: Shape
    border: Border
    left: float
    top: float
    width: float
    height: float
    lines: tuple[Line, ...]
    alt: str
    color: int | None = None
    decision: str = ""
    part: int = 0
    step: int | None = None
    after: str | None = None
    ids: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    name: str = ""
    root: bool = False

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True)
class Edge:
    """A line from one box to another, with an arrow head at its end, and its label."""

    start: int
    end: int
    points: tuple[Point, ...]
    label: tuple[Line, ...] = ()
    part: int = 0
    step: int | None = None
    way: int | None = None


@dataclass(frozen=True)
class Scene:
    """A whole drawing."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]

    def texts(self) -> Iterable[str]:
        """Every text in it."""
        for box in self.boxes:
            yield from (line.text for line in box.lines)
        for edge in self.edges:
            yield from (line.text for line in edge.label)


def _moved_line(line: Line, dx: float, dy: float) -> Line:
    return replace(line, x=line.x + dx, y=line.y + dy)


def moved_box(box: Box, dx: float, dy: float) -> Box:
    """The box at another place."""
    lines = tuple(_moved_line(line, dx, dy) for line in box.lines)
    return replace(box, left=box.left + dx, top=box.top + dy, lines=lines)


def moved_edge(edge: Edge, dx: float, dy: float) -> Edge:
    """The edge at another place."""
    points = tuple((x + dx, y + dy) for x, y in edge.points)
    return replace(edge, points=points, label=tuple(_moved_line(one, dx, dy) for one in edge.label))
