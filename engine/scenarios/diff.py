"""The effect of an edit: in which cases two rulebooks advise differently, and what else was changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from ..evaluate import Case, Fault, Result
from ..language.rulebook import Decision, Rulebook
from ..language.vocabulary import Plain, Value, plain_value
from .diff_cases import CaseDiff, CasesDiff, RealCase, compare_cases
from .diff_changes import Becomes, Change, Shifts
from .diff_edits import Edit
from .diff_merging import NEW, OLD, Merged, merge
from .diff_outcomes import BUDGET, DecisionDiff, OutcomesDiff, Region, Situation, compare_outcomes
from .diff_rules import edits_of_rules
from .diff_wording import Situations, change_words, sentence
from .diff_words import edits_of_words


@dataclass(frozen=True)
class Difference:
    """What is different between two rulebooks.

    `outcomes` has every case in which a decision comes out differently, exactly but for what is
    listed in `unexamined`; `edits` what was changed in the file; `cases` the real cases, if any
    were given. With `same` the fingerprints are equal, and nothing is different at all.
    """

    merged: Merged
    outcomes: OutcomesDiff
    edits: tuple[Edit, ...]
    cases: CasesDiff | None
    same: bool = False

    @property
    def noticed(self) -> bool:
        """Whether a client could notice anything."""
        return bool(self.outcomes.decisions) or any(edit.noticed for edit in self.edits)

    @property
    def unexamined(self) -> tuple[str, ...]:
        """What was not examined because it would take too long."""
        found = [
            *(
                f"when {self._title(name)} comes out differently"
                for name in self.outcomes.unexamined
            ),
            *(
                f"when {self._title(name)} is given for another reason"
                for name in self.outcomes.unexamined_reasons
            ),
            *(
                f"all the situations in which, in {self._title(one.old)}, {self.change(one, region)}"
                for one in self.outcomes.decisions
                for region in one.regions
                if not region.complete
            ),
            *(f"the case {name}" for name in (self.cases.unexamined if self.cases else ())),
        ]
        return tuple(found)

    @property
    def quiet(self) -> bool:
        """Whether it is certain that no client could notice anything."""
        return self.same or not (self.noticed or self.unexamined)

    def sides(self, one: DecisionDiff) -> tuple[Decision, Decision]:
        """A decision in both rulebooks, in the names of the old one."""
        decisions = self.merged.both.decisions
        return decisions[OLD + one.old], decisions[NEW + one.new]

    def change(self, one: DecisionDiff, region: Region) -> str:
        """What changes in a region, in words."""
        return change_words(region.change, *self.sides(one))

    def causes(self, one: DecisionDiff) -> tuple[str, ...]:
        """The titles of the decisions whose changes alone make this one differ; none where its own
        rules were changed."""
        if one.old not in self.merged.alike:
            return ()
        differing = {other.old for other in self.outcomes.decisions if other.regions}
        reads = self.merged.old.decisions[one.old].reads
        return tuple(self._title(name) for name in reads if name in differing)

    def _title(self, old: str) -> str:
        return f"“{self.merged.old.decisions[old].title}”"

    # -- as JSON has it ----------------------------------------------------------------------------

    def to_dict(self) -> dict[str, object]:
        """As `diff --json` prints it."""
        words = Situations(self.merged.both)
        content: dict[str, object] = {
            "old": self.merged.old.identity,
            "new": self.merged.new.identity,
            "noticed": self.noticed,
            "share": self.outcomes.share,
            "decisions": [self._decision(one, words) for one in self.outcomes.decisions],
            "edits": [_edit(one) for one in self.edits],
            "unexamined": list(self.unexamined),
        }
        return content | ({"cases": self._cases(self.cases)} if self.cases else {})

    def _decision(self, one: DecisionDiff, words: Situations) -> dict[str, object]:
        reasons = one.reasons and {
            "share": one.reasons.share,
            "example": self._case(one.reasons.example),
        }
        return {
            "decision": one.new,
            "old_decision": one.old,
            "title": self.merged.new.decisions[one.new].title,
            "share": one.share,
            "own_rules_changed": one.old not in self.merged.alike,
            "changes": [
                {
                    **self._change(region.change),
                    "words": self.change(one, region),
                    "share": region.share,
                    "complete": region.complete,
                    "situations": [
                        self._situation(situation, self.change(one, region), words)
                        for situation in region.situations
                    ],
                }
                for region in one.regions
            ],
            "other_reasons": reasons,
        }

    def _change(self, change: Change) -> dict[str, object]:
        if isinstance(change, Becomes):
            return {
                "old": plain_outcome(change.old),
                "new": plain_outcome(self.merged.new_result(change.new)),
            }
        if isinstance(change, Shifts):
            return {"by": plain_value(change.by)}
        added = cast("tuple[Value, ...]", self.merged.new_result(change.added))
        return {"gone": _plain_list(change.gone), "added": _plain_list(added)}

    def _situation(self, situation: Situation, change: str, words: Situations) -> dict[str, object]:
        return {
            "sentence": sentence(words.words(situation), change),
            "share": situation.share,
            "example": self._case(situation.example),
        }

    def _case(self, case: Case) -> dict[str, Plain]:
        """A case in the names of the new rulebook, where that has them."""
        back = {was: now for now, was in self.merged.matches.facts.items()}
        found: dict[str, Plain] = {}
        for name, value in case.items():
            now = back.get(name, name.removeprefix(NEW))
            options = {o: n for n, o in self.merged.matches.options.get(now, {}).items()}
            told = options.get(value, value) if isinstance(value, str) else value
            found[now] = plain_value(told)
        return found

    def _cases(self, cases: CasesDiff) -> dict[str, object]:
        return {
            "total": cases.total,
            "changed": len(cases.changed),
            "cases": [_case_diff(one) for one in cases.changed],
        }


def diff(
    old: Rulebook,
    new: Rulebook,
    by_old: Sequence[RealCase] | None = None,
    by_new: Sequence[RealCase] | None = None,
    budget: int = BUDGET,
) -> Difference:
    """What is different between two rulebooks: in all cases, and in real ones, which are given as the
    old rulebook reads them, or the new one, or both do."""
    merged = merge(old, new)
    given = by_new if by_old is None else by_old
    if old.fingerprint == new.fingerprint:
        none = OutcomesDiff((), 0.0, (), ())
        found = None if given is None else CasesDiff(len(given), ())
        return Difference(merged, none, (), found, same=True)
    edits = (*edits_of_words(merged), *edits_of_rules(merged))
    found = None if given is None else compare_cases(merged, by_old, by_new)
    return Difference(merged, compare_outcomes(merged, budget), edits, found)


def plain_outcome(result: Result) -> object:
    """A result as JSON has it; a fault by its name."""
    if isinstance(result, Fault):
        return {"fault": result.value}
    return _plain_list(result) if isinstance(result, tuple) else plain_value(result)


def _plain_list(values: Iterable[Value]) -> list[Plain]:
    return [plain_value(value) for value in values]


def _edit(edit: Edit) -> dict[str, object]:
    return {
        "how": edit.how,
        "part": edit.part,
        "id": edit.id,
        "words": edit.text,
        "old": edit.old or None,
        "new": edit.new or None,
        "noticed": edit.noticed,
    }


def _case_diff(one: CaseDiff) -> dict[str, object]:
    return {
        "name": one.name,
        "case": {name: plain_value(value) for name, value in one.case.items()},
        "decisions": [
            {
                "decision": answer.new,
                "before": [plain_outcome(result) for result in answer.before],
                "after": [plain_outcome(result) for result in answer.after],
            }
            for answer in one.answers
        ],
    }
