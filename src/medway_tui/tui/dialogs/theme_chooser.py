"""The chooser of themes: the reader behind it has the colours of the row with the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from medway_tui.config.folders import own_theme_names, themes_folder
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.dialogs.base import CLOSE_LABEL, Dialog, HintLine
from medway_tui.tui.theme import Palette
from medway_tui.tui.theme_controller import ThemeController
from medway_tui.tui.theme_files import ThemeFileError, read_theme, shadowed_files
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit

_DESCRIPTIONS = {
    "dark": "light text on dark",
    "light": "dark text on light",
    "high-contrast": "white on black, 7:1",
    "high-contrast-light": "black on white, 7:1",
    "terminal": "the terminal's own",
}
_NAME_WIDTH = 21
_MIN_WIDTH_FOR_DESCRIPTIONS = 44
_LINES_AROUND = 8
"""The lines of the window that are not for the list: borders, remark, hint, and some of the reader."""
_PREVIEW_DELAY = 0.04
"""The seconds after a move before the reader has other colours, so that held keys are not held up."""


class ThemeEntry(NamedTuple):
    """A theme that can be chosen."""

    name: str
    description: str
    remark: str = ""
    """What there is to say about it: the fault of its file, or the file's place."""
    can_be_used: bool = True


class ThemeChooserDialog(Dialog[str]):
    """A dialog that returns the name of the chosen theme, and shows each while the cursor is on it."""

    DIALOG_TITLE = "Theme"
    HAS_INPUT = False
    HINT = "↑ ↓ t try · Enter keeps · Esc restores"
    DEFAULT_CSS = """
    ThemeChooserDialog { align: right top; background: transparent; }
    ThemeChooserDialog > Vertical {
        width: 56; max-width: 100%; height: auto; max-height: 90%; margin: 1 1 0 0;
    }
    ThemeChooserDialog RowList { height: auto; }
    ThemeChooserDialog #remark { height: auto; padding: 0 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("t", "next_theme", show=False)]

    def __init__(self, themes: ThemeController) -> None:
        super().__init__()
        self._themes = themes
        self._before = themes.current
        self._entries: Sequence[ThemeEntry] = ()
        self._timer: Timer | None = None

    def compose(self) -> Iterable[Widget]:
        with Vertical() as box:
            box.border_title = Content(self.DIALOG_TITLE)
            box.border_subtitle = CLOSE_LABEL
            yield RowList(click_chooses=True)
            yield Static(id="remark")
            yield HintLine(self.HINT)

    def on_mount(self) -> None:
        self._fit_list()

    def on_resize(self) -> None:
        self._fit_list()

    def _fit_list(self) -> None:
        self.rows.styles.max_height = max(3, self.app.size.height - _LINES_AROUND)

    def list_matches(self, text: str) -> None:
        """List the themes of the reader and those of the user's files."""
        self.listed_text = text
        # Someone in a browser sees none of this machine's files.
        names = [] if self.reader.read_only else own_theme_names()
        own = [_own_entry(name) for name in names]
        problems = [] if self.reader.read_only else shadowed_files()
        shadowed = {problem.path.stem: str(problem) for problem in problems}
        built_in = [ThemeEntry(name, words, shadowed.get(name, "")) for name, words in _DESCRIPTIONS.items()]
        self._entries = [*built_in, *own]
        rows = [_theme_row(entry, is_current=entry.name == self._before) for entry in self._entries]
        self.rows.show(rows, value=next((e for e in self._entries if e.name == self._before), None))
        self._show_remark()

    def action_next_theme(self) -> None:
        """Go to the next theme, from the last to the first."""
        names = list(self._entries)
        at = names.index(self.rows.value) if self.rows.value in names else -1
        self.rows.select(names[(at + 1) % len(names)])
        self._try_later()

    @on(RowList.Highlighted)
    def _highlighted(self) -> None:
        self._try_later()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        entry: ThemeEntry = event.value
        if entry.can_be_used:
            self._stop_timer()
            self.close_with(entry.name)

    def action_leave(self) -> None:
        """Close, and restore the theme that there was."""
        self._stop_timer()
        if self._themes.current != self._before:
            self._themes.show(self._before)
        super().action_leave()

    def _try_later(self) -> None:
        self._show_remark()
        self._stop_timer()
        self._timer = self.set_timer(_PREVIEW_DELAY, partial(self._try, self.rows.value))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _try(self, entry: ThemeEntry | None) -> None:
        if entry is not None and entry.can_be_used and entry.name != self._themes.current:
            self._themes.show(entry.name)

    def _show_remark(self) -> None:
        """Show what there is to say about the theme at the cursor, in as many lines as it takes."""
        entry: ThemeEntry | None = self.rows.value
        remark = entry.remark if entry is not None else ""
        static = self.query_one("#remark", Static)
        static.display = bool(remark)
        static.update(Content(escape_invisible(remark)))


def _own_entry(name: str) -> ThemeEntry:
    try:
        weak = read_theme(name).weak
    except ThemeFileError as error:
        return ThemeEntry(name, "can't be used", str(error.problem), can_be_used=False)
    if weak:
        more = f" (and {len(weak) - 1} more)" if len(weak) > 1 else ""
        return ThemeEntry(name, f"your own; {plural(len(weak), 'weak colour')}", f"{weak[0]}{more}")
    return ThemeEntry(name, "your own", str(themes_folder() / f"{name}.toml"))


def _theme_row(entry: ThemeEntry, *, is_current: bool) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text("  ")
        text.append(fit(escape_invisible(entry.name), _NAME_WIDTH), colours.strong)
        text.append(" " * (_NAME_WIDTH + 3 - text.cell_len))
        if width >= _MIN_WIDTH_FOR_DESCRIPTIONS:
            text.append(fit(entry.description, max(1, width - _NAME_WIDTH - 8)), colours.muted)
        if is_current:
            text.append(" " * max(1, width - text.cell_len - 4))
            text.append("now", colours.muted)
        return [text]

    return ListRow(entry, draw)
