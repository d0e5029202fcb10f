"""A scene as SVG: vector text that can be searched and copied, the same bytes on every machine.

Everything that is drawn carries a class, so that a page can restyle it; colours are presentation
attributes, which a strict Content-Security-Policy lets through.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable
from html import escape
from math import hypot

from . import fonts
from .path import Lit
from .scene import Box, Edge, Line, Point, Scene
from .wrapping import SIZE

INK, GREY, PALE, FAINT, PAPER = "#1b1b1b", "#5a5a5a", "#8d8d8d", "#c4c4c4", "#ffffff"
COLORS = (
    ("#0072b2", "#e3f0f8"),
    ("#d55e00", "#fdeadd"),
    ("#007a5a", "#e0f3ed"),
    ("#a8437f", "#f8e6f0"),
    ("#8a6d00", "#faf3d9"),
    ("#3b6fb6", "#e8eefa"),
    ("#7a4b2a", "#f3e9e2"),
    ("#55565a", "#ededf0"),
)
"""Line and ground of the outcomes, after Okabe and Ito's palette, darkened until text-like lines stand
out on white."""
FALLBACK = "DejaVu Sans Mono, New Computer Modern, sans-serif"
GROUND = {"question": "#ffffff", "start": "#1b1b1b", "link": "#f2f2f2", "fault": "#ffffff"}


def svg(
    scene: Scene, title: str, description: str, *, lit: Lit | None = None, embed: bool = True
) -> str:
    """The drawing as an SVG document; with `embed`, the letters it uses come with it."""
    body = "".join(markup(scene, lit))
    style = _fonts(scene) if embed else ""
    size = f'width="{_n(scene.width)}" height="{_n(scene.height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {_n(scene.width)}'
        f' {_n(scene.height)}" role="img" aria-labelledby="t d" font-family="\'{fonts.FAMILY}\','
        f' sans-serif" font-size="{_n(SIZE)}" fill="{INK}" text-anchor="middle"'
        ' stroke-linejoin="round">\n'
        f'<title id="t">{escape(title)}</title>\n<desc id="d">{escape(description)}</desc>\n'
        f'{style}<rect class="paper" width="100%" height="100%" fill="{PAPER}"/>\n{body}</svg>\n'
    )


def markup(scene: Scene, lit: Lit | None = None) -> Iterable[str]:
    """What is inside the SVG: lines first, so that boxes stand on top of them."""
    for edge in scene.edges:
        yield _edge(edge, lit)
    for box in scene.boxes:
        yield _box(box, lit)


def _fonts(scene: Scene) -> str:
    texts = list(scene.texts())
    faces: list[str] = []
    for weight, bold in ((400, False), (700, True)):
        data = base64.b64encode(fonts.part(texts, bold=bold)).decode("ascii")
        faces.append(
            f"@font-face{{font-family:'{fonts.FAMILY}';font-weight:{weight};"
            f"src:url(data:font/woff;base64,{data}) format('woff')}}"
        )
    return f"<style>{''.join(faces)}</style>\n"


# -- boxes -------------------------------------------------------------------------------------


def _box(box: Box, lit: Lit | None) -> str:
    state = "" if lit is None else _state(box.place, lit.places, lit.open_places)
    if box.kind == "title":
        state = ""
    ink, ground = _colors(box, state)
    attributes = f'class="step {box.kind}{state}" data-place="{box.place}" data-part="{box.part}"'
    if box.step is not None:
        attributes += f' data-step="{box.step}"'
    if box.root:
        attributes += ' data-root=""'
    if box.name:
        attributes += f' data-name="{box.name}"'
    if box.rules:
        attributes += f' data-rules="{escape(" ".join(box.rules))}"'
    if box.ids:
        attributes += f' data-outcome="{escape(" ".join(box.ids))}"'
    shapes = "".join(_shapes(box, ink, ground, bright=state == LIT))
    text = "".join(_text(line, _text_color(box, line, state)) for line in box.lines)
    return f"<g {attributes}><title>{escape(box.alt)}</title>{shapes}{text}</g>\n"


LIT, DIM = " lit", " dim"


def _state(thing: object, on: Collection[object], still: Collection[object]) -> str:
    return LIT if thing in on else "" if thing in still else DIM


def _colors(box: Box, state: str) -> tuple[str, str]:
    if state == DIM:
        return FAINT, PAPER
    if box.color is not None:
        return COLORS[box.color]
    return (INK, GROUND.get(box.kind, PAPER))


def _text_color(box: Box, line: Line, state: str) -> str:
    if state == DIM:
        return PALE
    if box.kind == "start":
        return PAPER
    return GREY if line.role == "note" else INK


def _shapes(box: Box, ink: str, ground: str, *, bright: bool) -> Iterable[str]:
    if box.shape == "none":
        return
    stroke = {"thick": 3.0, "thin": 0.8, "double": 1.0}.get(box.border, 1.5)
    stroke += 1.7 if bright else 0
    dash = ' stroke-dasharray="6 3"' if box.border == "dashed" else ""
    yield (
        f'<path class="box" d="{_outline(box, 0)}" fill="{ground}" stroke="{ink}"'
        f' stroke-width="{_n(stroke)}"{dash}/>'
    )
    if box.border == "double":
        yield (
            f'<path class="box inner" d="{_outline(box, 3.2)}" fill="none" stroke="{ink}"'
            f' stroke-width="{_n(stroke)}"/>'
        )


def _outline(box: Box, inside: float) -> str:
    left, top = box.left + inside, box.top + inside
    right, bottom = box.right - inside, box.bottom - inside
    middle, centre = (top + bottom) / 2, (left + right) / 2
    points: tuple[Point, ...]
    match box.shape:
        case "round":
            return _rounded(left, top, right, bottom, 9)
        case "capsule":
            return _rounded(left, top, right, bottom, (bottom - top) / 2)
        case "diamond":
            points = ((centre, top), (right, middle), (centre, bottom), (left, middle))
        case "octagon":
            c = 9
            points = (
                (left + c, top), (right - c, top), (right, top + c), (right, bottom - c),
                (right - c, bottom), (left + c, bottom), (left, bottom - c), (left, top + c),
            )  # fmt: skip
        case "hexagon":
            c = 14
            points = (
                (left + c, top), (right - c, top), (right, middle),
                (right - c, bottom), (left + c, bottom), (left, middle),
            )  # fmt: skip
        case "slanted":
            c = 13
            points = ((left + c, top), (right, top), (right - c, bottom), (left, bottom))
        case "tag":
            c = 12
            points = (
                (left, top), (right - c, top), (right, middle), (right - c, bottom), (left, bottom)
            )  # fmt: skip
        case "page":
            points = (
                (left, top), (right, top), (right, bottom - 10), (centre, bottom),
                (left, bottom - 10),
            )  # fmt: skip
        case _:
            points = ((left, top), (right, top), (right, bottom), (left, bottom))
    return "M" + " ".join(f"{_n(x)},{_n(y)}" for x, y in points) + "Z"


def _rounded(left: float, top: float, right: float, bottom: float, r: float) -> str:
    r = max(0.0, min(r, (bottom - top) / 2, (right - left) / 2))
    arc = f"A{_n(r)},{_n(r)} 0 0 1"
    return (
        f"M{_n(left + r)},{_n(top)}H{_n(right - r)}{arc} {_n(right)},{_n(top + r)}"
        f"V{_n(bottom - r)}{arc} {_n(right - r)},{_n(bottom)}H{_n(left + r)}{arc} {_n(left)},"
        f"{_n(bottom - r)}V{_n(top + r)}{arc} {_n(left + r)},{_n(top)}Z"
    )


# -- edges and text ----------------------------------------------------------------------------


def _edge(edge: Edge, lit: Lit | None) -> str:
    state = "" if lit is None else _state((edge.start, edge.end), lit.edges, lit.open_edges)
    ink = FAINT if state == DIM else INK
    stroke = {LIT: 3.4, DIM: 1.0}.get(state, 1.3)
    size = 10.0 if state == LIT else 7.0
    (x0, y0), (x1, y1) = edge.points[-2:]
    dx, dy = _direction(x0, y0, x1, y1)
    head = (
        (x1, y1),
        (x1 - dx * size - dy * size * 0.5, y1 - dy * size + dx * size * 0.5),
        (x1 - dx * size + dy * size * 0.5, y1 - dy * size - dx * size * 0.5),
    )
    line = [*edge.points[:-1], (x1 - dx * size * 0.8, y1 - dy * size * 0.8)]
    attributes = f'class="way{state}" data-part="{edge.part}"'
    attributes += f' data-from-place="{edge.start}" data-to-place="{edge.end}"'
    if edge.step is not None and edge.way is not None:
        attributes += f' data-from="{edge.step}" data-arrow="{edge.way}"'
    d = "M" + "L".join(f"{_n(x)},{_n(y)}" for x, y in line)
    triangle = "M" + " ".join(f"{_n(x)},{_n(y)}" for x, y in head) + "Z"
    text = "".join(_text(one, PALE if state == DIM else INK) for one in edge.label)
    return (
        f'<g {attributes}><path class="line" d="{d}" fill="none" stroke="{ink}"'
        f' stroke-width="{_n(stroke)}"/>'
        f'<path class="head" d="{triangle}" fill="{ink}"/>{text}</g>\n'
    )


def _direction(x0: float, y0: float, x1: float, y1: float) -> Point:
    length = hypot(x1 - x0, y1 - y0) or 1.0
    return (x1 - x0) / length, (y1 - y0) / length


def _text(line: Line, color: str) -> str:
    anchor = ' text-anchor="start"' if line.anchor == "start" else ""
    fill = "" if color == INK else f' fill="{color}"'
    weight = ' font-weight="700"' if line.role in ("strong", "title") else ""
    size = f' font-size="{_n(SIZE * 1.4)}"' if line.role == "title" else ""
    kind = line.role if line.role in ("label", "note") else "words"
    return (
        f'<text class="{kind}" x="{_n(line.x)}" y="{_n(line.y)}"{anchor}{weight}{size}{fill}>'
        f"{''.join(map(_run, fonts.runs(line.text)))}</text>"
    )


def _run(run: fonts.Run) -> str:
    """A run of letters. What our font lacks stands in a span of its own, or it would pull its whole
    line into another font."""
    words = escape(run.text, quote=False)
    return words if run.ours else f'<tspan font-family="{FALLBACK}">{words}</tspan>'


def _n(number: float) -> str:
    """A coordinate: at most two digits behind the point, none that are needless."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
