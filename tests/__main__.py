"""Everything a change must pass, in one command: `python -m tests`.

Arguments are handed to pytest. The checks before it run in every case; the first that fails ends
the run.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHECKS = (
    ("format", ["ruff", "format", "--check", "."]),
    ("lint", ["ruff", "check", "."]),
    ("types", ["basedpyright"]),
    ("floors", ["lint-imports"]),
)


def main() -> int:
    """Run every check, then the tests."""
    tools = Path(sys.executable).parent
    for name, (program, *arguments) in CHECKS:
        print(f"== {name}: {program} {' '.join(arguments)}", flush=True)
        code = subprocess.run([str(tools / program), *arguments], cwd=ROOT, check=False).returncode
        if code:
            return code
    _set_up()
    print("== tests: pytest", flush=True)
    command = [sys.executable, "-m", "pytest", *(sys.argv[1:] or ["--numprocesses=auto"])]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _set_up() -> None:
    """What some tests need, and what may not be had everywhere: where it is missing, they are skipped.

    durable-rules is compiled by pip, so it is no part of the extra `dev`.
    """
    if find_spec("durable") is None and sys.version_info < (3, 13):
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--editable",
            f"{ROOT}[durable]",
        ]
        if subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode:
            print("== durable-rules could not be installed; its tests are skipped", flush=True)


sys.exit(main())
