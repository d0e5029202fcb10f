"""Any text at all: a rulebook, or findings that can be shown. And in time that grows with its size."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from math import log
from pathlib import Path
from random import Random
from time import process_time

import pytest

from fingerpost.cli.drawing import draw_all
from fingerpost.cli.style import Style
from fingerpost.engine import LoadedRulebook, RulebookError, loads
from fingerpost.engine.language.vocabulary import AnyType, Choice, Day, Number, YesNo
from fingerpost.engine.language.yaml_reader import MOST_BYTES, decode
from properties.rulebooks import random_rulebook

ROOT = Path(__file__).parents[2]
LANGUAGE = ROOT / "engine" / "language"

NASTY = (
    *(">= 3", "> 3", "<= 3", "= 3", ">=", "- ", "-", "*", "&", "|", ">", "%", "@", "`", "!", "?"),
    *("\t", "\t- ", "\n\t", "  ", "\n", "\n\n", "\r\n", "\r", "\x0b", "\x0c", "\x00", "\x1b[31m"),
    *("!!python/object:os.system", "!!binary x", "!tag ", "&a *a", "&a", "*a", "<<: {a: 1}", "<<:"),
    *("{", "[", "}", "]", "{a: ", "[1..", "[1..3]", "(1..3]", "(", ")", '"', "'", "\\", '"\\x7b"'),
    *("\ud800", "\udfff", "\ufeff", "\ufffe", "\uffff", "\x85", "\u2028", "\u2029", "\x7f", "\x9b"),
    *(
        "1,000",
        "1,5",
        "1,1,1,1,1,1x",
        "not a or b",
        "neither",
        "not (",
        "or",
        "to",
        "includes",
        "empty",
    ),
    *("1e999999999", "-1e999", "1e-999", ".inf", ".nan", "nan", "0x10", "1_0", "0.1e1", "٣", "²"),
    *(
        "9" * 300,
        "9" * 300 + " days",
        "x" * 500,
        "word " * 300,
        "1 or " * 700,
        "[" * 100,
        "{a: " * 80,
    ),
    *(
        "? complex",
        "? [a, b]\n: c",
        "---",
        "...",
        "--- a",
        "%YAML 1.1\n---",
        "# comment",
        " #",
        ": ",
        ":",
    ),
    *("🦊", "👩‍👩‍👧", "\u202e", "\u200f", "e\u0301", "ﬁ", "ß", "İ", "Ⅷ", "中文", "\xa0", "\u200b"),
    *(
        "null",
        "~",
        "yes",
        "no",
        "unknown",
        "?",
        "anything",
        "always",
        "nothing",
        "open",
        "no rule fits",
    ),
    *(
        "{name}",
        "{{",
        "}}",
        "{",
        "{fact0}",
        "{\n}",
        "facts:",
        "decisions:",
        "scenarios:",
        "otherwise:",
    ),
    *(
        "all:",
        "any:",
        "not:",
        "when: always",
        "range: 3 to 1",
        "range: after 9999-12-31",
        "unit: ,",
    ),
    *(
        '"ran\\n ge": 1',
        '"a\\nb": {}',
        "? |\n  a\n  b\n: {x: y}",
        "|\n      1\n      2",
        ">\n      a",
    ),
    *("0000-00-00", "9999-12-31", "0001-01-01", "2026-02-30", "\x08", "\u2060", "\U0010ffff"),
)


# -- base texts and mutants --------------------------------------------------------------------


def _parts(text: str, size: int) -> Iterator[str]:
    """A long text in pieces that each hold some whole lines."""
    lines = text.splitlines(keepends=True)
    for start in range(0, len(lines), size):
        yield "".join(lines[start : start + size])


def _bases() -> tuple[list[list[str]], list[str]]:
    """Small texts, in groups that count the same (good ones, and broken ones), and the big ones."""
    big = [path.read_text("utf-8") for path in sorted((ROOT / "rules").glob("*.yaml"))]
    page = (ROOT / "docs" / "language.md").read_text("utf-8")
    whole = [random_rulebook(seed).text for seed in range(60)]
    whole.append("\n".join(re.findall(r"^```yaml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)))
    broken = [piece for text in big for piece in list(_parts(text, 60))[:4]]
    for path in sorted((ROOT / "tests" / "cases").rglob("*.yaml")):
        with suppress(UnicodeDecodeError):
            text = path.read_text("utf-8")
            (broken if len(text) < 4000 else big).append(text)
    return [whole, whole, broken], big


def _place(text: str, random: Random) -> int:
    """A place in a text, more often where a word begins or ends."""
    at = random.randint(0, len(text))
    found = re.compile(r"\b|$").search(text, at)
    return found.start() if found and random.random() < 0.7 else at


def _edit_text(text: str, other: str, random: Random) -> str:
    kind = random.randrange(8)
    one, two = sorted((_place(text, random), _place(text, random)))
    two = min(two, one + random.choice((1, 3, 10, 80)))
    if kind == 0:
        return text[:one] + text[two:]
    if kind == 1:
        return text[:two] + text[one:]
    if kind == 2:
        end = random.randint(0, len(other))
        return text[:one] + other[end : end + random.choice((5, 40, 300))] + text[two:]
    if kind == 3:
        return (
            text[:one]
            + chr(random.choice((random.randrange(128), random.randrange(0x3000))))
            + text[one:]
        )
    if kind == 4:
        return text[:one] + random.choice(NASTY) + text[two:]
    if kind == 5:
        return text[:one] + random.choice(NASTY) + text[one:]
    return _exchange_word(text, random)


def _exchange_word(text: str, random: Random) -> str:
    """Another word of the text in the place of one; the mutant most likely to be read to its end."""
    words = list(re.finditer(r"[\w.-]+", text))
    if not words:
        return text
    near = random.randrange(len(words))
    one, two = words[near], words[max(0, min(len(words) - 1, near + random.randint(-30, 30)))]
    return text[: one.start()] + two[0] + text[one.end() :]


def _edit_lines(text: str, other: str, random: Random) -> str:
    lines = text.splitlines(keepends=True) or [""]
    kind = random.randrange(8)
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    if kind == 0:
        del lines[one]
    elif kind == 1:
        lines[one] = lines[one] * random.choice((2, 2, 30))
    elif kind == 2:
        lines[one], lines[two] = lines[two], lines[one]
    elif kind == 3:
        lines[one] = random.choice((" ", "  ", "\t", "- ")) + lines[one]
    elif kind == 4:
        lines[one] = lines[one].replace(" ", "", 2)
    elif kind == 5:
        head, colon, _ = lines[one].partition(":")
        lines[one] = f"{head}{colon} {random.choice(NASTY)}\n"
    elif kind == 6:
        lines.insert(one, random.choice(other.splitlines(keepends=True) or [""]))
    else:
        lines.insert(one, random.choice(NASTY) + "\n")
    return "".join(lines)


def mutants(count: int, seed: int) -> Iterator[str | bytes]:
    """Broken rulebooks, reproducibly; now and then as bytes."""
    random = Random(seed)
    groups, big = _bases()
    for number in range(count):
        text = random.choice(big if number % 100 == 0 else random.choice(groups))
        other = random.choice(random.choice(groups))
        gentle = number % 3 == 0
        for _ in range(1 if gentle else random.choice((1, 1, 1, 2, 2, 3, 8))):
            edit = _edit_text if random.random() < 0.6 else _edit_lines
            text = _exchange_word(text, random) if gentle else edit(text, other, random)
        if number % 10 == 1:
            text = text.replace("\n", random.choice(("\r\n", "\r", "\n\n", "\x85", "\n\ufeff")))
        if number % 10 == 2:
            data = bytearray(text.encode("utf-8", "surrogatepass"))
            for _ in range(random.choice((0, 1, 4))):
                data.insert(random.randint(0, len(data)), random.randrange(256))
            yield random.choice((b"", b"", b"\xef\xbb\xbf", b"\xff\xfe")) + bytes(data)
        else:
            yield text


# -- what must hold of each --------------------------------------------------------------------


def _known_codes() -> frozenset[str]:
    codes: set[str] = set()
    for path in (LANGUAGE / "messages").glob("*.py"):
        codes |= set(re.findall(r'\b(?:at|Diagnostic)\(\s*"([a-z-]+)"', path.read_text("utf-8")))
    for path in LANGUAGE.glob("reading*.py"):
        codes |= set(re.findall(r'"(unknown-[a-z-]+)"', path.read_text("utf-8")))
    return frozenset(codes)


CODES = _known_codes()
SMALL_SEED = min(range(40), key=lambda seed: len(random_rulebook(seed).text))


def some_value(kind: AnyType) -> object:
    """Any value that a fact of that type may have."""
    match kind:
        case YesNo():
            return True
        case Choice():
            return kind.options[0]
        case Number() | Day():
            low, high = kind.interval.low, kind.interval.high
            step = timedelta(1) if isinstance(kind, Day) else 1
            tries = [date(2026, 1, 1)] if isinstance(kind, Day) else [0]
            tries += [value for value in (low, high) if value is not None]
            if None not in (low, high):
                tries.append(low + (high - low) / 2)
            with suppress(OverflowError):
                tries += [value + step for value in tries] + [value - step for value in tries]
            return next(value for value in tries if value in kind.interval)
    raise AssertionError(kind)


def check(given: str | bytes) -> RulebookError | LoadedRulebook:
    """Load it; whatever comes of that must be usable. Any other exception fails the test."""
    try:
        rulebook = loads(given if isinstance(given, str) else decode("bytes.yaml", given).text)
    except RulebookError as error:
        _check_findings(error)
        return error
    facts = rulebook.definition.facts
    for unknown in (0, 2):
        known = list(facts)[unknown:]
        case = {name: some_value(facts[name].type) for name in known}
        answer = rulebook.advise(case)
        json.dumps(answer.to_dict())
        assert all(one.possible for one in answer.values())
    if len(facts) <= 4:
        rulebook.advise({})
    return rulebook


def _check_findings(error: RulebookError) -> None:
    assert error.diagnostics
    for found in error.diagnostics:
        assert found.code in CODES
        assert found.message.strip()
        assert len(found.message.splitlines()) == 1, found
        assert len(found.one_line().splitlines()) == 1, found
        for label in found.labels:
            span = label.span
            assert 0 <= span.start <= span.end <= len(span.source.text), found
        for span, _ in found.fix.edits if found.fix else ():
            assert 0 <= span.start <= span.end <= len(span.source.text), found
    drawn = draw_all(error.diagnostics, Style())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", drawn)
    drawn.encode("utf-8")
    json.dumps([found.to_dict() for found in error.diagnostics])


def check_all(count: int, seed: int) -> tuple[int, int]:
    """How many mutants were rulebooks, and how many were refused; a failure shows its text."""
    good = bad = 0
    for number, mutant in enumerate(mutants(count, seed)):
        try:
            refused = isinstance(check(mutant), RulebookError)
        except BaseException as error:
            error.add_note(f"mutant {number} of seed {seed}: {mutant!r}")
            raise
        good, bad = good + (not refused), bad + refused
    return good, bad


def test_mutants_are_rulebooks_or_are_refused_with_reasons() -> None:
    good, bad = check_all(2000, 1)
    assert min(good, bad) > 100


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(2, 27))
def test_many_more_mutants(seed: int) -> None:
    check_all(2000, seed)


@pytest.mark.parametrize("fragment", NASTY)
def test_each_nasty_fragment_alone_and_as_a_value_of_each_key(fragment: str) -> None:
    check(fragment)
    check(fragment.encode("utf-8", "surrogatepass"))
    text = random_rulebook(SMALL_SEED).text
    lines = text.splitlines()
    for number, line in enumerate(lines[::2]):
        head, colon, _ = line.partition(":")
        changed = [*lines[:number], f"{head}{colon} {fragment}", *lines[number + 1 :]]
        check("\n".join(changed))


# -- what was found so far ---------------------------------------------------------------------

HEAD = "title: t\nversion: 1\n"
FACT = "facts:\n  f: {type: yes/no, question: q}\n  n: {type: whole number, question: q}\n"
ADVICE = "advice: {a: {title: A}}\n"
DECISION = "decisions:\n  d:\n    hit policy: first\n    otherwise: a\n    rules:\n"
RULE = "      - {id: r0, when: {f: yes}, then: a}\n"


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ("{type: date, question: q, range: after 9999-12-31}", "empty-interval"),
        ("{type: date, question: q, range: before 0001-01-01}", "empty-interval"),
        ('{type: choice, question: q, options: {"a\\nb": {c: d}}}', "wrong-shape"),
        (
            '\n    type: choice\n    question: q\n    options: [a]\n    ? "ran\n      ge"\n    : 1 to 2',
            "needless-key",
        ),
        (
            "\n    type: number\n    question: q\n    range: |\n      5\n      to 0",
            "empty-interval",
        ),
    ],
)
def test_facts_once_taken_or_refused_in_several_lines(fact: str, code: str) -> None:
    text = f"{HEAD}facts:\n  f: {fact}\n{ADVICE}decisions: {{d: {{hit policy: first, otherwise: a}}}}\n"
    error = check(text)
    assert isinstance(error, RulebookError)
    assert code in [found.code for found in error.diagnostics]


def test_a_mapping_in_the_place_of_a_test_is_named_on_one_line() -> None:
    error = check(
        HEAD + FACT + ADVICE + DECISION + '      - {id: r, when: {"f\\n": {a: b}}, then: a}\n'
    )
    assert isinstance(error, RulebookError)


def test_a_label_ends_with_its_line_when_others_break_lines_otherwise() -> None:
    error = check("title: t\x85b\x85c: [\x85d\x85")
    assert isinstance(error, RulebookError)


def _chain(count: int) -> str:
    rule = "  d{i}: {{hit policy: first, rules: [{{id: r, when: {{d{j}: a}}, then: a}}], otherwise: b}}\n"
    links = "".join(rule.format(i=i, j=i - 1) for i in range(1, count))
    first = "  d0: {hit policy: first, rules: [{id: r, when: {f: yes}, then: a}], otherwise: b}\n"
    return f"{HEAD}{FACT}advice: {{a: {{title: A}}, b: {{title: B}}}}\ndecisions:\n{first}{links}"


@pytest.mark.parametrize("case", [{"f": True}, {}])
def test_a_long_chain_of_decisions_is_answered(case: dict[str, bool]) -> None:
    assert len(loads(_chain(500)).advise(case)) == 500


def test_a_decision_on_very_many_facts_is_answered_or_refused() -> None:
    facts = "".join(f"  f{i}: {{type: yes/no, question: q}}\n" for i in range(1000))
    tests = ", ".join(f"f{i}: yes" for i in range(1000))
    rule = f"      - {{id: r, then: a, when: {{any: {{{tests}}}}}}}\n"
    decision = DECISION.replace("otherwise: a", "otherwise: b")
    advice = "advice: {a: {title: A}, b: {title: B}}\n"
    rulebook = loads(f"{HEAD}facts:\n{facts}{advice}{decision}{rule}")
    one = rulebook.advise({f"f{i}": False for i in range(998)})["d"]
    assert (one.possible, one.ask) == (["a", "b"], ["f998", "f999"])
    assert rulebook.advise({"f999": True})["d"].outcome == "a"
    try:
        assert len(rulebook.advise({})["d"].ask) == 1000
    except RulebookError as error:
        _check_findings(error)


# -- linear time -------------------------------------------------------------------------------


def _lines(line: str, count: int) -> str:
    return "".join(line.format(i=i) for i in range(count))


SHAPES: dict[str, tuple[Callable[[int], str], int]] = {
    "facts": (
        lambda n: HEAD + FACT + _lines("  f{i}: {{type: yes/no, question: q}}\n", n) + ADVICE + DECISION + RULE,
        800,
    ),
    "rules": (
        lambda n: HEAD + FACT + ADVICE + DECISION + _lines("      - {{id: r{i}, when: {{n: {i}}}, then: a}}\n", n),
        500,
    ),
    "rules on one line": (
        lambda n: (HEAD + FACT + ADVICE + DECISION).removesuffix("\n")
        + " [" + ",".join(f"{{id: r{i}, when: {{n: {i}}}, then: a}}" for i in range(n)) + "]\n",
        500,
    ),
    "decisions": (
        lambda n: HEAD + FACT + ADVICE + "decisions:\n"
        + _lines("  d{i}: {{hit policy: first, rules: [{{id: r, when: {{f: yes}}, then: a}}]}}\n", n),
        400,
    ),
    "decisions in a circle": (
        lambda n: HEAD + FACT + ADVICE + "decisions:\n"
        + "".join(
            f"  d{i}: {{hit policy: first, rules: [{{id: r, when: {{d{(i + 1) % n}: a}}, then: a}}]}}\n"
            for i in range(n)
        ),
        250,
    ),
    "unknown names among many facts": (
        lambda n: HEAD + FACT + _lines("  f{i}: {{type: yes/no, question: q}}\n", n) + ADVICE + DECISION
        + _lines("      - {{id: r{i}, when: {{x{i}: yes}}, then: b{i}}}\n", n),
        350,
    ),
    "misspelt keys": (
        lambda n: HEAD + FACT + ADVICE + DECISION + _lines("      - {{id: r{i}, wen: always, thn: a}}\n", n),
        400,
    ),
    "settings with units": (
        lambda n: HEAD + FACT + _lines("  f{i}: {{type: number, unit: u{i}, question: q}}\n", n)
        + "settings:\n" + _lines("  s{i}: 3 kg\n", n) + ADVICE + DECISION + RULE,
        350,
    ),
    "advice": (
        lambda n: HEAD + FACT + "advice:\n  a: {title: a}\n" + _lines("  a{i}: {{title: T}}\n", n) + DECISION
        + "".join(f"      - {{id: r{i}, when: {{f: yes}}, then: a{n - 1}}}\n" for i in range(n)),
        400,
    ),
    "options": (
        lambda n: HEAD + FACT + "  c:\n    type: choice\n    question: q\n    options:\n"
        + _lines("      - o{i}\n", n) + ADVICE + DECISION
        + "".join(f"      - {{id: r{i}, when: {{c: o{n - 1}}}, then: a}}\n" for i in range(n)),
        400,
    ),
    "huge scalar": (lambda n: HEAD + FACT + "about: " + "word " * n + "\n" + ADVICE + DECISION + RULE, 25_000),
    "huge draft": (
        lambda n: HEAD + FACT + "advice:\n  a:\n    title: A\n    do: |\n" + "      {f} and {x}\n" * n
        + DECISION + RULE,
        1200,
    ),
    "duplicate keys": (lambda n: HEAD + _lines("k: {i}\n", n), 1500),
    "long phrase": (
        lambda n: HEAD + FACT + ADVICE + DECISION
        + f"      - {{id: r0, when: {{n: '{' or '.join(['1' * 15] * 900)}{' ' * 40 * n}'}}, then: a}}\n",
        200,
    ),
    "digits and commas": (
        lambda n: HEAD + FACT + ADVICE + DECISION
        + f"      - {{id: r0, when: {{n: '{'1,' * 500 + '1' * n}x'}}, then: a}}\n",
        10_000,
    ),
    "many alternatives": (
        lambda n: HEAD + FACT + ADVICE + DECISION
        + f"      - {{id: r0, when: {{n: [{', '.join(map(str, range(n)))}]}}, then: a}}\n",
        1500,
    ),
    "scenarios": (
        lambda n: HEAD + FACT + ADVICE + DECISION + RULE + "scenarios:\n"
        + _lines("  - {{name: s{i}, case: {{f: yes, n: {i}}}, expect: {{d: a}}}}\n", n),
        350,
    ),
    "dots in an open bracket": (lambda n: "a: [" + "." * n, 4000),
    "spaces after a colon": (lambda n: "a: [\n" + "b:" + " " * n + "{", 20_000),
    "brackets that open": (lambda n: "a: " + "[" * n, 5000),
    "digits": (lambda n: HEAD + "settings:\n  s: " + "9" * n + "\n" + FACT + ADVICE + DECISION + RULE, 20_000),
    "priorities": (
        lambda n: HEAD + FACT + "decisions:\n  d:\n    gives: whole number\n    hit policy: priority\n"
        + "    priorities:\n" + _lines("      - {i}\n", n) + "    rules:\n"
        + _lines("      - {{id: r{i}, when: {{f: yes}}, then: {i}}}\n", n),
        400,
    ),
}  # fmt: skip


def seconds(text: str) -> float:
    """The least time of two tries that loading takes; the garbage collector is kept out of it."""
    tries: list[float] = []
    for _ in range(2):
        gc.collect()
        gc.disable()
        try:
            start = process_time()
            with suppress(RulebookError):
                loads(text)
            tries.append(process_time() - start)
        finally:
            gc.enable()
    return max(min(tries), 0.002)  # what takes no time at all does not grow


def growth(build: Callable[[int], str], size: int) -> float:
    """The exponent with which the time grows: the slope of a line through the logarithms."""
    logs = [(log(n), log(seconds(build(n)))) for n in (size // 3, 2 * size // 3, 4 * size // 3)]
    middle = sum(x for x, _ in logs) / 3, sum(y for _, y in logs) / 3
    above = sum((x - middle[0]) * (y - middle[1]) for x, y in logs)
    return above / sum((x - middle[0]) ** 2 for x, _ in logs)


@pytest.mark.parametrize("shape", SHAPES)
def test_loading_takes_time_in_proportion(shape: str) -> None:
    build, size = SHAPES[shape]
    assert len(build(2 * size)) < MOST_BYTES
    exponent = growth(build, size)
    if exponent > 1.5:  # noise; or so it is hoped
        exponent = min(exponent, growth(build, size))
    assert exponent < 1.5


@pytest.mark.deep
@pytest.mark.parametrize("shape", SHAPES)
def test_no_text_of_the_greatest_size_takes_long(shape: str) -> None:
    build, size = SHAPES[shape]
    text = build(size)
    factor = MOST_BYTES * 0.9 / len(text)
    assert seconds(build(int(size * factor))) < 30
