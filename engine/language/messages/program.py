"""Words on what is typed at the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..diagnostics import Diagnostic
from ..names import near
from .common import listing, shorten


def bad_set(text: str) -> Diagnostic:
    way = "write `--set fact=value`, for example `--set minutes=20`"
    return Diagnostic(
        "bad-set", f"`--set {shorten(text)}` gives no fact a value", help=way, file="--set"
    )


def unknown_code(name: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name, known)
    way = f"did you mean `{meant}`?" if meant else "`fingerpost explain` alone lists all of them"
    return Diagnostic("unknown-code", f"there is no message `{shorten(name)}`", help=way)


def already_there(name: str) -> Diagnostic:
    return Diagnostic(
        "unwritable",
        "the file is already there",
        help="choose another name; nothing was changed",
        file=name,
    )


def uneven_columns(lengths: Mapping[str, int]) -> Diagnostic:
    longest = max(lengths, key=lengths.__getitem__)
    shortest = min(lengths, key=lengths.__getitem__)
    message = (
        f"the columns are not of one length: `{shorten(longest)}` has {lengths[longest]} rows, "
        f"`{shorten(shortest)}` has {lengths[shortest]}"
    )
    way = "give every column a value for each case; what is unknown may be null"
    return Diagnostic("wrong-shape", message, help=way, file="columns")


def no_such_decision(name: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name, known)
    way = f"did you mean `{meant}`?" if meant else f"the rulebook decides: {', '.join(known)}"
    return Diagnostic(
        "unknown-decision", f"there is no decision `{shorten(name)}`", help=way, file="--decision"
    )


def no_such_format(name: str, known: Sequence[str]) -> Diagnostic:
    message = f"there is no format `{shorten(name)}`"
    way = f"there are {', '.join(known)}"
    return Diagnostic("unknown-format", message, help=way, file="--format")


def unknown_format(name: str, known: Sequence[str], option: str) -> Diagnostic:
    endings = ", ".join(f".{one}" for one in known)
    way = f"end the name of the file in one of {endings}"
    return Diagnostic(
        "unknown-format",
        f"the ending of `{shorten(name)}` says no format that can be drawn",
        help=f"{way}; for standard output say `{option}`" if option else way,
        file="-o",
    )


def not_for_terminals(format: str) -> Diagnostic:
    return Diagnostic(
        "unknown-format",
        f"a terminal cannot show {format}",
        help="name a file with `-o`, or send standard output into one; a terminal can show txt",
        file="-o",
    )


def cannot_draw(problem: str) -> Diagnostic:
    return Diagnostic(
        "cannot-draw",
        f"the drawing could not be made: {problem}",
        help="`pip install --force-reinstall fingerpost` brings all that is needed",
    )


def no_such_name(name: str, what: str, known: Sequence[str], option: str) -> Diagnostic:
    meant = near(name, known)
    more = " and others" if len(known) > 12 else ""
    way = f"did you mean `{meant}`?" if meant else f"there are {', '.join(known[:12])}{more}"
    code = "unknown-advice" if what == "advice" else "unknown-fact"
    return Diagnostic(code, f"there is no {what} `{shorten(name)}`", help=way, file=option)


def one_question_at_a_time(options: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "too-many-questions",
        f"{' and '.join(f'`{one}`' for one in options)} are two different questions",
        help="ask one after the other",
    )


def not_together(option: str, other: str) -> Diagnostic:
    message = f"`{option}` and `{other}` do not go together"
    return Diagnostic("not-together", message, help="leave one of them out", file=option)


def belongs_to(option: str, other: str) -> Diagnostic:
    message = f"`{option}` does nothing without `{other}`"
    return Diagnostic("not-together", message, help=f"add `{other}`, or leave it out", file=option)


def same_fact_twice(name: str) -> Diagnostic:
    message = f"a map lies over two facts, and `{shorten(name)}` is one"
    return Diagnostic("not-together", message, help="name two different facts", file="--grid")


def nothing_to_compare(both: bool) -> Diagnostic:
    if both:
        message = "both a second rulebook and `--git` are given"
        way = "leave one of them out"
    else:
        message = "there is nothing to compare the rulebook with"
        way = "name a second rulebook, or a revision: `fingerpost diff my-rules.yaml --git HEAD`"
    return Diagnostic("nothing-to-compare", message, help=way, file="diff")


def no_repository(name: str, problem: str) -> Diagnostic:
    return Diagnostic(
        "no-repository",
        f"git knows no earlier versions of the file: {shorten(problem, 200)}",
        help="`--git` needs the program git and a file in one of its repositories; "
        "or give two files: `fingerpost diff old.yaml new.yaml`",
        file=name,
    )


def unknown_revision(name: str, revision: str) -> Diagnostic:
    way = "give a commit, a branch or a tag, such as `HEAD~1`; `git log --oneline` lists commits"
    message = f"git has no revision `{shorten(revision)}`"
    return Diagnostic("unknown-revision", message, help=way, file=name)


def not_in_revision(name: str, revision: str) -> Diagnostic:
    return Diagnostic(
        "unknown-revision",
        f"the file is not in the revision `{shorten(revision)}`",
        help="`git log --oneline --follow -- FILE` lists the commits that have it, and its older names",
        file=name,
    )


def no_such_case(name: str, known: Sequence[str]) -> Diagnostic:
    meant = near(name, known)
    way = f"did you mean `{meant}`?" if meant else "`fingerpost case list` shows all of them"
    if not known:
        way = "open one with `fingerpost case new NAME RULEBOOK`"
    return Diagnostic("unknown-case", f"there is no case `{shorten(name)}`", help=way)


def several_cases(name: str, ids: Sequence[str]) -> Diagnostic:
    message = f"{len(ids)} cases are called `{shorten(name)}`"
    way = f"give the id of the one that you mean: {listing(ids, 'or')}"
    return Diagnostic("unknown-case", message, help=way)


def case_is_there(name: str) -> Diagnostic:
    message = f"there is a case `{shorten(name)}` already"
    return Diagnostic("unknown-case", message, help="choose another name, or go on with that one")


def bad_day(text: str) -> Diagnostic:
    message = f"`{shorten(text)}` is no day"
    return Diagnostic("bad-entry", message, help="write it as 2026-12-04", file="--on")


def bad_entry(problem: str, way: str) -> Diagnostic:
    return Diagnostic("bad-entry", problem, help=way)


def no_journal(path: str) -> Diagnostic:
    way = "`fingerpost case new NAME RULEBOOK` begins one"
    return Diagnostic("journal", "there is no journal yet", help=way, file=path)


def journal_problem(path: str, problem: str) -> Diagnostic:
    way = "nothing was lost: the journal is as it was before"
    return Diagnostic("journal", problem, help=way, file=path)
