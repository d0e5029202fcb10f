"""`fingerpost ask`: an interview in the terminal, then the advice.

On a terminal the arrow keys choose and typing narrows the choice; in a pipe each line is an answer.
What comes next is the engine's business (`engine/scenarios/interview.py`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from enum import Enum
from typing import TextIO

from ..engine import Diagnostic, RulebookError
from ..engine.language import messages
from ..engine.language.cases import UNKNOWN_WORDS, read_fact
from ..engine.language.literals import write_interval
from ..engine.language.rulebook import Fact, Rulebook
from ..engine.language.source import Source, Span
from ..engine.language.vocabulary import Day, Interval, Number, Value
from ..engine.language.wording import value_words
from ..engine.language.yaml_reader import MOST_BYTES
from ..engine.scenarios.interview import Interview, options
from .advise import answer_as_json, answer_lines
from .inputs import rulebook_and_case
from .output import print_json, print_lines
from .style import Style, out, style_of, wrapped

MOST_SHOWN = 40
"""Letters of an answer that does not fit which are shown again."""


class Move(Enum):
    """What may be said instead of an answer."""

    SKIP = "I don't know"
    BACK = "back to the question before"
    END = "enough questions"


Reply = Value | Move
Prompt = Callable[[Fact, str, bool], Reply]
"""Asks for a fact, with a line on progress and whether there is a way back."""


def run(name: str, case: str | None, sets: list[str], *, as_json: bool) -> None:
    """Ask until nothing more can matter, then print the advice."""
    rulebook, known = rulebook_and_case(name, case, sets)
    screen = sys.stderr if as_json else sys.stdout
    style = style_of(screen)
    lines = wrapped(style(rulebook.title, bold=True), style.width)
    if rulebook.definition.about:
        lines += wrapped(rulebook.definition.about, style.width)
    print_lines([*lines, ""], screen)
    can_draw = sys.stdin.isatty() and screen.isatty() and os.environ.get("TERM") != "dumb"
    prompt = (_terminal_prompt if can_draw else _line_prompt)(rulebook.definition, screen, style)
    interview = lead(
        Interview(rulebook.definition, rulebook.answer_all, known, rulebook.answerer.plan), prompt
    )
    answer = rulebook.answer(known.with_facts(interview.case))
    if as_json:
        print_json(answer_as_json(answer))
    else:
        print_lines(answer_lines(answer, out(), brief=True, at_end=True))


def lead(interview: Interview, prompt: Prompt) -> Interview:
    """Lead an interview to its end."""
    while (fact := interview.question) is not None:
        number, most = len(interview.steps) + 1, interview.most_left - 1
        left = f"at most {most} more" if most else "the last one"
        match prompt(fact, f"Question {number}, {left}", bool(interview.steps)):
            case Move.SKIP:
                interview = interview.skipped(fact.id)
            case Move.BACK:
                interview = interview.back()
            case Move.END:
                return interview
            case value:
                interview = interview.answered(fact.id, value)
    return interview


def form(fact: Fact) -> str:
    """What an answer that is typed looks like."""
    interval = fact.type.interval if isinstance(fact.type, Number | Day) else Interval()
    limits = f", {write_interval(interval)}" if interval != Interval() else ""
    if isinstance(fact.type, Day):
        return f"a day such as 2026-12-01{limits}"
    unit = fact.type.unit.many if isinstance(fact.type, Number) and fact.type.unit else ""
    return f"{unit or 'a number'}{limits}"


def read_reply(text: str, fact: Fact, rulebook: Rulebook, way_back: bool) -> Reply | Diagnostic:
    """What was typed: the number of an option, its words or its id, a value, or a move."""
    text = text.strip()
    choices = options(fact)
    if text.casefold() in (*UNKNOWN_WORDS, "i don't know", "don't know"):
        return Move.SKIP
    if text.casefold() in ("<", "back") and way_back:
        return Move.BACK
    for number, (value, words) in enumerate(choices, 1):
        if text == value or text.casefold() == words.casefold():
            return value
        if text == str(number) and all(text != other for other, _ in choices):
            return value
    return read_fact(text, Span(Source("answer", text), 0, len(text)), fact.id, rulebook)


def _question_lines(fact: Fact, progress: str, style: Style) -> list[str]:
    lines = [style(progress, dim=True), *wrapped(style(fact.question, bold=True), style.width)]
    return lines + (wrapped(style(fact.hint, dim=True), style.width) if fact.hint else [])


def _reply_words(reply: Reply, fact: Fact) -> str:
    return reply.value if isinstance(reply, Move) else value_words(reply, fact.type)


def _complaint_lines(text: str, finding: Diagnostic, fact: Fact, style: Style) -> list[str]:
    wanted = "the number of one of the answers, or its words" if options(fact) else form(fact)
    shown = text.strip()[:MOST_SHOWN]
    if not shown:
        return wrapped(f"wanted: {wanted}, or ?", style.width, "  ", "  ")
    way = f" ({finding.help})" if finding.help and not options(fact) else ""
    words = f"“{shown}” does not fit here; wanted: {wanted}, or ?{way}"
    return wrapped(words, style.width, "  ", "  ")


# -- in a pipe ---------------------------------------------------------------------------------


def _line_prompt(rulebook: Rulebook, screen: TextIO, style: Style) -> Prompt:
    def ask(fact: Fact, progress: str, way_back: bool) -> Reply:
        lines = _question_lines(fact, progress, style)
        for number, (_, words) in enumerate(options(fact), 1):
            lines += wrapped(words, style.width, "     ", f"  {number}  ")
        if not options(fact):
            lines += wrapped(f"({form(fact)})", style.width, "   ", "  ")
        lines.append(f"  ?  {Move.SKIP.value}")
        lines += [f"  <  {Move.BACK.value}"] if way_back else []
        print_lines(lines, screen)
        while True:
            screen.write("> ")
            screen.flush()
            line = sys.stdin.readline(MOST_BYTES)
            if not line:
                print_lines([""], screen)
                return Move.END
            if len(line) == MOST_BYTES:
                raise RulebookError([messages.too_big("standard input", MOST_BYTES)])
            reply = read_reply(line, fact, rulebook, way_back)
            if not isinstance(reply, Diagnostic):
                print_lines([style(f"  {_reply_words(reply, fact)}", "green"), ""], screen)
                return reply
            print_lines(_complaint_lines(line, reply, fact, style), screen)

    return ask


# -- on a terminal -----------------------------------------------------------------------------


def _terminal_prompt(rulebook: Rulebook, screen: TextIO, style: Style) -> Prompt:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.output import create_output

    from .choosing import choose

    output = create_output(stdout=screen)
    line: PromptSession[str] = PromptSession(output=output, erase_when_done=True)

    def chosen(fact: Fact, way_back: bool) -> Reply:
        moves = [Move.SKIP, *([Move.BACK] if way_back else [])]
        replies: list[tuple[Reply, str]] = [
            *options(fact),
            *((move, move.value) for move in moves),
        ]
        return choose(replies, style, output)

    def typed(fact: Fact, way_back: bool) -> Reply:
        keys = f"? for “{Move.SKIP.value}”" + (", < for back" if way_back else "")
        way = style(f"{form(fact)}; {keys}", dim=True)
        print_lines(wrapped(way, style.width, "  ", "  "), screen)
        while True:
            text = line.prompt("  > ")
            reply = read_reply(text, fact, rulebook, way_back)
            if not isinstance(reply, Diagnostic):
                return reply
            print_lines(_complaint_lines(text, reply, fact, style), screen)

    def ask(fact: Fact, progress: str, way_back: bool) -> Reply:
        print_lines(_question_lines(fact, progress, style), screen)
        try:
            reply = chosen(fact, way_back) if options(fact) else typed(fact, way_back)
        except EOFError:
            reply = Move.END
        print_lines([style(f"  {_reply_words(reply, fact)}", "green"), ""], screen)
        return reply

    return ask
