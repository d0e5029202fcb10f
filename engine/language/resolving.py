"""What was written to what was resolved: every name is looked up, every test fitted to its fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from . import messages
from .diagnostics import Diagnostic, merged
from .events import Derivation, Event
from .fields import Findings
from .fingerprint import fingerprint
from .literals import write_interval
from .names import near
from .ordering import reading_order
from .reading import read_interval
from .reading_events import EventScope, read_derivation
from .resolving_rules import given_type, outcome_type, reads_between, resolve_decision
from .resolving_tests import Scope
from .rulebook import Advice, Fact, Rulebook, Setting
from .source import Span
from .templates import read_template
from .vocabulary import (
    AnyType,
    Choice,
    Day,
    Number,
    Unit,
    is_whole,
    number_of,
    read_day,
    read_quantity,
)
from .written import Broken, WrittenAdvice, WrittenRulebook, WrittenSetting


def resolve(written: WrittenRulebook, findings: Findings) -> tuple[Rulebook, Broken]:
    """The resolved rulebook, still without scenarios, to be used only when nothing was found.

    What is wrong goes into `findings`, and resolving goes on. A name that is unknown in several
    places is one finding with several labels. Beside the rulebook stand the names about which enough
    was said.
    """
    found: Findings = []
    units = _units(written.facts)
    settings = {
        one.name.value: setting
        for one in written.settings
        if (setting := _setting(one, units, found)) is not None
    }
    titles = {one.name.value: one.title for one in written.advice}
    advice_type = Choice(tuple(titles), tuple(titles.values()), "advice")
    kinds: dict[str, AnyType] = {fact.id: fact.type for fact in written.facts}
    given = {one.name.value: given_type(one, advice_type) for one in written.decisions}
    outcome_types = {
        one.name.value: outcome_type(one, given[one.name.value]) for one in written.decisions
    }
    twice = _names_declared_twice(written, found)
    unread = {one.name.value for one in written.settings} - settings.keys()
    broken = written.broken.and_these(twice | unread)
    known = {name: kind for name, kind in (kinds | outcome_types).items() if name not in twice}
    scope = Scope(known, settings, broken, found)
    names = [one.id for one in written.placeholders] + [*settings] + [*kinds]
    events = {event.id: event for event in written.events}
    advice = [_advice(one, names, events, broken, found) for one in written.advice]
    decisions = [resolve_decision(one, given[one.name.value], scope) for one in written.decisions]
    rulebook = Rulebook(
        id=written.id,
        title=written.title,
        version=written.version,
        about=written.about,
        source_title=written.source_title,
        facts={fact.id: fact for fact in written.facts},
        settings=settings,
        placeholders={one.id: one for one in written.placeholders},
        advice={one.id: one for one in advice},
        decisions={one.id: one for one in decisions},
        order=reading_order(*reads_between(written.decisions), found),
        scenarios=(),
        fingerprint="",
        checks=written.checks,
        source=written.source,
        events=events,
        follows=_follows(written, EventScope(events, settings, broken, found)),
        calendar=written.calendar,
    )
    findings.extend(merged(found))
    told = {one.labels[0].span.text for one in found if one.code == "unknown-fact"}
    return replace(rulebook, fingerprint=fingerprint(rulebook)), broken.and_these(told)


def _names_declared_twice(written: WrittenRulebook, findings: Findings) -> set[str]:
    """The names that stand for two things: facts, settings, placeholders and decisions share them."""
    twice: set[str] = set()
    first: dict[str, tuple[Span, str]] = {}
    entries: list[tuple[str, Span | None, str]] = [
        *((fact.id, fact.span, "a fact") for fact in written.facts),
        *((one.name.value, one.name.span, "a setting") for one in written.settings),
        *((one.id, one.span, "a placeholder") for one in written.placeholders),
        *((one.name.value, one.name.span, "a decision") for one in written.decisions),
    ]
    for name, span, what in entries:
        if span is not None and name in first:
            findings.append(messages.duplicate_name(span, *first[name]))
            twice.add(name)
        elif span is not None:
            first[name] = (span, what)
    return twice


# -- settings and advice -----------------------------------------------------------------------


def _setting(one: WrittenSetting, units: Mapping[str, Unit], findings: Findings) -> Setting | None:
    name, text = one.name.value, one.value.value.strip()
    day = read_day(text)
    if day is not None:
        return _in_its_range(
            Setting(name, day, None, one.label, span=one.name.span), one, Day(), findings
        )
    quantity = read_quantity(text)
    if quantity is None:
        findings.append(messages.bad_number(one.value, f"the setting `{name}`"))
        return None
    unit = one.unit
    if quantity.unit:
        if unit and not unit.matches(quantity.unit):
            findings.append(messages.wrong_unit(one.value.span, quantity.unit, name, unit.many))
            return None
        unit = unit or units.get(quantity.unit.casefold()) or Unit(quantity.unit, quantity.unit)
    whole = is_whole(quantity.number)
    kind = Number(whole, unit=unit)
    value = number_of(kind, quantity.number)
    setting = Setting(name, value, unit, one.label, span=one.name.span)
    return _in_its_range(setting, one, Number(False, unit=unit), findings)


def _units(facts: Sequence[Fact]) -> dict[str, Unit]:
    """The units of the facts, which know singular and plural, by each of their words."""
    units: dict[str, Unit] = {}
    for fact in facts:
        if isinstance(fact.type, Number) and fact.type.unit:
            unit = fact.type.unit
            units.setdefault(unit.one.casefold(), unit)
            units.setdefault(unit.many.casefold(), unit)
    return units


def _in_its_range(
    setting: Setting, one: WrittenSetting, kind: Number | Day, findings: Findings
) -> Setting:
    if one.range is None:
        return setting
    interval = read_interval(one.range, kind, setting.id)
    if isinstance(interval, Diagnostic):
        findings.append(interval)
        return setting
    if setting.value not in interval:
        allowed = write_interval(interval)
        text = one.value.value
        findings.append(messages.out_of_range(one.value.span, text, setting.id, allowed))
    return replace(setting, interval=interval)


def _advice(
    one: WrittenAdvice,
    names: Sequence[str],
    events: Mapping[str, Event],
    broken: Broken,
    findings: Findings,
) -> Advice:
    do, subject, body = (
        read_template(text, names, broken, findings) if text else ()
        for text in (one.do, one.subject, one.body)
    )
    logs = one.logs.value.strip() if one.logs else None
    if one.logs and logs not in events and not broken.has(logs or "", "events"):
        meant = near(logs or "", events)
        findings.append(messages.unknown_event(one.logs.span, logs or "", meant, tuple(events)))
    return Advice(one.name.value, one.title, do, subject, body, logs, one.name.span)


def _follows(written: WrittenRulebook, scope: EventScope) -> dict[str, Derivation]:
    facts = {fact.id: fact for fact in written.facts}
    return {
        one.fact: derivation
        for one in written.follows
        if (derivation := read_derivation(one, facts[one.fact], scope)) is not None
    }
