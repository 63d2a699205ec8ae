"""The command line. Each command is a file, and imports what it needs when it runs.

Exit status: 0 all well, 1 there are errors, 2 it could not run.
"""

from __future__ import annotations

import os
import sys

from medway_tui import __version__


def main() -> None:
    """Run the program, as the console script does.

    Without arguments there is nothing to read, so the reader opens without the library that would
    read them: it takes a tenth of the time until the first line is on the screen. The version alone is
    told without it too, as scripts ask for it.
    """
    try:
        if sys.argv[1:] in (["--version"], ["-V"]):
            sys.stdout.write(f"medway-tui {__version__}\n")
        elif "_MEDWAY_TUI_COMPLETE" in os.environ:
            from medway_tui.cli.completing import complete  # noqa: PLC0415 - only when a shell asks

            complete(os.environ["_MEDWAY_TUI_COMPLETE"])
        elif sys.argv[1:]:
            from medway_tui.cli.program import cli  # noqa: PLC0415 - see above

            cli.main(prog_name="medway-tui")
        else:
            from medway_tui.cli.reader import read  # noqa: PLC0415 - Textual

            read((), os.environ.get("MEDWAY_TUI_THEME"))
    except BrokenPipeError:
        from medway_tui.cli.saying import gone  # noqa: PLC0415 - only where it happens

        sys.exit(gone())
    except KeyboardInterrupt:
        from medway_tui.cli.saying import STOPPED  # noqa: PLC0415 - only where it happens

        sys.exit(STOPPED)
