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
from medway_tui.index.articles import Counts, counts, neighbour, oldest, outermost
from medway_tui.index.drafts import number_of_drafts
from medway_tui.index.listing import article_keys
from medway_tui.index.people import standing
from medway_tui.index.quotes import QuoteRow
from medway_tui.index.store import Index
from medway_tui.model.places import Span, Where
from medway_tui.text import visible
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
from medway_tui.tui.kept import same_quote
from medway_tui.tui.read.commands import (
    ClearSearch,
    NextArticle,
    NextQuote,
    PreviousArticle,
    PreviousQuote,
)
from medway_tui.tui.read.opened import Opened, load
from medway_tui.tui.read.sought import NOTHING, Sought
from medway_tui.tui.read.text import blocks, dateline, marks
from medway_tui.tui.rows import by_speaker
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
        self._opened: Opened | None = None
        self._sought = Sought()
        self._lost: Reading | None = None
        self._lists = Asker(self)
        self._steps = Asker(self)
        self._owed = 0

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
            self._open(rows.value)
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
        if self._opened is not None and self._renew(self._opened):
            opened = self._opened.article.id
        elif self._opened is not None:
            # Whoever was reading it finds the place again when the file comes back.
            self._lost = self._lost or self.place()
            self._opened = None
        rows.renew(article_rows(self.reader.index, keys), value=opened)
        lost = self._lost
        if lost is not None and self._open(lost.article):
            self._go_back_to(lost)
            self._lost = None
        elif self._opened is None and rows.value is not None:
            self._open(rows.value)
            self._lost = lost
        elif self._opened is None:
            self._show_nothing()

    def _count(self, counts: Counts, drafts: int) -> None:
        apart = f" · {_number(drafts, 'draft')}" if drafts else ""
        self.tell(
            f"{_number(counts.articles, 'article')} · {_number(counts.quotes, 'quote')}{apart}"
            f" · {_number(counts.speakers, 'speaker')}"
        )

    # -- opening ---------------------------------------------------------------------------------

    def _open(self, article_id: str) -> bool:
        """Show an article from its beginning; whether it is there."""
        opened = load(self.reader.index, article_id, self._sought)
        if opened is None:
            return False
        self._opened, self._lost = opened, None
        text = self.query_one("#text", ArticleText)
        text.border_title = Content(visible(dateline(opened.article)))
        shown = blocks(opened.article, opened.paragraphs, opened.quotes)
        text.show(shown, marks(opened.quotes), opened.found.marks)
        self._subtitle()
        parties = self.reader.parties(opened.quotes)
        self.query_one("#quotes", RowList).show(by_speaker(opened.quotes, parties))
        self.query_one("#articles", RowList).select(article_id)
        return True

    # -- what the app asks -------------------------------------------------------------------------

    def place(self) -> Reading | None:
        """Where the reader is."""
        if self._opened is None:
            return None
        text = self.query_one("#text", ArticleText)
        quote = self.query_one("#quotes", RowList).value
        return Reading(self._opened.article.id, *text.place(), text.chosen, text.more, quote, self.pane())

    def return_to(self, place: Reading | None) -> None:
        """Go back to a place."""
        if place is None:
            return
        if self._opened is None or self._opened.article.id != place.article:
            self._open(place.article)
        self._go_back_to(place)
        self.focus_pane(place.pane)

    def _go_back_to(self, place: Reading) -> None:
        """Go back to a place in the open article."""
        text = self.query_one("#text", ArticleText)
        text.chosen, text.more = place.chosen, place.more
        text.go_to_place(place.paragraph, place.offset)
        self.query_one("#quotes", RowList).select(place.quote)

    def reload(self) -> None:
        """Ask anew, and keep the place."""
        self._lists.renew()
        self._steps.renew()
        self._ask_for_list(at_once=True)

    def _renew(self, before: Opened) -> bool:
        """Show the open article as it is now, and what is chosen in it; whether it is still there."""
        now = load(self.reader.index, before.article.id, self._sought)
        if now is None:
            return False
        self._opened = now
        text, list_ = self.query_one("#text", ArticleText), self.query_one("#quotes", RowList)
        chosen = same_quote(before.quote(list_.value), now.quotes)
        parties = self.reader.parties(now.quotes)
        list_.renew(by_speaker(now.quotes, parties), value=chosen.key if chosen else None)
        if now != before:
            text.border_title = Content(visible(dateline(now.article)))
            standing_out = now.standing_out(before, text.chosen, text.more)
            shown = blocks(now.article, now.paragraphs, now.quotes)
            text.renew(shown, marks(now.quotes), now.found.marks, standing_out)
        self._subtitle()
        return True

    def _show_nothing(self) -> None:
        """Show that there is no article at all."""
        text = self.query_one("#text", ArticleText)
        text.border_title = Content("")
        text.show((), ())
        self._subtitle()
        self.query_one("#quotes", RowList).show(())

    def go_to(self, article_id: str, spans: Sequence[Span], quote: int | None = None) -> None:
        """Open an article at a place, or at a quotation; ``spans`` are its places in order."""
        if self._opened is None or self._opened.article.id != article_id:
            self._open(article_id)
        self.query_one("#text", ArticleText).go_to(*spans)
        if quote is not None:
            self.query_one("#quotes", RowList).select(quote)
        self.focus_pane("text")

    def search_for(self, asked: str, article_id: str, paragraph: int, quote: int | None) -> None:
        """Mark what was searched for, everywhere, and go to one place where it stands."""
        from medway_tui.index.query import parse  # noqa: PLC0415 - not on the first screen

        self._sought = Sought(asked, parse(asked, typing=True))
        self._open(article_id)
        if self._opened is None:
            return
        said = self._opened.quote(quote)
        at = Span(paragraph, 0, 0)
        if said is not None and said.pieces[0].span is not None:
            at = said.pieces[0].span
        else:
            at = next((stop for stop in self._opened.found.stops if stop.paragraph == paragraph), at)
        self._go(at)
        self.focus_pane("text")

    def _go(self, at: Span) -> None:
        """Go to a place, and to its quotation's row; all of a quotation stands out."""
        quote = self._opened.quote_at(at) if self._opened else None
        more = [p.span for p in quote.pieces[1:] if p.span] if quote and quote.pieces[0].span == at else []
        self.query_one("#text", ArticleText).go_to(at, *more)
        if quote is not None:
            self.query_one("#quotes", RowList).select(quote.key)

    # -- moving among matches and quotations --------------------------------------------------------

    def action_next_quote(self) -> None:
        """Go to the next match, or the next quotation."""
        self._step(1)

    def action_previous_quote(self) -> None:
        """Go to the match or quotation before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if self._opened is None:
            return
        if self._steps.waits:
            # Those who press the key again before the answer is there have their way in the end.
            self._owed += step
            return
        text = self.query_one("#text", ArticleText)
        stops = self._stops(self._opened)
        if text.chosen is not None and text.in_sight(text.chosen):
            here = text.chosen[:2]
            ahead = [stop for stop in stops if (stop[:2] > here if step > 0 else stop[:2] < here)]
        else:
            # Whoever has scrolled on goes on from there.
            here = text.place()
            ahead = [stop for stop in stops if (stop[:2] >= here if step > 0 else stop[:2] < here)]
        if ahead:
            self._go(ahead[0] if step > 0 else ahead[-1])
        else:
            self._step_on(self._opened.article.id, step)

    def _stops(self, opened: Opened) -> list[Span]:
        return list(opened.found.stops) if self._sought else opened.quoted()

    def _step_on(self, article_id: str, step: int) -> None:
        """Go on in the next article that has a match or a quotation; after the last, from the first."""
        sought = self._sought

        def question(index: Index) -> Iterator[tuple[str | None, bool]]:
            to = sought.next_article(index, article_id, step)
            if to is not None:
                yield to, False
                return
            end = outermost(index, newest=step < 0)
            opened = load(index, end, sought) if end is not None else None
            if opened is not None and not self._stops(opened):
                end = sought.next_article(index, opened.article.id, step)
            yield end, True

        self._steps.ask(question, lambda found: self._step_to(*found, step), at_once=True)

    def _step_to(self, to: str | None, turned: bool, step: int) -> None:  # noqa: FBT001 - as was asked
        if to is not None:
            self._open(to)
        stops = self._stops(self._opened) if self._opened is not None and to is not None else []
        if not stops:
            self.reader.say("There is nothing to go to")
        else:
            if turned:
                self.reader.say(f"Went on from the {'beginning' if step > 0 else 'end'} of the dossier")
            self._go(stops[0] if step > 0 else stops[-1])
        owed, self._owed = self._owed, 0
        if stops:
            self.call_later(self._steps_owed, owed)

    def _steps_owed(self, owed: int) -> None:
        for _ in range(abs(owed)):
            self._step(1 if owed > 0 else -1)

    def action_next_article(self) -> None:
        """Open the next article."""
        self._turn_article(1)

    def action_previous_article(self) -> None:
        """Open the article before."""
        self._turn_article(-1)

    def _turn_article(self, step: int) -> None:
        self._owed = 0
        self._steps.drop()
        if self._opened is None:
            return
        to = neighbour(self.reader.index, self._opened.article.id, step)
        if to is not None:
            self._open(to)
        else:
            self.reader.say("This is the last article" if step > 0 else "This is the first article")

    def action_clear_search(self) -> None:
        """Forget what was searched for."""
        self._sought = Sought()
        if self._opened is not None:
            self._opened = self._opened._replace(found=NOTHING)
        self.query_one("#text", ArticleText).mark_matches(())
        self._subtitle()

    def _subtitle(self) -> None:
        number = len(self._opened.found.stops) if self._opened else 0
        said = f"{self._sought.asked} · {number:,} here · n next · Esc clears" if self._sought else ""
        self.query_one("#text", ArticleText).border_subtitle = Content(visible(said))

    # -- panes ---------------------------------------------------------------------------------------

    @on(RowList.Highlighted, "#articles")
    def _article_highlighted(self, event: RowList.Highlighted) -> None:
        self._open(event.value)

    @on(RowList.Chosen, "#articles")
    def _article_chosen(self) -> None:
        self.focus_pane("text")

    @on(RowList.Highlighted, "#quotes")
    def _quote_highlighted(self, event: RowList.Highlighted) -> None:
        self._show_quote(event.value)

    @on(RowList.Chosen, "#quotes")
    def _quote_chosen(self, event: RowList.Chosen) -> None:
        self._show_quote(event.value)
        self.focus_pane("text")

    @on(ArticleText.QuoteClicked)
    def _quote_clicked(self, event: ArticleText.QuoteClicked) -> None:
        self.query_one("#quotes", RowList).select(event.key)
        self._show_quote(event.key)

    def action_go_there(self) -> None:
        """Go to what the pane's cursor is on, or back to what stands out in the text."""
        focused = self.focused
        text = self.query_one("#text", ArticleText)
        if isinstance(focused, RowList):
            focused.choose()
        elif text.chosen is not None:
            text.go_to(text.chosen, *text.more)
        else:
            self.reader.say("n chooses a quotation; Tab goes to the list of them")

    def _show_quote(self, key: int) -> None:
        quote = self._opened.quote(key) if self._opened else None
        spans = [piece.span for piece in quote.pieces if piece.span] if quote else []
        if spans:
            self.query_one("#text", ArticleText).go_to(*spans)
        elif quote is not None:
            self.reader.say_adrift()

    # -- taking away -----------------------------------------------------------------------------------

    def current_quote(self) -> QuoteRow | None:
        """The chosen quotation: the one that stands out, or the list's when it has the keys."""
        if self._opened is None:
            return None
        if self.pane() == "quotes":
            return self._opened.quote(self.query_one("#quotes", RowList).value)
        chosen = self.query_one("#text", ArticleText).chosen
        return self._opened.quote_at(chosen) if chosen is not None else None

    def action_copy(self) -> None:
        """Copy the chosen quotation with its citation, or the article's."""
        quote = self.current_quote()
        if quote is not None:
            who = standing(self.reader.index, quote.speaker, quote.article.published)
            copy_quote(self.reader, quote, who)
        elif self._opened is not None:
            words = citation.article(self._opened.article)
            copy(self.reader, words, "the article's citation (n chooses a quotation)")

    def action_open_original(self) -> None:
        """Open the original in the browser."""
        open_address(self.reader, self._opened.article.url if self._opened else None)

    def action_edit(self) -> None:
        """Open the YAML of the chosen quotation, or of the paragraph at the top."""
        quote = self.current_quote()
        where: Where | None = quote.where if quote else None
        paragraphs = self._opened.paragraphs if self._opened else ()
        if where is None and paragraphs:
            text = self.query_one("#text", ArticleText)
            number = text.chosen.paragraph if text.chosen else text.place()[0]
            where = paragraphs[min(number, len(paragraphs) - 1)].where
        edit(self.reader, where)


def _counted(index: Index) -> tuple[Counts, int]:
    """How much there is of everything, and how many drafts."""
    return counts(index), number_of_drafts(index)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
