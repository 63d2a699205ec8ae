"""A large dossier for a command that answers at once: not every file is looked at every time.

A look at two hundred thousand files takes half a second, ten times what an answer takes. So, of a dossier
of ``MANY`` files or more, what a command notes when it has looked at everything holds for the next
seconds. Meanwhile only what is quick is looked at: the folders, which tell of files that are new, gone,
or replaced by a rename, as most editors and git do; and every file that is no article's. So the one thing
that is seen ``TTL_SECONDS`` late at most is an article's file that was changed where it stands. The open
reader sees changes of so large a dossier no sooner.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from time import time
from typing import NamedTuple

from medway_tui.content.files import FOLDERS, SINGLE_FILES, change_stamp
from medway_tui.index.connection import Index
from medway_tui.progress import ProgressCallback
from medway_tui.sync.dossier import open_dossier, open_without_scan
from medway_tui.sync.locations import resolve_roots, with_user_folder

MIN_FILES = 5_000
"""From how many files on a look is worth being spared."""
TTL_SECONDS = 10
"""For how long a look holds."""

_SETTLED = 1.0
"""A folder that changed within so many seconds may change again without a new time."""


class OpenedIndex(NamedTuple):
    """An open index."""

    to_ask: Index
    fully_scanned: bool
    """Whether every file was looked at, and not only what is quick."""


def open_cached(
    roots: Sequence[Path] = (), *, progress: ProgressCallback | None = None, fully_scanned: bool = False
) -> OpenedIndex:
    """Open the index of the dossier in these folders; with ``sure``, after a look at every file.

    Raises DossierError when there is none.
    """
    index = None if fully_scanned else open_without_scan(roots)
    if index is not None:
        if _holds(index, roots):
            return OpenedIndex(index, fully_scanned=False)
        index.close()
    begun = time()
    dossier = open_dossier(roots, progress=progress)
    _note(dossier.index, roots, begun)
    return OpenedIndex(dossier.index, fully_scanned=True)


def _noted(index: Index) -> Path | None:
    return Path(f"{index.path}.looked") if index.path is not None else None


def _holds(index: Index, roots: Sequence[Path]) -> bool:
    noted = _noted(index)
    try:
        if noted is None or not index.is_complete or not 0 <= time() - noted.stat().st_mtime < TTL_SECONDS:
            return False
        before = noted.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return before == "\n".join(_quick(_folders(index, roots)))


def _note(index: Index, roots: Sequence[Path], begun: float) -> None:
    """Note how everything looks that is quickly looked at, where that spares a look."""
    noted = _noted(index)
    if noted is None or index.value("SELECT count(*) FROM file") < MIN_FILES:
        return
    folders = _folders(index, roots)
    settled = all(_changed(folder) < begun - _SETTLED for folder in _listed(folders))
    # A note that can't be written spares nothing, and does no harm.
    with suppress(OSError):
        noted.write_text("\n".join(_quick(folders)) if settled else "", encoding="utf-8")
        os.utime(noted, (begun, begun))


def _folders(index: Index, roots: Sequence[Path]) -> list[Path]:
    return with_user_folder(resolve_roots(roots), index.meta("id") or "")


def _listed(roots: Sequence[Path]) -> list[Path]:
    return [root / name for root in roots for name in ("", *FOLDERS)]


def _quick(roots: Sequence[Path]) -> Iterator[str]:
    """How folders, and all files but those of articles, look."""
    few = [root / name for root in roots for name in SINGLE_FILES]
    for folder in [root / "inspections" for root in roots]:
        with suppress(OSError):
            few += sorted(folder.iterdir())
    for path in (*_listed(roots), *few):
        try:
            status = os.stat(path)  # noqa: PTH116 - as in content.files
        except OSError:
            yield f"{path} -"
        else:
            yield f"{path} {status.st_ino} {change_stamp(status)} {status.st_size}"


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
