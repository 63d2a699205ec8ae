"""From one match or quotation to the next, on through all articles."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from medway_tui.index.articles import outermost_article
from medway_tui.index.connection import Index
from medway_tui.model.locations import Span
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.read.document import ArticleDocument, load_document
from medway_tui.tui.read.matches import MatchPositions

if TYPE_CHECKING:
    from medway_tui.tui.read.view import ReadView


class MatchNavigator:
    """What ``n`` and ``N`` do in Read."""

    def __init__(self, view: ReadView) -> None:
        self._view = view
        self._worker = QueryWorker(view)
        self._pending_steps = 0

    def close(self) -> None:
        """Stop the question that may still run."""
        self._worker.close()

    def reconnect(self) -> None:
        """The index may be another one from now on."""
        self._worker.reconnect()

    def cancel(self) -> None:
        """Forget the steps that are still to be made: something else was asked for."""
        self._pending_steps = 0
        self._worker.cancel()

    def go(self, step: int) -> None:
        """Go to the next match or quotation; to the one before where ``step`` is -1."""
        opened = self._view.panes.document
        if opened is None:
            return
        if self._worker.pending:
            # Those who press the key again before the answer is there have their way in the end.
            self._pending_steps += step
            return
        text = self._view.panes.text
        stops = self._stops(opened)
        if text.chosen is not None and text.is_visible(text.chosen):
            here = text.chosen[:2]
            at = bisect_right(stops, here, key=_begins) if step > 0 else bisect_left(stops, here, key=_begins)
        else:
            # Whoever has scrolled on goes on from there.
            at = bisect_left(stops, text.place(), key=_begins)
        at -= step < 0
        if 0 <= at < len(stops):
            self._view.panes.go(stops[at])
        else:
            self._go_to_next_article(opened.article.id, step)

    def _stops(self, opened: ArticleDocument) -> MatchPositions:
        return opened.matches_found.stops if self._view.panes.search else opened.quote_starts

    def _go_to_next_article(self, article_id: str, step: int) -> None:
        """Go on in the next article that has a match or a quotation; after the last, from the first."""
        sought = self._view.panes.search

        def question(index: Index) -> Iterator[tuple[str | None, bool]]:
            to = sought.next_article(index, article_id, step)
            if to is not None:
                yield to, False
                return
            end = outermost_article(index, newest=step < 0)
            opened = load_document(index, end, sought) if end is not None else None
            if opened is not None and not self._stops(opened):
                end = sought.next_article(index, opened.article.id, step)
            yield end, True

        self._worker.submit(question, lambda found: self._go_to_first_match(*found, step), inline=True)

    def _go_to_first_match(self, to: str | None, wrapped: bool, step: int) -> None:  # noqa: FBT001 - as was asked
        view = self._view
        if to is not None:
            view.open(to)
        stops = self._stops(view.panes.document) if view.panes.document is not None and to is not None else ()
        if not stops:
            view.reader.say("There is nothing to go to")
        else:
            if wrapped:
                view.reader.say(f"Went on from the {'beginning' if step > 0 else 'end'} of the dossier")
            view.panes.go(stops[0] if step > 0 else stops[-1])
        owed, self._pending_steps = self._pending_steps, 0
        if stops:
            view.call_later(self._take_pending_steps, owed)

    def _take_pending_steps(self, owed: int) -> None:
        for _ in range(abs(owed)):
            self.go(1 if owed > 0 else -1)


def _begins(span: Span) -> tuple[int, int]:
    return span[:2]
