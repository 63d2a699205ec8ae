"""Commands that answer, run in the test's own process, as that takes a tenth of the time."""

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
    """What a command that found something printed."""
    result = run_command(folder, command, *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def command_records(folder: Folder, command: str, *arguments: str) -> list[dict[str, Any]]:
    """What a command found, as programs get it; the same in each of their formats."""
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
