"""People: a list of people and organisations, and the page of the chosen one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from medway_tui.index.agent_page import agent_names
from medway_tui.index.agent_references import AgentReference, speakers_of
from medway_tui.index.connection import Index
from medway_tui.index.events import events_by_id
from medway_tui.index.people_listing import COUNTED, PeopleListing, list_people
from medway_tui.index.place_references import PlaceReference
from medway_tui.index.quotes import QuoteRow, find_quote_key, quotes_by_key
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.base_view import View
from medway_tui.tui.commands import CLEAR_FILTER, FIND_COMMAND, make_bindings
from medway_tui.tui.copy_forms import CopyForm, CopyItem
from medway_tui.tui.external import open_in_editor, open_original
from medway_tui.tui.people.commands import COMMANDS, FILTER_PEOPLE, OPEN_SOURCE
from medway_tui.tui.people.detail import detail_text
from medway_tui.tui.people.page_items import (
    Expanded,
    PageData,
    PageItem,
    find_history_row,
    format_item,
    load_page,
    parse_item,
)
from medway_tui.tui.people.page_rows import page_rows
from medway_tui.tui.people.people_rows import people_rows
from medway_tui.tui.people.sources import (
    agent_item,
    copy_item,
    item_forms,
    location_of,
    open_item,
    original_of,
    page_item,
    reference_to,
)
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.reader_protocol import AgentPage, QuoteFilter, Target
from medway_tui.tui.theme import app_palette
from medway_tui.tui.view_commands import OPEN_PEOPLE
from medway_tui.tui.widgets.input_line import InputLine
from medway_tui.tui.widgets.text_pane import TextPane
from medway_tui.tui.widgets.virtual_list import RowList

if TYPE_CHECKING:
    from medway_tui.model.notes import Note
    from medway_tui.tui.list_export import ListExport


class PeoplePlace(NamedTuple):
    """A place in People."""

    typed: str
    agent: str | None
    item: PageItem | None
    expanded: Expanded
    pane: str


class PeopleView(View):
    """A list of people and organisations, and the page of the chosen one."""

    NAME = "People"
    ESC_COMMAND_CLEARS = True
    OPEN_COMMAND = OPEN_PEOPLE
    PANES = ("list", "page", "detail")
    FIRST_PANE = "list"
    CSS_PATH = "people.tcss"
    VIEW_COMMANDS = COMMANDS
    BINDINGS = make_bindings(COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._agent: str | None = None
        self._data: PageData | None = None
        self._expanded = Expanded()
        self._wanted: PageItem | None = None
        """The row to go to once it is loaded."""
        self._quote: tuple[str, str] | None = None
        """The article and id of the quotation at the cursor, which a reload keeps."""
        self._starts_at_quote = False
        """Whether that quotation is to be found again when the view is mounted."""
        self._is_restored = False
        """Whether the page is as an earlier run left it: until the cursor moves."""
        self._listing = PeopleListing(())
        self._list_worker = QueryWorker(self)
        self._page_worker = QueryWorker(self)
        self._width = 0

    def compose_view(self) -> Iterable[Widget]:
        yield InputLine(placeholder=f"{FILTER_PEOPLE.key} filters: any printed form of a name")
        new_person = f"press {FIND_COMMAND.key} and type New person"
        opens = f"{OPEN_SOURCE.key} in the list opens a page"
        with Container(id="panes"):
            yield RowList(id="list", empty=f"No people in this dossier yet: {new_person}.")
            with Container(id="content"):
                yield RowList(id="page", empty=f"No one is chosen: {opens}.")
                yield TextPane(id="detail")

    @property
    def people(self) -> RowList:
        """The list of people and organisations."""
        return self.query_one("#list", RowList)

    @property
    def page(self) -> RowList:
        """The page of the chosen one."""
        return self.query_one("#page", RowList)

    def on_mount(self) -> None:
        self.people.border_title = Content("People")
        self.query_one("#detail").border_title = Content("Sources")
        self.query_one(Input).value = self._typed
        self.set_class(bool(self._typed), "-filtering")
        self.focus_pane(self.first_pane)
        if self._starts_at_quote:
            self._wanted = self._find_again(PageItem("quote"))
        self._query_list()
        if self._agent is not None:
            self._query_page()

    def on_unmount(self) -> None:
        # Leaving the program does not wait for running queries.
        self._list_worker.close()
        self._page_worker.close()

    def on_resize(self) -> None:
        self.call_when_drawn(self._fit_page)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a command can run now: the filter's key is a letter in its input line."""
        if action == "filter_people" and isinstance(self.focused, Input):
            return False
        return super().check_action(action, parameters)

    # -- the list --------------------------------------------------------------------------------

    def _query_list(self, *, keep: bool = False) -> None:
        """List the people whose names match; with ``keep``, the cursor stays."""
        typed = self._typed

        def run_query(index: Index) -> Iterator[PeopleListing]:
            yield list_people(index, typed)

        self._list_worker.submit(
            run_query, lambda listing: self._show_list(typed, listing, keep=keep), inline=True
        )

    def _show_list(self, typed: str, listing: PeopleListing, *, keep: bool) -> None:
        self._listing = listing
        rows = people_rows(self.reader.index, listing)
        empty = f"No name like “{escape_invisible(typed.strip())}”. {CLEAR_FILTER.key} clears the filter."
        (self.people.replace if keep else self.people.show)(
            rows, value=self._agent, empty=empty if typed.strip() else None
        )
        self.set_counts(*(plural(number, COUNTED[heading]) for heading, number in listing.sizes()))
        chosen = self.people.value
        if chosen is not None and (self._agent is None or listing.row_of(self._agent) is None):
            self._show_agent(chosen)

    @on(Input.Changed)
    def _filtered(self, event: Input.Changed) -> None:
        if event.value != self._typed:
            self._typed = event.value
            self._query_list()

    @on(Input.Submitted)
    def _filter_done(self) -> None:
        self.set_class(bool(self._typed), "-filtering")
        self.focus_pane("list")

    @on(RowList.Highlighted, "#list")
    def _person_highlighted(self, event: RowList.Highlighted) -> None:
        self._show_agent(event.value)

    @on(RowList.Chosen, "#list")
    def _person_chosen(self, event: RowList.Chosen) -> None:
        self._show_agent(event.value)
        self.focus_pane("page")

    # -- the page --------------------------------------------------------------------------------

    def _show_agent(
        self, agent: str, *, item: PageItem | None = None, expanded: Expanded | None = None
    ) -> None:
        """Show the page of a person or organisation, with the cursor on a row."""
        if agent == self._agent and self._data is not None and item is None:
            return
        if agent != self._agent:
            self.clear_rows("page")
        self._agent, self._wanted, self._expanded = agent, item, expanded or Expanded()
        self._data, self._is_restored = None, False
        self._query_page()

    def _query_page(self) -> None:
        agent = self._agent
        if agent is None:
            return
        self._page_worker.submit(lambda index: load_page(index, agent), self._show_page, inline=True)

    def _show_page(self, data: PageData | None) -> None:
        """Show as much of the page as is loaded, and keep the row."""
        is_new = self._data is None or data is None or self._data.header.id != data.header.id
        self._data = data
        self.page.border_title = Content(escape_invisible(data.header.name) if data else "")
        self._fill_page(show=is_new)

    def _fill_page(self, *, show: bool = False) -> None:
        page, data = self.page, self._data
        if data is None:
            page.show(())
            self._show_detail()
            return
        self._width = page.scrollable_content_region.width
        rows = page_rows(self.reader.index, data, self._expanded, self._width)
        if self._wanted is not None and rows.find(self._wanted) is not None:
            page.show(rows, value=self._wanted)
            if data.is_complete:
                self._wanted = None
        elif show:
            page.show(rows)
        else:
            page.replace(rows, value=page.value)
        self._show_detail()

    def _fit_page(self) -> None:
        """Lay the page out again where its width has changed."""
        if self._data is None or self.page.scrollable_content_region.width == self._width:
            return
        if self._is_restored:
            # With less width or none, as before the first layout, every row had more lines.
            self._wanted = self._wanted or self._item()
            self.page.scroll_to(y=0, animate=False, immediate=True)
        self._fill_page()

    def _item(self) -> PageItem | None:
        item: PageItem | None = self.page.value
        return item

    def _show_detail(self) -> None:
        detail = self.query_one("#detail", TextPane)
        colours = app_palette(self.app)
        data = self._data
        quote = self._quote_here()
        self._quote = (quote.article.id, quote.id) if quote is not None else None
        if data is not None:
            detail.set_text(detail_text(self.reader.index, data, self._item(), colours))

    @on(RowList.Highlighted, "#page")
    def _item_highlighted(self) -> None:
        self._wanted, self._is_restored = None, False
        self._show_detail()

    @on(RowList.Chosen, "#page")
    def _item_chosen(self, event: RowList.Chosen) -> None:
        item: PageItem = event.value
        if self._data is None or item != self._item():
            # Another page has been opened meanwhile.
            return
        if item.kind == "role" and self._data.roles[item.number].sources:
            self._expanded = self._expanded.toggle_role(item.number)
            self._fill_page()
        elif item.kind == "agents":
            self._expanded = self._expanded._replace(co_speakers=True)
            self._fill_page()
        else:
            open_item(self.reader, self._data, item)

    # -- the interface for the app -----------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show the page of a person or organisation."""
        if not isinstance(target, AgentPage):
            super().show_target(target)
            return
        if not self.is_mounted:
            self._agent, self._typed = target.agent, ""
            self._wanted, self._starts_at_quote = None, False
            self.start_in_pane("page")
            return
        if self._listing.row_of(target.agent) is None and self._typed:
            self._typed = self.query_one(Input).value = ""
            self._query_list(keep=True)
        # From its beginning, also where it is open already.
        self._data = None
        self._show_agent(target.agent)
        self.people.select(target.agent)
        self.focus_pane("page")

    def restore_place(self, kept: Mapping[str, str]) -> None:
        """Begin with the filter, the person and the row of an earlier run."""
        self._typed = kept.get("filter", "")
        self._agent = kept.get("agent")
        if "quote" in kept:
            self._quote, self._starts_at_quote = (kept.get("article", ""), kept["quote"]), True
        elif "item" in kept:
            self._wanted = parse_item(kept["item"])
        self._is_restored = True

    def kept_place(self) -> Mapping[str, str]:
        """Return the filter, the person, the row and the pane."""
        kept = {"pane": self.current_pane(), "filter": self._typed}
        if self._agent is not None:
            kept["agent"] = self._agent
        item = self._item()
        if item is not None and item.kind == "quote" and self._quote is not None:
            kept |= {"article": self._quote[0], "quote": self._quote[1]}
        elif item is not None and item.kind != "quote":
            kept["item"] = format_item(item)
        return kept

    def place(self) -> PeoplePlace:
        """Return the filter, the person, the row, what is unfolded, and the pane."""
        return PeoplePlace(self._typed, self._agent, self._item(), self._expanded, self.current_pane())

    def return_to(self, place: PeoplePlace | None) -> None:
        """Go back to a row of a page."""
        if place is None:
            return
        if place.typed != self._typed:
            self._typed = self.query_one(Input).value = place.typed
            self._query_list(keep=True)
        if place.agent is not None:
            self._data = None
            self._show_agent(place.agent, item=place.item, expanded=place.expanded)
            self.people.select(place.agent)
        self.focus_pane(place.pane)

    def reload(self) -> None:
        """Query list and page again, and keep the rows."""
        self._list_worker.reconnect()
        self._page_worker.reconnect()
        self.reload_selections()
        self._query_list(keep=True)
        # A reload may come before the page of the last one is complete.
        if self._wanted is None:
            self._wanted = self._find_again(self._item())
        self._query_page()

    def _find_again(self, item: PageItem | None) -> PageItem | None:
        """Return a row as it is after the files changed: another key of its quotation."""
        if item is None or item.kind != "quote":
            return item
        if self._quote is None:
            return None
        key = find_quote_key(self.reader.index, *self._quote)
        return PageItem("quote", number=key) if key is not None else None

    # -- commands ----------------------------------------------------------------------------------

    def action_filter_people(self) -> None:
        self._mark_pane("list")
        self.add_class("-filtering")
        self.set_focus(self.query_one(Input))

    def action_clear_filter(self) -> None:
        if self.clear_selected():
            return
        self.query_one(Input).value = ""
        self.remove_class("-filtering")
        self.focus_pane("list")

    def action_open_source(self) -> None:
        (self.people if self.current_pane() == "list" else self.page).choose()

    def action_list_quotations(self) -> None:
        if self._agent is not None:
            self.reader.open_target("quotes", QuoteFilter(f"speaker:{self._agent}"))

    def action_next_row(self) -> None:
        self._go_to_quote(1)

    def action_previous_row(self) -> None:
        self._go_to_quote(-1)

    def _go_to_quote(self, step: int) -> None:
        """Go to the next quotation of the page, or the one before."""
        history = self._data.history if self._data is not None else None
        if history is None or not history.quotes:
            self.reader.say("No quotations on this page")
            return
        self.focus_pane("page")
        item = self._item()
        row = find_history_row(self.reader.index, history, item) if item is not None else None
        row = history.next_quote(-1 if row is None else row, step)
        if row is None:
            self.reader.say("This is the last quotation" if step > 0 else "This is the first quotation")
            return
        self.page.select(PageItem("quote", number=history.item(row).quote))
        self._show_detail()

    @property
    def nobody_here(self) -> str:
        return "No other speaker here"

    def agents_here(self) -> Sequence[AgentReference]:
        """Return the person of the list or of the row, or the other speakers of a joint statement."""
        item = self._item()
        if self.current_pane() == "list" or item is None:
            return () if self._agent is None else [self._reference(self._agent)]
        if item.kind == "agent":
            return [self._reference(item.id)]
        quote = self._quote_here()
        speakers = speakers_of(quote) if quote is not None else ()
        return [each for each in speakers if each.id != self._agent]

    def note_here(self) -> Note | None:
        """Return a bookmark of the quotation or event of the row, else of the person."""
        from medway_tui.tui.notes import subjects  # noqa: PLC0415 - when it is asked

        item, quote = self._item_in_focus(), self._quote_here()
        if item is not None and item.kind == "quote" and quote is not None:
            return subjects.note_on_quote(self.reader.index, quote.pieces[0])
        if item is not None and item.kind in ("event", "outcome") and item.id:
            event = events_by_id(self.reader.index, [item.id]).get(item.id)
            return None if event is None else subjects.note_on_event(event.id, event.title)
        if self._agent is None:
            return None
        return subjects.note_on_person(self._agent, self._reference(self._agent).name)

    def _reference(self, agent: str) -> AgentReference:
        return AgentReference(agent, agent_names(self.reader.index, [agent])[agent][0])

    def _item_in_focus(self) -> PageItem | None:
        """Return the row of the page; None in the list, where the person as a whole is meant."""
        return None if self.current_pane() == "list" else self._item()

    def _quote_here(self) -> QuoteRow | None:
        item = self._item()
        if item is None or item.kind != "quote":
            return None
        return quotes_by_key(self.reader.index, [item.number]).get(item.number)

    def selecting_pane(self) -> str:
        """Return the list of people, or the page; that too while the details have the focus."""
        return "list" if self.current_pane() == "list" else "page"

    def load_item(self, pane: str, value: Any) -> CopyItem | None:
        """Return a person, or a row of the page, to be copied with others."""
        if pane == "list":
            return agent_item(self.reader.index, value)
        return None if self._data is None else page_item(self.reader.index, self._data, value)

    def value_of_quote(self, pane: str, key: int) -> PageItem:  # noqa: ARG002 - the list has no quotations
        """Return the value of a quotation's row on the page."""
        return PageItem("quote", number=key)

    def list_to_export(self) -> ListExport | None:
        """Return the people whose names match, or the quotations of the page; or those selected."""
        from medway_tui.tui import list_export  # noqa: PLC0415 - for an export alone

        selection = self.selection()
        if self.current_pane() == "list":
            number = sum(size for _, size in self._listing.sizes())
            chosen = selection.values() if selection is not None else ()
            return list_export.export_people(number, self._typed, chosen) if number or chosen else None
        names = selection.quote_names() if selection is not None else ()
        number = self._data.quotes + self._data.drafts if self._data is not None else 0
        if self._agent is None or not number or (selection is not None and not names):
            return None
        return list_export.export_quotes(number, f"speaker:{self._agent}", by_speaker=False, chosen=names)

    def action_copy_citation(self) -> None:
        if not self.copy_selected() and self._data is not None:
            copy_item(self.reader, self._data, self._item_in_focus())

    def reference_here(self) -> PlaceReference | None:
        """Return the quotation, name or evidence of the row at the cursor."""
        item = self._item_in_focus()
        return reference_to(self.reader.index, self._data, item) if self._data and item else None

    def copy_forms(self) -> Sequence[CopyForm]:
        """Return the forms of the row at the cursor."""
        if self._data is None:
            return ()
        return item_forms(self.reader.index, self._data, self._item_in_focus())

    def action_open_original(self) -> None:
        if self._data is not None:
            open_original(self.reader, original_of(self.reader.index, self._data, self._item_in_focus()))

    def action_edit_source(self) -> None:
        if self._data is not None:
            open_in_editor(self.reader, location_of(self.reader.index, self._data, self._item_in_focus()))
