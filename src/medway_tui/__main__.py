"""The entry point of ``medway-tui`` and ``python -m medway_tui``."""

from __future__ import annotations

import os
import sys

from medway_tui import __version__


def main() -> None:
    """Run the program.

    The reader opens without importing click, which would take a tenth of the time to the first paint. The
    version is printed without it too.
    """
    try:
        if sys.argv[1:] in (["--version"], ["-V"]):
            sys.stdout.write(f"medway-tui {__version__}\n")
        elif "_MEDWAY_TUI_COMPLETE" in os.environ:
            from medway_tui.cli.completion import print_completions  # noqa: PLC0415 - only for a shell
            from medway_tui.cli.main import cli  # noqa: PLC0415

            print_completions(cli, os.environ["_MEDWAY_TUI_COMPLETE"])
        elif sys.argv[1:]:
            from medway_tui.cli.main import cli  # noqa: PLC0415

            cli.main(prog_name="medway-tui")
        else:
            from medway_tui.cli.open_reader import open_reader  # noqa: PLC0415 - Textual

            open_reader((), os.environ.get("MEDWAY_TUI_THEME"))
    except (BrokenPipeError, KeyboardInterrupt) as error:
        from medway_tui.cli.console import INTERRUPTED, handle_broken_pipe  # noqa: PLC0415 - only here

        sys.exit(handle_broken_pipe() if isinstance(error, BrokenPipeError) else INTERRUPTED)


if __name__ == "__main__":
    main()
