"""The page with its real drawings: small enough to mail, lit along the way, over connectors too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from fingerpost.engine import LoadedRulebook, load, loads
from fingerpost.visualize.drawing import Request, draw
from properties.large import table_like

MOST = 150_000


def made(rulebook: LoadedRulebook, folder: Path) -> Path:
    file = folder / "page.html"
    file.write_bytes(draw(Request(rulebook, tuple(rulebook.definition.decisions)), "html").data)
    return file


def test_the_flagship_fits_into_a_mail(tmp_path: Path) -> None:
    assert made(load("hear-back"), tmp_path).stat().st_size < MOST


def lit(page: Page) -> set[str]:
    return set(
        page.evaluate(
            """() => [...document.querySelectorAll('g.step.lit > title, g.step.here > title')]
                .map(one => one.textContent)"""
        )
    )


@pytest.mark.parametrize(
    "case",
    [
        {"heard_back": "nothing", "impression": "cold"},
        {"heard_back": "nothing", "impression": "warm", "follow_ups_ignored": 1},
        {"heard_back": "offered"},
    ],
)
def test_the_way_is_that_of_the_paper(blank: Page, tmp_path: Path, case: dict[str, Any]) -> None:
    rulebook = load("hear-back")
    blank.goto(made(rulebook, tmp_path).as_uri())
    blank.evaluate("facts => page.tell(Object.entries(facts))", case)
    request = Request(rulebook, tuple(rulebook.definition.decisions), answer=rulebook.advise(case))
    paper = json.loads(draw(request, "json").data)
    expected = {node["text"] for node in paper["nodes"] if node["lit"] and node["kind"] != "start"}
    assert {
        one
        for one in lit(blank)
        if one in {n["text"] for n in paper["nodes"] if n["kind"] != "start"}
    } == expected


def test_a_way_over_connectors(blank: Page, tmp_path: Path) -> None:
    rulebook = loads(table_like(100))
    case = {"topic": "topic_3", "urgency": "high", "days": 20}
    blank.goto(made(rulebook, tmp_path).as_uri())
    blank.evaluate("facts => page.tell(Object.entries(facts))", case)
    answer = rulebook.advise(case)["next"]
    title = rulebook.definition.advice[str(answer.outcome)].title
    assert any(one.startswith(title) for one in lit(blank))


def test_a_page_for_a_case_begins_with_it(blank: Page, tmp_path: Path) -> None:
    rulebook = load("hear-back")
    case = {"heard_back": "nothing", "impression": "cold"}
    decisions = tuple(rulebook.definition.decisions)
    file = tmp_path / "page.html"
    file.write_bytes(draw(Request(rulebook, decisions, answer=rulebook.advise(case)), "html").data)
    blank.goto(file.as_uri())
    assert dict(blank.evaluate("page.known()")) == case
    assert any(one.startswith("Let this one go") for one in lit(blank))
