"""Words on rulebooks that can be read but may not say what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..diagnostics import Diagnostic, Fix, Label
from ..source import Span
from .common import at, listing, shorten


def gap(span: Span, decision: str, rules: Sequence[Span]) -> Diagnostic:
    way = "add a rule for it, or say what then holds under `otherwise:`"
    message = f"there are situations in which no rule of `{decision}` fits"
    return _with(at("gap", span, message, way), rules[:1], "the rules begin here")


def overlap(
    first: Span, second: Span, rules: tuple[str, str], decision: str, policy: str
) -> Diagnostic:
    one, two = rules
    clash = "but only one may" if policy == "unique" else "and do not agree"
    message = f"`{one}` and `{two}` of `{decision}` can hold at once, {clash}"
    way = "make one of them narrower, or choose a hit policy that says which one counts"
    return _with(at("overlap", second, message, way), [first], f"`{one}` holds there too")


def overlap_by_priority(
    first: Span, second: Span, rules: tuple[str, str], decision: str
) -> Diagnostic:
    one, two = rules
    message = f"`{one}` and `{two}` of `{decision}` can hold at once; the priorities choose"
    way = "look whether the more important outcome is the right one there"
    return _with(at("overlap", second, message, way), [first], f"`{one}` holds there too")


def dead_rule(
    span: Span, rule: str, shadows: Sequence[tuple[str, Span]], by_order: bool, fix: Fix | None
) -> Diagnostic:
    names = listing((name for name, _ in shadows), "and")
    come = "comes" if len(shadows) == 1 else "come"
    order = "first" if by_order else "before it by the priorities"
    message = f"`{rule}` never decides: wherever it holds, {names} {come} {order}"
    way = "move it further up or make what shadows it narrower; if it is not needed, take it out"
    if not by_order:
        way = "change the priorities, or make what shadows it narrower; if it is not needed, take it out"
    found = at("dead-rule", span, message, way, fix)
    return _with(found, [span for _, span in shadows], "this takes its cases")


def redundant_rule(span: Span, rule: str, decision: str, fix: Fix | None) -> Diagnostic:
    message = f"`{rule}` changes nothing: `{decision}` gives the same without it, in every case"
    way = "take it out, or make it say something else"
    return at("redundant-rule", span, message, way, fix)


def rule_never_true(span: Span, rule: str, tests: Sequence[Span]) -> Diagnostic:
    message = f"`{rule}` can never hold"
    way = "its tests do not go together; loosen one of them, or put alternatives under `any:`"
    return _with(at("never-true", span, message, way), tests, "tested here")


def test_never_true(span: Span, rule: str, reason: str) -> Diagnostic:
    message = f"this test of `{rule}` is never true: {reason}"
    return at("never-true", span, message, "correct it, or take it out")


def part_never_true(span: Span, rule: str, tests: Sequence[Span]) -> Diagnostic:
    message = f"a group of tests in `{rule}` is never true"
    way = "its tests do not go together; loosen one of them"
    return _with(at("never-true", span, message, way), tests, "together with this")


def rule_always_true(span: Span, rule: str, tests: Sequence[Span]) -> Diagnostic:
    message = f"`{rule}` holds in every case, whatever its tests say"
    way = "write `when: always` if that is meant; otherwise make a test narrower"
    return _with(at("always-true", span, message, way), tests, "tested here")


def test_always_true(span: Span, rule: str, reason: str) -> Diagnostic:
    message = f"this test of `{rule}` is always true: {reason}"
    return at("always-true", span, message, "make it narrower, or take it out")


def part_always_true(span: Span, rule: str, tests: Sequence[Span]) -> Diagnostic:
    message = f"a group of tests in `{rule}` is always true"
    way = "between them its tests leave nothing out; make one of them narrower"
    return _with(at("always-true", span, message, way), tests, "together with this")


def threshold_outside_range(span: Span, value: str, fact: str, allowed: str) -> Diagnostic:
    message = f"`{value}` is outside the range of `{fact}`, which is {allowed}"
    return at("threshold-outside-range", span, message, "correct the number, or the range")


def unreachable_outcome(
    span: Span, advice: str, decision: str, rules: Sequence[Span]
) -> Diagnostic:
    message = f"`{decision}` never comes to `{shorten(advice)}`, though a rule gives it"
    way = "in no case does such a rule decide; see what stands in its way"
    return _with(at("unreachable-outcome", span, message, way), rules, "and given here")


def unreachable_test(span: Span, advice: str, decision: str, declared: Span) -> Diagnostic:
    message = f"this tests for `{shorten(advice)}`, but `{decision}` never comes to it"
    way = "test for an outcome that its rules give, or add a rule that gives this one"
    return _with(at("unreachable-outcome", span, message, way), [declared], "the decision")


def constant_decision(span: Span, decision: str, outcome: str) -> Diagnostic:
    message = f"`{decision}` always comes to the same: {shorten(outcome)}"
    way = "a decision that never changes needs no rules; see which rule should give something else"
    return at("constant-decision", span, message, way)


def unused_fact(span: Span, fact: str, fix: Fix | None) -> Diagnostic:
    message = f"no rule and no text uses the fact `{fact}`, so it is never asked for"
    return at("unused-fact", span, message, "use it in a rule, or take it out", fix)


def fact_without_effect(span: Span, fact: str, tests: Sequence[Span]) -> Diagnostic:
    message = f"`{fact}` is tested, but never changes an outcome"
    way = "see whether the rules that test it say what they should"
    return _with(at("unused-fact", span, message, way), tests, "tested here")


def unused_setting(span: Span, setting: str, fix: Fix | None) -> Diagnostic:
    message = f"no rule and no text uses the setting `{setting}`, so changing it does nothing"
    return at("unused-setting", span, message, "use it in a rule, or take it out", fix)


def unused_advice(span: Span, advice: str) -> Diagnostic:
    message = f"no rule gives the advice `{advice}`, so nobody ever reads it"
    return at("unused-advice", span, message, "let a rule give it, or take it out")


def scenario_fails(
    span: Span, scenario: str, decision: str, wanted: str, found: str, rules: Sequence[Span]
) -> Diagnostic:
    message = f"in “{shorten(scenario)}”, `{decision}` comes to {found}, not {wanted}"
    way = "ask which of the two is right, the rules or the scenario, and change the other"
    return _with(at("scenario-fails", span, message, way), rules, "this decided")


def missing_reason(spans: Sequence[Span], rules: Sequence[str], decision: str) -> Diagnostic:
    have = "has no reason" if len(rules) == 1 else "have no reason"
    message = f"{listing(rules, 'and', 6)} of `{decision}` {have}"
    way = "add a line `because: …` that says why; it is told with the answer"
    return _with(at("missing-reason", spans[0], message, way), spans[1:], "and here")


def reading_level(span: Span, advice: str, grade: int, sentence: str) -> Diagnostic:
    message = (
        f"the words of `{advice}` are hard to read: they ask for about {grade} years of school"
    )
    way = f"say it in shorter sentences and shorter words, first of all: “{shorten(sentence, 120)}”"
    return at("reading-level", span, message, way)


def forgotten_blank(span: Span, advice: str, text: str) -> Diagnostic:
    message = f"the words of `{advice}` have a blank that nobody fills in: `{shorten(text)}`"
    way = "make it a placeholder: declare it under `placeholders:` and write its name in braces"
    return at("unfilled-placeholder", span, message, way)


def fact_nobody_asks(span: Span, advice: str, fact: str) -> Diagnostic:
    message = (
        f"the words of `{advice}` name `{{{fact}}}`, which nobody is asked for on the way to it"
    )
    way = "say it without that fact, or let a rule that gives this advice test it"
    return at("unfilled-placeholder", span, message, way)


def unused_placeholder(span: Span, placeholder: str, fix: Fix | None) -> Diagnostic:
    message = f"no text has a place for the placeholder `{placeholder}`"
    way = f"write `{{{placeholder}}}` where it belongs, or take it out"
    return at("unfilled-placeholder", span, message, way, fix)


def _with(finding: Diagnostic, spans: Iterable[Span], text: str) -> Diagnostic:
    labels = tuple(Label(span, text) for span in spans if span != finding.labels[0].span)
    return Diagnostic(
        finding.code, finding.message, finding.labels + labels, finding.help, finding.fix
    )
