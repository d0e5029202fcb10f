"""Decision tables as plain data: hear-back's `next_move`, seeded random ones, and their cases.

Each peer's program is written from this data (see `texts.py`), so that all answer the same
question.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

Value = str | int | bool
Case = Mapping[str, Any]
Domain = tuple[str, ...] | tuple[bool, ...] | range

SIZES = (10, 100, 1_000, 10_000)
MATCHED = 0.9  # the share of random cases that some rule of a seeded table fits
CHOICES = ("a", "b", "c", "d")
NUMBERS = ("p", "q", "r", "s")
OPTIONS = 20
ADVICE = tuple(f"advice_{number}" for number in range(10))


@dataclass(frozen=True)
class OneOf:
    """A value among these."""

    values: tuple[str, ...] | tuple[bool, ...]


@dataclass(frozen=True)
class Between:
    """A whole number from `low` to `high`, both included; None is no bound."""

    low: int | None = None
    high: int | None = None


Test = OneOf | Between


@dataclass(frozen=True)
class Row:
    """A rule: every test must hold. A fact that is not mentioned may be anything."""

    when: Mapping[str, Test]
    outcome: str


@dataclass(frozen=True, eq=False)
class Table:
    """A decision, hit policy *first*."""

    name: str
    decision: str
    domains: Mapping[str, Domain]
    rows: tuple[Row, ...]
    otherwise: str

    @property
    def outcomes(self) -> tuple[str, ...]:
        """All advice, each once, that of `otherwise` last."""
        given = sorted({row.outcome for row in self.rows} - {self.otherwise})
        return (*given, self.otherwise)

    @property
    def read(self) -> tuple[str, ...]:
        """The facts that some rule tests."""
        return tuple(name for name in self.domains if any(name in row.when for row in self.rows))


class Index:
    """A table's plain answer by sets of rules, one bit a rule; shares nothing with any peer."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.everything = (1 << len(table.rows)) - 1
        self.passing = {name: self._column(name, domain) for name, domain in table.domains.items()}

    def _column(self, name: str, domain: Domain) -> dict[Value, int]:
        """For each value of a fact, the rules that it passes."""
        tests = [row.when.get(name) for row in self.table.rows]
        free = sum(1 << place for place, test in enumerate(tests) if test is None)
        if not isinstance(domain, range):
            passing: dict[Value, int] = dict.fromkeys(domain, free)
            for place, test in enumerate(tests):
                for value in test.values if isinstance(test, OneOf) else ():
                    passing[value] |= 1 << place
            return passing
        turning = dict.fromkeys(range(domain.start, domain.stop + 1), 0)
        for place, test in enumerate(tests):
            if isinstance(test, Between):
                low = domain.start if test.low is None else max(test.low, domain.start)
                high = domain[-1] if test.high is None else min(test.high, domain[-1])
                turning[low] ^= 1 << place
                turning[high + 1] ^= 1 << place
        passing, current = {}, free
        for value in domain:
            current ^= turning[value]
            passing[value] = current
        return passing

    def first(self, case: Case) -> int | None:
        """The place of the first rule that holds."""
        holding = self.everything
        for name, passing in self.passing.items():
            holding &= passing[case[name]]
            if not holding:
                return None
        return (holding & -holding).bit_length() - 1

    def answer(self, case: Case) -> str:
        """The advice for a case."""
        place = self.first(case)
        return self.table.otherwise if place is None else self.table.rows[place].outcome

    def matched(self, cases: Sequence[Case]) -> float:
        """The share of the cases that some rule fits."""
        return sum(self.first(case) is not None for case in cases) / len(cases)


def random_cases(table: Table, count: int, seed: int = 1) -> list[dict[str, Value]]:
    """Complete cases, each fact drawn evenly.

    The names are the very objects that a program's literals are; the texts are objects of their
    own, as in a case that came from outside.
    """
    random = Random(f"{table.name} {seed}")
    return [
        {name: _fresh(random.choice(domain)) for name, domain in table.domains.items()}
        for _ in range(count)
    ]


def _fresh(value: Value) -> Value:
    return value.encode().decode() if isinstance(value, str) else value


# Hear-back's `next_move`, from the page that fixes it, its settings inlined.

_YES = OneOf((True,))
_ASKED_AGAIN: dict[str, Test] = {
    "follow_ups_ignored": Between(1),
    "days_since_last_contact": Between(3),
}
NEXT_MOVE = Table(
    name="hear-back",
    decision="next_move",
    domains={
        "impression": ("warm", "neutral", "cold"),
        "heard_back": ("nothing", "warm_reply", "cold_reply", "rejected", "offered"),
        "days_since_interview": range(366),
        "days_since_last_contact": range(366),
        "follow_ups_ignored": range(21),
        "thank_you_sent": (False, True),
        "good_interview": (False, True),
        "best_candidate": (False, True),
        "deadline_reason": ("none", "relocation", "promotion", "similar"),
        "other_offer": (False, True),
        "availability_changed": (False, True),
        "friend_at_company": (False, True),
        "friend_asked": (False, True),
        "industry_news": (False, True),
    },
    rows=(
        Row({"heard_back": OneOf(("offered",))}, "answer_them"),
        Row({"heard_back": OneOf(("rejected",))}, "close_politely"),
        Row({"impression": OneOf(("cold",))}, "let_go"),
        Row({"heard_back": OneOf(("cold_reply",))}, "let_go"),
        Row({"heard_back": OneOf(("warm_reply",))}, "keep_talking"),
        Row({"follow_ups_ignored": Between(3)}, "move_on"),
        Row({"good_interview": _YES, "best_candidate": _YES, **_ASKED_AGAIN}, "go_above"),
        Row({"follow_ups_ignored": Between(0, 0), "days_since_interview": Between(3)}, "follow_up"),
        Row(_ASKED_AGAIN, "follow_up_again"),
    ),
    otherwise="wait",
)


# Seeded tables.


@dataclass(frozen=True)
class _ChoiceDice:
    order: tuple[int, ...]  # the options' places, those that pass first
    power: float

    def test(self, options: tuple[str, ...], share: float) -> Test:
        count = max(1, round(OPTIONS * share**self.power))
        return OneOf(tuple(options[place] for place in sorted(self.order[:count])))


@dataclass(frozen=True)
class _NumberDice:
    place: float  # 0 is as low as the interval can lie, 1 as high
    power: float

    def test(self, numbers: range, share: float) -> Test:
        share **= self.power
        width = len(numbers) * share
        # Intervals may stick out a little and are cut, or the numbers at the ends would be bare.
        slack = width * (1 - share) / 2
        low = round(self.place * (len(numbers) - width + 2 * slack) - slack)
        return Between(numbers[max(0, low)], numbers[min(len(numbers) - 1, low + round(width))])


@cache
def seeded(size: int, seed: int = 1) -> Table:
    """A table of that many overlapping rules, of which some rule fits about 90% of random cases.

    A rule that covers a share `c` of all cases lets each of the eight columns pass about
    `c ** (1/8)` of its values; `c` is such that `1 - (1 - c) ** size` is the wanted share. The
    columns vary around that, and the share is then adjusted until the table as drawn has it. The
    numbers come first: whoever tests in order is up to four times faster for it.
    """
    random = Random(f"table {size} {seed}")
    dice = [_dice(random) for _ in range(size)]
    outcomes = [random.choice(ADVICE) for _ in range(size)]
    domains: dict[str, Domain] = dict.fromkeys(NUMBERS, range(1000))
    domains |= {name: _options(name) for name in CHOICES}

    def table(share: float) -> Table:
        rows = tuple(
            Row({name: die.test(domains[name], share) for name, die in row.items()}, outcome)
            for row, outcome in zip(dice, outcomes, strict=True)
        )
        return Table(f"table-{size}", "choice", domains, rows, "nothing_fits")

    expected = (1 - (1 - MATCHED) ** (1 / size)) ** (1 / 8)
    low, high = expected * 0.7, min(1.0, expected * 1.4)
    cases = random_cases(table(expected), 4000, seed=-1)
    for _ in range(7):
        share = math.sqrt(low * high)
        if Index(table(share)).matched(cases) < MATCHED:
            low = share
        else:
            high = share
    return table(high)


def _options(name: str) -> tuple[str, ...]:
    return tuple(f"{name}{number}" for number in range(1, OPTIONS + 1))


def _dice(random: Random) -> dict[str, _ChoiceDice | _NumberDice]:
    dice: dict[str, _ChoiceDice | _NumberDice] = {}
    for name in NUMBERS:
        dice[name] = _NumberDice(random.random(), _power(random))
    for name in CHOICES:
        dice[name] = _ChoiceDice(tuple(random.sample(range(OPTIONS), OPTIONS)), _power(random))
    return dice


def _power(random: Random) -> float:
    return math.exp(random.uniform(-0.4, 0.4))
