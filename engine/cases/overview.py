"""All clients at a glance: what is due for each, the most urgent first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..evaluate import DecisionAnswer
from ..language.rulebook import Rulebook
from .entries import Entry
from .folding import facts_on
from .planning import Answers, Step, Thresholds, actions, is_done, plan


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
    later = None
    if ahead:
        steps = plan(rulebook, entries, day, answers, thresholds).steps
        later = next((step for step in steps if step.day > day), None)
    return Due(name, today, later, found)
