"""A drawing as it is given away: its bytes, and what its reader should know about them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_NAMED = 12
"""Letters that a note names one by one."""


@dataclass(frozen=True)
class Drawn:
    """The bytes of a drawing, and what its reader should know about them."""

    data: bytes
    notes: tuple[str, ...] = ()


def letter_notes(foreign: Iterable[str], empty: Sequence[str] = ()) -> tuple[str, ...]:
    """What is to be said of letters that our font lacks, some of which no other font has either."""
    other = [one for one in foreign if one not in empty]
    notes: list[str] = []
    if empty:
        notes.append(f"these signs cannot be drawn and are left empty: {_names(empty)}")
    if other:
        notes.append(
            f"drawn with another font, which may look different: {_names(other)}; "
            "our font has Latin, Greek and Cyrillic letters"
        )
    return tuple(notes)


def _names(letters: Sequence[str]) -> str:
    """Letters for a message: `“→” (rightwards arrow)`."""
    named = [
        f"“{one}” ({unicodedata.name(one, f'U+{ord(one):04X}').lower()})"
        for one in letters[:MOST_NAMED]
    ]
    more = len(letters) - MOST_NAMED
    return ", ".join([*named, f"and {more} more"] if more > 0 else named)
