"""One case at a time: all contenders on one table, checked, then measured in turns."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from time import perf_counter

from . import peers
from .measure import ROUNDS, Lap, Pace, race
from .tables import Case, Index, Table, random_cases

CHECKED = 3000  # random cases on which all must agree
LAP = 0.02  # seconds that a lap should last
TOO_LONG = 2.0  # seconds for the fewest cases; who needs more is left out
FEWEST_CHECKED = 20  # however long that takes
FEWEST = 200  # cases in a lap: fewer would favour who happens to get the easy ones

NOTHING = "an empty function in Python"
READS = "reading eight facts in Python"
READS_IN_C = "reading eight facts in C (itemgetter)"


class WrongAnswerError(AssertionError):
    """A contender gives another answer than Fingerpost's reference."""


@dataclass(frozen=True)
class Results:
    """The paces by contender, and why others have none."""

    table: Table
    paces: Mapping[str, Pace]
    left_out: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """All contenders, in their order."""
        everybody = (*(peer.name for peer in peers.PEERS), *self.paces)
        return tuple(dict.fromkeys(everybody))

    def ratio(self, one: str, other: str) -> float:
        """How many times faster one contender is than another."""
        return self.paces[one].per_second / self.paces[other].per_second


def measure(
    table: Table, rounds: int = ROUNDS, among: Sequence[peers.Peer] = peers.PEERS
) -> Results:
    """Check all contenders, then let them run in turns."""
    cases = random_cases(table, CHECKED)
    answers = right_answers(table, cases)
    laps: dict[str, Lap] = {}
    left_out: dict[str, str] = {}
    for peer in among:
        try:
            decide = peer.prepare(table)
            check(peer.name, decide, cases, answers)
            laps[peer.name] = lap(decide, cases)
        except peers.UnavailableError as error:
            left_out[peer.name] = str(error)
    for name, decide in floors(table).items():
        laps[name] = lap(decide, cases)
    return Results(table, race(laps, rounds), left_out)


def right_answers(table: Table, cases: Sequence[Case], seconds: float = 20) -> list[str]:
    """The answers by plain sets of rules, of which Fingerpost's reference confirms as many as
    time allows."""
    index = Index(table)
    answers = [index.answer(case) for case in cases]
    reference = peers.reference(table)
    check("Fingerpost's reference", reference, cases, answers, seconds)
    return answers


def check(
    name: str,
    decide: peers.Decide,
    cases: Sequence[Case],
    answers: Sequence[str],
    seconds: float = 5,
) -> None:
    """All answers are right, or those that there is time for; the first wrong one is an error."""
    end = perf_counter() + seconds
    for number, (case, answer) in enumerate(zip(cases, answers, strict=True)):
        if number >= FEWEST_CHECKED and perf_counter() > end:
            return
        if (found := decide(case)) != answer:
            raise WrongAnswerError(f"{name} says {found!r} instead of {answer!r} for {case}")


def lap(decide: peers.Decide, cases: Sequence[Case]) -> Lap:
    """A lap of a good length over as many of the cases as that takes, again and again if need
    be."""
    few = cases[:FEWEST]
    run_over(decide, few)
    begin = perf_counter()
    run_over(decide, few)
    taken = perf_counter() - begin
    if taken > TOO_LONG:
        raise peers.UnavailableError(f"too slow: {FEWEST / taken:.0f} a second")
    count = max(FEWEST, round(FEWEST * LAP / taken))
    work = list(itertools.islice(itertools.cycle(cases), count))
    return Lap(lambda: run_over(decide, work), count)


def run_over(decide: peers.Decide, cases: Sequence[Case]) -> None:
    """What is timed."""
    for case in cases:
        decide(case)


def floors(table: Table) -> dict[str, peers.Decide]:
    """What any way of answering pays: a call, and reading eight facts. As Python reads them, and as
    a kernel in C would: an upper bound of what such a kernel could bring."""
    names = (*table.read, *(name for name in table.domains if name not in table.read))[:8]
    reads = "".join(f"    case[{name!r}]\n" for name in names)
    found: dict[str, peers.Decide] = {}
    exec(f"def nothing(case): pass\ndef read(case):\n{reads}", found)  # type: ignore[arg-type]
    return {NOTHING: found["nothing"], READS: found["read"], READS_IN_C: itemgetter(*names)}
