"""Measuring so that noise hits all alike: every contender once a round, round after round."""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 9


@dataclass(frozen=True)
class Lap:
    """One go of a contender: `run` does `units` pieces of work."""

    run: Callable[[], object]
    units: int


@dataclass(frozen=True)
class Pace:
    """The seconds a piece of work took in each round."""

    seconds: tuple[float, ...]

    @property
    def best(self) -> float:
        """Of the least disturbed round."""
        return min(self.seconds)

    @property
    def per_second(self) -> float:
        """Pieces of work a second, in the least disturbed round."""
        return 1 / self.best

    @property
    def usual_per_second(self) -> float:
        """Pieces of work a second, in the median round."""
        return 1 / median(self.seconds)


def race(laps: Mapping[str, Lap], rounds: int = ROUNDS) -> dict[str, Pace]:
    """The paces of all contenders. Each round begins with another one."""
    seconds: dict[str, list[float]] = {name: [] for name in laps}
    names = list(laps)
    with undisturbed():
        for number in range(rounds):
            start = number % len(names)
            for name in names[start:] + names[:start]:
                lap = laps[name]
                begin = perf_counter()
                lap.run()
                seconds[name].append((perf_counter() - begin) / lap.units)
                gc.collect(0)
    return {name: Pace(tuple(times)) for name, times in seconds.items()}


def fastest(work: Callable[[], object], rounds: int = 3) -> float:
    """The seconds of the fastest of a few runs, garbage collected as it comes."""
    times: list[float] = []
    for _ in range(rounds):
        gc.collect()
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return min(times)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without the garbage collector, which would bill one contender for another's litter."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The `k` of `seconds = constant * size ** k`, by least squares over the logarithms."""
    across = [math.log(size) for size in sizes]
    up = [math.log(time) for time in seconds]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    return sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True)) / sum(
        (x - middle) ** 2 for x in across
    )
