"""`fingerpost new`: a fresh rulebook to change."""

from __future__ import annotations

import re
from pathlib import Path

from ..engine import RulebookError
from ..engine.files import read_starter
from ..engine.language import messages
from ..engine.language.loading import Texts, tables_asked_for
from ..engine.language.names import ID
from ..engine.language.tables import file_of_table
from .inputs import read_rulebook_texts
from .output import print_lines, write_file
from .style import out


def run(file: Path, source: str | None) -> None:
    """Write the starter, or a copy of another rulebook, under the file's own name."""
    if not file.name.strip("."):
        raise RulebookError([messages.unwritable(str(file), "it is no name for a file")])
    if file.suffix not in (".yaml", ".yml"):
        file = file.with_name(f"{file.name}.yaml")
    texts = read_rulebook_texts(source) if source is not None else Texts(read_starter())
    tables = tables_asked_for(texts)
    write_file(file, _renamed(texts.rulebook.text, file.stem), new=True)
    for decision, table in tables.items():
        path = file.with_name(file_of_table(file.name, decision))
        write_file(path, table.mark + table.text, new=True)
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
