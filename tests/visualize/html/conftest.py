"""Pages to open in the browser: of drawings by hand, and of the real ones."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from fingerpost.engine import LoadedRulebook, load
from fingerpost.engine.diagrams.flowchart import End, Question
from fingerpost.visualize.html.page import Picture, page

# -- drawings by hand, so that the page is tested by what it relies on and nothing more ---------


def drawn(rulebook: LoadedRulebook, decision: str) -> Picture:
    """A plain drawing of a decision, with everything in it that pages rely on."""
    stage = rulebook.stage(decision)
    shapes: list[str] = []
    top = 10
    for number, part in enumerate(stage.parts):
        steps = part.flowchart.steps
        places = {step: top + 70 * step for step in range(len(steps))}
        top += 70 * len(steps) + 20
        for at, step in enumerate(steps):
            if isinstance(step, End):
                continue
            for arrow, one in enumerate(step.arrows):
                shapes.append(way(number, at, arrow, places[at], places[one.to]))
        for at, step in enumerate(steps):
            words = stage.facts[step.fact].question if isinstance(step, Question) else step.result
            root = ' data-root=""' if at == 0 else ""
            shapes.append(
                f'<g class="step" data-part="{number}" data-step="{at}"{root}>'
                f'<rect class="box" x="60" y="{places[at]}" width="640" height="44" rx="8" '
                f'fill="#ffffff" stroke="#555555"/><text class="words" x="76" y="{places[at] + 28}" '
                f'font-family="Open Sans, sans-serif" font-size="15">{escape(str(words))}</text></g>'
            )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {top}" width="720" '
        f'height="{top}">{"".join(shapes)}</svg>'
    )
    return Picture(decision, stage, svg, f"{decision}: questions that lead to what to do.")


def way(part: int, step: int, arrow: int, y: int, to: int) -> str:
    x = 52 - 6 * arrow
    return (
        f'<g class="way" data-part="{part}" data-from="{step}" data-arrow="{arrow}">'
        f'<path class="line" d="M60 {y + 30} H{x} V{to + 14} H58" fill="none" stroke="#555555"/>'
        f'<path class="head" d="M60 {to + 14} l-8 -4 v8 z" fill="#555555"/></g>'
    )


def pictures_of(rulebook: LoadedRulebook) -> list[Picture]:
    """A drawing of every decision."""
    return [drawn(rulebook, decision) for decision in rulebook.definition.decisions]


@pytest.fixture(scope="session")
def hear_back() -> LoadedRulebook:
    """The flagship rulebook."""
    return load("hear-back")


@pytest.fixture(scope="session")
def pictures(hear_back: LoadedRulebook) -> list[Picture]:
    """Its decisions, drawn."""
    return pictures_of(hear_back)


@pytest.fixture(scope="session")
def page_file(
    hear_back: LoadedRulebook, pictures: list[Picture], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Its page, on the disk."""
    file = tmp_path_factory.mktemp("page") / "hear-back.html"
    file.write_text(page(hear_back, pictures, ["Proven: 5,760 situations."]), encoding="utf-8")
    return file
