"""Where the program begins: ``medway-tui`` and ``python -m medway_tui``."""

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
            from medway_tui.cli.completion_answers import print_completions  # noqa: PLC0415 - only when a shell asks

            print_completions(os.environ["_MEDWAY_TUI_COMPLETE"])
        elif sys.argv[1:]:
            from medway_tui.cli.main import cli  # noqa: PLC0415 - see above

            cli.main(prog_name="medway-tui")
        else:
            from medway_tui.cli.open_reader import open_reader  # noqa: PLC0415 - Textual

            open_reader((), os.environ.get("MEDWAY_TUI_THEME"))
    except BrokenPipeError:
        from medway_tui.cli.console import handle_broken_pipe  # noqa: PLC0415 - only where it happens

        sys.exit(handle_broken_pipe())
    except KeyboardInterrupt:
        from medway_tui.cli.console import INTERRUPTED  # noqa: PLC0415 - only where it happens

        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
