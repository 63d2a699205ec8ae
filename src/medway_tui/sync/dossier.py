"""A dossier, opened, and its index brought up to date.

Where nothing changed, nothing of ``content`` but the list of files is imported, so neither yaml nor
pydantic. Processes that help are started before either is loaded.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medway_tui.content import files
from medway_tui.index import indexed_files
from medway_tui.index.articles import oldest_articles
from medway_tui.index.connection import (
    Index,
    IndexCorruptError,
    as_index_error,
    create_in_file,
    create_in_memory,
    describe_error,
)
from medway_tui.index.integrity import open_index, quick_check
from medway_tui.model.findings import Finding
from medway_tui.progress import ProgressCallback
from medway_tui.sync.locations import (
    DossierError,
    ensure_dossier,
    index_path,
    resolve_roots,
    roots_key,
    with_user_folder,
)
from medway_tui.sync.memory_limit import ensure_fits_in_memory
from medway_tui.sync.scan import ChangeSet, scan, scan_paths

if TYPE_CHECKING:
    from medway_tui.sync.workers import LoaderPool

_MAX_FILES_SCANNED_FIRST = 500
"""How many files are looked at before the first paint: three milliseconds; of more, those shown first."""
_OLDEST_ARTICLES_TRIED = 8
"""How many articles are looked at to find the one that is shown first: each may turn out to be gone."""


class Dossier:
    """An open dossier: views and commands ask its ``index``."""

    def __init__(
        self, roots: Sequence[Path], index: Index, *, progress: ProgressCallback | None = None
    ) -> None:
        self._base_roots = list(roots)
        self.progress = progress
        """Told how far a taking in has come."""
        self.index = index
        """The index, as fresh as the last ``refresh`` made it."""
        self.fully_scanned = True
        """Whether all files were looked at since it was opened: where not, a ``LiveReloader`` will."""

    @property
    def id(self) -> str:
        """The dossier's id; empty when its dossier.yaml can't be read."""
        return self.index.meta("id") or ""

    @property
    def title(self) -> str:
        """The dossier's title, or the name of its folder."""
        return self.index.meta("title") or self._base_roots[0].name

    @property
    def complete(self) -> bool:
        """Whether all articles are in the index; until they are, whoever asks gets what there is."""
        return self.index.is_complete

    @property
    def roots(self) -> list[Path]:
        """The folders, lowest first: those given, and the user's own over them."""
        return with_user_folder(self._base_roots, self.id)

    def findings(self) -> list[Finding]:
        """What is wrong in the dossier's files."""
        return indexed_files.list_findings(self.index)

    def findings_count(self) -> int:
        """How much is wrong in the dossier's files."""
        return indexed_files.count_findings(self.index)

    @property
    def base_roots(self) -> list[Path]:
        """The folders that were named, lowest first, without the user's own."""
        return list(self._base_roots)

    def clone(self, progress: ProgressCallback | None = None) -> Dossier:
        """The same dossier with a connection of its own, for another thread."""
        return Dossier(self._base_roots, self.index.clone(), progress=progress)

    def copy_to_memory(self, progress: ProgressCallback | None = None) -> Dossier:
        """The same dossier with a copy of its index in memory, which nobody else asks yet."""
        return Dossier(self._base_roots, self.index.copy_to_memory(), progress=progress)

    def ensure_folders(self) -> None:
        """Raise DossierError where a folder is not there any more, or holds no dossier."""
        ensure_dossier(resolve_roots(self._base_roots))

    def scan(self, *, keep_last_good: bool = False) -> ChangeSet:
        """What differs between the files and the index; see ``refresh``."""
        return scan(self.index, self.roots, keep_last_good=keep_last_good)

    def refresh(
        self,
        *,
        keep_last_good: bool = False,
        changes: ChangeSet | None = None,
        pool: LoaderPool | None = None,
    ) -> bool:
        """Take in what changed in the files since the last time; whether anything had.

        With ``keep``, what was read before a file became faulty stays in the index until the file is
        mended or gone, or somebody refreshes without it. ``seen`` is a look that was just taken, ``readers``
        are processes that read what it found.

        A few changes are one transaction: another reader of the same index sees all of it or nothing.
        Many are taken in in steps, by one program at a time. Raises DossierError when a folder can't be
        listed, IndexDamagedError when the index can't be written: IndexUnwritableError where it is sound.
        """
        changes = self.scan(keep_last_good=keep_last_good) if changes is None else changes
        if not changes and self.complete:
            return False
        from medway_tui.sync import build, workers  # noqa: PLC0415 - yaml

        try:
            if not changes.is_large and self.complete:
                with self.index.transaction():
                    return build.apply_changes(
                        self.index, self.roots, changes, self.progress, keep_last_good=keep_last_good
                    )
            with self._build_lock(changes):
                if self.index.data_version != changes.version:
                    changes, pool = self.scan(keep_last_good=keep_last_good), None
                if not changes and self.complete:
                    return True
                pool = pool or workers.LoaderPool()
                return build.build_in_batches(
                    self.index, self.roots, changes, self.progress, pool, keep_last_good=keep_last_good
                )
        except sqlite3.Error as error:
            raise as_index_error(error) from error

    @contextmanager
    def _build_lock(self, changes: ChangeSet) -> Iterator[None]:
        """Wait until no other program fills the index, telling how far that one has come."""
        if self.index.path is None:
            yield
            return
        import filelock  # noqa: PLC0415 - only a long taking in needs it

        lock = filelock.FileLock(f"{self.index.path}.lock")
        total = indexed_files.count_articles(self.index) + len(changes.stems)
        while True:
            try:
                lock.acquire(timeout=0.2)
                break
            except filelock.Timeout:
                if self.progress is not None:
                    self.progress(indexed_files.count_articles(self.index), total)
        try:
            yield
        finally:
            lock.release()

    def switch_index(self, index: Index) -> None:
        """Ask another index from now on: one that was made in the place of this one."""
        self.index.replace_with(index)

    def close(self) -> None:
        """Close the index."""
        self.index.close()


def open_dossier(
    roots: Sequence[Path] = (), *, progress: ProgressCallback | None = None, wait: bool = True
) -> Dossier:
    """Open the dossier in these folders, lowest first, or the one that comes with the program.

    Without ``wait``, it is handed out as soon as there is something to be read in it: what takes long, a
    scan or indexing of many files, is left to a ``LiveReloader``. It may then not be ``complete``,
    or not ``looked`` at; but the oldest article, which a reader shows first, is as its files are.

    Raises DossierError when there is none.
    """
    folders = resolve_roots(roots)
    path = index_path(folders)
    dossier = _open_existing(folders, path, progress, wait=wait)
    if dossier is None:
        ensure_dossier(folders)
        dossier = _build(folders, path, progress, wait=wait)
    dossier.index.rebuild = partial(_rebuild, folders, path, wait=wait)
    return dossier


def open_without_scan(roots: Sequence[Path] = ()) -> Index | None:
    """The index of these folders as it was left, without a look at the files; None where there is none.

    For what has to be quick and may be a little old. Raises DossierError when a folder is not there.
    """
    folders = resolve_roots(roots)
    path = index_path(folders)
    index = open_index(path) if path else None
    if index is None:
        return None
    with suppress(IndexCorruptError):
        if index.meta("roots") == roots_key(folders):
            return index
    index.close()
    return None


def _open_existing(
    folders: Sequence[Path], path: Path | None, progress: ProgressCallback | None, *, wait: bool
) -> Dossier | None:
    """The dossier with the index that was built before; None when there is none to be trusted."""
    index = open_index(path) if path else None
    if index is None:
        return None
    dossier = Dossier(folders, index, progress=progress)
    try:
        before = dossier.id
        if index.meta("roots") == roots_key(folders):
            _update(dossier, wait=wait)
            if dossier.id == before:
                return dossier
    except IndexCorruptError:
        pass
    except BaseException:
        # Also for Ctrl-C: whatever ends it leaves no open connection behind, and goes on.
        dossier.close()
        raise
    dossier.close()
    return None


def _update(dossier: Dossier, *, wait: bool) -> None:
    """Take in what changed; without ``wait``, only where that does not take long."""
    if wait:
        dossier.refresh()
    elif dossier.complete and not indexed_files.has_more_files_than(dossier.index, _MAX_FILES_SCANNED_FIRST):
        seen = dossier.scan()
        if not seen.is_large:
            dossier.refresh(changes=seen)
    else:
        dossier.fully_scanned = False
        if dossier.complete:
            _refresh_oldest_article(dossier)


def _refresh_oldest_article(dossier: Dossier) -> None:
    """Take in what changed in the article that a reader shows first, the oldest."""
    before = None
    for _ in range(_OLDEST_ARTICLES_TRIED):
        first = next(iter(oldest_articles(dossier.index, 1).values()), None)
        if first is None or first.id == before:
            return
        before = first.id
        paths = [str(root / "articles" / f"{first.id}.yaml") for root in dossier.roots]
        dossier.refresh(changes=scan_paths(dossier.index, dossier.roots, paths, keep_last_good=False))


def _rebuild(folders: Sequence[Path], path: Path | None, *, wait: bool) -> Index:
    """A new index in the place of one that turned out to be damaged, as ``open_dossier`` would hand it out.

    Raises IndexDamagedError when none can be made.
    """
    try:
        return _build(folders, path, None, trust=False, wait=wait).index
    except DossierError as error:
        raise IndexCorruptError(f"{error}: {error.hint}") from error


def _build(
    folders: Sequence[Path],
    path: Path | None,
    progress: ProgressCallback | None,
    *,
    trust: bool = True,
    wait: bool = True,
) -> Dossier:
    """A dossier with a new index, or with one that another program has just built, where we ``trust`` it."""
    write_error: Exception | None = None
    if path is not None:
        try:
            with closing(_start_pool(folders, wait=wait)) as pool:
                dossier, remaining = _build_in_file(folders, path, progress, pool, trust=trust)
                if wait and not (dossier.complete and dossier.fully_scanned):
                    dossier.refresh(changes=remaining, pool=pool)
        except (OSError, sqlite3.Error, IndexCorruptError) as error:
            # No room or no permission: the cache is a comfort, not a need.
            write_error = error
        else:
            return dossier
    index = create_in_memory()
    dossier = Dossier(folders, index, progress=progress)
    with closing(_start_pool(folders, wait=True)) as pool:
        with index.transaction():
            remaining = _start_build(index, folders, progress, pool)
        if write_error is not None:
            ensure_fits_in_memory(
                indexed_files.count_articles(index) + len(remaining.stems), path, describe_error(write_error)
            )
        if not dossier.complete:
            dossier.refresh(changes=remaining, pool=pool)
    return dossier


def _start_pool(folders: Sequence[Path], *, wait: bool) -> LoaderPool:
    """Processes that read, started at once where there is much to be read and somebody waits for it."""
    from medway_tui.sync import workers  # noqa: PLC0415 - only a build needs them

    pool = workers.LoaderPool()
    if wait and files.has_more_articles_than(folders, workers.MIN_ARTICLES_FOR_WORKERS):
        pool.start(workers.cpu_count() - 1)
    return pool


def _build_in_file(
    folders: Sequence[Path], path: Path, progress: ProgressCallback | None, pool: LoaderPool, *, trust: bool
) -> tuple[Dossier, ChangeSet | None]:
    """A dossier with a new index, and what of many articles is left to be taken in.

    Where another program has just built one, nothing is said of what is left.
    """
    import filelock  # noqa: PLC0415 - only a build needs it

    # Of two readers that start at once, the second waits, and finds what the first has built.
    with filelock.FileLock(f"{path}.lock", timeout=120):
        dossier = _open_existing(folders, path, progress, wait=False) if trust else None
        if dossier is not None:
            try:
                quick_check(dossier.index)
            except IndexCorruptError:
                dossier.close()
            else:
                return dossier, None
        with create_in_file(path) as fresh, fresh.transaction():
            remaining = _start_build(fresh, folders, progress, pool)
        index = open_index(path)
        if index is None:
            raise OSError(f"the index {path} could not be opened after it was built")
        return Dossier(folders, index, progress=progress), remaining._replace(version=index.data_version)


def _start_build(
    index: Index, folders: Sequence[Path], progress: ProgressCallback | None, pool: LoaderPool
) -> ChangeSet:
    """Take into an empty index what the folders hold, or of a great deal the first; what is left then."""
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
