"""`fingerpost advise`: the outcome of every decision for a case, with why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from ..engine import Answer
from ..engine.language.cases import Known
from ..engine.language.rulebook import Advice, Rulebook
from ..engine.language.wording import as_text, filled
from ..engine.scenarios.explanation import DecisionWhy, RuleWhy, explain
from .inputs import rulebook_and_case
from .output import print_json, print_lines
from .style import Style, out, wrapped

INDENT = "  "


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
    lists = [one if isinstance(one, list) else [one] for one in answer[decision].possible]
    advice = answer.rulebook.definition.advice
    first = lists[0] if lists else []
    return [str(one) for one in first if one in advice and all(one in other for other in lists)]


def _advice_as_json(advice: Advice, rulebook: Rulebook, case: Known) -> dict[str, object]:
    def text(template: Advice | tuple[object, ...]) -> str | None:
        return as_text(filled(template, rulebook, case, case.texts)) or None  # pyright: ignore[reportArgumentType]

    message = {"subject": text(advice.subject), "body": text(advice.body)} if advice.body else None
    return {"id": advice.id, "title": advice.title, "do": text(advice.do), "message": message}


def _why_as_json(why: DecisionWhy) -> dict[str, object]:
    content = asdict(why)
    del content["decision"]
    return content


# -- text --------------------------------------------------------------------------------------


def answer_lines(answer: Answer, style: Style, *, brief: bool) -> Iterator[str]:
    """The whole answer for a terminal."""
    definition = answer.rulebook.definition
    yield style(definition.title, bold=True)
    yield style(f"version {definition.version} · {definition.fingerprint[:12]}", dim=True)
    for name, why in explain(definition, answer.case, dict(answer.found)).items():
        yield ""
        yield style(why.title, "cyan", bold=True)
        yield from _outcome_lines(why, style)
        for rule in _deciding(why):
            yield from _reason_lines(rule, definition.source_title, style)
        for advice in certain_advice(answer, name):
            yield from _advice_lines(definition.advice[advice], definition, answer.case, style)
        if not brief:
            yield from _other_lines(why, style)
    question = next((why for why in answer.values() if why.ask), None)
    if question is not None:
        yield ""
        yield from _next_question(answer, question.ask[0], style)


def _outcome_lines(why: DecisionWhy, style: Style) -> Iterator[str]:
    arrow = style("→", "green", bold=True)
    if why.fault:
        yield from _line(f"{style('!', 'red', bold=True)} {why.fault}: a gap or a clash in the rulebook", style)
    elif why.outcome is not None:
        yield from _line(f"{arrow} {style(why.outcome, 'green', bold=True)}", style)
    elif why.certain or why.maybe:
        for one in why.certain:
            yield from _line(f"{arrow} {style(one, 'green', bold=True)}", style)
        yield from _line(f"{style('?', 'yellow', bold=True)} perhaps also: {'; '.join(why.maybe)}", style)
    else:
        mark = style("?", "yellow", bold=True)
        yield from _line(f"{mark} still open; possible: {'; '.join(why.possible)}", style)
    if why.ask:
        yield from _line(f"  next question: {why.ask[0]}", style)


def _deciding(why: DecisionWhy) -> list[RuleWhy]:
    rules = [*why.rules, *([why.otherwise] if why.otherwise else [])]
    certain = [rule for rule in rules if rule.state == "decides"]
    if why.outcome is None or certain:
        return certain
    return [rule for rule in rules if rule.state == "may decide"]


def _reason_lines(rule: RuleWhy, source: str, style: Style) -> Iterator[str]:
    cites = f" ({', '.join(rule.cites)}{f' of {source}' if source else ''})" if rule.cites else ""
    if rule.because:
        yield from _line(f"because: {rule.because}{style(cites, dim=True)}", style, 2)
    known = [fact.line for fact in rule.facts]
    if known:
        yield from _line(style(f"on these facts: {'; '.join(known)}", dim=True), style, 2)


def _advice_lines(advice: Advice, rulebook: Rulebook, case: Known, style: Style) -> Iterator[str]:
    for title, template in (("do", advice.do), ("subject", advice.subject)):
        if template:
            yield from _line(f"{title}: {_filled(template, rulebook, case, style)}", style, 2)
    if advice.body:
        yield from _line("message:", style, 2)
        for line in _filled(advice.body, rulebook, case, style).split("\n"):
            yield from _line(line, style, 3)


def _filled(template: tuple[object, ...], rulebook: Rulebook, case: Known, style: Style) -> str:
    pieces = filled(template, rulebook, case, case.texts)  # pyright: ignore[reportArgumentType]
    return "".join(style(text, "magenta") if is_open else text for text, is_open in pieces)


_STATES = {
    "fails": "needs",
    "open": "hangs on",
    "may decide": "hangs on",
    "holds": "holds too, but another rule came first",
}


def _other_lines(why: DecisionWhy, style: Style) -> Iterator[str]:
    deciding = {rule.rule for rule in _deciding(why)}
    others = [rule for rule in why.rules if rule.rule not in deciding]
    if others:
        yield from _line(style("the other rules:", dim=True), style, 2)
    for rule in others:
        missing = f" {rule.missing}" if rule.missing else ""
        text = f"- “{rule.outcome}” {_STATES.get(rule.state, '')}{missing}"
        yield from _line(style(text, dim=True), style, 3)


def _next_question(answer: Answer, fact: str, style: Style) -> Iterator[str]:
    question = answer.rulebook.definition.facts[fact].question
    yield from wrapped(f"{style('Next question:', bold=True)} {question}", style.width)
    way = f"answer it with `--set {fact}=…`, or let `fingerpost ask {answer.rulebook.id}` lead you"
    yield from wrapped(style(way, dim=True), style.width)


def _line(text: str, style: Style, level: int = 1) -> list[str]:
    first = INDENT * level
    return wrapped(text, style.width, first + INDENT, first)
