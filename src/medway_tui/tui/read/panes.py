"""What is open in Read, shown in its two panes: the text, and who says what in it."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from textual.content import Content

from medway_tui.index.articles import locate_paragraph
from medway_tui.index.quotes import QuoteRow, list_article_speakers, quotes_by_key
from medway_tui.model.locations import FileLocation, Span
from medway_tui.text import escape_invisible
from medway_tui.tui.read.document import ArticleDocument, article_blocks, dateline, load_document
from medway_tui.tui.read.matches import NO_MATCHES, ActiveSearch
from medway_tui.tui.rows import quote_rows
from medway_tui.tui.widgets.article_view import ArticleBlocks, ArticleText
from medway_tui.tui.widgets.row_sources import WindowedRows
from medway_tui.tui.widgets.virtual_list import RowList

if TYPE_CHECKING:
    from medway_tui.tui.read.view import ReadView


class ArticlePanes:
    """The article that is open, with what was searched for marked in it."""

    def __init__(self, view: ReadView) -> None:
        self._view = view
        self.document: ArticleDocument | None = None
        """The article; None while there is none."""
        self.search = ActiveSearch()
        """What was searched for."""

    @property
    def id(self) -> str | None:
        """The article's id."""
        return self.document.article.id if self.document else None

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
        opened = load_document(self._view.reader.index, article_id, self.search)
        if opened is None:
            return False
        self.document = opened
        self.text.border_title = Content(escape_invisible(dateline(opened.article)))
        self.text.show(article_blocks(opened), opened)
        self._subtitle()
        self.quotes.show(self._rows(opened))
        return True

    def refresh(self) -> bool:
        """Show the article as it is now, and what is chosen in it; whether it is still there."""
        before = self.document
        now = load_document(self._view.reader.index, before.article.id, self.search) if before else None
        if before is None or now is None:
            return False
        self.document = now
        text, quotes = self.text, self.quotes
        quotes.replace(self._rows(now), value=now.find_same_quote(before, quotes.value))
        if not now.looks_like(before):
            text.border_title = Content(escape_invisible(dateline(now.article)))
            text.replace(
                article_blocks(now), now, now.relocate_chosen(before, text.chosen, text.chosen_continued)
            )
        self._subtitle()
        return True

    def clear(self) -> None:
        """Show that there is no article at all."""
        self.document = None
        self.text.border_title = Content("")
        self.text.show(ArticleBlocks())
        self._subtitle()
        self.quotes.show(())

    def _rows(self, opened: ArticleDocument) -> WindowedRows:
        listing = list_article_speakers(opened.pieces)
        return quote_rows(self._view.reader.index, listing, by_date=False, in_one_article=True)

    # -- what was searched for ---------------------------------------------------------------------

    def clear_search(self) -> None:
        """Take the marks off the text."""
        self.search = ActiveSearch()
        if self.document is not None:
            self.document.matches_found = NO_MATCHES
        self.text.refresh()
        self._subtitle()

    def _subtitle(self) -> None:
        number = len(self.document.matches_found.stops) if self.document else 0
        said = f"{self.search.text} · {number:,} here · n next · Esc clears" if self.search else ""
        self.text.border_subtitle = Content(escape_invisible(said))

    # -- going to a place --------------------------------------------------------------------------

    def go(self, at: Span) -> None:
        """Go to a place, and to its quotation's row; all of a quotation stands out."""
        quote = self.document.quote_at(at) if self.document else None
        spans = self.document.spans(quote) if self.document and quote is not None else []
        self.text.go_to(at, *(spans[1:] if at in spans[:1] else ()))
        if quote is not None:
            self.quotes.select(quote)

    def go_to_hit(self, paragraph: int, quote: int | None) -> None:
        """Go to a quotation that was found, or to what was found in a paragraph."""
        if self.document is None:
            return
        said, stops = self.document.spans(quote), self.document.matches_found.stops
        first = bisect_left(stops, paragraph, key=lambda stop: stop.paragraph)
        if said:
            self.go(said[0])
        elif first < len(stops) and stops[first].paragraph == paragraph:
            self.go(stops[first])
        else:
            self.go(Span(paragraph, 0, 0))

    def go_to_quote(self, key: int) -> None:
        """Go to where a quotation stands; say so where it stands nowhere."""
        spans = self.document.spans(key) if self.document else []
        if spans:
            self.text.go_to(*spans)
        elif self.document is not None:
            self._view.reader.say_adrift()

    # -- what is chosen ----------------------------------------------------------------------------

    def current_quote(self) -> QuoteRow | None:
        """The chosen quotation: the one that stands out, or the list's when it has the keys."""
        if self.document is None:
            return None
        if self._view.current_pane() == "quotes":
            key = self.quotes.value
        else:
            chosen = self.text.chosen
            key = self.document.quote_at(chosen) if chosen is not None else None
        return None if key is None else quotes_by_key(self._view.reader.index, [key]).get(key)

    def where(self) -> FileLocation | None:
        """Where the chosen quotation is written, or else the paragraph that stands out or is at the top."""
        quote = self.current_quote()
        if quote is not None or self.document is None:
            return quote.where if quote else None
        number = self.text.chosen.paragraph if self.text.chosen else self.text.place()[0]
        last = len(self.document.texts) - 1
        return locate_paragraph(self._view.reader.index, self.document.article.id, min(number, last))
