"""Writes files atomically, and never over a change that another program has just made."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has none
    fcntl = None  # type: ignore[assignment]


class FileChangedError(Exception):
    """The file is no longer the version that was read, so nothing was written."""


def replace_file(path: Path, data: bytes, *, old: bytes | None = None) -> None:
    """Write a file atomically, replacing an existing one.

    The bytes are written to a temporary file beside it, synced, and renamed into place. Mode and owner of an
    existing file are kept; if ``path`` is a link, its target is written and the link stays. With ``old``,
    only a file that still has these bytes is replaced.

    Raises FileChangedError if the file does not have the bytes ``old`` any more, and OSError if it can't be
    written. In both cases the file is unchanged and no temporary file is left.
    """
    target = Path(os.path.realpath(path))
    before = _status(target)
    # Renaming needs only the folder's permission, but a read-only file must not be replaced.
    if before is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "the file may not be written", str(path))
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".new", dir=target.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _copy_mode_and_owner(aside, before)
        with _lock_folder(target.parent):
            if old is not None and not _has_content(target, old):
                raise FileChangedError(str(path))
            aside.replace(target)
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def create_file(path: Path, data: bytes) -> None:
    """Write a new file atomically.

    Raises FileExistsError if the path exists, and OSError if it can't be written.
    """
    aside = path.with_name(f".{path.name}-{os.getpid()}.new")
    replace_file(aside, data)
    try:
        # Unlike a rename, a hard link never replaces an existing file.
        os.link(aside, path)
    except FileExistsError:
        raise FileExistsError(errno.EEXIST, "the file already exists", str(path)) from None
    except OSError:
        # Some file systems have no hard links: create the file exclusively and fill it.
        with path.open("xb") as file:
            file.write(data)
    finally:
        with suppress(OSError):
            aside.unlink()


@contextmanager
def _lock_folder(folder: Path) -> Iterator[None]:
    """Hold a lock on a folder, so that no other medway-tui process writes between comparing and renaming.

    Where a folder can't be locked, as on Windows and some network drives, there is no lock.
    """
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        # The lock goes with the handle, even when the process is killed.
        os.close(handle)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _has_content(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except FileNotFoundError:
        return False


def _copy_mode_and_owner(path: Path, status: os.stat_result | None) -> None:
    """Give a file the mode and owner of the file that it replaces; else those of a new file."""
    if status is None:
        # The only way to read the umask is to set it. Temporary files are private to their owner.
        mask = os.umask(0o077)
        os.umask(mask)
        path.chmod(0o666 & ~mask)
        return
    # The owner first: changing it may clear bits of the mode.
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, status.st_uid, status.st_gid)
    path.chmod(stat.S_IMODE(status.st_mode))
