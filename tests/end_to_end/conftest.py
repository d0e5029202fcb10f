"""The real program in a real process, with nothing around it but what a test puts there."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

SCRIPT = Path(sys.executable).with_name("fingerpost")


@dataclass(frozen=True)
class Done:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What was printed, line by line."""
        return self.out.splitlines()


@dataclass(frozen=True)
class Program:
    """`fingerpost` in a folder of its own; calling it runs it to its end."""

    folder: Path

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """No colour wishes, 80 columns, a home that is empty."""
        base = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "COLUMNS": "80",
            "LANG": "C.UTF-8",
            "TERM": "xterm",
        }
        return {**base, **(more or {})}

    def start(
        self, *arguments: str | bytes, env: Mapping[str, str] | None = None, **more: object
    ) -> subprocess.Popen[bytes]:
        """Start it, with pipes on all sides unless told otherwise."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(
            [str(SCRIPT), *arguments],
            cwd=self.folder,
            env=self.environment(env),
            **{**pipes, **more},  # type: ignore[arg-type]
        )

    def __call__(
        self,
        *arguments: str | bytes,
        stdin: str | bytes | IO[str] = b"",
        env: Mapping[str, str] | None = None,
        **more: object,
    ) -> Done:
        """Run it to its end; what takes longer than 20 seconds hangs."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        if not isinstance(given, bytes):
            more, given = {**more, "stdin": given}, None
        with self.start(*arguments, env=env, **more) as process:
            try:
                out, err = process.communicate(given, timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return Done(process.returncode, (out or b"").decode(), (err or b"").decode())

    def shell(self, line: str) -> Done:
        """Run a line of bash; `fingerpost` in it is the program under test."""
        env = {"PATH": f"{SCRIPT.parent}:{os.environ['PATH']}"}
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            env=self.environment(env),
            capture_output=True,
            timeout=30,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def write(self, name: str, text: str | bytes) -> str:
        """Write a file into its folder; gives the name back."""
        data = text.encode() if isinstance(text, str) else text
        (self.folder / name).write_bytes(data)
        return name


@pytest.fixture
def fingerpost(tmp_path: Path) -> Program:
    """The program, in an empty folder."""
    return Program(tmp_path)


def refused(done: Done, codes: Sequence[str] = ()) -> None:
    """The input was unusable, and that was said well."""
    assert done.code == 2, done
    assert done.out == "", done
    assert "Traceback" not in done.err
    assert "error[" in done.err
    assert "help: " in done.err
    for code in codes:
        assert f"error[{code}]" in done.err, done.err
