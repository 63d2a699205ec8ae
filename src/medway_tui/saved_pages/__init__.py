"""Reads an article saved as text, Markdown or HTML: its blocks, what is left out, and its metadata.

    from medway_tui.saved_pages import read_saved_article

    saved = read_saved_article(data, "page.html")
    saved.body, saved.dropped, saved.metadata

See docs/import.md.
"""

from medway_tui.saved_pages.blocks import OUTSIDE_WORDS, UnreadableError
from medway_tui.saved_pages.metadata import INFERRED
from medway_tui.saved_pages.page_reader import SavedArticle, read_article, read_saved_article
from medway_tui.saved_pages.source_documents import (
    SOURCE_FORMATS,
    ReadOptions,
    SourceDocument,
    read_documents,
)

__all__ = [
    "INFERRED",
    "OUTSIDE_WORDS",
    "SOURCE_FORMATS",
    "ReadOptions",
    "SavedArticle",
    "SourceDocument",
    "UnreadableError",
    "read_article",
    "read_documents",
    "read_saved_article",
]
