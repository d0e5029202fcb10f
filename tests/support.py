"""Helpers for tests: what a text finds, and what a finding points at."""

from __future__ import annotations

from fingerpost.engine import Diagnostic, RulebookError
from fingerpost.engine.language.loading import load_rulebook
from fingerpost.engine.language.source import Source
from fingerpost.engine.language.yaml_reader import decode


def underlined(diagnostic: Diagnostic) -> str:
    """The text of the primary label."""
    return diagnostic.labels[0].span.text if diagnostic.labels else ""


def findings_of(
    text: str | bytes, name: str = "rules.yaml", beside: str | None = None
) -> tuple[Diagnostic, ...]:
    """What is wrong with the text of a rulebook, and with that of its scenario file."""
    try:
        source = decode(name, text) if isinstance(text, bytes) else Source(name, text)
        load_rulebook(source, None if beside is None else Source("rules.scenarios.yaml", beside))
    except RulebookError as error:
        return error.diagnostics
    return ()


def codes_of(text: str | bytes) -> list[str]:
    """The codes of what is wrong with a rulebook, in the order of their places."""
    return [finding.code for finding in findings_of(text)]
