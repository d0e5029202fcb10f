"""The process in which durable-rules runs: `python -m fingerpost.engine.cases.durable_child`.

It reads jobs as JSON from standard input and writes what was decided as JSON to standard output. It knows
nothing of the engine; even the hit policies are its own, so that a slip in one runner is not in both.

A job is a case. Its facts are asserted as one message of the first stage's kind; the rules of that stage
that match fire; the stage's closing rule, of lower priority, fires last, applies the hit policy and asserts
the message of the next stage, which has the outcome besides. So one decision leads to the next.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Stage = Mapping[str, Any]
Result = int | list[int] | str
"""One outcome, a list of outcomes, or the words of a fault."""

NO_RULE_FITS = "no rule fits"
RULES_CLASH = "rules clash"
SESSION = "0"


def main() -> int:
    """Read, run, write."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # durable-rules prints now and then, also from C
    jobs = json.loads(sys.stdin.buffer.read())
    with answers:
        json.dump(_run_all(jobs), answers)
    return 0


def _run_all(jobs: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    try:
        durable: Any = importlib.import_module("durable.engine")
        core: Any = importlib.import_module("durable_rules_engine")
    except (ImportError, AttributeError, SyntaxError) as error:
        return {"missing": str(error)}
    return {"jobs": [_run(durable, core, job) for job in jobs]}


def _run(durable: Any, core: Any, job: Mapping[str, Any]) -> dict[str, object]:
    """The decisions of one job, or what went wrong."""
    try:
        return {"made": _forward(durable, core, job["stages"], job["facts"])}
    except Exception as error:
        return {"problem": f"{type(error).__name__}: {error}"}


def _forward(
    durable: Any, core: Any, stages: Sequence[Stage], facts: Mapping[str, int]
) -> list[dict[str, object]]:
    """Chain forward through the stages, in a ruleset of their own."""
    if not stages:
        return []
    made: list[dict[str, object]] = []
    known = dict(facts)
    definitions: dict[str, object] = {}
    for place, stage in enumerate(stages):
        following = stages[place + 1]["kind"] if place + 1 < len(stages) else None
        _define(definitions, stage, following, known, made)
    # Without its timers: they are threads, and nothing here waits for a time.
    host = type("Host", (durable.Host,), {"_run": _start_nothing})()
    host.set_rulesets({"case": definitions})
    host.assert_fact("case", _message(stages[0]["kind"], known))
    problem = host.get_state("case", SESSION).get("exception")
    if problem:  # durable-rules keeps what an action raises there, with a traceback
        raise RuntimeError(problem.partition(", traceback")[0])
    if len(made) != len(stages):
        raise RuntimeError(f"{len(made)} of {len(stages)} decisions were made")
    ruleset = host.get_ruleset("case")
    ruleset.delete_state(SESSION)
    core.delete_ruleset(ruleset._handle)
    return made


def _start_nothing(_: object) -> None:
    """In place of starting timers."""


def _message(kind: str, known: Mapping[str, int]) -> dict[str, object]:
    return {**known, "kind": kind, "id": kind, "sid": SESSION}


def _define(
    definitions: dict[str, object],
    stage: Stage,
    following: str | None,
    known: dict[str, int],
    made: list[dict[str, object]],
) -> None:
    """Add the rules of a stage, and the one that closes it. An action has one parameter: with a
    second one durable-rules would wait for a call."""
    kind: str = stage["kind"]
    fired: set[int] = set()  # a rule with alternatives fires for each that is true
    closed: list[bool] = []

    def firing(place: int) -> Callable[[Any], None]:
        def fire(_: Any) -> None:
            if closed:
                raise RuntimeError(f"rule {place} of {kind} fired too late")
            fired.add(place)

        return fire

    def close(context: Any) -> None:
        closed.append(True)
        result, deciding = decided(stage, sorted(fired))
        made.append({"result": result, "rules": deciding})
        known.update(_told(stage, result))
        if following:
            context.assert_fact(_message(following, known))

    for place, rule in enumerate(stage["rules"]):
        if rule["when"]:
            when = [{"m": rule["when"]}]
            definitions[f"{kind}.{place}"] = {"pri": 0, "all": when, "run": firing(place)}
    definitions[f"{kind}.close"] = {"pri": 1, "all": [{"m": {"kind": kind}}], "run": close}


def _told(stage: Stage, result: Result) -> dict[str, int]:
    """What later stages are told of an outcome."""
    if isinstance(result, str):
        return {stage["fault"]: 1}
    if isinstance(result, list):
        members = {field: int(number in result) for number, field in stage["members"]}
        return {**members, stage["empty"]: int(not result)}
    return {stage["field"]: result}


def decided(stage: Stage, held: list[int]) -> tuple[Result, list[int]]:
    """The hit policy, applied to the rules that hold: the outcome, and the rules that decide."""
    policy: str = stage["policy"]
    given: list[list[int]] = [stage["rules"][place]["then"] for place in held]
    if not held and stage["otherwise"]:
        listed = _listed(stage, [stage["otherwise"]])
        return (listed if policy in ("rule order", "output order", "collect") else listed[0]), []
    firsts = [outcomes[0] for outcomes in given]
    match policy:
        case "rule order" | "output order" | "collect":
            return _listed(stage, given), held
        case "collect count":
            return len(held), held
        case "collect sum":
            return sum(firsts), held
        case _ if not held:
            return NO_RULE_FITS, []
        case "first":
            return firsts[0], held[:1]
        case "collect min":
            return min(firsts), held
        case "collect max":
            return max(firsts), held
        case "priority":
            best = next(one for one in stage["priorities"] if one in firsts)
            return best, [place for place, one in zip(held, firsts, strict=True) if one == best]
        case "unique" if len(held) > 1:
            return RULES_CLASH, held
        case "any" if len(set(firsts)) > 1:
            return RULES_CLASH, held
        case "unique" | "any":
            return firsts[0], held
        case _:
            raise ValueError(f"there is no hit policy {policy}")


def _listed(stage: Stage, given: list[list[int]]) -> list[int]:
    """Each outcome once: by importance, where the rulebook says it, else by the rules."""
    priorities: list[int] = stage["priorities"]
    listed = list(dict.fromkeys(one for outcomes in given for one in outcomes))
    return [one for one in priorities if one in listed] if priorities else listed


if __name__ == "__main__":
    sys.exit(main())
