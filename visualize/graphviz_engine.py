"""Graphviz as a layout engine: the program that the wheel `graphviz-pure` brings, else a system `dot`."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

SECONDS = 60


class NoGraphvizError(Exception):
    """There is no program that lays out graphs, or it failed."""


@dataclass(frozen=True)
class Program:
    """A program that understands the options of `dot`, and where it comes from."""

    path: str
    origin: str


@cache
def program() -> Program:
    """The program to use; raises NoGraphvizError when there is none."""
    try:
        for file in distribution("graphviz-pure").files or ():
            if file.stem == "graphviz-pure":
                path = Path(str(file.locate())).resolve()
                if path.is_file():
                    return Program(str(path), "the package graphviz-pure")
    except PackageNotFoundError:
        pass
    found = shutil.which("dot")
    if found:
        return Program(found, "the system's Graphviz")
    raise NoGraphvizError("no Graphviz program; `pip install graphviz-pure` brings one")


def laid_out(source: str) -> dict[str, Any]:
    """A graph in DOT with its positions, as `dot -Tjson` gives it; raises NoGraphvizError."""
    try:
        ended = subprocess.run(  # noqa: S603 - a program of ours, its input is escaped by graphviz
            [program().path, "-Kdot", "-Tjson"],
            input=source.encode("utf-8"),
            capture_output=True,
            check=True,
            timeout=SECONDS,
        )
        return json.loads(ended.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise NoGraphvizError(f"{program().origin} failed: {error}") from error
