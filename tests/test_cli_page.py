"""docs/cli.md matches the commands, and its examples print what it shows."""

from __future__ import annotations

import re
import runpy
import signal
from pathlib import Path
from typing import Any

import pexpect
import pytest

from medway_tui.cli.command_pages import describe_commands
from medway_tui.cli.main import cli
from tests.conftest import ROOT

TOOL = runpy.run_path(str(ROOT / "tools" / "cli_page.py"))
PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
COMMANDS: dict[str, Any] = {each.name: each for each in describe_commands(cli)}
BLOCK = re.compile(r"^```console\n\$ (.*)\n((?:.*\n)*?)```\n", re.MULTILINE)
SHOWN = {match[1]: match[0] for match in BLOCK.finditer(PAGE)}
STAYING = [example for each in COMMANDS.values() for example in each.examples if example.is_interactive]


def test_the_page_is_made_from_the_commands() -> None:
    made = TOOL["page"](lambda _each, example: SHOWN.get(example.line, f"{example.line}: not on the page\n"))
    assert made == PAGE, "run: make docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_s_examples_print_what_the_page_shows(name: str, tmp_path: Path) -> None:
    examples = [example for example in COMMANDS[name].examples if not example.is_interactive]
    assert COMMANDS[name].examples, "every command has an example"
    place = TOOL["ExampleRunner"](tmp_path / "place")
    folder = place.folder(name)
    for example in examples:
        printed, status = place.run(example.line, folder)
        assert TOOL["console_block"](example.line, printed, status) == SHOWN[example.line], "run: make docs"
        assert status == 0, "an example is of something that works"


def _on_a_free_port(line: str) -> str:
    return line.replace(" serve", " serve --port 0")


@pytest.mark.parametrize("example", STAYING, ids=lambda example: example.line)
def test_an_example_that_stays_open_opens_and_ends(example: Any, tmp_path: Path) -> None:
    place = TOOL["ExampleRunner"](tmp_path / "place")
    folder = place.folder("stays")
    program = pexpect.spawn(
        "sh",
        ["-c", f"exec {_on_a_free_port(example.line)}"],
        env=place.env,
        cwd=str(folder),
        timeout=30,
        dimensions=(24, 80),
    )
    try:
        if "--watch" in example.line or "serve" in example.line.split():
            program.expect_exact("Watching for changes" if "--watch" in example.line else "Ctrl+C ends it.")
            program.kill(signal.SIGINT)
        else:
            program.expect_exact("╯".encode())
            program.send("q")
        program.expect(pexpect.EOF)
        program.wait()
    finally:
        program.close(force=True)
    assert program.exitstatus == 0
