"""Codes about names that must stand somewhere else."""

from .entry import of_rulebook

NAMES = (
    of_rulebook(
        slug="unknown-fact",
        summary="a rule or a case names a fact that is not there",
        why="""
            Every fact that a rule tests must be declared under `facts:`, because Fingerpost has to
            know how to ask for it and what the answer can be. A name that is spelled differently is
            a different fact.

            Often it is a slip of the finger or a name that was changed in one place only. In a case,
            only facts can be given, never the outcome of a decision: that is what Fingerpost finds
            out for you.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: be-polite
                    when:
                      thanket: no
                    then: write_again
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: be-polite
                    when:
                      thanked: no
                    then: write_again
        """,
    ),
    of_rulebook(
        slug="unknown-advice",
        summary="a rule gives advice that is not there",
        why="""
            Rules name the advice they give; the words for it stand under `advice:`. So the words are
            written once, and many rules can point to them. Here a rule, a list of priorities or a
            scenario names advice that nobody wrote.

            Correct the name, or add the advice with a title. The name is the short word before the
            colon, not the title.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: cold, when: {feeling: cold}, then: look_on}
        """,
        good="""
            advice:
              look_on:
                title: Look ahead
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: cold, when: {feeling: cold}, then: look_on}
        """,
    ),
    of_rulebook(
        slug="unknown-decision",
        summary="a scenario expects something of a decision that is not there",
        why="""
            Under `expect:` a scenario says what must come out of which decision. The decision named
            here does not exist, so the scenario would check nothing.

            Correct the name, or take the line out if the decision is gone.
        """,
        bad="""
            scenarios:
              - name: Just had the interview
                case: {days_waiting: 0}
                expect: {what_to_say: hold_on}
        """,
        good="""
            scenarios:
              - name: Just had the interview
                case: {days_waiting: 0}
                expect: {what_to_do: hold_on}
        """,
    ),
    of_rulebook(
        slug="unknown-event",
        summary="an event, or a field of one, is not declared",
        why="""
            What follows from the journal of a live case, and what an advice logs when it is done, is told by
            the names under `events:`.

            Correct the name, or declare the event there and give it a title.
        """,
        bad="""
            events:
              note_sent: {title: A note was sent}
            facts:
              noted:
                type: yes/no
                question: Was a note sent?
                follows from: notes_sent happened
        """,
        good="""
            events:
              note_sent: {title: A note was sent}
            facts:
              noted:
                type: yes/no
                question: Was a note sent?
                follows from: note_sent happened
        """,
    ),
    of_rulebook(
        slug="follows-from",
        summary="how a fact follows from the journal cannot be read",
        why="""
            A fact may follow from what happened: the days since the latest of some events, how many there
            were, whether one happened, what the latest of them says.

            The type of the fact has to fit: days and counts are whole numbers, what happened is yes or no.
        """,
        bad="""
            events:
              note_sent: {title: A note was sent}
            facts:
              noted:
                type: yes/no
                question: Was a note sent?
                follows from: some time after note_sent
        """,
        good="""
            events:
              note_sent: {title: A note was sent}
            facts:
              noted:
                type: yes/no
                question: Was a note sent?
                follows from: note_sent happened
        """,
    ),
    of_rulebook(
        slug="unknown-placeholder",
        summary="a brace in a text does not lead to a known name",
        why="""
            In the texts of an advice, a name in braces is filled in when the advice is given: a
            placeholder, a fact or a setting. A name that is none of them would stay in the letter
            that your client sends, and nobody would notice in time.

            Correct the name, or declare it under `placeholders:` and say what stands there. If you
            want a real brace in the text, write it twice.
        """,
        bad="""
            advice:
              hold_on:
                title: Give it a week
              write_again:
                title: Write once more
                message: Dear {interviewer}, is there any news?
        """,
        good="""
            placeholders:
              interviewer: the interviewer's name
            advice:
              hold_on:
                title: Give it a week
              write_again:
                title: Write once more
                message: Dear {interviewer}, is there any news?
        """,
    ),
)
