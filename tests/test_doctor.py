"""The page for a bug report: what it finds wrong, and what it keeps to itself."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medway_tui.cli.doctor_checks import check_folder, shorten_home, version_problem
from medway_tui.cli.main import cli
from medway_tui.notes.location import notes_path
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.locations import index_path
from medway_tui.yaml_io.journal_file import JOURNAL_NAME
from tests.fixtures_library import Folder


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the variables of a usual terminal."""
    for name in ("TMUX", "STY", "SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("locale.getpreferredencoding", lambda do_setlocale=True: "UTF-8")


def doctor(*arguments: str, folder: Folder | None = None) -> Result:
    content = ["--content", str(folder.root)] if folder else []
    return CliRunner().invoke(cli, ["doctor", *content, *arguments])


def problems(result: Result) -> list[str]:
    return re.findall(r"problem: (.*)", result.stdout)


def test_where_nothing_is_wrong_it_is_a_page_of_facts(folder: Folder, own_home: Path) -> None:
    open_dossier([Path(folder.root)]).close()
    result = doctor(folder=folder)
    assert (result.exit_code, problems(result)) == (0, [])
    lines = result.stdout.splitlines()
    assert lines[0] == "medway-tui doctor: no problems"
    assert len(lines) < 66
    assert max(map(len, lines)) <= 80
    for words in (
        "Python:",
        "SQLite:",
        "textual:",
        "OSC 52",
        "complete, no damage",
        "3 articles, 9 quotations",
    ):
        assert words in result.stdout
    # Nothing private: no home, no content, no place of the dossier.
    for secret in (str(own_home), str(folder.root), "riverside", "Okafor", os.environ.get("USER") or "\0"):
        assert secret.lower() not in result.stdout.lower()


def test_each_fault_is_named_with_what_to_do(
    folder: Folder, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_dossier([Path(folder.root)]).close()
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("EDITOR", "no-such-editor --wait")
    monkeypatch.setattr("locale.getpreferredencoding", lambda do_setlocale=True: "ANSI_X3.4-1968")
    config = own_home / "config" / "medway-tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('theme = "dark"\nno-such-setting = "a secret"\n')
    (own_home / "state" / "medway-tui" / "state.json").write_text("{")
    notes = notes_path("riverside-library")
    notes.parent.mkdir(parents=True)
    notes.write_text("- id: [\n")
    (Path(folder.root) / JOURNAL_NAME).write_bytes(b"")
    result = doctor(folder=folder)
    assert result.exit_code == 1
    found = problems(result)
    assert result.stdout.startswith(f"medway-tui doctor: {len(found)} problems\n")
    for words in (
        "this terminal can't move the cursor",
        "it is not UTF-8: some characters can't be shown",
        "2 problems: line 1, line 2",
        "its program is not found",
        "a step of an import or a review was interrupted",
        "nothing can be copied from here",
    ):
        assert words in found
    assert any("state.json" in each for each in found)
    assert any("problem in the file" in each or "problems in the file" in each for each in found)
    assert result.stdout.count("to do: ") >= 6
    assert str(own_home) not in result.stdout
    assert "secret" not in result.stdout
    # The folder with the fault is read, and nothing is written.
    assert config.read_text().endswith('"a secret"\n')


def test_it_is_data_too(folder: Folder) -> None:
    result = doctor("--format", "json", folder=folder)
    content = json.loads(result.stdout)
    assert content["problems"] == 0
    assert list(content["sections"]) == [
        "Versions", "Terminal", "Clipboard", "Folders", "Settings and state", "Dossier and index",
        "Optional parts",
    ]  # fmt: skip
    index = {each["name"]: each["value"] for each in content["sections"]["Dossier and index"]}
    assert index == {"dossier": "one of your own", "index": "none yet; the next start builds it"}


def test_a_damaged_index_and_a_folder_that_is_gone(folder: Folder) -> None:
    open_dossier([Path(folder.root)]).close()
    path = index_path([Path(folder.root)])
    assert path is not None
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * len(content[8192:])
    path.write_bytes(content)
    result = doctor(folder=folder)
    assert result.exit_code == 1 or "a file that can't be used; the next start builds it" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    gone = CliRunner().invoke(cli, ["doctor", "--content", "nowhere"])
    assert gone.exit_code == 1
    assert "there is no folder" in gone.stdout


def test_folders_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert check_folder("state", tmp_path / "file" / "below").problem.startswith("it can't be made")
    assert check_folder("state", tmp_path / "new").value.endswith("(not there yet)")
    if sys.platform != "win32" and os.geteuid():
        tmp_path.chmod(0o500)
        assert check_folder("state", tmp_path).problem == "it can't be written"
        tmp_path.chmod(0o700)


def test_versions_are_compared_as_numbers() -> None:
    assert version_problem("8.10.0", ">=8.2.8,<9") == ""
    assert version_problem("8.2.7", "<8.3,>=8.2.8") == "it is older than 8.2.8"
    assert version_problem("8.3", "<8.3,>=8.2.8") == "it is not older than 8.3"
    assert version_problem("2.0rc1", "") == ""


def test_the_home_folder_is_a_tilde_wherever_it_is(own_home: Path) -> None:
    text = f"{own_home}/x:1: see {own_home}, not {own_home}-other"
    assert shorten_home(text) == f"~/x:1: see ~, not {own_home}-other"
