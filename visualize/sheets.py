"""Drawings put together: one picture of everything, or numbered sheets of paper.

On paper no text is smaller than 9 points, so a tree that is too large for its page is cut at branches
as large as can be (`trees.py`), and small trees share a sheet. Of portrait and landscape, with more or
less room between things, that is taken which needs the fewest sheets, then that with the largest text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from math import ceil

from .content import Chart, Content
from .layout import Layouter, Placed
from .scene import Box, Line, Scene, moved_box, moved_edge
from .trees import Root, Twig, trees
from .wrapping import COMPACT, ROOMY, SIZE, Measures

SMALLEST = 9.0
"""Points of the smallest text on paper."""
MARGIN, HEAD, FOOT, LEGEND = 34.0, 48.0, 52.0, 24.0
"""Points of the margin, of the title above a drawing, and of what stands below it, its legend among it."""
BETWEEN = 34.0
"""Points between trees on a sheet."""
OVERLAP = 24.0
"""Points that neighbouring pages of a poster have in common."""
PAPERS = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}


@dataclass(frozen=True)
class Page:
    """The room for a drawing on a page, in points."""

    paper: str
    landscape: bool

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper."""
        across, down = PAPERS[self.paper]
        return (down, across) if self.landscape else (across, down)

    @property
    def room(self) -> tuple[float, float]:
        """Width and height that are left for the drawing."""
        across, down = self.size
        return across - 2 * MARGIN, down - 2 * MARGIN - HEAD - FOOT


@dataclass(frozen=True)
class Sheet:
    """One page with a drawing; `scale` makes its points those of the paper. `window` is the part of
    the scaled drawing that a page of a poster shows: left, top, width, height."""

    number: int
    decision: str
    title: str
    note: str
    scene: Scene
    scale: float
    page: Page
    window: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class _Tree:
    """A tree laid out. `name` is the letter of its connectors; the first of a chart has none."""

    chart: Chart
    root: Root
    name: str
    placed: Placed


# -- one picture -------------------------------------------------------------------------------


def picture(contents: Sequence[Content], *, titles: bool = True) -> Scene:
    """All decisions below each other, each in one piece."""
    places, letters = count(), _letters()
    stacked = Placed()
    y = 0.0
    for content in contents:
        if titles:
            y = _headed(stacked, content, y, places)
        laid = _trees(content, ROOMY, None, places, letters, paged=False)
        scene, _ = _packed(laid, max(980.0, *(_size(tree)[0] for tree in laid)))
        stacked.add(scene, 0, y)
        y = stacked.bounds[3] + 1.6 * BETWEEN
    return _as_scene(stacked)


def _headed(stacked: Placed, content: Content, y: float, places: count[int]) -> float:
    lines = [Line(content.title, 0, y + 18, "title", "start")]
    if content.intro:
        lines.append(Line(content.intro, 0, y + 38, "words", "start"))
    height = 26.0 + 20 * (len(lines) - 1)
    box = Box(
        next(places), "title", "none", "thin", 0, y, 10, height, tuple(lines), content.title
    )  # fmt: skip
    stacked.box(box)
    return y + height + 14


def _as_scene(placed: Placed, edge: float = 14.0) -> Scene:
    from .fonts import width

    left, top, right, bottom = placed.bounds
    for box in placed.boxes:  # a title may be longer than anything below it
        for line in box.lines:
            if line.anchor == "start":
                size = SIZE * (1.4 if line.role == "title" else 1)
                right = max(right, line.x + width(line.text, size, line.role == "title"))
    dx, dy = edge - left, edge - top
    return Scene(
        right - left + 2 * edge,
        bottom - top + 2 * edge,
        tuple(moved_box(box, dx, dy) for box in placed.boxes),
        tuple(moved_edge(one, dx, dy) for one in placed.edges),
    )


# -- sheets ------------------------------------------------------------------------------------


def sheets(contents: Sequence[Content], paper: str, first: int = 1) -> list[Sheet]:
    """The numbered sheets of some decisions; `first` is the number of the first."""
    places, letters = count(), _letters()
    made: list[Sheet] = []
    for content in contents:
        page, measures = _best(content, paper)
        laid = _trees(content, measures, _capacity(page), places, letters, paged=True)
        made += _on_pages(content, laid, page, first + len(made))
    return _numbered(made)


def poster(contents: Sequence[Content], paper: str, first: int = 1) -> list[Sheet]:
    """Each decision in one large drawing over several pages, in rows, each page with a strip of its
    neighbours to glue them together."""
    places, letters = count(), _letters()
    made: list[Sheet] = []
    for content in contents:
        laid = _trees(content, ROOMY, None, places, letters, paged=False)
        placed, _ = _packed(laid, max(_size(tree)[0] for tree in laid) + BETWEEN)
        scene = _as_scene(placed, 2)
        page = Page(paper, landscape=scene.width > scene.height)
        columns, rows = (
            max(1, ceil((whole - OVERLAP) / (room - OVERLAP)))
            for whole, room in zip((scene.width, scene.height), page.room, strict=True)
        )
        for number in range(rows * columns):
            row, column = divmod(number, columns)
            left, top = column * (page.room[0] - OVERLAP), row * (page.room[1] - OVERLAP)
            window = (
                left,
                top,
                min(page.room[0], scene.width - left),
                min(page.room[1], scene.height - top),
            )
            where = f"row {row + 1} of {rows}, column {column + 1} of {columns}"
            title = content.title if rows * columns == 1 else f"{content.title}: {where}"
            made.append(
                Sheet(
                    first + len(made),
                    content.decision,
                    title,
                    content.intro,
                    scene,
                    1.0,
                    page,
                    window,
                )
            )
    return made


def _capacity(page: Page) -> tuple[float, float]:
    across, down = page.room
    return across * SIZE / SMALLEST, down * SIZE / SMALLEST


def _best(content: Content, paper: str) -> tuple[Page, Measures]:
    def badness(choice: tuple[Page, Measures]) -> tuple[int, float, int]:
        page, measures = choice
        laid = _trees(content, measures, _capacity(page), count(), _letters(), paged=True)
        pages = _on_pages(content, laid, page, 1)
        return len(pages), -min(round(one.scale, 1) for one in pages), choices.index(choice)

    choices = [
        (Page(paper, landscape), measures)
        for measures in (ROOMY, COMPACT)
        for landscape in (False, True)
    ]
    return min(choices, key=badness)


def _on_pages(content: Content, laid: Sequence[_Tree], page: Page, first: int) -> list[Sheet]:
    capacity = _capacity(page)
    made: list[Sheet] = []
    rest = list(laid)
    while rest:
        placed, taken = _packed(rest, *capacity)
        rest = rest[taken:]
        scene = _as_scene(placed, 2)
        across, down = page.room
        scale = min(1.0, across / scene.width, down / scene.height)
        number = first + len(made)
        made.append(
            Sheet(number, content.decision, content.title, content.intro, scene, scale, page)
        )
    if len(made) > 1:
        made = [
            replace(one, title=f"{one.title} ({n} of {len(made)})") for n, one in enumerate(made, 1)
        ]
    return made


def _size(tree: _Tree) -> tuple[float, float]:
    left, top, right, bottom = tree.placed.bounds
    return right - left, bottom - top


def _packed(laid: Sequence[_Tree], most: float, tallest: float = 1e9) -> tuple[Placed, int]:
    """As many trees as a page takes, in rows, and how many these are."""
    whole, taken = Placed(), 0
    x = y = row = 0.0
    for tree in laid:
        across, down = _size(tree)
        if x and x + across > most - 4:
            x, y, row = 0.0, y + row + BETWEEN, 0.0
        if taken and y + down > tallest - 4:
            break
        left, top, _, _ = tree.placed.bounds
        whole.add(tree.placed, x - left, y - top)
        x, row, taken = x + across + BETWEEN, max(row, down), taken + 1
    return whole, taken


# -- trees, with the names of their connectors -------------------------------------------------


def _letters() -> Iterable[str]:
    """A, B, …, Z, AA, AB, …"""
    for number in count():
        name = ""
        rest = number
        while rest >= 0:
            name = chr(ord("A") + rest % 26) + name
            rest = rest // 26 - 1
        yield name


def _trees(
    content: Content,
    measures: Measures,
    capacity: tuple[float, float] | None,
    places: count[int],
    letters: Iterable[str],
    *,
    paged: bool,
) -> list[_Tree]:
    names = iter(letters)
    laid: list[_Tree] = []
    for chart in content.charts:
        found = trees(chart, _fitting(chart, measures, capacity) if capacity else None)
        named = {root: next(names) if number else "" for number, (root, _) in enumerate(found)}
        layouter = Layouter(chart, _called(named), measures, places, paged)
        for root, twig in found:
            title = named[root] or _start(content, chart)
            laid.append(_Tree(chart, root, named[root], layouter.tree(root, twig, title)))
    return laid


def _called(named: dict[Root, str]) -> Callable[[Root], str]:
    return lambda root: named[root]


def _start(content: Content, chart: Chart) -> str:
    if not chart.title:
        return "Start here"
    return f"{chart.part + 1}. {chart.title}" if len(content.charts) > 1 else chart.title


def _fitting(
    chart: Chart, measures: Measures, capacity: tuple[float, float]
) -> Callable[[Twig, Root], bool]:
    def fits(twig: Twig, root: Root) -> bool:
        layouter = Layouter(chart, lambda _: "AAA", measures, count(), True)
        left, top, right, bottom = layouter.tree(root, twig, "AAA").bounds
        return right - left <= capacity[0] - 8 and bottom - top <= capacity[1] - 8

    return fits


def _numbered(made: list[Sheet]) -> list[Sheet]:
    """The sheets, their connectors saying on which sheet one goes on, or comes from."""
    begins: dict[str, int] = {}
    comes: dict[str, list[int]] = {}
    for sheet in made:
        for box in sheet.scene.boxes:
            if box.kind == "start" and box.name:
                begins[box.name] = sheet.number
            elif box.kind == "link":
                comes.setdefault(box.name, []).append(sheet.number)

    def told(box: Box, number: int) -> Box:
        if not box.name:
            return box
        if box.kind == "link":
            at = begins[box.name]
            words = "on this sheet" if at == number else f"sheet {at}"
        else:
            sources = sorted(set(comes[box.name]))
            words = f"from sheet{'s' if len(sources) > 1 else ''} {_listed(sources)}"
        lines = (*box.lines[:-1], replace(box.lines[-1], text=words))
        return replace(box, lines=lines, alt=f"{box.alt}, {words}")

    return [
        replace(
            sheet,
            scene=replace(
                sheet.scene, boxes=tuple(told(box, sheet.number) for box in sheet.scene.boxes)
            ),
        )
        for sheet in made
    ]


def _listed(numbers: list[int]) -> str:
    return f"{numbers[0]} …" if len(numbers) > 3 else ", ".join(map(str, numbers))
