"""How the program ends: on a signal, with its terminal, with an error; and nonsense from the terminal."""

from __future__ import annotations

import fcntl
import os
import random
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.dialogs.help import HelpDialog
from medway_tui.tui.terminal_driver import TerminalWriter, TolerantParser
from tests.tui.pseudo_terminal import is_restored, open_terminal
from tests.tui.reader_pilot import open_reader

FIRST_LINE = "According to a report by Ofsted"
SECONDS_TO_END = 2.0
"""DESIGN: the process is gone in so many seconds; tests allow a busy machine three times that."""
SIGNALS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT]


class ClosedTerminal:
    """A file that fails as a terminal that has gone does."""

    def write(self, text: str) -> None:
        raise OSError(5, "Input/output error")

    def flush(self) -> None:
        raise OSError(5, "Input/output error")


def test_a_writer_whose_terminal_has_gone_holds_up_neither_writes_nor_the_end() -> None:
    """The queue has room for 30 texts: with Textual's own thread the 32nd write never returns."""
    reports: list[str] = []
    writer = TerminalWriter(ClosedTerminal(), lambda: reports.append("closed"))  # type: ignore[arg-type]
    writer.start()
    for _ in range(200):
        writer.write("text")
    writer.stop()
    assert not writer.is_alive()
    assert reports == ["closed"]


@pytest.mark.parametrize(
    "report",
    ["\x1b[1114112u", "\x1b[99999999999u", "\x1b[57;1;9999999999u", "\x1b[<0;1;99999999999M"],
)
def test_a_key_report_with_an_impossible_number_is_no_key(report: str) -> None:
    parser = TolerantParser()
    list(parser.feed(report))
    assert [getattr(event, "key", None) for event in parser.feed("j")] == ["j"]


@contextmanager
def open_bare_terminal(*, controlling: bool, **env: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run the program in a terminal; yield it and the terminal's other end.

    Only a controlling terminal sends SIGHUP when it closes.
    """
    parent, child = os.openpty()

    def start_session() -> None:
        os.setsid()
        if controlling:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        [sys.executable, "-m", "medway_tui"],
        stdin=child,
        stdout=child,
        stderr=child,
        preexec_fn=start_session,  # noqa: PLW1509 - before any thread of the test starts
        env={**os.environ, "TERM": "xterm-256color", **env},
    )
    os.close(child)
    try:
        yield process, parent
    finally:
        process.kill()
        process.wait()


def helpers_of(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


def state_of(pid: int) -> str:
    """Return the state of a process as Linux has it: T is stopped, Z has ended, empty is gone."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    return status.rpartition(")")[2].split()[0]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_ends_when_its_terminal_closes_at_any_moment(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same keys each time
    with open_bare_terminal(controlling=seed % 2 == 0) as (process, terminal):
        end = time.monotonic() + chance.uniform(0.3, 3)
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.05)[0]:
                os.read(terminal, 65536)
            os.write(terminal, chance.choice([b"j", b"2", b"3", b"/a", b"\x1b", b"G", b"c", b"?"]))
        helpers = helpers_of(process.pid)
        os.close(terminal)
        process.wait(3 * SECONDS_TO_END)
        time.sleep(0.2)
        assert all(state_of(each) in ("", "Z") for each in helpers)


def test_it_ends_when_its_terminal_closes_before_it_reads_keys(tmp_path: Path) -> None:
    """A terminal that controls no session sends no signal, and a first build takes seconds."""
    (tmp_path / "sitecustomize.py").write_text(
        "import medway_tui.sync.dossier as dossier, os, time\n"
        "def build(*_, **__):\n    os.write(2, b'BUILDING')\n    time.sleep(60)\n"
        "dossier.open_dossier = build\n"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    with open_bare_terminal(controlling=False, PYTHONPATH=path) as (process, terminal):
        written = b""
        while b"BUILDING" not in written:
            written += os.read(terminal, 65536)
        os.close(terminal)
        assert process.wait(3 * SECONDS_TO_END) == 128 + signal.SIGHUP


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("seconds", [0.0, 0.3, 0.6])
def test_a_signal_at_any_moment_leaves_the_terminal_as_it_was(number: signal.Signals, seconds: float) -> None:
    with open_terminal() as terminal:
        before = termios.tcgetattr(terminal.child.child_fd)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            terminal.read()
        terminal.child.kill(number)
        status = terminal.exit_status()
        if b"Fatal Python error: init_" in terminal.written:
            # CPython itself was interrupted, before it ran a line of the program: it ends with status 1.
            assert (number, status) == (signal.SIGINT, 1)
            return
        assert status in (-number, 128 + number), terminal.written
        assert b"\x1b[?1049h" not in terminal.written or is_restored(terminal)
        assert termios.tcgetattr(terminal.child.child_fd)[3] == before[3]
        assert b"Traceback" not in terminal.written


def test_it_ends_in_time_even_if_it_answers_no_more(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import medway_tui.tui.idle as idle, time\n"
        "resume = idle.resume_gc\n"
        "def stick():\n    resume()\n    import os\n    os.write(2, b'STUCK')\n    time.sleep(60)\n"
        "idle.resume_gc = stick\n"
    )
    with open_terminal(PYTHONPATH=os.pathsep.join([str(tmp_path), *sys.path])) as terminal:
        terminal.wait(lambda: b"STUCK" in terminal.written)
        terminal.child.kill(signal.SIGTERM)
        assert terminal.exit_status() in (-signal.SIGTERM, 128 + signal.SIGTERM)
        assert is_restored(terminal)


def test_suspended_it_gives_the_terminal_back_and_comes_back_painted(tmp_path: Path) -> None:
    # The shell's own line editor switches no mode on.
    (tmp_path / "inputrc").write_text("set enable-bracketed-paste off\n")
    inputrc = str(tmp_path / "inputrc")
    with open_terminal(program=["sh", "-i"], PS1="SHELL> ", INPUTRC=inputrc, ENV="") as terminal:
        terminal.wait_for_text("SHELL>")
        terminal.child.send(f"{sys.executable} -m medway_tui\n")
        terminal.wait_for_text(FIRST_LINE)
        terminal.child.send("\x1a")
        terminal.wait(lambda: b"Stopped" in terminal.written)
        assert is_restored(terminal)
        terminal.screen.reset()
        terminal.child.send("fg\n")
        terminal.wait_for_text(FIRST_LINE)
        terminal.child.send("q")
        terminal.wait(lambda: is_restored(terminal))
        terminal.child.send("exit $?\n")
        assert terminal.exit_status() == 0


def test_without_a_shell_that_could_bring_it_back_it_is_not_suspended() -> None:
    """As the command of a new window it would be stopped for good."""
    with open_terminal() as terminal:
        terminal.wait_for_text(FIRST_LINE)
        terminal.child.send("\x1a")
        terminal.wait_for_text("Not suspended")
        terminal.child.send("2")
        terminal.wait_for_text("By speaker")


@pytest.mark.parametrize(
    "place",
    [
        "import medway_tui.tui.idle as idle\nidle.resume_gc = fail\n",
        # In the thread that reads keys.
        "import medway_tui.tui.terminal_driver as driver\ndriver.TolerantParser.tick = fail\n",
    ],
)
def test_an_error_of_the_program_is_one_sentence_and_a_file(tmp_path: Path, place: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"def fail(*_):\n    raise KeyError('widget')\n{place}")
    logs = tmp_path / "state"
    path = os.pathsep.join([str(tmp_path), *sys.path])
    with open_terminal(PYTHONPATH=path, XDG_STATE_HOME=str(logs), columns=300) as terminal:
        assert terminal.exit_status() == 1
        assert is_restored(terminal)
        assert "an error in the program has ended it: KeyError: 'widget'" in terminal.text()
        assert b"Traceback" not in terminal.written
        (report,) = logs.rglob("crash-*.txt")
        assert str(report) in terminal.joined_text()
    assert "in fail" in report.read_text()


@pytest.mark.parametrize(
    "noise",
    [
        b"\x1b[1114112u",
        b"\x1b[48;99999999;99999999;9;9t",
        b"\x1b[48;0;0;0;0t",
        b"\x1b[<0;1;9999999M",
        # The first byte of a character, and the rest never.
        b"\xe2",
    ],
)
def test_nonsense_from_the_terminal_is_ignored(noise: bytes) -> None:
    with open_terminal() as terminal:
        terminal.wait_for_text(FIRST_LINE)
        terminal.child.send(noise)
        # Read by itself.
        time.sleep(0.1)
        terminal.child.send("2")
        terminal.wait_for_text("By speaker")
        terminal.child.send("q")
        assert terminal.exit_status() == 0


async def test_what_was_to_be_drawn_in_a_dialog_that_has_closed_is_not(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("question_mark")
        dialog = opened.app.screen
        assert isinstance(dialog, HelpDialog)
        opened.app.pop_screen()
        dialog._width = -1
        dialog.on_resize()
        await opened.settle()
        assert opened.app.return_code is None


def test_within_gnu_screen_there_are_no_mouse_reports() -> None:
    """With them it keeps Esc until the next key, and sends both as one."""
    with open_terminal(STY="1234.pts-0.host") as terminal:
        terminal.wait_for_text(FIRST_LINE)
        assert b"\x1b[?1000h" not in terminal.written
        assert b"\x1b[?2004h" in terminal.written
