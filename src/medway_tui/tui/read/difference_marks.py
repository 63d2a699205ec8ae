"""The ≠ in the margin of Read: from one to the next, and on to the difference."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Protocol

from medway_tui.model.locations import Span
from medway_tui.tui.base_view import View
from medway_tui.tui.read.document import ArticleDocument
from medway_tui.tui.reader_protocol import DifferenceChoice
from medway_tui.tui.widgets.article_view import ArticleText


class MarkedArticle(Protocol):
    """An open article and the pane that shows it."""

    document: ArticleDocument | None

    @property
    def text(self) -> ArticleText: ...

    def go_to_difference(self, span: Span) -> None:
        """Go to a passage on which sources differ, and name the differences."""


class DifferenceMarks:
    """Runs ``}`` and ``{`` in Read, and Enter on a passage about which the sources differ."""

    def __init__(self, view: View, panes: MarkedArticle) -> None:
        self._view = view
        self._panes = panes

    def go(self, step: int) -> None:
        """Go to the next passage on which sources differ; to the previous one where ``step`` is -1."""
        document, text = self._panes.document, self._panes.text
        spans = sorted({passage.span for passage in document.passages}) if document else []
        if document is None or not spans:
            self._view.reader.say("No differences are recorded in this article")
            return
        if text.chosen is not None and text.is_visible(text.chosen):
            number = (bisect_right if step > 0 else bisect_left)(spans, text.chosen)
        else:
            number = bisect_left(spans, text.place(), key=lambda span: span[:2])
        number -= step < 0
        if not 0 <= number < len(spans):
            self._view.reader.say("No more differences in this article")
            return
        self._panes.go_to_difference(spans[number])

    def open_here(self) -> bool:
        """Open the difference about the emphasised passage, else the first on the screen.

        Returns whether there is one.
        """
        document, text = self._panes.document, self._panes.text
        if document is None:
            return False
        if text.chosen is not None:
            return any(self.open_at(span) for span in (text.chosen, *text.chosen_continued))
        visible = (passage.span for passage in document.passages if text.is_visible(passage.span))
        return any(map(self.open_at, visible))

    def open_at(self, span: Span) -> bool:
        """Open the gravest difference about a span; return whether there is one."""
        document = self._panes.document
        passages = document.differing_at(span) if document else []
        if not passages:
            return False
        self._view.reader.open_target("differences", DifferenceChoice(passages[0].difference))
        return True
