"""The language as a JSON Schema (draft-07), so that editors complete, explain and underline.

The schema is never stricter than the loader where phrases are free, and refuses unknown and missing
keys. Each value is accepted in every form that a YAML parser may give it: `yes` as a text or a
truth, `3` as a text or a number, a day as a text or a day. With a rulebook, its names are offered
too. Words stand in an `enum` without a `type`, so that editors insert them without quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from .names import CONDITION_WORDS, OUTCOME_WORDS, PHRASE_WORDS
from .reading_rules import GIVES
from .rulebook import Decision, HitPolicy, Rulebook, Setting
from .vocabulary import TYPE_NAMES, AnyType, Choice, Day, ListOf, Number, YesNo, write_value

Schema = dict[str, object]
Shapes = list[Schema]  # the branches of an `anyOf`
Words = Mapping[str, str]  # each word and what it means

_DRAFT = "http://json-schema.org/draft-07/schema#"
# Ids and options as the loader has them, but with every character beyond ASCII: the regular
# expressions of editors do not agree with Python's on what a letter is.
_ID = r"^[^\x00-@\[-`{-\x7f][^\x00-,./:-@\[-^`{-\x7f]*$"
_OPTION = r"^[^\x00-/:-@\[-^`{-\x7f]([^\x00-*,/:-@\[-^`{-\x7f]*[^\x00-/:-@\[-^`{-\x7f])?$"
_YAML_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null"})

_YES_NO = {"yes": "the answer is yes", "no": "the answer is no"}
_TESTS = {**_YES_NO, "anything": "whatever it is, known or not"}
_OPEN = {"open": "more must be known first", "no rule fits": "no rule holds, and no `otherwise`"}
_NONE = {"nothing": "an empty list"}
_TYPES = ("yes or no", "one of the `options`", "without a fraction", "any number", "2026-12-01")
_GIVES = {GIVES[0]: "what people are told", GIVES[1]: _TYPES[2], GIVES[2]: _TYPES[3]}
_POLICIES = {
    HitPolicy.UNIQUE: "that of the one rule that holds; two that hold at once are a fault",
    HitPolicy.ANY: "that of the rules that hold, which must agree",
    HitPolicy.FIRST: "that of the first rule that holds",
    HitPolicy.PRIORITY: "the most important one among the rules that hold",
    HitPolicy.RULE_ORDER: "all outcomes, as a list, in the order of the rules",
    HitPolicy.OUTPUT_ORDER: "all outcomes, as a list, most important first",
    HitPolicy.COLLECT: "all outcomes, as a list, possibly empty",
    HitPolicy.COUNT: "how many rules hold",
    HitPolicy.SUM: "the sum of the numbers that the rules give",
    HitPolicy.MIN: "the smallest of the numbers that the rules give",
    HitPolicy.MAX: "the greatest of the numbers that the rules give",
}


def rulebook_schema(rulebook: Rulebook | None) -> Schema:
    """The schema of a rulebook; with a resolved rulebook, its own names are completed."""
    names = CONDITION_WORDS | PHRASE_WORDS
    one: Shapes = [{"enum": [1]}, {"type": "string", "pattern": "^1$"}]
    properties: Schema = {
        "fingerpost": _any("Fingerpost", "The version of this language: 1.", one),
        "rulebook": _any("Rulebook", "Its id; without it, the file's name.", _name()),
        "title": _text("Title", "What it is about, as readers see it."),
        "version": _text("Version", "Yours to count, such as 1.0.0; printed on every page."),
        "about": _text("About", "A few sentences for readers."),
        "source": _text("Source", "What the rules are taken from; `cites` points into it."),
        "facts": _named("Facts", "What we may know.", "fact", names),
        "settings": _named("Settings", "Numbers and days to tune.", "setting", PHRASE_WORDS),
        "placeholders": _named("Placeholders", "What drafts leave open.", "placeholder", ()),
        "advice": _named("Advice", "What we may say.", "advice", OUTCOME_WORDS),
        "decisions": _named("Decisions", "Which advice, and when.", "decision", names),
        "scenarios": _ref("scenarios"),
    }
    title = f"The rulebook “{rulebook.title}”" if rulebook else "A rulebook"
    about = "Facts, settings, advice, decisions and scenarios."
    root = _object(title, about, properties, ["title", "version", "facts", "decisions"])
    parts = _parts() | _decisions(rulebook) | _conditions(rulebook) | _scenarios(rulebook)
    return {"$schema": _DRAFT, **root, "definitions": parts}


def scenarios_schema(rulebook: Rulebook | None) -> Schema:
    """The schema of a file of scenarios beside a rulebook."""
    title = f"Scenarios of “{rulebook.title}”" if rulebook else "A file of scenarios"
    listed: Schema = {"scenarios": _ref("scenarios")}
    root = _object(title, "Scenarios beside a rulebook.", listed, ["scenarios"])
    return {"$schema": _DRAFT, **root, "definitions": _scenarios(rulebook)}


# -- the parts of the language -----------------------------------------------------------------


def _parts() -> Schema:
    label = _text("Label", "A short name, as it stands inside a sentence.")
    span = "For numbers and days: `0 to 365`, `at least 0`, `[0..10)`."
    flow: Schema = {"type": "array", "maxItems": 1, "items": {"type": "string", "pattern": r"\.\."}}
    filled = "{placeholders}, {facts} and {settings} are filled in."
    option: Schema = {"pattern": _OPTION, "not": {"enum": sorted(PHRASE_WORDS)}}
    words = {"additionalProperties": _text("Words", "The words that people read.")}
    options: Schema = {"type": "object", "minProperties": 1, "propertyNames": option, **words}
    shapes = [options, *_some([{"allOf": [option], "anyOf": _scalar()}])]
    kinds = _enum(dict(zip(TYPE_NAMES, _TYPES, strict=True)))
    fact: Schema = {
        "type": {**_help("Type", "How the answer is read."), **kinds},
        "question": _text("Question", "The question that asks for it."),
        "label": label,
        "options": _any("Options", "For a choice: each option and its words.", shapes),
        "range": _any("Range", span, [*_scalar(), flow]),
        "unit": _ref("unit"),
        "hint": _text("Hint", "A line of help under the question."),
    }
    fitting = [
        _if("type", ["choice"], {"required": ["options"]}),
        _if("type", [one for one in TYPE_NAMES if one != "choice"], _without("options")),
        _if("type", ["choice", "yes/no"], _without("range")),
        _if("type", ["choice", "yes/no", "date"], _without("unit")),
    ]
    setting: Schema = {
        "value": _text("Value", "A number, with a unit if you like, or a day: `3 days`."),
        "label": label,
        "unit": _ref("unit"),
        "range": _text("Range", span),
    }
    placeholder: Schema = {
        "label": _text("Label", "What stands there: `your friend's name`."),
        "example": _text("Example", "One such text."),
    }
    message: Schema = {
        "subject": _text("Subject", f"The subject line; {filled}"),
        "body": _text("Body", f"The draft; {filled}"),
    }
    advice: Schema = {
        "title": _text("Title", "The advice in a few words."),
        "do": _text("Do", f"What to do; {filled}"),
        "message": _short("Message", "A draft: just the text, or its parts.", message, "body"),
    }
    asked = "Something we may know, and how to ask for it."
    return {
        "fact": _object("A fact", asked, fact, ["type", "question"], fitting),
        "setting": _short("A setting", "Just its value, or its parts.", setting, "value"),
        "placeholder": _short("A placeholder", "Its label, or its parts.", placeholder, "label"),
        "advice": _object("An advice", "What people are told.", advice, ["title"]),
        "unit": _any("Unit", "For numbers: `day, days`, or one for both.", _some(_scalar())),
    }


def _decisions(rulebook: Rulebook | None) -> Schema:
    if rulebook is None:
        return {"decision": _decision(_scalar())}
    settings = [one for one in rulebook.settings.values() if not isinstance(one.value, date)]
    number = [*_words({one.id: _worded(one) for one in settings}), *_number()]
    advice = _words({one.id: one.title for one in rulebook.advice.values()}) or _scalar()
    return {"decision": _if("gives", GIVES[1:], _decision(number), _decision(advice))}


def _decision(outcome: Shapes) -> Schema:
    """A decision whose rules give certain outcomes."""
    policies = {policy.value: told for policy, told in _POLICIES.items()}
    ranked = [policy.value for policy in HitPolicy if policy.needs_priorities]
    summed = [policy.value for policy in HitPolicy if policy.aggregates]
    cited: Schema = {"type": "array", "items": {"anyOf": _scalar()}}
    given: Schema = {
        "then": _any("Then", "The outcome; a list where the policy gives one.", _some(outcome)),
        "because": _text("Because", "The reason, in words that readers see."),
        "cites": _any("Cites", "Where it is from.", [*_scalar(), cited, _nothing()]),
    }
    name = _any("Id", "A short name of its own, such as pouring-rain.", _name())
    keys: Schema = {"id": name, "when": _ref("when"), **given}
    rule = _object("A rule", "When it holds, it gives.", keys, ["id", "when", "then"])
    otherwise = _object("Otherwise", "The outcome and its reason.", given, ["then"])
    rules: Schema = {"type": "array", "minItems": 1, "items": rule}
    decision: Schema = {
        "title": _text("Title", "What it decides, in words."),
        "label": _text("Label", "A short name inside a sentence; without it, the title."),
        "hit policy": _any("Hit policy", "The outcome when several hold.", _words(policies)),
        "gives": _any("Gives", "What each rule gives; without it, advice.", _words(_GIVES)),
        "unit": _ref("unit"),
        "priorities": _any("Priorities", "Outcomes, most important first.", _some(outcome)),
        "rules": {**_help("Rules", "Each behind a `- `."), **rules},
        "otherwise": _any("Otherwise", "When no rule holds.", [otherwise, *_some(outcome)]),
    }
    fitting = [
        _if("hit policy", ranked, {"required": ["priorities"]}),
        _if("hit policy", [one for one in policies if one not in ranked], _without("priorities")),
        _if("hit policy", summed, {"required": ["gives"]}),
        _if("hit policy", [HitPolicy.COUNT.value], _without("otherwise")),
    ]
    about = "Rules, and what becomes of those that hold."
    return _object("A decision", about, decision, ["hit policy", "rules"], fitting)


def _conditions(rulebook: Rulebook | None) -> Schema:
    whole = _ref("condition")
    group = [whole, *_some([_ref("when")])[1:]]
    keys: Schema = {
        "all": _any("All", "All of it must be true.", group),
        "any": _any("Any", "At least one part must be true.", group),
        "not": _any("Not", "True when what it holds, taken together, is not.", [whole]),
    }
    rest: object = _test("A test", "A test of one fact or decision.", _TESTS, ["null"])
    if rulebook:
        for name in (*rulebook.facts, *rulebook.decisions):
            keys[name] = _test(*_about(rulebook, name), *_phrases(rulebook, name))
        rest = _misread(keys)
    condition = {**_object("Conditions", "All must be true.", keys, ()), "minProperties": 1}
    told = "`fact: test` lines, all of which must be true, or `always`."
    return {
        "when": _any("When", told, [whole, *_words({"always": "in every case"})]),
        "condition": {**condition, "additionalProperties": rest},
    }


def _scenarios(rulebook: Rulebook | None) -> Schema:
    facts: Schema = {}
    decisions: Schema = {}
    any_fact = _any("A fact", "Its value.", [_enum(_TESTS), *_scalar(), _nothing()])
    free = [_enum(_OPEN | _NONE), *_scalar()]
    any_decision = _any("A decision", "What must come out.", [*_some(free, 0), _nothing()])
    if rulebook:
        for name, fact in rulebook.facts.items():
            facts[name] = _any(*_about(rulebook, name), _case_value(fact.type))
        for name, one in rulebook.placeholders.items():
            facts[name] = _any(one.label, one.example, [*_scalar(), _nothing()])
        for name, decision in rulebook.decisions.items():
            decisions[name] = _any(*_about(rulebook, name), _expected(decision))
    case = _mapping("Case", "The known facts.", facts, _misread(facts) if rulebook else any_fact)
    closed = _misread(decisions) if rulebook else any_decision
    expect = _mapping("Expect", "For some decisions, what must come out.", decisions, closed)
    name = _text("Name", "What the situation is, in words.")
    keys: Schema = {"name": name, "case": case, "expect": expect}
    scenario = _object("A scenario", "A case and its answer.", keys, list(keys))
    listed: Shapes = [{"type": "array", "items": _ref("scenario")}, _nothing()]
    return {"scenarios": _any("Scenarios", "Cases and answers.", listed), "scenario": scenario}


# -- a rulebook's own words --------------------------------------------------------------------


def _about(rulebook: Rulebook, name: str) -> tuple[str, str]:
    fact = rulebook.facts.get(name)
    if fact is None:
        decision = rulebook.decisions[name]
        return decision.label or name, decision.title
    return fact.label or name, "\n\n".join(filter(None, (fact.question, fact.hint)))


def _phrases(rulebook: Rulebook, name: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Likely tests of a fact or a decision, each with what it means, and the options there are."""
    kind, decision = rulebook.type_of(name), rulebook.decisions.get(name)
    if isinstance(kind, Choice):
        options = _given(decision) if decision else dict(zip(kind.options, kind.words, strict=True))
        but = {f"not {option}": f"anything but: {words}" for option, words in options.items()}
        return options | but, kind.options
    if isinstance(kind, ListOf):
        options = _given(decision) if decision else {}
        some = {f"includes {option}": f"among them: {told}" for option, told in options.items()}
        return some | {"empty": "an empty list", "not empty": "at least one"}, ()
    if isinstance(kind, YesNo):
        return _YES_NO, ()
    words = ("at least", "more than", "at most", "less than")
    if isinstance(kind, Day):
        words = ("on or after", "after", "on or before", "before")
    bounds = {one.id: _worded(one) for one in rulebook.settings.values() if _fits(one, kind)}
    ends = [end for end in (kind.interval.low, kind.interval.high) if end is not None]
    bounds = bounds or {write_value(end): "" for end in ends}
    return {f"{word} {bound}": told for bound, told in bounds.items() for word in words}, ()


def _fits(setting: Setting, kind: Number | Day) -> bool:
    if isinstance(kind, Day) or isinstance(setting.value, date):
        return isinstance(kind, Day) and isinstance(setting.value, date)
    counted = not setting.unit or (kind.unit and kind.unit.matches(setting.unit.many))
    return bool(counted) and (isinstance(setting.value, int) or not kind.whole)


def _worded(setting: Setting) -> str:
    value, unit = setting.value, setting.unit
    words = f" {unit.one if value == 1 else unit.many}" if unit else ""
    return f"{setting.label or setting.id}: {write_value(value)}{words}"


def _given(decision: Decision) -> dict[str, str]:
    """The outcomes that a decision's rules give, with their words."""
    kind = decision.type.item if isinstance(decision.type, ListOf) else decision.type
    sources = (*decision.rules, *([decision.otherwise] if decision.otherwise else []))
    written = [write_value(operand.value) for one in sources for operand in one.outcomes]
    return {one: kind.words_for(one) if isinstance(kind, Choice) else one for one in written}


def _case_value(kind: AnyType) -> Shapes:
    unknown = _nothing(r"unknown|\?|")
    match kind:
        case YesNo():
            spelled = "[Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]"
            return [*_words(_YES_NO, spelled), unknown]
        case Choice():
            return [*_words(dict(zip(kind.options, kind.words, strict=True))), unknown]
        case Number():
            return [*_number(), unknown]
        case _:
            return [*_number()[1:], _beyond("string", "number", "boolean"), unknown]


def _expected(decision: Decision) -> Shapes:
    kind = decision.type
    item = kind.item if isinstance(kind, ListOf) else kind
    options = item.options if isinstance(item, Choice) else ()
    values = _words(_given(decision), *map(_spelled, options)) if options else _number()
    if isinstance(kind, ListOf):
        return [*_some(values, 0), *_words(_OPEN | _NONE, "empty"), _nothing()]
    *one, listed = _some(values)
    return [*one, {**listed, "maxItems": 1}, *_words(_OPEN)]


# -- shapes ------------------------------------------------------------------------------------


def _help(title: str, description: str) -> Schema:
    return {"title": title, "description": description or title}


def _any(title: str, description: str, shapes: Shapes) -> Schema:
    return {**_help(title, description), "anyOf": shapes}


def _text(title: str, description: str) -> Schema:
    return _any(title, description, _scalar())


def _short(title: str, description: str, parts: Schema, needed: str) -> Schema:
    """Just a text, or its parts."""
    shapes = [_object(title, description, parts, [needed]), *_scalar()]
    return _any(title, description, shapes)


def _test(title: str, description: str, phrases: Words, options: Iterable[str]) -> Schema:
    free = [*([_enum(phrases)] if phrases else []), *_scalar()]
    null = [_nothing("")] if any(one.lower() == "null" for one in options) else []
    return _any(title, description, [*_some(free), *null])


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _scalar() -> Shapes:
    """Any text that is not empty, in whatever form a YAML parser gives it."""
    text: Schema = {"type": ["string", "number"], "pattern": r"\S"}
    return [{**text, "patternErrorMessage": "Write a text."}, _beyond("string", "number")]


def _name() -> Shapes:
    about = "A letter, then letters, digits, `_` or `-`."
    text: Schema = {"type": "string", "pattern": _ID, "patternErrorMessage": about}
    return [text, _beyond("string", "number")]


def _number() -> Shapes:
    return [{"type": "number"}, {"type": "string", "pattern": r"^\s*[^\sA-Za-z]"}]


def _beyond(*types: str) -> Schema:
    """None of these types and no collection: a YAML parser may have made a truth or a day of it."""
    # `properties` is no test here: yaml-language-server tells branches apart by it when it explains.
    return {"not": {"type": ["object", "array", "null", *types]}, "properties": {}}


def _nothing(also: str = "") -> Schema:
    """Nothing at all: null, or an empty text."""
    pattern = rf"^\s*({also}~|null|Null|NULL)?\s*$"
    return {"not": {"type": ["object", "array", "number", "boolean"]}, "pattern": pattern}


def _enum(words: Words) -> Schema:
    return {"enum": list(words), "enumDescriptions": list(words.values())}


def _words(words: Words, *spelled: str) -> Shapes:
    """Certain words: as they are, with space around them, or as YAML misreads them."""
    if not words:
        return []
    pattern = "|".join((*map(_spelled, words), *spelled))
    text: Schema = {"type": "string", "pattern": rf"^\s*({pattern})\s*$"}
    return [_enum(words), text, *([_beyond("string")] if _misread(words) else [])]


def _spelled(word: str) -> str:
    return word.replace(".", r"\.").replace("+", r"\+").replace(" ", r"\s+")


def _misread(names: Iterable[str]) -> bool:
    """Whether YAML may take one of the names for something other than a text."""
    return any(name.lower() in _YAML_WORDS or name[0].isdigit() for name in names)


def _some(shapes: Shapes, least: int = 1) -> Shapes:
    """One of the shapes, or a list of them."""
    return [*shapes, {"type": "array", "minItems": least, "items": {"anyOf": shapes}}]


def _mapping(title: str, description: str, keys: Schema, rest: object) -> Schema:
    """A mapping, or nothing at all."""
    shape: Schema = {"type": ["object", "null", "string"], "pattern": _nothing()["pattern"]}
    about = "Write `name: …` lines, indented below it."
    keys = {"properties": keys, "additionalProperties": rest}
    return {**_help(title, description), **shape, "patternErrorMessage": about, **keys}


def _named(title: str, description: str, part: str, reserved: Iterable[str]) -> Schema:
    about = "A letter, then letters, digits, `_` or `-`."
    names: Schema = {"pattern": _ID, "patternErrorMessage": about}
    names |= {"not": {"enum": sorted(reserved)}} if reserved else {}
    return {**_mapping(title, description, {}, _ref(part)), "propertyNames": names}


def _object(
    title: str, description: str, keys: Schema, needed: Iterable[str], also: Iterable[Schema] = ()
) -> Schema:
    closed: Schema = {"additionalProperties": False, "required": list(needed)}
    closed |= {"allOf": list(also)} if also else {}
    return {**_help(title, description), "type": "object", "properties": keys, **closed}


def _if(key: str, words: Iterable[str], then: Schema, otherwise: Schema | None = None) -> Schema:
    """What must hold when one of the words stands at a key, and what when not."""
    pattern = rf"^\s*({'|'.join(map(_spelled, words))})\s*$"
    test: Schema = {"required": [key], "properties": {key: {"pattern": pattern}}}
    return {"if": test, "then": then, **({"else": otherwise} if otherwise else {})}


def _without(key: str) -> Schema:
    return {"properties": {key: False}}
