"""Every check agrees with brute force, both ways: nothing missed, nothing invented."""

import re
from collections.abc import Iterator

from hypothesis import Phase, given, settings

from fingerpost.engine import Diagnostic, loads
from fingerpost.engine.checks import Report
from fingerpost.engine.language import conditions
from fingerpost.engine.language.rulebook import Rule, Rulebook
from fingerpost.engine.language.vocabulary import write_value
from oracles.brute import Book, normal
from oracles.sweeps import Sweep
from properties.rulebooks import Generated, rulebooks

Place = tuple[str, int]


class Found:
    """The findings of a rulebook, by the rule or the decision that they are about."""

    def __init__(self, definition: Rulebook, report: Report) -> None:
        self.report = report
        self.rules = {
            rule.span: (name, number)
            for name, decision in definition.decisions.items()
            for number, rule in enumerate(decision.rules)
        }

    def of(self, code: str) -> Iterator[Diagnostic]:
        return (finding for finding in self.report.findings if finding.code == code)

    def at_rules(self, code: str) -> set[Place]:
        """The rules whose id is underlined."""
        spans = [finding.labels[0].span for finding in self.of(code)]
        return {self.rules[span] for span in spans if span in self.rules}

    def within_rules(self, code: str) -> set[Place]:
        """The rules in whose text something is underlined."""
        ends = sorted(self.rules, key=lambda span: span.start)
        found: set[Place] = set()
        for finding in self.of(code):
            start = finding.labels[0].span.start
            named = re.findall(r"`(rule-\d)`", finding.message)
            before = [span for span in ends if self.rules[span][1] == int(named[0][-1])]
            found.add(self.rules[[span for span in before if span.start <= start][-1]])
        return found

    def words(self, code: str) -> set[tuple[str, ...]]:
        """What stands in backticks in the messages."""
        return {tuple(re.findall(r"`([^`]*)`", finding.message)) for finding in self.of(code)}


def says_something(rule: Rule) -> bool:
    return not all(
        isinstance(test.test, conditions.Anything) for test in conditions.tests_in(rule.condition)
    )


@settings(phases=(Phase.explicit, Phase.generate))
@given(rulebooks())
def test_the_checks_agree_with_brute_force(made: Generated) -> None:
    rulebook, book = loads(made.text), Book(made.text)
    definition = rulebook.definition
    found = Found(definition, rulebook.check())
    assert found.report.unexamined == ()
    sweeps = {name: Sweep(book, name) for name in definition.decisions}
    every = [
        (name, number, rule)
        for name, decision in definition.decisions.items()
        for number, rule in enumerate(decision.rules)
    ]

    assert {words[0] for words in found.words("gap")} == {
        name for name, sweep in sweeps.items() if sweep.gap()
    }
    assert {(d, one, two) for one, two, d in found.words("overlap")} == {
        (name, f"rule-{one}", f"rule-{two}")
        for name, sweep in sweeps.items()
        for one, two in sweep.conflicts()
    }
    assert found.at_rules("dead-rule") == {
        (name, number)
        for name, number, _ in every
        if sweeps[name].holding(number) and not sweeps[name].deciding(number)
    }
    assert found.at_rules("redundant-rule") == {
        (name, number)
        for name, number, _ in every
        if sweeps[name].deciding(number) and not sweeps[name].mattering(number)
    }
    never = {(name, number) for name, number, _ in every if not sweeps[name].holding(number)}
    assert found.at_rules("never-true") <= never <= found.within_rules("never-true")
    always = {
        (name, number)
        for name, number, rule in every
        if says_something(rule) and not sweeps[name].failing(number)
    }
    assert found.at_rules("always-true") <= always <= found.within_rules("always-true")
    assert {words[0] for words in found.words("constant-decision")} == {
        name for name, sweep in sweeps.items() if sweep.constant()
    }
    unreachable = {
        (name, write_value(outcome.value))
        for name, decision in definition.decisions.items()
        if not (decision.policy.aggregates or decision.policy.value == "collect count")
        for giver in (*decision.rules, *([decision.otherwise] if decision.otherwise else []))
        for outcome in giver.outcomes
        if not sweeps[name].giving(normal(outcome.value))
    }
    given_in_vain = [
        re.findall(r"`([^`]*)`", finding.message)
        for finding in found.of("unreachable-outcome")
        if "though a rule gives it" in finding.message
    ]
    assert {(decision, value) for decision, value in given_in_vain} == unreachable
    matter = {fact for answer in book.answers({}).values() for fact in answer.ask}
    assert {words[0] for words in found.words("unused-fact")} == {
        fact for fact in definition.facts if fact not in matter and fact != made.facts[0].id
    }
    for finding in found.report.findings:
        assert (finding.witness is None) == (finding.situation == ())
