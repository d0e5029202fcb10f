"""What was written: shapes are checked, tests are read, but names of other things are still words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .conditions import Condition, Words
from .events import EVERY_DAY, Calendar, Event
from .nodes import Node, Scalar
from .rulebook import CheckSetting, Fact, HitPolicy, Placeholder
from .source import Source, Span
from .vocabulary import Unit


@dataclass(frozen=True)
class Broken:
    """What was declared but could not be read, and about which nothing more is said.

    `names` are single things; `sections` are whole ones (`facts`, `advice` …), of which any name may
    have been part.
    """

    names: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()

    def has(self, name: str, *sections: str) -> bool:
        """Whether a name that is not known may be one that could not be read."""
        return name in self.names or not self.sections.isdisjoint(sections)

    def and_these(self, names: Iterable[str]) -> Broken:
        """With more names."""
        return Broken(self.names.union(names), self.sections)


@dataclass(frozen=True)
class WrittenSetting:
    """A setting; its value is still a text."""

    name: Scalar
    value: Scalar
    label: str = ""
    unit: Unit | None = None
    range: Scalar | None = None


@dataclass(frozen=True)
class WrittenAdvice:
    """An advice; placeholders in its texts are not looked up yet."""

    name: Scalar
    title: str
    do: Scalar | None = None
    subject: Scalar | None = None
    body: Scalar | None = None
    logs: Scalar | None = None


@dataclass(frozen=True)
class WrittenFollows:
    """What stands behind a fact's `follows from`; it is still a node."""

    fact: str
    node: Node


@dataclass(frozen=True)
class WrittenRule:
    """A rule; `then` are the words that name its outcomes (none, with a finding, when wrong)."""

    id: Scalar
    when: Condition[Words] | None
    then: tuple[Words, ...]
    then_span: Span = field(compare=False)
    then_was_wrong: bool = False
    because: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class WrittenDecision:
    """A decision; `otherwise` is a rule without a condition.

    `table` stands where its rules would, when they stand in a table.
    """

    name: Scalar
    policy: HitPolicy
    policy_span: Span = field(compare=False)
    title: str = ""
    label: str = ""
    gives: str = "advice"
    unit: Unit | None = None
    unit_span: Span | None = field(default=None, compare=False)
    priorities: tuple[Words, ...] = ()
    priorities_span: Span | None = field(default=None, compare=False)
    rules: tuple[WrittenRule, ...] = ()
    otherwise: WrittenRule | None = None
    table: Scalar | None = None


@dataclass(frozen=True)
class WrittenScenario:
    """A scenario; its values and outcomes are still nodes."""

    name: Scalar
    case: tuple[tuple[Scalar, Node], ...]
    expect: tuple[tuple[Scalar, Node], ...]


@dataclass(frozen=True)
class WrittenRulebook:
    """A whole file as written. Facts and placeholders name nothing else, so they are final."""

    source: Source
    id: str
    title: str
    version: str
    about: str = ""
    source_title: str = ""
    facts: tuple[Fact, ...] = ()
    settings: tuple[WrittenSetting, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    advice: tuple[WrittenAdvice, ...] = ()
    decisions: tuple[WrittenDecision, ...] = ()
    scenarios: tuple[WrittenScenario, ...] = ()
    checks: Mapping[str, CheckSetting] = field(default_factory=dict[str, CheckSetting])
    broken: Broken = Broken()
    events: tuple[Event, ...] = ()
    follows: tuple[WrittenFollows, ...] = ()
    calendar: Calendar = EVERY_DAY
