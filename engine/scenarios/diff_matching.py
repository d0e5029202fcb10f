"""Which part of a new rulebook is which part of the old one.

Parts of the same id are the same part. What is left over on both sides is paired where it is clearly the
same thing under another name: the same question or words nearly the same, the same value, the same rule.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import TypeVar

from ..language.rulebook import (
    Advice,
    Decision,
    Fact,
    Placeholder,
    Rule,
    Rulebook,
    Setting,
    Template,
)
from ..language.vocabulary import Choice, FactType

T = TypeVar("T")
Names = Mapping[str, str]
"""New ids to old ids."""

ALIKE = 0.75
"""From here on two texts are taken for versions of one."""

MOST_COMPARED = 2500
"""Pairs of leftovers whose words are compared; beyond, only what is quite the same is paired."""


@dataclass(frozen=True)
class Matches:
    """For each kind of part new ids to old ids; `options` by the new id of the fact, `rules` by that
    of the decision (paired later, when the facts in their conditions have their names)."""

    facts: Names
    options: Mapping[str, Names]
    placeholders: Names
    settings: Names
    advice: Names
    decisions: Names

    @cached_property
    def slots(self) -> Names:
        """What texts can have slots for: facts, settings and placeholders."""
        return {**self.facts, **self.settings, **self.placeholders}


def match(old: Rulebook, new: Rulebook) -> Matches:
    """The parts of two rulebooks that are the same."""
    facts = paired(old.facts, new.facts, _fact_likeness)
    return Matches(
        facts,
        {name: _options(old.facts[facts[name]], new.facts[name]) for name in facts},
        paired(old.placeholders, new.placeholders, _placeholder_likeness),
        paired(old.settings, new.settings, _setting_likeness),
        paired(old.advice, new.advice, _advice_likeness),
        paired(old.decisions, new.decisions, _decision_likeness),
    )


def paired(old: Mapping[str, T], new: Mapping[str, T], likeness: Callable[[T, T], float]) -> Names:
    """New names to old names: the same ones, then leftovers from the most alike on."""
    names = {name: name for name in new if name in old}
    gone = [name for name in old if name not in new]
    fresh = [name for name in new if name not in old]
    if len(gone) * len(fresh) > MOST_COMPARED:
        return names
    scored = [
        (-likeness(old[was], new[now]), place, was, now)
        for place, (was, now) in enumerate((was, now) for was in gone for now in fresh)
    ]
    taken: set[str] = set()
    for score, _, was, now in sorted(scored):
        if -score >= ALIKE and was not in taken and now not in names:
            taken.add(was)
            names[now] = was
    return {name: names[name] for name in new if name in names}


def alike(one: str, two: str) -> float:
    """How alike two texts are, from 0 to 1."""
    if not one or not two:
        return 0.0
    left, right = one.casefold(), two.casefold()
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def comparable(one: FactType, two: FactType) -> bool:
    """Whether facts of two types can have values in common."""
    return type(one) is type(two)


def _fact_likeness(old: Fact, new: Fact) -> float:
    if not comparable(old.type, new.type):
        return 0.0
    return max(alike(old.question, new.question), alike(old.label, new.label))


def _options(old: Fact, new: Fact) -> Names:
    if not (isinstance(old.type, Choice) and isinstance(new.type, Choice)):
        return {}
    olds, news = (dict(zip(kind.options, kind.words, strict=True)) for kind in (old.type, new.type))
    return paired(olds, news, alike)


def _placeholder_likeness(old: Placeholder, new: Placeholder) -> float:
    return alike(old.label, new.label)


def _setting_likeness(old: Setting, new: Setting) -> float:
    if old.unit != new.unit or type(old.value) is not type(new.value):
        return 0.0
    same = ALIKE if old.value == new.value and not (old.label and new.label) else 0.0
    return max(alike(old.label, new.label), alike(old.id, new.id), same)


def _advice_likeness(old: Advice, new: Advice) -> float:
    texts = [source_of(one.do) + source_of(one.body) for one in (old, new)]
    titles = alike(old.title, new.title)
    return max(titles, (titles + 3 * alike(*texts)) / 4 if all(texts) else 0.0)


def source_of(template: Template) -> str:
    """A text as it was written, its slots in braces."""
    return "".join(part if isinstance(part, str) else f"{{{part.name}}}" for part in template)


def _decision_likeness(old: Decision, new: Decision) -> float:
    rules = [{rule.id for rule in one.rules} for one in (old, new)]
    return max(alike(old.title, new.title), len(rules[0] & rules[1]) / len(rules[0] | rules[1]))


def match_rules(
    old: Mapping[str, Rule], new: Mapping[str, Rule], content: Callable[[Rule], Hashable]
) -> Names:
    """Which rule of a decision is which: first those with the same id and content, then with the same
    content, then with the same id, then alike. (The ids of rules in tables shift with their rows.)"""
    names = {
        name: name
        for name, rule in new.items()
        if name in old and content(rule) == content(old[name])
    }
    free = {name: rule for name, rule in old.items() if name not in names}
    by_content = {content(rule): name for name, rule in reversed(free.items())}
    for name, rule in new.items():
        was = by_content.get(content(rule)) if name not in names else None
        if was in free:
            names[name] = was
            del free[was]
    left = {name: rule for name, rule in new.items() if name not in names}
    names |= paired(free, left, _rule_likeness)
    return {name: names[name] for name in new if name in names}


def _rule_likeness(old: Rule, new: Rule) -> float:
    if old.condition == new.condition:
        return 0.9
    same = [one.value for one in old.outcomes] == [one.value for one in new.outcomes]
    return (alike(old.because, new.because) + alike(old.id, new.id) + same) / 3
