"""Commands that answer, run in the test's own process, as that takes a tenth of the time."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from click.testing import CliRunner, Result

from medway_tui.cli.main import cli
from tests.fixtures_library import Folder


def answer(folder: Folder, command: str, *arguments: str) -> Result:
    """Run a command on a dossier."""
    done = CliRunner().invoke(cli, [command, "--content", str(folder.root), *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def printed(folder: Folder, command: str, *arguments: str) -> str:
    """What a command that found something printed."""
    done = answer(folder, command, *arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def records(folder: Folder, command: str, *arguments: str) -> list[dict[str, Any]]:
    """What a command found, as programs get it; the same in each of their formats."""
    found = [
        json.loads(line) for line in printed(folder, command, *arguments, "--format", "jsonl").splitlines()
    ]
    assert json.loads(printed(folder, command, *arguments, "--format", "json")) == found
    table = csv.DictReader(io.StringIO(printed(folder, command, *arguments, "--format", "csv")))
    assert list(table) == [{name: _cell(value) for name, value in record.items()} for record in found]
    return found


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)
