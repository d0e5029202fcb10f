"""`fingerpost schema`: the JSON Schema that lets an editor complete and check a rulebook."""

from __future__ import annotations

import json
from pathlib import Path

from ..engine import RulebookError
from ..engine.language import messages
from ..engine.language.schema import rulebook_schema, scenarios_schema
from .inputs import load
from .output import print_json, print_lines, write_file


def run(name: str | None, output: Path | None, *, scenarios: bool) -> None:
    """Print the schema, or write it to a file."""
    rulebook = load(name).definition if name else None
    content = scenarios_schema(rulebook) if scenarios else rulebook_schema(rulebook)
    if output is None:
        print_json(content)
    else:
        if output.is_file() and not _is_schema(output):
            raise RulebookError([messages.already_there(str(output))])
        write_file(output, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
        about = f"{output} is written. Make this the first line of the file it is for:"
        print_lines([about, f"# yaml-language-server: $schema={output.name}"])


def _is_schema(path: Path) -> bool:
    """Whether the file is an older schema, which may be written over; nothing else may."""
    try:
        return path.read_text("utf-8").lstrip().startswith('{\n  "$schema"')
    except (OSError, UnicodeDecodeError):
        return False
