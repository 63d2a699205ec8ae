"""A copy of a dossier's index as others may see it: without the text of originals, without file problems."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from medway_tui.index import indexed_files
from medway_tui.index.connection import open_file
from medway_tui.progress import ProgressCallback
from medway_tui.sync.dossier import Dossier

_STEP_SIZE = 200
"""How many articles are written at a time."""


def write_public_index(
    dossier: Dossier, path: Path, *, with_originals: bool = False, progress: ProgressCallback | None = None
) -> frozenset[str]:
    """Write a copy of a dossier's index to a new file; return the ids of the articles whose text it lacks.

    Without ``with_originals``, an article has its account in the place of the original that overrides it, and
    one that is an original alone has its quotations and nothing else of its text; so has evidence in it.
    Findings and articles that can't be read are left out: they name files. Raises OSError or
    IndexAccessError where the file can't be written, and what ``progress`` raises, which gets the number of
    originals withheld and of all.
    """
    from medway_tui.index.writer import IndexWriter  # noqa: PLC0415 - not loaded by a warm start
    from medway_tui.sync.indexer import Indexer, load_article  # noqa: PLC0415 - yaml

    with closing(dossier.index.copy_to_file(path)) as index:
        originals = [] if with_originals else indexed_files.list_originals(index)
        indexer = Indexer(index, dossier.roots)
        with index.transaction():
            for start in range(0, len(originals), _STEP_SIZE):
                stems = originals[start : start + _STEP_SIZE]
                indexer.update_articles(
                    [load_article(indexer.roots, stem, {}, with_originals=False) for stem in stems]
                )
                if progress is not None:
                    progress(start + len(stems), len(originals))
            if originals:
                indexer.rebuild_core()
            writer = IndexWriter(index)
            if originals:
                writer.rank_speakers()
                writer.withhold_evidence(originals)
            writer.clear_file_problems()
            writer.set_meta("public", "originals" if with_originals else "no originals")
    return frozenset(originals)


def open_public_dossier(roots: Sequence[Path], path: Path) -> Dossier:
    """Open the dossier with the copy of its index in a file, as it was then; its files are not looked at.

    Raises IndexAccessError where the file can't be read.
    """
    return Dossier(roots, open_file(path))
