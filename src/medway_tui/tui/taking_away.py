"""What a person takes out of the reader: onto the clipboard, into the browser, into the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medway_tui.text import visible

if TYPE_CHECKING:
    from medway_tui.index.people import Standing
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.model.places import Where
    from medway_tui.tui.app import Reader


def copy(reader: Reader, text: str, what: str) -> None:
    """Copy to the clipboard, and say how."""
    from medway_tui.tui.clipboard import put  # noqa: PLC0415 - not on the first screen

    reader.say(f"Copied {what} ({put(reader, text)})")


def copy_quote(reader: Reader, quote: QuoteRow, who: Standing) -> None:
    """Copy a quotation with its citation; the toast names it, as it may be out of sight."""
    from medway_tui.export.citation import quotation  # noqa: PLC0415 - not on the first screen
    from medway_tui.tui.widgets.wrapping import fit  # noqa: PLC0415

    words = visible(f"{quote.called}: {fit(quote.in_marks, 40)}")
    copy(reader, quotation(quote, who), f"{words}, with its citation")


def open_address(reader: Reader, address: str | None) -> None:
    """Open an address in the browser, or say where it can be found."""
    from medway_tui.tui import outside  # noqa: PLC0415 - not on the first screen

    if address is None:
        reader.say("No address is known for this", problem=True)
    elif outside.open_address(address):
        reader.say(f"Opened {address}")
    else:
        copy(reader, address, f"the address, as there is no browser here: {address}")


def edit(reader: Reader, where: Where | None) -> None:
    """Open a file at a line in the person's editor, and take in what changed."""
    from medway_tui.tui.outside import editor_command, run_editor  # noqa: PLC0415 - not on the first screen

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
    reader.changes.look()
