"""Goes from one match or quotation to the next, on through all articles."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator

from medway_tui.index.articles import outermost_article
from medway_tui.index.connection import Index
from medway_tui.model.locations import Span
from medway_tui.tui.base_view import View
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.read.document import ArticleDocument, load_document
from medway_tui.tui.read.matches import MatchPositions
from medway_tui.tui.read.panes import ArticlePanes


class MatchNavigator:
    """Runs ``n`` and ``N`` in Read."""

    def __init__(self, view: View, panes: ArticlePanes, open_article: Callable[[str], bool]) -> None:
        self._view = view
        self._panes = panes
        self._open_article = open_article
        self._worker = QueryWorker(view)
        self._pending_steps = 0

    def close(self) -> None:
        self._worker.close()

    def reconnect(self) -> None:
        """Use a new connection: the index may be another one."""
        self._worker.reconnect()

    def cancel(self) -> None:
        """Drop the steps that wait for a query: the person has gone elsewhere."""
        self._pending_steps = 0
        self._worker.cancel()

    def go(self, step: int) -> None:
        """Go to the next match or quotation; to the previous one where ``step`` is -1."""
        document = self._panes.document
        if document is None:
            return
        if self._worker.pending:
            # The key was pressed again before the query ended: the step is taken after it.
            self._pending_steps += step
            return
        text = self._panes.text
        stops = self._stops(document)
        if text.chosen is not None and text.is_visible(text.chosen):
            bisect = bisect_right if step > 0 else bisect_left
            number = bisect(stops, text.chosen[:2], key=_start_of)
        else:
            # After scrolling, from what is at the top.
            number = bisect_left(stops, text.place(), key=_start_of)
        number -= step < 0
        if 0 <= number < len(stops):
            self._panes.go(stops[number])
        else:
            self._go_to_next_article(document.article.id, step)

    def _stops(self, document: ArticleDocument) -> MatchPositions:
        return document.matches_found.stops if self._panes.search else document.quote_starts

    def _go_to_next_article(self, article_id: str, step: int) -> None:
        """Go on in the next article with a match or quotation; after the last, in the first."""
        search = self._panes.search

        def query(index: Index) -> Iterator[tuple[str | None, bool]]:
            found = search.next_article(index, article_id, step)
            if found is not None:
                yield found, False
                return
            end = outermost_article(index, newest=step < 0)
            document = load_document(index, end, search) if end is not None else None
            if document is not None and not self._stops(document):
                end = search.next_article(index, document.article.id, step)
            yield end, True

        def arrive(answer: tuple[str | None, bool]) -> None:
            self._go_to_first_match(answer[0], step, wrapped=answer[1])

        self._worker.submit(query, arrive, inline=True)

    def _go_to_first_match(self, article_id: str | None, step: int, *, wrapped: bool) -> None:
        stops: MatchPositions = ()
        if article_id is not None and self._open_article(article_id) and self._panes.document is not None:
            stops = self._stops(self._panes.document)
        say = self._view.reader.say
        if not stops:
            say("No more matches" if self._panes.search else "No more quotations")
        else:
            if wrapped:
                kind = "Search wrapped" if self._panes.search else "Wrapped"
                say(f"{kind} to the {'first' if step > 0 else 'last'} article")
            self._panes.go(stops[0] if step > 0 else stops[-1])
        pending, self._pending_steps = self._pending_steps, 0
        if stops:
            self._view.call_later(self._take_pending_steps, pending)

    def _take_pending_steps(self, pending: int) -> None:
        for _ in range(abs(pending)):
            self.go(1 if pending > 0 else -1)


def _start_of(span: Span) -> tuple[int, int]:
    return span[:2]
