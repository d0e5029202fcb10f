"""The pipeline of the language floor, from texts to a rulebook, in one place."""

from __future__ import annotations

from dataclasses import replace

from . import messages
from .diagnostics import RulebookError
from .fields import Findings
from .reading import read_rulebook
from .resolving import resolve
from .rulebook import Rulebook
from .scenarios import read_scenario_file, resolve_scenarios
from .source import Source


def load_rulebook(source: Source, beside: Source | None = None) -> Rulebook:
    """The rulebook of a text, with the scenarios of a file beside it, if any.

    Raises RulebookError with every diagnostic of both texts.
    """
    findings: Findings = []
    written = read_rulebook(source, findings)
    rulebook, broken = resolve(written, findings)
    scenarios = written.scenarios
    if beside is not None:
        try:
            scenarios += read_scenario_file(beside, findings)
        except RulebookError as error:
            findings.extend(error.diagnostics)
        if written.scenarios and scenarios[len(written.scenarios) :]:
            span = scenarios[len(written.scenarios)].name.span
            findings.append(messages.scenarios_twice(span, source.name))
    resolved = resolve_scenarios(scenarios, rulebook, broken, findings)
    if findings:
        raise RulebookError(findings)
    return replace(rulebook, scenarios=resolved)
