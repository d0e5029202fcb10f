"""The language as a JSON Schema (draft-07), so that editors complete, explain and underline.

The schema is never stricter than the loader where phrases are free, and refuses unknown and missing
keys. Each value is accepted in every form that a YAML parser may give it: `yes` as a text or a
truth, `3` as a text or a number, a day as a text or a day. With a rulebook, its names are offered
too. Words stand in an `enum` without a `type`, so that editors insert them without quotes.
"""

from __future__ import annotations

from datetime import date

from . import schema_shapes as shapes
from .checking import CHECK_CODES
from .names import CONDITION_WORDS, OUTCOME_WORDS, PHRASE_WORDS
from .reading_rules import GIVES, TABLE
from .rulebook import CHANGES, Decision, HitPolicy, Rulebook, Setting
from .schema_shapes import Schema, Shapes
from .vocabulary import TYPE_NAMES, AnyType, Choice, Day, ListOf, Number, YesNo, write_value

_DRAFT = "http://json-schema.org/draft-07/schema#"
# Ids and options as the loader has them, but with every character beyond ASCII: the regular
# expressions of editors do not agree with Python's on what a letter is.
_OPTION = r"^[^\x00-/:-@\[-^`{-\x7f]([^\x00-*,/:-@\[-^`{-\x7f]*[^\x00-/:-@\[-^`{-\x7f])?$"

_YES_NO = {"yes": "the answer is yes", "no": "the answer is no"}
_TESTS = {**_YES_NO, "anything": "whatever it is, known or not"}
_OPEN = {"open": "more must be known first", "no rule fits": "no rule holds, and no `otherwise`"}
_TABLE = {TABLE: "the rules are the rows of a CSV file beside the rulebook"}
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
        "fingerpost": shapes.any_of("Fingerpost", "The version of this language: 1.", one),
        "rulebook": shapes.any_of(
            "Rulebook", "Its id; without it, the file's name.", shapes.name()
        ),
        "title": shapes.text("Title", "What it is about, as readers see it."),
        "version": shapes.text("Version", "Yours to count, such as 1.0.0; printed on every page."),
        "about": shapes.text("About", "A few sentences for readers."),
        "source": shapes.text("Source", "What the rules are taken from; `cites` points into it."),
        "facts": shapes.named("Facts", "What we may know.", "fact", names),
        "settings": shapes.named("Settings", "Numbers and days to tune.", "setting", PHRASE_WORDS),
        "placeholders": shapes.named("Placeholders", "What drafts leave open.", "placeholder", ()),
        "advice": shapes.named("Advice", "What we may say.", "advice", OUTCOME_WORDS),
        "events": shapes.named("Events", "What can happen in a live case.", "event", ()),
        "calendar": shapes.any_of(
            "Calendar",
            "Which days count: `every day`, `working days`, `working days in DE-BY`.",
            shapes.scalar(),
        ),
        "decisions": shapes.named("Decisions", "Which advice, and when.", "decision", names),
        "scenarios": shapes.ref("scenarios"),
        "checks": shapes.ref("checks"),
    }
    title = f"The rulebook “{rulebook.title}”" if rulebook else "A rulebook"
    about = "Facts, settings, advice, decisions and scenarios."
    root = shapes.closed(title, about, properties, ["title", "version", "facts", "decisions"])
    parts = _parts() | _decisions(rulebook) | _conditions(rulebook) | _scenarios(rulebook)
    parts |= {"checks": _checks()}
    return {"$schema": _DRAFT, **root, "definitions": parts}


def scenarios_schema(rulebook: Rulebook | None) -> Schema:
    """The schema of a file of scenarios beside a rulebook."""
    title = f"Scenarios of “{rulebook.title}”" if rulebook else "A file of scenarios"
    listed: Schema = {"scenarios": shapes.ref("scenarios")}
    root = shapes.closed(title, "Scenarios beside a rulebook.", listed, ["scenarios"])
    return {"$schema": _DRAFT, **root, "definitions": _scenarios(rulebook)}


def _checks() -> Schema:
    severities = {
        "off": "Do not run it.",
        "note": "Tell it, but as nothing to mend.",
        "warning": "Tell it as something to look at.",
        "error": "Tell it as wrong.",
    }
    one: Schema = {
        "severity": {
            **shapes.described("Severity", "How much its findings count."),
            "anyOf": [shapes.enum(severities), {"const": False}],  # what YAML 1.1 makes of `off`
        },
        "because": shapes.text("Because", "Why, for the next reader."),
    }
    each = shapes.closed("Check", "A check in this rulebook.", one, ["severity", "because"])
    return {
        **shapes.described("Checks", "How much each check counts here, and why."),
        "type": "object",
        "properties": dict.fromkeys(CHECK_CODES, each),
        "additionalProperties": False,
    }


# -- the parts of the language -----------------------------------------------------------------


def _parts() -> Schema:
    label = shapes.text("Label", "A short name, as it stands inside a sentence.")
    span = "For numbers and days: `0 to 365`, `at least 0`, `[0..10)`."
    flow: Schema = {"type": "array", "maxItems": 1, "items": {"type": "string", "pattern": r"\.\."}}
    filled = "{placeholders}, {facts} and {settings} are filled in."
    option: Schema = {"pattern": _OPTION, "not": {"enum": sorted(PHRASE_WORDS)}}
    words = {"additionalProperties": shapes.text("Words", "The words that people read.")}
    options: Schema = {"type": "object", "minProperties": 1, "propertyNames": option, **words}
    listed = [options, *shapes.some([{"allOf": [option], "anyOf": shapes.scalar()}])]
    kinds = shapes.enum(dict(zip(TYPE_NAMES, _TYPES, strict=True)))
    fact: Schema = {
        "type": {**shapes.described("Type", "How the answer is read."), **kinds},
        "question": shapes.text("Question", "The question that asks for it."),
        "label": label,
        "options": shapes.any_of("Options", "For a choice: each option and its words.", listed),
        "range": shapes.any_of("Range", span, [*shapes.scalar(), flow]),
        "unit": shapes.ref("unit"),
        "hint": shapes.text("Hint", "A line of help under the question."),
        "likely": {
            **shapes.described("Likely", "How often each answer comes beside the others (1)."),
            "type": "object",
            "additionalProperties": {"anyOf": shapes.number()},
        },
        "effort": shapes.any_of(
            "Effort", "How hard the question is beside an ordinary one (1).", shapes.number()
        ),
        "changeable": {
            **shapes.described("Changeable", "Whether somebody, or time, can change it, and how."),
            "enum": [*CHANGES, True, False],
        },
        "follows from": shapes.any_of(
            "Follows from",
            "How it follows from the journal: `days since A`, `count of A since B`, `A happened`.",
            [*shapes.scalar(), {"type": "object"}],
        ),
        "cost": shapes.any_of(
            "Cost", "How much a change takes beside one of another fact (1).", shapes.number()
        ),
    }
    fitting = [
        shapes.if_word("type", ["choice"], {"required": ["options"]}),
        shapes.if_word(
            "type", [one for one in TYPE_NAMES if one != "choice"], shapes.without("options")
        ),
        shapes.if_word("type", ["choice", "yes/no"], shapes.without("range")),
        shapes.if_word("type", ["choice", "yes/no", "date"], shapes.without("unit")),
    ]
    setting: Schema = {
        "value": shapes.text("Value", "A number, with a unit if you like, or a day: `3 days`."),
        "label": label,
        "unit": shapes.ref("unit"),
        "range": shapes.text("Range", span),
    }
    placeholder: Schema = {
        "label": shapes.text("Label", "What stands there: `your friend's name`."),
        "example": shapes.text("Example", "One such text."),
    }
    message: Schema = {
        "subject": shapes.text("Subject", f"The subject line; {filled}"),
        "body": shapes.text("Body", f"The draft; {filled}"),
    }
    advice: Schema = {
        "title": shapes.text("Title", "The advice in a few words."),
        "do": shapes.text("Do", f"What to do; {filled}"),
        "message": shapes.short(
            "Message", "A draft: just the text, or its parts.", message, "body"
        ),
        "logs": shapes.any_of("Logs", "The event that doing it is.", shapes.name()),
    }
    told = {key: fact[key] for key in ("type", "question", "label", "options", "range", "unit")}
    event: Schema = {
        "title": shapes.text("Title", "What happened, in a few words."),
        "fields": {
            **shapes.described("Fields", "What is told with it."),
            "type": "object",
            "additionalProperties": shapes.closed(
                "A field", "Something told with an event.", told, ["type", "question"]
            ),
        },
        "by": shapes.any_of(
            "By", "Who brings it about: us (the client), or them.", [{"enum": ["us", "them"]}]
        ),
    }
    asked = "Something we may know, and how to ask for it."
    return {
        "fact": shapes.closed("A fact", asked, fact, ["type", "question"], fitting),
        "setting": shapes.short("A setting", "Just its value, or its parts.", setting, "value"),
        "placeholder": shapes.short(
            "A placeholder", "Its label, or its parts.", placeholder, "label"
        ),
        "advice": shapes.closed("An advice", "What people are told.", advice, ["title"]),
        "event": shapes.closed("An event", "Something that can happen.", event, ["title"]),
        "unit": shapes.any_of(
            "Unit", "For numbers: `day, days`, or one for both.", shapes.some(shapes.scalar())
        ),
    }


def _decisions(rulebook: Rulebook | None) -> Schema:
    if rulebook is None:
        return {"decision": _decision(shapes.scalar())}
    settings = [one for one in rulebook.settings.values() if not isinstance(one.value, date)]
    number = [*shapes.words({one.id: _worded(one) for one in settings}), *shapes.number()]
    advice = (
        shapes.words({one.id: one.title for one in rulebook.advice.values()}) or shapes.scalar()
    )
    return {"decision": shapes.if_word("gives", GIVES[1:], _decision(number), _decision(advice))}


def _decision(outcome: Shapes) -> Schema:
    """A decision whose rules give certain outcomes."""
    policies = {policy.value: told for policy, told in _POLICIES.items()}
    ranked = [policy.value for policy in HitPolicy if policy.needs_priorities]
    summed = [policy.value for policy in HitPolicy if policy.aggregates]
    cited: Schema = {"type": "array", "items": {"anyOf": shapes.scalar()}}
    given: Schema = {
        "then": shapes.any_of(
            "Then", "The outcome; a list where the policy gives one.", shapes.some(outcome)
        ),
        "because": shapes.text("Because", "The reason, in words that readers see."),
        "cites": shapes.any_of(
            "Cites", "Where it is from.", [*shapes.scalar(), cited, shapes.nothing()]
        ),
    }
    name = shapes.any_of("Id", "A short name of its own, such as pouring-rain.", shapes.name())
    keys: Schema = {"id": name, "when": shapes.ref("when"), **given}
    rule = shapes.closed("A rule", "When it holds, it gives.", keys, ["id", "when", "then"])
    otherwise = shapes.closed("Otherwise", "The outcome and its reason.", given, ["then"])
    rules: Schema = {"type": "array", "minItems": 1, "items": rule}
    decision: Schema = {
        "title": shapes.text("Title", "What it decides, in words."),
        "label": shapes.text("Label", "A short name inside a sentence; without it, the title."),
        "hit policy": shapes.any_of(
            "Hit policy", "The outcome when several hold.", shapes.words(policies)
        ),
        "gives": shapes.any_of(
            "Gives", "What each rule gives; without it, advice.", shapes.words(_GIVES)
        ),
        "unit": shapes.ref("unit"),
        "priorities": shapes.any_of(
            "Priorities", "Outcomes, most important first.", shapes.some(outcome)
        ),
        "rules": shapes.any_of("Rules", "Each behind a `- `.", [rules, *shapes.words(_TABLE)]),
        "otherwise": shapes.any_of(
            "Otherwise", "When no rule holds.", [otherwise, *shapes.some(outcome)]
        ),
    }
    fitting = [
        shapes.if_word("hit policy", ranked, {"required": ["priorities"]}),
        shapes.if_word(
            "hit policy",
            [one for one in policies if one not in ranked],
            shapes.without("priorities"),
        ),
        shapes.if_word("hit policy", summed, {"required": ["gives"]}),
        shapes.if_word("hit policy", [HitPolicy.COUNT.value], shapes.without("otherwise")),
    ]
    about = "Rules, and what becomes of those that hold."
    return shapes.closed("A decision", about, decision, ["hit policy", "rules"], fitting)


def _conditions(rulebook: Rulebook | None) -> Schema:
    whole = shapes.ref("condition")
    group = [whole, *shapes.some([shapes.ref("when")])[1:]]
    keys: Schema = {
        "all": shapes.any_of("All", "All of it must be true.", group),
        "any": shapes.any_of("Any", "At least one part must be true.", group),
        "not": shapes.any_of("Not", "True when what it holds, taken together, is not.", [whole]),
    }
    rest: object = shapes.test("A test", "A test of one fact or decision.", _TESTS, ["null"])
    if rulebook:
        for name in (*rulebook.facts, *rulebook.decisions):
            keys[name] = shapes.test(*_about(rulebook, name), *_phrases(rulebook, name))
        rest = shapes.misread(keys)
    condition = {**shapes.closed("Conditions", "All must be true.", keys, ()), "minProperties": 1}
    told = "`fact: test` lines, all of which must be true, or `always`."
    return {
        "when": shapes.any_of("When", told, [whole, *shapes.words({"always": "in every case"})]),
        "condition": {**condition, "additionalProperties": rest},
    }


def _scenarios(rulebook: Rulebook | None) -> Schema:
    facts: Schema = {}
    decisions: Schema = {}
    any_fact = shapes.any_of(
        "A fact", "Its value.", [shapes.enum(_TESTS), *shapes.scalar(), shapes.nothing()]
    )
    free = [shapes.enum(_OPEN | _NONE), *shapes.scalar()]
    any_decision = shapes.any_of(
        "A decision", "What must come out.", [*shapes.some(free, 0), shapes.nothing()]
    )
    if rulebook:
        for name, fact in rulebook.facts.items():
            facts[name] = shapes.any_of(*_about(rulebook, name), _case_value(fact.type))
        for name, one in rulebook.placeholders.items():
            facts[name] = shapes.any_of(
                one.label, one.example, [*shapes.scalar(), shapes.nothing()]
            )
        for name, decision in rulebook.decisions.items():
            decisions[name] = shapes.any_of(*_about(rulebook, name), _expected(decision))
    case = shapes.mapping(
        "Case", "The known facts.", facts, shapes.misread(facts) if rulebook else any_fact
    )
    closed = shapes.misread(decisions) if rulebook else any_decision
    expect = shapes.mapping("Expect", "For some decisions, what must come out.", decisions, closed)
    name = shapes.text("Name", "What the situation is, in words.")
    keys: Schema = {"name": name, "case": case, "expect": expect}
    scenario = shapes.closed("A scenario", "A case and its answer.", keys, list(keys))
    listed: Shapes = [{"type": "array", "items": shapes.ref("scenario")}, shapes.nothing()]
    return {
        "scenarios": shapes.any_of("Scenarios", "Cases and answers.", listed),
        "scenario": scenario,
    }


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
    unknown = shapes.nothing(r"unknown|\?|")
    match kind:
        case YesNo():
            spelled = "[Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]"
            return [*shapes.words(_YES_NO, spelled), unknown]
        case Choice():
            return [*shapes.words(dict(zip(kind.options, kind.words, strict=True))), unknown]
        case Number():
            return [*shapes.number(), unknown]
        case _:
            return [*shapes.number()[1:], shapes.beyond("string", "number", "boolean"), unknown]


def _expected(decision: Decision) -> Shapes:
    kind = decision.type
    item = kind.item if isinstance(kind, ListOf) else kind
    options = item.options if isinstance(item, Choice) else ()
    values = (
        shapes.words(_given(decision), *map(shapes.spelled, options))
        if options
        else shapes.number()
    )
    if isinstance(kind, ListOf):
        return [*shapes.some(values, 0), *shapes.words(_OPEN | _NONE, "empty"), shapes.nothing()]
    *one, listed = shapes.some(values)
    return [*one, {**listed, "maxItems": 1}, *shapes.words(_OPEN)]
