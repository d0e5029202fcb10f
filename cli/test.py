"""`fingerpost test`: the scenarios of rulebooks, what they leave untested, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..engine import LoadedRulebook
from ..engine.api import plain_result
from ..engine.language.rulebook import Expectation, Rulebook
from ..engine.language.source import Span
from ..engine.language.vocabulary import plain_value
from ..engine.language.wording import quoted_words, told
from ..engine.outcomes import result_words
from ..engine.scenarios.coverage import Count, Coverage, coverage
from ..engine.scenarios.suggesting import Suggestions
from ..engine.scenarios.suggesting import suggest as suggest_scenarios
from ..engine.scenarios.testing import Mismatch, TestReport, run_scenarios, scenario_lines
from .inputs import load
from .output import print_json, print_lines
from .style import Style, out, wrapped

MOST_SHOWN = 10
"""Boundaries that are listed; `--json` has them all."""


def run(names: list[str], *, as_json: bool, suggest: bool = False) -> int:
    """Run the scenarios of each rulebook; 1 when one of them fails."""
    rulebooks = [load(name) for name in names]
    reports = [run_scenarios(one.definition, one.answer_one) for one in rulebooks]
    contents: list[object] = []
    for rulebook, report in zip(rulebooks, reports, strict=True):
        definition = rulebook.definition
        covered = coverage(definition, report)
        missing = suggest_scenarios(definition, report, covered) if suggest else None
        if as_json:
            contents.append(_as_json(rulebook, report, covered, missing))
            continue
        print_lines(_lines(rulebook, report, out()))
        print_lines(_coverage_lines(rulebook, report, covered, out(), hint=not suggest))
        if missing is not None:
            print_lines(_suggestion_lines(rulebook, covered, missing, out()))
    if as_json:
        print_json({"rulebooks": contents})
    return 1 if any(report.failed for report in reports) else 0


def _wanted(expectation: Expectation, rulebook: LoadedRulebook) -> str:
    decision = rulebook.definition.decisions[expectation.decision]
    if expectation.state is not None or expectation.outcome is None:
        return expectation.state or ""
    return result_words(decision, expectation.outcome)


def _got(mismatch: Mismatch, rulebook: LoadedRulebook) -> str:
    answer = mismatch.answer
    decision = rulebook.definition.decisions[answer.decision]
    words = [result_words(decision, result) for result in answer.possible]
    if answer.settled:
        return words[0]
    return f"open; possible: {'; '.join(words)}"


def _as_json(
    rulebook: LoadedRulebook, report: TestReport, covered: Coverage, missing: Suggestions | None
) -> dict[str, object]:
    scenarios = [
        {
            "name": result.scenario.name,
            "passed": not result.mismatches,
            "mismatches": [
                {
                    "decision": mismatch.expectation.decision,
                    "expected": mismatch.expectation.state
                    or plain_result(mismatch.expectation.outcome),
                    "settled": mismatch.answer.settled,
                    "outcome": plain_result(mismatch.answer.result),
                    "possible": [plain_result(one) for one in mismatch.answer.possible],
                }
                for mismatch in result.mismatches
            ],
        }
        for result in report.results
    ]
    untested = [{"decision": decision, "rule": rule} for decision, rule, _ in report.untested]
    content: dict[str, object] = {
        "rulebook": rulebook.id,
        "scenarios": scenarios,
        "untested": untested,
        "coverage": _coverage_json(covered),
    }
    if missing is not None:
        content["suggestions"] = _suggestions_json(missing)
    return content


def _coverage_json(covered: Coverage) -> dict[str, object]:
    outcomes = [
        {"decision": decision, "outcome": plain_value(value)}
        for decision, value in covered.untested
    ]
    boundaries = [
        {
            "decisions": list(mutant.decisions),
            "where": mutant.subject,
            "if": mutant.words,
            **_place_json(mutant.span),
        }
        for mutant in covered.missing
    ]
    return {
        "rules": _count_json(covered.rules),
        "outcomes": {**_count_json(covered.outcomes), "missing": outcomes},
        "boundaries": {**_count_json(covered.boundaries), "missing": boundaries},
        "unexamined": list(covered.unexamined),
    }


def _count_json(count: Count) -> dict[str, int]:
    return {"tested": count.tested, "total": count.total}


def _place_json(span: Span | None) -> dict[str, object]:
    if span is None:
        return {}
    line, column = span.source.position(span.start)
    return {"file": span.source.name, "line": line, "column": column}


def _suggestions_json(missing: Suggestions) -> dict[str, object]:
    scenarios = [
        {
            "name": one.scenario.name,
            "case": {fact: plain_value(value) for fact, value in one.scenario.case.items()},
            "expect": {
                wanted.decision: wanted.state or plain_result(wanted.outcome)
                for wanted in one.scenario.expectations
            },
            "reasons": list(one.reasons),
        }
        for one in missing.suggestions
    ]
    return {
        "scenarios": scenarios,
        "smallest": missing.smallest,
        "unexamined": list(missing.left_out),
    }


def _lines(rulebook: LoadedRulebook, report: TestReport, style: Style) -> Iterator[str]:
    definition = rulebook.definition
    yield from wrapped(style(definition.title, bold=True), style.width)
    for result in report.failed:
        yield from wrapped(f"{style('✗', 'red')} {result.scenario.name}", style.width, "    ", "  ")
        span = result.scenario.span
        if span:
            line, column = span.source.position(span.start)
            yield style(f"    {span.source.name}:{line}:{column}", dim=True)
        for mismatch in result.mismatches:
            name = mismatch.expectation.decision
            subject = told(definition, name, f"expected {_wanted(mismatch.expectation, rulebook)}")
            yield from wrapped(subject, style.width, "      ", "    ")
            yield from wrapped(f"got {_got(mismatch, rulebook)}", style.width, "      ", "    ")
    passed = len(report.results) - len(report.failed)
    color = "red" if report.failed else "green"
    count = (
        f"{passed} of {len(report.results)} scenarios pass"
        if report.results
        else "no scenarios yet"
    )
    yield "  " + style(count, color)
    if report.untested:
        yield from wrapped("no scenario reaches these rules:", style.width, "    ", "  ")
        for decision, rule, span in report.untested:
            line = f"{decision}: {rule}{_place(span, style)}"
            yield from wrapped(line, style.width, "      ", "    ")
    elif report.results:
        yield from wrapped("every rule decides in some scenario", style.width, "    ", "  ")


def _place(span: Span | None, style: Style) -> str:
    if span is None:
        return ""
    line, column = span.source.position(span.start)
    return style(f"  {span.source.name}:{line}:{column}", dim=True)


def _coverage_lines(
    rulebook: LoadedRulebook, report: TestReport, covered: Coverage, style: Style, *, hint: bool
) -> Iterator[str]:
    definition = rulebook.definition
    if covered.untested:
        line = "these outcomes come out in no scenario:"
        yield from wrapped(line, style.width, "    ", "  ")
        yield from _items(_outcomes(definition, covered), style)
    elif report.results:
        yield from wrapped("every outcome comes out in some scenario", style.width, "    ", "  ")
    count = covered.boundaries
    if count.total:
        tested = f"{count.tested} of {count.total}" if covered.missing else f"all {count.total}"
        line = f"boundaries: {tested} are pinned down by scenarios"
        yield from wrapped(line, style.width, "    ", "  ")
    for mutant in covered.missing[:MOST_SHOWN]:
        yield from _items([mutant.sentence()], style)
        if mutant.span:
            yield f"    {_place(mutant.span, style)}"
    if len(covered.missing) > MOST_SHOWN:
        yield from _items([f"… and {len(covered.missing) - MOST_SHOWN} more"], style)
    if covered.unexamined:
        yield from wrapped("too large to look at:", style.width, "    ", "  ")
        yield from _items(covered.unexamined, style)
    if hint and (covered.missing or covered.untested):
        line = "add --suggest to have the missing scenarios written for you"
        yield from wrapped(line, style.width, "    ", "  ")


def _items(lines: Sequence[str], style: Style) -> Iterator[str]:
    for line in lines:
        yield from wrapped(line, style.width, "      ", "    ")


def _outcomes(definition: Rulebook, covered: Coverage) -> list[str]:
    return [
        told(definition, name, quoted_words(value, definition.decisions[name].type))
        for name, value in covered.untested
    ]


def _suggestion_lines(
    rulebook: LoadedRulebook, covered: Coverage, missing: Suggestions, style: Style
) -> Iterator[str]:
    """The missing scenarios as YAML. All else is a comment, so that the whole can be copied."""
    found = missing.suggestions
    scenarios = rulebook.definition.scenarios
    margin = _margin(scenarios[-1].span) if scenarios else "  "
    first, later = f"{margin}# - ", f"{margin}#   "
    if found:
        yield ""
        yield from wrapped(_preface(rulebook, missing), style.width, f"{margin}# ", f"{margin}# ")
        yield ""
        if not scenarios:
            yield "scenarios:"
    for suggestion in found:
        yield f"{margin}# (please check) This scenario"
        for words in suggestion.reasons:
            yield from wrapped(words, style.width, later, first)
        for line in scenario_lines(suggestion.scenario, rulebook.definition):
            yield margin + line
    if missing.left_out:
        yield f"{margin}# It would take too long to find a scenario that"
        for words in missing.left_out:
            yield from wrapped(words, style.width, later, first)
    elif not found:
        known = "nothing is known to be missing" if covered.unexamined else "nothing is missing"
        yield from wrapped(f"{known}: there is no scenario to add", style.width, "    ", "  ")


def _margin(span: Span | None) -> str:
    """What stands before the dash of a scenario."""
    if span is None:
        return "  "
    line = span.source.line(span.source.position(span.start)[0])
    margin = line[: len(line) - len(line.lstrip())]
    return margin if line.startswith(f"{margin}- ") else "  "


def _preface(rulebook: LoadedRulebook, missing: Suggestions) -> str:
    scenarios = rulebook.definition.scenarios
    span = scenarios[0].span if scenarios else None
    source = span.source if span else rulebook.definition.source
    place = f"{source.name}, {'below the last scenario' if scenarios else 'at its end'}"
    if len(missing.suggestions) == 1:
        return (
            "One scenario is missing. What it expects is what the rules say now. Read it, and ask "
            f"whether that is what you want to say. If it is, copy it to {place}."
        )
    count = f"{len(missing.suggestions)} scenarios are missing"
    count += "" if missing.smallest else ", though fewer may do"
    return (
        f"{count}. What they expect is what the rules say now. Read each, and ask whether that is "
        f"what you want to say. If it is, copy it to {place}."
    )
