"""Diagrams and boxes as Python functions: the quickest way to answer for one complete case.

A diagram becomes nested tests, each fact read when the way first needs it; boxes become one look-up and
one intersection a fact. The text of such a function is made of numbers and of our own words only:
names and values of the rulebook stand beside it, as objects. Each function checks the values that it
reads; whatever is not plainly right (a fact that is missing or out of range, a text where a number is
wanted) is left to `slow`, which knows every form and every message.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from ..language.vocabulary import MOST_DIGITS, Choice, Day, Number, Value, YesNo, plain_decimal
from .boxes import Boxes
from .cells import Cells
from .diagram import LEAF, Diagrams, Node

Evaluate = Callable[[Mapping[str, Any]], Any]

LARGEST = 10**MOST_DIGITS - 1
"""No whole number is larger, nor is what stands before the point of another number."""

INLINE = 12
"""Nodes that several ways share are repeated up to this size, and are functions of their own beyond."""

MOST_NODES = 4_000
"""Nodes that become code; walking a larger diagram is not much slower than compiling it is."""


class _Names:
    """The objects that a function uses, each by a name of our own."""

    def __init__(self, slow: Evaluate) -> None:
        self.values: dict[str, object] = {"slow": slow, "date": date, "tidied": _tidied}
        self._known: dict[int, str] = {}

    def __call__(self, value: object) -> str:
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = f"x{len(self.values)}"
            self.values[known] = value
        return known


def _compiled(lines: Sequence[str], names: _Names) -> Evaluate:
    code = compile("\n".join(lines), "<compiled rulebook>", "exec")
    exec(code, names.values)  # noqa: S102 - made of numbers and our own words
    return names.values["decide"]  # type: ignore[return-value] # pyright: ignore[reportReturnType]


def _tidied(value: object) -> float:
    """A number as a double, which has the same order; TypeError for what may not be meant."""
    if value.__class__ is int:
        return float(value)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and (number := plain_decimal(value)) is not None:
        return float(number)
    raise TypeError


# -- diagrams ----------------------------------------------------------------------------------


@dataclass
class _DiagramCode:
    """The lines that come of a diagram; `returning` says how a leaf's value is given back."""

    diagrams: Diagrams
    facts: Sequence[str]
    cells: Mapping[str, Cells]
    returning: Callable[[Node], object]
    names: _Names
    own: Mapping[Node, str]
    lines: list[str] = field(default_factory=list[str])

    def function(self, name: str, node: Node, *, outer: bool) -> None:
        self.lines += [f"def {name}(case):", *([" try:"] if outer else [])]
        self.node(node, 2 if outer else 1, at_start=True)
        self.lines += [" except (KeyError, TypeError):", "  pass"] if outer else []
        self.lines.append(" return slow(case)")

    def node(self, node: Node, depth: int, *, at_start: bool = False) -> None:
        level = self.diagrams.level(node)
        if level == LEAF:
            value: Any = self.returning(node)
            copied = "[:]" if value.__class__ is list else ""
            self.line(depth, f"return {self.names(value)}{copied}")
        elif node in self.own and not at_start:
            self.line(depth, f"return {self.own[node]}(case)")
        else:
            fact = self.facts[level]
            self.line(depth, f"v = case[{self.names(fact)}]")
            cells = self.cells[fact]
            if cells.regions.ordered:
                self.by_order(node, cells, depth)
            else:
                self.by_option(node, cells, depth)

    def line(self, depth: int, text: str) -> None:
        self.lines.append(" " * depth + text)

    def by_option(self, node: Node, cells: Cells, depth: int) -> None:
        ways: dict[Node, list[Value]] = {}
        for option, cell in zip(cells.regions.points, cells.cell_of_region, strict=True):
            ways.setdefault(self.diagrams.children(node)[cell], []).append(option)
        word = "if"
        for child, options in sorted(ways.items(), key=lambda way: len(way[1])):
            self.line(depth, f"{word} {self._is_one_of(options)}:")
            self.node(child, depth + 1)
            word = "elif"

    def _is_one_of(self, options: Sequence[Value]) -> str:
        if isinstance(options[0], bool):
            return f"v is {options[0]}"
        if len(options) == 1:
            return f"v == {self.names(options[0])}"
        return f"v in {self.names(frozenset(options))}"

    def by_order(self, node: Node, cells: Cells, depth: int) -> None:
        kind, children = cells.regions.kind, self.diagrams.children(node)
        assert isinstance(kind, Number | Day)  # noqa: S101 - the others are not ordered
        if isinstance(kind, Day):
            self.line(depth, "if v.__class__ is not date: return slow(case)")
        elif kind.whole:
            self.line(depth, "if v.__class__ is not int: return slow(case)")
        else:
            self.line(depth, "if v.__class__ is not int: v = tidied(v)")
        runs: list[tuple[int, Node]] = []  # the last region of each run, and its child
        for region, cell in enumerate(cells.cell_of_region):
            if cell >= 0 and runs and runs[-1][1] == children[cell]:
                runs[-1] = (region, children[cell])
            elif cell >= 0:
                runs.append((region, children[cell]))
        low, high = _bounds(kind)
        self._split(runs, cells, depth, low, high)

    def _split(
        self, runs: Sequence[tuple[int, Node]], cells: Cells, depth: int, low: str, high: str
    ) -> None:
        """The way to the right run: one after the other, or by halves when there are many."""
        half = len(runs) // 2 if len(runs) > 4 else 1
        if len(runs) == 1:
            test = " and ".join(filter(None, [low, high]))
            self.line(depth, f"if {test or 'True'}:")
            self.node(runs[0][1], depth + 1)
            return
        region = runs[half - 1][0]
        point = cells.regions.points[region // 2]
        sign = "<=" if region % 2 else "<"
        self.line(depth, f"if v {sign} {self.names(_number(point, cells.regions.kind))}:")
        self._split(runs[:half], cells, depth + 1, low, "")
        self.line(depth, "else:")
        self._split(runs[half:], cells, depth + 1, "", high)


def _number(point: Value, kind: object) -> Value | float:
    return float(point) if isinstance(kind, Number) and not kind.whole else point  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def _bounds(kind: Number | Day) -> tuple[str, str]:
    """The tests of the range, in words of numbers only; of a day none but what the tests name."""
    interval = kind.interval
    if isinstance(kind, Day):
        ends = [
            "" if end is None else f"v {sign} date({end.year}, {end.month}, {end.day})"  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
            for end, sign in (
                (interval.low, ">" if interval.low_open else ">="),
                (interval.high, "<" if interval.high_open else "<="),
            )
        ]
        return ends[0], ends[1]
    low = -LARGEST if interval.low is None else interval.low
    high = LARGEST if interval.high is None else interval.high
    kind_of = int if kind.whole else float
    below = ">" if interval.low_open else ">="
    above = "<" if interval.high_open else "<="
    return f"v {below} {kind_of(low)!r}", f"v {above} {kind_of(high)!r}"  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def diagram_function(
    diagrams: Diagrams,
    root: Node,
    facts: Sequence[str],
    cells: Mapping[str, Cells],
    returning: Callable[[Node], object],
    slow: Evaluate,
) -> Evaluate:
    """A function of a case that gives what `returning` makes of the leaf that it comes to."""
    sizes: dict[Node, int] = {}
    parents: dict[Node, int] = {root: 0}
    nodes = sorted(diagrams.nodes_below(root), key=diagrams.level, reverse=True)
    if len(nodes) > MOST_NODES:
        return _walking(diagrams, root, facts, cells, returning, slow)
    depths: dict[Node, int] = {}
    for node in nodes:
        children = set(diagrams.children(node))
        sizes[node] = 1 + sum(sizes[child] for child in children)
        depths[node] = 1 + max((depths[child] for child in children), default=0)
        for child in children:
            parents[child] = parents.get(child, 0) + 1
    names = _Names(slow)
    own = {
        node: f"node{node}"
        for node in nodes
        if (parents.get(node, 0) > 1 and sizes[node] > INLINE) or depths[node] % 15 == 0
        if diagrams.level(node) != LEAF and node != root
    }
    code = _DiagramCode(diagrams, facts, cells, returning, names, own)
    for node, name in own.items():
        code.function(name, node, outer=False)
    code.function("decide", root, outer=True)
    return _compiled(code.lines, names)


def _walking(
    diagrams: Diagrams,
    root: Node,
    facts: Sequence[str],
    cells: Mapping[str, Cells],
    returning: Callable[[Node], object],
    slow: Evaluate,
) -> Evaluate:
    """The same by walking from node to node."""
    ways: dict[Node, tuple[str, Callable[[Any], int], tuple[Node, ...]]] = {}
    cell_of = {fact: _cell_function(cells[fact]) for fact in facts}
    for node in diagrams.nodes_below(root):
        if diagrams.level(node) != LEAF:
            fact = facts[diagrams.level(node)]
            ways[node] = (fact, cell_of[fact], diagrams.children(node))
    leaves = {node: returning(node) for node in diagrams.nodes_below(root) if node not in ways}

    def decide(case: Mapping[str, Any]) -> Any:
        here: Node = root
        try:
            while here not in leaves:
                fact, cell, children = ways[here]
                here = children[cell(case[fact])]
        except (KeyError, TypeError):
            return slow(case)
        value = leaves[here]
        return value[:] if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType]

    return decide


def _cell_function(cells: Cells) -> Callable[[Any], int]:
    """The cell of a value; KeyError or TypeError where it is not plainly right."""
    kind = cells.regions.kind
    if isinstance(kind, Choice):
        return dict(zip(kind.options, cells.cell_of_region, strict=True)).__getitem__
    if isinstance(kind, YesNo):
        yes, no = cells.cell_of_region

        def of_truth(value: object) -> int:
            if value is True:
                return yes
            if value is False:
                return no
            raise TypeError

        return of_truth
    wanted = date if isinstance(kind, Day) else int
    exact = isinstance(kind, Day) or kind.whole
    points: list[Any] = [_number(point, kind) for point in cells.regions.points]
    cell_of_region = cells.cell_of_region

    def of_order(value: Any) -> int:
        if value.__class__ is not wanted:
            if exact:
                raise TypeError
            value = _tidied(value)
        if wanted is int and not -LARGEST <= value <= LARGEST:
            raise KeyError
        place = bisect_left(points, value)
        cell = cell_of_region[2 * place + (place < len(points) and points[place] == value)]
        if cell < 0:
            raise KeyError
        return cell

    return of_order


# -- boxes -------------------------------------------------------------------------------------

CHUNKS = (0, 800, 2_000, 3_600, 5_600, 8_000)
"""Where the boxes of a `first` table are parted: most cases are decided by the first parts."""

MOST_ENTRIES = 20_000
"""Values of a whole number that are looked up one by one; of more, their place is searched."""


def boxes_function(
    boxes: Boxes, returning: Callable[[int], object], otherwise: object, slow: Evaluate
) -> Evaluate:
    """For the policy `first`: a function of a case that gives what `returning` makes of the number of
    the first rule that holds, and `otherwise` when none does.

    The boxes are parted into chunks, the first in front; in each chunk the earlier box is the higher
    bit, so that the length of a set tells the first of its boxes.
    """
    names = _Names(slow)
    count = len(boxes.boxes)
    starts = [start for start in CHUNKS if start < max(count, 1)]
    ends = [*starts[1:], count]
    while ends[-1] - starts[-1] > 4_000:
        starts.append(starts[-1] + 2_400)
        ends = [*starts[1:], count]
    lines = ["def decide(case):", " try:"]
    for column, (fact, cells) in enumerate(zip(boxes.facts, boxes.cells, strict=True)):
        parts = [
            tuple(
                _mirrored(bits >> start & ((1 << (end - start)) - 1), end - start)
                for start, end in zip(starts, ends, strict=True)
            )
            for bits in boxes.sets[column]
        ]
        lines += _reading(f"c{column}", fact, cells, parts, names)
    facts = range(len(boxes.facts))
    for part, (start, end) in enumerate(zip(starts, ends, strict=True)):
        together = " & ".join(f"c{column}[{part}]" for column in facts) or str(
            2 ** (end - start) - 1
        )
        given = [returning(boxes.rule_of[end - length]) for length in range(1, end - start + 1)]
        lines.append(f"  m = {together}")
        found = f"{names((None, *given))}[m.bit_length()]"
        lines.append(f"  if m: return {found}")
    lines += [
        f"  return {names(otherwise)}",
        " except (KeyError, TypeError):",
        "  return slow(case)",
    ]
    return _compiled(lines, names)


def finishing_function(boxes: Boxes, finish: Callable[[int], object], slow: Evaluate) -> Evaluate:
    """For the other policies: a function of a case that gives what `finish` makes of the set of boxes
    that the case lies in."""
    names = _Names(slow)
    lines = ["def decide(case):", " try:"]
    for column, (fact, cells) in enumerate(zip(boxes.facts, boxes.cells, strict=True)):
        lines += _reading(
            f"c{column}", fact, cells, [(bits,) for bits in boxes.sets[column]], names
        )
    columns = [f"c{column}[0]" for column in range(len(boxes.facts))]
    lines += [
        f"  m = {' & '.join(columns) or names(boxes.every)}",
        " except (KeyError, TypeError):",
        "  return slow(case)",
        f" return {names(finish)}(m)",
    ]
    return _compiled(lines, names)


def _mirrored(bits: int, width: int) -> int:
    return int(f"{bits:0{width}b}"[::-1], 2) if width else 0


def _reading(
    target: str, fact: str, cells: Cells, parts: Sequence[tuple[int, ...]], names: _Names
) -> list[str]:
    """The lines that look up the parts of a fact's value."""
    kind = cells.regions.kind
    key = names(fact)
    by_region = [parts[cell] if cell >= 0 else None for cell in cells.cell_of_region]
    if isinstance(kind, Choice):
        table = dict(zip(kind.options, by_region, strict=True))
        return [f"  {target} = {names(table)}[case[{key}]]"]
    if isinstance(kind, YesNo):
        yes, no = map(names, by_region)
        return [
            f"  v = case[{key}]",
            f"  if v is True: {target} = {yes}",
            f"  elif v is False: {target} = {no}",
            "  else: return slow(case)",
        ]
    low, high = kind.interval.low, kind.interval.high
    if (
        isinstance(kind, Number)
        and kind.whole
        and isinstance(low, int)
        and isinstance(high, int)
        and high - low <= MOST_ENTRIES
    ):
        numbers = {
            value: by_region[cells.regions.index(value)]
            for value in range(low + kind.interval.low_open, high + (not kind.interval.high_open))
        }
        return [
            f"  v = case[{key}]",
            "  if v.__class__ is not int: return slow(case)",
            f"  {target} = {names(numbers)}[v]",
        ]
    cell = names(_cell_function(cells))
    return [f"  {target} = {names(tuple(parts))}[{cell}(case[{key}])]"]
