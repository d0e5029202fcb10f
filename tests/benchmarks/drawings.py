"""How long a drawing takes, as a ratio to Graphviz laying out the same graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fingerpost.engine import LoadedRulebook, load, loads
from fingerpost.visualize.content import content_of
from fingerpost.visualize.dot import dot
from fingerpost.visualize.drawing import Request, draw
from fingerpost.visualize.graphviz_engine import laid_out
from properties.large import table_like

from .measure import fastest


@dataclass(frozen=True)
class Drawing:
    """Seconds of each kind of drawing, and of Graphviz, for one rulebook with `steps` steps."""

    name: str
    steps: int
    seconds: dict[str, float]
    graphviz: float

    def ratio(self, kind: str) -> float:
        """How many times as long as Graphviz a drawing takes."""
        return self.seconds[kind] / self.graphviz


def measure() -> list[Drawing]:
    """Hear-back, and a tree of about 500 steps."""
    return [
        _measured("hear-back", load("hear-back")),
        _measured("400 rules", loads(table_like(400))),
    ]


def _measured(name: str, rulebook: LoadedRulebook) -> Drawing:
    decisions = tuple(rulebook.definition.decisions)
    contents = [content_of(rulebook, rulebook.stage(one)) for one in decisions]
    source = dot(rulebook.title, contents)
    steps = sum(len(chart.steps) for content in contents for chart in content.charts)
    draw(Request(rulebook, decisions), "pdf")  # the font is read once a process

    def drawing(kind: str) -> Callable[[], object]:
        return lambda: draw(Request(rulebook, decisions), kind)

    seconds = {
        kind: fastest(drawing(kind)) for kind in ("txt", "json", "svg", "html", "pdf", "png")
    }
    return Drawing(name, steps, seconds, fastest(lambda: laid_out(source)))
