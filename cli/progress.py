"""A bar that shows how far something is, where somebody can see it and would have to wait."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

Progress = Callable[[str, int, int], None]
"""Is told what is done, how much of it is, and of how much."""
PATIENCE = 1.0
"""Seconds after which a bar shows that there is progress."""


@contextmanager
def progress(what: str) -> Generator[Progress]:
    """A bar on standard error once it takes longer than a second, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _all: None
        return
    from threading import Timer

    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task(what, total=None)
    timer = Timer(PATIENCE, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda what, done, total: bar.update(
            task, description=what, completed=done, total=total if total > 1 else None
        )
    finally:
        timer.cancel()
        bar.stop()
