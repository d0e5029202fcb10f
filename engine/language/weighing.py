"""What a fact says of itself beside its values: how likely each answer is, how hard it is to find out, and
whether somebody can change it, at which cost."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from . import messages
from .diagnostics import Diagnostic
from .fields import Fields, Findings, text_of
from .literals import read_value
from .nodes import Node
from .rulebook import CHANGES, Change
from .vocabulary import Choice, FactType, Value, YesNo, read_quantity

Likely = tuple[tuple[Value, Decimal], ...]


def read_likely(name: str, kind: FactType, fields: Fields) -> Likely:
    """`likely: {no: 3, yes: 1}`: how often each answer comes beside the others (left out: 1)."""
    if not fields.has("likely"):
        return ()
    if not isinstance(kind, YesNo | Choice):
        types = ("yes/no", "choice")
        span = fields.key_span("likely")
        fields.findings.append(messages.needless_key(span, kind.name, types))
        return ()
    mapping = fields.mapping("likely", way="write `answer: number` lines, indented below it")
    found: dict[Value, Decimal] = {}
    for key, node in mapping.entries if mapping else ():
        answer = read_value(key.value, key.span, kind, name)
        if isinstance(answer, Diagnostic):
            fields.findings.append(answer)
            continue
        found[answer] = _positive(node, f"how likely `{key.value}` is", fields.findings)
    return tuple(found.items())


def read_effort(fields: Fields) -> Decimal:
    """`effort: 3`: how hard the question is to answer beside an ordinary one."""
    node = fields.node_at("effort")
    return Decimal(1) if node is None else _positive(node, "the effort", fields.findings)


def read_change(kind: FactType, fields: Fields) -> Change:
    """`changeable: only up`: in which direction somebody, or time, can change the fact."""
    written = fields.text("changeable")
    if written is None:
        return "no"
    word = " ".join(written.value.split()).casefold()
    known = CHANGES if not isinstance(kind, Choice) else ("no", "yes")
    found = {"true": "yes", "false": "no"}.get(word, word)
    if found not in known:
        way = "a way in which this fact can change"
        fields.findings.append(messages.unknown_word("unknown-key", written, way, known))
        return "no"
    return cast("Change", found)


def read_cost(fields: Fields) -> Decimal:
    """`cost: 2`: how much a change of the fact takes beside one of another fact."""
    node = fields.node_at("cost")
    return Decimal(1) if node is None else _positive(node, "the cost", fields.findings)


def _positive(node: Node, what: str, findings: Findings) -> Decimal:
    scalar = text_of(node, what, findings)
    if scalar is None:
        return Decimal(1)
    quantity = read_quantity(scalar.value)
    if quantity is not None and not quantity.unit and quantity.number > 0:
        return quantity.number
    findings.append(messages.not_positive(scalar, what))
    return Decimal(1)
