"""Words on decision tables, the CSV files beside a rulebook."""

from __future__ import annotations

from ..diagnostics import Diagnostic, Label
from ..source import Span
from .common import at, replacing, shorten


def no_table(span: Span, file: str, meant: str | None) -> Diagnostic:
    way = (
        f"did you mean `{meant}`? Give that file this name"
        if meant
        else "put it beside the rulebook: a header that names facts and `then`, and a row a rule"
    )
    return at("table", span, f"there is no file `{shorten(file)}` with these rules", way)


def rules_twice(span: Span, decision: str, file: str) -> Diagnostic:
    way = "write `rules: table` here, or take the file away"
    return at(
        "wrong-shape", span, f"the rules of `{decision}` stand here and in `{shorten(file)}`", way
    )


def too_many_rows(span: Span, most: int) -> Diagnostic:
    way = "make several decisions out of it; one can read the other"
    return at("too-big", span, f"the table has more than {most:,} rows", way)


def too_many_columns(span: Span, most: int) -> Diagnostic:
    way = "take out the columns that no rule needs"
    return at("too-big", span, f"the table has more than {most:,} columns", way)


def empty_table(name: str) -> Diagnostic:
    way = "a table begins with a header, the names of facts and `then`; each other row is a rule"
    return Diagnostic("empty-file", "the table is empty", help=way, file=name)


def no_header(span: Span) -> Diagnostic:
    way = "put a row above it that names a fact for each column, and `then` for the outcomes"
    return at("table", span, "a table begins with a header, and this row names no fact", way)


def no_rows(span: Span, decision: str) -> Diagnostic:
    way = "write a row for each rule below the header"
    return at("missing-key", span, f"`{decision}` has no rules", way)


def no_then(span: Span) -> Diagnostic:
    way = "name the column with the outcomes `then`"
    return at("missing-key", span, "a table needs a column `then`", way)


def unknown_column(span: Span, name: str, meant: str | None) -> Diagnostic:
    way = (
        f"did you mean `{meant}`?"
        if meant
        else "a column is a fact, an earlier decision, `then`, `id`, `because` or `cites`"
    )
    message = f"there is no fact or decision `{shorten(name)}`"
    return at("unknown-fact", span, message, way, replacing(span, meant) if meant else None)


def column_or_fact(span: Span, name: str, declared: Span | None) -> Diagnostic:
    message = f"the column `{name}` can be the rules' own or the one declared with that name"
    labels = [Label(span), *([Label(declared, "declared here")] if declared else [])]
    way = "give what is declared another name; tables keep this one for themselves"
    return Diagnostic("bad-name", message, tuple(labels), way)


def column_without_name(span: Span) -> Diagnostic:
    way = "name the column in the first row, or empty the cell"
    return at("table", span, "this cell stands in a column without a name", way)


def too_many_cells(span: Span, separator: str) -> Diagnostic:
    sign = "tab" if separator == "\t" else f"`{separator}`"
    way = f"a {sign} inside a cell needs quotes round the whole cell"
    if separator == ",":
        way += ': `"warm, cold"`; or write `warm or cold`'
    return at("table", span, "this row has more cells than the header", way)


def too_few_cells(span: Span) -> Diagnostic:
    way = "a row has a cell for every column; leave a cell empty where anything will do"
    return at("table", span, "this row has fewer cells than the header", way)


def unclosed_cell(span: Span) -> Diagnostic:
    way = "close it at the end of the cell; a quotation mark inside quotes is written twice"
    return at("table", span, "this quotation mark is never closed", way)


def text_behind_cell(span: Span, opening: Span) -> Diagnostic:
    labels = (Label(span), Label(opening, "the quotes open here"))
    way = "quotes go round the whole cell; a quotation mark inside them is written twice"
    return Diagnostic("table", "there is more behind the quotes of this cell", labels, way)
