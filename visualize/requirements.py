"""The decision requirements graph (DMN): which decision rests on which, and on which facts.

Decisions are rectangles, input data rounded; facts that go into the same decisions share a box. Graphviz
lays it out, since a graph, unlike a tree, needs crossings to be kept few.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

import graphviz

from ..engine.language.rulebook import Rulebook
from ..engine.language.wording import name_words
from .blocks import framed
from .graphviz_engine import laid_out
from .scene import Box, Edge, Point, Scene, moved_box
from .wrapping import wrapped

EDGE = 10.0
"""Points around the drawing."""


@dataclass(frozen=True)
class Requirement:
    """A node of the graph: a decision, or facts that are used alike."""

    id: str
    names: tuple[str, ...]
    words: tuple[str, ...]
    is_decision: bool


@dataclass(frozen=True)
class Requirements:
    """The graph: an arrow leads from what is needed to what needs it."""

    nodes: tuple[Requirement, ...]
    arrows: tuple[tuple[str, str], ...]


def requirements(rulebook: Rulebook) -> Requirements:
    """The decision requirements graph of a rulebook."""
    used: dict[str, list[str]] = {}
    for decision in rulebook.decisions.values():
        for name in decision.reads:
            if name in rulebook.facts:
                used.setdefault(name, []).append(decision.id)
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in rulebook.facts:
        if name in used:
            groups.setdefault(tuple(used[name]), []).append(name)
    nodes = [
        Requirement(decision.id, (decision.id,), (decision.title,), True)
        for decision in rulebook.decisions.values()
    ]
    arrows = [
        (read, decision.id)
        for decision in rulebook.decisions.values()
        for read in decision.reads
        if read in rulebook.decisions
    ]
    for number, (users, names) in enumerate(groups.items(), 1):
        words = tuple(name_words(rulebook, name) for name in names)
        nodes.append(Requirement(f"facts {number}", tuple(names), words, False))
        arrows += [(f"facts {number}", user) for user in users]
    return Requirements(tuple(nodes), tuple(arrows))


def scene_of(graph: Requirements) -> Scene:
    """The graph, drawn; raises NoGraphvizError."""
    boxes = {node.id: _box(node, place) for place, node in enumerate(graph.nodes)}
    drawn: Any = graphviz.Digraph(
        graph_attr={"rankdir": "BT", "nodesep": "0.35", "ranksep": "0.45", "splines": "polyline"},
        node_attr={"shape": "box", "fixedsize": "true", "label": ""},
    )
    for node in graph.nodes:
        box = boxes[node.id]
        size = {"width": f"{box.width / 72:.4f}", "height": f"{box.height / 72:.4f}"}
        drawn.node(str(box.place), **size)
    for start, end in graph.arrows:
        drawn.edge(str(boxes[start].place), str(boxes[end].place))
    found = laid_out(drawn.source)
    height = float(found["bb"].split(",")[3])
    width = float(found["bb"].split(",")[2])
    at = {str(one["name"]): one for one in found["objects"]}

    def point(text: str) -> Point:
        x, y = map(float, text.split(","))
        return round(x + EDGE, 2), round(height - y + EDGE, 2)

    placed: list[Box] = []
    for box in boxes.values():
        x, y = point(at[str(box.place)]["pos"])
        placed.append(moved_box(box, x, y - box.height / 2))
    edges = [_edge(one, found["objects"], point) for one in found.get("edges", [])]
    return Scene(width + 2 * EDGE, height + 2 * EDGE, tuple(placed), tuple(edges))


def _box(node: Requirement, place: int) -> Box:
    if node.is_decision:
        texts = [(text, "strong") for text in wrapped(node.words[0], 170, bold=True)]
        return replace(
            framed(place, "decision", "rectangle", "thick", texts, node.words[0]), ids=node.names
        )
    several = len(node.words) > 1
    texts = [
        (line, "words")
        for words in node.words
        for line in wrapped(f"• {words}" if several else words, 190)
    ]
    return replace(
        framed(place, "input", "round", "thin", texts, ", ".join(node.words)), ids=node.names
    )


def _edge(
    one: dict[str, Any], objects: list[dict[str, Any]], point: Callable[[str], Point]
) -> Edge:
    """The corners of a polyline: every third control point of what Graphviz draws it as."""
    ends = [int(objects[cast("int", one[end])]["name"]) for end in ("tail", "head")]
    tip, *controls = str(one["pos"]).split(" ")
    corners = [point(text) for text in controls[::3]]
    return Edge(ends[0], ends[1], (*corners, point(tip.removeprefix("e,"))))


# -- as text -----------------------------------------------------------------------------------


def as_words(graph: Requirements) -> str:
    """What rests on what, a sentence for each decision."""
    words = {node.id: ", ".join(node.words) for node in graph.nodes}
    lines = [
        f"“{words[node.id]}” rests on: "
        + "; ".join(words[start] for start, end in graph.arrows if end == node.id)
        for node in graph.nodes
        if any(end == node.id for _, end in graph.arrows)
    ]
    return "\n".join(lines)


def as_dot(graph: Requirements, title: str) -> str:
    """The graph in DOT."""
    drawn: Any = graphviz.Digraph(
        "fingerpost",
        graph_attr={"rankdir": "BT", "label": graphviz.escape(title), "labelloc": "t"},
        node_attr={"fontname": "Helvetica"},
    )
    for node in graph.nodes:
        shape = {"shape": "box", "style": "" if node.is_decision else "rounded"}
        words = "\\n".join(graphviz.escape(word) for word in node.words)
        drawn.node(node.id, label=words, **shape)
    for start, end in graph.arrows:
        drawn.edge(start, end)
    return drawn.source


def as_data(graph: Requirements) -> dict[str, object]:
    """The graph for JSON: an edge leads from what is needed to what needs it."""
    return {
        "nodes": [
            {
                "id": node.id,
                "kind": "decision" if node.is_decision else "input",
                "names": list(node.names),
                "text": list(node.words),
            }
            for node in graph.nodes
        ],
        "edges": [{"from": start, "to": end} for start, end in graph.arrows],
    }
