"""The proof that a flowchart says what the rules say.

It knows neither cells nor diagrams. It takes every value of every fact that the rules can tell apart (as
`evaluate.py` finds them), follows the flowchart by its tests, and at each end lets the plain reading
decide every case that comes there, filling in one by one the facts that the reading reaches for. A
flowchart that differs in a single case, or on which some case has no way or two, fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import prod

from ..evaluate import Case, Made, Reference, UnknownFactError, test_holds
from ..language.rulebook import Rulebook
from ..language.vocabulary import Value
from .flowchart import Certificate, End, Flowchart

MOST_READINGS = 300_000
METHOD = "every situation read by the rules"


class ProofError(Exception):
    """A flowchart does not say what the rules say; `case` shows it. (That is a bug.)"""

    def __init__(self, decision: str, case: Case) -> None:
        """Keep the case."""
        super().__init__(f"the flowchart of {decision} is wrong for {dict(case)}")
        self.case = case


class UnprovenError(Exception):
    """There are more situations than a proof can go through."""


Read = Callable[[Case], Made | None]
"""What the rules say of a case; None for a case that cannot be. Raises UnknownFactError when it hangs
on a fact that the case leaves open."""


def proven(
    flowchart: Flowchart,
    rulebook: Rulebook,
    most: int = MOST_READINGS,
    *,
    told: Mapping[str, Sequence[Value]] | None = None,
    read: Read | None = None,
) -> Flowchart:
    """The flowchart with its certificate.

    `told` has for each question the values to try and `read` what the rules say: those of the
    decision over facts alone, unless they are given. Raises ProofError when the flowchart is wrong,
    UnprovenError when the proof would take more than `most` readings.
    """
    if told is None or read is None:
        reference = Reference(rulebook)
        told = reference.told_apart(flowchart.decision)
        read = partial(reference.decide, flowchart.decision)
    walk = _Walk(flowchart, told, read, most)
    walk.step(0, {})
    cases = prod(len(values) for values in walk.values.values())
    certificate = Certificate(rulebook.fingerprint, flowchart.fingerprint, cases, METHOD)
    return replace(flowchart, certificate=certificate)


class _Walk:
    def __init__(
        self, flowchart: Flowchart, values: Mapping[str, Sequence[Value]], read: Read, most: int
    ) -> None:
        self.flowchart, self.values, self.read, self.most = flowchart, values, read, most
        self.readings = 0

    def step(self, number: int, case: dict[str, Value]) -> None:
        step = self.flowchart.steps[number]
        if isinstance(step, End):
            self.end(step, case)
            return
        if step.fact in case:  # asked twice: nobody would understand that
            raise ProofError(self.flowchart.decision, case)
        for value in self.values[step.fact]:
            here = {**case, step.fact: value}
            ways = [arrow.to for arrow in step.arrows if test_holds(arrow.test, value)]
            if len(ways) != 1:
                raise ProofError(self.flowchart.decision, here)
            self.step(ways[0], here)

    def end(self, end: End, case: dict[str, Value]) -> None:
        self.readings += 1
        if self.readings > self.most:
            raise UnprovenError
        try:
            made = self.read(case)
        except UnknownFactError as error:
            for value in self.values[error.fact]:
                self.end(end, {**case, error.fact: value})
            return
        if made and (made.result != end.result or not set(made.rules) <= set(end.rules)):
            raise ProofError(self.flowchart.decision, case)
