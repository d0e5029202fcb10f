"""What was changed in a file, edit by edit: parts that are new, gone, renamed, reworded or moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from .diff_matching import Names

How = Literal["new", "gone", "renamed", "reworded", "rewritten", "changed", "moved"]
Kind = Literal["number", "words", "rules"]


@dataclass(frozen=True)
class Edit:
    """One thing that was changed.

    `text` says it in a sentence. `old` and `new` are what was and is, where these are texts; `noticed`
    is whether a client could notice it by itself, and `kind` where it belongs in a report. `id` is that
    of the part in the new rulebook, of a part that is gone in the old one.
    """

    how: How
    kind: Kind
    part: str
    id: str
    text: str
    old: str = ""
    new: str = ""
    noticed: bool = True


def reworded(
    part: str, name: str, aspects: Iterable[tuple[str, str, str]], noticed: bool = True
) -> Iterator[Edit]:
    """Texts that differ: each a few words on what it is, the old text and the new one."""
    for what, old, new in aspects:
        if old != new:
            how: How = "reworded" if old and new else "new" if new else "gone"
            text = {"reworded": "has new words", "new": "is new", "gone": "is gone"}[how]
            yield Edit(how, "words", part, name, f"{what} {text}", old, new, noticed)


def comings(
    part: str,
    olds: Mapping[str, str],
    news: Mapping[str, str],
    names: Names,
    *,
    within: str = "",
    noticed: bool = True,
) -> Iterator[Edit]:
    """Parts that are new, gone or renamed; the mappings say how each part is called."""
    kept = set(names.values())
    for name, words in olds.items():
        if name not in kept:
            yield Edit("gone", "words", part, within + name, f"{words} is gone", noticed=noticed)
    for name, words in news.items():
        if name not in names:
            yield Edit("new", "words", part, within + name, f"{words} is new", noticed=noticed)
        elif names[name] != name:
            text = f"{olds[names[name]]} is called {name} in the file, and was called {names[name]}"
            yield Edit(
                "renamed", "words", part, within + name, text, names[name], name, noticed=False
            )


def moved(
    part: str, name: str, what: str, olds: Iterable[str], news: Iterable[str], names: Names,
    *, noticed: bool, kind: Kind = "words",
) -> Iterator[Edit]:  # fmt: skip
    """An order that was changed among what is in both."""
    told = [names[name] for name in news if name in names]
    kept = set(told)
    if told != [name for name in olds if name in kept]:
        text = f"the order of {what} was changed"
        yield Edit("moved", kind, part, name, text, noticed=noticed)
