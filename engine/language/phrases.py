"""The phrase grammar: the text of a test, read into a `Test[Words]`.

It is FEEL's unary tests plus plain words. Nothing here knows the type of the fact; the reader only
tells the words of the grammar from the words of values:

    phrase       = "anything" | "-" | "not" item | "not" "(" alternatives ")"
                 | "neither" item { "nor" item } | alternatives
    alternatives = item { ("or" | ",") item }
    item         = "includes" value | comparison value | value ("or more" | "or less")
                 | "between" value "and" value | value "to" value
                 | ("[" | "(") value ".." value ("]" | ")") | value
    comparison   = "at least" | "at most" | "more than" | "less than" | "before" | "after"
                 | "on or before" | "on or after" | ">=" | "<=" | ">" | "<" | "="
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from . import messages
from .conditions import (
    Anything,
    Between,
    Compare,
    Comparison,
    Either,
    Includes,
    Is,
    Negation,
    Test,
    Words,
)
from .diagnostics import Diagnostic
from .names import PHRASE_WORDS
from .source import Span

MOST_WORDS = 2000
"""Words in one phrase; far more than anyone reads, few enough that reading stays quick."""

_TOKEN = re.compile(r"\.\.|>=|<=|[<>=,()\[\]]|(?:(?!\.\.)[^\s<>=,()\[\]])+")
_SYMBOLS: dict[str, Comparison] = {
    ">=": "at least",
    "<=": "at most",
    ">": "more than",
    "<": "less than",
}
_COMPARISONS: tuple[tuple[tuple[str, ...], Comparison], ...] = (
    (("on", "or", "before"), "at most"),
    (("on", "or", "after"), "at least"),
    (("at", "least"), "at least"),
    (("at", "most"), "at most"),
    (("more", "than"), "more than"),
    (("less", "than"), "less than"),
    (("before",), "less than"),
    (("after",), "more than"),
    *(((symbol,), comparison) for symbol, comparison in _SYMBOLS.items()),
)
_OPENINGS = frozenset(words[0] for words, _ in _COMPARISONS)
_STARTS = _OPENINGS | {"[", "(", "between", "includes", "="}
"""What an item may begin with, unless it is a value."""

_BREAKS = frozenset(
    {"or", "and", "to", "nor", ",", "(", ")", "[", "]", "..", ">=", "<=", ">", "<", "="}
)
_ENDS = _BREAKS | {None}
_NO_VALUE = _BREAKS - {"and", "to"} | {None}
"""What behind a comparison shows that it is none: an option may be called `more`."""

_GROUP_MARKS = frozenset({"or", ",", "(", "[", ")", "]", ".."})
"""What tells `(1..3)`, an interval, from `(1 or 3)` and `([1..3])`, groups: whether `..` is first."""

GRAMMAR_WORDS = PHRASE_WORDS.union(
    {"between", "more", "less"}, *(words for words, _ in _COMPARISONS)
)
"""Every word that may mean something other than itself."""

_AHEAD = 8
"""How far behind the last word the reader may look; more than it ever does."""

_DIGITS_COMMA = re.compile(r"(?<![\w.])\d{1,3}(?:,\d+)+(?![\w])")

Place = Callable[[int, int], Span]


class _StuckError(Exception):
    """The phrase cannot be read on; carries the diagnostic."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _Token(NamedTuple):
    text: str
    start: int
    end: int


def read_phrase(text: str, place: Place) -> Test[Words] | Diagnostic:
    """The test that a phrase says, or what is wrong with it.

    `place(start, end)` is the span of those characters of the text.
    """
    try:
        return _Reader(text, place).phrase()
    except _StuckError as stuck:
        return stuck.finding


class _Reader:
    """A cursor over the tokens of one phrase."""

    def __init__(self, text: str, place: Place) -> None:
        self.text = text
        self.place = place
        self.tokens = [_Token(found[0], *found.span()) for found in _TOKEN.finditer(text)]
        self.words: list[str | None] = [token.text for token in self.tokens]
        self.words += [None] * _AHEAD
        self.at = 0

    # -- the grammar ---------------------------------------------------------------------------

    def phrase(self) -> Test[Words]:
        if not self.tokens:
            raise _StuckError(messages.empty_phrase(self.place(0, len(self.text))))
        if len(self.tokens) > MOST_WORDS:
            raise _StuckError(messages.long_phrase(self.place(0, len(self.text)), MOST_WORDS))
        comma = _DIGITS_COMMA.search(self.text)
        if comma:
            raise _StuckError(messages.ambiguous_comma(self.place(*comma.span()), comma[0]))
        test = self.whole_phrase()
        if self.at < len(self.tokens):
            raise self.stuck()
        return test

    def whole_phrase(self) -> Test[Words]:
        if len(self.tokens) == 1 and self.tokens[0].text in ("-", "anything"):
            self.at += 1
            return Anything()
        if self.take("neither"):
            tests = [self.item()]
            while self.take("nor"):
                tests.append(self.item())
            return Negation(either(tests))
        if self.take("not"):
            if self.opens_group():
                self.at += 1
                test = either(self.alternatives())
                self.expect(")")
                return Negation(test)
            tests = self.alternatives()
            if len(tests) > 1:
                whole = self.place(self.tokens[0].start, self.tokens[-1].end)
                raise _StuckError(messages.ambiguous_not(whole, self.rest_as_neither()))
            return Negation(tests[0])
        return either(self.alternatives())

    def alternatives(self) -> list[Test[Words]]:
        tests = [self.item()]
        while self.peek() in ("or", ","):
            self.at += 1
            item = self.item()
            if (
                isinstance(tests[-1], Includes)
                and isinstance(item, Is)
                and item.operand.text != "empty"
            ):
                item = Includes(item.operand)  # `includes tea or coffee`
            tests.append(item)
        return tests

    def item(self) -> Test[Words]:
        if self.peek() not in _STARTS:
            return self.value()  # nearly always
        if self.peek() in ("[", "("):
            return self.interval()
        if self.peek() == "between" and self.peek(1) is not None:
            self.at += 1
            low = self.operand()
            self.expect("and")
            return Between(low, self.operand())
        if self.peek() == "includes":
            self.at += 1
            return Includes(self.operand())
        if self.peek() in _OPENINGS:
            comparison = self.comparison()
            if comparison:
                return Compare(comparison, self.operand())
        if self.peek() == "=":
            self.at += 1
        return self.value()

    def value(self) -> Test[Words]:
        """A value, and what may stand behind one to make a comparison or an interval of it."""
        operand = self.operand()
        if self.take("to"):
            return Between(operand, self.operand())
        if self.peek() == "or" and self.peek(1) in ("more", "less") and self.peek(2) != "than":
            self.at += 2
            more = self.tokens[self.at - 1].text == "more"
            return Compare("at least" if more else "at most", operand)
        return Is(operand)

    def comparison(self) -> Comparison | None:
        """Go past the words of a comparison, if they are one."""
        for words, comparison in _COMPARISONS:
            if self.starts(words) and self.peek(len(words)) not in _NO_VALUE:
                self.at += len(words)
                return comparison
        whole = [words for words, _ in _COMPARISONS if len(words) > 1 and self.starts(words)]
        if whole and self.peek(len(whole[0])) is None:
            self.at += len(whole[0])
            raise self.stuck()
        return None

    def interval(self) -> Test[Words]:
        opening = self.next()
        low = self.operand()
        self.expect("..")
        high = self.operand()
        closing = self.next()
        if closing not in ("]", ")"):
            self.at -= 1
            raise self.stuck()
        return Between(low, high, opening == "(", closing == ")")

    def operand(self) -> Words:
        first = last = self.at
        words = self.words
        while words[last] not in _ENDS:
            last += 1
        if last == first:
            raise self.stuck()
        self.at = last
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return Words(self.text[start:end], self.place(start, end))

    # -- the cursor ----------------------------------------------------------------------------

    def peek(self, ahead: int = 0) -> str | None:
        return self.words[self.at + ahead]

    def next(self) -> str | None:
        word = self.peek()
        self.at += 1
        return word

    def take(self, word: str) -> bool:
        """Go past the word if it is next and something follows it."""
        if self.peek() == word and self.peek(1) is not None:
            self.at += 1
            return True
        return False

    def expect(self, word: str) -> None:
        if self.peek() != word:
            raise self.stuck(word)
        self.at += 1

    def starts(self, words: tuple[str, ...]) -> bool:
        return all(self.peek(ahead) == word for ahead, word in enumerate(words))

    def opens_group(self) -> bool:
        """Whether a bracket is next that holds alternatives, not an interval."""
        if self.peek() != "(" or self.tokens[-1].text != ")":
            return False
        marks = (token.text for token in self.tokens[self.at + 1 :] if token.text in _GROUP_MARKS)
        return next(marks, None) != ".."

    def stuck(self, wanted: str = "") -> _StuckError:
        if self.at < len(self.tokens):
            token = self.tokens[self.at]
            return _StuckError(
                messages.phrase(self.place(token.start, token.end), token.text, wanted)
            )
        end = len(self.text.rstrip())
        return _StuckError(messages.unfinished_phrase(self.place(max(end - 1, 0), end), wanted))

    def rest_as_neither(self) -> str:
        words = " ".join(token.text for token in self.tokens[1:] if token.text != "not")
        return "neither " + re.sub(r"\s*(?:,|\bor\b)\s*", " nor ", words)


def either(tests: list[Test[Words]]) -> Test[Words]:
    """One test of several alternatives."""
    return tests[0] if len(tests) == 1 else Either(tuple(tests))
