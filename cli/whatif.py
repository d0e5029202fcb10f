"""`fingerpost whatif`: before and after, tipping points, the nearest other answer, reasons, maps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..engine import LoadedRulebook, RulebookError
from ..engine.diagrams.answering import TooManyCasesError
from ..engine.language import messages
from ..engine.language.cases import Known
from ..engine.language.fields import Findings
from ..engine.language.rulebook import Rulebook
from .inputs import files_of, rulebook_and_case, with_sets
from .output import refuse_overwriting
from .whatif_columns import before_and_after
from .whatif_map import grid
from .whatif_tipping import vary
from .whatif_ways import Goal, nearest, reasons

EVERY = "all"
"""Stands behind `--vary` for every fact."""


@dataclass(frozen=True)
class Wanted:
    """The options of the command."""

    vary: tuple[str, ...]
    reach: str | None
    avoid: str | None
    grid: tuple[str, str] | None
    decision: str | None
    output: str | None
    why: bool
    every: bool
    as_json: bool


def run(name: str, case: str | None, sets: list[str], wanted: Wanted) -> None:
    """Ask one question and print its answer."""
    asked = {
        "--vary": bool(wanted.vary),
        "--reach": wanted.reach is not None,
        "--avoid": wanted.avoid is not None,
        "--grid": wanted.grid is not None,
        "--why": wanted.why,
    }
    if wanted.output is not None:
        refuse_overwriting(wanted.output, case, *files_of(name))
    questions = [option for option, is_asked in asked.items() if is_asked]
    _check_options(questions, wanted)
    if not questions:
        rulebook, known = rulebook_and_case(name, case, [])
        _check_names(rulebook.definition, wanted)
        findings: Findings = []
        cases = [with_sets(rulebook, known, _single([group]), findings) for group in sets]
        if findings:
            raise RulebookError(findings)
        before_and_after(
            rulebook, known, cases, _decisions(rulebook, wanted), as_json=wanted.as_json
        )
        return
    rulebook, known = rulebook_and_case(name, case, _single(sets))
    _check_names(rulebook.definition, wanted)
    try:
        _answer(questions[0], rulebook, known, wanted)
    except TooManyCasesError as error:
        raise rulebook.too_many(error) from None


def _answer(question: str, rulebook: LoadedRulebook, known: Known, wanted: Wanted) -> None:
    decisions = _decisions(rulebook, wanted)
    as_json, every = wanted.as_json, wanted.every
    match question:
        case "--vary":
            facts = rulebook.definition.facts
            named = (facts if name == EVERY else (name,) for name in wanted.vary)
            names = list(dict.fromkeys(name for some in named for name in some))
            vary(rulebook, known, names, decisions, as_json=as_json)
        case "--grid":
            facts_of_map = wanted.grid or ("", "")
            grid(rulebook, known, facts_of_map, wanted.decision, wanted.output, as_json=as_json)
        case "--why":
            reasons(rulebook, known, decisions, every=every, as_json=as_json)
        case _:
            goal = Goal(wanted.reach or wanted.avoid or "", avoided=wanted.reach is None)
            nearest(rulebook, known, goal, wanted.decision, every=every, as_json=as_json)


def _check_options(questions: Sequence[str], wanted: Wanted) -> None:
    """Raise RulebookError where an option would do nothing."""
    if len(questions) > 1:
        raise RulebookError([messages.one_question_at_a_time(questions[:2])])
    if wanted.output is not None and questions != ["--grid"]:
        raise RulebookError([messages.belongs_to("-o", "--grid")])
    if wanted.output is not None and wanted.as_json:
        raise RulebookError([messages.not_together("-o", "--json")])
    if wanted.every and questions not in (["--why"], ["--reach"], ["--avoid"]):
        raise RulebookError([messages.belongs_to("--all", "--why")])
    if wanted.grid is not None and wanted.grid[0] == wanted.grid[1]:
        raise RulebookError([messages.same_fact_twice(wanted.grid[0])])


def _single(groups: Sequence[str]) -> list[str]:
    """`a=1,b=2` as two settings of one fact each."""
    return [one for group in groups for one in re.split(r",\s*(?=[\w-]+\s*=)", group)]


def _check_names(rulebook: Rulebook, wanted: Wanted) -> None:
    findings: Findings = []
    names = (*rulebook.facts, *rulebook.settings)
    for name in wanted.vary:
        if name != EVERY and name not in names:
            findings.append(messages.no_such_name(name, "fact or setting", names, "--vary"))
    for option, advice in (("--reach", wanted.reach), ("--avoid", wanted.avoid)):
        if advice is not None and advice not in rulebook.advice:
            known = tuple(rulebook.advice)
            findings.append(messages.no_such_name(advice, "advice", known, option))
    for fact in wanted.grid or ():
        if fact not in rulebook.facts:
            findings.append(messages.no_such_name(fact, "fact", tuple(rulebook.facts), "--grid"))
    if wanted.decision is not None and wanted.decision not in rulebook.decisions:
        findings.append(messages.no_such_decision(wanted.decision, tuple(rulebook.decisions)))
    if findings:
        raise RulebookError(findings)


def _decisions(rulebook: LoadedRulebook, wanted: Wanted) -> list[str]:
    return [wanted.decision] if wanted.decision else list(rulebook.definition.decisions)
