"""`fingerpost whatif --grid`: the outcome over two facts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..engine import LoadedRulebook, RulebookError
from ..engine.api import plain_result
from ..engine.language import messages
from ..engine.language.cases import Known
from ..engine.language.rulebook import Rulebook
from ..engine.language.wording import range_words
from ..engine.scenarios.maps import Map, map_of
from ..engine.scenarios.telling import kind_of, possible_words, subject
from .columns import side_by_side
from .output import STANDARD, deliver_drawing, print_json, print_lines
from .style import Style, out, wrapped


def grid(
    rulebook: LoadedRulebook,
    known: Known,
    facts: tuple[str, str],
    decision: str | None,
    output: str | None,
    *,
    as_json: bool,
) -> None:
    """The map of a decision, or of the first that hangs on the facts, over two of them."""
    across, down = facts
    asked = decision or _first_that_hangs_on(rulebook, known, across, down)
    found = map_of(rulebook.answerer, asked, known, across, down)
    if output is not None:
        _picture(rulebook, found, output)
    elif as_json:
        print_json(_map_as_json(found, rulebook.definition))
    else:
        print_lines(_map_lines(rulebook.definition, found, out()))


def _first_that_hangs_on(rulebook: LoadedRulebook, known: Known, across: str, down: str) -> str:
    for decision in rulebook.definition.decisions:
        one = map_of(rulebook.answerer, decision, known, across, down)
        if len({field for row in one.fields for field in row}) > 1:
            return decision
    return next(iter(rulebook.definition.decisions))


def _map_as_json(found: Map, rulebook: Rulebook) -> dict[str, object]:
    return {
        "decision": found.decision,
        **{
            key: {
                "fact": axis.fact,
                "strips": [range_words(test, kind_of(rulebook, axis.fact)) for test in axis.strips],
                "here": axis.here,
            }
            for key, axis in (("across", found.across), ("down", found.down))
        },
        "fields": [[[plain_result(one) for one in field] for field in row] for row in found.fields],
    }


def _map_lines(rulebook: Rulebook, found: Map, style: Style) -> Iterator[str]:
    decision = rulebook.decisions[found.decision]
    yield from wrapped(style(decision.title, bold=True), style.width)
    across, down = (subject(rulebook, axis.fact) for axis in (found.across, found.down))
    yield from wrapped(f"across: {across}; down: {down}", style.width)
    yield ""
    heads = [
        "",
        *(range_words(one, kind_of(rulebook, found.across.fact)) for one in found.across.strips),
    ]
    rows: list[list[str]] = []
    for number, row in enumerate(found.fields):
        cells = [range_words(found.down.strips[number], kind_of(rulebook, found.down.fact))]
        for column, field in enumerate(row):
            here = number == found.down.here and column == found.across.here
            cells.append(f"{'→ ' if here else ''}{possible_words(decision, field)}")
        rows.append(cells)
    yield from side_by_side(heads, rows, style)


def _picture(rulebook: LoadedRulebook, found: Map, output: str) -> None:
    from ..visualize.map_picture import FORMATS, draw_map

    kind = "svg" if output == STANDARD else Path(output).suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise RulebookError([messages.unknown_format(output, FORMATS, "")])
    deliver_drawing(draw_map(rulebook, found, kind), output)
