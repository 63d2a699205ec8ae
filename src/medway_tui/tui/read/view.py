"""Read: the list of articles, the text, and who says what in it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from medway_tui.export import citation
from medway_tui.index.articles import Counts, counts, neighbour, oldest
from medway_tui.index.drafts import number_of_drafts
from medway_tui.index.listing import article_keys
from medway_tui.index.people import standing
from medway_tui.index.quotes import QuoteRow
from medway_tui.index.store import Index
from medway_tui.model.places import Span
from medway_tui.tui.asking import Asker
from medway_tui.tui.commands import (
    EVERYWHERE,
    Command,
    Copy,
    Edit,
    GoThere,
    NextPane,
    OpenOriginal,
    PreviousPane,
    bindings,
)
from medway_tui.tui.read.commands import (
    ClearSearch,
    NextArticle,
    NextQuote,
    PreviousArticle,
    PreviousQuote,
)
from medway_tui.tui.read.shown import Shown
from medway_tui.tui.read.sought import Sought
from medway_tui.tui.read.steps import Steps
from medway_tui.tui.taking_away import copy, copy_quote, edit, open_address
from medway_tui.tui.view import View
from medway_tui.tui.widgets.article import ArticleText
from medway_tui.tui.widgets.rows import RowList
from medway_tui.tui.widgets.sources import WINDOW
from medway_tui.tui.windows import article_rows


class Reading(NamedTuple):
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
        NextQuote, PreviousQuote, GoThere, Copy, OpenOriginal, Edit, NextArticle, PreviousArticle,
        NextPane, PreviousPane, ClearSearch, *EVERYWHERE,
    )  # fmt: skip
    BINDINGS = bindings(KEYS)
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
        self.article = Shown(self)
        """The article that is open."""
        self._lost: Reading | None = None
        self._lists = Asker(self)
        self._steps = Steps(self)

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
        first = oldest(self.reader.index, WINDOW)
        whole = len(first) < WINDOW
        rows = self.query_one("#articles", RowList)
        rows.show(article_rows(self.reader.index, array("q", first), whole=whole))
        if rows.value is not None:
            self.open(rows.value)
        if whole:
            self._count(*_counted(self.reader.index))
        else:
            self.tell("")
            self.call_after_refresh(self._ask_for_list)
        self.focus_pane("text")

    def on_unmount(self) -> None:
        """Stop the questions that may still run: nobody who leaves the program waits for them."""
        self._lists.leave()
        self._steps.leave()

    # -- the list of articles ------------------------------------------------------------------------

    def _ask_for_list(self, *, at_once: bool = False) -> None:
        """Ask for all articles, and then how much there is of everything."""

        def question(index: Index) -> Iterator[array[int] | tuple[Counts, int]]:
            yield article_keys(index)
            yield _counted(index)

        self._lists.ask(question, self._listed, at_once=at_once)

    def _listed(self, answer: array[int] | tuple[Counts, int]) -> None:
        if isinstance(answer, array):
            self._list(answer)
        else:
            self._count(*answer)

    def _list(self, keys: array[int]) -> None:
        """List these articles, and keep the place; show the open one as it is now."""
        rows = self.query_one("#articles", RowList)
        opened = None
        if self.article.renew():
            opened = self.article.id
        elif self.article.opened is not None:
            # Whoever was reading it finds the place again when the file comes back.
            self._lost = self._lost or self.place()
            self.article.opened = None
        rows.renew(article_rows(self.reader.index, keys), value=opened)
        lost = self._lost
        if lost is not None and self.open(lost.article):
            self._go_back_to(lost)
            self._lost = None
        elif self.article.opened is None and rows.value is not None:
            self.open(rows.value)
            self._lost = lost
        elif self.article.opened is None:
            self.article.clear()

    def _count(self, counts: Counts, drafts: int) -> None:
        apart = f" · {_number(drafts, 'draft')}" if drafts else ""
        self.tell(
            f"{_number(counts.articles, 'article')} · {_number(counts.quotes, 'quote')}{apart}"
            f" · {_number(counts.speakers, 'speaker')}"
        )

    # -- opening ---------------------------------------------------------------------------------

    def open(self, article_id: str) -> bool:
        """Show an article from its beginning; whether it is there."""
        if not self.article.open(article_id):
            return False
        self._lost = None
        self.query_one("#articles", RowList).select(article_id)
        return True

    # -- what the app asks -------------------------------------------------------------------------

    def place(self) -> Reading | None:
        """Where the reader is."""
        if self.article.id is None:
            return None
        text = self.article.text
        quote = self.article.quotes.value
        return Reading(self.article.id, *text.place(), text.chosen, text.more, quote, self.pane())

    def return_to(self, place: Reading | None) -> None:
        """Go back to a place."""
        if place is None:
            return
        if self.article.id != place.article:
            self.open(place.article)
        self._go_back_to(place)
        self.focus_pane(place.pane)

    def _go_back_to(self, place: Reading) -> None:
        """Go back to a place in the open article."""
        text = self.article.text
        text.chosen, text.more = place.chosen, place.more
        text.go_to_place(place.paragraph, place.offset)
        self.article.quotes.select(place.quote)

    def reload(self) -> None:
        """Ask anew, and keep the place."""
        self._lists.renew()
        self._steps.renew()
        self._ask_for_list(at_once=True)

    def go_to(self, article_id: str, spans: Sequence[Span], quote: int | None = None) -> None:
        """Open an article at a place, or at a quotation; ``spans`` are its places in order."""
        if self.article.id != article_id:
            self.open(article_id)
        self.article.text.go_to(*spans)
        if quote is not None:
            self.article.quotes.select(quote)
        self.focus_pane("text")

    def search_for(self, asked: str, article_id: str, paragraph: int, quote: int | None) -> None:
        """Mark what was searched for, everywhere, and go to one place where it stands."""
        from medway_tui.index.query import parse  # noqa: PLC0415 - not on the first screen

        self.article.sought = Sought(asked, parse(asked, typing=True))
        self.open(article_id)
        if self.article.opened is not None:
            self.article.go_to_found(paragraph, quote)
            self.focus_pane("text")

    # -- moving among matches, quotations and articles ------------------------------------------------

    def action_next_quote(self) -> None:
        """Go to the next match, or the next quotation."""
        self._steps.go(1)

    def action_previous_quote(self) -> None:
        """Go to the match or quotation before."""
        self._steps.go(-1)

    def action_next_article(self) -> None:
        """Open the next article."""
        self._turn_article(1)

    def action_previous_article(self) -> None:
        """Open the article before."""
        self._turn_article(-1)

    def _turn_article(self, step: int) -> None:
        self._steps.drop()
        if self.article.id is None:
            return
        to = neighbour(self.reader.index, self.article.id, step)
        if to is not None:
            self.open(to)
        else:
            self.reader.say("This is the last article" if step > 0 else "This is the first article")

    def action_clear_search(self) -> None:
        """Forget what was searched for."""
        self.article.forget_search()

    # -- panes ---------------------------------------------------------------------------------------

    @on(RowList.Highlighted, "#articles")
    def _article_highlighted(self, event: RowList.Highlighted) -> None:
        self.open(event.value)

    @on(RowList.Chosen, "#articles")
    def _article_chosen(self) -> None:
        self.focus_pane("text")

    @on(RowList.Highlighted, "#quotes")
    def _quote_highlighted(self, event: RowList.Highlighted) -> None:
        self.article.go_to_quote(event.value)

    @on(RowList.Chosen, "#quotes")
    def _quote_chosen(self, event: RowList.Chosen) -> None:
        self.article.go_to_quote(event.value)
        self.focus_pane("text")

    @on(ArticleText.QuoteClicked)
    def _quote_clicked(self, event: ArticleText.QuoteClicked) -> None:
        self.article.quotes.select(event.key)
        self.article.go_to_quote(event.key)

    def action_go_there(self) -> None:
        """Go to what the pane's cursor is on, or back to what stands out in the text."""
        focused, text = self.focused, self.article.text
        if isinstance(focused, RowList):
            focused.choose()
        elif text.chosen is not None:
            text.go_to(text.chosen, *text.more)
        else:
            self.reader.say("n chooses a quotation; Tab goes to the list of them")

    # -- taking away -----------------------------------------------------------------------------------

    def current_quote(self) -> QuoteRow | None:
        """The chosen quotation: the one that stands out, or the list's when it has the keys."""
        return self.article.current_quote()

    def action_copy(self) -> None:
        """Copy the chosen quotation with its citation, or the article's."""
        quote = self.current_quote()
        if quote is not None:
            who = standing(self.reader.index, quote.speaker, quote.article.published)
            copy_quote(self.reader, quote, who)
        elif self.article.opened is not None:
            words = citation.article(self.article.opened.article)
            copy(self.reader, words, "the article's citation (n chooses a quotation)")

    def action_open_original(self) -> None:
        """Open the original in the browser."""
        open_address(self.reader, self.article.opened.article.url if self.article.opened else None)

    def action_edit(self) -> None:
        """Open the YAML of the chosen quotation, or of the paragraph at the top."""
        edit(self.reader, self.article.where())


def _counted(index: Index) -> tuple[Counts, int]:
    """How much there is of everything, and how many drafts."""
    return counts(index), number_of_drafts(index)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
