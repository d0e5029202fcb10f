"""The second runner: durable-rules chains forward through a case, and its answers are compared.

The first runner is the engine's own evaluation, and its answer always stands. Whatever happens to the second
one, in a process of its own, becomes a note to report; nothing here raises.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import cast

from ..evaluate import Case, DecisionAnswer, Fault, Made, Reference, Result
from ..language.rulebook import Decision, Rulebook
from ..language.wording import joined
from ..outcomes import result_words
from .durable_rules import Coding, Translation

SECONDS = 20.0
CHILD = (sys.executable or "python", "-P", "-m", "fingerpost.engine.cases.durable_child")
"""`-P`: whatever lies in the folder where somebody stands is not imported."""
STANDS = "the first one's answer stands"


@dataclass(frozen=True)
class Asked:
    """A case to check, and what the first runner found."""

    rulebook: Rulebook
    case: Case
    found: Mapping[str, DecisionAnswer]


@dataclass(frozen=True)
class Checked:
    """What came of a check: the decisions on which both agree, those on which they do not, those that
    were not compared, and notes for people."""

    agreed: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Child:
    """How the second runner is started, and how long it may take for all jobs together."""

    command: Sequence[str] = CHILD
    seconds: float = SECONDS

    def run(self, jobs: Sequence[object]) -> list[object] | str:
        """What the child answers to each job, or in words why there is no answer; never raises."""
        try:
            done = subprocess.run(  # noqa: S603 - the command is ours
                self.command,
                input=json.dumps(jobs).encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=self.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"it gave no answer within {self.seconds:g} seconds"
        except (OSError, ValueError) as error:
            return f"it could not be started ({error})"
        if done.returncode:
            return f"it broke down (exit code {done.returncode})"
        try:
            answer = json.loads(done.stdout)
            if "missing" in answer:
                return f"durable-rules cannot be used ({answer['missing']})"
            answers = cast("list[object]", answer["jobs"])
            if len(answers) == len(jobs):
                return answers
        except (ValueError, TypeError, KeyError, RecursionError):
            pass
        return "its answer cannot be read"


def cross_check(
    rulebook: Rulebook, case: Case, found: Mapping[str, DecisionAnswer], child: Child | None = None
) -> list[str]:
    """What there is to report when the second runner looks at a case too; empty when it agrees with
    everything that `found`, the first one's answer, says."""
    (checked,) = cross_checks([Asked(rulebook, case, found)], child)
    return list(checked.notes)


def cross_checks(asked: Sequence[Asked], child: Child | None = None) -> list[Checked]:
    """The check of many cases by one child."""
    missing = absence()
    if missing:
        return [Checked((), (), tuple(one.rulebook.order), (missing,)) for one in asked]
    checks = [_Check(one) for one in asked]
    running = [check for check in checks if check.settled and not check.limits]
    answers: list[object] | str = []
    if running:
        answers = (child or Child()).run([check.job() for check in running])
    told = (
        dict(zip(map(id, running), answers, strict=True)) if isinstance(answers, list) else answers
    )
    return [
        check.checked(told if isinstance(told, str) else told.get(id(check))) for check in checks
    ]


def absence() -> str:
    """In words, that the second runner is not there; empty when it is."""
    if find_spec("durable_rules_engine") and find_spec("durable"):
        return ""
    if sys.version_info >= (3, 13):
        why = "durable-rules does not run on Python 3.13 and newer"
    else:
        way = "pip install 'fingerpost[durable]' (it needs a C compiler)"
        why = f"durable-rules is not installed; for that, {way}"
    return f"There is no second runner: {why}. Nothing was cross-checked, and {STANDS}."


class _Check:
    """One case on its way through the second runner."""

    def __init__(self, asked: Asked) -> None:
        self.rulebook, self.found = asked.rulebook, asked.found
        order = asked.rulebook.order
        read = Reference(asked.rulebook).read(order, asked.case)
        # An answer that holds whatever the unknown facts are is found by trying them, which is not
        # what a rule engine does. What the rules say of the known facts alone can be compared.
        self.settled = [
            name for name in order if isinstance(read[name], Made) and name in self.found
        ]
        self.translation = Translation(asked.rulebook, asked.case)
        self.limits = self.translation.limits()

    def job(self) -> object:
        return self.translation.job(self.settled)

    def checked(self, answer: object) -> Checked:
        """What came of it; `answer` is what the child said of this job, or why it said nothing."""
        order = self.rulebook.order
        if self.limits:
            why = f"this is beyond what durable-rules can do: {joined(self.limits)}"
            return Checked((), (), order, (_unchecked(why),))
        made = self._made(answer) if self.settled else {}
        if isinstance(made, str):
            return Checked((), (), order, (_unchecked(made),))
        differing = [name for name in self.settled if not self._agrees(name, made[name])]
        left = [name for name in order if name not in self.settled]
        notes = [self._difference(name, made[name]) for name in differing]
        if left:
            titles = joined(f"“{self.rulebook.decisions[name].title}”" for name in left)
            needs = "it needs" if len(left) == 1 else "they need"
            notes.append(
                f"The second runner did not compare {titles}: {needs} facts still unknown."
            )
        agreed = [name for name in self.settled if name not in differing]
        return Checked(tuple(agreed), tuple(differing), tuple(left), tuple(notes))

    def _made(self, answer: object) -> dict[str, Made] | str:
        """The decisions that the child made, or what is wrong with its answer."""
        if isinstance(answer, str):
            return answer
        try:
            told = cast("Mapping[str, object]", answer)
            if "problem" in told:
                return f"it failed ({told['problem']})"
            made = cast("list[Mapping[str, object]]", told["made"])
            return {
                name: _read(one, self.rulebook.decisions[name], self.translation.codings[name])
                for name, one in zip(self.settled, made, strict=True)
            }
        except (ValueError, TypeError, KeyError, IndexError, ArithmeticError):
            return "its answer cannot be read"

    def _agrees(self, name: str, made: Made) -> bool:
        first = self.found[name]
        return first.settled and (made.result, made.rules) == (first.result, first.rules)

    def _difference(self, name: str, made: Made) -> str:
        decision, first = self.rulebook.decisions[name], self.found[name]
        says = "that it is open"
        if first.result is not None:
            says = _said(decision, first.result, first.rules)
        return (
            f"“{decision.title}”: the second runner says {_said(decision, made.result, made.rules)}, "
            f"the first one {says}. {STANDS.capitalize()}."
        )


def _unchecked(why: str) -> str:
    return f"The second runner did not check this: {why}. {STANDS.capitalize()}."


def _said(decision: Decision, result: Result, rules: Sequence[str]) -> str:
    by = f"by {joined(f'`{rule}`' for rule in rules)}" if rules else "by no rule"
    return f"“{result_words(decision, result)}” ({by})"


def _read(told: Mapping[str, object], decision: Decision, coding: Coding) -> Made:
    """A decision as the child tells it; raises ValueError, TypeError, KeyError or IndexError."""
    places = cast("list[int]", told["rules"])
    rules = tuple(decision.rules[place].id for place in places)
    result = told["result"]
    if isinstance(result, str):
        return Made(Fault(result), rules)
    if isinstance(result, list):
        numbers = cast("list[int]", result)
        return Made(tuple(coding.value(number) for number in numbers), rules)
    return Made(coding.value(cast("int", result)), rules)
