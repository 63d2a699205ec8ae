"""The ways to the clipboard: which are there and likely to work, and copying by them.

Programs of this machine are used where its screen is the user's own: not over ssh, whose clipboard is at the
other end, unless X11 is forwarded. tmux keeps a buffer of its own and passes the text on. Else the terminal
is asked by OSC 52, to which no terminal answers; so the outcome says whether it is known to obey.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Literal, NamedTuple

PROGRAM_TIMEOUT = 2.0
"""The seconds after which a clipboard program that does not end is killed."""

_SCREEN_CHUNK = 76
"""The bytes of a piece that GNU screen passes on: it drops longer strings, of 256 bytes in old versions."""
_LONG_SEQUENCE = 100_000
"""The bytes of an OSC 52 sequence from which some terminals ignore it, or cut the text."""

_OBEYING_TERMS = ("alacritty", "contour", "foot", "wezterm", "xterm-ghostty", "xterm-kitty")
_OBEYING_PROGRAMS = ("WezTerm", "ghostty", "kitty", "contour", "vscode", "WarpTerminal")
"""Terminals that let programs write to the clipboard unless they are configured otherwise."""
_DEAF_TERMS = ("cons25", "dumb", "linux", "sun", "vt")
_DEAF_PROGRAMS = ("Apple_Terminal",)
"""Terminals that have no OSC 52."""

_PASSED_ON = "by tmux"
"""The way where tmux passes its buffer to the terminal outside."""

Status = Literal["copied", "asked", "failed"]


class ClipboardProgram(NamedTuple):
    """A program that fills a clipboard with its standard input."""

    name: str
    command: tuple[str, ...]
    encoding: str = "utf-8"


class CopyOutcome(NamedTuple):
    """How a text was copied."""

    status: Status
    """``asked`` where the terminal may have ignored it, ``failed`` where no way is known to work."""
    way: str
    """The way in words, for the toast."""


_WL_COPY = ClipboardProgram("wl-copy", ("wl-copy",))
_X11_PROGRAMS = (
    ClipboardProgram("xclip", ("xclip", "-selection", "clipboard", "-in")),
    ClipboardProgram("xsel", ("xsel", "--clipboard", "--input")),
)
_PBCOPY = ClipboardProgram("pbcopy", ("pbcopy",))
# In another encoding it takes the code page of the console.
_CLIP = ClipboardProgram("clip.exe", ("clip.exe",), "utf-16-le")


class ClipboardEnvironment(NamedTuple):
    """What decides on the ways: variables, operating system, and the programs on the PATH."""

    variables: Mapping[str, str]
    platform: str
    which: Callable[[str], str | None]

    @classmethod
    def current(cls) -> ClipboardEnvironment:
        """Return that of this process."""
        return cls(os.environ, sys.platform, shutil.which)

    @property
    def is_remote(self) -> bool:
        """Whether the user is at the other end of ssh."""
        return any(self.variables.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))

    @property
    def is_in_tmux(self) -> bool:
        return bool(self.variables.get("TMUX"))

    @property
    def is_in_screen(self) -> bool:
        return bool(self.variables.get("STY")) and not self.is_in_tmux

    @property
    def programs(self) -> list[ClipboardProgram]:
        """The programs that fill the clipboard of the user's own desktop, the likeliest first."""
        found: list[ClipboardProgram] = []
        display = self.variables.get("DISPLAY", "")
        if not self.is_remote:
            if self.platform == "darwin":
                found.append(_PBCOPY)
            if self.platform == "win32" or any(
                self.variables.get(name) for name in ("WSL_DISTRO_NAME", "WSL_INTEROP")
            ):
                found.append(_CLIP)
            if self.variables.get("WAYLAND_DISPLAY"):
                found.append(_WL_COPY)
        # With a host before the colon, X11 is forwarded to the user's end.
        if display and (not self.is_remote or not display.startswith(":")):
            found.extend(_X11_PROGRAMS)
        return [each for each in found if self.which(each.command[0])]

    @property
    def obeys_osc_52(self) -> bool | None:
        """Whether the terminal is known to obey OSC 52, or not to have it; None where neither is known."""
        term, program = self.variables.get("TERM", ""), self.variables.get("TERM_PROGRAM", "")
        if not term or term.startswith(_DEAF_TERMS) or program in _DEAF_PROGRAMS:
            # Windows has no TERM.
            return None if self.platform == "win32" else False
        if self.is_in_tmux or self.is_in_screen:
            # These set TERM; the terminal outside is not known.
            return None
        known = term.startswith(_OBEYING_TERMS) or program in _OBEYING_PROGRAMS
        return True if known or self.variables.get("WT_SESSION") else None

    def encode_osc_52(self, text: str) -> str:
        """Return the sequence that asks the terminal to copy a text, wrapped for GNU screen.

        For tmux it is there twice: wrapped, which tmux passes on where it may, and as it is, which tmux obeys
        where ``set-clipboard`` is on.
        """
        sequence = f"\x1b]52;c;{b64encode(text.encode('utf-8', 'replace')).decode('ascii')}\a"
        if self.is_in_tmux:
            wrapped = sequence.replace("\x1b", "\x1b\x1b")
            return f"\x1bPtmux;{wrapped}\x1b\\{sequence}"
        if self.is_in_screen:
            pieces = (sequence[at : at + _SCREEN_CHUNK] for at in range(0, len(sequence), _SCREEN_CHUNK))
            return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
        return sequence


class ClipboardWriter:
    """Copies texts by the ways that an environment has."""

    def __init__(
        self, environment: ClipboardEnvironment, write: Callable[[str], None], *, is_read_only: bool = False
    ) -> None:
        """``write`` sends a sequence to the terminal. A read-only reader runs no program of its host."""
        self._environment = environment
        self._write = write
        self._programs = [] if is_read_only else environment.programs
        self._tmux = None if is_read_only or not environment.is_in_tmux else environment.which("tmux")

    @property
    def runs_programs(self) -> bool:
        """Whether copying takes other programs, and so time."""
        return bool(self._programs or self._tmux)

    def ask_terminal(self, text: str, failures: Sequence[str] = ()) -> CopyOutcome:
        """Copy a text by OSC 52, after the ``failures`` of other ways."""
        failed = f"; {', '.join(failures)} failed" if failures else ""
        obeys = self._environment.obeys_osc_52
        if obeys is False:
            return CopyOutcome("failed", failed.removeprefix("; "))
        sequence = self._environment.encode_osc_52(text)
        self._write(sequence)
        if len(sequence) > _LONG_SEQUENCE:
            return CopyOutcome("asked", f"by OSC 52{failed}; so long a text may be cut")
        if obeys:
            return CopyOutcome("copied", f"by OSC 52{failed}")
        via = " through screen" if self._environment.is_in_screen else ""
        return CopyOutcome(
            "asked", f"by OSC 52{via}{failed}; if nothing arrives, the terminal does not allow it"
        )

    async def copy(self, text: str) -> CopyOutcome:
        """Copy a text by the first program that takes it, and into tmux's buffer; else by OSC 52."""
        failures: list[str] = []
        done = ""
        for program in self._programs:
            if await _run(program.command, text.encode(program.encoding, "replace")) is not None:
                done = f"by {program.name}"
                break
            failures.append(program.name)
        buffered = await self._fill_tmux(text) if self._tmux else ""
        if done:
            return CopyOutcome("copied", f"{done}, and in tmux's buffer" if buffered else done)
        if buffered == _PASSED_ON:
            failed = f"; {', '.join(failures)} failed" if failures else ""
            return CopyOutcome("copied", buffered + failed)
        if buffered:
            # tmux itself passes nothing on: the terminal is asked as well.
            self.ask_terminal(text)
            return CopyOutcome("asked", f"in tmux's buffer, which prefix ] pastes; {buffered}")
        return self.ask_terminal(text, [*failures, "tmux"] if self._tmux else failures)

    async def _fill_tmux(self, text: str) -> str:
        """Fill tmux's buffer; return ``_PASSED_ON``, or why tmux does not; nothing where it refused the text.

        tmux has ``-w``, which passes the text to the terminal outside, since 3.2.
        """
        run = partial(_run, data=text.encode("utf-8", "replace"))
        if await run((str(self._tmux), "load-buffer", "-w", "-")) is None:
            refused = await run((str(self._tmux), "load-buffer", "-")) is None
            return "" if refused else "this tmux passes nothing on"
        state = "#{set-clipboard} #{client_termfeatures}"
        answer = await _run((str(self._tmux), "display-message", "-p", state), b"", wants_output=True)
        setting, _, features = (answer or b"").decode("utf-8", "replace").strip().partition(" ")
        if setting == "off":
            return "its set-clipboard is off"
        if features and "clipboard" not in features.split(","):
            return "it knows no clipboard of this terminal"
        return _PASSED_ON


async def _run(command: Sequence[str], data: bytes, *, wants_output: bool = False) -> bytes | None:
    """Run a program on some bytes; return its output, or None where it fails or does not end in time.

    wl-copy and xclip leave a process behind that owns the clipboard and keeps the output open, so the output
    is read only where it is needed. They run in a session of their own, which outlives the terminal.
    """
    pipe, null = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe if wants_output else null, stderr=null, start_new_session=True
        )
    except (OSError, ValueError):
        return None
    try:
        output, _ = await asyncio.wait_for(process.communicate(data), PROGRAM_TIMEOUT)
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            _kill(process.pid)
            await process.wait()
    return None if process.returncode else output or b""


def _kill(pid: int) -> None:
    """Kill a program with what it has started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGTERM)
