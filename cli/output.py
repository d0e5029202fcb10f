"""Printing: JSON, lines, diagnostics; and writing files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ..engine import Diagnostic, RulebookError
from ..engine.language import messages
from .drawing import draw_all
from .style import printable, style_of, wrapped

if TYPE_CHECKING:  # most commands draw nothing
    from ..visualize.drawn import Drawn

STANDARD = "-"
"""The name that stands for standard output."""
_BEYOND_ASCII = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON may hold as it is, but a terminal would obey."""


def print_json(content: object) -> None:
    """The content as JSON on standard output."""
    _write(_json(content), sys.stdout)


def print_lines(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """Lines on standard output or another stream, none of which can command the terminal.

    A reader that went away raises BrokenPipeError here, not later.
    """
    _write("".join(f"{printable(line)}\n" for line in lines), stream or sys.stdout)


def report(findings: Sequence[Diagnostic], *, as_json: bool, short: bool = False) -> None:
    """The findings on standard error, drawn, or with `short` a line each."""
    if short:
        print_lines((finding.one_line() for finding in findings), sys.stderr)
    elif as_json:
        _write(_json({"diagnostics": [finding.to_dict() for finding in findings]}), sys.stderr)
    else:
        print_lines(draw_all(findings, style_of(sys.stderr)).split("\n"), sys.stderr)


def write_bytes(data: bytes) -> None:
    """Bytes on standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _json(content: object) -> str:
    import json

    text = json.dumps(content, ensure_ascii=False, indent=2)
    return _BEYOND_ASCII.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _write(text: str, stream: TextIO) -> None:
    stream.write(text)
    stream.flush()


def write_file(path: Path, content: str | bytes, *, new: bool = False) -> None:
    """Write a file whole or not at all; with `new`, never over another.

    Raises RulebookError when that cannot be done; then the file is as it was. What is no file, such
    as /dev/stdout, is written to and not replaced.
    """
    temporary = ""
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if new and (path.exists() or path.is_symlink()):
            raise RulebookError([messages.already_there(str(path))])
        if path.exists() and not (path.is_file() or path.is_dir()):
            path.write_bytes(data)
            return
        target = path.resolve()
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:64]}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
        Path(temporary).replace(target)
    except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError before 3.13
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise unwritable(str(path), error) from None


def deliver(data: bytes, output: str) -> bool:
    """Bytes into a file, or for `-` on standard output; whether it was a file."""
    if output == STANDARD:
        write_bytes(data)
        return False
    write_file(Path(output), data)
    return True


def deliver_drawing(drawn: Drawn, output: str, notes: Iterable[str] = ()) -> None:
    """A drawing into its file; that it is there, and what to know of it, goes to standard error."""
    style = style_of(sys.stderr)
    done = [f"{output} is drawn."] if deliver(drawn.data, output) else []
    for note in (*done, *drawn.notes, *notes):
        print_lines(wrapped(note, style.width), sys.stderr)


def refuse_overwriting(output: str, *sources: str | None) -> None:
    """Raise RulebookError where a file to be written is one of those that it is made from; a name of
    none is passed over."""
    for source in sources:
        try:
            same = source is not None and os.path.samefile(output, source)  # noqa: PTH121 - no paths, perhaps
        except (OSError, ValueError):  # one of them is not there, or ships with Fingerpost
            same = False
        if same:
            raise RulebookError([messages.same_file(output)])


def unwritable(name: str, error: Exception) -> RulebookError:
    """The finding that a file or a stream cannot be written."""
    problem = (error.strerror if isinstance(error, OSError) else str(error)) or "unknown reason"
    return RulebookError([messages.unwritable(name, problem.lower())])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
