"""A saved article as text, Markdown or HTML: its blocks, what does not belong to it, what is known of it.

    from medway_tui.extract.saved import read_saved

    saved = read_saved(data, "page.html")
    saved.blocks, saved.dropped, saved.facts

It needs the standard library only. See docs/import.md.
"""

from medway_tui.extract.saved.facts import Fact, Facts
from medway_tui.extract.saved.pieces import NoArticleError, Piece, UnreadableError
from medway_tui.extract.saved.reading import FORMS, Choices, Saved, read_saved

__all__ = [
    "FORMS",
    "Choices",
    "Fact",
    "Facts",
    "NoArticleError",
    "Piece",
    "Saved",
    "UnreadableError",
    "read_saved",
]
