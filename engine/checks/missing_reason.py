"""`missing-reason`: rules that do not say why. Reasons are told with every answer."""

from __future__ import annotations

from collections.abc import Iterator

from ..language import messages
from ..language.diagnostics import Diagnostic
from ..language.rulebook import Rule
from .subject import Subject, givers, place


def find(subject: Subject) -> Iterator[Diagnostic]:
    """A finding for each decision with such rules; it points at all of them."""
    for decision in subject.rulebook.decisions.values():
        silent = [one for one in givers(decision) if not one.because]
        if silent:
            names = [one.id if isinstance(one, Rule) else "otherwise" for one in silent]
            yield messages.missing_reason([place(one) for one in silent], names, decision.id)
