"""Fingerpost's engine: rulebooks that answer, and say why.

>>> from fingerpost.engine import load
>>> rulebook = load("umbrella.yaml")  # a path, or the name of a rulebook that ships
>>> answer = rulebook.advise({"raining": True})
>>> answer["umbrella"].outcome  # an advice id, or None while it is open
>>> answer["umbrella"].ask  # the facts that can still matter, best question first
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
