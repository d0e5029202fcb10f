"""`fingerpost whatif --vary`: where an outcome tips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..engine import LoadedRulebook
from ..engine.api import plain_result
from ..engine.evaluate import Result
from ..engine.language.cases import Known
from ..engine.language.rulebook import Rulebook
from ..engine.language.vocabulary import Value, plain_value
from ..engine.language.wording import capitalized, joined, range_words
from ..engine.scenarios.telling import kind_of, subject, tipping_head, tipping_rows
from ..engine.scenarios.tipping import Multiple, Tipping, vary_fact
from ..engine.scenarios.tipping_settings import vary_setting
from .columns import columns_of
from .output import print_json, print_lines
from .style import Style, out, wrapped


def vary(
    rulebook: LoadedRulebook,
    known: Known,
    names: Sequence[str],
    decisions: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """The tipping points of some facts and settings."""
    definition = rulebook.definition

    def tipping(name: str, decision: str) -> Tipping:
        if name in definition.facts:
            return vary_fact(rulebook.answerer, decision, known, name)
        return vary_setting(definition, decision, known, name)

    found = {name: [tipping(name, decision) for decision in decisions] for name in names}
    if as_json:
        told = {
            name: [_tipping_as_json(one, definition) for one in some]
            for name, some in found.items()
        }
        print_json({"vary": told})
    else:
        print_lines(_tipping_lines(definition, found, out()))


def _tipping_as_json(tipping: Tipping, rulebook: Rulebook) -> dict[str, object]:
    kind = kind_of(rulebook, tipping.name)
    return {
        "decision": tipping.decision,
        "matters": tipping.matters,
        "value": None if tipping.value is None else plain_value(tipping.value),
        "ranges": [
            {
                "values": range_words(one.test, kind),
                "settled": len(one.possible) == 1,
                "possible": [_result_as_json(result) for result in one.possible],
                "here": one.here,
            }
            for one in tipping.ranges
        ],
    }


def _result_as_json(result: Result | Multiple | tuple[Value | Multiple, ...]) -> object:
    """A result as JSON has it; one that hangs on the setting as `{"times": 1, "plus": 0}`."""
    if isinstance(result, Multiple):
        return {"times": result.times, "plus": plain_value(result.plus)}
    if isinstance(result, tuple):
        return [_result_as_json(one) for one in result]
    return plain_result(result)


def _tipping_lines(
    rulebook: Rulebook, found: Mapping[str, Sequence[Tipping]], style: Style
) -> Iterator[str]:
    idle: list[str] = []
    for name, some in found.items():
        mattering = [one for one in some if one.matters]
        if not mattering:
            words = subject(rulebook, name)
            idle.append(f"“{words}”" if words.endswith("?") else words)
            continue
        yield from wrapped(style(tipping_head(rulebook, mattering[0]), bold=True), style.width)
        for tipping in mattering:
            title = rulebook.decisions[tipping.decision].title
            yield from wrapped(title, style.width, "    ", "  ")
            rows = [
                ["→" if here else " ", values, outcome]
                for values, outcome, here in tipping_rows(rulebook, tipping)
            ]
            yield from columns_of(rows, style, indent=4)
        yield ""
    if idle:
        words = "cannot change anything here"
        told = f"{idle[0]} {words}." if len(found) == 1 else f"These {words}: {joined(idle)}."
        yield from wrapped(capitalized(told), style.width)
