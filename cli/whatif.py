"""`fingerpost whatif`: before and after, tipping points, the nearest other answer, reasons, maps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..engine import Answer, LoadedRulebook, RulebookError
from ..engine.api import plain_result
from ..engine.diagrams.answering import TooManyCasesError
from ..engine.evaluate import Result
from ..engine.language import messages
from ..engine.language.cases import Known
from ..engine.language.fields import Findings
from ..engine.language.rulebook import Rulebook
from ..engine.language.vocabulary import Value, plain_value
from ..engine.language.wording import joined, value_words
from ..engine.scenarios.explanation import explain
from ..engine.scenarios.maps import Map, map_of
from ..engine.scenarios.reaching import FactChange, Reaching, reach
from ..engine.scenarios.sufficient import MOST_SETS, smallest_reasons
from ..engine.scenarios.telling import (
    fact_words,
    kind_of,
    no_way_words,
    possible_words,
    range_words,
    subject,
    tipping_head,
    tipping_rows,
    way_words,
)
from ..engine.scenarios.tipping import Multiple, Tipping, vary_fact
from ..engine.scenarios.tipping_settings import vary_setting
from .columns import columns_of, side_by_side
from .inputs import files_of, rulebook_and_case, with_sets
from .output import deliver, print_json, print_lines, refuse_overwriting
from .style import Style, out, wrapped

EVERY = "all"
"""Stands behind `--vary` for every fact."""


@dataclass(frozen=True)
class Wanted:
    """The options of the command."""

    vary: tuple[str, ...]
    reach: str | None
    avoid: str | None
    grid: tuple[str, str] | None
    decision: str | None
    output: str | None
    why: bool
    every: bool
    as_json: bool


def run(name: str, case: str | None, sets: list[str], wanted: Wanted) -> None:
    """Ask one question and print its answer."""
    asked = {
        "--vary": bool(wanted.vary),
        "--reach": wanted.reach is not None,
        "--avoid": wanted.avoid is not None,
        "--grid": wanted.grid is not None,
        "--why": wanted.why,
    }
    if wanted.output is not None:
        refuse_overwriting(wanted.output, case, *files_of(name))
    questions = [option for option, is_asked in asked.items() if is_asked]
    if len(questions) > 1:
        raise RulebookError([messages.one_question_at_a_time(questions[:2])])
    if not questions:
        _before_and_after(name, case, sets, wanted)
        return
    rulebook, known = rulebook_and_case(name, case, _single(sets))
    _check_names(rulebook.definition, wanted)
    answering: Callable[[LoadedRulebook, Known, Wanted], None] = {
        "--vary": _vary, "--reach": _reach, "--avoid": _reach, "--grid": _grid, "--why": _why,
    }[questions[0]]  # fmt: skip
    try:
        answering(rulebook, known, wanted)
    except TooManyCasesError as error:
        raise rulebook.too_many(error) from None


def _single(groups: Sequence[str]) -> list[str]:
    """`a=1,b=2` as two settings of one fact each."""
    return [one for group in groups for one in re.split(r",\s*(?=[\w-]+\s*=)", group)]


def _check_names(rulebook: Rulebook, wanted: Wanted) -> None:
    findings: Findings = []
    names = (*rulebook.facts, *rulebook.settings)
    for name in wanted.vary:
        if name != EVERY and name not in names:
            findings.append(messages.no_such_name(name, "fact or setting", names, "--vary"))
    for option, advice in (("--reach", wanted.reach), ("--avoid", wanted.avoid)):
        if advice is not None and advice not in rulebook.advice:
            known = tuple(rulebook.advice)
            findings.append(messages.no_such_name(advice, "advice", known, option))
    for fact in wanted.grid or ():
        if fact not in rulebook.facts:
            findings.append(messages.no_such_name(fact, "fact", tuple(rulebook.facts), "--grid"))
    if wanted.decision is not None and wanted.decision not in rulebook.decisions:
        findings.append(messages.no_such_decision(wanted.decision, tuple(rulebook.decisions)))
    if findings:
        raise RulebookError(findings)


def _decisions(rulebook: LoadedRulebook, wanted: Wanted) -> list[str]:
    return [wanted.decision] if wanted.decision else list(rulebook.definition.decisions)


# -- before and after --------------------------------------------------------------------------


def _before_and_after(name: str, case: str | None, groups: list[str], wanted: Wanted) -> None:
    rulebook, known = rulebook_and_case(name, case, [])
    _check_names(rulebook.definition, wanted)
    findings: Findings = []
    cases = [with_sets(rulebook, known, _single([group]), findings) for group in groups]
    if findings:
        raise RulebookError(findings)
    before = rulebook.answer(known)
    after = [rulebook.answer(one) for one in cases]
    if wanted.as_json:
        print_json(_columns_as_json(before, after, _decisions(rulebook, wanted)))
    else:
        print_lines(_column_lines(before, after, _decisions(rulebook, wanted), out()))


def _changed(before: Answer, after: Answer, decision: str) -> bool:
    return before.found[decision].possible != after.found[decision].possible


def _columns_as_json(
    before: Answer, after: Sequence[Answer], decisions: list[str]
) -> dict[str, object]:
    return {
        **{key: value for key, value in before.to_dict().items() if key != "decisions"},
        "before": {name: before[name].to_dict() for name in decisions},
        "after": [
            {
                "set": {fact: plain_value(value) for fact, value in _news(before, one)},
                "decisions": {name: one[name].to_dict() for name in decisions},
                "changed": [name for name in decisions if _changed(before, one, name)],
            }
            for one in after
        ],
    }


def _news(before: Answer, after: Answer) -> list[tuple[str, Value]]:
    return [(fact, value) for fact, value in after.case.items() if before.case.get(fact) != value]


def _column_lines(
    before: Answer, after: Sequence[Answer], decisions: list[str], style: Style
) -> Iterator[str]:
    definition = before.rulebook.definition
    heads = ["", "now", *(f"with {_set_words(before, one)}" for one in after)]
    rows: list[list[str]] = []
    for name in decisions:
        decision = definition.decisions[name]
        row = [decision.title, possible_words(decision, before.found[name].possible)]
        for one in after:
            words = possible_words(decision, one.found[name].possible)
            row.append(words if _changed(before, one, name) else "the same")
        rows.append(row)
    yield from side_by_side(heads, rows, style)
    for one in after:
        yield from _reasons(before, one, decisions, style)


def _set_words(before: Answer, after: Answer) -> str:
    definition = before.rulebook.definition
    gone = [fact for fact in before.case if fact not in after.case]
    words = [
        f"{subject(definition, fact)}: {value_words(value, definition.facts[fact].type)}"
        for fact, value in _news(before, after)
    ]
    return (
        joined([*words, *(f"{subject(definition, fact)} not known" for fact in gone)])
        or "no change"
    )


def _reasons(before: Answer, after: Answer, decisions: list[str], style: Style) -> Iterator[str]:
    """Which rule takes over where something changed."""
    definition = before.rulebook.definition
    whys = explain(definition, after.case, dict(after.found))
    for name in decisions:
        why = whys[name]
        if not _changed(before, after, name) or why.outcome is None:
            continue
        deciding = [*why.rules, *([why.otherwise] if why.otherwise else [])]
        for rule in deciding:
            if rule.state == "decides" and rule.because:
                cites = f" ({', '.join(rule.cites)})" if rule.cites else ""
                yield ""
                words = f"{style(joined(rule.outcomes), bold=True)}, because: {rule.because}{cites}"
                yield from wrapped(words, style.width, "  ")


# -- tipping points ----------------------------------------------------------------------------


def _vary(rulebook: LoadedRulebook, known: Known, wanted: Wanted) -> None:
    definition = rulebook.definition
    names: list[str] = []
    for name in wanted.vary:
        names += list(definition.facts) if name == EVERY else [name]
    found: dict[str, list[Tipping]] = {}
    for name in dict.fromkeys(names):
        for decision in _decisions(rulebook, wanted):
            tipping = (
                vary_fact(rulebook.answerer, decision, known, name)
                if name in definition.facts
                else vary_setting(definition, decision, known, name)
            )
            found.setdefault(name, []).append(tipping)
    if wanted.as_json:
        print_json(
            {
                "vary": {
                    name: [_tipping_as_json(one, definition) for one in some]
                    for name, some in found.items()
                }
            }
        )
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
    rulebook: Rulebook, found: dict[str, list[Tipping]], style: Style
) -> Iterator[str]:
    idle: list[str] = []
    for name, some in found.items():
        mattering = [one for one in some if one.matters]
        if not mattering:
            idle.append(subject(rulebook, name))
            continue
        yield from wrapped(style(tipping_head(rulebook, mattering[0]), bold=True), style.width)
        for tipping in mattering:
            yield from wrapped(
                rulebook.decisions[tipping.decision].title, style.width, "    ", "  "
            )
            rows = [
                ["→" if here else " ", values, outcome]
                for values, outcome, here in tipping_rows(rulebook, tipping)
            ]
            yield from columns_of(rows, style, indent=4)
        yield ""
    if idle:
        some = (
            "cannot change anything here"
            if len(found) == 1
            else "These cannot change anything here"
        )
        words = f"{idle[0]} {some}." if len(found) == 1 else f"{some}: {joined(idle)}."
        yield from wrapped(words[:1].upper() + words[1:], style.width)


# -- the nearest other answer ------------------------------------------------------------------


def _reach(rulebook: LoadedRulebook, known: Known, wanted: Wanted) -> None:
    definition = rulebook.definition
    advice = wanted.reach or wanted.avoid or ""
    decision = wanted.decision or _giving(definition, advice)

    def is_wanted(result: Result) -> bool:
        given = advice in result if isinstance(result, tuple) else result == advice
        return given == (wanted.reach is not None)

    most = 5 if wanted.every else 3
    found = reach(rulebook.answerer, decision, known, is_wanted, most)
    if wanted.as_json:
        print_json(_reaching_as_json(found, advice, wanted))
    else:
        print_lines(_reaching_lines(rulebook, known, found, advice, wanted, out()))


def _giving(rulebook: Rulebook, advice: str) -> str:
    """The first decision that can give an advice."""
    for decision in rulebook.decisions.values():
        given = [one for rule in decision.rules for one in rule.outcomes]
        given += decision.otherwise.outcomes if decision.otherwise else ()
        if any(one.value == advice for one in given):
            return decision.id
    return next(iter(rulebook.decisions))


def _reaching_as_json(found: Reaching, advice: str, wanted: Wanted) -> dict[str, object]:
    return {
        "decision": found.decision,
        "reach" if wanted.reach else "avoid": advice,
        "already": found.already,
        "never": found.never,
        "ways": [
            {
                "cost": plain_value(way.cost),
                "changes": [_change_as_json(one) for one in way.changes],
                "turns_out": [_change_as_json(one) for one in way.turns_out],
            }
            for way in found.ways
        ],
        "forbidding": list(found.forbidding),
    }


def _change_as_json(change: FactChange) -> dict[str, object]:
    old = None if change.old is None else plain_value(change.old)
    return {"fact": change.fact, "from": old, "to": plain_value(change.new)}


def _reaching_lines(
    rulebook: LoadedRulebook,
    known: Known,
    found: Reaching,
    advice: str,
    wanted: Wanted,
    style: Style,
) -> Iterator[str]:
    definition = rulebook.definition
    title = f"“{definition.advice[advice].title}”"
    goal = title if wanted.reach else f"anything but {title}"
    if found.already:
        yield from wrapped(f"The case is there already: {goal}.", style.width)
        return
    if not found.ways:
        yield from wrapped(no_way_words(definition, known, found, goal), style.width)
        return
    yield from wrapped(style(f"What leads to {goal}, the least first:", bold=True), style.width)
    for number, way in enumerate(found.ways, 1):
        yield from wrapped(way_words(definition, way), style.width, "     ", f"  {number}. ")


# -- reasons -----------------------------------------------------------------------------------


def _why(rulebook: LoadedRulebook, known: Known, wanted: Wanted) -> None:
    found = {
        decision: smallest_reasons(
            rulebook.answerer, decision, known, MOST_SETS if wanted.every else 1
        )
        for decision in _decisions(rulebook, wanted)
    }
    answer = rulebook.answer(known)
    if wanted.as_json:
        print_json(
            {
                "why": {
                    decision: {
                        "settled": answer[decision].settled,
                        "outcome": answer[decision].outcome,
                        "reasons": [list(one) for one in sets],
                    }
                    for decision, sets in found.items()
                }
            }
        )
    else:
        print_lines(_why_lines(rulebook, known, answer, found, out()))


def _why_lines(
    rulebook: LoadedRulebook,
    known: Known,
    answer: Answer,
    found: dict[str, tuple[tuple[str, ...], ...]],
    style: Style,
) -> Iterator[str]:
    definition = rulebook.definition
    for name, sets in found.items():
        decision = definition.decisions[name]
        words = possible_words(decision, answer.found[name].possible)
        yield from wrapped(style(f"{decision.title}: {words}", bold=True), style.width)
        if not sets:
            yield from wrapped(
                "This is still open, so nothing forces it yet.", style.width, "  ", "  "
            )
        for one in sets:
            if not one:
                text = "This is so in every case, whatever the facts are."
            else:
                facts = fact_words(definition, known, one)
                text = f"This follows already from: {facts}. Nothing else matters."
            yield from wrapped(text, style.width, "    ", "  ")


# -- maps --------------------------------------------------------------------------------------


def _grid(rulebook: LoadedRulebook, known: Known, wanted: Wanted) -> None:
    across, down = wanted.grid or ("", "")
    decision = wanted.decision or _first_that_hangs_on(rulebook, known, across, down)
    found = map_of(rulebook.answerer, decision, known, across, down)
    if wanted.output is not None:
        _picture(rulebook, found, wanted.output)
    elif wanted.as_json:
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

    kind = "svg" if output == "-" else Path(output).suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise RulebookError([messages.unknown_format(output, FORMATS, "")])
    data = draw_map(rulebook, found, kind)
    if deliver(data, output):
        print_lines([f"{output} is drawn."])
