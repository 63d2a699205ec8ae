"""The theme of the reader: which one at the start, and changes of it."""

from __future__ import annotations

from typing import Any

from textual.app import App

from medway_tui.tui.theme import DARK, LIGHT, add_palette, textual_name, theme_name

DEFAULT_THEME = "dark"


class ThemeController:
    """Sets the theme of an app; one that can't be used leaves the theme before it, with a sentence."""

    def __init__(self, app: App[Any], wanted: str | None) -> None:
        """Set the theme ``wanted`` at the start, before anything is styled."""
        self._app = app
        app.register_theme(DARK)
        app.register_theme(LIGHT)
        self.problems: list[str] = []
        """The sentences about the theme at the start, to be shown once there is a screen."""
        problem = self.prepare(wanted or DEFAULT_THEME)
        if problem:
            self.problems.append(f"{problem}; until then the colours are {DEFAULT_THEME}")
        # Set before anything is styled: a change of theme styles everything a second time.
        name = DEFAULT_THEME if problem else wanted or DEFAULT_THEME
        app.set_reactive(App.theme, textual_name(name))
        app.stylesheet.set_variables(app.get_css_variables())

    @property
    def current(self) -> str:
        """The name of the theme in force."""
        return theme_name(self._app.theme)

    def prepare(self, name: str) -> str:
        """Make a theme known to Textual and the palettes; return the sentence where it can't be used."""
        if name in ("dark", "light", "terminal"):
            return ""
        # Neither is needed for the first paint of most people.
        from medway_tui.tui.theme_colours import HIGH_CONTRAST  # noqa: PLC0415 - see above
        from medway_tui.tui.theme_files import (  # noqa: PLC0415 - see above
            ThemeFileError,
            built_in_theme,
            read_theme,
        )

        try:
            # A file is read each time, as its author may be trying colours.
            theme = built_in_theme(name) if name in HIGH_CONTRAST else read_theme(name).theme
        except ThemeFileError as error:
            return str(error.problem)
        self._app.register_theme(theme.theme)
        add_palette(theme.theme.name, theme.palette)
        return ""

    def show(self, name: str) -> str:
        """Show the reader in a theme; return the sentence where it can't be used."""
        problem = self.prepare(name)
        if not problem:
            textual = textual_name(name)
            if self._app.theme == textual:
                # Its file may have other colours now.
                self._app.set_reactive(App.theme, textual_name(DEFAULT_THEME))
            self._app.theme = textual
        return problem
