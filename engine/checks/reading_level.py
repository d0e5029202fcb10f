"""`reading-level`: words of an advice that many a client could not read.

The measure is the grade of Flesch and Kincaid (*Derivation of New Readability Formulas for Navy Enlisted
Personnel*, 1975): about the years of school that an English text asks for. Syllables are those of
Pyphen's hyphenation for English. For other languages switch the check off under `checks:`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from ..language import messages
from ..language.diagnostics import Diagnostic
from ..language.rulebook import Advice, Template
from .subject import Subject, place, templates

HARDEST = 10.0
"""Years of school."""

FEWEST_WORDS = 12
"""Fewer say nothing about how hard a text is."""

_SENTENCE = re.compile(r"[.!?…]+(?=\s|$)|\n\s*\n")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each advice that is too hard, with its hardest sentence."""
    for advice in subject.rulebook.advice.values():
        sentences = _sentences(advice)
        words = [word for sentence in sentences for word in _WORD.findall(sentence)]
        if len(words) < FEWEST_WORDS:
            continue
        grade = _grade(len(sentences), words)
        if grade > HARDEST:
            hardest = max(sentences, key=lambda one: _grade(1, _WORD.findall(one)))
            yield messages.reading_level(place(advice), advice.id, round(grade), hardest)


def _sentences(advice: Advice) -> list[str]:
    texts = [advice.title, *map(_text, templates(advice))]
    parts = (part.strip() for text in texts for part in _SENTENCE.split(text))
    return [part for part in parts if _WORD.search(part)]


def _text(template: Template) -> str:
    return "".join(part if isinstance(part, str) else "it" for part in template)


def _grade(sentences: int, words: list[str]) -> float:
    if not words:
        return 0.0
    syllables = sum(map(_syllables(), words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


@cache
def _syllables() -> Callable[[str], int]:
    import pyphen

    dictionary: Any = pyphen.Pyphen(lang="en_US", left=1, right=1)

    @cache
    def syllables(word: str) -> int:
        return len(dictionary.positions(word.casefold())) + 1

    return syllables
