"""What was changed in decisions: their words, their hit policies, and rule by rule what it says and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..language.conditions import Condition, Operand
from ..language.rulebook import Decision, Rule, Rulebook
from ..language.vocabulary import ListOf, Number, Value
from ..language.wording import condition_words, joined, quoted_words
from .diff_edits import Edit, comings, moved, reworded
from .diff_merging import NEW, OLD, Merged, with_operands
from .diff_wording import values_in_sentence

MOST_RENAMED = 5
"""Rules with other names that are told one by one."""


def edits_of_rules(merged: Merged) -> Iterator[Edit]:
    """All that was changed in the decisions."""
    return _Lister(merged).decisions()


class _Lister:
    def __init__(self, merged: Merged) -> None:
        self.merged = merged
        self.old, self.new = merged.old, merged.new

    def decisions(self) -> Iterator[Edit]:
        """The decisions, their rules, and the reasons."""
        names = self.merged.matches.decisions
        olds = {name: f"the decision “{one.title}”" for name, one in self.old.decisions.items()}
        news = {name: f"the decision “{one.title}”" for name, one in self.new.decisions.items()}
        yield from comings("decision", olds, news, names)
        for name, was in names.items():
            yield from self._decision(self.old.decisions[was], self.new.decisions[name])

    def _decision(self, old: Decision, new: Decision) -> Iterator[Edit]:
        title = f"“{new.title}”"
        aspects = [
            (f"the title of the decision “{old.title}”", old.title, new.title),
            (f"the label of the decision {title}", old.label, new.label),
            (f"the unit of the decision {title}", _unit_words(old), _unit_words(new)),
        ]
        yield from reworded("decision", new.id, aspects)
        if old.policy is not new.policy:
            words = old.policy.value, new.policy.value
            text = f"the hit policy of {title} is {words[1]}, and was {words[0]}"
            yield Edit(
                "changed", "rules", "decision", new.id, text, words[0], words[1], noticed=False
            )
        merged = self.merged.both.decisions[OLD + old.id], self.merged.both.decisions[NEW + new.id]
        before, now = (one.priorities if one.policy.needs_priorities else () for one in merged)
        if before != now and before and now:
            text = f"the priorities of {title} were changed"
            lists = [values_in_sentence(one, one.priorities) for one in merged]
            yield Edit("changed", "rules", "decision", new.id, text, lists[0], lists[1])
        yield from self._otherwise(old, new, title)
        yield from self._rules(old, new, title)

    def _otherwise(self, old: Decision, new: Decision, title: str) -> Iterator[Edit]:
        before, now = old.otherwise, new.otherwise
        words = [
            _given_words(book, decision, decision.otherwise.outcomes)
            if decision.otherwise
            else "nothing"
            for book, decision in ((self.old, old), (self.new, new))
        ]
        merged = self.merged.both.decisions[OLD + old.id], self.merged.both.decisions[NEW + new.id]
        told = [
            [given.value for given in one.otherwise.outcomes] if one.otherwise else None
            for one in merged
        ]
        if told[0] != told[1]:
            text = f"where no rule of {title} holds, it is {words[1]}, and was {words[0]}"
            yield Edit(
                "changed", "rules", "rule", "otherwise", text, words[0], words[1], noticed=False
            )
        if before and now:
            what = f"where no rule of {title} holds"
            yield from self._reasons(
                "otherwise", what, (before.because, before.cites), (now.because, now.cites)
            )

    def _reasons(
        self, name: str, what: str, old: tuple[str, Sequence[str]], new: tuple[str, Sequence[str]]
    ) -> Iterator[Edit]:
        aspects = [
            (f"the reason {what}", old[0], new[0]),
            (f"the source cited {what}", joined(old[1]), joined(new[1])),
        ]
        yield from reworded("rule", name, aspects)

    def _rules(self, old: Decision, new: Decision, title: str) -> Iterator[Edit]:
        names = self.merged.rules[new.id]
        olds = {rule.id: rule for rule in old.rules}
        news = {rule.id: rule for rule in new.rules}
        both = self.merged.both.decisions
        before = {rule.id: rule for rule in both[OLD + old.id].rules}
        told = {rule.id: rule for rule in both[NEW + new.id].rules}
        kept = set(names.values())
        for name, rule in olds.items():
            if name not in kept:
                text = f"the rule {name} of {title} is gone: {_rule_words(self.old, old, rule)}"
                yield Edit("gone", "rules", "rule", name, text, noticed=False)
        for name, rule in news.items():
            if name not in names:
                text = f"the rule {name} of {title} is new: {_rule_words(self.new, new, rule)}"
                yield Edit("new", "rules", "rule", name, text, noticed=False)
                continue
            was = olds[names[name]]
            yield from self._reasons(
                name, f"of the rule {name}", (was.because, was.cites), (rule.because, rule.cites)
            )
            if _shape(before[was.id].condition, OLD) != _shape(told[name].condition, NEW):
                words = (_when_words(self.old, was), _when_words(self.new, rule))
                if words[0] != words[1]:
                    text = f"the condition of the rule {name} of {title} was rewritten"
                    yield Edit("rewritten", "rules", "rule", name, text, *words, noticed=False)
            given = [[one.value for one in each.outcomes] for each in (before[was.id], told[name])]
            if given[0] != given[1]:
                words = (
                    _given_words(self.old, old, was.outcomes),
                    _given_words(self.new, new, rule.outcomes),
                )
                text = f"the rule {name} of {title} gives {words[1]}, and gave {words[0]}"
                yield Edit("changed", "rules", "rule", name, text, *words, noticed=False)
        renamed = [(was, now) for now, was in names.items() if now != was]
        if len(renamed) > MOST_RENAMED:  # a row that comes or goes moves all that stand below
            text = f"{len(renamed)} rules of {title} have other names"
            yield Edit("renamed", "rules", "decision", new.id, text, noticed=False)
        else:
            for was, now in renamed:
                text = f"the rule {was} of {title} is called {now} now"
                yield Edit("renamed", "rules", "rule", now, text, was, now, noticed=False)
        what = f"the rules of {title}"
        yield from moved("decision", new.id, what, olds, news, names, noticed=False, kind="rules")


# -- in words ----------------------------------------------------------------------------------


def _shape(condition: Condition[Operand], side: str) -> Condition[Operand]:
    """A condition without the values of its settings, which are told by themselves."""
    return with_operands(
        condition,
        lambda name: name.removeprefix(side),
        lambda _, operand: Operand(operand.setting, "") if operand.setting else operand,
    )


def _unit_words(decision: Decision) -> str:
    kind = decision.type.item if isinstance(decision.type, ListOf) else decision.type
    return f"{kind.unit.one}, {kind.unit.many}" if isinstance(kind, Number) and kind.unit else ""


def _given_words(rulebook: Rulebook, decision: Decision, given: Sequence[Operand]) -> str:
    """What a rule gives. (The rules of a `collect count` give advice, the decision a number.)"""

    def words(value: Value) -> str:
        if isinstance(value, str):
            return f"“{rulebook.advice[value].title}”"
        return quoted_words(value, decision.type)

    return joined(words(one.value) for one in given)


def _rule_words(rulebook: Rulebook, decision: Decision, rule: Rule) -> str:
    return f"{_given_words(rulebook, decision, rule.outcomes)}, when: {_when_words(rulebook, rule)}"


def _when_words(rulebook: Rulebook, rule: Rule) -> str:
    return condition_words(rulebook, rule.condition)
