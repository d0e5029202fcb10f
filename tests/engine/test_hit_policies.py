"""What each hit policy makes of the rules that hold, in a table."""

import pytest

from fingerpost.engine import RulebookError, loads

PAGE = """
title: t
version: "1"
facts:
  x: {{type: whole number, question: How many?, range: 0 to 9}}
advice:
  a: {{title: A}}
  b: {{title: B}}
  c: {{title: C}}
decisions:
  d:
    hit policy: {policy}
{more}
    rules:
      - {{id: low, when: {{x: at most 3}}, then: {one}}}
      - {{id: mid, when: {{x: between 2 and 5}}, then: {two}}}
      - {{id: two, when: {{x: 2}}, then: {three}}}
"""
PRIORITIES = "    priorities: [c, b, a]"
NUMBERS = "    gives: whole number"
OTHERWISE = "    otherwise: c"

# policy, further keys, what the rules give, then by x: outcome, fault, rules
TABLE = [
    ("unique", "", "abc", {1: ("a", None, ["low"]), 5: ("b", None, ["mid"]),
                           3: (None, "rules clash", ["low", "mid"]), 9: (None, "no rule fits", [])}),
    ("any", "", "aab", {1: ("a", None, ["low"]), 3: ("a", None, ["low", "mid"]),
                        2: (None, "rules clash", ["low", "mid", "two"]), 9: (None, "no rule fits", [])}),
    ("first", OTHERWISE, "abc", {1: ("a", None, ["low"]), 2: ("a", None, ["low"]),
                                 5: ("b", None, ["mid"]), 9: ("c", None, [])}),
    ("priority", PRIORITIES, "abc", {1: ("a", None, ["low"]), 3: ("b", None, ["mid"]),
                                     2: ("c", None, ["two"]), 9: (None, "no rule fits", [])}),
    ("priority", PRIORITIES, "abb", {2: ("b", None, ["mid", "two"])}),
    ("rule order", "", "bca", {2: (["b", "c", "a"], None, ["low", "mid", "two"]), 9: ([], None, [])}),
    ("rule order", "", "bcb", {2: (["b", "c"], None, ["low", "mid", "two"])}),
    ("rule order", OTHERWISE, "bca", {9: (["c"], None, [])}),
    ("output order", PRIORITIES, "abc", {2: (["c", "b", "a"], None, ["low", "mid", "two"]),
                                         3: (["b", "a"], None, ["low", "mid"]), 9: ([], None, [])}),
    ("collect", "", "abc", {3: (["a", "b"], None, ["low", "mid"]), 9: ([], None, [])}),
    ("collect count", "", "aab", {2: (3, None, ["low", "mid", "two"]), 9: (0, None, [])}),
    ("collect sum", NUMBERS, "145", {2: (10, None, ["low", "mid", "two"]), 9: (0, None, [])}),
    ("collect sum", NUMBERS + "\n    otherwise: 7", "145", {9: (7, None, [])}),
    ("collect min", NUMBERS, "415", {2: (1, None, ["low", "mid", "two"]),
                                     9: (None, "no rule fits", [])}),
    ("collect max", NUMBERS, "145", {2: (5, None, ["low", "mid", "two"]), 1: (1, None, ["low"])}),
    ("collect sum", "    gives: number", ["0.1", "0.2", "1e-3"], {3: (0.3, None, ["low", "mid"]),
                                                                2: (0.301, None, ["low", "mid", "two"])}),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "more", "gives", "wanted"), TABLE)
def test_hit_policy(policy: str, more: str, gives: str, wanted: dict[int, tuple]) -> None:
    one, two, three = gives
    rulebook = loads(PAGE.format(policy=policy, more=more, one=one, two=two, three=three))
    for x, (outcome, fault, rules) in wanted.items():
        answer = rulebook.advise({"x": x})["d"]
        assert (answer.outcome, answer.fault, answer.rules) == (outcome, fault, rules), x
        assert answer.settled
        assert answer.ask == []


def test_what_has_no_outcome_passes_only_anything_and_not() -> None:
    text = PAGE.format(policy="unique", more="", one="a", two="b", three="c")
    for test, holds in (("a", False), ("not a", True), ("anything", True), ("a or b", False),
                        ("neither a nor b", True)):  # fmt: skip
        later = f"""
  e:
    hit policy: first
    rules: [{{id: r, when: {{d: {test}}}, then: a}}]
    otherwise: b
"""
        answer = loads(text + later).advise({"x": 9})
        assert answer["d"].fault == "no rule fits"
        assert answer["e"].outcome == ("a" if holds else "b"), test
    assert loads(text).advise({})["d"].possible == ["a", "b", None, None]


def test_too_much_unknown_is_said_and_a_case_that_says_more_is_answered() -> None:
    count = 22
    facts = "".join(f"  f{i}: {{type: yes/no, question: So?}}\n" for i in range(count))
    rules = "".join(
        f"      - {{id: r{i}, when: {{f{i}: yes}}, then: {2**i}}}\n" for i in range(count)
    )
    rulebook = loads(
        f"title: t\nversion: '1'\nfacts:\n{facts}decisions:\n  d:\n    hit policy: collect sum\n"
        f"    gives: whole number\n    rules:\n{rules}"
    )
    with pytest.raises(RulebookError) as caught:
        rulebook.advise({})
    assert [found.code for found in caught.value.diagnostics] == ["too-many-cases"]
    answer = rulebook.advise({f"f{i}": i == 5 for i in range(2, count)})
    assert answer["d"].possible == [32, 33, 34, 35]
    assert set(answer["d"].ask) == {"f0", "f1"}


def test_the_list_of_a_collect_has_no_order_to_wait_for() -> None:
    rulebook = loads(
        """
title: t
version: "1"
facts: {x: {type: yes/no, question: "So?"}}
advice: {a: {title: A}, b: {title: B}}
decisions:
  d:
    hit policy: collect
    rules:
      - {id: one, when: {x: yes}, then: b}
      - {id: two, when: always, then: a}
      - {id: three, when: {x: no}, then: b}
"""
    )
    assert rulebook.advise({})["d"].outcome == ["b", "a"]


def test_numbers_that_are_given_are_not_taken_for_the_numbers_of_rules() -> None:
    """A list of outcomes may be equal to the list of the rules that hold: (0, 1) and (0.0, 1.0)."""
    page = PAGE.format(policy="collect", more="    gives: number", one=0, two=1, three=2)
    rulebook = loads(page)
    for x in range(10):
        answer = rulebook.answer({"x": x})["d"]
        assert rulebook.compile("d")({"x": x}) == answer.outcome
        assert rulebook.compile("d", reasons=True)({"x": x}) == (
            answer.outcome,
            tuple(answer.rules),
        )
