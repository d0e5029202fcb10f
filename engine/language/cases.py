"""Cases: the known facts of one situation, from a file, from `--set`, from Python or a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from . import messages
from .diagnostics import Diagnostic
from .fields import Findings, mapping_of, text_of
from .literals import in_range, read_value, write_interval
from .nodes import Node, Scalar
from .rulebook import Rulebook
from .source import Source, Span
from .vocabulary import Day, FactType, Number, Value, YesNo, plain_decimal, write_value
from .written import Broken
from .yaml_reader import read_yaml

UNKNOWN_WORDS = ("unknown", "?")

_PYTHON_FORMS = {
    "yes/no": '`True` or `False`, or "yes" or "no"',
    "choice": "the option as a text",
    "whole number": 'a number, or a text such as "3"',
    "number": 'a number, or a text such as "2.5"',
    "date": 'a `datetime.date`, or a text such as "2026-12-01"',
}

Case = Mapping[str, Value]
"""Fact id to value, for the facts that are known."""


class Known(dict[str, Value]):
    """The known facts of a case, with the texts for placeholders beside them."""

    def __init__(self, facts: Mapping[str, Value], texts: Mapping[str, str]) -> None:
        """Hold facts and texts."""
        super().__init__(facts)
        self.texts = dict(texts)

    def with_facts(self, facts: Mapping[str, Value]) -> Known:
        """The case with these facts besides, or instead."""
        return Known({**self, **facts}, self.texts)


def read_case_file(source: Source, rulebook: Rulebook, findings: Findings) -> Known:
    """A case from YAML or JSON text: one mapping from facts to values."""
    root = read_yaml(source)
    mapping = mapping_of(root, "a case", findings, "write `fact: value` lines")
    return read_case(mapping.entries if mapping else (), rulebook, findings)


def read_case(
    entries: Iterable[tuple[Scalar, Node]],
    rulebook: Rulebook,
    findings: Findings,
    broken: Broken = Broken(),  # noqa: B008 - it is frozen
) -> Known:
    """The case of a mapping's entries. A fact that is `unknown`, `?` or nothing is left out."""
    facts: dict[str, Value] = {}
    texts: dict[str, str] = {}
    for key, node in entries:
        name = key.value
        if name not in rulebook.facts and broken.has(name, "facts", "placeholders"):
            continue
        if isinstance(node, Scalar) and node.is_null:
            _check_name(name, key.span, rulebook, findings)
            continue
        if not _check_name(name, key.span, rulebook, findings):
            continue
        scalar = text_of(node, f"the value of `{name}`", findings)
        if scalar is None or scalar.value.strip() in UNKNOWN_WORDS:
            continue
        if name in rulebook.placeholders:
            texts[name] = scalar.value.strip()
            continue
        value = read_fact(scalar.value.strip(), scalar.span, name, rulebook)
        if isinstance(value, Diagnostic):
            findings.append(value)
        else:
            facts[name] = value
    return Known(facts, texts)


def _check_name(name: str, span: Span, rulebook: Rulebook, findings: Findings) -> bool:
    if name in rulebook.facts or name in rulebook.placeholders:
        return True
    if name in rulebook.decisions:
        findings.append(messages.decision_in_case(span, name))
    elif name in rulebook.settings:
        findings.append(messages.setting_in_case(span, name))
    else:
        known = [*rulebook.facts, *rulebook.placeholders]
        findings.append(messages.unknown_case_fact(span, name, known))
    return False


def read_fact(text: str, span: Span, name: str, rulebook: Rulebook) -> Value | Diagnostic:
    """The value that a text is for a fact, within the fact's range."""
    return read_within(text, span, rulebook.facts[name].type, name)


def read_within(text: str, span: Span, kind: FactType, name: str) -> Value | Diagnostic:
    """The value that a text is for something of a type, such as a field of an event, within its range."""
    value = read_value(text, span, kind, name)
    if isinstance(value, Diagnostic) or in_range(value, kind):
        return value
    allowed = write_interval(kind.interval) if isinstance(kind, Number | Day) else ""
    return messages.out_of_range(span, text, name, allowed)


def read_python_case(case: Mapping[str, object], rulebook: Rulebook, findings: Findings) -> Known:
    """A case from a Python mapping: `True` or `"yes"`, `3` or `"3 days"`, a date or its text.

    None is unknown. Each value is read as a person would have written it, so the same checks and
    the same messages hold.
    """
    facts: dict[str, Value] = {}
    texts: dict[str, str] = {}
    for name, given in case.items():
        shown, name = _shown(given), str.__str__(name) if isinstance(name, str) else _shown(name)  # pyright: ignore[reportUnnecessaryIsInstance]
        source = Source("case", f"{_shown(name)}: {shown}")
        key_span = Span(source, 0, len(source.text) - len(shown) - 2)
        value_span = Span(source, key_span.end + 2, len(source.text))
        known = _check_name(name, key_span, rulebook, findings)
        if not known or given is None:
            continue
        if name in rulebook.placeholders:
            if shown not in ("", *UNKNOWN_WORDS):
                texts[name] = given if isinstance(given, str) else shown
            continue
        text = _as_written(given, rulebook.facts[name].type)
        if text is None:
            wanted = f"a value for a {rulebook.facts[name].type.name} fact"
            way = f"give {_PYTHON_FORMS[rulebook.facts[name].type.name]}"
            findings.append(messages.wrong_type(value_span, shown, wanted, way))
        elif text not in UNKNOWN_WORDS:
            value = read_fact(text, value_span, name, rulebook)
            if isinstance(value, Diagnostic):
                findings.append(value)
            else:
                facts[name] = value
    return Known(facts, texts)


def _shown(given: object) -> str:
    """The value as a text on one line that can always be printed, whatever it is."""
    try:
        text = str(given)
    except Exception:
        text = f"a {type(given).__name__}"
    return " ".join(text.encode("utf-8", "backslashreplace").decode("utf-8").split()[:50])


def _as_written(given: object, kind: object) -> str | None:
    """The text a person would write for a Python value; None when it cannot be meant."""
    match given:
        case bool():
            return write_value(given) if isinstance(kind, YesNo) else None
        case str():
            return _shown(given)
        case datetime():
            return None
        case date():
            return given.isoformat() if isinstance(kind, Day) else None
        case int() | float() | Decimal() if isinstance(kind, Number):
            exact = Decimal(repr(given)) if isinstance(given, float) else Decimal(given)
            number = plain_decimal(exact)
            return _shown(given) if number is None else write_value(number)
        case _:
            return None
