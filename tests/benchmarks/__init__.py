"""How fast Fingerpost answers, beside its peers, in one run.

`python -m tests.benchmarks -o benchmarks.svg` prints the tables and draws the picture;
`python -m pytest -m benchmark -s tests/benchmarks` asserts the ratios that are promised.
"""
