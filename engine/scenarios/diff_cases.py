"""Real cases answered by two rulebooks: which of them get another answer."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol

from ..diagrams.answering import Answerer, TooManyCasesError
from ..evaluate import Case, DecisionAnswer, Result
from ..language.rulebook import HitPolicy
from .diff_merging import Merged

EXAMPLES = 3


class RealCase(Protocol):
    """A case with a name, as a sheet has it."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def case(self) -> Case:
        """The facts that are known."""
        ...


@dataclass(frozen=True)
class AnswerDiff:
    """One decision of a case: its old and new id, the results possible before and after (one:
    settled), each in the names of its own rulebook."""

    old: str
    new: str
    before: tuple[Result, ...]
    after: tuple[Result, ...]


@dataclass(frozen=True)
class CaseDiff:
    """A case that gets another answer, and the decisions that differ."""

    name: str
    case: Case
    answers: tuple[AnswerDiff, ...]


@dataclass(frozen=True)
class CasesDiff:
    """How many cases there are, those that change, and the names of those that were not examined
    because too much is unknown in them."""

    total: int
    changed: tuple[CaseDiff, ...]
    unexamined: tuple[str, ...] = ()

    @property
    def examples(self) -> tuple[CaseDiff, ...]:
        """At most three cases that change, as different as can be."""
        kinds: dict[Hashable, CaseDiff] = {}
        for one in self.changed:
            kinds.setdefault(one.answers, one)
        rest = [one for one in self.changed if not any(one is kind for kind in kinds.values())]
        return tuple([*kinds.values(), *rest][:EXAMPLES])


def compare_cases(
    merged: Merged, by_old: Sequence[RealCase] | None, by_new: Sequence[RealCase] | None
) -> CasesDiff:
    """Which cases get another answer. What is unknown stays unknown, so a case may also become open.

    The cases are given as the old rulebook reads them, or the new one, or both do (in one order):
    what only one of them could read is told to the other in its own names.
    """
    old, new = Answerer(merged.old), Answerer(merged.new)
    changed: list[CaseDiff] = []
    unexamined: list[str] = []
    pairs = list(zip_longest(by_old or (), by_new or ()))
    for left, right in pairs:
        before = _known(left, merged.case_for(merged.old, right.case) if right else {})
        after = _known(right, merged.case_for(merged.new, left.case) if left else {})
        name = (right or left).name
        try:
            answers = _differing(merged, old.answers(before), new.answers(after))
        except TooManyCasesError:
            unexamined.append(name)
            continue
        if answers:
            changed.append(CaseDiff(name, after, answers))
    return CasesDiff(len(pairs), tuple(changed), tuple(unexamined))


def _known(read: RealCase | None, told: Case) -> Case:
    return {**told, **(read.case if read else {})}


def _differing(
    merged: Merged, before: dict[str, DecisionAnswer], after: dict[str, DecisionAnswer]
) -> tuple[AnswerDiff, ...]:
    found: list[AnswerDiff] = []
    for old, new in merged.pairs:
        left, right = before[old].possible, after[new].possible
        collects = HitPolicy.COLLECT in (
            merged.old.decisions[old].policy,
            merged.new.decisions[new].policy,
        )
        told = [merged.old_result(result) for result in right]
        if {_comparable(r, collects) for r in left} != {_comparable(r, collects) for r in told}:
            found.append(AnswerDiff(old, new, left, right))
    return tuple(found)


def _comparable(result: Result, collects: bool) -> Hashable:
    """Results that a client cannot tell apart as one: see `change_of`."""
    if not isinstance(result, tuple):
        return result
    if len(result) == 1:
        return result[0]
    return frozenset(result) if collects else result
