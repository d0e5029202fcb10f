"""YAML to nodes: libyaml and the pure loader agree, and every position is right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from fingerpost.engine import RulebookError, loads
from fingerpost.engine.language import yaml_reader
from fingerpost.engine.language.nodes import Mapping, Node, Scalar, Sequence
from fingerpost.engine.language.source import Source
from fingerpost.engine.language.yaml_reader import decode, read_yaml
from properties.rulebooks import random_rulebook
from properties.test_texts import mutants

RULES = sorted((Path(__file__).parents[3] / "rules").glob("*.yaml"))

pytestmark = pytest.mark.skipif(
    not hasattr(yaml, "CSafeLoader"), reason="PyYAML was built without libyaml"
)


def source_of(mutant: str | bytes) -> Source:
    """The text as `loads` takes it: without marks in front."""
    source = Source("m", mutant) if isinstance(mutant, str) else decode("m", mutant)
    return Source("m", source.text.lstrip("\ufeff"))


def every(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Sequence):
        for item in node.items:
            yield from every(item)
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield key
            yield from every(value)


def described(node: Node) -> list[tuple[object, ...]]:
    """All that a node holds, its place and style too, which equality ignores."""
    return [
        (
            type(one).__name__,
            one.span.start,
            one.span.end,
            (one.value, one.style) if isinstance(one, Scalar) else one.flow,
        )
        for one in every(node)
    ]


def read_with(loader: object, source: Source, monkeypatch: pytest.MonkeyPatch) -> object:
    """The nodes, described, or the codes of the findings."""
    monkeypatch.setattr(yaml_reader, "LOADER", loader)
    try:
        return described(read_yaml(source))
    except RulebookError as error:
        return [found.code for found in error.diagnostics]


def read_both(source: Source, monkeypatch: pytest.MonkeyPatch) -> tuple[object, object]:
    return (
        read_with(yaml.CSafeLoader, source, monkeypatch),
        read_with(yaml.SafeLoader, source, monkeypatch),
    )


def check_plain_scalars(node: Node) -> int:
    """Each plain text on one line stands in the source just as it is (but for an anchor, which is
    part of its place); how many there were."""
    count = 0
    for one in every(node):
        text = one.span.text
        plain = isinstance(one, Scalar) and one.style == "plain" and not text.startswith("&")
        if plain and len(text.splitlines()) == 1:
            assert text == one.value
            assert one.part(0, len(text)) == one.span
            count += 1
        assert 0 <= one.span.start <= one.span.end <= len(one.span.source.text)
    return count


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_both_loaders_read_the_bundled_rulebooks_alike(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = decode(path.name, path.read_bytes())
    one, two = read_both(source, monkeypatch)
    assert one == two
    assert check_plain_scalars(read_yaml(source)) > 20


@pytest.mark.parametrize("seed", range(30))
def test_both_loaders_read_generated_rulebooks_alike(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Source("made", random_rulebook(seed).text)
    one, two = read_both(source, monkeypatch)
    assert one == two
    assert check_plain_scalars(read_yaml(source)) > 20


# Where the two libraries themselves differ: libyaml takes a tab behind a colon or within a plain
# text and a `?` or `:` within one in brackets, and it has a word of its own for a tab that indents;
# it also takes a byte order mark at the beginning of any line.
DIFFERENCES = ("\t", "?", "\ufeff", ":")
# Where one of them stops earlier, the other may come as far as a key that stands there twice.
SYNTAX = ["yaml-syntax"], ["tab-indent"], ["unquoted-comparison"], ["duplicate-key"]


def test_both_loaders_read_mutants_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    read = differ = 0
    for mutant in mutants(300, 77):
        try:
            source = source_of(mutant)
        except RulebookError:
            continue
        if len(source.text) > 5000:
            continue
        one, two = read_both(source, monkeypatch)
        read += 1
        if one != two:
            differ += 1
            assert any(sign in source.text for sign in DIFFERENCES), repr(source.text)
            assert two in SYNTAX, repr(source.text)
    assert read > 200
    assert differ <= read // 30


def test_spans_of_mutants_lie_in_the_text_and_hold_their_words() -> None:
    read = 0
    for mutant in mutants(300, 78):
        try:
            source = source_of(mutant)
            node = read_yaml(source)
        except RulebookError:
            continue
        read += check_plain_scalars(node)
    assert read > 1000


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_positions_behind_wide_characters_marks_and_any_line_ending(
    loader: str, mark: str, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_reader, "LOADER", getattr(yaml, loader))
    lines = ("🦊: [👩‍👩‍👧, 中文]", "# e\u0301 🦊", "b:", "  - 'quo🦊ted'", "  - c: d 🦊 e", "")
    source = decode("f", (mark + ending.join(lines)).encode())
    node = read_yaml(source)
    places = {
        one.value: (one.span.text, source.position(one.span.start))
        for one in every(node)
        if isinstance(one, Scalar)
    }
    assert places == {
        "🦊": ("🦊", (1, 1)),
        "👩‍👩‍👧": ("👩‍👩‍👧", (1, 5)),
        "中文": ("中文", (1, 12)),
        "b": ("b", (3, 1)),
        "quo🦊ted": ("'quo🦊ted'", (4, 5)),
        "c": ("c", (5, 5)),
        "d 🦊 e": ("d 🦊 e", (5, 8)),
    }


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_a_mark_in_front_of_a_text_shifts_nothing(
    loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_reader, "LOADER", getattr(yaml, loader))
    with pytest.raises(RulebookError) as caught:
        loads("\ufeffstranger: value\n")
    label = next(one for one in caught.value.diagnostics if one.code == "unknown-key").labels[0]
    assert label.span.text == "stranger"
    assert label.span.source.position(label.span.start) == (1, 1)


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("a: b: c\n", "yaml-syntax", ":"),
        ("a: >= 3\nb: >= 4\n", "unquoted-comparison", ">= 3"),
        ("a: [1..\n", "yaml-syntax", "["),
        ("a: [1..3)\n", "unquoted-comparison", "[1..3)"),
        ("a: 'b\n", "yaml-syntax", "'"),
        ("a:\n\tb: c\n", "tab-indent", "\t"),
        ("a: @b\n", "yaml-syntax", "@"),
        ("🦊: @b\n", "yaml-syntax", "@"),
        ("a: *b\n", "alias", "*b"),
        ("a: !b c\n", "tag", "!b"),
        ("a: 1\n---\nb: 2\n", "several-documents", "---"),
        ("a: 1\na: 2\n", "duplicate-key", "a"),
        ("? [a]\n: b\n", "wrong-shape", "[a]"),
        ("a: \x00\n", "not-text", "\x00"),
        ("a: \ud800\n", "not-text", "\ud800"),
        (f"a: {'[' * 70}", "too-deep", "["),
    ],
)
def test_what_is_no_yaml_is_pointed_at_by_both_loaders(
    loader: str, text: str, code: str, marked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_reader, "LOADER", getattr(yaml, loader))
    with pytest.raises(RulebookError) as caught:
        read_yaml(Source("f", text))
    found = caught.value.diagnostics[0]
    assert found.code == code
    assert found.labels[0].span.text == marked
