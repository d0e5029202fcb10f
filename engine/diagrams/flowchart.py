"""The flowchart of a decision: questions that people answer, and ends that say what to do.

It is grown from the decision's diagram, and each different rest of the diagram becomes one step, so that
ends and whole branches are shared; read from the top it is a tree. The order of the questions is the
one with the least expected effort (`questions.py`), or the rulebook's own. Answers that lead to the same
step are one arrow. A flowchart is only given away with the certificate of its proof (`proof.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from ..evaluate import Fault, Result
from ..language.conditions import Anything, Between, Compare, Either, Is, Operand, Test
from ..language.rulebook import Decision, HitPolicy
from ..language.vocabulary import Day, Number, Value, plain_value
from .cells import Cells
from .compiling import Compiler, Leaf
from .diagram import LEAF, Node, OverBudgetError
from .questions import plan_of

Order = Literal["fewest", "rulebook"]

MOST_STEPS = 5_000
"""Steps of a flowchart; nobody follows more."""


@dataclass(frozen=True)
class Arrow:
    """Answers that lead on to a step: an exact test of the fact, and the values it stands for."""

    test: Test[Operand]
    values: tuple[Value, ...]
    to: int


@dataclass(frozen=True)
class Question:
    """A step that asks for a fact."""

    fact: str
    arrows: tuple[Arrow, ...]

    @property
    def is_yes_no(self) -> bool:
        """Whether it can be asked as it is and answered by yes or no."""
        return len(self.arrows) == 2 and all(
            isinstance(value, bool) for arrow in self.arrows for value in arrow.values
        )


@dataclass(frozen=True)
class End:
    """A step at which the decision is settled: its result, and the ids of the rules that decide in
    some case that comes here (none: `otherwise`)."""

    result: Result
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Certificate:
    """What was proven of a flowchart.

    `rulebook` and `flowchart` are fingerprints; `cases` is how many situations were covered, two being
    different when a test of the rulebook can tell them apart.
    """

    rulebook: str
    flowchart: str
    cases: int
    method: str


@dataclass(frozen=True)
class Flowchart:
    """The steps of a decision; the first is step 0. Arrows only lead to later steps."""

    decision: str
    order: Order
    steps: tuple[Question | End, ...]
    certificate: Certificate | None = field(default=None, compare=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256, in hexadecimal, of the steps."""
        text = json.dumps([self.decision, [_plain(step) for step in self.steps]], sort_keys=True)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def most_questions(self) -> int:
        """The questions on the longest way."""
        longest: dict[int, int] = {}
        for number in reversed(range(len(self.steps))):
            step = self.steps[number]
            arrows = step.arrows if isinstance(step, Question) else ()
            longest[number] = max((1 + longest[arrow.to] for arrow in arrows), default=0)
        return longest[0]


def _plain(step: Question | End) -> list[object]:
    if isinstance(step, Question):
        arrows = [[[plain_value(v) for v in arrow.values], arrow.to] for arrow in step.arrows]
        return ["question", step.fact, arrows]
    if isinstance(step.result, Fault):
        return ["fault", step.result.value]
    values = step.result if isinstance(step.result, tuple) else (step.result,)
    is_list = isinstance(step.result, tuple)
    return ["end", is_list, [plain_value(value) for value in values], list(step.rules)]


def grow(compiler: Compiler, name: str, order: Order, most_steps: int = MOST_STEPS) -> Flowchart:
    """The flowchart of a decision, not yet proven; raises OverBudgetError when it is too large."""
    size = len(compiler.diagrams)
    try:
        return _Grower(compiler, name, order, most_steps).flowchart()
    finally:
        compiler.diagrams.forget(size)


class _Grower:
    """Grows the steps from the diagram that pairs each result with the rules behind it, asking only
    what can change the result."""

    def __init__(self, compiler: Compiler, name: str, order: Order, most_steps: int) -> None:
        self.compiler, self.most_steps = compiler, most_steps
        self.order: Order = order
        self.decision: Decision = compiler.rulebook.decisions[name]
        first = self.decision.policy is HitPolicy.FIRST
        self.behind = compiler.later(name)[0] if first else compiler.held(name)
        self.numbers: dict[tuple[Node, Node], int] = {}
        self.ends: dict[End, int] = {}
        self.steps: list[Question | End | None] = []

    def flowchart(self) -> Flowchart:
        self.step(self.compiler.result(self.decision.id), self.behind)
        kept = [step for step in self.steps if step is not None]
        return Flowchart(self.decision.id, self.order, _from_the_top(kept))

    def step(self, node: Node, behind: Node) -> int:
        """The number of the step for what is left of the result, and of the rules behind it."""
        diagrams = self.compiler.diagrams
        if diagrams.level(node) == LEAF:
            end = End(cast("Result", diagrams.value(node)), self._rules(node, behind))
            if end not in self.ends:
                self.ends[end] = self._new(end)
            return self.ends[end]
        key = (node, behind)
        if key not in self.numbers:
            number = self.numbers[key] = self._new(None)
            level = self._next(node)
            self.steps[number] = self._question(level, node, behind)
        return self.numbers[key]

    def _new(self, step: End | None) -> int:
        if len(self.steps) >= self.most_steps:
            raise OverBudgetError
        self.steps.append(step)
        return len(self.steps) - 1

    def _next(self, node: Node) -> int:
        if self.order == "rulebook":
            return self.compiler.diagrams.level(node)
        return self.compiler.levels[plan_of(self.compiler, node).questions[0]]

    def _question(self, level: int, node: Node, behind: Node) -> Question:
        fact = self.compiler.order[level]
        cells = self.compiler.cells[fact]
        diagrams = self.compiler.diagrams
        ways: dict[int, list[int]] = {}
        for cell in range(len(cells)):
            rest = diagrams.restricted(node, {level: cell})
            rules = diagrams.restricted(behind, {level: cell})
            ways.setdefault(self.step(rest, rules), []).append(cell)
        arrows = tuple(
            Arrow(
                answers_test(cells, some),
                tuple(cells.samples[cell] for cell in some),
                to,
            )
            for to, some in ways.items()
        )
        return Question(fact, arrows)

    def _rules(self, node: Node, behind: Node) -> tuple[str, ...]:
        diagrams, decision = self.compiler.diagrams, self.decision
        deciding: set[int] = set()
        for leaf in diagrams.values_below(behind):
            if decision.policy is HitPolicy.FIRST:
                deciding.add(cast("Leaf", leaf)[1])
            else:
                deciding.update(cast("tuple[int, ...]", leaf))
        if decision.policy is HitPolicy.PRIORITY:
            result = diagrams.value(node)
            deciding = {one for one in deciding if decision.rules[one].outcomes[0].value == result}
        return tuple(rule.id for number, rule in enumerate(decision.rules) if number in deciding)


def _from_the_top(steps: Sequence[Question | End]) -> tuple[Question | End, ...]:
    """The steps in an order in which arrows only lead forward, the main way first."""
    order: list[int] = []
    seen: set[int] = set()

    def visit(number: int) -> None:
        if number not in seen:
            seen.add(number)
            step = steps[number]
            for arrow in reversed(step.arrows if isinstance(step, Question) else ()):
                visit(arrow.to)
            order.append(number)

    visit(0)
    place = {number: at for at, number in enumerate(reversed(order))}
    return tuple(
        Question(
            step.fact, tuple(Arrow(one.test, one.values, place[one.to]) for one in step.arrows)
        )
        if isinstance(step, Question)
        else step
        for step in (steps[number] for number in reversed(order))
    )


# -- answers as tests --------------------------------------------------------------------------


def answers_test(cells: Cells, some: Sequence[int]) -> Test[Operand]:
    """The shortest test that holds in just these cells: options, or merged ranges."""
    regions = cells.regions
    if not regions.ordered:
        chosen = [
            point
            for point, cell in zip(regions.points, cells.cell_of_region, strict=True)
            if cell in some
        ]
        return _either([Is(Operand(point)) for point in chosen])
    return _either([test for _, test in ranges(cells, some)])


def ranges(cells: Cells, some: Sequence[int]) -> list[tuple[int, Test[Operand]]]:
    """The ranges that some cells of a number or a day lie in: where each begins (its region), and its
    test."""
    wanted = frozenset(some)
    runs: list[list[int]] = []
    for region, cell in enumerate(cells.cell_of_region):
        if cell < 0:
            continue
        if cell in wanted and runs and runs[-1][2]:
            runs[-1][1] = region
        elif cell in wanted:
            runs.append([region, region, 1])
        elif runs:
            runs[-1][2] = 0
    ends = [region for region, cell in enumerate(cells.cell_of_region) if cell >= 0]
    return [(run[0], _range(cells, run[0], run[1], ends[0], ends[-1])) for run in runs]


def _range(cells: Cells, first: int, last: int, lowest: int, highest: int) -> Test[Operand]:
    """The test for a run of regions; ends that are those of the fact's own range are left out."""
    points, whole = cells.regions.points, _is_whole(cells)
    low = high = None
    low_open = high_open = False
    if first > lowest:
        low, low_open = (points[first // 2], False) if first % 2 else (points[first // 2 - 1], True)
    if last < highest:
        high, high_open = (points[last // 2], False) if last % 2 else (points[last // 2], True)
    if whole and low_open:
        low, low_open = cast("int", low) + 1, False
    if whole and high_open:
        high, high_open = cast("int", high) - 1, False
    if low is None and high is None:
        return Anything()
    kind = cells.regions.kind
    if isinstance(kind, Number | Day):  # at most the least there is, at least the most
        low = high if low is None and high == kind.interval.low and not high_open else low
        high = low if high is None and low == kind.interval.high and not low_open else high
        if low is not None and low == high:
            return Is(Operand(low))
    if low is None:
        return Compare("less than" if high_open else "at most", Operand(cast("Value", high)))
    if high is None:
        return Compare("more than" if low_open else "at least", Operand(low))
    return Between(Operand(low), Operand(high), low_open, high_open)


def _is_whole(cells: Cells) -> bool:
    kind = cells.regions.kind
    return isinstance(kind, Number) and kind.whole


def _either(tests: list[Test[Operand]]) -> Test[Operand]:
    return tests[0] if len(tests) == 1 else Either(tuple(tests))


def ways(flowchart: Flowchart) -> Iterator[tuple[tuple[tuple[str, Arrow], ...], End]]:
    """Every way from the top to an end: the arrows taken, each with its fact."""
    waiting: list[tuple[int, tuple[tuple[str, Arrow], ...]]] = [(0, ())]
    while waiting:
        number, taken = waiting.pop()
        step = flowchart.steps[number]
        if isinstance(step, End):
            yield taken, step
        else:
            waiting += [(arrow.to, (*taken, (step.fact, arrow))) for arrow in step.arrows]
