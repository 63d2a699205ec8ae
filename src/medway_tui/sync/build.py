"""Building an index of many articles: in steps whose results can be read at once, on all processors.

Each step is a transaction. A build that is stopped leaves an index of complete articles which knows that
others are missing (``Index.is_complete``); the next build goes on from there.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from medway_tui.content.files import find_files
from medway_tui.content.loader import ContentLoader
from medway_tui.index import indexed_files
from medway_tui.index.connection import Index
from medway_tui.index.writer import IndexWriter
from medway_tui.progress import ProgressCallback
from medway_tui.sync.indexer import ArticleBatch, Indexer, LoadedArticle, indexed_versions, load_batch
from medway_tui.sync.locations import listing_error
from medway_tui.sync.scan import MAX_ARTICLES_AT_ONCE, ChangeSet
from medway_tui.sync.workers import MIN_ARTICLES_FOR_WORKERS, LoaderPool, cpu_count

ArticlePool = LoaderPool[ArticleBatch, list[LoadedArticle]]

_LOCK_SECONDS = 120
_REPORT_SECONDS = 0.2

_BATCH_SIZE = 40
"""How many articles a worker loads at a time."""

_FIRST_STEP_SIZES = (200, 800)
_STEP_SIZE = 2_500
_MIN_STEP_SIZE = 200
_MAX_STEPS = 20
"""How many articles a step writes. The first steps are small, so that there is soon something to read;
towards the end each writes half of the rest, so that little remains to be written when all is loaded. While
no results are ready, smaller steps are written too, but of a twentieth of all articles at least: each step
makes full-text search a little slower."""


def apply_changes(
    index: Index,
    roots: Sequence[Path],
    changes: ChangeSet,
    progress: ProgressCallback | None,
    *,
    keep_last_good: bool,
) -> bool:
    """Index a few changes, in the transaction that is open; return whether the index changed."""
    indexer = Indexer(index, roots, keep_last_good=keep_last_good)
    loaded: list[LoadedArticle] = []
    for stem in changes.stems:
        if progress is not None:
            progress(len(loaded), len(changes.stems))
        loaded.append(indexer.load(stem))
    if progress is not None and changes.stems:
        progress(len(loaded), len(changes.stems))
    indexer.update_articles(loaded)
    indexer.update_core(changes)
    writer = IndexWriter(index)
    writer.set_meta("complete", "1")
    if indexer.changed:
        writer.rank_speakers()
    return indexer.changed


def build_first_step(index: Index, roots: Sequence[Path], changes: ChangeSet, pool: ArticlePool) -> ChangeSet:
    """Index all files but articles, the newest articles and those that are cited, in the open transaction.

    The pool begins to load the other articles, which are returned.
    """
    IndexWriter(index).set_meta("complete", "0")
    indexer = Indexer(index, roots)
    indexer.rebuild_core(changes.removed)
    cited = sorted(indexed_files.cited_articles(index) & set(changes.stems))
    stems = dict.fromkeys([*changes.stems[: MAX_ARTICLES_AT_ONCE // 4], *cited[: MAX_ARTICLES_AT_ONCE // 2]])
    remaining = changes._replace(
        stems=[stem for stem in changes.stems if stem not in stems], core=[], removed=[]
    )
    pool.submit(load_batch, _batches(indexer.roots, remaining.stems))
    indexer.update_articles([indexer.load(stem) for stem in stems])
    indexer.rebuild_core()
    IndexWriter(index).rank_speakers()
    return remaining


def build_in_batches(
    index: Index,
    roots: Sequence[Path],
    changes: ChangeSet,
    progress: ProgressCallback | None,
    pool: ArticlePool | None,
    *,
    keep_last_good: bool,
) -> bool:
    """Index many changes, in steps; return whether the index changed.

    Raises what ``progress`` raises; the steps before that remain. A ``pool`` that has begun to load the
    changes is used, and closed.
    """
    done = 0 if index.is_complete else indexed_files.count_articles(index)
    total = done + len(changes.stems)
    indexer = Indexer(index, roots, keep_last_good=keep_last_good)
    writer = IndexWriter(index)
    with index.transaction():
        writer.set_meta("complete", "0")
        writer.set_automerge(paused=True)
    pending: list[LoadedArticle] = []
    steps = iter(_FIRST_STEP_SIZES)
    step_size = next(steps)
    early_step_size = max(_MIN_STEP_SIZE, total // _MAX_STEPS)
    with index.bulk_writes(), _gc_paused():
        for loaded in _load_articles(indexer, changes.stems, pool):
            pending += loaded
            if progress is not None:
                progress(done + len(pending), total)
            # This process writes before it loads: workers load meanwhile.
            if len(pending) >= step_size or (not loaded and len(pending) >= early_step_size):
                with index.transaction():
                    indexer.update_articles(pending)
                done += len(pending)
                pending = []
                step_size = next(steps, min(_STEP_SIZE, max(_MIN_STEP_SIZE, (total - done) // 2)))
        with index.transaction():
            indexer.update_articles(pending)
            indexer.rebuild_core(changes.removed)
            writer.set_automerge(paused=False)
            writer.rank_speakers()
            writer.set_meta("complete", "1")
        # From here on the index is complete: if this is stopped, searches are only a little slower.
        first = more = True
        while more:
            with index.transaction():
                more = writer.merge_quote_fts(first=first)
            first = False
            if progress is not None:
                progress(total, total)
    return indexer.changed


def _load_articles(
    indexer: Indexer, stems: Sequence[str], pool: ArticlePool | None
) -> Iterator[list[LoadedArticle]]:
    """Yield loaded articles; an empty list when none are ready."""
    pool = pool or LoaderPool()
    with closing(pool):
        if not pool.has_batches:
            if len(stems) > MIN_ARTICLES_FOR_WORKERS:
                pool.start(cpu_count() - 1, preload=load_batch.__module__)
            known = indexer.index if indexed_files.count_files(indexer.index) else None
            pool.submit(load_batch, _batches(indexer.roots, stems, known))
        for loaded in pool.results():
            yield loaded or []


def _batches(
    roots: Sequence[str], stems: Sequence[str], index: Index | None = None
) -> Iterator[ArticleBatch]:
    """Divide articles into batches, each with the versions of its files that an index has."""
    for start in range(0, len(stems), _BATCH_SIZE):
        batch = stems[start : start + _BATCH_SIZE]
        yield roots, batch, {} if index is None else indexed_versions(index, batch)


@contextmanager
def build_lock(index_path: Path | None, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Let one program at a time build an index; ``on_wait`` is called again and again while another does.

    Without it, raises OSError after two minutes.
    """
    if index_path is None:
        yield
        return
    lock = FileLock(f"{index_path}.lock", timeout=_LOCK_SECONDS if on_wait is None else _REPORT_SECONDS)
    while not lock.is_locked:
        try:
            lock.acquire()
        except Timeout:
            if on_wait is None:
                raise
            on_wait()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _gc_paused() -> Iterator[None]:
    """Pause the garbage collector: millions of rows are made, none of them in a cycle."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def read_dossier_id(roots: Sequence[Path]) -> str:
    """Return the dossier's id from its dossier.yaml; empty when that can't be read."""
    try:
        about = ContentLoader(find_files(roots, articles=False)).load_about()
    except OSError as error:
        raise listing_error(error) from None
    return about.id if about is not None else ""


def record_roots(index: Index, key: str) -> None:
    """Note which folders an index was built from; see ``locations.roots_key``."""
    IndexWriter(index).set_meta("roots", key)
