"""The `checks:` section: how much each check counts in this rulebook, and why."""

from __future__ import annotations

from typing import cast

from . import messages
from .fields import Fields, Findings, mapping_of
from .names import near
from .nodes import Mapping
from .rulebook import CheckLevel, CheckSetting

CHECK_CODES = (
    "gap",
    "overlap",
    "dead-rule",
    "redundant-rule",
    "never-true",
    "always-true",
    "threshold-outside-range",
    "unreachable-outcome",
    "constant-decision",
    "unused-fact",
    "unused-setting",
    "unused-advice",
    "scenario-fails",
    "missing-reason",
    "reading-level",
    "unfilled-placeholder",
)
LEVELS: tuple[CheckLevel, ...] = ("off", "note", "warning", "error")
_WAY = "write `severity: …` and `because: …` on lines below it"


def read_checks(section: Mapping | None, findings: Findings) -> dict[str, CheckSetting]:
    """The settings by code; each needs a reason."""
    found: dict[str, CheckSetting] = {}
    for name, node in section.entries if section else ():
        if name.value not in CHECK_CODES:
            findings.append(
                messages.unknown_check(name, near(name.value, CHECK_CODES), CHECK_CODES)
            )
            continue
        mapping = mapping_of(node, f"the check `{name.value}`", findings, _WAY)
        if mapping is None:
            continue
        fields = Fields(mapping, "a check", ("severity", "because"), findings)
        level = fields.text("severity", f"write one of {messages.listing(LEVELS)}")
        because = fields.text("because", "say why, so that the next reader understands")
        if level is not None and level.value not in LEVELS:
            findings.append(messages.unknown_word("unknown-key", level, "a severity", LEVELS))
        elif level is not None and because is not None:
            words = because.value.strip()
            severity = cast("CheckLevel", level.value)
            found[name.value] = CheckSetting(name.value, severity, words, name.span)
    return found
