"""A drawing as JSON: nodes and edges with their places, what they ask and answer, and the certificate.

The answers of an edge are as `answers.py` says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast

from ..engine.diagrams.flowchart import Question
from ..engine.language.vocabulary import plain_value
from .answers import alternatives
from .content import Ask, Content
from .path import Lit
from .scene import Box, Edge, Scene
from .trees import ANOTHER


def as_json(
    head: Mapping[str, object], contents: Sequence[Content], scene: Scene, lit: Lit | None
) -> str:
    """The drawing; `head` says of which rulebook it is. Points, y downwards."""
    by_id = {content.decision: content for content in contents}
    drawn = [box for box in scene.boxes if box.kind != "title"]
    decision_of = {box.place: box.decision for box in drawn}
    content: dict[str, object] = {
        **head,
        "width": round(scene.width, 2),
        "height": round(scene.height, 2),
        "certificate": _whole_certificate(contents),
        "decisions": [_decision(one) for one in contents],
        "nodes": [_node(box, by_id, lit) for box in drawn],
        "edges": [_edge(one, by_id[decision_of[one.start]], lit) for one in scene.edges],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _whole_certificate(contents: Sequence[Content]) -> dict[str, object]:
    """What was proven of all charts together; each has one of its own."""
    certificates = [chart.certificate for content in contents for chart in content.charts]
    return {
        "rulebook": certificates[0].rulebook,
        "flowcharts": [one.flowchart for one in certificates],
        "cases": sum(one.cases for one in certificates),
        "method": certificates[0].method,
    }


def _decision(content: Content) -> dict[str, object]:
    return {
        "decision": content.decision,
        "title": content.title,
        "charts": [
            {
                "part": chart.part,
                "title": chart.title,
                "certificate": {
                    "rulebook": chart.certificate.rulebook,
                    "flowchart": chart.certificate.flowchart,
                    "cases": chart.certificate.cases,
                    "method": chart.certificate.method,
                },
            }
            for chart in content.charts
        ],
    }


def _node(box: Box, contents: Mapping[str, Content], lit: Lit | None) -> dict[str, object]:
    node: dict[str, object] = {
        "id": box.place,
        "kind": box.kind,
        "decision": box.decision,
        "part": box.part,
        "text": box.alt,
        "x": round(box.left, 2),
        "y": round(box.top, 2),
        "width": round(box.width, 2),
        "height": round(box.height, 2),
        "shape": box.shape,
        "border": box.border,
        "lines": [line.text for line in box.lines],
    }
    if box.step is not None:
        node["step"] = box.step
        step = contents[box.decision].charts[box.part].steps[box.step]
        if isinstance(step, Ask):
            asked = contents[box.decision].stage.asked.get(step.name)
            rung = contents[box.decision].stage.rungs.get(step.name)
            node["asks"] = (
                {"rule": rung.rule}
                if rung is not None
                else {"fact": step.name}
                if asked is None
                else {
                    "decision": asked.decision,
                    "about": asked.about,
                    "outcome": None if asked.outcome is None else plain_value(asked.outcome),
                }
            )
        else:
            node["outcome"] = list(box.ids)
            node["rules"] = list(box.rules)
    if box.name:
        node["tree"] = box.name
    if lit is not None:
        node["lit"] = box.place in lit.places
    return node


def _edge(edge: Edge, content: Content, lit: Lit | None) -> dict[str, object]:
    made: dict[str, object] = {
        "from": edge.start,
        "to": edge.end,
        "points": [[round(x, 2), round(y, 2)] for x, y in edge.points],
    }
    if edge.step is not None:
        ask = cast("Ask", content.charts[edge.part].steps[edge.step])
        question = cast("Question", content.stage.parts[edge.part].flowchart.steps[edge.step])
        if edge.way is not None:
            made["label"] = next(way.words for way in ask.ways if way.arrow == edge.way)
            made["answers"] = alternatives(question.arrows[edge.way].test)
        else:
            made["label"] = ANOTHER
    if lit is not None:
        made["lit"] = (edge.start, edge.end) in lit.edges
    return made
