"""Codes about tests: the phrases in conditions, and the values in them."""

from .entry import of_rulebook

PHRASES = (
    of_rulebook(
        slug="phrase",
        summary="a test is not written in a way that Fingerpost can read",
        why="""
            A test is a short phrase about one fact: a value, `cold or warm`, `not cold`, `neither
            cold nor warm`, `at least 3`, `at most 3`, `more than 3`, `less than 3`, `between 1 and
            3`, `before 2026-12-01`, `on or after 2026-12-01`, `anything`. About a list it is
            `includes hold_on` or `empty`. The phrase here says something else, or it breaks off.

            Look at the place that is marked. One line says one thing: for two tests of the same
            fact, use `between`, or put each behind its own dash under `all:` or `any:`.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      days_waiting: more than 3 and less than 10
                    then: hold_on
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      days_waiting: "(3..10)"
                    then: hold_on
        """,
    ),
    of_rulebook(
        slug="ambiguous-not",
        summary="`not` stands in front of several values",
        why="""
            `not cold or neutral` can be meant in two ways: neither of the two, or "not cold, or
            else neutral". People read it differently, so Fingerpost does not guess.

            For none of them, write `neither cold nor neutral`. For the other meaning, use `any:`
            with two tests.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      feeling: not cold or neutral
                    then: hold_on
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      feeling: neither cold nor neutral
                    then: hold_on
        """,
    ),
    of_rulebook(
        slug="ambiguous-comma",
        summary="a comma between digits can mean several things",
        why="""
            Depending on where you live, `37,500` is a little more than thirty-seven, or
            thirty-seven thousand five hundred, or two values. A rule that is read differently in
            two offices is a bad rule, so Fingerpost asks.

            Write a full stop for decimals and nothing between thousands. Several values have a
            space behind each comma, or the word `or`.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      salary: at least 37,500
                    then: hold_on
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      salary: at least 37500
                    then: hold_on
        """,
    ),
    of_rulebook(
        slug="wrong-type",
        summary="a value is not of the kind that the fact has",
        why="""
            The type of the fact says how its values are written: `yes` or `no`, a number in digits,
            a day as `2026-12-01`. What stands here cannot be read that way. Numbers have at most 15
            digits; whole numbers have no decimals.

            Correct the value. If the value is right and the type is not, change the type of the
            fact.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      thanked: maybe
                    then: hold_on
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      thanked: no
                    then: hold_on
        """,
    ),
    of_rulebook(
        slug="unknown-option",
        summary="a value is not among the options of the fact",
        why="""
            A choice has a list of options, and a test can only be about those. An option that is
            not on the list could never be chosen, so the rule would never hold.

            Use the short name of the option, the one before the colon, as it is written there;
            capitals count. If an answer is really missing, add it to the options of the fact.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      feeling: rude
                    then: hold_on
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      feeling: cold
                    then: hold_on
        """,
    ),
    of_rulebook(
        slug="not-ordered",
        summary="values that have no order cannot be compared",
        why="""
            `at least`, `before` and `between` need values of which one is more than the other:
            numbers or days. The options of a choice have no order of their own, even if they look
            like steps, and neither have yes and no.

            Name the options that you mean: `neutral or warm`. If you need steps, a whole number may
            be the better type.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      feeling: at least neutral
                    then: hold_on
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      feeling: neutral or warm
                    then: hold_on
        """,
    ),
    of_rulebook(
        slug="not-a-list",
        summary="a list is tested like a single value, or the other way round",
        why="""
            A decision that collects its outcomes gives a list. A list is never one value, so it is
            tested with `includes hold_on`, `empty` and their `not`. For facts, and for decisions that
            give one thing, it is the other way round: they are tested with the value itself.

            Change the test, or the hit policy of the decision that you read.
        """,
        bad="""
            decisions:
              helpful:
                hit policy: collect
                rules:
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
              what_to_do:
                hit policy: first
                rules:
                  - {id: one, when: {helpful: write_again}, then: hold_on}
        """,
        good="""
            decisions:
              helpful:
                hit policy: collect
                rules:
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
              what_to_do:
                hit policy: first
                rules:
                  - {id: one, when: {helpful: includes write_again}, then: hold_on}
        """,
    ),
    of_rulebook(
        slug="wrong-unit",
        summary="a number has another unit than the fact",
        why="""
            The fact counts in one unit, and this number comes in another. Fingerpost does not
            convert: two weeks may be fourteen days or ten working days, and only you know which.

            Write the number in the unit of the fact, or leave the unit out. If the fact has no unit
            yet, you can give it one with `unit:`.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      days_waiting: at least 2 weeks
                    then: hold_on
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      days_waiting: at least 14 days
                    then: hold_on
        """,
    ),
    of_rulebook(
        slug="unknown-setting",
        summary="a word stands where a number or a day is needed",
        why="""
            A test of a number or a day is about a value, or about a setting that has one. The word
            here is neither: perhaps a number in words, perhaps the name of a setting with a slip,
            perhaps a setting that was never declared.

            Write the number in digits, or declare the name under `settings:`. A setting is the
            better way for everything that you may want to tune one day.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      days_waiting: at least patience
                    then: hold_on
        """,
        good="""
            settings:
              patience: 7 days
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      days_waiting: at least patience
                    then: hold_on
        """,
    ),
    of_rulebook(
        slug="empty-interval",
        summary="nothing lies between the two ends",
        why="""
            The first end is above the second, or the brackets leave out everything between them. A
            test like that can never hold, and a range like that allows no answer.

            Write the smaller end first. A round bracket leaves its end out, a square one lets it
            in. When an end is a setting, check its value, too.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      days_waiting: between 10 and 3
                    then: hold_on
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: one
                    when:
                      days_waiting: between 3 and 10
                    then: hold_on
        """,
    ),
    of_rulebook(
        slug="out-of-range",
        summary="a value lies outside the range that is allowed",
        why="""
            A fact or a setting has a range, and this value is not in it. Ranges are there to catch
            slips such as a zero too many, before a wrong answer comes out.

            Correct the value. If the value makes sense, the range is too narrow: widen it.
        """,
        bad="""
            settings:
              patience:
                value: 70 days
                range: 1 to 30
        """,
        good="""
            settings:
              patience:
                value: 7 days
                range: 1 to 30
        """,
    ),
)
