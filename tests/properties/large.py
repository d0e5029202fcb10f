"""Rulebooks that are hard to draw: many rules, long words, other scripts."""

from __future__ import annotations

from random import Random

WORDS = [
    "rain",
    "tea",
    "garden",
    "letter",
    "window",
    "bread",
    "river",
    "paper",
    "stone",
    "cloud",
    "harbour",
    "lamp",
]


def table_like(rules: int) -> str:
    """So many rules over a topic, how urgent it is, and how many days it has waited."""
    topics = max(2, round(rules / 20))
    lines = [
        "rulebook: large", "title: A large rulebook", "version: 1.0.0", "fingerpost: 1", "facts:",
        "  topic:", "    type: choice", "    question: What is it about?", "    options:",
        *(f"      topic_{n}: {WORDS[n % 12]} number {n}" for n in range(topics)),
        "  urgency:", "    type: choice", "    question: How urgent is it?",
        "    options: {low: not urgent, some: somewhat urgent, high: very urgent, now: it burns}",
        "  days:", "    type: whole number", "    question: How many days has it waited?",
        "    unit: day, days", "    range: 0 to 365",
        "advice:",
        *(f"  advice_{n}: {{title: Do the {WORDS[n % 12]} thing number {n}}}" for n in range(max(6, rules // 8))),
        "decisions:", "  next:", "    title: What comes next", "    hit policy: first", "    rules:",
    ]  # fmt: skip
    random = Random(rules)
    made = 0
    for topic in range(topics):
        for urgency in ("low", "some", "high", "now"):
            for low in (60, 30, 14, 7, 0):
                if made < rules:
                    made += 1
                    advice = random.randrange(max(6, rules // 8))
                    lines += [
                        f"      - id: rule-{made}",
                        f"        when: {{topic: topic_{topic}, urgency: {urgency}, days: at least {low}}}",
                        f"        then: advice_{advice}",
                    ]
    lines += ["    otherwise: advice_0", ""]
    return "\n".join(lines)


def with_texts(question: str, option: str, title: str) -> str:
    """A small rulebook with three given texts."""
    return "\n".join(
        [
            "rulebook: texts", "title: Texts", "version: 1.0.0", "fingerpost: 1", "facts:", "  one:",
            "    type: choice", f"    question: {_quoted(question)}", "    options:",
            f"      first: {_quoted(option)}", "      second: the other", "      third: a third",
            "  two:", "    type: yes/no", f"    question: {_quoted(question[::-1] + '?')}",
            "advice:", f"  do_it: {{title: {_quoted(title)}}}", "  leave_it: {title: Leave it}",
            "decisions:", "  next:", "    title: What comes next", "    hit policy: first", "    rules:",
            "      - {id: a, when: {one: first, two: yes}, then: do_it}",
            "      - {id: b, when: {one: second}, then: do_it}",
            "    otherwise: leave_it", "",
        ]
    )  # fmt: skip


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def many_facts(rules: int) -> str:
    """So many rules over eight numbers, each rule between random bounds: its flowchart is hopeless."""
    random = Random(rules)
    names = [f"number_{letter}" for letter in "abcdefgh"]
    lines = ["rulebook: many", "title: Many numbers", "version: 1.0.0", "fingerpost: 1", "facts:"]
    for name in names:
        lines += [
            f"  {name}:",
            "    type: whole number",
            f"    question: How large is {name[-1]}?",
            f"    label: the size of {name[-1]}",
            "    range: 0 to 999",
        ]
    lines += ["advice:", *(f"  advice_{n}: {{title: Advice {n}}}" for n in range(5))]
    lines += [
        "decisions:",
        "  next:",
        "    title: What comes next",
        "    hit policy: first",
        "    rules:",
    ]
    for number in range(rules):
        some = random.sample(names, 3)
        tests = []
        for name in some:
            low = random.randrange(700)
            tests.append(f"{name}: between {low} and {low + random.randrange(1, 300)}")
        when = "{" + ", ".join(tests) + "}"
        advice = random.randrange(5)
        lines += [f"      - {{id: rule-{number + 1}, when: {when}, then: advice_{advice}}}"]
    lines += ["    otherwise: advice_0", ""]
    return "\n".join(lines)


def many_options(own: int, rest: int) -> str:
    """One fact with many options: some with an outcome of their own, and some that share one."""
    options = [f"something{n}" for n in range(rest)] + [f"o{n}" for n in range(own)]
    lines = [
        "title: Many",
        "version: 1",
        "facts:",
        f"  a: {{type: choice, question: Which?, options: [{', '.join(options)}]}}",
        "advice:",
        *(f"  x{n}: {{title: Do {n}}}" for n in range(own)),
        "  w: {title: Wait}",
        "decisions:",
        "  d:",
        "    title: What",
        "    hit policy: first",
        "    rules:",
        *(f"      - {{id: r{n}, when: {{a: o{n}}}, then: x{n}, because: b}}" for n in range(own)),
        "    otherwise: {then: w, because: b}",
    ]
    return "\n".join(lines) + "\n"
