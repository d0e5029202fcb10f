"""How long `fingerpost advise` takes from start to end, as a ratio to Python doing nothing.

Run by hand: `pytest -m benchmark -s tests/benchmarks`.
"""

import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest

PROGRAM = Path(sys.executable).with_name("fingerpost")
RUNS = 15


def fastest(command: list[str]) -> float:
    """Seconds of the fastest of a few runs: the least disturbed one."""
    times: list[float] = []
    for _ in range(RUNS):
        begin = perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times.append(perf_counter() - begin)
    return min(times)


@pytest.mark.benchmark
@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
def test_start_up(more: list[str]) -> None:
    nothing = fastest([sys.executable, "-c", "pass"])
    advise = fastest([str(PROGRAM), "advise", "hear-back", "--set", "impression=cold", *more])
    print(f"\nadvise {' '.join(more) or 'as text'}: {advise / nothing:.1f} times `python -c pass`")
    assert advise / nothing < 15, "something slow is imported at the start"


def test_the_engine_imports_nothing_heavy() -> None:
    code = (
        "import sys, fingerpost.engine as engine; "
        "engine.load('hear-back').advise({'impression': 'cold'}); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {
        "typer",
        "rich",
        "graphviz",
        "typst",
        "networkx",
        "prompt_toolkit",
        "numpy",
        "pydantic",
    }
    assert not heavy & set(ended.stdout.split())


def test_advise_imports_nothing_that_it_does_not_need() -> None:
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", str(PROGRAM), "advise", "hear-back"],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {
        line.rpartition("|")[2].strip().partition(".")[0] for line in ended.stderr.splitlines()
    }
    assert "fingerpost" in imported
    assert not {"rich", "graphviz", "typst", "networkx", "prompt_toolkit", "pydantic"} & imported
