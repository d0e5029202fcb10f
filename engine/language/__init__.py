"""The language floor: from the text of a rulebook to its resolved form, or to diagnostics.

The phases, each with its own types, in the order in which a text passes through them:

    source.py       a text with a name, and spans in it
    nodes.py        YAML nodes that know their position        (yaml_reader.py makes them)
    written.py      what was written: names are still words     (reading.py makes it)
    rulebook.py     what was resolved: every name is known      (resolving.py makes it)

`phrases.py` reads the tests, `vocabulary.py` knows the types of facts, `messages.py` words every
diagnostic, `codes.py` explains them at length, and `writing.py` writes phrases back.
"""
