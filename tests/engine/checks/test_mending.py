"""`check --fix` takes out what is not needed, and touches nothing else."""

import pytest

from fingerpost.engine.checks.mending import mended
from fingerpost.engine.language.loading import Texts
from fingerpost.engine.language.source import Source

HEAD = """\
title: After the interview   # a comment
version: 1.0.0
facts:
  feeling: {type: choice, question: "How were they?", options: [warm, neutral, cold]}
  days: {type: whole number, question: "How many days?", range: 0 to 60}
advice:
  wait: {title: Wait}
  write: {title: Write}
decisions:
  other:
    hit policy: first
    rules:
      - {id: long, when: {days: at least 5}, then: wait, because: So.}
    otherwise: {then: write, because: So.}
  next:
    hit policy: first
"""
KEPT = "      - {id: cold, when: {feeling: cold}, then: wait, because: So.}\n"
DEAD = "      - {id: dead, when: {feeling: cold, days: 3}, then: write, because: So.}\n"
LAST = "    otherwise: {then: write, because: So.}\n"


def fixed(text: str, tables: dict[str, str] | None = None) -> tuple[str, tuple[str, ...]]:
    beside = {name: Source(f"r.{name}.csv", table) for name, table in (tables or {}).items()}
    done = mended(Texts(Source("r.yaml", text), None, beside))
    texts = {old.name: new.text for old, new in done.changed}
    return texts.get("r.yaml", text) if not tables else texts["r.next.csv"], done.summaries


BLOCK = """\
      # about the dead one
      - id: dead
        when:
          feeling: cold
          # why three
          days: 3   # days
        then: write
        because: |
          For two lines
          of reasons.
"""

RULES = [
    (KEPT + DEAD, KEPT),
    (KEPT + BLOCK, KEPT + "      # about the dead one\n"),
    (
        KEPT + BLOCK + "\n      # the last\n" + KEPT.replace("cold", "warm"),
        KEPT + "      # about the dead one\n\n      # the last\n" + KEPT.replace("cold", "warm"),
    ),
]


@pytest.mark.parametrize(("rules", "kept"), RULES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_dead_rule_goes_with_its_lines(rules: str, kept: str, ending: str) -> None:
    text = f"{HEAD}    rules:\n{rules}{LAST}".replace("\n", ending)
    after, done = fixed(text)
    assert done == ("take out the rule `dead`",)
    assert after == f"{HEAD}    rules:\n{kept}{LAST}".replace("\n", ending)


def test_the_last_line_may_have_no_end() -> None:
    text = f"{HEAD}{LAST}    rules:\n{KEPT}{DEAD}".removesuffix("\n")
    assert fixed(text)[0] == f"{HEAD}{LAST}    rules:\n{KEPT}"


@pytest.mark.parametrize("dead_first", [False, True])
def test_a_rule_in_brackets_goes_with_its_comma(dead_first: bool) -> None:
    rules = [KEPT.strip(" -\n"), DEAD.strip(" -\n"), KEPT.strip(" -\n").replace("cold", "warm")]
    if dead_first:
        rules = [rules[0], rules[2], rules[1]]
    text = f"{HEAD}    rules: [{', '.join(rules)}]\n{LAST}"
    kept = [rule for rule in rules if "dead" not in rule]
    assert fixed(text)[0] == f"{HEAD}    rules: [{', '.join(kept)}]\n{LAST}"


def test_of_two_rules_that_say_the_same_one_stays() -> None:
    twins = KEPT.replace("first", "one") + KEPT.replace("id: cold", "id: twin")
    text = f"{HEAD}    rules:\n{twins}{LAST}".replace("hit policy: first", "hit policy: any")
    after, done = fixed(text)
    assert len(done) == 1
    assert after.count("feeling: cold") == 1


SETTINGS = [
    ("settings:\n  used: 3\n  idle: 4   # never\n", "settings:\n  used: 3\n"),
    ("settings: {used: 3, idle: 4}\n", "settings: {used: 3}\n"),
    ("settings: {idle: 4, used: 3}\n", "settings: {used: 3}\n"),
    (
        "settings:\n  idle:\n    value: 4\n    label: |\n      none\n  # here\n  used: 3\n",
        "settings:\n  # here\n  used: 3\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), SETTINGS)
def test_an_unused_setting_goes(before: str, after: str) -> None:
    rest = f"    rules:\n{KEPT.replace('feeling: cold', 'days: at least used')}{LAST}"
    rest = f"{HEAD}{rest}".replace(
        '  feeling: {type: choice, question: "How were they?", options: [warm, neutral, cold]}\n',
        "",
    )
    assert fixed(before + rest) == (after + rest, ("take out `idle`",))


def test_a_misspelt_name_is_mended_first() -> None:
    text = f"{HEAD}    rules:\n{KEPT}{DEAD.replace('feeling', 'feelin')}{LAST}"
    after, done = fixed(text)
    assert done == ("write `feeling`", "take out the rule `dead`")
    assert after == f"{HEAD}    rules:\n{KEPT}{LAST}".replace("  days", "  days")


def test_a_row_of_a_table_goes() -> None:
    table = "feeling,days,then,because\ncold,,wait,So.\ncold,3,write,So.\nwarm,,wait,So.\n"
    after, done = fixed(f"{HEAD}    rules: table\n{LAST}", {"next": table})
    assert done == ("take out the rule `row-3`",)
    assert after == "feeling,days,then,because\ncold,,wait,So.\nwarm,,wait,So.\n"


def test_what_is_sound_stays_as_it_is() -> None:
    rules = KEPT.replace("feeling: cold", "feeling: cold, days: 3")
    text = f"{HEAD}    rules:\n{rules}{LAST}"
    assert fixed(text) == (text, ())
