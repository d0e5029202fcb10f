"""`fingerpost whatif`: before and after, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..engine import Answer, LoadedRulebook
from ..engine.language.cases import Known
from ..engine.language.vocabulary import Value, plain_value
from ..engine.language.wording import joined, value_words
from ..engine.scenarios.explanation import explain
from ..engine.scenarios.telling import possible_words, subject
from .columns import side_by_side
from .output import print_json, print_lines
from .style import Style, out, wrapped


def before_and_after(
    rulebook: LoadedRulebook,
    known: Known,
    cases: Sequence[Known],
    decisions: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """A case as it is, and as it would be with some changes, a column each."""
    before, after = rulebook.answer(known), [rulebook.answer(one) for one in cases]
    if as_json:
        print_json(_columns_as_json(before, after, decisions))
    else:
        print_lines(_column_lines(before, after, decisions, out()))


def _changed(before: Answer, after: Answer, decision: str) -> bool:
    return before.found[decision].possible != after.found[decision].possible


def _columns_as_json(
    before: Answer, after: Sequence[Answer], decisions: Sequence[str]
) -> dict[str, object]:
    return {
        **{key: value for key, value in before.to_dict().items() if key != "decisions"},
        "before": {name: before[name].to_dict() for name in decisions},
        "after": [
            {
                "set": {fact: plain_value(value) for fact, value in _news(before, one)},
                "decisions": {name: one[name].to_dict() for name in decisions},
                "changed": [name for name in decisions if _changed(before, one, name)],
            }
            for one in after
        ],
    }


def _news(before: Answer, after: Answer) -> list[tuple[str, Value]]:
    return [(fact, value) for fact, value in after.case.items() if before.case.get(fact) != value]


def _column_lines(
    before: Answer, after: Sequence[Answer], decisions: Sequence[str], style: Style
) -> Iterator[str]:
    definition = before.rulebook.definition
    heads = ["", "now", *(f"with {_set_words(before, one)}" for one in after)]
    rows: list[list[str]] = []
    for name in decisions:
        decision = definition.decisions[name]
        row = [decision.title, possible_words(decision, before.found[name].possible)]
        for one in after:
            words = possible_words(decision, one.found[name].possible)
            row.append(words if _changed(before, one, name) else "the same")
        rows.append(row)
    yield from side_by_side(heads, rows, style)
    for one in after:
        beside = f" with {_set_words(before, one)}" if len(after) > 1 else ""
        yield from _reasons(before, one, decisions, beside, style)


def _set_words(before: Answer, after: Answer) -> str:
    definition = before.rulebook.definition
    gone = [fact for fact in before.case if fact not in after.case]
    words = [
        f"{subject(definition, fact)}: {value_words(value, definition.facts[fact].type)}"
        for fact, value in _news(before, after)
    ]
    return (
        joined([*words, *(f"{subject(definition, fact)} not known" for fact in gone)])
        or "no change"
    )


def _reasons(
    before: Answer, after: Answer, decisions: Sequence[str], beside: str, style: Style
) -> Iterator[str]:
    """Which rule takes over where something changed; `beside` says in which column."""
    whys = explain(after.rulebook.definition, after.case, dict(after.found))
    for name in decisions:
        why = whys[name]
        if not _changed(before, after, name) or why.outcome is None:
            continue
        deciding = [*why.rules, *([why.otherwise] if why.otherwise else [])]
        for rule in deciding:
            if rule.state == "decides" and rule.because:
                cites = f" ({', '.join(rule.cites)})" if rule.cites else ""
                yield ""
                outcome = style(joined(rule.outcomes), bold=True)
                words = f"{why.title}{beside}: {outcome}, because: {rule.because}{cites}"
                yield from wrapped(words, style.width, "  ")
