"""Running the checks on a rulebook, each as severe as the rulebook says."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..diagrams.answering import Answerer
from ..language.diagnostics import Diagnostic, Severity, sorted_by_place
from ..language.rulebook import Rulebook
from . import (
    always_true,
    constant_decision,
    dead_rule,
    gap,
    missing_reason,
    never_true,
    overlap,
    reading_level,
    redundant_rule,
    scenario_fails,
    threshold_outside_range,
    unfilled_placeholder,
    unreachable_outcome,
    unused_advice,
    unused_fact,
    unused_setting,
)
from .subject import Find, Subject


@dataclass(frozen=True)
class Check:
    """A check: its code, how severe its findings are by themselves, and how they are found."""

    code: str
    severity: Severity
    find: Find


CHECKS: tuple[Check, ...] = (
    Check("gap", "error", gap.find),
    Check("overlap", "error", overlap.find),
    Check("dead-rule", "warning", dead_rule.find),
    Check("redundant-rule", "warning", redundant_rule.find),
    Check("never-true", "warning", never_true.find),
    Check("always-true", "warning", always_true.find),
    Check("threshold-outside-range", "warning", threshold_outside_range.find),
    Check("unreachable-outcome", "warning", unreachable_outcome.find),
    Check("constant-decision", "warning", constant_decision.find),
    Check("unused-fact", "warning", unused_fact.find),
    Check("unused-setting", "warning", unused_setting.find),
    Check("unused-advice", "warning", unused_advice.find),
    Check("scenario-fails", "error", scenario_fails.find),
    Check("missing-reason", "warning", missing_reason.find),
    Check("reading-level", "warning", reading_level.find),
    Check("unfilled-placeholder", "warning", unfilled_placeholder.find),
)


@dataclass(frozen=True)
class Report:
    """What the checks found, by place, and what could not be examined (nothing: it is exact)."""

    findings: tuple[Diagnostic, ...]
    unexamined: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether there is nothing but notes."""
        return all(finding.severity == "note" for finding in self.findings)


def check(rulebook: Rulebook, answerer: Answerer | None = None) -> Report:
    """Every finding in a rulebook that can be read."""
    subject = Subject(rulebook, answerer or Answerer(rulebook))
    findings: list[Diagnostic] = []
    for one in CHECKS:
        setting = rulebook.checks.get(one.code)
        if setting is None:
            for found in one.find(subject):
                lighter = found.severity == "note"  # a check may say that a finding is no fault
                findings.append(found if lighter else replace(found, severity=one.severity))
        elif setting.severity != "off":
            findings += [replace(found, severity=setting.severity) for found in one.find(subject)]
    return Report(sorted_by_place(findings), tuple(subject.unexamined))
