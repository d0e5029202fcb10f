"""`fingerpost diff`: the effect of an edit, between two rulebooks or since a revision in git."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..engine import RulebookError
from ..engine.files import ENDINGS, is_path
from ..engine.language import csv_reader, messages
from ..engine.language.diagnostics import Diagnostic
from ..engine.language.fields import Findings
from ..engine.language.loading import Texts, load_rulebook
from ..engine.language.rulebook import Rulebook
from ..engine.language.source import Source
from ..engine.language.yaml_reader import MOST_BYTES, decode
from ..engine.scenarios.diff import diff
from ..engine.scenarios.diff_report import Report
from ..engine.scenarios.diff_report import report as report_of
from ..engine.scenarios.sheets import SheetCase, read_sheet, read_table
from .inputs import load
from .output import print_json, print_lines
from .sheet import read_bytes
from .style import Style, out, wrapped

DONE, FINDINGS = 0, 1

_SPECIAL = re.compile(r"[\\`*_\[\]|~#]|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
"""What Markdown may take for more than a letter."""
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}


def run(
    old: str,
    new: str | None,
    *,
    git: str | None,
    cases: str | None,
    markdown: bool,
    as_json: bool,
) -> int:
    """Say what is different; 0 when nothing is that a client could notice, 1 otherwise."""
    before, after = _rulebooks(old, new, git)
    by_old, by_new = _cases(cases, before, after) if cases is not None else (None, None)
    found = diff(before, after, by_old, by_new)
    if as_json:
        print_json(found.to_dict())
    elif markdown:
        print_lines(_markdown(report_of(found)))
    else:
        print_lines(_lines(report_of(found), out()))
    return DONE if found.quiet else FINDINGS


def _rulebooks(old: str, new: str | None, git: str | None) -> tuple[Rulebook, Rulebook]:
    """The rulebook before and after; raises RulebookError."""
    if (new is None) == (git is None):
        raise RulebookError([messages.nothing_to_compare(both=new is not None)])
    if new is not None:
        return load(old).definition, load(new).definition
    if not is_path(old) and not Path(old).exists():
        raise RulebookError([messages.not_a_file(old)])
    after = load(old).definition
    return load_rulebook(_Revision(Path(old), git or "").texts()), after


def _cases(
    name: str, old: Rulebook, new: Rulebook
) -> tuple[Sequence[SheetCase] | None, Sequence[SheetCase] | None]:
    """The real cases as either rulebook reads them; one of them must be able to."""
    table = read_table(name, read_bytes(name))
    wrong_for_old: Findings = []
    wrong_for_new: Findings = []
    by_old = read_sheet(table, old, wrong_for_old, beside=new).cases
    by_new = read_sheet(table, new, wrong_for_new, beside=old).cases
    if wrong_for_old and wrong_for_new:
        raise RulebookError(wrong_for_new)
    return None if wrong_for_old else by_old, None if wrong_for_new else by_new


# -- git ---------------------------------------------------------------------------------------


class _Revision:
    """A file as it was in a revision, with the files beside it."""

    def __init__(self, path: Path, revision: str) -> None:
        """Find the revision; raises RulebookError when there is none."""
        self._path = path
        self._revision = revision
        self._git("rev-parse", "--git-dir", failure=None)
        unknown = messages.unknown_revision(str(path), revision)
        if revision.startswith("-"):  # git would take it for an option
            raise RulebookError([unknown])
        wanted = f"{revision}^{{commit}}"
        found = self._git("rev-parse", "--verify", "--quiet", wanted, failure=unknown)
        self._commit = found.decode("ascii", "replace").strip()

    def texts(self) -> Texts:
        """The texts of the rulebook in that revision; raises RulebookError when it is not in it."""
        stem, beside = self._path.stem, self._names()
        scenarios = [name for ending in ENDINGS if (name := f"{stem}.scenarios{ending}") in beside]
        return Texts(
            self.source(self._path.name),
            self.source(scenarios[0]) if scenarios else None,
            _Tables(
                self, {name[len(stem) + 1 : -len(".csv")]: name for name in self._tables(beside)}
            ),
        )

    def _tables(self, beside: Iterable[str]) -> list[str]:
        start = f"{self._path.stem}."
        return sorted(one for one in beside if one.startswith(start) and one.endswith(".csv"))

    def _names(self) -> frozenset[str]:
        """The names of the files in the folder."""
        listed = self._git("ls-tree", "--name-only", "-z", self._commit, failure=None)
        return frozenset(os.fsdecode(name) for name in listed.split(b"\0") if name)

    def source(self, name: str, most: int = MOST_BYTES) -> Source:
        """A file of the folder; raises RulebookError when it is not in the revision.

        It is called as git calls it, so that its name still ends in that of the file.
        """
        shown = str(self._path.with_name(name))
        missing = messages.not_in_revision(shown, self._revision)
        data = self._git("cat-file", "blob", f"{self._commit}:./{name}", failure=missing)
        folder = "" if os.sep in shown else f".{os.sep}"
        return decode(f"{self._revision}:{folder}{shown}", data, most)

    def _git(self, *arguments: str, failure: Diagnostic | None) -> bytes:
        """What git answers; raises RulebookError with `failure`, or with what git complains of."""
        name = str(self._path)
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and no argument that is an option
                ["git", *arguments],  # noqa: S607 - git is where the user has it
                cwd=self._path.parent,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "LC_ALL": "C"},
                check=False,
            )
        except FileNotFoundError:
            raise RulebookError([messages.no_repository(name, "git is not installed")]) from None
        except (OSError, ValueError) as error:
            raise RulebookError([messages.no_repository(name, str(error))]) from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
            raise RulebookError([failure or messages.no_repository(name, said)])
        return done.stdout


class _Tables(Mapping[str, Source]):
    """The tables beside a rulebook in a revision, read when they are asked for."""

    def __init__(self, revision: _Revision, files: Mapping[str, str]) -> None:
        """`files` has the name of the file for each decision, which may be none at all."""
        self._revision = revision
        self._files = files

    def __getitem__(self, decision: str) -> Source:
        """The text of a decision's table."""
        return self._revision.source(self._files[decision], csv_reader.MOST_BYTES)

    def __iter__(self) -> Iterator[str]:
        """The middle parts of the files' names."""
        return iter(self._files)

    def __len__(self) -> int:
        """How many such files there are."""
        return len(self._files)


# -- printing ----------------------------------------------------------------------------------


def _lines(report: Report, style: Style) -> Iterator[str]:
    yield from wrapped(style(report.title, bold=True), style.width)
    yield from wrapped(report.lead, style.width, "  ", "  ")
    for section in report.sections:
        yield ""
        yield from wrapped(style(section.title, bold=True), style.width)
        for item in section.items:
            yield from wrapped(f"- {item.text}", style.width, "    ", "  ")
            for note in item.notes:
                yield from (
                    style(line, dim=True)
                    for line in wrapped(f"· {note}", style.width, "      ", "    ")
                )


def _markdown(report: Report) -> Iterator[str]:
    """The report for a pull request. Whatever a rulebook says stays text."""
    yield f"## {_escaped(report.title)}"
    yield ""
    yield _escaped(report.lead)
    for section in report.sections:
        yield ""
        yield f"### {_escaped(section.title)}"
        yield ""
        for item in section.items:
            yield f"- {_escaped(item.text)}"
            for note in item.notes:
                yield f"  - {_escaped(note)}"


def _escaped(text: str) -> str:
    """A text on one line in which Markdown finds nothing to obey."""
    line = _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
    return re.sub("[&<>@]", lambda found: _ENTITIES[found[0]], line)
