"""`fingerpost test`: the scenarios of rulebooks, and the rules that none of them tests."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine import LoadedRulebook
from ..engine.api import plain_result
from ..engine.language.rulebook import Expectation
from ..engine.language.wording import told
from ..engine.outcomes import result_words
from ..engine.scenarios.testing import Mismatch, TestReport, run_scenarios
from .inputs import load
from .output import print_json, print_lines
from .style import Style, out, wrapped


def run(names: list[str], *, as_json: bool) -> int:
    """Run the scenarios of each rulebook; 1 when one of them fails."""
    rulebooks = [load(name) for name in names]
    reports = [run_scenarios(one.definition, one.answer_one) for one in rulebooks]
    if as_json:
        pairs = zip(rulebooks, reports, strict=True)
        print_json({"rulebooks": [_as_json(rulebook, report) for rulebook, report in pairs]})
    else:
        for rulebook, report in zip(rulebooks, reports, strict=True):
            print_lines(_lines(rulebook, report, out()))
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


def _as_json(rulebook: LoadedRulebook, report: TestReport) -> dict[str, object]:
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
    return {"rulebook": rulebook.id, "scenarios": scenarios, "untested": untested}


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
            place = ""
            if span:
                line, column = span.source.position(span.start)
                place = style(f"  {span.source.name}:{line}:{column}", dim=True)
            yield from wrapped(f"{decision}: {rule}{place}", style.width, "      ", "    ")
    elif report.results:
        yield from wrapped("every rule decides in some scenario", style.width, "    ", "  ")
