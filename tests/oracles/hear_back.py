"""The hear-back rulebook a second time, in plain Python, from the page that fixes it.

It shares nothing with the engine. `decide` answers a complete case by the tables of the page;
`read` answers a partial case by trying every completion, one value for each class of values that
the tables can tell apart.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

FIRST_FOLLOW_UP_AFTER = 3
FOLLOW_UP_EVERY = 3
GIVE_UP_AFTER = 3
TOO_LONG = 7
THANK_YOU_AFTER = 1

YES_NO = (False, True)

FACTS: dict[str, tuple[Any, ...]] = {
    "impression": ("warm", "neutral", "cold"),
    "heard_back": ("nothing", "warm_reply", "cold_reply", "rejected", "offered"),
    "days_since_interview": (0, 1, 2, 3, 7, 8, 365),
    "days_since_last_contact": (0, 2, 3, 4, 365),
    "follow_ups_ignored": (0, 1, 2, 3, 20),
    "thank_you_sent": YES_NO,
    "good_interview": YES_NO,
    "best_candidate": YES_NO,
    "deadline_reason": ("none", "relocation", "promotion", "similar"),
    "other_offer": YES_NO,
    "availability_changed": YES_NO,
    "friend_at_company": YES_NO,
    "friend_asked": YES_NO,
    "industry_news": YES_NO,
}

Outcome = str | tuple[str, ...]  # one advice id, or the list of a collect decision


@dataclass(frozen=True)
class Reading:
    """What is known about one decision of a partial case; lists in `possible` are tuples."""

    settled: bool
    outcome: str | list[str] | None
    possible: frozenset[Outcome]
    relevant: frozenset[str]


# The tables of the page, for complete cases.


def next_move(case: Mapping[str, Any]) -> str:
    ignored = case["follow_ups_ignored"]
    waited_since_contact = case["days_since_last_contact"] >= FOLLOW_UP_EVERY
    if case["heard_back"] == "offered":
        return "answer_them"
    if case["heard_back"] == "rejected":
        return "close_politely"
    if case["impression"] == "cold":
        return "let_go"
    if case["heard_back"] == "cold_reply":
        return "let_go"
    if case["heard_back"] == "warm_reply":
        return "keep_talking"
    if ignored >= GIVE_UP_AFTER:
        return "move_on"
    if case["good_interview"] and case["best_candidate"] and ignored >= 1 and waited_since_contact:
        return "go_above"
    if ignored == 0 and case["days_since_interview"] >= FIRST_FOLLOW_UP_AFTER:
        return "follow_up"
    if ignored >= 1 and waited_since_contact:
        return "follow_up_again"
    return "wait"


def deadline(case: Mapping[str, Any]) -> str:
    if next_move(case) in {"answer_them", "close_politely", "let_go", "move_on"}:
        return "no_deadline"
    if case["deadline_reason"] != "none":
        return "impose_deadline"
    return "no_deadline"


def courtesies(case: Mapping[str, Any]) -> tuple[str, ...]:
    move = next_move(case)
    rules = {
        "send_thank_you": not case["thank_you_sent"]
        and case["days_since_interview"] >= THANK_YOU_AFTER,
        "keep_them_updated": (case["other_offer"] or case["availability_changed"])
        and case["heard_back"] not in {"rejected", "offered"},
        "ask_friend": case["friend_at_company"]
        and not case["friend_asked"]
        and move in {"wait", "follow_up", "follow_up_again", "go_above"},
        "share_news": case["industry_news"] and move in {"follow_up", "follow_up_again"},
    }
    return tuple(advice for advice, holds in rules.items() if holds)


def manner(case: Mapping[str, Any]) -> tuple[str, ...]:
    move = next_move(case)
    rules = {
        "be_polite": True,
        "keep_to_the_plan": move in {"wait", "follow_up", "follow_up_again", "go_above"},
        "stop_before_annoying": case["follow_ups_ignored"] >= GIVE_UP_AFTER,
        "not_personal": move in {"close_politely", "let_go", "move_on"},
        "do_not_wait_longer": move == "follow_up" and case["days_since_interview"] > TOO_LONG,
    }
    return tuple(advice for advice, holds in rules.items() if holds)


DECISIONS: dict[str, Callable[[Mapping[str, Any]], Outcome]] = {
    "next_move": next_move,
    "deadline": deadline,
    "courtesies": courtesies,
    "manner": manner,
}


def decide(case: Mapping[str, object]) -> dict[str, object]:
    """The outcome of each decision for a complete case, lists in rule order."""
    return {decision: _plain(rule(case)) for decision, rule in DECISIONS.items()}


# Partial cases. For each decision: the facts it can read, and one value for each class of values
# that it can tell apart. A number stands for itself and all above it up to the next; an option
# that is not listed is no different from the first.

_MOVE_CLASSES: dict[str, tuple[Any, ...]] = {
    "impression": ("warm", "cold"),
    "heard_back": FACTS["heard_back"],
    "days_since_interview": (0, FIRST_FOLLOW_UP_AFTER),
    "days_since_last_contact": (0, FOLLOW_UP_EVERY),
    "follow_ups_ignored": (0, 1, GIVE_UP_AFTER),
    "good_interview": YES_NO,
    "best_candidate": YES_NO,
}

CLASSES: dict[str, dict[str, tuple[Any, ...]]] = {
    "next_move": _MOVE_CLASSES,
    "deadline": _MOVE_CLASSES | {"deadline_reason": ("relocation", "none")},
    "courtesies": _MOVE_CLASSES
    | {
        "days_since_interview": (0, THANK_YOU_AFTER, FIRST_FOLLOW_UP_AFTER),
        "thank_you_sent": YES_NO,
        "other_offer": YES_NO,
        "availability_changed": YES_NO,
        "friend_at_company": YES_NO,
        "friend_asked": YES_NO,
        "industry_news": YES_NO,
    },
    "manner": _MOVE_CLASSES | {"days_since_interview": (0, FIRST_FOLLOW_UP_AFTER, TOO_LONG + 1)},
}


def read(case: Mapping[str, object]) -> dict[str, Reading]:
    """What is settled, possible and still relevant; a fact absent or None is unknown."""
    readings: dict[str, Reading] = {}
    for decision, classes in CLASSES.items():
        choices = tuple(
            values if case.get(fact) is None else (_class_of(case[fact], values),)
            for fact, values in classes.items()
        )
        possible, relevant = _survey(decision, choices)
        settled = len(possible) == 1
        outcome = _plain(next(iter(possible))) if settled else None
        readings[decision] = Reading(settled, outcome, possible, relevant)
    return readings


@cache
def _survey(
    decision: str, choices: tuple[tuple[Any, ...], ...]
) -> tuple[frozenset[Outcome], frozenset[str]]:
    """The outcomes of all completions, and the facts that alone can change an outcome."""
    table = _table(decision)
    outcomes = [table[row] for row in product(*choices)]
    relevant: set[str] = set()
    stride = 1  # how far apart in `outcomes` two rows are that differ by one step of this fact
    for fact, values in reversed(list(zip(CLASSES[decision], choices, strict=True))):
        if _matters(outcomes, stride, stride * len(values)):
            relevant.add(fact)
        stride *= len(values)
    return frozenset(outcomes), frozenset(relevant)


def _matters(outcomes: Sequence[object], stride: int, block: int) -> bool:
    """In each block, all facts before this one are fixed and this one goes through its values."""
    return any(
        outcomes[start : start + block - stride] != outcomes[start + stride : start + block]
        for start in range(0, len(outcomes), block)
    )


@cache
def _table(decision: str) -> dict[tuple[Any, ...], Outcome]:
    classes = CLASSES[decision]
    rows = product(*classes.values())
    return {row: DECISIONS[decision](dict(zip(classes, row, strict=True))) for row in rows}


def _class_of(value: Any, values: tuple[Any, ...]) -> object:
    if isinstance(value, str):
        return value if value in values else values[0]
    return max(lowest for lowest in values if lowest <= value)


def _plain(outcome: Outcome) -> str | list[str]:
    return outcome if isinstance(outcome, str) else list(outcome)
