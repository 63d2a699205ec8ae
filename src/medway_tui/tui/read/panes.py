"""The open article in the two panes of Read: its text, and who says what."""

from __future__ import annotations

from bisect import bisect_left

from textual.content import Content

from medway_tui.index.articles import locate_paragraph
from medway_tui.index.quotes import QuoteRow, list_article_speakers, quotes_by_key
from medway_tui.model.locations import FileLocation, Span
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.base_view import View
from medway_tui.tui.commands import CLEAR_SEARCH, LIST_NOTES, NEXT_QUOTE, OPEN_PASSAGE
from medway_tui.tui.read.commands import NEXT_DIFFERENCE
from medway_tui.tui.read.document import (
    ArticleDocument,
    IncompleteDocument,
    article_blocks,
    dateline,
    load_document,
)
from medway_tui.tui.read.matches import NO_MATCHES, ActiveSearch
from medway_tui.tui.rows import NOTE_SIGN, quote_rows
from medway_tui.tui.text_places import find_place, mark_place
from medway_tui.tui.widgets.article_view import ArticleText
from medway_tui.tui.widgets.line_renderer import DIFFERS
from medway_tui.tui.widgets.row_sources import WindowedRows
from medway_tui.tui.widgets.virtual_list import RowList

_LOW_HEIGHT = 20
"""The rows of a window below which an article begins with its story."""


class ArticlePanes:
    """Shows an article, with the matches of a search marked in it."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.document: ArticleDocument | None = None
        """The open article; None while there is none."""
        self.search = ActiveSearch()
        self._story_first = False
        """Whether the window was low when the article was opened; a resize keeps its lines."""

    @property
    def id(self) -> str | None:
        return self.document.article.id if self.document else None

    @property
    def text(self) -> ArticleText:
        return self._view.query_one("#text", ArticleText)

    @property
    def quotes(self) -> RowList:
        """The pane with the quotations by speaker."""
        return self._view.query_one("#quotes", RowList)

    # -- opening ---------------------------------------------------------------------------------

    def open(self, article_id: str, *, resume: bool = False) -> bool:
        """Show an article from its beginning, with ``resume`` where it was left; return whether it exists."""
        document = load_document(self._view.reader.index, article_id, self.search)
        if document is None:
            return False
        document.notes = self._view.reader.notes.places_in(article_id, document.texts)
        self.document = document
        self.text.border_title = Content(escape_invisible(dateline(document.article)))
        self._story_first = self._is_low()
        self.text.show(article_blocks(document, story_first=self._story_first), document)
        place = self._view.reader.state.place_in(article_id) if resume else None
        if place is not None:
            self.text.go_to_place(*find_place([text for text, _ in document.texts], place))
        self._show_search()
        self.quotes.show(self._rows(document))
        return True

    def keep_place(self) -> None:
        """Keep the place in the open article, to which it is opened again."""
        if self.document is None:
            return
        place = None
        if not self.text.is_at_beginning:
            place = mark_place([text for text, _ in self.document.texts], *self.text.place())
        self._view.reader.state.keep_place(self.document.article.id, place)

    def refresh(self) -> bool:
        """Show the new version of the article, with the same choice; return whether it still exists."""
        old = self.document
        new = load_document(self._view.reader.index, old.article.id, self.search) if old else None
        if old is None or new is None:
            return False
        new.notes = self._view.reader.notes.places_in(new.article.id, new.texts)
        self.document = new
        text, quotes = self.text, self.quotes
        quotes.replace(self._rows(new), value=new.find_same_quote(old, quotes.value))
        if not new.looks_like(old):
            text.border_title = Content(escape_invisible(dateline(new.article)))
            chosen = new.relocate_chosen(old, text.chosen, text.chosen_continued)
            text.replace(article_blocks(new, story_first=self._story_first), new, chosen)
        self._show_search()
        return True

    def _is_low(self) -> bool:
        return self._view.app.size.height < _LOW_HEIGHT

    def clear(self) -> None:
        """Show that there is no article."""
        self.document = None
        self.text.border_title = Content("")
        self.text.show(())
        self._show_search()
        self.quotes.show(())

    def _rows(self, document: ArticleDocument) -> WindowedRows:
        listing = list_article_speakers(document.pieces)
        reader = self._view.reader
        return quote_rows(
            reader.index, listing, by_date=False, in_one_article=True, notes_on=reader.notes.on_quote
        )

    # -- the search --------------------------------------------------------------------------------

    def clear_search(self) -> None:
        self.search = ActiveSearch()
        if self.document is not None:
            self.document.matches_found = NO_MATCHES
        self.text.refresh()
        self._show_search()

    def _show_search(self) -> None:
        number = len(self.document.matches_found.stops) if self.document else 0
        if self.search:
            text = f"{self.search.text} · {number:,} here · {NEXT_QUOTE.key} next · {CLEAR_SEARCH.key} clears"
        else:
            text = self._differences_hint()
        self.text.set_hint(text, first=bool(self.search))

    def show_selection_hint(self) -> None:
        """Show what the keys do while they select a passage; else the search or the signs."""
        if self.text.passage is not None:
            from medway_tui.tui.read.passage import passage_hint  # noqa: PLC0415 - not on the first screen

            self.text.set_hint(passage_hint(), first=True)
        else:
            self._show_search()

    def _differences_hint(self) -> str:
        """Return what the ≠ and ⚑ in the margin mean, with their keys; empty where there is none."""
        if self.document is None:
            return ""
        notes = len(self.document.notes)
        adrift = sum(place.is_adrift for place in self.document.notes)
        noted = (
            f"{NOTE_SIGN} {plural(notes, 'note')}{f', {adrift} adrift' * bool(adrift)} ({LIST_NOTES.key})"
            if notes
            else ""
        )
        if not self.document.passages:
            return noted
        differences = {passage.difference for passage in self.document.passages}
        differing = f"{DIFFERS} {plural(len(differences), 'difference')} · {NEXT_DIFFERENCE.key} next"
        return f"{differing} · {noted or f'{OPEN_PASSAGE.key} shows its sides'}"

    def show_notes(self) -> None:
        """Show the notes as they are now."""
        if self.document is None:
            return
        notes = self._view.reader.notes.places_in(self.document.article.id, self.document.texts)
        if notes == self.document.notes:
            return
        had_notes = self.document.has_notes
        self.document.notes = notes
        if self.document.has_notes != had_notes:
            chosen = [] if self.text.chosen is None else [self.text.chosen, *self.text.chosen_continued]
            blocks = article_blocks(self.document, story_first=self._story_first)
            self.text.replace(blocks, self.document, chosen)
        self.text.refresh()
        self._show_search()

    def go_to_difference(self, span: Span) -> None:
        """Go to a passage on which sources differ, and name the differences."""
        self.text.go_to(span)
        passages = self.document.differing_at(span) if self.document else []
        titles = "; ".join(dict.fromkeys(each.title for each in passages))
        self.text.set_hint(f"{DIFFERS} {titles} · Enter", first=True)

    # -- going to a place --------------------------------------------------------------------------

    def go(self, span: Span) -> None:
        """Go to a span, and to the row of its quotation, all of which is emphasised."""
        self._show_search()
        quote = self.document.quote_at(span) if self.document else None
        spans = self.document.spans(quote) if self.document and quote is not None else []
        self.text.go_to(span, *(spans[1:] if span in spans[:1] else ()))
        if quote is not None:
            self.quotes.select(quote)

    def go_to_hit(self, paragraph: int, quote: int | None) -> None:
        """Go to a quotation, or to the first match in a paragraph."""
        if self.document is None:
            return
        spans, stops = self.document.spans(quote), self.document.matches_found.stops
        first = bisect_left(stops, paragraph, key=lambda stop: stop.block)
        if spans:
            self.go(spans[0])
        elif first < len(stops) and stops[first].block == paragraph:
            self.go(stops[first])
        else:
            self.go(Span(paragraph, 0, 0))

    def go_to_quote(self, key: int) -> None:
        """Go to a quotation; say so where it is adrift."""
        spans = self.document.spans(key) if self.document else []
        if spans:
            self.text.go_to(*spans)
        elif self.document is not None:
            self._view.reader.say_adrift()

    # -- the choice --------------------------------------------------------------------------------

    def current_quote(self) -> QuoteRow | None:
        """Return the emphasised quotation, or that of the list while the list is focused."""
        if self.document is None:
            return None
        if self._view.current_pane() == "quotes":
            key = self.quotes.value
        else:
            chosen = self.text.chosen
            key = self.document.quote_at(chosen) if chosen is not None else None
        return None if key is None else quotes_by_key(self._view.reader.index, [key]).get(key)

    def location(self) -> FileLocation | None:
        """Return the file and line of the current quotation, else of the emphasised or top paragraph."""
        quote = self.current_quote()
        if quote is not None or self.document is None:
            return quote.where if quote else None
        if isinstance(self.document, IncompleteDocument):
            return self.document.incomplete.where
        return locate_paragraph(self._view.reader.index, self.document.article.id, self.current_block())

    def current_block(self) -> int:
        """Return the position of the emphasised or top block."""
        if self.document is None:
            return 0
        number = self.text.chosen.block if self.text.chosen else self.text.place()[0]
        return min(number, len(self.document.texts) - 1)
