"""The facts of a day, read off a journal."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from fingerpost.engine import LoadedRulebook, load, loads
from fingerpost.engine.cases.calendars import FARTHEST, day_after, days_between, is_working_day
from fingerpost.engine.cases.chain import Kind
from fingerpost.engine.cases.entries import Answer, Entry, Happening, Void
from fingerpost.engine.cases.folding import facts_on
from fingerpost.engine.cases.journal import Record
from fingerpost.engine.cases.reading import entries_of
from fingerpost.engine.language.events import Calendar
from fingerpost.engine.language.vocabulary import Value

START = date(2026, 12, 1)  # a Tuesday
HEAR_BACK = load("hear-back")
NOTHING = {
    "heard_back": "nothing",
    "follow_ups_ignored": 0,
    "thank_you_sent": False,
    "other_offer": False,
    "availability_changed": False,
    "friend_asked": False,
}
"""What is known of a case in which nothing has happened."""


def day(number: int) -> date:
    return START + timedelta(number)


def entries(*told: tuple[int, object] | tuple[int, str, dict[str, Value]]) -> list[Entry]:
    """`(day, event)`, `(day, event, fields)`, `(day, {fact: value})` or `(day, number voided)`."""
    found: list[Entry] = []
    for number, (when, what, *fields) in enumerate(told, 1):
        match what:
            case str():
                found.append(Happening(number, day(when), what, *fields))  # type: ignore[arg-type]
            case int():
                found.append(Void(number, day(when), what))
            case dict():
                ((fact, value),) = what.items()
                found.append(Answer(number, day(when), fact, value))
    return found


def on(when: int, *told: object, book: LoadedRulebook = HEAR_BACK) -> dict[str, Value]:
    return dict(facts_on(book.definition, entries(*told), day(when)))  # type: ignore[arg-type]


def fact(name: str, when: int, *told: object, book: LoadedRulebook = HEAR_BACK) -> Value | None:
    return on(when, *told, book=book).get(name)


WARM = (1, "reply_received", {"tone": "warm"})


# -- hear-back ---------------------------------------------------------------------------------


def test_while_nothing_has_happened() -> None:
    assert on(0) == NOTHING
    assert on(0, (1, "interview_held")) == NOTHING  # it is tomorrow


def test_days_since_the_interview() -> None:
    for when in range(5):
        assert fact("days_since_interview", when, (0, "interview_held")) == when
    assert fact("days_since_interview", 5, (0, "interview_held"), (3, "interview_held")) == 2
    assert fact("days_since_interview", 2, (0, "interview_held"), (3, "interview_held")) == 2
    assert fact("days_since_interview", 365, (0, "interview_held")) == 365
    assert fact("days_since_interview", 366, (0, "interview_held")) == 365  # the end of its range
    assert fact("days_since_interview", 5000, (0, "interview_held")) == 365


def test_days_since_the_last_contact() -> None:
    name = "days_since_last_contact"
    held = (0, "interview_held")
    assert fact(name, 3) is None
    assert fact(name, 3, held) == 3
    assert fact(name, 3, held, (1, "thank_you_sent")) == 2
    assert fact(name, 3, held, (1, "thank_you_sent"), (3, "follow_up_sent")) == 0
    assert fact(name, 3, (1, "thank_you_sent"), held) == 2
    assert fact(name, 5, held, (2, "reply_received", {"tone": "warm"}), (3, "friend_asked")) == 5


def test_follow_ups_that_are_ignored() -> None:
    name = "follow_ups_ignored"
    sent = (0, "follow_up_sent")
    assert [fact(name, when, sent) for when in range(5)] == [0, 0, 0, 1, 1]
    assert fact(name, 6, sent, (3, "follow_up_sent")) == 2
    assert fact(name, 5, sent, (3, "follow_up_sent")) == 1
    assert fact(name, 6, sent, (3, "follow_up_sent"), (4, WARM[1], WARM[2])) == 0
    assert fact(name, 3, sent, (3, "follow_up_sent"), (4, WARM[1], WARM[2])) == 1
    assert fact(name, 7, sent, (2, WARM[1], WARM[2]), (4, "follow_up_sent")) == 1
    assert fact(name, 3, sent, (3, "rejected")) == 1  # only a reply begins anew
    assert fact(name, 400, *[sent] * 25) == 20  # the end of its range


def test_how_old_a_follow_up_must_be_is_a_setting() -> None:
    text = HEAR_BACK.definition.source.text.replace("value: 3 days", "value: 5 days")
    book = loads(text)
    sent = (0, "follow_up_sent")
    found = [fact("follow_ups_ignored", when, sent, book=book) for when in range(7)]
    assert found == [0, 0, 0, 0, 0, 1, 1]


def test_what_was_heard_last() -> None:
    name = "heard_back"
    cold = (2, "reply_received", {"tone": "cold"})
    assert fact(name, 9, WARM) == "warm_reply"
    assert fact(name, 9, WARM, cold) == "cold_reply"
    assert fact(name, 1, WARM, cold) == "warm_reply"
    assert fact(name, 9, WARM, cold, (3, "rejected")) == "rejected"
    assert fact(name, 9, WARM, cold, (3, "rejected"), (4, "offer_received")) == "offered"
    assert fact(name, 9, (4, "offer_received"), (3, "rejected")) == "offered"
    assert fact(name, 9, WARM, (5, "other_offer_received")) == "warm_reply"
    assert fact(name, 9, (1, "reply_received")) is None  # nobody said how it sounded


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("thank_you_sent", "thank_you_sent"),
        ("other_offer", "other_offer_received"),
        ("availability_changed", "availability_changed"),
        ("friend_asked", "friend_asked"),
    ],
)
def test_yes_once_it_happened(name: str, event: str) -> None:
    assert [fact(name, when, (2, event)) for when in range(4)] == [False, False, True, True]
    assert on(9, (2, event)) | {name: False} | {"days_since_last_contact": 0} == (
        on(9) | {"days_since_last_contact": 0}
    )


def test_the_rest_is_answered() -> None:
    warm, cold, unknown = ((0, {"impression": one}) for one in ("warm", "cold", None))
    assert fact("impression", 0) is None
    assert fact("impression", 0, warm) == "warm"
    assert fact("impression", 0, warm, cold) == "cold"
    assert fact("impression", 0, warm, cold, unknown) is None
    assert fact("impression", 0, warm, unknown, cold) == "cold"
    assert fact("impression", 0, (2, {"impression": "cold"}), (1, {"impression": "warm"})) is None
    assert fact("impression", 1, (2, {"impression": "cold"}), (1, {"impression": "warm"})) == "warm"
    assert fact("impression", 2, (2, {"impression": "cold"}), (1, {"impression": "warm"})) == "cold"


def test_a_fact_that_follows_is_never_answered() -> None:
    assert on(3, (0, {"days_since_interview": 9}), (0, {"heard_back": "offered"})) == NOTHING


def test_texts_for_placeholders() -> None:
    told = entries(
        (0, {"company": "Bakery"}), (1, {"company": "Corner Bakery"}), (2, {"role": "x"})
    )
    assert facts_on(HEAR_BACK.definition, told, day(1)).texts == {"company": "Corner Bakery"}
    assert facts_on(HEAR_BACK.definition, told, day(0)).texts == {"company": "Bakery"}
    taken_back = [*told, Answer(4, day(2), "company", None)]
    assert facts_on(HEAR_BACK.definition, taken_back, day(2)).texts == {"role": "x"}


# -- late entries, voids, one day --------------------------------------------------------------


def test_late_entries_count_where_they_belong() -> None:
    in_time = [(0, "interview_held"), (2, "follow_up_sent"), WARM, (6, "follow_up_sent")]
    in_time.sort(key=lambda one: one[0])
    for order in permutations(in_time):
        for when in range(12):
            assert on(when, *order) == on(when, *in_time)


def test_one_day_counts_as_it_was_logged() -> None:
    reply = ("reply_received", {"tone": "warm"})
    assert fact("follow_ups_ignored", 4, (1, "follow_up_sent"), (1, *reply)) == 0
    assert fact("follow_ups_ignored", 4, (1, *reply), (1, "follow_up_sent")) == 1
    assert fact("heard_back", 4, (1, "rejected"), (1, "offer_received")) == "offered"
    assert fact("heard_back", 4, (1, "offer_received"), (1, "rejected")) == "rejected"


def test_the_order_in_which_entries_are_given_is_nothing() -> None:
    told = entries((0, "interview_held"), (0, "rejected"), (0, "offer_received"), (1, 3), WARM)
    found = {str(facts_on(HEAR_BACK.definition, order, day(1))) for order in permutations(told)}
    assert len(found) == 1


def test_what_is_void_never_was() -> None:
    told = ((0, "interview_held"), (1, "rejected"), (2, {"impression": "cold"}))
    assert on(9, *told, (5, 2)) == on(9, told[0], told[2])
    assert on(1, *told, (5, 2)) == on(1, told[0])  # also before it was taken back
    assert on(9, *told, (5, 2), (5, 3)) == on(9, told[0])
    assert on(9, *told, (5, 2), (6, 2)) == on(9, told[0], told[2])
    assert on(9, *told, (5, 99)) == on(9, *told)
    assert on(9, *told, (5, 4)) == on(9, *told)  # a void of itself


def test_a_void_may_be_voided_in_vain() -> None:
    told = ((0, "rejected"), (1, 1), (2, 2))
    assert on(9, *told) == NOTHING


# -- every form --------------------------------------------------------------------------------

FORMS = """
title: All forms
version: 1
facts:
  days: {type: whole number, question: q, range: 2 to 9, follows from: days since a}
  days_of_two: {type: whole number, question: q, follows from: "days since the latest of a, b"}
  above_zero: {type: whole number, question: q, range: (0..5), follows from: days since a}
  count: {type: whole number, question: q, follows from: count of a}
  count_of_two: {type: whole number, question: q, range: 1 to 3, follows from: count of a or b}
  count_since: {type: whole number, question: q, follows from: count of a since the latest of b or c}
  count_old: {type: whole number, question: q, follows from: count of a or b at least 2 days old}
  count_both: {type: whole number, question: q, follows from: count of a at least lag old since c}
  had: {type: yes/no, question: q, follows from: a happened}
  had_since: {type: yes/no, question: q, follows from: a or b happened since c}
  mood: {type: choice, question: q, options: [good, bad], follows from: latest mood of c}
  size: {type: number, question: q, follows from: latest size of c}
  when: {type: date, question: q, follows from: latest when of c}
  sure: {type: yes/no, question: q, follows from: latest sure of c}
  latest:
    type: choice
    question: q
    options: [one, two, three, none]
    follows from:
      latest of: {a: one, c: {mood: {good: two, bad: three}}}
      otherwise: none
  latest_size:
    type: whole number
    question: q
    follows from:
      latest of: {a: 1, c: {sure: {yes: 2, no: 3}}}
settings:
  lag: 3
events:
  a: {title: a}
  b: {title: b}
  c:
    title: c
    fields:
      mood: {type: choice, question: q, options: [good, bad]}
      size: {type: number, question: q}
      when: {type: date, question: q}
      sure: {type: yes/no, question: q}
advice:
  go: {title: Go}
decisions:
  move:
    hit policy: first
    rules:
      - {id: r, when: {had: yes}, then: go, because: it is so}
    otherwise: go
"""

BOOK = loads(FORMS)
C = {"mood": "good", "size": Decimal("2.5"), "when": date(2027, 1, 1), "sure": False}


def known(when: int, *told: object) -> dict[str, Value]:
    return on(when, *told, book=BOOK)


def test_every_form_before_anything_happened() -> None:
    assert known(0) == {
        "count": 0,
        "count_of_two": 1,
        "count_since": 0,
        "count_old": 0,
        "count_both": 0,
        "had": False,
        "had_since": False,
        "latest": "none",
    }


def test_every_form() -> None:
    told = ((0, "a"), (1, "b"), (2, "c", C), (3, "a"), (3, "a"), (5, "b"))
    assert known(6, *told) == {
        "days": 3,
        "days_of_two": 1,
        "above_zero": 3,
        "count": 3,
        "count_of_two": 3,  # five, but its range ends
        "count_since": 0,
        "count_old": 4,
        "count_both": 2,
        "had": True,
        "had_since": True,
        "mood": "good",
        "size": Decimal("2.5"),
        "when": date(2027, 1, 1),
        "sure": False,
        "latest": "one",
        "latest_size": 1,
    }
    assert known(2, *told) == {
        "days": 2,
        "days_of_two": 1,
        "above_zero": 2,
        "count": 1,
        "count_of_two": 2,
        "count_since": 0,
        "count_old": 1,
        "count_both": 0,
        "had": True,
        "had_since": False,
        "mood": "good",
        "size": Decimal("2.5"),
        "when": date(2027, 1, 1),
        "sure": False,
        "latest": "two",
        "latest_size": 3,
    }


def test_counts_stay_in_their_range() -> None:
    assert [known(when, (0, "a"))["days"] for when in (0, 1, 2, 3, 9, 10)] == [2, 2, 2, 3, 9, 9]
    assert known(3, (0, "a"), (0, "b"))["count_of_two"] == 2


def test_a_range_with_open_ends() -> None:
    found = [known(when, (0, "a"))["above_zero"] for when in (0, 1, 4, 5, 6)]
    assert found == [1, 1, 4, 4, 4]


def test_what_was_not_told_is_unknown() -> None:
    found = known(3, (0, "c", C), (1, "c", {"size": Decimal(1)}))
    assert found["size"] == 1
    assert not {"mood", "when", "sure", "latest", "latest_size"} & set(found)


# -- calendars ---------------------------------------------------------------------------------

ANY_DAY = Calendar()
WORKING = Calendar(working_days=True)
BAVARIA = Calendar(working_days=True, region="DE-BY")


def test_all_days() -> None:
    assert days_between(ANY_DAY, day(0), day(40)) == 40
    assert day_after(ANY_DAY, day(0), 40) == day(40)
    assert day_after(ANY_DAY, date.max, 1) is None


def test_working_days() -> None:
    friday, monday = date(2026, 12, 4), date(2026, 12, 7)
    assert days_between(WORKING, friday, monday) == 1
    assert days_between(WORKING, friday, friday) == 0
    assert days_between(WORKING, friday, friday + timedelta(2)) == 0
    assert days_between(WORKING, friday + timedelta(1), monday) == 1
    assert day_after(WORKING, friday, 0) == friday
    assert day_after(WORKING, friday, 1) == monday
    assert day_after(WORKING, friday + timedelta(1), 5) == date(2026, 12, 11)
    assert day_after(WORKING, date(9999, 12, 30), 5) is None


def test_holidays() -> None:
    # Epiphany (6 January 2027, a Wednesday) is one in Bavaria, not in Berlin.
    berlin = Calendar(working_days=True, region="DE-BE")
    tuesday, thursday = date(2027, 1, 5), date(2027, 1, 7)
    assert days_between(BAVARIA, tuesday, thursday) == 1
    assert days_between(berlin, tuesday, thursday) == 2
    assert day_after(BAVARIA, tuesday, 1) == thursday
    assert not is_working_day(BAVARIA, date(2027, 1, 6))
    # Christmas 2026: Friday and Saturday; New Year's Day is a Friday.
    assert day_after(BAVARIA, date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert days_between(BAVARIA, date(2026, 12, 24), date(2027, 1, 7)) == 7


def test_a_holiday_that_is_kept_on_another_day() -> None:
    # New Year's Day of 2028 is a Saturday: kept on the last day of 2027.
    states = Calendar(working_days=True, region="US")
    assert not is_working_day(states, date(2027, 12, 31))
    assert days_between(states, date(2027, 12, 30), date(2028, 1, 3)) == 1
    assert day_after(states, date(2027, 12, 30), 1) == date(2028, 1, 3)


def test_far_ahead() -> None:
    far = day_after(BAVARIA, START, 2500)
    assert far is not None
    assert days_between(BAVARIA, START, far) == 2500
    assert days_between(BAVARIA, START, far - timedelta(1)) == 2499
    assert day_after(BAVARIA, START, FARTHEST) is None


def test_derived_facts_count_working_days() -> None:
    book = loads(
        HEAR_BACK.definition.source.text.replace(
            "fingerpost: 1\n", "fingerpost: 1\ncalendar: working days in DE-BY\n"
        )
    )
    told = ((3, "interview_held"), (3, "follow_up_sent"))  # a Friday
    days = [fact("days_since_interview", when, *told, book=book) for when in range(3, 10)]
    assert days == [0, 0, 0, 1, 2, 3, 4]
    ignored = [fact("follow_ups_ignored", when, *told, book=book) for when in range(3, 10)]
    assert ignored == [0, 0, 0, 0, 0, 1, 1]


# -- records -----------------------------------------------------------------------------------


def record(number: int, kind: Kind, **content: object) -> Record:
    return Record(number, "case", kind, {"day": "2026-12-01", "at": "x", **content}, "", "")


def test_records_become_entries() -> None:
    found, unread = entries_of(
        HEAR_BACK.definition,
        [
            record(1, "open", name="Anna", source="hear-back"),
            record(2, "event", event="reply_received", fields={"tone": "warm"}),
            record(3, "answer", fact="impression", value="cold"),
            record(4, "answer", fact="impression", value=None),
            record(5, "answer", fact="company", value="Bakery"),
            record(6, "void", voided=2),
            record(7, "close"),
            Record(8, "case", "event", None, "", ""),
        ],
    )
    assert unread == []
    assert found == [
        Happening(2, START, "reply_received", {"tone": "warm"}),
        Answer(3, START, "impression", "cold"),
        Answer(4, START, "impression", None),
        Answer(5, START, "company", "Bakery"),
        Void(6, START, 2),
    ]


def test_what_the_rulebook_no_longer_knows_is_told() -> None:
    found, unread = entries_of(
        HEAR_BACK.definition,
        [
            record(1, "event", event="gone", fields={}),
            record(2, "event", event="reply_received", fields={"tone": "hot"}),
            record(3, "event", event="rejected", fields={"tone": "cold"}),
            record(4, "answer", fact="gone", value=1),
            record(5, "answer", fact="impression", value="hot"),
            record(6, "answer", fact="other_offer", value=True),
            record(7, "event", event="rejected", day="yesterday"),
            record(8, "event", event="rejected", day=None),
        ],
    )
    assert [(one.number, one.problem) for one in unread] == [
        (1, "there is no event `gone` any more"),
        (2, "`tone: hot` is not told with it any more"),
        (3, "`tone: cold` is not told with it any more"),
        (4, "there is no fact `gone` any more"),
        (5, "`hot` is no answer any more"),
        (6, "`other_offer` follows from what happened now"),
        (7, "it has no day"),
        (8, "it has no day"),
    ]
    assert found == [
        Happening(2, START, "reply_received", {}),
        Happening(3, START, "rejected", {}),
        Answer(5, START, "impression", None),
    ]


ANSWERED = loads(
    """
title: Answers
version: 1
facts:
  whole: {type: whole number, question: q, range: 0 to 9}
  number: {type: number, question: q}
  day: {type: date, question: q, range: on or after 2026-01-01}
  sure: {type: yes/no, question: q}
advice: {go: {title: Go}}
decisions:
  move:
    hit policy: first
    rules: [{id: r, when: {sure: yes}, then: go, because: it is so}]
    otherwise: go
"""
)


@pytest.mark.parametrize(
    ("name", "plain", "value"),
    [
        ("whole", 3, 3),
        ("whole", 3.0, 3),
        ("whole", 3.7, None),
        ("whole", 10, None),
        ("whole", True, None),
        ("whole", "3", None),
        ("whole", float("inf"), None),
        ("number", 2.5, Decimal("2.5")),
        ("number", 3, Decimal(3)),
        ("number", float("nan"), None),
        ("number", float("inf"), None),
        ("number", [1], None),
        ("day", "2026-12-01", date(2026, 12, 1)),
        ("day", "2025-12-01", None),
        ("day", "soon", None),
        ("day", 20261201, None),
        ("sure", True, True),
        ("sure", "yes", None),
        ("sure", 1, None),
    ],
)
def test_values_are_read_by_their_type(name: str, plain: object, value: Value | None) -> None:
    told = [record(1, "answer", fact=name, value=plain)]
    (found,), unread = entries_of(ANSWERED.definition, told)
    assert isinstance(found, Answer)
    assert found.value == value
    assert type(found.value) is type(value)
    assert bool(unread) is (value is None)
