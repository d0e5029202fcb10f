"""`fingerpost advise`: the outcome of every decision for a case, with why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import partial

from ..engine import Answer
from ..engine.language.cases import Known
from ..engine.language.rulebook import Advice, Rulebook, Template
from ..engine.language.vocabulary import write_value
from ..engine.language.wording import as_text, filled, joined
from ..engine.outcomes import certain
from ..engine.scenarios.explanation import DecisionWhy, RuleWhy, explain
from ..engine.scenarios.interview import options
from .inputs import rulebook_and_case
from .output import print_json, print_lines
from .style import Style, out, wrapped

INDENT = "  "
MOST_NUMBERS = 6
"""Numbers still possible that are listed one by one; of more, only the ends are told."""


def run(name: str, case: str | None, sets: list[str], *, as_json: bool, brief: bool) -> None:
    """Load, answer, print."""
    rulebook, known = rulebook_and_case(name, case, sets)
    answer = rulebook.answer(known)
    if as_json:
        print_json(answer_as_json(answer))
    else:
        print_lines(answer_lines(answer, out(), brief=brief))


# -- JSON --------------------------------------------------------------------------------------


def answer_as_json(answer: Answer) -> dict[str, object]:
    """The answer with its reasons and the advice that is certain, as `--json` prints it."""
    definition = answer.rulebook.definition
    content = answer.to_dict()
    decisions: dict[str, object] = {}
    for name, why in explain(definition, answer.case, dict(answer.found)).items():
        advice = [definition.advice[one] for one in certain_advice(answer, name)]
        decisions[name] = {
            **answer[name].to_dict(),
            "advice": [_advice_as_json(one, definition, answer.case) for one in advice],
            "why": _why_as_json(why),
        }
    return {**content, "decisions": decisions}


def certain_advice(answer: Answer, decision: str) -> list[str]:
    """The ids of the advice that stands whatever the unknown facts turn out to be."""
    advice = answer.rulebook.definition.advice
    return [str(one) for one in certain(answer.found[decision].possible) if one in advice]


def _advice_as_json(advice: Advice, rulebook: Rulebook, case: Known) -> dict[str, object]:
    def text(template: Template) -> str | None:
        return as_text(filled(template, rulebook, case, case.texts)) or None

    message = {"subject": text(advice.subject), "body": text(advice.body)} if advice.body else None
    return {"id": advice.id, "title": advice.title, "do": text(advice.do), "message": message}


def _why_as_json(why: DecisionWhy) -> dict[str, object]:
    content = asdict(why)
    del content["decision"]
    return content


# -- text --------------------------------------------------------------------------------------


def answer_lines(
    answer: Answer, style: Style, *, brief: bool = False, at_end: bool = False
) -> Iterator[str]:
    """The whole answer for a terminal: `brief` leaves the other rules out, and `at_end` of an
    interview there is no next question."""
    definition = answer.rulebook.definition
    yield from wrapped(style(definition.title, bold=True), style.width)
    yield style(f"version {definition.version}", dim=True)
    if definition.source_title:
        yield from wrapped(style(f"after {definition.source_title}", dim=True), style.width)
    for name, why in explain(definition, answer.case, dict(answer.found)).items():
        yield ""
        yield from wrapped(style(why.title, "cyan", bold=True), style.width)
        yield from _decision_lines(answer, name, why, style)
        if not brief:
            yield from _other_lines(why, style)
    if not at_end:
        yield from question_lines(answer, style, partial(_way_to_set, answer.rulebook.name))


def question_lines(answer: Answer, style: Style, way: Callable[[str, str], str]) -> Iterator[str]:
    """The next question, if one is left; `way` says for its fact and options how it is answered."""
    fact = next((one.ask[0] for one in answer.values() if one.ask), None)
    if fact is None:
        return
    asked = answer.rulebook.definition.facts[fact]
    known = [option for option, _ in options(asked)]
    listed = f" ({', '.join(map(write_value, known))})" if known else ""
    yield ""
    yield from wrapped(f"{style('Next question:', bold=True)} {asked.question}", style.width)
    yield from wrapped(style(way(fact, listed), dim=True), style.width)


def _way_to_set(rulebook: str, fact: str, listed: str) -> str:
    return f"Answer it with `--set {fact}=…`{listed}, or let `fingerpost ask {rulebook}` lead you."


def _decision_lines(answer: Answer, name: str, why: DecisionWhy, style: Style) -> Iterator[str]:
    """What is certain, each with its reasons; then what is open."""
    arrow = style("→", "green", bold=True)
    advice = answer.rulebook.definition.advice
    sure = certain_advice(answer, name)
    deciding = _deciding(why)
    for one in sure:
        title = advice[one].title
        yield from _line(f"{arrow} {style(title, 'green', bold=True)}", style)
        for rule in deciding:
            if title in rule.outcomes:
                yield from _reason_lines(rule, style)
        yield from _advice_lines(advice[one], answer.rulebook.definition, answer.case, style)
    if why.fault:
        mark = style("!", "red", bold=True)
        yield from _line(f"{mark} {why.fault}: the rulebook has no answer for this", style)
        for rule in deciding:
            yield from _line(f"these fit at once: “{joined(rule.outcomes)}”", style, 2)
            yield from _reason_lines(rule, style)
    elif why.outcome is not None and not sure:
        yield from _line(f"{arrow} {style(why.outcome, 'green', bold=True)}", style)
        for rule in deciding:
            yield from _reason_lines(rule, style)
    elif why.outcome is None:
        for rule in deciding if not sure else ():
            yield from _line(f"{arrow} already sure: {joined(rule.outcomes)}", style)
            yield from _reason_lines(rule, style)
        mark = style("?", "yellow", bold=True)
        listed = why.maybe if why.certain or why.maybe else why.possible
        if len(listed) > MOST_NUMBERS and not advice.keys() & _ids(answer[name].possible):
            listed = (f"from {listed[0]} to {listed[-1]}",)
        words = "perhaps" if why.maybe else "still open; possible"
        yield from _line(f"{mark} {words}: {'; '.join(listed)}", style)
        yield from _line(f"  depends next on: {why.ask[0]}", style)
    if answer[name].unexamined:
        words = f"not examined, because it would take too long: {answer[name].unexamined}"
        yield from _line(style(words, "yellow"), style)


def _ids(possible: Iterable[object]) -> set[object]:
    return {one for one in possible if not isinstance(one, list)}


def _deciding(why: DecisionWhy) -> list[RuleWhy]:
    """The rules that decide; where none does in every case left, those that do in some."""
    rules = [*why.rules, *([why.otherwise] if why.otherwise else [])]
    certain = [rule for rule in rules if rule.state == "decides"]
    if why.outcome is None or certain:
        return certain
    return [rule for rule in rules if rule.state == "may decide"]


def _reason_lines(rule: RuleWhy, style: Style) -> Iterator[str]:
    cites = style(f" ({', '.join(rule.cites)})", dim=True) if rule.cites else ""
    perhaps = "perhaps " if rule.state == "may decide" else ""
    if rule.because:
        yield from _line(f"{perhaps}because: {rule.because}{cites}", style, 2)
    elif cites:
        yield from _line(f"{perhaps}by:{cites}", style, 2)
    facts = "; ".join(fact.line for fact in rule.facts if fact.value is not None)
    if facts:
        yield from _line(style(f"on these facts: {facts}", dim=True), style, 2)


def _advice_lines(advice: Advice, rulebook: Rulebook, case: Known, style: Style) -> Iterator[str]:
    if advice.do:
        yield from _line(f"do: {_filled(advice.do, rulebook, case, style)}", style, 2)
    if advice.subject:
        yield from _line(f"subject: {_filled(advice.subject, rulebook, case, style)}", style, 2)
    if advice.body:
        yield from _line("message:", style, 2)
        for line in _filled(advice.body, rulebook, case, style).split("\n"):
            yield from wrapped(line, style.width, INDENT * 3, INDENT * 3)


def _filled(template: Template, rulebook: Rulebook, case: Known, style: Style) -> str:
    pieces = filled(template, rulebook, case, case.texts)
    return "".join(style(text, "magenta") if is_open else text for text, is_open in pieces)


def _other_lines(why: DecisionWhy, style: Style) -> Iterator[str]:
    deciding = {rule.rule for rule in _deciding(why)}
    others = [rule for rule in why.rules if rule.rule not in deciding]
    if others:
        title = "the other rules:" if deciding else "the rules:"
        yield from _line(style(title, dim=True), style, 2)
    for rule in others:
        text = f"- “{joined(rule.outcomes)}” {_standing(rule, why.outcome is not None)}"
        yield from _line(style(text, dim=True), style, 3)


def _standing(rule: RuleWhy, settled: bool) -> str:
    """Why a rule did not decide, in words."""
    match rule.state:
        case "fails":
            return f"needs {rule.missing}"
        case "holds":
            return "would fit too, but another rule comes before it"
        case _ if rule.missing:
            return f"{'was not reached; it' if settled else ''} hangs on {rule.missing}".strip()
        case _:
            return "fits, unless a rule before it does"


def _line(text: str, style: Style, level: int = 1) -> list[str]:
    first = INDENT * level
    return wrapped(text, style.width, first + INDENT, first)
