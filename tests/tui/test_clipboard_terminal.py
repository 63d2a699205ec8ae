"""Copying in real terminals: a plain one, with keys and mouse; inside tmux; inside GNU screen."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest

from tests.tui.pseudo_terminal import Terminal, open_terminal

FIRST_LINE = "According to a report by Ofsted"
UNAWARE = "“unaware” — Ofsted, in BBC News, [27 Aug 2019], headline."


def copied_by_osc_52(terminal: Terminal) -> list[str]:
    """Return the texts that the terminal was asked to copy."""
    found = re.findall(rb"\x1b\]52;c?;([A-Za-z0-9+/=]+)(?:\x07|\x1b\\)", terminal.written)
    return [b64decode(data).decode() for data in found]


def test_a_walk_that_copies_by_keys_and_by_mouse_and_exports(tmp_path: Path) -> None:
    with open_terminal(TERM="xterm-kitty") as terminal:
        terminal.wait_for_text(FIRST_LINE)
        # A passage is dragged over; both keys copy it.
        place = terminal.find("numerous failings")
        assert place
        column, line = place
        terminal.child.send(
            f"\x1b[<0;{column};{line}M\x1b[<32;{column + 16};{line}M\x1b[<0;{column + 16};{line}m"
        )
        terminal.child.send("\x03")
        terminal.wait_for_text("Copied the selected text (by OSC 52)")
        assert copied_by_osc_52(terminal) == ["numerous failings"]
        terminal.child.send("y")
        terminal.wait(lambda: len(copied_by_osc_52(terminal)) > 1)
        assert "\n— BBC News, “Medway Council" in copied_by_osc_52(terminal)[-1]

        # Rows are selected with v, and with Ctrl and the mouse.
        terminal.child.send("2v")
        terminal.wait_for_text("1 selected · y copies")
        place = terminal.find("“not good enough”")
        assert place
        terminal.child.send("\x1b[<16;{};{}M\x1b[<16;{};{}m".format(*place, *place))
        terminal.wait_for_text("2 selected · y copies")
        terminal.child.send("y")
        terminal.wait_for_text("Copied 2 quotations, with citations (by OSC 52)")
        first, second = copied_by_osc_52(terminal)[-1].split("\n\n")
        assert first == UNAWARE
        assert second.startswith("“not good enough”")

        terminal.child.send("X")
        terminal.wait_for_text("Export 2 selected quotations", "for spreadsheets")
        terminal.child.send("\x15")
        terminal.wait_for_text("the name of the file")
        terminal.child.send(f"{tmp_path}/two.csv\r")
        terminal.wait_for_text("Saved 2 selected quotations")
        assert (tmp_path / "two.csv").read_text().count("\n") == 3

        terminal.child.send("\x1b")
        terminal.wait(lambda: "selected · y" not in terminal.text())
        terminal.child.send("\x03")
        terminal.wait_for_text("Nothing is selected to copy. To quit: q")
        terminal.child.send("q")
        assert terminal.exit_status() == 0


@contextmanager
def open_inside(*command: str, **env: str) -> Iterator[Terminal]:
    """Run a program in a terminal of 120 by 40 cells, which runs the reader."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    child: pexpect.spawn[bytes] = pexpect.spawn(
        command[0],
        list(command[1:]),
        dimensions=(40, 120),
        env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONUTF8": "1", **env},
    )
    try:
        yield Terminal(child, 120, 40)
    finally:
        if child.isalive():
            child.kill(signal.SIGKILL)
            child.wait()
        child.close()


def test_inside_tmux_the_text_is_in_its_buffer_and_goes_to_the_terminal(tmp_path: Path) -> None:
    tmux = ("tmux", "-S", str(tmp_path / "socket"), "-f", os.devnull)
    reader = f"{sys.executable} -m medway_tui"
    try:
        with open_inside(*tmux, "-u", "new-session", reader) as terminal:
            terminal.wait_for_text(FIRST_LINE)
            terminal.child.send("2y")
            terminal.wait_for_text("with its citation (by tmux)")
            terminal.wait(lambda: bool(copied_by_osc_52(terminal)))
            assert set(copied_by_osc_52(terminal)) == {UNAWARE}
            shown = subprocess.run([*tmux, "show-buffer"], capture_output=True, check=True)
            assert shown.stdout.decode() == UNAWARE
    finally:
        if shutil.which("tmux") is not None:
            subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)


def test_inside_screen_the_text_goes_through_to_the_terminal(tmp_path: Path) -> None:
    sockets = tmp_path / "sockets"
    sockets.mkdir(mode=0o700)
    env = {"SCREENDIR": str(sockets), "SCREENRC": os.devnull}
    try:
        command = ("screen", "-U", "-S", "reader", sys.executable, "-m", "medway_tui")
        with open_inside(*command, **env) as terminal:
            terminal.wait_for_text(FIRST_LINE)
            terminal.child.send("2y")
            terminal.wait_for_text("through screen")
            terminal.wait(lambda: bool(copied_by_osc_52(terminal)))
            assert copied_by_osc_52(terminal) == [UNAWARE]
            # A long text comes in one piece too, and none of it is shown.
            terminal.child.send("svvvvvvvvvvvvvvvvvvvvvy")
            terminal.wait(lambda: len(copied_by_osc_52(terminal)) > 1)
            assert copied_by_osc_52(terminal)[-1].count("\n\n") > 15
            assert "52;c;" not in terminal.text()
    finally:
        if shutil.which("screen") is not None:
            quit_screen = ["screen", "-S", "reader", "-X", "quit"]
            subprocess.run(quit_screen, check=False, capture_output=True, env={**os.environ, **env})
