"""``medway-tui``: the reader."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from medway_tui.cli.saying import fail, progress
from medway_tui.dossier import Dossier, DossierError, open_dossier
from medway_tui.tui import THEMES, collecting


def read(folders: Sequence[str], theme: str | None) -> None:
    """Open the reader on the dossier in these folders; ends the process with its exit status."""
    collecting.not_yet()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        hint = "run it in a terminal window, without | or >; medway-tui check works anywhere"
        sys.exit(fail("the reader needs a terminal to show itself in", hint))
    if theme is not None and theme not in THEMES:
        sys.exit(fail(f"there is no theme {theme}", f"set MEDWAY_TUI_THEME to one of: {', '.join(THEMES)}"))
    if os.environ.get("TERM") == "dumb":
        hint = "use another terminal, or set TERM to what this one is, such as xterm-256color"
        sys.exit(fail("this terminal says it can't move the cursor (TERM=dumb)", hint))
    try:
        dossier = open_dossier([Path(folder) for folder in folders], progress=progress, wait=False)
    except DossierError as error:
        sys.exit(fail(str(error), error.hint))
    except KeyboardInterrupt:
        sys.exit(fail("stopped before the index was built", "nothing was harmed; start again at any time"))
    sys.exit(_run(dossier, theme))


def _run(dossier: Dossier, theme: str | None) -> int:
    from medway_tui.tui.app import Reader  # noqa: PLC0415 - Textual: only when there is a dossier

    app = Reader(dossier, theme=theme, live=True)
    app.run()
    return app.return_code or 0
