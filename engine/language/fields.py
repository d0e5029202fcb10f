"""Reading a mapping's keys: each shape that is wrong gives one finding, and reading goes on."""

from __future__ import annotations

from . import messages
from .diagnostics import Diagnostic
from .names import ID, near
from .nodes import Mapping, Node, Scalar, Sequence
from .source import Span

Findings = list[Diagnostic]


class Fields:
    """The values of a mapping that has certain keys and no others.

    A misspelt key is reported once and read as the key it is near; one that is near to none may be
    what a missing key was meant to be, which is then not reported as well.
    """

    def __init__(
        self, node: Mapping, where: str, keys: tuple[str, ...], findings: Findings
    ) -> None:
        """Look at each key once; what is wrong with the keys goes into `findings`."""
        self.node = node
        self.where = where
        self.findings = findings
        self._values: dict[str, Node] = {}
        self._keys: dict[str, Scalar] = {}
        strangers: list[tuple[Scalar, Node]] = []
        for key, value in node.entries:
            if key.value in keys:
                self._values[key.value], self._keys[key.value] = value, key
            else:
                strangers.append((key, value))
        self.strange = 0
        for key, value in strangers:
            unused = [name for name in keys if name not in self._values]
            meant = near(key.value, unused)
            findings.append(messages.unknown_key(key, where, keys, meant))
            if meant:
                self._values[meant], self._keys[meant] = value, key
            else:
                self.strange += 1
        self._unclaimed = self.strange

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._values

    def node_at(self, key: str) -> Node | None:
        """The value at a key, whatever it is."""
        return self._values.get(key)

    def key_span(self, key: str) -> Span:
        """Where the key stands (it must be there)."""
        return self._keys[key].span

    def need(self, key: str, help: str) -> Node | None:
        """The value at a key that must be there."""
        if key not in self._values and self._unclaimed:
            self._unclaimed -= 1
        elif key not in self._values:
            self.findings.append(messages.missing_key(self.node, key, self.where, help))
        return self._values.get(key)

    def text(self, key: str, help: str = "") -> Scalar | None:
        """The text at a key; with `help`, it must be there."""
        node = self.need(key, help) if help else self._values.get(key)
        return None if node is None else text_of(node, f"`{key}`", self.findings)

    def words(self, key: str) -> str:
        """The text at a key that may be missing, as plain words."""
        scalar = self.text(key)
        return scalar.value.strip() if scalar else ""

    def mapping(
        self, key: str, help: str = "", way: str = "write `name: …` lines, indented below it"
    ) -> Mapping | None:
        """The mapping at a key; with `help`, it must be there. Nothing is an empty mapping."""
        node = self.need(key, help) if help else self._values.get(key)
        return None if node is None else mapping_of(node, f"`{key}`", self.findings, way)

    def items(self, key: str) -> tuple[Node, ...]:
        """The items of the list at a key; one text alone is a list of one."""
        node = self._values.get(key)
        if node is None:
            return ()
        return items_of(node, f"`{key}`", self.findings)


def text_of(node: Node, what: str, findings: Findings) -> Scalar | None:
    """The node as a text that is not empty."""
    if isinstance(node, Scalar) and not node.is_null and node.value.strip():
        return node
    way = "write a text; put it in quotes when it has a colon or begins with a bracket"
    findings.append(messages.wrong_shape(node, "a text", what, way))
    return None


def mapping_of(
    node: Node,
    what: str,
    findings: Findings,
    way: str = "write `name: …` lines, indented below it",
) -> Mapping | None:
    """The node as a mapping; nothing at all is an empty one. `way` tells what should stand there."""
    if isinstance(node, Mapping):
        return node
    if isinstance(node, Scalar) and node.is_null:
        return Mapping((), node.span)
    findings.append(messages.wrong_shape(node, "a mapping", what, way))
    return None


def items_of(node: Node, what: str, findings: Findings) -> tuple[Node, ...]:
    """The node as a list; one text alone is a list of one, nothing an empty one."""
    match node:
        case Sequence():
            return node.items
        case Scalar():
            return () if node.is_null else (node,)
        case Mapping():
            way = "begin each item with `- `"
            findings.append(messages.wrong_shape(node, "a list", what, way))
            return ()


def is_name(name: Scalar, what: str, findings: Findings, reserved: frozenset[str]) -> bool:
    """Whether a key may be an id; a finding when not."""
    if name.value in reserved:
        findings.append(messages.reserved_name(name, what))
    elif not ID.fullmatch(name.value):
        findings.append(messages.bad_name(name, what))
    else:
        return True
    return False
