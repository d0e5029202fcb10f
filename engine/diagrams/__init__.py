"""Decision diagrams: one exact structure under the quick answers.

`cells.py` cuts each fact's values into what the tests can tell apart, `diagram.py` is the reduced,
ordered, many-valued decision diagram, `compiling.py` turns decisions into diagrams over facts alone,
and `answering.py` reads answers off them. Their answers are tested equal to `engine/evaluate.py`.
"""
