"""One decision at a time: what it reads from earlier decisions is asked, as a question of its own.

A handout has a flowchart for each decision, and nobody wants to go through the first one again in the
second: it asks instead what came out of the first. A `Stage` is the decision with its required decisions
(DMN's word) turned into input data. Of a decision that gives a list, only whether something is in the
list is asked, and whether the list is empty.

A decision that gives a list, or counts or adds up, has a flowchart for each of its *parts*: one for each
outcome (`collect`, `output order`), else one for each rule. Each part asks whether it comes out, and
all that come out hold together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal, cast

from ..evaluate import (
    Case,
    Fault,
    Made,
    Reference,
    Result,
    UnknownFactError,
    condition_holds,
    decide,
)
from ..language.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Either,
    Empty,
    FactTest,
    Includes,
    Is,
    Negation,
    NotThe,
    Operand,
    Test,
    map_tests,
    operands,
    tests_in,
)
from ..language.rulebook import Decision, Fact, HitPolicy, Rule, Rulebook
from ..language.vocabulary import Choice, ListOf, Value, YesNo
from .answering import Answerer
from .compiling import Compiler, finished
from .diagram import OverBudgetError
from .flowchart import End, Flowchart, Order, Question, grow
from .ladders import Rung, ladder, rungs_of
from .proof import UnprovenError, proven

OTHERWISE = "otherwise"
"""The id, within a part, of the rule that stands for `otherwise`; no rule may be called so."""

STAGE_BUDGET = 300_000
"""Branches of the diagrams of one part; nobody draws more."""

MOST_NODES = 700
"""Nodes of the diagram of one part; beyond, its flowchart would take long, and nobody could follow it."""

BY_OUTCOME = (HitPolicy.COLLECT, HitPolicy.OUTPUT_ORDER)


@dataclass(frozen=True)
class Asked:
    """What a question asks of an earlier decision: its outcome, whether a list has `outcome` in it,
    or whether the list is empty."""

    decision: str
    about: Literal["outcome", "includes", "empty"] = "outcome"
    outcome: Value | None = None

    @property
    def id(self) -> str:
        """The name of the question; no fact can have it, unless it is the decision's own."""
        if self.about == "outcome":
            return self.decision
        return f"{self.decision} {self.about} {self.outcome if self.about == 'includes' else ''}"


@dataclass(frozen=True)
class Part:
    """One flowchart of a stage. It decides about `outcomes`, which come out together or not at all;
    None is the whole decision. `rules` are the ids of the rules that can bring them."""

    outcomes: tuple[Value, ...] | None
    rules: tuple[str, ...]
    flowchart: Flowchart


@dataclass(frozen=True)
class Stage:
    """One decision, drawn: its parts, and the facts that their questions ask for. `asked` says which
    of these are no facts but outcomes of earlier decisions, `rungs` which ask whether a rule fits
    (`ladders.py`); `definition` is the rulebook of this one decision, which asks the same."""

    decision: str
    definition: Rulebook
    facts: Mapping[str, Fact]
    asked: Mapping[str, Asked]
    parts: tuple[Part, ...]
    rungs: Mapping[str, Rung] = field(default_factory=dict[str, Rung])

    def answers(
        self, name: str, case: Case, possible: Mapping[str, Sequence[Result]]
    ) -> tuple[Value, ...] | None:
        """The answers that a question can still have in a case, `possible` being what can still
        come out of the earlier decisions; None for a fact that is not known, and where an earlier
        decision may have no outcome at all."""
        if name in self.rungs:
            return self._fits(self.rungs[name], case, possible)
        if name not in self.asked:
            return (case[name],) if name in case else None
        asked = self.asked[name]
        found: dict[Value, None] = {}
        for result in possible[asked.decision]:
            if isinstance(result, Fault):
                return None
            if isinstance(result, tuple):
                found[not result if asked.about == "empty" else asked.outcome in result] = None
            else:
                found[result] = None
        return tuple(found)

    def _fits(
        self, rung: Rung, case: Case, possible: Mapping[str, Sequence[Result]]
    ) -> tuple[Value, ...] | None:
        """Whether a rule fits; None where that is not known."""

        def look(name: str) -> Result:
            if name in possible and len(possible[name]) == 1:
                return possible[name][0]
            return _answered(name, case)

        try:
            return (condition_holds(rung.condition, look),)
        except UnknownFactError:
            return None


def stage(rulebook: Rulebook, name: str, order: Order, budget: int = STAGE_BUDGET) -> Stage:
    """The proven flowcharts of a decision, with earlier decisions asked as questions.

    One that would be too large, or too large to prove, is a ladder of its rules instead. Raises
    OverBudgetError where that cannot be either.
    """
    decision = rulebook.decisions[name]
    asked: dict[str, Asked] = {}
    facts = {
        test.fact: rulebook.facts[test.fact]
        for rule in decision.rules
        for test in tests_in(rule.condition)
        if test.fact in rulebook.facts
    }
    rules = tuple(
        replace(rule, condition=map_tests(rule.condition, partial(_asking, rulebook, asked)))
        for rule in decision.rules
    )
    facts |= {one.id: _question(one, rulebook, rules) for one in asked.values()}
    alone = replace(decision, rules=rules, reads=tuple(facts))
    definition = replace(rulebook, facts=facts, decisions={name: alone}, order=(name,))
    parts: list[Part] = []
    rungs: dict[str, Rung] = {}
    for outcomes, some in _parts(alone):
        try:
            part = _part(rulebook, definition, alone, outcomes, some, order, budget, asked)
        except (OverBudgetError, UnprovenError):
            part, found = _ladder_part(rulebook, decision, outcomes, some, order)
            rungs |= {rung.id: rung for rung in found}
        parts.append(part)
    facts |= {rung.id: Fact(rung.id, YesNo(), rung.rule) for rung in rungs.values()}
    return Stage(name, definition, facts, asked, tuple(parts), rungs)


def from_facts(rulebook: Rulebook, flowchart: Flowchart) -> Stage:
    """The decision's own flowchart, which asks for facts alone, as a stage."""
    rules = tuple(rule.id for rule in rulebook.decisions[flowchart.decision].rules)
    part = Part(None, rules, flowchart)
    return Stage(flowchart.decision, rulebook, rulebook.facts, {}, (part,))


def is_unasked(answerer: Answerer, name: str) -> bool:
    """Whether a name is a decision with cases in which no rule fits or rules clash, which is no answer."""
    if name not in answerer.rulebook.decisions:
        return False
    compiler = answerer.compiler(name)
    if compiler is None:  # it is too large for a flowchart in any case
        return False
    return any(
        isinstance(one, Fault) for one in compiler.diagrams.values_below(compiler.result(name))
    )


# -- earlier decisions as questions ------------------------------------------------------------


def _asking(
    rulebook: Rulebook, asked: dict[str, Asked], test: FactTest[Operand]
) -> Condition[Operand]:
    """A test of an earlier decision as one of what is asked of it, which is noted."""
    if test.fact not in rulebook.decisions:
        return test
    if isinstance(rulebook.decisions[test.fact].type, ListOf):
        return _asking_list(test, test.test, asked)
    asked[test.fact] = Asked(test.fact)
    return test


def _asking_list(
    of: FactTest[Operand], test: Test[Operand], asked: dict[str, Asked]
) -> Condition[Operand]:
    match test:
        case Includes(operand):
            one = Asked(of.fact, "includes", operand.value)
        case Empty():
            one = Asked(of.fact, "empty")
        case Either(tests):
            return AnyOf(tuple(_asking_list(of, each, asked) for each in tests))
        case Negation(inner):
            return NotThe(_asking_list(of, inner, asked))
        case _:  # `anything`
            return AllOf(())
    asked[one.id] = one
    return FactTest(one.id, Is(Operand(True)), of.span, of.fact_span)


def _question(asked: Asked, rulebook: Rulebook, rules: Sequence[Rule]) -> Fact:
    decision = rulebook.decisions[asked.decision]
    if isinstance(decision.type, ListOf):
        return Fact(asked.id, YesNo(), decision.title, decision.label)
    kind = decision.type
    if isinstance(kind, Choice):  # of all advice there is, only what can be given, or is tested
        given = {one.value for one in decision.outcomes()}
        given |= {
            operand.value
            for rule in rules
            for test in tests_in(rule.condition)
            if test.fact == asked.decision
            for operand in operands(test.test)
        }
        pairs = [pair for pair in zip(kind.options, kind.words, strict=True) if pair[0] in given]
        options, words = zip(*pairs, strict=True)
        kind = replace(kind, options=options, words=words)
    return Fact(asked.id, kind, decision.title, decision.label)


# -- parts -------------------------------------------------------------------------------------


def is_in_parts(policy: HitPolicy) -> bool:
    """Whether a decision of that policy is drawn in parts."""
    return policy.gives_list or policy.aggregates or policy is HitPolicy.COUNT


def _parts(decision: Decision) -> list[tuple[tuple[Value, ...] | None, tuple[Rule, ...]]]:
    """What each part decides about, and the rules that bring it."""
    if not is_in_parts(decision.policy):
        return [(None, decision.rules)]
    rules = list(decision.rules)
    if decision.otherwise:
        none = NotThe(AnyOf(tuple(rule.condition for rule in rules)))
        rules.append(Rule(OTHERWISE, none, decision.otherwise.outcomes))
    if decision.policy not in BY_OUTCOME:
        return [(_given(rule), (rule,)) for rule in rules]
    outcomes = dict.fromkeys(value for rule in rules for value in _given(rule))
    listed = sorted(outcomes, key=decision.priorities.index) if decision.priorities else outcomes
    return [
        (
            (value,),
            tuple(
                replace(rule, outcomes=(Operand(value),)) for rule in rules if value in _given(rule)
            ),
        )
        for value in listed
    ]


def _given(rule: Rule) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(operand.value for operand in rule.outcomes))


def _part(
    original: Rulebook,
    rulebook: Rulebook,
    decision: Decision,
    outcomes: tuple[Value, ...] | None,
    rules: tuple[Rule, ...],
    order: Order,
    budget: int,
    asked: Mapping[str, Asked],
) -> Part:
    part = decision
    if outcomes is not None:
        part = replace(
            decision,
            policy=HitPolicy.RULE_ORDER,
            rules=rules,
            otherwise=None,
            priorities=(),
            type=decision.type if isinstance(decision.type, ListOf) else ListOf(decision.type),
        )
    alone = replace(rulebook, decisions={part.id: part}, order=(part.id,))
    compiler = Compiler(alone, budget)
    if compiler.diagrams.has_more_than(MOST_NODES, compiler.result(part.id)):
        raise OverBudgetError
    chart = grow(compiler, part.id, order)
    chart = replace(chart, steps=tuple(map(_without_otherwise, chart.steps)))
    told = Reference(alone).told_apart(part.id)
    bringing = frozenset(rule.id for rule in rules)
    mentioned = [one for one in asked.values() if one.id in told]
    reading = _Reading(original.decisions[part.id], outcomes, bringing, mentioned)
    ids = tuple(rule.id for rule in rules if rule.id != OTHERWISE)
    return Part(outcomes, ids, proven(chart, original, told=told, read=reading))


def _ladder_part(
    original: Rulebook,
    decision: Decision,
    outcomes: tuple[Value, ...] | None,
    rules: Sequence[Rule],
    order: Order,
) -> tuple[Part, tuple[Rung, ...]]:
    """A part as a ladder of its rules, with their conditions as they are written."""
    written = {rule.id: rule for rule in decision.rules}
    none = NotThe(AnyOf(tuple(rule.condition for rule in decision.rules)))
    some = [
        replace(rule, condition=written[rule.id].condition if rule.id in written else none)
        for rule in rules
    ]
    rungs = rungs_of(decision, some)
    if outcomes is not None:
        results: list[Result] = [outcomes] * len(rungs)
        last: Result = ()
    else:
        results = [written[rung.rule].outcomes[0].value for rung in rungs]
        last = finished(decision, None)
    chart = ladder(original, decision.id, order, rungs, results, last)
    chart = replace(chart, steps=tuple(map(_without_otherwise, chart.steps)))
    ids = tuple(rule.id for rule in rules if rule.id != OTHERWISE)
    return Part(outcomes, ids, chart), rungs


def _without_otherwise(step: Question | End) -> Question | End:
    if isinstance(step, End) and OTHERWISE in step.rules:
        return replace(step, rules=tuple(rule for rule in step.rules if rule != OTHERWISE))
    return step


class _Reading:
    """What the rules, as they are written, say of a part: the other side of its proof. It knows
    nothing of how the conditions were rewritten."""

    def __init__(
        self,
        decision: Decision,
        outcomes: tuple[Value, ...] | None,
        rules: frozenset[str],
        asked: Sequence[Asked],
    ) -> None:
        self.decision, self.outcomes, self.rules = decision, outcomes, rules
        self.asked: dict[str, list[Asked]] = {}
        for one in asked:
            self.asked.setdefault(one.decision, []).append(one)

    def __call__(self, case: Case) -> Made | None:
        """The part's result; None in a case that cannot be: a list both empty and not.

        Raises UnknownFactError for a question that is not answered yet.
        """
        try:
            if self.outcomes is None:
                return decide(self.decision, lambda name: self._look(name, case))
            return self._part(self.outcomes, case)
        except _ImpossibleError:
            return None

    def _part(self, outcomes: tuple[Value, ...], case: Case) -> Made:
        def holds(rule: Rule) -> bool:
            return condition_holds(rule.condition, lambda name: self._look(name, case))

        bringing = [rule for rule in self.decision.rules if rule.id in self.rules]
        held = tuple(rule.id for rule in bringing if holds(rule))
        otherwise = self.decision.otherwise
        if not held and otherwise and OTHERWISE in self.rules:
            held_at_all = any(holds(rule) for rule in self.decision.rules)
            return Made(() if held_at_all else outcomes, ())
        return Made(outcomes if held else (), held)

    def _look(self, name: str, case: Case) -> Result:
        asked = self.asked.get(name)
        if asked is None or asked[0].about == "outcome":
            return _answered(name, case)
        there = [one for one in asked if one.about == "includes" and _answered(one.id, case)]
        found = tuple(cast("Value", one.outcome) for one in there)
        for one in asked:
            if one.about == "empty":
                if _answered(one.id, case):
                    if found:
                        raise _ImpossibleError
                elif not found:
                    return (SOMETHING_ELSE,)
        return found


SOMETHING_ELSE = "something else"
"""Stands in a list for an outcome that no test names; no outcome has a space in its id."""


class _ImpossibleError(Exception):
    """The answers contradict each other."""


def _answered(name: str, case: Case) -> Value:
    if name not in case:
        raise UnknownFactError(name)
    return case[name]
