"""The clipboard, the browser and the editor of the person at the terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from medway_tui.errors import os_error_text
from medway_tui.export.citations import cite_in_sentence
from medway_tui.model.locations import FileLocation
from medway_tui.sync.locations import DossierError
from medway_tui.text import escape_invisible
from medway_tui.tui.widgets.wrapping import fit

if TYPE_CHECKING:
    from medway_tui.index.people import QuoteRoles
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.tui.reader_protocol import ReaderProtocol

_WEB = ("http://", "https://")
_TEXT_BROWSERS = ("www-browser", "links", "elinks", "lynx", "w3m")


# -- the clipboard -------------------------------------------------------------------------------


def copy_quote(reader: ReaderProtocol, quote: QuoteRow, roles: QuoteRoles) -> None:
    """Copy a quotation with a short citation; the toast names it, as it may be out of sight."""
    words = escape_invisible(f"{quote.display_name}: {fit(quote.quoted_text, 40)}")
    reader.copy(cite_in_sentence(quote, roles), f"{words}, with its citation")


# -- the browser ---------------------------------------------------------------------------------


def open_original(reader: ReaderProtocol, address: str | None) -> None:
    """Open an address in the browser; without a browser, copy it."""
    if address is None:
        reader.say("No known address", problem=True)
    elif reader.read_only:
        if address.startswith(_WEB):
            reader.open_url(address)
            reader.say(f"Opened {address}")
    elif open_in_browser(address):
        reader.say(f"Opened {address}")
    else:
        reader.copy(address, f"the address, as there is no browser here: {address}")


def open_in_browser(address: str) -> bool:
    """Open an address in a browser with a window of its own; return whether there was one.

    A browser that runs in the terminal would draw over the reader, so it is not used.
    """
    if not address.startswith(_WEB):
        return False
    if sys.platform not in ("darwin", "win32"):
        windows = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("BROWSER")
        if not windows and not shutil.which("wslview"):
            return False
    import webbrowser  # noqa: PLC0415 - not on the first screen

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
    if where is None or reader.read_only:
        return
    from medway_tui.authoring.external_editor import editor_command  # noqa: PLC0415 - likewise

    if editor_command(where) is None:
        place = f"{where.path}:{where.line}"
        reader.say(f"Set EDITOR to the name of your editor. The place is {place}", problem=True)
        return
    from medway_tui.sync.own_copies import copy_for_editing, is_shipped, settle_edit  # noqa: PLC0415 - likewise

    copy = None
    try:
        if is_shipped(where.path, is_named=reader.dossier.is_named):
            copy = copy_for_editing(where, reader.dossier.id)
            where = copy.location
        problem = run_editor(reader, editor_command(where) or [])
        if copy is not None:
            is_kept = settle_edit(copy)
            kept = f"Your own copy of {copy.name} overrides the shipped file; it is in {copy.folder}"
            not_kept = f"Nothing was changed: no copy of {copy.name} was kept"
            if is_kept or not problem:
                reader.say(kept if is_kept else not_kept)
    except DossierError as error:
        problem = f"{error}; {error.hint}"
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
