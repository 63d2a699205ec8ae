"""Other programs: the browser and the editor of the person at the terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import webbrowser
from typing import Any

from textual.app import App, SuspendNotSupported

from medway_tui.tui.editor import editor_command

__all__ = ["editor_command", "open_address", "run_editor"]

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
