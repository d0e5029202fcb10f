"""`fingerpost check`: everything that is wrong in rulebooks."""

from __future__ import annotations

from collections.abc import Sequence

from ..engine import Diagnostic, RulebookError
from .inputs import load
from .output import print_json, print_lines, report
from .style import out


def run(names: list[str], *, short: bool, as_json: bool) -> int:
    """Check each rulebook; 0 when all are clean, 2 when one cannot be used."""
    checked = [(name, _findings(name)) for name in names]
    if as_json:
        content = [
            {"rulebook": name, "findings": [finding.to_dict() for finding in findings]}
            for name, findings in checked
        ]
        print_json({"rulebooks": content})
    style = out()
    for name, findings in checked:
        if findings:
            report(findings, as_json=False, short=short)
        elif not as_json:
            print_lines([f"{style(name, bold=True)}: {style('no findings', 'green')}"])
    return 2 if any(findings for _, findings in checked) else 0


def _findings(name: str) -> Sequence[Diagnostic]:
    try:
        load(name)
    except RulebookError as error:
        return error.diagnostics
    return ()
