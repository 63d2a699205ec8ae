"""The entry point of ``medway-tui`` and ``python -m medway_tui``."""

from __future__ import annotations

import os
import sys

from medway_tui import COMPLETE_VAR, __version__

_STANDARD_ERROR = 2


def main() -> None:
    """Run the program.

    The reader opens without importing click, which would take a tenth of the time to the first paint. The
    version is printed without it too.
    """
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_missing_streams()
    try:
        if sys.argv[1:] in (["--version"], ["-V"]):
            sys.stdout.write(f"medway-tui {__version__}\n")
            sys.stdout.flush()
        elif _needs_click() or (folders := _named_folders(sys.argv[1:])) is None:
            from medway_tui.cli.main import run_program  # noqa: PLC0415 - click

            run_program(os.environ.get(COMPLETE_VAR))
        else:
            from medway_tui.cli.open_reader import open_reader  # noqa: PLC0415 - Textual

            open_reader(folders, os.environ.get("MEDWAY_TUI_THEME"))
    except (OSError, KeyboardInterrupt) as error:
        from medway_tui.cli.console import INTERRUPTED, handle_output_error  # noqa: PLC0415 - only here

        sys.exit(handle_output_error(error) if isinstance(error, OSError) else INTERRUPTED)


def _open_missing_streams() -> None:
    """Open the null device for a standard stream that is closed; ends the program where that is the output.

    A file that is opened later must not get the number of a standard stream: it would be written into.
    """
    has_output = sys.stdout is not None
    while (number := os.open(os.devnull, os.O_RDWR)) <= _STANDARD_ERROR:
        pass
    os.close(number)
    # Python has None for a stream that was closed when it started.
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for the whole run
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - likewise
    if not has_output:
        sys.stderr.write(
            "medway-tui: standard output is closed, so nothing can be printed\n"
            "  leave out >&-, or write to a file\n"
        )
        sys.exit(2)


def _needs_click() -> bool:
    """Whether a variable asks for more than the reader: completions, or plain text."""
    return COMPLETE_VAR in os.environ or bool(os.environ.get("MEDWAY_TUI_PLAIN"))


def _named_folders(arguments: list[str]) -> list[str] | None:
    """Return the folders of arguments that name nothing else; None where click has to read them."""
    folders = []
    remaining = iter(arguments)
    for argument in remaining:
        option, equals, value = argument.partition("=")
        folder = value if equals else next(remaining, "")
        if option != "--content" or not folder or folder.startswith("-"):
            return None
        folders.append(folder)
    return folders


if __name__ == "__main__":
    main()
