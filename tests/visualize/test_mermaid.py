"""Mermaid's own parser reads what we write for it, and draws every step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from playwright.sync_api import Page

from fingerpost.engine import RulebookError, load, loads
from fingerpost.visualize.drawing import Request, draw
from properties.large import table_like, with_texts
from properties.rulebooks import Generated, rulebooks_with_case

TEXTS = {
    "hostile": with_texts(
        '"]; x --> y', "<b>&amp; \\n {{a}} %% end", "#let `x` = 1 </script> subgraph end"
    ),
    "scripts": with_texts("Πόσες μέρες; 😀", "שלום עולם", "Напишите → им"),
    "60 rules": table_like(60),
}


def parsed(page: Page, script: Path, text: str) -> str:
    if not page.evaluate("typeof mermaid !== 'undefined'"):
        page.add_script_tag(path=str(script))
    return page.evaluate(
        "text => mermaid.parse(text).then(r => r.diagramType, e => e.message)", text
    )


@pytest.mark.parametrize("name", ["hear-back", "offer", *TEXTS])
def test_mermaid_reads_it(blank: Page, mermaid_script: Path, name: str) -> None:
    rulebook = loads(TEXTS[name]) if name in TEXTS else load(name)
    text = draw(Request(rulebook, tuple(rulebook.definition.decisions)), "mmd").data.decode("utf-8")
    assert parsed(blank, mermaid_script, text) == "flowchart-v2"


def test_mermaid_reads_the_overview(blank: Page, mermaid_script: Path) -> None:
    rulebook = load("offer")
    decisions = tuple(rulebook.definition.decisions)
    text = draw(Request(rulebook, decisions, overview=True), "mmd").data.decode("utf-8")
    assert parsed(blank, mermaid_script, text) == "flowchart-v2"


def test_mermaid_draws_every_step(blank: Page, mermaid_script: Path) -> None:
    text = draw(Request(load("hear-back"), ("next_move",), single=True), "mmd").data.decode("utf-8")
    parsed(blank, mermaid_script, text)
    drawn = blank.evaluate("text => mermaid.render('x', text).then(r => r.svg)", text)
    for words in ("Do you honestly believe", "Thank them and say a kind goodbye (rule 2)"):
        assert words in drawn


def test_random_rulebooks(blank: Page, mermaid_script: Path) -> None:
    @settings(
        max_examples=25,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(rulebooks_with_case())
    def check(setup: tuple[Generated, Any, Any]) -> None:
        rulebook = loads(setup[0].text)
        try:
            made = draw(Request(rulebook, tuple(rulebook.definition.decisions)), "mmd")
        except RulebookError:
            return
        assert parsed(blank, mermaid_script, made.data.decode("utf-8")) == "flowchart-v2"

    check()
