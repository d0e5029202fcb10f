"""`fingerpost new`: a fresh rulebook to change."""

from __future__ import annotations

import re
from pathlib import Path

from ..engine import RulebookError
from ..engine.files import read_starter
from ..engine.language import messages
from ..engine.language.names import ID
from .inputs import read_rulebook_text
from .output import print_lines, write_file
from .style import out


def run(file: Path, source: str | None) -> None:
    """Write the starter, or a copy of another rulebook, under the file's own name."""
    if not file.name.strip("."):
        raise RulebookError([messages.unwritable(str(file), "it is no name for a file")])
    if file.suffix not in (".yaml", ".yml"):
        file = file.with_name(f"{file.name}.yaml")
    text = read_rulebook_text(source) if source is not None else read_starter()
    write_file(file, _renamed(text, file.stem), new=True)
    style = out()
    print_lines(
        [
            f"{style(str(file), bold=True)} is ready.",
            f"Look for mistakes:  fingerpost check {file}",
            f"Run its scenarios:  fingerpost test {file}",
            f"Try it:             fingerpost ask {file}",
        ]
    )


def _renamed(text: str, stem: str) -> str:
    """The text with the new rulebook's id, where the file's name can be one."""
    if not ID.fullmatch(stem):
        return re.sub(r"(?m)^rulebook:.*\n", "", text, count=1)
    return re.sub(r"(?m)^rulebook:[^#\n]*?(?=\s*(?:#.*)?$)", f"rulebook: {stem}", text, count=1)
