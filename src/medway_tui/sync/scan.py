"""Which files of a dossier are not as they were when the index took them in.

Two hundred thousand files may have to be looked at: they are held against the index one by one, in the order
of their paths, and only what differs is kept. Imports nothing that a warm start need not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from medway_tui.content.files import (
    ARTICLE_KINDS,
    FOLDERS,
    SINGLE_FILES,
    SUFFIX,
    ContentFile,
    find_article_files,
    list_folder,
    list_single_files,
)
from medway_tui.index import indexed_files
from medway_tui.index.connection import Index
from medway_tui.index.indexed_files import IndexedFile
from medway_tui.sync.locations import listing_error

CORE_KINDS = tuple(kind for kind in indexed_files.FILE_KINDS if kind not in ARTICLE_KINDS)
"""The kinds of files that are read as a whole."""

_DATE_IN_STEM = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:-?(0[1-9]|1[0-2])(?:-?([0-3]\d))?)?(?!\d)")


MAX_ARTICLES_AT_ONCE = 200
"""How many articles are taken in by one transaction; more, in steps."""


class ChangeSet(NamedTuple):
    """What differs between the folders and the index."""

    stems: list[str]
    """The ids of articles whose files, or those of whose quotations, differ; the newest first, as far as
    their names tell."""
    core: list[ContentFile]
    """All other files that are new or look different."""
    removed: list[str]
    """The paths of all other files that are not there any more."""
    paths: list[str]
    """The paths of some of the files that differ."""
    version: int
    """The state of the index that was looked at: another number, once another program has written in it."""

    @property
    def is_large(self) -> bool:
        """Whether what differs is taken in in steps."""
        return len(self.stems) > MAX_ARTICLES_AT_ONCE

    def __bool__(self) -> bool:
        return bool(self.stems or self.core or self.removed)


_MAX_PATHS = 1_000
"""How many paths a look keeps."""


def scan(index: Index, roots: Sequence[Path], *, keep_last_good: bool = False) -> ChangeSet:
    """Compare the folders, the lowest first, with what the index took in.

    A file of which the index holds an earlier text counts as different, unless ``keep``. Raises
    DossierError when a folder can't be listed.
    """
    version = index.data_version
    stems: set[str] = set()
    core: list[ContentFile] = []
    removed: list[str] = []
    paths: list[str] = []
    matched = 0
    try:
        for found, known in _match_files(index, roots):
            matched += known is not None
            if (
                found is not None
                and known is not None
                and _is_unchanged(found, known, keep_last_good=keep_last_good)
            ):
                continue
            differing = found or known
            assert differing is not None  # noqa: S101 - for the type checker
            if len(paths) < _MAX_PATHS:
                paths.append(differing.path)
            if differing.kind in ARTICLE_KINDS:
                stems.add(differing.stem)
            elif found is not None:
                core.append(found)
            else:
                removed.append(differing.path)
    except OSError as error:
        raise listing_error(error) from None
    if matched != indexed_files.count_files(index):
        # Some were taken in from folders that are not looked at any more.
        for known in _files_of_other_folders(index, roots):
            paths.append(known.path)
            if known.kind in ARTICLE_KINDS:
                stems.add(known.stem)
            else:
                removed.append(known.path)
    return ChangeSet(newest_first(stems), core, removed, paths, version)


def scan_paths(
    index: Index, roots: Sequence[Path], paths: Iterable[str], *, keep_last_good: bool
) -> ChangeSet | None:
    """The same for some paths alone; None where not all are files of articles or their quotations."""
    folders = {str(root / name) for root in roots for name, kind in FOLDERS.items() if kind in ARTICLE_KINDS}
    version = index.data_version
    stems = set()
    for path in map(Path, paths):
        if str(path.parent) not in folders or path.suffix != SUFFIX:
            return None
        stems.add(path.stem)
    differing = []
    for stem in stems:
        known = indexed_files.files_of_article(index, stem)
        found = {file.path: file for file in find_article_files([str(root) for root in roots], stem)}
        if found.keys() != known.keys() or not all(
            _is_unchanged(file, known[path], keep_last_good=keep_last_good) for path, file in found.items()
        ):
            differing.append(stem)
    return ChangeSet(newest_first(differing), [], [], list(paths), version)


def newest_first(stems: Iterable[str]) -> list[str]:
    """Ids in the order in which they are taken in: by the dates that stand in them, the newest first."""
    return sorted(stems, key=lambda stem: (_date_in_stem(stem), stem), reverse=True)


def _date_in_stem(stem: str) -> str:
    match = _DATE_IN_STEM.search(stem)
    return "".join(filter(None, match.groups())) if match else ""


def _is_unchanged(found: ContentFile, known: IndexedFile, *, keep_last_good: bool) -> bool:
    if (known.stamp, known.size, known.layer) != (found.stamp, found.size, found.layer):
        return False
    return keep_last_good or known.hash != indexed_files.STALE_HASH


_Pair = tuple[ContentFile | None, IndexedFile | None]


def _match_files(index: Index, roots: Sequence[Path]) -> Iterator[_Pair]:
    """Each file that is there or was taken in, as it was found and as it is known."""
    for layer, root in enumerate(roots):
        once = [str(root / name) for name in SINGLE_FILES]
        yield from _merge_sorted(sorted(list_single_files(root, layer)), indexed_files.files_at(index, once))
        for folder in FOLDERS:
            yield from _merge_sorted(
                list_folder(root, folder, layer), indexed_files.files_in_folder(index, str(root / folder))
            )


def _merge_sorted(found: Iterable[ContentFile], known: Iterable[IndexedFile]) -> Iterator[_Pair]:
    """Pairs from what one folder holds, each in the order of paths."""
    remaining = iter(known)
    candidate = next(remaining, None)
    for file in found:
        while candidate is not None and candidate.path < file.path:
            yield None, candidate
            candidate = next(remaining, None)
        if candidate is not None and candidate.path == file.path:
            yield file, candidate
            candidate = next(remaining, None)
        else:
            yield file, None
    yield from ((None, each) for each in chain([candidate] if candidate else (), remaining))


def _files_of_other_folders(index: Index, roots: Sequence[Path]) -> list[IndexedFile]:
    folders = {str(folder) for root in roots for folder in (root, *(root / name for name in FOLDERS))}
    known = indexed_files.files_of_kinds(index, indexed_files.FILE_KINDS).values()
    return [each for each in known if str(Path(each.path).parent) not in folders]
