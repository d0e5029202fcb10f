"""Live cases: what happened on which day, what is right on a day, and what is to be done when.

A case is a pure fold of its journal: the same entries give the same facts, in whatever order they came.
"""
