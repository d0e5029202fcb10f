"""The advice sheets: what each outcome means, why, and what one could write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..engine import LoadedRulebook
from ..engine.language.wording import as_text, filled


@dataclass(frozen=True)
class Sheet:
    """One advice in full. `reasons` are those of the rules that give it."""

    id: str
    title: str
    do: str
    reasons: tuple[str, ...]
    subject: str
    body: str


def advice_of(rulebook: LoadedRulebook, decisions: Sequence[str]) -> tuple[Sheet, ...]:
    """The advice that some decisions can give, in the rulebook's order."""
    definition = rulebook.definition
    reasons: dict[str, dict[str, None]] = {}
    for name in decisions:
        decision = definition.decisions[name]
        given = [(r.outcomes, r.because, r.cites) for r in decision.rules]
        if decision.otherwise:
            one = decision.otherwise
            given.append((one.outcomes, one.because, one.cites))
        for outcomes, because, cites in given:
            words = f"{because} ({', '.join(cites)})" if because and cites else because
            for outcome in outcomes:
                reasons.setdefault(str(outcome.value), {})[words] = None

    def text(template: tuple[object, ...]) -> str:
        return as_text(filled(template, definition, {}, {}))  # pyright: ignore[reportArgumentType]

    return tuple(
        Sheet(
            one.id,
            one.title,
            text(one.do),
            tuple(word for word in reasons[one.id] if word),
            text(one.subject),
            text(one.body),
        )
        for one in definition.advice.values()
        if one.id in reasons
    )
