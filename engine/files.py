"""The engine's one door to the disk: reading rulebooks and the files beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from os import PathLike, scandir
from pathlib import Path

from .. import rules
from .language import csv_reader, messages
from .language.diagnostics import Diagnostic, RulebookError
from .language.loading import Texts
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


def read_starter() -> Source:
    """The text of the rulebook that `fingerpost new` writes."""
    name = f"{STARTER}.yaml"
    return _read(_shipped() / name, name, MOST_BYTES, messages.no_file(name))


def is_path(name: str) -> bool:
    """Whether a rulebook's name is meant as a path: it has a folder or an ending."""
    return "/" in name or "\\" in name or name.endswith((*ENDINGS, ".json"))


def read_rulebook_texts(given: str | PathLike[str]) -> Texts:
    """The text of a bundled rulebook or of a file, and those beside it.

    A `Path` is always a file.

    Raises RulebookError when there is none, or when it cannot be read.
    """
    name = str(given)
    if isinstance(given, str) and not is_path(name):
        entry = _shipped() / f"{name}.yaml"
        if name in bundled():
            source = decode(f"{name}.yaml", entry.read_bytes())
            return Texts(source, tables=_TablesBeside(entry, Path(source.name)))
        if not _is_there(Path(name)):
            raise RulebookError([messages.not_found(name, bundled())])
    return read_file_texts(name)


def read_file_texts(name: str) -> Texts:
    """The text of a rulebook's file, and those beside it; raises RulebookError like `read_text`."""
    missing = messages.not_found(name, bundled())
    source, path = _read(name, name, MOST_BYTES, missing), Path(name)
    return Texts(source, _scenarios_beside(path), _TablesBeside(path, path))


class _TablesBeside(Mapping[str, Source]):
    """The decision tables beside a rulebook: for `fares.yaml`, `tariff` is in `fares.tariff.csv`.

    The folder is looked through when the first table is asked for, and a file read when it is asked
    for itself. Nothing that a rulebook says is ever made into a path.
    """

    def __init__(self, rulebook: Path, shown: Path) -> None:
        """`shown` is what messages call the rulebook."""
        self._rulebook = rulebook
        self._shown = shown
        self._read: dict[str, Source] = {}

    @cached_property
    def _files(self) -> dict[str, str]:
        start, end = f"{self._rulebook.stem}.", ".csv"
        try:
            with scandir(self._rulebook.parent) as entries:
                names = [
                    entry.name
                    for entry in entries
                    if entry.name.startswith(start) and entry.name.endswith(end) and entry.is_file()
                ]
        except OSError:  # then there are none that could be read
            return {}
        return {name[len(start) : -len(end)]: name for name in sorted(names)}

    def __getitem__(self, decision: str) -> Source:
        """The text of a decision's table; raises RulebookError when it cannot be read."""
        if decision not in self._read:
            file = self._files[decision]
            shown = str(self._shown.with_name(file))
            path = self._rulebook.with_name(file)
            missing = messages.no_file(shown)
            self._read[decision] = _read(path, shown, csv_reader.MOST_BYTES, missing)
        return self._read[decision]

    def __iter__(self) -> Iterator[str]:
        """The middle parts of the files' names, which may be no decisions at all."""
        return iter(self._files)

    def __len__(self) -> int:
        """How many such files there are."""
        return len(self._files)

    def __contains__(self, decision: object) -> bool:
        """Whether there is such a file; it is not read."""
        return decision in self._files


def _scenarios_beside(path: Path) -> Source | None:
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
    return _read(name, name, MOST_BYTES, messages.no_file(name))


def _read(path: str | Path, name: str, most: int, missing: Diagnostic) -> Source:
    try:
        with Path(path).open("rb") as file:
            return decode(name, file.read(most + 1), most)
    except FileNotFoundError:
        raise RulebookError([missing]) from None
    except IsADirectoryError:
        raise RulebookError([messages.unreadable(name, "it is a folder")]) from None
    except (OSError, ValueError) as error:
        problem = (error.strerror if isinstance(error, OSError) else str(error)) or "it is no file"
        raise RulebookError([messages.unreadable(name, problem.lower())]) from None
