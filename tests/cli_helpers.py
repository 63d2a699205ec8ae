"""Run query commands in the test's process, which is ten times faster than a new one."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from click.testing import CliRunner, Result

from medway_tui.cli.main import cli
from tests.fixtures_library import Folder


def run_command(folder: Folder, command: str, *arguments: str) -> Result:
    """Run a command on a dossier."""
    result = CliRunner().invoke(cli, [command, "--content", str(folder.root), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def command_output(folder: Folder, command: str, *arguments: str) -> str:
    """Return the output of a command that finds something."""
    result = run_command(folder, command, *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def command_records(folder: Folder, command: str, *arguments: str) -> list[dict[str, Any]]:
    """Return what a command finds as records, after comparing JSON Lines, JSON and CSV."""
    parsed = [
        json.loads(line)
        for line in command_output(folder, command, *arguments, "--format", "jsonl").splitlines()
    ]
    assert json.loads(command_output(folder, command, *arguments, "--format", "json")) == parsed
    table = csv.DictReader(io.StringIO(command_output(folder, command, *arguments, "--format", "csv")))
    assert list(table) == [{name: _cell(value) for name, value in record.items()} for record in parsed]
    return parsed


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)
