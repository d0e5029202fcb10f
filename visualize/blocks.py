"""The single steps of a drawing, measured: a box with its lines around the point (0, 0) at the middle
of its upper edge. Outcomes differ first by shape and border, then by colour, so that they survive a
black-and-white printer and colour-blind eyes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .content import Ask, Outcome, Step
from .fonts import width
from .scene import Border, Box, Line, Shape
from .wrapping import LEADING, SIZE, Measures, in_diamond, wrapped

ASCENT = 0.76
"""How far, in em, the letters of a line reach above its baseline, for a text to look centred."""

SHAPES: tuple[Shape, ...] = ("round", "rectangle", "octagon", "hexagon", "slanted", "tag")
BORDERS: tuple[Border, ...] = ("solid", "double", "dashed", "thick")
COLORS = 8
"""How many colours a writer has."""
INSETS: dict[Shape, float] = {"hexagon": 14, "slanted": 14, "octagon": 6, "tag": 12, "capsule": 8}


@dataclass(frozen=True)
class Look:
    """How outcomes of one kind are drawn."""

    shape: Shape
    border: Border
    color: int


def look(number: int) -> Look:
    """The look with a number: the first 24 differ in shape or border."""
    border = BORDERS[(number + number // 12) % len(BORDERS)]
    return Look(SHAPES[number % len(SHAPES)], border, number % COLORS)


def block(step: Step, place: int, measures: Measures) -> Box:
    """The box of a step."""
    if isinstance(step, Ask):
        return _question(step, place, measures)
    return _outcome(step, place, measures)


def _question(step: Ask, place: int, measures: Measures) -> Box:
    made = in_diamond(step.words, measures)
    lines = _centred([(text, "words") for text in made.lines], made.height)
    return Box(
        place, "question", "diamond", "solid", -made.width / 2, 0, made.width, made.height, lines,
        step.words, after=step.after,
    )  # fmt: skip


def _outcome(step: Outcome, place: int, measures: Measures) -> Box:
    texts = [(text, "strong") for text in wrapped(step.words, measures.words, bold=True)]
    if step.look is None and not step.fault:
        texts = [(text, "words") for text in wrapped(step.words, measures.words)]
    if step.behind:
        texts += [(text, "note") for text in wrapped(step.behind, measures.words)]
    kind, shape, border, color = "nothing", "rectangle", "thin", None
    if step.fault:
        kind, shape, border = "fault", "octagon", "dashed"
    elif step.look is not None:
        one = look(step.look)
        kind, shape, border, color = "outcome", one.shape, one.border, one.color
    alt = f"{step.words} ({step.behind})" if step.behind else step.words
    box = framed(place, kind, shape, border, texts, alt)  # pyright: ignore[reportArgumentType]
    return replace(box, color=color, ids=step.ids, rules=step.rules)


def framed(
    place: int, kind: str, shape: Shape, border: Border, texts: list[tuple[str, str]], alt: str
) -> Box:
    """A box around some lines."""
    across = max((width(text, SIZE, role == "strong") for text, role in texts), default=0)
    across = max(across, 30) + 2 * (10 + INSETS.get(shape, 0) + (4 if border == "double" else 0))
    height = len(texts) * LEADING + 16
    lines = _centred(texts, height)
    return Box(place, kind, shape, border, -across / 2, 0, across, height, lines, alt)  # pyright: ignore[reportArgumentType]


def _centred(texts: list[tuple[str, str]], height: float) -> tuple[Line, ...]:
    first = (height - len(texts) * LEADING) / 2 + (LEADING - SIZE) / 2 + SIZE * ASCENT + 1
    return tuple(
        Line(text, 0, first + number * LEADING, role)  # pyright: ignore[reportArgumentType]
        for number, (text, role) in enumerate(texts)
    )
