"""The scan: which files of a dossier differ from the index.

A dossier may have 200,000 files. They are listed folder by folder, and the digest of each listing is compared
with that of the last scan that found nothing: only for other folders are the files compared with the index
one by one. Imports nothing that a start without changes does not need.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import repeat
from pathlib import Path
from time import time
from typing import NamedTuple

from medway_tui.content.files import (
    ARTICLE_KINDS,
    FOLDERS,
    SINGLE_FILES,
    SUFFIX,
    ContentFile,
    FileKind,
    FolderListing,
    find_article_files,
    list_single_files,
    stat_folder,
)
from medway_tui.index import indexed_files
from medway_tui.index.connection import Index
from medway_tui.index.indexed_files import FileState, IndexedFile
from medway_tui.sync.locations import listing_error

try:
    # Not from hashlib, which loads OpenSSL: 5 ms of a start. The module random does the same.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

CORE_KINDS = tuple(kind for kind in indexed_files.FILE_KINDS if kind not in ARTICLE_KINDS)
"""The kinds of files that are indexed together: all but articles and their quotations."""

MAX_ARTICLES_AT_ONCE = 200
"""How many articles are indexed in one transaction; more are indexed in steps."""

_MAX_PATHS = 1_000
"""How many paths a change set keeps."""

_SETTLED_SECONDS = 1.0
"""A file that was written so recently may be written again without a new time."""

_DATE_IN_STEM = r"(?<!\d)((?:19|20)\d\d)(?:-?(0[1-9]|1[0-2])(?:-?([0-3]\d))?)?(?!\d)"


class ChangeSet(NamedTuple):
    """The differences between a dossier's files and its index."""

    stems: list[str]
    """The ids of articles whose files, or whose quotations' files, differ; the newest first, as far as their
    names tell."""
    core: list[ContentFile]
    """All other files that are new or have changed."""
    removed: list[str]
    """The paths of all other files that no longer exist."""
    paths: list[str]
    """The paths of some of the files that differ."""
    version: int
    """``Index.data_version`` before the scan: another number after another program has written the index."""
    scanned_at: float = 0.0
    """When the scan began; 0 when it was not of all files."""

    @property
    def is_large(self) -> bool:
        """Whether the changes are indexed in steps."""
        return len(self.stems) > MAX_ARTICLES_AT_ONCE

    def __bool__(self) -> bool:
        return bool(self.stems or self.core or self.removed)


def scan(index: Index, roots: Sequence[Path], *, keep_last_good: bool = False) -> ChangeSet:
    """Compare all files of the folders, lowest first, with the index.

    A file of which the index keeps the last good version counts as changed, unless ``keep_last_good``.
    Raises DossierError when a folder can't be listed.
    """
    began, version = time(), index.data_version
    record = _ScanRecord(index.path)
    digests: set[str] = set()
    collector = _ChangeCollector()
    indexed_count = 0
    try:
        for layer, root in enumerate(roots):
            paths = [str(root / name) for name in SINGLE_FILES]
            indexed = list(indexed_files.files_at(index, paths))
            indexed_count += len(indexed)
            collector.add(
                _file_states(list_single_files(root, layer)),
                _file_states(indexed, keep_last_good=keep_last_good),
            )
            for name, kind in FOLDERS.items():
                folder = str(root / name)
                listing = stat_folder(folder)
                digest = _digest(folder, layer, listing)
                digests.add(digest)
                if digest in record.digests:
                    indexed_count += len(listing.names)
                    continue
                paths = [f"{folder}{os.sep}{name}" for name in listing.names]
                known = set(indexed_files.files_in_folder(index, folder, keep_last_good=keep_last_good))
                indexed_count += len(known)
                collector.add(set(zip(paths, repeat(layer), listing.stamps, listing.sizes)), known, kind)
    except OSError as error:
        raise listing_error(error) from None
    if digests != record.digests and indexed_count != indexed_files.count_files(index):
        for file in _files_of_other_folders(index, roots):
            collector.add_removed(file.path, file.kind)
    changes = collector.change_set(version, began)
    if not changes and index.is_complete:
        record.save(began, set() if keep_last_good and indexed_files.stale_paths(index) else digests)
    return changes


def scan_paths(
    index: Index, roots: Sequence[Path], paths: Iterable[str], *, keep_last_good: bool
) -> ChangeSet | None:
    """Compare only these files with the index; None unless all are files of articles or their quotations."""
    folders = {str(root / name) for root in roots for name, kind in FOLDERS.items() if kind in ARTICLE_KINDS}
    version = index.data_version
    stems = set()
    for path in map(Path, paths):
        if str(path.parent) not in folders or path.suffix != SUFFIX:
            return None
        stems.add(path.stem)
    differing = []
    for stem in stems:
        found = _file_states(find_article_files([str(root) for root in roots], stem))
        indexed = indexed_files.files_of_article(index, stem).values()
        if found != _file_states(indexed, keep_last_good=keep_last_good):
            differing.append(stem)
    return ChangeSet(newest_first(differing), [], [], list(paths), version)


class _ChangeCollector:
    """Collects the differences that a scan finds."""

    def __init__(self) -> None:
        self._stems: set[str] = set()
        self._core: list[ContentFile] = []
        self._removed: list[str] = []
        self._paths: list[str] = []

    def add(self, found: set[FileState], indexed: set[FileState], kind: FileKind | None = None) -> None:
        """Compare the files of a folder with the index; without a ``kind``, their names say what they are."""
        changed = sorted(found - indexed)
        for path, layer, stamp, size in changed:
            name = path.rpartition(os.sep)[2]
            stem = name.removesuffix(SUFFIX)
            if kind in ARTICLE_KINDS:
                self._stems.add(stem)
            else:
                self._core.append(ContentFile(path, kind or SINGLE_FILES[name], stem, layer, stamp, size))
        changed_paths = [state[0] for state in changed]
        self._paths += changed_paths
        for path in sorted({state[0] for state in indexed - found} - set(changed_paths)):
            self.add_removed(path, kind)

    def add_removed(self, path: str, kind: str | None) -> None:
        """Note that a file which is indexed does not exist any more."""
        self._paths.append(path)
        if kind in ARTICLE_KINDS:
            self._stems.add(Path(path).stem)
        else:
            self._removed.append(path)

    def change_set(self, version: int, began: float) -> ChangeSet:
        """Return all that was found."""
        stems = newest_first(self._stems)
        return ChangeSet(stems, self._core, self._removed, self._paths[:_MAX_PATHS], version, began)


class _ScanRecord:
    """A small file beside the index: the digests of the folders in which a scan found no changes.

    It is valid as long as the file of the index has not been written since. Its own time is that of the scan.
    """

    def __init__(self, index_path: Path | None) -> None:
        self._path = _record_path(index_path)
        self._index_version, self._index_time = _file_version(index_path)
        self.digests: set[str] = set()
        if self._path is not None:
            with suppress(OSError, UnicodeDecodeError):
                version, *digests = self._path.read_text("utf-8").split("\n")
                if version == self._index_version:
                    self.digests = set(digests)

    def save(self, scanned_at: float, digests: set[str]) -> None:
        """Note a scan, and the digests of the listings that the index agrees with."""
        if self._path is None:
            return
        if self._index_time > scanned_at - _SETTLED_SECONDS:
            digests = set()
        # A record that can't be written only makes the next scan slower.
        with suppress(OSError):
            if digests != self.digests or not self._path.exists():
                self._path.write_text("\n".join([self._index_version, *digests]), "utf-8")
            os.utime(self._path, (scanned_at, scanned_at))


def save_scan_time(index: Index, scanned_at: float) -> None:
    """Note that the index has all changes that a scan at that time found."""
    _ScanRecord(index.path).save(scanned_at, set())


def last_scan_time(index: Index) -> float | None:
    """Return when the index was last known to agree with all files, in seconds since 1970; None if never."""
    path = _record_path(index.path)
    try:
        return path.stat().st_mtime if path is not None else None
    except OSError:
        return None


def _record_path(index_path: Path | None) -> Path | None:
    return Path(f"{index_path}.scan") if index_path is not None else None


def _file_version(index_path: Path | None) -> tuple[str, float]:
    """Return a text that is another one once the index has been written, and when that was last."""
    version, newest = [], 0.0
    for suffix in ("", "-wal"):
        try:
            status = Path(f"{index_path}{suffix}").stat()
        except OSError:
            continue
        # SQLite makes an empty log even for a connection that only reads.
        if status.st_size:
            version.append(f"{status.st_ino} {status.st_mtime_ns} {status.st_size}")
            newest = max(newest, status.st_mtime)
    return " ".join(version), newest


def _digest(folder: str, layer: int, listing: FolderListing) -> str:
    digest = blake2b("\0".join([folder, str(layer), *listing.names]).encode(), digest_size=16)
    digest.update(listing.stamps)
    digest.update(listing.sizes)
    return digest.hexdigest()


def newest_first(stems: Iterable[str]) -> list[str]:
    """Return ids in the order in which they are indexed: by the dates in them, the newest first."""
    return sorted(stems, key=lambda stem: (_date_in_stem(stem), stem), reverse=True)


def _date_in_stem(stem: str) -> str:
    match = re.search(_DATE_IN_STEM, stem)
    return "".join(filter(None, match.groups())) if match else ""


def _file_states(
    files: Iterable[ContentFile | IndexedFile], *, keep_last_good: bool = True
) -> set[FileState]:
    return {
        (file.path, file.layer, file.stamp, file.size)
        for file in files
        if keep_last_good or not isinstance(file, IndexedFile) or file.hash != indexed_files.STALE_HASH
    }


def _files_of_other_folders(index: Index, roots: Sequence[Path]) -> list[IndexedFile]:
    """Return the files that were indexed from folders that are no longer part of the dossier."""
    folders = {str(folder) for root in roots for folder in (root, *(root / name for name in FOLDERS))}
    indexed = indexed_files.files_of_kinds(index, indexed_files.FILE_KINDS).values()
    return [file for file in indexed if file.path.rpartition(os.sep)[0] not in folders]
