"""Writes several files of a folder together: all or none, even if the program is killed meanwhile.

All new bytes are first written to temporary files, then a journal with the old and new bytes of each file is
renamed into place, then the files follow in the given order, then the journal is removed. A journal that is
found later, by a writer that holds the folder's lock, is of a killed program: what it began is finished, or
taken back where a person has changed one of its files since.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

from medway_tui.errors import MedwayError, os_error_text
from medway_tui.yaml_io.atomic_write import (
    FileChangedError,
    StagedFile,
    create_file,
    replace_file,
)
from medway_tui.yaml_io.journal_file import JOURNAL_NAME

_FORMAT = 1
_PATH = re.compile(
    r"[a-z]+\.yaml|(?:articles|quotes|inspections)/[^/\\\0]+\.yaml|\.imports/[^/\\\0]+\.json|schema/[a-z]+\.json"
)
"""The files that a journal may name: a folder from elsewhere must not write into others."""


class FileChange(NamedTuple):
    """A file before and after a change."""

    name: str
    """Its path in the folder, with slashes."""
    before: bytes | None
    """None if it does not exist yet."""
    after: bytes | None
    """None if it is removed."""


class Recovery(NamedTuple):
    """The end of a change that a killed program had begun."""

    subject: str
    """The change, such as “the import of page.html”."""
    is_finished: bool
    """Whether it was finished; otherwise it was taken back."""
    kept: tuple[str, ...] = ()
    """The files that someone has changed since, and that were left as they are."""

    def __str__(self) -> str:
        """Return it as a sentence."""
        done = "finished now" if self.is_finished else "taken back"
        verb = "was" if len(self.kept) == 1 else "were"
        kept = f"; {' and '.join(self.kept)} {verb} changed since, and kept" if self.kept else ""
        return f"{self.subject} had been stopped half way: it is {done}{kept}"


class JournalError(MedwayError):
    """A journal can't be read, or what it began can be neither finished nor taken back."""


def write_together(folder: Path, subject: str, changes: Sequence[FileChange]) -> None:
    """Write all changes or none, in this order; the caller holds the lock of the folder.

    ``subject`` is a noun phrase for the message after a kill. Raises FileChangedError if a file is not as
    ``before`` says, FileExistsError where a new one exists already, OSError if one can't be written.
    """
    changes = [each for each in changes if each.before != each.after]
    made_folders: list[Path] = []
    staged: list[StagedFile | None] = []
    journal = folder / JOURNAL_NAME
    begun = 0
    try:
        for each in changes:
            _require_before(folder, each)
            staged.append(None if each.after is None else StagedFile(folder / each.name, each.after, folder))
        replace_file(journal, _encode(subject, changes))
        # Only now: a kill before the journal leaves no empty folder.
        made_folders = list(_make_folders(folder, changes))
        for each, file in zip(changes, staged, strict=True):
            begun += 1
            _apply(folder, each, file)
        # Also where nothing above it was synced: a removed journal means that all is in place.
        _sync_folders({(folder / each.name).parent for each in changes})
        journal.unlink()
    except BaseException as error:
        if begun and isinstance(error, FileExistsError):
            begun -= 1  # that file is another's
        _take_back(folder, changes[:begun])
        with suppress(OSError):
            journal.unlink(missing_ok=True)
        _discard(staged)
        _remove_folders(made_folders)
        raise
    _discard(staged)
    _remove_folders((folder / each.name).parent for each in changes if each.after is None)


def recover(folder: Path) -> Recovery | None:
    """Finish or take back what a killed program began; the caller holds the lock of the folder.

    Raises JournalError where that is impossible.
    """
    journal = folder / JOURNAL_NAME
    if not os.path.lexists(journal):
        return None
    try:
        subject, changes = _decode(journal.read_bytes())
    except (ValueError, TypeError, KeyError, zlib.error, binascii.Error, OSError) as error:
        aside = journal.with_name(f"{JOURNAL_NAME}-unreadable")
        with suppress(OSError):
            journal.replace(aside)
        raise JournalError(
            f"the journal of a stopped change can't be read: {error}",
            f"it is now {aside}: look at it, and run medway-tui check",
        ) from None
    try:
        recovery = _finish_or_take_back(folder, subject, changes)
        _sync_folders({(folder / each.name).parent for each in changes})
        journal.unlink()
    except (OSError, FileChangedError) as error:
        reason = os_error_text(error) if isinstance(error, OSError) else f"{error} was changed meanwhile"
        raise JournalError(
            f"{subject} was stopped half way, and can't be finished: {reason}",
            f"make room, or allow writing in {folder}, and try again",
        ) from None
    _remove_folders((folder / each.name).parent for each in changes)
    return recovery


def _finish_or_take_back(folder: Path, subject: str, changes: Sequence[FileChange]) -> Recovery:
    states = [_state(folder, each) for each in changes]
    changed = [each for each, state in zip(changes, states, strict=True) if state == "changed"]
    kept = tuple(each.name for each in changed)
    if all(each.before is None and each.after is not None for each in changed):
        # A new file with other words is one that a person has edited since: the rest belongs to it.
        for each, state in zip(changes, states, strict=True):
            if state == "before":
                (folder / each.name).parent.mkdir(parents=True, exist_ok=True)
                _write(folder / each.name, each.before, each.after)
            elif state == "part":
                replace_file(folder / each.name, each.after or b"")
        return Recovery(subject, is_finished=True, kept=kept)
    for each, state in reversed(list(zip(changes, states, strict=True))):
        if state == "after":
            (folder / each.name).parent.mkdir(parents=True, exist_ok=True)
            _write(folder / each.name, each.after, each.before)
        elif state == "part":
            (folder / each.name).unlink()
    return Recovery(subject, is_finished=False, kept=kept)


def _state(folder: Path, change: FileChange) -> Literal["before", "after", "part", "changed"]:
    """Return in which state of a change a file is; in part where it was being written in place."""
    current = _read(folder / change.name)
    if current == change.after:
        return "after"
    if current == change.before:
        return "before"
    if change.before is None and current is not None and (change.after or b"").startswith(current):
        return "part"
    return "changed"


def _discard(staged: Sequence[StagedFile | None]) -> None:
    for file in staged:
        if file is not None:
            file.discard()


def _require_before(folder: Path, change: FileChange) -> None:
    path = folder / change.name
    if change.before is None and os.path.lexists(path):
        raise FileExistsError(17, "the file already exists", str(path))
    if _read(path) != change.before:
        raise FileChangedError(str(path))


def _apply(folder: Path, change: FileChange, staged: StagedFile | None) -> None:
    if staged is None:
        _write(folder / change.name, change.before, None)
    elif change.before is None:
        staged.create()
    else:
        staged.replace(change.before)


def _take_back(folder: Path, changes: Sequence[FileChange]) -> None:
    """Undo what was written of these changes. Raises OSError where it can't: then the journal stays."""
    for each in reversed(changes):
        state = _state(folder, each)
        with suppress(FileChangedError, FileExistsError):
            if state == "after":
                _write(folder / each.name, each.after, each.before)
            elif state == "part":
                (folder / each.name).unlink()


def _write(path: Path, old: bytes | None, new: bytes | None) -> None:
    if new is None:
        if _read(path) != old:
            raise FileChangedError(str(path))
        path.unlink()
    elif old is None:
        create_file(path, new)
    else:
        replace_file(path, new, old=old)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _make_folders(folder: Path, changes: Sequence[FileChange]) -> Iterator[Path]:
    """Make the folders of new files; yield those that were missing."""
    for parent in dict.fromkeys((folder / each.name).parent for each in changes if each.after is not None):
        if not parent.is_dir():
            parent.mkdir(parents=True, exist_ok=True)
            yield parent


def _remove_folders(folders: Iterator[Path] | Sequence[Path]) -> None:
    """Remove folders inside the dossier's, where they are empty."""
    for each in dict.fromkeys(folders):
        if each.name in ("articles", "quotes", "inspections", ".imports", "schema"):
            with suppress(OSError):
                each.rmdir()


def _sync_folders(folders: set[Path]) -> None:
    """Write the new names to the disk, where the system can: only a power cut loses them otherwise."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    for each in folders:
        with suppress(OSError):
            handle = os.open(each, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _encode(subject: str, changes: Sequence[FileChange]) -> bytes:
    files = [[each.name, _pack(each.before), _pack(each.after)] for each in changes]
    made = {"format": _FORMAT, "time": round(time.time()), "subject": subject, "files": files}
    return json.dumps(made).encode()


def _decode(data: bytes) -> tuple[str, list[FileChange]]:
    saved = json.loads(data)
    if not isinstance(saved, dict) or saved.get("format") != _FORMAT:
        raise ValueError("another version wrote it")
    changes = [
        FileChange(str(name), _unpack(before), _unpack(after)) for name, before, after in saved["files"]
    ]
    for each in changes:
        if not _PATH.fullmatch(each.name):
            raise ValueError(f"it names {each.name}")
    return str(saved["subject"]), changes


def _pack(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(zlib.compress(data, 1)).decode()


def _unpack(text: str | None) -> bytes | None:
    return None if text is None else zlib.decompress(base64.b64decode(text, validate=True))
