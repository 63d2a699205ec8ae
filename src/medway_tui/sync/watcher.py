"""Watching a dossier's files: a watcher of folders, the debounce of saves, and ``check --watch``.

A watcher may miss changes: network file systems report none, links only their own, and a system may have no
watches left. So its callers also scan from time to time.
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
"""The seconds between two scans at first, and wherever nothing can be watched."""
MAX_SCAN_INTERVAL = 64.0
"""The longest time between two scans, where the watcher works and scans find nothing that it missed."""
SCAN_REST_FACTOR = 20
"""The time between two scans is at least so many times the duration of one."""

WATCHED_REST_FACTOR = 2_000
"""Where the watcher works, at least so many times the processor time of a scan: 100,000 articles take over a
second of it, and an open reader that is not used should cost nothing."""

_LOOK_SECONDS = 5.0
"""The time between two looks at the folders' own times, which a save by a new file changes."""
_LATE_REPORT_MS = 200
"""How late a change may be reported that such a look has seen."""
_DEBOUNCE_STEP_MS = 100
"""Changes are reported when none has followed for this time, in which the watcher also wakes once."""
_QUIET_STEP_MS = 250
"""The same where nothing has changed for a while: to wake ten times a second costs 0.1 s a minute."""
_QUIET_SECONDS = 20.0
"""The seconds without a change after which that holds."""
_DEBOUNCE_MS = 500
"""Changes are reported after this time even if more follow."""
_STABLE_SECONDS = 0.15
"""A file counts as completely written when it has not changed for this time."""
_STABLE_TIMEOUT = 0.6
"""A file that goes on changing is read after this time."""
_UNWATCHED_WAIT_SHARE = 0.5
"""Where nothing can be watched, the next scan is made after this part of the time."""
_WATCH_RETRY_SECONDS = 30.0
"""The time between two attempts to watch where that fails."""

_FolderIdentity = tuple[str, int, int]
"""An existing folder: its path, device and inode."""


def rest_after_scan(interval: float, took: float, used: float, *, is_needed: bool) -> float:
    """Return the seconds until the next scan of all files.

    The last one ``took`` so many seconds, and ``used`` so many of the processor. It ``is_needed`` unless the
    watcher works and missed nothing; the ``interval`` is for dossiers in which a scan takes no time.
    """
    rest = interval * max(1.0, SCAN_REST_FACTOR * took / SCAN_INTERVAL)
    return rest if is_needed else max(rest, WATCHED_REST_FACTOR * used)


class FileWatcher:
    """Waits for changes in a dossier's folders, until ``stop`` is set. For one thread."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._folders: Sequence[_FolderIdentity] = ()
        self._names: frozenset[str] = frozenset()
        self._notify: RustNotify | None = None
        self._failed_at = 0.0
        self._folder_times: tuple[int, ...] = ()
        self._changed_at = monotonic()

    @property
    def is_watching(self) -> bool:
        """Whether the system reports changes."""
        return self._notify is not None

    def wait(self, roots: Sequence[Path], seconds: float) -> list[str]:
        """Return the paths that change within so many seconds; none when nothing did.

        Returns none at once when folders have come or gone since the last call, as changes may have been
        missed; and soon where nothing can be watched.
        """
        folders = _existing_folders(roots)
        can_retry = self._notify is None and monotonic() - self._failed_at > _WATCH_RETRY_SECONDS
        if folders != self._folders or can_retry:
            self._folders = folders
            # A folder that holds content files may itself appear, be renamed or removed.
            self._names = frozenset([*FOLDERS, *(part for root in roots for part in root.parts)])
            self._watch([path for path, _, _ in folders])
            if self._notify is not None:
                return []
        if self._notify is None:
            self._stop.wait(seconds * _UNWATCHED_WAIT_SHARE)
            return []
        return self._wait_for_report(self._notify, monotonic() + seconds)

    def _wait_for_report(self, notify: RustNotify, end: float) -> list[str]:
        """Return the paths that are reported until ``end``; none when the folders show another change."""
        self._folder_times = self._read_folder_times()
        while (left := end - monotonic()) > 0 and not self._stop.is_set():
            paths = self._next_changes(notify, max(1, int(min(left, _LOOK_SECONDS) * 1000)))
            if paths is None and self.is_watching and self._read_folder_times() != self._folder_times:
                paths = self._next_changes(notify, _LATE_REPORT_MS)
                if paths is None:
                    return []
            if paths or not self.is_watching:
                return paths or []
            if paths is not None:
                self._folder_times = self._read_folder_times()
        return []

    def _read_folder_times(self) -> tuple[int, ...]:
        times = []
        for path, _, _ in self._folders:
            try:
                times.append(Path(path).stat().st_mtime_ns)
            except OSError:
                times.append(0)
        return tuple(times)

    def close(self) -> None:
        if self._notify is not None:
            self._notify.close()
            self._notify = None

    def _watch(self, folders: list[str]) -> None:
        self.close()
        try:
            # Imported late: it takes a tenth of a second, which the first screen does not wait for.
            from watchfiles._rust_notify import RustNotify  # noqa: PLC0415 - see above

            debug = polls = recursive = False
            self._notify = RustNotify(folders, debug, polls, 0, recursive, True)  # noqa: FBT003 - unnamed
        except (ImportError, OSError, RuntimeError):
            self._failed_at = monotonic()

    def _next_changes(self, notify: RustNotify, milliseconds: int) -> list[str] | None:
        """Return the content files that changed; None when time is up, or watching has failed."""
        try:
            is_quiet = monotonic() - self._changed_at > _QUIET_SECONDS
            step = _QUIET_STEP_MS if is_quiet else _DEBOUNCE_STEP_MS
            changes = notify.watch(_DEBOUNCE_MS, step, milliseconds, self._stop)
        except (OSError, RuntimeError):
            self.close()
            self._failed_at = monotonic()
            return None
        if isinstance(changes, str):
            return None
        self._changed_at = monotonic()
        return sorted(path for _, path in changes if self._is_relevant(path.rpartition(os.sep)[2]))

    def _is_relevant(self, name: str) -> bool:
        return name in self._names or (name.endswith(SUFFIX) and not name.startswith("."))


def wait_until_stable(paths: Iterable[str], stop: threading.Event) -> None:
    """Wait until changed files are completely written: a save may be several writes."""
    paths = list(paths)
    if not paths:
        return
    states = list(map(_file_state, paths))
    end = monotonic() + _STABLE_TIMEOUT
    while monotonic() < end and not stop.wait(_STABLE_SECONDS):
        previous, states = states, list(map(_file_state, paths))
        if states == previous:
            return


def _file_state(path: str) -> tuple[int, int] | None:
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return change_stamp(status), status.st_size


def _existing_folders(roots: Sequence[Path]) -> tuple[_FolderIdentity, ...]:
    """Return the folders to watch: the dossier's, and for a missing one that in which it would appear."""
    folders: list[_FolderIdentity | None] = []
    for root in roots:
        if (identity := _folder_identity(root)) is None:
            folders.append(next(filter(None, map(_folder_identity, root.parents)), None))
        else:
            folders += [identity, *(_folder_identity(root / name) for name in FOLDERS)]
    return tuple(dict.fromkeys(filter(None, folders)))


def _folder_identity(path: Path) -> _FolderIdentity | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (str(path), status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None


class DossierWatcher:
    """Reports which content files of some folders change; other files beside them don't count."""

    def __init__(self, roots: Sequence[Path]) -> None:
        """Watch the folders, lowest first, from now on; one may not exist yet."""
        self._roots = roots
        self._stop = threading.Event()
        self.reset()

    def reset(self) -> None:
        """Report only changes from now on."""
        self._last_files = self._list_files()

    def stop(self) -> None:
        """End the waiting in ``changes``."""
        self._stop.set()

    def changes(self) -> Iterator[list[str]]:
        """Wait for changes until ``stop``; yield the sorted paths of the files that differ each time."""
        watcher = FileWatcher(self._stop)
        took = 0.0
        try:
            while not self._stop.is_set():
                paths = watcher.wait(self._roots, max(SCAN_INTERVAL, SCAN_REST_FACTOR * took))
                wait_until_stable(paths, self._stop)
                began = monotonic()
                current_files = self._list_files()
                took = monotonic() - began
                differing = sorted({file.path for file in current_files ^ self._last_files})
                if differing and not self._stop.is_set():
                    self._last_files = current_files
                    yield differing
        finally:
            watcher.close()

    def _list_files(self) -> frozenset[ContentFile]:
        try:
            return frozenset(files.find_files(self._roots))
        except OSError:
            # The check reports a folder that can't be listed.
            return frozenset()
