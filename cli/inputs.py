"""What commands are given: a rulebook, a case file, `--set fact=value`."""

from __future__ import annotations

import sys

from ..engine import LoadedRulebook, RulebookError, load
from ..engine.files import read_text
from ..engine.language import messages
from ..engine.language.cases import Known, read_case, read_case_file
from ..engine.language.fields import Findings
from ..engine.language.nodes import Node, Scalar
from ..engine.language.source import Source, Span
from ..engine.language.yaml_reader import MOST_BYTES, decode


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
    entries = [entry for text in sets if (entry := _entry(text, findings)) is not None]
    given = read_case(entries, rulebook.definition, findings)
    if findings:
        raise RulebookError(findings)
    for key, _ in entries:  # `--set fact=unknown` takes back what the file says
        known.pop(key.value, None)
        known.texts.pop(key.value, None)
    return rulebook, Known({**known, **given}, {**known.texts, **given.texts})


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
