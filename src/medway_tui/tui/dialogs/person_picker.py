"""The person picker: councillors first, then everyone else quoted."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text
from textual import on

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
"""The most names that an inline query can match against a misspelt text."""


class PersonPickerDialog(Dialog[str]):
    """A dialog that returns the id of the chosen person or organisation."""

    DIALOG_TITLE = "Find a person"
    PLACEHOLDER = "a few letters of a name"

    def __init__(self) -> None:
        super().__init__()
        self._worker = QueryWorker(self)
        self._all_choices: list[SpeakerChoice] = []

    def on_unmount(self) -> None:
        self._worker.close()

    def is_pending(self) -> bool:
        return self._worker.pending

    def reload(self) -> None:
        self._worker.reconnect()
        self._all_choices = []
        self.list_matches(self.typed_text(), keep=True)

    def list_matches(self, text: str, *, keep: bool = False) -> None:
        """Query people matching the text; ``keep`` the cursor where it is."""
        known = self._all_choices

        def query(index: Index) -> Iterator[tuple[list[SpeakerChoice], list[SpeakerChoice]]]:
            everyone = known or speaker_choices(index)
            yield everyone, filter_by_name(everyone, text)

        self._worker.submit(
            query, lambda answer: self._list(text, *answer, keep=keep), inline=len(known) < _MAX_INLINE_NAMES
        )

    def _list(
        self, text: str, everyone: list[SpeakerChoice], found: list[SpeakerChoice], *, keep: bool
    ) -> None:
        self._all_choices, self.listed_text = everyone, text
        rows: list[ListRow] = []
        for councillor, heading in ((True, "Councillors"), (False, "Others quoted")):
            group = [choice for choice in found if choice.is_councillor == councillor]
            if group:
                rows += [heading_row(heading), *map(_choice_row, group)]
        empty = f"No matching person or organisation for “{escape_invisible(text.strip())}”."
        empty += " Fewer letters find more; Esc closes."
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
