"""The second runner: what is reported when it differs, fails, or is not there."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from fingerpost.engine import load, loads
from fingerpost.engine.api import LoadedRulebook
from fingerpost.engine.cases import durable
from fingerpost.engine.cases.durable import Asked, Child, absence, cross_check, cross_checks
from fingerpost.engine.cases.durable_child import decided
from fingerpost.engine.cases.durable_rules import Translation, limits
from fingerpost.engine.evaluate import Fault

installed = pytest.mark.skipif(bool(absence()), reason=absence())

CASE = {
    "impression": "cold",
    "heard_back": "nothing",
    "good_interview": True,
    "best_candidate": False,
    "days_since_interview": 5,
    "days_since_last_contact": 2,
    "follow_ups_ignored": 1,
    "thank_you_sent": False,
    "deadline_reason": "relocation",
    "other_offer": True,
    "availability_changed": False,
    "friend_at_company": True,
    "friend_asked": False,
    "industry_news": True,
}


def checked(
    rulebook: LoadedRulebook, case: dict[str, object], child: Child | None = None
) -> list[str]:
    known = rulebook.case(case)
    return cross_check(rulebook.definition, known, rulebook.answer_all(known), child)


def python(code: str, seconds: float = 20.0) -> Child:
    return Child((sys.executable, "-c", code), seconds)


def book(
    *decisions: str, facts: Sequence[str] = ("n: {type: whole number, question: How many?}",)
) -> str:
    return "\n".join(
        [
            "rulebook: small", "title: Small", "version: 1.0.0", "fingerpost: 1", "facts:",
            *(f"  {fact}" for fact in facts),
            "advice: {go: {title: Go}, stay: {title: Stay}}", "decisions:", *decisions, "",
        ]
    )  # fmt: skip


def decision(name: str, *rules: str, policy: str = "first", more: str = "otherwise: stay") -> str:
    lines = [
        f"  {name}:",
        f"    title: What about {name}",
        f"    hit policy: {policy}",
        "    rules:",
    ]
    lines += [
        f"      - {{id: r{number}, when: {when}, then: go}}" for number, when in enumerate(rules)
    ]
    return "\n".join([*lines, f"    {more}"])


# -- agreement and disagreement ----------------------------------------------------------------


@installed
def test_nothing_is_reported_when_both_agree() -> None:
    assert checked(load("hear-back"), CASE) == []


@installed
def test_a_disagreement_is_told_with_both_answers_and_the_first_stands() -> None:
    rulebook = load("hear-back")
    known = rulebook.case(CASE)
    found = rulebook.answer_all(known)
    wrong = replace(found["next_move"], result="wait", rules=())
    notes = cross_check(rulebook.definition, known, {**found, "next_move": wrong})
    assert notes == [
        "“What to do next”: the second runner says “Let this one go” (by `cold-interview`), the first "
        "one “Wait a little longer” (by no rule). The first one's answer stands."
    ]


@installed
def test_an_answer_that_is_open_by_mistake_is_told() -> None:
    rulebook = load("hear-back")
    known = rulebook.case(CASE)
    found = rulebook.answer_all(known)
    wrong = replace(found["next_move"], result=None, settled=False, rules=())
    (note,) = cross_check(rulebook.definition, known, {**found, "next_move": wrong})
    assert "the first one that it is open." in note


@installed
def test_the_same_outcome_by_another_rule_is_a_disagreement() -> None:
    rulebook = load("hear-back")
    known = rulebook.case(CASE)
    found = rulebook.answer_all(known)
    wrong = replace(found["next_move"], rules=("cold-reply",))
    (note,) = cross_check(rulebook.definition, known, {**found, "next_move": wrong})
    assert "(by `cold-interview`)" in note
    assert "(by `cold-reply`)" in note


@installed
def test_what_needs_unknown_facts_is_not_compared_and_that_is_told() -> None:
    notes = checked(load("hear-back"), {"impression": "cold", "heard_back": "nothing"})
    assert notes == [
        "The second runner did not compare “What else you could do for them” and “How to go about it”: "
        "they need facts still unknown."
    ]


@installed
def test_a_later_decision_is_compared_although_an_earlier_one_is_open() -> None:
    text = book(
        decision("early", "{n: 1}"),
        decision("late", "{sure: yes}", "{early: go}", "{early: not go}"),
        facts=(
            "n: {type: whole number, question: How many?}",
            "sure: {type: yes/no, question: Sure?}",
        ),
    )
    rulebook = loads(text)
    known = rulebook.case({"sure": True})
    (one,) = cross_checks([Asked(rulebook.definition, known, rulebook.answer_all(known))])
    assert (one.agreed, one.differing, one.not_compared) == (("late",), (), ("early",))


@installed
def test_fine_and_large_numbers_and_days() -> None:
    text = book(
        decision("a", "{x: more than 0.000001, n: at least 999999999999999}"),
        decision("b", "{d: after 9999-12-30}", "{d: 0001-01-01}"),
        facts=(
            "x: {type: number, question: How much?}",
            "n: {type: whole number, question: How many?}",
            "d: {type: date, question: When?}",
        ),
    )
    rulebook = loads(text)
    asked = [
        Asked(rulebook.definition, case, rulebook.answer_all(case))
        for x in ("0.000001", "0.0000011", "-3", "5000000")
        for n in (999999999999999, 999999999999998)
        for day in ("9999-12-31", "0001-01-01", "2026-12-01")
        for case in [rulebook.case({"x": Decimal(x), "n": n, "d": day})]
    ]
    for one in cross_checks(asked):
        assert one.notes == ()
        assert one.agreed == ("a", "b")


@installed
@pytest.mark.parametrize("policy", ["unique", "any", "first", "priority"])
def test_faults_are_chained_as_well(policy: str) -> None:
    more = "priorities: [go, stay]" if policy == "priority" else ""
    late = decision("late", "{early: not go}", "{early: go}", policy="collect", more="")
    rulebook = loads(
        book(decision("early", "{n: 1}", "{n: 1 or 2}", policy=policy, more=more), late)
    )
    for n in (1, 2, 3):
        assert checked(rulebook, {"n": n}) == []
    assert rulebook.advise({"n": 3}).found["early"].result is Fault.NO_RULE_FITS


# -- failures ----------------------------------------------------------------------------------


@installed
@pytest.mark.parametrize(
    ("child", "told"),
    [
        (python("import time; time.sleep(60)", 0.5), "it gave no answer within 0.5 seconds"),
        (python("import os; os.kill(os.getpid(), 9)"), "it broke down (exit code -9)"),
        (python("raise SystemExit(3)"), "it broke down (exit code 3)"),
        (python("1 / 0"), "it broke down (exit code 1)"),
        (python("print('garbage')"), "its answer cannot be read"),
        (python("print('[' * 100_000)"), "its answer cannot be read"),
        (python("import sys; sys.stdout.buffer.write(bytes(range(256)))"), "its answer cannot be read"),
        (python("pass"), "its answer cannot be read"),
        (python("print('{}')"), "its answer cannot be read"),
        (python("print('7')"), "its answer cannot be read"),
        (python("""print('{"jobs": []}')"""), "its answer cannot be read"),
        (python("""print('{"jobs": 3}')"""), "its answer cannot be read"),
        (python("""print('{"jobs": [null]}')"""), "its answer cannot be read"),
        (python("""print('{"jobs": [{"made": []}]}')"""), "its answer cannot be read"),
        (python("""print('{"jobs": [{"made": [1, 2, 3, 4]}]}')"""), "its answer cannot be read"),
        (
            python("""print('{"jobs": [{"made": [{"result": 1, "rules": [99]}]}]}'.replace("]}]}", "]}"""
                   """, {}, {}, {}]}]}"))"""),
            "its answer cannot be read",
        ),
        (python("""print('{"jobs": [{"problem": "Oh: no"}]}')"""), "it failed (Oh: no)"),
        (python("""print('{"missing": "no such thing"}')"""), "durable-rules cannot be used (no such thing)"),
        (Child(("/no/such/program",)), "it could not be started"),
    ],
)  # fmt: skip
def test_whatever_happens_to_the_child_the_answer_stands(child: Child, told: str) -> None:
    (note,) = checked(load("hear-back"), CASE, child)
    assert note.startswith(f"The second runner did not check this: {told}")
    assert note.endswith("The first one's answer stands.")


@installed
def test_a_wrong_outcome_of_the_child_is_a_disagreement_not_a_crash() -> None:
    for wrong in ("null", "-1", "true", "1.5", '"no rule fits"'):
        line = f'{{"jobs": [{{"made": [{{"result": {wrong}, "rules": []}}]}}]}}'
        notes = checked(loads(book(decision("a", "{n: 1}"))), {"n": 1}, python(f"print({line!r})"))
        assert len(notes) == 1
        assert notes[0].endswith("The first one's answer stands.")


@installed
def test_durable_rules_itself_going_round_for_ever_is_ended() -> None:
    """It does with more than 511 alternatives; such a rulebook is never sent."""
    many = [{"$gte": {"f0": number}} for number in range(700)]
    rules = [{"when": {"$and": [{"kind": "k"}, {"$or": many}]}, "then": [0]}]
    stage = {"kind": "k", "policy": "first", "rules": rules, "otherwise": None, "priorities": []}
    told = Child(seconds=2).run([{"stages": [stage], "facts": {"f0": 1000}}])
    assert told == "it gave no answer within 2 seconds"


@installed
def test_one_bad_job_does_not_spoil_the_others() -> None:
    rulebook = loads(book(decision("a", "{n: 1}")))
    good = Translation(rulebook.definition, rulebook.case({"n": 1})).job(["a"])
    stage = {
        "kind": "k",
        "policy": "none",
        "rules": [{"when": {"kind": "k"}, "then": [0]}],
        "otherwise": None,
        "priorities": [],
    }
    deep = {"$and": [{"kind": "k"}, *({"$or": [{"f0": n}, {"f1": n}]} for n in range(20))]}
    rules = [{"when": deep, "then": [0]}]
    bad = [
        {"stages": [stage], "facts": {}},
        {},
        {"stages": [{**stage, "rules": rules}], "facts": {}},
    ]
    told = Child().run([*bad, good])
    assert isinstance(told, list)
    assert [next(iter(one)) for one in told] == ["problem", "problem", "problem", "made"]
    assert told[-1] == {"made": [{"result": 0, "rules": [0]}]}
    assert told[0] == {"problem": "RuntimeError: exception caught there is no hit policy none"}


# -- not there ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ((3, 11), "durable-rules is not installed; for that, pip install 'fingerpost[durable]'"),
        ((3, 13), "durable-rules does not run on Python 3.13 and newer"),
    ],
)
def test_absence_is_told_in_words(
    version: tuple[int, int], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "find_spec", lambda _: None)
    monkeypatch.setattr(durable.sys, "version_info", version)
    rulebook = load("hear-back")
    known = rulebook.case(CASE)
    (note,) = cross_check(rulebook.definition, known, {})
    assert note.startswith(f"There is no second runner: {why}")
    assert note.endswith("Nothing was cross-checked, and the first one's answer stands.")


def test_a_child_without_durable_rules_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import sys; sys.modules['durable'] = None\n"
        "from fingerpost.engine.cases.durable_child import main; main()"
    )
    told = python(code).run([])
    assert isinstance(told, str)
    assert told.startswith("durable-rules cannot be used (")


# -- limits ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hear-back", "offer"])
def test_the_rulebooks_that_ship_are_within_the_limits(name: str) -> None:
    assert limits(load(name).definition) == []


def nested(depth: int) -> str:
    return (
        "{n: 1}"
        if not depth
        else f"{{any: [{{n: {depth + 1}}}, {{n: not 3, all: [{nested(depth - 1)}]}}]}}"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            book(decision("a", nested(10))),
            ["a condition of “What about a” has more than 15 groups"],
        ),
        (
            book(decision("a", *(f"{{n: {number}}}" for number in range(61)))),
            ["“What about a” has more than 60 rules and alternatives"],
        ),
        (
            book(decision("a", *(["{n: less than 3 or more than 9}"] * 31))),
            ["“What about a” has more than 60 rules and alternatives"],
        ),
        (
            book(decision("a", f"{{n: [{', '.join(map(str, range(251)))}]}}")),
            ["the rules of “What about a” can come true in more than 250 ways"],
        ),
        (
            book(
                decision("a", "{x: more than 0.00001 or more than 99999999999999}"),
                facts=("x: {type: number, question: How much?, label: the sum}",),
            ),
            ["the numbers of “the sum” are too large, or have too many decimals"],
        ),
        (
            book(
                *(decision(f"a{n}", f"{{x{n}: yes}}") for n in range(130)),
                facts=[f"x{n}: {{type: yes/no, question: Sure?}}" for n in range(130)],
            ),
            ["its rules read more than 240 different things"],
        ),
        (
            book(*(decision(f"a{n}", "{n: 1}") for n in range(201))),
            ["it has more than 200 decisions"],
        ),
    ],
)  # fmt: skip
def test_limits_are_named(text: str, told: list[str]) -> None:
    rulebook = loads(text)
    assert limits(rulebook.definition) == told
    (note,) = checked(rulebook, {}) if not absence() else (told[0],)
    assert told[0] in note


ALTERNATIVES = [f"{{n: at least {number} or at most 9}}" for number in range(3)]


@installed
@pytest.mark.parametrize(
    "text",
    [
        book(decision("a", nested(6))),
        book(decision("a", *(f"{{n: {number}}}" for number in range(60)), policy="collect", more="")),
        book(decision("a", *(["{n: less than 30 or more than 9}"] * 29), policy="collect", more="")),
        book(decision("a", f"{{n: [{', '.join(map(str, range(250)))}]}}")),
        book(decision("a", f"{{all: [{', '.join([*ALTERNATIVES, '{any: [{n: 5}, {n: at least 2}]}'])}]}}")),
        book(
            *(decision(f"a{n}", f"{{x{n}: yes}}") for n in range(119)),
            facts=[f"x{n}: {{type: yes/no, question: Sure?}}" for n in range(119)],
        ),
        book(*(decision(f"a{n}", "{n: 5}") for n in range(200))),
    ],
)  # fmt: skip
def test_at_the_limits_it_still_agrees(text: str) -> None:
    rulebook = loads(text)
    assert limits(rulebook.definition) == []
    asked = []
    for n in (0, 1, 5, 10, 59, 249, 250):
        case = rulebook.case(
            {fact: n if fact == "n" else bool(n % 2) for fact in rulebook.definition.facts}
        )
        asked.append(Asked(rulebook.definition, case, rulebook.answer_all(case)))
    for one in cross_checks(asked):
        assert one.notes == ()
        assert one.agreed == rulebook.definition.order


@installed
def test_a_value_beyond_the_limits_is_told_with_its_fact() -> None:
    fact = "x: {type: number, question: How much?, label: the sum}"
    rulebook = loads(book(decision("a", "{x: more than 0.00001}"), facts=(fact,)))
    assert checked(rulebook, {"x": 5}) == []
    (note,) = checked(rulebook, {"x": 999999999999999})
    assert "the numbers of “the sum” are too large, or have too many decimals" in note


# -- the child's own hit policies --------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "held", "result"),
    [
        ("first", [1, 2], (2, [1])),
        ("unique", [1], (2, [1])),
        ("unique", [1, 2], ("rules clash", [1, 2])),
        ("unique", [], ("no rule fits", [])),
        ("any", [0, 2], (3, [0, 2])),
        ("any", [0, 1], ("rules clash", [0, 1])),
        ("priority", [0, 1, 2], (3, [0, 2])),
        ("rule order", [0, 1, 2], ([3, 2], [0, 1, 2])),
        ("output order", [1, 0], ([3, 2], [1, 0])),
        ("collect", [], ([], [])),
        ("collect count", [0, 1, 2], (3, [0, 1, 2])),
        ("collect sum", [0, 1, 2], (8, [0, 1, 2])),
        ("collect min", [0, 1], (2, [0, 1])),
        ("collect max", [0, 1], (3, [0, 1])),
    ],
)
def test_hit_policies_of_the_child(
    policy: str, held: list[int], result: tuple[object, object]
) -> None:
    stage = {
        "policy": policy,
        "rules": [{"then": [3]}, {"then": [2]}, {"then": [3]}],
        "otherwise": None,
        "priorities": [3, 2] if policy in ("priority", "output order") else [],
    }
    assert decided(stage, held) == result
