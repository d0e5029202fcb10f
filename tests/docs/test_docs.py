"""Documents cannot rot: every command, snippet and link in them is run or followed."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from fingerpost.cli.drawing import draw_all
from fingerpost.cli.style import Style
from fingerpost.engine import RulebookError, loads

ROOT = Path(__file__).parent.parent.parent
PROGRAM = Path(sys.executable).with_name("fingerpost")
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPEN_ENDED = ("ask", "--install-completion")


def blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(page.read_text("utf-8")) if kind == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_is_of_a_kind_that_is_tested(page: Path) -> None:
    kinds = {kind for kind, _ in BLOCK.findall(page.read_text("utf-8"))}
    assert kinds <= {"sh", "yaml", "python", "text"}


@pytest.mark.parametrize("name", ["README.md", "docs/guide.md"])
def test_commands_run(name: str, tmp_path: Path) -> None:
    page = ROOT / name
    for text in blocks(page, "yaml"):
        found = re.match(r"# case: (\S+)\n", text)
        if found:
            (tmp_path / found[1]).write_text(text, "utf-8")
    lines = [line for text in blocks(page, "sh") for line in text.splitlines() if line.strip()]
    ran = 0
    for line in lines:
        words = shlex.split(line, comments=True)
        if words[0] != "fingerpost":
            assert "python3 -m venv" in line, f"who tests `{line}`?"
            continue
        if any(word in OPEN_ENDED for word in words):
            words = [*words, "--help"]
        ended = subprocess.run(
            [str(PROGRAM), *words[1:]],
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, f"{line}\n{ended.stdout}{ended.stderr}"
        ran += 1
    assert ran > 5


def test_the_readme_has_two_set_up_commands_of_one_line() -> None:
    lines = [line for text in blocks(ROOT / "README.md", "sh") for line in text.splitlines()]
    set_up = [line for line in lines if "venv" in line]
    assert len(set_up) == 2
    assert all(line.startswith("python3 -m venv .venv && ") for line in set_up)
    assert set_up[0].endswith("fingerpost advise hear-back --set impression=cold")
    assert set_up[1].endswith("python -m tests")


def test_python_snippets_run(capsys: pytest.CaptureFixture[str]) -> None:
    for text in blocks(ROOT / "README.md", "python"):
        exec(compile(text, "README.md", "exec"), {})
    assert capsys.readouterr().out == "let_go\n"


def language_example() -> str:
    return "\n".join(blocks(ROOT / "docs/language.md", "yaml"))


def test_the_language_page_is_one_rulebook_whose_scenarios_pass(tmp_path: Path) -> None:
    try:
        loads(language_example(), "language.md")
    except RulebookError as error:
        pytest.fail(draw_all(error.diagnostics, Style()))
    file = tmp_path / "sick-day.yaml"
    file.write_text(language_example(), "utf-8")
    ended = subprocess.run(
        [str(PROGRAM), "test", str(file)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if not target.startswith("https://"):
            assert (page.parent / target).exists(), target


def test_every_command_is_documented() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)
    from fingerpost.cli.main import app

    names = [command.name or command.callback.__name__ for command in app.registered_commands]
    assert {name for name in names if f"fingerpost {name}" not in text} == set()


@pytest.mark.parametrize("ids", ["hear-back", "offer"])
def test_the_packages_know_nothing_of_the_rulebooks(ids: str) -> None:
    from fingerpost.engine import load

    rulebook = load(ids).definition
    names = {
        *(name for name in rulebook.facts),
        *(name for name in rulebook.advice),
        *(name for name in rulebook.decisions),
        *(name for name in rulebook.settings),
        *(rule.id for decision in rulebook.decisions.values() for rule in decision.rules),
        ids,
    }
    telling = {name for name in names if "_" in name or "-" in name}
    for folder in ("engine", "cli", "visualize"):
        for file in (ROOT / folder).rglob("*.py"):
            text = file.read_text("utf-8")
            found = {
                name
                for name in telling
                if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
            }
            assert not found, f"{file.name} knows {found}"


def test_every_package_is_listed_for_installation() -> None:
    import tomllib

    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"][
        "packages"
    ]
    folders = {
        file.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for top in ("engine", "cli", "visualize", "rules")
        for file in (ROOT / top).rglob("__init__.py")
    }
    assert {name.removeprefix("fingerpost.") for name in listed} == folders
