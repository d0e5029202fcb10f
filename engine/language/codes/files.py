"""Codes about files and the command line."""

from .entry import of_command, of_rulebook, of_table

FILES = (
    of_command(
        slug="not-found",
        summary="there is no rulebook or file of that name",
        why="""
            Fingerpost looked for a rulebook and found none. A name without an ending, such as
            umbrella, means a rulebook that ships with Fingerpost; a name with a folder or with
            .yaml at its end means a file of yours.

            Check the spelling, and the folder you are in. `fingerpost list` shows the rulebooks that
            ship.
        """,
        bad="fingerpost advise umbrela.yaml",
        good="fingerpost advise umbrella.yaml",
    ),
    of_command(
        slug="unreadable",
        summary="the file is there, but it cannot be read",
        why="""
            The computer would not hand over the file. Perhaps it is a folder, perhaps it belongs to
            somebody else, perhaps it lies on a drive that is not connected at the moment.

            Give the path of the file itself, and make sure that you may open it.
        """,
        bad="fingerpost check my-rules/",
        good="fingerpost check my-rules/interview.yaml",
    ),
    of_command(
        slug="unwritable",
        summary="the file cannot be written, and nothing was changed",
        why="""
            Fingerpost wanted to write a file and could not, or would have had to write over one that
            you already have. It never does that by itself: your work is worth more than a
            convenience.

            Choose another name or another folder. Whatever was there before is still there.
        """,
        bad="fingerpost new interview.yaml   # when there is an interview.yaml already",
        good="fingerpost new second-interview.yaml",
    ),
    of_command(
        slug="too-big",
        summary="the file is larger than any rulebook needs to be",
        why="""
            Fingerpost reads files of up to about a million characters, some twenty thousand lines, and
            decision tables of sixteen times that, with at most 100,000 rows and 1,000 columns. Most
            likely a file beyond that is something else altogether.

            Check that you gave the right file. If it is a rulebook, make several out of it, one for
            each situation in which people ask for advice.
        """,
        bad="fingerpost check everything-we-know.yaml",
        good="fingerpost check after-the-interview.yaml",
    ),
    of_command(
        slug="not-text",
        summary="the file is not plain text, or not in UTF-8",
        why="""
            A rulebook is a plain text file. This one holds something that is not text: it may be a
            document of a word processor, it may have been saved with an old encoding, or a character
            that cannot be seen came along when you pasted something.

            Open it in a plain text editor and save it with the encoding UTF-8. If only one place is
            marked, delete what stands there and type it again.
        """,
        bad="fingerpost check interview.docx",
        good="fingerpost check interview.yaml",
    ),
    of_table(
        slug="table",
        summary="the decision table beside the rulebook is not there, or not made as it should be",
        why="""
            A decision that says `rules: table` has its rules in a CSV file beside the rulebook. For
            the decision tariff of fares.yaml it is called fares.tariff.csv. Its first row is a header,
            the names of facts and `then`; each other row is a rule, with a cell for each column.

            The usual slip is a comma inside a cell without quotes round it, which makes two cells out
            of one. Put the whole cell in quotes, or write the word `or` instead of the comma.
        """,
        bad="""
            feeling,thanked,then
            warm, cold,no,write_again
            neutral,yes,hold_on
        """,
        good="""
            feeling,thanked,then
            "warm, cold",no,write_again
            neutral,yes,hold_on
        """,
    ),
    of_rulebook(
        slug="empty-file",
        summary="there is nothing in the file but comments, if that",
        why="""
            The file has no rulebook in it yet. If you expected one, you may have given the wrong
            file, or your editor has not saved it.

            `fingerpost new my-rules.yaml` writes a small rulebook that works, for you to change.
        """,
        bad="# to do: write down what we tell people after an interview",
        good="""
            title: After the interview
            version: 1.0.0
            facts:
              thanked:
                type: yes/no
                question: Have you sent a thank-you note?
            advice:
              hold_on:
                title: Give it a week
            decisions:
              what_to_do:
                hit policy: first
                rules:
                  - {id: all-done, when: {thanked: yes}, then: hold_on}
        """,
    ),
    of_command(
        slug="bad-set",
        summary="what stands behind --set is not a fact and its value",
        why="""
            With `--set` you tell Fingerpost one fact right on the command line. It needs the name of
            the fact, an equals sign and the value, in this order.

            A value with a space in it needs quotes round the whole, or the command line takes it
            apart. For several facts write `--set` several times.
        """,
        bad="fingerpost advise umbrella.yaml --set feeling",
        good="fingerpost advise umbrella.yaml --set feeling=cold --set days_waiting=9",
    ),
    of_command(
        slug="unknown-format",
        summary="the name of the file does not say what is to be drawn",
        why="""
            The ending of the file's name says what you get: a page to print (.pdf), a picture (.png, .svg),
            a page for the browser (.html), a tree of text (.txt), the languages of Graphviz and Mermaid
            (.dot, .mmd), or data (.json).

            For standard output, `-o -`, say it with `--format`.
        """,
        bad="fingerpost draw umbrella.yaml -o umbrella.docx",
        good="fingerpost draw umbrella.yaml -o umbrella.pdf",
    ),
    of_command(
        slug="cannot-draw",
        summary="a program that drawing needs is missing or failed",
        why="""
            The graph of how decisions hang together is laid out by Graphviz. Fingerpost brings that program
            along; where it cannot run, a `dot` of your system is tried.

            Flowcharts do without it.
        """,
        bad="fingerpost draw umbrella.yaml --overview -o umbrella.svg",
        good="fingerpost draw umbrella.yaml -o umbrella.svg",
    ),
    of_command(
        slug="too-many-questions",
        summary="several what-if questions stand in one command",
        why="""
            Where an outcome tips (`--vary`), how to get to another one (`--reach`, `--avoid`), a map
            (`--grid`) and the fewest reasons (`--why`) are answers of their own.

            Ask them one after the other.
        """,
        bad="fingerpost whatif umbrella.yaml --why --vary all",
        good="fingerpost whatif umbrella.yaml --vary all",
    ),
    of_command(
        slug="not-together",
        summary="an option stands where it does nothing, or beside one that it does not go with",
        why="""
            Some options belong to one question, as `-o` of what-if does to the map that it writes, and some
            are two ways to give the same answer. Nothing that was typed is left out in silence.
        """,
        bad="fingerpost whatif umbrella.yaml --vary all -o umbrella.svg",
        good="fingerpost whatif umbrella.yaml --vary all",
    ),
    of_command(
        slug="unknown-case",
        summary="there is no live case of that name, or there is one already",
        why="""
            A live case has a name of its own, which you chose when you opened it.

            `fingerpost case list` shows all cases of the journal.
        """,
        bad="fingerpost case show nobody --journal cases.journal",
        good="fingerpost case list --journal cases.journal",
    ),
    of_command(
        slug="bad-entry",
        summary="what is to be logged cannot be read",
        why="""
            An entry is an event of the rulebook with its fields, or answers to its questions: `fact=value`.
            It has a day; without one it is today.

            What follows from the journal is never answered: log what happened instead.
        """,
        bad="fingerpost case list --on yesterday --journal cases.journal",
        good="fingerpost case list --on 2026-12-04 --journal cases.journal",
    ),
    of_command(
        slug="journal",
        summary="the journal cannot be read or written",
        why="""
            The journal is one file. It may be missing, be no journal at all, be on a full disk, or in a
            folder that you may not write to.

            Whatever was acknowledged before is still there.
        """,
        bad="fingerpost case list --journal umbrella.yaml",
        good="fingerpost case list --journal cases.journal",
    ),
    of_command(
        slug="unknown-code",
        summary="there is no finding of that name to explain",
        why="""
            `fingerpost explain` wants the word in square brackets from a finding: for
            `error[unknown-fact]` it is unknown-fact.

            Without a name it lists all of them, each with a line about it.
        """,
        bad="fingerpost explain unknown-facts",
        good="fingerpost explain unknown-fact",
    ),
    of_command(
        slug="sheet",
        summary="the sheet of cases cannot be read as one, or written as that",
        why="""
            A sheet is a YAML, CSV or XLSX file with many cases; the ending of its name says which. In a
            table the first row names facts by their names, labels or questions, `case` heads the
            names of the cases, and a header that begins with `#` has its column left alone. Of a
            workbook the sheet “Cases” counts, else the first.

            Workbooks with a password, old .xls files and damaged ones cannot be read. Open them in
            your spreadsheet program and save them as .xlsx, or as CSV in UTF-8.
        """,
        bad="fingerpost sheet umbrella.yaml cases.xls -o answers.docx",
        good="fingerpost sheet umbrella.yaml cases.xlsx -o answers.xlsx",
    ),
    of_command(
        slug="formula",
        summary="a cell of a workbook has a formula without a value, or an error",
        why="""
            Fingerpost never computes a formula: it takes the value that your spreadsheet program
            computed last and saved with it. This cell has none, or its value is an error such as
            #N/A.

            Open the workbook in your spreadsheet program, look at the cell, and save it again. Or
            write the value itself instead of the formula.
        """,
        bad="fingerpost sheet umbrella.yaml made-by-a-program.xlsx",
        good="fingerpost sheet umbrella.yaml opened-and-saved.xlsx",
    ),
    of_command(
        slug="nothing-to-compare",
        summary="fingerpost diff needs two versions of a rulebook, no more and no less",
        why="""
            `fingerpost diff` says what is different between two rulebooks. Give it two files; or give it
            one file, and with `--git` the revision in which it was the way you want to compare it with.
        """,
        bad="fingerpost diff umbrella.yaml",
        good="fingerpost diff umbrella.yaml --git HEAD~1",
    ),
    of_command(
        slug="no-repository",
        summary="git cannot say what the file was before",
        why="""
            With `--git` Fingerpost asks the program git for an earlier version of the file. Git is not there,
            or the folder of the file is not in a git repository.

            If you keep older versions as files of their own, compare with such a file.
        """,
        bad="fingerpost diff umbrella.yaml --git HEAD   # in a folder without git",
        good="fingerpost diff umbrella-old.yaml umbrella.yaml",
    ),
    of_command(
        slug="unknown-revision",
        summary="git does not know that revision, or the file is not in it",
        why="""
            What stands behind `--git` is a commit, a branch or a tag: `HEAD` is the last commit, `HEAD~1` the
            one before. The file must have been there under the name that it has now.

            `git log --oneline` lists the commits.
        """,
        bad="fingerpost diff umbrella.yaml --git yesterday",
        good="fingerpost diff umbrella.yaml --git HEAD~1",
    ),
)
