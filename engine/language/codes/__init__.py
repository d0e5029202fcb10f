"""Every code of a diagnostic, explained at length: what it means, why, a bad and a good example.

`messages` words each finding in a line; these pages are for the second look, by `fingerpost explain`
and in the docs. Nothing else reads them, so nothing else pays for loading them.
"""

from .checks import CHECKS
from .decisions import DECISIONS
from .entry import Code
from .files import FILES
from .names import NAMES
from .phrases import PHRASES
from .shapes import SHAPES
from .yaml_text import YAML_TEXT

__all__ = ["CODES", "Code", "code"]

CODES: tuple[Code, ...] = (*FILES, *YAML_TEXT, *SHAPES, *PHRASES, *NAMES, *DECISIONS, *CHECKS)


def code(slug: str) -> Code | None:
    """The explanation of a code, or None when there is no such code."""
    return next((one for one in CODES if one.slug == slug), None)
