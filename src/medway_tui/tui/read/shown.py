"""What is open in Read, shown in its two panes: the text, and who says what in it."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from textual.content import Content

from medway_tui.index.articles import paragraph_where
from medway_tui.index.pieces import speakers_listing
from medway_tui.index.quotes import QuoteRow, quotes_at
from medway_tui.model.places import Span, Where
from medway_tui.text import visible
from medway_tui.tui.read.opened import Opened, load
from medway_tui.tui.read.sought import NOTHING, Sought
from medway_tui.tui.read.text import blocks, dateline
from medway_tui.tui.widgets.article import ArticleText, Blocks
from medway_tui.tui.widgets.rows import RowList
from medway_tui.tui.widgets.sources import Windowed
from medway_tui.tui.windows import quote_rows

if TYPE_CHECKING:
    from medway_tui.tui.read.view import ReadView


class Shown:
    """The article that is open, with what was searched for marked in it."""

    def __init__(self, view: ReadView) -> None:
        self._view = view
        self.opened: Opened | None = None
        """The article; None while there is none."""
        self.sought = Sought()
        """What was searched for."""

    @property
    def id(self) -> str | None:
        """The article's id."""
        return self.opened.article.id if self.opened else None

    @property
    def text(self) -> ArticleText:
        """The pane with the text."""
        return self._view.query_one("#text", ArticleText)

    @property
    def quotes(self) -> RowList:
        """The pane with who says what."""
        return self._view.query_one("#quotes", RowList)

    # -- opening ---------------------------------------------------------------------------------

    def open(self, article_id: str) -> bool:
        """Show an article from its beginning; whether it is there."""
        opened = load(self._view.reader.index, article_id, self.sought)
        if opened is None:
            return False
        self.opened = opened
        self.text.border_title = Content(visible(dateline(opened.article)))
        self.text.show(blocks(opened), opened)
        self._subtitle()
        self.quotes.show(self._rows(opened))
        return True

    def renew(self) -> bool:
        """Show the article as it is now, and what is chosen in it; whether it is still there."""
        before = self.opened
        now = load(self._view.reader.index, before.article.id, self.sought) if before else None
        if before is None or now is None:
            return False
        self.opened = now
        text, quotes = self.text, self.quotes
        quotes.renew(self._rows(now), value=now.same_quote(before, quotes.value))
        if not now.shows_the_same(before):
            text.border_title = Content(visible(dateline(now.article)))
            text.renew(blocks(now), now, now.standing_out(before, text.chosen, text.more))
        self._subtitle()
        return True

    def clear(self) -> None:
        """Show that there is no article at all."""
        self.opened = None
        self.text.border_title = Content("")
        self.text.show(Blocks())
        self._subtitle()
        self.quotes.show(())

    def _rows(self, opened: Opened) -> Windowed:
        listing = speakers_listing(opened.pieces)
        return quote_rows(self._view.reader.index, listing, dated=False, of_one=True)

    # -- what was searched for ---------------------------------------------------------------------

    def forget_search(self) -> None:
        """Take the marks off the text."""
        self.sought = Sought()
        if self.opened is not None:
            self.opened.found = NOTHING
        self.text.refresh()
        self._subtitle()

    def _subtitle(self) -> None:
        number = len(self.opened.found.stops) if self.opened else 0
        said = f"{self.sought.asked} · {number:,} here · n next · Esc clears" if self.sought else ""
        self.text.border_subtitle = Content(visible(said))

    # -- going to a place --------------------------------------------------------------------------

    def go(self, at: Span) -> None:
        """Go to a place, and to its quotation's row; all of a quotation stands out."""
        quote = self.opened.quote_at(at) if self.opened else None
        spans = self.opened.spans(quote) if self.opened and quote is not None else []
        self.text.go_to(at, *(spans[1:] if at in spans[:1] else ()))
        if quote is not None:
            self.quotes.select(quote)

    def go_to_found(self, paragraph: int, quote: int | None) -> None:
        """Go to a quotation that was found, or to what was found in a paragraph."""
        if self.opened is None:
            return
        said, stops = self.opened.spans(quote), self.opened.found.stops
        first = bisect_left(stops, paragraph, key=lambda stop: stop.paragraph)
        if said:
            self.go(said[0])
        elif first < len(stops) and stops[first].paragraph == paragraph:
            self.go(stops[first])
        else:
            self.go(Span(paragraph, 0, 0))

    def go_to_quote(self, key: int) -> None:
        """Go to where a quotation stands; say so where it stands nowhere."""
        spans = self.opened.spans(key) if self.opened else []
        if spans:
            self.text.go_to(*spans)
        elif self.opened is not None:
            self._view.reader.say_adrift()

    # -- what is chosen ----------------------------------------------------------------------------

    def current_quote(self) -> QuoteRow | None:
        """The chosen quotation: the one that stands out, or the list's when it has the keys."""
        if self.opened is None:
            return None
        if self._view.pane() == "quotes":
            key = self.quotes.value
        else:
            chosen = self.text.chosen
            key = self.opened.quote_at(chosen) if chosen is not None else None
        return None if key is None else quotes_at(self._view.reader.index, [key]).get(key)

    def where(self) -> Where | None:
        """Where the chosen quotation is written, or else the paragraph that stands out or is at the top."""
        quote = self.current_quote()
        if quote is not None or self.opened is None:
            return quote.where if quote else None
        number = self.text.chosen.paragraph if self.text.chosen else self.text.place()[0]
        last = len(self.opened.texts) - 1
        return paragraph_where(self._view.reader.index, self.opened.article.id, min(number, last))
