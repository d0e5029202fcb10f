"""The order in which decisions can be made, and the circles in which they cannot.

The decision requirements graph (DMN) has an edge from each decision to those that read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import messages
from .fields import Findings
from .source import Span

Reads = Mapping[str, tuple[str, ...]]


def reading_order(
    reads: Reads, spans: Mapping[tuple[str, str], Span], findings: Findings
) -> tuple[str, ...]:
    """The decisions, each after those it reads, otherwise in the order of the file.

    `reads` maps each decision to the decisions its tests name; `spans` says where. Each circle is
    a finding, and then the order is of no use.
    """
    place = {name: number for number, name in enumerate(reads)}
    if all(place[read] < place[name] for name in reads for read in reads[name]):
        return tuple(reads)  # the usual case; networkx is slow to import
    import networkx

    graphs: Any = networkx  # its types are not known well enough for strict checking
    graph = graphs.DiGraph()
    graph.add_nodes_from(reads)
    graph.add_edges_from((read, name) for name in reads for read in reads[name])
    knots: list[set[str]] = list(graphs.strongly_connected_components(graph))
    tangled = [found for found in knots if len(found) > 1 or _reads_itself(found, reads)]
    for found in sorted(tangled, key=lambda names: min(place[name] for name in names)):
        start = min(found, key=place.__getitem__)
        edges: list[tuple[str, str]] = graphs.find_cycle(graph.subgraph(found), start)
        # Edges run from what is read to what reads it; the path is told the other way round.
        readers = [edge[1] for edge in reversed(edges)]
        shift = readers.index(start) if start in readers else 0
        readers = readers[shift:] + readers[:shift]
        following = [*readers[1:], readers[0]]
        path = [(name, spans[name, read]) for name, read in zip(readers, following, strict=True)]
        findings.append(messages.circle(path))
    if tangled:
        return tuple(reads)
    return tuple(graphs.lexicographical_topological_sort(graph, key=place.__getitem__))


def _reads_itself(names: set[str], reads: Reads) -> bool:
    return any(name in reads[name] for name in names)
