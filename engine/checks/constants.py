"""Parts of conditions that are the same in every case; `never_true` and `always_true` tell them.

The smallest such part is found, and of a rule as a whole whether it can hold, and whether it can fail.
A single test is read against the range of its fact, or against the outcomes that an earlier decision
can come to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..diagrams.compiling import Compiler
from ..diagrams.diagram import OverBudgetError
from ..evaluate import test_holds
from ..language.conditions import (
    AllOf,
    AnyOf,
    Anything,
    Condition,
    FactTest,
    NotThe,
    Operand,
    tests_in,
)
from ..language.rulebook import Rule
from ..language.source import Span
from ..language.vocabulary import AnyType, Choice, Day, Number
from ..language.wording import value_words
from .subject import Subject, place_of_test


@dataclass(frozen=True)
class Part:
    """A part of a rule's condition, not the whole of it, that is always true or always false.

    `reason` says why, of a single test; `spans` are the places of its tests.
    """

    holds: bool
    spans: tuple[Span, ...]
    reason: str = ""


def constant_parts(subject: Subject, decision: str, rule: Rule) -> Iterator[Part]:
    """The smallest parts of a rule's condition that are the same in every case."""
    compiler = subject.compiler(decision)
    condition = rule.condition
    if isinstance(condition, AllOf | AnyOf | NotThe):
        yield from _parts(subject, compiler, rule, condition, is_whole=True)
    else:
        yield from _test(subject, compiler, rule, condition)


def _parts(
    subject: Subject,
    compiler: Compiler | None,
    rule: Rule,
    condition: Condition[Operand],
    *,
    is_whole: bool,
) -> Iterator[Part]:
    if isinstance(condition, FactTest):
        yield from _test(subject, compiler, rule, condition)
        return
    parts = (condition.part,) if isinstance(condition, NotThe) else condition.parts
    found = [one for part in parts for one in _parts(subject, compiler, rule, part, is_whole=False)]
    yield from found
    if found or is_whole or len(parts) < 2 or compiler is None:
        return
    size = len(compiler.diagrams)
    try:
        node = compiler.condition(condition)
        holds = compiler.diagrams.value(node)
        is_leaf = not compiler.diagrams.children(node)
    except OverBudgetError:
        return
    finally:
        compiler.diagrams.forget(size)
    if is_leaf:
        spans = dict.fromkeys(place_of_test(rule, test) for test in tests_in(condition))
        yield Part(bool(holds), tuple(spans))


def _test(
    subject: Subject, compiler: Compiler | None, rule: Rule, one: FactTest[Operand]
) -> Iterator[Part]:
    if isinstance(one.test, Anything):
        return
    span = (place_of_test(rule, one),)
    rulebook = subject.rulebook
    if one.fact in rulebook.facts:
        cells = subject.answerer.cells[one.fact]
        holding = cells.sets[one.test]
        if holding in (0, (1 << len(cells)) - 1):
            words = _range_words(rulebook.facts[one.fact].type)
            yield Part(bool(holding), span, f"`{one.fact}` is always {words}")
    elif compiler is not None:
        results = compiler.diagrams.values_below(compiler.result(one.fact))
        holds = {test_holds(one.test, result) for result in results}  # pyright: ignore[reportArgumentType]
        if len(holds) == 1:
            what = "anything else" if True in holds else "that"
            yield Part(True in holds, span, f"`{one.fact}` never comes to {what}")


def _range_words(kind: AnyType) -> str:
    if isinstance(kind, Number | Day):
        low, high = kind.interval.low, kind.interval.high
        if low is not None and high is not None:
            return f"from {value_words(low, kind)} to {value_words(high, kind)}"
        if low is not None:
            return f"{value_words(low, kind)} or more"
        if high is not None:
            return f"{value_words(high, kind)} or less"
        return "a value"
    if isinstance(kind, Choice):
        return "one of its options"
    return "yes or no"
