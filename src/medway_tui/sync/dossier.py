"""Opening a dossier and keeping its index up to date.

When no file has changed, neither yaml nor pydantic is imported. Workers are started before this process
imports either.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medway_tui.content import files
from medway_tui.index import indexed_files
from medway_tui.index.articles import oldest_articles
from medway_tui.index.connection import Index, IndexAccessError, create_in_file, create_in_memory
from medway_tui.index.integrity import open_index, quick_check
from medway_tui.sync.locations import (
    DossierError,
    ensure_dossier,
    index_path,
    resolve_roots,
    roots_key,
    user_folder,
    with_user_folder,
)
from medway_tui.sync.recovery import write_states
from medway_tui.sync.scan import ChangeSet, last_scan_time, save_scan_time, scan, scan_paths

if TYPE_CHECKING:
    from medway_tui.model.findings import Finding
    from medway_tui.progress import ProgressCallback
    from medway_tui.sync.build import ArticlePool

MAX_ARTICLES_IN_MEMORY = 5_000
"""An index of more articles is not held in memory: it would take more of it than anyone expects."""

_LOADER_MODULE = "medway_tui.sync.indexer"
"""What workers import: it takes a tenth of a second, and this process does it at the same time."""
_MAX_FILES_SCANNED_FIRST = 500
"""Of more files, only those shown first are scanned before the first paint: so many take 3 ms."""
_OLDEST_ARTICLES_TRIED = 8
"""How many articles are looked at to find the one that is shown first: each may have been removed."""


class Dossier:
    """An open dossier: views and commands query its ``index``."""

    def __init__(
        self, roots: Sequence[Path], index: Index, *, progress: ProgressCallback | None = None
    ) -> None:
        self.base_roots = list(roots)
        """The folders that were named, lowest first, without the user's own."""
        self.progress = progress
        """Called during a build, with the number of articles that are indexed and of all."""
        self.index = index
        """The index, as fresh as the last ``refresh`` made it."""
        self.is_named = True
        """Whether its folders were named; else it is the dossier that comes with the program."""
        self.fully_scanned = True
        """Whether all files were scanned since it was opened; if not, a ``LiveReloader`` will."""

    @property
    def id(self) -> str:
        """The dossier's id; empty when its dossier.yaml can't be read."""
        return self.index.meta("id") or ""

    def has_notes(self) -> bool:
        """Return whether the user has a file of notes on it."""
        return bool(self.id) and os.path.lexists(user_folder(self.id) / files.NOTES_NAME)

    @property
    def title(self) -> str:
        """The dossier's title, or the name of its folder."""
        return self.index.meta("title") or self.base_roots[0].name

    @property
    def attribution(self) -> str:
        """The line that the licences of its sources ask for; empty where there is none."""
        return self.index.meta("attribution") or ""

    @property
    def complete(self) -> bool:
        """Whether all articles are in the index; until then, queries find those that are."""
        return self.index.is_complete

    @property
    def scanned_at(self) -> float | None:
        """When the index was last known to agree with all files, in seconds since 1970; None if unknown."""
        return last_scan_time(self.index)

    @property
    def roots(self) -> list[Path]:
        """The folders, lowest first: those named, and the user's own folder on top."""
        return with_user_folder(self.base_roots, self.id)

    def findings(self) -> list[Finding]:
        """Return the findings about the dossier's files."""
        return indexed_files.list_findings(self.index)

    def findings_count(self) -> int:
        """Return the number of findings about the dossier's files."""
        return indexed_files.count_findings(self.index)

    def clone(self, progress: ProgressCallback | None = None) -> Dossier:
        """Return the same dossier with a connection of its own, for another thread."""
        return Dossier(self.base_roots, self.index.clone(), progress=progress)

    def copy_to_memory(self, progress: ProgressCallback | None = None) -> Dossier:
        """Return the same dossier with a copy of its index in memory, which nothing else uses yet."""
        return Dossier(self.base_roots, self.index.copy_to_memory(), progress=progress)

    def refresh_article(self, article_id: str) -> None:
        """Index what has changed in one article, where not all files were scanned."""
        if self.complete and not self.fully_scanned:
            paths = [str(root / "articles" / f"{article_id}.yaml") for root in self.roots]
            self.refresh(changes=scan_paths(self.index, self.roots, paths, keep_last_good=False))

    def ensure_folders(self) -> None:
        """Raise DossierError when a folder no longer exists, or no longer holds a dossier."""
        ensure_dossier(resolve_roots(self.base_roots))

    def scan(self, *, keep_last_good: bool = False) -> ChangeSet:
        """Return the differences between the files and the index; see ``refresh``.

        A step of another program that is under way is waited for: it takes some milliseconds.
        """
        write_states(self.roots)
        return scan(self.index, self.roots, keep_last_good=keep_last_good)

    def refresh(
        self,
        *,
        keep_last_good: bool = False,
        changes: ChangeSet | None = None,
        pool: ArticlePool | None = None,
    ) -> bool:
        """Index what changed in the files; return whether the index changed.

        With ``keep_last_good``, a file that has become unreadable stays in the index as it was until it is
        fixed or removed, or the dossier is refreshed without it. ``changes`` are those of a scan that was
        just made, ``pool`` has begun to load them.

        A few changes are one transaction: other readers of the index see all of them or none. Many are
        indexed in steps, by one program at a time. Raises DossierError when a folder can't be listed,
        IndexAccessError when the index can't be read or written.
        """
        changes = self.scan(keep_last_good=keep_last_good) if changes is None else changes
        if not changes and self.complete:
            return False
        from medway_tui.sync import build  # noqa: PLC0415 - yaml

        if not changes.is_large and self.complete:
            with self.index.transaction():
                changed = build.apply_changes(
                    self.index, self.roots, changes, self.progress, keep_last_good=keep_last_good
                )
        else:
            total = indexed_files.count_articles(self.index) + len(changes.stems)
            with build.build_lock(self.index.path, partial(self._report_progress, total)):
                if self.index.data_version != changes.version:
                    changes, pool = self.scan(keep_last_good=keep_last_good), None
                if not changes and self.complete:
                    return True
                changed = build.build_in_batches(
                    self.index, self.roots, changes, self.progress, pool, keep_last_good=keep_last_good
                )
        if changes.scanned_at:
            save_scan_time(self.index, changes.scanned_at)
        return changed

    def _report_progress(self, total: int) -> None:
        if self.progress is not None:
            self.progress(indexed_files.count_articles(self.index), total)

    def switch_index(self, index: Index) -> None:
        """Use another index from now on, which was made to replace this one."""
        self.index.replace_with(index)

    def close(self) -> None:
        self.index.close()


def open_dossier(
    roots: Sequence[Path] = (),
    *,
    progress: ProgressCallback | None = None,
    wait: bool = True,
    scan: bool = True,
) -> Dossier:
    """Open the dossier in these folders, lowest first, or the one that comes with the program.

    Without ``wait``, it is returned as soon as there is something to read in it. A scan or a build that
    would take long is left to a ``LiveReloader``: the dossier may not be ``complete`` or ``fully_scanned``,
    but the oldest article, which a reader shows first, is up to date.

    Without ``scan``, an index that is complete is used as it is; ``Dossier.scanned_at`` says how old it is.

    Raises DossierError when there is no dossier.
    """
    folders = resolve_roots(roots)
    path = index_path(folders)
    dossier = _open_existing(folders, path, progress, wait=wait, scan=scan)
    if dossier is None:
        ensure_dossier(folders)
        dossier = _build(folders, path, progress, wait=wait)
    dossier.index.rebuild = partial(_rebuild, folders, path, wait=wait)
    dossier.is_named = bool(roots)
    return dossier


def open_without_scan(roots: Sequence[Path] = ()) -> Index | None:
    """Open the index of these folders as it is, for shell completion; None when there is none.

    Raises DossierError when a folder does not exist.
    """
    folders = resolve_roots(roots)
    return _open_index_of(folders, index_path(folders))


def ensure_fits_in_memory(articles_count: int, path: Path | None, reason: str) -> None:
    """Raise DossierError when an index of so many articles is too large to be held in memory.

    ``path`` is where it can't be written, ``reason`` why.
    """
    if articles_count > MAX_ARTICLES_IN_MEMORY:
        folder = path.parent if path else "its folder"
        raise DossierError(
            f"the index of {articles_count:,} articles can't be written: {reason}",
            f"make room in {folder}, or name another folder with XDG_CACHE_HOME",
        )


def _open_index_of(folders: Sequence[Path], path: Path | None) -> Index | None:
    """Open an index that was built before from these folders; None when there is none."""
    index = open_index(path) if path else None
    if index is None:
        return None
    with suppress(IndexAccessError):
        if index.meta("roots") == roots_key(folders):
            return index
    index.close()
    return None


def _open_existing(
    folders: Sequence[Path],
    path: Path | None,
    progress: ProgressCallback | None,
    *,
    wait: bool,
    scan: bool = True,
) -> Dossier | None:
    """Open the dossier with an index that was built before, and update it; None when that is impossible."""
    index = _open_index_of(folders, path)
    if index is None:
        return None
    dossier = Dossier(folders, index, progress=progress)
    try:
        dossier_id = dossier.id
        if scan or not dossier.complete:
            _update(dossier, wait=wait)
        if dossier.id == dossier_id:
            return dossier
    except IndexAccessError:
        pass
    except BaseException:
        # Also for Ctrl+C: no open connection is left behind.
        dossier.close()
        raise
    dossier.close()
    return None


def _update(dossier: Dossier, *, wait: bool) -> None:
    """Index what has changed; without ``wait``, only what does not take long."""
    if wait:
        dossier.refresh()
    elif dossier.complete and not indexed_files.has_more_files_than(dossier.index, _MAX_FILES_SCANNED_FIRST):
        changes = dossier.scan()
        if not changes.is_large:
            dossier.refresh(changes=changes)
    else:
        dossier.fully_scanned = False
        if dossier.complete:
            _refresh_oldest_article(dossier)


def _refresh_oldest_article(dossier: Dossier) -> None:
    """Index what has changed in the article that a reader shows first."""
    previous_id = None
    for _ in range(_OLDEST_ARTICLES_TRIED):
        article = next(iter(oldest_articles(dossier.index, 1).values()), None)
        if article is None or article.id == previous_id:
            return
        previous_id = article.id
        dossier.refresh_article(article.id)


def _rebuild(folders: Sequence[Path], path: Path | None, *, wait: bool) -> Index:
    """Build an index to replace one that turned out to be corrupt, as far as ``open_dossier`` would.

    Raises IndexAccessError when none can be built.
    """
    try:
        return _build(folders, path, None, reuse=False, wait=wait).index
    except DossierError as error:
        raise IndexAccessError(f"{error}: {error.hint}") from error


def _build(
    folders: Sequence[Path],
    path: Path | None,
    progress: ProgressCallback | None,
    *,
    reuse: bool = True,
    wait: bool = True,
) -> Dossier:
    """Open the dossier with a new index; with ``reuse``, with one that another program has just built."""
    write_error: Exception | None = None
    if path is not None:
        try:
            with closing(_start_pool(folders, wait=wait)) as pool:
                dossier, remaining = _build_in_file(folders, path, progress, pool, reuse=reuse)
                if wait and not (dossier.complete and dossier.fully_scanned):
                    dossier.refresh(changes=remaining, pool=pool)
        except (OSError, IndexAccessError) as error:
            # No room or no permission: the program works without a cache.
            write_error = error
        else:
            return dossier
    index = create_in_memory()
    dossier = Dossier(folders, index, progress=progress)
    with closing(_start_pool(folders, wait=True)) as pool:
        with index.transaction():
            remaining = _start_build(index, folders, progress, pool)
        if write_error is not None:
            articles_count = indexed_files.count_articles(index) + len(remaining.stems)
            ensure_fits_in_memory(articles_count, path, str(write_error))
        if not dossier.complete:
            dossier.refresh(changes=remaining, pool=pool)
    return dossier


def _start_pool(folders: Sequence[Path], *, wait: bool) -> ArticlePool:
    """Return a pool whose workers start at once if there are many articles and the build is waited for."""
    from medway_tui.sync import workers  # noqa: PLC0415 - only a build needs them

    pool: ArticlePool = workers.LoaderPool()
    if wait and files.has_more_articles_than(folders, workers.MIN_ARTICLES_FOR_WORKERS):
        pool.start(workers.cpu_count() - 1, preload=_LOADER_MODULE)
    return pool


def _build_in_file(
    folders: Sequence[Path], path: Path, progress: ProgressCallback | None, pool: ArticlePool, *, reuse: bool
) -> tuple[Dossier, ChangeSet | None]:
    """Build an index in a file; return the dossier, and the articles that remain to be indexed.

    When another program has just built one, nothing is known of those: None.
    """
    from medway_tui.sync import build  # noqa: PLC0415 - yaml

    # When two readers start at once, the second waits, and uses what the first has built.
    with build.build_lock(path):
        dossier = _open_existing(folders, path, progress, wait=False) if reuse else None
        if dossier is not None:
            with suppress(IndexAccessError):
                quick_check(dossier.index)
                return dossier, None
            dossier.close()
        with create_in_file(path) as new_index, new_index.transaction():
            remaining = _start_build(new_index, folders, progress, pool)
        index = open_index(path)
        if index is None:
            raise OSError(f"the index {path} could not be opened after it was built")
        dossier = Dossier(folders, index, progress=progress)
        if dossier.complete:
            save_scan_time(index, remaining.scanned_at)
        return dossier, remaining._replace(version=index.data_version)


def _start_build(
    index: Index, folders: Sequence[Path], progress: ProgressCallback | None, pool: ArticlePool
) -> ChangeSet:
    """Index all files into an empty index, or the first of many articles; return what remains."""
    from medway_tui.sync import build  # noqa: PLC0415 - yaml

    roots = with_user_folder(folders, build.read_dossier_id(folders))
    changes = scan(index, roots)
    if changes.is_large:
        remaining = build.build_first_step(index, roots, changes, pool)
    else:
        build.apply_changes(index, roots, changes, progress, keep_last_good=False)
        remaining = changes._replace(stems=[], core=[], removed=[])
    build.record_roots(index, roots_key(folders))
    return remaining
