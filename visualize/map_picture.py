"""A map of a decision over two facts as a picture: regions with their outcome, thresholds at the edges."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from ..engine import LoadedRulebook
from ..engine.evaluate import Fault, Result
from ..engine.language.vocabulary import plain_value
from ..engine.language.wording import range_words
from ..engine.scenarios.maps import Axis, Map
from ..engine.scenarios.telling import kind_of, possible_words, subject
from .blocks import look
from .content import Looks, looks_of
from .drawn import Drawn, letter_notes
from .fonts import lacking, width
from .paper import png, printed
from .scene import Box, Line, Scene
from .svg import svg
from .wrapping import LEADING, SIZE, wrapped

FORMATS = ("svg", "png", "pdf")
EDGE, GAP, STRIP, ROW = 16.0, 10.0, 112.0, 46.0


def draw_map(rulebook: LoadedRulebook, found: Map, kind: str, dpi: int = 150) -> Drawn:
    """The map as SVG, PNG or PDF."""
    title = rulebook.definition.decisions[found.decision].title
    scene = map_scene(rulebook, found)
    if kind == "svg":
        return Drawn(svg(scene, title, title).encode("utf-8"), letter_notes(lacking(scene.texts())))
    drawing = svg(scene, title, "", embed=False)
    return png(drawing, title, dpi) if kind == "png" else printed(drawing, title)


def map_scene(rulebook: LoadedRulebook, found: Map) -> Scene:
    """The map, laid out: strips of equal breadth, since thresholds lie close together and far apart."""
    definition = rulebook.definition
    decision = definition.decisions[found.decision]
    across, down = _words(rulebook, found.across), _words(rulebook, found.down)
    left = EDGE + max(width(line, SIZE) for words in down for line in wrapped(words, 150)) + GAP
    breadth = max(STRIP, *(_widest(words) for words in across))
    heads = [
        f"across: {subject(definition, found.across.fact)}",
        f"down: {subject(definition, found.down.fact)}",
    ]
    top = (
        EDGE
        + 26
        + LEADING * (len(heads) + 1 + max(len(wrapped(words, breadth - 8)) for words in across))
        + GAP
    )
    boxes: list[Box] = []
    places = count()

    def text(words: list[str], x: float, y: float, role: str, anchor: str) -> None:
        lines = tuple(
            Line(one, x, y + n * LEADING, role, anchor)  # pyright: ignore[reportArgumentType]
            for n, one in enumerate(words)
        )
        boxes.append(
            Box(next(places), "title", "none", "thin", x, y - SIZE, 10, 10, lines, " ".join(words))
        )

    text([decision.title], EDGE, EDGE + 16, "title", "start")
    text(heads, EDGE, EDGE + 38, "words", "start")
    for number, words in enumerate(across):
        lines = list(wrapped(words, breadth - 8))
        x = left + (number + 0.5) * breadth
        text(lines, x, top - GAP / 2 - (len(lines) - 1) * LEADING - 4, "label", "middle")
    heights = _heights(rulebook, found, breadth, down)
    tops = [top + sum(heights[:number]) for number in range(len(heights) + 1)]
    for number, words in enumerate(down):
        lines = list(wrapped(words, 150))
        y = (tops[number] + tops[number + 1]) / 2 - (len(lines) - 1) * LEADING / 2 + 4
        text(lines, EDGE, y, "label", "start")
    numbers = looks_of(definition)
    for column, row, wide, high in _regions(found):
        possible = found.fields[row][column]
        x, y = left + column * breadth, tops[row]
        w, h = wide * breadth, tops[row + high] - tops[row]
        words = list(wrapped(possible_words(decision, possible), w - 16, bold=len(possible) == 1))
        drawn = _look(numbers, found.decision, possible)
        first = y + h / 2 - (len(words) - 1) * LEADING / 2 + 8
        lines = tuple(
            Line(one, x + w / 2, first + n * LEADING, "strong" if len(possible) == 1 else "words")
            for n, one in enumerate(words)
        )
        kind = "nothing" if drawn is None else "outcome"
        color = None if drawn is None else look(drawn).color
        boxes.append(
            Box(next(places), kind, "rectangle", "solid", x, y, w, h, lines, " ".join(words), color)
        )
    if found.across.here is not None and found.down.here is not None:
        x = left + (found.across.here + 1) * breadth - 36
        line = Line("now", x + 15, tops[found.down.here] + 13, "strong")
        boxes.append(
            Box(
                next(places),
                "start",
                "capsule",
                "solid",
                x,
                tops[found.down.here] + 3,
                30,
                14,
                (line,),
                "the case",
            )
        )
    notes = [
        f"{rulebook.title} · version {rulebook.version} · fingerprint {rulebook.fingerprint[:16]}"
    ]
    text(notes, EDGE, tops[-1] + 22, "note", "start")
    right = max(
        left + len(across) * breadth,
        *(EDGE + width(one, SIZE) for one in (*heads, *notes)),
        EDGE + width(decision.title, SIZE * 1.4, True),
    )
    return Scene(right + EDGE, tops[-1] + 22 + EDGE, tuple(boxes), ())


def _words(rulebook: LoadedRulebook, axis: Axis) -> list[str]:
    kind = kind_of(rulebook.definition, axis.fact)
    return [range_words(test, kind) for test in axis.strips]


def _widest(words: str) -> float:
    return max(width(word, SIZE, True) for word in words.split()) + 20


def _heights(rulebook: LoadedRulebook, found: Map, breadth: float, down: list[str]) -> list[float]:
    """Each row as high as its texts need it."""
    decision = rulebook.definition.decisions[found.decision]
    heights = [max(ROW, len(wrapped(words, 150)) * LEADING + 14) for words in down]
    for column, row, wide, high in _regions(found):
        words = possible_words(decision, found.fields[row][column])
        lines = len(wrapped(words, wide * breadth - 16, bold=True))
        need = lines * LEADING + 34
        missing = need - sum(heights[row : row + high])
        if missing > 0:
            heights[row] += missing
    return heights


def _regions(found: Map) -> Iterator[tuple[int, int, int, int]]:
    """Rectangles of fields that show the same: column, row, how many columns and rows."""
    rows, columns = len(found.fields), len(found.fields[0])
    done: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in done:
                continue
            field = found.fields[row][column]
            wide = 1
            while (
                column + wide < columns
                and found.fields[row][column + wide] == field
                and (row, column + wide) not in done
            ):
                wide += 1
            high = 1
            while row + high < rows and all(
                found.fields[row + high][column + n] == field
                and (row + high, column + n) not in done
                for n in range(wide)
            ):
                high += 1
            done |= {(row + y, column + x) for y in range(high) for x in range(wide)}
            yield column, row, wide, high


def _look(numbers: Looks, decision: str, possible: tuple[Result, ...]) -> int | None:
    if len(possible) != 1 or isinstance(possible[0], tuple | Fault):
        return None
    return numbers.get((decision, str(plain_value(possible[0]))))
