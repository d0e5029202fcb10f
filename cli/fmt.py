"""`fingerpost fmt`: the canonical spelling of every test, spliced into the file."""

from __future__ import annotations

import difflib
import io
from pathlib import Path

from ..engine import RulebookError
from ..engine.files import is_path
from ..engine.language import messages
from ..engine.language.loading import load_rulebook
from ..engine.language.source import Source
from ..engine.language.writing import format_text
from .inputs import read_file_texts
from .output import print_json, print_lines, write_file
from .style import out


def run(files: list[str], *, check: bool, diff: bool, as_json: bool) -> int:
    """Format each file; with `check` or `diff` nothing is written, and 1 says that it would be."""
    style = out()
    changed: list[str] = []
    texts = [(name, *_formatted(name)) for name in files]
    for name, source, text in texts:
        if text == source.text:
            continue
        changed.append(name)
        if diff:
            before, after = (list(io.StringIO(one, newline="\n")) for one in (source.text, text))
            lines = difflib.unified_diff(before, after, name, name)
            print_lines(line.rstrip("\r\n") for line in lines)
        if not (check or diff):
            write_file(Path(name), source.mark + text)
    if as_json:
        print_json({"changed": changed})
    elif not diff:
        verb = "would be changed" if check else "changed"
        for name, _, _ in texts:
            print_lines([f"{style(name, bold=True)}: {verb if name in changed else 'unchanged'}"])
    return 1 if changed and (check or diff) else 0


def _formatted(name: str) -> tuple[Source, str]:
    if not is_path(name) and not Path(name).exists():
        raise RulebookError([messages.not_a_file(name)])
    texts = read_file_texts(name)
    rulebook = load_rulebook(texts)
    return texts.rulebook, format_text(texts.rulebook, rulebook, texts.tables)
