"""The person picker: councillors first, then everyone else quoted."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.widgets import Input

from medway_tui.export.citations import format_quote_count
from medway_tui.index.connection import Index
from medway_tui.index.names import SpeakerChoice, filter_by_name, speaker_choices
from medway_tui.text import escape_invisible
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.rows import heading_row
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit

_MAX_INLINE_NAMES = 500
"""The number of names that can be matched against misspelt text within an inline query."""


class PersonPickerDialog(Dialog[str]):
    """A dialog whose answer is the id of the chosen person or organisation."""

    DIALOG_TITLE = "Find a person"
    PLACEHOLDER = "a few letters of a name"

    def __init__(self) -> None:
        super().__init__()
        self._worker = QueryWorker(self)
        self._all_choices: list[SpeakerChoice] = []
        self._listed_text: str | None = None

    def on_mount(self) -> None:
        self._query("", refresh=True)

    def on_unmount(self) -> None:
        self._worker.close()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.choose_when_ready = False
        self._query(event.value)

    def is_pending(self) -> bool:
        """Return whether the list is still out of date for the text typed."""
        return self._worker.pending

    def update_list(self) -> None:
        """List matching people, where the list lags behind the input line."""
        if self.typed_text() != self._listed_text and not self._worker.pending:
            self._query(self.typed_text())

    def reload(self) -> None:
        """Query everyone again, and keep the cursor."""
        self._worker.reconnect()
        self._query(self.typed_text(), refresh=True, keep_cursor=True)

    def _query(self, typed: str, *, refresh: bool = False, keep_cursor: bool = False) -> None:
        """Query people matching the text; with ``refresh``, reload all of them."""
        known = [] if refresh else self._all_choices

        def query(index: Index) -> Iterator[tuple[list[SpeakerChoice], list[SpeakerChoice]]]:
            everyone = known or speaker_choices(index)
            yield everyone, filter_by_name(everyone, typed)

        # Matching thousands of names against misspelt text takes a while.
        few = len(self._all_choices) < _MAX_INLINE_NAMES
        self._worker.submit(query, lambda answer: self._list(typed, *answer, keep=keep_cursor), inline=few)

    def _list(
        self, typed: str, everyone: list[SpeakerChoice], found: list[SpeakerChoice], *, keep: bool
    ) -> None:
        self._all_choices, self._listed_text = everyone, typed
        rows: list[ListRow] = []
        for councillor, heading in ((True, "Councillors"), (False, "Others quoted")):
            group = [choice for choice in found if choice.is_councillor == councillor]
            if group:
                rows += [heading_row(heading), *map(_choice_row, group)]
        empty = f"No matching person or organisation for “{escape_invisible(typed.strip())}”."
        if keep:
            self.rows.replace(rows, value=self.rows.value, empty=empty)
        else:
            self.rows.show(rows, empty=empty)
        if self.choose_when_ready:
            self.action_choose()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.close_with(event.value)


def _choice_row(choice: SpeakerChoice) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        count = format_quote_count(choice.quotes, choice.drafts)
        text = Text("   ")
        party = fit(escape_invisible(choice.party), width // 3)
        text.append(
            fit(escape_invisible(choice.name), width - cell_len(party) - len(count) - 7), colours.strong
        )
        if party:
            text.append(f"  {party}", colours.muted)
        if choice.other_names:
            room = width - cell_len(text.plain) - len(count) - 12
            names = fit(escape_invisible(", ".join(choice.other_names)), room)
            if room > 8:
                text.append(f"  also {names}", colours.muted)
        text.append(" " * max(1, width - cell_len(text.plain) - len(count) - 1))
        text.append(count, colours.muted)
        return [text]

    return ListRow(choice.id, draw)
