"""Decision tables: which decision has its rules in which text beside the rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath

from . import messages
from .diagnostics import Diagnostic, RulebookError, merged
from .fields import Findings
from .names import near
from .reading_tables import read_table
from .source import Source, Span
from .written import WrittenDecision, WrittenRulebook

Tables = Mapping[str, Source]
"""The texts of tables, by the decision they are for."""


def file_of_table(rulebook: str, decision: str) -> str:
    """How the file of a decision's table is called."""
    return f"{PurePath(rulebook).stem}.{decision}.csv"


def with_tables(
    written: WrittenRulebook, tables: Tables, findings: Findings, *, share: bool
) -> WrittenRulebook:
    """The rulebook with the rules of its tables; what is wrong goes into `findings`.

    `share` is for `read_table`.
    """
    names = {fact.id: fact.span for fact in written.facts}
    names |= {one.name.value: one.name.span for one in written.decisions}
    found: Findings = []
    decisions: list[WrittenDecision] = []
    strange: list[str] = []
    for one in written.decisions:
        source = _source(one, written, tables, found)
        if source is not None:
            rules, unknown = read_table(
                source, one.name.value, names, written.broken, found, share=share
            )
            one = replace(one, rules=rules)
            strange += unknown
        decisions.append(one)
    # What was handed over is meant; a folder is not searched unless some decision asks for it.
    if isinstance(tables, dict) or any(one.table for one in decisions):
        found += _strays(written, tables)
    findings += merged(found)
    return replace(written, decisions=tuple(decisions), broken=written.broken.and_these(strange))


def _source(
    one: WrittenDecision, written: WrittenRulebook, tables: Tables, findings: Findings
) -> Source | None:
    """The table that a decision asks for, if it does and there is one that can be read."""
    if one.table is None:
        return None
    try:
        source = tables.get(one.name.value)
    except RulebookError as error:
        findings.extend(error.diagnostics)
        return None
    if source is None:
        known = {each.name.value for each in written.decisions}
        meant = near(one.name.value, [name for name in tables if name not in known])
        book = written.source.name
        file = file_of_table(book, one.name.value)
        other = file_of_table(book, meant) if meant else None
        findings.append(messages.no_table(one.table.span, file, other))
    return source


def _strays(written: WrittenRulebook, tables: Tables) -> Iterator[Diagnostic]:
    """Tables of decisions that have their rules in YAML; other files may lie there as they like."""
    for one in written.decisions:
        if one.table is None and one.name.value in tables:
            file = file_of_table(written.source.name, one.name.value)
            yield messages.rules_twice(one.name.span, one.name.value, file)
    known = [one.name.value for one in written.decisions]
    for name, source in tables.items() if isinstance(tables, dict) else ():
        if name not in known and not written.broken.has(name, "decisions"):
            yield messages.unknown_decision(Span(source, 0, 0), name, known)
