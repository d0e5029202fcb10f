"""What commands are given: a rulebook, a case file, `--set fact=value`."""

from __future__ import annotations

import glob
import os
import stat
import sys
from pathlib import Path

from .. import engine
from ..engine import LoadedRulebook, RulebookError, files
from ..engine.language import messages
from ..engine.language.cases import Known, read_case, read_case_file
from ..engine.language.fields import Findings
from ..engine.language.loading import Texts
from ..engine.language.nodes import Node, Scalar
from ..engine.language.source import Source, Span
from ..engine.language.tables import file_of_table
from ..engine.language.yaml_reader import MOST_BYTES, decode


def load(name: str) -> LoadedRulebook:
    """A bundled rulebook by its name, or a file by its path; never waits for what may not come."""
    _refuse_named_pipe(name)
    return engine.load(name)


def read_rulebook_texts(name: str) -> Texts:
    """The texts of a bundled rulebook, or of a file; never waits for what may not come."""
    _refuse_named_pipe(name)
    return files.read_rulebook_texts(name)


def read_file_texts(name: str) -> Texts:
    """The texts of a rulebook's file; never waits for what may not come."""
    _refuse_named_pipe(name)
    return files.read_file_texts(name)


def files_of(rulebook: str | None) -> list[str]:
    """The rulebook's file and those of its tables, as far as there are any."""
    if rulebook is None:
        return []
    path = Path(rulebook)
    try:
        tables = [*path.parent.glob(file_of_table(glob.escape(path.name), "*"))]
    except (OSError, ValueError):  # told where it is read
        tables = []
    return [rulebook, *map(str, tables)]


def read_text(name: str) -> Source:
    """The text of a file; never waits for what may not come."""
    _refuse_named_pipe(name)
    return files.read_text(name)


def _refuse_named_pipe(name: str) -> None:
    """A named pipe may never say anything. One that the shell made for `<(…)` has a writer."""
    if not name:
        raise RulebookError([messages.not_found(name, engine.bundled())])
    try:
        path = Path(name)
        if not stat.S_ISFIFO(path.stat().st_mode):
            return
        if os.path.realpath(path).startswith(("/dev/", "/proc/")):
            return
        problem = "it is a named pipe; give a file, or a case as `--case -`"
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return  # told where it is read
    except (OSError, ValueError) as error:
        problem = (error.strerror if isinstance(error, OSError) else None) or str(error)
    raise RulebookError([messages.unreadable(name, problem.lower())])


def rulebook_and_case(name: str, case: str | None, sets: list[str]) -> tuple[LoadedRulebook, Known]:
    """The rulebook and the known facts; raises RulebookError with all that is wrong in them."""
    rulebook = load(name)
    findings: Findings = []
    known = Known({}, {})
    if case is not None:
        source = (
            decode("standard input", sys.stdin.buffer.read(MOST_BYTES + 1))
            if case == "-"
            else read_text(case)
        )
        known = read_case_file(source, rulebook.definition, findings)
    known = with_sets(rulebook, known, sets, findings)
    if findings:
        raise RulebookError(findings)
    return rulebook, known


def with_sets(rulebook: LoadedRulebook, known: Known, sets: list[str], findings: Findings) -> Known:
    """A case with what some `--set fact=value` say besides, or instead."""
    entries = [entry for text in sets if (entry := _entry(text, findings)) is not None]
    findings += _said_twice(entries)
    given = read_case(entries, rulebook.definition, findings)
    facts, texts = dict(known), dict(known.texts)
    for key, _ in entries:  # `--set fact=unknown` takes back what the file says
        facts.pop(key.value, None)
        texts.pop(key.value, None)
    return Known({**facts, **given}, {**texts, **given.texts})


def _said_twice(entries: list[tuple[Scalar, Node]]) -> Findings:
    first = {key.value: key for key, _ in reversed(entries)}
    return [
        messages.duplicate_key(key, first[key.value].span)
        for key, _ in entries
        if key is not first[key.value]
    ]


def _entry(text: str, findings: Findings) -> tuple[Scalar, Node] | None:
    """`fact=value` as the entry of a case; an empty value is unknown."""
    source = Source("--set", text)
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        findings.append(messages.bad_set(text))
        return None
    start = len(name) - len(name.lstrip())
    key = Scalar(name.strip(), Span(source, start, len(name.rstrip())))
    return key, Scalar(value.strip(), Span(source, len(name) + 1, len(text)))
