"""Read: the list of articles, the text, and who says what in it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from medway_tui.export import citations
from medway_tui.index.agent_references import AgentReference, speakers_of
from medway_tui.index.articles import (
    DossierCounts,
    count_contents,
    get_article,
    keys_around,
    neighbouring_article,
    oldest_articles,
)
from medway_tui.index.connection import Index
from medway_tui.index.incomplete import count_incomplete
from medway_tui.index.listing import article_keys
from medway_tui.index.people import roles_of_quote
from medway_tui.index.quotes import quotes_by_key
from medway_tui.model.locations import Span
from medway_tui.text import plural
from medway_tui.tui.base_view import View
from medway_tui.tui.commands import FIND_COMMAND, FINDINGS, NEXT_PANE, NEXT_QUOTE, make_bindings
from medway_tui.tui.external import copy_quote, open_in_editor, open_original
from medway_tui.tui.focus_mode import FocusMode
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.read.commands import COMMANDS, NEXT_ARTICLE, nobody_at_cursor
from medway_tui.tui.read.difference_marks import DifferenceMarks
from medway_tui.tui.read.document import IncompleteDocument
from medway_tui.tui.read.matches import ActiveSearch
from medway_tui.tui.read.navigation import MatchNavigator
from medway_tui.tui.read.panes import ArticlePanes
from medway_tui.tui.reader_protocol import ArticleComparison, Passage, SearchChoice, Target
from medway_tui.tui.rows import article_rows
from medway_tui.tui.view_commands import OPEN_READ
from medway_tui.tui.widgets.article_view import WIDE_TEXT, ArticleText, is_wide
from medway_tui.tui.widgets.row_sources import WINDOW_ROWS
from medway_tui.tui.widgets.virtual_list import RowList

if TYPE_CHECKING:
    from medway_tui.index.place_references import PlaceReference
    from medway_tui.model.notes import Note
    from medway_tui.tui.copy_forms import CopyForm, CopyItem
    from medway_tui.tui.list_export import ListExport


class ReadPlace(NamedTuple):
    """A place in an article, with what is chosen."""

    article: str
    paragraph: int
    offset: int
    chosen: Span | None
    more: tuple[Span, ...]
    quote: int | None
    pane: str


class ReadView(View):
    """The list of articles, the text, and who says what in it."""

    NAME = "Read"
    ESC_COMMAND_CLEARS = True
    OPEN_COMMAND = OPEN_READ
    PANES = ("articles", "text", "quotes")
    FIRST_PANE = "text"
    LIST_PANE = "articles"
    VIEW_COMMANDS = COMMANDS
    BINDINGS = make_bindings(COMMANDS)
    # Not in a file of its own, which would be read and styled only after the first paint was prepared.
    DEFAULT_CSS = """
    ReadView #panes { height: 1fr; }
    ReadView #panes > * {
        border: round $border-blurred; border-title-color: $foreground; border-subtitle-color: $foreground;
    }
    ReadView #panes > *:focus { border: round $primary; }
    ReadView #articles { width: 30; }
    ReadView #text { width: 1fr; }
    ReadView #quotes { width: 36; }
    ReadView.-widest #articles, ReadView.-widest #quotes { width: 1fr; }
    ReadView.-widest #text { width: 90; }
    ReadView.-widest.-no-list #text { width: 1fr; }
    ReadView.-widest.-no-list #quotes { width: 58; }
    ReadView.-widest.-wide-text #text { width: 1fr; }
    ReadView.-widest.-wide-text #articles, ReadView.-widest.-wide-text #quotes { width: 34; }
    ReadView.-middle #articles { display: none; width: 30; }
    ReadView.-middle #quotes { width: 30; }
    ReadView.-middle.-at-articles #articles { display: block; }
    ReadView.-middle.-at-articles #quotes { display: none; }
    ReadView.-narrow #panes > *, ReadView.-tiny #panes > * { display: none; width: 1fr; border: none; }
    ReadView.-narrow.-at-articles #articles, ReadView.-tiny.-at-articles #articles { display: block; }
    ReadView.-narrow.-at-text #text, ReadView.-tiny.-at-text #text { display: block; }
    ReadView.-narrow.-at-quotes #quotes, ReadView.-tiny.-at-quotes #quotes { display: block; }
    ReadView.-no-list #panes > #articles { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.panes = ArticlePanes(self)
        self._lost_place: ReadPlace | None = None
        self._kept: Mapping[str, str] = {}
        """The place of an earlier run, to begin at."""
        self._wanted: Target | None = None
        """What to show once it is mounted."""
        self._list_worker = QueryWorker(self)
        self._focus_mode = FocusMode(self, "text", "panes")
        self._navigator = MatchNavigator(self, self.panes, self.open)
        self._differences = DifferenceMarks(self, self.panes)

    def compose_view(self) -> Iterable[Widget]:
        with Horizontal(id="panes"):
            yield RowList(id="articles", empty=_no_articles())
            yield ArticleText(id="text")
            yield RowList(
                id="quotes", empty=f"No quotations in this article. {NEXT_ARTICLE.key} opens the next one."
            )
        if self.reader.is_first_run:
            from medway_tui.tui.first_run import FirstRunHint  # noqa: PLC0415 - on the first run alone

            yield FirstRunHint()

    def on_mount(self) -> None:
        """Open the kept article, else the first; a long list is queried after the first paint."""
        self.query_one("#articles").border_title = Content("Articles")
        self.query_one("#quotes").border_title = Content("Who says what")
        kept = self._kept.get("article")
        first = oldest_articles(self.reader.index, WINDOW_ROWS)
        complete = len(first) < WINDOW_ROWS
        rows = self.query_one("#articles", RowList)
        keys, begun = array("q", first), count_incomplete(self.reader.index)
        oldest = next((article.id for article in first.values()), None)
        if not complete and kept is not None:
            # Until all are queried, those around the article.
            keys = array("q", keys_around(self.reader.index, kept, WINDOW_ROWS)) or keys
        listed = article_rows(self.reader.index, keys, complete=complete, incomplete=begun)
        rows.show(listed, value=oldest if kept is None else kept)
        if self._wanted is None:
            self._open_first(kept, oldest)
        if complete:
            self._show_counts(count_contents(self.reader.index))
        else:
            self.set_counts()
            self.call_when_drawn(self._query_list)
        self.set_class(is_wide(self), WIDE_TEXT)
        self.focus_pane(self.first_pane)
        if self.reader.state.preferences.focus_mode:
            self.focus_pane("text")
            self._focus_mode.enter()
        if self._wanted is not None:
            self._show(self._wanted)

    def _open_first(self, kept: str | None, oldest: str | None) -> None:
        """Open the article of the last run where it was left; the oldest one where that is gone."""
        if kept is not None and self.open(kept, resume=True):
            self._choose_kept_quote()
            return
        rows = self.query_one("#articles", RowList)
        if rows.value is None or not self.open(oldest or rows.value, resume=True):
            return
        if kept is not None and self.reader.dossier.complete:
            self.call_when_drawn(partial(self._say_gone, kept))
        elif kept is not None:
            # It comes with the rest of the index.
            self._lost_place = ReadPlace(kept, 0, -1, None, (), None, self.first_pane)

    def _choose_kept_quote(self) -> None:
        """Emphasise the quotation that was chosen, without scrolling to it."""
        document = self.panes.document
        key = document.quote_called(self._kept.get("quote", "")) if document is not None else None
        spans = document.spans(key) if document is not None else []
        if spans:
            self.panes.text.chosen, self.panes.text.chosen_continued = spans[0], tuple(spans[1:])
            self.panes.quotes.select(key)

    def _say_gone(self, article_id: str) -> None:
        self.reader.say(f"The article {article_id} is no longer in this dossier", problem=True)

    def on_unmount(self) -> None:
        # Leaving the program does not wait for running queries.
        self._list_worker.close()
        self._navigator.close()

    # -- the list of articles ------------------------------------------------------------------------

    def _query_list(self, *, inline: bool = False) -> None:

        def query(index: Index) -> Iterator[array[int] | DossierCounts]:
            yield article_keys(index)
            yield count_contents(index)

        self._list_worker.submit(query, self._show_answer, inline=inline)

    def _show_answer(self, answer: array[int] | DossierCounts) -> None:
        if isinstance(answer, array):
            self._show_articles(answer)
        else:
            self._show_counts(answer)

    def _show_articles(self, keys: array[int]) -> None:
        """List these articles, keep the place, and show the new version of the open one."""
        rows = self.query_one("#articles", RowList)
        current = None
        if self.panes.refresh():
            current = self.panes.id
        elif self.panes.document is not None:
            # Its file may come back, and with it the place.
            self._lost_place = self._lost_place or self.place()
            self.panes.document = None
        begun = count_incomplete(self.reader.index)
        rows.replace(article_rows(self.reader.index, keys, incomplete=begun), value=current)
        lost = self._lost_place
        if lost is not None and self.open(lost.article, resume=True):
            if lost.chosen is not None or lost.offset >= 0:
                self._restore_place(lost)
            self._lost_place = None
        elif self.panes.document is None and rows.value is not None:
            self.open(rows.value)
            self._lost_place = lost
        elif self.panes.document is None:
            self.panes.clear()

    def _show_counts(self, counts: DossierCounts) -> None:
        begun = count_incomplete(self.reader.index)
        self.set_counts(
            plural(counts.articles, "article"),
            *([f"{begun:,} not complete"] if begun else []),
            plural(counts.quotes, "quote"),
            plural(counts.speakers, "speaker"),
        )

    # -- opening ---------------------------------------------------------------------------------

    def open(self, article_id: str, *, resume: bool = False) -> bool:
        """Show an article from its beginning, with ``resume`` where it was left; return whether it exists."""
        self.panes.keep_place()
        if not self.panes.open(article_id, resume=resume):
            return False
        self.clear_rows("quotes")
        self._lost_place = None
        self.query_one("#articles", RowList).select(article_id)
        return True

    # -- kept between runs ---------------------------------------------------------------------------

    def restore_place(self, kept: Mapping[str, str]) -> None:
        """Begin at the article of an earlier run, with its quotation chosen."""
        self._kept = kept

    def kept_place(self) -> Mapping[str, str]:
        """Return the article, the chosen quotation and the pane; the place in the article is kept with it."""
        self.panes.keep_place()
        document, text = self.panes.document, self.panes.text
        if document is None:
            return self._kept
        kept = {"pane": self.current_pane(), "article": document.article.id}
        key = document.quote_at(text.chosen) if text.chosen is not None else None
        quote = document.quote_id(key) if key is not None else None
        return kept if quote is None else {**kept, "quote": quote}

    # -- the interface for the app -------------------------------------------------------------------

    def place(self) -> ReadPlace | None:
        """Return the article, the position in it, and what is chosen."""
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
        if self.panes.id == place.article or self.open(place.article):
            self._restore_place(place)
        else:
            self._say_gone(place.article)
        self.focus_pane(place.pane)

    def _restore_place(self, place: ReadPlace) -> None:
        text = self.panes.text
        text.chosen, text.chosen_continued = place.chosen, place.more
        text.go_to_place(place.paragraph, place.offset)
        self.panes.quotes.select(place.quote)

    def reload(self) -> None:
        """Query everything again, and keep the place."""
        self._list_worker.reconnect()
        self._navigator.reconnect()
        self.reload_selections()
        self._query_list(inline=True)

    def show_target(self, target: Target) -> None:
        """Show a passage, or a search hit with all matches of its query marked."""
        if not self.is_mounted:
            self._wanted = target
            self.start_in_pane("text")
        else:
            self._show(target)
            self.focus_pane("text")

    def _show(self, target: Target) -> None:
        if isinstance(target, Passage):
            if self.panes.id != target.article_id:
                self.open(target.article_id)
            if target.spans:
                self.panes.text.go_to(*target.spans)
            else:
                self.reader.say_adrift()
            if target.quote is not None:
                self.panes.quotes.select(target.quote)
        elif isinstance(target, SearchChoice):
            self.panes.search = ActiveSearch(target.query)
            self.open(target.article_id)
            if self.panes.document is None:
                return
            self.panes.go_to_hit(target.block, target.quote)
        else:
            super().show_target(target)

    # -- moving among matches, quotations and articles ------------------------------------------------

    def action_next_quote(self) -> None:
        self._navigator.go(1)

    def action_previous_quote(self) -> None:
        self._navigator.go(-1)

    def action_next_article(self) -> None:
        self._open_neighbour(1)

    def action_previous_article(self) -> None:
        self._open_neighbour(-1)

    def _open_neighbour(self, step: int) -> None:
        self._navigator.cancel()
        if self.panes.id is None:
            return
        neighbour = neighbouring_article(self.reader.index, self.panes.id, step)
        if neighbour is None:
            # An article that is not complete, or the first one, above which these are.
            neighbour = self.query_one("#articles", RowList).value_beside(step)
        if neighbour is not None:
            self.open(neighbour, resume=True)
        else:
            self.reader.say("This is the last article" if step > 0 else "This is the first article")

    def action_toggle_focus_mode(self) -> None:
        self.focus_pane("text")
        self._focus_mode.toggle()

    def _focus_neighbour(self, step: int) -> None:
        # Another pane is asked for.
        self._focus_mode.leave()
        super()._focus_neighbour(step)

    def action_clear_search(self) -> None:
        if self._focus_mode.leave():
            return
        if self.clear_selected():
            return
        self.panes.clear_search()

    # -- panes ---------------------------------------------------------------------------------------

    @on(RowList.Highlighted, "#articles")
    def _article_highlighted(self, event: RowList.Highlighted) -> None:
        self.open(event.value, resume=True)

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
        focused, text = self.focused, self.panes.text
        if isinstance(focused, RowList):
            focused.choose()
        elif text.chosen is not None and not text.is_visible(text.chosen):
            text.go_to(text.chosen, *text.chosen_continued)
        elif not self._differences.open_here() and text.chosen is None:
            self.reader.say(f"{NEXT_QUOTE.key} chooses a quotation; {NEXT_PANE.key} goes to their list")

    @on(ArticleText.SignClicked)
    def _sign_clicked(self, event: ArticleText.SignClicked) -> None:
        self._differences.open_at(event.line)

    def action_next_difference(self) -> None:
        self._differences.go(1)

    def action_previous_difference(self) -> None:
        self._differences.go(-1)

    def action_compare_articles(self) -> None:
        document, text = self.panes.document, self.panes.text
        if document is None or isinstance(document, IncompleteDocument):
            self.reader.say("No article is open that can be set beside another")
        elif all(
            neighbouring_article(self.reader.index, document.article.id, step) is None for step in (1, -1)
        ):
            self.reader.say("This is the only article: there is no other to set beside it")
        else:
            is_seen = text.chosen is not None and text.is_visible(text.chosen)
            block = text.chosen.block if text.chosen is not None and is_seen else text.place()[0]
            self.reader.open_target("side_by_side", ArticleComparison(document.article.id, block))

    @property
    def nobody_here(self) -> str:
        return nobody_at_cursor()

    def agents_here(self) -> Sequence[AgentReference]:
        """Return the speakers of the chosen quotation."""
        quote = self.panes.current_quote()
        return speakers_of(quote) if quote is not None else ()

    # -- notes ---------------------------------------------------------------------------------------

    def note_here(self) -> Note | None:
        """Return a bookmark of what is selected, of the chosen passage, or of the paragraph at the top."""
        from medway_tui.tui.notes.subjects import note_on_quote, note_on_span  # noqa: PLC0415 - not at the start

        document, text, index = self.panes.document, self.panes.text, self.reader.index
        if document is None or isinstance(document, IncompleteDocument):
            return None
        span, quote = text.selected_span(), self.panes.current_quote()
        if span is None and quote is not None:
            return note_on_quote(index, quote.pieces[0])
        if span is None:
            is_seen = text.chosen is not None and text.is_visible(text.chosen)
            span = text.chosen if is_seen else Span(text.place()[0], 0, 0)
        return None if span is None else note_on_span(index, document.article.id, span)

    def notes_changed(self) -> None:
        """Show the notes in the margin as they are now."""
        self.panes.show_notes()
        self.panes.quotes.refresh()

    @on(ArticleText.NoteClicked)
    async def _note_clicked(self, event: ArticleText.NoteClicked) -> None:
        note = self.panes.document.note_at(event.line) if self.panes.document is not None else None
        if note is not None:
            await self.reader.notes.open(note)

    # -- copying and opening -----------------------------------------------------------------------

    def selecting_pane(self) -> str:
        """Return the list of articles or of quotations, whichever has the focus."""
        pane = self.current_pane()
        return pane if pane in ("articles", "quotes") else ""

    def action_select_row(self) -> None:
        if self.current_pane() == "text":
            self.panes.text.select_passage()
        else:
            super().action_select_row()

    def action_next_word(self) -> None:
        self.panes.text.move_passage(1)

    def action_previous_word(self) -> None:
        self.panes.text.move_passage(-1)

    @on(ArticleText.SelectionChanged)
    def _selection_changed(self) -> None:
        self.panes.show_selection_hint()

    def passage_forms(self) -> Sequence[CopyForm]:
        """Return the forms of the selected passage."""
        from medway_tui.tui.read.passage import selected_forms  # noqa: PLC0415 - for a copy alone

        return selected_forms(self.panes.document, self.panes.text)

    def load_item(self, pane: str, value: Any) -> CopyItem | None:
        """Return an article, or a quotation of the open one, to be copied with others."""
        from medway_tui.tui.copy_forms import article_item, quote_item  # noqa: PLC0415 - for a copy alone

        index = self.reader.index
        if pane == "articles":
            article = get_article(index, value)
            return article_item(article) if article is not None else None
        quote = quotes_by_key(index, [value]).get(value)
        return quote_item(quote, roles_of_quote(index, quote)) if quote is not None else None

    def list_to_export(self) -> ListExport | None:
        """Return the article's quotations if they have the focus, else the articles; or those selected."""
        from medway_tui.tui import list_export  # noqa: PLC0415 - for an export alone

        selection, document = self.selection(), self.panes.document
        if self.current_pane() == "quotes" and document is not None and document.quote_starts:
            chosen = selection.quote_names() if selection is not None else ()
            number = len({piece.quote for piece in document.pieces})
            return list_export.export_article_quotes(number, document.article.id, chosen)
        number = self.reader.index.count("article")
        if not number:
            return None
        return list_export.export_articles(number, selection.values() if selection is not None else ())

    def action_copy_citation(self) -> None:
        if self.copy_selected():
            return
        quote = self.panes.current_quote()
        if quote is not None:
            roles = roles_of_quote(self.reader.index, quote)
            copy_quote(self.reader, quote, roles)
        elif isinstance(self.panes.document, IncompleteDocument):
            self.reader.say("Not complete yet: there is nothing to cite", problem=True)
        elif self.panes.document is not None:
            words = citations.cite_article(self.panes.document.article)
            self.reader.copy(words, f"the article's citation ({NEXT_QUOTE.key} chooses a quotation)")

    def reference_here(self) -> PlaceReference | None:
        """Return the chosen quotation, else the chosen or top paragraph."""
        from medway_tui.index.place_references import PlaceReference  # noqa: PLC0415 - for a copy alone

        document, quote = self.panes.document, self.panes.current_quote()
        if quote is not None:
            return PlaceReference(quote.article.id, quote.id)
        return None if document is None else document.refer_to(self.panes.current_block())

    def copy_forms(self) -> Sequence[CopyForm]:
        """Return the forms of the chosen quotation; of the article where none is chosen."""
        from medway_tui.tui.copy_forms import article_forms, quote_forms  # noqa: PLC0415 - for a copy alone

        quote = self.panes.current_quote()
        if quote is not None:
            return quote_forms(quote, roles_of_quote(self.reader.index, quote))
        document = self.panes.document
        is_cited = document is not None and not isinstance(document, IncompleteDocument)
        return article_forms(document.article) if document is not None and is_cited else ()

    def action_open_original(self) -> None:
        open_original(self.reader, self.panes.document.article.url if self.panes.document else None)

    def action_edit_source(self) -> None:
        open_in_editor(self.reader, self.panes.location())


def _no_articles() -> str:
    """Return what the list says where there is no article."""
    lists, finds = FINDINGS.key, FIND_COMMAND.key
    return f"No readable articles. {lists} lists the problems. {finds} import a file… reads saved pages."
