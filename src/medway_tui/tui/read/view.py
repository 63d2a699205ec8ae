"""Read: the list of articles, the text, and who says what in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from medway_tui.export import citation
from medway_tui.index import articles as ask_articles
from medway_tui.index import quotes as ask_quotes
from medway_tui.index.articles import ArticleRow, ParagraphRow
from medway_tui.index.drafts import number_of_drafts
from medway_tui.index.people import standing
from medway_tui.index.quotes import QuoteRow
from medway_tui.model.places import Span, Where
from medway_tui.text import visible
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
from medway_tui.tui.kept import same_quote, same_words
from medway_tui.tui.read.commands import (
    ClearSearch,
    NextArticle,
    NextQuote,
    PreviousArticle,
    PreviousQuote,
)
from medway_tui.tui.read.sought import NOTHING, Sought
from medway_tui.tui.read.text import blocks, dateline, marks
from medway_tui.tui.rows import article_row, by_speaker
from medway_tui.tui.view import View
from medway_tui.tui.widgets.article import ArticleText
from medway_tui.tui.widgets.rows import RowList


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
        self._articles: list[ArticleRow] = []
        self._article: ArticleRow | None = None
        self._paragraphs: list[ParagraphRow] = []
        self._quotes: list[QuoteRow] = []
        self._sought = Sought()
        self._found = NOTHING
        self._lost: Reading | None = None

    def compose_view(self) -> Iterable[Widget]:
        """Three panes side by side; fewer where there is less room."""
        with Horizontal(id="panes"):
            yield RowList(id="articles", empty="No article could be read. ! says why.")
            yield ArticleText(id="text")
            yield RowList(id="quotes", empty="Nobody is quoted in this article.")

    def on_mount(self) -> None:
        """Open the first article."""
        self.query_one("#articles").border_title = Content("Articles")
        self.query_one("#quotes").border_title = Content("Who says what")
        self._articles = ask_articles.articles(self.reader.index)
        rows = [article_row(article) for article in self._articles]
        self.query_one("#articles", RowList).show(rows)
        if self._articles:
            self._open(self._articles[0].id)
        self._count()
        self.focus_pane("text")

    # -- opening ---------------------------------------------------------------------------------

    def _open(self, article_id: str) -> None:
        """Show an article from its beginning."""
        article = ask_articles.article(self.reader.index, article_id)
        if article is None:
            return
        self._article, self._lost = article, None
        self._paragraphs = ask_articles.paragraphs(self.reader.index, article_id)
        self._quotes = ask_quotes.quotes_of(self.reader.index, article_id)
        self._found = self._sought.found(self.reader.index, article_id, self._paragraphs, self._quotes)
        text = self.query_one("#text", ArticleText)
        text.border_title = Content(visible(dateline(article)))
        text.show(blocks(article, self._paragraphs, self._quotes), marks(self._quotes), self._found.marks)
        self._subtitle()
        parties = self.reader.parties(self._quotes)
        self.query_one("#quotes", RowList).show(by_speaker(self._quotes, parties))
        self.query_one("#articles", RowList).select(article_id)

    def _count(self) -> None:
        counts = ask_articles.counts(self.reader.index)
        number = number_of_drafts(self.reader.index)
        drafts = f" · {_number(number, 'draft')}" if number else ""
        self.tell(
            f"{_number(counts.articles, 'article')} · {_number(counts.quotes, 'quote')}{drafts}"
            f" · {_number(counts.speakers, 'speaker')}"
        )

    # -- what the app asks -------------------------------------------------------------------------

    def place(self) -> Reading | None:
        """Where the reader is."""
        if self._article is None:
            return None
        text = self.query_one("#text", ArticleText)
        quote = self.query_one("#quotes", RowList).value
        return Reading(self._article.id, *text.place(), text.chosen, text.more, quote, self.pane())

    def return_to(self, place: Reading | None) -> None:
        """Go back to a place."""
        if place is None:
            return
        if self._article is None or self._article.id != place.article:
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
        lost = self._lost
        before = self._article.id if self._article is not None else None
        self._articles = ask_articles.articles(self.reader.index)
        ids = {article.id for article in self._articles}
        opened = before if before in ids else None
        rows = self.query_one("#articles", RowList)
        rows.renew([article_row(article) for article in self._articles], value=opened)
        if opened is not None:
            self._renew(opened)
        elif self._article is not None:
            # Whoever was reading it finds the place again when the file comes back.
            lost = lost or self.place()
            self._article = None
        if lost is not None and lost.article in ids:
            self._open(lost.article)
            self._go_back_to(lost)
            lost = None
        elif self._article is None and rows.value is not None:
            self._open(rows.value)
        elif self._article is None:
            self._show_nothing()
        self._lost = lost
        self._count()

    def _renew(self, article_id: str) -> None:
        """Show the open article as it is now, and what is chosen in it."""
        index = self.reader.index
        article = ask_articles.article(index, article_id)
        if article is None:
            return
        text, list_ = self.query_one("#text", ArticleText), self.query_one("#quotes", RowList)
        was, paragraphs, quotes = self._article, self._paragraphs, self._quotes
        self._article = article
        self._paragraphs = ask_articles.paragraphs(index, article_id)
        self._quotes = ask_quotes.quotes_of(index, article_id)
        self._found = self._sought.found(index, article_id, self._paragraphs, self._quotes)
        chosen = same_quote(next((q for q in quotes if q.key == list_.value), None), self._quotes)
        parties = self.reader.parties(self._quotes)
        list_.renew(by_speaker(self._quotes, parties), value=chosen.key if chosen else None)
        if (was, paragraphs, quotes) != (self._article, self._paragraphs, self._quotes):
            text.border_title = Content(visible(dateline(article)))
            standing_out = self._standing_out(text, paragraphs, quotes)
            shown = blocks(article, self._paragraphs, self._quotes)
            text.renew(shown, marks(self._quotes), self._found.marks, standing_out)
        self._subtitle()

    def _standing_out(
        self, text: ArticleText, paragraphs: Sequence[ParagraphRow], quotes: Sequence[QuoteRow]
    ) -> list[Span]:
        """Where that which stands out in the text stands now."""
        if text.chosen is None:
            return []
        quote = next((q for q in quotes if q.pieces[0].span == text.chosen), None)
        same = same_quote(quote, self._quotes)
        if same is not None:
            return [piece.span for piece in same.pieces if piece.span is not None]
        found = (same_words(span, paragraphs, self._paragraphs) for span in (text.chosen, *text.more))
        return [span for span in found if span is not None]

    def _show_nothing(self) -> None:
        """Show that there is no article at all."""
        self._paragraphs, self._quotes, self._found = [], [], NOTHING
        text = self.query_one("#text", ArticleText)
        text.border_title = Content("")
        text.show((), ())
        self._subtitle()
        self.query_one("#quotes", RowList).show(())

    def go_to(self, article_id: str, spans: Sequence[Span], quote: int | None = None) -> None:
        """Open an article at a place, or at a quotation; ``spans`` are its places in order."""
        if self._article is None or self._article.id != article_id:
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
        said = next((each for each in self._quotes if each.key == quote), None)
        at = Span(paragraph, 0, 0)
        if said is not None and said.pieces[0].span is not None:
            at = said.pieces[0].span
        else:
            at = next((stop for stop in self._found.stops if stop.paragraph == paragraph), at)
        self._go(at)
        self.focus_pane("text")

    def _go(self, at: Span) -> None:
        """Go to a place, and to its quotation's row; all of a quotation stands out."""
        quote = self._quote_at(at)
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
        if self._article is None:
            return
        text = self.query_one("#text", ArticleText)
        stops = self._stops()
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
            self._step_on(step)

    def _stops(self) -> list[Span]:
        if self._sought:
            return list(self._found.stops)
        return sorted(quote.pieces[0].span for quote in self._quotes if quote.pieces[0].span)

    def _step_on(self, step: int) -> None:
        """Go on in the next article that has a match or a quotation; after the last, from the first."""
        index = self.reader.index
        ids = [article.id for article in self._articles]
        end = ids[0] if step > 0 else ids[-1]
        to = self._sought.next_article(index, self._article.id, step) if self._article else None
        if to is None:
            turned = "the beginning" if step > 0 else "the end"
            self._open(end)
            if not self._stops():
                self._open(self._sought.next_article(index, end, step) or end)
            if not self._stops():
                self.reader.say("There is nothing to go to")
                return
            self.reader.say(f"Went on from {turned} of the dossier")
        else:
            self._open(to)
        stops = self._stops()
        if stops:
            self._go(stops[0] if step > 0 else stops[-1])

    def action_next_article(self) -> None:
        """Open the next article."""
        self._turn_article(1)

    def action_previous_article(self) -> None:
        """Open the article before."""
        self._turn_article(-1)

    def _turn_article(self, step: int) -> None:
        ids = [article.id for article in self._articles]
        at = ids.index(self._article.id) + step if self._article else 0
        if 0 <= at < len(ids):
            self._open(ids[at])
        else:
            self.reader.say("This is the last article" if step > 0 else "This is the first article")

    def action_clear_search(self) -> None:
        """Forget what was searched for."""
        self._sought, self._found = Sought(), NOTHING
        self.query_one("#text", ArticleText).mark_matches(())
        self._subtitle()

    def _subtitle(self) -> None:
        number = len(self._found.stops)
        said = f"{self._sought.asked} · {number} here · n next · Esc clears" if self._sought else ""
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
        quote = next((q for q in self._quotes if q.key == key), None)
        spans = [piece.span for piece in quote.pieces if piece.span] if quote else []
        if spans:
            self.query_one("#text", ArticleText).go_to(*spans)
        elif quote is not None:
            self.reader.say_adrift()

    def _quote_at(self, at: Span) -> QuoteRow | None:
        """The quotation that a place touches."""
        return next((q for q in self._quotes for p in q.pieces if p.span and _touch(p.span, at)), None)

    # -- taking away -----------------------------------------------------------------------------------

    def current_quote(self) -> QuoteRow | None:
        """The chosen quotation: the one that stands out, or the list's when it has the keys."""
        if self.pane() == "quotes":
            key = self.query_one("#quotes", RowList).value
            return next((q for q in self._quotes if q.key == key), None)
        chosen = self.query_one("#text", ArticleText).chosen
        return self._quote_at(chosen) if chosen is not None else None

    def action_copy(self) -> None:
        """Copy the chosen quotation with its citation, or the article's."""
        quote = self.current_quote()
        if quote is not None:
            who = standing(self.reader.index, quote.speaker, quote.article.published)
            self.reader.copy_quote(quote, who)
        elif self._article is not None:
            self.reader.copy(
                citation.article(self._article), "the article's citation (n chooses a quotation)"
            )

    def action_open_original(self) -> None:
        """Open the original in the browser."""
        self.reader.open_address(self._article.url if self._article else None)

    def action_edit(self) -> None:
        """Open the YAML of the chosen quotation, or of the paragraph at the top."""
        quote = self.current_quote()
        where: Where | None = quote.where if quote else None
        if where is None and self._paragraphs:
            text = self.query_one("#text", ArticleText)
            number = text.chosen.paragraph if text.chosen else text.place()[0]
            where = self._paragraphs[min(number, len(self._paragraphs) - 1)].where
        self.reader.edit(where)


def _touch(one: Span, other: Span) -> bool:
    if one.paragraph != other.paragraph:
        return False
    return one.start < max(other.end, other.start + 1) and other.start < max(one.end, one.start + 1)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
