"""What one explanation is made of, and four ways to write one."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from typing import Literal


@dataclass(frozen=True)
class Code:
    """A code of a diagnostic, explained.

    `why` is one or two paragraphs, with an empty line between. `bad` gives exactly this finding and
    `good` none: both are top-level keys of a rulebook, or (`kind`) a decision table or a command
    line. Of a `check` both can be read, and it is the check that finds something in `bad`.
    """

    slug: str
    summary: str
    why: str
    bad: str
    good: str
    kind: Literal["rulebook", "table", "command", "check"] = "rulebook"


def of_rulebook(slug: str, summary: str, why: str, bad: str, good: str) -> Code:
    """A code whose examples are pieces of rulebooks."""
    return Code(slug, summary, _paragraphs(why), _example(bad), _example(good))


def of_table(slug: str, summary: str, why: str, bad: str, good: str) -> Code:
    """A code whose examples are decision tables."""
    return Code(slug, summary, _paragraphs(why), _example(bad), _example(good), "table")


def of_check(slug: str, summary: str, why: str, bad: str, good: str) -> Code:
    """A code of a check, whose examples are pieces of rulebooks that can be read."""
    return Code(slug, summary, _paragraphs(why), _example(bad), _example(good), "check")


def of_command(slug: str, summary: str, why: str, bad: str, good: str) -> Code:
    """A code whose examples are command lines."""
    return Code(slug, summary, _paragraphs(why), _example(bad), _example(good), "command")


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(one.split()) for one in text.strip().split("\n\n"))


def _example(text: str) -> str:
    return dedent(text).strip("\n")
