"""The file with the traceback of an error that ended the reader."""

from __future__ import annotations

import platform
import traceback
from datetime import datetime
from pathlib import Path

import platformdirs

from medway_tui import APP_NAME, __version__
from medway_tui.text import escape_invisible

KEPT_REPORTS = 10
"""How many reports are kept; older ones are deleted."""


def write_report(error: Exception) -> str:
    """Write the traceback of an error to a file of the user's; return the sentence that names both.

    Without a file that can be written, the sentence names the place in the program where it happened.
    """
    problem = f"medway-tui: an error in the program has ended it: {_summarise(error)}"
    folder = Path(platformdirs.user_log_dir(APP_NAME, appauthor=False))
    path = folder / f"crash-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.txt"
    system = f"medway-tui {__version__}, Python {platform.python_version()}, {platform.platform()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("".join([system, "\n\n", *traceback.format_exception(error)]), encoding="utf-8")
        for old in sorted(folder.glob("crash-*.txt"))[:-KEPT_REPORTS]:
            old.unlink()
    except OSError:
        frames = traceback.extract_tb(error.__traceback__)
        where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
        return f"{problem}{where}\n  please report it"
    return f"{problem}\n  please report it, with the file {path}"


def _summarise(error: Exception) -> str:
    return escape_invisible(f"{type(error).__name__}: {error}".partition("\n")[0][:200])
