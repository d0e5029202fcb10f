"""Helpers for tests: what a text finds, and what a finding points at."""

from __future__ import annotations

from collections.abc import Mapping

from fingerpost.engine import Diagnostic, RulebookError
from fingerpost.engine.language import csv_reader
from fingerpost.engine.language.loading import Texts, load_rulebook
from fingerpost.engine.language.source import Source
from fingerpost.engine.language.tables import file_of_table
from fingerpost.engine.language.yaml_reader import decode


def underlined(diagnostic: Diagnostic) -> str:
    """The text of the primary label."""
    return diagnostic.labels[0].span.text if diagnostic.labels else ""


def findings_of(
    text: str | bytes,
    name: str = "rules.yaml",
    beside: str | None = None,
    tables: Mapping[str, str | bytes] | None = None,
) -> tuple[Diagnostic, ...]:
    """What is wrong with the text of a rulebook, and with those of its scenario file and tables."""
    try:
        source = decode(name, text) if isinstance(text, bytes) else Source(name, text)
        scenarios = None if beside is None else Source("rules.scenarios.yaml", beside)
        sources = {
            decision: decode(file_of_table(name, decision), table, csv_reader.MOST_BYTES)
            if isinstance(table, bytes)
            else Source(file_of_table(name, decision), table)
            for decision, table in (tables or {}).items()
        }
        load_rulebook(Texts(source, scenarios, sources))
    except RulebookError as error:
        return error.diagnostics
    return ()


def codes_of(text: str | bytes) -> list[str]:
    """The codes of what is wrong with a rulebook, in the order of their places."""
    return [finding.code for finding in findings_of(text)]
