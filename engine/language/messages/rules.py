"""Words on what names something else, on decisions, rules and scenarios."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic, Label
from ..names import near
from ..nodes import Scalar
from ..source import Span
from .common import at, listing, replacing, shorten


def unknown_fact(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name, known)
    way = (
        f"did you mean `{meant}`?"
        if meant
        else "declare it under `facts:`, or use one of " + listing(known)
    )
    message = f"there is no fact or decision `{shorten(name)}`"
    return at("unknown-fact", span, message, way, replacing(span, meant) if meant else None)


def unknown_case_fact(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name, known)
    way = f"did you mean `{meant}`?" if meant else f"the facts are {listing(known, 'and', 20)}"
    return at("unknown-fact", span, f"there is no fact `{shorten(name)}`", way)


def decision_in_case(span: Span, name: str) -> Diagnostic:
    way = "give the facts; Fingerpost finds what follows"
    return at("unknown-fact", span, f"`{name}` is a decision, not a fact", way)


def setting_in_case(span: Span, name: str) -> Diagnostic:
    way = "change it under `settings:` in the rulebook"
    return at("unknown-fact", span, f"`{name}` is a setting, not a fact", way)


def brace_in_title(span: Span) -> Diagnostic:
    way = "say it without; `do` and `message` can have placeholders"
    return at("unknown-placeholder", span, "a title is never filled in, so it has no braces", way)


def unknown_advice(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name, known)
    way = f"did you mean `{meant}`?" if meant else "declare it under `advice:` with a `title`"
    message = f"there is no advice `{shorten(name)}`"
    return at("unknown-advice", span, message, way, replacing(span, meant) if meant else None)


def unknown_decision(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name, known)
    way = f"did you mean `{meant}`?" if meant else f"the decisions are {listing(known, 'and', 20)}"
    message = f"there is no decision `{shorten(name)}`"
    return at("unknown-decision", span, message, way, replacing(span, meant) if meant else None)


def unknown_placeholder(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    if not name:
        way = "write the name of a placeholder between them, or `{{}}` for real braces"
        return at("unknown-placeholder", span, "nothing stands between these braces", way)
    meant = near(name, known)
    way = (
        f"did you mean `{{{meant}}}`?"
        if meant
        else "declare it under `placeholders:` with a `label`; for a real brace write `{{` or `}}`"
    )
    fix = replacing(span, f"{{{meant}}}") if meant else None
    return at(
        "unknown-placeholder",
        span,
        f"there is no placeholder, fact or setting `{shorten(name)}`",
        way,
        fix,
    )


def stray_brace(span: Span) -> Diagnostic:
    way = "write `{name}` for a placeholder, and `{{` or `}}` for a real brace"
    return at("unknown-placeholder", span, f"a lone `{span.text[:1]}` in a text", way)


def circle(path: Sequence[tuple[str, Span]]) -> Diagnostic:
    names = [name for name, _ in path]
    chain = " → ".join(f"`{name}`" for name in [*names, names[0]])
    labels = [
        Label(span, "" if number == 0 else "and here") for number, (_, span) in enumerate(path)
    ]
    message = (
        f"decisions read each other in a circle: {chain}"
        if len(names) > 1
        else f"`{names[0]}` reads itself"
    )
    return Diagnostic(
        "circle", message, tuple(labels), "take one of these tests out, or decide on facts instead"
    )


def several_outcomes(span: Span, decision: str, policy: str) -> Diagnostic:
    way = "keep one; to give several, use the hit policy `collect`, `rule order` or `output order`"
    message = f"`{decision}` has the hit policy `{policy}`, so a rule gives exactly one outcome"
    return at("wrong-outcome", span, message, way)


def no_outcome(span: Span) -> Diagnostic:
    return at(
        "wrong-outcome",
        span,
        "this rule gives no outcome",
        "name the advice that it gives, or write the number",
    )


def outcome_not_a_number(span: Span, text: str, decision: str) -> Diagnostic:
    way = "write a number or a setting, or take `gives:` away so that the decision gives advice"
    return at(
        "wrong-outcome", span, f"`{decision}` gives a number, and `{shorten(text)}` is none", way
    )


def sum_of_advice(span: Span, policy: str, decision: str) -> Diagnostic:
    way = "add `gives: number` and let the rules give numbers, or use `collect`"
    return at(
        "wrong-outcome", span, f"`{decision}` gives advice, which has no {policy.split()[-1]}", way
    )


def unit_of_advice(span: Span, decision: str) -> Diagnostic:
    way = "take `unit` out, or add `gives: number`"
    return at("wrong-outcome", span, f"`{decision}` gives advice, which has no unit", way)


def otherwise_of_count(span: Span) -> Diagnostic:
    way = "take `otherwise` out: when no rule holds, the count is 0"
    return at("wrong-outcome", span, "`collect count` has no use for `otherwise`", way)


def missing_priorities(span: Span, policy: str) -> Diagnostic:
    way = "list the outcomes under `priorities:`, most important first"
    return at("priorities", span, f"the hit policy `{policy}` needs `priorities`", way)


def needless_priorities(span: Span, policy: str) -> Diagnostic:
    way = "take them out, or choose the hit policy `priority` or `output order`"
    return at("priorities", span, f"the hit policy `{policy}` has no use for `priorities`", way)


def not_in_priorities(span: Span, outcome: str, priorities: Span) -> Diagnostic:
    return Diagnostic(
        "priorities",
        f"`{outcome}` is missing from `priorities`",
        (Label(span), Label(priorities, "its place would be here")),
        "list every outcome of the decision, most important first",
    )


def unsupported_format(node: Scalar) -> Diagnostic:
    way = "write `fingerpost: 1`, or update Fingerpost"
    return at(
        "unsupported-format",
        node.span,
        f"this Fingerpost reads version 1 of the language, not `{shorten(node.value)}`",
        way,
    )


def no_rules(span: Span, decision: str) -> Diagnostic:
    way = "add a rule; for an outcome that always holds write `when: always`"
    return at("missing-key", span, f"`{decision}` has no rules", way)


def scenarios_twice(span: Span, other: str) -> Diagnostic:
    way = "keep all scenarios in one place"
    return at("wrong-shape", span, f"scenarios stand here and in `{other}`", way)


def too_many_cases(decision: str, span: Span | None) -> Diagnostic:
    message = f"so much is unknown that the outcomes of `{decision}` cannot all be looked through"
    labels = (Label(span),) if span else ()
    return Diagnostic("too-many-cases", message, labels, "give more of the facts that it tests")
