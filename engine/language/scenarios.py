"""Scenarios, resolved: their cases read, their expectations fitted to the decisions."""

from __future__ import annotations

from collections.abc import Iterable

from . import messages
from .cases import read_case
from .diagnostics import Diagnostic
from .fields import Fields, Findings, items_of, text_of
from .literals import read_value
from .nodes import Mapping, Node, Scalar, Sequence, head
from .reading_rules import read_scenarios
from .rulebook import Decision, Expectation, Rulebook, Scenario
from .source import Source
from .vocabulary import Choice, ListOf, Value
from .written import Broken, WrittenScenario
from .yaml_reader import read_yaml


def read_scenario_file(source: Source, findings: Findings) -> tuple[WrittenScenario, ...]:
    """The scenarios of a file beside a rulebook: a mapping with a list under `scenarios`."""
    root = read_yaml(source)
    if not isinstance(root, Mapping):
        way = "begin with `scenarios:` and put a list below it"
        findings.append(messages.wrong_shape(root, "a mapping", "a file of scenarios", way))
        return ()
    fields = Fields(root, "a file of scenarios", ("scenarios",), findings)
    node = fields.need("scenarios", "begin with `scenarios:` and put a list below it")
    return read_scenarios(node, findings) if node is not None else ()


def resolve_scenarios(
    written: Iterable[WrittenScenario], rulebook: Rulebook, broken: Broken, findings: Findings
) -> tuple[Scenario, ...]:
    """The scenarios of a resolved rulebook."""
    return tuple(
        Scenario(
            one.name.value,
            read_case(one.case, rulebook, findings, broken),
            tuple(_expectations(one, rulebook, broken, findings)),
            one.name.span,
        )
        for one in written
    )


def _expectations(
    one: WrittenScenario, rulebook: Rulebook, broken: Broken, findings: Findings
) -> Iterable[Expectation]:
    for key, node in one.expect:
        decision = rulebook.decisions.get(key.value)
        if decision is None:
            if not broken.has(key.value, "decisions"):
                known = list(rulebook.decisions)
                findings.append(messages.unknown_decision(key.span, key.value, known))
            continue
        expectation = _expectation(decision, node, broken, findings)
        if expectation is not None:
            yield expectation


def _expectation(
    decision: Decision, node: Node, broken: Broken, findings: Findings
) -> Expectation | None:
    what = f"the outcome of `{decision.id}`"
    name, span, kind = decision.id, head(node), decision.type
    words = " ".join(node.value.split()) if isinstance(node, Scalar) else ""
    if words == "open" or words == "no rule fits":
        return Expectation(name, state=words, span=span)
    if isinstance(kind, ListOf):
        nothing = words in ("nothing", "empty")
        items = () if nothing else items_of(node, what, findings)
        values = [_value(item, decision, broken, findings) for item in items]
        good = tuple(value for value in values if value is not None)
        return Expectation(name, good, span=span) if len(good) == len(values) else None
    if isinstance(node, Sequence) and len(node.items) == 1:
        node = node.items[0]
    value = _value(node, decision, broken, findings)
    return None if value is None else Expectation(name, value, span=span)


def _value(node: Node, decision: Decision, broken: Broken, findings: Findings) -> Value | None:
    scalar = text_of(node, f"the outcome of `{decision.id}`", findings)
    if scalar is None:
        return None
    text = scalar.value.strip()
    kind = decision.type.item if isinstance(decision.type, ListOf) else decision.type
    if isinstance(kind, Choice) and text not in kind.known:
        if not broken.has(text, "advice"):
            findings.append(messages.unknown_advice(scalar.span, text, kind.options))
        return None
    value = read_value(text, scalar.span, kind, decision.id)
    if isinstance(value, Diagnostic):
        findings.append(value)
        return None
    return value
