"""The program `fingerpost`: its commands with their options, and how it ends.

Each command's work stands in a module of its own, imported only when the command runs, so that
starting stays quick.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from . import case_app, completion

if TYPE_CHECKING:
    from ..engine.language.diagnostics import Diagnostic

NARROW = 60
"""Columns below which the boxes of rich would cut the names of options."""

app = typer.Typer(
    name="fingerpost",
    rich_markup_mode="rich" if get_terminal_size().columns >= NARROW else None,
    help="Rules and decisions for people who do not program. A rulebook is a YAML file, or the name "
    "of one that ships with Fingerpost (see `fingerpost list`).",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(case_app.app)

DONE, FINDINGS, UNUSABLE = 0, 1, 2

RulebookName = Annotated[
    str,
    typer.Argument(
        metavar="RULEBOOK",
        help="A rulebook's file, or the name of one that ships.",
        autocompletion=completion.rulebooks,
    ),
]
RulebookNames = Annotated[
    list[str],
    typer.Argument(
        metavar="RULEBOOK…",
        help="Files, or names of rulebooks that ship.",
        autocompletion=completion.rulebooks,
    ),
]
CaseFile = Annotated[
    str | None,
    typer.Option("--case", metavar="FILE", help="A YAML or JSON file of `fact: value` lines."),
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FACT=VALUE",
        help="Give one fact a value; may be repeated, and wins over --case.",
        autocompletion=completion.settings_of_facts,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class Paper(Enum):
    """The paper of a PDF."""

    a4 = "a4"
    letter = "letter"


class QuestionOrder(Enum):
    """In which order a flowchart asks."""

    fewest = "fewest"
    rulebook = "rulebook"


class Extra(Enum):
    """What a PDF may have beside the drawings."""

    advice = "advice"
    rules = "rules"


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"fingerpost {version('fingerpost')}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Rules and decisions for people who do not program."""


@app.command()
def advise(
    rulebook: RulebookName,
    case: CaseFile = None,
    sets: Sets = None,
    json: AsJson = False,
    brief: Annotated[
        bool, typer.Option("--brief", help="Leave out what stopped the other rules.")
    ] = False,
) -> None:
    """Say what the rules advise for a case, and why."""
    from .advise import run

    run(rulebook, case, sets or [], as_json=json, brief=brief)


@app.command()
def ask(
    rulebook: RulebookName,
    case: CaseFile = None,
    sets: Sets = None,
    json: AsJson = False,
) -> None:
    """Lead an interview that asks only what still matters, then advise."""
    from .ask import run

    run(rulebook, case, sets or [], as_json=json)


@app.command()
def check(
    rulebooks: RulebookNames,
    short: Annotated[bool, typer.Option("--short", help="One line for each finding.")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend in the file what has an obvious mend.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Find what is wrong in rulebooks: slips, gaps, clashes, rules that never decide, and more.

    Each finding shows a situation in which it matters. Ends with 0 when there is nothing but notes.
    """
    from .check import run

    raise typer.Exit(run(rulebooks, short=short, fix=fix, as_json=json))


@app.command()
def test(
    rulebooks: RulebookNames,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Write the scenarios that are missing, to sign off.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Run the scenarios of rulebooks, and say what they leave untested.

    Rules, outcomes and boundaries count: a threshold moved by one step, a test dropped or two
    neighbouring rules swapped must be caught by some scenario.
    """
    from .test import run

    raise typer.Exit(run(rulebooks, as_json=json, suggest=suggest))


@app.command()
def whatif(
    rulebook: RulebookName,
    case: CaseFile = None,
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FACT=VALUE[,…]",
            help="A change to look at, one column each; with another question, a fact of the case.",
            autocompletion=completion.settings_of_facts,
        ),
    ] = None,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            metavar="NAME",
            help="Where the outcome tips when this fact or setting changes; `all` for every fact.",
            autocompletion=completion.facts_and_settings,
        ),
    ] = None,
    reach: Annotated[
        str | None,
        typer.Option(
            "--reach",
            metavar="ADVICE",
            help="The smallest changes that lead to this advice.",
            autocompletion=completion.advice,
        ),
    ] = None,
    avoid: Annotated[
        str | None,
        typer.Option(
            "--avoid",
            metavar="ADVICE",
            help="The smallest changes that lead away from it.",
            autocompletion=completion.advice,
        ),
    ] = None,
    grid: Annotated[
        tuple[str, str] | None,
        typer.Option("--grid", metavar="FACT FACT", help="A map of the outcome over two facts."),
    ] = None,
    why: Annotated[
        bool, typer.Option("--why", help="The fewest facts that force each outcome.")
    ] = False,
    all_: Annotated[
        bool, typer.Option("--all", help="With --why, every smallest set; with --reach, more ways.")
    ] = False,
    decision: Annotated[
        str | None,
        typer.Option(
            "--decision",
            metavar="ID",
            help="Look at this decision only.",
            autocompletion=completion.decisions,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="With --grid, a picture: svg, png, pdf."
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Play what-if: before and after, where an outcome tips, the nearest other answer, maps."""
    from .whatif import Wanted, run

    run(
        rulebook, case, sets or [],
        Wanted(
            tuple(vary or ()), reach, avoid, grid, decision, output, why=why, every=all_, as_json=json,
        ),
    )  # fmt: skip


@app.command()
def diff(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD", help="The rulebook before.", autocompletion=completion.rulebooks
        ),
    ],
    new: Annotated[
        str | None,
        typer.Argument(
            metavar="[NEW]", help="The rulebook after.", autocompletion=completion.rulebooks
        ),
    ] = None,
    git: Annotated[
        str | None,
        typer.Option(
            "--git", metavar="REV", help="Compare the file with what it was in this revision."
        ),
    ] = None,
    cases: Annotated[
        str | None,
        typer.Option(
            "--cases", metavar="FILE", help="Real cases (yaml, csv, xlsx): how many change."
        ),
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print Markdown, for a pull request.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Say in which situations two rulebooks advise differently, and what else was changed.

    Ends with 0 only when nothing that a client could notice has changed.
    """
    from .diff import run

    raise typer.Exit(run(old, new, git=git, cases=cases, markdown=markdown, as_json=json))


@app.command()
def sheet(
    rulebook: RulebookName,
    cases: Annotated[str, typer.Argument(metavar="CASES", help="Many cases: yaml, csv or xlsx.")],
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Where to write: yaml, csv, xlsx or json."
        ),
    ] = "-",
    beside: Annotated[
        str | None,
        typer.Option(
            "--beside",
            metavar="RULEBOOK",
            help="Another rulebook, to see both side by side.",
            autocompletion=completion.rulebooks,
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Answer a whole sheet of cases: the same cases with outcomes, reasons and open questions."""
    from .sheet import run

    run(rulebook, cases, output, beside=beside, as_json=json)


@app.command()
def draw(
    rulebook: RulebookName,
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Where to draw it; the ending says what: pdf, svg, png, html, txt, mmd, dot, json.",
        ),
    ] = "-",
    decisions: Annotated[
        list[str] | None,
        typer.Option(
            "--decision",
            metavar="ID",
            help="Draw only this decision; may be repeated.",
            autocompletion=completion.decisions,
        ),
    ] = None,
    case: CaseFile = None,
    sets: Sets = None,
    paper: Annotated[Paper, typer.Option(help="The paper of a PDF.")] = Paper.a4,
    order: Annotated[
        QuestionOrder,
        typer.Option(help="Ask the fewest questions, or in the order of the rulebook."),
    ] = QuestionOrder.fewest,
    poster: Annotated[
        bool, typer.Option("--poster", help="In a PDF, one large drawing over several pages.")
    ] = False,
    extras: Annotated[
        list[Extra] | None,
        typer.Option("--with", help="Add to a PDF the advice in full, or the rules as a table."),
    ] = None,
    overview: Annotated[
        bool, typer.Option("--overview", help="Draw how the decisions hang together.")
    ] = False,
    dpi: Annotated[int, typer.Option(min=36, max=600, help="The dots per inch of a PNG.")] = 150,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="The format, whatever the ending says."),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Say what the drawing is made with.")
    ] = False,
) -> None:
    """Draw decisions as flowcharts, proven to say what the rules say.

    With a case, its way is lit and its answer named. Without `-o` a tree of text is printed.
    """
    from .draw import Wanted, run

    run(
        rulebook, case, sets or [],
        Wanted(
            output, tuple(decisions or ()), paper.value, order.value, poster=poster,
            extras=frozenset(one.value for one in extras or ()), overview=overview, dpi=dpi,
            format=format, verbose=verbose,
        ),
    )  # fmt: skip


@app.command()
def fmt(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Rulebook files.")],
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit with 1 if something would.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Change nothing; show what would.")] = False,
    json: AsJson = False,
) -> None:
    """Write every test in its canonical spelling; comments and layout stay."""
    from .fmt import run

    raise typer.Exit(run(files, check=check, diff=diff, as_json=json))


@app.command()
def schema(
    rulebook: Annotated[
        str | None,
        typer.Argument(
            metavar="[RULEBOOK]",
            help="Whose names to complete; without it, the schema of any rulebook.",
            autocompletion=completion.rulebooks,
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")
    ] = None,
    scenarios: Annotated[
        bool, typer.Option("--scenarios", help="The schema of a scenario file beside the rulebook.")
    ] = False,
) -> None:
    """Print the JSON Schema that lets an editor complete and check a rulebook.

    With `fingerpost schema rules.yaml -o rules.schema.json`, this first line in rules.yaml switches
    it on: `# yaml-language-server: $schema=rules.schema.json`
    """
    from .schema import run

    run(rulebook, output, scenarios=scenarios)


@app.command()
def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODE]",
            help="The word in brackets of a message; without it, all are listed.",
            autocompletion=completion.codes,
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Explain a message at length, with a bad and a good example."""
    from .explain import run

    run(code, as_json=json)


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="RULEBOOK",
            help="Copy this rulebook instead of the starter.",
            autocompletion=completion.rulebooks,
        ),
    ] = None,
) -> None:
    """Write a fresh rulebook with comments, ready to be changed."""
    from .new import run

    run(file, source)


@app.command("list")
def list_(json: AsJson = False) -> None:
    """List the rulebooks that ship with Fingerpost."""
    from .listing import run

    run(as_json=json)


def main() -> None:
    """Run the program: 0 done, 1 findings or failing scenarios, 2 unusable input."""
    gc.set_threshold(50_000)  # a short run makes little garbage; looking for it takes a tenth of it
    try:
        _open_streams()
        completion.join_words()
        _run()
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def _open_streams() -> None:
    """Make sure that there are streams, and that no letter is more than they can take."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed before we came
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), "r+"))
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _run() -> None:
    from ..engine.language.diagnostics import RulebookError
    from .output import unwritable

    try:
        app()
    except RulebookError as error:
        _end_with(error.diagnostics)
    except SystemExit as end:
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        # Whoever read our output has had enough; end as the shell expects, without a word.
        _drop_output()
        sys.exit(128 + signal.SIGPIPE)
    except OSError as error:  # what files may do was told above; this is standard output
        _drop_output()
        _end_with(unwritable("standard output", error).diagnostics)


def _end_with(findings: Sequence[Diagnostic]) -> NoReturn:
    from .output import report

    try:
        report(findings, as_json="--json" in sys.argv[1:])
    except OSError:  # standard error may be gone or full as well
        _drop_output(2)
    sys.exit(UNUSABLE)


def _drop_output(stream: int = 1) -> None:
    """What still waits to be printed goes nowhere, so that Python does not fail on it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
