"""What a person takes out of the reader: onto the clipboard, into the browser, into the editor."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import webbrowser
from typing import TYPE_CHECKING, Any

from textual.app import App, SuspendNotSupported

from medway_tui.authoring.editor import editor_command
from medway_tui.errors import os_error_text
from medway_tui.model.locations import FileLocation
from medway_tui.text import escape_invisible

if TYPE_CHECKING:
    from medway_tui.index.people import RolesOnDate
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.model.locations import FileLocation
    from medway_tui.tui.app import ReaderApp


def copy_text(reader: ReaderApp, text: str, description: str) -> None:
    """Copy to the clipboard, and say how."""
    reader.say(f"Copied {description} ({copy_to_clipboard(reader, text)})")


def copy_quote(reader: ReaderApp, quote: QuoteRow, who: RolesOnDate) -> None:
    """Copy a quotation with its citation; the toast names it, as it may be out of sight."""
    from medway_tui.export.citations import cite_quotation  # noqa: PLC0415 - not on the first screen
    from medway_tui.tui.widgets.wrapping import fit  # noqa: PLC0415

    words = escape_invisible(f"{quote.display_name}: {fit(quote.quoted_text, 40)}")
    copy_text(reader, cite_quotation(quote, who), f"{words}, with its citation")


def open_original(reader: ReaderApp, address: str | None) -> None:
    """Open an address in the browser, or say where it can be found."""
    if address is None:
        reader.say("No address is known for this", problem=True)
    elif open_in_browser(address):
        reader.say(f"Opened {address}")
    else:
        copy_text(reader, address, f"the address, as there is no browser here: {address}")


def open_in_editor(reader: ReaderApp, where: FileLocation | None) -> None:
    """Open a file at a line in the person's editor, and take in what changed."""
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


_TEXT_BROWSERS = ("www-browser", "links", "elinks", "lynx", "w3m")


def open_in_browser(address: str) -> bool:
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
                result = subprocess.run(command, check=False)  # noqa: S603 - the person's own editor
            except OSError as error:
                # Caught within: only a block that ends well gives the terminal back to the reader.
                return f"{command[0]} can't be run: {os_error_text(error)}"
    except SuspendNotSupported:
        return "The editor can't be opened from here"
    if result.returncode:
        return f"{command[0]} ended with status {result.returncode}"
    return None


def copy_to_clipboard(app: App[Any], text: str) -> str:
    """Copy a text; returns how, in words for a person.

    OSC 52 asks the terminal, which gives no answer. tmux by default does not pass it on, so under
    tmux its own buffer is filled too, and tmux is asked to hand it on (``load-buffer -w``).
    """
    app.copy_to_clipboard(text)
    tmux = shutil.which("tmux") if os.environ.get("TMUX") else None
    if tmux is None:
        return "by OSC 52; if nothing arrives, the terminal does not allow it"
    for options in (["-w"], []):
        try:
            result = subprocess.run(  # noqa: S603 - tmux, found on the person's own path
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
    return "by OSC 52; tmux did not take it"
