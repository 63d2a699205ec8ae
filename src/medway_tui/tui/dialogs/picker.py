"""The choice of somebody whose words are wanted: councillors first, then everyone else quoted."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.widgets import Input

from medway_tui.export.citation import counted
from medway_tui.index.names import Choice, called, choices
from medway_tui.index.store import Index
from medway_tui.text import visible
from medway_tui.tui.asking import Asker
from medway_tui.tui.dialogs.dialog import Dialog
from medway_tui.tui.palette import Palette
from medway_tui.tui.rows import heading_row
from medway_tui.tui.widgets.rows import Row, RowList
from medway_tui.tui.widgets.wrapping import fit

_FEW = 500
"""How many names are held against what is typed before anybody could notice."""


class PickerDialog(Dialog[str]):
    """Answers the id of whoever was chosen."""

    TITLE_SAID = "Whose words?"

    def __init__(self) -> None:
        super().__init__()
        self._asker = Asker(self)
        self._everyone: list[Choice] = []
        self._listed: str | None = None

    def placeholder(self) -> str:
        """What the line says while nothing is typed."""
        return "a few letters of a name"

    def on_mount(self) -> None:
        """List everyone."""
        self._ask("", anew=True)

    def on_unmount(self) -> None:
        """Stop the question that may still run."""
        self._asker.leave()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.choose_later = False
        self._ask(event.value)

    def waits(self) -> bool:
        """Whether those who are listed are not yet those who are called what is typed."""
        return self._asker.waits

    def catch_up(self) -> None:
        """List who fits what is typed."""
        if self.typed() != self._listed and not self._asker.waits:
            self._ask(self.typed())

    def reload(self) -> None:
        """List anew who fits what is typed."""
        self._asker.renew()
        self._ask(self.typed(), anew=True, keep=True)

    def _ask(self, typed: str, *, anew: bool = False, keep: bool = False) -> None:
        """Ask who is called so; ``anew``, who there is at all."""
        known = [] if anew else self._everyone

        def question(index: Index) -> Iterator[tuple[list[Choice], list[Choice]]]:
            everyone = known or choices(index)
            yield everyone, called(everyone, typed)

        # To hold thousands of names against a slip takes a while.
        few = len(self._everyone) < _FEW
        self._asker.ask(question, lambda answer: self._list(typed, *answer, keep=keep), at_once=few)

    def _list(self, typed: str, everyone: list[Choice], found: list[Choice], *, keep: bool) -> None:
        self._everyone, self._listed = everyone, typed
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
        if self.choose_later:
            self.action_choose()

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
