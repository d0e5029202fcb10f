"""Words that were changed: of the rulebook, its settings, its questions with their answers, and its advice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePath

from ..language.literals import write_interval
from ..language.rulebook import Advice, Rulebook, Setting, Slot, Template
from ..language.vocabulary import Choice, Day, FactType, Interval, Number, Unit
from ..language.wording import joined, number_words, value_words
from .diff_edits import Edit, comings, moved, reworded
from .diff_matching import comparable, source_of
from .diff_merging import Merged
from .diff_wording import fact_words


def edits_of_words(merged: Merged) -> Iterator[Edit]:
    """All that was changed beside the decisions."""
    lister = _Lister(merged)
    yield from lister.rulebook()
    yield from lister.settings()
    yield from lister.facts()
    yield from lister.placeholders()
    yield from lister.advice()


class _Lister:
    def __init__(self, merged: Merged) -> None:
        self.merged = merged
        self.old, self.new = merged.old, merged.new

    # -- the rulebook ------------------------------------------------------------------------------

    def rulebook(self) -> Iterator[Edit]:
        """Its own words, and the order of its parts."""
        old, new, name = self.old, self.new, self.new.id
        seen = [
            ("the title of the rulebook", old.title, new.title),
            ("the introduction", old.about, new.about),
            ("the source", old.source_title, new.source_title),
        ]
        yield from reworded("rulebook", name, seen)
        quiet = [
            ("the version", old.version, new.version),
            ("the name of the rulebook", old.id, new.id),
        ]
        by_file = all(PurePath(one.source.name).stem == one.id for one in (old, new))
        for what, was, now in quiet:
            if was != now and not (by_file and was == old.id):
                text = f"{what} is {now}, and was {was}"
                yield Edit("changed", "words", "rulebook", name, text, was, now, noticed=False)
        names = self.merged.matches
        follows = {names.facts.get(name, name): one for name, one in new.follows.items()}
        for what, same in (
            ("what can happen in a live case", old.events == new.events),
            ("how facts follow from what happened", dict(old.follows) == follows),
            ("which days count", old.calendar == new.calendar),
        ):
            if not same:
                yield Edit("changed", "words", "rulebook", new.id, f"{what} was changed")
        for part, olds, news, same, noticed in (
            ("questions", old.facts, new.facts, names.facts, False),
            ("numbers", old.settings, new.settings, names.settings, False),
            ("gaps in the drafts", old.placeholders, new.placeholders, names.placeholders, False),
            ("pieces of advice", old.advice, new.advice, names.advice, False),
            ("decisions", old.decisions, new.decisions, names.decisions, True),
        ):
            yield from moved("rulebook", name, f"the {part}", olds, news, same, noticed=noticed)

    # -- settings ----------------------------------------------------------------------------------

    def settings(self) -> Iterator[Edit]:
        """The numbers that a coach tunes."""
        names = self.merged.matches.settings
        olds = {name: f"the number “{_label(one)}”" for name, one in self.old.settings.items()}
        news = {name: f"the number “{_label(one)}”" for name, one in self.new.settings.items()}
        yield from comings("setting", olds, news, names, noticed=False)
        for name, was in names.items():
            before, now = self.old.settings[was], self.new.settings[name]
            values = [_setting_words(one) for one in (before, now)]
            if values[0] != values[1]:
                texts = _titles_with(self.new, name)
                text = f"{_label(now)}: {values[1]}, was {values[0]}"
                text += f" (it also stands in the words of {joined(texts)})" if texts else ""
                yield Edit(
                    "changed",
                    "number",
                    "setting",
                    name,
                    text,
                    values[0],
                    values[1],
                    noticed=bool(texts),
                )
            label = [("the label of a number", before.label, now.label)]
            yield from reworded("setting", name, label)
            if before.interval != now.interval:
                ends = [_interval_words(one.interval) for one in (before, now)]
                text = f"{_label(now)} may be {ends[1]}, and before {ends[0]}"
                yield Edit(
                    "changed", "words", "setting", name, text, ends[0], ends[1], noticed=False
                )

    # -- facts -------------------------------------------------------------------------------------

    def facts(self) -> Iterator[Edit]:
        """The questions and the answers to them."""
        names = self.merged.matches.facts
        olds = {name: f"the question “{one.question}”" for name, one in self.old.facts.items()}
        news = {name: f"the question “{one.question}”" for name, one in self.new.facts.items()}
        yield from comings("fact", olds, news, names)
        for name, was in names.items():
            before, now = self.old.facts[was], self.new.facts[name]
            subject = fact_words(self.old, was)
            aspects = [
                (f"the question about {subject}", before.question, now.question),
                (f"the label of the question “{now.question}”", before.label, now.label),
                (f"the hint about {subject}", before.hint, now.hint),
            ]
            yield from reworded("fact", name, aspects)
            yield from self._type(name, subject, before.type, now.type)
            quiet = [
                ("how likely the answers are", before.likely, now.likely),
                ("how hard the question is", before.effort, now.effort),
                ("how it can change", (before.changeable, before.cost), (now.changeable, now.cost)),
            ]
            for what, one, two in quiet:
                if one != two:
                    text = f"what is said of {subject}: {what}"
                    yield Edit("changed", "words", "fact", name, text, noticed=False)

    def _type(self, name: str, subject: str, old: FactType, new: FactType) -> Iterator[Edit]:
        if not comparable(old, new):
            text = f"{subject} is another kind of question: {new.name}, was {old.name}"
            yield Edit("changed", "words", "fact", name, text, old.name, new.name)
            return
        match old, new:
            case Choice(), Choice():
                yield from self._options(name, subject, old, new)
            case Number(), Number():
                if old.whole != new.whole:
                    text = f"{subject} is now a {new.name}, and was a {old.name}"
                    yield Edit("changed", "words", "fact", name, text, old.name, new.name)
                unit = (f"the unit of {subject}", _unit_words(old.unit), _unit_words(new.unit))
                yield from reworded("fact", name, [unit])
                yield from self._range(name, subject, old.interval, new.interval)
            case Day(), Day():
                yield from self._range(name, subject, old.interval, new.interval)
            case _:
                return

    def _range(self, name: str, subject: str, old: Interval, new: Interval) -> Iterator[Edit]:
        if old != new:
            ends = [_interval_words(one) for one in (old, new)]
            text = f"the range of {subject} is {ends[1]}, and was {ends[0]}"
            yield Edit("changed", "words", "fact", name, text, ends[0], ends[1])

    def _options(self, name: str, subject: str, old: Choice, new: Choice) -> Iterator[Edit]:
        names = self.merged.matches.options[name]
        olds, news = (
            {one: f"the answer “{kind.words_for(one)}” ({subject})" for one in kind.options}
            for kind in (old, new)
        )
        yield from comings("option", olds, news, names, within=f"{name}.")
        for option, was in names.items():
            aspect = (f"an answer ({subject})", old.words_for(was), new.words_for(option))
            yield from reworded("option", f"{name}.{option}", [aspect])
        what = f"the answers ({subject})"
        yield from moved("fact", name, what, old.options, new.options, names, noticed=True)

    # -- placeholders and advice -------------------------------------------------------------------

    def placeholders(self) -> Iterator[Edit]:
        """What drafts leave open."""
        names = self.merged.matches.placeholders
        olds = {name: f"the gap “{one.label}”" for name, one in self.old.placeholders.items()}
        news = {name: f"the gap “{one.label}”" for name, one in self.new.placeholders.items()}
        yield from comings("placeholder", olds, news, names)
        for name, was in names.items():
            before, now = self.old.placeholders[was], self.new.placeholders[name]
            aspects = [
                ("the label of a gap in the drafts", before.label, now.label),
                (f"the example for the gap “{now.label}”", before.example, now.example),
            ]
            yield from reworded("placeholder", name, aspects)

    def advice(self) -> Iterator[Edit]:
        """What clients are told."""
        names = self.merged.matches.advice
        olds = {name: f"the advice “{one.title}”" for name, one in self.old.advice.items()}
        news = {name: f"the advice “{one.title}”" for name, one in self.new.advice.items()}
        yield from comings("advice", olds, news, names)
        for name, was in names.items():
            before, now = self.old.advice[was], self.new.advice[name]
            aspects = [
                (what, source_of(old), source_of(self._with_old_slots(new)))
                for what, old, new in _texts(before, now)
            ]
            yield from reworded("advice", name, aspects)
            if before.logs != now.logs:
                text = f"what is noted in a live case when “{now.title}” is done was changed"
                yield Edit("changed", "words", "advice", name, text)

    def _with_old_slots(self, template: Template) -> Template:
        slots = self.merged.matches.slots
        return tuple(
            part if isinstance(part, str) else Slot(slots.get(part.name, part.name))
            for part in template
        )


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
    if isinstance(setting.value, int | Decimal):
        return number_words(setting.value, setting.unit)
    return value_words(setting.value, Day())


def _interval_words(interval: Interval | None) -> str:
    return write_interval(interval) if interval and interval != Interval() else "anything"


def _unit_words(unit: Unit | None) -> str:
    return f"{unit.one}, {unit.many}" if unit else ""


def _titles_with(rulebook: Rulebook, name: str) -> list[str]:
    """The advice whose texts have a slot of that name."""
    return [
        f"“{one.title}”"
        for one in rulebook.advice.values()
        if Slot(name) in (*one.do, *one.subject, *one.body)
    ]
