"""The fingerprint of a rulebook: a digest of what it says, not of how the file is laid out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from json.encoder import encode_basestring

from .rulebook import Rulebook
from .vocabulary import Choice

_LEFT_OUT = ("scenarios", "checks", "fingerprint", "order")
_CONSTANTS = {None: "null", True: "true", False: "false"}


def fingerprint(rulebook: Rulebook) -> str:
    """SHA-256, in hexadecimal, of everything a reader or a case could notice.

    Comments, layout, spelling of tests, scenarios, checks and the fingerprint itself do not count;
    words and the order of rules do.
    """
    texts: dict[int, str] = {}
    content = (
        f"{key}:{_text(getattr(rulebook, name), texts)}"
        for name, key in _fields(Rulebook)
        if name not in _LEFT_OUT
    )
    return hashlib.sha256(_object(content).encode("utf-8", "surrogatepass")).hexdigest()


def _text(value: object, texts: dict[int, str]) -> str:
    """The value as JSON; the order of mappings is kept as a list of pairs.

    `texts` has what was written so far, by identity: the rules of a table share many of their tests,
    and the rulebook keeps all of them in being.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, tuple):
        return _list(_text(item, texts) for item in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if value is None or isinstance(value, bool):
        return _CONSTANTS[value]
    if isinstance(value, int):
        return str(value)
    if is_dataclass(value):
        known = texts.get(id(value))
        if known is None:
            texts[id(value)] = known = _dataclass(value, texts)
        return known
    if isinstance(value, Decimal | date):
        return _list(map(encode_basestring, (type(value).__name__, str(value))))
    if isinstance(value, Enum):
        return _text(value.value, texts)
    if isinstance(value, dict):
        pairs = ((_text(key, texts), _text(item, texts)) for key, item in value.items())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        return _list(map(_list, pairs))
    raise TypeError(f"no plain form for {type(value).__name__}")


def _dataclass(value: object, texts: dict[int, str]) -> str:
    if isinstance(value, Choice) and value.noun == "advice":
        return encode_basestring(value.noun)  # all the advice stands in the rulebook already
    kind = type(value)
    content = [f"{key}:{_text(getattr(value, name), texts)}" for name, key in _fields(kind)]
    return f'["{kind.__name__}",{_object(content)}]'


@lru_cache(maxsize=64)
def _fields(kind: type) -> tuple[tuple[str, str], ...]:
    """The fields that count, in alphabetical order, and each as the key of an object."""
    names = sorted(one.name for one in fields(kind) if one.compare)
    return tuple((name, encode_basestring(name)) for name in names)


def _list(items: Iterable[str]) -> str:
    return f"[{','.join(items)}]"


def _object(pairs: Iterable[str]) -> str:
    return f"{{{','.join(pairs)}}}"
