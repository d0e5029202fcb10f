"""`fingerpost check`: everything that is wrong in rulebooks, and with `--fix` what can be mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..engine import Diagnostic, RulebookError
from ..engine.checks.mending import mended
from ..engine.files import is_path
from ..engine.language import messages
from ..engine.language.loading import Texts, tables_asked_for
from .inputs import load, read_file_texts
from .output import print_json, print_lines, report, write_file
from .style import Style, out, wrapped

DONE, FINDINGS, UNUSABLE = 0, 1, 2


@dataclass(frozen=True)
class Checked:
    """A rulebook with what was found: `usable` says whether it could be read at all."""

    name: str
    usable: bool
    findings: Sequence[Diagnostic]
    unexamined: Sequence[str] = ()
    mends: Sequence[str] = ()

    @property
    def code(self) -> int:
        """How the program should end."""
        if not self.usable:
            return UNUSABLE
        return DONE if all(one.severity == "note" for one in self.findings) else FINDINGS


def run(names: list[str], *, short: bool, fix: bool, as_json: bool) -> int:
    """Check each rulebook; 0 when all are clean, 1 with findings, 2 when one cannot be used."""
    checked = [_checked(name, _mend(name) if fix else ()) for name in names]
    if as_json:
        print_json({"rulebooks": [_as_json(one) for one in checked]})
    for one in checked:
        _print(one, out(), short=short, as_json=as_json)
    return max(one.code for one in checked)


def _checked(name: str, mends: Sequence[str]) -> Checked:
    try:
        found = load(name).check()
    except RulebookError as error:
        return Checked(name, False, error.diagnostics, (), mends)
    return Checked(name, True, found.findings, found.unexamined, mends)


def _mend(name: str) -> Sequence[str]:
    """Write back what can be mended; what was mended, in words."""
    if not is_path(name) and not Path(name).exists():
        raise RulebookError([messages.not_a_file(name)])
    texts = read_file_texts(name)
    done = mended(Texts(texts.rulebook, texts.scenarios, tables_asked_for(texts)))
    for old, new in done.changed:
        write_file(Path(old.name), new.mark + new.text)
    return done.summaries


def _as_json(one: Checked) -> dict[str, object]:
    content: dict[str, object] = {
        "rulebook": one.name,
        "findings": [finding.to_dict() for finding in one.findings],
    }
    content |= {"unexamined": list(one.unexamined)} if one.unexamined else {}
    return content | ({"fixed": list(one.mends)} if one.mends else {})


def _print(one: Checked, style: Style, *, short: bool, as_json: bool) -> None:
    """The findings on standard error; the rest on standard output, unless JSON is there."""
    if one.findings:
        report(one.findings, as_json=False, short=short)
    if as_json:
        return
    for summary in one.mends:
        print_lines(wrapped(f"{style('mended', 'green')}: {summary}", style.width, "  "))
    if not one.findings:
        print_lines([f"{style(one.name, bold=True)}: {style('no findings', 'green')}"])
    if one.unexamined:
        print_lines([f"{style('not examined', 'yellow')}, because it would take too long:"])
        for what in one.unexamined:
            print_lines(wrapped(f"- {what}", style.width, "    ", "  "))
