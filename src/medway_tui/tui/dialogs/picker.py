"""The choice of somebody whose words are wanted: councillors first, then everyone else quoted."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.widgets import Input

from medway_tui.export.citation import counted
from medway_tui.index.names import Choice, choices
from medway_tui.text import visible
from medway_tui.tui.dialogs.dialog import Dialog
from medway_tui.tui.palette import Palette
from medway_tui.tui.rows import heading_row
from medway_tui.tui.widgets.rows import Row, RowList
from medway_tui.tui.widgets.wrapping import fit


class PickerDialog(Dialog[str]):
    """Answers the id of whoever was chosen."""

    TITLE_SAID = "Whose words?"

    def __init__(self) -> None:
        super().__init__()
        self._listed = ""

    def placeholder(self) -> str:
        """What the line says while nothing is typed."""
        return "a few letters of a name"

    def on_mount(self) -> None:
        """List everyone."""
        self._list("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._list(event.value)

    def catch_up(self) -> None:
        """List what fits what is typed."""
        if self.typed() != self._listed:
            self._list(self.typed())

    def reload(self) -> None:
        """List anew who fits what is typed."""
        self._list(self._listed, keep=True)

    def _list(self, typed: str, *, keep: bool = False) -> None:
        self._listed = typed
        found = choices(self.reader.index, typed)
        rows: list[Row] = []
        for councillor, heading in ((True, "Councillors"), (False, "Others quoted")):
            group = [choice for choice in found if choice.councillor == councillor]
            if group:
                rows += [heading_row(heading), *map(_row, group)]
        empty = f"Nobody quoted here is called {visible(typed.strip())}."
        if keep:
            self.rows.renew(rows, value=self.rows.value, empty=empty)
        else:
            self.rows.show(rows, empty=empty)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.answer(event.value)


def _row(choice: Choice) -> Row:
    def draw(width: int, colours: Palette) -> list[Text]:
        count = counted(choice.quotes, choice.drafts)
        text = Text("   ")
        party = fit(visible(choice.party), width // 3)
        text.append(fit(visible(choice.name), width - cell_len(party) - len(count) - 7), colours.strong)
        if party:
            text.append(f"  {party}", colours.muted)
        if choice.other_names:
            room = width - cell_len(text.plain) - len(count) - 12
            names = fit(visible(", ".join(choice.other_names)), room)
            if room > 8:
                text.append(f"  also {names}", colours.muted)
        text.append(" " * max(1, width - cell_len(text.plain) - len(count) - 1))
        text.append(count, colours.muted)
        return [text]

    return Row(choice.id, draw)
