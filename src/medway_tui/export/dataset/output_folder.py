"""Write a folder beside an earlier one and put it in its place with two renames.

A run that is killed leaves hidden folders beside the target: ``.NAME-….new``, unfinished or not yet in
place, and between the two renames ``.NAME-….old``, the earlier export. The next run removes the former and
puts the latter back.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import filelock

from medway_tui.errors import MedwayError

DATAPACKAGE = "datapackage.json"
PROJECT_KEY = "medway_tui"
"""The key of the datapackage that marks a folder as an export of this program."""
_DATABASE_LOGS = ("-journal", "-wal", "-shm")
_LOCK_NAME = ".being-written"
_NEW = ".new"
_BACKUP = ".old"


class ExportError(MedwayError):
    """The folder of an export can't be written."""


@contextmanager
def replace_folder(folder: Path) -> Iterator[Path]:
    """Yield a new folder that replaces ``folder`` once the block succeeds; after an error nothing changes.

    Raises ExportError where the folder holds anything that is not an export, OSError where it can't be
    written.
    """
    # A link is kept: the folder it points to is replaced.
    target = Path(os.path.realpath(folder))
    require_own_export(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    _recover(target)
    new_folder = target.parent / f".{target.name}-{secrets.token_hex(4)}{_NEW}"
    new_folder.mkdir()
    lock = filelock.FileLock(new_folder / _LOCK_NAME)
    lock.acquire()
    try:
        yield new_folder
        for path in sorted(new_folder.rglob("*")):
            if path.is_file() and path.name != _LOCK_NAME:
                _sync_file(path)
        require_own_export(folder)
        if sys.platform == "win32":
            # A folder with an open file can't be renamed there.
            lock.release()
        _swap(new_folder, target)
        (target / _LOCK_NAME).unlink(missing_ok=True)
    finally:
        lock.release()
        shutil.rmtree(new_folder, ignore_errors=True)


def require_own_export(folder: Path) -> None:
    """Raise ExportError unless the folder is missing, empty, or holds an export and nothing else."""
    target = Path(os.path.realpath(folder))
    above = next((each for each in target.parents if each.exists()), target)
    if not above.is_dir():
        raise ExportError(f"{above} is a file, so {folder} can't be a folder in it", "name another folder")
    if not target.exists():
        return
    working_folder = Path.cwd()
    if working_folder == target or target in working_folder.parents:
        # It would be replaced by another folder, and this process would be in a deleted one.
        raise ExportError(f"{folder} is the folder you are in", "name one below it, or another")
    if not target.is_dir():
        raise ExportError(f"{folder} is a file", "name a folder that does not exist yet")
    found = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    if not found:
        return
    hint = "name another folder, or remove this one yourself"
    try:
        package = json.loads((target / DATAPACKAGE).read_text(encoding="utf-8"))
        names = package[PROJECT_KEY]["files"]
        known = {DATAPACKAGE, _LOCK_NAME, *names}
        known.update(f"{name}{suffix}" for name in names for suffix in _DATABASE_LOGS)
    except (OSError, ValueError, TypeError, KeyError):
        raise ExportError(f"{folder} holds files that are not an export of this program", hint) from None
    others = sorted(found - known)
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        raise ExportError(f"{folder} holds {others[0]}{more}, which is not part of the export", hint)


def _swap(new_folder: Path, target: Path) -> None:
    """Put the new folder in the place of the target, and delete the earlier one."""
    backup = new_folder.with_suffix(_BACKUP)
    if target.exists():
        target.rename(backup)
    try:
        new_folder.rename(target)
    except OSError:
        if backup.exists() and not target.exists():
            backup.rename(target)
        raise
    shutil.rmtree(backup, ignore_errors=True)


def _recover(target: Path) -> None:
    """Remove what killed exports left beside the target; restore an earlier export they had moved away.

    An export that is still running holds the lock in its folder, and is left alone.
    """
    for leftover in _leftovers(target, _NEW):
        with suppress(filelock.Timeout, OSError), filelock.FileLock(leftover / _LOCK_NAME, timeout=0):
            shutil.rmtree(leftover, ignore_errors=True)
    for backup in _leftovers(target, _BACKUP):
        # As long as its new folder is there, a running export will finish or undo the exchange.
        if backup.with_suffix(_NEW).exists():
            continue
        if target.exists():
            shutil.rmtree(backup, ignore_errors=True)
        else:
            backup.rename(target)


def _leftovers(target: Path, suffix: str) -> list[Path]:
    # The random part has no hyphen: a folder NAME does not match those of NAME-MORE.
    name = re.compile(re.escape(f".{target.name}-") + "[^-]+" + re.escape(suffix))
    return [path for path in target.parent.iterdir() if name.fullmatch(path.name)]


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
