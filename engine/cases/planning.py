"""The dated plan: what is to be done, and when, while the other side stays silent.

From a day on, the next day on which anything can change is found from the thresholds that the facts are
tested against, not by trying each day. On such a day every advice that says what doing it logs is taken,
one after the other, as if it were done on the day it is due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, product
from typing import cast

from ..evaluate import Case, DecisionAnswer
from ..language.events import Count, DaysSince
from ..language.rulebook import Decision, HitPolicy, Otherwise, Rule, Rulebook
from ..language.vocabulary import Choice, Value, YesNo
from ..outcomes import certain
from ..scenarios.explanation import Look, looking, truth
from .calendars import day_after
from .entries import Entry, Happening, standing
from .folding import facts_on

HORIZON = 800
"""Days that a plan looks ahead at most."""
MOST_STEPS = 200

Answers = Callable[[Case], Mapping[str, DecisionAnswer]]
"""The answers of all decisions for a case."""


@dataclass(frozen=True)
class Step:
    """Something that the plan has for a day. `logs` is the event that doing it is; None: nothing is to
    be logged, the advice just holds from then on. `rules` are those that decide it, `facts` what was
    known then; `number` counts what doing it logs, from the beginning of the case (or else the times that
    the advice begins to hold), so that each step has a lasting name; `because` is why, where that is certain."""

    day: date
    decision: str
    advice: str
    logs: str | None
    rules: tuple[str, ...]
    facts: Mapping[str, Value]
    number: int
    because: str = ""


@dataclass(frozen=True)
class Plan:
    """The steps, and what is still to be answered: facts on which, on some day of the plan, a decision
    with something to do still hangs. `supposing` are the events to come that it goes by, `logged` those that the
    journal has for later days; `until` is the last day that it tells, where there may be more to come;
    None: it is whole."""

    steps: tuple[Step, ...]
    ask: tuple[str, ...]
    supposing: tuple[Happening, ...] = ()
    logged: tuple[Happening, ...] = ()
    until: date | None = None


class Thresholds:
    """The values at which a fact begins to be told apart from what it was."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Find them once for a rulebook."""
        from ..diagrams.cells import cells_of

        self.values: dict[str, tuple[int, ...]] = {}
        for name, cells in cells_of(rulebook).items():
            if cells.regions.ordered:
                points = [point for point in cells.regions.points if isinstance(point, int)]
                near = sorted({value for point in points for value in (point, point + 1)})
                self.values[name] = tuple(near)

    def above(self, fact: str, value: int) -> Iterator[int]:
        """Those above a value."""
        return (one for one in self.values.get(fact, ()) if one > value)


def next_change(
    rulebook: Rulebook, entries: Sequence[Entry], day: date, thresholds: Thresholds
) -> date | None:
    """The next day after `day` on which some fact can become another one; None: there is none."""
    held = standing(entries)
    days = [one.day for one in held if one.day > day]
    happened = [one for one in held if isinstance(one, Happening) and one.day <= day]
    for name, derivation in rulebook.follows.items():
        if isinstance(derivation, DaysSince):
            start = next(
                (one.day for one in reversed(happened) if one.event in derivation.events), None
            )
            if start is not None:
                known = facts_on(rulebook, happened, day).get(name, 0)
                for value in thresholds.above(name, cast("int", known)):
                    due = day_after(rulebook.calendar, start, value)
                    if due is not None and due > day:
                        days.append(due)
                        break
        elif isinstance(derivation, Count) and derivation.age is not None:
            for one in happened:
                if one.event in derivation.events:
                    due = day_after(rulebook.calendar, one.day, cast("int", derivation.age.value))
                    if due is not None and due > day:
                        days.append(due)
    return min(days, default=None)


def plan(
    rulebook: Rulebook,
    entries: Iterable[Entry],
    day: date,
    answers: Answers,
    thresholds: Thresholds | None = None,
    *,
    supposing: Sequence[Happening] = (),
) -> Plan:
    """The steps from a day on, each taken on the day it is due, when what is supposed happens."""
    known = thresholds or Thresholds(rulebook)
    entries = list(entries)
    later = (one for one in standing(entries) if one.day > day)
    logged = tuple(one for one in later if isinstance(one, Happening))
    walk = _Walk(rulebook, [*entries, *supposing], answers, known)
    steps = tuple(walk.steps(day))
    return Plan(steps, tuple(walk.asked), tuple(supposing), logged, walk.until)


def coming(
    rulebook: Rulebook,
    entries: Iterable[Entry],
    day: date,
    answers: Answers,
    thresholds: Thresholds,
) -> Step | None:
    """The first step of the plan that is on a later day."""
    walk = _Walk(rulebook, list(entries), answers, thresholds)
    return next((step for step in walk.steps(day) if step.day > day), None)


def is_done(
    rulebook: Rulebook,
    entries: Sequence[Entry],
    day: date,
    decision: str,
    advice: str,
    answers: Answers,
    thresholds: Thresholds,
) -> bool:
    """Whether an advice that stands on a day has been followed already: what it logs has happened, and
    the advice has stood without a break ever since."""
    logs = rulebook.advice[advice].logs
    latest = next(
        (
            one
            for one in reversed(standing(entries, day))
            if isinstance(one, Happening) and one.event == logs
        ),
        None,
    )
    if logs is None or latest is None:
        return False
    here: date | None = latest.day
    while here is not None and here <= day:
        if advice not in certain(answers(facts_on(rulebook, entries, here))[decision].possible):
            return False
        here = next_change(rulebook, entries, here, thresholds)
    return True


def actions(
    rulebook: Rulebook, found: Mapping[str, DecisionAnswer]
) -> Iterator[tuple[str, str, str]]:
    """The advice that stands and says what doing it logs: decision, advice, event."""
    for name, answer in found.items():
        for outcome in certain(answer.possible):
            advice = rulebook.advice.get(str(outcome))
            if advice is not None and advice.logs is not None:
                yield name, advice.id, advice.logs


def acting_decisions(rulebook: Rulebook) -> frozenset[str]:
    """The decisions some of whose advice says what doing it logs."""
    logging = {advice.id for advice in rulebook.advice.values() if advice.logs}
    return frozenset(
        decision.id
        for decision in rulebook.decisions.values()
        if any(one.value in logging for one in decision.outcomes())
    )


class _Walk:
    def __init__(
        self, rulebook: Rulebook, entries: list[Entry], answers: Answers, thresholds: Thresholds
    ) -> None:
        self.rulebook, self.entries, self.answers = rulebook, entries, answers
        self.thresholds = thresholds
        self.acting = acting_decisions(rulebook)
        self.done: set[tuple[str, str]] = set()
        self.numbers = count(max((one.number for one in entries), default=0) + 1)
        self.counted: dict[tuple[str, str], int] = {}
        self.standing: dict[str, str | None] = {}
        self.asked: dict[str, None] = {}
        self.until: date | None = None

    def steps(self, day: date) -> Iterator[Step]:
        """The steps in their order, from a day on."""
        last = date.fromordinal(min(day.toordinal() + HORIZON, date.max.toordinal()))
        self._look_back(day)
        here: date | None = day
        taken = 0
        while here is not None and here <= last:
            for step in self._on(here):
                yield step
                taken += 1
                if taken >= MOST_STEPS:
                    self.until = here
                    return
            here = next_change(self.rulebook, self.entries, here, self.thresholds)
        if here is not None:
            self.until = last

    def _look_back(self, day: date) -> None:
        """What was done before the plan begins need not be done again."""
        found = self.answers(facts_on(self.rulebook, self.entries, day))
        self.done = {
            (decision, advice)
            for decision, advice, _ in actions(self.rulebook, found)
            if is_done(
                self.rulebook, self.entries, day, decision, advice, self.answers, self.thresholds
            )
        }

    def _on(self, day: date) -> Iterator[Step]:
        """An advice is due when it begins to stand; while it stands, and on one day, it is done once."""
        today: set[tuple[str, str]] = set()
        while True:
            facts = facts_on(self.rulebook, self.entries, day)
            found = self.answers(facts)
            standing_now = list(actions(self.rulebook, found))
            self.done &= {(decision, advice) for decision, advice, _ in standing_now}
            over = self.done | today
            due = next((one for one in standing_now if (one[0], one[1]) not in over), None)
            if due is None:
                # What ceased and stands again at the end of its day is done: tomorrow is no new day.
                self.done |= today & {(decision, advice) for decision, advice, _ in standing_now}
                self._open(found)
                yield from self._holding(found, facts, day)
                return
            decision, advice, event = due
            # Done is done, also for other decisions: each that asks for the same event has it now.
            together = {(one, other) for one, other, logged in standing_now if logged == event}
            self.done |= together
            today |= together
            yield self._step(day, decision, advice, event, found, facts)
            self.entries.append(Happening(next(self.numbers), day, event))

    def _open(self, found: Mapping[str, DecisionAnswer]) -> None:
        """Note what nobody has answered and a decision of the plan hangs on."""
        for name in self.rulebook.decisions:
            if name in self.acting:
                answered = (fact for fact in found[name].ask if fact not in self.rulebook.follows)
                self.asked.update(dict.fromkeys(answered))

    def _holding(
        self, found: Mapping[str, DecisionAnswer], facts: Case, day: date
    ) -> Iterator[Step]:
        """Advice without anything to log that begins to hold: of decisions with one outcome, those
        that a rule gives."""
        for name, answer in found.items():
            decision = self.rulebook.decisions[name]
            outcome = _single(decision, answer) if name in self.acting else None
            if outcome != self.standing.get(name):
                self.standing[name] = outcome
                if outcome is not None and answer.rules and not self.rulebook.advice[outcome].logs:
                    yield self._step(day, name, outcome, None, found, facts)

    def _step(
        self,
        day: date,
        decision: str,
        advice: str,
        logs: str | None,
        found: Mapping[str, DecisionAnswer],
        facts: Case,
    ) -> Step:
        if logs is None:
            number = self.counted[decision, advice] = self.counted.get((decision, advice), 0) + 1
        else:  # counted over the whole journal, so that it is the same before and after others are done
            held = standing(self.entries)
            number = 1 + sum(isinstance(one, Happening) and one.event == logs for one in held)
        why = _because(self.rulebook.decisions[decision], advice, looking(facts, found))
        rules = found[decision].rules
        return Step(day, decision, advice, logs, rules, dict(facts), number, why)


def _single(decision: Decision, answer: DecisionAnswer) -> str | None:
    """The one advice of a settled decision; None for numbers, lists, and what is open."""
    if decision.policy in (HitPolicy.COUNT,) or decision.policy.gives_list:
        return None
    return answer.result if answer.settled and isinstance(answer.result, str) else None


def _because(decision: Decision, advice: str, look: Look) -> str:
    """Why an advice is given: the reason of a rule that holds whatever is unknown."""

    def gives(one: Rule | Otherwise) -> bool:
        return any(given.value == advice for given in one.outcomes)

    for rule in decision.rules:
        if rule.because and gives(rule) and truth(rule.condition, look):
            return rule.because
    otherwise = decision.otherwise
    if otherwise is None or not otherwise.because or not gives(otherwise):
        return ""
    none_holds = all(truth(rule.condition, look) is False for rule in decision.rules)
    return otherwise.because if none_holds else ""


# -- other futures -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Branch:
    """What may happen before a day, and the future after it. `event` None: nothing happens."""

    event: str | None
    fields: Mapping[str, Value]
    future: Future


@dataclass(frozen=True)
class Future:
    """A day with what is to be done on it, and what may happen after it."""

    day: date
    steps: tuple[Step, ...]
    branches: tuple[Branch, ...]


def futures(
    rulebook: Rulebook,
    entries: Iterable[Entry],
    day: date,
    answers: Answers,
    depth: int,
    *,
    supposing: Sequence[Happening] = (),
) -> Future:
    """The tree of futures: after each day with something to do, either nothing happens until the next
    such day, or one of the events that the other side can bring about. What the journal has for later
    days is left aside."""
    known = [one for one in entries if one.day <= day]
    return _future(rulebook, [*known, *supposing], day, answers, depth, Thresholds(rulebook))


def _future(
    rulebook: Rulebook,
    entries: list[Entry],
    day: date,
    answers: Answers,
    depth: int,
    thresholds: Thresholds,
) -> Future:
    walk = _Walk(rulebook, list(entries), answers, thresholds)
    today: list[Step] = []
    next_day: date | None = None
    for step in walk.steps(day):  # no further than needed: each day has futures of its own
        if step.day > day:
            next_day = step.day
            break
        today.append(step)
    if depth == 0 or next_day is None:  # nothing more to wait for: the case is decided
        return Future(day, tuple(today), ())
    after = walk.entries
    branches = [
        Branch(None, {}, _future(rulebook, after, next_day, answers, depth - 1, thresholds))
    ]
    for event, fields in outside_events(rulebook):
        happened = [*after, Happening(next(walk.numbers), next_day, event, fields)]
        future = _future(rulebook, happened, next_day, answers, depth - 1, thresholds)
        branches.append(Branch(event, fields, future))
    return Future(day, tuple(today), tuple(branches))


def outside_events(rulebook: Rulebook) -> Iterator[tuple[str, dict[str, Value]]]:
    """What the other side can bring about, with each answer to a field that is a choice."""
    for event in rulebook.events.values():
        if event.by != "them":
            continue
        fields = [
            (name, _options(field.type))
            for name, field in event.fields.items()
            if _options(field.type)
        ]
        for values in product(*(options for _, options in fields)):
            yield event.id, dict(zip((name for name, _ in fields), values, strict=True))


def _options(kind: object) -> tuple[Value, ...]:
    if isinstance(kind, Choice):
        return kind.options
    return (True, False) if isinstance(kind, YesNo) else ()
