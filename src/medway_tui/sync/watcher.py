"""Noticing at once that files change: the folders of a dossier, watched without their subfolders.

What is noticed is a hint to look, never the truth: a network file system tells nothing, links tell of
themselves alone, and a system may have no more watches to give. Whoever waits looks from time to time too.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from medway_tui.content import files
from medway_tui.content.files import FOLDERS, SUFFIX, ContentFile, change_stamp

if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify

SCAN_INTERVAL = 2.0
"""The seconds between two scans while the watcher reports nothing."""
SCAN_REST_FACTOR = 20
"""No scan begins before so many times the duration of the last one, if that is longer."""

_DEBOUNCE_STEP_MS = 100
"""How long is waited for more changes of other files, and how soon a stop is noticed."""
_DEBOUNCE_MS = 500
"""The longest for which changes are gathered."""
_STABLE_SECONDS = 0.15
"""For how many seconds a file must stay as it is to count as written."""
_STABLE_TIMEOUT = 0.6
"""After how many seconds a file that goes on changing is read all the same."""
_UNWATCHED_WAIT_SHARE = 0.5
"""What part of the time is waited where nothing can be watched."""
_WATCH_RETRY_SECONDS = 30.0
"""The seconds after which watching is tried again where it failed."""

FolderIdentity = tuple[str, int, int]
"""A folder that is there: its path, and which one it is (device and number)."""


class FileWatcher:
    """Waits for changes in folders, until ``stop`` is set. For one thread."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._folders: Sequence[FolderIdentity] = ()
        self._names: frozenset[str] = frozenset()
        self._notify: RustNotify | None = None
        self._failed_at = 0.0

    def wait(self, roots: Sequence[Path], seconds: float) -> list[str]:
        """The paths of what changed within so many seconds; none where nothing did.

        Returns at once, with none, where other folders are there than the last time, as what changed
        before they were watched is still to be looked for; and soon where nothing can be watched.
        """
        folders = _existing_folders(roots)
        if folders != self._folders or (
            self._notify is None and monotonic() - self._failed_at > _WATCH_RETRY_SECONDS
        ):
            self._folders = folders
            self._names = _folder_names(roots)
            self._watch([path for path, _, _ in folders])
            if self._notify is not None:
                return []
        if self._notify is None:
            self._stop.wait(seconds * _UNWATCHED_WAIT_SHARE)
            return []
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0 and not self._stop.is_set():
            paths = self._next_changes(max(1, int(left * 1000)))
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
            self._failed_at = monotonic()

    def _next_changes(self, milliseconds: int) -> list[str] | None:
        """What changed that matters; None when time is up, or watching came to an end."""
        assert self._notify is not None  # noqa: S101 - for the type checker
        try:
            changes = self._notify.watch(_DEBOUNCE_MS, _DEBOUNCE_STEP_MS, milliseconds, self._stop)
        except (OSError, RuntimeError):
            self.close()
            self._failed_at = monotonic()
            return None
        if isinstance(changes, str):
            return None
        return sorted(path for _, path in changes if self._is_relevant(path))

    def _is_relevant(self, path: str) -> bool:
        """Whether a content file, or a folder that holds some, may have changed."""
        name = os.path.basename(path)  # noqa: PTH119 - a text, of which there may be many
        return name in self._names or (name.endswith(SUFFIX) and not name.startswith("."))


def wait_until_stable(paths: Iterable[str], stop: threading.Event) -> None:
    """Wait until files that changed are written to the end: a save may be several writes."""
    paths = list(paths)
    if not paths:
        return
    before = _stat_all(paths)
    end = monotonic() + _STABLE_TIMEOUT
    while monotonic() < end and not stop.wait(_STABLE_SECONDS):
        now = _stat_all(paths)
        if now == before:
            return
        before = now


def _stat_all(paths: Iterable[str]) -> list[tuple[int, int] | None]:
    return [_stat(path) for path in paths]


def _stat(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - likewise
    except OSError:
        return None
    return change_stamp(status), status.st_size


def _existing_folders(roots: Sequence[Path]) -> tuple[FolderIdentity, ...]:
    """The folders to be watched: those of the dossier, and what one that is missing will appear in."""
    found: dict[str, FolderIdentity] = {}
    for root in roots:
        if (at := _folder_identity(root)) is None:
            above = next(filter(None, map(_folder_identity, root.parents)), None)
            if above is not None:
                found[above[0]] = above
            continue
        found[at[0]] = at
        for name in FOLDERS:
            if (below := _folder_identity(root / name)) is not None:
                found[below[0]] = below
    return tuple(found.values())


def _folder_identity(path: Path) -> FolderIdentity | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (str(path), status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None


def _folder_names(roots: Sequence[Path]) -> frozenset[str]:
    """The names of the folders whose coming and going matters."""
    return frozenset([*FOLDERS, *(part for root in roots for part in root.parts)])


class DossierWatcher:
    """The content files of some folders, watched.

    What is watched are the files that a dossier reads: what an editor writes beside them is no change.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        """Look at the folders, the lowest first; one may not be there yet. Changes count from now."""
        self._roots = roots
        self._stop = threading.Event()
        self.reset()

    def reset(self) -> None:
        """Take the files as they are now for known: changes count from now."""
        self._last_files = self._list_files()

    def stop(self) -> None:
        """Let the waiting end, now or the next time."""
        self._stop.set()

    def changes(self) -> Iterator[list[str]]:
        """Wait for the next change, until ``stop``; each is the sorted paths of the files that differ."""
        notices = FileWatcher(self._stop)
        took = 0.0
        try:
            while not self._stop.is_set():
                wait_until_stable(
                    notices.wait(self._roots, max(SCAN_INTERVAL, SCAN_REST_FACTOR * took)), self._stop
                )
                began = monotonic()
                now = self._list_files()
                took = monotonic() - began
                if now != self._last_files and not self._stop.is_set():
                    differing = sorted({file.path for file in now ^ self._last_files})
                    self._last_files = now
                    yield differing
        finally:
            notices.close()

    def _list_files(self) -> frozenset[ContentFile]:
        try:
            return frozenset(files.find_files(self._roots))
        except OSError:
            # That a folder can't be listed is for the check to tell.
            return frozenset()
