"""YAML to nodes: libyaml and the pure loader agree, and every position is right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from fingerpost.engine import RulebookError
from fingerpost.engine.language import yaml_reader
from fingerpost.engine.language.nodes import Mapping, Node, Scalar, Sequence
from fingerpost.engine.language.source import Source
from fingerpost.engine.language.yaml_reader import decode, read_yaml
from properties.rulebooks import random_rulebook

RULES = sorted((Path(__file__).parents[3] / "rules").glob("*.yaml"))

pytestmark = pytest.mark.skipif(
    not hasattr(yaml, "CSafeLoader"), reason="PyYAML was built without libyaml"
)


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
    """Each plain text on one line stands in the source just as it is; how many there were."""
    count = 0
    for one in every(node):
        text = one.span.text
        if isinstance(one, Scalar) and one.style == "plain" and len(text.splitlines()) == 1:
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
