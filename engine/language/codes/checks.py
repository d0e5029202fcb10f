"""Codes of the checks: rulebooks that can be read, but may not say what was meant."""

from .entry import of_check

CHECKS = (
    of_check(
        slug="gap",
        summary="there are situations in which no rule fits",
        why="""
            Somebody will come along whose situation is the one that no rule thought of, and then they
            get no advice at all. Fingerpost looks at every situation there can be and shows one that
            was left out; what it does not mention may be anything.

            Add a rule for that situation. Or say under `otherwise:` what holds whenever no rule does.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: cold, when: {feeling: cold}, then: hold_on}
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: cold, when: {feeling: cold}, then: hold_on}
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
                otherwise: hold_on
        """,
    ),
    of_check(
        slug="overlap",
        summary="two rules hold at once, and the hit policy does not say which one counts",
        why="""
            With the hit policy `unique` only one rule may hold at a time, and with `any` those that
            hold must agree. Here is a situation in which two rules hold and that is not so. Make one
            of them narrower. If the upper one should win, use the hit policy `first`.

            With `priority` it is only a note: the more important outcome wins, as it should, and you
            see where that happens. When you have looked at them all, switch the notes off under
            `checks:` and say why.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: unique
                rules:
                  - {id: cold, when: {feeling: cold}, then: hold_on}
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
                  - id: early
                    when: {feeling: not cold, days_waiting: less than 7}
                    then: hold_on
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: unique
                rules:
                  - {id: cold, when: {feeling: cold}, then: hold_on}
                  - id: late
                    when: {feeling: not cold, days_waiting: at least 7}
                    then: write_again
                  - id: early
                    when: {feeling: not cold, days_waiting: less than 7}
                    then: hold_on
        """,
    ),
    of_check(
        slug="dead-rule",
        summary="a rule never decides, because other rules always come before it",
        why="""
            The rules of a `first` decision are read from top to bottom, and the first one that holds
            decides. If every situation of a rule already belongs to rules above it, it never gets its
            turn. With `priority` the same happens to a rule whose outcome is less important than that
            of others that hold as well.

            Mostly a narrow rule stands below a broad one. Move it up. If it is really not needed,
            take it out; `fingerpost check --fix` does that.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
                  - {id: too-late, when: {days_waiting: at least 30}, then: hold_on}
                otherwise: hold_on
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: too-late, when: {days_waiting: at least 30}, then: hold_on}
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
                otherwise: hold_on
        """,
    ),
    of_check(
        slug="redundant-rule",
        summary="without this rule every situation would get the same outcome",
        why="""
            The rule decides now and then, but what it gives would come out anyway: by rules below it,
            by others that hold as well, or by `otherwise`. That may be a leftover. It may also be a
            slip, when the rule was meant to make a difference.

            Take it out, or correct what it gives. There is one good reason to keep it: that people
            read its own `because`. Then switch this check off under `checks:` and say so.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
                  - {id: cold, when: {feeling: cold}, then: hold_on}
                otherwise: hold_on
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
                otherwise: hold_on
        """,
    ),
    of_check(
        slug="never-true",
        summary="a rule, or a part of one, is true in no situation",
        why="""
            All tests of a rule must be true together, and these cannot be: nobody has waited more
            than thirty days and less than seven. So the rule waits for something that never happens.

            If you meant that one of the tests is enough, put them under `any:`. If a test is about an
            earlier decision, see what that decision can come to.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: cold, when: {feeling: cold}, then: hold_on}
                  - id: bad-time
                    when:
                      all:
                        - days_waiting: more than 30
                        - days_waiting: less than 7
                    then: hold_on
                otherwise: write_again
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: cold, when: {feeling: cold}, then: hold_on}
                  - id: bad-time
                    when:
                      any:
                        - days_waiting: more than 30
                        - days_waiting: less than 7
                    then: hold_on
                otherwise: write_again
        """,
    ),
    of_check(
        slug="always-true",
        summary="a rule that tests something, or a part of one, is true in every situation",
        why="""
            The tests look as if they left something out, and they do not: who has not waited at least
            seven days has waited less than thirty. So the rule speaks to everybody, and rules below
            it may never get their turn.

            Often `any:` stands where `all:` was meant. If the rule should hold in every case, write
            `when: always`, and everybody sees it.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: cold, when: {feeling: cold}, then: hold_on}
                  - id: good-time
                    when:
                      any:
                        - days_waiting: at least 7
                        - days_waiting: less than 30
                    then: write_again
                otherwise: hold_on
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: cold, when: {feeling: cold}, then: hold_on}
                  - id: good-time
                    when:
                      all:
                        - days_waiting: at least 7
                        - days_waiting: less than 30
                    then: write_again
                otherwise: hold_on
        """,
    ),
    of_check(
        slug="threshold-outside-range",
        summary="a test compares a fact with a number or a day that it can never have",
        why="""
            The fact says under `range:` between which values it lies, and the test asks for one
            beyond. Either the number has a digit too many, or it was thought in another unit, or the
            range is too narrow.

            See which of the two is right and correct the other.
        """,
        bad="""
            facts:
              weeks: {type: whole number, question: "How many weeks?", range: 0 to 8}
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {weeks: between 2 and 14}, then: write_again}
                otherwise: hold_on
        """,
        good="""
            facts:
              weeks: {type: whole number, question: "How many weeks?", range: 0 to 8}
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {weeks: at least 2}, then: write_again}
                otherwise: hold_on
        """,
    ),
    of_check(
        slug="unreachable-outcome",
        summary="an outcome is given or tested for, but the decision never comes to it",
        why="""
            The outcome stands in the rules, and yet there is no situation in which it comes out:
            perhaps other rules leave nothing to its rule, or to `otherwise`. A test in a later
            decision can ask for such an outcome as well, and then asks in vain.

            See what stands in its way. Mostly one rule above is broader than it was meant to be.
        """,
        bad="""
            advice:
              hold_on: {title: Wait}
              write_again: {title: Write}
              say_thanks: {title: Say thank you}
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: warm, when: {feeling: warm}, then: say_thanks}
                  - {id: others, when: {feeling: not warm}, then: hold_on}
                otherwise: write_again
        """,
        good="""
            advice:
              hold_on: {title: Wait}
              write_again: {title: Write}
              say_thanks: {title: Say thank you}
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: warm, when: {feeling: warm}, then: say_thanks}
                  - {id: cold, when: {feeling: cold}, then: hold_on}
                otherwise: write_again
        """,
    ),
    of_check(
        slug="constant-decision",
        summary="a decision comes to the same outcome in every situation",
        why="""
            There are rules, and still everybody gets the same. Then nobody needs to be asked
            anything, and the rules only look as if they decided.

            See which rule should give something else. If the outcome is really meant for everybody,
            one rule with `when: always` in another decision says so more plainly.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: unique
                rules:
                  - {id: warm, when: {feeling: warm}, then: write_again}
                  - {id: others, when: {feeling: not warm}, then: write_again}
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: unique
                rules:
                  - {id: warm, when: {feeling: warm}, then: write_again}
                  - {id: others, when: {feeling: not warm}, then: hold_on}
        """,
    ),
    of_check(
        slug="unused-fact",
        summary="a fact is never used, or changes nothing",
        why="""
            Each question costs people time and trust, so Fingerpost never asks for what cannot change
            an answer. A fact that no rule and no text uses is never asked for. It may be a leftover,
            or its rule has been forgotten.

            A fact can also be tested without ever making a difference. Then look at the rules that
            test it: often two of them give the same.
        """,
        bad="""
            facts:
              days: {type: whole number, question: "How many days?"}
              weather: {type: choice, question: "How is the weather?", options: [wet, dry]}
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {days: at least 7}, then: write_again}
                otherwise: hold_on
        """,
        good="""
            facts:
              days: {type: whole number, question: "How many days?"}
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {days: at least 7}, then: write_again}
                otherwise: hold_on
        """,
    ),
    of_check(
        slug="unused-setting",
        summary="no rule and no text uses a setting",
        why="""
            A setting is there to be changed. Here changing it does nothing, and whoever tries will
            wonder why. Mostly the rule still has the bare number.

            Write the setting's name where the number stands, or take the setting out.
        """,
        bad="""
            settings:
              patience: 7 days
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {days_waiting: at least 7 days}, then: write_again}
                otherwise: hold_on
        """,
        good="""
            settings:
              patience: 7 days
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {days_waiting: at least patience}, then: write_again}
                otherwise: hold_on
        """,
    ),
    of_check(
        slug="unused-advice",
        summary="no rule gives an advice",
        why="""
            Somebody wrote these words, and nobody will ever read them. Perhaps the rule that gives
            them is still to be written, or it now gives another advice.

            Let a rule give it, or take it out.
        """,
        bad="""
            advice:
              hold_on: {title: Wait}
              write_again: {title: Write}
              say_thanks: {title: Say thank you}
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
                otherwise: hold_on
        """,
        good="""
            advice:
              hold_on: {title: Wait}
              write_again: {title: Write}
              say_thanks: {title: Say thank you}
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
                  - {id: new, when: {thanked: no}, then: say_thanks}
                otherwise: hold_on
        """,
    ),
    of_check(
        slug="scenario-fails",
        summary="a scenario does not come out as it should",
        why="""
            A scenario says what must come out in one situation. The rules now say something else:
            perhaps a rule was changed and its scenario was not, or the change did more than it was
            meant to. That is what scenarios are for.

            Ask which of the two is right and change the other. `fingerpost test` shows all of them,
            and which rules have none.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {days_waiting: more than 7}, then: write_again}
                otherwise: hold_on
            scenarios:
              - name: A week of silence
                case: {days_waiting: 7}
                expect: {what_to_do: write_again}
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
                otherwise: hold_on
            scenarios:
              - name: A week of silence
                case: {days_waiting: 7}
                expect: {what_to_do: write_again}
        """,
    ),
    of_check(
        slug="missing-reason",
        summary="a rule does not say why it gives its outcome",
        why="""
            People follow advice that they understand. Fingerpost tells the reason of a rule with the
            answer, and this rule has none. Who looks after the rulebook next year will want to know
            it too.

            Add a line `because:` with one sentence that you would say to a client.
        """,
        bad="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: late, when: {days_waiting: at least 7}, then: write_again}
                otherwise: {then: hold_on, because: It is still early.}
        """,
        good="""
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - id: late
                    when: {days_waiting: at least 7}
                    then: write_again
                    because: A week is enough time to answer.
                otherwise: {then: hold_on, because: It is still early.}
        """,
    ),
    of_check(
        slug="reading-level",
        summary="the words of an advice are hard to read",
        why="""
            Many people read slowly, or in a language that is not their first, or late at night and
            worried. Long sentences with long words lose them. Fingerpost counts words and syllables
            (the grade of Flesch and Kincaid) and speaks up above ten years of school.

            Make two sentences of one, and take the word that you would use on the phone. The measure
            knows only English: in another language, switch the check off under `checks:`.
        """,
        bad="""
            advice:
              hold_on:
                title: Wait
                do: >-
                  Refrain from initiating additional correspondence notwithstanding any
                  considerable uncertainty regarding the anticipated communication.
        """,
        good="""
            advice:
              hold_on:
                title: Wait
                do: >-
                  Do not write to them again for now, even if it is hard to wait. They
                  said that they would call you.
        """,
    ),
    of_check(
        slug="unfilled-placeholder",
        summary="a place in a text stays empty, or a placeholder has no place",
        why="""
            A blank such as `[name]` or `XXX` stays in the message as it is, unless somebody notices.
            A placeholder is better: people are asked for it, and it is filled in everywhere. The
            other way round, a placeholder that stands in no text is asked for in vain.

            It is told as well when a text names a fact that may be unknown when the advice is given:
            an answer that is settled without this fact leaves a gap in its words.
        """,
        bad="""
            advice:
              hold_on:
                title: Wait
                message: Dear [name], please take all the time that you need.
        """,
        good="""
            placeholders:
              name: {label: the name of the person you met, example: Ms Miller}
            advice:
              hold_on:
                title: Wait
                message: Dear {name}, please take all the time that you need.
        """,
    ),
)
