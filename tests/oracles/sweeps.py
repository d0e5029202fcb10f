"""What each rule of a random rulebook does in every complete case, by brute force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from oracles.brute import CLASH, GAP, Book, Decision, _apply


@dataclass(frozen=True)
class Row:
    """One complete case: which rules hold, the result, the deciding rules, and for each rule the
    result without it."""

    case: Mapping[str, Any]
    held: tuple[bool, ...]
    result: Any
    deciding: frozenset[str]
    collects: bool
    without: tuple[Any, ...]

    def matters(self, rule: int) -> bool:
        """Whether the result is another one without a rule. (The order of a `collect` is not.)"""
        one, two = self.result, self.without[rule]
        return frozenset(one) != frozenset(two) if self.collects else one != two


class Sweep:
    """All complete cases of one decision."""

    def __init__(self, book: Book, name: str) -> None:
        self.decision: Decision = book.decisions[name]
        self.rows: list[Row] = []
        for case in book.completions({}):
            made = book.decide(case)
            self.rows.append(self._row(case, {**case, **{key: made[key][0] for key in made}}))

    def _row(self, case: Mapping[str, Any], values: Mapping[str, Any]) -> Row:
        rules = self.decision.rules
        result, deciding = _apply(self.decision, values.__getitem__)
        without = tuple(
            _apply(replace(self.decision, rules=rules[:n] + rules[n + 1 :]), values.__getitem__)[0]
            for n in range(len(rules))
        )
        held = tuple(rule.when(values.__getitem__) for rule in rules)
        collects = self.decision.policy == "collect"
        return Row(case, held, result, deciding, collects, without)

    def gap(self) -> bool:
        return any(row.result == GAP for row in self.rows)

    def holding(self, rule: int) -> bool:
        return any(row.held[rule] for row in self.rows)

    def failing(self, rule: int) -> bool:
        return not all(row.held[rule] for row in self.rows)

    def deciding(self, rule: int) -> bool:
        return any(self.decision.rules[rule].id in row.deciding for row in self.rows)

    def mattering(self, rule: int) -> bool:
        return any(row.matters(rule) for row in self.rows)

    def giving(self, value: Any) -> bool:
        return any(
            value in row.result if isinstance(row.result, tuple) else row.result == value
            for row in self.rows
        )

    def conflicts(self) -> set[tuple[int, int]]:
        policy, rules = self.decision.policy, self.decision.rules
        if policy not in ("unique", "any", "priority"):
            return set()
        return {
            (one, two)
            for row in self.rows
            for one in range(len(rules))
            for two in range(one + 1, len(rules))
            if row.held[one] and row.held[two]
            if policy == "unique" or rules[one].then[0] != rules[two].then[0]
        }

    def constant(self) -> bool:
        results = {row.result for row in self.rows}
        return len(results) == 1 and not results & {GAP, CLASH}


__all__ = ["CLASH", "GAP", "Row", "Sweep"]
