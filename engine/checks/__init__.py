"""What a rulebook can be read as, and was not meant as: one module a check, in an explicit tuple.

A check is a function from a `Subject` to findings. It asks questions about all cases of a decision
(`diagrams/spaces.py`) and words what it finds through `language/messages/checks.py`; the page that
explains it stands in `language/codes/checks.py`.
"""

from .checking import CHECKS, Check, Report, check

__all__ = ["CHECKS", "Check", "Report", "check"]
