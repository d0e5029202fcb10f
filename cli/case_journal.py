"""`fingerpost case verify`, `export`, `import`: the journal as a whole."""

from __future__ import annotations

from pathlib import Path

from ..engine import RulebookError
from ..engine.language import messages
from .inputs import files_of
from .live import opened
from .output import deliver, print_json, print_lines, refuse_overwriting


def verify(path: Path | None, *, as_json: bool) -> int:
    """Prove that nothing was altered; 1 when something was."""
    with opened(path) as journal:
        broken = journal.verify()
        count, seal = journal.count(), journal.seal
    if as_json:
        print_json(
            {
                "entries": count,
                "seal": seal,
                "broken": [{"number": one.number, "problem": one.problem} for one in broken],
            }
        )
    elif broken:
        print_lines(f"entry {one.number}: {one.problem}" for one in broken)
    else:
        print_lines(
            [
                f"The journal is whole: {_entries(count)}, each as it was written.",
                "Note its seal, and nobody can rewrite it unseen:",
                seal,
            ]
        )
    return 1 if broken else 0


def export(path: Path | None, output: str) -> None:
    """Write the journal as JSON lines."""
    with opened(path) as journal:
        sources = (file for head in journal.cases() for file in files_of(head.source))
        refuse_overwriting(output, *map(str, journal.files), *sources)
        text = "".join(f"{line}\n" for line in journal.exported())
    if deliver(text.encode("utf-8"), output):
        print_lines([f"{output} is written."])


def import_(path: Path | None, file: str) -> None:
    """Take exported entries in."""
    try:
        text = Path(file).read_text("utf-8")
    except FileNotFoundError:
        raise RulebookError([messages.no_file(file)]) from None
    except (OSError, UnicodeDecodeError) as error:
        problem = getattr(error, "strerror", None) or "it is not UTF-8"
        raise RulebookError([messages.unreadable(file, str(problem).lower())]) from None
    with opened(path, create=True) as journal:
        try:
            count = journal.imported(text.splitlines())
        except ValueError as error:
            way = "import what `fingerpost case export` wrote; nothing was taken in"
            raise RulebookError([messages.bad_entry(str(error), way)]) from None
    rest = sum(bool(line.strip()) for line in text.splitlines()) - count
    there = f"; {rest} were there already" if rest > 0 else ""
    print_lines([f"{_entries(count)} came in{there}."])


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"
