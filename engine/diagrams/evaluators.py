"""One decision, compiled: from its diagram or, where that would be too large, from its boxes."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from ..evaluate import Result
from ..language.rulebook import HitPolicy
from .answering import Answerer
from .boxes import Boxes, held_result
from .cells import members
from .code import Evaluate, boxes_function, diagram_function, finishing_function
from .compiling import Compiler, Leaf
from .diagram import Node, OverBudgetError

Give = Callable[[Result, tuple[str, ...]], object]
"""Makes what is given back of a result and the ids of the rules behind it."""

MOST_NODES = 600
"""Nodes of a diagram that become code where there are boxes too, which are as quick for more."""

MOST_REMEMBERED = 10_000
"""Sets of rules that hold for which a compiled table keeps the answer."""


def evaluator(
    answerer: Answerer,
    name: str,
    give: Give,
    slow: Evaluate,
    *,
    reasons: bool,
) -> Evaluate:
    """A function that answers by one decision for a case, quick where the case is complete.

    The rules behind a result are only told with `reasons`.

    What the quick way does not cover (an unknown fact, a value in another form) goes to `slow`.
    """
    compiler, boxes = answerer.compiler(name), answerer.boxes(name)
    if compiler is not None:
        try:
            root, made = _leaves(compiler, name, reasons)
        except OverBudgetError:
            pass
        else:
            if boxes is None or not compiler.diagrams.has_more_than(MOST_NODES, root):
                facts, cells = compiler.order, compiler.cells

                def leaf(node: Node) -> object:
                    return give(*made(node))

                return diagram_function(compiler.diagrams, root, facts, cells, leaf, slow)
    return slow if boxes is None else _of_boxes(boxes, give, slow)


def _leaves(
    compiler: Compiler, name: str, reasons: bool
) -> tuple[Node, Callable[[Node], tuple[Result, tuple[str, ...]]]]:
    """The diagram to follow, and what was made in each of its leaves."""
    decision, diagrams = compiler.rulebook.decisions[name], compiler.diagrams
    if not reasons:
        return compiler.result(name), lambda node: (cast("Result", diagrams.value(node)), ())
    if decision.policy is HitPolicy.FIRST:

        def first(node: Node) -> tuple[Result, tuple[str, ...]]:
            result, rule = cast("Leaf", diagrams.value(node))
            return result, ((decision.rules[rule].id,) if rule >= 0 else ())

        return compiler.later(name)[0], first

    def held(node: Node) -> tuple[Result, tuple[str, ...]]:
        rules = iter(cast("tuple[int, ...]", diagrams.value(node)))
        result, deciding = held_result(decision, rules)
        return result, tuple(decision.rules[rule].id for rule in deciding)

    return compiler.held(name), held


def _of_boxes(boxes: Boxes, give: Give, slow: Evaluate) -> Evaluate:
    decision = boxes.decision

    def made(*held: int) -> object:
        result, deciding = held_result(decision, iter(held))
        return give(result, tuple(decision.rules[rule].id for rule in deciding))

    if decision.policy is HitPolicy.FIRST:
        return boxes_function(boxes, made, made(), slow)
    remembered: dict[int, object] = {}

    def finish(holding: int) -> object:
        if holding not in remembered:
            if len(remembered) >= MOST_REMEMBERED:
                remembered.clear()
            held = dict.fromkeys(boxes.rule_of[number] for number in members(holding))
            remembered[holding] = made(*held)
        value = remembered[holding]
        return value[:] if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType]

    return finishing_function(boxes, finish, slow)
