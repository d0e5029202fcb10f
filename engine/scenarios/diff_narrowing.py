"""Big tables that differ in a few rules: only what these rules can touch is compared.

Where no rule holds that was changed, is new or is gone, the same rules hold in both rulebooks, and so the
outcome is the same. Where one of them holds, only rules count that can hold together with it. So the other
rules can be left out, as long as nobody looks beyond the cases in which a changed rule holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..diagrams.cells import Bits, Cells
from ..language.conditions import AllOf, Condition, FactTest, Operand
from ..language.rulebook import Decision, HitPolicy, Rule, Rulebook
from .diff_merging import NEW, OLD, Merged

BIG = 40
"""Up to so many rules all are compared."""

Box = Mapping[str, Bits]


@dataclass(frozen=True)
class Narrowed:
    """Both rulebooks in one, big decisions with only the rules that count. `changed` has for each of
    these decisions, by its old id, the numbers of the rules, old and new, that were changed."""

    both: Rulebook
    changed: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]]


def narrowed(merged: Merged, cells: Mapping[str, Cells]) -> Narrowed:
    """Both rulebooks in one, without the rules that cannot make a difference."""
    decisions = dict(merged.both.decisions)
    changed: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
    read = {name for one in decisions.values() for name in one.reads}
    for old, new in merged.pairs:
        sides = decisions[OLD + old], decisions[NEW + new]
        if old in merged.same or not _is_fit(merged, sides, new, read):
            continue
        ids = _changed(merged, sides, new)
        boxes = [
            _box(rule.condition, cells)
            for side, some in zip(sides, ids, strict=True)
            for rule in side.rules
            if rule.id in some
        ]
        kept = [
            tuple(rule for rule in side.rules if _meets(_box(rule.condition, cells), boxes))
            for side in sides
        ]
        left, right = (
            tuple(number for number, rule in enumerate(rules) if rule.id in some)
            for rules, some in zip(kept, ids, strict=True)
        )
        changed[old] = (left, right)
        for side, rules in zip(sides, kept, strict=True):
            decisions[side.id] = replace(side, rules=rules)
    return Narrowed(replace(merged.both, decisions=decisions), changed)


def _is_fit(merged: Merged, sides: tuple[Decision, Decision], new: str, read: set[str]) -> bool:
    """Whether the decisions are big, read facts alone, are read by none, and differ in rules alone,
    whose order is the same."""
    old, now = sides
    if max(len(one.rules) for one in sides) <= BIG or any(one.id in read for one in sides):
        return False
    if any(name in merged.both.decisions for one in sides for name in one.reads):
        return False
    otherwise = [one.otherwise.outcomes if one.otherwise else None for one in sides]
    if old.policy is not now.policy or otherwise[0] != otherwise[1]:
        return False
    if old.policy is not HitPolicy.COLLECT and old.priorities != now.priorities:
        return False
    names = merged.rules[new]
    kept = set(names.values())
    told = [names[rule.id] for rule in now.rules if rule.id in names]
    return told == [rule.id for rule in old.rules if rule.id in kept]


def _changed(
    merged: Merged, sides: tuple[Decision, Decision], new: str
) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the rules, old and new, that are not in both as they are."""
    olds = {rule.id: rule for rule in sides[0].rules}
    same: dict[str, str] = {}
    for rule in sides[1].rules:
        was = merged.rules[new].get(rule.id)
        if was is not None and _says(olds[was]) == _says(rule):
            same[rule.id] = was
    kept = set(same.values())
    return (
        frozenset(name for name in olds if name not in kept),
        frozenset(rule.id for rule in sides[1].rules if rule.id not in same),
    )


def _says(rule: Rule) -> object:
    return rule.condition, rule.outcomes


def _box(condition: Condition[Operand], cells: Mapping[str, Cells]) -> Box:
    """For some facts the cells outside of which a condition cannot be true."""
    match condition:
        case FactTest(fact, test) if fact in cells and test in cells[fact].sets:
            return {fact: cells[fact].sets[test]}
        case AllOf(parts):
            found: dict[str, Bits] = {}
            for part in parts:
                for fact, bits in _box(part, cells).items():
                    found[fact] = found.get(fact, bits) & bits
            return found
        case _:
            return {}


def _meets(box: Box, others: Sequence[Box]) -> bool:
    return any(all(bits & other.get(fact, bits) for fact, bits in box.items()) for other in others)
