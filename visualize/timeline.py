"""A plan as a timeline on paper: day below day, each with what is to be done on it, and a square to tick.

Advice looks as it does in the flowcharts. A PDF has A4 pages, a picture is as long as it must be; on both
the drawing's points are those of the paper, so no text is smaller than 9 points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from ..engine import LoadedRulebook
from ..engine.cases.planning import Plan, Step
from ..engine.cases.words import cut_words, plan_words
from ..engine.language.rulebook import Rulebook
from ..engine.language.wording import weekday_words
from .blocks import block, framed
from .content import Outcome, looks_of
from .drawn import Drawn, letter_notes
from .fonts import lacking, width
from .paper import pages, png
from .scene import Border, Box, Edge, Kind, Line, Scene, Shape
from .sheets import PAPERS
from .svg import svg
from .wrapping import LEADING, ROOMY, SIZE, shortened, wrapped

FORMATS = ("svg", "png", "pdf")
PNG_DPI = 200
"""Makes a picture that is as wide as paper at 150, since a point of a drawing counts as 1/96 inch there."""
NOTE = 10.0
"""Points of reasons and notes."""
SIZES = {"title": SIZE * 1.4, "note": NOTE}
LEADINGS = {"title": 23.0, "note": 13.5}

WIDE, HIGH = PAPERS["a4"]
MARGIN = 40.0
RIGHT = WIDE - MARGIN
AXIS = MARGIN + width("Wednesday 30 September", SIZE, True) + 16
"""Where the line of days runs."""
TICK, ADVICE = AXIS + 18, AXIS + 40
"""The left edges of the squares to tick, and of the advice and its reasons."""
DOT, SQUARE = 9.0, 11.0
BETWEEN, SAME_DAY = 30.0, 14.0
"""From a step to one on a later day, and to one on the same day."""
LEAD_IN, ONWARD, FOOT = 40.0, 52.0, 26.0
"""Room for the line from an earlier page, for the sign that it goes on, and for what stands below all."""
NEAR = 8.0
"""From the sign to the foot."""
NOTHING = "Nothing is planned."
LONGEST_TITLE, LONGEST_REASON = 300, 700
"""Letters that are shown, so that every step has room on a page."""


def draw_timeline(rulebook: LoadedRulebook, plan: Plan, day: date, kind: str, title: str) -> Drawn:
    """The plan from a day on, as SVG, PNG or PDF; `title` stands above it."""
    heading = title or "The plan"
    scenes = timeline_scenes(rulebook, plan, day, title, paged=kind == "pdf")
    words = [_told(scene) for scene in scenes]
    if kind == "svg":
        made = _drawn(scenes[0], heading, words[0], embed=True)
        return Drawn(made.encode("utf-8"), letter_notes(lacking(scenes[0].texts())))
    drawings = [_drawn(scene, heading, "", embed=False) for scene in scenes]
    if kind == "png":
        return png(drawings[0], words[0], PNG_DPI)
    return pages(list(zip(drawings, words, strict=True)), (WIDE, HIGH), heading)


def timeline_scenes(
    rulebook: LoadedRulebook, plan: Plan, day: date, title: str, *, paged: bool
) -> list[Scene]:
    """The timeline laid out: on A4 pages, or in one piece."""
    stops = _stops(rulebook.definition, plan.steps)
    head = _head(rulebook.definition, plan, day, title)
    repeated = f"{shortened(title or 'The plan', 70)} (continued)"
    again = _text(wrapped(repeated, RIGHT - MARGIN, bold=True), MARGIN, MARGIN + SIZE, "strong")
    foot = f"version {shortened(rulebook.version, 40)} · fingerprint {rulebook.fingerprint[:16]}"
    if not paged:
        page = _Page(head)
        page.take(stops, first=True)
        if not stops:
            page.nothing()
        return [page.finished(foot, "", page.bottom + BETWEEN)]
    shares = _shares(stops, _bottom(head) + BETWEEN, _bottom(again) + LEAD_IN)
    made: list[Scene] = []
    for number, share in enumerate(shares, 1):
        page = _Page(head if number == 1 else again)
        page.take(share, first=number == 1)
        if not stops:
            page.nothing()
        if number < len(shares):
            page.goes_on(number + 1)
        side = f"page {number} of {len(shares)}" if len(shares) > 1 else ""
        made.append(page.finished(foot, side, HIGH - MARGIN - FOOT))
    return made


def size_of(line: Line) -> float:
    """The points that a line of a timeline is set in."""
    return SIZES.get(line.role, SIZE)


def _drawn(scene: Scene, title: str, description: str, *, embed: bool) -> str:
    """The scene as SVG, its notes in smaller letters."""
    small = f"<style>.note{{font-size:{NOTE:g}px}}</style>"
    return svg(scene, title, description, embed=embed).replace("<rect", f"{small}<rect", 1)


def _told(scene: Scene) -> str:
    """What a page shows, for those who cannot see it."""
    return "; ".join(box.alt for box in scene.boxes if box.alt)


# -- what stands on the line, measured ---------------------------------------------------------


@dataclass(frozen=True)
class _Stop:
    """A step. The words for its day are told with the first step of a day, the year where it is a new
    one; `gap` are the words for the days since the step before."""

    day: date
    new_year: bool
    gap: str
    first: bool
    ticked: bool
    box: Box
    reason: tuple[str, ...]

    @property
    def height(self) -> float:
        """From the upper edge of the box to the last line of the reason."""
        return self.box.height + (4 + len(self.reason) * LEADINGS["note"] if self.reason else 0)

    @property
    def before(self) -> float:
        """The room above it."""
        return BETWEEN if self.first else SAME_DAY


def _stops(rulebook: Rulebook, steps: Sequence[Step]) -> list[_Stop]:
    looks = looks_of(rulebook)
    room = replace(ROOMY, words=RIGHT - ADVICE - 56)
    boxes = [
        block(
            Outcome(
                shortened(rulebook.advice[step.advice].title, LONGEST_TITLE),
                (step.advice,),
                step.rules,
                "",
                looks.get((step.decision, step.advice)),
            ),
            0,
            room,
        )
        for step in steps
    ]
    widest = max((box.width for box in boxes), default=0.0)
    found: list[_Stop] = []
    before: date | None = None
    for step, box in zip(steps, boxes, strict=True):
        told = shortened(step.because, LONGEST_REASON)
        found.append(
            _Stop(
                step.day,
                before is None or before.year != step.day.year,
                _gap(before, step.day),
                before != step.day,
                step.logs is not None,
                replace(box, left=ADVICE, width=widest),
                wrapped(told, (RIGHT - ADVICE) * SIZE / NOTE) if told else (),
            )
        )
        before = step.day
    return found


def _gap(before: date | None, day: date) -> str:
    days = 0 if before is None else (day - before).days
    return {0: "", 1: "the next day"}.get(days, f"{days} days later")


def _shares(stops: Sequence[_Stop], first_top: float, later_top: float) -> list[list[_Stop]]:
    """The steps of each page."""
    lowest = HIGH - MARGIN - FOOT - ONWARD - NEAR
    shares: list[list[_Stop]] = [[]]
    y = first_top
    for stop in stops:
        below = y + (stop.before if shares[-1] else 0) + stop.height
        if below > lowest and (shares[-1] or len(shares) == 1):
            shares.append([])
            below = later_top + stop.height
        y = below
        shares[-1].append(stop)
    return shares


# -- drawing -----------------------------------------------------------------------------------


def _text(texts: Sequence[str], x: float, y: float, role: str) -> tuple[Line, ...]:
    leading = LEADINGS.get(role, LEADING)
    return tuple(
        Line(text, x, y + number * leading, role, "start")  # pyright: ignore[reportArgumentType]
        for number, text in enumerate(texts)
    )


def _head(rulebook: Rulebook, plan: Plan, day: date, title: str) -> tuple[Line, ...]:
    """What stands above the line of days."""
    texts = [
        ("title", shortened(title or "The plan", LONGEST_TITLE)),
        ("words", shortened(rulebook.title, LONGEST_TITLE)),
        ("words", shortened(plan_words(rulebook, plan, day), LONGEST_TITLE)),
    ]
    if plan.until is not None:
        texts.append(("note", cut_words(plan.until)))
    if plan.ask:
        question = shortened(rulebook.facts[plan.ask[0]].question, LONGEST_TITLE)
        texts.append(("note", f"This can still change with the answer to: {question}"))
    lines: list[Line] = []
    y = MARGIN + SIZES["title"]
    for role, text in texts:
        most = (RIGHT - MARGIN) * SIZE / SIZES.get(role, SIZE)
        words = wrapped(text, most, bold=role == "title")
        lines += _text(words, MARGIN, y, role)
        y += len(words) * LEADINGS.get(role, LEADING)
    return tuple(lines)


def _bottom(lines: Sequence[Line]) -> float:
    return lines[-1].y + 12


@dataclass
class _Page:
    """A page as it is drawn, from above to below; `bottom` is where it is still empty. `last` is what
    the line of days has come to, and how far down."""

    head: tuple[Line, ...]
    boxes: list[Box] = field(default_factory=list[Box])
    edges: list[Edge] = field(default_factory=list[Edge])
    places: count[int] = field(default_factory=count)
    last: tuple[int, float] = (0, 0.0)
    bottom: float = 0.0

    def __post_init__(self) -> None:
        """Begin with the head and a rule below it."""
        words = " ".join(line.text for line in self.head)
        place = self._words(self.head, words)
        self.bottom = _bottom(self.head)
        self._rule(self.bottom)
        self.last = place, self.bottom + 6

    def take(self, stops: Sequence[_Stop], *, first: bool) -> None:
        """Steps below each other; on a page that is not the first, the line comes from above."""
        for number, stop in enumerate(stops):
            above = (BETWEEN if first else LEAD_IN) if number == 0 else stop.before
            top = self.bottom + above
            middle = top + stop.box.height / 2
            if stop.first or number == 0:
                self._way_to_day(stop, middle, first=number == 0, joined=number > 0 or not first)
            box = replace(stop.box, place=next(self.places), top=top)
            lines = tuple(
                replace(line, x=line.x + box.left + box.width / 2, y=line.y + top)
                for line in stop.box.lines
            )
            self.boxes.append(replace(box, lines=lines))
            if stop.ticked:
                half = SQUARE / 2
                self._box("nothing", "rectangle", "solid", (TICK, middle - half, SQUARE, SQUARE))
            reason = _text(stop.reason, ADVICE, top + box.height + 4 + NOTE, "note")
            if reason:
                self._words(reason, " ".join(stop.reason))
            self.bottom = top + stop.height

    def _way_to_day(self, stop: _Stop, middle: float, *, first: bool, joined: bool) -> None:
        """The day on the line, and the way to it."""
        half = DOT / 2
        dot = self._box("start", "capsule", "solid", (AXIS - half, middle - half, DOT, DOT))
        if joined:
            self._way(dot, middle - half - 2, stop.gap)
        words, year = weekday_words(stop.day), str(stop.day.year)
        lines = _text([words], MARGIN, middle + 4, "strong")
        if first or stop.new_year:
            lines += _text([year], MARGIN, middle + 4 + LEADINGS["note"], "note")
        self._words(lines, f"{words} {year}")
        self.last = dot, middle + half

    def _way(self, to: int, y: float, words: str) -> None:
        start, top = self.last
        x = AXIS - 12 - width(words, NOTE)
        label = _text([words], x, (top + y) / 2 + 4, "note") if words else ()
        self.edges.append(Edge(start, to, ((AXIS, top), (AXIS, y)), label))

    def nothing(self) -> None:
        """What a plan without steps says."""
        self.bottom += BETWEEN
        self._words(_text([NOTHING], MARGIN, self.bottom, "strong"), NOTHING)

    def goes_on(self, page: int) -> None:
        """A sign that the line goes on."""
        words = f"page {page}"
        sign = framed(next(self.places), "link", "page", "solid", [(words, "words")], words)
        top = self.bottom + ONWARD - sign.height
        lines = tuple(replace(line, x=AXIS, y=line.y + top - 3) for line in sign.lines)
        self.boxes.append(
            replace(sign, left=AXIS - sign.width / 2, top=top, lines=lines, alt=f"on {words}")
        )
        self._way(sign.place, top, "")
        self.bottom += ONWARD

    def finished(self, foot: str, side: str, y: float) -> Scene:
        """The page with its foot at a height."""
        self._rule(y)
        lines = _text([foot], MARGIN, y + 16, "note")
        if side:
            lines += _text([side], RIGHT - width(side, NOTE), y + 16, "note")
        self._words(lines, f"{foot}, {side}" if side else foot)
        return Scene(WIDE, y + FOOT + MARGIN, tuple(self.boxes), tuple(self.edges))

    def _rule(self, y: float) -> None:
        self._box("title", "rectangle", "thin", (MARGIN, y, RIGHT - MARGIN, 0))

    def _words(self, lines: tuple[Line, ...], alt: str) -> int:
        rect = (lines[0].x, lines[0].y - size_of(lines[0]), 10.0, 10.0)
        return self._box("title", "none", "thin", rect, lines, alt)

    def _box(
        self,
        kind: Kind,
        shape: Shape,
        border: Border,
        rect: tuple[float, float, float, float],
        lines: tuple[Line, ...] = (),
        alt: str = "",
    ) -> int:
        place = next(self.places)
        self.boxes.append(Box(place, kind, shape, border, *rect, lines, alt))
        return place
