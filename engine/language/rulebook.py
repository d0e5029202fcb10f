"""What was resolved: a rulebook in which every name is known and every test fits its fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Literal

from .conditions import Condition, Operand
from .events import EVERY_DAY, Calendar, Derivation, Event
from .source import Source, Span
from .vocabulary import AnyType, FactType, Interval, OutcomeType, Unit, Value


class HitPolicy(Enum):
    """What a decision makes of the rules that hold: DMN's hit policies, in DMN's words."""

    UNIQUE = "unique"
    ANY = "any"
    FIRST = "first"
    PRIORITY = "priority"
    RULE_ORDER = "rule order"
    OUTPUT_ORDER = "output order"
    COLLECT = "collect"
    COUNT = "collect count"
    SUM = "collect sum"
    MIN = "collect min"
    MAX = "collect max"

    @property
    def gives_list(self) -> bool:
        """Whether the outcome is a list."""
        return self in (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT)

    @property
    def needs_priorities(self) -> bool:
        """Whether the decision must say which outcome is more important."""
        return self in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)

    @property
    def aggregates(self) -> bool:
        """Whether the outcome is computed from the numbers that the rules give."""
        return self in (HitPolicy.SUM, HitPolicy.MIN, HitPolicy.MAX)


Change = Literal["no", "yes", "only up", "only down"]
CHANGES: tuple[Change, ...] = ("no", "yes", "only up", "only down")
"""How a fact can change."""


@dataclass(frozen=True)
class Fact:
    """A typed, named input, with the question that asks for it.

    `likely` says of some answers how likely they are beside the others (1), and `effort` how hard
    the question is to answer beside an ordinary one (1); both only order questions. `changeable`
    says whether somebody, or time, can change the fact, and in which direction (`no` to `yes` is up);
    `cost` is how much that takes beside a change of another fact (1).
    """

    id: str
    type: FactType
    question: str
    label: str = ""
    hint: str = ""
    likely: tuple[tuple[Value, Decimal], ...] = ()
    effort: Decimal = Decimal(1)
    changeable: Change = "no"
    cost: Decimal = Decimal(1)
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Setting:
    """A named constant: a number (with an optional unit) or a day."""

    id: str
    value: Value
    unit: Unit | None = None
    label: str = ""
    interval: Interval | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Placeholder:
    """A text that message drafts leave open, such as a person's name."""

    id: str
    label: str
    example: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Slot:
    """A place in a text that is filled from a placeholder, a fact or a setting."""

    name: str


Template = tuple[str | Slot, ...]
"""A text with slots, in the order in which they stand."""


@dataclass(frozen=True)
class Advice:
    """What a client may be told: a title, what to do, a message draft, and the event that doing it is."""

    id: str
    title: str
    do: Template = ()
    subject: Template = ()
    body: Template = ()
    logs: str | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


Outcome = str | Value
"""What one rule gives: the id of an advice, or a number."""


@dataclass(frozen=True)
class Rule:
    """When the condition is true, the rule gives its outcomes (one, unless the policy lists)."""

    id: str
    condition: Condition[Operand]
    outcomes: tuple[Operand, ...]
    because: str = ""
    cites: tuple[str, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Otherwise:
    """The outcome when no rule holds."""

    outcomes: tuple[Operand, ...]
    because: str = ""
    cites: tuple[str, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Decision:
    """An ordered list of rules with a hit policy.

    `priorities` is the order in which outcomes stand: for `priority` and `output order` as written,
    for `collect` that of first mention. `type` is what its outcome is for the decisions that read
    it; `reads` are the facts and decisions that its tests name, in the order of first mention.
    """

    id: str
    title: str
    policy: HitPolicy
    type: OutcomeType
    rules: tuple[Rule, ...]
    otherwise: Otherwise | None = None
    label: str = ""
    priorities: tuple[Value, ...] = ()
    reads: tuple[str, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)

    def outcomes(self) -> Iterator[Operand]:
        """What its rules give, in their order, and then what `otherwise` does."""
        for rule in self.rules:
            yield from rule.outcomes
        if self.otherwise:
            yield from self.otherwise.outcomes


CheckLevel = Literal["off", "note", "warning", "error"]


@dataclass(frozen=True)
class CheckSetting:
    """How much a check counts in a rulebook, and why."""

    code: str
    severity: CheckLevel
    because: str
    span: Span | None = field(default=None, compare=False, repr=False)


Expected = Literal["open", "no rule fits"]


@dataclass(frozen=True)
class Expectation:
    """What a scenario wants of one decision: an outcome, a list of outcomes, or a state."""

    decision: str
    outcome: Value | tuple[Value, ...] | None = None
    state: Expected | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Scenario:
    """A named case with the outcomes it must have."""

    name: str
    case: Mapping[str, Value]
    expectations: tuple[Expectation, ...]
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Rulebook:
    """A resolved rulebook. `order` lists its decisions so that each comes after those it reads;
    `follows` says of some facts how they follow from the journal of a live case."""

    id: str
    title: str
    version: str
    about: str
    source_title: str
    facts: Mapping[str, Fact]
    settings: Mapping[str, Setting]
    placeholders: Mapping[str, Placeholder]
    advice: Mapping[str, Advice]
    decisions: Mapping[str, Decision]
    order: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    fingerprint: str
    checks: Mapping[str, CheckSetting]
    source: Source = field(compare=False, repr=False)
    events: Mapping[str, Event] = field(default_factory=dict[str, Event])
    follows: Mapping[str, Derivation] = field(default_factory=dict[str, Derivation])
    calendar: Calendar = EVERY_DAY

    @property
    def identity(self) -> dict[str, object]:
        """Which rulebook it is, as answers in JSON say it."""
        return {"rulebook": self.id, "version": self.version, "fingerprint": self.fingerprint}

    def type_of(self, name: str) -> AnyType:
        """The type of a fact or of a decision's outcome."""
        if name in self.facts:
            return self.facts[name].type
        return self.decisions[name].type

    def earlier(self, decision: str) -> tuple[str, ...]:
        """The decisions that one reads, directly or through others, each after those it reads."""
        found: set[str] = set()
        waiting = [decision]
        while waiting:
            reads = self.decisions[waiting.pop()].reads
            fresh = [name for name in reads if name in self.decisions and name not in found]
            found.update(fresh)
            waiting += fresh
        return tuple(name for name in self.order if name in found)
