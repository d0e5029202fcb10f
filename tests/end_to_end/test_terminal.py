"""The interview on a terminal, and colour and width of everything else."""

import json
import re

import pexpect
import pytest
from wcwidth import wcswidth

from fingerpost.cli.drawing import columns, draw
from fingerpost.cli.style import Style, wrapped
from fingerpost.engine import RulebookError, load, loads

from .conftest import SCRIPT, Program
from .test_commands import RULEBOOK, SCENARIOS

UP, DOWN, ENTER, BACKSPACE = "\x1b[A", "\x1b[B", "\r", "\x7f"
COMMANDS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r")
COLOR = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """A person at a terminal, who reads and presses keys."""

    def __init__(self, program: Program, *arguments: str, width: int = 80, **env: str) -> None:
        # no questions about the place of the cursor: nobody answers them here
        environment = program.environment({"PROMPT_TOOLKIT_NO_CPR": "1", **env})
        del environment["COLUMNS"]
        self.process = pexpect.spawn(
            str(SCRIPT),
            list(arguments),
            cwd=str(program.folder),
            env=environment,  # type: ignore[arg-type]
            encoding="utf-8",
            dimensions=(40, width),
            timeout=15,
        )
        self.seen = ""

    def sees(self, text: str) -> None:
        """Wait until a text was shown."""
        self.process.expect_exact(text)
        self.seen += self.process.before + text

    def waits(self) -> int:
        """Wait until a choice (0) or a number (1) may be given, or for the end (2)."""
        way = self.process.expect_exact(["part of an answer.", "for “I don't know”", pexpect.EOF])
        self.seen += self.process.before
        return way

    def presses(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.process.send(key)

    def end(self) -> tuple[int | None, str]:
        """Wait for the end: the code, and all that was shown, without what moves the cursor."""
        self.process.expect(pexpect.EOF)
        self.seen += self.process.before
        self.process.close()
        return self.process.exitstatus, COMMANDS.sub("", self.seen)


@pytest.fixture
def walk(fingerpost: Program) -> Program:
    fingerpost.write("walk.yaml", RULEBOOK + SCENARIOS)
    return fingerpost


# -- the interview -----------------------------------------------------------------------------


def test_an_interview_with_arrow_keys_and_typing(fingerpost: Program) -> None:
    terminal = Terminal(fingerpost, "ask", "hear-back")
    terminal.sees("Question 1, at most 13 more")
    terminal.sees("What have you heard from them since the interview?")
    terminal.sees("I don't know")
    terminal.presses(DOWN, DOWN, UP, UP, ENTER)  # nothing so far
    terminal.sees("Question 2")
    terminal.sees("How did they come across")
    terminal.sees("or type a part of an answer.")
    terminal.presses("zz")
    terminal.sees("that is in none of the answers")
    terminal.presses(ENTER, BACKSPACE, BACKSPACE, "COLD")
    terminal.sees("Typed: COLD")
    terminal.presses(ENTER)
    terminal.sees("Question 3")
    terminal.sees("thank-you note")
    terminal.presses("don't know", ENTER)
    terminal.sees("Question 4")
    terminal.presses(("back", "<")[terminal.waits()], ENTER)
    terminal.sees("Question 3")
    terminal.sees("or type a part of an answer.")
    terminal.presses("no", ENTER)  # "no" is in "I don't know" as well, but comes first
    terminal.sees("Question 4")
    terminal.waits()
    terminal.presses("\x04")
    code, shown = terminal.end()
    assert code == 0
    known = ("heard_back=nothing", "impression=cold", "thank_you_sent=no")
    advised = fingerpost(
        "advise", "hear-back", "--brief", *(word for one in known for word in ("--set", one))
    )
    assert shown.rstrip().endswith(advised.out.partition("\n\nNext question")[0].rstrip())
    assert "  → Let this one go" in shown


def test_only_what_still_matters_is_asked(fingerpost: Program) -> None:
    """A cold impression and no word settle the next move: nothing is asked for it any more."""
    terminal = Terminal(fingerpost, "ask", "hear-back")
    for number, answer in ((1, "nothing"), (2, "cold")):
        terminal.sees(f"Question {number}")
        terminal.sees("or type a part of an answer.")
        terminal.presses(answer, ENTER)
    while (way := terminal.waits()) < 2:
        terminal.presses(("don't know", "?")[way], ENTER)
    shown = COMMANDS.sub("", terminal.seen)
    assert "  → Let this one go" in shown
    rulebook = load("hear-back")
    answer = rulebook.advise({"impression": "cold", "heard_back": "nothing"})
    assert answer["next_move"].ask == []
    matters = {fact for one in answer.values() for fact in one.ask} | {"heard_back", "impression"}
    for fact in rulebook.definition.facts.values():
        assert (fact.question in " ".join(shown.split())) <= (fact.id in matters), fact.question
    assert set(rulebook.definition.facts) - matters


def test_numbers_are_typed_and_wrong_ones_asked_again(walk: Program) -> None:
    terminal = Terminal(walk, "ask", "walk.yaml")
    terminal.sees("or type a part of an answer.")
    terminal.presses("grey", ENTER)
    terminal.sees("minutes, 0 to 90; ? for “I don't know”, < for back")
    terminal.presses("99", ENTER)
    terminal.sees("“99” does not fit here; wanted: minutes, 0 to 90")
    terminal.presses("<", ENTER)
    terminal.sees("back to the question before")
    terminal.sees("or type a part of an answer.")
    terminal.presses(DOWN, ENTER)
    terminal.sees("minutes, 0 to 90")
    terminal.presses("25 minutes", ENTER)
    code, shown = terminal.end()
    assert code == 0
    known = ("--set", "sky=grey", "--set", "minutes=25")
    assert shown.endswith(walk("advise", "walk.yaml", "--brief", *known).out)


@pytest.mark.parametrize("sets", [(), ("--set", "sky=grey")], ids=["choice", "number"])
def test_ctrl_c_ends_silently_and_ctrl_d_with_the_advice(
    walk: Program, sets: tuple[str, ...]
) -> None:
    for key, code in (("\x03", 130), ("\x04", 0)):
        terminal = Terminal(walk, "ask", "walk.yaml", *sets)
        terminal.sees("0 to 90; ?" if sets else "or type a part of an answer.")
        terminal.presses(key)
        found, shown = terminal.end()
        assert found == code
        assert "Traceback" not in shown
        assert ("Whether to go" in shown) == (code == 0)


def test_letters_of_any_language_narrow_the_choice(fingerpost: Program) -> None:
    text = RULEBOOK.replace("grey: grey", "grey: grau und öde 灰色")
    fingerpost.write("walk.yaml", text)
    terminal = Terminal(fingerpost, "ask", "walk.yaml", "--json")
    terminal.sees("or type a part of an answer.")
    terminal.presses("Ö", ENTER)
    terminal.sees("minutes, 0 to 90")
    terminal.presses("?", ENTER)
    code, shown = terminal.end()
    assert code == 0
    assert json.loads(shown[shown.index("{") :])["decisions"]["outing"]["ask"] == ["minutes"]


def test_a_narrow_terminal(fingerpost: Program) -> None:
    terminal = Terminal(fingerpost, "ask", "hear-back", width=40)
    terminal.sees("of an answer.")
    terminal.presses("\x04")
    _, shown = terminal.end()
    assert all(wcswidth(line) <= 40 for line in shown.splitlines())


def test_no_color_on_a_terminal(walk: Program) -> None:
    for env, colored in (({"NO_COLOR": "1"}, False), ({}, True)):
        terminal = Terminal(walk, "ask", "walk.yaml", **env)
        terminal.sees("or type a part of an answer.")
        terminal.presses("\x04")
        terminal.end()
        codes = {one for one in COLOR.findall(terminal.seen) if one not in ("\x1b[0m", "\x1b[m")}
        assert bool(codes) == colored, codes


def test_a_terminal_that_cannot_move_its_cursor_gets_lines(walk: Program) -> None:
    terminal = Terminal(walk, "ask", "walk.yaml", TERM="dumb")
    terminal.sees("2  grey")
    terminal.sees("> ")
    terminal.presses("1\n")
    code, _ = terminal.end()
    assert code == 0
    assert "\x1b" not in terminal.seen


# -- colour and width --------------------------------------------------------------------------


def test_when_there_is_colour(walk: Program) -> None:
    def colored(**env: str) -> bool:
        return bool(COLOR.search(walk("advise", "walk.yaml", env=env).out))

    assert not colored()
    assert colored(FORCE_COLOR="1")
    assert not colored(NO_COLOR="1", FORCE_COLOR="1")
    for env, expected in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
        terminal = Terminal(walk, "advise", "walk.yaml", **env)
        assert terminal.end()[0] == 0
        assert bool(COLOR.search(terminal.seen)) == expected
    plain, color = (walk("advise", "walk.yaml", env={"FORCE_COLOR": one}) for one in ("", "1"))
    assert COLOR.sub("", color.out) == plain.out


@pytest.mark.parametrize("width", [30, 40, 80, 200])
def test_no_line_is_longer_than_the_terminal_is_wide(fingerpost: Program, width: int) -> None:
    bad = RULEBOOK.replace("sky: blue}, then", "skyyy: blue}, then").replace(
        "It is nice", "x" * 150
    )
    fingerpost.write("bad.yaml", bad.replace("0 to 90", "0 too 90"))
    fingerpost.write("walk.yaml", RULEBOOK + SCENARIOS.replace("outing: go", "outing: stay"))
    for arguments in (
        ["advise", "hear-back", "--set", "impression=cold", "--set", "heard_back=nothing"],
        ["test", "walk.yaml"],
        ["check", "bad.yaml"],
        ["list"],
        ["explain"],
        ["ask", "hear-back"],
    ):
        done = fingerpost(*arguments, env={"COLUMNS": str(width), "FORCE_COLOR": "1"})
        for line in COLOR.sub("", done.out + done.err).splitlines():
            longest = max(map(wcswidth, line.split()), default=0)
            indent = wcswidth(line) - wcswidth(line.lstrip())
            assert wcswidth(line) <= max(width, indent + longest), (arguments, line)


@pytest.mark.parametrize(
    ("value", "before", "marked"),
    [
        ("blau", "", 4),
        ("blau", "日本 ", 4),
        ("blau", "e\u0301a\u0300 ", 4),
        ("灰色", "é ", 4),
        ("ble\u0301u", "", 4),
        ("blau", "\t", 4),
        ("blau", "👩‍💻 ", 4),
    ],
)
def test_marks_stand_under_what_they_mark(value: str, before: str, marked: int) -> None:
    text = RULEBOOK.replace("when: {sky: blue}", f'when: {{ "{before.strip()}": 1, sky: {value} }}')
    if not before.strip():
        text = RULEBOOK.replace("when: {sky: blue}", f"when: {{{before}sky: {value} }}")
    with pytest.raises(RulebookError) as found:
        loads(text)
    finding = next(
        one for one in found.value.diagnostics if one.labels and one.labels[0].span.text == value
    )
    shown = draw(finding, Style(width=200)).splitlines()
    number = next(n for n, line in enumerate(shown) if "^" in line)
    code, marks = shown[number - 1], shown[number]
    assert marks.count("^") == marked
    assert wcswidth(code[: code.index(value)]) == marks.index("^")


@pytest.mark.parametrize("place", [0, 40, 150, 290])
@pytest.mark.parametrize("letter", ["x", "灰", "e\u0301"])
def test_long_lines_are_cut_around_what_is_marked(place: int, letter: str) -> None:
    text = f"title: t\nversion: 1\nabout: '{letter * place}' ' {letter * (300 - place)}\n"
    with pytest.raises(RulebookError) as found:
        loads(text)
    for width in (30, 80):
        shown = draw(found.value.diagnostics[0], Style(width=width)).splitlines()
        assert all(columns(line) <= width for line in shown), shown
        number = next(n for n, line in enumerate(shown) if "^" in line)
        assert columns(shown[number - 1]) >= shown[number].index("^")


def test_wrapping_counts_columns() -> None:
    assert wrapped("日本 日本 日本", 10) == ["日本 日本", "日本"]
    assert wrapped("e\u0301e\u0301 e\u0301e\u0301", 5) == ["e\u0301e\u0301 e\u0301e\u0301"]
    assert wrapped("a b", 3) == ["a b"]
    assert wrapped("a\u00a0b c", 3) == ["a\u00a0b", "c"]
    assert wrapped("aaaa b", 3, "  ") == ["aaaa", "  b"]
    assert wrapped("a\n\n b", 3) == ["a", "", "b"]
    style = Style(color=True)
    assert wrapped(f"{style('aa', 'red')} bb", 5) == [f"{style('aa', 'red')} bb"]
