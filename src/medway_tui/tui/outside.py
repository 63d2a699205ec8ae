"""Other programs: the browser and the editor of the person at the terminal."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import webbrowser
from typing import Any

from textual.app import App, SuspendNotSupported

from medway_tui.model.places import Where

_AT_LINE = {
    "code": "--goto {path}:{line}:{column}",
    "codium": "--goto {path}:{line}:{column}",
    "subl": "{path}:{line}:{column}",
    "zed": "{path}:{line}:{column}",
    "hx": "{path}:{line}:{column}",
    "kate": "--line {line} --column {column} {path}",
    "mate": "--line {line} {path}",
    "gedit": "+{line}:{column} {path}",
}
"""How editors are told a line, where not by ``+LINE FILE``."""

_WAIT = {"code": "--wait", "codium": "--wait", "subl": "--wait", "zed": "--wait", "mate": "--wait"}
_TEXT_BROWSERS = ("www-browser", "links", "elinks", "lynx", "w3m")


def open_address(address: str) -> bool:
    """Open an address in a browser with a window of its own; whether there was one.

    A browser that runs in the terminal would draw over the reader, so it is not used.
    """
    if not address.startswith(("http://", "https://")):
        return False
    if sys.platform not in ("darwin", "win32"):
        windows = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("BROWSER")
        if not windows and not shutil.which("wslview"):
            return False
    try:
        browser = webbrowser.get()
        if getattr(browser, "name", "") in _TEXT_BROWSERS:
            return False
        return browser.open(address)
    except (webbrowser.Error, OSError):
        return False


def editor_command(where: Where) -> list[str] | None:
    """The command that opens a file at its line in $VISUAL or $EDITOR; None when neither is set."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        return None
    try:
        command = shlex.split(editor)
    except ValueError:
        command = [editor]
    if not command:
        return None
    program = os.path.basename(command[0]).removesuffix(".exe")  # noqa: PTH119 - a name, not a path
    shape = _AT_LINE.get(program, "+{line} {path}")
    if program in _WAIT and _WAIT[program] not in command:
        command.append(_WAIT[program])
    values = {"path": where.path, "line": max(1, where.line), "column": max(1, where.column)}
    return [*command, *(part.format(**values) for part in shape.split())]


def run_editor(app: App[Any], command: list[str]) -> str | None:
    """Run an editor in the place of the reader until it ends; what went wrong, if anything."""
    try:
        with app.suspend():
            try:
                done = subprocess.run(command, check=False)  # noqa: S603 - the person's own editor
            except OSError as error:
                # Caught within: only a block that ends well gives the terminal back to the reader.
                return f"{command[0]} can't be run: {(error.strerror or str(error)).lower()}"
    except SuspendNotSupported:
        return "The editor can't be opened from here"
    if done.returncode:
        return f"{command[0]} ended with status {done.returncode}"
    return None
