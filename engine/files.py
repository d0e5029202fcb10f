"""The engine's one door to the disk: reading rulebooks and the files beside them."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from .. import rules
from .language import messages
from .language.diagnostics import RulebookError
from .language.source import Source
from .language.yaml_reader import MOST_BYTES, decode

ENDINGS = (".yaml", ".yml")
STARTER = "starter"
"""A rulebook to begin from; it ships, but is not listed."""


def _shipped() -> Path:
    return Path(rules.__path__[0])


def bundled() -> tuple[str, ...]:
    """The names of the rulebooks that ship, in alphabetical order."""
    return tuple(sorted(path.stem for path in _shipped().glob("*.yaml") if path.stem != STARTER))


def read_starter() -> str:
    """The text of the rulebook that `fingerpost new` writes."""
    return (_shipped() / f"{STARTER}.yaml").read_text(encoding="utf-8")


def is_path(name: str) -> bool:
    """Whether a rulebook's name is meant as a path: it has a folder or an ending."""
    return "/" in name or "\\" in name or name.endswith((*ENDINGS, ".json"))


def read_rulebook_texts(given: str | PathLike[str]) -> tuple[Source, Source | None]:
    """The text of a bundled rulebook or of a file, and that of its scenario file, if there is one.

    A `Path` is always a file.

    Raises RulebookError when there is none, or when it cannot be read.
    """
    name = str(given)
    if isinstance(given, str) and not is_path(name):
        entry = _shipped() / f"{name}.yaml"
        if name in bundled():
            return decode(f"{name}.yaml", entry.read_bytes()), None
        if not _is_there(Path(name)):
            raise RulebookError([messages.not_found(name, bundled())])
    source = read_text(name)
    return source, read_beside(Path(name))


def read_beside(path: Path) -> Source | None:
    """The scenario file beside a rulebook, if there is one."""
    for ending in ENDINGS:
        other = path.with_name(f"{path.stem}.scenarios{ending}") if path.stem else path
        if other != path and _is_there(other):
            return read_text(str(other))
    return None


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or with a NUL
        return False


def read_text(name: str) -> Source:
    """The text of a file; raises RulebookError when it cannot be read or is not text."""
    try:
        with Path(name).open("rb") as file:
            return decode(name, file.read(MOST_BYTES + 1))
    except FileNotFoundError:
        raise RulebookError([messages.not_found(name, bundled())]) from None
    except IsADirectoryError:
        raise RulebookError([messages.unreadable(name, "it is a folder")]) from None
    except (OSError, ValueError) as error:
        problem = (error.strerror if isinstance(error, OSError) else str(error)) or "it is no file"
        raise RulebookError([messages.unreadable(name, problem.lower())]) from None
