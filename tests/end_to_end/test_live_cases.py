"""Live cases as a coach runs them: the walk of the article, from the interview to moving on."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pytest
from icalendar import Calendar as ReadCalendar

from end_to_end.conftest import Done, Program

ANSWERS = [
    "impression=neutral",
    "good_interview=no",
    "deadline_reason=none",
    "friend_at_company=no",
    "industry_news=no",
]


def run(program: Program, *arguments: str) -> Done:
    """A command on the journal of this test."""
    return program("case", *arguments, "--journal", "cases.journal")


def ok(program: Program, *arguments: str) -> str:
    done = run(program, *arguments)
    told = [line for line in done.err.splitlines() if not line.endswith(("drawn.", "written."))]
    assert (done.code, told) == (0, []), done.err
    return " ".join(done.out.split())


@pytest.fixture
def alex(fingerpost: Program) -> Program:
    """A case after the interview."""
    ok(fingerpost, "new", "Alex", "hear-back", "--on", "2026-12-01")
    ok(fingerpost, "log", "Alex", "interview_held", "--on", "2026-12-01")
    ok(fingerpost, "log", "Alex", *ANSWERS, "--on", "2026-12-01")
    return fingerpost


def steps(program: Program, day: str, *more: str) -> list[tuple[str, str]]:
    found = json.loads(run(program, "plan", "Alex", "--on", day, "--json", *more).out)
    return [(step["day"], step["advice"]) for step in found["steps"]]


def outcome(program: Program, day: str, decision: str = "next_move") -> object:
    found = json.loads(run(program, "show", "Alex", "--on", day, "--json").out)
    return found["decisions"][decision]["outcome"]


WHOLE_PLAN = [
    ("2026-12-02", "send_thank_you"),
    ("2026-12-04", "follow_up"),
    ("2026-12-07", "follow_up_again"),
    ("2026-12-10", "follow_up_again"),
    ("2026-12-13", "move_on"),
]


def test_the_walk_of_the_article(alex: Program) -> None:
    """Interview, thank-you, three follow-ups ignored, move on; what was planned is what comes."""
    assert steps(alex, "2026-12-01") == WHOLE_PLAN
    for number, (day, advice) in enumerate(WHOLE_PLAN):
        assert steps(alex, day)[0] == (day, advice)
        due = json.loads(run(alex, "due", "--on", day, "--json").out)
        if advice != "move_on":
            assert due["cases"][0]["today"] == [advice]
            logged = ok(alex, "done", "Alex", "--on", day)
            assert logged.startswith("Logged as ")
            later = json.loads(run(alex, "due", "--on", day, "--json").out)
            assert later["cases"] == []
            assert steps(alex, day) == WHOLE_PLAN[number + 1 :]
    assert outcome(alex, "2026-12-13") == "move_on"
    assert outcome(alex, "2026-12-12") == "wait"
    assert outcome(alex, "2026-12-05") == "follow_up"  # as of a past day
    assert steps(alex, "2026-12-14") == [("2026-12-14", "move_on")]
    assert ok(alex, "verify").startswith("The journal is whole: ")


def test_a_reply_changes_everything_and_can_be_taken_back(alex: Program) -> None:
    logged = ok(alex, "log", "Alex", "reply_received", "tone=warm", "--on", "2026-12-03")
    assert "What to do next: Keep the conversation going (before: Wait a little longer)" in logged
    number = logged.split("Logged as ")[1].split(":")[0]
    assert outcome(alex, "2026-12-03") == "keep_talking"
    assert outcome(alex, "2026-12-02") == "wait"
    assert (
        ok(alex, "void", "Alex", number)
        == "Taken back: They replied (tone: warm), Thursday 3 December 2026."
    )
    assert outcome(alex, "2026-12-03") == "wait"
    assert "(taken back)" in ok(alex, "history", "Alex")


def test_a_late_entry_is_folded_where_it_belongs(alex: Program) -> None:
    ok(alex, "log", "Alex", "reply_received", "tone=cold", "--on", "2026-12-08")
    ok(alex, "log", "Alex", "reply_received", "tone=warm", "--on", "2026-12-05")
    assert outcome(alex, "2026-12-06") == "keep_talking"
    assert outcome(alex, "2026-12-09") == "let_go"


def test_other_futures(alex: Program) -> None:
    found = steps(alex, "2026-12-01", "--if", "reply_received=2026-12-06,tone=warm")
    assert found == [*WHOLE_PLAN[:2], ("2026-12-06", "keep_talking")]
    tree = ok(alex, "plan", "Alex", "--tree", "2", "--on", "2026-12-01")
    assert (
        "if this happens: They replied (tone: cold): Wednesday 2 December 2026: Send a thank-you note and Let this one"
        in tree
    )


def test_a_calendar_file_says_the_same_and_no_name(alex: Program) -> None:
    ok(alex, "plan", "Alex", "--on", "2026-12-01", "-o", "plan.ics")
    data = (alex.folder / "plan.ics").read_bytes()
    events = ReadCalendar.from_ical(data).walk("VEVENT")
    assert [event.decoded("DTSTART").isoformat() for event in events] == [
        day for day, _ in WHOLE_PLAN
    ]
    assert b"Alex" not in data
    ok(alex, "plan", "Alex", "--on", "2026-12-01", "-o", "named.ics", "--names")
    assert b"Alex" in (alex.folder / "named.ics").read_bytes()


def test_an_updated_calendar_replaces_the_old_one(alex: Program) -> None:
    def events(name: str, day: str) -> dict[str, tuple[str, int]]:
        ok(alex, "plan", "Alex", "--on", day, "-o", name)
        read = ReadCalendar.from_ical((alex.folder / name).read_bytes())
        return {
            str(one["UID"]): (one.decoded("DTSTART").isoformat(), int(one["SEQUENCE"]))
            for one in read.walk("VEVENT")
        }

    before = events("one.ics", "2026-12-01")
    ok(alex, "done", "Alex", "--on", "2026-12-02")
    ok(alex, "done", "Alex", "--on", "2026-12-04")
    after = events("two.ics", "2026-12-04")
    assert set(after) < set(before)
    for uid, (day, sequence) in after.items():
        assert day == before[uid][0]
        assert sequence > before[uid][1]


def test_a_timeline_is_printed(alex: Program) -> None:
    ok(alex, "plan", "Alex", "--on", "2026-12-01", "-o", "plan.svg")
    assert "Move on to other" in (alex.folder / "plan.svg").read_text("utf-8")
    ok(alex, "plan", "Alex", "--on", "2026-12-01", "-o", "plan.pdf")
    assert (alex.folder / "plan.pdf").read_bytes().startswith(b"%PDF")


def test_all_clients_at_a_glance(alex: Program) -> None:
    ok(alex, "new", "Kim", "hear-back", "--on", "2026-12-01")
    ok(alex, "new", "=Sam", "offer", "--on", "2026-12-01")
    listed = ok(alex, "list", "--on", "2026-12-04")
    assert listed.startswith("Friday 4 December 2026 Alex today Send your first follow-up")
    rows = list(csv.reader(io.StringIO(run(alex, "list", "--on", "2026-12-04", "--csv").out)))
    assert rows[0] == ["case", "day", "advice", "closed"]
    assert ["'=Sam", "", "", "no"] in rows
    ok(alex, "close", "Kim", "--on", "2026-12-05")
    assert "Kim" not in ok(alex, "list", "--on", "2026-12-05")
    assert "Kim" in ok(alex, "list", "--on", "2026-12-05", "--all")


def test_a_case_that_is_removed_is_gone(alex: Program) -> None:
    ok(alex, "log", "Alex", "interviewer=Ms Very Special Name", "--on", "2026-12-02")
    assert run(alex, "remove", "Alex").code == 2
    ok(alex, "remove", "Alex", "--yes")
    for file in alex.folder.glob("cases.journal*"):
        data = file.read_bytes()
        assert b"Very Special" not in data
        assert b"Alex" not in data
    assert run(alex, "show", "Alex").code == 2
    assert ok(alex, "verify").startswith("The journal is whole: ")


def test_export_and_import(alex: Program) -> None:
    ok(alex, "export", "-o", "all.jsonl")
    moved = alex("case", "import", "all.jsonl", "--journal", "other.journal")
    assert moved.code == 0
    assert (
        alex("case", "list", "--on", "2026-12-04", "--journal", "other.journal").out.count("Alex")
        == 1
    )
    again = alex("case", "export", "--journal", "other.journal")
    assert again.out == (alex.folder / "all.jsonl").read_text("utf-8")


def test_an_export_is_not_written_over_the_journal(alex: Program) -> None:
    for name in ("cases.journal", "./cases.journal"):
        done = run(alex, "export", "-o", name)
        assert done.code == 2
        assert "written over what it is made from" in " ".join(done.err.split())
    assert ok(alex, "verify").startswith("The journal is whole: ")


def test_the_journal_is_for_its_owner(alex: Program) -> None:
    mode = (alex.folder / "cases.journal").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    done = alex("case", "new", "Lee", "hear-back", env={"XDG_DATA_HOME": str(alex.folder / "data")})
    assert done.code == 0
    assert stat.S_IMODE((alex.folder / "data" / "fingerpost").stat().st_mode) == 0o700


def test_a_rulebook_that_is_gone_does_not_hide_the_other_cases(alex: Program) -> None:
    alex("new", "mine.yaml")
    ok(alex, "new", "Kim", "mine.yaml", "--on", "2026-12-01")
    (alex.folder / "mine.yaml").unlink()
    done = run(alex, "list", "--on", "2026-12-04")
    assert done.code == 0
    assert "Alex" in done.out
    assert "their rulebook cannot be read: Kim" in " ".join(done.err.split())


def test_altered_journals_are_found_out(alex: Program) -> None:
    import sqlite3

    with sqlite3.connect(alex.folder / "cases.journal") as connection:
        connection.execute("UPDATE entries SET content = replace(content, 'neutral', 'cold')")
    connection.close()
    done = run(alex, "verify")
    assert done.code == 1
    assert "its content was changed" in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["show", "Alexa"], "unknown-case", "did you mean `Alex`?"),
        (["new", "alex", "hear-back"], "unknown-case", "already"),
        (["new", "", "hear-back"], "bad-entry", "such as Alex"),
        (["new", "Lee\nKim", "hear-back"], "bad-entry", "such as Alex"),
        (["log", "Alex", "interview"], "bad-entry", "interview_held"),
        (["log", "Alex", "reply_received"], "bad-entry", "tone"),
        (["log", "Alex", "reply_received", "tone=hot"], "unknown-option", "warm"),
        (["log", "Alex", "follow_ups_ignored=2"], "bad-entry", "log what happened"),
        (["log", "Alex", "impression=hot"], "unknown-option", "cold"),
        (["void", "Alex", "999"], "bad-entry", "history"),
        (["done", "Alex", "--on", "2026-12-01"], "bad-entry", "nothing is to be done"),
        (["done", "Alex", "wait"], "bad-entry", "logs"),
        (["done", "Alex", ""], "bad-entry", "there is no advice"),
        (["done", "Alex", "send_thankyou"], "bad-entry", "did you mean `send_thank_you`?"),
        (["done", "Alex", "follow_up", "--on", "2026-12-02"], "bad-entry", "case log Alex follow_up_sent"),
        (["log", "Alex", "reply_received", "tone=warm", "tone=cold"], "bad-entry", "twice"),
        (["log", "Alex", "impression=warm", "impression=cold"], "bad-entry", "twice"),
        (["plan", "Alex", "--if", "reply_received=2999-12-05,tone=warm,tone=cold"], "bad-entry", "twice"),
        (["plan", "Alex", "--if", "reply_received=2026-11-02,tone=warm"], "bad-entry", "before the plan"),
        (["plan", "Alex", "--tree", "2", "-o", "plan.pdf"], "not-together", "--tree"),
        (["plan", "Alex", "--names"], "not-together", "-o"),
        (["new", " Alex ", "hear-back"], "unknown-case", "already"),
        (["show", "Alex", "--on", "yesterday"], "bad-entry", "2026-12-04"),
        (["plan", "Alex", "--if", "reply_received"], "bad-entry", "tone=warm"),
        (["plan", "Alex", "-o", "plan.doc"], "unknown-format", "ics"),
        (["show", "Alex", "--runner", "magic"], "bad-entry", "durable"),
    ],
)  # fmt: skip
def test_bad_input(alex: Program, arguments: list[str], code: str, words: str) -> None:
    before = run(alex, "export").out
    done = run(alex, *arguments)
    assert (done.code, done.out) == (2, "")
    assert f"error[{code}]" in done.err
    assert words in " ".join(done.err.split())
    assert run(alex, "export").out == before


def test_an_unknown_format_hints_at_no_option_that_is_not_there(alex: Program) -> None:
    for output in ("-", "plan.doc"):
        assert "--format" not in run(alex, "plan", "Alex", "-o", output).err


def test_json_and_a_file_are_two_answers(alex: Program) -> None:
    done = run(alex, "plan", "Alex", "--json", "-o", "plan.pdf")
    assert (done.code, done.out) == (2, "")
    assert json.loads(done.err)["diagnostics"][0]["code"] == "not-together"


def test_what_is_done_is_not_done_twice(alex: Program) -> None:
    ok(alex, "done", "Alex", "send_thank_you", "--on", "2026-12-02")
    again = run(alex, "done", "Alex", "send_thank_you", "--on", "2026-12-02")
    assert again.code == 2
    assert "is not advised on Wednesday 2 December 2026" in " ".join(again.err.split())
    ok(alex, "done", "Alex", "--on", "2026-12-04")
    again = run(alex, "done", "Alex", "follow_up", "--on", "2026-12-04")
    assert again.code == 2
    assert "is done already" in " ".join(again.err.split())


def test_an_entry_is_taken_back_once_and_a_case_closed_once(alex: Program) -> None:
    logged = ok(alex, "log", "Alex", "follow_up_sent", "--on", "2026-12-03")
    number = logged.split("Logged as ")[1].split(":")[0]
    ok(alex, "void", "Alex", number)
    assert "taken back already" in run(alex, "void", "Alex", number).err
    ok(alex, "close", "Alex", "--on", "2026-12-05")
    assert "closed already" in run(alex, "close", "Alex", "--on", "2026-12-06").err


def test_names_that_look_the_same_are_the_same(alex: Program) -> None:
    ok(alex, "new", " Mary   Ann ", "hear-back", "--on", "2026-12-01")
    assert run(alex, "new", "mary ann", "hear-back").code == 2
    where = {"FINGERPOST_JOURNAL": "cases.journal"}
    assert "cannot begin with" in alex("case", "new", "--", "--help", "hear-back", env=where).err
    assert ok(alex, "show", "mary  ann", "--on", "2026-12-01").startswith("Mary Ann, Tuesday")


def test_closed_cases_are_marked(alex: Program) -> None:
    ok(alex, "close", "Alex", "--on", "2026-12-02")
    listed = ok(alex, "list", "--all", "--on", "2026-12-04")
    assert "Alex – closed" in listed
    assert ok(alex, "list") == "All cases are closed; `--all` lists them."
    rows = list(csv.DictReader(io.StringIO(run(alex, "list", "--all", "--csv").out)))
    assert [row["closed"] for row in rows] == ["yes"]


def test_show_hints_at_what_logs_an_answer(alex: Program) -> None:
    ok(alex, "log", "Alex", "impression=?", "--on", "2026-12-02")
    shown = ok(alex, "show", "Alex", "--on", "2026-12-02")
    assert "`fingerpost case log Alex impression=…`" in shown
    assert "--set" not in shown
    history = ok(alex, "history", "Alex")
    assert "the impression they made: not known any more, Wednesday 2 December 2026" in history


def test_a_plan_says_what_it_supposes(alex: Program) -> None:
    plain = ok(alex, "plan", "Alex", "--on", "2026-12-01")
    assert plain.startswith("Alex, from Tuesday 1 December 2026 on, if nothing is heard")
    other = ok(
        alex, "plan", "Alex", "--on", "2026-12-01", "--if", "reply_received=2026-12-06,tone=warm"
    )
    words = "Alex, from Tuesday 1 December 2026 on, if this happens: They replied (tone: warm), Sunday 6"
    assert other.startswith(words)


def test_a_plan_says_what_is_logged_for_later_days(alex: Program) -> None:
    ok(alex, "log", "Alex", "reply_received", "tone=warm", "--on", "2026-12-09")
    planned = ok(alex, "plan", "Alex", "--on", "2026-12-02")
    assert planned.startswith(
        "Alex, from Wednesday 2 December 2026 on, with what is logged for later days (They replied "
        "(tone: warm), Wednesday 9 December 2026), if nothing else is heard"
    )
    assert "9 December" not in ok(alex, "plan", "Alex", "--on", "2026-12-02", "--tree", "2")
    wrong = run(alex, "plan", "Alex", "--if", "reply_received=2999-12-05").err
    assert "`--if reply_received=DAY,tone=…`" in " ".join(wrong.split())


def test_an_export_is_not_written_over_a_rulebook(alex: Program) -> None:
    alex("new", "mine.yaml", "--from", "hear-back")
    ok(alex, "new", "Kim", "mine.yaml", "--on", "2026-12-01")
    before = (alex.folder / "mine.yaml").read_bytes()
    assert run(alex, "export", "-o", "mine.yaml").code == 2
    assert (alex.folder / "mine.yaml").read_bytes() == before


def test_of_two_cases_of_one_name_neither_is_taken_for_the_other(alex: Program) -> None:
    ok(alex, "export", "-o", "all.jsonl")
    where = ("--journal", "other.journal")
    alex("case", "new", "Alex", "hear-back", *where)
    assert alex("case", "import", "all.jsonl", *where).code == 0
    done = alex("case", "remove", "Alex", "--yes", *where)
    assert done.code == 2
    assert "2 cases are called `Alex`" in done.err
    listed = json.loads(alex("case", "list", "--json", *where).out)["cases"]
    for one in listed:
        assert alex("case", "remove", one["id"], "--yes", *where).code == 0


def test_a_letter_with_its_accent_is_one_letter(alex: Program) -> None:
    ok(alex, "new", "Zoe\u0308", "hear-back", "--on", "2026-12-01")
    assert run(alex, "new", "Zo\u00eb", "hear-back").code == 2
    ok(alex, "new", "Mary\u00a0Ann", "hear-back", "--on", "2026-12-01")


def test_the_tree_of_futures_begins_with_what_is_supposed(alex: Program) -> None:
    plain = ok(alex, "plan", "Alex", "--tree", "1", "--on", "2026-12-01")
    other = ok(
        alex,
        "plan",
        "Alex",
        "--tree",
        "1",
        "--on",
        "2026-12-01",
        "--if",
        "thank_you_sent=2026-12-02",
    )
    assert plain != other


def test_csv_or_json(alex: Program) -> None:
    done = run(alex, "list", "--csv", "--json")
    assert json.loads(done.err)["diagnostics"][0]["code"] == "not-together"


TWO = """
rulebook: two
title: Two
version: 1.0.0
events: {sent: {title: Sent}}
facts:
  count: {type: whole number, question: How many?, follows from: count of sent}
advice: {a: {title: Advice A, logs: sent}, c: {title: Advice C}}
decisions:
  one: {hit policy: first, rules: [{id: r, when: {count: 0}, then: a}], otherwise: c}
  two: {hit policy: first, rules: [{id: r, when: {count: at most 1}, then: a}], otherwise: c}
"""


def test_advice_that_two_decisions_give_is_done_once(fingerpost: Program) -> None:
    (fingerpost.folder / "two.yaml").write_text(TWO, "utf-8")
    ok(fingerpost, "new", "Kim", "two.yaml", "--on", "2026-12-01")
    plan = ("plan", "Kim", "--on", "2026-12-01", "--json")
    found = json.loads(run(fingerpost, *plan).out)["steps"]
    assert [step["advice"] for step in found] == ["a"]
    ok(fingerpost, "done", "Kim", "a", "--on", "2026-12-01")
    assert json.loads(run(fingerpost, *plan).out)["steps"] == []


RECURRING = """
rulebook: daily
title: Every day
version: 1.0.0
fingerpost: 1
events:
  walked: {title: You walked}
  met:
    title: You met
    by: them
    fields: {minutes: {question: How many minutes?, type: whole number, range: 0 to 90}}
facts:
  days:
    question: How many days since the walk?
    type: whole number
    unit: day, days
    range: 0 to 60
    follows from: days since walked
  minutes:
    question: How many minutes did you meet?
    type: whole number
    range: 0 to 90
    follows from: latest minutes of met
advice:
  walk: {title: Take a walk, do: Go out., logs: walked}
  rest: {title: Rest, do: Sit down.}
decisions:
  move:
    title: What to do
    hit policy: first
    rules:
      - {id: walk, when: {days: at least 1}, then: walk, because: A day has passed.}
      - {id: long, when: {minutes: at least 60}, then: rest, because: You talked enough.}
    otherwise: {then: rest, because: You walked today.}
"""


@pytest.fixture
def daily(fingerpost: Program) -> Program:
    (fingerpost.folder / "daily.yaml").write_text(RECURRING, "utf-8")
    ok(fingerpost, "new", "Kim", "daily.yaml", "--on", "2026-12-01")
    ok(fingerpost, "log", "Kim", "walked", "--on", "2026-12-01")
    return fingerpost


def test_fields_of_events_are_held_against_their_range(daily: Program) -> None:
    done = run(daily, "log", "Kim", "met", "minutes=91", "--on", "2026-12-02")
    assert done.code == 2
    assert "error[out-of-range]" in done.err
    ok(daily, "log", "Kim", "met", "minutes=90", "--on", "2026-12-02")


def test_a_reason_that_is_not_certain_is_not_told(daily: Program) -> None:
    plan = ("plan", "Kim", "--on", "2026-12-01", "-o", "plan.svg")
    for minutes, reasons in [("", False), ("minutes=10", False), ("minutes=90", True)]:
        if minutes:
            ok(daily, "log", "Kim", "met", minutes, "--on", "2026-12-01")
        ok(daily, *plan)
        drawn = (daily.folder / "plan.svg").read_text("utf-8")
        told = ok(daily, *plan[:-2])
        assert ("You talked enough." in drawn, "You talked enough." in told) == (reasons, reasons)


def test_a_plan_that_is_cut_says_so(daily: Program) -> None:
    assert "not told" in ok(daily, "plan", "Kim", "--on", "2026-12-01")
    found = json.loads(run(daily, "plan", "Kim", "--on", "2026-12-01", "--json").out)
    assert (len(found["steps"]), found["until"]) == (200, found["steps"][-1]["day"])
    ok(daily, "plan", "Kim", "--on", "2026-12-01", "-o", "plan.svg")
    assert "not told" in " ".join((daily.folder / "plan.svg").read_text("utf-8").split())


def test_a_tree_of_futures_plans_no_further_than_its_next_day(daily: Program) -> None:
    tree = ok(daily, "plan", "Kim", "--tree", "6", "--on", "2026-12-01")
    assert tree.count("if this happens: You met") == 2**6 - 1


@pytest.mark.parametrize("name", ["folder", "text.yaml"])
def test_what_is_no_journal(fingerpost: Program, name: str) -> None:
    (fingerpost.folder / "folder").mkdir()
    (fingerpost.folder / "text.yaml").write_text("title: no journal\n" * 99, "utf-8")
    done = fingerpost("case", "list", "--journal", name)
    assert done.code == 2
    assert "error[journal]" in done.err
    assert Path(fingerpost.folder / "text.yaml").read_text("utf-8").startswith("title: no journal")
