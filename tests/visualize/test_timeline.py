"""The timeline of a plan: nothing overlaps, nothing is cut off, no step and no day is missing."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from xml.etree import ElementTree

import pypdf
import pytest

from fingerpost.engine import LoadedRulebook, load
from fingerpost.engine.cases.entries import Answer, Entry, Happening
from fingerpost.engine.cases.planning import Plan, Step, plan
from fingerpost.engine.language.wording import weekday_words
from fingerpost.visualize.blocks import look
from fingerpost.visualize.content import looks_of
from fingerpost.visualize.fonts import width
from fingerpost.visualize.scene import Box, Line, Scene
from fingerpost.visualize.timeline import (
    FORMATS,
    MARGIN,
    RIGHT,
    SQUARE,
    draw_timeline,
    size_of,
    timeline_scenes,
)

TUESDAY = date(2026, 12, 1)
HEAR_BACK = load("hear-back")
JOURNAL: list[Entry] = [
    Happening(1, TUESDAY, "interview_held"),
    Answer(2, TUESDAY, "impression", "warm"),
    Answer(3, TUESDAY, "good_interview", True),
    Answer(4, TUESDAY, "best_candidate", True),
    Answer(5, TUESDAY, "friend_at_company", True),
]
PLAN = plan(HEAR_BACK.definition, JOURNAL, TUESDAY, HEAR_BACK.answer_all)


def many(steps: int, a_day: int = 1, gap: int = 9) -> Plan:
    return Plan(
        tuple(
            replace(
                PLAN.steps[number % len(PLAN.steps)],
                day=TUESDAY + timedelta(number // a_day * gap),
                number=number,
            )
            for number in range(steps)
        ),
        PLAN.ask,
    )


def reworded(words: str) -> LoadedRulebook:
    """The rulebook with other words everywhere."""
    definition = HEAR_BACK.definition
    advice = {name: replace(one, title=words) for name, one in definition.advice.items()}
    facts = {name: replace(one, question=words) for name, one in definition.facts.items()}
    return LoadedRulebook(replace(definition, title=words, advice=advice, facts=facts))


def reasoned(plan: Plan, words: str) -> Plan:
    """The plan with other reasons."""
    return replace(plan, steps=tuple(replace(step, because=words) for step in plan.steps))


LONG = "Write to the person who would lead you, and to everybody else you ever met there, " * 12
WORDS = {
    "greek and cyrillic": "Γράψε τους ξανά · Напишите им ещё раз",
    "long": LONG,
    "one long word": "W" * 900,
    "markup": '<b>&amp; </svg><rect/> #let x = 1 "quotes"',
    "emoji and right to left": "😀 שלום עולם مرحبا",
    "short": "x",
}
CASES: dict[str, tuple[LoadedRulebook, Plan, str]] = {
    "hear-back": (HEAR_BACK, PLAN, ""),
    "named": (HEAR_BACK, PLAN, "Anna Ω"),
    "empty": (HEAR_BACK, Plan((), ()), ""),
    "one": (HEAR_BACK, many(1), ""),
    "40 steps": (HEAR_BACK, many(40), "Anna"),
    "200 steps": (HEAR_BACK, many(200, 3, 1), "Anna"),
    "all on one day": (HEAR_BACK, many(40, 40), ""),
    **{name: (reworded(words), reasoned(many(12), words), words) for name, words in WORDS.items()},
}


def scenes_of(name: str, *, paged: bool) -> list[Scene]:
    rulebook, planned, title = CASES[name]
    return timeline_scenes(rulebook, planned, TUESDAY, title, paged=paged)


# -- geometry ----------------------------------------------------------------------------------

Rect = tuple[float, float, float, float]


def rect_of(line: Line) -> Rect:
    size = size_of(line)
    across = width(line.text, size, line.role in ("strong", "title"))
    left = line.x if line.anchor == "start" else line.x - across / 2
    return left, line.y - size * 0.75, left + across, line.y + size * 0.24


def solid_rects(scene: Scene) -> Iterator[tuple[str, Rect]]:
    """Boxes, and the words that stand outside boxes."""
    for box in scene.boxes:
        if box.shape == "none":
            yield from ((line.text, rect_of(line)) for line in box.lines)
        else:
            yield box.kind, (box.left, box.top, box.right, box.bottom)
    for edge in scene.edges:
        yield from ((line.text, rect_of(line)) for line in edge.label)


def overlap(one: Rect, two: Rect) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def check_scene(scene: Scene) -> None:
    for (name, one), (other, two) in combinations(solid_rects(scene), 2):
        assert not overlap(one, two), (name, other)
    for _, (left, top, right, bottom) in solid_rects(scene):
        assert left >= MARGIN - 0.01
        assert right <= RIGHT + 0.6
        assert top >= MARGIN - 0.01
        assert bottom <= scene.height - MARGIN + 0.01
    for box in scene.boxes:
        for line in box.lines:
            assert size_of(line) >= 9
            if box.shape != "none":
                left, top, right, bottom = rect_of(line)
                assert box.left + 5 <= left <= right <= box.right - 5
                assert box.top < top < bottom < box.bottom
    for edge in scene.edges:
        (x0, y0), (x1, y1) = edge.points
        assert x0 == x1
        assert y1 - y0 > 10
        line = (x0 - 1, y0 + 0.01, x1 + 1, y1 - 0.01)
        assert not any(overlap(line, one) for _, one in solid_rects(scene))


def outcomes(scene: Scene) -> list[Box]:
    return [box for box in scene.boxes if box.ids]


@pytest.mark.parametrize("paged", [True, False])
@pytest.mark.parametrize("name", CASES)
def test_nothing_overlaps_or_is_cut_off(name: str, paged: bool) -> None:
    found = scenes_of(name, paged=paged)
    for scene in found:
        check_scene(scene)
        if paged:
            assert scene.height == pytest.approx(841.89)
        assert scene.width == pytest.approx(595.28)
    assert paged or len(found) == 1


@pytest.mark.parametrize("paged", [True, False])
@pytest.mark.parametrize("name", CASES)
def test_every_step_is_there_with_its_day(name: str, paged: bool) -> None:
    rulebook, planned, _ = CASES[name]
    looks = looks_of(rulebook.definition)
    left: list[Step] = list(planned.steps)
    for scene in scenes_of(name, paged=paged):
        days = {
            box.top: line.text
            for box in scene.boxes
            for line in box.lines
            if any(line.text.startswith(day) for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sa", "Su"))
        }  # fmt: skip
        ticks = [box for box in scene.boxes if box.width == box.height == SQUARE]
        for box in outcomes(scene):
            step = left.pop(0)
            assert box.ids == (step.advice,)
            assert box.rules == step.rules
            drawn = look(looks[step.decision, step.advice])
            assert (box.shape, box.border, box.color) == (drawn.shape, drawn.border, drawn.color)
            above = max(top for top in days if top < box.bottom)
            assert days[above] == weekday_words(step.day)
            ticked = any(box.top < one.top and one.bottom < box.bottom for one in ticks)
            assert ticked == (step.logs is not None)
    assert not left


def test_days_are_told_in_words_with_their_gaps() -> None:
    assert weekday_words(date(2026, 12, 4)) == "Friday 4 December"
    assert weekday_words(date(2027, 2, 28)) == "Sunday 28 February"
    (scene,) = scenes_of("hear-back", paged=False)
    gaps = [line.text for edge in scene.edges for line in edge.label]
    assert gaps[:3] == ["the next day", "2 days later", "3 days later"]
    texts = list(scene.texts())
    assert texts[:3] == [
        "The plan",
        "No word since your interview?",
        "from Tuesday 1 December 2026 on, if nothing is heard",
    ]
    assert scene.boxes[-1].alt == f"version 1.0.0 · fingerprint {HEAR_BACK.fingerprint[:16]}"


def test_a_new_year_is_told() -> None:
    (scene,) = scenes_of("40 steps", paged=False)
    assert [text for text in scene.texts() if text in ("2026", "2027", "2028")] == ["2026", "2027"]
    for page in scenes_of("40 steps", paged=True):
        assert any(text in ("2026", "2027") for text in page.texts())


def test_pages_say_where_it_goes_on() -> None:
    pages = scenes_of("40 steps", paged=True)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        texts = list(page.texts())
        assert f"page {number} of {len(pages)}" in texts
        assert (f"page {number + 1}" in texts) == (number < len(pages))
        assert ("Anna (continued)" in texts) == (number > 1)


def test_a_plan_without_steps_says_so() -> None:
    (scene,) = scenes_of("empty", paged=True)
    assert "Nothing is planned." in scene.texts()
    assert not outcomes(scene)
    assert not scene.edges


# -- formats -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", ["named", "empty", "40 steps", "markup", "greek and cyrillic"])
def test_every_format_is_made_and_the_same_again(name: str, kind: str) -> None:
    rulebook, planned, title = CASES[name]
    drawn = draw_timeline(rulebook, planned, TUESDAY, kind, title)
    assert drawn == draw_timeline(rulebook, planned, TUESDAY, kind, title)
    assert drawn.notes == ()
    made = drawn.data
    assert made.startswith({"svg": b"<svg ", "png": b"\x89PNG", "pdf": b"%PDF"}[kind])
    if kind == "svg":
        root = ElementTree.fromstring(made.decode("utf-8"))
        shown = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
        assert "".join(shown)
        styles = [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}style")]
        assert ".note{font-size:10px}" in styles


@pytest.mark.parametrize("name", ["named", "empty", "40 steps", "greek and cyrillic", "long"])
def test_a_pdf_has_a4_pages_with_readable_text(name: str) -> None:
    rulebook, planned, title = CASES[name]
    made = draw_timeline(rulebook, planned, TUESDAY, "pdf", title).data
    reader = pypdf.PdfReader(io.BytesIO(made))
    expected = scenes_of(name, paged=True)
    assert len(reader.pages) == len(expected)
    for page, scene in zip(reader.pages, expected, strict=True):
        assert float(page.mediabox.width) == pytest.approx(595.28, abs=0.01)
        assert float(page.mediabox.height) == pytest.approx(841.89, abs=0.01)
        sizes: list[float] = []

        def visit(text: str, cm: list[float], tm: list[float], _: object, size: float) -> None:
            if text.strip():
                sizes.append(round(size * abs(tm[3] * cm[3]), 2))

        text = "".join(page.extract_text(visitor_text=visit).split())
        assert min(sizes) >= 9
        for line in scene.texts():
            assert "".join(line.split()) in text


def test_the_same_bytes_in_another_process() -> None:
    script = (
        f"import hashlib, runpy\nhere = runpy.run_path({__file__!r})\n"
        "made = [here['draw_timeline'](here['HEAR_BACK'], here['PLAN'], here['TUESDAY'], kind, 'Anna')"
        " for kind in here['FORMATS']]\n"
        "print(hashlib.sha256(b''.join(one.data for one in made)).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
