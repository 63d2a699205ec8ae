"""The articles of one import, with how many of their drafts are reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from medway_tui.authoring.import_notes import ImportNotes, list_batch, read_import_notes
from medway_tui.index.articles import article_key, locate_paragraph
from medway_tui.index.connection import Index
from medway_tui.index.quotes import QuotePiece, count_drafts_of


class ImportBatch(NamedTuple):
    """The articles of one import."""

    entries: Mapping[str, int]
    """The number of drafts that the import wrote, by the article's id."""

    @property
    def total(self) -> int:
        """The number of drafts that the import wrote."""
        return sum(self.entries.values())

    def describe_progress(self, remaining: int) -> str:
        """Return how many drafts are reviewed, in words."""
        return f"{max(0, self.total - remaining):,} of {self.total:,} reviewed"

    def describe_place(self, article_id: str) -> str:
        """Return the place of an article among those of the import, in words; empty for a single one."""
        ids = list(self.entries)
        if len(ids) < 2 or article_id not in ids:
            return ""
        return f"article {ids.index(article_id) + 1:,} of {len(ids):,}"


def content_folder(path: str) -> Path:
    """Return the folder of content of an article's file, or of its quotations."""
    return Path(path).parents[1]


def find_notes(draft: QuotePiece) -> ImportNotes | None:
    """Return the notes on the import of a draft's article; None where it was not imported."""
    return read_import_notes(content_folder(draft.where.path), draft.article.id)


def load_batch_of(draft: QuotePiece) -> ImportBatch | None:
    """Return the import that a draft came with; reads the log of every import into its folder."""
    notes = find_notes(draft)
    if notes is None or not notes.batch:
        return None
    found = list_batch(content_folder(draft.where.path), notes.batch)
    return ImportBatch({name: each.entries for name, each in found.items() if each.entries})


def load_batch(index: Index, article_ids: tuple[str, ...]) -> ImportBatch:
    """Return the import of these articles, in the order of time."""
    entries = {}
    for article_id in article_ids:
        place = locate_paragraph(index, article_id, 0)
        notes = read_import_notes(content_folder(place.path), article_id) if place else None
        # The log of an import of annotations is that of its file: its drafts are counted.
        number = max(notes.entries if notes else 0, count_drafts_of(index, article_id))
        if number:
            entries[article_id] = number
    return sort_by_time(index, ImportBatch(entries))


def sort_by_time(index: Index, batch: ImportBatch) -> ImportBatch:
    """Return an import with its articles in the order of time, as drafts are listed."""
    ids = sorted(batch.entries, key=lambda name: -(article_key(index, name) or 0))
    return ImportBatch({name: batch.entries[name] for name in ids})
