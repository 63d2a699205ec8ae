"""The processes of visitors: each has a reader, a clean environment and a folder of its own.

textual-serve's ``AppService`` speaks with the process and the browser. Its start of the process is replaced,
as that hands on the whole environment, in a shell.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from textual_serve.app_service import AppService

EXIT_SECONDS = 3.0
"""The seconds that a visitor's reader has to end; then it is killed."""

MAX_COLUMNS, MAX_ROWS = 500, 200
"""The largest terminal of a visitor, in cells."""

_HANDED_ON = ("SYSTEMROOT", "LANG", "LC_ALL", "LC_CTYPE", "TZ")
"""The variables of this process that a visitor's may know: none with a secret, a path or a program."""


class VisitorProcess(AppService):
    """The reader of one visitor, as a process."""

    arguments: Sequence[str] = ()
    """The arguments of the program that the process runs, after that of Python."""
    folder: Path
    """An empty folder, for all that the reader would keep; it is removed with the visitor."""
    lifeline = -1
    """A descriptor that closes when this process ends, by which the visitor's learns of it."""

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-m",
            "medway_tui.cli.visitor",
            str(self.lifeline),
            *self.arguments,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=visitor_environment(self.folder, width, height),
            cwd=self.folder,
            pass_fds=(self.lifeline,),
        )
        self._stdin = self._process.stdin
        return self._process

    async def end(self) -> None:
        """End the process, and wait for its end."""
        process = self._process
        if process is None:
            return
        with suppress(asyncio.TimeoutError, ConnectionError):
            await asyncio.wait_for(self.stop(), EXIT_SECONDS)
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def visitor_environment(folder: Path, width: int, height: int) -> dict[str, str]:
    """Return the environment of a visitor's process: every place where it might write is in ``folder``."""
    environment = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    for name in ("HOME", "TMPDIR", "TEMP", "TMP", "APPDATA", "LOCALAPPDATA"):
        environment[name] = str(folder)
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        environment[f"XDG_{name}_HOME"] = str(folder / name.lower())
    return environment | {
        "PATH": "",
        "PYTHONUTF8": "1",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "COLUMNS": str(width),
        "ROWS": str(height),
    }


class VisitorFolder(tempfile.TemporaryDirectory[str]):
    """A folder for the time of a visit."""

    def __init__(self, parent: Path) -> None:
        super().__init__(prefix="visitor-", dir=parent, ignore_cleanup_errors=True)
