"""The man page: current, complete, and read without complaint."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from click.testing import CliRunner

from medway_tui.cli.command_pages import describe_commands
from medway_tui.cli.main import cli
from medway_tui.cli.man_page import make_man_page
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "medway-tui.1"


def test_the_page_is_made_from_the_commands() -> None:
    assert make_man_page(cli) == PAGE.read_text(encoding="utf-8"), "run: make docs"


def test_it_has_every_command_and_option() -> None:
    text = PAGE.read_text(encoding="utf-8").replace(r"\-", "-")
    for each in describe_commands(cli):
        assert f"\n.B {each.name}\n" in text
        for option, words in each.options:
            assert not words or f"\n.B {option}\n" in text, (each.name, option)


def test_it_is_plain_ascii_and_no_line_is_a_request_by_mistake() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.isascii()
    requests = {line.split()[0] for line in text.splitlines() if line[:1] in ".'"}
    assert requests == {r".\"", ".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".RS", ".RE", ".nf", ".fi"}


@pytest.mark.skipif(shutil.which("man") is None, reason="there is no man here")
def test_man_shows_it() -> None:
    shown = subprocess.run(
        ["man", "-l", str(PAGE)],
        capture_output=True,
        text=True,
        check=True,
        env={"MANWIDTH": "80", "PATH": "/usr/bin:/bin"},
    ).stdout
    for words in ("medway-tui - read a story told in many sources", "OPTIONS OF SEVERAL COMMANDS", "doctor"):
        assert words in re.sub(r".\x08", "", shown)


def test_without_a_terminal_its_source_is_printed() -> None:
    assert CliRunner().invoke(cli, ["man"]).stdout == PAGE.read_text(encoding="utf-8")
