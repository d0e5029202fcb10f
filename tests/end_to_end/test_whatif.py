"""`fingerpost whatif` as its users run it."""

import json

import pytest

from end_to_end.conftest import Program

CASE = """\
impression: neutral
heard_back: nothing
follow_ups_ignored: 1
days_since_interview: 6
days_since_last_contact: 2
good_interview: yes
best_candidate: no
thank_you_sent: yes
deadline_reason: none
"""


@pytest.fixture
def alex(fingerpost: Program) -> Program:
    """The program beside a case, alex.yaml."""
    (fingerpost.folder / "alex.yaml").write_text(CASE, "utf-8")
    return fingerpost


def words(program: Program, *arguments: str) -> str:
    done = program("whatif", "hear-back", "--case", "alex.yaml", *arguments)
    assert (done.code, done.err) == (0, "")
    return " ".join(done.out.split())


def test_before_and_after_side_by_side(alex: Program) -> None:
    arguments = [
        "--set",
        "days_since_last_contact=4",
        "--set",
        "heard_back=offered, other_offer=yes",
    ]
    done = alex("whatif", "hear-back", "--case", "alex.yaml", *arguments, env={"COLUMNS": "100"})
    head = done.lines[0].split("  ")
    assert head[-1].strip().startswith("with the latest word")
    assert any("Wait a little" in line and "Follow up once more" in line for line in done.lines)
    assert "the same" in done.out
    assert "because: They want you" in done.out


def test_columns_as_json(alex: Program) -> None:
    arguments = [
        "--set",
        "days_since_last_contact=4",
        "--set",
        "heard_back=offered,other_offer=yes",
        "--json",
    ]
    found = json.loads(alex("whatif", "hear-back", "--case", "alex.yaml", *arguments).out)
    assert found["before"]["next_move"]["outcome"] == "wait"
    assert [one["decisions"]["next_move"]["outcome"] for one in found["after"]] == [
        "follow_up_again",
        "answer_them",
    ]
    assert found["after"][1]["set"] == {"heard_back": "offered", "other_offer": True}
    assert "deadline" not in found["after"][0]["changed"]


def test_tipping_points(alex: Program) -> None:
    found = words(alex, "--vary", "follow_ups_ignored", "--decision", "next_move")
    assert found == (
        "the number of unanswered follow-ups (now 1 follow-up) What to do next "
        "0 follow-ups Send your first follow-up → 1 or 2 follow-ups Wait a little longer "
        "at least 3 follow-ups Move on to other openings"
    )


def test_a_setting_is_varied_like_a_fact(alex: Program) -> None:
    found = words(alex, "--vary", "follow_up_every", "--decision", "next_move")
    assert "the wait between two follow-ups (now 3 days)" in found
    assert "at most 2 days Follow up once more → at least 3 days Wait a little longer" in found


FEE = """
title: What it costs
version: 1
settings:
  fee: {value: 10 euros, label: the fee, range: 0 to 100}
facts:
  rush: {type: yes/no, question: Is it urgent?, label: whether it is urgent}
decisions:
  price:
    title: The price
    gives: number
    unit: euro, euros
    hit policy: collect sum
    rules:
      - {id: base, when: always, then: fee, because: Everybody pays it}
      - {id: rush, when: {rush: yes}, then: fee, because: It is urgent}
      - {id: stamp, when: {rush: yes}, then: 2.50, because: It is sent at once}
  kind:
    title: What kind of a price it is
    gives: whole number
    hit policy: first
    rules:
      - {id: dear, when: {price: at least 40}, then: 2, because: It is dear}
    otherwise: 1
"""


def test_a_setting_that_is_given_is_told_as_itself(fingerpost: Program) -> None:
    (fingerpost.folder / "fee.yaml").write_text(FEE, "utf-8")
    vary = ("whatif", "fee.yaml", "--set", "rush=yes", "--vary", "fee")
    assert " ".join(fingerpost(*vary).out.split()) == (
        "the fee (now 10 euros) The price → whatever it is 2 times the fee plus 2.5 euros "
        "What kind of a price it is → less than 18.75 euros 1 at least 18.75 euros 2"
    )
    ranges = json.loads(fingerpost(*vary, "--json").out)["vary"]["fee"][0]["ranges"]
    assert [one["possible"] for one in ranges] == [[{"times": 2, "plus": 2.5}]]


def test_what_cannot_matter_is_said(alex: Program) -> None:
    assert words(alex, "--vary", "industry_news", "--decision", "next_move") == (
        "Whether you have news worth sharing cannot change anything here."
    )
    assert "These cannot change anything here: " in words(
        alex, "--vary", "all", "--decision", "next_move"
    )


def test_the_nearest_other_answer(alex: Program) -> None:
    assert words(alex, "--reach", "follow_up_again") == (
        "What leads to “Follow up once more”, the least first: "
        "1. the days since you were last in touch: 3 days instead of 2 days"
    )
    assert words(alex, "--reach", "answer_them") == (
        "Nothing that can be changed leads to “Answer their offer”. What stands in the way and cannot be "
        "changed: the latest word from them: nothing so far."
    )
    assert "The case is there already" in words(alex, "--reach", "wait")
    assert words(alex, "--avoid", "wait").count("instead of") == 2


def test_no_decimal_number_is_the_nearest_above_a_threshold(fingerpost: Program) -> None:
    (fingerpost.folder / "score.yaml").write_text(SCORE, "utf-8")
    reach = ("whatif", "score.yaml", "--set", "score=10", "--reach", "good")
    told = " ".join(fingerpost(*reach).out.split())
    assert told.endswith("1. the score: more than 12.5 instead of 10")
    (change,) = json.loads(fingerpost(*reach, "--json").out)["ways"][0]["changes"]
    assert (change["to"] > 12.5, change["values"]) == (True, "more than 12.5")


SCORE = """
title: Scores
version: 1
facts:
  score: {type: number, question: How high?, label: the score, changeable: yes}
advice:
  good: {title: Well done}
  bad: {title: Try again}
decisions:
  mark:
    title: The mark
    hit policy: first
    rules:
      - {id: good, when: {score: more than 12.5}, then: good, because: It is high}
    otherwise: bad
"""


def test_the_fewest_reasons(alex: Program) -> None:
    found = words(alex, "--why", "--decision", "deadline")
    assert found == (
        "Whether to set them a deadline: Set them no deadline "
        "This follows already from: the reason for a deadline: none. Nothing else matters."
    )


def test_a_map(alex: Program) -> None:
    found = words(alex, "--grid", "days_since_last_contact", "follow_ups_ignored")
    assert "1 or 2 follow-ups → Wait a little longer Follow up once more" in found
    done = alex(
        "whatif",
        "hear-back",
        "--case",
        "alex.yaml",
        "--grid",
        "impression",
        "heard_back",
        "-o",
        "map.svg",
    )
    assert (done.code, done.out, done.err) == (0, "", "map.svg is drawn.\n")
    assert "Let this one go" in (alex.folder / "map.svg").read_text("utf-8")


@pytest.mark.parametrize(
    "question",
    [["--vary", "all"], ["--reach", "wait"], ["--why"], ["--grid", "impression", "heard_back"]],
)
def test_every_question_has_json(alex: Program, question: list[str]) -> None:
    assert json.loads(alex("whatif", "hear-back", "--case", "alex.yaml", *question, "--json").out)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--vary", "impresion"], "unknown-fact"),
        (["--reach", "let_goo"], "unknown-advice"),
        (["--grid", "impression", "next_move"], "unknown-fact"),
        (["--decision", "next", "--why"], "unknown-decision"),
        (["--vary", "all", "--why"], "too-many-questions"),
        (["--vary", "all", "-o", "x.svg"], "not-together"),
        (["-o", "x.svg"], "not-together"),
        (["--all"], "not-together"),
        (["--vary", "all", "--all"], "not-together"),
        (["--grid", "impression", "impression"], "not-together"),
        (["--set", "impression=colt"], "unknown-option"),
        (["--set", "impression"], "bad-set"),
        (["--grid", "impression", "heard_back", "-o", "map.doc"], "unknown-format"),
    ],
)  # fmt: skip
def test_bad_input(alex: Program, arguments: list[str], code: str) -> None:
    done = alex("whatif", "hear-back", "--case", "alex.yaml", *arguments)
    assert (done.code, done.out) == (2, "")
    assert f"error[{code}]" in done.err
