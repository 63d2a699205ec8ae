"""The reader: its views and dialogs, the way back, and the services that views use."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from importlib import import_module
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from textual import events, on
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.widgets import Input
from textual.worker import Worker

from medway_tui.config.loader import summarise_problems
from medway_tui.config.settings import KeySettings, Settings
from medway_tui.index.connection import Index, IndexAccessError, IndexCorruptError
from medway_tui.index.integrity import is_corrupt
from medway_tui.index.speaker_ranks import most_quoted
from medway_tui.notices import subscribe, unsubscribe
from medway_tui.sync.dossier import Dossier
from medway_tui.text import escape_invisible, plural
from medway_tui.tui import external, first_run, idle
from medway_tui.tui.base_view import FOCUS_CSS, View
from medway_tui.tui.comfort import ComfortController
from medway_tui.tui.commands import FINDINGS, QUIT, Command, join_keys, make_bindings, use_keys
from medway_tui.tui.focus_mode import FOCUS_MODE_CSS
from medway_tui.tui.key_names import key_label
from medway_tui.tui.key_sequences import KeyDispatcher
from medway_tui.tui.notes.access import NotesAccess
from medway_tui.tui.reader_protocol import (
    AgentPage,
    Passage,
    QuoteFilter,
    ReaderScreen,
    SearchChoice,
    Speakers,
    Target,
)
from medway_tui.tui.reader_state import ReaderState
from medway_tui.tui.reload_controller import ReloadController
from medway_tui.tui.rows import mark_speakers
from medway_tui.tui.signals import SignalHandler
from medway_tui.tui.state_saver import StateSaver
from medway_tui.tui.textual_patches import PatchedApp, apply_patches
from medway_tui.tui.toasts import TOAST_CSS, place_toasts
from medway_tui.tui.view_commands import GLOBAL_COMMANDS, VIEWS
from medway_tui.tui.visit_history import Visit, VisitHistory
from medway_tui.tui.widgets.article_view import TextSetting

if TYPE_CHECKING:
    from rich.console import RenderableType

    from medway_tui.config.loader import LoadedConfig
    from medway_tui.index.agent_references import AgentReference
    from medway_tui.index.place_references import FoundPlace
    from medway_tui.tui.copy_forms import CopyForm
    from medway_tui.tui.copying.flow import CopyFlow
    from medway_tui.tui.dialogs.base import Dialog

Answer = TypeVar("Answer")


_PRIORITY_ACTIONS = frozenset(
    command.action.partition("(")[0] for command in GLOBAL_COMMANDS if command.has_priority
)

_LIVE_RELOAD_DELAY = 0.2
"""The seconds between the first paint and live reload, whose libraries take a tenth of one to load."""
_TOAST_SECONDS, _TOAST_CHARACTERS = 4, 15
"""How long a toast stays: the least time, and the characters that are read in a second."""
_VIEW_CHANGE_DELAY = 0.01
"""The seconds for which nothing is drawn while the view changes."""


class ReaderApp(PatchedApp[None]):
    """The reader of one dossier."""

    TITLE = "medway-tui"
    DEFAULT_MODE = next(iter(VIEWS))
    ENABLE_COMMAND_PALETTE = False
    read_only = False
    BINDINGS = make_bindings(GLOBAL_COMMANDS)
    # Textual's own colour of a placeholder has too little contrast.
    CSS = (
        TOAST_CSS
        + FOCUS_MODE_CSS
        + """
    Input > .input--placeholder, Input > .input--suggestion { color: $text-muted; }
    TextArea > .text-area--placeholder, TextArea > .text-area--suggestion { color: $text-muted; }
    """
        + FOCUS_CSS
    )

    def __init__(
        self,
        dossier: Dossier,
        *,
        theme: str | None = None,
        config: LoadedConfig | None = None,
        live: bool = False,
        signals: SignalHandler | None = None,
        first_run: bool = False,
        state: ReaderState | None = None,
    ) -> None:
        """Make the reader; ``live`` has it follow the files while it is open, ``signals`` ends it.

        A ``theme`` comes before that of the ``config``, the user's settings, and this before that of
        ``state``, which was kept of an earlier run and is saved by the caller. On the ``first_run`` it
        shows a hint until the user has closed it or done something.
        """
        self.settings = config.settings if config is not None else Settings()
        self.state = ReaderState() if state is None else state
        """What is kept between runs."""
        # The way colours are drawn is decided here, before there is a theme to ask.
        wanted = theme or self.settings.reader.theme or self.state.preferences.theme
        super().__init__(ansi_color=True if wanted == "terminal" else None)
        apply_patches()
        self.set_reactive(ReaderApp.ansi_color, None)
        self._keys = KeyDispatcher(self, super().on_event)
        self._use_config(config)
        self._first_target: Passage | None = None
        self._first_view = self._choose_first_view(dossier)
        self.begin_in_mode(self._first_view)
        self.dossier = dossier
        self._live = live
        self._signals = signals
        self.is_first_run = first_run
        """Whether Read opens with the hint of a first run."""
        self.speakers = mark_speakers(most_quoted(dossier.index))
        """Those who are quoted most: they have colours and initials of their own."""
        self.live_reload = ReloadController(self, dossier, live=live, say=self.say, reload=self.reload)
        self._saver = StateSaver(
            self, self.state, collect=self._collect_state, say_problem=partial(self.say, problem=True)
        )
        self._idle = idle.IdleScheduler(self)
        self._views: dict[str, View] = {}
        self._history = VisitHistory()
        self.comfort = ComfortController(
            self, self.state, self.settings, theme=theme, views=self._open_views, say=self.say
        )
        self.notes = NotesAccess(self, self, dossier, views=self._open_views, open_dialog=self._open_dialog)

    @property
    def index(self) -> Index:
        return self.dossier.index

    def _use_config(self, config: LoadedConfig | None) -> None:
        """Take over the keys of the user, and report what is wrong in their settings."""
        keymap = None
        if config is not None and self.settings.keys != KeySettings():
            from medway_tui.tui.command_tables import command_scopes  # noqa: PLC0415 - for other keys only
            from medway_tui.tui.keymap import resolve_keymap  # noqa: PLC0415 - likewise

            keymap = resolve_keymap(config, command_scopes(GLOBAL_COMMANDS))
            self.set_keymap({id_: join_keys(id_, keys) for id_, keys in keymap.changed.items()})
            self._keys.set_sequences(keymap.sequences)
        use_keys(keymap.changed if keymap is not None else {})
        problems = (*(config.problems if config else ()), *(keymap.problems if keymap else ()))
        self._config_problem = summarise_problems(problems)

    @property
    def text_setting(self) -> TextSetting:
        """How articles are set."""
        return self.comfort.text_setting

    @property
    def global_commands(self) -> Sequence[Command]:
        """The commands that work in every view."""
        return GLOBAL_COMMANDS

    def get_default_screen(self) -> Screen[Any]:
        """Return the first view. As a mode it would be styled twice before the first paint."""
        view = self.view(self._first_view)
        if self._first_target is not None:
            view.show_target(self._first_target)
        return view

    def begin_at(self, place: FoundPlace) -> None:
        """Begin at a place in Read; call this before the app runs."""
        self._first_target = Passage(*place)

    def _choose_first_view(self, dossier: Dossier) -> str:
        """Return the view of the last run, if there is something to show in it; else Read."""
        entry = VIEWS.get(self.state.view)
        if entry is None or (entry.command is not None and not entry.command.is_available(dossier.index)):
            return self.DEFAULT_MODE
        return self.state.view

    def on_mount(self) -> None:
        for name in VIEWS:
            self.add_mode(name, partial(self.view, name))
        if self._signals is not None:
            exit_app = partial(asyncio.get_running_loop().call_soon_threadsafe, self.exit)
            self._signals.connect(exit_app, self.restore_terminal)
        # Textual draws nothing after SIGCONT, as no size has changed.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        if self._live:
            self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        """Start what the first paint did not wait for."""
        idle.resume_gc()
        subscribe(self._show_notice)
        if self._config_problem:
            self.say(self._config_problem, problem=True)
        self._saver.show_problems()
        self.comfort.show_problems()
        self.set_timer(_LIVE_RELOAD_DELAY, self.live_reload.start)
        for name, entry in VIEWS.items():
            if entry.preload:
                self._idle.schedule(partial(self.preload, name), partial(self.lay_out, name))
        self._idle.schedule(_load_dialogs, self.notes.load)
        self._idle.schedule(self._offer_plain_text)

    def _offer_plain_text(self) -> None:
        """Offer plain text where a screen reader runs."""
        from medway_tui.tui.screen_reader import OFFER, find_reader_process, find_sign  # noqa: PLC0415 - when idle

        if find_sign() or find_reader_process():
            self.say(OFFER)

    def delay_update(self, delay: float = _VIEW_CHANGE_DELAY) -> None:
        """Draw nothing for so many seconds, while another view is laid out; Textual's own time is longer."""
        super().delay_update(delay)

    async def on_event(self, event: events.Event) -> None:
        """Note each key, so that no waiting work comes between two of them."""
        if isinstance(event, events.InputEvent):
            self._idle.note_activity()
            self._saver.note_input()
            if self._keys.is_waiting and not isinstance(event, events.Key):
                await self._keys.end()
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._keys.dispatch(event)
        else:
            await super().on_event(event)
        if self.is_first_run and isinstance(event, events.Key) and first_run.ends_hint(event.key):
            self.is_first_run = False
            first_run.close_hint(self.view(self.DEFAULT_MODE))
        if isinstance(event, events.InputEvent) and self._notifications:
            # The cursor may have moved below a toast.
            self.call_after_refresh(self._place_toasts)

    def on_unmount(self) -> None:
        unsubscribe(self._show_notice)
        # The program ends when the thread of live reload does.
        self.live_reload.stop()

    def terminal_closed(self) -> None:
        """Exit, as the terminal has gone; called by the driver, in any thread."""
        if self._signals is not None:
            self._signals.terminal_closed()

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Exit, and keep the place that is on the screen."""
        self._collect_state()
        super().exit(result, return_code, message)

    def _collect_state(self) -> None:
        """Note in the state what is on the screen."""
        for name, view in self._views.items():
            if view.is_mounted and view.was_shown:
                self.state.keep_in_view(name, view.kept_place())
        if isinstance(self.screen, View):
            self.state.keep_view(self.current_mode)

    def report_crash(self, error: Exception, /) -> str:
        """Write the traceback to a file of its own; return the sentence that names it."""
        from medway_tui.tui.crash_report import write_report  # noqa: PLC0415 - hardly ever

        return write_report(error)

    def describe_error(self, error: Exception, /) -> str | None:
        """Return a sentence where an unreadable index led to an error, whichever error it is."""
        if not isinstance(error, IndexAccessError) and is_corrupt(self.index):
            error = IndexCorruptError()
        return f"medway-tui: {error}\n  {error.hint}" if isinstance(error, IndexAccessError) else None

    # -- views -----------------------------------------------------------------------------------

    def view(self, name: str) -> View:
        """Return a view, which is made on first use."""
        if name not in self._views:
            view: View = resolve_name(VIEWS[name].path)()
            view.restore(name, self.state)
            self._views[name] = view
            for path in view.css_path:
                self.stylesheet.read(path)
                self.stylesheet.parse()
            self.mark_css_current(view)
        return self._views[name]

    def preload(self, name: str) -> None:
        """Make a view before it is opened, so that opening it takes little more than drawing it."""
        view = self.view(name)
        if not view.is_running:
            self.preload_mode(name, view)

    def lay_out(self, name: str) -> None:
        """Lay out a preloaded view."""
        if not self.view(name).was_shown:
            self.lay_out_screen(self.view(name))

    def open_view(self, name: str) -> AwaitMount:
        """Remember the place for Back, and change to a view."""
        if isinstance(self.screen, View):
            self._history.leave(Visit(self.current_mode, self.screen.place()))
        return self.switch_mode(name)

    def open_target(self, view: str, target: Target) -> None:
        """Open a view on a target; Backspace comes back."""
        self.open_view(view)
        self.view(view).show_target(target)

    async def action_open_view(self, name: str) -> None:
        if name == self.current_mode:
            return
        command = VIEWS[name].command
        if command is not None and not command.is_available(self.index):
            self.say(command.unavailable)
            return
        await self.open_view(name)
        view = self.view(name)
        if view.focused is None:
            view.focus_pane(view.FIRST_PANE)

    def open_person(self, agents: Sequence[AgentReference]) -> None:
        """Open the page of a person or organisation; of several, the one that the user chooses."""
        if len(agents) == 1:
            self.open_target("people", AgentPage(agents[0].id))
            return
        from medway_tui.tui.dialogs.speaker_chooser import SpeakerChooserDialog  # noqa: PLC0415 - likewise

        def open_page(agent: str | None) -> None:
            if agent is not None:
                self.open_target("people", AgentPage(agent))

        self.call_next(self._open_dialog, SpeakerChooserDialog(agents), open_page)

    def action_go_back(self) -> None:
        self._go_through_history(self._history.go_back, "No previous place")

    def action_go_forward(self) -> None:
        self._go_through_history(self._history.go_forward, "No next place: Back has left none")

    def _go_through_history(self, go: Callable[[Visit], Visit | None], nowhere: str) -> None:
        if not isinstance(self.screen, View):
            return
        visit = go(Visit(self.current_mode, self.screen.place()))
        if visit is None:
            self.say(nowhere)
        else:
            self.switch_mode(visit.view)
            self.view(visit.view).return_to(visit.place)

    def is_current_view(self, view: Screen[Any]) -> bool:
        """Return whether a view is open, even under a dialog."""
        return self.screen_stack[:1] == [view]

    # -- dialogs ---------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a command can run now: keys with priority are letters in an input line."""
        if action in _PRIORITY_ACTIONS and (
            isinstance(self.focused, Input) or not isinstance(self.screen, View)
        ):
            return False
        return super().check_action(action, parameters)

    async def _open_dialog(
        self, dialog: Dialog[Answer], callback: Callable[[Answer | None], Any] | None = None
    ) -> None:
        await self.push_screen(dialog, callback)
        # Before the next key is read, which is meant for the dialog.
        dialog.take_focus()

    async def action_search(self) -> None:
        from medway_tui.tui.dialogs.search import SearchDialog  # noqa: PLC0415 - not on the first screen

        def open_hit(choice: SearchChoice | Speakers | None) -> None:
            if isinstance(choice, Speakers):
                self.open_person(choice.agents)
            elif choice is not None:
                self.open_target("read", choice)

        await self._open_dialog(SearchDialog(), open_hit)

    async def action_find_person(self) -> None:
        from medway_tui.tui.dialogs.person_picker import PersonPickerDialog  # noqa: PLC0415 - likewise

        def show_quotes(speaker: str | None) -> None:
            if speaker is not None:
                self.open_target("quotes", QuoteFilter(f"speaker:{speaker}"))

        await self._open_dialog(PersonPickerDialog(), show_quotes)

    async def action_help(self) -> None:
        from medway_tui.tui.dialogs.help import HelpDialog  # noqa: PLC0415 - likewise

        if isinstance(self.screen, View):
            await self._open_dialog(HelpDialog(self.screen.NAME, self.screen.available_commands()))

    async def action_find_command(self) -> None:
        from medway_tui.tui.dialogs.command_palette import CommandPaletteDialog  # noqa: PLC0415 - likewise

        if isinstance(self.screen, View):
            dialog = CommandPaletteDialog(self.screen.available_commands())
            await self._open_dialog(dialog, self._run_command)

    async def _run_command(self, action: str | None) -> None:
        if action is not None:
            await self.screen.run_action(action)

    async def action_copy_as(self) -> None:
        from medway_tui.tui.dialogs.copy_menu import CopyMenuDialog  # noqa: PLC0415 - likewise

        view = self.screen
        forms = [*view.forms_to_copy()] if isinstance(view, View) else []
        reference = view.reference_here() if isinstance(view, View) and view.selection() is None else None
        if reference is not None and self.dossier.id:
            from medway_tui.tui.copy_forms import reader_link  # noqa: PLC0415 - likewise

            forms.append(reader_link(self.dossier.id, reference))
        if not forms:
            self.say("Nothing to copy here")
            return

        def copy_form(form: CopyForm | None) -> None:
            if form is not None:
                self.copy(form.text, form.name)

        await self._open_dialog(CopyMenuDialog(forms), copy_form)

    async def action_findings(self) -> None:
        from medway_tui.tui.dialogs.findings import FindingsDialog  # noqa: PLC0415 - likewise

        # The cursor begins on the first finding of the last save.
        dialog = FindingsDialog(self.dossier.findings(), self.live_reload.first_error)
        await self._open_dialog(dialog, partial(external.open_in_editor, self))

    async def action_import_file(self) -> None:
        from medway_tui.tui.add.flows import ImportFlow  # noqa: PLC0415 - likewise

        await ImportFlow(self, self._open_dialog).start()

    async def action_new_article(self) -> None:
        from medway_tui.tui.add.flows import NewRecordFlow  # noqa: PLC0415 - likewise

        await NewRecordFlow(self, self._open_dialog).add_article()

    async def action_new_person(self) -> None:
        from medway_tui.tui.add.flows import NewRecordFlow  # noqa: PLC0415 - likewise

        await NewRecordFlow(self, self._open_dialog).add_person()

    async def action_choose_theme(self) -> None:
        await self.comfort.choose_theme(self._open_dialog)

    def action_widen_text(self) -> None:
        self.comfort.change_width(1)

    def action_narrow_text(self) -> None:
        self.comfort.change_width(-1)

    def action_toggle_numbers(self) -> None:
        self.comfort.toggle_numbers()

    # -- copying -----------------------------------------------------------------------------------

    @cached_property
    def _copy_flow(self) -> CopyFlow:
        from medway_tui.tui.copying.flow import CopyFlow  # noqa: PLC0415 - not on the first screen

        return CopyFlow(self, self._open_dialog)

    def copy(self, text: str, description: str) -> None:
        """Copy a text, and say by which way; ``description`` names it in the toast."""
        self._copy_flow.copy(text, description)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy the selected text of an input line, for Textual."""
        self.copy(text, "the selected text")

    def action_copy_selection(self) -> None:
        if isinstance(self.screen, ReaderScreen):
            self.screen.action_copy_text()

    async def action_export_list(self) -> None:
        if isinstance(self.screen, View):
            await self._copy_flow.export_list(self.screen.list_to_export())

    async def action_save_copied(self) -> None:
        await self._copy_flow.save_copied()

    # -- bookmarks and notes -----------------------------------------------------------------------

    def action_bookmark(self) -> None:
        if isinstance(self.screen, View):
            self.notes.toggle_bookmark(self.screen)

    async def action_edit_note(self) -> None:
        if isinstance(self.screen, View):
            await self.notes.edit(self.screen)

    async def action_list_notes(self) -> None:
        await self.notes.show_list()

    # -- services for views ------------------------------------------------------------------------

    def say(self, message: str, *, problem: bool = False) -> None:
        """Show a toast."""
        severity: Literal["warning", "information"] = "warning" if problem else "information"
        self._place_toasts()
        seconds = max(_TOAST_SECONDS, len(message) / _TOAST_CHARACTERS)
        self.notify(escape_invisible(message), markup=False, severity=severity, timeout=seconds)

    def _place_toasts(self) -> None:
        place_toasts(self.screen)

    def say_how_to_quit(self) -> None:
        """Say that nothing is selected, and with which key to quit."""
        key = QUIT.key
        if self.is_typing or not isinstance(self.screen, View):
            # In an input line a key that is a letter would be typed; a dialog has none that is.
            held = [key_label(each) for each in QUIT.keys_in_force if "+" in each]
            key = held[0] if held else f"Esc, then {key}"
        self.say(f"Nothing is selected to copy. To quit: {key}")

    def _show_notice(self, text: str) -> None:
        """Show a notice, from any thread."""
        self.call_later(self.say, text, problem=True)

    def say_adrift(self) -> None:
        """Say that a quotation has no place in its article: its paragraph number alone is never trusted."""
        self.say("Adrift: these words are not in the article as it is now", problem=True)

    def findings_badge(self) -> str:
        """Return the number of findings for the header; empty when there are none."""
        number = self.dossier.findings_count()
        return f"  ⚠ {plural(number, 'finding')} ({FINDINGS.key})" if number else ""

    # -- changes in the files ----------------------------------------------------------------------

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        self.live_reload.worker_ended(event.worker, event.state)

    def reload(self) -> None:
        """Have all open views and the dialog query the index again; what is typed or chosen stays."""
        self.speakers = mark_speakers(most_quoted(self.index))
        for view in self._open_views():
            if view.was_shown:
                view.reload()
                view.update_reload_errors()
            else:
                view.needs_reload = True
        if isinstance(self.screen, ReaderScreen) and not isinstance(self.screen, View):
            self.screen.reload()

    def _open_views(self) -> list[View]:
        return [view for view in self._views.values() if view.is_running]

    def action_close_reload_errors(self) -> None:
        if self.live_reload.errors is None:
            self.say("No panel is open: no new findings since the reader was opened")
            return
        self.live_reload.dismiss_errors()
        for view in self._open_views():
            view.update_reload_errors()


def _load_dialogs() -> None:
    """Load the dialogs, whose import takes as long as all else when one is first opened."""
    for name in ("command_palette", "help", "person_picker", "search"):
        import_module(f"medway_tui.tui.dialogs.{name}")
