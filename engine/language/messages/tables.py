"""Words on decision tables, the CSV files beside a rulebook, and on sheets of cases."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic, Label
from ..source import Span
from .common import at, listing, replacing, shorten


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


# -- sheets of cases -----------------------------------------------------------------------------
# The engine gives those about a cell their place; a cell of a workbook is none in a text.


def no_kind_of_sheet(name: str, endings: Sequence[str]) -> Diagnostic:
    message = f"the ending of `{shorten(name)}` says no kind of sheet"
    way = f"cases are read from, and answers written to {', '.join(endings)}"
    return Diagnostic("sheet", message, help=way, file=name)


def broken_workbook(name: str, problem: str) -> Diagnostic:
    way = "open it in your spreadsheet program and save it again as .xlsx, or as CSV in UTF-8"
    message = f"this workbook cannot be read: {problem}"
    return Diagnostic("sheet", message, help=way, file=name)


def locked_workbook(name: str) -> Diagnostic:
    way = "open it in your spreadsheet program and save it as .xlsx, without a password"
    message = "this workbook has a password, or is an old .xls file"
    return Diagnostic("sheet", message, help=way, file=name)


def unpacks_too_big(name: str, most: int) -> Diagnostic:
    message = f"unpacked, this workbook would have more than {most:,} bytes"
    way = "save the cases alone, as a new workbook or as CSV"
    return Diagnostic("too-big", message, help=way, file=name)


def too_big_for_yaml(name: str, most: int) -> Diagnostic:
    message = f"the file has more than {most:,} bytes"
    way = "save so many cases as CSV or XLSX, which may be larger"
    return Diagnostic("too-big", message, help=way, file=name)


def too_many_sheet_rows(name: str, most: int) -> Diagnostic:
    message = f"the sheet has more than {most:,} cases"
    return Diagnostic("too-big", message, help="split it into several", file=name)


def too_many_sheet_columns(name: str, most: int) -> Diagnostic:
    message = f"the sheet has more than {most:,} columns"
    return Diagnostic("too-big", message, help="take out what belongs to no case", file=name)


def empty_sheet(name: str) -> Diagnostic:
    way = "its first row names facts; each other row is a case"
    return Diagnostic("empty-file", "the sheet is empty", help=way, file=name)


def unknown_sheet_column(header: str, meant: str | None) -> Diagnostic:
    way = (
        f"did you mean `{shorten(meant)}`?"
        if meant
        else "head a column with the name, the label or the question of a fact; "
        "begin the header with `#` to have the column left alone"
    )
    return Diagnostic("unknown-fact", f"there is no fact `{shorten(header)}`", help=way)


def ambiguous_column(header: str, names: Sequence[str]) -> Diagnostic:
    message = f"`{shorten(header)}` may mean {listing(names)}"
    return Diagnostic("sheet", message, help="head the column with the name that you mean")


def column_twice(header: str, first: str) -> Diagnostic:
    message = f"`{shorten(header)}` says the same as the column `{shorten(first)}`"
    return Diagnostic("duplicate-name", message, help="take one of the two columns out")


def cell_without_column() -> Diagnostic:
    way = "name the column in the first row, or empty the cell; in CSV, a cell with the separator "
    message = "this cell stands in a column without a name"
    return Diagnostic("sheet", message, help=f"{way}in it needs quotes round the whole cell")


def formula_without_value() -> Diagnostic:
    message = "this formula has no value, and Fingerpost never computes one"
    way = "open the workbook in your spreadsheet program and save it, or write the value itself"
    return Diagnostic("formula", message, help=way)


def error_in_cell(text: str) -> Diagnostic:
    way = "mend the formula, or write the value itself; leave the cell empty when it is unknown"
    return Diagnostic("formula", f"the cell holds the error `{shorten(text)}`", help=way)


def more_findings(count: int) -> Diagnostic:
    message = f"and {count:,} more finding{'s'[: count > 1]} from here on"
    way = "mend these first; often one slip makes many"
    return Diagnostic("sheet", message, help=way, severity="note")


def same_file(name: str) -> Diagnostic:
    message = "this would be written over what it is made from"
    return Diagnostic("unwritable", message, help="choose another name", file=name)
