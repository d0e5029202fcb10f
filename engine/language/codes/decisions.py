"""Codes about decisions and their outcomes."""

from .entry import of_command, of_rulebook

DECISIONS = (
    of_rulebook(
        slug="unknown-hit-policy",
        summary="a decision has a hit policy that does not exist",
        why="""
            The hit policy says what happens when several rules hold at once: take the first, take
            the most important one, collect them all, add up their numbers, and so on. It must be one
            of the words that Fingerpost knows.

            If you are unsure, take `first`: the rules are read from top to bottom and the first one
            that holds decides. For a list of everything that applies, take `collect`.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: best
                rules:
                  - {id: cold, when: {feeling: cold}, then: hold_on}
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: cold, when: {feeling: cold}, then: hold_on}
        """,
    ),
    of_rulebook(
        slug="wrong-outcome",
        summary="what a rule gives does not go with its decision",
        why="""
            A decision gives one kind of thing: one advice, a list of advice, or a number. Which one
            follows from its hit policy and from `gives:`. A rule that gives two pieces of advice to a
            decision that takes one, or nothing at all, or advice to a sum, cannot be used.

            Change the rule, or change what the decision gives. To let several pieces of advice
            through, use the hit policy `collect`.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: silence
                    when: {days_waiting: at least 7}
                    then: [write_again, hold_on]
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: collect
                rules:
                  - id: silence
                    when: {days_waiting: at least 7}
                    then: [write_again, hold_on]
        """,
    ),
    of_rulebook(
        slug="priorities",
        summary="the list of priorities is missing, not needed or not complete",
        why="""
            With the hit policies `priority` and `output order` the more important outcome goes first,
            so the decision needs a list that says which one that is, and every outcome must be on it.
            With all other hit policies such a list would change nothing and only mislead its readers.

            Write all outcomes under `priorities:`, the most important first, or take the list out.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: priority
                priorities: [write_again]
                rules:
                  - {id: cold, when: {feeling: cold}, then: hold_on}
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: priority
                priorities: [write_again, hold_on]
                rules:
                  - {id: cold, when: {feeling: cold}, then: hold_on}
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
        """,
    ),
    of_rulebook(
        slug="circle",
        summary="decisions need each other, so none can be made",
        why="""
            A decision may read another one, which is then made first. Here the decisions lead back to
            where they began: each waits for the other, and there is no place to start.

            Find the test that should not be there. Mostly a rule can test the facts themselves
            instead of the outcome of a decision.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: strong, when: {strength: at least 2}, then: write_again}
              strength:
                gives: whole number
                hit policy: collect sum
                rules:
                  - {id: writing, when: {what_to_do: write_again}, then: 2}
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: strong, when: {strength: at least 2}, then: write_again}
              strength:
                gives: whole number
                hit policy: collect sum
                rules:
                  - {id: liked, when: {feeling: warm}, then: 2}
        """,
    ),
    of_command(
        slug="too-many-cases",
        summary="so much is unknown that not all of it can be looked through",
        why="""
            An answer counts only when no way of filling in what is unknown could change it. For most
            rulebooks that is settled at once. Where a decision weighs very many facts against each
            other, and most of them are unknown, there can be more ways than fit into memory.
            Fingerpost then says so: it does not guess.

            Give more of the facts that the decision tests, or make it of smaller decisions.
        """,
        bad="fingerpost advise weigh-everything.yaml",
        good="fingerpost advise weigh-everything.yaml --case alex.yaml",
    ),
)
