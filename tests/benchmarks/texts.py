"""A table as each peer's program."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from .tables import Between, OneOf, Row, Table, Test

Json = dict[str, Any]


# Fingerpost: the head in YAML, the rules in CSV.


def rulebook_text(table: Table) -> str:
    """The rulebook; its rules stand in a table beside it."""
    facts, advice = "", ""
    for name, domain in table.domains.items():
        kind = (
            f"whole number, range: {domain[0]} to {domain[-1]}"
            if isinstance(domain, range)
            else f"choice, options: [{', '.join(map(str, domain))}]"
        )
        facts += f"  {name}: {{type: {kind}, question: What is {name}?}}\n"
    for outcome in table.outcomes:
        advice += f"  {outcome}: {{title: {outcome.capitalize().replace('_', ' ')}}}\n"
    return (
        f"rulebook: {table.name}\ntitle: A table of {len(table.rows)} rules\nversion: 1.0.0\n"
        f"facts:\n{facts}advice:\n{advice}decisions:\n  {table.decision}:\n"
        f"    title: What to do\n    hit policy: first\n    rules: table\n"
        f"    otherwise: {table.otherwise}\n"
    )


def rules_in_csv(table: Table) -> str:
    """The rules, one a line, each cell a phrase of the language."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", *table.domains, "then"])
    for name, row in _named(table):
        tests = (row.when.get(fact) for fact in table.domains)
        writer.writerow([name, *(_phrase(test) if test else "" for test in tests), row.outcome])
    return text.getvalue()


def _named(table: Table) -> Iterator[tuple[str, Row]]:
    return ((f"rule-{place}", row) for place, row in enumerate(table.rows, start=1))


def _phrase(test: Test) -> str:
    if isinstance(test, OneOf):
        return " or ".join(map(str, test.values))
    if test.low == test.high:
        return str(test.low)
    if test.high is None:
        return f"at least {test.low}"
    return f"at most {test.high}" if test.low is None else f"{test.low} to {test.high}"


# GoRules Zen: a decision table in JDM.


def zen_content(table: Table) -> Json:
    """The decision: input, table, output."""
    rules = [
        {
            "_id": name,
            **{fact: _zen_cell(row.when.get(fact)) for fact in table.read},
            "outcome": json.dumps(row.outcome),
        }
        for name, row in _named(table)
    ]
    anything = dict.fromkeys(table.read, "")
    rules.append({"_id": "otherwise", **anything, "outcome": json.dumps(table.otherwise)})
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": fact, "name": fact, "field": fact} for fact in table.read],
        "outputs": [{"id": "outcome", "name": "outcome", "field": "outcome"}],
        "rules": rules,
    }
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            {"id": "table", "name": "table", "type": "decisionTableNode", "content": content},
            {"id": "out", "name": "out", "type": "outputNode"},
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
            {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
        ],
    }


def _zen_cell(test: Test | None) -> str:
    if test is None:
        return ""
    if isinstance(test, OneOf):
        return ", ".join(json.dumps(value) for value in test.values)
    if test.low == test.high:
        return str(test.low)
    if test.high is None:
        return f">= {test.low}"
    return f"<= {test.high}" if test.low is None else f"[{test.low}..{test.high}]"


# JSONLogic: one long `if`.


def json_logic(table: Table) -> Json:
    """Alternatives as `in`, which datalogic evaluates faster than an `or` of `===`."""
    chain: list[Any] = []
    for row in table.rows:
        tests = [_logic(fact, test) for fact, test in row.when.items()]
        chain += [tests[0] if len(tests) == 1 else {"and": tests}, row.outcome]
    return {"if": [*chain, table.otherwise]}


def _logic(fact: str, test: Test) -> Json:
    value = {"var": fact}
    if isinstance(test, Between):
        if test.low == test.high:
            return {"===": [value, test.low]}
        if test.high is None:
            return {">=": [value, test.low]}
        low = [] if test.low is None else [test.low]
        return {"<=": [*low, value, test.high]}
    if test.values == (True,):
        return value
    if len(test.values) == 1:
        return {"===": [value, test.values[0]]}
    return {"in": [value, list(test.values)]}


# Infix expressions: Python, rule-engine, SQL.


def python_source(table: Table) -> str:
    """A function as a person would write it: read once, then `if` after `if`."""
    lines = ["def decide(case):"]
    lines += [f"    {fact} = case[{fact!r}]" for fact in table.read]
    for row in table.rows:
        tests = " and ".join(_python(fact, test) for fact, test in row.when.items())
        lines.append(f"    if {tests}:\n        return {row.outcome!r}")
    return "\n".join([*lines, f"    return {table.otherwise!r}\n"])


def _python(fact: str, test: Test) -> str:
    if isinstance(test, Between):
        low = "" if test.low is None else f"{test.low} <= "
        high = "" if test.high is None else f" <= {test.high}"
        return f"{fact} == {test.low}" if test.low == test.high else f"{low}{fact}{high}"
    if test.values == (True,):
        return fact
    if len(test.values) == 1:
        return f"{fact} == {test.values[0]!r}"
    return f"{fact} in {{{', '.join(map(repr, test.values))}}}"


def rule_engine_text(row: Row) -> str:
    """A condition of rule-engine; `or` is faster there than `in`."""
    return " and ".join(_infix(fact, test, "==", "true") for fact, test in row.when.items())


def sql_case(table: Table) -> str:
    """A CASE whose value is the outcome's place in `outcomes`."""
    places = {outcome: place for place, outcome in enumerate(table.outcomes)}
    rows = [
        f"WHEN {' AND '.join(_sql(fact, test) for fact, test in row.when.items())} "
        f"THEN {places[row.outcome]}"
        for row in table.rows
    ]
    return f"CASE {' '.join(rows)} ELSE {places[table.otherwise]} END"


def _sql(fact: str, test: Test) -> str:
    if isinstance(test, OneOf) and len(test.values) > 1:
        return f"{fact} IN ({', '.join(map(repr, test.values))})"
    if isinstance(test, Between) and test.low is not None and test.high is not None:
        return f"{fact} BETWEEN {test.low} AND {test.high}"
    return _infix(fact, test, "=", "TRUE")


def _infix(fact: str, test: Test, equals: str, true: str) -> str:
    if isinstance(test, Between):
        if test.low == test.high:
            return f"{fact} {equals} {test.low}"
        low = [] if test.low is None else [f"{fact} >= {test.low}"]
        high = [] if test.high is None else [f"{fact} <= {test.high}"]
        return " and ".join(low + high)
    words = [true if value is True else repr(value) for value in test.values]
    each = [f"{fact} {equals} {word}" for word in words]
    return each[0] if len(each) == 1 else f"({' or '.join(each)})"
