"""The way that one case takes through the drawings: what lies on it, and what may still follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..engine import Answer
from ..engine.diagrams.flowchart import Question
from ..engine.evaluate import test_holds
from ..engine.language.rulebook import Decision
from ..engine.language.wording import joined, told, value_words
from ..engine.outcomes import result_words
from .content import Content
from .scene import Box, Edge, Scene


@dataclass(frozen=True)
class Lit:
    """The places of the steps on the way of a case, and its edges by their two places; `open_places`
    and `open_edges` are what may follow once more is known. All else is out of the question."""

    places: frozenset[int]
    edges: frozenset[tuple[int, int]]
    open_places: frozenset[int]
    open_edges: frozenset[tuple[int, int]]


def case_words(answer: Answer) -> str:
    """The known facts of a case."""
    definition = answer.rulebook.definition
    facts = (
        told(definition, name, value_words(value, definition.facts[name].type))
        for name, value in answer.case.items()
    )
    return "; ".join(facts) or "nothing is known yet"


def outcome_words(answer: Answer, decision: Decision) -> str:
    """What comes out for a case, or what still can."""
    found = answer.found[decision.id]
    if found.result is not None:
        return f"For this case: {result_words(decision, found.result)}"
    if any(isinstance(result, tuple) for result in found.possible):
        return "For this case: still open"
    words = [result_words(decision, result) for result in found.possible]
    return f"For this case still open: {joined(words, 'or')}"


def lit(scenes: Sequence[Scene], contents: Iterable[Content], answer: Answer) -> Lit:
    """The way of a case through drawings that belong together."""
    walk = _Walk([b for s in scenes for b in s.boxes], [e for s in scenes for e in s.edges])
    possible = {name: found.possible for name, found in answer.found.items()}
    for content in contents:
        for chart, part in zip(content.charts, content.stage.parts, strict=True):
            taken: dict[int, int] = {}
            for number, step in enumerate(part.flowchart.steps):
                if isinstance(step, Question):
                    values = content.stage.answers(step.fact, answer.case, possible)
                    ways = {
                        way
                        for value in values or ()
                        for way, arrow in enumerate(step.arrows)
                        if test_holds(arrow.test, value)
                    }
                    if len(ways) == 1:  # known, or whatever it is, it leads there
                        taken[number] = ways.pop()
            walk.go(content.decision, chart.part, taken)
    return Lit(
        frozenset(walk.places),
        frozenset(walk.edges),
        frozenset(walk.open_places - walk.places),
        frozenset(walk.open_edges - walk.edges),
    )


class _Walk:
    """Follows the lines as they are drawn, over connectors to the trees that go on."""

    def __init__(self, boxes: Sequence[Box], edges: Sequence[Edge]) -> None:
        self.boxes = {box.place: box for box in boxes}
        self.out: dict[int, list[Edge]] = {}
        for edge in edges:
            self.out.setdefault(edge.start, []).append(edge)
        self.signs = {box.name: box for box in boxes if box.kind == "start" and box.name}
        self.places: set[int] = set()
        self.edges: set[tuple[int, int]] = set()
        self.open_places: set[int] = set()
        self.open_edges: set[tuple[int, int]] = set()

    def go(self, decision: str, part: int, taken: Mapping[int, int]) -> None:
        for box in self.boxes.values():
            if box.root and box.part == part and box.decision == decision:
                self._step(box, taken, open_=False)

    def _step(self, box: Box, taken: Mapping[int, int], *, open_: bool) -> None:
        (self.open_places if open_ else self.places).add(box.place)
        if box.kind == "link":
            self._step(self.signs[box.name], taken, open_=open_)
            return
        edges = self.out.get(box.place, [])
        if box.kind == "question" and box.step is not None and box.step in taken:
            way = taken[box.step]
            edges = [e for e in edges if e.way == way] or [e for e in edges if e.way is None]
        elif box.kind == "question":
            open_ = True
        for edge in edges:
            (self.open_edges if open_ else self.edges).add((edge.start, edge.end))
            self._step(self.boxes[edge.end], taken, open_=open_)
