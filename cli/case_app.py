"""`fingerpost case …`: the commands of live cases, with their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="case",
    help="Live cases: a journal of what happened, the advice of each day, and a plan ahead.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of the case.")]
JournalPath = Annotated[
    Path | None,
    typer.Option(
        "--journal",
        metavar="FILE",
        envvar="FINGERPOST_JOURNAL",
        help="The journal; without it, one in your own data folder.",
    ),
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="DAY", help="The day, such as 2026-12-04; without it, today."),
]
Author = Annotated[
    str | None,
    typer.Option("--author", metavar="WHO", help="Who logs it; without it, your login name."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, for a spreadsheet.")]
Runner = Annotated[
    str,
    typer.Option(
        "--runner",
        metavar="RUNNER",
        help="`default`, or `durable`: forward chaining, cross-checked with the default one.",
    ),
]


@app.command()
def new(
    name: Name,
    rulebook: Annotated[str, typer.Argument(metavar="RULEBOOK", help="The rulebook to follow.")],
    on: On = None,
    author: Author = None,
    journal: JournalPath = None,
) -> None:
    """Open a case."""
    from .case_log import new as run

    run(journal, name, rulebook, on, author)


@app.command()
def log(
    name: Name,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="WHAT…",
            help="An event with its fields (`reply_received tone=warm`), or answers (`impression=cold`).",
        ),
    ],
    on: On = None,
    author: Author = None,
    journal: JournalPath = None,
    json: AsJson = False,
) -> None:
    """Log what happened, or answer a question; says what changes with it."""
    from .case_log import log as run

    run(journal, name, what, on, author, as_json=json)


@app.command()
def done(
    name: Name,
    advice: Annotated[
        str | None,
        typer.Argument(
            metavar="[ADVICE]", help="Which advice was followed, where there are several."
        ),
    ] = None,
    on: On = None,
    author: Author = None,
    journal: JournalPath = None,
    json: AsJson = False,
) -> None:
    """Log that the advice of the day was followed."""
    from .case_log import done as run

    run(journal, name, advice, on, author, as_json=json)


@app.command()
def show(
    name: Name,
    on: On = None,
    journal: JournalPath = None,
    runner: Runner = "default",
    json: AsJson = False,
) -> None:
    """Show the advice of a day, past or future, and the facts behind it."""
    from .case_show import show as run

    run(journal, name, on, runner, as_json=json)


@app.command()
def plan(
    name: Name,
    on: On = None,
    ifs: Annotated[
        list[str] | None,
        typer.Option(
            "--if",
            metavar="EVENT=DAY[,FIELD=VALUE]",
            help="Another future: an event on a day to come.",
        ),
    ] = None,
    tree: Annotated[
        int | None,
        typer.Option("--tree", min=1, max=6, metavar="DEPTH", help="The tree of futures, so deep."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="A calendar (ics) or a timeline (pdf, svg, png)."
        ),
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="Put the name of the case into the file.")
    ] = False,
    journal: JournalPath = None,
    json: AsJson = False,
) -> None:
    """Plan ahead: what is to be done when, while nobody answers."""
    from .case_plan import plan as run

    run(journal, name, on, ifs or [], tree, output, names=names, as_json=json)


@app.command("list")
def list_(
    on: On = None,
    journal: JournalPath = None,
    all_: Annotated[bool, typer.Option("--all", help="Closed cases too.")] = False,
    csv: AsCsv = False,
    json: AsJson = False,
) -> None:
    """List all cases, what is due first."""
    from .case_overview import overview as run

    run(journal, on, only_due=False, closed=all_, as_csv=csv, as_json=json)


@app.command()
def due(
    on: On = None, journal: JournalPath = None, csv: AsCsv = False, json: AsJson = False
) -> None:
    """Say what is to be done today, for every case."""
    from .case_overview import overview as run

    run(journal, on, only_due=True, closed=False, as_csv=csv, as_json=json)


@app.command()
def history(name: Name, journal: JournalPath = None, json: AsJson = False) -> None:
    """Show what was logged, in the order of the days."""
    from .case_show import history as run

    run(journal, name, as_json=json)


@app.command()
def void(
    name: Name,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The entry that was a mistake.")],
    author: Author = None,
    journal: JournalPath = None,
) -> None:
    """Take an entry back; it stays in the journal, and counts no more."""
    from .case_log import void as run

    run(journal, name, number, author)


@app.command()
def close(name: Name, on: On = None, author: Author = None, journal: JournalPath = None) -> None:
    """Close a case: it is no longer listed."""
    from .case_log import close as run

    run(journal, name, on, author)


@app.command()
def remove(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    journal: JournalPath = None,
) -> None:
    """Remove all that a case says, for good; the journal keeps a mark that something was removed."""
    from .case_log import remove as run

    run(journal, name, sure=yes)


@app.command()
def verify(journal: JournalPath = None, json: AsJson = False) -> None:
    """Prove that nothing in the journal was altered."""
    from .case_journal import verify as run

    raise typer.Exit(run(journal, as_json=json))


@app.command("export")
def export_(
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Where to write; `-` prints.")
    ] = "-",
    journal: JournalPath = None,
) -> None:
    """Write the whole journal as JSON lines."""
    from .case_journal import export as run

    run(journal, output)


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="JSON lines of an export.")],
    journal: JournalPath = None,
) -> None:
    """Take exported cases in; those that are there already stay as they are."""
    from .case_journal import import_ as run

    run(journal, file)
