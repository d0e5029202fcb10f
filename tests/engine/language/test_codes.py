"""Every code is explained, every explanation is of a code, and the examples do what they say."""

import ast
import re
from pathlib import Path

import pytest

import fingerpost.engine.language as language
from fingerpost.engine import Diagnostic, loads
from fingerpost.engine.checks import CHECKS
from fingerpost.engine.language import messages
from fingerpost.engine.language.checking import CHECK_CODES
from fingerpost.engine.language.codes import CODES, Code, code
from support import codes_of, findings_of

FLOOR = Path(language.__file__).parent
CASES = Path(__file__).parents[2] / "cases"
MOST_LINES = 15
MAKERS = {"at": 0, "Diagnostic": 0, "unknown_word": 0, "_word_of": 1}
"""The functions that are given a code, and which of their arguments it is."""


def codes_in(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            maker = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            place = MAKERS.get(maker, 99)
            given = node.args[place] if place < len(node.args) else None
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                found.add(given.value)
    return found


EXISTING = set().union(
    *(codes_in(path) for path in FLOOR.rglob("*.py") if "codes" not in path.parts)
)

# What completes a piece of a rulebook: the top-level keys that it does not have itself.
REST = {
    "title": "title: After the interview",
    "version": "version: 1.0.0",
    "facts": """\
facts:
  feeling: {type: choice, question: "How were they?", options: [warm, neutral, cold]}
  days_waiting: {type: whole number, question: "How many days?", unit: "day, days"}
  salary: {type: number, question: "How much?"}
  thanked: {type: yes/no, question: "Have you thanked them?"}""",
    "advice": """\
advice:
  hold_on: {title: Wait}
  write_again: {title: Write}""",
    "decisions": """\
decisions:
  what_to_do:
    hit policy: first
    rules:
      - {id: always, when: always, then: hold_on}""",
}


def completed(text: str) -> str:
    keys = re.findall(r"^([a-z]+):", text, re.MULTILINE)
    missing = [block for key, block in REST.items() if key not in keys]
    return "\n".join([text, *missing]) if keys else text


def of_kind(kind: str) -> list[object]:
    return [pytest.param(one, id=one.slug) for one in CODES if one.kind == kind]


def test_every_code_is_explained() -> None:
    assert len(EXISTING) > 40
    assert {one.slug for one in CODES} == EXISTING
    assert len(CODES) == len(EXISTING)


def test_a_code_is_found_by_its_slug() -> None:
    assert all(code(one.slug) is one for one in CODES)
    assert code("unknown") is None


@pytest.mark.parametrize("one", [pytest.param(one, id=one.slug) for one in CODES])
def test_an_explanation_is_well_made(one: Code) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.slug)
    assert "\n" not in one.summary
    assert not one.summary.endswith(".")
    assert 1 <= len(one.why.split("\n\n")) <= 2
    assert one.why.endswith(".")
    assert "!" not in one.summary + one.why
    for example in (one.bad, one.good):
        assert 1 <= len(example.splitlines()) <= MOST_LINES
        assert max(map(len, example.splitlines())) <= 80 or one.slug == "too-deep"


@pytest.mark.parametrize("one", of_kind("rulebook"))
def test_the_examples_of_a_rulebook(one: Code) -> None:
    assert codes_of(completed(one.bad)) == [one.slug]
    assert codes_of(completed(one.good)) == []


@pytest.mark.parametrize("one", of_kind("table"))
def test_the_examples_of_a_table(one: Code) -> None:
    text = completed("decisions: {what_to_do: {hit policy: first, rules: table}}")
    assert [found.code for found in findings_of(text, tables={"what_to_do": one.bad})] == [one.slug]
    assert findings_of(text, tables={"what_to_do": one.good}) == ()


def found_in(example: str) -> list[str]:
    """What the checks find in the lines of an example, not in those that complete it."""
    text = completed(example)
    own = len(example.splitlines())
    findings = loads(text).check().findings
    return [one.code for one in findings if one.where[1] <= own and one.severity != "note"]


@pytest.mark.parametrize("one", of_kind("check"))
def test_the_examples_of_a_check(one: Code) -> None:
    short = {"missing-reason"} - {one.slug}  # the examples are too short to give each rule a reason
    assert [code for code in found_in(one.bad) if code not in short] == [one.slug]
    assert [code for code in found_in(one.good) if code not in short] == []


def test_every_check_is_explained_and_can_be_set() -> None:
    slugs = tuple(one.slug for one in CODES if one.kind == "check")
    assert slugs == CHECK_CODES == tuple(check.code for check in CHECKS)


@pytest.mark.parametrize("one", of_kind("command"))
def test_the_examples_of_a_command(one: Code) -> None:
    assert one.bad.startswith("fingerpost ")
    assert one.good.startswith("fingerpost ")


def test_every_code_of_a_rulebook_has_a_bad_case() -> None:
    folders = {folder.name for folder in (CASES / "bad").iterdir()}
    of_rulebooks = {one.slug for one in CODES if one.kind not in ("command", "check")}
    assert folders == of_rulebooks | {"not-text"}


PROGRAM = [
    (
        messages.bad_set("feeling"),
        "--set: error[bad-set]: `--set feeling` gives no fact a value",
    ),
    (messages.unknown_code("gapp", ["gap"]), "error[unknown-code]: there is no message `gapp`"),
    (messages.already_there("a.yaml"), "a.yaml: error[unwritable]: the file is already there"),
    (
        messages.unwritable("a.yaml", "permission denied"),
        "a.yaml: error[unwritable]: the file cannot be written: permission denied",
    ),
    (messages.not_a_file("a"), "a: error[not-found]: there is no file `a`"),
]


@pytest.mark.parametrize(("found", "line"), PROGRAM, ids=[found.code for found, _ in PROGRAM])
def test_the_words_of_the_program(found: Diagnostic, line: str) -> None:
    assert found.one_line() == line
    assert found.help
