"""Mending what has an obvious mend, one step after the other, and proving each step.

A step applies edits that do not touch each other, then reads the text again. It stands when what is left
is the rulebook as it was without the things that were to go; or, in a text that could not be read, when
there is less wrong with it. Else the text stays as it was before the step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..language.diagnostics import Diagnostic, Fix, RulebookError
from ..language.loading import Texts, load_rulebook
from ..language.rulebook import Rule, Rulebook
from ..language.source import Source, Span
from ..language.writing import spliced
from .checking import check

MOST_STEPS = 50
REDUNDANT = "redundant-rule"
ROW = re.compile(r"row-\d+")


@dataclass(frozen=True)
class Mended:
    """The texts that changed, before and after, and what was done."""

    changed: tuple[tuple[Source, Source], ...]
    summaries: tuple[str, ...]


def mended(texts: Texts) -> Mended:
    """The texts of a rulebook with every obvious mend."""
    first = _sources(texts)
    summaries: list[str] = []
    given_up: set[str] = set()
    for _ in range(MOST_STEPS):
        findings, rulebook = _examined(texts)
        fixes = _apart(one for one in findings if one.fix and one.fix.summary not in given_up)
        if not fixes:
            break
        after = _applied(texts, fixes)
        if _is_better(after, findings, rulebook):
            texts = after
            summaries += [fix.summary for fix in fixes]
        elif len(fixes) > 1:  # they get in each other's way; the first alone comes next
            given_up |= {fix.summary for fix in fixes[1:]}
        else:
            given_up.add(fixes[0].summary)
    pairs = zip(first, _sources(texts), strict=True)
    return Mended(tuple(pair for pair in pairs if pair[0].text != pair[1].text), tuple(summaries))


def _sources(texts: Texts) -> tuple[Source, ...]:
    beside = (texts.scenarios,) if texts.scenarios else ()
    return (texts.rulebook, *beside, *(texts.tables[name] for name in sorted(texts.tables)))


def _examined(texts: Texts) -> tuple[Sequence[Diagnostic], Rulebook | None]:
    try:
        rulebook = load_rulebook(texts)
    except RulebookError as error:
        return error.diagnostics, None
    return check(rulebook).findings, rulebook


def _apart(findings: Iterable[Diagnostic]) -> list[Fix]:
    """The fixes that can be applied together: they do not touch each other, and of the redundant
    rules only one goes at a time, for each may be redundant because of another."""
    chosen: list[Fix] = []
    taken: list[Span] = []
    a_redundant_one = False
    for finding in findings:
        fix = finding.fix
        assert fix is not None  # noqa: S101 - the caller looked
        spans = [span for span, _ in fix.edits]
        if any(_touch(one, other) for one in spans for other in taken):
            continue
        if finding.code == REDUNDANT:
            if a_redundant_one:
                continue
            a_redundant_one = True
        chosen.append(fix)
        taken += spans
    return chosen


def _touch(one: Span, other: Span) -> bool:
    return one.source is other.source and one.start <= other.end and other.start <= one.end


def _applied(texts: Texts, fixes: Sequence[Fix]) -> Texts:
    edits = [edit for fix in fixes for edit in fix.edits]

    def after(source: Source) -> Source:
        own = [edit for edit in edits if edit[0].source is source]
        return replace(source, text=spliced(source.text, own)) if own else source

    return Texts(
        after(texts.rulebook),
        after(texts.scenarios) if texts.scenarios else None,
        {name: after(source) for name, source in texts.tables.items()},
    )


def _is_better(after: Texts, findings: Sequence[Diagnostic], before: Rulebook | None) -> bool:
    try:
        rulebook = load_rulebook(after)
    except RulebookError as error:
        return before is None and len(error.diagnostics) < len(findings)
    return before is None or _is_part_of(rulebook, before)


def _said(rule: Rule) -> Rule:
    """A rule without the name that it only has from its row, which may have moved up."""
    return replace(rule, id="") if ROW.fullmatch(rule.id) else rule


def _is_part_of(after: Rulebook, before: Rulebook) -> bool:
    """Whether nothing but whole rules, settings, facts and placeholders is gone."""
    for name in ("facts", "settings", "placeholders"):
        old = getattr(before, name)
        if any(old.get(key) != value for key, value in getattr(after, name).items()):
            return False
    same = after.advice == before.advice and after.scenarios == before.scenarios
    pairs = [(before.decisions.get(name), one) for name, one in after.decisions.items()]
    return (
        same
        and after.decisions.keys() == before.decisions.keys()
        and all(
            old is not None
            and {_said(rule) for rule in new.rules} <= {_said(rule) for rule in old.rules}
            and (new.policy, new.otherwise, new.title) == (old.policy, old.otherwise, old.title)
            for old, new in pairs
        )
    )
