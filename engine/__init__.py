"""Fingerpost's engine: rulebooks that answer, and say why.

from fingerpost.engine import load

rulebook = load("hear-back")
answer = rulebook.advise({"impression": "cold", "heard_back": "nothing"})
answer["next_move"].outcome      # "let_go"
"""

from .api import Answer, LoadedRulebook, Outcome, bundled, load, loads
from .language.diagnostics import Diagnostic, RulebookError

__all__ = [
    "Answer",
    "Diagnostic",
    "LoadedRulebook",
    "Outcome",
    "RulebookError",
    "bundled",
    "load",
    "loads",
]
