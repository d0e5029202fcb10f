"""Diagnostics as data: what is wrong, where, and the way out.

`messages.py` words them; drawing them (caret, colour, one line) belongs to the command line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from .source import Span

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Label:
    """A place in a text, with a few words on its part in the matter; the words may be empty."""

    span: Span
    text: str = ""


@dataclass(frozen=True)
class Fix:
    """An obvious mend: replace the text at each span; `summary` says what that does."""

    summary: str
    edits: tuple[tuple[Span, str], ...]


@dataclass(frozen=True)
class Diagnostic:
    """One finding. The first label is the primary one; a finding about no text has none.

    `code` is a slug that `fingerpost explain` knows. `witness` is a case (fact id to value) that
    shows the matter, where there is one; what it leaves out may be anything. `situation` says the same
    in the rulebook's words, a line a fact. `file` names the file when there is no label.
    """

    code: str
    message: str
    labels: tuple[Label, ...] = ()
    help: str = ""
    fix: Fix | None = None
    severity: Severity = "error"
    witness: Mapping[str, object] | None = field(default=None, compare=False)
    situation: tuple[str, ...] = ()
    file: str = ""

    @property
    def where(self) -> tuple[str, int, int]:
        """File, line and column (from 1; both 0 when the matter is the file itself)."""
        if not self.labels:
            return self.file, 0, 0
        span = self.labels[0].span
        return (span.source.name, *span.source.position(span.start))

    def one_line(self) -> str:
        """`path:3:9: error[gap]: …`, which reads alone."""
        file, line, column = self.where
        place = f"{file}:{line}:{column}: " if line else f"{file}: " if file else ""
        return f"{place}{self.severity}[{self.code}]: {self.message}"

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        file, line, column = self.where
        labels: list[dict[str, object]] = []
        for label in self.labels:
            start = label.span.source.position(label.span.start)
            end = label.span.source.position(label.span.end)
            labels.append(
                {
                    "file": label.span.source.name,
                    "line": start[0],
                    "column": start[1],
                    "end_line": end[0],
                    "end_column": end[1],
                    "text": label.text,
                }
            )
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "file": file,
            "line": line or None,
            "column": column or None,
            "labels": labels,
            "help": self.help or None,
            "fix": self.fix.summary if self.fix else None,
            "witness": None if self.witness is None else dict(self.witness),
            "situation": list(self.situation),
        }


class RulebookError(Exception):
    """A rulebook, a case or another input cannot be used; `.diagnostics` says why."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Hold the findings, in the order of their places."""
        self.diagnostics = sorted_by_place(diagnostics)
        super().__init__("\n".join(found.one_line() for found in self.diagnostics))


def sorted_by_place(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings by file, line and column, each once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda found: found.where))


def merged(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings, those that say the same of several places made into one."""
    first: dict[tuple[str, str], Diagnostic] = {}
    places: dict[tuple[str, str], list[Diagnostic]] = {}
    for finding in findings:
        key = (finding.code, finding.message)
        first.setdefault(key, finding)
        places.setdefault(key, []).append(finding)
    for key, same in places.items():
        if len(same) > 1 and all(one.labels for one in same):
            labels = [
                same[0].labels[0],
                *(Label(one.labels[0].span, "and here") for one in same[1:]),
            ]
            edits = tuple(edit for one in same if one.fix for edit in one.fix.edits)
            fix = Fix(same[0].fix.summary, edits) if same[0].fix else None
            rest = same[0].labels[1:]
            first[key] = replace(same[0], labels=(*labels, *rest), fix=fix)
    return list(first.values())
