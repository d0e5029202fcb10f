"""Decisions, resolved: their rules' conditions and outcomes, and what they read of each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import messages
from .conditions import AllOf, FactTest, Operand, Words, tests_in
from .names import ID
from .resolving_tests import Scope, resolve_condition, resolve_operand
from .rulebook import Decision, HitPolicy, Otherwise, Rule
from .source import Span
from .vocabulary import Choice, Interval, ListOf, Number, OutcomeType, Value, write_value
from .written import WrittenDecision, WrittenRule


def given_type(one: WrittenDecision, advice: Choice) -> Choice | Number:
    """The type of what one rule gives."""
    return advice if one.gives == "advice" else Number(one.gives == "whole number", unit=one.unit)


def outcome_type(one: WrittenDecision, given: Choice | Number) -> OutcomeType:
    """The type of what the decision gives, by its hit policy."""
    if one.policy is HitPolicy.COUNT:
        return Number(True, Interval(low=0), one.unit)
    return ListOf(given) if one.policy.gives_list else given


def reads_between(
    decisions: Sequence[WrittenDecision],
) -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, str], Span]]:
    """For each decision the decisions it reads, and where each reading stands first."""
    names = {one.name.value for one in decisions}
    reads: dict[str, tuple[str, ...]] = {}
    spans: dict[tuple[str, str], Span] = {}
    for one in decisions:
        tests = [test for test in _tests(one) if test.fact in names]
        reads[one.name.value] = tuple(dict.fromkeys(test.fact for test in tests))
        for test in tests:
            spans.setdefault((one.name.value, test.fact), test.fact_span)
    return reads, spans


def _tests(one: WrittenDecision) -> Iterator[FactTest[Words]]:
    for rule in one.rules:
        if rule.when is not None:
            yield from tests_in(rule.when)


def resolve_decision(one: WrittenDecision, given: Choice | Number, scope: Scope) -> Decision:
    """The decision with its rules resolved; what is wrong goes into the scope's findings."""
    name, policy = one.name.value, one.policy
    if policy.aggregates and isinstance(given, Choice):
        scope.findings.append(messages.sum_of_advice(one.policy_span, policy.value, name))
    if one.unit and isinstance(given, Choice) and policy is not HitPolicy.COUNT:
        scope.findings.append(messages.unit_of_advice(one.unit_span or one.name.span, name))
    if one.otherwise and policy is HitPolicy.COUNT:
        scope.findings.append(messages.otherwise_of_count(one.otherwise.then_span))
    rules = tuple(
        Rule(
            rule.id.value,
            resolve_condition(rule.when, scope) if rule.when else AllOf(()),
            _outcomes(rule, one, given, scope),
            rule.because,
            rule.cites,
            rule.id.span,
        )
        for rule in one.rules
    )
    otherwise = None
    if one.otherwise:
        outcomes = _outcomes(one.otherwise, one, given, scope)
        reason = (one.otherwise.because, one.otherwise.cites)
        otherwise = Otherwise(outcomes, *reason, span=one.otherwise.then_span)
    return Decision(
        id=name,
        title=one.title or name.replace("_", " "),
        policy=policy,
        type=outcome_type(one, given),
        rules=rules,
        otherwise=otherwise,
        label=one.label,
        priorities=_priorities(one, given, rules, otherwise, scope),
        reads=tuple(dict.fromkeys(test.fact for test in _tests(one) if test.fact in scope.kinds)),
        span=one.name.span,
    )


def _outcomes(
    rule: WrittenRule, one: WrittenDecision, given: Choice | Number, scope: Scope
) -> tuple[Operand, ...]:
    if not rule.then and not rule.then_was_wrong:
        scope.findings.append(messages.no_outcome(rule.then_span))
    if len(rule.then) > 1 and not one.policy.gives_list:
        finding = messages.several_outcomes(rule.then_span, one.name.value, one.policy.value)
        scope.findings.append(finding)
    resolved = [_outcome(words, one.name.value, given, scope) for words in rule.then]
    return tuple(outcome for outcome in resolved if outcome is not None)


def _outcome(words: Words, decision: str, given: Choice | Number, scope: Scope) -> Operand | None:
    if isinstance(given, Number):
        if ID.fullmatch(words.text) and words.text not in scope.settings:
            if not scope.broken.has(words.text, "settings"):
                finding = messages.outcome_not_a_number(words.span, words.text, decision)
                scope.findings.append(finding)
            return None
        return resolve_operand(words, decision, given, scope)
    if words.text in given.known:
        return Operand(words.text)
    if not scope.broken.has(words.text, "advice"):
        scope.findings.append(messages.unknown_advice(words.span, words.text, given.options))
    return None


def _priorities(
    one: WrittenDecision,
    given: Choice | Number,
    rules: Sequence[Rule],
    otherwise: Otherwise | None,
    scope: Scope,
) -> tuple[Value, ...]:
    """The outcomes in order of importance; every outcome of the decision must be among them.

    The list of a `collect` has no order of its own, so it gets one: that of first mention.
    """
    if not one.policy.needs_priorities:
        if one.priorities_span is not None:
            finding = messages.needless_priorities(one.priorities_span, one.policy.value)
            scope.findings.append(finding)
        given_by = (*rules, *([otherwise] if otherwise else []))
        mentioned = dict.fromkeys(each.value for rule in given_by for each in rule.outcomes)
        return tuple(mentioned) if one.policy is HitPolicy.COLLECT else ()
    if one.priorities_span is None:
        scope.findings.append(messages.missing_priorities(one.policy_span, one.policy.value))
        return ()
    listed: dict[Value, Span] = {}
    for words in one.priorities:
        outcome = _outcome(words, one.name.value, given, scope)
        if outcome is None:
            return ()
        if outcome.value in listed:
            first = listed[outcome.value]
            scope.findings.append(messages.duplicate_name(words.span, first, "a priority"))
        listed.setdefault(outcome.value, words.span)
    quiet = Scope(scope.kinds, scope.settings, scope.broken, [])
    for rule in (*one.rules, *([one.otherwise] if one.otherwise else [])):
        for words in rule.then:
            outcome = _outcome(words, one.name.value, given, quiet)
            if outcome is not None and outcome.value not in listed:
                text = write_value(outcome.value)
                finding = messages.not_in_priorities(words.span, text, one.priorities_span)
                scope.findings.append(finding)
    return tuple(listed)
