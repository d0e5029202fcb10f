"""Cells: the maximal sets of a fact's values that no test of the rulebook can tell apart.

Each fact's values are first laid out in *regions*: its options, or the thresholds of its tests and what
lies between two of them. A sweep over the regions keeps the set of tests that hold; regions with
the same set are one cell. A test is then a set of cells, kept as the bits of a number, so that the
work grows with the thresholds and not with tests times thresholds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

from ..candidates import thresholds
from ..language.conditions import (
    Anything,
    Between,
    Compare,
    Either,
    Empty,
    Includes,
    Is,
    Negation,
    Operand,
    Test,
    tests_in,
)
from ..language.rulebook import Fact, Rulebook
from ..language.vocabulary import EXACT, Choice, Day, Number, Value, YesNo, below

Bits = int
"""A set of small numbers: bit n is set when n is in it."""


@dataclass(frozen=True)
class Cells:
    """The cells of one fact.

    `samples` has one value of each cell. `weights` are how likely each cell is taken to be, in sum
    1: options count equally, and so do the cells of a number or a date, unless the fact says what
    is likely. `sets` has the cells, as bits, in which each test of the rulebook holds. `plain` is
    the cell of an unremarkable value: no, the first option, 0 or the nearest to it, the first day.
    """

    samples: tuple[Value, ...]
    weights: tuple[float, ...]
    sets: Mapping[Test[Operand], Bits] = field(repr=False)
    plain: int
    regions: Regions = field(repr=False)
    cell_of_region: tuple[int, ...] = field(repr=False)

    def __len__(self) -> int:
        """How many cells there are."""
        return len(self.samples)

    def index(self, value: Value) -> int:
        """The cell that a value of the fact lies in."""
        return self.cell_of_region[self.regions.index(value)]


@dataclass(frozen=True)
class Regions:
    """The values of a fact laid out in a row.

    Of a choice or a yes/no fact each option is a region; `points` are the options. Of a number or a
    date the regions are, from below, what lies under the first point, the point itself, what lies
    between it and the next, and so on: region 2i+1 is point i.
    """

    kind: YesNo | Choice | Number | Day
    points: tuple[Value, ...]

    @property
    def ordered(self) -> bool:
        """Whether the points are thresholds, not options."""
        return isinstance(self.kind, Number | Day)

    def __len__(self) -> int:
        """How many regions there are, empty ones included."""
        return 2 * len(self.points) + 1 if self.ordered else len(self.points)

    def index(self, value: Value) -> int:
        """The region that a value lies in."""
        if not self.ordered:
            return self.points.index(value)
        place = bisect_left(self.points, value)  # pyright: ignore[reportCallIssue, reportArgumentType, reportUnknownVariableType]
        hit = place < len(self.points) and self.points[place] == value
        return 2 * place + hit

    def sample(self, region: int) -> Value | None:
        """A value in a region, None where the region has none."""
        if not self.ordered:
            return self.points[region]
        place, is_point = divmod(region, 2)
        low = self.points[place - 1] if place > 0 else None
        high = self.points[place] if place < len(self.points) else None
        value = high if is_point else _between(self.kind, low, high)
        if value is None or not isinstance(self.kind, Number | Day):
            return None
        return value if value in self.kind.interval else None

    def holding(self, test: Test[Operand]) -> Bits:
        """The regions in which a test holds."""
        whole = (1 << len(self)) - 1
        match test:
            case Anything():
                return whole
            case Is(operand):
                return 1 << self.index(operand.value)
            case Either(tests):
                found = 0
                for one in tests:
                    found |= self.holding(one)
                return found
            case Negation(inner):
                return whole & ~self.holding(inner)
            case Compare("at least", operand):
                return whole & (-1 << self.index(operand.value))
            case Compare("more than", operand):
                return whole & (-1 << (self.index(operand.value) + 1))
            case Compare("at most", operand):
                return (1 << (self.index(operand.value) + 1)) - 1
            case Compare(_, operand):
                return (1 << self.index(operand.value)) - 1
            case Between(low, high, low_open, high_open):
                first = self.index(low.value) + low_open
                behind = self.index(high.value) + (not high_open)
                return (1 << behind) - (1 << first) if behind > first else 0
            case Includes() | Empty():  # of decisions that give lists, never of facts
                return 0


def _between(kind: object, low: Value | None, high: Value | None) -> Value | None:
    """A value between two neighbouring points (None: no end), as round as possible."""
    step: object = timedelta(1) if isinstance(kind, Day) else 1
    if low is None and high is None:
        return date(2000, 1, 1) if isinstance(kind, Day) else _zero(kind)
    try:
        near = high - step if low is None else low + step  # type: ignore[operator] # pyright: ignore[reportOperatorIssue, reportUnknownVariableType]
    except OverflowError:  # the calendar ends
        return None
    if low is None or high is None or near < high:  # pyright: ignore[reportUnknownVariableType, reportOperatorIssue]
        return near  # pyright: ignore[reportUnknownVariableType]
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return EXACT.multiply(EXACT.add(low, high), Decimal("0.5"))
    return None


def _zero(kind: object) -> Value:
    return 0 if isinstance(kind, Number) and kind.whole else Decimal(0)


# -- the sweep ---------------------------------------------------------------------------------


def cells_of(rulebook: Rulebook) -> dict[str, Cells]:
    """The cells of every fact that some rule tests."""
    tests: dict[str, dict[Test[Operand], None]] = {}
    for decision in rulebook.decisions.values():
        for rule in decision.rules:
            for one in tests_in(rule.condition):
                tests.setdefault(one.fact, {})[one.test] = None
    return {
        name: fact_cells(fact, tuple(tests[name]))
        for name, fact in rulebook.facts.items()
        if name in tests
    }


def fact_cells(fact: Fact, tests: Sequence[Test[Operand]]) -> Cells:
    """The cells that some tests cut a fact's values into."""
    regions = Regions(fact.type, _points(fact.type, tests))
    runs = [tuple(runs_in(regions.holding(test))) for test in tests]
    cell_of_region = _numbered(regions, _signatures(len(regions), runs))
    firsts = _firsts(cell_of_region)
    # How many cells begin before each region. A test that holds in one region of a cell holds in
    # all of them, so the first stands for the cell.
    before = list(accumulate((region in firsts for region in range(len(regions))), initial=0))
    sets: dict[Test[Operand], Bits] = {}
    for test, parts in zip(tests, runs, strict=True):
        cells = 0
        for start, end in parts:
            cells |= (1 << before[end]) - (1 << before[start])
        sets[test] = cells
    samples = tuple(value for region in firsts if (value := regions.sample(region)) is not None)
    plain = cell_of_region[regions.index(_plain_value(fact.type))]
    return Cells(
        samples, _weights(fact, regions, cell_of_region), sets, plain, regions, cell_of_region
    )


def _points(
    kind: YesNo | Choice | Number | Day, tests: Iterable[Test[Operand]]
) -> tuple[Value, ...]:
    match kind:
        case YesNo():
            return (True, False)
        case Choice(options):
            return options
        case Number() | Day():
            ends = (kind.interval.low, kind.interval.high)
            found = {end for end in ends if end is not None}
            found.update(value for test in tests for value in thresholds(test))
            return tuple(sorted(found))  # pyright: ignore[reportArgumentType, reportUnknownVariableType, reportUnknownArgumentType]


def _signatures(count: int, runs: Sequence[Iterable[tuple[int, int]]]) -> Iterator[Bits]:
    """For each region the tests that hold in it: where a run begins or ends, a bit turns over."""
    turns = [0] * (count + 1)
    for number, parts in enumerate(runs):
        for start, end in parts:
            turns[start] ^= 1 << number
            turns[end] ^= 1 << number
    return accumulate(turns[:count], lambda one, two: one ^ two)


def _numbered(regions: Regions, signatures: Iterable[Bits]) -> tuple[int, ...]:
    """The cell of each region; regions without a value get -1."""
    numbers: dict[Bits, int] = {}
    return tuple(
        numbers.setdefault(signature, len(numbers)) if regions.sample(region) is not None else -1
        for region, signature in enumerate(signatures)
    )


def _firsts(cell_of_region: Sequence[int]) -> dict[int, int]:
    """The first region of each cell, in the order of the cells, which is that of the regions."""
    seen: dict[int, int] = {}
    for region, cell in enumerate(cell_of_region):
        if cell >= 0:
            seen.setdefault(cell, region)
    return {region: cell for cell, region in seen.items()}


def runs_in(bits: Bits) -> Iterator[tuple[int, int]]:
    """The runs of neighbours in a set, as first and one behind the last."""
    while bits:
        start = (bits & -bits).bit_length() - 1
        rest = bits >> start
        length = (~rest & (rest + 1)).bit_length() - 1
        yield start, start + length
        bits = (rest >> length) << (start + length)


def members(bits: Bits) -> Iterator[int]:
    """The numbers in a set, from the smallest."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


# -- what is plain, what is likely -------------------------------------------------------------


def _plain_value(kind: YesNo | Choice | Number | Day) -> Value:
    match kind:
        case YesNo():
            return False
        case Choice(options):
            return options[0]
        case Number() | Day():
            interval = kind.interval
            zero = date(2000, 1, 1) if isinstance(kind, Day) else _zero(kind)
            if zero in interval:
                return zero
            if interval.low is not None and below(zero, interval.low):
                nearest = interval.low
            else:
                nearest = interval.high if interval.high is not None else zero
            return nearest if nearest in interval else _inside(kind)


def _inside(kind: Number | Day) -> Value:
    low, high = kind.interval.low, kind.interval.high
    found = (_between(kind, low, high), low, high)
    return next(one for one in found if one is not None and one in kind.interval)


def _weights(fact: Fact, regions: Regions, cell_of_region: Sequence[int]) -> tuple[float, ...]:
    count = max(cell_of_region) + 1
    if regions.ordered:
        return (1 / count,) * count
    weights = [0.0] * count
    said = dict(fact.likely)
    likely = [float(said.get(option, 1)) for option in regions.points]
    for region, cell in enumerate(cell_of_region):
        weights[cell] += likely[region] / sum(likely)
    return tuple(weights)
