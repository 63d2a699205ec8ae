"""The panel of findings that appeared since the reader was opened."""

from __future__ import annotations

from typing import NamedTuple

from rich.style import Style
from rich.text import Text
from textual.content import Content
from textual.widget import Widget

from medway_tui.model.findings import Finding
from medway_tui.text import plural
from medway_tui.tui.commands import CLOSE_RELOAD_ERRORS, FINDINGS
from medway_tui.tui.theme import app_palette
from medway_tui.tui.widgets.wrapping import wrap_lines

_BORDER_ROWS = 2
_BORDER_COLUMNS = 4


class ReloadErrors(NamedTuple):
    """New findings since the reader was opened."""

    findings: tuple[Finding, ...]
    names: tuple[str, ...]
    """The paths of their files within the dossier, in the same order."""
    showing_last_good: bool
    """Whether the last valid version of one of the files is shown."""


class ReloadErrorsPanel(Widget):
    """Lists new findings in at most a third of the window; takes no focus."""

    DEFAULT_CSS = """
    ReloadErrorsPanel {
        height: 3; border: round $warning; padding: 0 1; background: $surface;
        border-title-color: $foreground; border-subtitle-color: $foreground;
    }
    """

    def __init__(self, errors: ReloadErrors) -> None:
        super().__init__()
        self._errors = errors

    def on_mount(self) -> None:
        self.set_errors(self._errors)

    def on_resize(self) -> None:
        self._set_height()

    def set_errors(self, errors: ReloadErrors) -> None:
        self._errors = errors
        title = f"⚠ {plural(len(errors.findings), 'new finding')}"
        if errors.showing_last_good:
            title += " · showing the last valid version"
        self.border_title = Content(title)
        opens, closes = FINDINGS.key, CLOSE_RELOAD_ERRORS.key
        self.border_subtitle = Content(f"{opens} opens the list · {closes} closes")
        self._set_height()

    def _set_height(self) -> None:
        self.styles.height = min(len(self._lines()), self._max_lines()) + _BORDER_ROWS
        self.refresh()

    def _max_lines(self) -> int:
        return max(1, self.app.size.height // 3 - _BORDER_ROWS)

    def _lines(self) -> list[tuple[str, Style]]:
        width = max(10, self.app.size.width - _BORDER_COLUMNS)
        colours = app_palette(self.app)
        lines: list[tuple[str, Style]] = []
        for finding, name in zip(self._errors.findings, self._errors.names, strict=True):
            place = f"{name}:{finding.line}:{finding.column}" if finding.line else name
            message = wrap_lines(f"{place} {finding.code} {finding.message}", width)
            lines += [(line, colours.strong) for line in message]
            lines += [(line, colours.muted) for line in wrap_lines(f"help: {finding.hint}", width)]
        return lines

    def render(self) -> Text:
        lines, room = self._lines(), self._max_lines()
        if 1 < room < len(lines):
            muted = app_palette(self.app).muted
            lines[room - 1 :] = [(f"… {FINDINGS.key} lists all", muted)]
        text = Text("\n", no_wrap=True, overflow="ellipsis")
        return text.join(Text(*line) for line in lines[:room])

    async def on_click(self) -> None:
        await self.run_action("app.findings")
