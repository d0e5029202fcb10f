"""Calendar files: read back by the library that writes them, and by another one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from fingerpost.engine import load
from fingerpost.engine.cases.calendar_file import calendar_file, uid
from fingerpost.engine.cases.entries import Answer, Entry, Happening
from fingerpost.engine.cases.planning import Plan, Step, plan
from fingerpost.engine.language.rulebook import Rulebook

LOADED = load("hear-back")
RULEBOOK = LOADED.definition
MONDAY = date(2026, 11, 30)
CASE = "8c1f3d"
BEGUN: list[Entry] = [
    Happening(1, MONDAY, "interview_held"),
    Answer(2, MONDAY, "impression", "warm"),
    Answer(3, MONDAY, "good_interview", False),
    Answer(4, MONDAY, "friend_at_company", False),
    Answer(5, MONDAY, "interviewer", "Ms Petronella Miller"),  # pyright: ignore[reportArgumentType]
]


def planned(entries: list[Entry], day: date) -> Plan:
    return plan(RULEBOOK, entries, day, LOADED.answer_all)


def written(made: Plan | None = None, serial: int = 5, title: str = "") -> bytes:
    found = planned(BEGUN, MONDAY) if made is None else made
    return calendar_file(RULEBOOK, CASE, found, serial, MONDAY, title)


def events(data: bytes) -> list[Any]:
    return Calendar.from_ical(data).walk("VEVENT")


def with_title(title: str, do: tuple[str, ...] = ()) -> Rulebook:
    advice = replace(RULEBOOK.advice["follow_up"], title=title, do=do, body=(title,))
    return replace(RULEBOOK, advice={**RULEBOOK.advice, "follow_up": advice}, title=title)


ONE = Plan((Step(MONDAY, "next_move", "follow_up", "follow_up_sent", ("r",), {}, 1),), ())


def hostile(title: str) -> bytes:
    return calendar_file(with_title(title, (title,)), CASE, ONE, 1, MONDAY, title)


def check_lines(data: bytes) -> None:
    """CRLF only, and no line longer than 75 octets; every line is text on its own."""
    assert data.endswith(b"\r\n")
    assert data.count(b"\r") == data.count(b"\n") == data.count(b"\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        assert all(one >= 32 for one in line)
        line.decode("utf-8")


def test_each_step_is_an_all_day_event_that_takes_no_time() -> None:
    steps = planned(BEGUN, MONDAY).steps
    assert len(steps) >= 4
    found = events(written())
    assert len(found) == len(steps)
    for event, step in zip(found, steps, strict=True):
        assert event["dtstart"].dt == step.day
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event["dtend"].dt == step.day + timedelta(1)
        assert event["transp"] == "TRANSPARENT"
        assert event["summary"] == RULEBOOK.advice[step.advice].title
        assert event["uid"] == uid(CASE, step)
        assert event["sequence"] == 5
        assert event["dtstamp"].dt == datetime(2026, 11, 30, tzinfo=UTC)
        assert event["last-modified"].dt == event["dtstamp"].dt
        (alarm,) = event.walk("VALARM")
        assert alarm["action"] == "DISPLAY"
        assert alarm["trigger"].dt == timedelta(hours=8)
        assert alarm["trigger"].params["RELATED"] == "START"


def test_the_head_of_the_file() -> None:
    calendar = Calendar.from_ical(written())
    assert calendar["version"] == "2.0"
    assert calendar["method"] == "PUBLISH"
    assert calendar["calscale"] == "GREGORIAN"
    assert calendar["x-wr-calname"] == RULEBOOK.title
    assert "Fingerpost" in calendar["prodid"]
    assert written().startswith(b"BEGIN:VCALENDAR\r\n")


def test_what_to_do_why_and_the_draft() -> None:
    text = next(str(one["description"]) for one in events(written()) if "first" in one["summary"])
    do, why, intro, subject, hello, *_ = text.split("\n\n")
    assert do.startswith("Write a short, friendly message")
    assert why.startswith("Why: They have had some time")
    assert intro == "What you could write:"
    assert subject == "Subject: Our conversation about the position of [the job you applied for]"
    assert hello == "Dear [the name of the person who interviewed you],"
    assert text.endswith("Kind regards,\n[your name]")


def test_another_library_reads_the_same() -> None:
    import vobject

    calendar: Any = vobject.readOne(written(title="Zoë; Ωmega, Ltd").decode("utf-8"))
    calendar.validate(raiseException=True)
    theirs, ours = list(calendar.vevent_list), events(written(title="Zoë; Ωmega, Ltd"))
    assert len(theirs) == len(ours)
    for one, other in zip(theirs, ours, strict=True):
        assert one.summary.value == other["summary"]
        assert one.summary.value.startswith("Zoë; Ωmega, Ltd: ")
        assert one.description.value == other["description"]
        assert one.dtstart.value == other["dtstart"].dt
        assert one.dtend.value == other["dtend"].dt
        assert one.uid.value == other["uid"]
        assert one.categories.value == [RULEBOOK.title]
        assert one.valarm.trigger.value == timedelta(hours=8)


def test_names_stay_out_unless_asked_for() -> None:
    assert b"Miller" not in written()
    assert b"Anna" not in written()
    named = Calendar.from_ical(written(title="Anna"))
    assert named["x-wr-calname"] == f"Anna: {RULEBOOK.title}"
    assert all(one["summary"].startswith("Anna: ") for one in named.walk("VEVENT"))
    assert b"Miller" not in written(title="Anna")


def test_uids_are_lasting_and_say_nothing() -> None:
    first = planned(BEGUN, MONDAY)
    late = [*BEGUN, Happening(6, MONDAY + timedelta(1), "thank_you_sent")]
    second = planned(late, MONDAY + timedelta(1))
    before = {one["uid"]: one for one in events(written(first))}
    after = {one["uid"]: one for one in events(written(second, 6))}
    follow_up = next(step for step in first.steps if step.advice == "follow_up")
    assert uid(CASE, follow_up) in before.keys() & after.keys()
    for name in before.keys() & after.keys():
        assert after[name]["sequence"] > before[name]["sequence"]
        assert after[name]["summary"] == before[name]["summary"]
    assert len(before) == len(first.steps)
    local, _, host = uid(CASE, follow_up).partition("@")
    assert host == "fingerpost"
    assert int(local, 16)
    moved = replace(follow_up, day=MONDAY, facts={}, rules=())
    assert uid(CASE, moved) == uid(CASE, follow_up)
    others = {
        uid("another", follow_up),
        uid(CASE, replace(follow_up, number=2)),
        uid(CASE, replace(follow_up, advice="wait")),
        uid(CASE, replace(follow_up, decision="deadline")),
        uid(CASE, follow_up),
    }
    assert len(others) == 5


def test_the_same_bytes() -> None:
    assert written() == written()
    backwards = Plan(
        tuple(
            replace(one, facts=dict(reversed(one.facts.items())))
            for one in planned(BEGUN, MONDAY).steps
        ),
        (),
    )
    assert written(backwards) == written()


def test_lines() -> None:
    check_lines(written())
    check_lines(hostile("Δώδεκα μήνες και 😀 ещё раз " * 30))


HOSTILE = [
    "one\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT",
    "one\nEND:VCALENDAR\rBEGIN:VEVENT",
    'semi;colon, comma: "quotes" \\n \\; \\\\ ^n ^^',
    "tab\tbell\x07 null\x00 \x0b\x0c\x1c\x85\u2028\u2029 end",
    "half a letter \udc80 from a command line",
    "שלום עולם مرحبا 😀👩‍👩‍👧",
    " ",
    "",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_texts_stay_text(title: str) -> None:
    import vobject

    data = hostile(title)
    check_lines(data)
    (event,) = events(data)
    words = " ".join(
        "".join(" " if ord(one) < 32 else one for one in title).replace("\x85", " ").split()
    )
    words = words.replace("\udc80", "?").replace("\u200d", " ")
    assert event["summary"] == (f"{words}: {words}" if words else "")
    assert words in " ".join(event.get("description", "").split())
    assert event["categories"].cats == [words]
    calendar: Any = vobject.readOne(data.decode("utf-8"))
    (theirs,) = calendar.vevent_list
    assert theirs.summary.value == event["summary"]
    assert data.count(b"\r\nBEGIN:VEVENT\r\n") == 1


@given(st.text(max_size=120))
def test_any_text_is_a_file(title: str) -> None:
    data = hostile(title)
    check_lines(data)
    (event,) = events(data)
    assert event["dtstart"].dt == MONDAY
    assert data.count(b"\r\nEND:VEVENT\r\n") == 1


def test_an_empty_plan_and_the_last_day() -> None:
    assert events(written(Plan((), ()))) == []
    check_lines(written(Plan((), ())))
    (event,) = events(written(Plan((replace(ONE.steps[0], day=date.max),), ())))
    assert event["dtstart"].dt == date.max
    assert "dtend" not in event


def test_the_reason_is_that_of_the_advice() -> None:
    answers = [
        Answer(9 + number, MONDAY, name, value)
        for number, (name, value) in enumerate(
            {"impression": "warm", "good_interview": True, "friend_at_company": True}.items()
        )
    ]
    told = {step.advice: step.because for step in planned([*BEGUN, *answers], MONDAY).steps}
    rules = {
        str(given.value): rule.because
        for decision in RULEBOOK.decisions.values()
        for rule in decision.rules
        for given in rule.outcomes
        if len(rule.outcomes) == 1
    }
    assert {name: told[name] for name in ("send_thank_you", "ask_friend")} == {
        name: rules[name] for name in ("send_thank_you", "ask_friend")
    }
    assert all(told.values())


def test_the_name_of_the_calendar_is_escaped() -> None:
    assert b"\r\nX-WR-CALNAME:A\\; b\\, \\\\n: No word" in written(title="A; b, \\n")
