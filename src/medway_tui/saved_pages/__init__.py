"""A saved article as text, Markdown or HTML: its blocks, what does not belong to it, what is known of it.

    from medway_tui.saved_pages import read_saved_article

    saved = read_saved_article(data, "page.html")
    saved.blocks, saved.dropped, saved.facts

It needs the standard library only. See docs/import.md.
"""

from medway_tui.saved_pages.blocks import NoArticleError, SavedBlock, UnreadableError
from medway_tui.saved_pages.metadata import Metadata, MetadataValue
from medway_tui.saved_pages.read import SOURCE_FORMATS, ReadOptions, SavedArticle, read_saved_article

__all__ = [
    "SOURCE_FORMATS",
    "Metadata",
    "MetadataValue",
    "NoArticleError",
    "ReadOptions",
    "SavedArticle",
    "SavedBlock",
    "UnreadableError",
    "read_saved_article",
]
