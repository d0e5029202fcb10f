"""The pipeline of the language floor, from texts to a rulebook, in one place."""

from __future__ import annotations

import gc
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from . import messages
from .diagnostics import RulebookError
from .fields import Findings
from .reading import read_rulebook
from .resolving import resolve
from .rulebook import Rulebook
from .scenarios import read_scenario_file, resolve_scenarios
from .source import Source
from .tables import Tables, with_tables
from .written import WrittenRulebook, WrittenScenario


@dataclass(frozen=True)
class Texts:
    """What a rulebook is read from: its own text, and those beside it."""

    rulebook: Source
    scenarios: Source | None = None
    tables: Tables = field(default_factory=dict[str, Source])


def load_rulebook(texts: Texts) -> Rulebook:
    """The rulebook of a text, with the tables and the scenarios beside it, if any.

    Raises RulebookError with every diagnostic of all the texts.
    """
    with _no_collecting():
        return _loaded(texts)


def tables_asked_for(texts: Texts) -> dict[str, Source]:
    """The tables that the decisions of a rulebook ask for and that are there, by decision.

    Raises RulebookError when the text is not YAML, or when one of them cannot be read.
    """
    if not texts.tables:
        return {}
    decisions = read_rulebook(texts.rulebook, []).decisions
    asked = {one.name.value for one in decisions if one.table}
    return {name: texts.tables[name] for name in texts.tables if name in asked}


@contextmanager
def _no_collecting() -> Generator[None]:
    """Python does not look for garbage meanwhile: nearly all that loading makes stays, and looking
    through it time and again would take half the time of a big table."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _loaded(texts: Texts) -> Rulebook:
    findings: Findings = []
    written = read_rulebook(texts.rulebook, findings)
    scenarios = written.scenarios
    if texts.scenarios is not None:
        scenarios += _scenarios_beside(texts.scenarios, written, findings)
    found: Findings = []
    rulebook = _resolved(written, texts.tables, scenarios, found, share=True)
    if found and any(one.table for one in written.decisions):
        found = []  # once more, so that each finding has a place of its own
        _resolved(written, texts.tables, scenarios, found, share=False)
    findings += found
    if findings:
        raise RulebookError(findings)
    return rulebook


def _resolved(
    written: WrittenRulebook,
    tables: Tables,
    scenarios: Sequence[WrittenScenario],
    findings: Findings,
    *,
    share: bool,
) -> Rulebook:
    whole = with_tables(written, tables, findings, share=share)
    rulebook, broken = resolve(whole, findings)
    return replace(rulebook, scenarios=resolve_scenarios(scenarios, rulebook, broken, findings))


def _scenarios_beside(
    source: Source, written: WrittenRulebook, findings: Findings
) -> tuple[WrittenScenario, ...]:
    try:
        scenarios = read_scenario_file(source, findings)
    except RulebookError as error:
        findings.extend(error.diagnostics)
        return ()
    if written.scenarios and scenarios:
        span = scenarios[0].name.span
        findings.append(messages.scenarios_twice(span, written.source.name))
    return scenarios
