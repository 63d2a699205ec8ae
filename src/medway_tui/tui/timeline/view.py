"""Timeline: the whole story in order of time, with the evidence of each entry beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from medway_tui import dates
from medway_tui.export import timeline as words
from medway_tui.index import timeline as entries
from medway_tui.index.agent_references import AgentReference, speakers_of
from medway_tui.index.articles import locate_paragraph
from medway_tui.index.connection import Index
from medway_tui.index.inspections import find_sources
from medway_tui.index.people import roles_of_quote
from medway_tui.index.place_references import PlaceReference, refer_to_block
from medway_tui.index.timeline import (
    ArticleEntry,
    EventEntry,
    InspectionEntry,
    QuoteEntry,
    Timeline,
    TimelineEntry,
)
from medway_tui.index.timeline_query import KIND_FILTER, parse_timeline_query
from medway_tui.model.locations import FileLocation, Span
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.base_view import FilteredView
from medway_tui.tui.commands import CLEAR_FILTER, FIND_COMMAND, OPEN_ORIGINAL, make_bindings
from medway_tui.tui.copy_forms import CopyForm, CopyItem, article_item, quote_forms, quote_item, text_forms
from medway_tui.tui.external import copy_quote, open_in_editor, open_original
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.reader_protocol import (
    DifferenceChoice,
    InspectionChoice,
    Passage,
    Target,
    TimelineEntryChoice,
)
from medway_tui.tui.timeline.commands import COMMANDS, FILTER_TIMELINE
from medway_tui.tui.timeline.density import DensityBars, DensityLine
from medway_tui.tui.timeline.evidence import EvidencePane, SourceChoice, mention_span
from medway_tui.tui.timeline.kind_bar import KindBar
from medway_tui.tui.timeline.rows import MIN_ONE_LINE, timeline_rows
from medway_tui.tui.view_commands import OPEN_TIMELINE
from medway_tui.tui.widgets.header_footer import MIN_HEIGHT
from medway_tui.tui.widgets.input_line import InputLine
from medway_tui.tui.widgets.virtual_list import RowList

if TYPE_CHECKING:
    from medway_tui.model.notes import Note
    from medway_tui.tui.list_export import ListExport

_KIND_PART = re.compile(rf'(?<!\S)-?{KIND_FILTER}:(?:"[^"]*"?|\S*)\s*', re.IGNORECASE)


_FILTER_HINTS = (": words, kind:, speaker:, in:, after:, before:", ": kind:, speaker:, in:", "")
"""What the filter can be, as far as the filter line has room."""


def _placeholders() -> list[str]:
    """Return what the filter line says while it is empty, the longest first."""
    return [f"{FILTER_TIMELINE.key} filters{hint}" for hint in _FILTER_HINTS]


class SizedList(RowList):
    """A list whose rows depend on its width."""

    class Resized(Message):
        """Posted when the width has changed."""

    _width = 0

    def on_resize(self) -> None:
        super().on_resize()
        if self.size.width != self._width:
            self._width = self.size.width
            self.post_message(self.Resized())


class TimelinePlace(NamedTuple):
    """A place in the timeline."""

    filter: str
    entry: TimelineEntryChoice | None
    pane: str


class TimelineView(FilteredView):
    """The whole story in order of time."""

    NAME = "Timeline"
    OPEN_COMMAND = OPEN_TIMELINE
    PANES = ("list", "evidence")
    FIRST_PANE = "list"
    CSS_PATH = "timeline.tcss"
    VIEW_COMMANDS = COMMANDS
    BINDINGS = make_bindings(COMMANDS)
    # In a short window the story alone is shown: no apparatus, and one pane at a time.
    VERTICAL_BREAKPOINTS = [(0, "-low"), (MIN_HEIGHT, "-short"), (18, "-high")]  # noqa: RUF012 - as in ``View``

    def __init__(self) -> None:
        super().__init__()
        self._filter = ""
        self._timeline = Timeline()
        self._whole: Timeline | None = None
        """The timeline without a filter, so that clearing one takes no query."""
        self._worker = QueryWorker(self)
        self._wanted: TimelineEntryChoice | None = None
        self._height = 1

    def compose_view(self) -> Iterable[Widget]:
        yield DensityLine()
        with Horizontal(id="filters"):
            yield InputLine(placeholder=_placeholders()[0])
            yield KindBar()
        with Container(id="panes"):
            yield SizedList(id="list", empty="Nothing to show.")
            yield SizedList(id="evidence", empty="")

    @property
    def evidence(self) -> RowList:
        """The pane with the evidence of the chosen entry."""
        return self.query_one("#evidence", RowList)

    def on_mount(self) -> None:
        self.rows.border_title = Content("Timeline")
        self.evidence.border_title = Content("Evidence")
        self.query_one(Input).value = self._filter
        self.focus_pane(self.first_pane)
        self._query_entries(self._wanted)

    def on_unmount(self) -> None:
        # Leaving the program does not wait for a running query.
        self._worker.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a command can run now: the filter's key is a letter in its input line."""
        if action == "filter_timeline" and isinstance(self.focused, Input):
            return False
        return super().check_action(action, parameters)

    # -- the list --------------------------------------------------------------------------------

    def _query_entries(self, wanted: TimelineEntryChoice | None = None, *, keep: bool = False) -> None:
        """List the matching entries, with the cursor on one, or with ``keep`` where it was."""
        self._wanted = self.rows.value if keep else wanted
        query = parse_timeline_query(self._filter, typing=True)
        self.query_one(KindBar).mark(query.kinds)
        self.set_class(bool(self._filter) or isinstance(self.focused, Input), "-filtering")
        if self._whole is not None and not self._filter and not keep:
            self._worker.cancel()
            self._show_timeline(self._whole)
            return

        def run_query(index: Index) -> Iterator[Timeline]:
            yield entries.list_timeline(index, query)

        self._worker.submit(run_query, lambda timeline: self._show_timeline(timeline, keep=keep), inline=True)
        if self._worker.pending:
            self.rows.border_title = Content("Timeline · searching …")

    def _show_timeline(self, timeline: Timeline, *, keep: bool = False) -> None:
        self._timeline = timeline
        if not self._filter:
            self._whole = timeline
        self.rows.border_title = Content("Timeline")
        problems = dict.fromkeys((*parse_timeline_query(self._filter).problems, *timeline.problems))
        # A filter with a problem filters nothing, which must be seen.
        self.rows.set_hint("; ".join(problems))
        self._show_rows(keep=keep)
        self.query_one(DensityLine).show(timeline.years, timeline.density)
        number = sum(timeline.counts.values())
        counts = ["1 entry" if number == 1 else f"{number:,} entries"]
        counts += [plural(timeline.counts["event"], "event")] if timeline.counts["event"] else []
        self.set_counts(*counts)
        self._show_entry()

    def _show_rows(self, *, keep: bool) -> None:
        rows = timeline_rows(self.reader.index, self._timeline, height=self._height)
        empty = (
            f"Nothing matches. {CLEAR_FILTER.key} clears the filter."
            if self._filter
            else f"No events or articles yet: press {FIND_COMMAND.key} and type Import to add an article."
        )
        (self.rows.replace if keep else self.rows.show)(rows, value=self._wanted, empty=empty)

    @on(SizedList.Resized)
    def _fit_width(self) -> None:
        """Draw the rows in one line or two, as the width allows, and wrap the evidence again."""
        width = self.rows.size.width
        height = 1 if width >= MIN_ONE_LINE else 2
        # A list that is hidden has no width.
        if width and height != self._height:
            self._height = height
            self._wanted = self.rows.value
            self._show_rows(keep=True)
        line = self.query_one(Input)
        room = line.content_region.width
        texts = _placeholders()
        line.placeholder = next((each for each in texts if len(each) < room), texts[-1])
        self._show_entry()

    # -- the chosen entry --------------------------------------------------------------------------

    def _current_entry(self) -> TimelineEntry | None:
        number = self.rows.cursor
        if not 0 <= number < len(self._timeline):
            return None
        [row] = entries.load_rows(self.reader.index, self._timeline, range(number, number + 1))
        return None if row is None or isinstance(row, entries.YearHeading) else row

    def _show_entry(self) -> None:
        entry = self._current_entry()
        width = self.evidence.scrollable_content_region.width - 2
        self.evidence.show(EvidencePane(self.reader.index, width).rows(entry))
        if entry is not None:
            date, _ = words.listed_date(entry)
            day = dates.first_day(date).toordinal() if date else 0
            self.query_one(DensityBars).cursor_part = self._timeline.bin_of(day)
        else:
            self.query_one(DensityBars).cursor_part = None

    @on(RowList.Highlighted, "#list")
    def _highlighted(self) -> None:
        self._show_entry()

    @on(RowList.Chosen, "#list")
    def _chosen(self) -> None:
        # Until then the list is that of the filter before.
        self._worker.when_answered(self._open_current)

    def _open_current(self) -> None:
        entry = self._current_entry()
        if entry is not None:
            self._open(entry)

    @on(RowList.Chosen, "#evidence")
    def _evidence_chosen(self, event: RowList.Chosen) -> None:
        value = event.value
        if isinstance(value, Passage):
            self._open_passage(value)
        elif isinstance(value, InspectionChoice):
            self.reader.open_target("ratings", value)
        elif isinstance(value, DifferenceChoice):
            self.reader.open_target("differences", value)
        elif isinstance(value, SourceChoice):
            open_original(self.reader, value.source.url)

    def _open(self, entry: TimelineEntry) -> None:
        """Go to the place of an entry: its passage in Read, or its inspection in Ratings."""
        part = entry.inspection if isinstance(entry, EventEntry) else entry
        if isinstance(part, InspectionEntry):
            self.reader.open_target("ratings", InspectionChoice(part.inspection.id))
        elif isinstance(entry, ArticleEntry):
            self._open_passage(Passage(entry.article.id, [Span(0, 0, 0)]))
        elif isinstance(entry, QuoteEntry):
            quote = entry.quote
            spans = [piece.span for piece in quote.pieces if piece.span is not None]
            self._open_passage(Passage(quote.article.id, spans, quote.key))
        elif isinstance(entry, EventEntry):
            self._open_evidence(entry)

    def _open_evidence(self, entry: EventEntry) -> None:
        outcome = entry.event.outcome
        mentions = [*entry.event.mentions, *(outcome.mentions if outcome else ())]
        spans = [(mention.article.id, mention_span(mention)) for mention in mentions]
        article, span = next((each for each in spans if each[1] is not None), (None, None))
        if article is not None and span is not None:
            self._open_passage(Passage(article, [span]))
        elif mentions:
            self.reader.say_adrift()
        else:
            self.reader.say(f"No article says this; {OPEN_ORIGINAL.key} opens the source")

    def _open_passage(self, passage: Passage) -> None:
        if passage.spans:
            self.reader.open_target("read", passage)
        else:
            self.reader.say_adrift()

    # -- the filter --------------------------------------------------------------------------------

    @on(Input.Changed)
    def _filtered(self, event: Input.Changed) -> None:
        if event.value != self._filter:
            self._filter = event.value
            self._query_entries(self.rows.value)

    @on(Input.Submitted)
    def _filter_done(self) -> None:
        self.focus_pane("list")
        self.set_class(bool(self._filter), "-filtering")
        problems = parse_timeline_query(self._filter).problems
        if problems:
            self.reader.say("; ".join(map(escape_invisible, problems)), problem=True)

    @on(KindBar.Chosen)
    def _kinds_chosen(self, event: KindBar.Chosen) -> None:
        rest = _KIND_PART.sub("", self._filter).strip()
        self.query_one(Input).value = " ".join(filter(None, (event.group.filter_text, rest)))
        self.focus_pane("list")

    @on(DensityBars.PartChosen)
    def _part_chosen(self, event: DensityBars.PartChosen) -> None:
        self.focus_pane("list")
        self.rows.move_by(self._timeline.row_at(event.part) - self.rows.cursor)

    # -- the interface for the app -------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show an entry; the filter is cleared where it hides the entry."""
        if not isinstance(target, TimelineEntryChoice):
            super().show_target(target)
            return
        if not self.is_mounted:
            self._wanted, self._filter = target, ""
            self.start_in_pane("list")
            return
        is_listed = entries.find_row(self.reader.index, self._timeline, target.kind, target.id) is not None
        if is_listed:
            self.rows.select(target)
            self._show_entry()
        else:
            self._filter = ""
            self.query_one(Input).value = ""
            self._query_entries(target)
        self.focus_pane("list")

    def restore_place(self, kept: Mapping[str, str]) -> None:
        """Begin with the filter and at the entry of an earlier run."""
        self._filter = kept.get("filter", "")
        if "id" in kept:
            self._wanted = TimelineEntryChoice(kept.get("kind", ""), kept["id"])

    def kept_place(self) -> Mapping[str, str]:
        """Return the filter, the entry of the cursor and the pane."""
        kept = {"pane": self.current_pane(), "filter": self._filter}
        entry: TimelineEntryChoice | None = self.rows.value
        return kept if entry is None else {**kept, "kind": entry.kind, "id": entry.id}

    def place(self) -> TimelinePlace:
        """Return the filter, the entry of the cursor and the pane."""
        return TimelinePlace(self._filter, self.rows.value, self.current_pane())

    def return_to(self, place: TimelinePlace | None) -> None:
        """Go back to an entry."""
        if place is None:
            return
        if place.filter != self._filter:
            self._filter = place.filter
            self.query_one(Input).value = place.filter
            self._query_entries(place.entry)
        elif place.entry is not None:
            self.rows.select(place.entry)
            self._show_entry()
        self.focus_pane(place.pane)

    def reload(self) -> None:
        """Query the entries again, and keep the row."""
        self._worker.reconnect()
        self._whole = None
        self._query_entries(keep=True)

    @property
    def nobody_here(self) -> str:
        return "No person here: choose a quotation, a promise or a deadline"

    def agents_here(self) -> Sequence[AgentReference]:
        """Return who speaks, has promised, or is bound."""
        entry = self._current_entry()
        if isinstance(entry, EventEntry):
            return entry.event.by
        return speakers_of(entry.quote) if isinstance(entry, QuoteEntry) else ()

    def note_here(self) -> Note | None:
        """Return a bookmark of the entry at the cursor, on what it is of."""
        from medway_tui.tui.notes import subjects  # noqa: PLC0415 - when it is asked

        entry = self._current_entry()
        part = entry.inspection if isinstance(entry, EventEntry) else entry
        if isinstance(entry, QuoteEntry):
            return subjects.note_on_quote(self.reader.index, entry.quote.pieces[0])
        if isinstance(entry, ArticleEntry):
            return subjects.note_on_span(self.reader.index, entry.article.id, Span(0, 0, 0))
        if isinstance(entry, EventEntry):
            return subjects.note_on_event(entry.event.id, entry.event.title)
        if isinstance(part, InspectionEntry):
            return subjects.note_on_judgement(part.inspection.id, None, part.inspection.title)
        return None

    # -- commands ----------------------------------------------------------------------------------

    def action_filter_timeline(self) -> None:
        self.add_class("-filtering")
        self.set_focus(self.query_one(Input))

    def action_open_entry(self) -> None:
        (self.evidence if self.current_pane() == "evidence" else self.rows).choose()

    def action_next_event(self) -> None:
        self._go_to_event(1)

    def action_previous_event(self) -> None:
        self._go_to_event(-1)

    def _go_to_event(self, step: int) -> None:
        row = self._timeline.next_record(self.rows.cursor, step)
        if row is not None:
            self.rows.move_by(row - self.rows.cursor)

    def selecting_pane(self) -> str:
        """Return the list, also while the evidence has the focus."""
        return "list"

    def load_item(self, pane: str, value: TimelineEntryChoice) -> CopyItem | None:  # noqa: ARG002 - one list
        """Return an entry to be copied with others; None where neither list has it."""
        index = self.reader.index
        for timeline in filter(None, (self._timeline, self._whole)):
            number = entries.find_row(index, timeline, value.kind, value.id)
            if number is not None:
                [entry] = entries.load_rows(index, timeline, range(number, number + 1))
                if entry is not None and not isinstance(entry, entries.YearHeading):
                    return _entry_item(index, entry)
        return None

    def list_to_export(self) -> ListExport | None:
        """Return the entries that match the filter, or the selected ones."""
        from medway_tui.tui.list_export import export_timeline  # noqa: PLC0415 - for an export alone

        selection = self.selection()
        chosen = [(each.kind, each.id) for each in selection.values()] if selection is not None else ()
        number = sum(self._timeline.counts.values())
        return export_timeline(number, self._filter, chosen) if number or chosen else None

    def action_copy_entry(self) -> None:
        entry = self._current_entry()
        if self.copy_selected():
            return
        if isinstance(entry, QuoteEntry):
            copy_quote(self.reader, entry.quote, roles_of_quote(self.reader.index, entry.quote))
        elif entry is not None:
            self.reader.copy(words.cite_entry(entry), "the entry with its sources")

    def reference_here(self) -> PlaceReference | None:
        """Return the article or quotation at the cursor, or the first evidence of an event."""
        entry = self._current_entry()
        if isinstance(entry, QuoteEntry):
            return PlaceReference(entry.quote.article.id, entry.quote.id)
        if isinstance(entry, ArticleEntry):
            return PlaceReference(entry.article.id)
        if not isinstance(entry, EventEntry):
            return None
        outcome = entry.event.outcome
        mentions = (*entry.event.mentions, *(outcome.mentions if outcome else ()))
        return refer_to_block(mentions[0].article.id, mentions[0].place) if mentions else None

    def copy_forms(self) -> Sequence[CopyForm]:
        """Return the forms of the entry at the cursor."""
        entry = self._current_entry()
        if isinstance(entry, QuoteEntry):
            return quote_forms(entry.quote, roles_of_quote(self.reader.index, entry.quote))
        return text_forms(words.cite_entry(entry), _address(self.reader.index, entry)) if entry else ()

    def action_open_original(self) -> None:
        value = self.evidence.value if self.current_pane() == "evidence" else None
        if isinstance(value, SourceChoice):
            open_original(self.reader, value.source.url)
            return
        entry = self._current_entry()
        if entry is not None:
            open_original(self.reader, _address(self.reader.index, entry))

    def action_edit_source(self) -> None:
        entry = self._current_entry()
        if entry is not None:
            open_in_editor(self.reader, _location(self.reader.index, entry))


def _entry_item(index: Index, entry: TimelineEntry) -> CopyItem:
    """Return an entry to be copied with others."""
    if isinstance(entry, QuoteEntry):
        return quote_item(entry.quote, roles_of_quote(index, entry.quote), is_by_key=False)
    if isinstance(entry, ArticleEntry):
        return article_item(entry.article)
    return CopyItem(words.cite_entry(entry), _address(index, entry))


def _address(index: Index, entry: TimelineEntry) -> str | None:
    """Return the address of an entry's first source, or of the article of its evidence."""
    if isinstance(entry, ArticleEntry):
        return entry.article.url
    if isinstance(entry, QuoteEntry):
        return entry.quote.article.url
    if isinstance(entry, InspectionEntry):
        sources = find_sources(index, "inspection", entry.inspection.id)
        return entry.inspection.url or next((source.url for source in sources if source.url), None)
    outcome = entry.event.outcome
    sources = [*entry.event.sources, *(outcome.sources if outcome else ())]
    articles = [mention.article.url for mention in entry.event.mentions]
    return next(filter(None, [*(source.url for source in sources), *articles]), None)


def _location(index: Index, entry: TimelineEntry) -> FileLocation | None:
    if isinstance(entry, EventEntry):
        return entry.event.where
    if isinstance(entry, InspectionEntry):
        return entry.inspection.where
    if isinstance(entry, QuoteEntry):
        return entry.quote.where
    return locate_paragraph(index, entry.article.id, 0)
