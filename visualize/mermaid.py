"""Flowcharts as Mermaid, which GitHub, GitLab and Notion show as pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .blocks import look
from .content import Ask, Content, Step
from .requirements import Requirements
from .svg import COLORS

SHAPES = {
    "round": ("(", ")"),
    "rectangle": ("[", "]"),
    "octagon": ("[[", "]]"),
    "hexagon": ("{{", "}}"),
    "slanted": ("[/", "/]"),
    "tag": (">", "]"),
}
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,.'?!:-")


def mermaid(title: str, contents: Sequence[Content]) -> str:
    """All decisions in one flowchart, each part in a subgraph of its own."""
    return "".join(f"{line}\n" for line in _lines(title, contents))


def requirements_mermaid(title: str, graph: Requirements) -> str:
    """The decision requirements graph."""
    numbers = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart BT", f"  accTitle: {_plain(title)}"]
    for node in graph.nodes:
        before, behind = ("[", "]") if node.is_decision else ("(", ")")
        lines.append(f"  {numbers[node.id]}{before}{_quoted('; '.join(node.words))}{behind}")
    lines += [f"  {numbers[start]} --> {numbers[end]}" for start, end in graph.arrows]
    return "".join(f"{line}\n" for line in lines)


def _lines(title: str, contents: Sequence[Content]) -> Iterator[str]:
    yield "flowchart TD"
    yield f"  accTitle: {_plain(title)}"
    seen: dict[int, str] = {}
    for number, content in enumerate(contents):
        for chart in content.charts:
            name = f"d{number}p{chart.part}"
            heading = f"{content.title}: {chart.title}" if chart.title else content.title
            yield f"  subgraph {name}[{_quoted(heading)}]"
            yield "    direction TB"
            for at, step in enumerate(chart.steps):
                yield f"    {name}s{at}{_node(step, seen)}"
            for at, step in enumerate(chart.steps):
                for way in step.ways if isinstance(step, Ask) else ():
                    yield f"    {name}s{at} -->|{_quoted(way.words)}| {name}s{way.to}"
            yield "  end"
    for color, kind in seen.items():
        line, ground = COLORS[color]
        yield f"  classDef {kind} stroke:{line},fill:{ground},color:#1b1b1b"


def _node(step: Step, seen: dict[int, str]) -> str:
    if isinstance(step, Ask):
        return f"{{{_quoted(step.words)}}}"
    words = f"{step.words} ({step.behind})" if step.behind else step.words
    if step.look is None:
        return f"[{_quoted(words)}]"
    drawn = look(step.look)
    before, behind = SHAPES[drawn.shape]
    kind = seen.setdefault(drawn.color, f"c{drawn.color}")
    return f"{before}{_quoted(words)}{behind}:::{kind}"


def _quoted(text: str) -> str:
    """A text that Mermaid takes as it is: everything but plain letters as a character code."""
    text = " ".join(text.split())
    return f'"{"".join(_letter(one) for one in text)}"'


def _letter(letter: str) -> str:
    if letter in PLAIN or (letter.isalpha() and ord(letter) > 127):
        return letter
    return f"#{ord(letter)};"


def _plain(text: str) -> str:
    """A text for a line without quotes: what could mean something there is left out."""
    return "".join(one for one in " ".join(text.split()) if one in PLAIN or one.isalpha())
