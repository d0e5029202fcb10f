"""The diagrams answer as the plain reading does, and a diagram is canonical."""

import random

import pytest
from hypothesis import given

from fingerpost.engine import evaluate, load, loads
from fingerpost.engine.candidates import candidates
from fingerpost.engine.diagrams.answering import Answerer, TooManyCasesError
from fingerpost.engine.diagrams.cells import cells_of
from fingerpost.engine.diagrams.compiling import Compiler
from fingerpost.engine.evaluate import DecisionAnswer, Reference
from properties.rulebooks import rulebooks_with_case


def comparable(answer: DecisionAnswer) -> tuple[object, ...]:
    return (answer.settled, answer.result, answer.possible, answer.rules, frozenset(answer.ask))


@given(rulebooks_with_case())
def test_diagrams_answer_as_the_plain_reading(setup: object) -> None:
    made, case, *_ = setup
    rulebook = loads(made.text)
    known = rulebook.case(case)
    reference, answerer = Reference(rulebook.definition), Answerer(rulebook.definition)
    for name in rulebook.definition.decisions:
        assert comparable(answerer.answer(name, known)) == comparable(reference.answer(name, known))


@given(rulebooks_with_case())
def test_beyond_the_budget_it_answers_as_exactly_or_says_that_it_cannot(setup: object) -> None:
    made, case, *_ = setup
    rulebook = loads(made.text)
    known = rulebook.case(case)
    roomy, narrow = Answerer(rulebook.definition), Answerer(rulebook.definition, budget=25)
    for name in rulebook.definition.decisions:
        try:
            found = narrow.answer(name, known)
        except TooManyCasesError:
            assert not roomy.answer(name, known).settled or len(known) < len(
                rulebook.definition.facts
            )
        else:
            assert comparable(found) == comparable(roomy.answer(name, known))


@pytest.mark.parametrize("name", ["hear-back", "offer"])
def test_bundled_rulebooks_by_all_three_ways(name: str) -> None:
    definition = load(name).definition
    reference, answerer = Reference(definition), Answerer(definition)
    dice = random.Random(7)
    cells = cells_of(definition)
    for _ in range(60):
        facts = dice.sample(list(cells), k=dice.randint(len(cells) - 4, len(cells)))
        case = {fact: dice.choice(cells[fact].samples) for fact in facts}
        for decision in definition.decisions:
            one, two = answerer.answer(decision, case), reference.answer(decision, case)
            assert comparable(one) == comparable(two)


@given(rulebooks_with_case())
def test_cells_part_the_values(setup: object) -> None:
    definition = loads(setup[0].text).definition
    for name, cells in cells_of(definition).items():
        assert sum(cells.weights) == pytest.approx(1)
        assert [cells.index(sample) for sample in cells.samples] == list(range(len(cells.samples)))
        kind = definition.facts[name].type
        for value in candidates(kind, list(cells.sets)):
            for test, holding in cells.sets.items():
                assert evaluate.test_holds(test, value) == bool(holding >> cells.index(value) & 1)
        signatures = [[s >> cell & 1 for s in cells.sets.values()] for cell in range(len(cells))]
        assert len(set(map(tuple, signatures))) == len(cells), "cells are maximal"
        assert 0 <= cells.plain < len(cells)


@given(rulebooks_with_case())
def test_diagrams_are_reduced_and_ordered(setup: object) -> None:
    definition = loads(setup[0].text).definition
    compiler = Compiler(definition, 100_000)
    for name in definition.decisions:
        diagrams, root = compiler.diagrams, compiler.result(name)
        seen: set[object] = set()
        for node in diagrams.nodes_below(root):
            children = diagrams.children(node)
            assert len(set(children)) != 1
            assert all(diagrams.level(child) > diagrams.level(node) for child in children)
            key = (diagrams.level(node), children) if children else diagrams.value(node)
            key = (type(key), key)
            assert key not in seen
            seen.add(key)
