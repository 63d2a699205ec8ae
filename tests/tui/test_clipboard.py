"""The ways to the clipboard, with programs of the test's own and with a real tmux and screen."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.copying import clipboard
from medway_tui.tui.copying.clipboard import ClipboardEnvironment, ClipboardWriter, CopyOutcome
from tests.tui.reader_pilot import open_reader

TEXT = "“Überall [sic]” — we’ve\n2 lines"
SEQUENCE = f"\x1b]52;c;{b64encode(TEXT.encode()).decode()}\a"
ALL = ("clip.exe", "pbcopy", "tmux", "wl-copy", "xclip", "xsel")
DOUBT = "if nothing arrives, the terminal does not allow it"


def environment(
    platform: str = "linux", there: tuple[str, ...] = ALL, **variables: str
) -> ClipboardEnvironment:
    """Return an environment with some programs."""
    return ClipboardEnvironment(variables, platform, lambda name: f"/bin/{name}" if name in there else None)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (environment(), []),
        (environment("darwin"), ["pbcopy"]),
        (environment("darwin", SSH_TTY="/dev/pts/1"), []),
        (environment(WAYLAND_DISPLAY="wayland-0", DISPLAY=":0"), ["wl-copy", "xclip", "xsel"]),
        (environment(there=("xsel",), WAYLAND_DISPLAY="wayland-0", DISPLAY=":0"), ["xsel"]),
        (environment(DISPLAY=":0"), ["xclip", "xsel"]),
        (environment(DISPLAY=":0", SSH_CONNECTION="1 2 3 4"), []),
        (environment(DISPLAY="localhost:10.0", SSH_CONNECTION="1 2 3 4"), ["xclip", "xsel"]),
        (environment(WAYLAND_DISPLAY="wayland-0", SSH_CLIENT="1 2 3"), []),
        (environment(WSL_DISTRO_NAME="Debian", WAYLAND_DISPLAY="wayland-0"), ["clip.exe", "wl-copy"]),
        (environment("win32"), ["clip.exe"]),
    ],
)
def test_programs_are_used_where_the_desktop_is_the_user_s_own(
    found: ClipboardEnvironment, expected: list[str]
) -> None:
    assert [each.name for each in found.programs] == expected


@pytest.mark.parametrize(
    ("variables", "obeys"),
    [
        ({"TERM": "xterm-256color"}, None),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color", "WT_SESSION": "1"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "linux"}, False),
        ({}, False),
        ({"TERM": "screen-256color", "STY": "1.pts", "TERM_PROGRAM": "WezTerm"}, None),
    ],
)
def test_some_terminals_are_known_to_obey_or_not(variables: dict[str, str], obeys: bool | None) -> None:
    assert ClipboardEnvironment(variables, "linux", shutil.which).obeys_osc_52 is obeys


def test_the_sequence_is_wrapped_for_screen_and_for_tmux() -> None:
    assert environment(TERM="xterm").encode_osc_52(TEXT) == SEQUENCE
    in_screen = environment(TERM="screen", STY="1.pts").encode_osc_52(TEXT * 20)
    pieces = in_screen.removeprefix("\x1bP").removesuffix("\x1b\\").split("\x1b\\\x1bP")
    assert max(map(len, pieces)) <= 76
    assert "".join(pieces) == environment(TERM="xterm").encode_osc_52(TEXT * 20)
    assert environment(TERM="tmux", TMUX="/tmp/x,1,0").encode_osc_52(TEXT) == (  # noqa: S108 - a socket's name
        f"\x1bPtmux;\x1b{SEQUENCE}\x1b\\{SEQUENCE}"
    )


@pytest.mark.parametrize(
    ("variables", "text", "outcome", "is_sent"),
    [
        ({"TERM": "foot"}, TEXT, ("copied", "by OSC 52"), True),
        ({"TERM": "xterm"}, TEXT, ("asked", f"by OSC 52; {DOUBT}"), True),
        ({"TERM": "screen", "STY": "1.pts"}, TEXT, ("asked", f"by OSC 52 through screen; {DOUBT}"), True),
        ({"TERM": "foot"}, TEXT * 9999, ("asked", "by OSC 52; so long a text may be cut"), True),
        ({"TERM": "linux"}, TEXT, ("failed", ""), False),
    ],
)
def test_the_terminal_is_asked_unless_it_is_known_to_be_deaf(
    variables: dict[str, str], text: str, outcome: tuple[str, str], is_sent: bool
) -> None:
    sent: list[str] = []
    writer = ClipboardWriter(ClipboardEnvironment(variables, "linux", lambda _: None), sent.append)
    assert not writer.runs_programs
    assert writer.ask_terminal(text) == outcome
    assert bool(sent) == is_sent


# -- programs ---------------------------------------------------------------------------------------------


class Tools:
    """A folder of programs, the first on the PATH."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, name: str, script: str = "") -> None:
        """Write a program that logs its arguments, and keeps its input unless the script ends before."""
        path = self.folder / name
        path.write_text(
            f'#!/bin/sh\necho "{name} $*" >> {self.folder}/log\n{script}\ncat > {self.folder}/{name}.in\n'
        )
        path.chmod(0o755)

    def calls(self) -> list[str]:
        log = self.folder / "log"
        return log.read_text().splitlines() if log.exists() else []

    def text(self, name: str, encoding: str = "utf-8") -> str:
        """The text that a program was given last."""
        return (self.folder / f"{name}.in").read_bytes().decode(encoding)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    """Return the first folder on the PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return Tools(folder)


def copy(variables: dict[str, str], sent: list[str] | None = None) -> CopyOutcome:
    """Copy the text by the ways of an environment."""
    found = ClipboardEnvironment({"TERM": "xterm", **variables}, "linux", shutil.which)
    writer = ClipboardWriter(found, (sent if sent is not None else []).append)
    assert writer.runs_programs
    return asyncio.run(writer.copy(TEXT))


@pytest.mark.parametrize(
    ("name", "variables", "call", "encoding"),
    [
        ("wl-copy", {"WAYLAND_DISPLAY": "wayland-0"}, "wl-copy ", "utf-8"),
        ("xclip", {"DISPLAY": ":0"}, "xclip -selection clipboard -in", "utf-8"),
        ("xsel", {"DISPLAY": ":0"}, "xsel --clipboard --input", "utf-8"),
        ("clip.exe", {"WSL_DISTRO_NAME": "Debian"}, "clip.exe ", "utf-16-le"),
    ],
)
def test_a_program_gets_the_text(
    tools: Tools, name: str, variables: dict[str, str], call: str, encoding: str
) -> None:
    # Like the real ones, it leaves a process behind that keeps its output open.
    tools.add(name, "sleep 5 &")
    sent: list[str] = []
    started = time.monotonic()
    assert copy(variables, sent) == ("copied", f"by {name}")
    assert time.monotonic() - started < clipboard.PROGRAM_TIMEOUT
    assert (tools.calls(), tools.text(name, encoding), sent) == ([call], TEXT, [])


def test_pbcopy_gets_the_text_on_a_mac(tools: Tools) -> None:
    tools.add("pbcopy")
    writer = ClipboardWriter(ClipboardEnvironment({"TERM": "xterm"}, "darwin", shutil.which), print)
    assert asyncio.run(writer.copy(TEXT)) == ("copied", "by pbcopy")
    assert tools.text("pbcopy") == TEXT


def test_a_program_that_fails_or_hangs_gives_way_to_the_next(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "PROGRAM_TIMEOUT", 0.3)
    tools.add("wl-copy", "exit 1")
    tools.add("xclip", "sleep 60")
    tools.add("xsel", "exit 1")
    variables = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}
    sent: list[str] = []
    assert copy(variables, sent) == ("asked", f"by OSC 52; wl-copy, xclip, xsel failed; {DOUBT}")
    assert sent == [SEQUENCE]
    tools.add("xsel")
    assert copy(variables) == ("copied", "by xsel")
    assert copy({**variables, "TERM": "linux"}) == ("copied", "by xsel")


@pytest.mark.parametrize(
    ("script", "outcome", "calls", "sends"),
    [
        ("[ $1 = display-message ] && echo external clipboard,title && exit", "copied: by tmux", 2, False),
        ("[ $1 = display-message ] && echo off clipboard && exit",
         "asked: in tmux's buffer, which prefix ] pastes; its set-clipboard is off", 2, True),
        ("[ $1 = display-message ] && echo external title && exit",
         "asked: in tmux's buffer, which prefix ] pastes; it knows no clipboard of this terminal", 2, True),
        ("[ $2 = -w ] && exit 1",
         "asked: in tmux's buffer, which prefix ] pastes; this tmux passes nothing on", 2, True),
        ("exit 1", f"asked: by OSC 52; tmux failed; {DOUBT}", 2, True),
    ],
    ids=["passes it on", "switched off", "no clipboard outside", "before 3.2", "refuses"],
)  # fmt: skip
def test_tmux_is_given_the_text_and_asked_whether_it_passes_it_on(
    tools: Tools, script: str, outcome: str, calls: int, sends: bool
) -> None:
    tools.add("tmux", script)
    sent: list[str] = []
    status, way = copy({"TMUX": "/tmp/tmux-0/default,1,0"}, sent)  # noqa: S108 - the name of a socket
    assert f"{status}: {way}" == outcome
    assert tools.calls()[0] == "tmux load-buffer -w -"
    assert len(tools.calls()) == calls
    assert bool(sent) == sends
    if "OSC 52" not in way:
        assert tools.text("tmux") == TEXT


def test_on_a_desktop_tmux_s_buffer_is_filled_besides(tools: Tools) -> None:
    tools.add("tmux", "[ $1 = display-message ] && exit")
    tools.add("xclip")
    variables = {"TMUX": "/tmp/tmux-0/default,1,0", "DISPLAY": ":0"}  # noqa: S108 - the name of a socket
    assert copy(variables) == ("copied", "by xclip, and in tmux's buffer")
    assert (tools.text("xclip"), tools.text("tmux")) == (TEXT, TEXT)


def test_a_read_only_reader_runs_no_program_of_its_host(tools: Tools) -> None:
    tools.add("xclip")
    found = ClipboardEnvironment({"TERM": "xterm", "DISPLAY": ":0"}, "linux", shutil.which)
    assert not ClipboardWriter(found, print, is_read_only=True).runs_programs


# -- a real tmux and screen -------------------------------------------------------------------------------


@pytest.fixture
def tmux_socket(tmp_path: Path) -> Iterator[str]:
    """Start a server of tmux's own, and return the name of its socket."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    socket = str(tmp_path / "tmux")
    tmux = ["tmux", "-S", socket, "-f", os.devnull]
    subprocess.run([*tmux, "new-session", "-d", "sleep", "60"], check=True)
    yield socket
    subprocess.run([*tmux, "kill-server"], check=False)


def test_a_real_tmux_has_the_text_in_its_buffer(tmux_socket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", f"{tmux_socket},1,0")
    outcome = copy({"TMUX": os.environ["TMUX"]})
    # No client is attached, so the terminal outside is not known.
    assert outcome == ("copied", "by tmux")
    shown = ["tmux", "-S", tmux_socket, "show-buffer"]
    assert subprocess.run(shown, capture_output=True, check=True).stdout.decode() == TEXT
    off = ["tmux", "-S", tmux_socket, "set-option", "-s", "set-clipboard", "off"]
    subprocess.run(off, check=True)
    assert copy({"TMUX": os.environ["TMUX"]}).way.endswith("its set-clipboard is off")


# -- in the reader ----------------------------------------------------------------------------------------


async def test_the_screen_does_not_wait_for_a_program(
    shipped: Dossier, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys are obeyed meanwhile; of the copies that wait, only the last is made."""
    tools.add("xclip", "sleep 0.5")
    monkeypatch.setenv("DISPLAY", ":0")
    async with open_reader(shipped) as opened:
        opened.send("2", "y")
        await opened.wait_until(lambda: bool(tools.calls()))
        opened.send("j", "y", "j", "y")
        row = opened.rows("#list").cursor
        await opened.wait_until(lambda: opened.rows("#list").cursor == row + 2)
        assert opened.toast_messages() == []
        await opened.settle()
        assert tools.calls() == ["xclip -selection clipboard -in"] * 2
        assert tools.text("xclip") == opened.clipboard
        assert [message.rpartition("(")[2] for message in opened.toast_messages()] == ["by xclip)"] * 2


async def test_where_no_way_is_known_to_work_a_file_is_offered(
    shipped: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "linux")
    monkeypatch.chdir(tmp_path)
    async with open_reader(shipped) as opened:
        await opened.press("2", "y")
        assert opened.toast_messages() == ["Not copied: no clipboard is known to work here"]
        assert "Save the copied text: 1 line" in opened.text()
        assert opened.input_text() == "medway-copied.txt"
        await opened.press("enter")
        saved = tmp_path / "medway-copied.txt"
        assert saved.read_text() == f"{opened.clipboard}\n"
        assert opened.toast_messages()[-1] == f"Saved 1 line: {saved} ({saved.stat().st_size:,} bytes)"
