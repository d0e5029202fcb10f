"""Live cases against naive readings: every day is tried, and every fact is counted by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import holidays
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fingerpost.engine import LoadedRulebook, load, loads
from fingerpost.engine.cases.calendars import day_after, days_between, is_working_day
from fingerpost.engine.cases.chain import Kind
from fingerpost.engine.cases.entries import Answer, Entry, Happening, Void, standing
from fingerpost.engine.cases.folding import facts_on
from fingerpost.engine.cases.journal import Journal
from fingerpost.engine.cases.overview import all_due, due, remembering
from fingerpost.engine.cases.planning import (
    MOST_STEPS,
    Answers,
    Step,
    Thresholds,
    acting_decisions,
    actions,
    certain,
    coming,
    next_change,
    plan,
)
from fingerpost.engine.cases.reading import entries_of, plain_fields
from fingerpost.engine.diagrams.cells import cells_of
from fingerpost.engine.evaluate import Case, UnknownFactError, condition_holds
from fingerpost.engine.language import conditions
from fingerpost.engine.language.events import (
    Calendar,
    Count,
    DaysSince,
    Derivation,
    Happened,
    Latest,
    LatestField,
)
from fingerpost.engine.language.rulebook import HitPolicy, Rulebook
from fingerpost.engine.language.vocabulary import Choice, Day, FactType, Number, Value, YesNo

QUICK = settings(phases=(Phase.explicit, Phase.generate), max_examples=200)
SLOW = settings(phases=(Phase.explicit, Phase.generate), max_examples=150)
START = date(2026, 12, 1)
SPAN = 40
"""Days over which entries lie; few, so that many share one."""
AHEAD = 120
DAY = timedelta(1)

FORMS = """
title: All forms
version: 1
{calendar}
settings:
  lag: 3
facts:
  since_a: {{type: whole number, question: q, range: 2 to 40, follows from: days since a}}
  since_ab: {{type: whole number, question: q, follows from: days since the latest of a or b}}
  count_a: {{type: whole number, question: q, range: 0 to 4, follows from: count of a}}
  count_old: {{type: whole number, question: q, follows from: count of a or c at least lag old since b}}
  count_since: {{type: whole number, question: q, follows from: count of a since the latest of b or c}}
  had_c: {{type: yes/no, question: q, follows from: c happened}}
  had_since: {{type: yes/no, question: q, follows from: a or b happened since c}}
  mood: {{type: choice, question: q, options: [good, bad], follows from: latest mood of c}}
  size: {{type: number, question: q, follows from: latest size of c}}
  when: {{type: date, question: q, follows from: latest when of c}}
  state:
    type: choice
    question: q
    options: [one, two, three, none]
    follows from:
      latest of: {{a: one, c: {{mood: {{good: two, bad: three}}}}}}
      otherwise: none
  told: {{type: choice, question: q, options: [x, y, z]}}
  number: {{type: whole number, question: q, range: 0 to 9}}
events:
  a: {{title: a}}
  b: {{title: b}}
  c:
    title: c
    by: them
    fields:
      mood: {{type: choice, question: q, options: [good, bad]}}
      size: {{type: number, question: q}}
      when: {{type: date, question: q}}
advice:
  do_a: {{title: Do a, logs: a}}
  do_a_again: {{title: Do a again, logs: a}}
  do_b: {{title: Do b, logs: b}}
  rest: {{title: Rest}}
  sleep: {{title: Sleep}}
decisions:
  move:
    hit policy: first
    rules:
      - {{id: r1, when: {{count_a: at least 4}}, then: sleep}}
      - {{id: r2, when: {{state: two or three, told: x}}, then: rest}}
      - {{id: r3, when: {{since_a: at least 5, count_old: at least 1}}, then: do_a_again}}
      - {{id: r4, when: {{since_ab: more than 11}}, then: do_a}}
      - {{id: r5, when: {{had_c: no, number: less than 3}}, then: do_a}}
      - {{id: r6, when: {{mood: bad}}, then: sleep}}
    otherwise: rest
  side:
    hit policy: collect
    rules:
      - {{id: s1, when: {{count_since: 2 to 3}}, then: do_b}}
      - {{id: s2, when: {{had_since: yes, since_ab: [4, 9, 17]}}, then: rest}}
      - {{id: s3, when: {{size: more than 2}}, then: do_b}}
      - {{id: s4, when: {{when: before 2026-12-20, move: rest}}, then: do_a}}
      - {{id: s5, when: {{count_old: at least 2}}, then: [do_b, sleep]}}
"""

IN_TURNS = """
title: One undoes the other
version: 1
facts:
  state:
    type: choice
    question: q
    options: [one, two]
    follows from: {latest of: {a: one, b: two}, otherwise: two}
  since_c: {type: whole number, question: q, follows from: days since c}
events: {a: {title: a}, b: {title: b}, c: {title: c}}
advice:
  do_a: {title: Do a, logs: a}
  do_b: {title: Do b, logs: b}
  do_c: {title: Do c, logs: c}
decisions:
  turn:
    hit policy: first
    rules: [{id: r1, when: {state: one}, then: do_b}]
    otherwise: do_a
  now_and_then:
    hit policy: collect
    rules: [{id: s1, when: {since_c: [3, 5, 20 to 30]}, then: do_c}]
"""


class Book(NamedTuple):
    """A rulebook with what answers by it."""

    name: str
    definition: Rulebook
    answers: Answers
    thresholds: Thresholds

    def __repr__(self) -> str:
        return self.name


def book(name: str, loaded: LoadedRulebook) -> Book:
    definition = loaded.definition
    return Book(name, definition, remembering(loaded.answer_all), Thresholds(definition))


HEAR_BACK = load("hear-back")
CALENDARS = {"every day": "", "Bavaria": "calendar: working days in DE-BY"}
BOOKS = [
    book("hear-back", HEAR_BACK),
    *(book(name, loads(FORMS.format(calendar=line))) for name, line in CALENDARS.items()),
    book("in turns", loads(IN_TURNS)),
    book(
        "hear-back, working days",
        loads(
            HEAR_BACK.definition.source.text.replace(
                "fingerpost: 1\n", "fingerpost: 1\ncalendar: working days\n"
            )
        ),
    ),
]


# -- random journals ---------------------------------------------------------------------------


def values(kind: FactType) -> st.SearchStrategy[Value]:
    match kind:
        case YesNo():
            return st.booleans()
        case Choice():
            return st.sampled_from(kind.options)
        case Day():
            return st.integers(0, 60).map(lambda days: START + DAY * days)
        case Number():
            whole = st.integers(0, 9)
            return whole if kind.whole else whole.map(lambda one: Decimal(one) / 2)


@cache
def entries_for(rulebook_number: int) -> st.SearchStrategy[list[Entry]]:
    rulebook = BOOKS[rulebook_number].definition
    days = st.integers(0, SPAN).map(lambda days: START + DAY * days)
    happenings = [
        st.builds(
            Happening,
            st.just(0),
            days,
            st.just(event.id),
            st.fixed_dictionaries({}, optional={n: values(f.type) for n, f in event.fields.items()})
            if event.fields
            else st.just({}),
        )
        for event in rulebook.events.values()
    ]
    answers = [
        st.builds(Answer, st.just(0), days, st.just(name), st.none() | values(fact.type))
        for name, fact in rulebook.facts.items()
        if name not in rulebook.follows
    ]
    voids = st.builds(Void, st.just(0), days, st.integers(1, 16))
    common = [st.one_of(happenings)] * 6 + [st.one_of(answers)] * (3 if answers else 0) + [voids]
    return st.lists(st.one_of(common), max_size=16).map(
        lambda found: [numbered(one, number) for number, one in enumerate(found, 1)]
    )


def numbered(entry: Entry, number: int) -> Entry:
    match entry:
        case Happening(_, day, event, fields):
            return Happening(number, day, event, fields)
        case Answer(_, day, fact, value):
            return Answer(number, day, fact, value)
        case Void(_, day, voided):
            return Void(number, day, voided)


@st.composite
def journals(draw: Callable[[st.SearchStrategy[Any]], Any]) -> tuple[Book, list[Entry]]:
    number = draw(st.integers(0, len(BOOKS) - 1))
    return BOOKS[number], draw(entries_for(number))


some_day = st.integers(-2, SPAN + 20).map(lambda days: START + DAY * days)


# -- the naive fold ----------------------------------------------------------------------------


@cache
def free(region: str, year: int) -> frozenset[date]:
    if not region:
        return frozenset()
    country, _, part = region.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))


def works(calendar: Calendar, day: date) -> bool:
    return day.weekday() < 5 and day not in free(calendar.region, day.year)


def days_by_hand(calendar: Calendar, start: date, end: date) -> int:
    """Day by day."""
    days = [start + DAY * number for number in range(1, (end - start).days + 1)]
    return sum(1 for day in days if not calendar.working_days or works(calendar, day))


def facts_by_hand(rulebook: Rulebook, entries: Sequence[Entry], day: date) -> dict[str, Value]:
    """Each fact on its own, straight from what the phrases say."""
    voided = {one.voided for one in entries if isinstance(one, Void)}
    told = [one for one in entries if one.number not in voided and one.day <= day]
    facts: dict[str, Value] = {}
    for name, fact in rulebook.facts.items():
        if name in rulebook.follows:
            happened = [one for one in told if isinstance(one, Happening)]
            value = by_hand(rulebook, rulebook.follows[name], happened, day)
            if isinstance(fact.type, Number) and fact.type.whole and value is not None:
                low, high = fact.type.interval.low, fact.type.interval.high
                if low is not None and value < low:  # type: ignore[operator]
                    value = low
                if high is not None and value > high:  # type: ignore[operator]
                    value = high
        else:
            answers = [one for one in told if isinstance(one, Answer) and one.fact == name]
            value = max(answers, key=place).value if answers else None
        if value is not None:
            facts[name] = value
    return facts


def place(one: Entry) -> tuple[date, int]:
    return one.day, one.number


def by_hand(
    rulebook: Rulebook, derivation: Derivation, happened: list[Happening], day: date
) -> Value | None:
    def latest(events: Sequence[str]) -> Happening | None:
        return max((one for one in happened if one.event in events), key=place, default=None)

    def after(since: Sequence[str]) -> list[Happening]:
        begin = latest(since)
        return [one for one in happened if begin is None or place(one) > place(begin)]

    match derivation:
        case DaysSince(events):
            last = latest(events)
            return None if last is None else days_by_hand(rulebook.calendar, last.day, day)
        case Count(events, age, since):
            old = age.value if age else 0
            return sum(
                one.event in events and days_by_hand(rulebook.calendar, one.day, day) >= old  # type: ignore[operator]
                for one in after(since)
            )
        case Happened(events, since):
            return bool([one for one in after(since) if one.event in events])
        case Latest(picks, otherwise):
            last = latest([pick.event for pick in picks])
            if last is None:
                return otherwise
            (pick,) = (pick for pick in picks if pick.event == last.event)
            if pick.field is None:
                return pick.value
            means = [given for value, given in pick.values if last.fields.get(pick.field) == value]
            return means[0] if means else None
        case LatestField(event, name):
            last = latest([event])
            return None if last is None else last.fields.get(name)


@QUICK
@given(journals(), some_day)
def test_facts_are_those_counted_by_hand(setup: tuple[Book, list[Entry]], day: date) -> None:
    made, entries = setup
    found = facts_on(made.definition, entries, day)
    expected = facts_by_hand(made.definition, entries, day)
    assert found == expected
    assert {name: type(one) for name, one in found.items()} == {
        name: type(one) for name, one in expected.items()
    }
    assert made.answers(found) == made.answers(expected)


@QUICK
@given(journals(), some_day, st.randoms(use_true_random=False))
def test_any_order_gives_the_same(setup: tuple[Book, list[Entry]], day: date, random: Any) -> None:
    made, entries = setup
    mixed = list(entries)
    random.shuffle(mixed)
    assert facts_on(made.definition, mixed, day) == facts_on(made.definition, entries, day)
    assert plan(made.definition, mixed, day, made.answers, made.thresholds) == plan(
        made.definition, entries, day, made.answers, made.thresholds
    )


@QUICK
@given(journals(), some_day)
def test_entry_by_entry_is_as_all_at_once(setup: tuple[Book, list[Entry]], day: date) -> None:
    """What stands is kept in order while entries come in; so a runner can go on where it was."""
    made, entries = setup
    held: list[Happening | Answer] = []
    void: set[int] = set()
    for number, entry in enumerate(entries, 1):
        if isinstance(entry, Void):
            void.add(entry.voided)
        else:
            before = len([one for one in held if place(one) < place(entry)])
            held.insert(before, entry)
        left = [one for one in held if one.number not in void]
        assert left == standing(entries[:number])
        assert facts_on(made.definition, left, day) == facts_on(
            made.definition, entries[:number], day
        )


# -- the calendar ------------------------------------------------------------------------------

calendars = st.sampled_from(
    [
        Calendar(),
        *(
            Calendar(working_days=True, region=region)
            for region in ("", "DE", "DE-BY", "US", "US-CA", "GB", "JP")
        ),
    ]
)
any_day = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@QUICK
@given(calendars, any_day, st.integers(0, 800))
def test_days_are_counted_as_by_hand(calendar: Calendar, start: date, days: int) -> None:
    end = start + DAY * days
    assert days_between(calendar, start, end) == days_by_hand(calendar, start, end)
    if calendar.working_days:
        assert is_working_day(calendar, end) is works(calendar, end)


@QUICK
@given(calendars, any_day, st.integers(0, 300))
def test_the_day_after_is_the_first_on_which_so_many_passed(
    calendar: Calendar, start: date, days: int
) -> None:
    found = day_after(calendar, start, days)
    assert found is not None
    assert days_by_hand(calendar, start, found) == days
    assert days == 0 or days_by_hand(calendar, start, found - DAY) == days - 1


# -- what changes when -------------------------------------------------------------------------


@SLOW
@given(journals(), some_day)
def test_no_change_is_skipped(setup: tuple[Book, list[Entry]], day: date) -> None:
    made, entries = setup
    cells = cells_of(made.definition)

    def signature(on: date) -> dict[str, object]:
        facts = facts_on(made.definition, entries, on)
        return {
            name: cells[name].index(value) if name in cells else value
            for name, value in facts.items()
            if name in cells or name not in made.definition.follows
        }

    before = signature(day)
    following = next_change(made.definition, entries, day, made.thresholds)
    assert following is None or following > day
    last = following or day + DAY * AHEAD
    for number in range(1, (last - day).days):
        assert signature(day + DAY * number) == before, day + DAY * number


# -- the plan, day by day ----------------------------------------------------------------------


class Simulation:
    """The plan by trying every day; what is to be done is done at once."""

    def __init__(self, made: Book, entries: Sequence[Entry]) -> None:
        self.made, self.entries = made, list(entries)
        self.holding: dict[str, str | None] = {}
        self.counted: dict[tuple[str, str], int] = {}

    def found(self, day: date) -> Mapping[str, Any]:
        return self.made.answers(facts_on(self.made.definition, self.entries, day))

    def due(self, day: date) -> list[tuple[str, str, str]]:
        return list(actions(self.made.definition, self.found(day)))

    def done_before(self, day: date) -> set[tuple[str, str]]:
        done: set[tuple[str, str]] = set()
        for decision, advice, logs in self.due(day):
            days = [
                one.day
                for one in standing(self.entries, day)
                if isinstance(one, Happening) and one.event == logs
            ]
            if days and all(
                advice in certain(self.found(max(days) + DAY * number)[decision].possible)
                for number in range((day - max(days)).days + 1)
            ):
                done.add((decision, advice))
        return done

    def steps(self, start: date, days: int) -> list[Step]:
        done = self.done_before(start)
        steps: list[Step] = []
        for number in range(days + 1):
            day = start + DAY * number
            today: set[tuple[str, str]] = set()
            while True:
                standing_now = self.due(day)
                done &= {one[:2] for one in standing_now}
                left = [one for one in standing_now if one[:2] not in done | today]
                if not left:  # what stands again at the end of the day is done
                    done |= today & {one[:2] for one in standing_now}
                    break
                decision, advice, logs = left[0]
                steps.append(self.step(day, decision, advice, logs))
                together = {one[:2] for one in standing_now if one[2] == logs}
                done |= together
                today |= together
                own = max((one.number for one in self.entries), default=0) + 1
                self.entries.append(Happening(own, day, logs))
            steps += self.that_hold(day)
        return steps

    def that_hold(self, day: date) -> list[Step]:
        steps: list[Step] = []
        definition, found = self.made.definition, self.found(day)
        for name in definition.decisions:
            policy = definition.decisions[name].policy
            if name not in acting_decisions(definition) or policy is not HitPolicy.FIRST:
                continue
            result = found[name].result
            outcome = result if found[name].settled and isinstance(result, str) else None
            if outcome != self.holding.get(name):
                self.holding[name] = outcome
                if outcome and found[name].rules and not definition.advice[outcome].logs:
                    steps.append(self.step(day, name, outcome, None))
        return steps

    def step(self, day: date, decision: str, advice: str, logs: str | None) -> Step:
        facts = facts_on(self.made.definition, self.entries, day)
        rules = self.found(day)[decision].rules
        if logs is None:
            number = self.counted[decision, advice] = self.counted.get((decision, advice), 0) + 1
        else:
            happened = [one for one in standing(self.entries) if isinstance(one, Happening)]
            number = 1 + len([one for one in happened if one.event == logs])
        return Step(day, decision, advice, logs, rules, dict(facts), number)


@SLOW
@given(journals(), some_day)
def test_the_plan_is_that_of_trying_every_day(setup: tuple[Book, list[Entry]], day: date) -> None:
    made, entries = setup
    found = plan(made.definition, entries, day, made.answers, made.thresholds).steps
    expected = Simulation(made, entries).steps(day, AHEAD)
    near = [replace(one, because="") for one in found if one.day <= day + DAY * AHEAD]
    assert near == expected[:MOST_STEPS]
    later = coming(made.definition, entries, day, made.answers, made.thresholds)
    assert later == next((one for one in found if one.day > day), None)


@QUICK
@given(journals(), some_day)
def test_a_reason_holds_whatever_is_unknown(setup: tuple[Book, list[Entry]], day: date) -> None:
    made, entries = setup
    for step in plan(made.definition, entries, day, made.answers, made.thresholds).steps:
        decision = made.definition.decisions[step.decision]
        giving = [
            rule
            for rule in decision.rules
            if rule.because == step.because and step.advice in {one.value for one in rule.outcomes}
        ]
        of_facts = all(
            test.fact in made.definition.facts
            for rule in giving
            for test in conditions.tests_in(rule.condition)
        )
        if step.because and giving and of_facts:
            assert any(condition_holds(one.condition, known(step.facts)) for one in giving)


def known(facts: Case) -> Callable[[str], Value]:
    def look(name: str) -> Value:
        if name not in facts:
            raise UnknownFactError(name)
        return facts[name]

    return look


@QUICK
@given(journals(), some_day)
def test_what_is_due_is_what_the_plan_begins_with(
    setup: tuple[Book, list[Entry]], day: date
) -> None:
    made, entries = setup
    found = due(made.definition, "x", entries, day, made.answers, made.thresholds, ahead=False)
    simulation = Simulation(made, entries)
    done = simulation.done_before(day)
    assert found.today == tuple(one[:2] for one in simulation.due(day) if one[:2] not in done)


@settings(QUICK, max_examples=40)
@given(st.lists(entries_for(0), min_size=4, max_size=8), some_day, st.booleans())
def test_all_cases_at_once_are_as_each_by_itself(
    cases: list[list[Entry]], day: date, ahead: bool
) -> None:
    definition = HEAR_BACK.definition
    answers = HEAR_BACK.answer_all
    with tempfile.TemporaryDirectory() as folder, Journal.at(Path(folder, "x")) as journal:
        opened = [
            (str(number), "open", {"day": f"{START}", "name": f"{number}", "source": "hear-back"})
            for number in range(len(cases))
        ]
        in_turns = [
            (str(number), *as_content(entries[turn]))
            for turn in range(16)
            for number, entries in enumerate(cases)
            if turn < len(entries)
        ]
        journal.extend([*opened, *in_turns])
        found = {
            head.id: one
            for head, one in all_due(
                journal, journal.cases(), lambda _: (definition, answers), day, ahead=ahead
            )
        }
        assert len(found) == len(cases)
        for number in range(len(cases)):
            entries, unread = entries_of(definition, journal.records(str(number)))
            assert not unread
            alone = due(
                definition, str(number), entries, day, answers, BOOKS[0].thresholds, ahead=ahead
            )
            assert found[str(number)] == alone


def as_content(entry: Entry) -> tuple[Kind, dict[str, object]]:
    head: dict[str, object] = {"day": entry.day.isoformat()}
    match entry:
        case Happening(_, _, event, fields):
            return "event", {**head, "event": event, "fields": plain_fields(fields)}
        case Answer(_, _, fact, value):
            return "answer", {**head, "fact": fact, "value": value}
        case Void(_, _, voided):
            return "void", {**head, "voided": voided}
