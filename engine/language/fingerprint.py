"""The fingerprint of a rulebook: a digest of what it says, not of how the file is laid out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from .rulebook import Rulebook
from .vocabulary import Choice


def fingerprint(rulebook: Rulebook) -> str:
    """SHA-256, in hexadecimal, of everything a reader or a case could notice.

    Comments, layout, spelling of tests, scenarios and the fingerprint itself do not count; words
    and the order of rules do.
    """
    content = {
        field.name: _plain(getattr(rulebook, field.name))
        for field in fields(rulebook)
        if field.compare and field.name not in ("scenarios", "fingerprint", "order")
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: object) -> object:
    """The value as JSON can write it; the order of mappings is kept as a list of pairs."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal | date):
        return [type(value).__name__, str(value)]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Choice) and value.noun == "advice":
        return value.noun  # all the advice stands in the rulebook already
    if is_dataclass(value) and not isinstance(value, type):
        pairs = {one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.compare}
        return [type(value).__name__, pairs]
    if isinstance(value, dict):
        return [[key, _plain(item)] for key, item in value.items()]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    raise TypeError(f"no plain form for {type(value).__name__}")
