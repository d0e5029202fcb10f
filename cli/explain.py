"""`fingerpost explain`: a diagnostic at length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from ..engine import RulebookError
from ..engine.language import messages
from ..engine.language.codes import CODES, Code
from .output import print_json, print_lines
from .style import Style, out, wrapped


def run(slug: str | None, *, as_json: bool) -> None:
    """Explain one code, or list all."""
    found = [code for code in CODES if slug in (None, code.slug)]
    if not found:
        raise RulebookError([messages.unknown_code(str(slug), [code.slug for code in CODES])])
    if as_json:
        codes = [asdict(code) for code in found]
        print_json(codes[0] if slug else {"codes": codes})
    elif slug:
        print_lines(_page(found[0], out()))
    else:
        style = out()
        widest = max(len(code.slug) for code in found)
        indent = " " * (min(widest, style.width // 3) + 2)
        for code in found:
            name = style(code.slug, bold=True)
            first = name + " " * max(2, len(indent) - len(code.slug))
            print_lines(wrapped(code.summary, style.width, indent, first))


def _page(code: Code, style: Style) -> Iterator[str]:
    yield from wrapped(f"{style(code.slug, bold=True)}: {code.summary}", style.width)
    yield ""
    for paragraph in code.why.strip().split("\n\n"):
        yield from wrapped(" ".join(paragraph.split()), style.width)
        yield ""
    for title, example, color in (("instead of", code.bad, "red"), ("write", code.good, "green")):
        yield style(f"{title}:", color, bold=True)
        yield ""
        yield from (f"    {line}".rstrip() for line in example.strip("\n").split("\n"))
        yield ""
