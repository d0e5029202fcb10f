"""Nodes to what was written: decisions, their rules and conditions, and scenarios."""

from __future__ import annotations

from collections.abc import Callable

from . import messages
from .conditions import AllOf, AnyOf, Condition, FactTest, NotThe, Test, Words
from .diagnostics import Diagnostic
from .fields import Fields, Findings, items_of, mapping_of, text_of
from .names import ID
from .nodes import Mapping, Node, Scalar, Sequence, head
from .phrases import either, read_phrase
from .rulebook import HitPolicy
from .source import Span
from .vocabulary import Unit
from .written import WrittenDecision, WrittenRule, WrittenScenario
from .yaml_reader import comparison_in_block_style

DECISION_KEYS = (
    "title",
    "label",
    "hit policy",
    "gives",
    "unit",
    "priorities",
    "rules",
    "otherwise",
)
RULE_KEYS = ("id", "when", "then", "because", "cites")
OTHERWISE_KEYS = ("then", "because", "cites")
SCENARIO_KEYS = ("name", "case", "expect")
_DECISION_WAY = "write `hit policy: …` and `rules:` on lines below it"
TABLE = "table"
"""What stands behind `rules:` when the rules stand in a table."""

_CASE_WAY = "write `fact: value` lines below it"
_EXPECT_WAY = "write `decision: outcome` lines below it"
GIVES = ("advice", "whole number", "number")
_GROUPS = {"all": "all", "and": "all", "any": "any", "or": "any", "not": "not"}
"""What people write for the words that group conditions."""

POLICIES = tuple(policy.value for policy in HitPolicy)


def read_decision(
    name: Scalar, node: Node, findings: Findings, unit_at: Callable[[Fields], Unit | None]
) -> WrittenDecision | None:
    """A decision as written, or None when not even its hit policy can be read."""
    mapping = mapping_of(node, f"the decision `{name.value}`", findings, _DECISION_WAY)
    if mapping is None:
        return None
    fields = Fields(mapping, "a decision", DECISION_KEYS, findings)
    policy_node = fields.text("hit policy", "most rulebooks begin with `hit policy: first`")
    policy = _word_of(policy_node, "unknown-hit-policy", "a hit policy", POLICIES, findings)
    gives_node = fields.text("gives")
    gives = _word_of(gives_node, "unknown-type", "a type of outcome", GIVES, findings)
    table = _table(fields)
    rules = _rules(fields, name, findings) if table is None else ()
    otherwise_node = fields.node_at("otherwise")
    otherwise = _otherwise(otherwise_node, findings) if otherwise_node is not None else None
    if policy_node is None or policy is None or (gives_node and not gives):
        return None
    priorities = fields.node_at("priorities")
    return WrittenDecision(
        name=name,
        policy=HitPolicy(policy),
        policy_span=policy_node.span,
        title=fields.words("title"),
        label=fields.words("label"),
        gives=gives or "advice",
        unit=unit_at(fields),
        unit_span=fields.key_span("unit") if fields.has("unit") else None,
        priorities=_outcomes(priorities, "`priorities`", findings)
        if priorities is not None
        else (),
        priorities_span=fields.key_span("priorities") if priorities is not None else None,
        rules=rules,
        otherwise=otherwise,
        table=table,
    )


def _word_of(
    node: Scalar | None, code: str, what: str, known: tuple[str, ...], findings: Findings
) -> str | None:
    if node is None:
        return None
    word = " ".join(node.value.split())
    if word in known:
        return word
    findings.append(messages.unknown_word(code, node, what, known))
    return None


def _table(fields: Fields) -> Scalar | None:
    node = fields.node_at("rules")
    return node if isinstance(node, Scalar) and node.value.strip() == TABLE else None


def _rules(fields: Fields, name: Scalar, findings: Findings) -> tuple[WrittenRule, ...]:
    node = fields.need("rules", "add the first one: `- id: …`, with `when:` and `then:`")
    if node is None:
        return ()
    items = items_of(node, "`rules`", findings)
    if not items and not isinstance(node, Mapping):
        findings.append(messages.no_rules(fields.key_span("rules"), name.value))
    rules: list[WrittenRule] = []
    first: dict[str, Span] = {}
    for item in items:
        rule = _rule(item, findings)
        if rule is None:
            continue
        if rule.id.value and rule.id.value in first:
            finding = messages.duplicate_name(rule.id.span, first[rule.id.value], "a rule")
            findings.append(finding)
        first.setdefault(rule.id.value, rule.id.span)
        rules.append(rule)
    return tuple(rules)


def _rule(node: Node, findings: Findings) -> WrittenRule | None:
    if not isinstance(node, Mapping):
        way = "a rule is `id:`, `when:` and `then:` behind one `- `"
        findings.append(messages.wrong_shape(node, "a mapping", "a rule", way))
        return None
    fields = Fields(node, "a rule", RULE_KEYS, findings)
    name = fields.text("id", "give it a short name of its own: `id: pouring-rain`")
    if name and not ID.fullmatch(name.value):
        findings.append(messages.bad_name(name, "a rule"))
    when = fields.need("when", "say when it holds, or write `when: always`")
    condition = read_when(when, findings) if when is not None else None
    return _with_outcomes(name or Scalar("", head(node)), condition, fields)


def _otherwise(node: Node, findings: Findings) -> WrittenRule:
    name = Scalar("otherwise", head(node))
    if isinstance(node, Mapping):
        return _with_outcomes(name, None, Fields(node, "`otherwise`", OTHERWISE_KEYS, findings))
    then = _outcomes(node, "`otherwise`", findings)
    wrong = not then and not _is_empty(node)
    return WrittenRule(name, None, then, head(node), wrong)


def _with_outcomes(name: Scalar, condition: Condition[Words] | None, fields: Fields) -> WrittenRule:
    node = fields.need("then", "name the advice it gives")
    then = _outcomes(node, "`then`", fields.findings) if node is not None else ()
    wrong = not then and (node is None or not _is_empty(node))
    span = fields.key_span("then") if isinstance(node, Sequence) else head(node or fields.node)
    scalars = [text_of(item, "what it cites", fields.findings) for item in fields.items("cites")]
    cites = tuple(scalar.value.strip() for scalar in scalars if scalar)
    because = fields.words("because")
    return WrittenRule(name, condition, then, span, wrong, because, cites)


def _is_empty(node: Node) -> bool:
    return node.is_null if isinstance(node, Scalar) else not node.span.text.strip("[] \n")


def _outcomes(node: Node, what: str, findings: Findings) -> tuple[Words, ...]:
    if isinstance(node, Mapping):
        way = "write the name of an advice, or a number where the decision gives one"
        findings.append(messages.wrong_shape(node, "a name or a list of names", what, way))
        return ()
    scalars = [text_of(item, "an outcome", findings) for item in items_of(node, what, findings)]
    return tuple(Words(scalar.value.strip(), scalar.span) for scalar in scalars if scalar)


# -- conditions --------------------------------------------------------------------------------


def read_when(node: Node, findings: Findings) -> Condition[Words] | None:
    """A condition; None when it, or a part of it, could not be read."""
    if isinstance(node, Scalar):
        if node.value.strip() == "always":
            return AllOf(())
        way = "write `fact: test` lines below it, or `when: always`"
        findings.append(messages.wrong_shape(node, "a mapping", "a condition", way))
        return None
    if isinstance(node, Sequence):
        way = "put `all:` or `any:` in front of the list, to say which is meant"
        findings.append(messages.wrong_shape(node, "a mapping", "a condition", way))
        return None
    parts = _parts(node, findings)
    if parts is not None and not parts:
        findings.append(messages.empty_condition(head(node)))
        return None
    return None if parts is None else _all_of(parts)


def _all_of(parts: tuple[Condition[Words], ...]) -> Condition[Words]:
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _parts(node: Mapping, findings: Findings) -> tuple[Condition[Words], ...] | None:
    parts = [_part(key, value, findings) for key, value in node.entries]
    good = tuple(part for part in parts if part is not None)
    return good if len(good) == len(parts) else None


def _part(key: Scalar, value: Node, findings: Findings) -> Condition[Words] | None:
    if key.value in ("all", "any"):
        parts = _group(key, value, findings)
        if parts is None:
            return None
        return AllOf(parts) if key.value == "all" else AnyOf(parts)
    if key.value == "not":
        if isinstance(value, Mapping) and value.entries:
            part = read_when(value, findings)
            return NotThe(part) if part is not None else None
        way = "write `fact: test` lines below `not:`; for a list say `all:` or `any:` in it first"
        findings.append(messages.wrong_shape(value, "a mapping", "`not`", way))
        return None
    group = _GROUPS.get(key.value.casefold())
    if group and not isinstance(value, Scalar):
        findings.append(messages.unknown_key(key, "a condition", ("all", "any", "not"), group))
        return None
    test = _test(key, value, findings)
    return None if test is None else FactTest(key.value, test, _test_span(value), key.span)


def _group(key: Scalar, value: Node, findings: Findings) -> tuple[Condition[Words], ...] | None:
    """The parts below `all` or `any`: a mapping's entries, or the mappings of a list."""
    if isinstance(value, Scalar) or not (
        value.entries if isinstance(value, Mapping) else value.items
    ):
        way = "write `fact: test` lines below it, or a list of them"
        findings.append(messages.wrong_shape(value, "a mapping or a list", f"`{key.value}`", way))
        return None
    if isinstance(value, Mapping):
        return _parts(value, findings)
    parts = [read_when(item, findings) for item in value.items]
    good = tuple(part for part in parts if part is not None)
    return good if len(good) == len(parts) else None


def _test_span(node: Node) -> Span:
    return node.span if isinstance(node, Sequence) and node.flow else head(node)


def _test(key: Scalar, node: Node, findings: Findings) -> Test[Words] | None:
    """One test: a phrase, or a list of phrases that are alternatives."""
    if isinstance(node, Scalar):
        return _phrase(node, findings)
    if isinstance(node, Mapping):
        way = "write a test such as `at least 3`; `all`, `any` and `not` stand in front of facts"
        findings.append(
            messages.wrong_shape(node, "a test", f"what `{key.value}` is compared with", way)
        )
        return None
    if node.flow and is_interval(node.items):
        return _phrase(Scalar(node.span.text, node.span), findings)
    tests: list[Test[Words]] = []
    for item in node.items:
        scalar = text_of(item, "an alternative", findings)
        test = _phrase(scalar, findings) if scalar else None
        if test is None:
            return None
        tests.append(test)
    if not tests:
        findings.append(messages.empty_phrase(node.span))
        return None
    return either(tests)


def is_interval(items: tuple[Node, ...]) -> bool:
    """Whether a list in YAML's brackets is `[1..3]`; `["not [1..3]"]` is a list of one phrase."""
    match items:
        case (Scalar(value=text, style="plain"),):
            return ".." in text and "(" not in text
        case _:
            return False


def _phrase(node: Scalar, findings: Findings) -> Test[Words] | None:
    block = comparison_in_block_style(node)
    if block is not None:
        findings.append(messages.unquoted_comparison(block))
        return None
    test = read_phrase(node.value, node.part)
    if isinstance(test, Diagnostic):
        findings.append(test)
        return None
    return test


# -- scenarios ---------------------------------------------------------------------------------


def read_scenarios(node: Node, findings: Findings) -> tuple[WrittenScenario, ...]:
    """The scenarios of a list."""
    scenarios: list[WrittenScenario] = []
    first: dict[str, Span] = {}
    for item in items_of(node, "`scenarios`", findings):
        mapping = mapping_of(item, "a scenario", findings)
        if mapping is None:
            continue
        fields = Fields(mapping, "a scenario", SCENARIO_KEYS, findings)
        name = fields.text("name", "say in words what the situation is")
        case = fields.mapping(
            "case", "give the facts that are known: `case: {fact: value}`", _CASE_WAY
        )
        expect = fields.mapping(
            "expect", "say what must come out: `expect: {decision: advice}`", _EXPECT_WAY
        )
        if name and name.value in first:
            finding = messages.duplicate_name(name.span, first[name.value], "a scenario")
            findings.append(finding)
        if name and case is not None and expect is not None:
            first.setdefault(name.value, name.span)
            scenarios.append(WrittenScenario(name, case.entries, expect.entries))
    return tuple(scenarios)
