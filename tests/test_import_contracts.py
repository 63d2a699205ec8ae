"""Import contracts, and the modules that a start imports."""

from __future__ import annotations

import re

import click
import pytest

from medway_tui import __version__
from medway_tui.cli.main import COMMANDS, cli
from tests.conftest import ROOT
from tests.process_helpers import PROGRAM, run_program, run_python

HEAVY = (
    "textual",
    "rich",
    "yaml",
    "pydantic",
    "pydantic_core",
    "sqlite3",
    "platformdirs",
    "rapidfuzz",
    "regex",
)


def test_the_import_contracts_hold() -> None:
    lint = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    result = run_python(lint, cwd=ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    kept = re.search(r"Contracts: (\d+) kept, 0 broken", result.stdout)
    assert kept
    assert int(kept[1]) >= 7


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--version"], f"medway-tui {__version__}\n"),
        (["-V"], f"medway-tui {__version__}\n"),
        (["--help"], "Usage: medway-tui [OPTIONS]"),
        (["-h"], "Usage: medway-tui"),
    ],
)
def test_help_and_version_load_nothing_heavy(arguments: list[str], says: str) -> None:
    report = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    result = run_python(report + PROGRAM, *arguments)
    assert result.returncode == 0
    assert result.stdout.startswith(says)
    loaded = {name.partition(".")[0] for name in result.stderr.split()}
    assert "medway_tui" in loaded
    assert not loaded & set(HEAVY)


def test_the_help_of_a_check_loads_no_screen() -> None:
    report = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    result = run_python(report + PROGRAM, "check", "--help")
    assert result.returncode == 0
    assert result.stdout.startswith("Usage: medway-tui check")
    loaded = {name.partition(".")[0] for name in result.stderr.split()}
    assert not loaded & {"textual", "rich"}


def test_a_check_loads_no_screen() -> None:
    report = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    result = run_python(report + PROGRAM, "check", ROOT / "content")
    assert result.returncode == 0, result.stdout + result.stderr
    loaded = {name.partition(".")[0] for name in result.stderr.split()}
    assert "yaml" in loaded
    assert not loaded & {"textual", "rich"}


@pytest.mark.parametrize(
    "command", ["quotes --speaker jarrett --format jsonl", "read bbc-2019-08-27", "search roof"]
)
def test_a_warm_answer_loads_neither_yaml_nor_a_screen(command: str) -> None:
    report = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    run_python(PROGRAM, "articles")
    result = run_python(report + PROGRAM, *command.split())
    loaded = {name.partition(".")[0] for name in result.stderr.split()}
    assert "sqlite3" in loaded
    assert not loaded & {"textual", "yaml", "pydantic", "rich", "rapidfuzz", "regex"}


@pytest.mark.parametrize("arguments", [[], ["--content", "ROOT"], ["--content=ROOT", "--content", "ROOT"]])
def test_the_reader_opens_without_click(arguments: list[str]) -> None:
    report = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    named = [each.replace("ROOT", str(ROOT / "content")) for each in arguments]
    result = run_python(report + PROGRAM, *named)
    assert "not a terminal" in result.stderr
    assert "click" not in result.stderr.split()


@pytest.mark.parametrize("env", [{}, {"TERM": "dumb"}])
def test_the_reader_needs_a_terminal(env: dict[str, str]) -> None:
    result = run_program(env=env)
    assert (result.returncode, result.stdout) == (2, "")
    assert re.fullmatch(
        "medway-tui: not a terminal: run medway-tui in one; `medway-tui --plain` has every view as plain"
        " text\n",
        result.stderr,
    )


def test_help_lists_the_commands_and_an_example() -> None:
    result = run_program("--help")
    assert "check" in result.stdout
    assert "medway-tui --content bandstand" in result.stdout


def test_the_list_of_commands_says_of_each_what_its_own_help_says_first() -> None:
    context = click.Context(cli)
    for name, known in COMMANDS.items():
        command = cli.get_command(context, name)
        assert command is not None
        assert (command.help or "").split("\n")[0] == known.summary
        assert known.summary in cli.get_help(context)
