"""`walk.js`, in a real browser, says what `rulebook.advise` says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from importlib.resources import files
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from fingerpost.engine import LoadedRulebook, RulebookError, load, loads
from fingerpost.engine.diagrams.flowchart import Question
from fingerpost.engine.diagrams.stages import Stage
from fingerpost.engine.evaluate import test_holds as holds
from fingerpost.engine.language.vocabulary import (
    Choice,
    Day,
    Number,
    Unit,
    YesNo,
    plain_value,
)
from fingerpost.engine.language.wording import value_words
from fingerpost.visualize.html.data import data
from properties.rulebooks import POLICIES, RandomDice, random_rulebook

SCRIPTS = files("fingerpost.visualize.html")
WALK, SAY = (SCRIPTS.joinpath(name).read_text(encoding="utf-8") for name in ("walk.js", "say.js"))
KEYS = ("settled", "outcome", "possible", "rules", "fault", "ask")
RANDOM_RULEBOOKS = 60

ANSWER_ALL = """([data, cases]) => {
  const book = walk.read(data);
  return cases.map((known) =>
    [...walk.answers(book, new Map(known))].map(([name, one]) => [name, {
      settled: one.settled, outcome: one.outcome, possible: one.possible, rules: one.rules,
      fault: one.fault, ask: one.matter, next: one.next, most: one.most,
    }]));
}"""

Case = Mapping[str, Any]


def random_cases(rulebook: LoadedRulebook, count: int, seed: int) -> list[dict[str, Any]]:
    """Cases in which each fact is known with another chance, from none of them to all."""
    random = Random(seed)
    cells = rulebook.answerer.cells

    def value(name: str) -> Any:
        kind = rulebook.definition.facts[name].type
        match kind:
            case YesNo():
                return random.choice((True, False))
            case Choice(options):
                return random.choice(options)
            case Number() | Day():
                points = cells[name].regions.points if name in cells else ()
                near = [*points, *(cells[name].samples if name in cells else ())]
                if isinstance(kind, Number) and kind.whole:
                    near += [point + step for point in points for step in (-1, 1)]  # type: ignore[operator]
                return random.choice([one for one in near if one in kind.interval])

    cases: list[dict[str, Any]] = []
    for number in range(count):
        share = (number % 11) / 10
        cases.append(
            {name: value(name) for name in rulebook.definition.facts if random.random() < share}
        )
    return cases


def to_page(case: Case) -> list[list[Any]]:
    """A case as the page has it."""
    return [[name, plain_value(value)] for name, value in case.items()]


def wanted(rulebook: LoadedRulebook, case: Case) -> list[list[Any]]:
    """What Python says."""
    found = []
    for name, one in rulebook.advise(case).to_dict()["decisions"].items():  # type: ignore[attr-defined]
        said = {key: one.get(key) for key in KEYS}
        plan = None if one["settled"] else rulebook.answerer.plan(name, rulebook.case(case))
        said |= {"next": next(iter(one["ask"]), None), "most": plan.most if plan else 0}
        found.append([name, said])
    return found


def check(page: Page, rulebook: LoadedRulebook, cases: Iterable[Case]) -> None:
    cases = list(cases)
    found = page.evaluate(ANSWER_ALL, [data(rulebook), [to_page(case) for case in cases]])
    for case, one in zip(cases, found, strict=True):
        assert one == wanted(rulebook, case), case


@pytest.fixture
def walk(blank: Page) -> Page:
    """An empty page that has nothing but `walk`."""
    blank.add_script_tag(content=WALK)
    return blank


@pytest.mark.parametrize(("name", "count"), [("hear-back", 400), ("offer", 70)])
def test_bundled_rulebooks(walk: Page, name: str, count: int) -> None:
    rulebook = load(name)
    scenarios = [scenario.case for scenario in rulebook.definition.scenarios]
    check(walk, rulebook, [{}, *scenarios, *random_cases(rulebook, count, seed=1)])


def test_random_rulebooks_of_every_policy(walk: Page) -> None:
    met: set[str] = set()
    kinds: set[str] = set()
    for seed in range(RANDOM_RULEBOOKS):
        made = random_rulebook(seed)
        rulebook = loads(made.text)
        met |= {one.policy.value for one in rulebook.definition.decisions.values()}
        kinds |= {fact.type.name for fact in rulebook.definition.facts.values()}
        random = Random(seed)
        dice = RandomDice(random)
        cases = [{}]
        for number in range(12):
            known = [fact.id for fact in made.facts if number < 3 or random.random() < 0.6]
            cases.append(made.case(dice, known))
        check(walk, rulebook, cases)
    assert met == set(POLICIES)
    assert kinds == {"yes/no", "choice", "whole number", "number", "date"}


def test_a_fault_is_told(walk: Page) -> None:
    rulebook = loads(
        "title: T\nversion: 1\nfacts: {a: {type: yes/no, question: A?}, b: {type: yes/no, question: B?}}\n"
        "advice: {x: {title: X}, y: {title: Y}}\n"
        "decisions:\n  d:\n    hit policy: unique\n    rules:\n"
        "      - {id: one, when: {a: yes}, then: x}\n      - {id: two, when: {b: yes}, then: y}\n"
    )
    cases = [{"a": True}, {"a": True, "b": True}, {"a": False, "b": False}]
    check(walk, rulebook, cases)
    assert [rulebook.advise(case)["d"].fault for case in cases] == [
        None,
        "rules clash",
        "no rule fits",
    ]


def test_a_value_outside_every_cell_is_no_value(walk: Page) -> None:
    with pytest.raises(Exception, match="days_since_interview cannot be -1"):
        walk.evaluate(ANSWER_ALL, [data(load("hear-back")), [[["days_since_interview", -1]]]])


def test_a_decision_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rulebook = load("hear-back")
    monkeypatch.setattr(rulebook.answerer, "_budget", 50)
    with pytest.raises(RulebookError):
        data(rulebook)


@pytest.mark.parametrize("name", ["hear-back", "offer"])
def test_an_answer_makes_a_difference_when_it_would_be_asked_for(walk: Page, name: str) -> None:
    rulebook = load(name)
    cases = random_cases(rulebook, 25, seed=2)
    script = """([data, cases]) => {
      const book = walk.read(data);
      return cases.map((known) => [...walk.differing(book, new Map(known))]);
    }"""
    found = walk.evaluate(script, [data(rulebook), [to_page(case) for case in cases]])
    for case, differing in zip(cases, found, strict=True):
        asked = set()
        for fact in case:
            without = {one: value for one, value in case.items() if one != fact}
            if any(fact in answer.ask for answer in rulebook.advise(without).values()):
                asked.add(fact)
        assert set(differing) == asked, case


# -- flowcharts --------------------------------------------------------------------------------

PATHS = """([data, looks]) => looks.map((look) => {
  const known = new Map(look);
  return data.charts.map((chart) =>
    chart.parts.map((steps) => walk.path(steps, (name) => known.get(name) ?? null)));
})"""


Looks = Mapping[str, tuple[Any, ...] | None]


def path_in_python(stage: Stage, part: int, values: Looks) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    number: int | None = 0
    steps = stage.parts[part].flowchart.steps
    while number is not None:
        step = steps[number]
        ways: set[int] = set()
        if isinstance(step, Question):
            for value in values[step.fact] or ():
                ways |= {k for k, arrow in enumerate(step.arrows) if holds(arrow.test, value)}
        taken = ways.pop() if len(ways) == 1 else None
        found.append({"step": number, "arrow": taken})
        number = step.arrows[taken].to if isinstance(step, Question) and taken is not None else None
    return found


@pytest.mark.parametrize("name", ["hear-back", "offer"])
def test_the_way_through_a_flowchart_is_the_one_that_its_arrows_say(walk: Page, name: str) -> None:
    rulebook = load(name)
    stages = [rulebook.stage(one) for one in rulebook.definition.decisions]
    looks: list[list[Looks]] = []
    for case in random_cases(rulebook, 40, seed=3):
        possible = {one: answer.possible for one, answer in rulebook.advise(case).found.items()}
        looks.append([{one: s.answers(one, case, possible) for one in s.facts} for s in stages])
    merged = [  # a name means the same in every stage
        [
            [one, [plain_value(value) for value in values or ()]]
            for stage in look
            for one, values in stage.items()
        ]
        for look in looks
    ]
    found = walk.evaluate(PATHS, [data(rulebook, stages), merged])
    for look, paths in zip(looks, found, strict=True):
        for stage, values, parts in zip(stages, look, paths, strict=True):
            for part, path in enumerate(parts):
                assert path == path_in_python(stage, part, values)


def test_days_and_open_ends(walk: Page) -> None:
    day = date(2026, 12, 1).isoformat()
    ranges = [[day, True, None, False], [None, False, day, True], [day, False, day, False]]
    found = walk.evaluate(
        "([ranges, days]) => ranges.map((one) => days.map((day) => walk.holds([one], day)))",
        [ranges, ["2026-11-30", day, "2026-12-02"]],
    )
    assert found == [[False, False, True], [True, False, False], [False, True, False]]


# -- words -------------------------------------------------------------------------------------


def test_values_are_said_as_the_engine_says_them(blank: Page) -> None:
    blank.add_script_tag(content=SAY)
    numbers = ("0", "1", "-1", "9999", "10000", "-52000", "1234567.25", "0.5", "1E-7", "1.25E-9")
    days = Unit("day", "days")
    kinds = (Number(False), Number(False, unit=days), Number(False, unit=Unit("%", "%")))
    asked: list[Any] = []
    wanted_words: list[str] = []
    for kind in kinds:
        unit = [kind.unit.one, kind.unit.many] if kind.unit else None
        for number in map(Decimal, (*numbers, "999999999999999")):
            asked.append([{"kind": "number", "options": [], "unit": unit}, plain_value(number)])
            wanted_words.append(value_words(number, kind))
    for day in (date(2026, 12, 1), date(1, 1, 31)):
        asked.append([{"kind": "date", "options": []}, day.isoformat()])
        wanted_words.append(value_words(day, Day()))
    found = blank.evaluate("(asked) => asked.map(([fact, one]) => say.value(fact, one))", asked)
    assert found == wanted_words
