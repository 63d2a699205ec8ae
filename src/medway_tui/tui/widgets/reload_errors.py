"""The panel at the bottom of a view: what a save has just broken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.text import Text
from textual.content import Content
from textual.widget import Widget

from medway_tui.model.findings import Finding
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.commands import CLOSE_RELOAD_ERRORS, FINDINGS
from medway_tui.tui.theme import palette
from medway_tui.tui.widgets.wrapping import wrap

_BORDER = 2
"""The rows, and the columns with the padding likewise halved, that the border takes."""


class ReloadErrors(NamedTuple):
    """What is wrong since the reader was opened."""

    findings: tuple[Finding, ...]
    """The findings."""
    names: tuple[str, ...]
    """What their files are called in the dossier, in the same order."""
    showing_last_good: bool
    """Whether what is shown of one of the files is what it said before."""


class ReloadErrorsPanel(Widget):
    """Lists new findings in at most a third of the window; has no keys of its own, and takes none."""

    DEFAULT_CSS = """
    ReloadErrorsPanel {
        height: 3; border: round $warning; padding: 0 1; background: $surface;
        border-title-color: $foreground;
    }
    """

    def __init__(self, broken: ReloadErrors) -> None:
        super().__init__()
        self._errors = broken

    def on_mount(self) -> None:
        """Take as many rows as are needed."""
        self.set_errors(self._errors)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._fit()

    def set_errors(self, broken: ReloadErrors) -> None:
        """Say something else."""
        self._errors = broken
        number = len(broken.findings)
        title = f"⚠ {plural(number, 'new finding')}"
        if broken.showing_last_good:
            title += " · shown as before the save"
        self.border_title = Content(title)
        opens, closes = FINDINGS.key_labels()[0], CLOSE_RELOAD_ERRORS.key_labels()[0]
        self.border_subtitle = Content(f"{opens} opens, Enter there edits · {closes} closes")
        self._fit()

    def _fit(self) -> None:
        height = min(len(self._lines()), self._max_lines()) + _BORDER
        self.styles.height = height
        self.refresh()

    def _max_lines(self) -> int:
        """How many lines may be shown."""
        return max(1, self.app.size.height // 3 - _BORDER)

    def _lines(self) -> list[tuple[str, bool]]:
        """All lines, and of each whether it says what is wrong."""
        width = max(10, self.app.size.width - 2 * _BORDER)
        lines: list[tuple[str, bool]] = []
        for finding, name in zip(self._errors.findings, self._errors.names, strict=True):
            place = f"{name}:{finding.line}:{finding.column}" if finding.line else name
            for words, strong in (
                (f"{place} {finding.code} {finding.message}", True),
                (f"help: {finding.hint}", False),
            ):
                shown = escape_invisible(words)
                lines += [(shown[start:end], strong) for start, end in wrap(shown, width)]
        return lines

    def render(self) -> Text:
        """As many lines as there is room for, and how many findings do not come in sight."""
        colours = palette(self.app.theme, no_color=self.app.no_color)
        lines, room = self._lines(), self._max_lines()
        text = Text(no_wrap=True, overflow="ellipsis")
        cut: Sequence[tuple[str, bool]] = lines
        if len(lines) > room:
            cut = lines[: max(1, room - 1)]
        for number, (line, strong) in enumerate(cut):
            text.append("\n" if number else "")
            text.append(line, colours.strong if strong else colours.muted)
        if 1 < room < len(lines):
            text.append(f"\n… {FINDINGS.key_labels()[0]} lists all", colours.muted)
        return text

    async def on_click(self) -> None:
        """A click on the panel lists the findings."""
        await self.run_action("app.findings")
