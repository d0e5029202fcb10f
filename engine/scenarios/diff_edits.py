"""What else was changed: parts that are new, gone, renamed or reworded, whether or not any answer hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..language.conditions import Operand
from ..language.literals import write_interval
from ..language.rulebook import Advice, Decision, Rule, Rulebook, Setting, Slot, Template
from ..language.vocabulary import Choice, Day, FactType, Interval, ListOf, Number, Value
from ..language.wording import condition_words, joined, number_words, quoted_words, value_words
from .diff_matching import Names, comparable, source_of
from .diff_merging import NEW, OLD, Merged
from .diff_wording import fact_words, values_in_sentence

How = Literal["new", "gone", "renamed", "reworded", "changed", "moved"]
Kind = Literal["number", "words", "rules"]


@dataclass(frozen=True)
class Edit:
    """One thing that was changed.

    `text` says it in a sentence. `old` and `new` are what was and is, where these are texts; `noticed`
    is whether a client could notice it by itself, and `kind` where it belongs in a report. `id` is that
    of the part in the new rulebook, of a part that is gone in the old one.
    """

    how: How
    kind: Kind
    part: str
    id: str
    text: str
    old: str = ""
    new: str = ""
    noticed: bool = True


def edits(merged: Merged) -> tuple[Edit, ...]:
    """All that was changed, beside the outcomes themselves."""
    lister = _Lister(merged)
    return tuple(
        (
            *lister.rulebook(),
            *lister.settings(),
            *lister.facts(),
            *lister.placeholders(),
            *lister.advice(),
            *lister.decisions(),
        )
    )


class _Lister:
    def __init__(self, merged: Merged) -> None:
        self.merged = merged
        self.old, self.new = merged.old, merged.new

    # -- pieces ------------------------------------------------------------------------------------

    def _reworded(
        self, part: str, id: str, aspects: Iterable[tuple[str, str, str]], noticed: bool = True
    ) -> Iterator[Edit]:
        """Texts that differ: each a few words on what it is, the old text and the new one."""
        for what, old, new in aspects:
            if old != new:
                how: How = "reworded" if old and new else "new" if new else "gone"
                text = {"reworded": "has new words", "new": "is new", "gone": "is gone"}[how]
                yield Edit(how, "words", part, id, f"{what} {text}", old, new, noticed)

    def _comings(
        self, part: str, olds: Mapping[str, str], news: Mapping[str, str], names: Names
    ) -> Iterator[Edit]:
        """Parts that are new, gone or renamed; the mappings say how each part is called."""
        kept = set(names.values())
        for id, words in olds.items():
            if id not in kept:
                yield Edit("gone", "words", part, id, f"{words} is gone")
        for id, words in news.items():
            if id not in names:
                yield Edit("new", "words", part, id, f"{words} is new")
            elif names[id] != id:
                text = f"{olds[names[id]]} is called {id} in the file, and was called {names[id]}"
                yield Edit("renamed", "words", part, id, text, names[id], id, noticed=False)

    def _moved(
        self, part: str, id: str, what: str, olds: Iterable[str], news: Iterable[str], names: Names,
        *, noticed: bool, kind: Kind = "words",
    ) -> Iterator[Edit]:  # fmt: skip
        """An order that was changed among what is in both."""
        told = [names[name] for name in news if name in names]
        kept = set(told)
        if told != [name for name in olds if name in kept]:
            text = f"the order of {what} was changed"
            yield Edit("moved", kind, part, id, text, noticed=noticed)

    # -- the rulebook ------------------------------------------------------------------------------

    def rulebook(self) -> Iterator[Edit]:
        """Its own words, and the order of its parts."""
        old, new, id = self.old, self.new, self.new.id
        seen = [
            ("the title of the rulebook", old.title, new.title),
            ("the introduction", old.about, new.about),
            ("the source", old.source_title, new.source_title),
        ]
        yield from self._reworded("rulebook", id, seen)
        quiet = [("the version", old.version, new.version), ("the name of the rulebook", old.id, new.id)]
        for what, was, now in quiet:
            if was != now:
                text = f"{what} is {now}, and was {was}"
                yield Edit("changed", "words", "rulebook", id, text, was, now, noticed=False)
        names = self.merged.matches
        for part, olds, news, same, noticed in (
            ("questions", old.facts, new.facts, names.facts, False),
            ("numbers", old.settings, new.settings, names.settings, False),
            ("gaps in the drafts", old.placeholders, new.placeholders, names.placeholders, False),
            ("pieces of advice", old.advice, new.advice, names.advice, False),
            ("decisions", old.decisions, new.decisions, names.decisions, True),
        ):
            yield from self._moved("rulebook", id, f"the {part}", olds, news, same, noticed=noticed)

    # -- settings ----------------------------------------------------------------------------------

    def settings(self) -> Iterator[Edit]:
        """The numbers that a coach tunes."""
        names = self.merged.matches.settings
        olds = {id: f"the number “{_label(one)}”" for id, one in self.old.settings.items()}
        news = {id: f"the number “{_label(one)}”" for id, one in self.new.settings.items()}
        for one in self._comings("setting", olds, news, names):
            yield Edit(one.how, one.kind, one.part, one.id, one.text, one.old, one.new, noticed=False)
        for id, was in names.items():
            before, now = self.old.settings[was], self.new.settings[id]
            values = [_setting_words(one) for one in (before, now)]
            if values[0] != values[1]:
                texts = _titles_with(self.new, id)
                text = f"{_label(now)}: {values[1]}, was {values[0]}"
                text += f" (it also stands in the words of {joined(texts)})" if texts else ""
                yield Edit("changed", "number", "setting", id, text, *values, noticed=bool(texts))
            label = [("the label of a number", before.label, now.label)]
            yield from self._reworded("setting", id, label)
            if before.interval != now.interval:
                ends = [_interval_words(one.interval) for one in (before, now)]
                text = f"{_label(now)} may be {ends[1]}, and before {ends[0]}"
                yield Edit("changed", "words", "setting", id, text, *ends, noticed=False)

    # -- facts -------------------------------------------------------------------------------------

    def facts(self) -> Iterator[Edit]:
        """The questions and the answers to them."""
        names = self.merged.matches.facts
        olds = {id: f"the question “{one.question}”" for id, one in self.old.facts.items()}
        news = {id: f"the question “{one.question}”" for id, one in self.new.facts.items()}
        yield from self._comings("fact", olds, news, names)
        for id, was in names.items():
            before, now = self.old.facts[was], self.new.facts[id]
            subject = fact_words(self.old, was)
            aspects = [
                (f"the question about {subject}", before.question, now.question),
                (f"the label of the question “{now.question}”", before.label, now.label),
                (f"the hint about {subject}", before.hint, now.hint),
            ]
            yield from self._reworded("fact", id, aspects)
            yield from self._type(id, subject, before.type, now.type)
            quiet = [
                ("how likely the answers are", before.likely, now.likely),
                ("how hard the question is", before.effort, now.effort),
                ("how it can change", (before.changeable, before.cost), (now.changeable, now.cost)),
            ]
            for what, one, two in quiet:
                if one != two:
                    text = f"what is said of {subject}: {what}"
                    yield Edit("changed", "words", "fact", id, text, noticed=False)

    def _type(self, id: str, subject: str, old: FactType, new: FactType) -> Iterator[Edit]:
        if not comparable(old, new):
            text = f"{subject} is another kind of question: {new.name}, was {old.name}"
            yield Edit("changed", "words", "fact", id, text, old.name, new.name)
            return
        match old, new:
            case Choice(), Choice():
                yield from self._options(id, subject, old, new)
            case Number(), Number():
                if old.whole != new.whole:
                    text = f"{subject} is now a {new.name}, and was a {old.name}"
                    yield Edit("changed", "words", "fact", id, text, old.name, new.name)
                units = [f"{one.unit.one}, {one.unit.many}" if one.unit else "" for one in (old, new)]
                yield from self._reworded("fact", id, [(f"the unit of {subject}", *units)])
                yield from self._range(id, subject, old.interval, new.interval)
            case Day(), Day():
                yield from self._range(id, subject, old.interval, new.interval)
            case _:
                return

    def _range(self, id: str, subject: str, old: Interval, new: Interval) -> Iterator[Edit]:
        if old != new:
            ends = [_interval_words(one) for one in (old, new)]
            text = f"the range of {subject} is {ends[1]}, and was {ends[0]}"
            yield Edit("changed", "words", "fact", id, text, *ends)

    def _options(self, id: str, subject: str, old: Choice, new: Choice) -> Iterator[Edit]:
        names = self.merged.matches.options[id]
        olds, news = (
            {one: f"the answer “{kind.words_for(one)}” ({subject})" for one in kind.options}
            for kind in (old, new)
        )
        for one in self._comings("option", olds, news, names):
            yield Edit(one.how, one.kind, one.part, f"{id}.{one.id}", one.text, one.old, one.new, one.noticed)
        for option, was in names.items():
            aspect = (f"an answer ({subject})", old.words_for(was), new.words_for(option))
            yield from self._reworded("option", f"{id}.{option}", [aspect])
        what = f"the answers ({subject})"
        yield from self._moved("fact", id, what, old.options, new.options, names, noticed=True)

    # -- placeholders and advice -------------------------------------------------------------------

    def placeholders(self) -> Iterator[Edit]:
        """What drafts leave open."""
        names = self.merged.matches.placeholders
        olds = {id: f"the gap “{one.label}”" for id, one in self.old.placeholders.items()}
        news = {id: f"the gap “{one.label}”" for id, one in self.new.placeholders.items()}
        yield from self._comings("placeholder", olds, news, names)
        for id, was in names.items():
            before, now = self.old.placeholders[was], self.new.placeholders[id]
            aspects = [
                ("the label of a gap in the drafts", before.label, now.label),
                (f"the example for the gap “{now.label}”", before.example, now.example),
            ]
            yield from self._reworded("placeholder", id, aspects)

    def advice(self) -> Iterator[Edit]:
        """What clients are told."""
        names = self.merged.matches.advice
        olds = {id: f"the advice “{one.title}”" for id, one in self.old.advice.items()}
        news = {id: f"the advice “{one.title}”" for id, one in self.new.advice.items()}
        yield from self._comings("advice", olds, news, names)
        for id, was in names.items():
            before, now = self.old.advice[was], self.new.advice[id]
            aspects = [
                (what, source_of(old), source_of(self._with_old_slots(new)))
                for what, old, new in _texts(before, now)
            ]
            yield from self._reworded("advice", id, aspects)

    def _with_old_slots(self, template: Template) -> Template:
        slots = self.merged.matches.slots
        return tuple(
            part if isinstance(part, str) else Slot(slots.get(part.name, part.name))
            for part in template
        )

    # -- decisions and rules -----------------------------------------------------------------------

    def decisions(self) -> Iterator[Edit]:
        """The decisions, their rules, and the reasons."""
        names = self.merged.matches.decisions
        olds = {id: f"the decision “{one.title}”" for id, one in self.old.decisions.items()}
        news = {id: f"the decision “{one.title}”" for id, one in self.new.decisions.items()}
        yield from self._comings("decision", olds, news, names)
        for id, was in names.items():
            yield from self._decision(self.old.decisions[was], self.new.decisions[id])

    def _decision(self, old: Decision, new: Decision) -> Iterator[Edit]:
        title = f"“{new.title}”"
        units = [_unit_words(one) for one in (old, new)]
        aspects = [
            (f"the title of the decision “{old.title}”", old.title, new.title),
            (f"the label of the decision {title}", old.label, new.label),
            (f"the unit of the decision {title}", *units),
        ]
        yield from self._reworded("decision", new.id, aspects)
        if old.policy is not new.policy:
            words = old.policy.value, new.policy.value
            text = f"the hit policy of {title} is {words[1]}, and was {words[0]}"
            yield Edit("changed", "rules", "decision", new.id, text, *words, noticed=False)
        merged = self.merged.both.decisions[OLD + old.id], self.merged.both.decisions[NEW + new.id]
        before, now = (one.priorities if one.policy.needs_priorities else () for one in merged)
        if before != now and before and now:
            text = f"the priorities of {title} were changed"
            lists = [values_in_sentence(one, one.priorities) for one in merged]
            yield Edit("changed", "rules", "decision", new.id, text, *lists)
        yield from self._otherwise(old, new, title)
        yield from self._rules(old, new, title)

    def _otherwise(self, old: Decision, new: Decision, title: str) -> Iterator[Edit]:
        before, now = old.otherwise, new.otherwise
        words = [
            _given_words(book, decision, decision.otherwise.outcomes) if decision.otherwise else "nothing"
            for book, decision in ((self.old, old), (self.new, new))
        ]
        told = [
            [value.value for value in one.otherwise.outcomes] if one.otherwise else None
            for one in (
                self.merged.both.decisions[OLD + old.id],
                self.merged.both.decisions[NEW + new.id],
            )
        ]
        if told[0] != told[1]:
            text = f"where no rule of {title} holds, it is {words[1]}, and was {words[0]}"
            yield Edit("changed", "rules", "rule", "otherwise", text, *words, noticed=False)
        if before and now:
            what = f"where no rule of {title} holds"
            yield from self._reasons("otherwise", what, (before.because, before.cites), (now.because, now.cites))

    def _reasons(
        self, id: str, what: str, old: tuple[str, Sequence[str]], new: tuple[str, Sequence[str]]
    ) -> Iterator[Edit]:
        aspects = [
            (f"the reason {what}", old[0], new[0]),
            (f"the source cited {what}", joined(old[1]), joined(new[1])),
        ]
        yield from self._reworded("rule", id, aspects)

    def _rules(self, old: Decision, new: Decision, title: str) -> Iterator[Edit]:
        names = self.merged.rules[new.id]
        olds = {rule.id: rule for rule in old.rules}
        news = {rule.id: rule for rule in new.rules}
        both = self.merged.both.decisions
        before = {rule.id: rule for rule in both[OLD + old.id].rules}
        now = {rule.id: rule for rule in both[NEW + new.id].rules}
        kept = set(names.values())
        for id, rule in olds.items():
            if id not in kept:
                text = f"the rule {id} of {title} is gone: {_rule_words(self.old, old, rule)}"
                yield Edit("gone", "rules", "rule", id, text, noticed=False)
        for id, rule in news.items():
            if id not in names:
                text = f"the rule {id} of {title} is new: {_rule_words(self.new, new, rule)}"
                yield Edit("new", "rules", "rule", id, text, noticed=False)
                continue
            was = olds[names[id]]
            if id != was.id:
                text = f"the rule {was.id} of {title} is called {id} now"
                yield Edit("renamed", "rules", "rule", id, text, was.id, id, noticed=False)
            yield from self._reasons(
                id, f"of the rule {id}", (was.because, was.cites), (rule.because, rule.cites)
            )
            if self._differ(before[was.id], now[id], was, rule):
                words = (_when_words(self.old, was), _when_words(self.new, rule))
                if words[0] != words[1]:
                    text = f"the rule {id} of {title} holds in other words"
                    yield Edit("changed", "rules", "rule", id, text, *words, noticed=False)
            given = [[one.value for one in each.outcomes] for each in (before[was.id], now[id])]
            if given[0] != given[1]:
                words = (
                    _given_words(self.old, old, was.outcomes),
                    _given_words(self.new, new, rule.outcomes),
                )
                text = f"the rule {id} of {title} gives {words[1]}, and gave {words[0]}"
                yield Edit("changed", "rules", "rule", id, text, *words, noticed=False)
        what = f"the rules of {title}"
        yield from self._moved(
            "decision", new.id, what, olds, news, names, noticed=False, kind="rules"
        )

    def _differ(self, before: Rule, now: Rule, old: Rule, new: Rule) -> bool:
        """Whether a condition was rewritten, not only the value of a setting in it."""
        if before.condition == now.condition:
            return False
        names = self.merged.matches.settings
        return _with_settings(before, old, {}) != _with_settings(now, new, names)


# -- in words ----------------------------------------------------------------------------------


def _texts(old: Advice, new: Advice) -> Iterator[tuple[str, Template, Template]]:
    title = f"“{new.title}”"
    yield f"the title of the advice “{old.title}”", (old.title,), (new.title,)
    yield f"what to do in {title}", old.do, new.do
    yield f"the subject of the message in {title}", old.subject, new.subject
    yield f"the message in {title}", old.body, new.body


def _label(setting: Setting) -> str:
    return setting.label or setting.id


def _setting_words(setting: Setting) -> str:
    value = setting.value
    if isinstance(value, bool | str) or not hasattr(value, "as_integer_ratio"):
        return value_words(value, Day())
    return number_words(value, setting.unit)  # pyright: ignore[reportArgumentType]


def _interval_words(interval: Interval | None) -> str:
    return write_interval(interval) if interval and interval != Interval() else "anything"


def _unit_words(decision: Decision) -> str:
    kind = decision.type.item if isinstance(decision.type, ListOf) else decision.type
    return f"{kind.unit.one}, {kind.unit.many}" if isinstance(kind, Number) and kind.unit else ""


def _titles_with(rulebook: Rulebook, name: str) -> list[str]:
    """The advice whose texts have a slot of that name."""
    return [
        f"“{one.title}”"
        for one in rulebook.advice.values()
        if Slot(name) in (*one.do, *one.subject, *one.body)
    ]


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
