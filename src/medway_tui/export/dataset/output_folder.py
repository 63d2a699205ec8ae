"""A folder that is made aside and put in the place of an earlier one in one step."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DATAPACKAGE = "datapackage.json"
PROJECT_KEY = "medway_tui"
"""The key of the package that says that this program made the folder."""
_DATABASE_LOGS = ("-journal", "-wal", "-shm")


class ExportError(Exception):
    """The folder can't be written; the message says why, ``hint`` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@contextmanager
def replace_folder(folder: Path) -> Iterator[Path]:
    """A new folder beside ``folder``, put in its place when the block ends well.

    Until then, and where the block fails, what stood there stands. Raises ExportError where there is
    something that is not an export, or that somebody put into one; OSError where nothing can be written.
    """
    # A link stays a link: what it points to is what is replaced.
    target = Path(os.path.realpath(folder))
    require_own_export(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{target.name}-*.new"):
        _remove_leftover(left)
    new_folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=".new", dir=target.parent))
    with _lock_folder(new_folder):
        try:
            new_folder.chmod(0o777 & ~_umask())
            yield new_folder
            for path in sorted(new_folder.rglob("*")):
                if path.is_file() and path.name != _LOCK_NAME:
                    _sync_file(path)
            (new_folder / _LOCK_NAME).unlink(missing_ok=True)
            require_own_export(folder)
            _put_in_place(new_folder, target)
        finally:
            shutil.rmtree(new_folder, ignore_errors=True)


def require_own_export(folder: Path) -> None:
    """Raise ExportError unless there is nothing here, or nothing but an export of this program."""
    target = Path(os.path.realpath(folder))
    if not target.exists():
        return
    here = Path.cwd()
    if here == target or target in here.parents:
        # Another folder will stand in its place, and whoever is in this one would be nowhere.
        raise ExportError(f"{folder} is the folder you are in", "name one below it, or another")
    if not target.is_dir():
        raise ExportError(f"{folder} is a file", "name a folder that is not there yet")
    found = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    if not found:
        return
    hint = "name another folder, or remove this one yourself"
    try:
        package = json.loads((target / DATAPACKAGE).read_text(encoding="utf-8"))
        ours = package[PROJECT_KEY]["files"]
        known = {DATAPACKAGE, *ours, *(f"{name}{end}" for name in ours for end in _DATABASE_LOGS)}
    except (OSError, ValueError, TypeError, KeyError):
        raise ExportError(f"{folder} holds files that are not an export of this program", hint) from None
    others = sorted(found - known)
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        raise ExportError(f"{folder} holds {others[0]}{more}, which is not of the export", hint)


_LOCK_NAME = ".being-written"


@contextmanager
def _lock_folder(folder: Path) -> Iterator[None]:
    """Hold a lock in the folder, so that another export can tell it from one that was left behind."""
    import filelock  # noqa: PLC0415 - only an export needs it

    lock = filelock.FileLock(folder / _LOCK_NAME)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _remove_leftover(leftover: Path) -> None:
    """Remove a folder that an export left when it was killed; not one that is being written."""
    import filelock  # noqa: PLC0415 - only an export needs it

    with suppress(filelock.Timeout, OSError), filelock.FileLock(leftover / _LOCK_NAME, timeout=0):
        shutil.rmtree(leftover, ignore_errors=True)


def _put_in_place(new_folder: Path, target: Path) -> None:
    """Put the folder in its place; what stood there is gone afterwards."""
    if not target.exists() or not any(target.iterdir()):
        with suppress(FileNotFoundError):
            target.rmdir()
        new_folder.rename(target)
        return
    if _exchanged(new_folder, target):
        return
    # Without an exchange there is a moment in which neither stands there, but both still are.
    backup = new_folder.with_suffix(".old")
    target.rename(backup)
    try:
        new_folder.rename(target)
    except OSError:
        backup.rename(target)
        raise
    shutil.rmtree(backup, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, where the system can: renameat2 of Linux."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # noqa: PLC0415 - only here

    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    done: int = renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange)
    return done == 0


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
