"""The command that opens a file in the user's editor."""

from __future__ import annotations

import os
import shlex
from pathlib import PurePath

from medway_tui.model.locations import FileLocation

_LINE_ARGUMENTS = {
    "code": "--goto {path}:{line}:{column}",
    "codium": "--goto {path}:{line}:{column}",
    "subl": "{path}:{line}:{column}",
    "zed": "{path}:{line}:{column}",
    "hx": "{path}:{line}:{column}",
    "kate": "--line {line} --column {column} {path}",
    "mate": "--line {line} {path}",
    "gedit": "+{line}:{column} {path}",
}
"""The arguments for a line, for editors other than ``+LINE FILE``."""

_WAIT_OPTIONS = {"code": "--wait", "codium": "--wait", "subl": "--wait", "zed": "--wait", "mate": "--wait"}


def editor_command(location: FileLocation) -> list[str] | None:
    """Return the command that opens a file at its line in $VISUAL or $EDITOR; None if neither is set."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        return None
    try:
        command = shlex.split(editor)
    except ValueError:
        command = [editor]
    if not command:
        return None
    program = PurePath(command[0]).name.removesuffix(".exe")
    template = _LINE_ARGUMENTS.get(program, "+{line} {path}")
    if program in _WAIT_OPTIONS and _WAIT_OPTIONS[program] not in command:
        command.append(_WAIT_OPTIONS[program])
    values = {"path": location.path, "line": max(1, location.line), "column": max(1, location.column)}
    return [*command, *(part.format(**values) for part in template.split())]
