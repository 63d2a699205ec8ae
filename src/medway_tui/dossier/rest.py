"""For how long files need not be looked at again.

A look at two hundred thousand files takes most of a second, longer than any answer. A command does not look
again until twenty times as long as the last look took has gone by since; until then only what the folders
themselves tell is looked at: files that came, went or were renamed, and those that stand once. A look that
is quick is never left out.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from medway_tui.content.files import FOLDERS, SINGLE

FACTOR = 20
"""How many times as long as a look takes it is not repeated."""

_QUICK = 0.05
"""The seconds that a look may take to be made every time."""


def looked(path: Path, roots: Sequence[Path], took: float) -> None:
    """Note beside the index in ``path`` that nothing differed, and how many seconds it took to see that."""
    note = _note(path)
    if took < _QUICK:
        if note.exists():
            note.unlink(missing_ok=True)
        return
    found = {"at": time.time(), "took": took, "seen": _seen(roots)}
    with suppress(OSError):
        aside = note.with_suffix(f".{os.getpid()}.look")
        aside.write_text(json.dumps(found), encoding="utf-8")
        aside.replace(note)


def slow(path: Path) -> bool:
    """Whether a look at the files of the index in ``path`` took long, the last time."""
    return _note(path).exists()


def over(path: Path, roots: Sequence[Path]) -> bool:
    """Whether the files of the index in ``path`` are to be looked at again."""
    try:
        note = json.loads(_note(path).read_text(encoding="utf-8"))
        since = time.time() - note["at"]
        return not 0 <= since < FACTOR * note["took"] or note["seen"] != _seen(roots)
    except (OSError, ValueError, KeyError, TypeError):
        return True


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.look")


def _seen(roots: Sequence[Path]) -> list[list[int] | None]:
    """How the folders look, and the files that stand in them once."""
    names = ("", *FOLDERS, *SINGLE)
    return [_look(root / name) for root in roots for name in names]


def _look(path: Path) -> list[int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return [status.st_mtime_ns, status.st_size, status.st_ino]
