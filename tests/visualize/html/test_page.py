"""The page in a real browser, opened from the disk: it is used as people use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from fingerpost.engine import LoadedRulebook, loads
from fingerpost.engine.diagrams.flowchart import Question
from fingerpost.engine.diagrams.stages import Stage
from fingerpost.engine.evaluate import test_holds as holds
from fingerpost.engine.language.vocabulary import Choice, Day, Number, YesNo, plain_value
from fingerpost.visualize.html.page import Picture, page

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
READ = """() => [...document.querySelectorAll("[data-decision]")].map((one) => [
  one.dataset.decision, one.dataset.settled === "true",
  [...one.querySelectorAll("[data-advice]")].map((card) => card.dataset.advice)])"""

ALL_KINDS = """\
rulebook: kinds
title: Every kind of question
version: "1"
facts:
  calm: {type: yes/no, question: Is it calm?}
  sky: {type: choice, question: How is the sky?, options: {blue: as blue as can be, grey: grey}}
  sails: {type: whole number, question: How many sails?, unit: "sail, sails", range: 0 to 20}
  wind: {type: number, question: How strong is the wind?, range: more than 0}
  day: {type: date, question: Which day is it?, range: "2026-01-01 to 2027-12-31"}
placeholders:
  name: {label: your name}
advice:
  go: {title: Go, message: "I sail on {day} with {sails} in {wind}. {name}"}
  wait: {title: Wait}
decisions:
  what:
    title: What to do
    hit policy: first
    rules:
      - {id: r1, when: {calm: no, wind: more than 7.5}, then: wait}
      - {id: r2, when: {sky: blue, sails: at least 2, day: on or after 2026-12-01}, then: go}
    otherwise: wait
  points:
    title: How many points
    hit policy: collect sum
    gives: whole number
    unit: point, points
    rules:
      - {id: p1, when: {calm: yes}, then: 12000}
      - {id: p2, when: {sails: 3 or more}, then: 1, because: Three are many.}
"""


class Watched:
    """A page, and everything that it must not do."""

    def __init__(self, shown: Page, file: Path) -> None:
        self.page = shown
        self.trouble: list[str] = []
        self.requests: list[str] = []
        shown.on("console", lambda message: self.trouble.append(message.text))
        shown.on("pageerror", lambda error: self.trouble.append(str(error)))
        shown.on("dialog", lambda dialog: self.trouble.append(dialog.message))
        shown.on("request", lambda request: self.requests.append(request.url))
        shown.goto(file.as_uri())
        self.file = file

    def check(self) -> None:
        assert self.trouble == []
        assert self.requests == [self.file.as_uri()]

    def tell(self, case: Mapping[str, Any]) -> None:
        facts = [[name, plain_value(value)] for name, value in case.items()]
        self.page.evaluate("(facts) => page.tell(facts)", facts)

    def outcomes(self) -> list[list[Any]]:
        return self.page.evaluate(READ)

    @property
    def focused(self) -> str:
        return self.page.evaluate("document.activeElement.textContent")

    @property
    def question(self) -> str:
        return self.page.locator("#asked").inner_text()


@pytest.fixture
def opened(browser: Browser, page_file: Path) -> Iterator[Watched]:
    """The page of the flagship rulebook, on a desk."""
    context = browser.new_context(viewport=DESKTOP, offline=True)
    watched = Watched(context.new_page(), page_file)
    yield watched
    watched.check()
    context.close()


@pytest.fixture
def kinds(browser: Browser, tmp_path: Path) -> Iterator[tuple[Watched, LoadedRulebook]]:
    """The page of a rulebook with every type of fact."""
    rulebook = loads(ALL_KINDS)
    file = tmp_path / "kinds.html"
    file.write_text(page(rulebook, [], []), encoding="utf-8")
    context = browser.new_context(viewport=DESKTOP, offline=True, locale="en-US")
    watched = Watched(context.new_page(), file)
    yield watched, rulebook
    watched.check()
    context.close()


def certain(rulebook: LoadedRulebook, case: Mapping[str, Any]) -> list[list[Any]]:
    """For each decision whether it is settled, and the advice that stands in any case."""
    found: list[list[Any]] = []
    for name, answer in rulebook.advise(case).items():
        lists = [one if isinstance(one, list) else [one] for one in answer.possible]
        sure = [one for one in lists[0] if all(one in other for other in lists)]
        sure = [one for one in sure if one in rulebook.definition.advice]
        found.append([name, answer.settled, sure])
    return found


def cases_for(rulebook: LoadedRulebook, count: int, seed: int) -> list[dict[str, Any]]:
    random = Random(seed)
    cases = []
    for number in range(count):
        case: dict[str, Any] = {}
        for name, fact in rulebook.definition.facts.items():
            match fact.type:
                case YesNo():
                    value: Any = random.random() < 0.5
                case Choice(options):
                    value = random.choice(options)
                case _:
                    value = random.choice((0, 1, 2, 3, 4, 7, 8, 10))
            if random.random() < (number % 10 + 1) / 10:
                case[name] = value
        cases.append(case)
    return cases


def test_it_says_what_advise_says(opened: Watched, hear_back: LoadedRulebook) -> None:
    for case in cases_for(hear_back, 200, seed=4):
        opened.tell(case)
        assert opened.outcomes() == certain(hear_back, case), case


# -- by keyboard alone -------------------------------------------------------------------------


def answer_by_keyboard(shown: Page, rulebook: LoadedRulebook, name: str, value: Any) -> None:
    """From the heading of the question, which has the focus, to its answer; Tab, arrows, typing."""
    kind = rulebook.definition.facts[name].type
    keyboard = shown.keyboard
    keyboard.press("Tab")
    if value is None:
        for _ in range(10):
            if shown.evaluate("document.activeElement.textContent") == "I don’t know":
                break
            keyboard.press("Tab")
        keyboard.press("Enter")
        return
    match kind:
        case YesNo() | Choice():
            values = (True, False) if isinstance(kind, YesNo) else kind.options
            keyboard.press("Space")
            for _ in range(values.index(value)):  # type: ignore[arg-type]
                keyboard.press("ArrowDown")
        case Day():
            keyboard.type(value.strftime("%m%d%Y"))
        case Number():
            keyboard.type(str(value))
    keyboard.press("Enter")


def interview(
    watched: Watched, rulebook: LoadedRulebook, case: Mapping[str, Any]
) -> dict[str, Any]:
    """Answers what is asked, as far as the case knows it; gives what was answered."""
    shown = watched.page
    shown.keyboard.press("Tab")
    assert watched.focused == "Skip to the question"
    shown.keyboard.press("Enter")
    names = {fact.question: name for name, fact in rulebook.definition.facts.items()}
    told: dict[str, Any] = {}
    passed: set[str] = set()
    for _ in range(40):
        answers = rulebook.advise(told)
        ask = [one for answer in answers.values() for one in answer.ask if one not in passed]
        assert watched.outcomes() == certain(rulebook, told)
        if not ask:
            assert watched.question == "That is all there is to ask."
            return told
        name = names[watched.question]
        assert name == ask[0]  # the best question, and none that cannot matter
        answer_by_keyboard(shown, rulebook, name, case.get(name))
        assert watched.focused in (watched.question, "That is all there is to ask.")
        if name in case:
            told[name] = case[name]
        else:
            passed.add(name)
    raise AssertionError("the interview does not end")


def test_an_interview_by_keyboard(
    browser: Browser, page_file: Path, hear_back: LoadedRulebook
) -> None:
    for case in cases_for(hear_back, 24, seed=5):
        context = browser.new_context(viewport=DESKTOP, offline=True)
        watched = Watched(context.new_page(), page_file)
        told = interview(watched, hear_back, case)
        assert told.items() <= case.items()
        assert dict(watched.page.evaluate("page.known()")) == told
        watched.check()
        context.close()


def test_every_kind_of_question_by_keyboard(kinds: tuple[Watched, LoadedRulebook]) -> None:
    watched, rulebook = kinds
    case = {
        "calm": False,
        "sky": "blue",
        "sails": 3,
        "wind": Decimal("7.5"),
        "day": date(2026, 12, 1),
    }
    told = interview(watched, rulebook, case)
    assert set(told) == set(case)
    body = watched.page.locator(".body").inner_text()
    assert body == "I sail on 1 December 2026 with 3 sails in 7.5. [your name]"
    watched.tell({**case, "calm": True})
    assert watched.page.locator(".result").inner_text() == "12,001 points"


@pytest.mark.parametrize(
    ("question", "typed", "complaint"),
    [
        ("sails", "", "Please enter a number"),
        ("sails", "21", "outside what can be. From 0 to 20."),
        ("sails", "-1", "outside what can be"),
        ("sails", "1.5", "whole number"),
        ("wind", "0", "outside what can be. More than 0."),
        ("wind", "0.1234567890123456", "more digits"),
        ("day", "", "Please enter a day"),
        ("day", "12312025", "outside what can be. From 1 January 2026 to 31 December 2027."),
        ("calm", None, "Please choose one of the answers"),
    ],
)
def test_what_does_not_fit_is_said_kindly(
    kinds: tuple[Watched, LoadedRulebook], question: str, typed: str | None, complaint: str
) -> None:
    watched, _ = kinds
    shown = watched.page
    others = {"calm": False, "sky": "blue", "sails": 3, "wind": 1, "day": "2026-12-01"}
    watched.tell({name: value for name, value in others.items() if name != question})
    shown.locator("form input").first.focus()
    shown.keyboard.type(typed or "")
    shown.get_by_role("button", name="Continue").click()
    assert complaint in shown.get_by_role("alert").inner_text()
    assert shown.evaluate("document.activeElement.tagName") == "INPUT"
    assert question not in dict(shown.evaluate("page.known()"))


# -- what-if -----------------------------------------------------------------------------------


def test_an_answer_can_be_changed_and_the_difference_is_shown(opened: Watched) -> None:
    shown = opened.page
    opened.tell({"impression": "warm", "heard_back": "nothing", "follow_ups_ignored": 3})
    row = shown.locator("#answers li").first
    row.get_by_role("button", name="Change").click()
    assert opened.focused == "How did they come across in the interview?"
    assert shown.get_by_label("warm and welcoming").is_checked()
    shown.get_by_label("cold and dismissive").check()
    shown.get_by_role("button", name="Save").click()
    assert opened.focused == "What has changed"
    changed = shown.locator("#change").inner_text()
    assert "You now say: cold and dismissive." in changed
    assert "What to do next" in changed
    assert "Move on to other openings" in changed
    assert "Let this one go" in changed
    assert "Whether to set them a deadline" not in changed  # it stays as it was
    shown.get_by_role("button", name="Undo").click()
    assert dict(shown.evaluate("page.known()"))["impression"] == "warm"
    assert shown.locator("#change").inner_text() == ""


def test_an_answer_can_be_taken_back_and_all_of_them(opened: Watched) -> None:
    shown = opened.page
    opened.tell({"impression": "cold", "heard_back": "nothing"})
    shown.locator("#answers li").last.get_by_role("button", name="Take back").click()
    assert shown.evaluate("page.known()") == [["impression", "cold"]]
    assert "Let this one go → still open" in " ".join(
        shown.locator("#change").inner_text().replace("was:", "").replace("; now:", "").split()
    )
    shown.get_by_role("button", name="Start again").click()
    assert shown.evaluate("page.known()") == []
    assert not shown.locator("#given").is_visible()


def test_an_answer_that_makes_no_difference_says_so(opened: Watched) -> None:
    opened.tell({"impression": "warm", "heard_back": "rejected", "good_interview": True})
    rows = opened.page.locator("#answers li").all_inner_texts()
    assert ["no difference" in row for row in rows] == [True, False, True]


def test_going_back_and_cancelling(opened: Watched) -> None:
    shown = opened.page
    opened.tell({"impression": "warm"})
    before = opened.question
    shown.get_by_role("button", name="Back", exact=True).click()
    assert opened.focused == "How did they come across in the interview?"
    shown.get_by_role("button", name="Cancel").click()
    assert opened.focused == before


def test_results_are_announced(opened: Watched) -> None:
    shown = opened.page
    opened.tell({"impression": "cold"})
    shown.get_by_label("nothing so far").check()
    shown.get_by_role("button", name="Continue").click()
    said = shown.locator("#live").inner_text()
    assert "What to do next: Let this one go." in said
    assert "more question" in said


# -- messages ----------------------------------------------------------------------------------


@pytest.mark.parametrize("clipboard", [True, False])
def test_a_message_is_filled_and_copied(opened: Watched, clipboard: bool) -> None:
    shown = opened.page
    script = "Object.defineProperty(navigator, 'clipboard', {value: %s})"
    fake = "{writeText: (text) => { window.copied = text; return Promise.resolve(); }}"
    shown.evaluate(script % (fake if clipboard else "undefined"))
    if not clipboard:
        shown.evaluate(
            "document.addEventListener('copy', () => { window.copied = String(getSelection()) ||"
            " document.activeElement.value; })"
        )
    opened.tell({"heard_back": "offered", "impression": "warm"})
    card = shown.locator("[data-advice=answer_them]")
    card.get_by_label("your name").fill("Alex")
    card.get_by_role("button", name="Copy message").click()
    assert "The message is copied. 3 gaps are still open." in card.inner_text()
    copied = shown.evaluate("window.copied")
    assert copied.startswith("Dear [the name of the person who interviewed you],\n\nThank you")
    assert copied.endswith("Kind regards,\nAlex")
    card.get_by_role("button", name="Copy subject").click()
    assert shown.evaluate("window.copied") == "Your offer"


def test_a_name_is_written_once(opened: Watched) -> None:
    shown = opened.page
    opened.tell({"heard_back": "offered", "thank_you_sent": False, "days_since_interview": 3})
    shown.get_by_label("your name").first.fill("Alex")
    assert shown.get_by_label("your name").last.input_value() == "Alex"
    assert "[your name]" not in "".join(shown.locator(".letter").all_inner_texts())


# -- flowcharts --------------------------------------------------------------------------------

LIGHTS = """() => [...document.querySelectorAll(".drawing")].map((drawing) =>
  Object.fromEntries(["lit", "here", "dim"].map((state) => [state,
    [...drawing.querySelectorAll("." + state)].map((one) => one.classList.contains("way")
      ? `${one.dataset.part}:${one.dataset.from}>${one.dataset.arrow}`
      : `${one.dataset.part}:${one.dataset.step}`)])))"""


def test_the_way_is_lit(
    opened: Watched, pictures: list[Picture], hear_back: LoadedRulebook
) -> None:
    shown = opened.page
    assert all(not any(one.values()) for one in shown.evaluate(LIGHTS))
    for case in cases_for(hear_back, 30, seed=6):
        opened.tell(case)
        possible = {name: one.possible for name, one in hear_back.advise(case).found.items()}
        for picture, found in zip(pictures, shown.evaluate(LIGHTS), strict=True):
            lit, here = way_of(picture.stage, case, possible)
            assert (set(found["lit"]), set(found["here"])) == (
                (lit, here) if case else (set(), set())
            )
            assert not case or not set(found["dim"]) & (lit | here)


def way_of(
    stage: Stage, case: Mapping[str, Any], possible: Mapping[str, Any]
) -> tuple[set[str], set[str]]:
    """The steps and arrows on the way, and the questions at which it stops."""
    lit: set[str] = set()
    here: set[str] = set()
    for part, one in enumerate(stage.parts):
        number: int | None = 0
        while number is not None:
            step = one.flowchart.steps[number]
            if not isinstance(step, Question):
                lit.add(f"{part}:{number}")
                break
            values = stage.answers(step.fact, case, possible) or ()
            ways = {
                k
                for value in values
                for k, arrow in enumerate(step.arrows)
                if holds(arrow.test, value)
            }
            if len(ways) != 1:
                here.add(f"{part}:{number}")
                break
            (way,) = ways
            lit |= {f"{part}:{number}", f"{part}:{number}>{way}"}
            number = step.arrows[way].to
    return lit, here


PLACES = """() => ["lit", "here", "dim"].map((state) =>
  [...document.querySelectorAll(".drawing ." + state)].map((one) =>
    one.dataset.place ?? one.dataset.fromPlace + ">" + one.dataset.toPlace))"""
STEP = '<g class="step" data-part="0" data-place="{}" data-step="{}"><rect class="box"/></g>'
SIGN = '<g class="step {}" data-part="0" data-place="{}" {}></g>'
WAY = '<g class="way" data-part="0" data-from-place="{}" data-to-place="{}"{}></g>'


def test_a_step_that_is_drawn_twice_is_lit_where_the_way_leads(
    browser: Browser, tmp_path: Path
) -> None:
    rulebook = loads(ALL_KINDS)
    stage = rulebook.stage("what")
    first = stage.parts[0].flowchart.steps[0]
    assert isinstance(first, Question)
    to = first.arrows[0].to
    drawing = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">',
        SIGN.format("start", 0, 'data-root=""'),
        WAY.format(0, 1, ""),
        STEP.format(1, 0),
        WAY.format(1, 2, ' data-from="0" data-arrow="0"'),
        WAY.format(1, 3, ' data-from="0" data-arrow="1"'),
        SIGN.format("link", 2, 'data-name="A"'),  # go on at A
        STEP.format(3, to),
        SIGN.format("start", 4, 'data-name="A"'),
        WAY.format(4, 5, ""),
        STEP.format(5, to),
        "</svg>",
    ]
    file = tmp_path / "twice.html"
    picture = Picture("what", stage, "".join(drawing), "Twice.")
    file.write_text(page(rulebook, [picture], []), encoding="utf-8")
    context = browser.new_context(offline=True)
    watched = Watched(context.new_page(), file)
    watched.tell({first.fact: first.arrows[0].values[0]})
    lit, here, dim = (set(one) for one in watched.page.evaluate(PLACES))
    assert lit == {"0", "0>1", "1", "1>2", "2", "4", "4>5"}
    assert (here, dim) == ({"5"}, {"1>3", "3"})
    watched.check()
    context.close()


# -- what a page must not do -------------------------------------------------------------------


def test_bad_words_are_shown_as_they_are(browser: Browser, tmp_path: Path) -> None:
    from test_markup import HOSTILE, hostile

    rulebook = hostile()
    file = tmp_path / "bad.html"
    file.write_text(page(rulebook, [], [HOSTILE]), encoding="utf-8")
    context = browser.new_context(offline=True)
    watched = Watched(context.new_page(), file)
    assert HOSTILE[:40] in watched.question
    watched.tell({"a": "x"})
    card = watched.page.locator("[data-advice=one]")
    assert HOSTILE[:40] in card.locator("h4").inner_text()
    assert HOSTILE[:40] in card.locator(".body").inner_text()
    assert watched.page.locator("img").count() == 0
    assert watched.outcomes() == certain(rulebook, {"a": "x"})
    watched.check()
    context.close()


def test_the_policy_holds(browser: Browser, page_file: Path) -> None:
    """What the page forbids is refused, whoever asks."""
    context = browser.new_context(offline=True)
    shown = context.new_page()
    shown.goto(page_file.as_uri())
    ran = shown.evaluate(
        """async () => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend", "<p id=styled style='color: red'>x</p>");
          const color = getComputedStyle(document.getElementById("styled")).color;
          const fetched = await fetch("https://example.org").then(() => true, () => false);
          return [window.ran === true, color === "rgb(255, 0, 0)", fetched];
        }"""
    )
    assert ran == [False, False, False]
    context.close()


def test_light_and_dark(browser: Browser, page_file: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    for wish, other in (("light", "dark"), ("dark", "light")):
        context = browser.new_context(color_scheme=wish, offline=True)  # type: ignore[arg-type]
        watched = Watched(context.new_page(), page_file)
        shown = watched.page
        first = shown.evaluate(ground)
        switch = shown.get_by_role("button", name="Dark colours")
        assert switch.get_attribute("aria-pressed") == str(wish == "dark").lower()
        switch.click()
        assert shown.evaluate(ground) != first
        switch.click()
        assert shown.evaluate(ground) == first
        shown.emulate_media(color_scheme=other)  # type: ignore[arg-type]
        shown.evaluate("new Promise((done) => setTimeout(done, 100))")  # until it is noticed
        assert shown.evaluate(ground) != first
        shown.emulate_media(media="print")
        assert shown.evaluate(ground) == "rgba(0, 0, 0, 0)"
        watched.check()
        context.close()


def test_without_javascript_there_is_a_word_and_the_flowcharts(
    browser: Browser, page_file: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    shown = context.new_page()
    shown.goto(page_file.as_uri())
    assert "need JavaScript" in shown.locator("noscript").inner_text()
    assert not shown.locator("#columns").is_visible()
    assert shown.locator(".drawing svg").first.is_visible()
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, page_file: Path, size: Any, scheme: Any, hear_back: LoadedRulebook
) -> None:
    context = browser.new_context(
        viewport=size, color_scheme=scheme, offline=True, bypass_csp=True, reduced_motion="reduce"
    )
    watched = Watched(context.new_page(), page_file)
    shown = watched.page
    axe = Axe()

    def look() -> None:
        found = axe.run(shown).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert shown.evaluate(wide) == 0

    look()
    opened_case = {"impression": "warm", "heard_back": "nothing", "follow_ups_ignored": 1}
    watched.tell({**opened_case, "thank_you_sent": None})
    look()
    shown.get_by_role("button", name="Continue").click()  # a complaint
    look()
    shown.get_by_role("button", name="Take back").first.click()  # a change
    look()
    complete = [one.case for one in hear_back.definition.scenarios if len(one.case) == 14]
    watched.tell(complete[0])
    look()
    watched.check()
    context.close()
