"""Private names of Textual that the reader uses, and what it patches, all in one place.

Written for Textual 8.2, to which ``pyproject.toml`` holds the dependency. Asking for the installed version
would load ``importlib.metadata`` before the first paint, so every use is guarded by what it relies on: where
a newer Textual lacks that, the reader goes without. ``tests/tui/test_textual_patches.py`` fails when a patch
is no longer needed or its guard no longer holds.
"""

from __future__ import annotations

import os
import sys
from asyncio import create_task, wait
from collections.abc import Generator, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, cast

from rich.segment import Segment
from rich.style import Style as RichStyle
from rich.text import Text
from textual import events
from textual._styles_cache import StylesCache
from textual.app import App, ReturnType
from textual.await_remove import AwaitRemove
from textual.binding import Binding, BindingsMap, KeymapApplyResult
from textual.color import Color
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.driver import Driver
from textual.geometry import Size
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.strip import Strip
from textual.style import Style
from textual.timer import Timer
from textual.widget import AwaitMount, Widget
from textual.widgets import Input

from medway_tui.tui.signals import has_shell

VERSIONS = "8.2."
"""What the installed version begins with while this module is up to date."""

_original_divide = Strip.divide
_original_apply_keymap = BindingsMap.apply_keymap
_original_size_updated = Widget._size_updated
_original_init_timer = Timer.__init__
_original_inner_outer = getattr(StylesCache.get_inner_outer, "__wrapped__", None)


def apply_patches() -> None:
    """Let the lines of the screen be freed when they are no longer shown, and draw it less often; idempotent.

    ``Strip.divide`` caches its result. A strip that needs no cut caches itself, a cycle that only the garbage
    collector can free: every line ever drawn, several thousand objects a screenful.

    ``StylesCache.get_inner_outer`` is a method behind ``lru_cache``, which so holds the caches of the last
    thousand widgets with all their lines, most of them of closed dialogs. The result depends on no widget.

    ``BindingsMap.apply_keymap`` runs several times a key where the user has keys of their own, and compares
    each of those with every binding: 1 to 3 ms. It also reports a command with two keys as clashing with
    itself. The one here goes through the bindings once.

    ``AwaitMount`` lays out the parent again each time it is awaited, which Textual does twice.
    ``Widget._size_updated`` is called in a layout, and asks for another one where the size of the content
    has changed, which the first has measured just then.

    ``Timer`` skips what is late. A timer that runs once and is late by more than its interval never ran; with
    a negative interval, as that of a toast that expires while it is mounted, it went round for ever.
    """
    if "_divide_cache" in Strip.__slots__:
        Strip.divide = _divide_without_cycle  # type: ignore[method-assign]
    if _original_inner_outer is not None:
        StylesCache.get_inner_outer = _get_inner_outer  # type: ignore[assignment]
    if hasattr(BindingsMap, "apply_keymap") and KeymapApplyResult._fields == ("clashed_bindings",):
        BindingsMap.apply_keymap = _apply_keymap  # type: ignore[method-assign]
    if {"_widgets", "_parent"} <= {*AwaitMount.__init__.__code__.co_names}:
        AwaitMount.__await__ = _await_mounted  # type: ignore[method-assign]
    Widget._size_updated = _update_size  # type: ignore[method-assign]
    if "_skip" in Timer.__init__.__code__.co_names or Timer.__init__ is _init_timer:
        Timer.__init__ = _init_timer  # type: ignore[method-assign]


def _divide_without_cycle(self: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
    length = self.cell_length
    within = [cut for cut in cuts if cut <= length]
    return [self] if within == [length] else _original_divide(self, within)


def _await_mounted(self: AwaitMount) -> Generator[None, None, None]:
    # Screens lay themselves out.
    if self._widgets and all(isinstance(widget, Screen) for widget in self._widgets):
        return _wait_until_mounted(self._widgets).__await__()
    return _wait_and_lay_out(self).__await__()


async def _wait_until_mounted(widgets: Iterable[Widget]) -> None:
    await wait([create_task(widget._mounted_event.wait()) for widget in widgets])


async def _wait_and_lay_out(mount: AwaitMount) -> None:
    if mount._widgets:
        await _wait_until_mounted(mount._widgets)
    if mount._widgets:
        mount._widgets = ()
        mount._parent.refresh(layout=True)


def _update_size(
    self: Widget,
    size: Size,
    virtual_size: Size,
    container_size: Size,
    layout: bool = True,  # noqa: ARG001, FBT001, FBT002 - Textual's signature
) -> bool:
    return _original_size_updated(self, size, virtual_size, container_size, layout=False)


def _init_timer(self: Timer, *arguments: Any, **named: Any) -> None:
    _original_init_timer(self, *arguments, **named)
    if self._repeat == 0:
        self._skip = False


def _get_inner_outer(_: StylesCache, beneath: Color, background: Color) -> tuple[Style, Style]:
    return _cached_inner_outer(beneath, background)


@lru_cache(1024)
def _cached_inner_outer(beneath: Color, background: Color) -> tuple[Style, Style]:
    styles: tuple[Style, Style] = _original_inner_outer(None, beneath, background)  # type: ignore[misc]
    return styles


def _apply_keymap(self: BindingsMap, keymap: Mapping[str, str]) -> KeymapApplyResult:
    """Give bindings the keys of the keymap by their ids; return the bindings that lose a key so."""
    kept: dict[str, list[Binding]] = {}
    moved: dict[str, Binding] = {}
    for key, bindings in self.key_to_bindings.items():
        for binding in bindings:
            if binding.id in keymap:
                moved.setdefault(binding.id or "", binding)
            else:
                kept.setdefault(key, []).append(binding)
    moved_keys = [(binding, key) for id_, binding in moved.items() for key in keymap[id_].split(",")]
    clashed = {binding for _, key in moved_keys for binding in kept.pop(key, ())}
    for binding, key in moved_keys:
        kept.setdefault(key, []).append(_with_key(binding, key))
    self.key_to_bindings = kept
    return KeymapApplyResult(clashed)


@lru_cache(1024)
def _with_key(binding: Binding, key: str) -> Binding:
    return binding.with_key(key=key, key_display=None)


class PatchedApp(App[ReturnType]):
    """An app with what the reader needs beyond Textual's public interface."""

    def __init__(self, *, ansi_color: bool | None) -> None:
        if not os.environ.get("NO_COLOR"):
            # Textual takes an empty one for a wish; by no-color.org it is none.
            os.environ.pop("NO_COLOR", None)
        super().__init__(ansi_color=ansi_color)

    def get_driver_class(self) -> type[Driver]:
        """Return the reader's own driver where Textual would take the one for a Unix terminal."""
        driver = super().get_driver_class()
        if driver.__name__ != "LinuxDriver":
            return driver
        from medway_tui.tui.terminal_driver import TerminalDriver  # noqa: PLC0415 - for a terminal of Unix

        return TerminalDriver

    def write_to_terminal(self, sequence: str) -> None:
        """Send a sequence to the terminal, between two updates of the screen."""
        if self._driver is not None:
            self._driver.write(sequence)

    def clear_selection(self) -> None:
        """Clear the selection for an input line that has the focus.

        Textual's lines clear it whenever their cursor moves, also when one of another view is being made.
        """
        if isinstance(self.focused, Input):
            super().clear_selection()

    def keep_for_paste(self, text: str) -> None:
        """Note a copied text for Ctrl+V in an input line, as no terminal is asked for its clipboard."""
        if hasattr(self, "_clipboard"):
            self._clipboard = text

    def restore_terminal(self) -> None:
        """Take back the modes of the terminal at once, from any thread."""
        restore = getattr(self._driver, "restore_at_once", None)
        if restore is not None:
            restore()

    def describe_error(self, _error: Exception, /) -> str | None:
        """Return the sentence for an error of the user's files that ends the program, or None."""
        return None

    def report_crash(self, error: Exception, /) -> str:
        """Record an error of the program itself; return the sentence to print."""
        return f"{type(error).__name__}: {error}"

    def say(self, message: str, *, problem: bool = False) -> None:
        """Show a toast."""
        raise NotImplementedError

    def action_suspend_process(self) -> None:
        """Suspend the program; Textual's own does so too where nothing can bring it back."""
        if has_shell():
            super().action_suspend_process()
        else:
            self.say("Not suspended: no shell has started the reader, which could bring it back")

    _is_shutting_down = False

    async def _shutdown(self) -> None:
        self._is_shutting_down = True
        await super()._shutdown()

    def _handle_exception(self, error: Exception) -> None:
        # Textual has no public hook for an error that ends the program.
        if (self._exit or self._is_shutting_down) and isinstance(error, NoMatches):
            # A view that is mounted while the app shuts down gets no widgets.
            return
        message = self.describe_error(error)
        if message is None:
            super()._handle_exception(error)
        else:
            self.exit(return_code=2, message=message)

    def input_failed(self, error: Exception) -> None:
        """End with an error of the thread that reads keys; called in it."""

        def fail() -> None:
            raise error

        self.call_later(fail)

    def _fatal_error(self) -> None:
        # Textual's own prints a traceback with the local variables of every frame.
        error = sys.exc_info()[1]
        if isinstance(error, Exception) and not self._exit_renderables:
            self._exit_renderables.append(Text(self.report_crash(error)))
        self._close_messages_no_wait()

    @property
    def is_typing(self) -> bool:
        """Whether letters go into an input line."""
        return self.focused is not None and self.focused.check_consume_key("a", "a")

    def type_key(self, event: events.Key) -> bool:
        """Give a letter to the input line that has the focus; return whether there is one.

        Textual looks for bindings with priority first: a letter that the user has made the key of a command
        could not be typed.
        """
        focused = self.focused
        if focused is None or not focused.check_consume_key(event.key, event.character):
            return False
        focused._forward_event(event)
        return True

    def begin_in_mode(self, mode: str) -> None:
        """Begin in another mode than ``DEFAULT_MODE``, which Textual decides for all apps of a class."""
        if getattr(self, "_screen_stacks", None) == {self.DEFAULT_MODE: []}:
            self._screen_stacks = {mode: []}
            self._current_mode = mode

    def _prune(self, *nodes: Widget, parent: DOMNode | None = None) -> AwaitRemove:
        # Where a dialog has closed, Textual lays out the view below again, and draws all of it twice more.
        is_screen = bool(nodes) and all(isinstance(node, Screen) for node in nodes)
        return super()._prune(*nodes, parent=None if is_screen else parent)

    def mark_css_current(self, screen: Screen[Any]) -> None:
        """Say that a new screen's rules are in the stylesheet already.

        Otherwise Textual reads all rules three times more and applies them to the screen that is shown.
        """
        if hasattr(self, "_css_update_count"):
            screen._css_update_count = self._css_update_count

    def preload_mode(self, mode: str, screen: Screen[Any]) -> None:
        """Mount the screen of a mode without switching to it, for which Textual has no public method."""
        if hasattr(self, "_init_mode"):
            self._init_mode(mode)
            screen.post_message(events.ScreenSuspend())

    def lay_out_screen(self, screen: Screen[Any]) -> None:
        """Lay out a screen that is not shown, which Textual does only for the one that is."""
        if hasattr(screen, "_refresh_layout"):
            screen._refresh_layout(self.size)


class EscapeMixin:
    """A screen that may have a command of its own which clears the selection on Esc.

    Textual clears it before the command runs, which would then find nothing selected.
    """

    ESC_COMMAND_CLEARS: ClassVar[bool] = False
    """Whether its command for Esc clears the selection."""

    def _key_escape(self) -> None:
        if not self.ESC_COMMAND_CLEARS:
            cast("Screen[Any]", self).clear_selection()


class PatchedScreen(Screen[ScreenResultType]):
    """A screen that is laid out once for each size, and dimmed below a dialog no more often than it changes.

    Textual lays out a new screen twice, draws it twice, and lays out the one below it too. It draws and dims
    all of the screen below with every change of a dialog, which takes half the time of a letter typed there.
    """

    _laid_out_size: Size | None = None
    _drawn = 0
    _backdrop: tuple[object, list[Strip]] = None, []

    def _compositor_refresh(self) -> None:
        self._drawn += 1
        super()._compositor_refresh()

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:  # noqa: FBT001, FBT002 - Textual's
        super()._refresh_layout(size, scroll)
        self._laid_out_size = self.outer_size if size is None else size

    async def _on_resize(self, event: events.Resize) -> None:
        # Textual lays out for the new size first, then again with the classes of that size.
        self._set_size_classes(event.size)
        await super()._on_resize(event)

    def _set_size_classes(self, size: Size) -> None:
        horizontal, vertical = self.HORIZONTAL_BREAKPOINTS or [], self.VERTICAL_BREAKPOINTS or []
        changes: dict[str, bool] = {}
        for pairs, length in ((horizontal, size.width), (vertical, size.height)):
            reached = max((each for each in pairs if length >= each[0]), default=(0, ""))[1]
            changes |= {name: name == reached for _, name in pairs}
        if any(self.has_class(name) != is_set for name, is_set in changes.items()):
            self.update_classes(changes, animate=False)
            self.app.stylesheet.update(self)

    def _screen_resized(self, size: Size) -> None:
        if size != self._laid_out_size:
            super()._screen_resized(size)

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        event.prevent_default()
        is_new = self._size != self.app.size
        super()._on_screen_resume(event)
        if is_new and self._size == self.app.size:
            # It was drawn as it was laid out.
            self._repaint_required = False
            self._repaint_regions.clear()

    def draw_dimmed(self, color: Color) -> list[Strip]:
        """Return the lines of the screen under a colour that is translucent, without links."""
        key = self._drawn, self.size, color, self._below
        if self._backdrop[0] != key:
            lines = self._compositor.render_strips()
            self._backdrop = key, [_dim_line(line, color) for line in lines]
        return self._backdrop[1]

    @property
    def _below(self) -> int:
        """Return a number that changes with the screens below."""
        stack = self.app.screen_stack
        below = stack[: stack.index(self)] if self in stack else ()
        return sum(screen._drawn for screen in below if isinstance(screen, PatchedScreen))


class PatchedModal(ModalScreen[ScreenResultType], PatchedScreen[ScreenResultType]):
    """A dialog over a screen that is drawn dimmed."""

    def render_line(self, y: int) -> Strip:
        """Return a line of the screen below, where the dialog lets it through."""
        color, below = self.styles.background, self._screen_below
        if below is None or color.a == 1 or not hasattr(below, "_compositor"):
            return super().render_line(y)
        self._dirty_regions.clear()
        lines = below.draw_dimmed(color)
        return lines[y] if y < len(lines) else Strip.blank(self.size.width, self.visual_style.rich_style)

    @property
    def _screen_below(self) -> PatchedScreen[Any] | None:
        stack = self.app.screen_stack
        number = stack.index(self) if self in stack else 0
        below = stack[number - 1] if number else None
        return below if isinstance(below, PatchedScreen) else None


def _dim_line(line: Strip, color: Color) -> Strip:
    return Strip(
        [
            segment if segment.control else Segment(segment.text, _dim_style(segment.style, color))
            for segment in line
        ],
        line.cell_length,
    )


@lru_cache(4096)
def _dim_style(style: RichStyle | None, color: Color) -> RichStyle | None:
    [segment] = BackgroundScreen.process_segments([Segment(" ", style)], color)
    return segment.style
