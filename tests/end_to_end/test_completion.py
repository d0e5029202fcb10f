"""Shell completion: what each shell asks, and what it is told.

zsh and fish take `fact=value` for one word. bash breaks it at the `=`, asks for the word behind it,
and so must be told the value alone. All three were tried by hand; bash is tried here for real.
"""

import shutil
import time

import pexpect
import pytest

from fingerpost.engine import bundled, load

from .conftest import SCRIPT, Program

WORDS = ("fingerpost", "advise", "hear-back", "--set")
IMPRESSIONS = ["warm", "neutral", "cold", "unknown"]


def bash(program: Program, *words: str) -> list[str]:
    """What bash is told for its words, the last of which is being typed."""
    env = {
        "_FINGERPOST_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    done = program(env=env)
    assert (done.code, done.err) == (0, "")
    return done.out.split()


def zsh_or_fish(program: Program, shell: str, line: str) -> str:
    env = {
        "_FINGERPOST_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = program(env=env)
    assert (done.code, done.err) == (0, "")
    return done.out


def test_bash_completes_names_and_codes(fingerpost: Program) -> None:
    fingerpost.write("hearing.yaml", "")
    fingerpost.write("$(touch owned).yaml", "")
    (fingerpost.folder / "folder").mkdir()
    assert bash(fingerpost, "fingerpost", "adv") == ["advise"]
    assert bash(fingerpost, "fingerpost", "advise", "hea") == ["hear-back", "hearing.yaml"]
    assert bash(fingerpost, "fingerpost", "check", "offer", "") == [
        *bundled(),
        "folder/",
        "hearing.yaml",
    ]
    assert bash(fingerpost, "fingerpost", "explain", "unknown-fa") == ["unknown-fact"]
    assert "--case" in bash(fingerpost, "fingerpost", "advise", "--")


def test_bash_completes_facts_and_their_options(fingerpost: Program) -> None:
    facts = [f"{one}=" for one in load("hear-back").definition.facts]
    assert bash(fingerpost, *WORDS, "") == facts
    one = ["impression=", *(f"impression={value}" for value in IMPRESSIONS)]
    assert bash(fingerpost, *WORDS, "imp") == one
    assert bash(fingerpost, *WORDS, "impression=") == one[1:]
    # as bash breaks the words
    assert bash(fingerpost, *WORDS, "impression", "=") == IMPRESSIONS
    assert bash(fingerpost, *WORDS, "impression", "=", "c") == ["cold"]
    assert bash(fingerpost, *WORDS, "=", "imp") == one
    assert bash(fingerpost, *WORDS, "=", "impression", "=", "c") == ["cold"]
    assert bash(fingerpost, *WORDS, "a", "=", "b", "--set", "thank") == [
        "thank_you_sent=",
        "thank_you_sent=yes",
        "thank_you_sent=no",
        "thank_you_sent=unknown",
    ]
    assert bash(fingerpost, *WORDS, "nothing", "=", "c") == []
    assert bash(fingerpost, "fingerpost", "advise", "no-such", "--set", "imp") == []


def test_completion_bears_anything(fingerpost: Program) -> None:
    for words in (("",), ("=",), ("fingerpost", "=", "="), ("fingerpost", "advise", "\x1b'\"")):
        bash(fingerpost, *words)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_zsh_and_fish_complete_whole_words(fingerpost: Program, shell: str) -> None:
    line = "fingerpost advise hear-back --set imp"
    for start in (line, f"{line}ression=", f"{line}ression=c"):
        assert "impression=cold" in zsh_or_fish(fingerpost, shell, start)
    assert "hear-back" in zsh_or_fish(fingerpost, shell, "fingerpost advise he")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_nothing_that_a_shell_obeys_comes_from_a_rulebook(fingerpost: Program, shell: str) -> None:
    nasty = r"Q \\$(touch owned) `touch owned` [/bold] ' ; & | < >"
    fingerpost.write(
        "x.yaml",
        f'title: t\nversion: 1\nfacts:\n  sky: {{type: yes/no, question: "{nasty}"}}\n'
        "advice: {a: {title: A}}\n"
        "decisions: {d: {title: D, hit policy: first, rules: [{id: r, when: always, then: a}]}}\n",
    )
    told = zsh_or_fish(fingerpost, shell, "fingerpost advise x.yaml --set ")
    assert "sky=" in told
    assert not set(told.partition("sky=")[2].partition("sky=")[0]) & set("\\$`[]\x1b;&|<>")


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_in_a_real_bash(fingerpost: Program) -> None:
    env = fingerpost.environment({"PS1": "$ ", "TERM": "dumb"})
    env["PATH"] = f"{SCRIPT.parent}:{env['PATH']}"
    shell = pexpect.spawn(
        "bash",
        ["--norc", "--noprofile"],
        cwd=str(fingerpost.folder),
        env=env,  # type: ignore[arg-type]
        encoding="utf-8",
        timeout=15,
    )
    shell.sendline('eval "$(_FINGERPOST_COMPLETE=source_bash fingerpost)"; echo re""ady')
    shell.expect_exact("ready")
    shell.send("fingerpost advise hear-b\t")
    shell.expect_exact("fingerpost advise hear-back ")
    shell.send("--set imp\t")
    shell.expect_exact("--set imp")
    shell.expect_exact("ression=")
    shell.send("col\t")
    shell.expect_exact("cold ")
    shell.send("--brief\r")
    shell.expect_exact("What to do next")
    time.sleep(0.1)
    shell.close()
