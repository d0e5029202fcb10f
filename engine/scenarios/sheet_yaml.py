"""Sheets as YAML or JSON: a list of cases, or a mapping from names to cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from typing import Any

import yaml

from ..language import messages
from ..language.diagnostics import Diagnostic, RulebookError
from ..language.fields import Findings
from ..language.names import near
from ..language.nodes import Mapping, Node, Scalar, Sequence, head
from ..language.source import Source, Span
from ..language.yaml_reader import MOST_BYTES, decode, read_yaml
from .sheet_table import Cell, Places, Table

NAME = "name"
CASE = "case"
LISTS = ("cases", "scenarios")
"""Keys under which a list of cases may stand."""
OF_THE_ANSWER = ("answers", "expect", "decisions", "beside", "changed")
"""What may stand beside `case` and is no part of it."""

_WAY = "write a list: each case begins with `- `, then `fact: value` lines"

_Entries = dict[str, tuple[Scalar, Node]]


def read_yaml_cases(name: str, data: bytes) -> Table:
    """The table of a YAML or JSON file; raises RulebookError when it cannot be read at all."""
    if len(data) > MOST_BYTES:
        raise RulebookError([messages.too_big_for_yaml(name, MOST_BYTES)])
    source = decode(name, data)
    findings: Findings = []
    root = read_yaml(source)
    entries = [_entries(key, node, findings) for key, node in _cases(root, findings)]
    headers = tuple(dict.fromkeys(name for one in entries for name in one))
    rows = [
        tuple(_cell(one[name], findings) if name in one else None for name in headers)
        for one in entries
    ]
    return Table(headers, rows, _places(source, headers, entries), findings=tuple(findings))


def _places(source: Source, headers: tuple[str, ...], entries: list[_Entries]) -> Places:
    def place(row: int, column: int) -> Span:
        name = headers[column]
        if row >= 0:
            return head(entries[row][name][1]) if name in entries[row] else Span(source, 0, 0)
        return next(one[name][0].span for one in entries if name in one)

    return place


def _cases(root: Node, findings: list[Diagnostic]) -> Iterator[tuple[Scalar | None, Node]]:
    """Each case with its name, where the file is a mapping from names."""
    if isinstance(root, Mapping):
        listed = next((value for key in LISTS if (value := root.get(key)) is not None), None)
        if isinstance(listed, Sequence):
            root = listed
        elif any(isinstance(value, Mapping) for _, value in root.entries):
            yield from root.entries
            return
    if isinstance(root, Sequence):
        for item in root.items:
            yield None, item
    else:
        findings.append(messages.wrong_shape(root, "a list", "a sheet of cases", _WAY))


def _entries(name: Scalar | None, node: Node, findings: list[Diagnostic]) -> _Entries:
    """The facts of one case by their keys, and its name first."""
    given: _Entries = {} if name is None else {NAME: (name, name)}
    if isinstance(node, Scalar) and node.is_null:
        return given
    if not isinstance(node, Mapping):
        findings.append(messages.wrong_shape(node, "a mapping", "a case", _WAY))
        return given
    case = node.get(CASE)
    if isinstance(case, Mapping):
        for key, value in node.entries:
            if key.value == NAME and name is None:
                given[NAME] = (key, value)
            elif key.value not in (NAME, CASE, *OF_THE_ANSWER):
                known = (NAME, CASE)
                meant = near(key.value, known)
                findings.append(messages.unknown_key(key, "a case", known, meant))
        node = case
    return given | {key.value: (key, value) for key, value in node.entries}


def _cell(entry: tuple[Scalar, Node], findings: list[Diagnostic]) -> Cell:
    key, node = entry
    if isinstance(node, Scalar):
        return None if node.is_null else node.value
    way = "write one value; a text that begins with a bracket needs quotes"
    findings.append(messages.wrong_shape(node, "a text", f"the value of `{key.value}`", way))
    return None


# -- writing -----------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Writes texts without quotes where they need none: what they mean, the facts' types say."""

    yaml_implicit_resolvers: AnyMapping[str, Any] = {}


_yaml: Any = yaml
_yaml.add_implicit_resolver(  # only these words would be read as nothing
    "tag:yaml.org,2002:null", re.compile("~|null|Null|NULL"), ["~", "n", "N"], Dumper=_Dumper
)


def write_yaml(cases: Iterable[AnyMapping[str, object]]) -> bytes:
    """The cases as a YAML list; values are texts or mappings of them."""
    text = _yaml.dump(list(cases), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return str(text).encode("utf-8")
