"""The lock of a dossier's folder: one program at a time writes into it.

Each writer holds it from reading the old bytes of its files until the new ones are in place. Readers need no
lock. A writer that gets it first finishes or takes back what a killed program began, and removes the
temporary files that it left.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

from medway_tui.errors import MedwayError
from medway_tui.notices import send_notice
from medway_tui.yaml_io.atomic_write import sweep_temporary_files
from medway_tui.yaml_io.journal import recover

LOCK_NAME = ".medway-tui-lock"
"""The lock file's name in its folder."""
LOCK_SECONDS = 60.0
"""How long a command waits for the lock."""
SHORT_LOCK_SECONDS = 2.0
"""How long a key press waits for the lock."""

_NOTICE_SECONDS = 1.0
"""After this time a notice says what is waited for."""
_POLL_SECONDS = 0.01
_WRITTEN_FOLDERS = ("articles", "quotes", "inspections", ".imports", "schema")


_held: dict[tuple[int, str], int] = {}
"""How many times each thread holds the lock of each folder."""


class FolderLockedError(MedwayError):
    """Another program holds the lock of a folder, and goes on writing into it."""


@contextmanager
def lock_folder(folder: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the lock of a folder, which is made if it is missing. A thread may hold it several times.

    Raises FolderLockedError if another program holds it for so many seconds, JournalError where what a killed
    program began can't be finished, OSError where the folder can't be written.
    """
    key = (threading.get_ident(), os.path.realpath(folder))
    if _held.get(key):
        _held[key] += 1
        try:
            yield
        finally:
            _held[key] -= 1
        return
    is_new = not folder.is_dir()
    if is_new:
        folder.mkdir(parents=True, exist_ok=True)
    with _file_lock(folder, seconds):
        _held[key] = 1
        try:
            _recover(folder)
            yield
        finally:
            del _held[key]
    if is_new:
        with suppress(OSError):
            folder.rmdir()


def recover_folder(folder: Path, seconds: float = SHORT_LOCK_SECONDS) -> None:
    """Finish or take back what a killed program began in a folder; nothing where another is writing."""
    with suppress(FolderLockedError), lock_folder(folder, seconds):
        pass


@contextmanager
def _file_lock(folder: Path, seconds: float) -> Iterator[None]:
    from filelock import FileLock, Timeout  # noqa: PLC0415 - a start without changes does not need it

    path = folder / LOCK_NAME
    lock = FileLock(path, thread_local=False, poll_interval=_POLL_SECONDS)
    began = monotonic()
    try:
        try:
            lock.acquire(timeout=min(seconds, _NOTICE_SECONDS))
        except Timeout:
            left = seconds - (monotonic() - began)
            if left <= 0:
                raise
            send_notice(f"another medway-tui is writing into {folder}: waiting for it …")
            lock.acquire(timeout=left)
    except OSError as error:
        if isinstance(error, Timeout):
            raise FolderLockedError(
                f"another medway-tui has been writing into {folder} for {seconds:.0f} seconds",
                "nothing was written: wait for it, or end it, and try again",
            ) from None
        raise OSError(error.errno, error.strerror, str(folder)) from None
    try:
        yield
    finally:
        # While it is held, and only then, the file may go: who waits for it sees that and makes another.
        if os.name == "posix":
            with suppress(OSError):
                path.unlink()
        lock.release()


def _recover(folder: Path) -> None:
    recovery = recover(folder)
    if recovery is not None:
        send_notice(f"{folder}: {recovery}")
    for each in (folder, *(folder / name for name in _WRITTEN_FOLDERS)):
        sweep_temporary_files(each, is_locked=True)
