"""Read: the list of articles, the text, and who says what in it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from medway_tui.export import citations
from medway_tui.index.articles import DossierCounts, count_contents, neighbouring_article, oldest_articles
from medway_tui.index.connection import Index
from medway_tui.index.listing import article_keys
from medway_tui.index.people import roles_on
from medway_tui.index.quotes import QuoteRow, count_drafts
from medway_tui.model.locations import Span
from medway_tui.text import plural
from medway_tui.tui.base_view import View
from medway_tui.tui.commands import (
    GLOBAL_COMMANDS,
    Command,
    CopyCitation,
    EditSource,
    NextPane,
    OpenOriginal,
    OpenPassage,
    PreviousPane,
    make_bindings,
)
from medway_tui.tui.external import copy_quote, copy_text, open_in_editor, open_original
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.read.commands import ClearSearch, NextArticle, NextQuote, PreviousArticle, PreviousQuote
from medway_tui.tui.read.matches import ActiveSearch
from medway_tui.tui.read.navigation import MatchNavigator
from medway_tui.tui.read.panes import ArticlePanes
from medway_tui.tui.rows import article_rows
from medway_tui.tui.widgets.article_view import ArticleText
from medway_tui.tui.widgets.row_sources import WINDOW_ROWS
from medway_tui.tui.widgets.virtual_list import RowList


class ReadPlace(NamedTuple):
    """A place in an article."""

    article: str
    paragraph: int
    offset: int
    chosen: Span | None
    more: tuple[Span, ...]
    quote: int | None
    pane: str


class ReadView(View):
    """The view in which articles are read."""

    NAME = "Read"
    PANES = ("articles", "text", "quotes")
    START = "text"
    KEYS: ClassVar[tuple[type[Command], ...]] = (
        NextQuote, PreviousQuote, OpenPassage, CopyCitation, OpenOriginal, EditSource,
        NextArticle, PreviousArticle,
        NextPane, PreviousPane, ClearSearch, *GLOBAL_COMMANDS,
    )  # fmt: skip
    BINDINGS = make_bindings(KEYS)
    # In a file of its own it would be read and styled after the first paint had been made ready.
    DEFAULT_CSS = """
    ReadView #panes { height: 1fr; }
    ReadView #panes > * { border: round $border-blurred; border-title-color: $foreground; }
    ReadView #panes > *:focus { border: round $primary; }
    ReadView #articles { width: 30; }
    ReadView #text { width: 1fr; }
    ReadView #quotes { width: 36; }
    ReadView.-widest #articles { width: 42; }
    ReadView.-widest #quotes { width: 58; }
    ReadView.-middle #articles { display: none; width: 30; }
    ReadView.-middle #quotes { width: 30; }
    ReadView.-middle.-at-articles #articles { display: block; }
    ReadView.-middle.-at-articles #quotes { display: none; }
    ReadView.-narrow #panes > *, ReadView.-tiny #panes > * { display: none; width: 1fr; border: none; }
    ReadView.-narrow.-at-articles #articles, ReadView.-tiny.-at-articles #articles { display: block; }
    ReadView.-narrow.-at-text #text, ReadView.-tiny.-at-text #text { display: block; }
    ReadView.-narrow.-at-quotes #quotes, ReadView.-tiny.-at-quotes #quotes { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.panes = ArticlePanes(self)
        """The article that is open."""
        self._lost_place: ReadPlace | None = None
        self._list_worker = QueryWorker(self)
        self._navigator = MatchNavigator(self)

    def compose_view(self) -> Iterable[Widget]:
        """Three panes side by side; fewer where there is less room."""
        with Horizontal(id="panes"):
            yield RowList(id="articles", empty="No article could be read. ! says why.")
            yield ArticleText(id="text")
            yield RowList(id="quotes", empty="Nobody is quoted in this article.")

    def on_mount(self) -> None:
        """Open the first article; a long list is asked for after the first paint."""
        self.query_one("#articles").border_title = Content("Articles")
        self.query_one("#quotes").border_title = Content("Who says what")
        first = oldest_articles(self.reader.index, WINDOW_ROWS)
        whole = len(first) < WINDOW_ROWS
        rows = self.query_one("#articles", RowList)
        rows.show(article_rows(self.reader.index, array("q", first), complete=whole))
        if rows.value is not None:
            self.open(rows.value)
        if whole:
            self._show_counts(*_query_counts(self.reader.index))
        else:
            self.set_counts("")
            self.call_after_refresh(self._query_list)
        self.focus_pane("text")

    def on_unmount(self) -> None:
        """Stop the questions that may still run: nobody who leaves the program waits for them."""
        self._list_worker.close()
        self._navigator.close()

    # -- the list of articles ------------------------------------------------------------------------

    def _query_list(self, *, at_once: bool = False) -> None:
        """Ask for all articles, and then how much there is of everything."""

        def question(index: Index) -> Iterator[array[int] | tuple[DossierCounts, int]]:
            yield article_keys(index)
            yield _query_counts(index)

        self._list_worker.submit(question, self._show_answer, inline=at_once)

    def _show_answer(self, answer: array[int] | tuple[DossierCounts, int]) -> None:
        if isinstance(answer, array):
            self._show_articles(answer)
        else:
            self._show_counts(*answer)

    def _show_articles(self, keys: array[int]) -> None:
        """List these articles, and keep the place; show the open one as it is now."""
        rows = self.query_one("#articles", RowList)
        opened = None
        if self.panes.refresh():
            opened = self.panes.id
        elif self.panes.document is not None:
            # Whoever was reading it finds the place again when the file comes back.
            self._lost_place = self._lost_place or self.place()
            self.panes.document = None
        rows.replace(article_rows(self.reader.index, keys), value=opened)
        lost = self._lost_place
        if lost is not None and self.open(lost.article):
            self._restore_place(lost)
            self._lost_place = None
        elif self.panes.document is None and rows.value is not None:
            self.open(rows.value)
            self._lost_place = lost
        elif self.panes.document is None:
            self.panes.clear()

    def _show_counts(self, counts: DossierCounts, drafts: int) -> None:
        apart = f" · {plural(drafts, 'draft')}" if drafts else ""
        self.set_counts(
            f"{plural(counts.articles, 'article')} · {plural(counts.quotes, 'quote')}{apart}"
            f" · {plural(counts.speakers, 'speaker')}"
        )

    # -- opening ---------------------------------------------------------------------------------

    def open(self, article_id: str) -> bool:
        """Show an article from its beginning; whether it is there."""
        if not self.panes.open(article_id):
            return False
        self._lost_place = None
        self.query_one("#articles", RowList).select(article_id)
        return True

    # -- what the app asks -------------------------------------------------------------------------

    def place(self) -> ReadPlace | None:
        """Where the reader is."""
        if self.panes.id is None:
            return None
        text = self.panes.text
        quote = self.panes.quotes.value
        return ReadPlace(
            self.panes.id, *text.place(), text.chosen, text.chosen_continued, quote, self.current_pane()
        )

    def return_to(self, place: ReadPlace | None) -> None:
        """Go back to a place."""
        if place is None:
            return
        if self.panes.id != place.article:
            self.open(place.article)
        self._restore_place(place)
        self.focus_pane(place.pane)

    def _restore_place(self, place: ReadPlace) -> None:
        """Go back to a place in the open article."""
        text = self.panes.text
        text.chosen, text.chosen_continued = place.chosen, place.more
        text.go_to_place(place.paragraph, place.offset)
        self.panes.quotes.select(place.quote)

    def reload(self) -> None:
        """Ask anew, and keep the place."""
        self._list_worker.reconnect()
        self._navigator.reconnect()
        self._query_list(at_once=True)

    def go_to(self, article_id: str, spans: Sequence[Span], quote: int | None = None) -> None:
        """Open an article at a place, or at a quotation; ``spans`` are its places in order."""
        if self.panes.id != article_id:
            self.open(article_id)
        self.panes.text.go_to(*spans)
        if quote is not None:
            self.panes.quotes.select(quote)
        self.focus_pane("text")

    def search_for(self, asked: str, article_id: str, paragraph: int, quote: int | None) -> None:
        """Mark what was searched for, everywhere, and go to one place where it stands."""
        from medway_tui.index.query_language import parse_query  # noqa: PLC0415 - not on the first screen

        self.panes.search = ActiveSearch(asked, parse_query(asked, typing=True))
        self.open(article_id)
        if self.panes.document is not None:
            self.panes.go_to_hit(paragraph, quote)
            self.focus_pane("text")

    # -- moving among matches, quotations and articles ------------------------------------------------

    def action_next_quote(self) -> None:
        """Go to the next match, or the next quotation."""
        self._navigator.go(1)

    def action_previous_quote(self) -> None:
        """Go to the match or quotation before."""
        self._navigator.go(-1)

    def action_next_article(self) -> None:
        """Open the next article."""
        self._open_neighbour(1)

    def action_previous_article(self) -> None:
        """Open the article before."""
        self._open_neighbour(-1)

    def _open_neighbour(self, step: int) -> None:
        self._navigator.cancel()
        if self.panes.id is None:
            return
        to = neighbouring_article(self.reader.index, self.panes.id, step)
        if to is not None:
            self.open(to)
        else:
            self.reader.say("This is the last article" if step > 0 else "This is the first article")

    def action_clear_search(self) -> None:
        """Forget what was searched for."""
        self.panes.clear_search()

    # -- panes ---------------------------------------------------------------------------------------

    @on(RowList.Highlighted, "#articles")
    def _article_highlighted(self, event: RowList.Highlighted) -> None:
        self.open(event.value)

    @on(RowList.Chosen, "#articles")
    def _article_chosen(self) -> None:
        self.focus_pane("text")

    @on(RowList.Highlighted, "#quotes")
    def _quote_highlighted(self, event: RowList.Highlighted) -> None:
        self.panes.go_to_quote(event.value)

    @on(RowList.Chosen, "#quotes")
    def _quote_chosen(self, event: RowList.Chosen) -> None:
        self.panes.go_to_quote(event.value)
        self.focus_pane("text")

    @on(ArticleText.QuoteClicked)
    def _quote_clicked(self, event: ArticleText.QuoteClicked) -> None:
        self.panes.quotes.select(event.key)
        self.panes.go_to_quote(event.key)

    def action_open_passage(self) -> None:
        """Go to what the pane's cursor is on, or back to what stands out in the text."""
        focused, text = self.focused, self.panes.text
        if isinstance(focused, RowList):
            focused.choose()
        elif text.chosen is not None:
            text.go_to(text.chosen, *text.chosen_continued)
        else:
            self.reader.say("n chooses a quotation; Tab goes to the list of them")

    # -- taking away -----------------------------------------------------------------------------------

    def current_quote(self) -> QuoteRow | None:
        """The chosen quotation: the one that stands out, or the list's when it has the keys."""
        return self.panes.current_quote()

    def action_copy_citation(self) -> None:
        """Copy the chosen quotation with its citation, or the article's."""
        quote = self.current_quote()
        if quote is not None:
            who = roles_on(self.reader.index, quote.speaker, quote.article.published)
            copy_quote(self.reader, quote, who)
        elif self.panes.document is not None:
            words = citations.cite_article(self.panes.document.article)
            copy_text(self.reader, words, "the article's citation (n chooses a quotation)")

    def action_open_original(self) -> None:
        """Open the original in the browser."""
        open_original(self.reader, self.panes.document.article.url if self.panes.document else None)

    def action_edit_source(self) -> None:
        """Open the YAML of the chosen quotation, or of the paragraph at the top."""
        open_in_editor(self.reader, self.panes.where())


def _query_counts(index: Index) -> tuple[DossierCounts, int]:
    """How much there is of everything, and how many drafts."""
    return count_contents(index), count_drafts(index)
