"""The base of all views: header, footer, panes, and a place to come back to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from medway_tui.tui.commands import FIND_COMMAND, Command
from medway_tui.tui.list_pane import ListPane
from medway_tui.tui.reader_protocol import ReaderScreen, Target
from medway_tui.tui.reader_state import ReaderState
from medway_tui.tui.textual_patches import EscapeMixin
from medway_tui.tui.widgets.header_footer import MIN_HEIGHT, MIN_WIDTH, CommandBar, Footer, TooSmall, ViewBar
from medway_tui.tui.widgets.position import PositionMixin
from medway_tui.tui.widgets.virtual_list import RowList

if TYPE_CHECKING:
    from medway_tui.index.agent_references import AgentReference
    from medway_tui.index.place_references import PlaceReference
    from medway_tui.model.notes import Note
    from medway_tui.tui.copy_forms import CopyForm, CopyItem
    from medway_tui.tui.list_export import ListExport
    from medway_tui.tui.query_worker import QueryWorker
    from medway_tui.tui.row_selection import RowSelection

_RIGHT_BUTTON = 3
FOCUS_CSS = """
    View *:focus { border-title-color: $primary !important; border-title-style: bold reverse !important; }
    Input:nocolor > .input--cursor, TextArea:nocolor > .text-area--cursor {
        background: $surface; color: $foreground; text-style: reverse;
    }
    """
"""The rules that show the focus: the border's colour alone has too little contrast, and none without colours.

A terminal without colours, such as xterm-mono, has reversed type.
"""


class View(EscapeMixin, ReaderScreen[None]):
    """A view: one of the modes on the number keys."""

    VIEW_COMMANDS: ClassVar[tuple[Command, ...]] = ()
    """Its own commands; those of ``GLOBAL_COMMANDS`` work in every view."""
    NAME: ClassVar[str]
    """Its name in the help."""
    OPEN_COMMAND: ClassVar[Command]
    """The command that opens it, which the view bar marks."""
    PANES: ClassVar[tuple[str, ...]] = ()
    """The ids of its panes, in the order in which Tab goes through them."""
    FIRST_PANE: ClassVar[str] = ""
    """The pane that is focused first."""
    LIST_PANE: ClassVar[str] = ""
    """The pane that ``LIST_COMMANDS`` hide and resize; empty where the view has none."""
    LIST_RESIZABLE_FROM: ClassVar[int] = 80
    """The least width of the window, in cells, in which that pane has another beside it."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it as an instance variable
        (0, "-tiny"),
        (MIN_WIDTH, "-narrow"),
        (80, "-middle"),
        (120, "-wide"),
        (160, "-widest"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (MIN_HEIGHT, "-high")]  # noqa: RUF012 - likewise
    DEFAULT_CSS = """
    View { layout: vertical; layers: base notice; }
    View.-tiny TooSmall, View.-low TooSmall { display: block; }
    """

    def __init__(self) -> None:
        # From the start, as every change of class styles the view again.
        super().__init__(classes=f"-at-{self.FIRST_PANE}")
        self._showing_reload_errors = False
        self._selections: dict[str, RowSelection] = {}
        self.list_pane = ListPane(
            self,
            self.LIST_PANE,
            self.LIST_RESIZABLE_FROM,
            focus=self.focus_pane,
            leave=self.action_next_pane,
        )
        self.first_pane = self.FIRST_PANE
        """The pane that is focused when the view is mounted."""
        self.was_shown = False
        """Whether it was ever on the screen; a preloaded one was not."""
        self.needs_reload = False
        """Whether the files changed before it was first shown."""

    def compose(self) -> ComposeResult:
        yield ViewBar(self.OPEN_COMMAND)
        yield from self.compose_view()
        yield Footer(self.commands, self.is_offered)
        yield TooSmall()

    def compose_view(self) -> Iterable[Widget]:
        """Yield the view's own widgets."""
        raise NotImplementedError

    @property
    def commands(self) -> Sequence[Command]:
        """All commands that work here, from which footer, help and palette are made."""
        return (*self.VIEW_COMMANDS, *self.reader.global_commands)

    def available_commands(self) -> list[Command]:
        """Return the commands that there is something to do with now."""
        return [command for command in self.commands if self.is_offered(command)]

    def is_offered(self, command: Command) -> bool:
        """Return whether a command is shown in footer, help and palette."""
        if command.uses_host and self.reader.read_only:
            return False
        return command.is_available(self.reader.index)

    def set_counts(self, *counts: str) -> None:
        """Fill the view bar: the dossier's title, the views, and counts, the most important first."""
        self.query_one(Footer).refresh()  # commands may have become available
        index = self.reader.index
        views = [
            (command, f" {command.count(index):,}" if command.count else "")
            for command in self.reader.global_commands
            # A view itself stays in the bar where it does not offer its own command.
            if command.group == "Views" and View.is_offered(self, command)
        ]
        # While an index is built, the progress says more than the counts so far.
        progress = self.reader.live_reload.progress_text()
        bar = self.query_one(ViewBar)
        bar.set_text(
            self.reader.dossier.title, views, [progress] if progress else counts, self.reader.findings_badge()
        )

    def show_position(self, position: str) -> None:
        """Show the position in the pane that is open alone, without a border."""
        self.query_one(ViewBar).set_position(position)

    def on_screen_resume(self) -> None:
        if not self.reader.is_current_view(self):
            return
        self.was_shown = True
        if self.needs_reload:
            self.needs_reload = False
            self.reload()
        self.update_reload_errors()

    def update_reload_errors(self) -> None:
        """Show the panel of new findings as they are now, or hide it where there are none."""
        errors = self.reader.live_reload.errors
        if errors is None and not self._showing_reload_errors:
            return
        from medway_tui.tui.widgets.reload_errors import ReloadErrorsPanel  # noqa: PLC0415 - rarely shown

        self._showing_reload_errors = errors is not None
        panel = next(iter(self.query(ReloadErrorsPanel)), None)
        if panel is not None:
            panel.display = errors is not None
            if errors is not None:
                panel.set_errors(errors)
        elif errors is not None:
            self.mount(ReloadErrorsPanel(errors), before=self.query_one(Footer))

    # -- kept between runs ---------------------------------------------------------------------------

    def restore(self, name: str, state: ReaderState) -> None:
        """Begin where an earlier run left the view called ``name``; call this before it is mounted."""
        self.list_pane.restore(name, state)
        kept = state.views.get(name, {})
        pane = kept.get("pane", self.FIRST_PANE)
        if self.list_pane.is_hidden and pane == self.LIST_PANE:
            pane = next(each for each in self.PANES if each != self.LIST_PANE)
        if pane in self.PANES:
            self.start_in_pane(pane)
        if kept:
            self.restore_place(kept)

    def start_in_pane(self, pane: str) -> None:
        """Focus a pane when the view is mounted."""
        if pane != self.first_pane:
            self.remove_class(f"-at-{self.first_pane}").add_class(f"-at-{pane}")
            self.first_pane = pane

    def restore_place(self, kept: Mapping[str, str]) -> None:
        """Begin at a place that ``kept_place`` of an earlier run returned; what is gone is passed over."""

    def kept_place(self) -> Mapping[str, str]:
        """Return the place in this view for the next run, in words that are still valid then."""
        return {}

    # -- the interface for the app -----------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show what another view or a dialog asks for."""
        raise NotImplementedError(f"{self.NAME} can't show {target}")

    def place(self) -> Any:
        """Return the current place in this view, for ``return_to``."""
        return None

    def return_to(self, place: Any) -> None:
        """Go back to a place that ``place`` returned."""

    def agents_here(self) -> Sequence[AgentReference]:
        """Return the speakers, or those whom a promise binds, at the cursor."""
        return ()

    @property
    def nobody_here(self) -> str:
        """The message where there is no person to open the page of."""
        return "No known speaker here"

    def action_open_person(self) -> None:
        agents = self.agents_here()
        if agents:
            self.reader.open_person(agents)
        else:
            self.reader.say(self.nobody_here)

    # -- notes -------------------------------------------------------------------------------------

    def note_here(self) -> Note | None:
        """Return a new bookmark of what is at the cursor; None where there is nothing to bookmark."""
        return None

    # -- copying -----------------------------------------------------------------------------------

    def selecting_pane(self) -> str:
        """Return the id of the list whose rows ``v`` selects now; empty where there is none."""
        return ""

    def load_item(self, pane: str, value: Any) -> CopyItem | None:
        """Return what is copied of the row for a value, in one of those lists."""
        raise NotImplementedError(f"{self.NAME} has no rows to select in {pane}: {value}")

    def value_of_quote(self, pane: str, key: int) -> Any:  # noqa: ARG002 - for lists with other rows as well
        """Return the value of the row for a quotation's key, in one of those lists."""
        return key

    def selection(self) -> RowSelection | None:
        """Return what ``v`` has selected in the list that it selects in now; None without anything."""
        found = self._selections.get(self.selecting_pane())
        return found or None

    def action_select_row(self) -> None:
        pane = self.selecting_pane()
        rows = self.query_one(f"#{pane}", RowList)
        if self._toggle_row(pane, rows, rows.value):
            rows.move_by(1)

    def _toggle_row(self, pane: str, rows: RowList, value: Any) -> bool:
        from medway_tui.tui.row_selection import RowSelection  # noqa: PLC0415 - not on the first screen

        if pane not in self._selections:
            load, value_of_quote = partial(self.load_item, pane), partial(self.value_of_quote, pane)
            self._selections[pane] = RowSelection(rows, load, value_of_quote)
        is_toggled = value is not None and self._selections[pane].toggle(value)
        if not is_toggled:
            self.reader.say("This row can't be selected")
        return is_toggled

    @on(RowList.Toggled)
    def _row_toggled(self, event: RowList.Toggled) -> None:
        pane = self.selecting_pane()
        if pane and event.rows.id == pane:
            self._toggle_row(pane, event.rows, event.value)

    def clear_selected(self) -> bool:
        """Select nothing any more, neither rows here nor text; return whether anything was."""
        selection, has_text = self.selection(), bool(self.selections)
        if selection is not None:
            selection.clear()
        self.clear_selection()
        return selection is not None or has_text

    def clear_rows(self, pane: str) -> None:
        """Select no row of a list any more, as it shows something else."""
        if pane in self._selections:
            self._selections[pane].clear()

    def reload_selections(self) -> None:
        """Find the selected rows again after the files changed."""
        for selection in self._selections.values():
            selection.reload(self.reader.index)

    def passage_forms(self) -> Sequence[CopyForm]:
        """Return the forms of the passage that is selected in an article; empty without one."""
        return ()

    def copy_selected(self) -> bool:
        """Copy the selected passage or rows with their citations; return whether there were any."""
        passage = self.passage_forms()
        if passage:
            self.reader.copy(passage[0].text, "the selected passage, with its citation")
            return True
        selection = self.selection()
        if selection is None:
            return False
        from medway_tui.tui.copy_forms import join_forms  # noqa: PLC0415 - likewise
        from medway_tui.tui.row_selection import describe_items  # noqa: PLC0415 - likewise

        items = selection.items()
        self.reader.copy(join_forms(items)[0].text, f"{describe_items(items)}, with citations")
        return True

    def action_copy_text(self) -> None:
        if self.get_selected_text() or not self.copy_selected():
            super().action_copy_text()

    def forms_to_copy(self) -> Sequence[CopyForm]:
        """Return the forms of what is selected, else of the thing at the cursor."""
        selection = self.selection()
        if selection is None:
            return self.passage_forms() or self.copy_forms()
        from medway_tui.tui.copy_forms import join_forms  # noqa: PLC0415 - likewise

        return join_forms(selection.items())

    def list_to_export(self) -> ListExport | None:
        """Return the list here, or what is selected in it; None where there is none."""
        return None

    def reference_here(self) -> PlaceReference | None:
        """Return the place in an article at the cursor, for a link; None where there is none."""
        return None

    def copy_forms(self) -> Sequence[CopyForm]:
        """Return the forms in which the thing at the cursor can be copied, the one of ``y`` first."""
        return ()

    # -- panes -------------------------------------------------------------------------------------

    def focus_pane(self, pane: str) -> None:
        """Focus a pane, and show it where there is no room for all."""
        self._mark_pane(pane)
        widget = self.query_one(f"#{pane}")
        self.set_focus(widget, scroll_visible=False)
        if isinstance(widget, PositionMixin):
            widget.show_position()
        else:
            self.show_position("")

    def current_pane(self) -> str:
        """Return the id of the focused pane."""
        focused = self.focused
        return next((p for p in self.PANES if focused is not None and focused.id == p), self.FIRST_PANE)

    def action_next_pane(self) -> None:
        self._focus_neighbour(1)

    def action_previous_pane(self) -> None:
        self._focus_neighbour(-1)

    def on_descendant_focus(self) -> None:
        # A click focuses a pane too.
        if self.PANES and self.focused is not None and self.focused.id in self.PANES:
            self._mark_pane(self.focused.id)

    def _mark_pane(self, pane: str) -> None:
        if not self.has_class(f"-at-{pane}"):
            self.update_classes({f"-at-{name}": name == pane for name in self.PANES})

    def _focus_neighbour(self, step: int) -> None:
        current = self.current_pane()
        panes = [each for each in self.PANES if each != self.LIST_PANE or not self.list_pane.is_hidden]
        number = panes.index(current) if current in panes else 0
        self.focus_pane(panes[(number + step) % len(panes)])

    # -- the list ------------------------------------------------------------------------------------

    def action_toggle_list(self) -> None:
        self.list_pane.toggle()

    def action_widen_list(self) -> None:
        self.list_pane.change_width(1)

    def action_narrow_list(self) -> None:
        self.list_pane.change_width(-1)

    def on_resize(self) -> None:
        # The panes, whose turn is next, show their positions where there is room now.
        self.show_position("")
        if self.LIST_PANE:
            self.list_pane.fit()

    async def on_click(self, event: events.Click) -> None:
        """Open the commands on a click of the right button; what was clicked is at the cursor by then."""
        if event.button == _RIGHT_BUTTON and not isinstance(event.widget, CommandBar):
            await self.run_action(FIND_COMMAND.full_action)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if self.LIST_PANE:
            self.list_pane.press(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.list_pane.drag(event)

    def on_mouse_up(self) -> None:
        self.list_pane.release()


def parse_number(text: str) -> int:
    """Return a number that a view has kept as a text; 0 where the text is none."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


class FilteredView(View):
    """A view with an input line that filters the rows of its pane ``list``."""

    ESC_COMMAND_CLEARS = True

    _worker: QueryWorker
    """Runs the query of the filter."""

    def action_open_person(self) -> None:
        # Until then the list is that of the filter before.
        self._worker.when_answered(super().action_open_person)

    @property
    def rows(self) -> RowList:
        return self.query_one("#list", RowList)

    def action_clear_filter(self) -> None:
        if self.clear_selected():
            return
        self.query_one(Input).value = ""
        self.focus_pane("list")
        self.remove_class("-filtering")

    def action_next_row(self) -> None:
        self.rows.move_by(1)

    def action_previous_row(self) -> None:
        self.rows.move_by(-1)
