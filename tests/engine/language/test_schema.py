"""The JSON Schema of the language: what editors are told must fit what the loader reads."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from fingerpost.engine import RulebookError, bundled, load, loads
from fingerpost.engine.files import ENDINGS
from fingerpost.engine.language.rulebook import HitPolicy
from fingerpost.engine.language.schema import rulebook_schema, scenarios_schema
from fingerpost.engine.language.vocabulary import TYPE_NAMES, Choice

ROOT = Path(__file__).parents[3]
RULES = [ROOT / "rules" / f"{name}.yaml" for name in bundled()]
GOOD = sorted(
    path
    for path in (ROOT / "tests" / "cases" / "good").glob("**/*")
    if path.suffix in ENDINGS and ".scenarios" not in path.suffixes
)
# libyaml where it is there, as in the engine: the pure parser refuses `{question: Why?, hint: x}`.
READINGS = {
    "1.1": getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    "texts": getattr(yaml, "CBaseLoader", yaml.BaseLoader),
}

ODD = """
rulebook: odd
title: Words that some YAML takes for something else
version: 1.0
fingerpost: 1
facts:
  on:
    type: yes/no
    question: Is it on?
  answer:
    type: choice
    question: Which answer?
    options:
      no: a plain no
      2026: that year
      1.5: one and a half
      "null": nothing
      größe: a word beyond ASCII
  level:
    type: choice
    question: Which level?
    options: [1, 2-3, yes]
  day: {type: date, question: The day, range: at least 2020-01-01}
  count: {type: whole number, question: The count, unit: [piece, pieces], range: [0..10]}
settings:
  few: 3 pieces
  two: 2
  off: {value: 2026-12-01, label: the end, range: after 2026-01-01}
placeholders: {boss: the boss}
advice:
  yes: {title: Do it, message: "Dear {boss}"}
  no: {title: Leave it, do: Wait.}
decisions:
  go:
    hit policy: rule  order
    rules:
      - id: true
        when: {on: true, answer: [no, 2026, 1.5], level: 1}
        then: yes
        cites:
      - id: b
        when: {not: {answer: null, day: 2026-12-01}, any: [always, {count: "[1..few)"}]}
        then: [yes, no]
        cites: [1, page 2]
  points:
    gives: whole  number
    unit: point, points
    hit policy: collect sum
    rules:
      - {id: c, when: {go: includes yes, day: before off, count: 3}, then: two}
      - {id: d, when: {all: {go: not empty}}, then: -2}
  last:
    hit policy: priority
    priorities: [yes, no]
    rules: [{id: e, when: {points: "(1..3]", go: "-"}, then: yes}]
    otherwise: no
scenarios:
  - name: 1
    case: {on: YES, answer: " größe ", level: 2-3, day: 2026-12-01, count: 3 pieces, boss: 7}
    expect: {go: [yes], points: 5, last: [yes]}
  - name: 2
    case:
      on: "?"
      answer: ~
      level: unknown
      day:
    expect: {go: "no  rule fits", points: open}
  - name: 3
    case:
    expect:
      go:
"""

SMALL: dict[str, Any] = {
    "title": "Small",
    "version": "1",
    "facts": {
        "rain": {"type": "yes/no", "question": "Does it rain?"},
        "sky": {"type": "choice", "question": "The sky?", "options": {"blue": "b", "grey": "g"}},
        "wind": {
            "type": "number",
            "question": "The wind?",
            "unit": "knot, knots",
            "range": "0 to 90",
        },
    },
    "settings": {"storm": {"value": "30 knots", "label": "a storm"}},
    "placeholders": {"friend": {"label": "your friend"}},
    "advice": {
        "umbrella": {"title": "Take one", "message": {"subject": "s", "body": "b"}},
        "hat": {"title": "Wear one"},
    },
    "decisions": {
        "today": {
            "hit policy": "first",
            "rules": [
                {
                    "id": "wet",
                    "when": {"all": [{"rain": "yes"}, {"not": {"sky": "blue"}}]},
                    "then": "umbrella",
                }
            ],
            "otherwise": {"then": "hat", "because": "Why not?"},
        },
        "score": {
            "gives": "number",
            "hit policy": "collect sum",
            "rules": [{"id": "windy", "when": {"wind": "at least storm"}, "then": "2"}],
        },
    },
    "scenarios": [{"name": "a", "case": {"rain": "yes"}, "expect": {"today": "open"}}],
}

# Where in SMALL, which key gets which value (`...`: is taken away), and whether only the
# rulebook's own schema can know that this is wrong.
WRONG: list[tuple[str, str, object, bool]] = [
    ("", "titel", "x", False),
    ("", "title", ..., False),
    ("", "version", ..., False),
    ("", "facts", ..., False),
    ("", "decisions", ..., False),
    ("", "title", ["x"], False),
    ("", "title", "  ", False),
    ("", "fingerpost", "2", False),
    ("", "rulebook", "two words", False),
    ("", "facts", ["rain"], False),
    ("facts", "two words", {"type": "yes/no", "question": "q"}, False),
    ("facts", "always", {"type": "yes/no", "question": "q"}, False),
    ("facts", "fog", None, False),
    ("facts/rain", "lable", "x", False),
    ("facts/rain", "type", ..., False),
    ("facts/rain", "type", "yesno", False),
    ("facts/rain", "question", ..., False),
    ("facts/rain", "options", ["a"], False),
    ("facts/rain", "range", "0 to 1", False),
    ("facts/sky", "options", ..., False),
    ("facts/sky", "options", [], False),
    ("facts/sky", "options", ["two words"], False),
    ("facts/sky", "options", {"or": "x"}, False),
    ("facts/sky", "unit", "x", False),
    ("settings/storm", "lable", "x", False),
    ("settings/storm", "value", ..., False),
    ("settings", "calm", None, False),
    ("placeholders/friend", "exmaple", "x", False),
    ("placeholders/friend", "label", ..., False),
    ("advice/umbrella", "doo", "x", False),
    ("advice/umbrella", "title", ..., False),
    ("advice", "open", {"title": "x"}, False),
    ("advice/umbrella/message", "boddy", "x", False),
    ("advice/umbrella/message", "body", ..., False),
    ("decisions/today", "hit polciy", "first", False),
    ("decisions/today", "hit policy", "frist", False),
    ("decisions/today", "hit policy", ..., False),
    ("decisions/today", "hit policy", "priority", False),
    ("decisions/today", "priorities", ["hat"], False),
    ("decisions/today", "hit policy", "collect count", False),
    ("decisions/today", "gives", "numbers", False),
    ("decisions/today", "rules", ..., False),
    ("decisions/today", "rules", [], False),
    ("decisions/today", "otherwise", None, False),
    ("decisions/today", "otherwise", "hatt", True),
    ("decisions/today/otherwise", "beacuse", "x", False),
    ("decisions/today/otherwise", "then", ..., False),
    ("decisions/today/otherwise", "then", "hatt", True),
    ("decisions/today/rules/0", "whn", "always", False),
    ("decisions/today/rules/0", "id", ..., False),
    ("decisions/today/rules/0", "when", ..., False),
    ("decisions/today/rules/0", "then", ..., False),
    ("decisions/today/rules/0", "id", "two words", False),
    ("decisions/today/rules/0", "when", "sometimes", False),
    ("decisions/today/rules/0", "when", {}, False),
    ("decisions/today/rules/0", "when", [{"rain": "yes"}], False),
    ("decisions/today/rules/0", "then", None, False),
    ("decisions/today/rules/0", "then", [], False),
    ("decisions/today/rules/0", "then", "umbrela", True),
    ("decisions/today/rules/0", "then", ["umbrela"], True),
    ("decisions/today/rules/0", "then", 2, True),
    ("decisions/today/rules/0/when", "rian", "yes", True),
    ("decisions/today/rules/0/when/all/0", "rian", "yes", True),
    ("decisions/today/rules/0/when/all/1/not", "syk", "blue", True),
    ("decisions/today/rules/0/when", "any", {"syk": "blue"}, True),
    ("decisions/today/rules/0/when", "any", "rain", False),
    ("decisions/today/rules/0/when", "not", [{"rain": "yes"}], False),
    ("decisions/today/rules/0/when", "rain", {"yes": "no"}, False),
    ("decisions/today/rules/0/when", "rain", [], False),
    ("decisions/score", "gives", ..., False),
    ("decisions/score/rules/0", "then", "umbrella", True),
    ("scenarios/0", "nmae", "x", False),
    ("scenarios/0", "name", ..., False),
    ("scenarios/0", "case", ..., False),
    ("scenarios/0", "expect", ..., False),
    ("scenarios/0/case", "rian", "yes", True),
    ("scenarios/0/case", "rain", "maybe", True),
    ("scenarios/0/case", "sky", "blu", True),
    ("scenarios/0/case", "wind", "storm", True),
    ("scenarios/0/expect", "todya", "hat", True),
    ("scenarios/0/expect", "today", "hatt", True),
    ("scenarios/0/expect", "today", ["hat", "umbrella"], True),
]


def errors(schema: dict[str, object], content: object) -> list[str]:
    found = Draft7Validator(schema).iter_errors(content)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


def schemas(rulebook: Any) -> list[dict[str, object]]:
    return [rulebook_schema(None), rulebook_schema(rulebook)]


def walk(node: object) -> Iterator[dict[str, Any]]:
    """Every schema in a schema, without the tests of an `if`, which explain nothing."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key != "if":
                yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def words_of(schema: object) -> set[str]:
    """Every word that an editor offers, and every key."""
    offered: set[str] = set()
    for node in walk(schema):
        offered |= set(node.get("properties", {}))
        offered |= {word for phrase in node.get("enum", ()) for word in str(phrase).split()}
    return offered


def all_schemas() -> dict[str, dict[str, object]]:
    odd = loads(ODD).definition
    found = {"generic": rulebook_schema(None), "generic scenarios": scenarios_schema(None)}
    for rulebook in (odd, *(load(name).definition for name in bundled())):
        found[rulebook.id] = rulebook_schema(rulebook)
        found[f"{rulebook.id} scenarios"] = scenarios_schema(rulebook)
    return found


SCHEMAS = all_schemas()


@pytest.mark.parametrize("name", SCHEMAS)
def test_is_a_schema(name: str) -> None:
    schema = SCHEMAS[name]
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_explained(name: str) -> None:
    definitions: Any = SCHEMAS[name]["definitions"]
    for node in walk(SCHEMAS[name]):
        if "$ref" in node:
            assert set(node) == {"$ref"}, "editors may ignore what stands beside a reference"
            assert node["$ref"].removeprefix("#/definitions/") in definitions
        for key, shown in node.get("properties", {}).items():
            if shown is not False:  # a key that is refused
                shown = definitions[shown["$ref"].rpartition("/")[2]] if "$ref" in shown else shown
                assert shown["title"].strip(), key
                assert shown["description"].strip(), key
        if "enumDescriptions" in node:
            assert len(node["enumDescriptions"]) == len(node["enum"])


def test_is_the_same_every_time() -> None:
    again = all_schemas()
    assert list(again) == list(SCHEMAS)
    for name, schema in SCHEMAS.items():
        assert json.dumps(again[name]) == json.dumps(schema)


def test_names_every_policy_and_type() -> None:
    offered = {word for node in walk(SCHEMAS["generic"]) for word in node.get("enum", ())}
    assert offered >= {policy.value for policy in HitPolicy} | set(TYPE_NAMES)


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("path", [*RULES, *GOOD], ids=lambda path: path.stem)
def test_accepts_what_the_loader_reads(path: Path, reading: str) -> None:
    content = yaml.load(path.read_text(encoding="utf-8"), READINGS[reading])
    for schema in schemas(load(str(path)).definition):
        assert errors(schema, content) == []


@pytest.mark.parametrize("reading", READINGS)
def test_accepts_what_yaml_makes_of_words(reading: str) -> None:
    content = yaml.load(ODD, READINGS[reading])
    for schema in schemas(loads(ODD).definition):
        assert errors(schema, content) == []


@pytest.mark.parametrize("name", bundled())
def test_scenarios_in_a_file_of_their_own(name: str) -> None:
    rulebook = load(name).definition
    path = ROOT / "rules" / f"{name}.yaml"
    content = {"scenarios": yaml.safe_load(path.read_text(encoding="utf-8"))["scenarios"]}
    for schema in (scenarios_schema(None), scenarios_schema(rulebook)):
        assert errors(schema, content) == []
        assert errors(schema, {})
        assert errors(schema, {**content, "title": "x"})
        assert errors(schema, {"scenarios": [{"name": "x"}]})
    wrong = {"scenarios": [{"name": "x", "case": {"no_such_fact": 1}, "expect": {}}]}
    assert errors(scenarios_schema(rulebook), wrong)


def test_small_is_good() -> None:
    for schema in schemas(loads(json.dumps(SMALL)).definition):
        assert errors(schema, SMALL) == []


@pytest.mark.parametrize(("place", "key", "value", "only_own"), WRONG)
def test_refuses(place: str, key: str, value: object, only_own: bool) -> None:
    content = copy.deepcopy(SMALL)
    at: Any = content
    for step in filter(None, place.split("/")):
        at = at[int(step)] if step.isdigit() else at[step]
    if value is ...:
        del at[key]
    else:
        at[key] = value
    generic, own = schemas(loads(json.dumps(SMALL)).definition)
    assert errors(own, content)
    assert bool(errors(generic, content)) is not only_own
    with pytest.raises(RulebookError):
        loads(json.dumps(content))


@pytest.mark.parametrize(
    "phrase",
    ["yes", "not yes", "yes or no", "anything", ["yes", "no"], True, "whatever stands here", 3],
)
def test_phrases_stay_free(phrase: object) -> None:
    content = copy.deepcopy(SMALL)
    content["decisions"]["today"]["rules"][0]["when"] = {"rain": phrase, "not": {"sky": phrase}}
    for schema in schemas(loads(json.dumps(SMALL)).definition):
        assert errors(schema, content) == []


@pytest.mark.parametrize("name", bundled())
def test_offers_every_name_of_a_rulebook(name: str) -> None:
    rulebook = load(name).definition
    offered = words_of(rulebook_schema(rulebook))
    options = {
        option
        for fact in rulebook.facts.values()
        if isinstance(fact.type, Choice)
        for option in fact.type.options
    }
    names = [rulebook.facts, rulebook.settings, rulebook.placeholders]
    assert offered >= options.union(*names, rulebook.advice, rulebook.decisions)
    own = set(rulebook.facts) | set(rulebook.settings) | set(rulebook.decisions)
    assert not own & words_of(rulebook_schema(None))
    questions = {node.get("description") for node in walk(rulebook_schema(rulebook))}
    for fact in rulebook.facts.values():
        assert any(str(text).startswith(fact.question) for text in questions), fact.id
