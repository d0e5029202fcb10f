"""The effect of an edit as a report: headings with items, for a terminal or for a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..evaluate import Result
from ..language.rulebook import Decision
from ..language.wording import joined, quoted_words
from ..outcomes import certain, perhaps
from .diff import Difference
from .diff_cases import AnswerDiff, CasesDiff
from .diff_edits import Edit
from .diff_outcomes import DecisionDiff, Region, Situation
from .diff_wording import (
    Situations,
    result_in_sentence,
    sentence,
    share_words,
    values_in_sentence,
)

MOST_ITEMS = 12
"""Items under one heading; --json lists all."""

MOST_SITUATIONS, MOST_OF_CONSEQUENCES = 4, 1
"""Situations told of one change, and where it only follows from the changes of other decisions."""

CONTEXT = 5
"""Words that stay before and behind what is different in a long text."""


@dataclass(frozen=True)
class Item:
    """A sentence, and lines about it."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading and the items under it."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Report:
    """A title, a first sentence that says the most important, and sections."""

    title: str
    lead: str
    sections: tuple[Section, ...]


def report(found: Difference) -> Report:
    """What is different, in words."""
    return Report(found.merged.new.title, _lead(found), tuple(_sections(found)))


def _lead(found: Difference) -> str:
    if found.same:
        return "Nothing has changed."
    if found.outcomes.share is None:
        return "Not everything could be compared; see what was not examined."
    if found.outcomes.share:
        share = share_words(found.outcomes.share)
        return f"{_capital(share)} get another answer."
    if found.noticed:
        return "No answer is another one, but clients can notice a change."
    return "Nothing that a client could notice has changed."


def _sections(found: Difference) -> Iterator[Section]:
    words = Situations(found.merged.both)
    numbers = [edit for edit in found.edits if edit.kind == "number"]
    noticed = [edit for edit in found.edits if edit.kind == "words" and edit.noticed]
    rules = [edit for edit in found.edits if edit.kind == "rules"]
    rest = [edit for edit in found.edits if edit.kind == "words" and not edit.noticed]
    effect = any(one.regions for one in found.outcomes.decisions)
    without = "" if effect or found.unexamined else ", without an effect on any answer"
    yield from _section(f"Numbers{without}", map(_edit, numbers))
    for one in found.outcomes.decisions:
        yield _decision(found, one, words)
    if found.cases:
        yield _cases(found, found.cases)
    yield from _section("Words, questions and advice", map(_edit, noticed))
    yield from _section(f"Rules{without}", map(_edit, rules))
    yield from _section("Nothing that a client sees", map(_edit, rest))
    unexamined = "Not examined, because it would take too long"
    yield from _section(unexamined, map(Item, found.unexamined))


def _section(title: str, items: Iterable[Item]) -> Iterator[Section]:
    listed = list(items)
    if len(listed) > MOST_ITEMS:
        more = Item(f"and {len(listed) - MOST_ITEMS} more (--json lists all)")
        listed = [*listed[:MOST_ITEMS], more]
    if listed:
        yield Section(title, tuple(listed))


# -- outcomes ----------------------------------------------------------------------------------


def _decision(found: Difference, one: DecisionDiff, words: Situations) -> Section:
    title = found.merged.new.decisions[one.new].title
    items: list[Item] = []
    causes = found.causes(one)
    most = MOST_OF_CONSEQUENCES if causes else MOST_SITUATIONS
    for region in one.regions:
        items += _region(found.change(one, region), region, words, most)
    if one.reasons:
        text = f"The outcome is the same, for another reason, in {share_words(one.reasons.share)}"
        example = words.case_words(one.reasons.example)
        items.append(Item(text, (f"for example: {example}",) if example else ()))
    share = f": {share_words(one.share)}" if one.regions else ""
    because = f", because of {joined(causes)}" if causes else ""
    return Section(f"{title}{share}{because}", tuple(items))


def _region(change: str, region: Region, words: Situations, most: int) -> Iterator[Item]:
    """One sentence for a change in one situation, else the change with its situations below."""
    if len(region.situations) == 1 and region.complete:
        only = region.situations[0]
        example = words.example_words(only)
        text = f"{sentence(words.words(only), change)}{_share(region.share)}"
        yield Item(text, (f"for example: {example}",) if example else ())
        return
    if not region.complete:
        text = (
            f"{_capital(change)}{_share(region.share)}, in more kinds of situation than can be told"
        )
        yield Item(text, tuple(_told(one, words, ()) for one in region.situations[:most]))
        return
    common = words.common(region.situations)
    told = [_told(one, words, common) for one in region.situations[:most]]
    left = len(region.situations) - len(told)
    kinds = "kind" if left == 1 else "kinds"
    told += [f"and in {left} more {kinds} of situation (--json lists all)"] if left else []
    shared = words.words(region.situations[0], region.situations[0].cells.keys() - common)
    text = sentence(shared, change)[:-1] if common else _capital(change)
    yield Item(f"{text}{_share(region.share)}, that is", tuple(told))


def _told(situation: Situation, words: Situations, common: Iterable[str]) -> str:
    example = words.example_words(situation)
    text = f"when {words.words(situation, common)}{_share(situation.share)}"
    return f"{text}; for example: {example}" if example else text


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _share(share: float) -> str:
    return f" ({share_words(share, '')})"


# -- cases -------------------------------------------------------------------------------------


def _cases(found: Difference, cases: CasesDiff) -> Section:
    count = len(cases.changed)
    what = "case changes" if cases.total == 1 else "cases change"
    title = f"Real cases: {count or 'none'} of {cases.total} {what}"
    items = [
        Item(one.name, tuple(_answer(found, answer) for answer in one.answers))
        for one in cases.examples
    ]
    left = count - len(items)
    items += [Item(f"and {left} more (--json lists all)")] if left else []
    return Section(title, tuple(items))


def _answer(found: Difference, answer: AnswerDiff) -> str:
    old = found.merged.old.decisions[answer.old]
    new = found.merged.new.decisions[answer.new]
    before, after = _possible(old, answer.before), _possible(new, answer.after)
    return f"{new.title}: {after}, was {before}"


def _possible(decision: Decision, results: tuple[Result, ...]) -> str:
    if len(results) == 1:
        return result_in_sentence(decision, results[0])
    lists = [result for result in results if isinstance(result, tuple)]
    if len(lists) < len(results):
        return f"open ({joined((result_in_sentence(decision, one) for one in results), 'or')})"
    sure = certain(lists)
    maybe = [quoted_words(value, decision.type) for value in perhaps(lists)]
    words = [values_in_sentence(decision, sure)] if sure else []
    words += [f"perhaps {joined(maybe, 'or')}"] if maybe else []
    return f"open ({'; '.join(words)})"


# -- edits -------------------------------------------------------------------------------------


def _edit(edit: Edit) -> Item:
    text = _capital(edit.text)
    if edit.how in ("new", "gone") and (edit.old or edit.new):
        return Item(f"{text}: “{_line(edit.old or edit.new)}”")
    if edit.how not in ("reworded", "rewritten"):
        return Item(text)
    old, new = passages(_line(edit.old), _line(edit.new))
    return Item(text, (f"was: “{old}”", f"now: “{new}”"))


def _line(text: str) -> str:
    return " ".join(text.split())


def passages(old: str, new: str) -> tuple[str, str]:
    """What is different in two texts, with a few words around it."""
    one, two = old.split(), new.split()
    most = min(len(one), len(two))
    start = next((n for n in range(most) if one[n] != two[n]), most)
    end = next((n for n in range(most - start) if one[-n - 1] != two[-n - 1]), most - start)
    cut, rest = max(0, start - CONTEXT), max(0, end - CONTEXT)
    return _cut(one, cut, rest), _cut(two, cut, rest)


def _cut(words: list[str], start: int, end: int) -> str:
    kept = " ".join(words[start : len(words) - end])
    return f"{'… ' if start else ''}{kept}{' …' if end else ''}"
