"""Texts with slots: `Dear {friend},`. A slot is a name in braces; `{{` and `}}` are braces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import messages
from .fields import Findings
from .nodes import Scalar
from .rulebook import Slot, Template
from .source import Span
from .written import Broken

_SECTIONS = ("facts", "settings", "placeholders")

_PIECE = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}\n]*)\}|[{}]")


def read_template(
    scalar: Scalar, names: Sequence[str], broken: Broken, findings: Findings
) -> Template:
    """The text with its slots; a slot whose name is not in `names` is a finding."""
    text = scalar.value.strip()
    # YAML's quoting and folding move a text about, but never its braces past one another.
    written = _PIECE.finditer(scalar.span.source.text, scalar.span.start, scalar.span.end)
    parts: list[str | Slot] = []
    plain, at = "", 0
    known = frozenset(names)
    for found in _PIECE.finditer(text):
        plain += text[at : found.start()]
        at = found.end()
        piece = next(written, None)
        span = Span(scalar.span.source, *piece.span()) if piece else scalar.span
        if found[0] in ("{{", "}}"):
            plain += found[0][0]
        elif found["name"] is None:
            findings.append(messages.stray_brace(span))
        else:
            name = found["name"].strip()
            if name not in known and not broken.has(name, *_SECTIONS):
                findings.append(messages.unknown_placeholder(span, name, names))
            parts += [plain, Slot(name)] if plain else [Slot(name)]
            plain = ""
    plain += text[at:]
    return (*parts, plain) if plain else tuple(parts)
