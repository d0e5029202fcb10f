"""`fingerpost schema`: the JSON Schema that lets an editor complete and check a rulebook."""

from __future__ import annotations

import json
from pathlib import Path

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
        write_file(output, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
        print_lines([f"# yaml-language-server: $schema={output.name}"])
