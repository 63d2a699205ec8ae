"""Differences: the points on which the sources differ, and the sides of the chosen one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual import events, on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from medway_tui.export.citations import cite_article
from medway_tui.export.differences import difference_block
from medway_tui.index.agent_references import AgentReference
from medway_tui.index.articles import get_paragraph_text
from medway_tui.index.connection import Index
from medway_tui.index.difference_passages import KINDS
from medway_tui.index.difference_query import DifferenceListing, find_differences, parse_difference_query
from medway_tui.index.differences import DifferenceRow, agents_at, differences_at, find_position
from medway_tui.index.inspections import EvidenceMention
from medway_tui.index.place_references import PlaceReference, refer_to_block
from medway_tui.index.source_names import source_names
from medway_tui.model.constraints import DifferenceKind
from medway_tui.model.locations import Span
from medway_tui.text import plural
from medway_tui.tui.base_view import FilteredView, parse_number
from medway_tui.tui.commands import CLEAR_FILTER, make_bindings
from medway_tui.tui.copy_forms import CopyForm, text_forms
from medway_tui.tui.differences.commands import COMMANDS, FILTER_DIFFERENCES
from medway_tui.tui.differences.layout import (
    EMPTY_LAYOUT,
    SidesLayout,
    describe_source,
    lay_out_difference,
    lay_out_kind,
)
from medway_tui.tui.differences.rows import KindHeading, difference_rows
from medway_tui.tui.differences.sides_pane import SidesPane
from medway_tui.tui.external import open_in_editor, open_original
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.reader_protocol import DifferenceChoice, Passage, Target
from medway_tui.tui.theme import Palette
from medway_tui.tui.view_commands import OPEN_DIFFERENCES
from medway_tui.tui.widgets.input_line import InputLine
from medway_tui.tui.widgets.virtual_list import RowList

if TYPE_CHECKING:
    from medway_tui.model.notes import Note
    from medway_tui.tui.list_export import ListExport

_FOLDED: frozenset[DifferenceKind] = frozenset({"compatible", "wording"})
"""The kinds that are folded at first, while no filter is set."""
_COUNTED: dict[DifferenceKind, str] = {"contradiction": "conflict", "tension": "tension"}
_FILTER_HINT = "words, kind:conflict, speaker:iles, in:bbc in:kentonline"
"""What the filter can be."""
_EMPTY = "This dossier records no differences: medway-tui new difference adds one."


class DifferencesPlace(NamedTuple):
    """A place among the differences."""

    query: str
    value: KindHeading | str | None
    """The heading, or the id of the difference, under the cursor."""
    stop: int
    """The number of the place under the cursor of the sides."""
    pane: str


class DifferenceList(RowList):
    """The list of differences; Space folds and unfolds a heading."""

    def is_heading(self, value: object) -> bool:
        return isinstance(value, KindHeading)

    def on_key(self, event: events.Key) -> None:
        if event.key == "space" and isinstance(self.value, KindHeading):
            event.stop()
            self.choose()


class DifferencesView(FilteredView):
    """The points on which the sources differ, and the sides of the chosen one."""

    NAME = "Differences"
    OPEN_COMMAND = OPEN_DIFFERENCES
    PANES = ("list", "sides")
    FIRST_PANE = "list"
    CSS_PATH = "differences.tcss"
    VIEW_COMMANDS = COMMANDS
    BINDINGS = make_bindings(COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self._query = ""
        self._listing = DifferenceListing((), ())
        self._folded: set[DifferenceKind] = set(_FOLDED)
        self._folded_matches: set[DifferenceKind] = set()
        self._wanted: str | None = None
        """The difference to be shown first, where it was asked for before the view was mounted."""
        self._wanted_stop = 0
        """The number of the place among its sides to begin at."""
        self._worker = QueryWorker(self)

    def compose_view(self) -> Iterable[Widget]:
        yield InputLine(placeholder=f"{FILTER_DIFFERENCES.key} filters: {_FILTER_HINT}")
        with Horizontal(id="panes"):
            yield DifferenceList(id="list", empty=_EMPTY)
            yield SidesPane(id="sides")

    @property
    def rows(self) -> DifferenceList:
        return self.query_one("#list", DifferenceList)

    @property
    def sides(self) -> SidesPane:
        return self.query_one("#sides", SidesPane)

    def on_mount(self) -> None:
        self.rows.border_title = Content("Where sources differ")
        self.sides.border_title = Content("Its sides")
        self.query_one(Input).value = self._query
        self._query_list(self._wanted, stop=self._wanted_stop)
        self.focus_pane(self.first_pane)

    def on_unmount(self) -> None:
        # Leaving the program does not wait for a running query.
        self._worker.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a command can run now: the filter's key is a letter in its input line."""
        if action == "filter_differences" and isinstance(self.focused, Input):
            return False
        return super().check_action(action, parameters)

    # -- the list --------------------------------------------------------------------------------

    @property
    def folded(self) -> set[DifferenceKind]:
        """The kinds that are folded; a filter unfolds them all, so that no match is hidden."""
        return self._folded_matches if parse_difference_query(self._query) else self._folded

    def _query_list(
        self, value: KindHeading | str | None = None, *, keep: bool = False, stop: int = 0
    ) -> None:
        """List the matching differences, with the cursor on a row, or with ``keep`` where it was."""
        query = parse_difference_query(self._query, typing=True)

        def run_query(index: Index) -> Iterator[DifferenceListing]:
            yield find_differences(index, query)

        self._worker.submit(
            run_query, lambda listing: self._show_listing(listing, value, keep=keep, stop=stop), inline=True
        )

    def _show_listing(
        self, listing: DifferenceListing, value: KindHeading | str | None, *, keep: bool, stop: int
    ) -> None:
        self._listing = listing
        if keep:
            value = self.rows.value
        elif value is None:
            value = self._first_difference()
        self._show_rows(value, keep=keep)
        counts = [
            plural(len(positions), _COUNTED[kind]) for kind, positions in listing.groups if kind in _COUNTED
        ]
        self.set_counts(plural(len(listing), "point"), *counts)
        # A filter with a problem filters nothing, which must be seen.
        self.rows.set_hint("; ".join(listing.problems))
        self._show_sides(keep=keep)
        if stop:
            self.sides.go_to_stop(stop)

    def _show_rows(self, value: KindHeading | str | None, *, keep: bool) -> None:
        rows = difference_rows(self.reader.index, self._listing, self.folded)
        nothing_found = f"No matching differences. {CLEAR_FILTER.key} clears the filter."
        (self.rows.replace if keep else self.rows.show)(
            rows, value=value, empty=nothing_found if self._query.strip() else _EMPTY
        )

    def _first_difference(self) -> str | None:
        """Return the first difference that is not in a folded group."""
        for kind, positions in self._listing.groups:
            if kind not in self.folded:
                found = differences_at(self.reader.index, positions[:1])
                return next((each.id for each in found.values()), None)
        return None

    def _current_difference(self) -> DifferenceRow | None:
        value = self.rows.value
        position = find_position(self.reader.index, value) if isinstance(value, str) else None
        return None if position is None else differences_at(self.reader.index, [position]).get(position)

    def _toggle(self, heading: KindHeading) -> None:
        self.folded.symmetric_difference_update({heading.kind})
        self._show_rows(heading, keep=True)
        self._show_sides()

    @on(Input.Changed)
    def _filtered(self, event: Input.Changed) -> None:
        if event.value != self._query:
            self._query = event.value
            self._folded_matches.clear()
            value = self.rows.value
            self._query_list(value if isinstance(value, str) else None)

    @on(Input.Submitted)
    def _filter_done(self) -> None:
        self.focus_pane("list")
        problems = parse_difference_query(self._query).problems
        if problems:
            self.reader.say("; ".join(problems), problem=True)

    @on(RowList.Highlighted)
    def _highlighted(self) -> None:
        self._show_sides()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self._choose(event.value)

    def _choose(self, value: KindHeading | str | None) -> None:
        if isinstance(value, KindHeading):
            self._toggle(value)
        elif value is not None:
            self.focus_pane("sides")

    # -- the sides -------------------------------------------------------------------------------

    def _show_sides(self, *, keep: bool = False) -> None:
        difference, value = self._current_difference(), self.rows.value
        index = self.reader.index
        if difference is not None:
            names = source_names(index)

            def lay_out(width: int, colours: Palette) -> SidesLayout:
                return lay_out_difference(
                    difference, width, colours, partial(get_paragraph_text, index), names
                )

            self.sides.show(lay_out, keep=keep)
        elif isinstance(value, KindHeading):
            number = len(dict(self._listing.groups).get(value.kind, ()))
            self.sides.show(
                partial(lay_out_kind, kind=value.kind, number=number, is_folded=value.kind in self.folded)
            )
        else:
            self.sides.show(lambda width, colours: EMPTY_LAYOUT)  # noqa: ARG005 - as layouts are called

    @on(SidesPane.StopChosen)
    def _stop_chosen(self) -> None:
        self._open_stop()

    def _open_stop(self) -> None:
        stop = self.sides.stop
        if stop is None:
            self.reader.say("No place is recorded for this point")
        elif stop.source is not None:
            open_original(self.reader, stop.source.url)
        else:
            spans = [
                Span(each.block, each.start, each.end)
                for each in stop.mentions
                if each.start is not None and each.end is not None
            ]
            if spans:
                self.reader.open_target("read", Passage(stop.mentions[0].article.id, spans))
            else:
                self.reader.say_adrift()

    # -- the interface for the app -------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show a difference, whichever group it is in; a filter stays unless it leaves the difference out."""
        if not isinstance(target, DifferenceChoice):
            super().show_target(target)
            return
        self._wanted = target.id
        position = find_position(self.reader.index, target.id)
        if position not in self._listing.positions:
            self._query = ""
        if position is not None:
            found = differences_at(self.reader.index, [position])
            self.folded.difference_update(each.kind for each in found.values())
        if self.is_mounted:
            self.query_one(Input).value = self._query
            self._query_list(target.id)
            self.focus_pane("list")
        else:
            self._wanted_stop = 0
            self.start_in_pane("list")

    def restore_place(self, kept: Mapping[str, str]) -> None:
        """Begin with the filter, the folded kinds and the difference of an earlier run."""
        self._query = kept.get("filter", "")
        self._wanted = kept.get("id")
        self._wanted_stop = parse_number(kept.get("stop", ""))
        if "folded" in kept:
            self._folded = {kind for kind in KINDS if kind in kept["folded"].split()}

    def kept_place(self) -> Mapping[str, str]:
        """Return the filter, the folded kinds, the difference, the place among its sides, and the pane."""
        folded = " ".join(kind for kind in KINDS if kind in self._folded)
        kept = {"pane": self.current_pane(), "filter": self._query, "folded": folded}
        value = self.rows.value
        if isinstance(value, str):
            kept |= {"id": value, "stop": str(self.sides.stop_number)}
        return kept

    def place(self) -> DifferencesPlace:
        """Return the filter, the row of the cursor, and the place among its sides."""
        return DifferencesPlace(self._query, self.rows.value, self.sides.stop_number, self.current_pane())

    def return_to(self, place: DifferencesPlace | None) -> None:
        """Go back to a row and a side."""
        if place is None:
            return
        self._query = place.query
        self.query_one(Input).value = place.query
        self._query_list(place.value, stop=place.stop)
        self.focus_pane(place.pane)

    def reload(self) -> None:
        """Query the list again, and keep the row."""
        self._worker.reconnect()
        self._query_list(keep=True)

    def agents_here(self) -> Sequence[AgentReference]:
        """Return who says the words at the cursor, or whose name they are."""
        difference, stop = self._current_difference(), self.sides.stop
        if self.current_pane() == "sides" and stop is not None:
            mentions: Sequence[EvidenceMention] = stop.mentions
        else:
            mentions = [each for side in difference.sides for each in side.mentions] if difference else []
        return agents_at(self.reader.index, mentions)

    def note_here(self) -> Note | None:
        """Return a bookmark of the point at the cursor."""
        from medway_tui.tui.notes.subjects import note_on_difference  # noqa: PLC0415 - when it is asked

        difference = self._current_difference()
        return None if difference is None else note_on_difference(difference.id, difference.title)

    # -- commands ----------------------------------------------------------------------------------

    def action_filter_differences(self) -> None:
        self.set_focus(self.query_one(Input))

    def action_open_place(self) -> None:
        if self.current_pane() == "sides":
            self._open_stop()
        else:
            # At once, not by a message: the next key may have been pressed already.
            self._choose(self.rows.value)

    def list_to_export(self) -> ListExport | None:
        """Return the differences that match the filter."""
        from medway_tui.tui.list_export import export_differences  # noqa: PLC0415 - for an export alone

        number = len(self._listing.positions)
        return export_differences(number, self._query) if number else None

    def action_copy_difference(self) -> None:
        forms = self.copy_forms()
        difference, stop = self._current_difference(), self.sides.stop
        if not forms or difference is None:
            return
        if self.current_pane() == "list" or stop is None:
            description = f"“{difference.title}” with all its sides"
        else:
            description = "the source" if stop.source else "the printed words with their citation"
        self.reader.copy(forms[0].text, description)

    def reference_here(self) -> PlaceReference | None:
        """Return the place at the cursor of the sides."""
        stop = self.sides.stop
        mention = stop.mentions[0] if stop is not None and stop.mentions else None
        return None if mention is None else refer_to_block(mention.article.id, mention.place)

    def copy_forms(self) -> Sequence[CopyForm]:
        """Return the forms of the point in the list, of the printed words or the source in the sides."""
        difference, stop = self._current_difference(), self.sides.stop
        if difference is None:
            return ()
        if self.current_pane() == "list" or stop is None:
            return text_forms(difference_block(difference))
        if stop.source is not None:
            words = describe_source(stop.source, source_names(self.reader.index))
            return text_forms(", ".join(filter(None, (words, stop.source.url))), stop.source.url)
        words = " … ".join(f"“{each.exact}”" for each in stop.mentions if each.exact)
        article = stop.mentions[0].article
        citation = cite_article(article, [stop.mentions[0].place])
        return text_forms(f"{words}\n— {citation}" if words else citation, article.url)

    def action_open_original(self) -> None:
        stop = self.sides.stop
        if stop is None:
            self.reader.say("No place is recorded for this point")
        else:
            source = stop.source
            open_original(self.reader, source.url if source else stop.mentions[0].article.url)

    def action_edit_source(self) -> None:
        difference = self._current_difference()
        open_in_editor(self.reader, difference.where if difference else None)
