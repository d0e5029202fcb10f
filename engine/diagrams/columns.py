"""Answers for columns: arrays of NumPy or Arrow with a value of each fact for many cases.

Each value becomes the number of its cell, and each row's way through the diagram (or, of a big table, its
first box) is found by the compiled loops of `kernels.py`, a stretch of rows at a time, on every core. A
missing value is an unknown fact, never a no: rows whose way comes to one are answered by a diagram
from which the unknown facts were eliminated, whose leaves are the outcome that stands whatever they are,
or *open*. All of it is tested equal to `evaluate.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from os import cpu_count
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ..evaluate import Fault, Result
from ..language.rulebook import HitPolicy
from ..language.vocabulary import Value
from . import kernels
from .answering import Answerer
from .box_table import box_table
from .boxes import Boxes
from .compiling import Compiler
from .diagram import LEAF, Node, OverBudgetError
from .encoding import CodeArray, Encoded, Parser, code_type, encoded

STRETCH = 1 << 16
"""Rows at a time: their codes stay in a core's cache."""

SMALL = 300
"""Nodes of a diagram that stay in a core's nearest cache."""

MOST_PATTERNS = 512
"""Sets of unknown facts, among the rows, that get a diagram of their own."""

OPEN, NO_RULE_FITS, RULES_CLASH = -1, -2, -3

Codes = NDArray[np.int32]
Leaf = Result | None
"""A result; None is open."""


@dataclass(frozen=True)
class ColumnAnswers:
    """The answers of one decision, a row each.

    `codes` are numbers of `results`; or OPEN (-1), NO_RULE_FITS (-2), RULES_CLASH (-3).
    """

    codes: Codes
    results: tuple[Result, ...]


class _Results:
    """The numbers of results, as they come up."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[type, Result], int] = {}

    def code(self, leaf: Leaf) -> int:
        if leaf is None:
            return OPEN
        if isinstance(leaf, Fault):
            return NO_RULE_FITS if leaf is Fault.NO_RULE_FITS else RULES_CLASH
        return self.numbers.setdefault((type(leaf), leaf), len(self.numbers))

    def all(self) -> tuple[Result, ...]:
        return tuple(result for _, result in self.numbers)


def answer_columns(
    answerer: Answerer, columns: Mapping[str, Any], decisions: Iterable[str], parse: Parser
) -> dict[str, ColumnAnswers]:
    """The answers of some decisions for columns of equal length.

    A fact without a column is unknown in every row. `parse` reads single values that are not plainly
    right; it raises RulebookError.
    """
    facts = {
        fact: encoded(fact, cells, columns[fact], parse)
        for fact, cells in answerer.cells.items()
        if fact in columns
    }
    rows = max((len(column) for column in facts.values()), default=0)
    if not facts and columns:
        rows = len(next(iter(columns.values())))
    asked = {name: _Decision(answerer, name, facts, rows) for name in decisions}
    found = {name: one.answers() for name, one in asked.items()}
    read = {fact for one in asked.values() for fact in one.read}
    for fact, column in facts.items():  # a wrong value is told even where no answer hangs on it
        if fact not in read:
            for start in range(0, rows, STRETCH):
                column.codes(start, min(start + STRETCH, rows))
    return found


class _Decision:
    """One decision and the columns that it is asked for."""

    def __init__(
        self, answerer: Answerer, name: str, columns: Mapping[str, Encoded], rows: int
    ) -> None:
        self.answerer, self.name, self.columns, self.rows = answerer, name, columns, rows
        self.results = _Results()
        self.read: set[str] = set()

    def answers(self) -> ColumnAnswers:
        compiler = self.answerer.compiler(self.name)
        boxes = self.answerer.boxes(self.name)
        first = self.answerer.rulebook.decisions[self.name].policy is HitPolicy.FIRST
        boxes = boxes if first and boxes is not None and boxes.facts else None
        if compiler is not None and (boxes is None or self._is_small(compiler)):
            facts = self._tested(compiler)
            codes = self._by_diagram(compiler, facts)
        elif boxes is not None:
            facts = boxes.facts
            codes = self._by_boxes(boxes)
        else:
            facts = tuple(self.answerer.cells)
            codes = np.full(self.rows, kernels.LATER, dtype=np.int32)
        self._one_by_one(codes, facts)
        return ColumnAnswers(codes, self.results.all())

    def _is_small(self, compiler: Compiler) -> bool:
        """Whether walking the diagram is quicker than looking at every column once."""
        return not compiler.diagrams.has_more_than(SMALL, compiler.result(self.name))

    def _tested(self, compiler: Compiler) -> tuple[str, ...]:
        levels = compiler.diagrams.levels_below(compiler.result(self.name))
        return tuple(compiler.order[level] for level in sorted(levels))

    # -- diagrams ------------------------------------------------------------------------------

    def _by_diagram(self, compiler: Compiler, facts: Sequence[str]) -> Codes:
        root = compiler.result(self.name)
        missing = [fact for fact in facts if fact not in self.columns]
        size = len(compiler.diagrams)
        codes = np.full(self.rows, kernels.LATER, dtype=np.int32)
        try:
            root = _eliminated(compiler, root, missing)
            table = self._table(compiler, root)
            self._in_stretches(table.facts, codes, table.walk)
            for unknown, rows in self._patterns(codes, table.facts):
                part = self._table(compiler, _eliminated(compiler, root, unknown))
                codes[rows] = self._taken(part, rows)
        except OverBudgetError:
            pass  # the rows that are left are answered one by one
        finally:
            compiler.diagrams.forget(size)
        return codes

    def _table(self, compiler: Compiler, root: Node) -> _Table:
        diagrams = compiler.diagrams
        inner = [node for node in diagrams.nodes_below(root) if diagrams.level(node) != LEAF]
        levels = sorted({diagrams.level(node) for node in inner})
        place = {level: number for number, level in enumerate(levels)}
        number = {node: at for at, node in enumerate(inner)}
        unknown = kernels.leaf(kernels.LATER)

        def goal(node: Node) -> int:
            if node in number:
                return number[node]
            return kernels.leaf(self.results.code(cast("Leaf", diagrams.value(node))))

        children: list[int] = []
        starts: list[int] = []
        for node in inner:
            starts.append(len(children))
            children += [*map(goal, diagrams.children(node)), unknown]
        return _Table(
            tuple(compiler.order[level] for level in levels),
            goal(root),
            np.array([place[diagrams.level(node)] for node in inner], dtype=np.int32),
            np.array(starts, dtype=np.int32),
            np.array(children, dtype=np.int32),
        )

    def _patterns(
        self, codes: Codes, facts: Sequence[str]
    ) -> Iterable[tuple[list[str], NDArray[np.intp]]]:
        """The rows left, by which of the facts are unknown in them."""
        rows = np.flatnonzero(codes == kernels.LATER)
        if not len(rows) or not facts:
            return
        unknown = np.stack([self.columns[fact].unknown(rows) for fact in facts])
        patterns, which = np.unique(unknown, axis=1, return_inverse=True)
        if patterns.shape[1] > MOST_PATTERNS:
            return
        for number in range(patterns.shape[1]):
            missing = [fact for fact, gone in zip(facts, patterns[:, number], strict=True) if gone]
            yield missing, rows[np.asarray(which).reshape(-1) == number]

    def _taken(self, table: _Table, rows: NDArray[np.intp]) -> Codes:
        out = np.empty(len(rows), dtype=np.int32)
        table.walk(_matrix([self.columns[fact].take(rows) for fact in table.facts], len(rows)), out)
        return out

    # -- boxes ---------------------------------------------------------------------------------

    def _by_boxes(self, boxes: Boxes) -> Codes:
        table = box_table(boxes)
        numbers = np.array([self.results.code(one) for one in table.given], dtype=np.int32)
        codes = np.empty(self.rows, dtype=np.int32)

        def search(parts: Any, out: Any) -> None:
            table.search(parts, out)
            # What is no number of a result, such as "open", is below 0 and no place in `numbers`.
            placed = cast("Codes", numbers.take(out, mode="clip"))  # pyright: ignore[reportUnknownMemberType]
            out[...] = np.where(out >= 0, placed, out)

        self._in_stretches(boxes.facts, codes, search, table.stretch or STRETCH)
        return codes

    # -- rows ----------------------------------------------------------------------------------

    def _in_stretches(
        self,
        facts: Sequence[str],
        out: Codes,
        work: Callable[[Any, Any], None],
        stretch: int = STRETCH,
    ) -> None:
        """The work for all rows, a stretch at a time, on every core."""
        cells = self.answerer.cells
        self.read.update(facts)

        def one(start: int) -> None:
            end = min(start + stretch, self.rows)
            parts = [
                self.columns[fact].codes(start, end)
                if fact in self.columns
                else np.full(end - start, len(cells[fact]), dtype=code_type(cells[fact]))
                for fact in facts
            ]
            work(_matrix(parts, end - start), out[start:end])

        starts = range(0, self.rows, stretch)
        if len(starts) < 2:
            for start in starts:
                one(start)
            return
        with ThreadPoolExecutor(cpu_count()) as pool:
            for _ in pool.map(one, starts):
                pass

    def _one_by_one(self, codes: Codes, facts: Sequence[str]) -> None:
        """The rows left, each kind of them once, as single cases are answered."""
        rows = np.flatnonzero(codes == kernels.LATER)
        known = [fact for fact in facts if fact in self.columns]
        if not len(rows):
            return
        table = _matrix([self.columns[fact].take(rows) for fact in known], len(rows))
        kinds, which = np.unique(table, axis=1, return_inverse=True)
        found = np.empty(kinds.shape[1], dtype=np.int32)
        for number in range(kinds.shape[1]):
            case: dict[str, Value] = {}
            for fact, code in zip(known, kinds[:, number], strict=True):
                samples = self.answerer.cells[fact].samples
                if code < len(samples):
                    case[fact] = samples[code]
            answer = self.answerer.answer(self.name, case)
            found[number] = self.results.code(answer.result if answer.settled else None)
        codes[rows] = found[np.asarray(which).reshape(-1)]


@dataclass(frozen=True)
class _Table:
    """A diagram as arrays: `facts` by level, and of each node its level and its children's start."""

    facts: tuple[str, ...]
    root: int
    level: NDArray[np.int32]
    start: NDArray[np.int32]
    children: NDArray[np.int32]

    def walk(self, codes: Any, out: Any) -> None:
        kernels.walk(codes, self.root, self.level, self.start, self.children, out)


def _eliminated(compiler: Compiler, root: Node, unknown: Iterable[str]) -> Node:
    """The diagram without some facts: what stands whatever their values are, else open (None)."""
    gone = {compiler.levels[fact] for fact in unknown}
    diagrams = compiler.diagrams
    done: dict[Node, Node] = {}

    def at(node: Node) -> Node:
        if diagrams.level(node) == LEAF:
            return node
        if node not in done:
            children = [at(child) for child in diagrams.children(node)]
            if diagrams.level(node) in gone:
                done[node] = reduce(
                    lambda one, two: diagrams.combine(_agreed, one, two), dict.fromkeys(children)
                )
            else:
                done[node] = diagrams.node(diagrams.level(node), tuple(children))
        return done[node]

    return at(root) if gone else root


def _agreed(one: object, two: object) -> Any:
    return one if type(one) is type(two) and one == two else None


def _matrix(parts: Sequence[CodeArray], rows: int) -> CodeArray:
    if not parts:
        return np.empty((0, rows), dtype=np.int16)
    return np.ascontiguousarray(np.stack(parts))
