"""A passage selected in an article: its forms to copy, and the hint on its keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from medway_tui.model.locations import block_places
from medway_tui.tui.commands import CLEAR_SEARCH, COPY_CITATION, SELECT_ROW
from medway_tui.tui.read.document import ArticleDocument, IncompleteDocument
from medway_tui.tui.widgets.article_view import ArticleText

if TYPE_CHECKING:
    from medway_tui.tui.copy_forms import CopyForm


def selected_forms(document: ArticleDocument | None, text: ArticleText) -> Sequence[CopyForm]:
    """Return the forms of the passage selected in an article; empty without one."""
    spans = text.selected_spans()
    if not spans or document is None or isinstance(document, IncompleteDocument):
        return ()
    from medway_tui.tui.copy_forms import passage_forms  # noqa: PLC0415 - for a copy alone

    places = block_places([kind for _, kind in document.texts[1:]])
    words = [document.texts[span.block][0][span.start : span.end] for span in spans]
    return passage_forms(document.article, words, [places[span.block] for span in spans])


def passage_hint() -> str:
    """Return what the keys do while a passage is selected."""
    keys = f"{SELECT_ROW.key} other end · {COPY_CITATION.key} copies · {CLEAR_SEARCH.key} clears"
    return f"{keys} · ↑↓ ←→ move"
