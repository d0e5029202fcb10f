"""Maps: the outcome of a decision over two facts, all others as they are in the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..diagrams.answering import Answerer
from ..diagrams.cells import Cells
from ..diagrams.flowchart import answers_test, ranges
from ..evaluate import Case, Result
from ..language.conditions import Anything, Is, Operand, Test
from ..language.vocabulary import Value
from .tipping import compiler_of, possible_below


@dataclass(frozen=True)
class Axis:
    """One fact of a map: a test for each strip, from below, and the strip that the case lies in."""

    fact: str
    strips: tuple[Test[Operand], ...]
    here: int | None


@dataclass(frozen=True)
class Map:
    """`fields[row][column]` has the results that are possible there (one: it is settled)."""

    decision: str
    across: Axis
    down: Axis
    fields: tuple[tuple[tuple[Result, ...], ...], ...]


def map_of(answerer: Answerer, decision: str, case: Case, across: str, down: str) -> Map:
    """The map of a decision over two facts; raises TooManyCasesError.

    Neighbouring strips that show the same are one; so the strips end at true thresholds.
    """
    compiler = compiler_of(answerer, decision)
    others = {name: value for name, value in case.items() if name not in (across, down)}
    diagrams = compiler.diagrams
    reference = answerer.reference
    axes = [_strips(compiler.cells.get(fact)) for fact in (across, down)]
    fields: list[list[tuple[Result, ...]]] = []
    with compiler.scratch(decision) as result:
        node = diagrams.restricted(result, compiler.known(others))
        for _, row in axes[1]:
            fields.append([])
            for _, column in axes[0]:
                cells = {
                    compiler.levels[fact]: cell
                    for fact, cell in ((across, column), (down, row))
                    if cell is not None
                }
                rest = diagrams.restricted(node, cells)
                fields[-1].append(possible_below(reference, compiler, rest))
    columns = _merged([tuple(row[n] for row in fields) for n in range(len(axes[0]))])
    rows = _merged([tuple(row) for row in fields])
    return Map(
        decision,
        _axis(across, compiler.cells.get(across), axes[0], columns, case.get(across)),
        _axis(down, compiler.cells.get(down), axes[1], rows, case.get(down)),
        tuple(tuple(fields[row[0]][column[0]] for column in columns) for row in rows),
    )


_Strip = tuple[int, int | None]
"""The region in which a strip lies, and its cell; None for a fact that no rule tests."""


def _strips(cells: Cells | None) -> list[_Strip]:
    if cells is None:
        return [(0, None)]
    return [(region, cell) for region, cell in enumerate(cells.cell_of_region) if cell >= 0]


def _merged(lines: Sequence[object]) -> list[list[int]]:
    """Neighbours that show the same, together."""
    groups: list[list[int]] = []
    for number, line in enumerate(lines):
        if groups and lines[groups[-1][0]] == line:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def _axis(
    fact: str,
    cells: Cells | None,
    strips: Sequence[_Strip],
    groups: Sequence[Sequence[int]],
    value: Value | None,
) -> Axis:
    if cells is None:
        return Axis(fact, (Anything(),), 0 if value is not None else None)
    tests: list[Test[Operand]] = []
    here = None
    at = None if value is None else cells.regions.index(value)
    for number, group in enumerate(groups):
        regions = [strips[one][0] for one in group]
        if at in regions:
            here = number
        tests.append(_test(cells, regions))
    return Axis(fact, tuple(tests), here)


def _test(cells: Cells, regions: Sequence[int]) -> Test[Operand]:
    """The test for some neighbouring regions."""
    if not cells.regions.ordered:
        points = [cells.regions.points[region] for region in regions]
        if len(points) == 1:
            return Is(Operand(points[0]))
        return answers_test(_one_cell_each(cells), regions)
    return ranges(_one_cell_each(cells), regions)[0][1]


def _one_cell_each(cells: Cells) -> Cells:
    """The same regions, each a cell of its own."""
    from dataclasses import replace

    numbers = tuple(region if cell >= 0 else -1 for region, cell in enumerate(cells.cell_of_region))
    return replace(cells, cell_of_region=numbers)
