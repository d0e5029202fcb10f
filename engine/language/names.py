"""Names: which are allowed, and which known one a misspelt one was meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

ID = re.compile(r"[^\W\d_][\w-]*")
"""A fact, a setting, an advice, a decision, a rule: a letter, then letters, digits, `_`, `-`."""

OPTION = re.compile(r"(?!.*\.\.)\w(?:[\w.+-]*\w)?")
"""An option of a choice may also begin with a digit: `2026`, `no`, `3-5`."""

PHRASE_WORDS = frozenset(
    {"not", "neither", "nor", "or", "and", "to", "anything", "unknown", "includes"}
)
"""Words that the phrase grammar keeps for itself wherever they stand."""

CONDITION_WORDS = frozenset({"all", "any", "not", "always"})
OUTCOME_WORDS = frozenset({"open", "nothing", "empty"}) | PHRASE_WORDS

_MOST_COMPARED = 300
_LONGEST_COMPARED = 60


def near(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` is likely a slip for, or None when none is near.

    Near means: the same but for case and `-`/`_`/space, or alike by difflib's ratio (0.75).
    Among very many names only the first kind is looked for, so that a file full of slips is still
    read in linear time.
    """
    return _near(name, tuple(known))


@lru_cache(maxsize=4096)
def _near(name: str, known: tuple[str, ...]) -> str | None:
    from difflib import get_close_matches

    folded = _all_folded(known)
    if _fold(name) in folded:
        return folded[_fold(name)]
    if len(folded) > _MOST_COMPARED or len(name) > _LONGEST_COMPARED:
        return None
    matches = get_close_matches(_fold(name), folded, n=1, cutoff=0.75)
    return folded[matches[0]] if matches else None


@lru_cache(maxsize=16)
def _all_folded(known: tuple[str, ...]) -> dict[str, str]:
    return {_fold(candidate): candidate for candidate in known}


def _fold(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.casefold())
