"""On rulebooks too large for brute force, an SMT solver says the same as the checks."""

import re
from random import Random

import pytest

from fingerpost.engine import LoadedRulebook, load, loads

z3 = pytest.importorskip("z3")

from oracles.smt import Formulas  # noqa: E402 - it imports z3

FACTS = """\
  mood: {type: choice, question: "Mood?", options: [good, fair, bad, awful]}
  place: {type: choice, question: "Place?", options: [here, there, nowhere]}
  rich: {type: yes/no, question: "Rich?"}
  tall: {type: yes/no, question: "Tall?"}
  age: {type: whole number, question: "Age?", range: 0 to 120}
  size: {type: number, question: "Size?", range: "[0..10)"}
  day: {type: date, question: "Day?"}
"""
ADVICE = ("stay", "go", "wait")


def drawn_tests(dice: Random) -> dict[str, str]:
    low, high = sorted(dice.sample(range(0, 121, 10), 2))
    among = {
        "mood": dice.choice(["good or fair", "not bad", "awful", "neither good nor awful"]),
        "place": dice.choice(["here", "not here", "there or nowhere"]),
        "rich": dice.choice(["yes", "no"]),
        "tall": dice.choice(["yes", "no"]),
        "age": dice.choice([f"at least {low}", f"less than {high}", f"{low} to {high}"]),
        "size": dice.choice(["at most 2.5", "more than 2.5", "(1..7.5]", "at least 1"]),
        "day": dice.choice(["before 2026-05-01", "on or after 2026-05-01", "after 2026-09-01"]),
    }
    names = dice.sample(list(among), dice.choice((1, 1, 2, 2, 3)))
    return {name: among[name] for name in names}


def written(tests: dict[str, str]) -> str:
    return "{" + ", ".join(f'{name}: "{test}"' for name, test in tests.items()) + "}"


def large(seed: int) -> str:
    dice = Random(seed)
    policy = dice.choice(("first", "first", "unique", "any"))
    lines = ["title: Large", 'version: "1"', "facts:", FACTS.rstrip(), "advice:"]
    lines += [f"  {name}: {{title: Do {name}}}" for name in ADVICE]
    lines += ["decisions:", "  what:", f"    hit policy: {policy}", "    rules:"]
    for number in range(dice.randint(15, 30)):
        when = written(drawn_tests(dice))
        if dice.random() < 0.3:
            when = f"{{any: [{when}, {written(drawn_tests(dice))}]}}"
        elif dice.random() < 0.2:
            when = f"{{not: {when}}}"
        lines.append(f"      - {{id: r{number}, when: {when}, then: {dice.choice(ADVICE)}}}")
    if dice.random() < 0.5:
        lines.append(f"    otherwise: {dice.choice(ADVICE)}")
    return "\n".join(lines) + "\n"


def agrees(rulebook: LoadedRulebook) -> None:
    definition = rulebook.definition
    formulas = Formulas(definition)
    report = rulebook.check()
    assert all(what.startswith("more than") for what in report.unexamined)

    def told(code: str) -> set[str]:
        return {finding.labels[0].span.text for finding in report.findings if finding.code == code}

    for decision in definition.decisions.values():
        holds = formulas.conditions(decision)
        names = [rule.id for rule in decision.rules]
        never = {name for name, one in zip(names, holds, strict=True) if not formulas.possible(one)}
        assert told("never-true") & set(names) <= never
        if not decision.policy.gives_list:
            none = [z3.Not(one) for one in holds]
            gap = decision.otherwise is None and formulas.possible(*none)
            assert (decision.id in told("gap")) == gap
        if decision.policy.value in ("unique", "any"):
            clashes = {
                (names[one], names[two])
                for one in range(len(names))
                for two in range(one + 1, len(names))
                if decision.policy.value == "unique"
                or decision.rules[one].outcomes != decision.rules[two].outcomes
                if formulas.possible(holds[one], holds[two])
            }
            pairs = {
                tuple(re.findall(r"`([^`]*)`", finding.message)[:2])
                for finding in report.findings
                if finding.code == "overlap"
            }
            assert pairs <= clashes
            assert pairs == clashes or len(pairs) == 50
        if decision.policy.value == "first":
            result = formulas.result(decision)
            dead: set[str] = set()
            redundant: set[str] = set()
            for number, one in enumerate(holds):
                decides = formulas.possible(one, *(z3.Not(other) for other in holds[:number]))
                if not decides and names[number] not in never:
                    dead.add(names[number])
                if decides and not formulas.possible(result != formulas.result(decision, number)):
                    redundant.add(names[number])
            assert told("dead-rule") & set(names) == dead
            assert told("redundant-rule") & set(names) == redundant


@pytest.mark.parametrize("seed", range(12))
def test_large_random_rulebooks(seed: int) -> None:
    agrees(loads(large(seed)))


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(100, 400))
def test_very_many_large_random_rulebooks(seed: int) -> None:
    test_large_random_rulebooks(seed)


def test_hear_back() -> None:
    agrees(load("hear-back"))
