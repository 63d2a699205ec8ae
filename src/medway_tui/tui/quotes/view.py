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

from medway_tui.export import citation
from medway_tui.index.articles import paragraph_text
from medway_tui.index.listing import Listing, by_date, by_speaker
from medway_tui.index.people import standing
from medway_tui.index.query import parse
from medway_tui.index.quotes import QuoteRow, quote_key, quotes_at
from medway_tui.index.store import Index
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
from medway_tui.tui.palette import palette
from medway_tui.tui.quotes.commands import (
    ClearFilter,
    FilterLine,
    NextRow,
    PreviousRow,
    SwitchOrder,
)
from medway_tui.tui.taking_away import copy_quote, edit, open_address
from medway_tui.tui.view import View
from medway_tui.tui.widgets.prose import Prose
from medway_tui.tui.widgets.rows import RowList
from medway_tui.tui.windows import quote_rows

_TITLES = {False: "By speaker", True: "By date"}
"""What the list is called, by whether it is in order of date."""


class Browsing(NamedTuple):
    """A place among the quotations."""

    asked: str
    by_date: bool
    quote: int | None


class QuotesView(View):
    """The view of all quotations."""

    NAME = "Quotes"
    PANES = ("list", "context")
    START = "list"
    CSS_PATH = "quotes.tcss"
    KEYS: ClassVar[tuple[type[Command], ...]] = (
        SwitchOrder, FilterLine, GoThere, Copy, ClearFilter, NextRow, PreviousRow, OpenOriginal, Edit,
        NextPane, PreviousPane, *EVERYWHERE,
    )  # fmt: skip
    BINDINGS = bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self._asked = ""
        self._by_date = False
        self._listing = Listing()
        self._asker = Asker(self)
        self._go_when_listed = False

    def compose_view(self) -> Iterable[Widget]:
        """The filter line, the list, and the chosen quotation in its paragraph."""
        yield Input(placeholder="f filters: words, speaker:, party:, role:, in:, after:, before:, type:")
        with Horizontal(id="panes"):
            yield RowList(id="list", empty="Nothing was said that fits.")
            yield Prose(id="context")

    def on_mount(self) -> None:
        """List everything that fits the filter."""
        self.query_one("#context").border_title = Content("In its paragraph")
        self.query_one(Input).value = self._asked
        self._list()
        self.focus_pane("list")

    def on_unmount(self) -> None:
        """Stop the question that may still run: nobody who leaves the program waits for it."""
        self._asker.leave()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a command can run now: the filter's key comes early, but is a letter in its line."""
        if action == FilterLine.action() and isinstance(self.focused, Input):
            return False
        return super().check_action(action, parameters)

    def filter_by(self, asked: str) -> None:
        """Show the quotations that fit a query, and nothing else."""
        self._asked = asked
        if self.is_mounted:
            self.query_one(Input).value = asked
            self._list()
            self.focus_pane("list")

    # -- the list --------------------------------------------------------------------------------

    def _list(self, value: int | None = None, *, keep: bool = False) -> None:
        """List what fits the filter, with the cursor on a row, or with ``keep`` where it was."""
        before = self._current() if keep else None
        query, dated = parse(self._asked, typing=True), self._by_date
        self._go_when_listed = False

        def question(index: Index) -> Iterator[tuple[Listing, int | None]]:
            listing = (by_date if dated else by_speaker)(index, query)
            kept = value
            if before is not None:
                kept = quote_key(index, before.article.id, before.id)
            yield listing, kept

        rows = self.query_one("#list", RowList)
        self._asker.ask(question, lambda answer: self._listed(*answer, dated=dated, keep=keep), at_once=True)
        if self._asker.waits:
            rows.border_title = Content(f"{_TITLES[dated]} · looking …")

    def _listed(self, listing: Listing, value: int | None, *, dated: bool, keep: bool) -> None:
        self._listing = listing
        rows = quote_rows(self.reader.index, listing, dated=dated)
        empty = "Nothing was said that fits. " + " ".join(f"{visible(p)}." for p in listing.problems)
        empty += " Esc clears the filter."
        rows_list = self.query_one("#list", RowList)
        rows_list.border_title = Content(_TITLES[dated])
        if keep:
            rows_list.renew(rows, value=value, empty=empty)
        else:
            rows_list.show(rows, value=value, empty=empty)
        drafts = listing.all_drafts
        number = listing.quotes - drafts
        counts = f"{number:,} {'quote' if number == 1 else 'quotes'}"
        counts += f" · {drafts:,} {'draft' if drafts == 1 else 'drafts'}" if drafts else ""
        self.tell(f"{counts} · {listing.speakers:,} {'speaker' if listing.speakers == 1 else 'speakers'}")
        # A filter that was not understood filters nothing, which has to be seen.
        said = dict.fromkeys((*parse(self._asked).problems, *listing.problems))
        rows_list.border_subtitle = Content(visible("; ".join(said)))
        self._show()
        if self._go_when_listed:
            self._go_when_listed = False
            rows_list.choose()

    def _current(self) -> QuoteRow | None:
        key = self.query_one("#list", RowList).value
        return None if key is None else quotes_at(self.reader.index, [key]).get(key)

    @on(Input.Changed)
    def _filtered(self, event: Input.Changed) -> None:
        if event.value != self._asked:
            self._asked = event.value
            self._list(self.query_one("#list", RowList).value)

    @on(Input.Submitted)
    def _filter_done(self) -> None:
        self.focus_pane("list")
        problems = parse(self._asked).problems
        if problems:
            self.reader.say("; ".join(map(visible, problems)), problem=True)

    @on(RowList.Highlighted)
    def _highlighted(self) -> None:
        self._show()

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        if self._asker.waits:
            # What is listed still is not what was asked for.
            self._go_when_listed = True
            return
        quote = self._current()
        if quote is not None:
            spans = [piece.span for piece in quote.pieces if piece.span is not None]
            if spans:
                self.reader.go_to(quote.article.id, spans, quote.key)
            else:
                self.reader.say_adrift()

    # -- the chosen one ---------------------------------------------------------------------------

    def _show(self) -> None:
        quote = self._current()
        self.query_one("#context", Prose).tell(self._told(quote) if quote else Text(""))

    def _told(self, quote: QuoteRow) -> Text:
        """Who, as what, where and when; and the paragraphs with the words marked."""
        colours = palette(self.app.theme, no_color=self.app.no_color)
        who = standing(self.reader.index, quote.speaker, quote.article.published)
        text = Text()
        text.append(visible(quote.called), colours.tint(quote.speaker_position) + colours.strong)
        party = f" ({who.party})" if who.party else ""
        text.append(f"{visible(party)}\n")
        if who.roles:
            text.append(f"{visible(who.words())}\n")
        for role in who.roles:
            if role.note:
                text.append(f"Of this role ({visible(role.role)}): {visible(role.note)}\n", colours.muted)
        article = quote.article
        title = f"[{article.headline}]" if article.title_ours else article.headline
        when = citation.published(article) or "no date"
        text.append(f"{visible(article.publisher)}, {visible(when)}: {visible(title)}\n", colours.muted)
        printed = ", ".join(
            f"{name} “{visible(value)}”"
            for name, value in (("printed", quote.attribution), ("cue", quote.cue))
            if value
        )
        if printed:
            text.append(f"{printed}\n", colours.muted)
        if quote.draft is not None:
            text.append(
                f"Draft: nobody has confirmed it ({quote.draft:.2f} sure; d reviews)\n", colours.middling
            )
        for piece in quote.pieces:
            text.append("\n")
            place = "headline" if piece.paragraph == 0 else f"¶{piece.paragraph}"
            if piece.span is None:
                text.append("adrift: these words are not in the article as it stands\n", colours.bad)
                text.append(f"“{visible(piece.exact)}”\n")
                continue
            paragraph = visible(paragraph_text(self.reader.index, article.id, piece.paragraph))
            text.append(f"{place}  ", colours.muted)
            start = len(text)
            text.append(f"{paragraph}\n")
            tint = colours.tint(quote.speaker_position)
            text.stylize(tint + colours.chosen, start + piece.span.start, start + piece.span.end)
        if quote.note:
            text.append(f"\nNote: {visible(quote.note)}\n", colours.muted)
        return text

    # -- what the app asks ---------------------------------------------------------------------------

    def place(self) -> Browsing:
        """Where the reader is."""
        return Browsing(self._asked, self._by_date, self.query_one("#list", RowList).value)

    def return_to(self, place: Browsing | None) -> None:
        """Go back to a row."""
        if place is None:
            return
        self._asked, self._by_date = place.asked, place.by_date
        self.query_one(Input).value = place.asked
        self._list(place.quote)
        self.focus_pane("list")

    def reload(self) -> None:
        """Ask anew, and keep the row."""
        self._asker.renew()
        self._list(keep=True)

    # -- commands --------------------------------------------------------------------------------------

    def action_switch_order(self) -> None:
        """Group by speaker, or list in order of date."""
        self._by_date = not self._by_date
        self._list(self.query_one("#list", RowList).value)

    def action_filter_line(self) -> None:
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

    def action_go_there(self) -> None:
        """Open the article at the quotation."""
        self.query_one("#list", RowList).choose()

    def action_copy(self) -> None:
        """Copy the quotation with its citation."""
        quote = self._current()
        if quote is not None:
            who = standing(self.reader.index, quote.speaker, quote.article.published)
            copy_quote(self.reader, quote, who)

    def action_open_original(self) -> None:
        """Open the article's original in the browser."""
        quote = self._current()
        if quote is not None:
            open_address(self.reader, quote.article.url)

    def action_edit(self) -> None:
        """Open the quotation's YAML."""
        quote = self._current()
        edit(self.reader, quote.where if quote else None)
