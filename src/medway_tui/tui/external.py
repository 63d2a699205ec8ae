"""The clipboard, the browser and the editor of the person at the terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import webbrowser
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from medway_tui.authoring.external_editor import editor_command
from medway_tui.errors import os_error_text
from medway_tui.export.citations import cite_in_sentence
from medway_tui.model.locations import FileLocation
from medway_tui.text import escape_invisible
from medway_tui.tui.widgets.wrapping import fit

if TYPE_CHECKING:
    from medway_tui.index.people import QuoteRoles
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.tui.reader_protocol import ReaderProtocol

_TEXT_BROWSERS = ("www-browser", "links", "elinks", "lynx", "w3m")


# -- the clipboard -------------------------------------------------------------------------------


def copy_text(reader: ReaderProtocol, text: str, description: str) -> None:
    """Copy a text to the clipboard, and say by which way."""
    reader.say(f"Copied {description} ({copy_to_clipboard(reader, text)})")


def copy_quote(reader: ReaderProtocol, quote: QuoteRow, roles: QuoteRoles) -> None:
    """Copy a quotation with a short citation; the toast names it, as it may be out of sight."""
    words = escape_invisible(f"{quote.display_name}: {fit(quote.quoted_text, 40)}")
    copy_text(reader, cite_in_sentence(quote, roles), f"{words}, with its citation")


def copy_to_clipboard(reader: ReaderProtocol, text: str) -> str:
    """Copy a text; return by which way, for the toast.

    OSC 52 asks the terminal, which gives no answer. tmux by default does not pass it on, so under
    tmux its own buffer is filled too, and tmux is asked to hand it on (``load-buffer -w``).
    """
    reader.copy_to_clipboard(text)
    tmux = shutil.which("tmux") if os.environ.get("TMUX") else None
    if tmux is None:
        return "by OSC 52; if nothing arrives, the terminal does not allow it"
    for options in (["-w"], []):
        try:
            result = subprocess.run(  # noqa: S603 - tmux, from the person's own PATH
                [tmux, "load-buffer", *options, "-"],
                input=text.encode(),
                capture_output=True,
                timeout=2,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            break
        if result.returncode == 0:
            return "by OSC 52 and tmux's buffer" if options else "in tmux's buffer"
    return "by OSC 52; tmux refused it"


# -- the browser ---------------------------------------------------------------------------------


def open_original(reader: ReaderProtocol, address: str | None) -> None:
    """Open an address in the browser; without a browser, copy it."""
    if address is None:
        reader.say("No known address", problem=True)
    elif open_in_browser(address):
        reader.say(f"Opened {address}")
    else:
        copy_text(reader, address, f"the address, as there is no browser here: {address}")


def open_in_browser(address: str) -> bool:
    """Open an address in a browser with a window of its own; return whether there was one.

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


# -- the editor ----------------------------------------------------------------------------------


def open_in_editor(reader: ReaderProtocol, where: FileLocation | None) -> None:
    """Open a file at a line in the person's editor, then index what changed."""
    if where is None:
        return
    command = editor_command(where)
    if command is None:
        place = f"{where.path}:{where.line}"
        reader.say(f"Set EDITOR to the name of your editor. The place is {place}", problem=True)
        return
    problem = run_editor(reader, command)
    if problem:
        reader.say(problem, problem=True)
    reader.live_reload.scan()


def run_editor(reader: ReaderProtocol, command: list[str]) -> str | None:
    """Run an editor in place of the reader until it ends; return the problem, if there was one."""
    try:
        with reader.suspend():
            try:
                result = subprocess.run(command, check=False)  # noqa: S603 - the person's own editor
            except OSError as error:
                # Caught within: only a block that ends well gives the terminal back to the reader.
                return f"{command[0]} can't be run: {os_error_text(error)}"
    except SuspendNotSupported:
        return "The editor can't be opened from here"
    if result.returncode:
        return f"{command[0]} ended with status {result.returncode}"
    return None
