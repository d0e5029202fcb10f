"""What-if in words: tipping points, ways, reasons and maps, as somebody would say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..evaluate import Case, Fault, Result
from ..language.rulebook import Decision, Rulebook
from ..language.vocabulary import AnyType, Number, Value
from ..language.wording import joined, name_words, quoted_words, range_words, told, value_words
from ..outcomes import as_list, certain, perhaps, result_words
from .reaching import FactChange, Reaching, Way
from .tipping import Multiple, Possible, Tipping


def subject(rulebook: Rulebook, name: str) -> str:
    """A fact, a setting or a decision as it stands inside a sentence."""
    if name in rulebook.settings:
        return rulebook.settings[name].label or f"the setting {name.replace('_', ' ')}"
    return name_words(rulebook, name)


def kind_of(rulebook: Rulebook, name: str) -> AnyType:
    """The type of a fact, a setting or a decision's outcome, for its words."""
    if name in rulebook.settings:
        return Number(whole=False, unit=rulebook.settings[name].unit)
    return rulebook.type_of(name)


def possible_words(decision: Decision, possible: Sequence[Result]) -> str:
    """A settled result, or what is still possible."""
    if len(possible) > 1 and all(isinstance(result, tuple) for result in possible):
        return _lists_words(decision, [one for one in possible if isinstance(one, tuple)])
    if len(possible) == 1:
        return _settled_words(decision, possible[0])
    if len(possible) > 4:
        return f"open: one of {len(possible)} outcomes"
    words = (
        one.value if isinstance(one, Fault) else _each(decision, as_list(one)) for one in possible
    )
    return f"open: {joined(words, 'or')}"


def _settled_words(decision: Decision, result: Result) -> str:
    """One result; the titles of several advice stand in quotation marks."""
    if isinstance(result, tuple) and len(result) > 1:
        return _each(decision, result)
    return result_words(decision, result)


def _each(decision: Decision, values: Iterable[Value], joint: str = "and") -> str:
    return joined((quoted_words(one, decision.type) for one in values), joint) or "nothing"


def _lists_words(decision: Decision, lists: Sequence[tuple[Value, ...]]) -> str:
    """What is in every list still possible, and what is in some."""
    sure, maybe = certain(lists), perhaps(lists)
    told = _each(decision, sure)
    if not maybe:  # the same in another order
        return f"{told}, in an open order"
    words = f"perhaps {_each(decision, maybe, 'or')}"
    return f"{told}; {words}" if sure else f"open: {words}"


def fact_words(rulebook: Rulebook, case: Case, facts: Iterable[str]) -> str:
    """Known facts in one sentence: `the impression they made: neutral; …`."""
    return "; ".join(
        told(rulebook, one, value_words(case[one], kind_of(rulebook, one))) for one in facts
    )


# -- tipping points ----------------------------------------------------------------------------


def tipping_head(rulebook: Rulebook, tipping: Tipping) -> str:
    """What is varied, and what it is now."""
    words = subject(rulebook, tipping.name)
    if tipping.value is None:
        return f"{words} (not known yet)"
    return f"{words} (now {value_words(tipping.value, kind_of(rulebook, tipping.name))})"


def tipping_rows(rulebook: Rulebook, tipping: Tipping) -> list[tuple[str, str, bool]]:
    """Each range in words, what comes out there, and whether the case is there."""
    kind = kind_of(rulebook, tipping.name)
    decision = rulebook.decisions[tipping.decision]

    def told(one: Value | Multiple) -> Value:
        return _multiple_words(rulebook, tipping, one) if isinstance(one, Multiple) else one

    def outcome(possible: Possible) -> str:
        results = [
            tuple(map(told, one))
            if isinstance(one, tuple)
            else one
            if isinstance(one, Fault)
            else told(one)
            for one in possible
        ]
        return possible_words(decision, results)

    words = [outcome(one.possible) for one in tipping.ranges]
    for number, one in enumerate(tipping.ranges):  # lists may differ in what goes together
        others = zip(words[:number], tipping.ranges, strict=False)
        if any(told == words[number] and other.possible != one.possible for told, other in others):
            words[number] = "the same, in other combinations"
    tests = (range_words(one.test, kind) for one in tipping.ranges)
    return list(zip(tests, words, (one.here for one in tipping.ranges), strict=True))


def _multiple_words(rulebook: Rulebook, tipping: Tipping, one: Multiple) -> str:
    """`the fee itself`, `2 times the fee plus 10 euros`."""
    words = subject(rulebook, tipping.name)
    if not one.plus:
        return f"{words} itself" if one.times == 1 else f"{one.times} times {words}"
    sign = "plus" if one.plus > 0 else "minus"
    times = words if one.times == 1 else f"{one.times} times {words}"
    return f"{times} {sign} {value_words(abs(one.plus), rulebook.decisions[tipping.decision].type)}"


# -- ways --------------------------------------------------------------------------------------


def change_words(rulebook: Rulebook, change: FactChange) -> str:
    """`the days since the interview: 3 days instead of 1 day`, `the score: more than 12.5 instead of 10`."""
    kind = kind_of(rulebook, change.fact)
    new = (
        value_words(change.new, kind) if change.values is None else range_words(change.values, kind)
    )
    if change.old is None:
        return told(rulebook, change.fact, new)
    return told(rulebook, change.fact, f"{new} instead of {value_words(change.old, kind)}")


def way_words(rulebook: Rulebook, way: Way) -> str:
    """The changes of a way, and what would have to turn out well."""
    parts: list[str] = []
    if way.changes:
        parts.append(joined(change_words(rulebook, one) for one in way.changes))
    if way.turns_out:
        turns_out = joined(change_words(rulebook, one) for one in way.turns_out)
        parts.append(f"if it turns out so: {turns_out}")
    return "; ".join(parts)


def no_way_words(rulebook: Rulebook, case: Case, reaching: Reaching, goal: str) -> str:
    """Why no change leads to the goal."""
    if reaching.never:
        return f"No case at all leads to {goal}."
    known = fact_words(rulebook, case, reaching.forbidding)
    several = len(reaching.forbidding) > 1
    return (
        f"Nothing that can be changed leads to {goal}. What stands in the way and cannot be changed"
        f"{' so' if any_direction(rulebook, reaching) else ''}{', taken together' if several else ''}: {known}."
    )


def any_direction(rulebook: Rulebook, reaching: Reaching) -> bool:
    """Whether one of the forbidding facts can change, but not in the direction that is needed."""
    return any(rulebook.facts[one].changeable != "no" for one in reaching.forbidding)
