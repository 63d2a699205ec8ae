"""The choice of somebody whose words are wanted: councillors first, then everyone else quoted."""

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
"""How many names are held against what is typed before anybody could notice."""


class PersonPickerDialog(Dialog[str]):
    """Answers the id of whoever was chosen."""

    TITLE_SAID = "Whose words?"

    def __init__(self) -> None:
        super().__init__()
        self._worker = QueryWorker(self)
        self._all_choices: list[SpeakerChoice] = []
        self._listed_text: str | None = None

    def placeholder(self) -> str:
        """What the line says while nothing is typed."""
        return "a few letters of a name"

    def on_mount(self) -> None:
        """List everyone."""
        self._query("", refresh=True)

    def on_unmount(self) -> None:
        """Stop the question that may still run."""
        self._worker.close()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.choose_later = False
        self._query(event.value)

    def is_pending(self) -> bool:
        """Whether those who are listed are not yet those who are called what is typed."""
        return self._worker.pending

    def update_list(self) -> None:
        """List who fits what is typed."""
        if self.typed_text() != self._listed_text and not self._worker.pending:
            self._query(self.typed_text())

    def reload(self) -> None:
        """List anew who fits what is typed."""
        self._worker.reconnect()
        self._query(self.typed_text(), refresh=True, keep_cursor=True)

    def _query(self, typed: str, *, refresh: bool = False, keep_cursor: bool = False) -> None:
        """Ask who is called so; ``anew``, who there is at all."""
        known = [] if refresh else self._all_choices

        def question(index: Index) -> Iterator[tuple[list[SpeakerChoice], list[SpeakerChoice]]]:
            everyone = known or speaker_choices(index)
            yield everyone, filter_by_name(everyone, typed)

        # To hold thousands of names against a slip takes a while.
        few = len(self._all_choices) < _MAX_INLINE_NAMES
        self._worker.submit(question, lambda answer: self._list(typed, *answer, keep=keep_cursor), inline=few)

    def _list(
        self, typed: str, everyone: list[SpeakerChoice], found: list[SpeakerChoice], *, keep: bool
    ) -> None:
        self._all_choices, self._listed_text = everyone, typed
        rows: list[ListRow] = []
        for councillor, heading in ((True, "Councillors"), (False, "Others quoted")):
            group = [choice for choice in found if choice.is_councillor == councillor]
            if group:
                rows += [heading_row(heading), *map(_choice_row, group)]
        empty = f"Nobody quoted here is called {escape_invisible(typed.strip())}."
        if keep:
            self.rows.replace(rows, value=self.rows.value, empty=empty)
        else:
            self.rows.show(rows, empty=empty)
        if self.choose_later:
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
