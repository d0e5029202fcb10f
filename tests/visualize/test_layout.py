"""The geometry of drawings: nothing overlaps, nothing is cut off, nothing is missing, all is readable."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from fingerpost.engine import LoadedRulebook, RulebookError, load, loads
from fingerpost.engine.diagrams.flowchart import End
from fingerpost.visualize.content import Ask, Content, Outcome, content_of
from fingerpost.visualize.fonts import width
from fingerpost.visualize.layout import label_rect
from fingerpost.visualize.requirements import requirements, scene_of
from fingerpost.visualize.scene import Box, Scene
from fingerpost.visualize.sheets import PAPERS, SMALLEST, Sheet, picture, poster, sheets
from fingerpost.visualize.svg import svg
from fingerpost.visualize.wrapping import COMPACT, ROOMY, SIZE, in_diamond, wrapped
from properties.large import many_facts, many_options, table_like, with_texts
from properties.rulebooks import Generated, random_rulebook, rulebooks_with_case

SLACK = 0.6
"""Points by which outlines may touch."""

HARD = {
    "long question": with_texts("Do you " + "really and truly believe " * 12 + "that?", "yes, " * 25, "Go on " * 20),
    "long words": with_texts("Donaudampfschifffahrt" * 6, "Rindfleischetikett" * 4, "x" * 90),
    "greek and cyrillic": with_texts("Πόσες μέρες πέρασαν;", "Ναι, βεβαίως", "Напишите им ещё раз"),
    "emoji and right to left": with_texts("How 😀 → ✓ is it?", "שלום עולם", "مرحبا بالعالم"),
    "markup": with_texts("<b>&amp; #let x = 1 \\n [y](z)", '"]; graph {', "</script> -->"),
    "60 rules": table_like(60),
    "400 rules": table_like(400),
    "a ladder": many_facts(80),
    "options over two trees": many_options(30, 12),
}  # fmt: skip


def contents_of(rulebook: LoadedRulebook, order: Any = "fewest") -> list[Content]:
    return [
        content_of(rulebook, rulebook.stage(name, order)) for name in rulebook.definition.decisions
    ]


def rulebook_of(name: str) -> LoadedRulebook:
    return loads(HARD[name]) if name in HARD else load(name)


@pytest.fixture(scope="module", params=["hear-back", "offer", *HARD])
def contents(request: pytest.FixtureRequest) -> list[Content]:
    return contents_of(rulebook_of(request.param))


# -- what must hold of every drawing -----------------------------------------------------------


def overlap(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return (
        one[0] < two[2] - SLACK
        and two[0] < one[2] - SLACK
        and one[1] < two[3] - SLACK
        and two[1] < one[3] - SLACK
    )


def rect(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def segments(scene: Scene) -> Iterator[tuple[int, int, tuple[float, float, float, float]]]:
    for edge in scene.edges:
        for (x0, y0), (x1, y1) in zip(edge.points, edge.points[1:], strict=False):
            box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            yield edge.start, edge.end, box


def check_geometry(scene: Scene) -> None:
    solid = [box for box in scene.boxes if box.kind != "title"]
    for one, two in combinations(solid, 2):
        assert not overlap(rect(one), rect(two)), (one.alt, two.alt)
    for start, end, line in segments(scene):
        grown = (line[0] - 1, line[1] - 1, line[2] + 1, line[3] + 1)
        for box in solid:
            if box.place not in (start, end):
                assert not overlap(grown, rect(box)), (box.alt, line)
    labels = [(edge, label_rect(edge.label)) for edge in scene.edges if edge.label]
    for (_, one), (_, two) in combinations(labels, 2):
        assert not overlap(one, two)
    for edge, label in labels:
        assert not any(overlap(label, rect(box)) for box in solid), edge.label
        for start, end, line in segments(scene):
            if (start, end) != (edge.start, edge.end):
                assert not overlap(label, line), (edge.label, line)
    for box in solid:
        check_text_inside(box)
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= scene.width
        assert box.bottom <= scene.height
    for _, label in labels:
        assert label[0] >= 0
        assert label[1] >= 0
        assert label[2] <= scene.width
        assert label[3] <= scene.height


def check_text_inside(box: Box) -> None:
    middle = (box.left + box.right) / 2
    for line in box.lines:
        half = width(line.text, SIZE, line.role == "strong") / 2
        assert abs(line.x - middle) < 0.01
        assert box.top < line.y - SIZE * 0.72
        assert line.y + SIZE * 0.22 < box.bottom
        room = box.width / 2
        if box.shape == "diamond":
            top, bottom = line.y - SIZE * 0.5, line.y
            far = max(abs(y - (box.top + box.bottom) / 2) for y in (top, bottom))
            room *= 1 - far / (box.height / 2)
        assert half <= room + 0.5, (box.alt, line.text)


def crossings(scene: Scene) -> int:
    """How often lines of different questions cross."""
    lines = list(segments(scene))
    return sum(
        1
        for (a, _, one), (b, _, two) in combinations(lines, 2)
        if a != b and overlap((one[0] - 1, one[1] - 1, one[2] + 1, one[3] + 1), two)
        and (one[0] == one[2]) != (two[0] == two[2])
        and one[0] + 2 < two[2] and two[0] + 2 < one[2] and one[1] + 2 < two[3] and two[1] + 2 < one[3]
    )  # fmt: skip


def check_complete(contents: list[Content], scenes: list[Scene]) -> None:
    """Every step is drawn, with every outcome and every rule behind it."""
    drawn = {
        (box.decision, box.part, box.step): box
        for scene in scenes
        for box in scene.boxes
        if box.step is not None
    }
    for content in contents:
        for chart in content.charts:
            steps = content.stage.parts[chart.part].flowchart.steps
            for number, (step, grown) in enumerate(zip(chart.steps, steps, strict=True)):
                box = drawn[content.decision, chart.part, number]
                if isinstance(step, Outcome):
                    assert isinstance(grown, End)
                    assert box.rules == grown.rules
                    assert box.ids == step.ids
                    words = (
                        " ".join(line.text for line in box.lines).replace("- ", "").replace(" ", "")
                    )
                    assert step.words.replace(" ", "") in words.replace("-", "") or "-" in words
        rules = {
            r for c in content.charts for s in c.steps if isinstance(s, Outcome) for r in s.rules
        }
        assert rules == {rule for part in content.stage.parts for rule in part.rules} & rules
    ways = {
        (box_of.decision, edge.part, edge.step, edge.way)
        for scene in scenes
        for edge in scene.edges
        for box_of in scene.boxes
        if edge.way is not None and box_of.place == edge.start
    }
    for content in contents:
        for chart in content.charts:
            for number, step in enumerate(chart.steps):
                for way in range(len(step.ways)) if isinstance(step, Ask) else ():
                    assert (content.decision, chart.part, number, way) in ways


def check_words(scene: Scene) -> None:
    """No two answers to a question read the same or leave open which of them is meant."""
    for box in scene.boxes:
        words = [
            " ".join(line.text for line in edge.label)
            for edge in scene.edges
            if edge.start == box.place and edge.label
        ]
        assert len(set(words)) == len(words)
        assert not {"anything else", "another answer"} <= set(words)


def check_sheets(made: list[Sheet]) -> None:
    assert [sheet.number for sheet in made] == list(range(1, len(made) + 1))
    signs: dict[str, int] = {}
    links: dict[str, list[tuple[int, str]]] = {}
    for sheet in made:
        assert sheet.scale * SIZE >= SMALLEST - 0.01
        assert sheet.scene.width * sheet.scale <= sheet.page.room[0] + 0.01
        assert sheet.scene.height * sheet.scale <= sheet.page.room[1] + 0.01
        for box in sheet.scene.boxes:
            if box.kind == "start" and box.name:
                assert box.name not in signs
                signs[box.name] = sheet.number
            elif box.kind == "link":
                links.setdefault(box.name, []).append((sheet.number, box.lines[-1].text))
    assert signs.keys() == links.keys()
    for name, places in links.items():
        for number, words in places:
            at = signs[name]
            assert words == ("on this sheet" if at == number else f"sheet {at}")


# -- drawings ----------------------------------------------------------------------------------


def test_one_picture(contents: list[Content]) -> None:
    scene = picture(contents)
    check_geometry(scene)
    check_complete(contents, [scene])
    check_words(scene)
    assert crossings(scene) == 0


@pytest.mark.parametrize("paper", PAPERS)
def test_sheets(contents: list[Content], paper: str) -> None:
    made = sheets(contents, paper)
    for sheet in made:
        check_geometry(sheet.scene)
        check_words(sheet.scene)
        assert crossings(sheet.scene) == 0
    check_sheets(made)
    check_complete(contents, [sheet.scene for sheet in made])


def test_poster(contents: list[Content]) -> None:
    made = poster(contents, "a4")
    for decision in {sheet.decision for sheet in made}:
        tiles = [sheet for sheet in made if sheet.decision == decision]
        scene = tiles[0].scene
        check_geometry(scene)
        windows = [tile.window for tile in tiles if tile.window]
        assert max(left + across for left, _, across, _ in windows) >= scene.width - 0.01
        assert max(top + down for _, top, _, down in windows) >= scene.height - 0.01
        for tile in tiles:
            assert tile.window is not None
            assert tile.window[2] <= tile.page.room[0] + 0.01
            assert tile.window[3] <= tile.page.room[1] + 0.01
        for box in scene.boxes:  # whatever is no larger than the strip is whole on some page
            if box.width <= 24 and box.height <= 24:
                assert any(
                    left <= box.left and box.right <= left + across
                    for left, _, across, _ in windows
                )


@settings(max_examples=30, phases=(Phase.explicit, Phase.generate))
@given(rulebooks_with_case())
def test_random_rulebooks(setup: tuple[Generated, Any, Any]) -> None:
    check_random(setup[0])


@pytest.mark.parametrize("seed", [34, 35, 44, 51, 52])
def test_long_labels_do_not_meet(seed: int) -> None:
    """In these the label of a line once met that of an answer below it."""
    check_random(random_rulebook(seed))


def check_random(made: Generated) -> None:
    try:
        contents = contents_of(loads(made.text))
    except RulebookError as error:
        if [finding.code for finding in error.diagnostics] != ["too-many-cases"]:
            raise
        return
    pages = sheets(contents, "a4")
    for sheet in pages:
        check_geometry(sheet.scene)
    check_sheets(pages)
    check_complete(contents, [sheet.scene for sheet in pages])
    check_geometry(picture(contents))


def test_the_main_line_goes_straight_down() -> None:
    scene = picture(contents_of(load("hear-back"))[:1], titles=False)
    by_place = {box.place: box for box in scene.boxes}
    root = next(box for box in scene.boxes if box.root)
    line = [root]
    while True:
        here = line[-1]
        middle = (here.left + here.right) / 2
        below = [
            by_place[edge.end]
            for edge in scene.edges
            if edge.start == here.place and abs(edge.points[-1][0] - middle) < 0.01 and len(edge.points) == 2
            and edge.points[0][0] == edge.points[1][0]
        ]  # fmt: skip
        if not below:
            break
        line += below
    assert len(line) >= 7


def test_the_order_of_the_rulebook_begins_with_its_first_fact() -> None:
    content = contents_of(load("hear-back"), "rulebook")[0]
    first = content.charts[0].steps[0]
    assert isinstance(first, Ask)
    assert first.name == "heard_back"


@pytest.mark.parametrize("name", ["hear-back", "offer", "60 rules"])
def test_the_requirements_graph(name: str) -> None:
    rulebook = rulebook_of(name).definition
    graph = requirements(rulebook)
    scene = scene_of(graph)
    solid = [rect(box) for box in scene.boxes]
    assert not any(overlap(one, two) for one, two in combinations(solid, 2))
    names = {one for box in scene.boxes for one in box.ids}
    assert names >= rulebook.decisions.keys()
    used = {name for decision in rulebook.decisions.values() for name in decision.reads}
    assert used <= names
    assert len(scene.edges) == len(graph.arrows)
    for box in scene.boxes:
        assert 0 <= box.left <= box.right <= scene.width
        assert 0 <= box.top <= box.bottom <= scene.height


# -- lines of text -----------------------------------------------------------------------------


@pytest.mark.parametrize("measures", [ROOMY, COMPACT])
@pytest.mark.parametrize(
    "text",
    ["Short?", "How many days ago was the interview?", "word " * 60, "W" * 200, "a-b/c " * 9],
)
def test_diamonds_keep_every_letter(text: str, measures: Any) -> None:
    made = in_diamond(text, measures)
    letters = "".join(made.lines).replace(" ", "").replace("-", "")
    assert letters == text.replace(" ", "").replace("-", "")
    assert made.width <= measures.diamond


def test_wrapping_is_even_and_keeps_to_its_width() -> None:
    text = "Thank them and say a kind goodbye"
    lines = wrapped(text, 120)
    assert " ".join(lines) == text
    assert all(width(line, SIZE) <= 120 for line in lines)
    assert len(wrapped(text, 1000)) == 1


def test_japanese_is_broken_without_hyphens() -> None:
    text = "返事はありましたかそれともまだ待っていますか"
    lines = wrapped(text, 100)
    assert len(lines) > 2
    assert "".join(lines) == text


def test_hostile_text_stays_text() -> None:
    content = contents_of(loads(HARD["markup"]))
    drawn = svg(picture(content), "<title>", "</svg><script>")
    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert drawn.count("</svg>") == 1


# -- maps --------------------------------------------------------------------------------------


def test_a_map_is_readable() -> None:
    from fingerpost.engine.scenarios.maps import map_of
    from fingerpost.visualize.map_picture import FORMATS, draw_map, map_scene

    rulebook = load("hear-back")
    case = rulebook.case(
        {"heard_back": "nothing", "impression": "neutral", "days_since_interview": 5}
    )
    for facts in (("days_since_last_contact", "follow_ups_ignored"), ("heard_back", "impression")):
        found = map_of(rulebook.answerer, "next_move", case, *facts)
        scene = map_scene(rulebook, found)
        regions = [box for box in scene.boxes if box.kind in ("outcome", "nothing")]
        for one, two in combinations(regions, 2):
            assert not overlap(rect(one), rect(two))
        for box in regions:
            check_text_inside(box)
        area = sum(box.width * box.height for box in regions)
        lefts, rights = min(b.left for b in regions), max(b.right for b in regions)
        tops, bottoms = min(b.top for b in regions), max(b.bottom for b in regions)
        assert area == pytest.approx((rights - lefts) * (bottoms - tops))  # no field is missing
        for kind in FORMATS:
            drawn = draw_map(rulebook, found, kind)
            assert drawn.data
            assert drawn.notes == ()
