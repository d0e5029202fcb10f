"""Shell completion of rulebook names, fact names, options and diagnostic codes.

In zsh and fish `fact=value` is one word. bash breaks it at the `=` into three, of which only the last
is completed: `join_words` makes one of them again, and only the value is offered.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from ..engine.language.rulebook import Fact, Rulebook

Completion = tuple[str, str]

_FACT = "_FINGERPOST_COMPLETE_FACT"
"""The fact before a `=` where bash asks for a word of its own behind it."""
_SAFE_WORD = re.compile(r"[\w./=~+@%,-]+")
_NOT_SAFE = re.compile(r"[^\w .,?!-]+")
"""What a shell or its completion functions might obey, in a text that a rulebook gives."""


def join_words() -> None:
    """Undo what bash did to the `=` of the words that it asks about."""
    cursor = os.environ.get("COMP_CWORD", "")
    if os.environ.get("_FINGERPOST_COMPLETE") != "complete_bash" or not cursor.isdecimal():
        return
    words = re.split(r"\s", os.environ.get("COMP_WORDS", ""))[: int(cursor) + 1]
    words += [""] if words[-1] == "=" else []
    joined: list[str] = []
    for before, word in zip(["", *words], words, strict=False):
        if joined and "=" in (before, word):
            joined[-1] += word
        else:
            joined.append(word)
    if words[-2:-1] == ["="]:
        name, _, value = joined.pop().rpartition("=")
        option, _, fact = name.partition("=") if name.startswith("-") else ("", "", name)
        joined += [option, value] if option else [value]
        os.environ[_FACT] = fact
    os.environ["COMP_WORDS"] = "\n".join(joined)
    os.environ["COMP_CWORD"] = str(len(joined) - 1)


def rulebooks(incomplete: str) -> list[Completion]:
    """Names of bundled rulebooks, and files that may be rulebooks."""
    from pathlib import Path

    from ..engine import bundled

    names = [(name, "ships with Fingerpost") for name in bundled()]
    folder, _, start = incomplete.rpartition("/")
    prefix = f"{folder}/" if folder else "/" if incomplete.startswith("/") else ""
    try:
        entries = sorted(Path(prefix or ".").iterdir())
    except OSError:
        entries = []
    files = [
        (f"{prefix}{entry.name}{'/' if entry.is_dir() else ''}", "")
        for entry in entries
        if entry.name.startswith(start)
        and _SAFE_WORD.fullmatch(entry.name)
        and not entry.name.startswith(".")
        and (entry.is_dir() or entry.suffix in (".yaml", ".yml"))
    ]
    return _starting(names, incomplete) + files


def settings_of_facts(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """`fact=`, and behind the `=` the options of that fact, for the rulebook on the line.

    Where only one fact is left, its options are offered with it, so that no shell puts a space
    behind the `=`.
    """
    from ..engine import RulebookError
    from .inputs import load

    # click stops reading at a `--set` without its value, and what came before it is left over
    rulebook = ctx.params.get("rulebook") or next(iter(ctx.args), "")
    try:
        facts = load(str(rulebook)).definition.facts
    except RulebookError:
        return []
    name = os.environ.get(_FACT, "")
    if name:
        return _starting(_values(facts[name]), incomplete) if name in facts else []
    name, equals, start = incomplete.partition("=")
    if equals:
        values = _starting(_values(facts[name]), start) if name in facts else []
        return [(f"{name}={value}", words) for value, words in values]
    found = _starting([(f"{fact.id}=", fact.question) for fact in facts.values()], incomplete)
    if len(found) == 1:
        word = found[0][0]
        found += [(word + value, words) for value, words in _values(facts[word[:-1]])]
    return found


def _values(fact: Fact) -> list[Completion]:
    from ..engine.language.vocabulary import write_value
    from ..engine.scenarios.interview import options

    pairs = [(write_value(value), words) for value, words in options(fact)]
    return _starting([*pairs, ("unknown", "")], "")


def decisions(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """The decisions of the rulebook on the line."""
    rulebook = _on_the_line(ctx)
    found = rulebook.decisions.values() if rulebook else ()
    return _starting([(one.id, one.title) for one in found], incomplete)


def advice(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """The advice of the rulebook on the line."""
    rulebook = _on_the_line(ctx)
    found = rulebook.advice.values() if rulebook else ()
    return _starting([(one.id, one.title) for one in found], incomplete)


def facts_and_settings(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """The facts and settings of the rulebook on the line."""
    rulebook = _on_the_line(ctx)
    if rulebook is None:
        return []
    facts = [(fact.id, fact.question) for fact in rulebook.facts.values()]
    settings = [(one.id, one.label) for one in rulebook.settings.values()]
    return _starting([*facts, *settings, ("all", "every fact")], incomplete)


def _on_the_line(ctx: typer.Context) -> Rulebook | None:
    from ..engine import RulebookError
    from .inputs import load

    try:
        return load(str(ctx.params.get("rulebook") or "")).definition
    except RulebookError:
        return None


def codes(incomplete: str) -> list[Completion]:
    """The codes of diagnostics."""
    from ..engine.language.codes import CODES

    return _starting([(one.slug, one.summary) for one in CODES], incomplete)


def _starting(pairs: Iterable[Completion], incomplete: str) -> list[Completion]:
    return [
        (word, _NOT_SAFE.sub(" ", about).strip())
        for word, about in pairs
        if word.startswith(incomplete) and _SAFE_WORD.fullmatch(word)
    ]
