"""The engine's one door to the disk: reading rulebooks and the files beside them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from .language import messages
from .language.diagnostics import RulebookError
from .language.source import Source
from .language.yaml_reader import MOST_BYTES, decode

ENDINGS = (".yaml", ".yml")
_RULES = "fingerpost.rules"


def bundled() -> tuple[str, ...]:
    """The names of the rulebooks that ship, in alphabetical order."""
    names = [entry.name for entry in files(_RULES).iterdir()]
    return tuple(
        sorted(
            name.removesuffix(".yaml")
            for name in names
            if name.endswith(".yaml") and not name.endswith(".scenarios.yaml")
        )
    )


def is_path(name: str) -> bool:
    """Whether a rulebook's name is meant as a path: it has a folder or an ending."""
    return "/" in name or "\\" in name or name.endswith((*ENDINGS, ".json"))


def read_rulebook_texts(name: str) -> tuple[Source, Source | None]:
    """The text of a bundled rulebook or of a file, and that of its scenario file, if there is one.

    Raises RulebookError when there is none, or when it cannot be read.
    """
    if not is_path(name):
        entry = files(_RULES) / f"{name}.yaml"
        if entry.is_file():
            return decode(f"{name}.yaml", entry.read_bytes()), None
        if not Path(name).exists():
            raise RulebookError([messages.not_found(name, bundled())])
    source = read_text(name)
    return source, _beside(Path(name))


def _beside(path: Path) -> Source | None:
    for ending in ENDINGS:
        other = path.with_name(f"{path.stem}.scenarios{ending}")
        if path.stem and other.is_file():
            return read_text(str(other))
    return None


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
