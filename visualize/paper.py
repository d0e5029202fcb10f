"""Pages: PDF and PNG by Typst, which comes as a wheel with its compiler.

Typst only ever gets texts as data (`sys.inputs`), never as source, and no file but its own and the font.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, cast

import typst

from . import fonts
from .advice import Sheet as AdviceSheet
from .blocks import look
from .drawn import Drawn, letter_notes
from .path import Lit
from .scene import Box, Line, Scene
from .sheets import FOOT, HEAD, LEGEND, MARGIN, PAPERS, SMALLEST, Sheet
from .svg import svg
from .table import Table
from .wrapping import SIZE, fitted

FALLBACK = ("DejaVu Sans Mono", "New Computer Modern", "Libertinus Serif")
"""Fonts inside Typst, for signs that ours lacks."""
FONTS = (fonts.FAMILY, *FALLBACK)
HEAD_LINE = 480.0
"""Points of a line of the title above a drawing and of its note, three lines of which have room."""
MOST_EMPTY = 200
"""Letters without any font that are looked for, so that a page in a foreign script takes no minute."""
_NOT_DRAWN = re.compile(r"the text `\"(.*?)\"` could not be displayed")


@dataclass(frozen=True)
class Handout:
    """What is printed. `alts` are the alternative texts by decision; `notes` replace what stands under
    its titles, for a case."""

    title: str
    foot: str
    paper: str
    sheets: Sequence[Sheet]
    alts: Mapping[str, str]
    tables: Sequence[Table] = ()
    advice: Sequence[AdviceSheet] = ()
    lit: Lit | None = None
    notes: Mapping[str, str] = field(default_factory=dict[str, str])


def pdf(handout: Handout) -> Drawn:
    """A tagged PDF (PDF/UA-1, where every sign can be drawn)."""
    return _compiled(_as_data(handout), {"format": "pdf"}, _template())


def png(drawing: str, alt: str, dpi: int) -> Drawn:
    """A drawing, given as SVG, as a PNG picture of its own size."""
    source = (
        "#let data = json(bytes(sys.inputs.data))\n#set page(width: auto, height: auto, margin: 0pt)\n"
        "#set text(font: data.fonts)\n"
        '#image(bytes(data.svg), format: "svg", alt: data.alt)\n'
    )
    data = {"svg": drawing, "alt": alt, "fonts": FONTS}
    return _compiled(data, {"format": "png", "ppi": float(dpi)}, source)


def printed(drawing: str, alt: str) -> Drawn:
    """A drawing, given as SVG, as a PDF page of its own size."""
    source = (
        "#let data = json(bytes(sys.inputs.data))\n#set page(width: auto, height: auto, margin: 0pt)\n"
        "#set document(title: data.alt, date: none)\n#set text(font: data.fonts)\n"
        '#image(bytes(data.svg), format: "svg", alt: data.alt)\n'
    )
    return _compiled({"svg": drawing, "alt": alt, "fonts": FONTS}, {"format": "pdf"}, source)


def pages(drawings: Sequence[tuple[str, str]], size: tuple[float, float], title: str) -> Drawn:
    """Drawings, given as SVG with their alternative texts, as a PDF with a page of one size for each."""
    source = (
        "#let data = json(bytes(sys.inputs.data))\n#let (width, height) = data.size.map(n => n * 1pt)\n"
        "#set page(width: width, height: height, margin: 0pt)\n"
        "#set document(title: data.title, date: none)\n#set text(font: data.fonts)\n"
        "#for one in data.drawings {\n"
        '  page(image(bytes(one.svg), format: "svg", width: width, height: height, alt: one.alt))\n}\n'
    )
    made = [{"svg": drawing, "alt": alt} for drawing, alt in drawings]
    data = {"drawings": made, "size": size, "title": title, "fonts": FONTS}
    return _compiled(data, {"format": "pdf"}, source)


def _compiled(data: object, options: Mapping[str, object], source: str) -> Drawn:
    written = json.dumps(data, ensure_ascii=False)
    foreign = fonts.lacking(_shown(data))
    empty = undrawable(foreign)
    standards = {"pdf_standards": ["ua-1"]} if options["format"] == "pdf" and not empty else {}
    try:
        made = _typeset(source, written, {**options, **standards})
    except typst.TypstError as error:
        if not _NOT_DRAWN.search(str(error)):
            raise
        made = _typeset(source, written, options)  # letters that cannot be drawn beside each other
    return Drawn(made, letter_notes(foreign, empty))


def _shown(data: object) -> Iterator[str]:
    """The texts in some data, but for alternative texts, which nobody draws."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for key, value in cast("Mapping[str, object]", data).items():
            if key not in ("alt", "legend_alt"):
                yield from _shown(value)
    elif isinstance(data, list | tuple):
        for value in cast("Sequence[object]", data):
            yield from _shown(value)


@cache
def undrawable(letters: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some letters that none of the fonts has: a PDF for all readers may not leave one out."""
    source = (
        "#let data = json(bytes(sys.inputs.data))\n"
        '#set document(title: "-", date: none)\n#set text(font: data.fonts)\n'
        "#for letter in data.letters { box(letter) }\n"
    )
    left = list(letters)
    empty: list[str] = []
    while left and len(empty) < MOST_EMPTY:
        written = json.dumps({"letters": left, "fonts": FONTS}, ensure_ascii=False)
        try:
            _typeset(source, written, {"format": "pdf", "pdf_standards": ["ua-1"]})
            break
        except typst.TypstError as error:
            named = _NOT_DRAWN.search(str(error))
            found = [one for one in left if named and one in named[1]]
            if not found:
                raise
            empty += found
            left = [one for one in left if one not in found]
    return tuple(empty)


def _typeset(source: str, written: str, options: Mapping[str, object]) -> bytes:
    compiled: Any = typst.compile
    with tempfile.TemporaryDirectory() as empty:  # the only folder that Typst may read
        made = compiled(
            source.encode("utf-8"),
            root=empty,
            font_paths=[str(fonts.folder())],
            ignore_system_fonts=True,
            sys_inputs={"data": written},
            **options,
        )
    return _whole(made)


def _whole(made: Any) -> bytes:
    return b"".join(cast("list[bytes]", made)) if isinstance(made, list) else bytes(made)


@cache
def _template() -> str:
    return files("fingerpost.visualize").joinpath("paper.typ").read_text("utf-8")


# -- pages as data -----------------------------------------------------------------------------


def _as_data(handout: Handout) -> dict[str, object]:
    legend, size = _legend()
    return {
        "title": handout.title,
        "foot": handout.foot,
        "fonts": FONTS,
        "margin": MARGIN,
        "head": HEAD,
        "foot_height": FOOT - LEGEND,
        "paper": PAPERS[handout.paper],
        "legend_alt": LEGEND_ALT,
        "sheets": [
            {**_sheet(handout, sheet), "legend": legend, "legend_size": size}
            for sheet in handout.sheets
        ],
        "tables": [asdict(one) for one in handout.tables],
        "advice": [asdict(one) for one in handout.advice],
    }


def _sheet(handout: Handout, sheet: Sheet) -> dict[str, object]:
    scene, scale = sheet.scene, sheet.scale
    title = fitted(sheet.title, 2 * HEAD_LINE, SMALLEST)
    note = handout.notes.get(sheet.decision, sheet.note)
    width, height = scene.width * scale, scene.height * scale
    lit = handout.lit if sheet.decision else None
    left, top, across, down = sheet.window or (0.0, 0.0, width, height)
    x = (sheet.page.room[0] - across) / 2 if sheet.window is None else 0.0
    return {
        "title": title,
        "note": fitted(note, (3 - _lines(title)) * HEAD_LINE, SMALLEST),
        "paper": sheet.page.size,
        "svg": svg(scene, sheet.title, "", lit=lit, embed=False),
        "alt": handout.alts[sheet.decision],
        "width": width,
        "height": height,
        "clip": (across, down),
        "clipped": sheet.window is not None,
        "shift": (left, top),
        "x": x,
        "y": HEAD,
        "links": list(_links(handout.sheets, sheet, x)) if sheet.window is None else [],
    }


def _lines(title: str) -> int:
    return 1 if fonts.width(title, SMALLEST, True) <= HEAD_LINE else 2


def _links(sheets: Sequence[Sheet], sheet: Sheet, x: float) -> Iterable[dict[str, object]]:
    """From connectors to the trees that go on and back, and from a question about an earlier
    decision to its sheet."""
    for box in sheet.scene.boxes:
        target = _target(sheets, box)
        if target is not None:
            to, top = target
            yield {
                "x": x + box.left * sheet.scale,
                "y": HEAD + box.top * sheet.scale,
                "width": box.width * sheet.scale,
                "height": box.height * sheet.scale,
                "page": to.number,
                "top": max(0.0, MARGIN + HEAD + top * to.scale - 20),
            }


def _target(sheets: Sequence[Sheet], box: Box) -> tuple[Sheet, float] | None:
    for sheet in sheets:
        if box.after is not None and sheet.decision == box.after:
            return sheet, 0.0
        for other in sheet.scene.boxes if box.name else ():
            if other.name == box.name and {box.kind, other.kind} == {"link", "start"}:
                return sheet, other.top
    return None


# -- the legend --------------------------------------------------------------------------------

LEGEND_ALT = (
    "Legend: a diamond is a question; a box is what to do, and equal boxes mean the same; a thin box is an "
    "end at which nothing comes out; a box with a point below goes on elsewhere."
)


@cache
def _legend() -> tuple[str, tuple[float, float]]:
    boxes: list[Box] = []
    x = 1.0
    one, two = look(0), look(1)
    samples = [
        (Box(0, "question", "diamond", "solid", 0, 0, 34, 17, (), ""), "a question"),
        (Box(0, "outcome", one.shape, one.border, 0, 0, 26, 17, (), "", color=one.color), ""),
        (
            Box(0, "outcome", two.shape, two.border, 0, 0, 26, 17, (), "", color=two.color),
            "what to do (equal boxes mean the same)",
        ),
        (Box(0, "nothing", "rectangle", "thin", 0, 0, 26, 17, (), ""), "nothing comes out"),
        (Box(0, "link", "page", "solid", 0, 0, 24, 20, (), ""), "goes on there"),
    ]
    for place, (box, words) in enumerate(samples):
        lines = (Line(words, x + box.width + 6, 15, "label", "start"),) if words else ()
        boxes.append(replace(box, place=place, left=x, top=2, lines=lines))
        x += box.width + 6 + (fonts.width(words, SIZE) + 18 if words else 0)
    scene = Scene(x, 24, tuple(boxes), ())
    scale = SMALLEST / SIZE
    return svg(scene, "Legend", "", embed=False), (scene.width * scale, scene.height * scale)
