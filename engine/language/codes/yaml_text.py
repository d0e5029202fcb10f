"""Codes about YAML, the notation that a rulebook is written in."""

from .entry import of_rulebook

_DEEP = "[" * 65, "]" * 65

YAML_TEXT = (
    of_rulebook(
        slug="yaml-syntax",
        summary="the punctuation or the indentation does not add up",
        why="""
            A rulebook is written in YAML: lines of `key: value`, and how far a line is indented says
            what it belongs to. Somewhere here that does not work out. The usual reasons are a text
            with a colon in it, a quotation mark or a bracket that is never closed, and a line that
            stands a space too far to the left or to the right.

            The place shown is where reading came to a halt, so the slip is there or on the line
            above. When a text looks odd to YAML, quotes round all of it always help.
        """,
        bad="title: Interviews: what comes after",
        good='title: "Interviews: what comes after"',
    ),
    of_rulebook(
        slug="tab-indent",
        summary="a line is indented with a tab",
        why="""
            A tab looks like a few spaces, but how many depends on the program that shows it. Because
            the indentation carries meaning here, YAML takes spaces only.

            Replace the tab by as many spaces as the lines around it have. Most editors can be told to
            write spaces when you press the tab key.
        """,
        bad="""
            advice:
            \twait:
                title: Give it a week
        """,
        good="""
            advice:
              hold_on:
                title: Give it a week
        """,
    ),
    of_rulebook(
        slug="unquoted-comparison",
        summary="a test begins with a sign that YAML keeps for itself",
        why="""
            Signs such as `>=` are fine in a test, but at the beginning of a value YAML takes `>`, `[`
            and a lone `-` for its own and never hands them on.

            The words say the same and read better: `at least 3`, `more than 3`, `between 1 and 3`,
            `anything`. If you prefer the sign, put the whole test in quotes.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: long-silence
                    when:
                      days_waiting: >= 7
                    then: write_again
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: long-silence
                    when:
                      days_waiting: at least 7
                    then: write_again
        """,
    ),
    of_rulebook(
        slug="several-documents",
        summary="three dashes begin a second document in the same file",
        why="""
            In YAML a line of three dashes ends one document and begins the next. Fingerpost reads one
            rulebook from one file, so it would not know what to do with the second.

            If the dashes were meant as a line to look at, write them behind a `#`. If there really
            are two rulebooks, give each its own file.
        """,
        bad="""
            title: After the interview
            ---
            version: 1.0.0
        """,
        good="""
            title: After the interview
            # ---
            version: 1.0.0
        """,
    ),
    of_rulebook(
        slug="alias",
        summary="a word begins with a star, which YAML takes for an alias",
        why="""
            With `&name` and `*name` YAML lets one part of a file stand for another. Rulebooks do
            without: whoever reads a rule should see all of it in one place, and a few aliases can
            blow up a small file into a huge one.

            Write the thing out again. For a number that several rules share, a setting is the better
            way: it has a name and can be tuned. If you mean the star itself, use quotes.
        """,
        bad="""
            settings:
              patience: &week 7 days
              second_patience: *week
        """,
        good="""
            settings:
              patience: 7 days
              second_patience: 7 days
        """,
    ),
    of_rulebook(
        slug="tag",
        summary="a word begins with an exclamation mark, which YAML takes for a tag",
        why="""
            A word behind an exclamation mark tells other programs how to read a value. Here the type
            of the fact says that, once, so there is nothing left to tell.

            Take the word out. If the exclamation mark was meant as "not", write `not`; if it belongs
            to the text, put the text in quotes.
        """,
        bad="""
            settings:
              patience: !!int 7
        """,
        good="""
            settings:
              patience: 7
        """,
    ),
    of_rulebook(
        slug="too-deep",
        summary="there are more levels inside each other than anyone can read",
        why="""
            Each indentation and each bracket is one level. More than 64 of them is never a rule that
            somebody wrote on purpose; most often a key got stuck, or a program wrote the file.

            Take the superfluous brackets out. A condition that has grown too deep is easier to read
            as two decisions, the second of which reads the first.
        """,
        bad=f"title: {_DEEP[0]}After the interview{_DEEP[1]}",
        good="title: After the interview",
    ),
)
