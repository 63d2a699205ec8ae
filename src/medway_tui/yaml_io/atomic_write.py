"""Writing a file: all of it or nothing, and never over what somebody else has just written."""

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
    """The file is no longer what was read, so nothing was written."""


def replace_file(path: Path, data: bytes, *, old: bytes | None = None) -> None:
    """Write a file, in the place of one that may stand there.

    The bytes are written beside it, synced, and renamed into place. A file that stands there gives the
    new one its mode and owner; where ``path`` is a link, the file that it leads to is written, and the
    link stays. With ``old``, only a file that still holds these bytes gives way.

    Raises ChangedError when the file does not hold ``old`` any more, and OSError when it can't be
    written. Either way the file is as it was, and nothing is left beside it.
    """
    target = Path(os.path.realpath(path))
    before = _status(target)
    # Renaming needs the folder's permission only; a file that may not be written is meant to stay.
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
    """Write a file where nothing stands yet: all of it or nothing.

    Raises FileExistsError when something stands there, and OSError when it can't be written.
    """
    aside = path.with_name(f".{path.name}-{os.getpid()}.new")
    replace_file(aside, data)
    try:
        # Unlike a renaming, a link never takes the place of what stands there.
        os.link(aside, path)
    except FileExistsError:
        raise FileExistsError(errno.EEXIST, "something of that name is there already", str(path)) from None
    except OSError:
        # Some file systems have no links: there the file is opened where nothing stands, and filled.
        with path.open("xb") as file:
            file.write(data)
    finally:
        with suppress(OSError):
            aside.unlink()


@contextmanager
def _lock_folder(folder: Path) -> Iterator[None]:
    """Wait until no other program of ours is between looking at a file in this folder and renaming.

    Where a folder can't be locked, as on Windows and some network drives, nothing is waited for.
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
        # It is let go with the handle, also when the program is killed.
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
    """Give a file the mode and owner of the one in whose place it comes; else those of any new file."""
    if status is None:
        # The only way to learn the mask is to set it. Temporary files are their owner's alone.
        mask = os.umask(0o077)
        os.umask(mask)
        path.chmod(0o666 & ~mask)
        return
    # First the owner: changing it may take bits off the mode.
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, status.st_uid, status.st_gid)
    path.chmod(stat.S_IMODE(status.st_mode))
