"""The effect of an edit in plain sentences, in the words of the rulebooks and never in ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..diagrams.cells import Bits, Cells, cells_of, members
from ..diagrams.flowchart import answers_test
from ..evaluate import Case, Fault, Result
from ..language.conditions import Between, Either, Is, Negation, Operand, Test
from ..language.rulebook import Decision, Fact, Rulebook
from ..language.vocabulary import Choice, Number, Unit, Value, YesNo
from ..language.wording import joined, name_words, quoted_words, told, value_words
from ..language.wording import test_words as words_of_test
from .diff_changes import Becomes, Change, Moves, Shifts
from .diff_outcomes import Situation

MOST_LEFT_OUT = 2
"""So many options may be left out by saying which it is not."""

_PREPOSITIONS = (
    "of",
    "since",
    "for",
    "in",
    "to",
    "until",
    "after",
    "before",
    "at",
    "by",
    "on",
    "with",
)


class Situations:
    """Situations in words; `both` has the facts of both rulebooks."""

    def __init__(self, both: Rulebook) -> None:
        """Prepare the cells of the facts."""
        self._both = both
        self._cells: Mapping[str, Cells] = cells_of(both)

    def test(self, fact: str, bits: Bits) -> Test[Operand]:
        """The shortest test that holds in some cells of a fact."""
        cells = self._cells[fact]
        some = list(members(bits))
        others = [cell for cell in range(len(cells)) if not bits >> cell & 1]
        test, rest = answers_test(cells, some), answers_test(cells, others)
        if isinstance(cells.regions.kind, YesNo):
            return test
        count = _options(rest)
        return Negation(rest) if count and count <= MOST_LEFT_OUT and _parts(test) > count else test

    def words(self, situation: Situation, without: Iterable[str] = ()) -> str:
        """`the latest word from them is nothing so far and …`, but for some facts; empty where anything
        will do."""
        left_out = frozenset(without)
        return joined(
            is_words(self._both.facts[name], self.test(name, situation.cells[name]))
            for name in self._both.facts
            if name in situation.cells and name not in left_out
        )

    def common(self, situations: Sequence[Situation]) -> frozenset[str]:
        """The facts of which all of some situations say the same."""
        first, *others = situations
        return frozenset(
            name
            for name, bits in first.cells.items()
            if all(other.cells.get(name) == bits for other in others)
        )

    def example_words(self, situation: Situation) -> str:
        """What the example of a situation has for the facts whose value its words leave open."""
        tests = {name: self.test(name, bits) for name, bits in situation.cells.items()}
        return self.case_words(
            {
                name: value
                for name, value in situation.example.items()
                if not isinstance(tests[name], Is)
            }
        )

    def case_words(self, case: Case) -> str:
        """A case on one line."""
        return "; ".join(
            told(self._both, name, value_words(case[name], fact.type))
            for name, fact in self._both.facts.items()
            if name in case
        )


def _options(test: Test[Operand]) -> int:
    """How many single values a test names; 0 for any other test."""
    match test:
        case Is():
            return 1
        case Either(tests) if all(isinstance(one, Is) for one in tests):
            return len(tests)
        case _:
            return 0


def _parts(test: Test[Operand]) -> int:
    return len(test.tests) if isinstance(test, Either) else 1


def is_words(fact: Fact, test: Test[Operand]) -> str:
    """What a test says of a fact, as a clause: `the yearly pay is at least 30,000 euros`."""
    label = fact.label
    if isinstance(fact.type, YesNo) and isinstance(test, Is):
        claim = label.removeprefix("whether ")
        if claim != label and test.operand.value is True:
            return claim
        if claim != label:
            return f"the answer to “{fact.question}” is no"
    if not label:
        label = f"the answer to “{fact.question}”"
    kind, verb = fact.type, "is"
    if isinstance(kind, Number) and kind.unit:
        verb = "are" if _counts(label, kind.unit) else "is"
        if kind.unit.many.casefold() in label.casefold().split():
            kind = replace(kind, unit=None)
    return f"{label} {verb} {words_of_test(_plainer(test), kind)}"


def _counts(label: str, unit: Unit) -> bool:
    """Whether a label speaks of the units themselves: `the days since …`, not `the number of days`."""
    words = label.casefold().split()
    head = next((place for place, word in enumerate(words) if word in _PREPOSITIONS), len(words))
    return unit.one != unit.many and words[:head][-1:] == [unit.many.casefold()]


def _plainer(test: Test[Operand]) -> Test[Operand]:
    """`1 or 2` for `between 1 and 2`."""
    match test:
        case Between(Operand(int() as low), Operand(int() as high)) if high - low == 1:
            return Either((Is(Operand(low)), Is(Operand(high))))
        case Either(tests):
            parts = [_plainer(one) for one in tests]
            return Either(
                tuple(
                    each
                    for one in parts
                    for each in (one.tests if isinstance(one, Either) else (one,))
                )
            )
        case _:
            return test


# -- results and changes -----------------------------------------------------------------------

FAULTS = {Fault.NO_RULE_FITS: "no rule fits", Fault.RULES_CLASH: "the rules clash"}


def result_in_sentence(decision: Decision, result: Result) -> str:
    """A result inside a sentence: `“Wait a little longer”`, `3 points`, `nothing`, `no rule fits`."""
    if isinstance(result, Fault):
        return FAULTS[result]
    if isinstance(result, tuple):
        return values_in_sentence(decision, result) or "nothing"
    return quoted_words(result, decision.type)


def values_in_sentence(decision: Decision, values: Sequence[Value]) -> str:
    """Some outcomes inside a sentence, in the order in which they are given."""
    return joined(quoted_words(value, decision.type) for value in values)


def change_words(change: Change, old: Decision, new: Decision) -> str:
    """What changes, as a sentence without an end: `“Wait” becomes “Write to them”`."""
    match change:
        case Shifts(by):
            way = "up" if by > 0 else "down"
            return f"it goes {way} by {value_words(abs(by), new.type)}"
        case Moves(gone, ()):
            return f"{values_in_sentence(old, gone)} {_are(gone)} no longer given"
        case Moves((), added):
            return f"{values_in_sentence(new, added)} {_are(added)} given as well"
        case Moves(gone, added):
            verb = "takes" if len(added) == 1 else "take"
            left, come = values_in_sentence(old, gone), values_in_sentence(new, added)
            return f"{come} {verb} the place of {left}"
        case Becomes(before, Fault.NO_RULE_FITS):
            return f"no rule fits any more, where {_was(old, before)}"
        case Becomes(before, Fault.RULES_CLASH):
            return f"the rules clash, where {_was(old, before)}"
        case Becomes(Fault() as fault, after):
            return f"it is {result_in_sentence(new, after)}, where {_was(old, fault)}"
        case Becomes(before, after) if isinstance(before, tuple):
            return (
                f"the order changes from {result_in_sentence(old, before)} "
                f"to {result_in_sentence(new, after)}"
            )
        case Becomes(before, after):
            left, come = result_in_sentence(old, before), result_in_sentence(new, after)
            if _is_advice(old) and _is_advice(new):
                return f"{left} becomes {come}"
            return f"it goes from {left} to {come}"


def _is_advice(decision: Decision) -> bool:
    return isinstance(decision.type, Choice)


def _are(values: Sequence[Value]) -> str:
    return "is" if len(values) == 1 else "are"


def _was(decision: Decision, before: Result) -> str:
    if before is Fault.NO_RULE_FITS:
        return "no rule fitted"
    if before is Fault.RULES_CLASH:
        return "the rules clashed"
    return f"it was {result_in_sentence(decision, before)}"


def sentence(situation: str, change: str) -> str:
    """`When it rains, “Stay” becomes “Go”.`"""
    whole = f"When {situation}, {change}." if situation else f"Always: {change}."
    return whole[0].upper() + whole[1:]


def share_words(share: float, of: str = " of all situations") -> str:
    """`about 3% of all situations`; a share is never rounded to none or to all."""
    percent = 100 * share
    if percent > 100 - 1e-9:
        return f"all{of.removeprefix(' of all')}"
    if percent >= 99.5:
        return f"more than 99%{of}"
    if percent < 0.01:
        return f"less than 0.01%{of}"
    places = 0 if percent >= 2 else 1 if percent >= 0.1 else 2
    return f"about {f'{percent:.{places}f}'.removesuffix('.0')}%{of}"


def fact_words(rulebook: Rulebook, name: str) -> str:
    """A fact by its label, else by its question in quotation marks."""
    words = name_words(rulebook, name)
    return f"“{words}”" if words.endswith("?") else words
