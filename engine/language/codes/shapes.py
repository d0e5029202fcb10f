"""Codes about keys, names and what is declared."""

from .entry import of_rulebook

SHAPES = (
    of_rulebook(
        slug="wrong-shape",
        summary="something else is expected here: a text, a list, or lines with keys",
        why="""
            Every key of a rulebook has a value of a certain shape: a text, a list, or `key: value`
            lines that are indented below it. What stands here has another shape, so Fingerpost
            cannot tell what you mean by it.

            The finding names the shape it expects. A look at the same key in another rulebook often
            shows the difference at once.
        """,
        bad="""
            facts:
              thanked: Have you sent a thank-you note?
        """,
        good="""
            facts:
              thanked:
                type: yes/no
                question: Have you sent a thank-you note?
        """,
    ),
    of_rulebook(
        slug="duplicate-key",
        summary="the same key stands twice in one place",
        why="""
            Two lines with the same key contradict each other, and YAML would silently drop one of
            them. Fingerpost would rather ask which one you mean.

            Keep one of the two. If both tests of a condition are meant, one line can often say both:
            `between 3 and 10`. Otherwise put each behind its own dash under `all:`. If the second
            line should have begun the next rule, its dash is missing.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: some-days
                    when:
                      days_waiting: at least 3
                      days_waiting: at most 10
                    then: hold_on
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: some-days
                    when:
                      days_waiting: between 3 and 10
                    then: hold_on
        """,
    ),
    of_rulebook(
        slug="unknown-key",
        summary="there is no such key in this place",
        why="""
            Facts, rules and all the rest have a small set of keys each. A key that Fingerpost does
            not know is most likely a slip, and if it were passed over, the line would do nothing
            without anybody noticing.

            Correct the spelling, or look in the help line for the key you need. Notes to yourself can
            stand anywhere behind a `#`.
        """,
        bad="""
            facts:
              thanked:
                type: yes/no
                question: Have you sent a thank-you note?
                remark: ask this first
        """,
        good="""
            facts:
              # ask this first
              thanked:
                type: yes/no
                question: Have you sent a thank-you note?
        """,
    ),
    of_rulebook(
        slug="missing-key",
        summary="something that must be there is missing",
        why="""
            Some keys cannot be left out. Without a question nobody can be asked, without a title
            there is nothing to show, without a hit policy it is not clear what several rules mean
            together.

            Add the key that the finding names; its help line shows what it looks like.
        """,
        bad="""
            facts:
              thanked:
                type: yes/no
        """,
        good="""
            facts:
              thanked:
                type: yes/no
                question: Have you sent a thank-you note?
        """,
    ),
    of_rulebook(
        slug="unsupported-format",
        summary="the rulebook asks for another version of the language",
        why="""
            The key `fingerpost` says for which version of the language a rulebook was written. This
            program reads version 1 and would rather say so than misread a later one.

            Write `fingerpost: 1` or leave the line out. The version of your own rulebook belongs
            under `version:` and is yours to count.
        """,
        bad="fingerpost: 2",
        good="""
            fingerpost: 1
            version: 2.0.0
        """,
    ),
    of_rulebook(
        slug="bad-name",
        summary="a name has a character that names cannot have, or a reserved word",
        why="""
            Names of facts, advice, rules and so on are short words that other lines refer to. They
            begin with a letter and go on with letters, digits, `_` and `-`. A space or another sign
            in them would make tests hard to tell apart, and a few words, such as `any` and `not`,
            already mean something.

            Choose a short name. What people read goes into `question`, `label` or `title`, where every
            sign is welcome.
        """,
        bad="""
            facts:
              thank you note:
                type: yes/no
                question: Have you sent a thank-you note?
        """,
        good="""
            facts:
              thank_you_note:
                type: yes/no
                question: Have you sent a thank-you note?
        """,
    ),
    of_rulebook(
        slug="duplicate-name",
        summary="two things have the same name",
        why="""
            Facts, settings, placeholders and decisions share one set of names, because a test or a
            text refers to all of them in the same way. The rules of a decision, the options of a
            fact and the scenarios each have names of their own, too.

            Rename one of the two. This happens easily when you copy a rule and change everything but
            its `id`.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: silence, when: {days_waiting: at least 7}, then: write_again}
                  - {id: silence, when: {days_waiting: less than 7}, then: hold_on}
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: long-silence, when: {days_waiting: at least 7}, then: write_again}
                  - {id: short-silence, when: {days_waiting: less than 7}, then: hold_on}
        """,
    ),
    of_rulebook(
        slug="unknown-type",
        summary="a fact or an outcome has a type that does not exist",
        why="""
            The type says what an answer can be: `yes/no`, `choice`, `whole number`, `number` or
            `date`. There is no type for free text, on purpose: no rule can weigh words that could be
            anything.

            Choose the type that fits. For words, make it a `choice` and list the answers that make a
            difference. For a name in a letter, use a placeholder.
        """,
        bad="""
            facts:
              thanked:
                type: boolean
                question: Have you sent a thank-you note?
        """,
        good="""
            facts:
              thanked:
                type: yes/no
                question: Have you sent a thank-you note?
        """,
    ),
    of_rulebook(
        slug="needless-key",
        summary="a fact has a key that its type has no use for",
        why="""
            Options are for choices, units for numbers, ranges for numbers and dates. Anywhere else
            they would do nothing, so either the key or the type is not what you meant.

            Take the key out, or change the type.
        """,
        bad="""
            facts:
              thanked:
                type: yes/no
                options: [yes, no]
                question: Have you sent a thank-you note?
        """,
        good="""
            facts:
              thanked:
                type: yes/no
                question: Have you sent a thank-you note?
        """,
    ),
    of_rulebook(
        slug="bad-unit",
        summary="this is not a unit that a number can be counted in",
        why="""
            A unit is written in the singular and the plural with a comma between, so that Fingerpost
            can say "1 day" and "3 days". When both are the same, one word is enough.

            Write the words only; the number belongs to the case or to the test.
        """,
        bad="""
            facts:
              days_waiting:
                type: whole number
                question: For how many days have you been waiting?
                unit: 1 day
        """,
        good="""
            facts:
              days_waiting:
                type: whole number
                question: For how many days have you been waiting?
                unit: day, days
        """,
    ),
    of_rulebook(
        slug="bad-range",
        summary="a range needs two ends, or one with a word in front",
        why="""
            The range of a fact says which answers make sense, so that a slip such as 700 days is
            noticed. It is one stretch with two ends, `0 to 365`, or with one, `at least 0`.

            Write it in one of these ways. Several stretches, or single values, cannot be a range; a
            `choice` may be what you need then.
        """,
        bad="""
            facts:
              days_waiting:
                type: whole number
                question: For how many days have you been waiting?
                range: 365
        """,
        good="""
            facts:
              days_waiting:
                type: whole number
                question: For how many days have you been waiting?
                range: 0 to 365
        """,
    ),
)
