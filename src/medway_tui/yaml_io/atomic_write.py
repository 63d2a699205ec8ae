"""Writes files atomically, and never over a change that another program has just made."""

from __future__ import annotations

import errno
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has none
    fcntl = None  # type: ignore[assignment]


class FileChangedError(Exception):
    """The file is no longer the version that was read, so nothing was written."""


TEMPORARY_SUFFIX = ".medway-tui-new"
"""The end of the names of temporary files. They begin with a dot, so they are never read as content."""

_TEMPORARY_NAME = re.compile(rf"\.(.+)-[a-z0-9_]{{8}}{re.escape(TEMPORARY_SUFFIX)}")
_EARLIER_TEMPORARY_NAME = re.compile(r"\..+\.(?:yaml|json)-(?:[a-z0-9_]{8}|\d+)\.new")
"""Their names before they had that end."""
_STALE_SECONDS = 3600.0
"""A temporary file of a program that does not hold the folder's lock is stale after this time."""


class StagedFile:
    """New bytes of a file, in a temporary file beside it until they are renamed into place."""

    def __init__(self, path: Path, data: bytes | Iterable[bytes], spare_folder: Path | None = None) -> None:
        """Write and sync the temporary file, in ``spare_folder`` where that of the file does not exist yet.

        Raises OSError where the file could not be written later, and what ``data`` raises.
        """
        self._path = path
        self._target = Path(os.path.realpath(path))
        before = _status(self._target)
        # Renaming needs only the folder's permission, but a read-only file must not be replaced.
        if before is not None and not os.access(self._target, os.W_OK):
            raise PermissionError(13, "the file may not be written", str(path))
        is_missing = spare_folder is not None and not self._target.parent.is_dir()
        folder = spare_folder if is_missing else self._target.parent
        handle, name = tempfile.mkstemp(prefix=f".{self._target.name}-", suffix=TEMPORARY_SUFFIX, dir=folder)
        self._aside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines([data] if isinstance(data, bytes) else data)
                file.flush()
                os.fsync(file.fileno())
            _copy_mode_and_owner(self._aside, before)
        except BaseException:
            # Also for Ctrl+C: no temporary file is left behind.
            self.discard()
            raise

    def replace(self, old: bytes | None = None) -> None:
        """Rename it over the file; with ``old``, only over these bytes.

        Raises FileChangedError if the file does not have the bytes ``old`` any more.
        """
        with _lock_folder(self._target.parent):
            if old is not None and not _has_content(self._target, old):
                raise FileChangedError(str(self._path))
            self._aside.replace(self._target)

    def create(self) -> None:
        """Give it the file's name. Raises FileExistsError if there is a file of that name, or a link."""
        try:
            # Unlike a rename, a hard link never replaces an existing file.
            os.link(self._aside, self._path)
        except FileExistsError:
            raise FileExistsError(errno.EEXIST, "the file already exists", str(self._path)) from None
        except OSError:
            # Some file systems have no hard links: create the file exclusively and fill it.
            with self._path.open("xb") as file:
                file.write(self._aside.read_bytes())

    def discard(self) -> None:
        """Remove the temporary file, if it is still there."""
        with suppress(OSError):
            self._aside.unlink(missing_ok=True)


def replace_file(path: Path, data: bytes | Iterable[bytes], *, old: bytes | None = None) -> None:
    """Write a file atomically, replacing an existing one.

    The bytes are written to a temporary file beside it, synced, and renamed into place. Mode and owner of an
    existing file are kept; if ``path`` is a link, its target is written and the link stays. With ``old``,
    only a file that still has these bytes is replaced.

    Raises FileChangedError if the file does not have the bytes ``old`` any more, and OSError if it can't be
    written. In both cases the file is unchanged and no temporary file is left.
    """
    staged = StagedFile(path, data)
    try:
        staged.replace(old)
    finally:
        staged.discard()


def create_file(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a new file atomically.

    Raises FileExistsError if the path exists, and OSError if it can't be written.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, "the file already exists", str(path))
    staged = StagedFile(path, data)
    try:
        staged.create()
    finally:
        staged.discard()


def error_path(error: OSError, folder: Path) -> Path:
    """Return the file that an error is about: of a temporary file the one beside it, else ``folder``."""
    path = Path(os.fsdecode(error.filename2 or error.filename or str(folder)))
    temporary = _TEMPORARY_NAME.fullmatch(path.name)
    return path.with_name(temporary[1]) if temporary else path


def sweep_temporary_files(folder: Path, *, is_locked: bool) -> int:
    """Remove the temporary files that killed programs left directly in a folder; return their number.

    With ``is_locked``, no other program can be writing into the folder, so each is stale; otherwise, and
    those with an earlier form of name, after an hour. Other files and links are never removed.
    """
    swept = 0
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") and _is_stale(entry, is_locked=is_locked):
                    with suppress(OSError):
                        Path(entry.path).unlink()
                        swept += 1
    except OSError:
        return swept
    return swept


def _is_stale(entry: os.DirEntry[str], *, is_locked: bool) -> bool:
    is_current = _TEMPORARY_NAME.fullmatch(entry.name) is not None
    if not is_current and not _EARLIER_TEMPORARY_NAME.fullmatch(entry.name):
        return False
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    is_old = time.time() - status.st_mtime > _STALE_SECONDS
    return stat.S_ISREG(status.st_mode) and (is_old or (is_current and is_locked))


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
