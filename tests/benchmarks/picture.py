"""The figures as a picture."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import columns, peers, single
from .measure import Pace
from .report import rate

# After Okabe and Ito's palette, told apart by all eyes; the light ones darker, as words have them too.
COLOURS = {
    peers.FINGERPOST: "#D55E00",
    columns.FINGERPOST: "#D55E00",
    peers.HAND_WRITTEN: "#000000",
    peers.DATALOGIC: "#0072B2",
    peers.ZEN: "#009E73",
    peers.RULE_ENGINE: "#A8437E",
    peers.DURABLE: "#7A6A00",
    columns.SCAN: "#0072B2",
    columns.SCAN_ARROW: "#555555",
    columns.CASE: "#009E73",
}
MARKERS = dict(zip(COLOURS, "ooDs^vPXDd^", strict=False))
SHORT = {
    columns.FINGERPOST: "Fingerpost",
    columns.SCAN: "DuckDB only reads\n(Parquet)",
    columns.SCAN_ARROW: "DuckDB only reads\n(memory)",
    columns.CASE: "DuckDB's CASE",
    peers.HAND_WRITTEN: "hand-written\nPython",
}
GREY = "#555555"


def draw(
    path: Path,
    hear_back: single.Results,
    tables: Mapping[int, single.Results],
    by_column: Mapping[int, columns.Results],
) -> None:
    """Three panels: hear-back; tables, one case at a time; tables, a column at a time."""
    matplotlib = peers.needed("matplotlib", "matplotlib")
    matplotlib.use("svg" if path.suffix == ".svg" else "agg")
    from matplotlib import pyplot

    style = {
        "font.size": 11,
        "font.family": "sans-serif",
        "svg.fonttype": "path",
        "svg.hashsalt": "fingerpost",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "axes.titlesize": 12,
        "axes.titleweight": "bold",
    }
    with pyplot.rc_context(style):
        figure, panels = pyplot.subplots(
            1, 3, figsize=(15, 6.2), layout="constrained", width_ratios=(1.05, 1.3, 1.3)
        )
        figure.suptitle(
            "Cases a second: Fingerpost and others, measured in turns in one run",
            x=0.005,
            ha="left",
            fontsize=15,
            fontweight="bold",
        )
        _dots(panels[0], hear_back)
        _lines(panels[1], {size: _peers(one.paces) for size, one in tables.items()})
        panels[1].set_title("Tables of rules, one case at a time")
        _lines(panels[2], {size: one.paces for size, one in by_column.items()})
        panels[2].set_title("Tables of rules, a column at a time")
        for panel in panels[1:]:
            panel.set_xlabel("rules in the table (first that fits; 4 numbers, 4 texts)")
            panel.set_ylabel("cases a second")
        figure.supxlabel(_conditions(by_column), x=0.005, ha="left", fontsize=10, color=GREY)
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None, dpi=110)
        pyplot.close(figure)


def _peers(paces: Mapping[str, Pace]) -> dict[str, Pace]:
    return {name: pace for name, pace in paces.items() if name in COLOURS}


def _conditions(by_column: Mapping[int, columns.Results]) -> str:
    """What the figures hold for."""
    words = [
        "More is faster; each grid line is ten times the one before",
        f"Python {platform.python_version()}, {os.cpu_count()} processors, best of several rounds",
        *(f"DuckDB has {one.threads} threads" for one in list(by_column.values())[:1]),
    ]
    return ". ".join(words) + "."


def _dots(panel: Any, results: single.Results) -> None:
    paces = _peers(results.paces)
    names = sorted(paces, key=lambda name: paces[name].per_second)
    for place, name in enumerate(names):
        one = paces[name].per_second
        panel.plot(one, place, marker="o", markersize=11, color=COLOURS[name], clip_on=False)
        weight = "bold" if name == peers.FINGERPOST else "normal"
        panel.annotate(
            rate(one),
            (one, place),
            xytext=(0, 11),
            textcoords="offset points",
            ha="center",
            color=COLOURS[name],
            fontweight=weight,
        )
    panel.set_yticks(range(len(names)), [SHORT.get(name, name) for name in names])
    for label, name in zip(panel.get_yticklabels(), names, strict=True):
        label.set_color(COLOURS[name])
        label.set_fontweight("bold" if name == peers.FINGERPOST else "normal")
    rates = [paces[name].per_second for name in names]
    panel.set_xscale("log")
    panel.set_xlim(min(rates) / 3, max(rates) * 3)
    panel.set_ylim(-0.6, len(names) - 0.4)
    panel.minorticks_off()
    panel.xaxis.set_major_formatter(_tick)
    panel.grid(color="#DDDDDD", linewidth=0.8)
    panel.tick_params(axis="y", length=0)
    panel.spines["left"].set_visible(False)
    panel.set_title("Hear-back's next move, one case at a time")
    panel.set_xlabel("cases a second")


def _tick(value: float, _: object) -> str:
    return rate(value).replace(".00", "").replace(".0", "")


def _lines(panel: Any, paces: Mapping[int, Mapping[str, Pace]]) -> None:
    names = dict.fromkeys(name for one in paces.values() for name in one)
    ends: list[tuple[float, float, str]] = []
    for name in names:
        points = [(size, one[name].per_second) for size, one in paces.items() if name in one]
        ours = name in (peers.FINGERPOST, columns.FINGERPOST)
        panel.plot(
            *zip(*points, strict=True),
            color=COLOURS[name],
            marker=MARKERS[name],
            markersize=7,
            linewidth=3 if ours else 1.8,
            zorder=3 if ours else 2,
        )
        ends.append((*points[-1], name))
    panel.set_xscale("log")
    panel.set_yscale("log")
    sizes = list(paces)
    panel.set_xlim(min(sizes) / 1.5, max(sizes) * 22)
    panel.set_xticks(sizes, [f"{size:,}" for size in sizes])
    panel.minorticks_off()
    panel.yaxis.set_major_formatter(_tick)
    panel.grid(color="#DDDDDD", linewidth=0.8)
    panel.spines["bottom"].set_bounds(min(sizes) / 1.5, max(sizes) * 1.3)
    _label_ends(panel, ends)


def _label_ends(panel: Any, ends: list[tuple[float, float, str]]) -> None:
    """The name at the end of each line; names at the same number of rules keep their distance."""
    low, high = panel.get_ylim()
    line = (high / low) ** 0.045
    by_size: dict[float, list[tuple[float, str]]] = {}
    for size, height, name in ends:
        by_size.setdefault(size, []).append((height, name))
    for size, labels in by_size.items():
        free = float("inf")  # what lies below has no label yet
        for height, name in sorted(labels, reverse=True):
            half = line ** ((SHORT.get(name, name).count("\n") + 1) / 2)
            place = min(height, free / half)
            free = place / half
            panel.annotate(
                SHORT.get(name, name),
                (size, height),
                xytext=(size * 1.25, place),
                textcoords="data",
                va="center",
                color=COLOURS[name],
                fontweight="bold" if name in (peers.FINGERPOST, columns.FINGERPOST) else "normal",
            )
