"""Printing: JSON, lines, diagnostics; and writing files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..engine import Diagnostic, RulebookError
from ..engine.language import messages
from .drawing import draw_all
from .style import style_of


def print_json(content: object) -> None:
    """The content as JSON on standard output."""
    import json

    print_lines([json.dumps(content, ensure_ascii=False, indent=2)])


def print_lines(lines: Iterable[str]) -> None:
    """Lines on standard output. A reader that went away raises BrokenPipeError here, not later."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def report(findings: Sequence[Diagnostic], *, as_json: bool) -> None:
    """The findings on standard error."""
    if as_json:
        import json

        content = {"diagnostics": [finding.to_dict() for finding in findings]}
        text = json.dumps(content, ensure_ascii=False, indent=2)
    else:
        text = draw_all(findings, style_of(sys.stderr))
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def write_file(path: Path, text: str, *, new: bool = False) -> None:
    """Write a text file whole or not at all; with `new`, never over another.

    Raises RulebookError when that cannot be done; then the file is as it was.
    """
    if new and (path.exists() or path.is_symlink()):
        raise RulebookError([messages.already_there(str(path))])
    target = path.resolve()
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
        Path(temporary).replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        problem = (error.strerror or "unknown reason").lower()
        raise RulebookError([messages.unwritable(str(path), problem)]) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
