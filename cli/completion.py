"""Shell completion of rulebook names, fact names, options and diagnostic codes."""

from __future__ import annotations

from collections.abc import Iterable

import typer

Completion = tuple[str, str]


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
        and not entry.name.startswith(".")
        and (entry.is_dir() or entry.suffix in (".yaml", ".yml"))
    ]
    return _starting(names, incomplete) + files


def settings_of_facts(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """`fact=`, and behind the `=` the options of that fact, for the rulebook on the line."""
    from ..engine import RulebookError, load
    from ..engine.language.vocabulary import Choice, YesNo

    try:
        rulebook = load(str(ctx.params.get("rulebook") or "")).definition
    except RulebookError:
        return []
    name, equals, _ = incomplete.partition("=")
    if not equals:
        facts = [(f"{fact.id}=", fact.question) for fact in rulebook.facts.values()]
        return _starting(facts, incomplete)
    fact = rulebook.facts.get(name)
    if fact is None:
        return []
    match fact.type:
        case YesNo():
            pairs = [("yes", ""), ("no", "")]
        case Choice(options, words):
            pairs = list(zip(options, words, strict=True))
        case _:
            pairs = []
    values = [(f"{name}={value}", words) for value, words in [*pairs, ("unknown", "")]]
    return _starting(values, incomplete)


def codes(incomplete: str) -> list[Completion]:
    """The codes of diagnostics."""
    from ..engine.language.codes import CODES

    return _starting([(one.slug, one.summary) for one in CODES], incomplete)


def _starting(pairs: Iterable[Completion], incomplete: str) -> list[Completion]:
    return [(word, about) for word, about in pairs if word.startswith(incomplete)]
