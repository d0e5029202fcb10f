"""`docs/messages.md` is made from the explanations; `--accept` writes it anew."""

from pathlib import Path

import pytest

from fingerpost.engine.language.codes import CODES

PAGE = Path(__file__).parent.parent.parent / "docs" / "messages.md"
HEAD = """# Messages

Every message has a word in brackets, such as `error[unknown-fact]`. Here each is explained, as
`fingerpost explain` does in the terminal. (This page is made from `engine/language/codes/`.)
"""


def page() -> str:
    parts = [HEAD]
    for code in CODES:
        kind = "yaml" if code.kind in ("rulebook", "check") else "text"
        why = "\n\n".join(" ".join(text.split()) for text in code.why.strip().split("\n\n"))
        parts.append(
            f"## {code.slug}\n\n*{code.summary}*\n\n{why}\n\n"
            f"Instead of\n\n```{kind}\n{code.bad.strip(chr(10))}\n```\n\n"
            f"write\n\n```{kind}\n{code.good.strip(chr(10))}\n```\n"
        )
    return "\n".join(parts)


def test_the_page_is_up_to_date(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--accept"):
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page(), "write it anew with `pytest tests/docs --accept`"
