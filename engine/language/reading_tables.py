"""Rows to what was written: the rules of one decision table, in DMN's orientation "rules as rows".

The first row names the columns: facts, earlier decisions, and the columns of `COLUMNS`. Each other
row becomes a rule as if it had been written in YAML, so what comes after knows no difference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from . import messages
from .conditions import AllOf, Condition, Either, FactTest, Is, Test, Words
from .csv_reader import Cell, Row, read_rows, separator_of
from .diagnostics import Diagnostic, RulebookError
from .fields import Findings
from .names import ID, near
from .nodes import Scalar
from .phrases import GRAMMAR_WORDS, MOST_WORDS, read_phrase
from .source import Source, Span
from .written import Broken, WrittenRule

COLUMNS = ("id", "then", "because", "cites")
ANYTHING = ("", "-")
"""Cells that test nothing."""

_GRAMMAR_BUT_OR = GRAMMAR_WORDS - {"or"}
_AND = re.compile(r"\s+and\s+")
_SEMICOLON = re.compile(r"\s*;\s*")


def read_table(
    source: Source,
    decision: str,
    names: Mapping[str, Span | None],
    broken: Broken,
    findings: Findings,
    *,
    share: bool,
) -> tuple[tuple[WrittenRule, ...], list[str]]:
    """The rules of a decision's table, and the columns that nobody knows.

    `names` are the facts and decisions, and where they are declared. With `share`, cells that say
    the same have one test between them, with the places of the first: quick, and to be used only as
    long as nothing is wrong with any of them.
    """
    table = _Table(source, decision, names, broken, findings, share)
    try:
        rules = table.rules()
    except RulebookError as error:  # no rows can be told apart
        findings.extend(error.diagnostics)
        rules = ()
    return rules, table.strange


class _Table:
    """What is gathered from the rows of one table."""

    def __init__(
        self,
        source: Source,
        decision: str,
        names: Mapping[str, Span | None],
        broken: Broken,
        findings: Findings,
        share: bool,
    ) -> None:
        self.source = source
        self.decision = decision
        self.names = names
        self.broken = broken
        self.findings = findings
        self.strange: list[str] = []
        self.own: dict[str, int] = {}
        self.facts: list[tuple[int, str, Span]] = []
        self.unnamed: list[int] = []
        self.share = share
        self.tests: dict[str, Test[Words]] = {}  # by the text of the whole cell
        self.values: dict[str, Is[Words]] = {}
        self.ids: dict[str, Span] = {}

    def rules(self) -> tuple[WrittenRule, ...]:
        source = self.source
        rows = read_rows(source)
        header = next(rows, None)
        if header is None:
            self.findings.append(messages.empty_table(source.name))
            return ()
        if not self.header(header):
            return ()
        rules: list[WrittenRule] = []
        empty = True
        for row in rows:
            empty = False
            if len(row.cells) > len(header.cells):
                extra = Span(source, row.cells[len(header.cells)].start, row.end)
                self.findings.append(messages.too_many_cells(extra, separator_of(source.text)))
            elif len(row.cells) < len(header.cells):
                self.findings.append(messages.too_few_cells(self.whole(row)))
            else:
                rules.append(self.rule(row))
        if empty:
            self.findings.append(messages.no_rows(self.whole(header), self.decision))
        return tuple(rules)

    # -- the header ----------------------------------------------------------------------------

    def header(self, row: Row) -> bool:
        """Take the columns; False when the row cannot be a header at all."""
        known = {*COLUMNS, *self.names}
        first: dict[str, Span] = {}
        strangers: list[tuple[int, Cell]] = []
        for place, cell in enumerate(row.cells):
            if not cell.text:
                self.unnamed.append(place)
            elif cell.text in first:
                finding = messages.duplicate_name(self.at(cell), first[cell.text], "a column")
                self.findings.append(finding)
            elif cell.text in known or self.broken.has(cell.text, "facts", "decisions"):
                first[cell.text] = self.at(cell)
                self.column(place, cell, cell.text)
            else:
                strangers.append((place, cell))
        if not first and len(strangers) > 1:
            self.findings.append(messages.no_header(self.whole(row)))
            return False
        lost = False
        for place, cell in strangers:
            free = [name for name in (*self.names, *COLUMNS) if name not in first]
            meant = near(cell.text, free)
            self.findings.append(messages.unknown_column(self.at(cell), cell.text, meant))
            self.strange.append(cell.text)
            if meant:
                first[meant] = self.at(cell)
                self.column(place, cell, meant)
            lost = lost or not meant  # which may be what `then` was meant to be
        if "then" not in self.own and not lost:
            self.findings.append(messages.no_then(self.whole(row)))
        return True

    def column(self, place: int, cell: Cell, name: str) -> None:
        if name not in COLUMNS:
            self.facts.append((place, name, self.at(cell)))
            return
        self.own[name] = place
        if name in self.names:
            finding = messages.column_or_fact(self.at(cell), name, self.names[name])
            self.findings.append(finding)

    # -- the rows ------------------------------------------------------------------------------

    def rule(self, row: Row) -> WrittenRule:
        for place in self.unnamed:
            if row.cells[place].text:
                self.findings.append(messages.column_without_name(self.at(row.cells[place])))
        then, span = self.outcomes(row)
        because, cites = self.own.get("because"), self.own.get("cites")
        return WrittenRule(
            id=self.id(row),
            when=self.condition(row),
            then=then,
            then_span=span,
            then_was_wrong="then" not in self.own,
            because=row.cells[because].text if because is not None else "",
            cites=tuple(filter(None, _SEMICOLON.split(row.cells[cites].text)))
            if cites is not None
            else (),
        )

    def id(self, row: Row) -> Scalar:
        place = self.own.get("id")
        if place is not None and row.cells[place].text:
            name = self.scalar(row.cells[place])
            if not ID.fullmatch(name.value):
                self.findings.append(messages.bad_name(name, "a rule"))
        else:
            name = Scalar(f"row-{self.source.position(row.start)[0]}", self.whole(row))
        if name.value in self.ids:
            first = self.ids[name.value]
            finding = messages.duplicate_name(name.span, first, "a rule", name.value)
            self.findings.append(finding)
        self.ids.setdefault(name.value, name.span)
        return name

    def condition(self, row: Row) -> Condition[Words] | None:
        parts: list[FactTest[Words]] = []
        wrong = False
        for place, fact, fact_span in self.facts:
            cell = row.cells[place]
            if cell.text in ANYTHING:
                continue
            test = self.test(cell)
            if isinstance(test, Diagnostic):
                self.findings.append(test)
                wrong = True
            else:
                parts.append(FactTest(fact, test, self.at(cell), fact_span))
        if wrong:
            return None
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def test(self, cell: Cell) -> Test[Words] | Diagnostic:
        known = self.tests.get(cell.text) or _alternatives(cell.text, self.values)
        test = known or read_phrase(cell.text, self.scalar(cell).part)
        if self.share and not isinstance(test, Diagnostic):
            self.tests[cell.text] = test
            if known is None:
                for one in test.tests if isinstance(test, Either) else (test,):
                    if isinstance(one, Is):
                        self.values.setdefault(one.operand.text, one)
        return test

    def outcomes(self, row: Row) -> tuple[tuple[Words, ...], Span]:
        if "then" not in self.own:
            return (), self.whole(row)
        cell = row.cells[self.own["then"]]
        whole = self.scalar(cell)
        if not cell.text:
            return (), whole.span
        ends = [(found.start(), found.end()) for found in _AND.finditer(cell.text)]
        starts = [0, *(end for _, end in ends)]
        stops = [*(start for start, _ in ends), len(cell.text)]
        pairs = zip(starts, stops, strict=True)
        return tuple(Words(cell.text[a:b], whole.part(a, b)) for a, b in pairs), whole.span

    # -- places --------------------------------------------------------------------------------

    def at(self, cell: Cell) -> Span:
        return Span(self.source, cell.start, cell.end)

    def whole(self, row: Row) -> Span:
        return Span(self.source, row.start, row.end)

    def scalar(self, cell: Cell) -> Scalar:
        quoted = self.source.text.startswith('"', cell.start)
        return Scalar(cell.text, self.at(cell), "quoted" if quoted else "plain")


def _alternatives(text: str, values: Mapping[str, Is[Words]]) -> Test[Words] | None:
    """The test of a cell `a or b or c` whose values all are known from other cells.

    Without another word of the grammar in it the cell can mean nothing else.
    """
    words = text.split()
    if len(words) < 3 or len(words) > MOST_WORDS or not _GRAMMAR_BUT_OR.isdisjoint(words):
        return None
    parts = [values.get(part) for part in text.split(" or ")]
    known = tuple(part for part in parts if part is not None)
    return Either(known) if len(known) == len(parts) > 1 else None
