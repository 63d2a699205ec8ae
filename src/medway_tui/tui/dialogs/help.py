"""Help: the keys of a view by group, the signs, and the attribution of the sources."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.content import Content

from medway_tui.text import escape_invisible, plural
from medway_tui.tui.commands import (
    FIND_COMMAND,
    HELP,
    LINE_DOWN,
    LINE_UP,
    MOVEMENT_COMMANDS,
    PAGE_DOWN,
    Command,
    group_commands,
)
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.rows import heading_row
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.wrapping import wrap_lines

_KEY_WIDTH = 16

_SIGNS: Sequence[tuple[str, str]] = (
    ("¶7", "Paragraph 7; the headline has no number."),
    (
        "[…]",
        "Put in, not as printed: a date, a title, a word in a quotation; … is what is left out.",
    ),
    ("c1", "The first caption; captions are numbered by themselves."),
    ("[1 Mar 2020]", "A date that the article does not print: it is inferred."),
    ("[Title]", "A title of ours: the headline is not known."),
    ("┊", "A draft: a quotation that is not confirmed yet."),
    ("≠", "Sources differ here; Differences compares them."),
    ("⚑ ⚐", "A note of yours, a bookmark."),
    ("○ ◇ ◆ ▤", "In Timeline: an event, a promise or deadline, an inspection, an article."),
    ("BBC ¶4", "A source by its short name: paragraph 4 of BBC News; report: the inspectors’ report."),
    (
        "→ ↓",
        "In Timeline: what came of a promise or deadline; a worse grade than before (↑ better).",
    ),
    ("again", "The same words printed a second time in the article; they count once."),
)
"""The signs used in all views."""


class HelpDialog(Dialog[None]):
    """A dialog that lists the keys and has no answer."""

    HAS_INPUT = False
    HINT = "↑ ↓ move · Esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        # The key that opens the help closes it, whichever it is.
        Binding("question_mark", "leave", show=False, id=HELP.id),
        Binding("q", "leave", show=False),
    ]

    def __init__(self, view: str, commands: Sequence[Command]) -> None:
        super().__init__()
        self._view = view
        self._commands = [*commands, *MOVEMENT_COMMANDS]
        self._width = 0

    def on_mount(self) -> None:
        self.query_one("Vertical").border_title = Content(f"Keys in {self._view}")
        self._list()
        self.watch(self.rows, "scroll_y", self._say_more, init=False)

    def on_resize(self) -> None:
        self.call_when_drawn(self._list)

    def _say_more(self) -> None:
        """Say in the hint that the list goes on, and how to see the rest."""
        rows = self.rows
        more = max(0, rows.virtual_size.height - rows.size.height - rows.scroll_offset.y)
        down, up = LINE_DOWN.key, LINE_UP.key
        hint = (
            f"{plural(more, 'line')} more below: {PAGE_DOWN.key}, {down}" if more else f"{down} {up} ↑ ↓ move"
        )
        self.set_hint(f"{hint} · Esc closes")

    def _list(self) -> None:
        width = self.rows.scrollable_content_region.width
        if width == self._width:
            return
        self._width = width
        rows: list[ListRow] = []
        for heading, commands in group_commands(self._commands).items():
            rows.append(heading_row(heading))
            rows += [
                _help_row(command.key_labels() or [FIND_COMMAND.key], command.description, width)
                for command in commands
            ]
        rows.append(heading_row("Signs"))
        rows += [_help_row([sign], meaning, width) for sign, meaning in _SIGNS]
        attribution = self.reader.dossier.attribution
        if attribution:
            rows += [heading_row("Sources"), _help_row([], escape_invisible(attribution), width)]
        self.rows.show(rows)
        self._say_more()

    def action_choose(self) -> None:
        self.close_with(None)


def _help_row(keys: Sequence[str], words: str, width: int) -> ListRow:
    """Return keys or a sign, and what they mean; keys that do not fit into a line go on in the next."""
    pairs = [
        *zip_longest(_key_lines(keys), wrap_lines(words, max(10, width - _KEY_WIDTH - 3)), fillvalue=""),
    ]

    def draw(_: int, colours: Palette) -> list[Text]:
        return [Text.assemble("  ", (f"{key:<{_KEY_WIDTH}}", colours.strong), line) for key, line in pairs]

    # A row with a value takes the cursor, so that the arrows go through all of them.
    return ListRow(words, draw, len(pairs))


def _key_lines(keys: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for key in keys:
        if lines and len(lines[-1]) + 1 + len(key) < _KEY_WIDTH:
            lines[-1] += f" {key}"
        else:
            lines.append(key)
    return lines
