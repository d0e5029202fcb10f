"""`fingerpost sheet`: many cases from a sheet, and the same with their answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ..engine import LoadedRulebook, RulebookError
from ..engine.language import messages
from ..engine.language.fields import Findings
from ..engine.language.vocabulary import Value, plain_value
from ..engine.scenarios.sheet_answers import (
    Answered,
    Side,
    answer_cases,
    as_csv,
    as_xlsx,
    as_yaml,
)
from ..engine.scenarios.sheet_table import MOST_BYTES, Dialect
from ..engine.scenarios.sheets import Sheet, SheetCase, ending_of, read_sheet, read_table
from .inputs import files_of, load
from .output import (
    STANDARD,
    print_json,
    print_lines,
    refuse_overwriting,
    write_bytes,
    write_file,
)
from .progress import Progress, progress
from .style import style_of, wrapped

SEPARATORS = {".csv": ",", ".tsv": "\t"}
FOR_SPREADSHEETS = Dialect(newline="\r\n", mark="\ufeff")
"""How a CSV file is written that was none before; without the mark Excel mistakes its letters."""


def run(rulebook: str, cases: str, output: str, *, beside: str | None, as_json: bool) -> None:
    """Read, answer, write; what was written is told on standard error."""
    ending = ending_of(cases)
    kind = ending if output == STANDARD else ending_of(output)
    if output != STANDARD:
        refuse_overwriting(output, cases, *files_of(rulebook), *files_of(beside))
    rulebooks = [load(name) for name in (rulebook, beside) if name is not None]
    with progress("reading the cases") as tell:
        sheets = _read(cases, rulebooks)
        content = _as_json(sheets, rulebooks, tell) if as_json or kind == ".json" else None
        only_json = output == STANDARD and content is not None
        answered = None if only_json else _answer(sheets, rulebooks, tell)
        tell("writing", 0, 0)
        if answered and output != STANDARD:
            write_file(Path(output), _file(answered, kind, content, ending))
    if answered and output != STANDARD:
        note = _summary(answered, output)
        print_lines(wrapped(note, style_of(sys.stderr).width), sys.stderr)
    elif answered:
        _print(_text(answered, kind))
    if only_json or as_json:
        print_json(content)


def read_bytes(name: str) -> bytes:
    """The bytes of a file with cases; raises RulebookError when they cannot be read."""
    problem = "it is no file"
    try:
        path = Path(name)
        if path.is_dir():
            problem = "it is a folder"
        elif path.is_file():  # a named pipe may never say anything
            with path.open("rb") as file:
                return file.read(MOST_BYTES + 1)
        elif not path.exists():
            raise RulebookError([messages.no_file(name)])
    except (OSError, ValueError) as error:
        problem = (error.strerror if isinstance(error, OSError) else None) or str(error)
    raise RulebookError([messages.unreadable(name, problem.lower())])


def _read(name: str, rulebooks: Sequence[LoadedRulebook]) -> list[Sheet]:
    """The sheet as each of the rulebooks reads it."""
    table = read_table(name, read_bytes(name))
    findings: Findings = []
    sheets: list[Sheet] = []
    for rulebook, other in zip(rulebooks, reversed(rulebooks), strict=True):
        beside = other.definition if other is not rulebook else None
        sheets.append(read_sheet(table, rulebook.definition, findings, beside))
    if findings:
        raise RulebookError(findings)
    return sheets


def _answer(
    sheets: Sequence[Sheet], rulebooks: Sequence[LoadedRulebook], tell: Progress
) -> Answered:
    sides = [
        Side(rulebook.definition, rulebook.answer_one, sheet.cases)
        for rulebook, sheet in zip(rulebooks, sheets, strict=True)
    ]
    return answer_cases(sheets[0], sides, lambda done, total: tell("answering", done, total))


def _file(answered: Answered, kind: str, content: object, source: str) -> bytes:
    """The answers as a kind of file has them; `source` is the kind of the sheet that was read."""
    if kind == ".json":
        return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    if kind == ".xlsx":
        return as_xlsx(answered)
    if kind in (".csv", ".tsv") and kind != source:
        return as_csv(answered, replace(FOR_SPREADSHEETS, separator=SEPARATORS[kind]))
    return _text(answered, kind)


def _text(answered: Answered, kind: str) -> bytes:
    """The answers as text, written as the sheet was; a workbook is printed as CSV."""
    return as_yaml(answered) if kind in (".yaml", ".yml") else as_csv(answered)


def _print(data: bytes) -> None:
    if sys.stdout.isatty():
        print_lines(data.decode("utf-8").removesuffix("\n").split("\n"))
    else:
        write_bytes(data)


def _summary(answered: Answered, output: str) -> str:
    total = len(answered.sheet.cases)
    cases = f"{total:,} case{'s'[: total != 1]}"
    if len(answered.rulebooks) > 1:
        return f"{output} is written: {cases}, {answered.changed:,} of them answered differently."
    settled = answered.settled[0]
    return f"{output} is written: {cases}, {settled:,} settled and {total - settled:,} open."


# -- JSON --------------------------------------------------------------------------------------


def _as_json(
    sheets: Sequence[Sheet], rulebooks: Sequence[LoadedRulebook], tell: Progress
) -> dict[str, object]:
    """Each rulebook, and each case with its answers by ids, as `advise --json` has them."""
    first = rulebooks[0]
    answers = [_decisions(rulebook) for rulebook in rulebooks]
    total = len(sheets[0].cases)
    entries: list[dict[str, object]] = []
    for number, cases in enumerate(zip(*(sheet.cases for sheet in sheets), strict=True)):
        tell("answering", number, total)
        decisions = [answer(one) for answer, one in zip(answers, cases, strict=True)]
        entry: dict[str, object] = {"name": cases[0].name, "case": _case(cases[0])}
        entry["decisions"] = decisions[0]
        if len(decisions) > 1:
            entry |= {"beside": decisions[1], "changed": decisions[0] != decisions[1]}
        entries.append(entry)
    content = {**first.definition.identity, "cases": entries}
    return content | ({"beside": rulebooks[1].definition.identity} if len(rulebooks) > 1 else {})


def _case(one: SheetCase) -> dict[str, object]:
    facts = {name: plain_value(value) for name, value in one.case.items()}
    return {**facts, **one.case.texts}


def _decisions(rulebook: LoadedRulebook) -> Callable[[SheetCase], dict[str, object]]:
    """Answers by a rulebook; cases with the same facts are answered once."""
    known: dict[frozenset[tuple[str, Value]], dict[str, object]] = {}

    def decisions(one: SheetCase) -> dict[str, object]:
        key = frozenset(one.case.items())
        if key not in known:
            answer = rulebook.answer(one.case)
            known[key] = {name: found.to_dict() for name, found in answer.items()}
        return known[key]

    return decisions
