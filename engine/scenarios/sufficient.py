"""Why, minimal: a smallest set of known facts that already forces the outcome.

Such a set is a *sufficient reason* (Shih, Choi, Darwiche, *A Symbolic Approach to Explaining Bayesian Network
Classifiers*, 2018). It must meet every set of facts whose change could bring another outcome, so a smallest
one is a smallest hitting set of these; they are found one by one, as far as needed (Reiter, *A Theory of
Diagnosis from First Principles*, 1987; Ignatiev et al., *From Contrastive to Abductive Explanations*, 2020).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from ..diagrams.answering import Answerer
from ..diagrams.compiling import Compiler
from ..diagrams.diagram import LEAF, Node
from ..evaluate import Case
from .tipping import compiler_of

MOST_SETS = 12
"""Smallest sets that are listed."""


def smallest_reasons(
    answerer: Answerer, decision: str, case: Case, most: int = 1
) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of known facts that settle the decision as it is settled, at most so many.

    Empty where the case leaves the decision open; one empty set where nothing matters. Raises
    TooManyCasesError.
    """
    compiler = compiler_of(answerer, decision)
    with compiler.scratch(decision) as result:
        diagrams = compiler.diagrams
        if len(diagrams.values_below(diagrams.restricted(result, compiler.known(case)))) > 1:
            return ()
        facts = [
            fact
            for fact in answerer.rulebook.facts
            if fact in case and compiler.levels.get(fact) in diagrams.levels_below(result)
        ]
        found: list[tuple[str, ...]] = []
        contrasts: list[frozenset[str]] = []
        for some in _by_size(facts, contrasts):
            if found and len(some) > len(found[0]):
                break
            contrast = _contrast(compiler, result, case, some, facts)
            if contrast is None:
                found.append(some)
                if len(found) == most:
                    break
            else:
                contrasts.append(contrast)
        return tuple(found)


def _by_size(
    facts: Sequence[str], contrasts: Sequence[frozenset[str]]
) -> Iterator[tuple[str, ...]]:
    """The sets of facts, small ones first, that meet every contrast known by then."""
    for size in range(len(facts) + 1):
        for some in combinations(facts, size):
            chosen = frozenset(some)
            if all(chosen & contrast for contrast in contrasts):
                yield some


def _contrast(
    compiler: Compiler, result: Node, case: Case, some: Sequence[str], facts: Sequence[str]
) -> frozenset[str] | None:
    """Facts beyond some whose change can bring another result, fewest that can be told at once; None
    where some of the facts force the result."""
    kept = {fact: case[fact] for fact in some}
    if not _open(compiler, result, kept):
        return None
    for fact in facts:  # hold all that can be held while another result is still possible
        if fact not in kept:
            more = {**kept, fact: case[fact]}
            if _open(compiler, result, more):
                kept = more
    return frozenset(facts) - kept.keys()


def _open(compiler: Compiler, result: Node, case: Case) -> bool:
    node = compiler.diagrams.restricted(result, compiler.known(case))
    return compiler.diagrams.level(node) != LEAF
