"""Shell completion: queried as the scripts do, and in real shells."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect
import pytest

from medway_tui import COMPLETE_VAR
from medway_tui.cli.completion import (
    LINE_VAR,
    WORD_VAR,
    FishCompletion,
    open_quotation_mark,
    print_completions,
)
from medway_tui.cli.main import cli
from medway_tui.sync.dossier import open_dossier
from tests.fixtures_library import GAZETTE, HERALD, Folder
from tests.process_helpers import PROGRAM, run_program, run_python

HEAVY = {"textual", "rich", "yaml", "pydantic"}


@pytest.fixture
def opened(folder: Folder) -> Folder:
    """Return the library dossier, indexed, since ids and names come from the index."""
    open_dossier([folder.root]).close()
    return folder


class Asked:
    """Queries completions as a shell's script does."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: Path
    ) -> None:
        self._patch = monkeypatch
        self._capsys = capsys
        self._root = root

    def __call__(self, line: str, shell: str = "fish", word: str = "") -> list[str]:
        self._patch.setenv(LINE_VAR, line.replace("DIR", str(self._root)))
        self._patch.setenv(WORD_VAR, word)
        print_completions(cli, shell)
        return self._capsys.readouterr().out.splitlines()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], opened: Folder) -> Asked:
    return Asked(monkeypatch, capsys, opened.root)


def test_ids_continue_from_what_is_typed_and_say_what_they_are(asked: Asked) -> None:
    assert asked("medway-tui read --content DIR gaz") == [f"{GAZETTE}\tLibrary roof 'beyond patching'"]
    assert asked("medway-tui --content DIR read her") == [f"{HERALD}\tNew leader, old roof"]
    assert asked("medway-tui ratings --content DIR --inspection nothing") == []


def test_a_person_by_the_id_by_the_name_and_by_a_word_of_it(asked: Asked) -> None:
    begun = "medway-tui quotes --content DIR --speaker"
    assert asked(f"{begun} mary-") == ["mary-okafor\tMary Okafor"]
    assert asked(f"{begun} Mary") == ["Mary Okafor\tMary Okafor"]
    assert asked(f"{begun} okaf") == ["mary-okafor\tMary Okafor"]
    assert asked(f"{begun}=okaf") == ["--speaker=mary-okafor\tMary Okafor"]
    assert asked("medway-tui people --content DIR okaf") == ["mary-okafor\tMary Okafor"]


def test_parties_publishers_formats_and_filters(asked: Asked) -> None:
    begun = "medway-tui quotes --content DIR"
    assert asked(f"{begun} --party Gr") == ["Green Party\tGreen Party", "Grn\tGreen Party"]
    assert asked(f"{begun} --article Daily") == ["Daily Herald"]
    assert asked(f"{begun} --format js") == ["json", "jsonl"]
    assert asked(f"{begun} spe") == ["speaker:"]
    assert asked(f"{begun} -- -in:riv") == ['-in:"Riverside Gazette"']
    assert asked(f"{begun} type:m") == ["type:mixed"]
    assert asked("medway-tui qu") == ["quotes\tList quotations with speaker and paragraph."]


def test_bash_gets_blanks_escaped_as_the_open_quotation_mark_asks(asked: Asked) -> None:
    begun = "medway-tui quotes --content DIR --speaker"
    assert asked(f"{begun} Mary", "bash", "Mary") == [r"+Mary\ Okafor"]
    assert asked(f"{begun} 'Mary", "bash", "'Mary") == ["+Mary Okafor"]
    assert asked(f"{begun} Quay\\ R", "bash", r"Quay\ R") == ["+Quay\\ Residents\\’\\ Group"]
    # bash splits words at colons and replaces only what stands behind the last.
    assert asked("medway-tui quotes --content DIR speaker:oka", "bash", "oka") == ["+mary-okafor"]
    # Several that do not go on from what is typed are listed, and nothing is replaced by what they share.
    assert asked("medway-tui quotes --content DIR --party party", "bash", "party")[-1] == "+ "


@pytest.mark.parametrize(
    ("line", "words", "last", "quote"),
    [
        ("medway-tui read ", ("read",), "", ""),
        ("A=1 medway-tui read x", ("read",), "x", ""),
        (r"medway-tui a\ b 'c d' \"e", ("a b", "c d"), '"e', ""),
        ('medway-tui --speaker "Alan \\"J', ("--speaker",), 'Alan "J', '"'),
        ("medway-tui 'it", (), "it", "'"),
        ("medway-tui x\\", (), "x", ""),
        ("", (), "", ""),
    ],
)
def test_a_command_line_that_is_not_finished(
    monkeypatch: pytest.MonkeyPatch, line: str, words: tuple[str, ...], last: str, quote: str
) -> None:
    monkeypatch.setenv(LINE_VAR, line)
    completion = FishCompletion(cli, {}, "medway-tui", COMPLETE_VAR)
    assert completion.get_completion_args() == (list(words), last)
    assert open_quotation_mark(line) == quote


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh"])
def test_completion_is_quiet_where_nothing_can_be_known(tmp_path: Path, shell: str) -> None:
    for root in ("nowhere", "file"):
        (tmp_path / "file").touch()
        env = {COMPLETE_VAR: shell, LINE_VAR: f"medway-tui quotes --content {tmp_path / root} --speaker x"}
        result = run_program(env=env)
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout in ("", "only:\n", "begun:\n", "nospace:\n")


def test_completion_loads_nothing_heavy_and_builds_nothing(folder: Folder, own_home: Path) -> None:
    report = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    env = {COMPLETE_VAR: "zsh", LINE_VAR: f"medway-tui quotes --content {folder.root} --speaker m"}
    result = run_python(report + PROGRAM, env=env)
    assert not {name.partition(".")[0] for name in result.stderr.split()} & HEAVY
    assert not list(own_home.rglob("*.sqlite"))
    open_dossier([folder.root]).close()
    result = run_python(report + PROGRAM, env=env)
    assert result.stdout == "begun:\n+mary-okafor\tMary Okafor\n"
    assert not {name.partition(".")[0] for name in result.stderr.split()} & HEAVY


def test_the_script_is_for_the_shell_that_is_named_or_used() -> None:
    assert run_program("completion", "fish").stdout.startswith("function __medway_tui_complete")
    assert "compdef" in run_program("completion", env={"SHELL": "/usr/bin/zsh"}).stdout
    result = run_program("completion", env={"SHELL": "/bin/tcsh"})
    assert (result.returncode, result.stdout) == (2, "")
    assert "name one of: bash, zsh, fish" in result.stderr


SHELLS = {
    "bash": (["--norc", "--noprofile", "-i"], 'PS1="> "; eval "$(medway-tui completion bash)"'),
    "zsh": (["-f", "-i"], 'PS1="> "; eval "$(medway-tui completion zsh)"'),
    "fish": (["--no-config", "-i"], "medway-tui completion fish | source"),
}


@contextmanager
def shell(name: str, home: Path) -> Iterator[Any]:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "TERM": "dumb", "LC_ALL": "C.UTF-8", "HOME": str(home)}
    arguments, begin = SHELLS[name]
    started = pexpect.spawn(
        found, arguments, env=env, encoding="utf-8", timeout=30, dimensions=(50, 200), cwd=str(home)
    )
    try:
        started.sendline(f"{begin}; echo rea''dy")
        started.expect_exact("ready")
        started.expect("> |% |# ")
        yield started
    finally:
        started.close(force=True)


@pytest.mark.parametrize("name", SHELLS)
def test_a_shell_completes_what_is_typed(name: str, opened: Folder, own_home: Path) -> None:
    (own_home / "d").symlink_to(opened.root)
    open_dossier([own_home / "d"]).close()
    with shell(name, own_home) as started:
        for typed, wanted in (
            ("rea", ["read"]),
            ("read --content d gaz", ["read", "--content", "d", GAZETTE]),
            ("quotes --content d --speaker okaf", ["quotes", "--content", "d", "--speaker", "mary-okafor"]),
            ("quotes --content d --speaker Mary", ["quotes", "--content", "d", "--speaker", "Mary Okafor"]),
            ("quotes --content d --speaker 'Mary", ["quotes", "--content", "d", "--speaker", "Mary Okafor"]),
            ("quotes --content d speaker:okaf", ["quotes", "--content", "d", "speaker:mary-okafor"]),
        ):
            # The line is completed, and then printed word by word instead of being run.
            started.send(f"medway-tui {typed}\t\x01printf '<%s>' \x05\r")
            started.expect_exact("".join(f"<{word}>" for word in ("medway-tui", *wanted)))
