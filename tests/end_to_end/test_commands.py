"""Each command as people call it: the main path, `--json`, `--help`, exit codes."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from fingerpost.engine import bundled, load

from .conftest import Program, refused

COMMANDS = ("advise", "ask", "check", "test", "fmt", "schema", "explain", "new", "list")
COLD = ("--set", "impression=cold", "--set", "heard_back=nothing")
RULEBOOK = """\
rulebook: walk
title: A walk
version: 1.2.3
facts:
  sky: {type: choice, question: How is the sky?, options: {blue: blue, grey: grey}}
  minutes: {type: whole number, question: How long?, unit: "minute, minutes", range: 0 to 90}
placeholders:
  friend: {label: your friend's name, example: Sam}
advice:
  go: {title: Go out, do: "Ask {friend}.", message: {subject: "For {friend}", body: "{minutes}!"}}
  stay: {title: Stay in}
decisions:
  outing:
    title: Whether to go
    hit policy: first
    rules:
      - {id: blue-sky, when: {sky: blue}, then: go, because: It is nice.}
      - {id: short-walk, when: {minutes: "<= 20"}, then: go, because: You will not get wet.}
    otherwise: {then: stay, because: You would get wet.}
"""
SCENARIOS = """\
scenarios:
  - {name: Nice, case: {sky: blue}, expect: {outing: go}}
"""


@pytest.fixture
def walk(fingerpost: Program) -> Program:
    """The program beside a small rulebook, walk.yaml."""
    fingerpost.write("walk.yaml", RULEBOOK + SCENARIOS)
    return fingerpost


# -- advise ------------------------------------------------------------------------------------


def test_advise_says_what_to_do_and_why(fingerpost: Program) -> None:
    done = fingerpost("advise", "hear-back", *COLD)
    assert (done.code, done.err) == (0, "")
    assert "  → Let this one go" in done.lines
    assert "because:" in done.out
    assert "the other rules:" in done.out
    brief = fingerpost("advise", "hear-back", *COLD, "--brief")
    assert "the other rules:" not in brief.out
    assert "  → Let this one go" in brief.lines


def test_advise_as_json_has_the_shape_of_the_design(fingerpost: Program) -> None:
    done = fingerpost("advise", "hear-back", *COLD, "--json")
    assert (done.code, done.err) == (0, "")
    answer = json.loads(done.out)
    assert list(answer)[:4] == ["rulebook", "version", "fingerprint", "decisions"]
    assert (answer["rulebook"], answer["version"]) == ("hear-back", "1.0.0")
    assert re.fullmatch("[0-9a-f]{64}", answer["fingerprint"])
    rulebook = load("hear-back")
    advice = rulebook.definition.advice
    assert list(answer["decisions"]) == list(rulebook.definition.decisions)
    for name, one in answer["decisions"].items():
        assert list(one)[:5] == ["settled", "outcome", "possible", "rules", "ask"]
        assert isinstance(one["settled"], bool)
        is_list = rulebook.definition.decisions[name].policy.gives_list
        assert one["possible"]
        for outcome in one["possible"]:
            assert isinstance(outcome, list) == is_list
            assert set(outcome if is_list else [outcome]) <= set(advice)
        assert (one["outcome"] is not None) == one["settled"]
        assert not one["settled"] or one["possible"] == [one["outcome"]]
        assert set(one["ask"]) <= set(rulebook.definition.facts)
        assert bool(one["ask"]) != one["settled"]
    move = answer["decisions"]["next_move"]
    assert {key: move[key] for key in ("settled", "outcome", "possible", "rules", "ask")} == {
        "settled": True,
        "outcome": "let_go",
        "possible": ["let_go"],
        "rules": ["cold-interview"],
        "ask": [],
    }


def test_the_answer_in_a_process_is_the_answer_in_python(fingerpost: Program) -> None:
    facts = {"heard_back": "warm_reply", "thank_you_sent": False, "follow_ups_ignored": 2}
    fingerpost.write("case.json", json.dumps(facts))
    done = fingerpost("advise", "hear-back", "--case", "case.json", "--json")
    told = json.loads(done.out)["decisions"]
    for name, one in load("hear-back").advise(facts).to_dict()["decisions"].items():  # type: ignore[union-attr]
        assert {key: told[name][key] for key in one} == one


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("case.yaml", "# today\nsky: grey\nminutes: 10 minutes\nfriend: Jo\n"),
        ("case.json", '{"sky": "grey", "minutes": 10, "friend": "Jo"}'),
        ("-", "sky: grey\nminutes: '10'\nfriend: Jo\n"),
        ("case with a space", "\ufeffsky: grey\r\nminutes: 10\r\nfriend: Jo\r\n"),
    ],
)
def test_a_case_from_a_file_or_from_standard_input(walk: Program, name: str, text: str) -> None:
    if name != "-":
        walk.write(name, text)
    done = walk("advise", "walk.yaml", "--case", name, "--json", stdin=text if name == "-" else "")
    assert (done.code, done.err) == (0, "")
    outing = json.loads(done.out)["decisions"]["outing"]
    assert (outing["outcome"], outing["rules"]) == ("go", ["short-walk"])
    assert outing["advice"][0]["do"] == "Ask Jo."
    assert outing["advice"][0]["message"] == {"subject": "For Jo", "body": "10 minutes!"}


def test_set_wins_over_the_case_and_unknown_takes_a_fact_back(walk: Program) -> None:
    walk.write("case.yaml", "{sky: blue, minutes: 60}")

    def outing(*sets: str) -> dict[str, object]:
        options = [word for one in sets for word in ("--set", one)]
        done = walk("advise", "walk.yaml", "--case", "case.yaml", *options, "--json")
        return json.loads(done.out)["decisions"]["outing"]

    assert outing()["outcome"] == "go"
    assert outing("sky=grey")["outcome"] == "stay"
    assert outing("sky=grey", " minutes = 5 minutes ")["outcome"] == "go"
    for taken_back in ("sky=unknown", "sky=?", "sky="):
        assert outing(taken_back)["ask"] == ["sky"]


def test_drafts_show_what_is_open_in_brackets_and_fill_in_what_is_known(walk: Program) -> None:
    open_ = walk("advise", "walk.yaml", "--set", "sky=blue").out
    assert "do: Ask [your friend's name]." in open_
    assert "subject: For [your friend's name]" in open_
    known = ("--set", "friend=Jo {x} [b] $HOME", "--set", "minutes=1")
    done = walk("advise", "walk.yaml", "--set", "sky=blue", *known)
    assert "do: Ask Jo {x} [b] $HOME." in done.out
    assert "1 minute!" in done.out


@pytest.mark.parametrize("name", bundled())
def test_no_ids_in_the_words_of_an_answer(fingerpost: Program, name: str) -> None:
    rulebook = load(name).definition
    ids = {*rulebook.facts, *rulebook.settings, *rulebook.advice, *rulebook.decisions}
    ids |= {rule.id for one in rulebook.decisions.values() for rule in one.rules}
    for fact in rulebook.facts.values():
        ids |= set(getattr(fact.type, "options", ()))
    ids = {one for one in ids if "_" in one or "-" in one} - {name}
    assert len(ids) > 20
    first = rulebook.facts[next(iter(rulebook.facts))]
    some = getattr(first.type, "options", ("yes",))[0]
    for sets in ((), ("--set", f"{first.id}={some}")):
        text = fingerpost("advise", name, *sets).out.partition("Next question:")[0]
        words = set(re.findall(r"[\w-]+", text))
        assert not words & ids


# -- ask, in a pipe ----------------------------------------------------------------------------


def test_ask_in_a_pipe_ends_with_the_advice_of_advise(walk: Program) -> None:
    done = walk("ask", "walk.yaml", stdin="2\nhello\n99\n25 minutes\n")
    assert (done.code, done.err) == (0, "")
    assert "1  blue" in done.out
    assert "does not fit here; wanted: minutes, 0 to 90" in done.out
    advised = walk("advise", "walk.yaml", "--brief", "--set", "sky=grey", "--set", "minutes=25")
    assert done.out.endswith(advised.out)


def test_ask_as_json_asks_on_standard_error(walk: Program) -> None:
    done = walk("ask", "walk.yaml", "--json", stdin="grey\n?\n")
    assert done.code == 0
    assert "How is the sky?" in done.err
    outing = json.loads(done.out)["decisions"]["outing"]
    assert (outing["settled"], outing["ask"]) == (False, ["minutes"])


def test_ask_goes_back_and_stops_at_the_end_of_its_input(walk: Program) -> None:
    done = walk("ask", "walk.yaml", "--json", stdin="grey\nback\nblue\n")
    assert json.loads(done.out)["decisions"]["outing"]["rules"] == ["blue-sky"]
    ended = walk("ask", "walk.yaml", "--json", stdin="")
    assert json.loads(ended.out)["decisions"]["outing"]["ask"] == ["sky", "minutes"]


def test_ask_takes_any_bytes(walk: Program) -> None:
    done = walk("ask", "walk.yaml", stdin=b"\xff\xfe\x00\x1b[31m\nblue")
    assert (done.code, done.err) == (0, "")
    assert "\x1b" not in done.out
    assert "  → Go out" in done.lines


# -- check and test ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", bundled())
def test_the_bundled_rulebooks_are_clean_and_tested(fingerpost: Program, name: str) -> None:
    done = fingerpost("check", name)
    assert (done.code, done.err, done.out) == (0, "", f"{name}: no findings\n")
    done = fingerpost("test", name)
    assert (done.code, done.err) == (0, "")
    count = len(load(name).definition.scenarios)
    assert f"  {count} of {count} scenarios pass" in done.lines


def test_check_as_json(walk: Program) -> None:
    walk.write("bad.yaml", RULEBOOK.replace("sky: blue}, then", "skyy: blue}, then"))
    done = walk("check", "walk.yaml", "bad.yaml", "--json")
    assert done.code == 2
    clean, bad = json.loads(done.out)["rulebooks"]
    assert clean == {"rulebook": "walk.yaml", "findings": []}
    (finding,) = bad["findings"]
    assert finding["code"] == "unknown-fact"
    assert (finding["file"], finding["line"]) == ("bad.yaml", 17)
    assert "`sky`" in finding["help"]


def test_test_tells_what_was_expected_and_what_came_out(walk: Program) -> None:
    walk.write("walk.yaml", RULEBOOK)
    walk.write(
        "walk.scenarios.yaml",
        SCENARIOS
        + "  - {name: Grey and long, case: {sky: grey, minutes: 60}, expect: {outing: go}}\n"
        "  - {name: Not known, case: {}, expect: {outing: stay}}\n"
        "  - {name: Known, case: {sky: blue}, expect: {outing: open}}\n",
    )
    done = walk("test", "walk.yaml")
    assert (done.code, done.err) == (1, "")
    text = " ".join(done.out.split())
    for part in (
        "✗ Grey and long",
        "walk.scenarios.yaml:3:12",
        "Whether to go: expected “Go out”",
        "got “Stay in”",
        "✗ Not known",
        "got open; possible: “Go out”; “Stay in”",
        "1 of 4 scenarios pass",
    ):
        assert part.replace("“", "").replace("”", "") in text.replace("“", "").replace("”", "")
    done = walk("test", "walk.yaml", "--json")
    assert done.code == 1
    (report,) = json.loads(done.out)["rulebooks"]
    failed = [one for one in report["scenarios"] if not one["passed"]]
    (mismatch,) = next(one for one in failed if one["name"] == "Grey and long")["mismatches"]
    assert mismatch["expected"] == "go"
    assert (mismatch["settled"], mismatch["outcome"]) == (True, "stay")


def test_test_names_the_rules_that_no_scenario_tests(walk: Program) -> None:
    done = walk("test", "walk.yaml")
    assert done.code == 0
    assert "short-walk" in done.out
    (report,) = json.loads(walk("test", "walk.yaml", "--json").out)["rulebooks"]
    assert {"decision": "outing", "rule": "short-walk"} in report["untested"]


# -- fmt ---------------------------------------------------------------------------------------


def test_fmt_changes_a_file_once_and_only_the_tests(walk: Program) -> None:
    path = walk.folder / "walk.yaml"
    path.chmod(0o640)
    before = path.stat()
    assert walk("fmt", "walk.yaml", "--check").code == 1
    diff = walk("fmt", "walk.yaml", "--diff")
    assert diff.code == 1
    changed = [line for line in diff.lines if re.match(r"[+-](?![+-])", line)]
    assert len(changed) == 2
    assert json.loads(walk("fmt", "walk.yaml", "--check", "--json").out) == {
        "changed": ["walk.yaml"]
    }
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    (walk.folder / "walk.patch").write_text(diff.out)

    done = walk("fmt", "walk.yaml")
    assert (done.code, done.out) == (0, "walk.yaml: changed\n")
    assert path.read_text() == (RULEBOOK + SCENARIOS).replace('"<= 20"', "at most 20")
    assert path.stat().st_mode == before.st_mode
    assert walk("fmt", "walk.yaml").out == "walk.yaml: unchanged\n"
    assert walk("fmt", "walk.yaml", "--check").code == 0
    assert walk("fmt", "walk.yaml", "--diff").out == ""
    assert sorted(one.name for one in walk.folder.iterdir()) == ["walk.patch", "walk.yaml"]


def test_fmt_through_a_link_keeps_the_link(walk: Program) -> None:
    (walk.folder / "link.yaml").symlink_to("walk.yaml")
    assert walk("fmt", "link.yaml").code == 0
    assert (walk.folder / "link.yaml").is_symlink()
    assert "at most 20" in (walk.folder / "walk.yaml").read_text()


# -- schema, explain, new, list, version -------------------------------------------------------


def test_schema_accepts_the_bundled_rulebooks(fingerpost: Program) -> None:
    done = fingerpost("schema")
    assert (done.code, done.err) == (0, "")
    schema = json.loads(done.out)
    jsonschema.Draft7Validator.check_schema(schema)
    done = fingerpost("schema", "hear-back", "-o", "rules.schema.json")
    assert done.out.endswith("\n# yaml-language-server: $schema=rules.schema.json\n")
    assert fingerpost("schema", "offer", "-o", "rules.schema.json").code == 0  # an older schema
    assert fingerpost("schema", "hear-back", "-o", "rules.schema.json").code == 0
    fingerpost.write("mine.yaml", "title: not to be lost\n")
    assert fingerpost("schema", "hear-back", "-o", "mine.yaml").code == 2
    assert (fingerpost.folder / "mine.yaml").read_text() == "title: not to be lost\n"
    named = json.loads((fingerpost.folder / "rules.schema.json").read_text())
    assert "heard_back" in json.dumps(named)
    scenarios = json.loads(fingerpost("schema", "--scenarios").out)
    assert scenarios != schema


def test_schema_writes_to_what_is_no_file_without_replacing_it(fingerpost: Program) -> None:
    done = fingerpost("schema", "-o", "/dev/null")
    assert done.code == 0
    assert Path("/dev/null").is_char_device()
    done = fingerpost.shell("fingerpost schema -o /dev/stdout | cat")
    assert done.out.startswith("{")


def test_explain_lists_codes_and_explains_each(fingerpost: Program) -> None:
    listed = fingerpost("explain")
    assert (listed.code, listed.err) == (0, "")
    codes = json.loads(fingerpost("explain", "--json").out)["codes"]
    assert [line.split()[0] for line in listed.lines if not line.startswith(" ")] == [
        one["slug"] for one in codes
    ]
    page = fingerpost("explain", "unknown-fact")
    assert page.code == 0
    for part in ("unknown-fact: ", "instead of:", "write:"):
        assert part in page.out
    one = json.loads(fingerpost("explain", "unknown-fact", "--json").out)
    assert one in codes
    refused(fingerpost("explain", "unknown-fcat"))


def test_new_writes_a_rulebook_that_is_clean(fingerpost: Program) -> None:
    done = fingerpost("new", "mine")
    assert (done.code, done.err) == (0, "")
    text = (fingerpost.folder / "mine.yaml").read_text()
    assert yaml.safe_load(text)["rulebook"] == "mine"
    assert fingerpost("check", "mine.yaml").code == 0
    assert fingerpost("test", "mine.yaml").code == 0
    refused(fingerpost("new", "mine.yaml"))
    assert (fingerpost.folder / "mine.yaml").read_text() == text


def test_new_copies_another_rulebook(fingerpost: Program) -> None:
    assert fingerpost("new", "my own.yaml", "--from", "offer").code == 0
    done = fingerpost("check", "my own.yaml")
    assert (done.code, done.out) == (0, "my own.yaml: no findings\n")
    assert fingerpost("new", "x.yaml", "--from", "nothing").code == 2
    assert not (fingerpost.folder / "x.yaml").exists()


def test_list_names_what_ships(fingerpost: Program) -> None:
    done = fingerpost("list")
    assert (done.code, done.err) == (0, "")
    heads = [line for line in done.lines if not line.startswith(" ")]
    assert [line.split()[0] for line in heads] == list(bundled())
    listed = json.loads(fingerpost("list", "--json").out)["rulebooks"]
    assert [one["rulebook"] for one in listed] == list(bundled())
    assert {"rulebook", "title", "version", "about", "decisions"} <= set(listed[0])


def test_version(fingerpost: Program) -> None:
    done = fingerpost("--version")
    assert done.code == 0
    assert re.fullmatch(r"fingerpost \d+\.\d+\.\d+\S*\n", done.out)


# -- help --------------------------------------------------------------------------------------

OPTIONS = {
    "advise": ("--case", "--set", "--json", "--brief"),
    "ask": ("--case", "--set", "--json"),
    "check": ("--json",),
    "test": ("--json",),
    "fmt": ("--check", "--diff", "--json"),
    "schema": ("--output", "--scenarios"),
    "explain": ("--json",),
    "new": ("--from",),
    "list": ("--json",),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_spells_out_every_option(fingerpost: Program, command: str) -> None:
    for columns in ("80", "60"):
        done = fingerpost(command, "--help", env={"COLUMNS": columns})
        assert (done.code, done.err) == (0, "")
        for option in (*OPTIONS[command], "--help", "-h"):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", done.out), (option, columns)
        assert "Usage: fingerpost" in done.out


def test_help_lists_the_commands(fingerpost: Program) -> None:
    done = fingerpost("--help")
    assert (done.code, done.err) == (0, "")
    for word in (*COMMANDS, "--version", "--install-completion", "--show-completion"):
        assert word in done.out
    alone = fingerpost()
    assert "Usage:" in alone.out + alone.err
