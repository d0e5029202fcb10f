"""`fingerpost draw`: decisions as flowcharts, to print, to mail, to look at."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ..engine import LoadedRulebook, RulebookError
from ..engine.language import messages
from ..visualize.drawing import FORMATS, OVERVIEWS, Request, draw
from ..visualize.graphviz_engine import NoGraphvizError, program
from .inputs import files_of, rulebook_and_case
from .output import STANDARD, deliver_drawing, print_lines, refuse_overwriting
from .progress import progress

TEXTS = ("txt", "mmd", "dot", "json", "svg", "html")
"""Formats that a terminal can show, for better or worse."""


@dataclass(frozen=True)
class Wanted:
    """The options of the command."""

    output: str
    decisions: tuple[str, ...]
    paper: Literal["a4", "letter"]
    order: Literal["fewest", "rulebook"]
    poster: bool
    extras: frozenset[str]
    overview: bool
    dpi: int
    format: str | None
    verbose: bool


def run(name: str, case: str | None, sets: list[str], wanted: Wanted) -> None:
    """Load, draw, write; what the reader should know goes to standard error."""
    kind = _format(wanted)
    refuse_overwriting(wanted.output, case, *files_of(name))
    rulebook, known = rulebook_and_case(name, case, sets)
    has_case = case is not None or bool(sets)
    request = Request(
        rulebook,
        _decisions(rulebook, wanted.decisions),
        single=bool(wanted.decisions),
        order=wanted.order,
        answer=rulebook.answer(known) if has_case else None,
        paper=wanted.paper,
        poster=wanted.poster,
        advice="advice" in wanted.extras,
        rules="rules" in wanted.extras,
        overview=wanted.overview,
        dpi=wanted.dpi,
    )
    try:
        with progress("drawing") as tell:
            drawn = draw(request, kind, tell)
        notes = [*_idle(wanted, kind, has_case=has_case), *(_engines() if wanted.verbose else ())]
    except NoGraphvizError as error:
        raise RulebookError([messages.cannot_draw(str(error))]) from None
    if wanted.output == STANDARD and kind == "txt":
        print_lines(drawn.data.decode("utf-8").removesuffix("\n").split("\n"))
        drawn = replace(drawn, data=b"")
    deliver_drawing(drawn, wanted.output, notes)


def _format(wanted: Wanted) -> str:
    """The format by `--format`, else by the file's ending; a tree of text on standard output."""
    if wanted.format is not None:
        kind = wanted.format.lower().removeprefix(".")
    elif wanted.output == STANDARD:
        kind = "txt"
    else:
        kind = Path(wanted.output).suffix.lower().removeprefix(".")
    known = OVERVIEWS if wanted.overview else tuple(FORMATS)
    if kind not in known:
        if wanted.format is not None:
            raise RulebookError([messages.no_such_format(wanted.format, known)])
        raise RulebookError([messages.unknown_format(wanted.output, known, "--format")])
    if wanted.output == STANDARD and kind not in TEXTS and sys.stdout.isatty():
        raise RulebookError([messages.not_for_terminals(kind.upper())])
    return kind


def _decisions(rulebook: LoadedRulebook, named: tuple[str, ...]) -> tuple[str, ...]:
    known = tuple(rulebook.definition.decisions)
    unknown = [one for one in named if one not in known]
    if unknown:
        raise RulebookError([messages.no_such_decision(one, known) for one in unknown])
    return tuple(one for one in known if one in named or not named)


def _idle(wanted: Wanted, kind: str, *, has_case: bool) -> Iterator[str]:
    """The options that change nothing here."""
    is_pdf, is_flowchart = kind == "pdf", not wanted.overview
    told = {
        "--poster": (wanted.poster, is_pdf and is_flowchart, "a PDF of flowcharts"),
        "--with": (bool(wanted.extras), is_pdf and is_flowchart, "a PDF of flowcharts"),
        "--paper": (wanted.paper != Request.paper, is_pdf, "a PDF"),
        "--dpi": (wanted.dpi != Request.dpi, kind == "png", "a PNG"),
        "a case": (has_case, is_flowchart, "flowcharts"),
        "--decision": (bool(wanted.decisions), is_flowchart, "flowcharts"),
    }
    for option, (is_given, is_used, what) in told.items():
        if is_given and not is_used:
            yield f"{option} changes nothing here; it is for {what}"


def _engines() -> Iterator[str]:
    from importlib.metadata import version

    found = program()
    yield f"flowcharts: laid out by Fingerpost {version('fingerpost')}"
    yield f"graphs: laid out by {found.path} ({found.origin})"
    yield f"pages and pictures: set by Typst {version('typst')}"
    yield f"letters: Open Sans, from ttf-opensans {version('ttf-opensans')}"
