"""What comes out, format by format: read back by other programs, the same on every machine."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pypdf
import pytest
from pypdf.generic import DictionaryObject

from fingerpost.engine import LoadedRulebook, load, loads
from fingerpost.visualize import graphviz_engine
from fingerpost.visualize.drawing import FORMATS, OVERVIEWS, Request, draw
from fingerpost.visualize.drawn import letter_notes
from fingerpost.visualize.graphviz_engine import NoGraphvizError, program
from fingerpost.visualize.mermaid import mermaid
from fingerpost.visualize.paper import png
from fingerpost.visualize.sheets import HEAD, MARGIN
from fingerpost.visualize.wrapping import SIZE
from properties.large import table_like, with_texts

RULEBOOKS = {
    "large": table_like(60),
    "scripts": with_texts("Πόσες μέρες πέρασαν;", "Ναι, βεβαίως", "Напишите им ещё раз"),
    "hostile": with_texts(
        '"]; x -> y', "<b>&amp; \\n {{a}} %% end", "#let x = 1 </script> subgraph"
    ),
}


def rulebook_of(name: str) -> LoadedRulebook:
    return loads(RULEBOOKS[name]) if name in RULEBOOKS else load(name)


def drawn(name: str, kind: str, case: dict[str, Any] | None = None, **options: Any) -> bytes:
    rulebook = rulebook_of(name)
    decisions = options.pop("decisions", tuple(rulebook.definition.decisions))
    answer = rulebook.advise(case) if case is not None else None
    return draw(Request(rulebook, decisions, answer=answer, **options), kind).data


def pdf_of(name: str, **options: Any) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(drawn(name, "pdf", **options)))


def squeezed(text: str) -> str:
    return "".join(text.split())


# -- the same bytes everywhere -----------------------------------------------------------------

PRINT_HASHES = """
import hashlib, sys
from fingerpost.engine import load
from fingerpost.visualize.drawing import FORMATS, OVERVIEWS, Request, draw
rulebook = load("hear-back")
for kind in FORMATS:
    made = draw(Request(rulebook, tuple(rulebook.definition.decisions)), kind).data
    print(kind, hashlib.sha256(made).hexdigest())
"""


def test_the_same_bytes_in_every_process() -> None:
    runs: list[str] = []
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": "Asia/Tokyo" if seed == "2" else "UTC",
        }
        done = subprocess.run(
            [sys.executable, "-c", PRINT_HASHES],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        runs.append(done.stdout)
    assert runs[0] == runs[1]
    assert len(runs[0].splitlines()) == len(FORMATS)


# -- PDF ---------------------------------------------------------------------------------------


def texts_with_sizes(page: pypdf.PageObject) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        if text.strip():
            scale = (
                abs(cm[0] * cm[3] - cm[1] * cm[2]) ** 0.5
                * abs(tm[0] * tm[3] - tm[1] * tm[2]) ** 0.5
            )
            found.append((text, size * scale))

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("name", ["hear-back", "offer", *RULEBOOKS])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_pdf_is_tagged_and_readable(name: str, paper: Any) -> None:
    rulebook = rulebook_of(name)
    made = pdf_of(name, paper=paper, advice=True, rules=True)
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert made.metadata is not None
    assert made.metadata.title == rulebook.title
    text = squeezed("".join(page.extract_text() for page in made.pages))
    for advice in rulebook.definition.advice.values():
        given = any(
            operand.value == advice.id
            for decision in rulebook.definition.decisions.values()
            for one in (*decision.rules, *filter(None, [decision.otherwise]))
            for operand in one.outcomes
        )
        if given and name != "hostile":
            assert squeezed(advice.title).replace("-", "") in text.replace("-", "")
    assert rulebook.fingerprint[:16] in text
    assert "checkedequaltotherules:" in text
    assert f"page1of{len(made.pages)}" in text
    for page in made.pages:
        size = sorted((round(page.mediabox.width), round(page.mediabox.height)))
        assert size == ([595, 842] if paper == "a4" else [612, 792])
        for words, points in texts_with_sizes(page):
            assert points >= 8.99, words


def test_pictures_have_alternative_text() -> None:
    found = alternatives(drawn("hear-back", "pdf"))
    assert any("├─ a no → Thank them and say a kind goodbye (rule 2)" in text for text in found)
    assert any("rests on" in text for text in found)


def alternatives(data: bytes) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    objects = [reader.get_object(number) for number in range(1, reader.trailer["/Size"])]
    return [
        str(one["/Alt"]) for one in objects if isinstance(one, DictionaryObject) and "/Alt" in one
    ]


def links_of(reader: pypdf.PdfReader) -> list[tuple[int, int]]:
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages, 1)}  # pyright: ignore
    found: list[tuple[int, int]] = []
    for number, page in enumerate(reader.pages, 1):
        for reference in page.get("/Annots", []):
            action = reference.get_object()
            target = action.get("/Dest") or action["/A"]["/D"]
            found.append((number, numbers[target[0].idnum]))
    return found


def test_connectors_are_links_both_ways() -> None:
    links = links_of(pdf_of("large"))
    assert links
    assert {(there, here) for here, there in links if here != there} == {
        (here, there) for here, there in links if here != there
    }


def test_a_question_about_an_earlier_decision_leads_to_its_sheet() -> None:
    reader = pdf_of("hear-back")
    deadline = next(
        n
        for n, page in enumerate(reader.pages, 1)
        if "Whether to set them a deadline\n" in page.extract_text()[:60]
    )
    first = next(
        n for n, page in enumerate(reader.pages, 1) if "What to do next (1" in page.extract_text()
    )
    assert (deadline, first) in links_of(reader)


def test_a_poster_has_pages_that_overlap() -> None:
    reader = pdf_of("hear-back", poster=True, decisions=("next_move",), single=True)
    assert len(reader.pages) > 1
    assert "row 1 of" in reader.pages[0].extract_text()


# -- PNG and SVG -------------------------------------------------------------------------------


def png_size(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def test_dots_per_inch() -> None:
    options: dict[str, Any] = {"decisions": ("deadline",), "single": True}
    small = png_size(drawn("hear-back", "png", dpi=72, **options))
    large = png_size(drawn("hear-back", "png", dpi=144, **options))
    assert abs(large[0] - 2 * small[0]) <= 2
    assert abs(large[1] - 2 * small[1]) <= 2


def test_an_svg_brings_its_letters_and_asks_for_nothing() -> None:
    made = drawn("hear-back", "svg").decode("utf-8")
    assert made.count("@font-face") == 2
    assert "href" not in made
    assert made.replace("http://www.w3.org/2000/svg", "").count("http") == 0
    assert "Let this one go" in made


def test_a_sign_that_cannot_be_drawn_is_named() -> None:
    rulebook = loads(with_texts("How 😀 is it?", "very →", "Go"))
    for kind in ("pdf", "png"):
        notes = draw(Request(rulebook, ("next",)), kind).notes
        assert "“😀” (grinning face)" in " ".join(notes)
        assert "cannot be drawn" in " ".join(notes)
    assert "another font" in " ".join(draw(Request(rulebook, ("next",)), "svg").notes)


def test_every_sign_that_cannot_be_drawn_is_named_wherever_it_stands() -> None:
    rulebook = loads(with_texts("何日前 → 😀 ?", "次 שלום", "待つ"))
    (empty, other) = draw(Request(rulebook, ("next",), advice=True, rules=True), "pdf").notes
    for letter in "何日前次待つ😀":
        assert f"“{letter}”" in empty
        assert f"“{letter}”" not in other
    assert "“→” (rightwards arrow)" in other


def test_of_many_signs_some_are_named() -> None:
    letters = tuple(chr(0x4E00 + number) for number in range(40))
    (note,) = letter_notes(letters, letters)
    assert note.endswith("and 28 more")


def test_greek_and_cyrillic_are_ours() -> None:
    rulebook = rulebook_of("scripts")
    for kind in ("pdf", "png", "svg"):
        assert draw(Request(rulebook, ("next",)), kind).notes == ()


def test_typst_reads_no_file() -> None:
    from typst import TypstError

    path = Path(__file__).resolve()
    hostile = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{path}"/></svg>'
    )
    try:
        made = png(hostile, "", 72).data
    except TypstError:
        return
    assert png_size(made) == (9, 9)


# -- DOT, Mermaid, text, JSON ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hear-back", "offer", *RULEBOOKS])
def test_graphviz_reads_the_dot(name: str) -> None:
    source = drawn(name, "dot").decode("utf-8")
    found = graphviz_engine.laid_out(source)
    nodes = [one for one in found["objects"] if "cluster" not in one["name"]]
    labels = squeezed(
        " ".join(str(one.get("label", "")).replace("\\n", " ") for one in nodes)
    ).replace("-", "")
    rulebook = rulebook_of(name).definition
    for fact in rulebook.facts.values():
        if name in ("hear-back", "scripts"):
            assert squeezed(fact.question).replace("-", "") in labels


def test_mermaid_has_no_letter_that_means_something() -> None:
    made = mermaid("a; b", [])
    assert made == "flowchart TD\n  accTitle: a b\n"
    text = drawn("hostile", "mmd").decode("utf-8")
    for line in text.splitlines():
        inside = line.split('"')[1::2]
        assert all(not set(piece) & set('<>{}[]()|"`%\\') for piece in inside)


def test_the_tree_in_text() -> None:
    made = drawn("hear-back", "txt").decode("utf-8")
    assert "├─ a no → Thank them and say a kind goodbye (rule 2)" in made
    assert made.endswith("checked equal to the rules: 519 situations\n")


def follow(
    content: dict[str, Any], case: dict[str, Any], decision: str, results: dict[str, Any]
) -> dict[str, Any]:
    nodes = {node["id"]: node for node in content["nodes"]}
    out: dict[int, list[dict[str, Any]]] = {}
    for edge in content["edges"]:
        out.setdefault(edge["from"], []).append(edge)
    here = next(n for n in content["nodes"] if n["kind"] == "start" and n["decision"] == decision)
    while "outcome" not in here:
        if here["kind"] == "link":
            here = next(
                n
                for n in content["nodes"]
                if n["kind"] == "start" and n.get("tree") == here["tree"]
            )
        edges = out[here["id"]]
        if "asks" in here:
            asks = here["asks"]
            value = case[asks["fact"]] if "fact" in asks else results[asks["decision"]]
            edges = [edge for edge in edges if answers(edge["answers"], value)]
        (edge,) = edges
        here = nodes[edge["to"]]
    return here


def answers(alternatives: list[Any], value: Any) -> bool:
    def fits(one: Any) -> bool:
        if not isinstance(one, list):
            return bool(value == one)
        low, low_open, high, high_open = one
        return (low is None or value > low or (value == low and not low_open)) and (
            high is None or value < high or (value == high and not high_open)
        )

    return any(map(fits, alternatives))


@pytest.mark.parametrize("single", [True, False])
def test_following_the_json_is_deciding(single: bool) -> None:
    rulebook = load("hear-back")
    random = Random(7)
    wanted = ("next_move", "deadline")
    if single:
        drawings = {
            n: json.loads(drawn("hear-back", "json", decisions=(n,), single=True)) for n in wanted
        }
    else:
        drawings = dict.fromkeys(wanted, json.loads(drawn("hear-back", "json")))
    for one in drawings.values():
        assert one["certificate"]["rulebook"] == rulebook.fingerprint
        assert one["certificate"]["cases"] == sum(
            chart["certificate"]["cases"] for each in one["decisions"] for chart in each["charts"]
        )
    for _ in range(200):
        case = {
            name: random.choice(
                fact.type.options if hasattr(fact.type, "options") else [True, False]
                if not hasattr(fact.type, "interval") else range(12)
            )
            for name, fact in rulebook.definition.facts.items()
        }  # fmt: skip
        answer = rulebook.advise(case)
        results = {name: answer[name].outcome for name in answer}
        for name in wanted:
            end = follow(drawings[name], case, name, results)
            assert end["outcome"] == [answer[name].outcome]
            assert set(answer[name].rules) <= set(end["rules"])


def test_the_way_of_a_case_is_lit() -> None:
    case = {"heard_back": "nothing", "impression": "cold"}
    made = json.loads(drawn("hear-back", "json", case=case, decisions=("next_move",), single=True))
    lit = [node for node in made["nodes"] if node["lit"]]
    assert [node["text"] for node in lit] == [
        "Start here",
        "What have you heard from them since the interview?",
        "How did they come across in the interview?",
        "Let this one go (rule 3)",
    ]
    assert sum(edge["lit"] for edge in made["edges"]) == 3
    assert made["answer"] == {"next_move": "For this case: Let this one go"}
    svg = drawn("hear-back", "svg", case=case).decode("utf-8")
    assert "For this case: Let this one go" in svg
    assert ' class="step outcome lit"' in svg
    assert ' class="step outcome dim"' in svg


def test_an_open_case_is_lit_up_to_its_question() -> None:
    made = json.loads(
        drawn(
            "hear-back",
            "json",
            case={"heard_back": "nothing"},
            decisions=("next_move",),
            single=True,
        )
    )
    lit = [node["text"] for node in made["nodes"] if node["lit"]]
    assert lit[-1] == "How did they come across in the interview?"
    assert "still open" in made["answer"]["next_move"]


# -- the programs ------------------------------------------------------------------------------


def test_nothing_of_the_system_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    program.cache_clear()
    assert program().origin == "the package graphviz-pure"
    for kind in FORMATS:
        assert drawn("offer", kind, decisions=("leaning",), single=True)
    assert drawn("offer", "svg", overview=True)
    program.cache_clear()


def test_a_system_dot_is_the_fallback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from importlib.metadata import PackageNotFoundError

    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    pure = program().path
    dot = tmp_path / "dot"
    dot.write_text(f'#!/bin/sh\nexec "{pure}" "$@"\n', "utf-8")
    dot.chmod(0o755)
    monkeypatch.setattr(graphviz_engine, "distribution", missing)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    program.cache_clear()
    assert program().origin == "the system's Graphviz"
    assert drawn("offer", "svg", overview=True)
    monkeypatch.setenv("PATH", "")
    program.cache_clear()
    with pytest.raises(NoGraphvizError):
        drawn("offer", "svg", overview=True)
    monkeypatch.undo()
    program.cache_clear()


def test_hashes_are_of_the_content() -> None:
    one = hashlib.sha256(drawn("offer", "svg", decisions=("leaning",), single=True)).hexdigest()
    two = hashlib.sha256(drawn("offer", "svg", decisions=("timing",), single=True)).hexdigest()
    assert one != two


@pytest.mark.parametrize("kind", OVERVIEWS)
def test_the_overview_in_every_format(kind: str) -> None:
    made = drawn("offer", kind, overview=True)
    if kind in ("dot", "mmd", "txt", "json", "svg"):
        assert "Which way the offer" in made.decode("utf-8")
    if kind == "dot":
        assert graphviz_engine.laid_out(made.decode("utf-8"))["objects"]


@pytest.mark.parametrize("words", ["W" * 400, "a long title " * 40, "次の一歩" * 60, "short"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_titles_and_footers_have_room(words: str, paper: Any) -> None:
    """On every page the title ends above the drawing, and the footer above the lower edge."""
    definition = loads(with_texts("Is it?", "very", "Go")).definition
    decisions = {name: replace(one, title=words) for name, one in definition.decisions.items()}
    rulebook = LoadedRulebook(replace(definition, title=words, decisions=decisions))
    request = Request(rulebook, ("next",), paper=paper, answer=rulebook.answer({}))
    for page in pypdf.PdfReader(io.BytesIO(draw(request, "pdf").data)).pages:
        heights: list[float] = []

        def visit(
            text: str, cm: list[float], tm: list[float], *_: object, found: Any = heights
        ) -> None:
            if len(text.strip()) > 2:  # in drawings each letter stands alone
                found.append(tm[5] * cm[3] + cm[5])

        page.extract_text(visitor_text=visit)
        upper = float(page.mediabox.height)
        assert min(y for y in heights if y > upper / 2) > upper - MARGIN - HEAD + 2
        assert min(heights) > SIZE


GAP = """
title: Gap
version: 1
facts: {n: {type: whole number, question: How many?}}
advice: {x: {title: Exit}, y: {title: Yield}, z: {title: Zigzag}}
decisions:
  first_one:
    hit policy: first
    rules: [{id: a, when: {n: at least 5}, then: x}, {id: b, when: {n: 4}, then: y}]
  second_one:
    hit policy: first
    rules: [{id: c, when: {first_one: x}, then: x}, {id: d, when: {first_one: y}, then: y}]
    otherwise: z
  counted:
    hit policy: collect count
    rules: [{id: e, when: {n: at least 7}, then: x}, {id: f, when: {n: at least 2}, then: y}]
"""


def test_where_no_rule_fits_a_later_decision_is_still_drawn_whole() -> None:
    rulebook = loads(GAP)
    made = draw(Request(rulebook, tuple(rulebook.definition.decisions)), "txt").data.decode()
    second = made[made.lower().index("second one") :]
    assert "Zigzag (otherwise)" in second
    assert "What came out of" not in second


def test_counted_advice_is_told_by_its_title() -> None:
    made = draw(Request(loads(GAP), ("counted",)), "txt").data.decode()
    assert "count “Exit”" in made


def test_long_words_stay_in_their_cells() -> None:
    words = "Arbeitsunfaehigkeitsbescheinigungsformular" * 3
    rulebook = loads(with_texts(words, words, words))
    made = draw(Request(rulebook, ("next",), rules=True, advice=True), "pdf").data
    for page in pypdf.PdfReader(io.BytesIO(made)).pages[1:]:
        lines = [line for line in page.extract_text().splitlines() if "bescheinigung" in line]
        assert all(len(line) < 150 for line in lines)
