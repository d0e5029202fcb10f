"""Flowcharts as trees of text, for the terminal and as the alternative text of pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .content import Ask, Chart, Content, Outcome
from .trees import Link, Root, Twig, trees


def text(contents: Sequence[Content]) -> str:
    """All decisions, one tree after the other."""
    return "\n".join(line for content in contents for line in (*content_lines(content), ""))


def content_lines(content: Content) -> Iterator[str]:
    """One decision: its title, then each of its trees."""
    yield content.title
    yield "=" * len(content.title)
    if content.intro:
        yield content.intro
    for chart in content.charts:
        yield ""
        if chart.title:
            yield f"{chart.part + 1}. {chart.title}"
        yield from chart_lines(chart)


def chart_lines(chart: Chart) -> Iterator[str]:
    """One chart. Where branches are shared, the later ones say where they are written out."""
    found = trees(chart)
    names = {root: f"({number})" for number, (root, _) in enumerate(found)}
    for root, twig in found:
        if root != found[0][0]:
            yield ""
            yield f"{names[root]}:"
        yield from _lines(chart, twig, names, "", "")


def _lines(
    chart: Chart, rest: Twig | Link, names: dict[Root, str], first: str, later: str
) -> Iterator[str]:
    if isinstance(rest, Link):
        yield f"{first}go on at {names[rest.to]}"
        return
    step = chart.steps[rest.step]
    if isinstance(step, Outcome):
        behind = f" ({step.behind})" if step.behind else ""
        yield f"{first}{_one_line(step.words)}{behind}"
        return
    yield f"{first}{_one_line(step.words)}"
    for number, (_, words, child) in enumerate(rest.ways):
        last = number == len(rest.ways) - 1
        answer = _one_line(words)
        branch, beyond = ("└─ ", "   ") if last else ("├─ ", "│  ")
        if _is_end(chart, child):
            yield from _lines(chart, child, names, f"{later}{branch}{answer} → ", "")
        else:
            yield f"{later}{branch}{answer}"
            inside = f"{later}{beyond}"
            yield from _lines(chart, child, names, inside, inside)


def _is_end(chart: Chart, rest: Twig | Link) -> bool:
    return isinstance(rest, Link) or not isinstance(chart.steps[rest.step], Ask)


def _one_line(words: str) -> str:
    return " ".join(words.split())
