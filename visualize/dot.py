"""Flowcharts as DOT, for Graphviz and everything that reads its language.

Texts are quoted by the `graphviz` package, so that a backslash or a quotation mark is only a letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphviz

from .blocks import look
from .content import Ask, Content, Step
from .svg import COLORS
from .wrapping import ROOMY, wrapped

SHAPES = {
    "round": "box",
    "rectangle": "box",
    "octagon": "octagon",
    "hexagon": "hexagon",
    "slanted": "parallelogram",
    "tag": "cds",
}


def dot(title: str, contents: Sequence[Content]) -> str:
    """All decisions in one graph, each in a cluster of its own; ends and branches are shared."""
    graph: Any = graphviz.Digraph(
        "fingerpost",
        graph_attr={"label": graphviz.escape(title), "labelloc": "t", "fontname": "Helvetica"},
        node_attr={"fontname": "Helvetica", "fontsize": "12"},
        edge_attr={"fontname": "Helvetica", "fontsize": "12"},
    )
    for content in contents:
        for chart in content.charts:
            name = f"{content.decision}.{chart.part}"
            heading = f"{content.title}: {chart.title}" if chart.title else content.title
            with graph.subgraph(name=f"cluster_{name}") as cluster:
                cluster.attr(label=graphviz.escape(heading), style="rounded", color="#888888")
                for number, step in enumerate(chart.steps):
                    cluster.node(f"{name}.{number}", **_node(step))
                for number, step in enumerate(chart.steps):
                    for way in step.ways if isinstance(step, Ask) else ():
                        cluster.edge(f"{name}.{number}", f"{name}.{way.to}", label=_text(way.words))
    return graph.source


def _node(step: Step) -> dict[str, str]:
    if isinstance(step, Ask):
        return {"shape": "diamond", "label": _text(step.words)}
    label = _text(step.words) + (f"\\n{graphviz.escape(step.behind)}" if step.behind else "")
    if step.look is None:
        return {"shape": "box", "label": label}
    drawn = look(step.look)
    line, ground = COLORS[drawn.color]
    style = {"dashed": "dashed", "thick": "bold"}.get(drawn.border, "solid")
    rounded = ",rounded" if drawn.shape == "round" else ""
    return {
        "shape": SHAPES[drawn.shape],
        "label": label,
        "style": f"filled,{style}{rounded}",
        "color": line,
        "fillcolor": ground,
        "peripheries": "2" if drawn.border == "double" else "1",
    }


def _text(words: str) -> str:
    return "\\n".join(graphviz.escape(line) for line in wrapped(words, ROOMY.words))
