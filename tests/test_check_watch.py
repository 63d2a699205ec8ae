"""``check --watch``, and which changes count."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from medway_tui.sync.watcher import DossierWatcher
from tests.fixtures_library import HERALD, Folder
from tests.process_helpers import PROGRAM

QUOTES = f"quotes/{HERALD}.yaml"


@contextmanager
def watch_folder(folder: Folder, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Run ``check --watch`` on a folder, with all output in one stream."""
    command = [sys.executable, "-c", PROGRAM, "check", "--watch", "--output-format", "concise", *options]
    with subprocess.Popen(
        [*command, "."],
        cwd=folder.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_round(process: subprocess.Popen[str]) -> list[str]:
    """Return the lines until it waits again."""
    assert process.stdout
    lines: list[str] = []
    for line in process.stdout:
        if line.startswith("Watching for changes"):
            return lines
        lines.append(line.rstrip("\n"))
    pytest.fail(f"it ended: {lines}")


def interrupt(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Press Ctrl+C; return the exit status and the last line."""
    process.send_signal(signal.SIGINT)
    assert process.stdout
    printed = process.stdout.read()
    return process.wait(), printed


def test_each_save_is_checked_until_ctrl_c(folder: Folder) -> None:
    with watch_folder(folder) as process:
        assert read_round(process) == ["14 files read: no errors, no warnings"]
        folder.write("events.yaml", "")
        rule, finding, summary = read_round(process)[1:]
        assert rule == "── events.yaml changed ──"
        assert finding.startswith("events.yaml:1:1: Y012 ")
        assert summary == "14 files read: 1 error, no warnings"
        # An editor's temporary files do not count; a deleted file does.
        folder.write("articles/.new.yaml.swp", "x")
        folder.write("articles/4913", "x")
        folder.remove("events.yaml")
        assert read_round(process)[1:] == [
            "── events.yaml changed ──",
            "13 files read: no errors, no warnings",
        ]
        folder.write("events.yaml", "")
        assert read_round(process)[-1] == "14 files read: 1 error, no warnings"
        assert interrupt(process) == (1, "\n")


def test_a_folder_that_goes_and_comes_again_is_watched_on(folder: Folder) -> None:
    with watch_folder(Folder(folder.root.parent), "--content", str(folder.root)) as process:
        # The folder above it is no dossier, and overrides nothing of it.
        assert read_round(process) == ["14 files read: no errors, no warnings"]
        away = folder.root.rename(folder.root.parent / "away")
        assert "medway-tui: there is no folder" in "\n".join(read_round(process))
        away.rename(folder.root)
        assert read_round(process)[-1] == "14 files read: no errors, no warnings"
        folder.write("events.yaml", "")
        assert read_round(process)[-1] == "14 files read: 1 error, no warnings"
        assert interrupt(process) == (1, "\n")


def test_what_it_fixes_itself_is_no_change(folder: Folder) -> None:
    folder.change(QUOTES, "paragraph: 2\n", "paragraph: 1 \n")
    with watch_folder(folder, "--fix") as process:
        assert read_round(process) == ["14 files read: no errors, no warnings; 2 fixed"]
        folder.write("events.yaml", "")
        assert read_round(process)[1] == "── events.yaml changed ──"
        assert interrupt(process) == (1, "\n")


def test_a_dossier_that_is_not_there_is_not_waited_for(folder: Folder) -> None:
    with watch_folder(folder, "nowhere") as process:
        assert process.stdout
        assert "there is no folder" in process.stdout.read()
        assert process.wait() == 2


class Noticed:
    """Notices of a test's own: each is a step that the test does while it is waited."""

    steps: list[tuple[str, ...]]
    folder: Folder

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def wait(self, *_: object) -> list[str]:
        if not self.steps:
            self._stop.set()
            return []
        name, *content = self.steps.pop(0)
        if content:
            self.folder.write(name, content[0])
        return [name]

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("steps", "changes"),
    [
        ([("articles/.x.yaml", "x"), ("articles/x.yaml~", "x"), ("people.yaml",)], []),
        ([("people.yaml", "[]"), ("people.yaml",), ("people.yaml",)], [["people.yaml"]]),
        (
            [("people.yaml", "[]"), ("new.yaml", "x"), ("events.yaml", "[]")],
            [["people.yaml"], ["events.yaml"]],
        ),
        ([("articles/new.yaml", "x")], [["articles/new.yaml"]]),
    ],
)
def test_only_files_that_a_dossier_reads_and_that_differ_are_changes(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, steps: list[tuple[str, ...]], changes: list[list[str]]
) -> None:
    monkeypatch.setattr(Noticed, "steps", steps, raising=False)
    monkeypatch.setattr(Noticed, "folder", folder, raising=False)
    monkeypatch.setattr("medway_tui.sync.watcher.FileWatcher", Noticed)
    found = [[folder.name_of(path) for path in each] for each in DossierWatcher([folder.root]).changes()]
    assert found == changes
