"""Noticing at once that files change: the folders of a dossier, watched without their subfolders.

What is noticed is a hint to look, never the truth: a network file system tells nothing, links tell of
themselves alone, and a system may have no more watches to give. Whoever waits looks from time to time too.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from medway_tui.content.files import FOLDERS, SUFFIX, stamp_of

if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify

_STEP_MS = 100
"""How long is waited for more changes of other files, and how soon a stop is noticed."""
_TOGETHER_MS = 500
"""The longest for which changes are gathered."""
_QUIET = 0.15
"""For how many seconds a file must stay as it is to count as written."""
_QUIET_AT_MOST = 0.6
"""After how many seconds a file that goes on changing is read all the same."""
_BLIND = 0.5
"""What part of the time is waited where nothing can be watched."""
_AGAIN = 30.0
"""The seconds after which watching is tried again where it failed."""

Folder = tuple[str, int, int]
"""A folder that is there: its path, and which one it is (device and number)."""


class Notices:
    """Waits for changes in folders, until ``stop`` is set. For one thread."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._folders: Sequence[Folder] = ()
        self._names: frozenset[str] = frozenset()
        self._notify: RustNotify | None = None
        self._failed = 0.0

    def wait(self, roots: Sequence[Path], seconds: float) -> list[str]:
        """The paths of what changed within so many seconds; none where nothing did.

        Returns at once, with none, where other folders are there than the last time, as what changed
        before they were watched is still to be looked for; and soon where nothing can be watched.
        """
        folders = _standing(roots)
        if folders != self._folders or (self._notify is None and monotonic() - self._failed > _AGAIN):
            self._folders = folders
            self._names = _names(roots)
            self._watch([path for path, _, _ in folders])
            if self._notify is not None:
                return []
        if self._notify is None:
            self._stop.wait(seconds * _BLIND)
            return []
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0 and not self._stop.is_set():
            paths = self._noticed(max(1, int(left * 1000)))
            if paths is None:
                return []
            if paths:
                return paths
        return []

    def close(self) -> None:
        """Watch no more."""
        if self._notify is not None:
            self._notify.close()
            self._notify = None

    def _watch(self, folders: list[str]) -> None:
        self.close()
        try:
            # Imported here, as it takes a tenth of a second that the first screen does not wait for.
            from watchfiles._rust_notify import RustNotify  # noqa: PLC0415

            self._notify = RustNotify(folders, False, False, 0, False, True)  # noqa: FBT003 - it has no names
        except (ImportError, OSError, RuntimeError):
            self._failed = monotonic()

    def _noticed(self, milliseconds: int) -> list[str] | None:
        """What changed that matters; None when time is up, or watching came to an end."""
        assert self._notify is not None  # noqa: S101 - for the type checker
        try:
            changes = self._notify.watch(_TOGETHER_MS, _STEP_MS, milliseconds, self._stop)
        except (OSError, RuntimeError):
            self.close()
            self._failed = monotonic()
            return None
        if isinstance(changes, str):
            return None
        return sorted(path for _, path in changes if self._matters(path))

    def _matters(self, path: str) -> bool:
        """Whether a content file, or a folder that holds some, may have changed."""
        name = os.path.basename(path)  # noqa: PTH119 - a text, of which there may be many
        return name in self._names or (name.endswith(SUFFIX) and not name.startswith("."))


def settle(paths: Iterable[str], stop: threading.Event) -> None:
    """Wait until files that changed are written to the end: a save may be several writes."""
    paths = list(paths)
    if not paths:
        return
    before = _looks(paths)
    end = monotonic() + _QUIET_AT_MOST
    while monotonic() < end and not stop.wait(_QUIET):
        now = _looks(paths)
        if now == before:
            return
        before = now


def _looks(paths: Iterable[str]) -> list[tuple[int, int] | None]:
    return [_look(path) for path in paths]


def _look(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - likewise
    except OSError:
        return None
    return stamp_of(status), status.st_size


def _standing(roots: Sequence[Path]) -> tuple[Folder, ...]:
    """The folders to be watched: those of the dossier, and what one that is missing will appear in."""
    found: dict[str, Folder] = {}
    for root in roots:
        if (at := _folder(root)) is None:
            above = next(filter(None, map(_folder, root.parents)), None)
            if above is not None:
                found[above[0]] = above
            continue
        found[at[0]] = at
        for name in FOLDERS:
            if (below := _folder(root / name)) is not None:
                found[below[0]] = below
    return tuple(found.values())


def _folder(path: Path) -> Folder | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (str(path), status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None


def _names(roots: Sequence[Path]) -> frozenset[str]:
    """The names of the folders whose coming and going matters."""
    return frozenset([*FOLDERS, *(part for root in roots for part in root.parts)])
