"""What cannot be used is refused with a place and a way out: never a traceback, never a hang."""

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .conftest import SCRIPT, Program, refused
from .test_commands import RULEBOOK, SCENARIOS

WHOLE = RULEBOOK + SCENARIOS

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
ANYTHING: dict[str, tuple[str | bytes, str]] = {
    "undecodable": (b"title: caf\xe9\n", "not-text"),
    "utf-16": ("title: x\n".encode("utf-16"), "not-text"),
    "nul": ("title: a\0b\n", "not-text"),
    "escape": ("title: a\x1b[31mb\n", "not-text"),
    "list": ("- title\n- version\n", "wrong-shape"),
    "text": ("just a text\n", "wrong-shape"),
    "duplicate": ("title: x\ntitle: y\n", "duplicate-key"),
    "bomb": (BOMB, "alias"),
    "anchor": ("title: *missing\n", "alias"),
    "brackets": ("title: " + "[" * 5000 + "]" * 5000, "too-deep"),
    "open brackets": ("[" * 5000, "too-deep"),
    "braces": ("{a: " * 5000, "too-deep"),
    "indentation": ("".join(f"{' ' * n}a:\n" for n in range(500)), "too-deep"),
    "huge scalar": ("title: " + "x" * 3_000_000, "too-big"),
    "tag": ("title: !!python/object/apply:os.system ['touch owned']\n", "tag"),
    "python tag": ("!!python/object/new:os.system [touch owned]\n", "tag"),
    "tab": ("facts:\n\tsky: yes\n", "tab-indent"),
    "two documents": ("title: x\n---\ntitle: y\n", "several-documents"),
    "open quote": ("title: 'x\n", ""),
    "unclosed": ("title: {x\n", ""),
    "no colon": ("title\nversion: 1\n", ""),
    "directive": ("%TAG ! tag:x,2000:\n---\n- x\n", ""),
    "key": ("? [a, b]\n: c\n", "wrong-shape"),
}
"""What no file of ours may be: its content, and the code of the finding where it is settled."""

EMPTY = {"empty": "", "comments": "# nothing\n# at all\n", "blank": " \n\n", "mark": "---\n...\n"}


def changed(old: str, new: str) -> str:
    assert WHOLE.count(old) == 1, old
    return WHOLE.replace(old, new)


RULEBOOKS: dict[str, tuple[str, int]] = {
    "comparison": (changed('minutes: "<= 20"', "minutes: >= 3"), 18),
    "key at the top": (changed("version:", "vresion:"), 3),
    "key of a fact": (changed("question: How long?", "qestion: How long?"), 6),
    "key of a placeholder": (changed("example: Sam", "exmaple: Sam"), 8),
    "key of an advice": (changed('do: "Ask', 'doo: "Ask'), 10),
    "key of a message": (changed('subject: "For', 'subjcet: "For'), 10),
    "key of a decision": (changed("hit policy:", "hit-polcy:"), 14),
    "key of a rule": (changed("because: It is nice.", "becuase: It is nice."), 17),
    "key of otherwise": (changed("because: You would get wet.", "bcause: No."), 19),
    "key of a scenario": (changed("case: {sky: blue}", "cases: {sky: blue}"), 21),
    "fact in a rule": (changed("when: {sky", "when: {skyy"), 17),
    "fact in a case": (changed("case: {sky", "case: {skyy"), 21),
    "decision in a scenario": (changed("expect: {outing", "expect: {outng"), 21),
    "advice in a rule": (changed("then: go, because: It", "then: goo, because: It"), 17),
    "advice in otherwise": (changed("then: stay,", "then: stayy,"), 19),
    "advice in a scenario": (changed("expect: {outing: go}", "expect: {outing: goo}"), 21),
    "option": (changed("when: {sky: blue}", "when: {sky: bleu}"), 17),
    "type": (changed("type: choice", "type: chioce"), 5),
    "list for a text": (changed("title: A walk", "title: [A, walk]"), 2),
    "text for facts": (re.sub(r"facts:\n.*\n.*\n", "facts: none\n", WHOLE), 4),
    "list for facts": (re.sub(r"facts:\n.*\n.*\n", "facts: [a]\n", WHOLE), 4),
    "text for rules": (re.sub(r"rules:\n.*\n.*\n", "rules: none\n", WHOLE), 15),
    "number for a text test": (changed("when: {sky: blue}", "when: {sky: 3}"), 17),
    "word for a number test": (changed('"<= 20"', "soon"), 18),
    "range": (changed("0 to 90", "90 to 0"), 6),
    "unit": (changed('"<= 20"', '"<= 20 hours"'), 18),
    "hit policy": (changed("hit policy: first", "hit policy: fist"), 14),
    "same rule": (changed("id: short-walk", "id: blue-sky"), 18),
    "circle": (changed("when: {sky: blue}", "when: {outing: go}"), 17),
    "placeholder": (changed('"Ask {friend}."', '"Ask {freind}."'), 10),
    "open brace": (changed('"Ask {friend}."', '"Ask {friend."'), 10),
    "language": (changed("version: 1.2.3", "version: 1.2.3\nfingerpost: 99"), 4),
    "no version": (changed("version: 1.2.3\n", ""), 1),
    "value in a case": (changed("case: {sky: blue}", "case: {sky: pink}"), 21),
}
"""A rulebook with one mistake, and a line at which it is found (or the one after or before)."""

CASES: dict[str, str] = {
    "unknown fact": "skyy: blue\n",
    "decision": "outing: go\n",
    "option": "sky: pink\n",
    "word": "minutes: soon\n",
    "unit": "minutes: 3 hours\n",
    "range": "minutes: 91\n",
    "fraction": "minutes: 2.5\n",
    "list": "minutes: [1, 2]\n",
    "mapping": "sky: {blue: yes}\n",
    "comparison": "minutes: >= 3\n",
    "digits": f"minutes: {'9' * 100_000}\n",
    "exponent": "minutes: 1e999999999\n",
}


def harmless(text: str) -> bool:
    """Whether nothing in a text commands a terminal."""
    return not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


# -- rulebooks ---------------------------------------------------------------------------------


def test_rulebooks_that_are_no_rulebooks(fingerpost: Program) -> None:
    names = []
    contents = {name: content for name, (content, _) in ANYTHING.items()}
    for name, content in {**contents, **EMPTY}.items():
        names.append(fingerpost.write(f"{name}.yaml", content))
    before = {name: (fingerpost.folder / name).read_bytes() for name in names}
    done = fingerpost("check", *names, "--json")
    assert done.code == 2
    assert "Traceback" not in done.err
    for one in json.loads(done.out)["rulebooks"]:
        name = one["rulebook"].removesuffix(".yaml")
        code = ANYTHING[name][1] if name in ANYTHING else ""
        assert one["findings"], name
        for finding in one["findings"]:
            assert finding["file"] == one["rulebook"]
            assert finding["help"], (name, finding)
            assert bool(finding["line"]) == (finding["code"] not in ("too-big", "empty-file"))
        assert code in ("", one["findings"][0]["code"]), (name, one["findings"][0])
    assert harmless(done.err)
    assert max(map(len, done.err.splitlines())) < 200
    assert {name: (fingerpost.folder / name).read_bytes() for name in names} == before
    assert {one.name for one in fingerpost.folder.iterdir()} == set(names)


def test_rulebooks_with_one_mistake(fingerpost: Program) -> None:
    names = [fingerpost.write(f"{name}.yaml", text) for name, (text, _) in RULEBOOKS.items()]
    done = fingerpost("check", *names, "--json")
    assert done.code == 2
    assert "Traceback" not in done.err
    for one in json.loads(done.out)["rulebooks"]:
        _, line = RULEBOOKS[one["rulebook"].removesuffix(".yaml")]
        assert one["findings"], one
        assert all(finding["help"] for finding in one["findings"]), one
        lines = [label["line"] for finding in one["findings"] for label in finding["labels"]]
        assert any(abs(found - line) <= 1 for found in lines), (one["rulebook"], lines)


@pytest.mark.parametrize("command", ["advise", "ask", "check", "test", "fmt", "schema"])
def test_each_command_refuses_a_bad_rulebook(fingerpost: Program, command: str) -> None:
    text = RULEBOOKS["fact in a rule"][0]
    fingerpost.write("walk.yaml", text)
    done = fingerpost(command, "walk.yaml")
    refused(done, ["unknown-fact"])
    assert "walk.yaml:17:" in done.err
    assert "did you mean `sky`?" in done.err
    assert (fingerpost.folder / "walk.yaml").read_text() == text


@pytest.mark.parametrize("command", ["advise", "ask", "test", "fmt"])
def test_findings_as_json(fingerpost: Program, command: str) -> None:
    fingerpost.write("walk.yaml", RULEBOOKS["fact in a rule"][0])
    done = fingerpost(command, "walk.yaml", "--json")
    assert (done.code, done.out) == (2, "")
    (finding,) = json.loads(done.err)["diagnostics"]
    assert (finding["code"], finding["line"]) == ("unknown-fact", 17)


def test_scenario_files(fingerpost: Program) -> None:
    names = []
    contents: dict[str, str | bytes] = {
        **{name: content for name, (content, _) in ANYTHING.items()},
        **EMPTY,
        "unknown key": "scenarioss: []\n",
        "no list": "scenarios: {name: x}\n",
        "no name": "scenarios:\n  - {case: {sky: blue}, expect: {outing: go}}\n",
        "unknown fact": "scenarios:\n  - {name: x, case: {skyy: blue}, expect: {outing: go}}\n",
        "unknown advice": "scenarios:\n  - {name: x, case: {sky: blue}, expect: {outing: run}}\n",
        "bad value": "scenarios:\n  - {name: x, case: {minutes: 91}, expect: {outing: go}}\n",
        "comparison": "scenarios:\n  - {name: x, case: {minutes: >= 3}, expect: {outing: go}}\n",
    }
    for name, content in contents.items():
        names.append(fingerpost.write(f"{name}.yaml", RULEBOOK.replace("rulebook: walk\n", "")))
        fingerpost.write(f"{name}.scenarios.yaml", content)
    done = fingerpost("check", *names, "--json")
    assert done.code == 2
    assert "Traceback" not in done.err
    for one in json.loads(done.out)["rulebooks"]:
        assert one["findings"], one
        for finding in one["findings"]:
            assert finding["file"] == one["rulebook"].replace(".yaml", ".scenarios.yaml")
            assert finding["help"]
    assert not (fingerpost.folder / "owned").exists()


# -- cases -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*ANYTHING, *CASES])
def test_cases(fingerpost: Program, name: str) -> None:
    fingerpost.write("walk.yaml", RULEBOOK)
    content, code = ANYTHING[name] if name in ANYTHING else (CASES[name], "")
    fingerpost.write("case.yaml", content)
    done = fingerpost("advise", "walk.yaml", "--case", "case.yaml")
    refused(done, [code] if code and name != "duplicate" else [])
    assert harmless(done.err)
    assert re.search(r" case\.yaml(:\d+:\d+)?$", done.err, re.MULTILINE)
    assert ("case.yaml:" in done.err) == (code != "too-big")
    assert sorted(one.name for one in fingerpost.folder.iterdir()) == ["case.yaml", "walk.yaml"]


def test_an_empty_case_is_refused_and_one_of_nothing_is_not(fingerpost: Program) -> None:
    fingerpost.write("walk.yaml", RULEBOOK)
    for name in ("empty", "comments", "blank"):
        done = fingerpost("advise", "walk.yaml", "--case", "-", stdin=EMPTY[name])
        refused(done, ["empty-file"])
    for text in (EMPTY["mark"], "{}"):
        done = fingerpost("advise", "walk.yaml", "--case", "-", stdin=text)
        assert (done.code, done.err) == (0, "")
        assert "Next question: How is the sky?" in done.out


def test_a_bad_case_on_standard_input(fingerpost: Program) -> None:
    done = fingerpost("advise", "hear-back", "--case", "-", stdin="impression: cool\n")
    refused(done)
    assert "standard input:1:13" in done.err
    refused(fingerpost("advise", "hear-back", "--case", "-", stdin=b"\xff"), ["not-text"])
    with Path("/dev/zero").open() as zero:
        refused(fingerpost("advise", "hear-back", "--case", "-", stdin=zero), ["too-big"])
        done = fingerpost("ask", "hear-back", stdin=zero)
    assert done.code == 2
    assert "error[too-big]" in done.err


@pytest.mark.parametrize(
    ("sets", "code"),
    [
        (["impression"], "bad-set"),
        ([""], "bad-set"),
        (["=cold"], "bad-set"),
        (["impresion=cold"], "unknown-fact"),
        (["impression=cool"], ""),
        (["impression=cold=warm"], ""),
        (["next_move=let_go"], ""),
        (["days_since_interview=400"], ""),
        (["days_since_interview=soon"], ""),
        (["impression=cold", "impression=warm"], "duplicate-key"),
        (["impression=cold", " impression =cold"], "duplicate-key"),
        (["imp\x1b[31mression=\x1b]0;owned\x07"], ""),
    ],
)
def test_sets(fingerpost: Program, sets: list[str], code: str) -> None:
    done = fingerpost("advise", "hear-back", *(word for one in sets for word in ("--set", one)))
    refused(done, [code] if code else [])
    assert harmless(done.err)


# -- files that are none -----------------------------------------------------------------------


def odd_files(folder: Path) -> list[str]:
    (folder / "folder.yaml").mkdir()
    (folder / "dangling.yaml").symlink_to("nowhere")
    (folder / "circle.yaml").symlink_to("circle.yaml")
    (folder / "file").write_text("x")
    os.mkfifo(folder / "pipe.yaml")
    return [
        "missing.yaml",
        "folder.yaml",
        "dangling.yaml",
        "circle.yaml",
        "file/below.yaml",
        "pipe.yaml",
        "/proc/self/mem",
        "/dev/zero",
        "a\nb\x1b[31m\u202e.yaml",
        "n" * 300,
        "n" * 300 + ".yaml",
        "n/" * 3000 + ".yaml",
        "",
        ".",
        "/",
        "~nobody/x.yaml",
    ]


def test_rulebooks_that_are_no_files(fingerpost: Program) -> None:
    names = odd_files(fingerpost.folder)
    done = fingerpost("check", *names, "--json")
    assert done.code == 2
    assert "Traceback" not in done.err
    assert harmless(done.err)
    for one in json.loads(done.out)["rulebooks"]:
        assert one["findings"][0]["help"], one
    for command in ("fmt", "new"):
        names = ["x.yaml", "--from", "pipe.yaml"] if command == "new" else ["pipe.yaml"]
        refused(fingerpost(command, *names), ["unreadable"])


def test_cases_that_are_no_files(fingerpost: Program) -> None:
    for name in odd_files(fingerpost.folder):
        if name not in ("~nobody/x.yaml", "n" * 300, "/"):  # to save time: as others
            refused(fingerpost("advise", "hear-back", "--case", name))


def test_a_name_in_bytes_that_are_no_text(fingerpost: Program) -> None:
    done = fingerpost("advise", b"a\xff.yaml")
    refused(done, ["not-found"])
    done = fingerpost("advise", b"a\xff.yaml", "--json")
    assert json.loads(done.err)["diagnostics"][0]["code"] == "not-found"


def test_a_pipe_from_the_shell_is_read(fingerpost: Program) -> None:
    line = "fingerpost advise hear-back --case <(sleep 0.3; echo impression: cool)"
    done = fingerpost.shell(line)
    assert done.code == 2
    assert "`cool`" in done.err
    done = fingerpost.shell("echo impression: cold | fingerpost advise hear-back --case /dev/stdin")
    assert (done.code, done.err) == (0, "")


def test_commands_and_options_that_are_none(fingerpost: Program) -> None:
    for arguments in (
        ["advice"],
        ["--nope"],
        ["advise"],
        ["advise", "hear-back", "--jsn"],
        ["advise", "hear-back", "offer"],
        ["advise", "hear-back", "--set"],
        ["check"],
        ["advise", "hear-back", "--\x1b[31m[bold]x"],
        ["\x1b[31m[bold]x"],
    ):
        done = fingerpost(*arguments)
        assert (done.code, done.out) == (2, ""), arguments
        assert "Error" in done.err
        assert "Traceback" not in done.err
        assert harmless(done.err)


# -- output that cannot be written -------------------------------------------------------------


def test_files_that_cannot_be_written(fingerpost: Program) -> None:
    (fingerpost.folder / "file").write_text("x")
    (fingerpost.folder / "circle").symlink_to("circle")
    (fingerpost.folder / "folder").mkdir()
    for name in ("missing/x.json", "file/x.json", "circle", "folder", "n" * 300, "/dev/full", ""):
        refused(fingerpost("schema", "-o", name), ["unwritable"])
    for name in ("missing/x.yaml", "file/x.yaml", "n" * 300):
        refused(fingerpost("new", name), ["unwritable"])
    assert (fingerpost.folder / "file").read_text() == "x"
    assert len(list(fingerpost.folder.rglob("*"))) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["advise", "hear-back"],
        ["advise", "hear-back", "--json"],
        ["ask", "hear-back"],
        ["check", "hear-back"],
        ["list"],
        ["--help"],
        ["--version"],
    ],
)
def test_a_full_disk_under_standard_output(fingerpost: Program, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = fingerpost(*arguments, stdout=full)
    assert done.code == 2
    assert "cannot be written: no space left on device" in done.err.replace("\n ", "")
    assert "Traceback" not in done.err
    assert "Exception ignored" not in done.err


def test_streams_that_are_full_or_closed(fingerpost: Program) -> None:
    for line, code in (
        ("fingerpost advise nothing 2>/dev/full", 2),
        ("fingerpost advise nothing 2>&-", 2),
        ("fingerpost --nope 2>/dev/full", 2),
        ("fingerpost advise nothing <&- >&- 2>&-", 2),
        ("fingerpost ask hear-back <&-", 0),
    ):
        done = fingerpost.shell(line)
        assert (done.code, done.err) == (code, ""), line


def test_a_reader_that_has_had_enough(fingerpost: Program) -> None:
    for arguments in (["advise", "hear-back", "--json"], ["--help"]):
        process = fingerpost.start(*arguments)
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) == 128 + signal.SIGPIPE
        process.stdin.close()
        process.stderr.close()
    done = fingerpost.shell("fingerpost schema | head -1; echo ${PIPESTATUS[1]}")
    assert (done.out, done.err) == ("{\n0\n", "")


# -- signals -----------------------------------------------------------------------------------


def interrupted(
    program: Program, arguments: list[str], number: int, waits_for: bytes
) -> tuple[int, bytes]:
    """Send a signal once something was printed, or after a second; the code and standard error."""
    process = program.start(*arguments)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    if waits_for:
        seen = b""
        while waits_for not in seen:
            seen += os.read(process.stdout.fileno(), 1000)
    else:
        time.sleep(1.5)
    process.send_signal(number)
    code = process.wait(20)
    process.stdin.close()
    errors = process.stderr.read()
    process.stdout.close()
    process.stderr.close()
    return code, errors


@pytest.mark.parametrize(
    ("arguments", "waits_for"),
    [(["ask", "hear-back"], b"> "), (["advise", "hear-back", "--case", "-"], b"")],
)
def test_ctrl_c_and_sigterm_are_silent(
    fingerpost: Program, arguments: list[str], waits_for: bytes
) -> None:
    assert interrupted(fingerpost, arguments, signal.SIGINT, waits_for) == (130, b"")
    assert interrupted(fingerpost, arguments, signal.SIGTERM, waits_for) == (-signal.SIGTERM, b"")


# -- texts that would like to command the terminal ---------------------------------------------

NASTY = r"\e[31m\e]0;owned\a\x9b31m\u202E\u2066[bold]x[/nope]"
"""As a double-quoted YAML text: colours, a window title, a reversed direction, rich's markup."""
NASTY_RULEBOOK = f"""\
rulebook: nasty
title: "T {NASTY}"
version: 1.0.0
about: "A {NASTY}"
source: "S {NASTY}"
facts:
  sky:
    type: choice
    question: "Q {NASTY}"
    label: "L {NASTY}"
    hint: "H {NASTY}"
    options: {{blue: "B {NASTY}", grey: "G {NASTY}"}}
  wet: {{type: yes/no, question: "W {NASTY}"}}
placeholders:
  friend: {{label: "F {NASTY}", example: Sam}}
advice:
  go:
    title: "V {NASTY}"
    do: "D {NASTY} {{friend}}"
    message: {{subject: "M {NASTY}", body: "Y {NASTY}"}}
  stay: {{title: Stay}}
decisions:
  outing:
    title: "X {NASTY}"
    label: "O {NASTY}"
    hit policy: first
    rules:
      - {{id: r, when: {{sky: blue}}, then: go, because: "R {NASTY}", cites: "C {NASTY}"}}
    otherwise: {{then: stay, because: "E {NASTY}"}}
  more:
    title: More
    hit policy: collect
    rules:
      - {{id: w, when: {{wet: "= yes", outing: go}}, then: go, because: "Z {NASTY}"}}
scenarios:
  - {{name: "N {NASTY}", case: {{sky: grey}}, expect: {{outing: go}}}}
"""
OURS = re.compile(r"\x1b\[(?:3[1-6]|1|2|0)(?:;[12])*m")


@pytest.mark.parametrize("color", ["", "1"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["advise", "nasty.yaml"],
        ["advise", "nasty.yaml", "--json"],
        ["advise", "nasty.yaml", "--set", "sky=blue"],
        ["advise", "nasty.yaml", "--set", "sky=blue", "--set", "friend=\x1b[31m\u202e"],
        ["ask", "nasty.yaml"],
        ["ask", "nasty.yaml", "--json"],
        ["test", "nasty.yaml"],
        ["test", "nasty.yaml", "--json"],
        ["check", "nasty.yaml"],
        ["check", "bad.yaml"],
        ["check", "bad.yaml", "--json"],
        ["fmt", "--diff", "nasty.yaml"],
        ["schema", "nasty.yaml"],
        ["explain", "\x1b[31m\u202e"],
        ["new", "\x1b[31m\u202e.yaml", "--from", "nasty.yaml"],
    ],
    ids=" ".join,
)
def test_texts_command_nothing(fingerpost: Program, arguments: list[str], color: str) -> None:
    fingerpost.write("nasty.yaml", NASTY_RULEBOOK)
    fingerpost.write(
        "bad.yaml", NASTY_RULEBOOK.replace("when: {sky: blue}", f'when: {{"{NASTY}": 1}}')
    )
    done = fingerpost(*arguments, stdin="\x1b[31m\u202e\nblue\nyes\n", env={"FORCE_COLOR": color})
    assert "Traceback" not in done.err
    for text in (done.out, done.err):
        pieces = OURS.split(text) if color else [text]
        assert all(harmless(piece) for piece in pieces), text
        for found in OURS.findall(text):
            assert found
    printed = done.out + done.err
    if color:
        # Each style of ours is closed again, and none stands inside another: nothing was forged.
        styles = [found == "\x1b[0m" for found in OURS.findall(printed)]
        assert styles == [False, True] * (len(styles) // 2)
    assert "\x1b]" not in printed
    if "[bold]" in printed:
        assert "[/nope]" in printed


def test_raw_overrides_of_direction_are_shown_not_obeyed(fingerpost: Program) -> None:
    text = changed("title: A walk", "title: A \u202ewalk\u2066").replace(
        "sky: blue}, t", "skx: blue}, t"
    )
    fingerpost.write("walk.yaml", text.replace("because: It is nice.", "because: \u202enice."))
    done = fingerpost("check", "walk.yaml")
    assert done.code == 2
    assert harmless(done.err)


def test_the_program_does_not_run_what_it_reads(fingerpost: Program) -> None:
    fingerpost.write(
        "x.yaml", "a: !!python/object/apply:subprocess.check_output [[touch, owned]]\n"
    )
    refused(fingerpost("check", "x.yaml"), ["tag"])
    assert [one.name for one in fingerpost.folder.iterdir()] == ["x.yaml"]


def test_the_script_is_the_one_beside_python() -> None:
    assert subprocess.run([SCRIPT, "--version"], check=True, capture_output=True).stdout


def test_a_case_that_is_not_there_is_no_rulebook(fingerpost: Program) -> None:
    for command in (
        ["advise", "hear-back", "--case", "nope.yaml"],
        ["case", "import", "nope.jsonl"],
    ):
        done = fingerpost(*command)
        refused(done, ["not-found"])
        assert f"there is no file `{command[-1]}`" in done.err
        assert "rulebook" not in done.err
