"""The answers to a sheet of cases, in words beside them: by one rulebook, or by two side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ..diagrams.cells import fact_cells
from ..evaluate import Case, DecisionAnswer, Fault, Result
from ..language.conditions import Operand, Test, tests_in
from ..language.rulebook import Decision, Rulebook
from ..language.vocabulary import Number, write_value
from ..language.wording import value_words
from ..outcomes import certain, perhaps, result_words
from .sheet_csv import write_csv
from .sheet_table import Cell, Dialect, cell_text
from .sheet_yaml import CASE, NAME, write_yaml
from .sheets import Column, Sheet, SheetCase

OPEN = "open"
MOST_NUMBERS = 6
"""Numbers still possible that are listed one by one; of more, only the ends are told."""
TELL_EVERY = 500
"""Cases between two words on progress."""

AnswerOne = Callable[[str, Case], DecisionAnswer]
Progress = Callable[[int, int], None]
AnswerKind = Literal["answer", "because", "ask next", "changed"]


@dataclass(frozen=True)
class Side:
    """A rulebook, what answers by it, and the cases as it reads them."""

    rulebook: Rulebook
    answer_one: AnswerOne
    cases: Sequence[SheetCase]


@dataclass(frozen=True)
class Told:
    """The answer of one decision in words. While it is open, `ask` is the question to ask next and
    `possible` what may still come of it; else both are empty."""

    answer: str
    because: str = ""
    ask: str = ""
    possible: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing that is unknown can change the answer."""
        return not self.possible

    @property
    def ask_next(self) -> str:
        """The next question with what is still possible, for one cell."""
        return f"{self.ask} Still possible: {self.possible}".strip() if self.possible else ""


@dataclass(frozen=True)
class AnswerColumn:
    """A column of answers: of which decision (none: of all), and by which of two rulebooks."""

    kind: AnswerKind
    title: str = ""
    mark: str = ""

    @property
    def key(self) -> str:
        """Its name beside other columns of the same decision."""
        return f"{self.kind} ({self.mark})" if self.mark else self.kind

    @property
    def header(self) -> str:
        """Its name in the sheet; `sheets` knows it again."""
        return f"{self.key}: {self.title}" if self.title else self.key


@dataclass(frozen=True)
class Answered:
    """A sheet with its answers: a row of texts for each case, a text for each column.

    `settled` counts, for each rulebook, the cases of which every decision is settled; `changed` those
    that two rulebooks answer differently.
    """

    sheet: Sheet
    rulebooks: tuple[Rulebook, ...]
    columns: tuple[AnswerColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    settled: tuple[int, ...]
    changed: int


def answer_cases(sheet: Sheet, sides: Sequence[Side], progress: Progress | None = None) -> Answered:
    """The answers of every decision to every case of a sheet, by one rulebook or two.

    `progress` is told now and then how many cases are answered, and of how many.
    """
    tellers = [{name: _Teller(side, name) for name in side.rulebook.decisions} for side in sides]
    names = tuple(dict.fromkeys(name for tell in tellers for name in tell))
    columns = _columns([side.rulebook for side in sides], names)
    rows: list[tuple[str, ...]] = []
    settled, changed = [0] * len(sides), 0
    for number, cases in enumerate(zip(*(side.cases for side in sides), strict=True)):
        if progress and number % TELL_EVERY == 0:
            progress(number, len(sheet.cases))
        told = [
            {name: tell(one.case) for name, tell in each.items()}
            for each, one in zip(tellers, cases, strict=True)
        ]
        row = tuple(_row(told, names))
        rows.append(row)
        for place, each in enumerate(told):
            settled[place] += all(one.settled for one in each.values())
        changed += len(told) > 1 and row[0] == "yes"
    rulebooks = tuple(side.rulebook for side in sides)
    return Answered(sheet, rulebooks, columns, tuple(rows), tuple(settled), changed)


def _columns(rulebooks: Sequence[Rulebook], names: Sequence[str]) -> tuple[AnswerColumn, ...]:
    marks = _marks(rulebooks)
    columns = [AnswerColumn("changed")] if len(rulebooks) > 1 else []
    titles = {
        name: next(one.decisions[name].title for one in rulebooks if name in one.decisions)
        for name in names
    }
    for name, title in titles.items():
        if list(titles.values()).count(title) > 1:
            title = f"{title} [{name}]"
        columns += [AnswerColumn("answer", title, mark) for mark in marks]
        columns += [AnswerColumn("changed", title)] if len(rulebooks) > 1 else []
        columns += [AnswerColumn("because", title, mark) for mark in marks]
        columns += [AnswerColumn("ask next", title, mark) for mark in marks]
    return tuple(columns)


def _marks(rulebooks: Sequence[Rulebook]) -> tuple[str, ...]:
    """What tells two rulebooks apart: their versions, else their titles."""
    if len(rulebooks) == 1:
        return ("",)
    for marks in ((one.version for one in rulebooks), (one.title for one in rulebooks)):
        found = tuple(marks)
        if len(set(found)) == len(found):
            return found
    return tuple(("first", "second")[: len(rulebooks)])


def _row(told: Sequence[dict[str, Told]], names: Sequence[str]) -> list[str]:
    """The texts of one case, in the order of `_columns`."""
    beside = len(told) > 1
    changes: list[bool] = []
    row: list[str] = []
    for name in names:
        found = [each.get(name) for each in told]
        row += [one.answer if one else "" for one in found]
        if beside:
            changes.append(len({(one.answer, one.possible) if one else None for one in found}) > 1)
            row.append(_yes_no(changes[-1]))
        row += [one.because if one else "" for one in found]
        row += [one.ask_next if one else "" for one in found]
    return [_yes_no(any(changes)), *row] if beside else row


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


# -- one decision ------------------------------------------------------------------------------


class _Teller:
    """Tells the answer of one decision. Cases that no test of the decision, or of those that it
    reads, can tell apart are answered once: that is what cells are."""

    def __init__(self, side: Side, decision: str) -> None:
        self._rulebook = side.rulebook
        self._decision = decision
        self._answer_one = side.answer_one
        tests: dict[str, dict[Test[Operand], None]] = {}
        for name in (*side.rulebook.earlier(decision), decision):
            for rule in side.rulebook.decisions[name].rules:
                for one in tests_in(rule.condition):
                    tests.setdefault(one.fact, {})[one.test] = None
        self._cells = {
            name: fact_cells(fact, tuple(tests[name]))
            for name, fact in side.rulebook.facts.items()
            if name in tests
        }
        self._told: dict[tuple[int | None, ...], Told] = {}

    def __call__(self, case: Case) -> Told:
        key = tuple(
            cells.index(case[name]) if name in case else None for name, cells in self._cells.items()
        )
        told = self._told.get(key)
        if told is None:
            answer = self._answer_one(self._decision, case)
            told = self._told[key] = tell(self._rulebook, answer)
        return told


def tell(rulebook: Rulebook, answer: DecisionAnswer) -> Told:
    """An answer in words: a list with semicolons between, `open`, or the fault."""
    decision = rulebook.decisions[answer.decision]
    if answer.settled:
        return Told(_words(decision, answer.possible[0]), _reasons(decision, answer))
    question = rulebook.facts[answer.ask[0]].question if answer.ask else ""
    left = f" (not examined: {answer.unexamined})" if answer.unexamined else ""
    return Told(OPEN, ask=question, possible=f"{_still_possible(decision, answer)}{left}")


def _words(decision: Decision, result: Result) -> str:
    if isinstance(result, tuple) and result:
        return "; ".join(value_words(value, decision.type) for value in result)
    return result_words(decision, result)


def _reasons(decision: Decision, answer: DecisionAnswer) -> str:
    if isinstance(answer.result, Fault) and not answer.rules:
        return ""
    reasons = [rule.because for rule in decision.rules if rule.id in answer.rules]
    if not answer.rules and decision.otherwise:
        reasons = [decision.otherwise.because]
    return " ".join(dict.fromkeys(filter(None, reasons)))


def _still_possible(decision: Decision, answer: DecisionAnswer) -> str:
    """The outcomes that may still come; of lists, what is sure and what is not."""
    lists = [one for one in answer.possible if isinstance(one, tuple)]
    if len(lists) < len(answer.possible):
        words = [result_words(decision, one) for one in answer.possible]
        if len(words) > MOST_NUMBERS and isinstance(decision.type, Number):
            return f"from {words[0]} to {words[-1]}"
        return "; ".join(words)
    sure = certain(lists)
    told = [f"surely {_words(decision, sure)}"] if sure else []
    return "; ".join([*told, f"perhaps {_words(decision, perhaps(lists))}"])


# -- writing -----------------------------------------------------------------------------------


def as_csv(answered: Answered, dialect: Dialect | None = None) -> bytes:
    """The sheet with its answers as CSV; in the dialect of the sheet that was read, unless told."""
    headers = [one.header for one in (*answered.sheet.columns, *answered.columns)]
    cases = zip(answered.sheet.cases, answered.rows, strict=True)
    return write_csv(
        headers, ((*one.row, *texts) for one, texts in cases), dialect or answered.sheet.dialect
    )


def as_yaml(answered: Answered) -> bytes:
    """The sheet with its answers as YAML: for each case its name, its facts, its answers."""
    cases: list[dict[str, object]] = []
    for one, texts in zip(answered.sheet.cases, answered.rows, strict=True):
        facts: dict[str, str] = {}
        entry: dict[str, object] = {CASE: facts}
        for column, cell in zip(answered.sheet.columns, one.row, strict=True):
            if cell is not None and column.kind == "name":
                entry = {NAME: cell_text(cell), **entry}
            elif cell is not None:
                facts[column.header] = cell_text(cell)
        answers: dict[str, dict[str, str]] = {}
        for column, text in zip(answered.columns, texts, strict=True):
            if not column.title:
                entry[column.key] = text
            elif text:
                answers.setdefault(column.title, {})[column.key] = text
        cases.append({**entry, "answers": answers})
    return write_yaml(cases)


_WIDTHS: dict[AnswerKind, int] = {"answer": 32, "because": 48, "ask next": 48, "changed": 12}
_NARROWEST, _WIDEST, _LOOKED_AT = 10, 36, 200


def as_xlsx(answered: Answered) -> bytes:
    """The sheet with its answers as a workbook, and a sheet about them. Numbers and days that were
    written as texts become numbers and days."""
    from .sheet_xlsx import write_xlsx  # openpyxl takes its time to load

    columns = answered.sheet.columns
    widths = [_width(answered, place) for place in range(len(columns))]
    widths += [_WIDTHS[one.kind] for one in answered.columns]
    rows = (
        (*(_typed(one, *pair) for pair in zip(columns, one.row, strict=True)), *texts)
        for one, texts in zip(answered.sheet.cases, answered.rows, strict=True)
    )
    headers = [one.header for one in (*columns, *answered.columns)]
    return write_xlsx(headers, rows, widths, about(answered))


def _width(answered: Answered, place: int) -> int:
    texts = [cell_text(one.row[place]) for one in answered.sheet.cases[:_LOOKED_AT]]
    longest = max(map(len, [answered.sheet.columns[place].header, *texts])) + 4
    return min(max(longest, _NARROWEST), _WIDEST)


def _typed(one: SheetCase, column: Column, cell: Cell) -> Cell:
    value = one.case.get(column.id) if isinstance(cell, str) else None
    if value is None or isinstance(value, str | bool) or write_value(value) != str(cell).strip():
        return cell
    return float(value) if isinstance(value, Decimal) else value


def about(answered: Answered) -> list[tuple[str, str | int]]:
    """What was answered by which rulebook, a line each."""
    lines: list[tuple[str, str | int]] = []
    total = len(answered.sheet.cases)
    for rulebook, settled in zip(answered.rulebooks, answered.settled, strict=True):
        lines += [
            ("rulebook", rulebook.title),
            ("version", rulebook.version),
            ("fingerprint", rulebook.fingerprint),
            ("cases settled", settled),
            ("cases open", total - settled),
        ]
    changed = [("cases changed", answered.changed)] if len(answered.rulebooks) > 1 else []
    return [("cases", total), *changed, *lines]
