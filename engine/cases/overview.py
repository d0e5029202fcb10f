"""All clients at a glance: what is due for each, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from ..evaluate import Case, DecisionAnswer
from ..language.rulebook import Rulebook
from .entries import Entry
from .folding import facts_on
from .journal import CaseHead, Journal
from .planning import Answers, Step, Thresholds, actions, coming, is_done
from .reading import read_contents

MOST_REMEMBERED = 20_000
"""Answers that are kept, because many cases stand where another one stood."""


@dataclass(frozen=True)
class Due:
    """What a case waits for: `today` is the advice to be followed on the day asked about (decision and
    advice), `coming` the next one of its plan after that; `answers` are those of the day."""

    case: str
    today: tuple[tuple[str, str], ...]
    coming: Step | None
    answers: Mapping[str, DecisionAnswer]

    @property
    def order(self) -> tuple[int, int, str]:
        """Where it stands in a list: what is due first, then what comes next, then the rest."""
        if self.today:
            return 0, 0, self.case.casefold()
        if self.coming is not None:
            return 1, self.coming.day.toordinal(), self.case.casefold()
        return 2, 0, self.case.casefold()


def due(
    rulebook: Rulebook,
    name: str,
    entries: Sequence[Entry],
    day: date,
    answers: Answers,
    thresholds: Thresholds,
    *,
    ahead: bool = True,
) -> Due:
    """What is due for a case on a day; without `ahead` nothing is planned, which is much quicker."""
    found = answers(facts_on(rulebook, entries, day))
    today = tuple(
        (decision, advice)
        for decision, advice, _ in actions(rulebook, found)
        if not is_done(rulebook, entries, day, decision, advice, answers, thresholds)
    )
    later = coming(rulebook, entries, day, answers, thresholds) if ahead else None
    return Due(name, today, later, found)


def all_due(
    journal: Journal,
    heads: Iterable[CaseHead],
    load: Callable[[str], tuple[Rulebook, Answers]],
    day: date,
    *,
    ahead: bool = True,
) -> Iterator[tuple[CaseHead, Due]]:
    """What is due for each of some cases, in no particular order, in one pass over the journal.

    `load` gives the rulebook of a head's `source`, and who answers by it; it is called once for each.
    """
    known = {head.id: head for head in heads}
    books: dict[str, tuple[Rulebook, Answers, Thresholds]] = {}
    for case, rows in groupby(journal.contents(), itemgetter(1)):
        head = known.get(case)
        if head is None:
            continue
        if head.source not in books:
            rulebook, answers = load(head.source)
            books[head.source] = rulebook, remembering(answers), Thresholds(rulebook)
        rulebook, answers, thresholds = books[head.source]
        entries, _ = read_contents(
            rulebook, ((number, kind, content) for number, _, kind, content in rows)
        )
        yield head, due(rulebook, head.name, entries, day, answers, thresholds, ahead=ahead)


def remembering(answers: Answers) -> Answers:
    """The same answers, each worked out once."""
    remembered: dict[tuple[object, ...], Mapping[str, DecisionAnswer]] = {}

    def answer(case: Case) -> Mapping[str, DecisionAnswer]:
        key = tuple(case.items())  # facts come in the order of the rulebook
        found = remembered.get(key)
        if found is None:
            if len(remembered) >= MOST_REMEMBERED:
                remembered.clear()
            found = remembered[key] = answers(case)
        return found

    return answer
