"""Filling an index with many articles: in steps that can be seen as they are made, on all cores.

Each step is a transaction, so whatever stops it, the index holds whole articles, and knows which: the next
start goes on from there. An index that was not filled to the end says so (``complete``).
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from medway_tui.content.files import find_core_files
from medway_tui.content.loader import ContentLoader
from medway_tui.index import indexed_files
from medway_tui.index.connection import Index, IndexCorruptError, IndexUnwritableError
from medway_tui.index.writer import IndexWriter
from medway_tui.progress import ProgressCallback
from medway_tui.sync.indexer import Indexer, indexed_versions
from medway_tui.sync.loaded_article import LoadedArticle, load_article
from medway_tui.sync.locations import DossierError, listing_error
from medway_tui.sync.scan import MAX_ARTICLES_AT_ONCE, ChangeSet
from medway_tui.sync.workers import MIN_ARTICLES_FOR_WORKERS, UNWRITABLE_PREFIX, Batch, LoaderPool, cpu_count

_BATCH_SIZE = 40
"""How many articles a process is given at a time."""

_FIRST_STEP_SIZES = (200, 800)
_STEP_SIZE = 2_500
_MIN_STEP_SIZE = 200
_MAX_STEPS = 20
"""How many articles the steps hold: the first are small, so that there is something to see; towards the end
each half of what is left, so that little is left to be written when everything is read. Before the writer
has to wait, a step may be a twentieth of all, and no less: full text is slower to ask with every step."""


def apply_changes(
    index: Index,
    roots: Sequence[Path],
    changes: ChangeSet,
    progress: ProgressCallback | None,
    *,
    keep_last_good: bool,
) -> bool:
    """Take in what a look found, in the transaction that is open; whether anything had changed."""
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
    IndexWriter(index).set_meta("complete", "1")
    return indexer.changed


def build_first_step(index: Index, roots: Sequence[Path], changes: ChangeSet, pool: LoaderPool) -> ChangeSet:
    """Take in everything but articles, and the first of these; inside a transaction. What is left then.

    The first are those on which something rests, and the newest. ``pool`` begin to read the others.
    """
    IndexWriter(index).set_meta("complete", "0")
    indexer = Indexer(index, roots)
    indexer.rebuild_core(changes.removed)
    changed = set(changes.stems)
    cited_stems = sorted(indexed_files.cited_articles(index) & changed)
    stems = dict.fromkeys(
        [*changes.stems[: MAX_ARTICLES_AT_ONCE // 4], *cited_stems[: MAX_ARTICLES_AT_ONCE // 2]]
    )
    remaining = changes._replace(
        stems=[stem for stem in changes.stems if stem not in stems], core=[], removed=[]
    )
    pool.submit(_batches(indexer.roots, remaining.stems))
    indexer.update_articles([indexer.load(stem) for stem in stems])
    indexer.rebuild_core()
    return remaining


def build_in_batches(
    index: Index,
    roots: Sequence[Path],
    changes: ChangeSet,
    progress: ProgressCallback | None,
    pool: LoaderPool,
    *,
    keep_last_good: bool,
) -> bool:
    """Take in what a look found, in steps; whether anything had changed.

    Raises what ``progress`` raises; what was taken in until then stays. ``pool``, which may have begun
    to read what it found, are closed.
    """
    done = 0 if index.is_complete else indexed_files.count_articles(index)
    total = done + len(changes.stems)
    indexer = Indexer(index, roots, keep_last_good=keep_last_good)
    with index.transaction():
        IndexWriter(index).set_meta("complete", "0")
        IndexWriter(index).set_automerge(paused=True)
    pending: list[LoadedArticle] = []
    steps = iter(_FIRST_STEP_SIZES)
    step_size = next(steps)
    early_step_size = max(_MIN_STEP_SIZE, total // _MAX_STEPS)
    with index.bulk_writes(), _gc_paused():
        for batch in _load_articles(indexer, changes.stems, pool):
            pending += batch
            if progress is not None:
                progress(done + len(pending), total)
            # Whoever writes reads only where nothing is to be written: the others read meanwhile.
            if len(pending) >= step_size or (not batch and len(pending) >= early_step_size):
                with index.transaction():
                    indexer.update_articles(pending)
                done += len(pending)
                pending = []
                step_size = next(steps, min(_STEP_SIZE, max(_MIN_STEP_SIZE, (total - done) // 2)))
        with index.transaction():
            indexer.update_articles(pending)
            indexer.rebuild_core(changes.removed)
            IndexWriter(index).set_automerge(paused=False)
            IndexWriter(index).set_meta("complete", "1")
        # What is stopped here is only less quick: the index is whole.
        first = more = True
        while more:
            with index.transaction():
                more = IndexWriter(index).merge_quote_fts(first=first)
            first = False
            if progress is not None:
                progress(total, total)
    return indexer.changed


def _load_articles(indexer: Indexer, stems: Sequence[str], pool: LoaderPool) -> Iterator[list[LoadedArticle]]:
    def here(piece: Batch) -> list[LoadedArticle]:
        roots, some, known_of = piece
        return [load_article(roots, stem, known_of.get(stem, {})) for stem in some]

    # Pieces are asked for in other threads, and a connection is for one.
    knows = (
        indexer.index.path is not None
        and indexed_files.count_files(indexer.index) > 0
        and not pool.has_batches
    )
    other = indexer.index.clone() if knows else None
    with closing(other) if other is not None else nullcontext(), closing(pool):
        if not pool.has_batches:
            pool.start(cpu_count() - 1 if len(stems) > MIN_ARTICLES_FOR_WORKERS else 0)
            pool.submit(_batches(indexer.roots, stems, other))
        yield from pool.results(here)


def _batches(roots: Sequence[str], stems: Sequence[str], index: Index | None = None) -> Iterator[Batch]:
    """Articles in pieces of work, each with what an index knows of the files of its articles."""
    for at in range(0, len(stems), _BATCH_SIZE):
        some = stems[at : at + _BATCH_SIZE]
        yield roots, some, {} if index is None else indexed_versions(index, some)


@contextmanager
def _gc_paused() -> Iterator[None]:
    """Without a search for what refers to itself: rows don't, and there are millions of them."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def run_build_process(roots: Sequence[str], keep_last_good: bool) -> None:  # noqa: FBT001 - as ``processes.main`` calls it
    """Bring the index of these folders up to date, and say on the output how far that has come.

    For a process of its own. Each line holds two numbers, articles and all articles; a last one an error,
    with ``UNWRITABLE_PREFIX`` before it where the index is sound, but can't be written where it stands.
    """
    from medway_tui.sync.dossier import open_dossier  # noqa: PLC0415 - it imports this module

    def report_progress(done: int, total: int) -> None:
        sys.stdout.write(f"{done} {total}\n")
        sys.stdout.flush()

    try:
        dossier = open_dossier([Path(root) for root in roots], wait=False)
        dossier.progress = report_progress
        dossier.refresh(keep_last_good=keep_last_good)
        if dossier.index.path is None:
            # What is held in the memory of this process is of no use to another.
            sys.stdout.write(f"! {UNWRITABLE_PREFIX}the index can't be written\n")
        dossier.close()
    except IndexUnwritableError as error:
        sys.stdout.write(f"! {UNWRITABLE_PREFIX}{error}\n")
    except (DossierError, IndexCorruptError, OSError) as error:
        sys.stdout.write(f"! {error}\n")


def read_dossier_id(roots: Sequence[Path]) -> str:
    """The id of the dossier in these folders, as dossier.yaml gives it; empty where that can't be read."""
    try:
        about = ContentLoader(find_core_files(roots)).load_about()
    except OSError as error:
        raise listing_error(error) from None
    return about.id if about is not None else ""


def record_roots(index: Index, roots: str) -> None:
    """Note which folders an index was made from."""
    IndexWriter(index).set_meta("roots", roots)
