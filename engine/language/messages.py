"""The words of every diagnostic, in one place.

The guide: lower case, no final full stop, the user's own words in backticks, no type names of
Python, one primary label and what to do about it in `help`. A function a matter; `codes.py` explains
each code at length.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .diagnostics import Diagnostic, Fix, Label
from .names import near
from .nodes import Node, Scalar, head, shape
from .source import Span


def _at(
    code: str, span: Span, message: str, help: str = "", fix: Fix | None = None, label: str = ""
) -> Diagnostic:
    return Diagnostic(code, message, (Label(span, label),), help, fix)


def _replace(span: Span, text: str) -> Fix:
    return Fix(f"write `{text}`", ((span, text),))


def listing(names: Iterable[str], joint: str = "or", most: int = 12) -> str:
    """`a`, `b` or `c`; very long lists are cut."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) > most:
        quoted = [*quoted[:most], "…"]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {joint} {quoted[-1]}"


def shorten(text: str, most: int = 60) -> str:
    """The text on one line, cut in the middle of nowhere when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


# -- files -------------------------------------------------------------------------------------


def not_found(name: str, bundled: Sequence[str]) -> Diagnostic:
    meant = near(name, bundled)
    way = (
        f"did you mean the bundled `{meant}`?"
        if meant
        else f"give a path to a file, or the name of a bundled rulebook: {listing(bundled)}"
    )
    return Diagnostic(
        "not-found", f"there is no rulebook or file `{shorten(name)}`", help=way, file=shorten(name)
    )


def not_a_file(name: str) -> Diagnostic:
    way = "give the path of a file; to change a rulebook that ships, copy it: `fingerpost new FILE --from NAME`"
    return Diagnostic(
        "not-found", f"there is no file `{shorten(name)}`", help=way, file=shorten(name)
    )


def unreadable(name: str, problem: str) -> Diagnostic:
    way = "check the path, and that you may read it"
    return Diagnostic("unreadable", f"the file cannot be read: {problem}", help=way, file=name)


def unwritable(name: str, problem: str) -> Diagnostic:
    way = "choose another place, or check that you may write there; nothing was changed"
    return Diagnostic("unwritable", f"the file cannot be written: {problem}", help=way, file=name)


def too_big(name: str, size: int, most: int) -> Diagnostic:
    message = f"the file has {size:,} bytes; at most {most:,} are read"
    return Diagnostic("too-big", message, help="split the rulebook into several", file=name)


def not_text(span: Span, what: str) -> Diagnostic:
    way = "delete what is marked, or save the file again as plain text with the encoding UTF-8"
    return _at("not-text", span, f"this is not plain text: it holds {what}", way)


# -- YAML --------------------------------------------------------------------------------------


def empty_file(name: str) -> Diagnostic:
    way = "start from a fresh rulebook: `fingerpost new my-rules.yaml`"
    return Diagnostic("empty-file", "the file is empty", help=way, file=name)


def yaml_syntax(span: Span) -> Diagnostic:
    way = "look at the indentation and the punctuation here and on the line above"
    return _at("yaml-syntax", span, "this does not fit what stands before it", way)


def stray_colon(span: Span) -> Diagnostic:
    way = (
        'a text with a colon in it needs quotes: `title: "One thing: another"`; otherwise look '
        "whether this line is indented too far, or the line above lacks its colon"
    )
    return _at("yaml-syntax", span, "this colon does not fit here", way)


def line_without_colon(span: Span) -> Diagnostic:
    way = "write `key: value`; a text that goes on over several lines is indented below its key"
    return _at("yaml-syntax", span, "this line has no `:` after its key", way)


def reserved_character(span: Span) -> Diagnostic:
    way = f"put the whole text in quotes, or leave {_spelled(span.text)} out"
    return _at("yaml-syntax", span, f"no text may begin with {_spelled(span.text)} in YAML", way)


def _spelled(character: str) -> str:
    return "a back-tick" if character == "`" else f"`{character}`"


def unclosed_quote(span: Span) -> Diagnostic:
    way = f"close it with another `{span.text}`"
    return _at("yaml-syntax", span, "this quotation mark is never closed", way)


def unclosed_bracket(span: Span) -> Diagnostic:
    way = "close it, or put the whole text in quotes when it is meant as text"
    return _at(
        "yaml-syntax",
        span,
        f"something is wrong inside the bracket `{span.text}` that opens here",
        way,
    )


def tab_indent(span: Span) -> Diagnostic:
    return _at(
        "tab-indent",
        span,
        "a tab in the indentation",
        "indent with spaces; YAML allows no tabs there",
    )


_WORDS_FOR_SYMBOLS = {">=": "at least", ">": "more than"}


def unquoted_comparison(span: Span) -> Diagnostic:
    symbol = ">=" if span.text.startswith(">=") else ">"
    rest = span.text.removeprefix(symbol).strip()
    words = f"{_WORDS_FOR_SYMBOLS[symbol]} {rest}".strip()
    trimmed = span.part(0, len(span.text.rstrip()))
    return _at(
        "unquoted-comparison",
        trimmed,
        f"`{trimmed.text}` is not YAML: a leading `>` has a meaning of its own there",
        f'write `{words}`, or put it in quotes: `"{trimmed.text}"`'
        if rest
        else f"write the value too, and words for the sign: `{words} 3`",
        _replace(trimmed, words) if rest else None,
    )


def unquoted_anything(span: Span) -> Diagnostic:
    message = "a bare `-` is not YAML here: it begins a list"
    return _at("unquoted-comparison", span, message, "write `anything`", _replace(span, "anything"))


def unquoted_interval(span: Span) -> Diagnostic:
    message = f"`{span.text}` is not YAML: brackets have a meaning of their own there"
    quoted = f'"{span.text}"'
    return _at(
        "unquoted-comparison",
        span,
        message,
        f"put it in quotes: `{quoted}`",
        _replace(span, quoted),
    )


def several_documents(span: Span) -> Diagnostic:
    return _at(
        "several-documents",
        span,
        "a second YAML document begins here",
        "one file is one rulebook: remove `---`",
    )


def alias(span: Span) -> Diagnostic:
    way = "write the thing itself out; if you mean the text, put it in quotes"
    return _at(
        "alias", span, f"`{shorten(span.text)}` is a YAML alias, and rulebooks have none", way
    )


def tag(span: Span) -> Diagnostic:
    way = "remove it; the type of a fact says how a value is read. If you mean the text, put it in quotes"
    return _at("tag", span, f"`{shorten(span.text)}` is a YAML tag, and rulebooks have none", way)


def too_deep(span: Span, most: int) -> Diagnostic:
    return _at(
        "too-deep",
        span,
        f"nested more than {most} levels deep",
        "no rule needs that; look for brackets too many",
    )


def key_not_text(span: Span) -> Diagnostic:
    way = "a key is a word or two before a colon; a text that begins with a bracket needs quotes"
    return _at("wrong-shape", span, "this key is not a text", way)


def duplicate_key(key: Scalar, first: Span) -> Diagnostic:
    return Diagnostic(
        "duplicate-key",
        f"`{shorten(key.value)}` is written twice here",
        (Label(key.span), Label(first, "first here")),
        "keep one of the two; in a condition, put each behind its own `- ` under `all:` or `any:`",
    )


# -- shapes and keys ---------------------------------------------------------------------------


def wrong_shape(node: Node, wanted: str, what: str, help: str = "") -> Diagnostic:
    message = f"{what} must be {wanted}, not {shape(node)}"
    return _at("wrong-shape", head(node), message.replace("a mapping", "`key: value` lines"), help)


def unknown_key(key: Scalar, where: str, known: Sequence[str]) -> Diagnostic:
    meant = near(key.value, known)
    way = f"did you mean `{meant}`?" if meant else f"{where} has {listing(known, 'and', 20)}"
    fix = _replace(key.span, meant) if meant else None
    return _at("unknown-key", key.span, f"{where} has no `{shorten(key.value)}`", way, fix)


def missing_key(node: Node, key: str, where: str, help: str) -> Diagnostic:
    return _at("missing-key", head(node), f"{where} needs `{key}`", help)


def bad_name(name: Scalar, what: str) -> Diagnostic:
    way = "a name begins with a letter and has letters, digits, `_` and `-`, no spaces"
    return _at("bad-name", name.span, f"`{shorten(name.value)}` cannot be the name of {what}", way)


def bad_option(name: Scalar) -> Diagnostic:
    way = "an option has letters, digits, `_`, `-`, `.` and `+`, no spaces; the words for people go behind the colon"
    return _at("bad-name", name.span, f"`{shorten(name.value)}` cannot be an option", way)


def reserved_name(name: Scalar, what: str) -> Diagnostic:
    way = "choose another name; this word has a meaning in the language itself"
    return _at("bad-name", name.span, f"`{name.value}` cannot be the name of {what}", way)


def duplicate_name(name: Span, first: Span, what: str) -> Diagnostic:
    return Diagnostic(
        "duplicate-name",
        f"there is already {what} called `{shorten(name.text)}`",
        (Label(name), Label(first, "first here")),
        "give one of the two another name",
    )


def unknown_word(code: str, name: Scalar, what: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name.value, known)
    way = f"did you mean `{meant}`?" if meant else f"choose one of {listing(known)}"
    return _at(
        code,
        name.span,
        f"`{shorten(name.value)}` is not {what}",
        way,
        _replace(name.span, meant) if meant else None,
    )


def needless_key(key: Span, kind: str, types: Sequence[str]) -> Diagnostic:
    way = f"take it out, or make the type {listing(types)}"
    return _at("needless-key", key, f"a {kind} fact has no `{key.text}`", way)


def no_options(span: Span) -> Diagnostic:
    return _at(
        "wrong-shape",
        span,
        "a choice needs at least one option",
        "list them: `options: [blue, grey]`",
    )


def bad_number(node: Scalar, what: str) -> Diagnostic:
    way = (
        "write a number of at most 15 digits, with a full stop for decimals, `1500` or `37.5`, "
        "or a day, `2026-12-01`"
    )
    return _at(
        "wrong-type",
        node.span,
        f"{what} must be a number or a day, not `{shorten(node.value)}`",
        way,
    )


def bad_unit(node: Node) -> Diagnostic:
    way = "write singular and plural, `day, days`, or one word for both, `kg`"
    return _at("bad-unit", head(node), "this is not a unit", way)


def bad_range(span: Span, text: str) -> Diagnostic:
    way = "write two ends, `0 to 365`, or one, `at least 0`"
    return _at("bad-range", span, f"`{shorten(text)}` is not a range", way)


# -- phrases -----------------------------------------------------------------------------------


def empty_phrase(span: Span) -> Diagnostic:
    return _at(
        "phrase",
        span,
        "nothing is written here",
        "write a test, for example `at least 3`, or `anything`",
    )


def long_phrase(span: Span, most: int) -> Diagnostic:
    return _at("phrase", span, f"this test has more than {most} words", "split it under `any:`")


def empty_condition(span: Span) -> Diagnostic:
    way = "write `fact: test` lines below it, or `when: always`"
    return _at("phrase", span, "this condition tests nothing", way)


_MISFITS = {
    "and": "write `or` between values, `between 1 and 3` for a range, or two tests under `all:`",
    "or": "`or` stands between two values; behind `neither` write `nor`",
    "nor": "`nor` goes with `neither`: `neither cold nor warm`",
    "..": "write a range in brackets, `[1..3]`, or in words, `1 to 3`",
    **dict.fromkeys(
        ("=", ">", "<", ">=", "<="),
        "a sign stands once, in front of its value: `>= 3`; or write words, `at least 3`",
    ),
}


def phrase(span: Span, word: str, wanted: str) -> Diagnostic:
    message = f"`{shorten(word)}` does not fit here"
    if wanted == "..":
        way = "a range has two dots, `(1..3]`; brackets around alternatives must be closed"
    elif wanted:
        way = f"expected `{wanted}`"
    else:
        way = _MISFITS.get(word, "see `fingerpost explain phrase` for what a test may say")
    return _at("phrase", span, message, way)


def unfinished_phrase(span: Span, wanted: str) -> Diagnostic:
    way = (
        f"expected `{wanted}` and what follows it"
        if wanted
        else "write what is missing behind this: a value, or the bracket that closes"
    )
    return _at("phrase", span, "this test breaks off", way)


def ambiguous_not(span: Span, neither: str) -> Diagnostic:
    return _at(
        "ambiguous-not",
        span,
        f"`{shorten(span.text)}` can be read in two ways",
        f"write `{shorten(neither)}` for none of them, or use `any:` with two tests",
    )


def ambiguous_comma(span: Span, text: str) -> Diagnostic:
    spaced = text.replace(",", ", ")
    ways = [f"`{spaced}` for several values"]
    parts = text.split(",")
    if all(len(part) == 3 for part in parts[1:]):
        ways.insert(0, f"`{''.join(parts)}` for one number")
    if len(parts) == 2:
        ways.insert(0, f"`{'.'.join(parts)}` for a decimal")
    message = f"the comma in `{text}` can be read in several ways"
    return _at("ambiguous-comma", span, message, f"write {', '.join(ways)}")


def wrong_type(span: Span, text: str, wanted: str, help: str = "") -> Diagnostic:
    return _at("wrong-type", span, f"`{shorten(text)}` is not {wanted}", help)


def not_a_day(span: Span, text: str) -> Diagnostic:
    way = "write year, month and day: `2026-12-01`"
    return _at("wrong-type", span, f"`{shorten(text)}` is not a day of the calendar", way)


def unknown_option(
    span: Span, text: str, noun: str, fact: str, options: Sequence[str]
) -> Diagnostic:
    meant = near(text, options)
    way = f"did you mean `{meant}`?" if meant else f"`{fact}` is one of {listing(options)}"
    article = "an" if noun == "option" else "a piece of"
    message = f"`{shorten(text)}` is not {article} {noun} of `{fact}`"
    return _at("unknown-option", span, message, way, _replace(span, meant) if meant else None)


def not_ordered(span: Span, fact: str, kind: str, values: Sequence[str]) -> Diagnostic:
    way = f"name the values instead: {listing(values, 'and')}"
    noun = "yes/no fact" if kind == "yes/no" else kind
    return _at(
        "not-ordered", span, f"`{fact}` is a {noun} and has no order, so it cannot be compared", way
    )


def not_a_list(span: Span, fact: str) -> Diagnostic:
    way = "write the value itself; `includes` is for decisions that give a list"
    return _at("not-a-list", span, f"`{fact}` is not a list", way)


def is_a_list(span: Span, fact: str) -> Diagnostic:
    way = "write `includes …`, `empty` or `not empty`"
    return _at("not-a-list", span, f"`{fact}` gives a list, which is never one value", way)


def wrong_unit(span: Span, unit: str, fact: str, wanted: str) -> Diagnostic:
    if wanted:
        message = f"`{shorten(unit)}` is not the unit of `{fact}`, which counts {wanted}"
        way = f"write the number in {wanted}, or leave the unit out"
    else:
        message, way = (
            f"`{fact}` has no unit, so `{shorten(unit)}` says nothing",
            "leave the unit out, or declare it with `unit:`",
        )
    return _at("wrong-unit", span, message, way)


def unknown_setting(span: Span, text: str, settings: Sequence[str], wanted: str) -> Diagnostic:
    meant = near(text, settings)
    way = (
        f"did you mean `{meant}`?"
        if meant
        else f"write {wanted}, or the name of a setting"
        + (f": {listing(settings)}" if settings else "; this rulebook has no settings")
    )
    message = f"`{shorten(text)}` is neither {wanted} nor a setting"
    return _at("unknown-setting", span, message, way, _replace(span, meant) if meant else None)


def setting_of_other_type(span: Span, setting: str, wanted: str) -> Diagnostic:
    return _at(
        "wrong-type",
        span,
        f"the setting `{setting}` is not {wanted}",
        "use another setting, or write the value",
    )


def empty_interval(span: Span, low: str, high: str) -> Diagnostic:
    message = f"nothing lies between {low} and {high}"
    return _at(
        "empty-interval",
        span,
        message,
        "write the smaller end first; a round bracket leaves its end out",
    )


def out_of_range(span: Span, text: str, fact: str, allowed: str) -> Diagnostic:
    way = "correct the value, or the range"
    return _at(
        "out-of-range", span, f"`{shorten(text)}` is outside the range of `{fact}`, {allowed}", way
    )


# -- names that must stand somewhere else ------------------------------------------------------


def unknown_fact(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name, known)
    way = (
        f"did you mean `{meant}`?"
        if meant
        else "declare it under `facts:`, or use one of " + listing(known)
    )
    message = f"there is no fact or decision `{shorten(name)}`"
    return _at("unknown-fact", span, message, way, _replace(span, meant) if meant else None)


def unknown_case_fact(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name, known)
    way = f"did you mean `{meant}`?" if meant else f"the facts are {listing(known, 'and', 20)}"
    return _at("unknown-fact", span, f"there is no fact `{shorten(name)}`", way)


def decision_in_case(span: Span, name: str) -> Diagnostic:
    way = "give the facts; Fingerpost finds what follows"
    return _at("unknown-fact", span, f"`{name}` is a decision, not a fact", way)


def unknown_advice(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name, known)
    way = f"did you mean `{meant}`?" if meant else "declare it under `advice:` with a `title`"
    message = f"there is no advice `{shorten(name)}`"
    return _at("unknown-advice", span, message, way, _replace(span, meant) if meant else None)


def unknown_decision(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name, known)
    way = f"did you mean `{meant}`?" if meant else f"the decisions are {listing(known, 'and', 20)}"
    message = f"there is no decision `{shorten(name)}`"
    return _at("unknown-decision", span, message, way, _replace(span, meant) if meant else None)


def unknown_placeholder(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    if not name:
        way = "write the name of a placeholder between them, or `{{}}` for real braces"
        return _at("unknown-placeholder", span, "nothing stands between these braces", way)
    meant = near(name, known)
    way = (
        f"did you mean `{{{meant}}}`?"
        if meant
        else "declare it under `placeholders:` with a `label`; for a real brace write `{{` or `}}`"
    )
    fix = _replace(span, f"{{{meant}}}") if meant else None
    return _at(
        "unknown-placeholder",
        span,
        f"there is no placeholder, fact or setting `{shorten(name)}`",
        way,
        fix,
    )


def stray_brace(span: Span) -> Diagnostic:
    way = "write `{name}` for a placeholder, and `{{` or `}}` for a real brace"
    return _at("unknown-placeholder", span, f"a lone `{span.text[:1]}` in a text", way)


# -- decisions ---------------------------------------------------------------------------------


def circle(path: Sequence[tuple[str, Span]]) -> Diagnostic:
    names = [name for name, _ in path]
    chain = " → ".join(f"`{name}`" for name in [*names, names[0]])
    labels = [
        Label(span, "" if number == 0 else "and here") for number, (_, span) in enumerate(path)
    ]
    message = (
        f"decisions read each other in a circle: {chain}"
        if len(names) > 1
        else f"`{names[0]}` reads itself"
    )
    return Diagnostic(
        "circle", message, tuple(labels), "take one of these tests out, or decide on facts instead"
    )


def several_outcomes(span: Span, decision: str, policy: str) -> Diagnostic:
    way = "keep one; to give several, use the hit policy `collect`, `rule order` or `output order`"
    message = f"`{decision}` has the hit policy `{policy}`, so a rule gives exactly one outcome"
    return _at("wrong-outcome", span, message, way)


def no_outcome(span: Span) -> Diagnostic:
    return _at(
        "wrong-outcome",
        span,
        "this rule gives no outcome",
        "write the advice behind `then:`, or the number",
    )


def outcome_not_a_number(span: Span, text: str, decision: str) -> Diagnostic:
    way = "write a number or a setting, or take `gives:` away so that the decision gives advice"
    return _at(
        "wrong-outcome", span, f"`{decision}` gives a number, and `{shorten(text)}` is none", way
    )


def sum_of_advice(span: Span, policy: str, decision: str) -> Diagnostic:
    way = "add `gives: number` and let the rules give numbers, or use `collect`"
    return _at(
        "wrong-outcome", span, f"`{decision}` gives advice, which has no {policy.split()[-1]}", way
    )


def unit_of_advice(span: Span, decision: str) -> Diagnostic:
    way = "take `unit` out, or add `gives: number`"
    return _at("wrong-outcome", span, f"`{decision}` gives advice, which has no unit", way)


def otherwise_of_count(span: Span) -> Diagnostic:
    way = "take `otherwise` out: when no rule holds, the count is 0"
    return _at("wrong-outcome", span, "`collect count` has no use for `otherwise`", way)


def missing_priorities(span: Span, policy: str) -> Diagnostic:
    way = "list the outcomes under `priorities:`, most important first"
    return _at("priorities", span, f"the hit policy `{policy}` needs `priorities`", way)


def needless_priorities(span: Span, policy: str) -> Diagnostic:
    way = "take them out, or choose the hit policy `priority` or `output order`"
    return _at("priorities", span, f"the hit policy `{policy}` has no use for `priorities`", way)


def not_in_priorities(span: Span, outcome: str, priorities: Span) -> Diagnostic:
    return Diagnostic(
        "priorities",
        f"`{outcome}` is missing from `priorities`",
        (Label(span), Label(priorities, "its place would be here")),
        "list every outcome of the decision, most important first",
    )


def unsupported_format(node: Scalar) -> Diagnostic:
    way = "write `fingerpost: 1`, or update Fingerpost"
    return _at(
        "unsupported-format",
        node.span,
        f"this Fingerpost reads version 1 of the language, not `{shorten(node.value)}`",
        way,
    )


def no_rules(span: Span, decision: str) -> Diagnostic:
    way = "add a rule; for an outcome that always holds write `when: always`"
    return _at("missing-key", span, f"`{decision}` has no rules", way)


def scenarios_twice(span: Span, other: str) -> Diagnostic:
    way = "keep all scenarios in one place"
    return _at("wrong-shape", span, f"scenarios stand here and in `{other}`", way)


# -- the command line --------------------------------------------------------------------------


def bad_set(text: str) -> Diagnostic:
    way = "write `--set fact=value`, for example `--set minutes=20`"
    return Diagnostic(
        "bad-set", f"`--set {shorten(text)}` gives no fact a value", help=way, file="--set"
    )


def unknown_code(name: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name, known)
    way = f"did you mean `{meant}`?" if meant else "`fingerpost explain` alone lists all of them"
    return Diagnostic("unknown-code", f"there is no diagnostic `{shorten(name)}`", help=way)


def already_there(name: str) -> Diagnostic:
    return Diagnostic(
        "unwritable",
        "the file is already there",
        help="choose another name; nothing was changed",
        file=name,
    )
