"""The figures as tables of text."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence

from . import columns, peers, single
from .drawings import Drawing
from .growth import Growth
from .measure import Pace

FIGURES = 3  # significant ones


def aligned(rows: Iterable[Sequence[str]]) -> str:
    """Columns side by side: the first to the left, the rest to the right."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines: list[str] = []
    for number, (first, *rest) in enumerate(rows):
        cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        lines.append("  ".join((first.ljust(widths[0]), *cells)).rstrip())
        if number == 0:
            lines.append("  ".join("-" * width for width in widths))
    return "\n".join(lines)


def rate(per_second: float) -> str:
    """A rate in three figures: `12.3 M`, `456 k`."""
    for size, letter in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if per_second >= size * 0.9995:
            return _figures(per_second / size) + letter
    return _figures(per_second)


def duration(seconds: float) -> str:
    """A duration in three figures: `1.23 ms`."""
    for size, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size * 0.9995:
            return f"{_figures(seconds / size)} {unit}"
    return f"{_figures(seconds / 1e-9)} ns"


def _figures(number: float) -> str:
    whole = len(str(int(number)))
    return f"{number:.{max(0, FIGURES - whole)}f}"


def one_case(results: single.Results) -> str:
    """One table of rules: cases a second, and how many times faster Fingerpost is."""
    rows = [("", "best", "median", "one case", "Fingerpost is")]
    for name, pace in results.paces.items():
        times = f"{_figures(results.ratio(peers.FINGERPOST, name))} x"
        rows.append((name, *_rates(pace), duration(pace.best), times))
    left_out = [f"{name}: {why}" for name, why in results.left_out.items()]
    return "\n".join([aligned(rows), *left_out])


def _rates(pace: Pace) -> tuple[str, str]:
    return f"{rate(pace.per_second)}/s", f"{rate(pace.usual_per_second)}/s"


def by_size(
    sizes: Iterable[int], results: Mapping[int, single.Results] | Mapping[int, columns.Results]
) -> str:
    """Cases a second of all contenders, one column for each number of rules."""
    sizes = list(sizes)
    names = dict.fromkeys(name for size in sizes for name in results[size].names)
    notes: dict[str, str] = {}
    rows = [("cases a second", *(f"{size:,} rules" for size in sizes))]
    for name in names:
        row = [name]
        for size in sizes:
            pace = results[size].paces.get(name)
            if pace is None:
                why = results[size].left_out.get(name, "not measured")
                notes.setdefault(why, chr(ord("a") + len(notes)))
                row.append(f"- ({notes[why]})")
            else:
                row.append(rate(pace.per_second))
        rows.append(tuple(row))
    return "\n".join((aligned(rows), *(f"({letter}) {why}" for why, letter in notes.items())))


def growths(found: Sequence[Growth], single_answers: Mapping[int, single.Results]) -> str:
    """Times by the number of rules, and the exponent of their growth."""
    answering = {size: one.paces[peers.FINGERPOST].best for size, one in single_answers.items()}
    everything = [*found, Growth("answering one case", answering)]
    sizes = list(single_answers)
    slopes = ("exponent", "of the last step") if len(sizes) > 1 else ()
    rows = [("Fingerpost's time", *(f"{size:,} rules" for size in sizes), *slopes)]
    for one in everything:
        figures = (one.exponent, one.last_exponent) if slopes else ()
        times = (duration(one.seconds[size]) for size in sizes)
        rows.append((one.work, *times, *(f"{figure:.2f}" for figure in figures)))
    return aligned(rows)


def drawings(found: Sequence[Drawing]) -> str:
    """Times to draw, and how many times as long as Graphviz's layout alone that is."""
    kinds = list(found[0].seconds)
    rows = [("", "steps", "graphviz", *kinds)]
    for one in found:
        rows.append(
            (
                one.name,
                str(one.steps),
                duration(one.graphviz),
                *(duration(one.seconds[k]) for k in kinds),
            )
        )
        rows.append(("  as a ratio", "", "1", *(f"{one.ratio(k):.2f}" for k in kinds)))
    return aligned(rows)


def whatif(found: Mapping[str, Mapping[str, float]]) -> str:
    """Times of the what-if questions on the bundled rulebooks."""
    questions = list(next(iter(found.values())))
    rows = [("all facts known", *questions)]
    rows += [(name, *(duration(times[one]) for one in questions)) for name, times in found.items()]
    return aligned(rows)


def native_kernel(results: single.Results) -> str:
    """What a kernel in C could bring at most, with figures."""
    reads = results.paces[single.READS].best
    in_c = results.paces[single.READS_IN_C].best
    answer = results.paces[peers.FINGERPOST].best
    return (
        f"Reading eight facts takes {duration(reads)} in Python and {duration(in_c)} in C; an empty "
        f"call takes {duration(results.paces[single.NOTHING].best)}. Fingerpost's answer takes "
        f"{duration(answer)}: a kernel in C that reads eight facts and then decides in no time would "
        f"be {answer / in_c:.1f} times as fast."
    )


def warning() -> str:
    """A word when other programs are busy: threads then get less than they would."""
    busy = _load()
    if busy is None or busy < 0.5:
        return ""
    return f"Other programs are busy (load {busy:.1f}): DuckDB's threads may get less than usual."


def _load() -> float | None:
    getloadavg: Callable[[], tuple[float, ...]] | None = getattr(os, "getloadavg", None)
    return getloadavg()[0] if getloadavg else None
