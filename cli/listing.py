"""`fingerpost list`: the rulebooks that ship."""

from __future__ import annotations

from ..engine import bundled, load
from .output import print_json, print_lines
from .style import out, wrapped


def run(*, as_json: bool) -> None:
    """Each rulebook with its title, version and what it is about."""
    rulebooks = [load(name) for name in bundled()]
    if as_json:
        content = [
            {
                "rulebook": one.id,
                "title": one.title,
                "version": one.version,
                "about": one.definition.about,
                "decisions": list(one.definition.decisions),
            }
            for one in rulebooks
        ]
        print_json({"rulebooks": content})
        return
    style = out()
    for one in rulebooks:
        line = f"{style(one.id, bold=True)}  {one.title} (version {one.version})"
        print_lines(wrapped(line, style.width, "    "))
        if one.definition.about:
            print_lines(wrapped(style(one.definition.about, dim=True), style.width, "    ", "    "))
