"""Tests and conditions, fitted to the types of what they test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from . import messages
from .conditions import (
    AllOf,
    AnyOf,
    Anything,
    Between,
    Compare,
    Condition,
    Either,
    Empty,
    FactTest,
    Includes,
    Is,
    Negation,
    NotThe,
    Operand,
    Test,
    Words,
)
from .diagnostics import Diagnostic
from .fields import Findings
from .literals import read_value
from .names import ID
from .rulebook import Setting
from .source import Span
from .vocabulary import (
    AnyType,
    Choice,
    Day,
    Interval,
    ListOf,
    Number,
    Value,
    is_empty,
    is_ordered,
    is_whole,
    number_of,
    write_value,
)
from .written import Broken


@dataclass(frozen=True)
class Scope:
    """What the names in a test can mean, and where findings go.

    `kinds` has the type of every fact and decision. `done` has the tests that were resolved without
    a finding, by fact: the rules of a big table say the same things again and again.
    """

    kinds: Mapping[str, AnyType]
    settings: Mapping[str, Setting]
    broken: Broken
    findings: Findings = field(repr=False)
    done: dict[tuple[str, Test[Words]], Test[Operand]] = field(
        default_factory=dict["tuple[str, Test[Words]]", "Test[Operand]"], repr=False
    )


def resolve_condition(condition: Condition[Words], scope: Scope) -> Condition[Operand]:
    """The condition with every operand resolved; parts that are wrong are left out."""
    match condition:
        case FactTest(fact, test, span, fact_span):
            kind = scope.kinds.get(fact)
            if kind is None:
                if not scope.broken.has(fact, "facts", "decisions"):
                    scope.findings.append(messages.unknown_fact(fact_span, fact, list(scope.kinds)))
                return AllOf(())
            resolved = _test(test, fact, kind, span, scope)
            return AllOf(()) if resolved is None else FactTest(fact, resolved, span, fact_span)
        case AllOf(parts):
            return AllOf(tuple(resolve_condition(part, scope) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(resolve_condition(part, scope) for part in parts))
        case NotThe(part):
            return NotThe(resolve_condition(part, scope))


def _test(
    test: Test[Words], fact: str, kind: AnyType, span: Span, scope: Scope
) -> Test[Operand] | None:
    done = scope.done.get((fact, test))
    if done is None:
        done = _fitted(test, fact, kind, span, scope)
        if done is not None:
            scope.done[fact, test] = done
    return done


def _fitted(
    test: Test[Words], fact: str, kind: AnyType, span: Span, scope: Scope
) -> Test[Operand] | None:
    match test:
        case Anything() | Empty():
            return test
        case Either(tests):
            parts = [_test(one, fact, kind, span, scope) for one in tests]
            good = tuple(part for part in parts if part is not None)
            return Either(good) if len(good) == len(parts) else None
        case Negation(inner):
            part = _test(inner, fact, kind, span, scope)
            return None if part is None else Negation(part)
        case Is(words) if isinstance(kind, ListOf):
            if words.text == "empty":
                return Empty()
            scope.findings.append(messages.is_a_list(words.span, fact))
            return None
        case Is(words):
            operand = resolve_operand(words, fact, kind, scope)
            return None if operand is None else Is(operand)
        case Includes(words):
            if not isinstance(kind, ListOf):
                scope.findings.append(messages.not_a_list(words.span, fact))
                return None
            operand = resolve_operand(words, fact, kind, scope)
            return None if operand is None else Includes(operand)
        case Compare(comparison, words):
            operand = _ordered(words, fact, kind, scope)
            return None if operand is None else Compare(comparison, operand)
        case Between(low_words, high_words, low_open, high_open):
            low = _ordered(low_words, fact, kind, scope)
            high = _ordered(high_words, fact, kind, scope) if low is not None else None
            if low is None or high is None:
                return None
            if is_empty(Interval(low.value, high.value, low_open, high_open), kind):
                ends = (_worded(low), _worded(high))
                whole = Span(span.source, low_words.span.start, high_words.span.end)
                scope.findings.append(messages.empty_interval(whole, *ends))
                return None
            return Between(low, high, low_open, high_open)


def _worded(operand: Operand) -> str:
    value = write_value(operand.value)
    return f"`{operand.setting}` ({value})" if operand.setting else f"`{value}`"


def _ordered(words: Words, fact: str, kind: AnyType, scope: Scope) -> Operand | None:
    if isinstance(kind, ListOf):
        scope.findings.append(messages.is_a_list(words.span, fact))
        return None
    if not is_ordered(kind):
        known = kind.options if isinstance(kind, Choice) else ("yes", "no")
        scope.findings.append(messages.not_ordered(words.span, fact, kind.name, known))
        return None
    return resolve_operand(words, fact, kind, scope)


def resolve_operand(words: Words, fact: str, kind: AnyType, scope: Scope) -> Operand | None:
    """A value of that type, or a setting that has one; None (and a finding) otherwise."""
    if isinstance(kind, ListOf):
        kind = kind.item
    if not isinstance(kind, Number | Day):
        return _value(read_value(words.text, words.span, kind, fact), scope)
    setting = scope.settings.get(words.text)
    if setting is not None:
        return _value(_setting_value(setting, words, fact, kind), scope, setting.id)
    if scope.broken.has(words.text, *(("settings",) if ID.fullmatch(words.text) else ())):
        return None
    if ID.fullmatch(words.text):
        known = list(scope.settings)
        finding = messages.unknown_setting(words.span, words.text, known, f"a {kind.name}")
        scope.findings.append(finding)
        return None
    return _value(read_value(words.text, words.span, kind, fact), scope)


def _value(value: Value | Diagnostic, scope: Scope, setting: str | None = None) -> Operand | None:
    if isinstance(value, Diagnostic):
        scope.findings.append(value)
        return None
    return Operand(value, setting)


def _setting_value(
    setting: Setting, words: Words, fact: str, kind: Number | Day
) -> Value | Diagnostic:
    """The setting's value as one of the fact's type: same kind, same unit, whole where it must."""
    value = setting.value
    if isinstance(kind, Day):
        return value if isinstance(value, date) else _other_type(words, setting, "a date")
    if not isinstance(value, int | Decimal):
        return _other_type(words, setting, f"a {kind.name}")
    unit = setting.unit
    if unit and not (kind.unit and (kind.unit.matches(unit.one) or kind.unit.matches(unit.many))):
        wanted = kind.unit.many if kind.unit else ""
        return messages.wrong_unit(words.span, unit.many, fact, wanted)
    if kind.whole and not is_whole(value):
        return _other_type(words, setting, "a whole number")
    return number_of(kind, Decimal(value))


def _other_type(words: Words, setting: Setting, wanted: str) -> Diagnostic:
    return messages.setting_of_other_type(words.span, setting.id, wanted)
