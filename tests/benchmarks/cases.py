"""Live cases: how long it takes to see what is due for all of them, by their number.

By hand, with as many cases as you like: `python -m tests.benchmarks.cases 100 1000 10000`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from fingerpost.engine import load
from fingerpost.engine.cases.chain import Kind
from fingerpost.engine.cases.journal import Journal
from fingerpost.engine.cases.overview import all_due

from .growth import Growth
from .measure import fastest

SIZES = (100, 1000)
ENTRIES = 100
"""In each case, its opening among them."""
DAY = date(2026, 11, 25)
PAST = 200
"""Days over which a case has been going on."""
BATCH = 20_000
ANSWERS: Mapping[str, Sequence[object]] = {
    "impression": ("warm", "neutral", "cold"),
    "good_interview": (True, False),
    "best_candidate": (True, False),
    "deadline_reason": ("none", "relocation"),
    "friend_at_company": (True, False),
    "industry_news": (True, False),
}

Logged = tuple[str, Kind, dict[str, object]]


def measure(sizes: Sequence[int] = SIZES) -> list[Growth]:
    """The growth of all work on a whole journal, by the number of cases of a hundred entries each."""
    found: dict[str, dict[int, float]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for work, seconds in _of_size(Path(folder, "cases.journal"), size).items():
                found.setdefault(work, {})[size] = seconds
    return [Growth(work, seconds) for work, seconds in found.items()]


def _of_size(path: Path, size: int) -> dict[str, float]:
    book = load("hear-back")
    with Journal.at(path) as journal:

        def due(ahead: bool) -> int:
            return sum(
                1
                for _ in all_due(
                    journal,
                    journal.cases(),
                    lambda _: (book.definition, book.answer_all),
                    DAY,
                    ahead=ahead,
                )
            )

        def log() -> None:
            waiting = entries_of_cases(size)
            while some := list(islice(waiting, BATCH)):
                journal.extend(some)

        return {
            "case log, in large batches": fastest(log, 1),
            "case due": fastest(lambda: due(ahead=False), 1),
            "case list": fastest(lambda: due(ahead=True), 1),
            "case verify": fastest(journal.verify, 1),
        }


def entries_of_cases(size: int) -> Iterator[Logged]:
    """The entries of all cases in turns, as the days go by."""
    random = Random(size)
    for number in range(ENTRIES):
        for case in range(size):
            days = PAST * (ENTRIES - number) // ENTRIES - random.randrange(PAST // ENTRIES)
            yield _entry(random, f"{case:016x}", number, DAY - timedelta(days))


def _entry(random: Random, case: str, number: int, day: date) -> Logged:
    head = {"day": day.isoformat(), "author": "coach", "rulebook": "f" * 64}
    if number == 0:
        return case, "open", {**head, "name": f"Client {case}", "source": "hear-back"}
    if number <= len(ANSWERS):
        fact, values = list(ANSWERS.items())[number - 1]
        return case, "answer", {**head, "fact": fact, "value": random.choice(values)}
    events = ("follow_up_sent",) * 12 + ("thank_you_sent", "reply_received", "interview_held")
    event = "interview_held" if number == len(ANSWERS) + 1 else random.choice(events)
    fields = {"tone": random.choice(("warm", "cold"))} if event == "reply_received" else {}
    return case, "event", {**head, "event": event, "fields": fields}


def main(sizes: Sequence[int]) -> None:
    """Measure, and print."""
    for one in measure(sizes):
        times = ", ".join(f"{size:,} cases: {took:.2f} s" for size, took in one.seconds.items())
        growth = f"; exponent {one.exponent:.2f}" if len(sizes) > 1 else ""
        print(f"{one.work}: {times}{growth}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
