"""Everything a change must pass, in one command: `python -m tests`.

Arguments are handed to pytest. The checks before it run in every case; the first that fails ends
the run.
"""

from __future__ import annotations

import subprocess
import sys
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
    print("== tests: pytest", flush=True)
    command = [sys.executable, "-m", "pytest", *(sys.argv[1:] or ["--numprocesses=auto"])]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


sys.exit(main())
