"""Quotes: all quotations by speaker or by date, and the chosen one in its paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text
from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from medway_tui.export import citations
from medway_tui.index.agent_references import AgentReference, speakers_of
from medway_tui.index.articles import get_paragraph_text
from medway_tui.index.connection import Index
from medway_tui.index.listing import Listing, list_by_date, list_by_speaker
from medway_tui.index.people import QuoteRoles, roles_of_quote
from medway_tui.index.place_references import PlaceReference
from medway_tui.index.query_language import parse_query
from medway_tui.index.quotes import QuoteRow, find_quote_key, quotes_by_key
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.base_view import FilteredView
from medway_tui.tui.commands import CLEAR_FILTER, make_bindings
from medway_tui.tui.copy_forms import CopyForm, CopyItem, quote_forms, quote_item
from medway_tui.tui.external import copy_quote, open_in_editor, open_original
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.quotes.commands import COMMANDS, FILTER_QUOTES
from medway_tui.tui.reader_protocol import Passage, QuoteFilter, Target
from medway_tui.tui.rows import ADRIFT, attribution_parts, note_sign, quote_rows
from medway_tui.tui.theme import Palette, app_palette
from medway_tui.tui.view_commands import OPEN_QUOTES, OPEN_REVIEW
from medway_tui.tui.widgets.input_line import InputLine
from medway_tui.tui.widgets.text_pane import TextPane
from medway_tui.tui.widgets.virtual_list import RowList

if TYPE_CHECKING:
    from medway_tui.model.notes import Note
    from medway_tui.tui.list_export import ListExport

_FILTER_HINT = "words, speaker:, party:, role:, in:, from:2019, until:2020 (2020 not included), type:"
"""What the filter can be."""
_TITLES = {False: "By speaker", True: "By date"}
"""The titles of the list, by whether it is in order of date."""


class QuotesPlace(NamedTuple):
    """A place among the quotations."""

    query: str
    by_date: bool
    quote: int | None


class QuotesView(FilteredView):
    """All quotations by speaker or by date, and the chosen one in its paragraph."""

    NAME = "Quotes"
    OPEN_COMMAND = OPEN_QUOTES
    PANES = ("list", "context")
    FIRST_PANE = "list"
    LIST_PANE = "list"
    LIST_RESIZABLE_FROM = 120
    CSS_PATH = "quotes.tcss"
    VIEW_COMMANDS = COMMANDS
    BINDINGS = make_bindings(COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self._query = ""
        self._by_date = False
        self._listing = Listing()
        self._worker = QueryWorker(self)
        self._wanted: tuple[str, str] | None = None
        """The article and id of the quotation to begin at."""

    def compose_view(self) -> Iterable[Widget]:
        yield InputLine(placeholder=f"{FILTER_QUOTES.key} filters: {_FILTER_HINT}")
        with Horizontal(id="panes"):
            yield RowList(id="list", empty="No matching quotations.")
            yield TextPane(id="context")

    def on_mount(self) -> None:
        self.query_one("#context").border_title = Content("In its paragraph")
        self.query_one(Input).value = self._query
        self._query_list()
        self.focus_pane(self.first_pane)

    def on_unmount(self) -> None:
        # Leaving the program does not wait for a running query.
        self._worker.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a command can run now: the filter's key is a letter in its input line."""
        if action == "filter_quotes" and isinstance(self.focused, Input):
            return False
        return super().check_action(action, parameters)

    # -- the list --------------------------------------------------------------------------------

    def _query_list(self, value: int | None = None, *, keep: bool = False) -> None:
        """List the matching quotations, with the cursor on a row, or with ``keep`` where it was."""
        before = self._current_quote() if keep else None
        named = self._wanted if before is None else (before.article.id, before.id)
        self._wanted = None
        query, by_date = parse_query(self._query, typing=True), self._by_date

        def run_query(index: Index) -> Iterator[tuple[Listing, int | None]]:
            listing = (list_by_date if by_date else list_by_speaker)(index, query)
            key = value if named is None else find_quote_key(index, *named)
            yield listing, key

        self._worker.submit(
            run_query, lambda answer: self._show_listing(*answer, by_date=by_date, keep=keep), inline=True
        )
        if self._worker.pending:
            self.rows.border_title = Content(f"{_TITLES[by_date]} · searching …")

    def _show_listing(self, listing: Listing, value: int | None, *, by_date: bool, keep: bool) -> None:
        self._listing = listing
        rows = quote_rows(self.reader.index, listing, by_date=by_date, notes_on=self.reader.notes.on_quote)
        problems = " ".join(f"{escape_invisible(problem)}." for problem in listing.problems)
        empty = f"No matching quotations. {problems} {CLEAR_FILTER.key} clears the filter."
        self.rows.border_title = Content(_TITLES[by_date])
        (self.rows.replace if keep else self.rows.show)(rows, value=value, empty=empty)
        drafts = listing.total_drafts
        counts = [plural(listing.quotes - drafts, "quote"), plural(listing.speakers, "speaker")]
        if drafts:
            counts.insert(1, plural(drafts, "draft"))
        self.set_counts(*counts)
        # A filter with a problem filters nothing, which must be seen.
        all_problems = dict.fromkeys((*parse_query(self._query).problems, *listing.problems))
        self.rows.set_hint("; ".join(all_problems))
        self._show_context()

    def _current_quote(self) -> QuoteRow | None:
        key = self.rows.value
        return None if key is None else quotes_by_key(self.reader.index, [key]).get(key)

    @on(Input.Changed)
    def _filtered(self, event: Input.Changed) -> None:
        if event.value != self._query:
            self._query = event.value
            self._query_list(self.rows.value)

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
        # Until then the list is that of the query before.
        self._worker.when_answered(self._open_quote)

    def _open_quote(self) -> None:
        quote = self._current_quote()
        if quote is not None:
            spans = [piece.span for piece in quote.pieces if piece.span is not None]
            if spans:
                self.reader.open_target("read", Passage(quote.article.id, spans, quote.key))
            else:
                self.reader.say_adrift()

    # -- the context -----------------------------------------------------------------------------

    def _show_context(self) -> None:
        quote = self._current_quote()
        self.query_one("#context", TextPane).set_text(self._context_text(quote) if quote else Text(""))

    def _context_text(self, quote: QuoteRow) -> Text:
        """Return who said it, in which role, where and when; and the paragraphs with the words marked."""
        colours = app_palette(self.app)
        text = _source_text(quote, roles_of_quote(self.reader.index, quote), colours)
        tint = colours.tint(quote.speaker_position)
        for piece in quote.pieces:
            text.append("\n")
            if piece.span is None:
                text.append(f"{ADRIFT}\n", colours.problem)
                text.append(f"“{escape_invisible(piece.exact)}”\n")
                continue
            paragraph = get_paragraph_text(self.reader.index, quote.article.id, piece.block)
            text.append(f"{piece.place.short_label}  ", colours.muted)
            start = len(text)
            text.append(f"{escape_invisible(paragraph)}\n")
            text.stylize(tint + colours.chosen, start + piece.span.start, start + piece.span.end)
        if quote.repeats:
            first = escape_invisible(quote.repeats)
            text.append(f"\nThe words of {first}, printed a second time; counted once.\n", colours.muted)
        if quote.note:
            text.append(f"\nNote: {escape_invisible(quote.note)}\n", colours.muted)
        for each in self.reader.notes.on_quote(quote):
            tags = " ".join(f"#{tag}" for tag in each.tags)
            heading = " ".join(
                filter(None, (note_sign([each]), "Your note" if each.text else "Bookmark", tags))
            )
            text.append(f"\n{escape_invisible(heading)}\n", colours.strong)
            for line in (each.text or "").split("\n") if each.text else ():
                text.append(f"{escape_invisible(line)}\n")
        return text

    def note_here(self) -> Note | None:
        """Return a bookmark of the quotation at the cursor."""
        from medway_tui.tui.notes.subjects import note_on_quote  # noqa: PLC0415 - when it is asked

        quote = self._current_quote()
        return None if quote is None else note_on_quote(self.reader.index, quote.pieces[0])

    def notes_changed(self) -> None:
        """Show the notes in list and context as they are now."""
        self.rows.refresh()
        self._show_context()

    # -- the interface for the app -------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show the quotations that match a query, and nothing else."""
        if not isinstance(target, QuoteFilter):
            super().show_target(target)
            return
        self._query, self._wanted = target.query, None
        if self.is_mounted:
            self.query_one(Input).value = target.query
            self._query_list()
            self.focus_pane("list")
        else:
            self.start_in_pane("list")

    def restore_place(self, kept: Mapping[str, str]) -> None:
        """Begin with the filter, the order and the quotation of an earlier run."""
        self._query = kept.get("filter", "")
        self._by_date = kept.get("order") == "date"
        if "quote" in kept:
            self._wanted = kept.get("article", ""), kept["quote"]

    def kept_place(self) -> Mapping[str, str]:
        """Return the filter, the order, the quotation and the pane."""
        kept = {"pane": self.current_pane(), "filter": self._query}
        if self._by_date:
            kept["order"] = "date"
        quote = self._current_quote()
        if quote is not None:
            kept |= {"article": quote.article.id, "quote": quote.id}
        return kept

    def place(self) -> QuotesPlace:
        """Return the filter, the order, and the row of the cursor."""
        return QuotesPlace(self._query, self._by_date, self.rows.value)

    def return_to(self, place: QuotesPlace | None) -> None:
        """Go back to a row."""
        if place is None:
            return
        self._query, self._by_date = place.query, place.by_date
        self.query_one(Input).value = place.query
        self._query_list(place.quote)
        self.focus_pane("list")

    def reload(self) -> None:
        """Query the list again, and keep the row."""
        self._worker.reconnect()
        self.reload_selections()
        self._query_list(keep=True)

    # -- commands ----------------------------------------------------------------------------------

    def action_switch_order(self) -> None:
        self._by_date = not self._by_date
        self._query_list(self.rows.value)

    def action_filter_quotes(self) -> None:
        self.set_focus(self.query_one(Input))

    def action_open_passage(self) -> None:
        self.rows.choose()

    def agents_here(self) -> Sequence[AgentReference]:
        """Return the speakers of the quotation at the cursor."""
        quote = self._current_quote()
        return speakers_of(quote) if quote is not None else ()

    def selecting_pane(self) -> str:
        """Return the list, also while a quotation's paragraph has the focus."""
        return "list"

    def load_item(self, pane: str, value: int) -> CopyItem | None:  # noqa: ARG002 - it has one list
        """Return a quotation to be copied with others."""
        quote = quotes_by_key(self.reader.index, [value]).get(value)
        return None if quote is None else quote_item(quote, roles_of_quote(self.reader.index, quote))

    def list_to_export(self) -> ListExport | None:
        """Return the quotations that match the filter, or the selected ones."""
        from medway_tui.tui.list_export import export_quotes  # noqa: PLC0415 - for an export alone

        selection = self.selection()
        chosen = selection.quote_names() if selection is not None else ()
        number = self._listing.quotes
        if not len(self._listing) and not chosen:
            return None
        return export_quotes(number, self._query, by_speaker=not self._by_date, chosen=chosen)

    def action_copy_citation(self) -> None:
        quote = self._current_quote()
        if not self.copy_selected() and quote is not None:
            copy_quote(self.reader, quote, roles_of_quote(self.reader.index, quote))

    def reference_here(self) -> PlaceReference | None:
        """Return the quotation at the cursor."""
        quote = self._current_quote()
        return None if quote is None else PlaceReference(quote.article.id, quote.id)

    def copy_forms(self) -> Sequence[CopyForm]:
        """Return the forms of the quotation at the cursor."""
        quote = self._current_quote()
        return quote_forms(quote, roles_of_quote(self.reader.index, quote)) if quote is not None else ()

    def action_open_original(self) -> None:
        quote = self._current_quote()
        if quote is not None:
            open_original(self.reader, quote.article.url)

    def action_edit_source(self) -> None:
        quote = self._current_quote()
        open_in_editor(self.reader, quote.where if quote else None)


def _source_text(quote: QuoteRow, roles: QuoteRoles, colours: Palette) -> Text:
    """Return the speaker with party and roles on the day, the article, and the printed attribution."""
    text = Text()
    text.append(escape_invisible(quote.display_name), colours.tint(quote.speaker_position) + colours.strong)
    party = roles.describe_party()
    text.append(escape_invisible(f" ({party})" if party else "") + "\n")
    if roles.roles:
        text.append(f"{escape_invisible(roles.describe())}\n")
    for role in roles.roles:
        if role.note:
            note = f"Of this role ({escape_invisible(role.role)}): {escape_invisible(role.note)}"
            text.append(f"{note}\n", colours.muted)
    article = quote.article
    date = citations.display_date(article) or "no date"
    source = escape_invisible(f"{article.publisher}, {date}: {citations.display_title(article)}")
    text.append(f"{source}\n", colours.muted)
    printed = ", ".join(attribution_parts(quote.attribution, quote.cue))
    if printed:
        text.append(f"{printed}\n", colours.muted)
    if quote.draft is not None:
        text.append(
            f"Draft, not confirmed: {quote.draft:.0%} sure ({OPEN_REVIEW.key} reviews)\n", colours.draft
        )
    return text
