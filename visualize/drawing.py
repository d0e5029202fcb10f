"""One door to all drawings: what is asked for, in which format, comes out as bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from typing import Literal

from ..engine import Answer, LoadedRulebook, RulebookError
from ..engine.diagrams.flowchart import Order
from ..engine.diagrams.stages import MOST_NODES, Stage, from_facts, is_in_parts
from .advice import advice_of
from .as_json import as_json
from .content import Content, content_of
from .dot import dot
from .drawn import Drawn, letter_notes
from .fonts import lacking
from .mermaid import mermaid, requirements_mermaid
from .paper import Handout, pdf, png
from .path import Lit, case_words, lit, outcome_words
from .requirements import as_data, as_dot, as_words, requirements, scene_of
from .scene import Box, Line, Scene, moved_box, moved_edge
from .sheets import SMALLEST, Page, Sheet, picture, poster, sheets
from .svg import svg
from .table import table_of
from .text import content_lines, text
from .trees import sizes
from .wrapping import fitted, wrapped

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is, and how much there is."""

FOOT_LINE = 440.0
"""Points of a line at the foot of a page."""
MOST_FROM_FACTS = 60
"""Steps up to which a single decision is drawn over facts alone, not over earlier decisions."""

OVERVIEW = "How the decisions hang together"


@dataclass(frozen=True)
class Request:
    """What is to be drawn. `decisions` are ids, all of them unless one was named (`single`)."""

    rulebook: LoadedRulebook
    decisions: tuple[str, ...]
    single: bool = False
    order: Order = "fewest"
    answer: Answer | None = None
    paper: Literal["a4", "letter"] = "a4"
    poster: bool = False
    advice: bool = False
    rules: bool = False
    overview: bool = False
    dpi: int = 150


def _silent(_what: str, _done: int, _all: int) -> None:
    """Tells nobody."""


def draw(request: Request, format: str, progress: Progress = _silent) -> Drawn:
    """Draw; `format` is one of FORMATS.

    Raises RulebookError when a flowchart, or its proof, would be too large.
    """
    return FORMATS[format](_Drawing(request, progress))


class _Drawing:
    """What the formats share, made when one needs it."""

    def __init__(self, request: Request, progress: Progress) -> None:
        self.request, self.progress = request, progress
        self.rulebook = request.rulebook

    @cached_property
    def contents(self) -> list[Content]:
        """The decisions in words; proving them is what takes time."""
        found: list[Content] = []
        for number, name in enumerate(self.request.decisions):
            self.progress("proving the flowcharts", number, len(self.request.decisions))
            found.append(content_of(self.rulebook, _stage(self.request, name)))
        return found

    @cached_property
    def scene(self) -> Scene:
        """Everything in one picture, with its title and its foot."""
        if self.request.overview:
            return _framed(self.overview_scene, [self.rulebook.title, OVERVIEW], [self.stamp])
        heads = [self.rulebook.title]
        notes = {one.decision: self.note(one) for one in self.contents}
        drawn = picture([replace(c, intro=notes[c.decision]) for c in self.contents])
        if self.request.answer is not None:
            words = f"The case: {case_words(self.request.answer)}"
            heads += wrapped(words, max(drawn.width - 28, 400.0))
        return _framed(drawn, heads, [self.stamp, self.proof])

    @cached_property
    def overview_scene(self) -> Scene:
        """The decision requirements graph."""
        return scene_of(requirements(self.rulebook.definition))

    def note(self, content: Content) -> str:
        """What stands under the title of a decision."""
        if self.request.answer is None:
            return content.intro
        decision = self.rulebook.definition.decisions[content.decision]
        return outcome_words(self.request.answer, decision)

    def lit(self, scenes: Sequence[Scene]) -> Lit | None:
        """The way of the case, if there is one."""
        answer = self.request.answer
        return None if answer is None else lit(scenes, self.contents, answer)

    @property
    def stamp(self) -> str:
        """Which rulebook this was made from."""
        return (
            f"{fitted(self.rulebook.title, 230, SMALLEST)} · "
            f"version {fitted(self.rulebook.version, 60, SMALLEST)} · "
            f"fingerprint {self.rulebook.fingerprint[:16]}"
        )

    @property
    def proof(self) -> str:
        """What was proven."""
        return f"checked equal to the rules: {sum(c.cases for c in self.contents):,} situations"

    @property
    def head(self) -> dict[str, object]:
        """Which rulebook this is, for JSON."""
        return {**self.rulebook.definition.identity, "title": self.rulebook.title}


def _stage(request: Request, name: str) -> Stage:
    """A single decision is drawn over facts alone while that stays small."""
    rulebook = request.rulebook
    decision = rulebook.definition.decisions[name]
    reads = any(one in rulebook.definition.decisions for one in decision.reads)
    if request.single and reads and not is_in_parts(decision.policy) and _is_small(rulebook, name):
        try:
            chart = rulebook.flowchart(name, request.order, most_steps=MOST_FROM_FACTS)
        except RulebookError:  # it is too large: ask what came out of the earlier decisions
            return rulebook.stage(name, request.order)
        stage = from_facts(rulebook.definition, chart)
        if sizes(content_of(rulebook, stage).charts[0])[0] <= MOST_FROM_FACTS:
            return stage
    return rulebook.stage(name, request.order)


def _is_small(rulebook: LoadedRulebook, decision: str) -> bool:
    compiler = rulebook.answerer.compiler(decision)
    return compiler is not None and not compiler.diagrams.has_more_than(
        MOST_NODES, compiler.result(decision)
    )


def _framed(scene: Scene, heads: Sequence[str], feet: Sequence[str]) -> Scene:
    """A picture with lines above and below it."""
    from .fonts import width
    from .wrapping import SIZE

    top = 14.0 + 22 * len(heads)
    places = count(max((box.place for box in scene.boxes), default=0) + 1)
    boxes = [moved_box(box, 0, top) for box in scene.boxes]
    lines = [
        (words, "strong" if n == 0 else "words", 24.0 + 20 * n) for n, words in enumerate(heads)
    ]
    below = top + scene.height + 10
    lines += [(words, "note", below + 17 * n) for n, words in enumerate(feet)]
    across = scene.width
    for words, role, y in lines:
        line = Line(words, 14, y, role, "start")  # pyright: ignore[reportArgumentType]
        boxes.append(Box(next(places), "title", "none", "thin", 14, y - 12, 10, 16, (line,), words))
        across = max(across, 28 + width(words, SIZE, role == "strong"))
    edges = tuple(moved_edge(edge, 0, top) for edge in scene.edges)
    return Scene(across, below + 17 * len(feet) + 4, tuple(boxes), edges)


# -- formats -----------------------------------------------------------------------------------


def _svg(drawing: _Drawing) -> Drawn:
    scene = drawing.scene
    made = svg(scene, drawing.rulebook.title, _alt(drawing), lit=_lit_of(drawing, scene))
    return Drawn(made.encode("utf-8"), letter_notes(lacking(scene.texts())))


def _png(drawing: _Drawing) -> Drawn:
    scene = drawing.scene
    drawing.progress("drawing", 0, 1)
    markup = svg(scene, drawing.rulebook.title, "", lit=_lit_of(drawing, scene), embed=False)
    return png(markup, drawing.rulebook.title, drawing.request.dpi)


def _pdf(drawing: _Drawing) -> Drawn:
    request = drawing.request
    made: list[Sheet] = []
    alts: dict[str, str] = {}
    if request.overview or (not request.single and len(request.decisions) > 1):
        made.append(_overview_sheet(drawing))
        alts[""] = _overview_alt(drawing)
    contents = [] if request.overview else drawing.contents
    drawing.progress("laying out the sheets", 0, 1)
    lay = poster if request.poster else sheets
    made += lay(contents, request.paper, len(made) + 1)
    alts |= {content.decision: "\n".join(content_lines(content)) for content in contents}
    stages = [content.stage for content in contents if request.rules]
    tables = [table_of(drawing.rulebook, drawing.rulebook.stage(one.decision)) for one in stages]
    advice = advice_of(drawing.rulebook, request.decisions) if request.advice else ()
    notes = {one.decision: drawing.note(one) for one in contents} if request.answer else {}
    foot = drawing.stamp if request.overview else f"{drawing.stamp}\n{drawing.proof}"
    if request.answer is not None and not request.overview:
        foot += f"\n{fitted(f'The case: {case_words(request.answer)}', FOOT_LINE, SMALLEST)}"
    handout = Handout(
        drawing.rulebook.title,
        foot,
        request.paper,
        made,
        alts,
        tables,
        advice,
        drawing.lit([sheet.scene for sheet in made if sheet.decision]) if contents else None,
        notes,
    )
    drawing.progress("setting the pages", 0, 1)
    return pdf(handout)


def _overview_sheet(drawing: _Drawing) -> Sheet:
    scene = drawing.overview_scene
    page = Page(drawing.request.paper, landscape=scene.width > scene.height)
    scale = min(1.0, page.room[0] / scene.width, page.room[1] / scene.height)
    words = "Each box rests on what its arrows come from."
    return Sheet(1, "", OVERVIEW, words, scene, scale, page)


def _overview_alt(drawing: _Drawing) -> str:
    return as_words(requirements(drawing.rulebook.definition)) or OVERVIEW


def _dot(drawing: _Drawing) -> Drawn:
    if drawing.request.overview:
        return _text(as_dot(requirements(drawing.rulebook.definition), drawing.rulebook.title))
    return _text(dot(drawing.rulebook.title, drawing.contents))


def _mermaid(drawing: _Drawing) -> Drawn:
    if drawing.request.overview:
        graph = requirements(drawing.rulebook.definition)
        return _text(requirements_mermaid(drawing.rulebook.title, graph))
    return _text(mermaid(drawing.rulebook.title, drawing.contents))


def _txt(drawing: _Drawing) -> Drawn:
    if drawing.request.overview:
        return _text(f"{_overview_alt(drawing)}\n")
    body = text(drawing.contents)
    answer = drawing.request.answer
    if answer is not None:
        known = f"The case: {case_words(answer)}"
        found = [f"{one.title}: {drawing.note(one)}" for one in drawing.contents]
        body = "\n".join([known, *found, "", body])
    return _text(f"{body}{drawing.stamp}\n{drawing.proof}\n")


def _json(drawing: _Drawing) -> Drawn:
    if drawing.request.overview:
        graph = as_data(requirements(drawing.rulebook.definition))
        return _text(json.dumps({**drawing.head, **graph}, ensure_ascii=False, indent=1) + "\n")
    contents = drawing.contents
    scene = picture(contents, titles=False)
    head = dict(drawing.head)
    if drawing.request.answer is not None:
        head["case"] = case_words(drawing.request.answer)
        head["answer"] = {one.decision: drawing.note(one) for one in contents}
    return _text(as_json(head, contents, scene, drawing.lit([scene])))


def _html(drawing: _Drawing) -> Drawn:
    from .html.page import Picture, page

    pictures = [
        Picture(
            one.decision,
            one.stage,
            svg(
                picture([one], titles=False), one.title, "\n".join(content_lines(one)), embed=False
            ),
            "\n".join(content_lines(one)),
        )
        for one in drawing.contents
    ]
    case = drawing.request.answer.case if drawing.request.answer else None
    made = page(drawing.rulebook, pictures, (drawing.proof,), case)
    return _text(made)


def _text(words: str) -> Drawn:
    return Drawn(words.encode("utf-8", "replace"))


def _lit_of(drawing: _Drawing, scene: Scene) -> Lit | None:
    return None if drawing.request.overview else drawing.lit([scene])


def _alt(drawing: _Drawing) -> str:
    if drawing.request.overview:
        return _overview_alt(drawing)
    return "\n\n".join("\n".join(content_lines(one)) for one in drawing.contents)


FORMATS: Mapping[str, Callable[[_Drawing], Drawn]] = {
    "pdf": _pdf,
    "svg": _svg,
    "png": _png,
    "dot": _dot,
    "mmd": _mermaid,
    "txt": _txt,
    "json": _json,
    "html": _html,
}
"""What a drawing can be, by the ending of its file."""

OVERVIEWS = tuple(kind for kind in FORMATS if kind != "html")
"""What the requirements graph can be; the page for the browser is for questions."""
