"""Nodes to what was written: the file as a whole, its facts, settings, placeholders and advice."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from . import messages
from .checking import read_checks
from .conditions import Between, Compare, Is, Words
from .diagnostics import Diagnostic
from .events import Event
from .fields import Fields, Findings, is_name, items_of, mapping_of, text_of
from .literals import read_value
from .names import CONDITION_WORDS, ID, OPTION, OUTCOME_WORDS, PHRASE_WORDS
from .nodes import Mapping, Node, Scalar, Sequence, head
from .phrases import read_phrase
from .reading_events import read_calendar, read_event
from .reading_rules import read_decision, read_scenarios
from .rulebook import Fact, Placeholder
from .source import Source, Span
from .vocabulary import (
    TYPE_NAMES,
    Choice,
    Day,
    FactType,
    Interval,
    Number,
    Unit,
    Value,
    YesNo,
    is_empty,
    read_quantity,
)
from .weighing import read_change, read_cost, read_effort, read_likely
from .written import (
    Broken,
    WrittenAdvice,
    WrittenDecision,
    WrittenFollows,
    WrittenRulebook,
    WrittenSetting,
)
from .yaml_reader import read_yaml

KEYS = (
    "fingerpost",
    "rulebook",
    "title",
    "version",
    "about",
    "source",
    "facts",
    "settings",
    "placeholders",
    "advice",
    "events",
    "calendar",
    "decisions",
    "scenarios",
    "checks",
)
FACT_KEYS = (
    "type",
    "question",
    "label",
    "options",
    "range",
    "unit",
    "hint",
    "likely",
    "effort",
    "changeable",
    "cost",
    "follows from",
)
SETTING_KEYS = ("value", "label", "unit", "range")
PLACEHOLDER_KEYS = ("label", "example")
ADVICE_KEYS = ("title", "do", "message", "logs")
MESSAGE_KEYS = ("subject", "body")
_FACT_WAY = "write `type: …` and `question: …` on lines below it"
_ADVICE_WAY = "write `title: …` on a line below it"


def read_rulebook(source: Source, findings: Findings) -> WrittenRulebook:
    """The rulebook as written; what is wrong goes into `findings`, and reading goes on.

    Raises RulebookError when the text is not YAML at all.
    """
    root = read_yaml(source)
    if not isinstance(root, Mapping):
        way = "a rulebook is `key: value` lines: `title:`, `facts:`, `decisions:` …; see `fingerpost new`"
        findings.append(messages.wrong_shape(root, "a mapping", "a rulebook", way))
        return WrittenRulebook(source, "", "", "")
    fields = Fields(root, "a rulebook", KEYS, findings)
    _format_version(fields)
    title = fields.text("title", "say in a few words what it is about: `title: Taking an umbrella`")
    version = fields.text("version", "count your changes: `version: 1.0.0`")
    parts = _Parts(fields)
    names = CONDITION_WORDS | PHRASE_WORDS
    parts.section("facts", "a fact", parts.fact, names, "name what the rules ask about: `facts:`")
    parts.section("settings", "a setting", parts.setting, PHRASE_WORDS)
    parts.section("placeholders", "a placeholder", parts.placeholder)
    parts.section("advice", "an advice", parts.one_advice, OUTCOME_WORDS)
    parts.section("events", "an event", parts.event)
    way = "add the first decision under `decisions:`"
    parts.section("decisions", "a decision", parts.decision, names, way)
    scenarios = fields.node_at("scenarios")
    return WrittenRulebook(
        source=source,
        id=_rulebook_id(fields, source),
        title=title.value.strip() if title else "",
        version=version.value.strip() if version else "",
        about=fields.words("about"),
        source_title=fields.words("source"),
        facts=tuple(parts.facts),
        settings=tuple(parts.settings),
        placeholders=tuple(parts.placeholders),
        advice=tuple(parts.advice),
        decisions=tuple(parts.decisions),
        scenarios=read_scenarios(scenarios, findings) if scenarios is not None else (),
        checks=read_checks(fields.mapping("checks"), findings),
        broken=Broken(frozenset(parts.broken), frozenset(parts.unread)),
        events=tuple(parts.events),
        follows=tuple(parts.follows),
        calendar=read_calendar(fields),
    )


def _format_version(fields: Fields) -> None:
    node = fields.text("fingerpost")
    if node is not None and node.value != "1":
        fields.findings.append(messages.unsupported_format(node))


def _rulebook_id(fields: Fields, source: Source) -> str:
    node = fields.text("rulebook")
    if node is not None and not ID.fullmatch(node.value):
        fields.findings.append(messages.bad_name(node, "a rulebook"))
    return node.value if node is not None else PurePath(source.name).stem or "rulebook"


class _Parts:
    """What is gathered from the entries of the file's mappings."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.findings = fields.findings
        self.facts: list[Fact] = []
        self.settings: list[WrittenSetting] = []
        self.placeholders: list[Placeholder] = []
        self.advice: list[WrittenAdvice] = []
        self.decisions: list[WrittenDecision] = []
        self.events: list[Event] = []
        self.follows: list[WrittenFollows] = []
        self.broken: set[str] = set()
        self.unread: set[str] = set()

    def section(
        self,
        key: str,
        what: str,
        read: Callable[[Scalar, Node], None],
        reserved: frozenset[str] = frozenset(),
        help: str = "",
    ) -> None:
        """Read each entry of a section; with `help`, the section must be there."""
        mapping = self.fields.mapping(key, help)
        if mapping is None:
            if help or self.fields.has(key) or self.fields.strange:
                self.unread.add(key)
            return
        for name, value in mapping.entries:
            if is_name(name, what, self.findings, reserved):
                read(name, value)
            else:
                self.broken.add(name.value)

    def fact(self, name: Scalar, node: Node) -> None:
        kind = question = None
        mapping = mapping_of(node, f"the fact `{name.value}`", self.findings, _FACT_WAY)
        fields = Fields(mapping, "a fact", FACT_KEYS, self.findings) if mapping else None
        if fields:
            question = fields.text("question", "write the question that asks for it")
            kind = _fact_type(name.value, fields)
        if fields is None or kind is None or question is None:
            self.broken.add(name.value)
            return
        follows = fields.node_at("follows from")
        if follows is not None:
            self.follows.append(WrittenFollows(name.value, follows))
        self.facts.append(
            Fact(
                id=name.value,
                type=kind,
                question=question.value.strip(),
                label=fields.words("label"),
                hint=fields.words("hint"),
                likely=read_likely(name.value, kind, fields),
                effort=read_effort(fields),
                changeable=read_change(kind, fields),
                cost=read_cost(fields),
                span=name.span,
            )
        )

    def setting(self, name: Scalar, node: Node) -> None:
        if isinstance(node, Mapping):
            fields = Fields(node, "a setting", SETTING_KEYS, self.findings)
            value = fields.text("value", "give it a value: `value: 3 days`")
            label, unit, span = fields.words("label"), _unit(fields), fields.text("range")
            value = None if _unit_is_wrong(fields, unit) else value
        else:
            value = text_of(node, f"the setting `{name.value}`", self.findings)
            label, unit, span = "", None, None
        if value is None:
            self.broken.add(name.value)
        else:
            self.settings.append(WrittenSetting(name, value, label, unit, span))

    def placeholder(self, name: Scalar, node: Node) -> None:
        if isinstance(node, Scalar) and not node.is_null:
            label = text_of(node, f"the placeholder `{name.value}`", self.findings)
            if label is None:
                self.broken.add(name.value)
            else:
                one = Placeholder(name.value, label.value.strip(), "", name.span)
                self.placeholders.append(one)
            return
        mapping = mapping_of(node, f"the placeholder `{name.value}`", self.findings)
        self.broken.add(name.value)
        if mapping is None:
            return
        fields = Fields(mapping, "a placeholder", PLACEHOLDER_KEYS, self.findings)
        label = fields.text("label", "say what stands there: `label: your friend's name`")
        if label:
            self.broken.discard(name.value)
            words = (label.value.strip(), fields.words("example"))
            self.placeholders.append(Placeholder(name.value, *words, name.span))

    def one_advice(self, name: Scalar, node: Node) -> None:
        mapping = mapping_of(node, f"the advice `{name.value}`", self.findings, _ADVICE_WAY)
        title = do = subject = body = logs = None
        if mapping is not None:
            fields = Fields(mapping, "an advice", ADVICE_KEYS, self.findings)
            title = fields.text("title", "say it in a few words: `title: Take an umbrella`")
            do = fields.text("do")
            logs = fields.text("logs")
            message = fields.node_at("message")
            if isinstance(message, Mapping):
                parts = Fields(message, "a message", MESSAGE_KEYS, self.findings)
                subject = parts.text("subject")
                body = parts.text("body", "write the draft under `body: |`")
            elif message is not None:
                body = text_of(message, "`message`", self.findings)
        words = title.value.strip() if title else ""
        brace = re.search(r"\{.*?\}|[{}]", words)
        if title and brace:
            self.findings.append(messages.brace_in_title(title.part(*brace.span())))
        self.advice.append(WrittenAdvice(name, words, do, subject, body, logs))

    def event(self, name: Scalar, node: Node) -> None:
        event = read_event(name, node, _fact_type, self.findings)
        if event is None:
            self.broken.add(name.value)
        else:
            self.events.append(event)

    def decision(self, name: Scalar, node: Node) -> None:
        decision = read_decision(name, node, self.findings, unit_at=_unit)
        if decision is None:
            self.broken.add(name.value)
        else:
            self.decisions.append(decision)


# -- the type of a fact ------------------------------------------------------------------------


def _fact_type(name: str, fields: Fields) -> FactType | None:
    node = fields.text("type", "one of " + messages.listing(TYPE_NAMES))
    if node is None:
        return None
    if node.value not in TYPE_NAMES:
        fields.findings.append(
            messages.unknown_word("unknown-type", node, "a type of fact", TYPE_NAMES)
        )
        return None
    for key, types in (
        ("options", ("choice",)),
        ("range", ("whole number", "number", "date")),
        ("unit", ("whole number", "number")),
    ):
        if fields.has(key) and node.value not in types:
            fields.findings.append(messages.needless_key(fields.key_span(key), node.value, types))
    match node.value:
        case "yes/no":
            return YesNo()
        case "choice":
            return _choice(fields)
        case "date":
            return Day(_range(name, fields, Day()))
        case _:
            kind = Number(node.value == "whole number", unit=_unit(fields))
            if _unit_is_wrong(fields, kind.unit):
                return None
            return Number(kind.whole, _range(name, fields, kind), kind.unit)


def _choice(fields: Fields) -> Choice | None:
    node = fields.need("options", "list what it can be: `options: [blue, grey]`")
    if node is None:
        return None
    pairs: list[tuple[Scalar, str]] = []
    if isinstance(node, Mapping):
        for key, value in node.entries:
            words = text_of(value, f"the words for `{key.value}`", fields.findings)
            pairs.append((key, words.value.strip() if words else key.value))
    else:
        for item in items_of(node, "`options`", fields.findings):
            scalar = text_of(item, "an option", fields.findings)
            if scalar:
                pairs.append((scalar, scalar.value.replace("_", " ")))
    first: dict[str, Span] = {}
    good: list[tuple[str, str]] = []
    for key, words in pairs:
        if key.value in PHRASE_WORDS:
            fields.findings.append(messages.reserved_name(key, "an option"))
        elif not OPTION.fullmatch(key.value):
            fields.findings.append(messages.bad_option(key))
        elif key.value in first:
            finding = messages.duplicate_name(key.span, first[key.value], "an option")
            fields.findings.append(finding)
        else:
            first[key.value] = key.span
            good.append((key.value, words))
    if not pairs and isinstance(node, Mapping | Sequence) and fields.has("options"):
        fields.findings.append(messages.no_options(fields.key_span("options")))
    if not good or len(good) < len(pairs):
        return None
    return Choice(tuple(key for key, _ in good), tuple(words for _, words in good))


def _range(name: str, fields: Fields, kind: Number | Day) -> Interval:
    if not fields.has("range"):
        return Interval()
    node = fields.node_at("range")
    if isinstance(node, Sequence) and node.flow and ".." in node.span.text:
        node = Scalar(node.span.text, node.span)  # `[0..10]` in YAML's brackets
    if isinstance(node, Sequence):
        fields.findings.append(messages.bad_range(head(node), node.span.text))
        return Interval()
    scalar = text_of(node, "`range`", fields.findings) if node else None
    interval = read_interval(scalar, kind, name) if scalar else Interval()
    if isinstance(interval, Diagnostic):
        fields.findings.append(interval)
        return Interval()
    return interval


def read_interval(scalar: Scalar, kind: Number | Day, name: str) -> Interval | Diagnostic:
    """A range: an interval or a single bound, in the phrase grammar, without settings."""
    test = read_phrase(scalar.value, scalar.part)
    if isinstance(test, Diagnostic):
        return test

    def value(words: Words) -> Value | Diagnostic:
        return read_value(words.text, words.span, kind, name)

    match test:
        case Between(low_words, high_words, low_open, high_open):
            low, high = value(low_words), value(high_words)
            if isinstance(low, Diagnostic):
                return low
            if isinstance(high, Diagnostic):
                return high
            interval = Interval(low, high, low_open, high_open)
            if is_empty(interval, kind):
                ends = (f"`{low_words.text}`", f"`{high_words.text}`")
                return messages.empty_interval(scalar.span, *ends)
            return interval
        case Compare(comparison, words):
            bound = value(words)
            if isinstance(bound, Diagnostic):
                return bound
            if comparison in ("at least", "more than"):
                interval = Interval(low=bound, low_open=comparison == "more than")
            else:
                interval = Interval(high=bound, high_open=comparison == "less than")
            if is_empty(interval, kind):
                ends = (f"`{words.text}`", "the end of the calendar")
                return messages.empty_interval(scalar.span, *ends)
            return interval
        case Is(words):
            return messages.bad_range(words.span, words.text)
        case _:
            return messages.bad_range(scalar.span, scalar.value)


def _unit(fields: Fields) -> Unit | None:
    node = fields.node_at("unit")
    if node is None:
        return None
    scalars = [
        text_of(item, "`unit`", fields.findings)
        for item in items_of(node, "`unit`", fields.findings)
    ]
    texts = [scalar.value for scalar in scalars if scalar]
    if not texts or len(texts) < len(scalars):
        return None
    words = [word.strip() for text in texts for word in text.split(",")]
    if len(words) > 2 or not all(map(_can_be_written, words)):
        fields.findings.append(messages.bad_unit(node))
        return None
    return Unit(words[0], words[-1])


def _can_be_written(unit: str) -> bool:
    """Whether a number with that unit behind it reads back, in a test too."""
    quantity = read_quantity(f"1 {unit}")
    test = read_phrase(f"1 {unit}", Span(Source("", ""), 0, 0).part)
    return bool(unit) and isinstance(test, Is) and quantity is not None and quantity.unit == unit


def _unit_is_wrong(fields: Fields, unit: Unit | None) -> bool:
    return unit is None and fields.has("unit")
