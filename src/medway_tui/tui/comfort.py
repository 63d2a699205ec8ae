"""The settings of comfort: theme, reading width, paragraph numbers, focus mode and motion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from textual.app import App

from medway_tui.config.settings import Settings
from medway_tui.tui.commands import FOCUS_MODE, TOGGLE_LIST
from medway_tui.tui.reader_state import ReaderState
from medway_tui.tui.theme_controller import ThemeController
from medway_tui.tui.widgets.article_view import (
    DEFAULT_SETTING,
    MAX_READING_WIDTH,
    MIN_READING_WIDTH,
    WIDE_TEXT,
    ArticleText,
    TextSetting,
    is_wide,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from medway_tui.tui.base_view import View
    from medway_tui.tui.dialogs.base import Dialog

    OpenDialog = Callable[[Dialog[Any], Callable[[Any], Any]], Awaitable[None]]

_WIDTH_STEP = 4
"""The cells by which a key changes the reading width."""


class ComfortController:
    """Changes the settings of comfort, and keeps what the user chooses.

    What ``config.toml`` sets comes before what was kept from the last run; a change in the reader holds
    until it ends either way.
    """

    def __init__(
        self,
        app: App[Any],
        state: ReaderState,
        settings: Settings,
        *,
        theme: str | None,
        views: Callable[[], Iterable[View]],
        say: Callable[..., None],
    ) -> None:
        """``theme`` is that of the command line; ``views`` returns the open views; ``say`` shows a toast."""
        self._app = app
        self._views = views
        self._state = state
        self._reader = settings.reader
        self._say = say
        kept = state.preferences
        self.themes = ThemeController(app, theme or self._reader.theme or kept.theme)
        width = self._reader.reading_width or kept.reading_width or DEFAULT_SETTING.width
        numbers = next(
            each
            for each in (self._reader.paragraph_numbers, kept.paragraph_numbers, DEFAULT_SETTING.numbers)
            if each is not None
        )
        self.text_setting = TextSetting(max(MIN_READING_WIDTH, min(width, MAX_READING_WIDTH)), numbers)
        """How articles are set."""
        if self._reader.motion == "none":
            app.animation_level = "none"

    def show_problems(self) -> None:
        """Say what is wrong with the theme that was asked for."""
        for problem in self.themes.problems:
            self._say(problem, problem=True)
        self.themes.problems.clear()

    # -- the theme -----------------------------------------------------------------------------------

    async def choose_theme(self, open_dialog: OpenDialog) -> None:
        """Open the chooser of themes."""
        from medway_tui.tui.dialogs.theme_chooser import ThemeChooserDialog  # noqa: PLC0415 - at this key

        await open_dialog(ThemeChooserDialog(self.themes), self._keep_theme)

    def _keep_theme(self, name: str | None) -> None:
        if name is None:
            return
        problem = self.themes.show(name)
        if problem:
            self._say(problem, problem=True)
            return
        self._state.change(theme=name)
        self._say(f"Theme: {name}{self._until('theme')}")

    # -- the text ------------------------------------------------------------------------------------

    def change_width(self, steps: int) -> None:
        """Set articles wider, or narrower where ``steps`` is negative."""
        room = self._room()
        if steps > 0 and room is not None and self.text_setting.width >= room:
            # The pane may not have its new size yet, where the key is held.
            self._app.screen.call_after_refresh(self._change_width, steps)
        else:
            self._change_width(steps)

    def _change_width(self, steps: int) -> None:
        width, room = self.text_setting.width, self._room()
        if steps > 0 and room is not None and width >= room:
            keys = f"{TOGGLE_LIST.key} hides the list, {FOCUS_MODE.key} all but the text"
            self._say(f"The pane has room for {room} cells: {keys}")
            return
        # From what is seen: in a narrow pane the text may be narrower than was chosen.
        seen = width if room is None else min(width, room)
        wanted = max(MIN_READING_WIDTH, min(seen + steps * _WIDTH_STEP, MAX_READING_WIDTH))
        if wanted == width:
            limit = "most" if steps > 0 else "least"
            self._say(f"Reading width {width} cells: this is the {limit}")
            return
        self._set_text(self.text_setting._replace(width=wanted))
        self._state.change(reading_width=wanted)
        self._say(f"Reading width {wanted} cells{self._until('reading_width')}")

    def toggle_numbers(self) -> None:
        """Show the numbers of paragraphs in the margin, or leave them out."""
        numbers = not self.text_setting.numbers
        self._set_text(self.text_setting._replace(numbers=numbers))
        self._state.change(paragraph_numbers=numbers)
        self._say(f"Paragraph numbers {'on' if numbers else 'off'}{self._until('paragraph_numbers')}")

    def _set_text(self, setting: TextSetting) -> None:
        self.text_setting = setting
        for view in self._views():
            view.set_class(is_wide(view), WIDE_TEXT)
        for text in self._texts():
            text.fit_setting()

    def _texts(self) -> Iterator[ArticleText]:
        for view in self._views():
            yield from view.query(ArticleText)

    def _room(self) -> int | None:
        """Return the widest lines that the article on the screen has room for, in cells; None without one."""
        rooms = [
            text.room for text in self._app.screen.query(ArticleText) if text.display and text.size.width
        ]
        return max(rooms, default=None)

    def _until(self, name: str) -> str:
        """Return what a toast adds where config.toml sets the same thing."""
        return " until you quit: config.toml sets it" if getattr(self._reader, name) is not None else ""
