"""Quotes: all that was said, by speaker or in order of date, and the chosen one in its paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from medway_tui.export import citations
from medway_tui.index.articles import get_paragraph_text
from medway_tui.index.connection import Index
from medway_tui.index.listing import Listing, list_by_date, list_by_speaker
from medway_tui.index.people import roles_on
from medway_tui.index.query_language import parse_query
from medway_tui.index.quotes import QuoteRow, find_quote_key, quotes_by_key
from medway_tui.text import escape_invisible, plural
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
from medway_tui.tui.external import copy_quote, open_in_editor, open_original
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.quotes.commands import ClearFilter, FilterQuotes, NextRow, PreviousRow, SwitchOrder
from medway_tui.tui.rows import quote_rows
from medway_tui.tui.theme import palette
from medway_tui.tui.widgets.text_pane import TextPane
from medway_tui.tui.widgets.virtual_list import RowList

_TITLES = {False: "By speaker", True: "By date"}
"""What the list is called, by whether it is in order of date."""


class QuotesPlace(NamedTuple):
    """A place among the quotations."""

    query: str
    by_date: bool
    quote: int | None


class QuotesView(View):
    """The view of all quotations."""

    NAME = "Quotes"
    PANES = ("list", "context")
    START = "list"
    CSS_PATH = "quotes.tcss"
    KEYS: ClassVar[tuple[type[Command], ...]] = (
        SwitchOrder, FilterQuotes, OpenPassage, CopyCitation, ClearFilter, NextRow, PreviousRow,
        OpenOriginal, EditSource,
        NextPane, PreviousPane, *GLOBAL_COMMANDS,
    )  # fmt: skip
    BINDINGS = make_bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self._query = ""
        self._by_date = False
        self._listing = Listing()
        self._worker = QueryWorker(self)
        self._open_when_listed = False

    def compose_view(self) -> Iterable[Widget]:
        """The filter line, the list, and the chosen quotation in its paragraph."""
        yield Input(placeholder="f filters: words, speaker:, party:, role:, in:, after:, before:, type:")
        with Horizontal(id="panes"):
            yield RowList(id="list", empty="Nothing was said that fits.")
            yield TextPane(id="context")

    def on_mount(self) -> None:
        """List everything that fits the filter."""
        self.query_one("#context").border_title = Content("In its paragraph")
        self.query_one(Input).value = self._query
        self._query_list()
        self.focus_pane("list")

    def on_unmount(self) -> None:
        """Stop the question that may still run: nobody who leaves the program waits for it."""
        self._worker.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a command can run now: the filter's key comes early, but is a letter in its line."""
        if action == FilterQuotes.action() and isinstance(self.focused, Input):
            return False
        return super().check_action(action, parameters)

    def filter_by(self, query: str) -> None:
        """Show the quotations that fit a query, and nothing else."""
        self._query = query
        if self.is_mounted:
            self.query_one(Input).value = query
            self._query_list()
            self.focus_pane("list")

    # -- the list --------------------------------------------------------------------------------

    def _query_list(self, value: int | None = None, *, keep: bool = False) -> None:
        """List what fits the filter, with the cursor on a row, or with ``keep`` where it was."""
        before = self._current_quote() if keep else None
        query, dated = parse_query(self._query, typing=True), self._by_date
        self._open_when_listed = False

        def question(index: Index) -> Iterator[tuple[Listing, int | None]]:
            listing = (list_by_date if dated else list_by_speaker)(index, query)
            kept = value
            if before is not None:
                kept = find_quote_key(index, before.article.id, before.id)
            yield listing, kept

        rows = self.query_one("#list", RowList)
        self._worker.submit(
            question, lambda answer: self._show_listing(*answer, dated=dated, keep=keep), inline=True
        )
        if self._worker.pending:
            rows.border_title = Content(f"{_TITLES[dated]} · looking …")

    def _show_listing(self, listing: Listing, value: int | None, *, dated: bool, keep: bool) -> None:
        self._listing = listing
        rows = quote_rows(self.reader.index, listing, by_date=dated)
        empty = "Nothing was said that fits. " + " ".join(f"{escape_invisible(p)}." for p in listing.problems)
        empty += " Esc clears the filter."
        rows_list = self.query_one("#list", RowList)
        rows_list.border_title = Content(_TITLES[dated])
        if keep:
            rows_list.replace(rows, value=value, empty=empty)
        else:
            rows_list.show(rows, value=value, empty=empty)
        drafts = listing.total_drafts
        number = listing.quotes - drafts
        counts = plural(number, "quote")
        counts += f" · {plural(drafts, 'draft')}" if drafts else ""
        self.set_counts(f"{counts} · {plural(listing.speakers, 'speaker')}")
        # A filter that was not understood filters nothing, which has to be seen.
        said = dict.fromkeys((*parse_query(self._query).problems, *listing.problems))
        rows_list.border_subtitle = Content(escape_invisible("; ".join(said)))
        self._show_context()
        if self._open_when_listed:
            self._open_when_listed = False
            rows_list.choose()

    def _current_quote(self) -> QuoteRow | None:
        key = self.query_one("#list", RowList).value
        return None if key is None else quotes_by_key(self.reader.index, [key]).get(key)

    @on(Input.Changed)
    def _filtered(self, event: Input.Changed) -> None:
        if event.value != self._query:
            self._query = event.value
            self._query_list(self.query_one("#list", RowList).value)

    @on(Input.Submitted)
    def _filter_done(self) -> None:
        self.focus_pane("list")
        problems = parse_query(self._query).problems
        if problems:
            self.reader.say("; ".join(map(escape_invisible, problems)), problem=True)

    @on(RowList.Highlighted)
    def _highlighted(self) -> None:
        self._show_context()

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        if self._worker.pending:
            # What is listed still is not what was asked for.
            self._open_when_listed = True
            return
        quote = self._current_quote()
        if quote is not None:
            spans = [piece.span for piece in quote.pieces if piece.span is not None]
            if spans:
                self.reader.go_to(quote.article.id, spans, quote.key)
            else:
                self.reader.say_adrift()

    # -- the chosen one ---------------------------------------------------------------------------

    def _show_context(self) -> None:
        quote = self._current_quote()
        self.query_one("#context", TextPane).set_text(self._context_text(quote) if quote else Text(""))

    def _context_text(self, quote: QuoteRow) -> Text:
        """Who, as what, where and when; and the paragraphs with the words marked."""
        colours = palette(self.app.theme, no_color=self.app.no_color)
        who = roles_on(self.reader.index, quote.speaker, quote.article.published)
        text = Text()
        text.append(
            escape_invisible(quote.display_name), colours.tint(quote.speaker_position) + colours.strong
        )
        party = f" ({who.party})" if who.party else ""
        text.append(f"{escape_invisible(party)}\n")
        if who.roles:
            text.append(f"{escape_invisible(who.describe())}\n")
        for role in who.roles:
            if role.note:
                text.append(
                    f"Of this role ({escape_invisible(role.role)}): {escape_invisible(role.note)}\n",
                    colours.muted,
                )
        article = quote.article
        title = f"[{article.headline}]" if article.title_ours else article.headline
        when = citations.display_date(article) or "no date"
        text.append(
            f"{escape_invisible(article.publisher)}, {escape_invisible(when)}: {escape_invisible(title)}\n",
            colours.muted,
        )
        printed = ", ".join(
            f"{name} “{escape_invisible(value)}”"
            for name, value in (("printed", quote.attribution), ("cue", quote.cue))
            if value
        )
        if printed:
            text.append(f"{printed}\n", colours.muted)
        if quote.draft is not None:
            text.append(
                f"Draft: nobody has confirmed it ({quote.draft:.2f} sure; d reviews)\n", colours.medium
            )
        for piece in quote.pieces:
            text.append("\n")
            place = "headline" if piece.paragraph == 0 else f"¶{piece.paragraph}"
            if piece.span is None:
                text.append("adrift: these words are not in the article as it stands\n", colours.bad)
                text.append(f"“{escape_invisible(piece.exact)}”\n")
                continue
            paragraph = escape_invisible(get_paragraph_text(self.reader.index, article.id, piece.paragraph))
            text.append(f"{place}  ", colours.muted)
            start = len(text)
            text.append(f"{paragraph}\n")
            tint = colours.tint(quote.speaker_position)
            text.stylize(tint + colours.chosen, start + piece.span.start, start + piece.span.end)
        if quote.note:
            text.append(f"\nNote: {escape_invisible(quote.note)}\n", colours.muted)
        return text

    # -- what the app asks ---------------------------------------------------------------------------

    def place(self) -> QuotesPlace:
        """Where the reader is."""
        return QuotesPlace(self._query, self._by_date, self.query_one("#list", RowList).value)

    def return_to(self, place: QuotesPlace | None) -> None:
        """Go back to a row."""
        if place is None:
            return
        self._query, self._by_date = place.query, place.by_date
        self.query_one(Input).value = place.query
        self._query_list(place.quote)
        self.focus_pane("list")

    def reload(self) -> None:
        """Ask anew, and keep the row."""
        self._worker.reconnect()
        self._query_list(keep=True)

    # -- commands --------------------------------------------------------------------------------------

    def action_switch_order(self) -> None:
        """Group by speaker, or list in order of date."""
        self._by_date = not self._by_date
        self._query_list(self.query_one("#list", RowList).value)

    def action_filter_quotes(self) -> None:
        """Type a filter."""
        self.set_focus(self.query_one(Input))

    def action_clear_filter(self) -> None:
        """Take the filter away."""
        self.query_one(Input).value = ""
        self.focus_pane("list")

    def action_next_row(self) -> None:
        """Go to the next quotation."""
        self.query_one("#list", RowList).move_by(1)

    def action_previous_row(self) -> None:
        """Go to the quotation before."""
        self.query_one("#list", RowList).move_by(-1)

    def action_open_passage(self) -> None:
        """Open the article at the quotation."""
        self.query_one("#list", RowList).choose()

    def action_copy_citation(self) -> None:
        """Copy the quotation with its citation."""
        quote = self._current_quote()
        if quote is not None:
            who = roles_on(self.reader.index, quote.speaker, quote.article.published)
            copy_quote(self.reader, quote, who)

    def action_open_original(self) -> None:
        """Open the article's original in the browser."""
        quote = self._current_quote()
        if quote is not None:
            open_original(self.reader, quote.article.url)

    def action_edit_source(self) -> None:
        """Open the quotation's YAML."""
        quote = self._current_quote()
        open_in_editor(self.reader, quote.where if quote else None)
