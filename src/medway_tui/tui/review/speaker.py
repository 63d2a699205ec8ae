"""The choice of who said it: those of the article first, then everybody else, or somebody new."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.widgets import Input

from medway_tui.index.names import Candidate, called, candidates
from medway_tui.text import visible
from medway_tui.tui.dialogs.dialog import Dialog
from medway_tui.tui.palette import Palette
from medway_tui.tui.rows import heading_row
from medway_tui.tui.widgets.rows import Row, RowList
from medway_tui.tui.widgets.wrapping import fit

_MOST = 500
"""How many are listed: more than that, and typing finds them."""


class Speaker(NamedTuple):
    """Who was chosen."""

    id: str | None
    """The id of somebody known; empty for nobody whom the dossier knows; None for somebody new."""
    name: str
    """The name."""
    organisation: bool = False
    """Of somebody new: whether it is an organisation."""


NOBODY = Speaker("", "nobody whom the dossier knows")


class SpeakerDialog(Dialog[Speaker]):
    """Answers who said it."""

    TITLE_SAID = "Who said it?"

    def __init__(self, article: str, text: str) -> None:
        """``article`` is the id of the article, ``text`` its text."""
        super().__init__()
        self._article = article
        self._text = text
        self._everyone: list[Candidate] = []
        self._listed = ""

    def placeholder(self) -> str:
        """What the line says while nothing is typed."""
        return "a few letters of a name, or the whole name of somebody new"

    def on_mount(self) -> None:
        """List everyone."""
        self._ask()
        self._list("")

    def _ask(self) -> None:
        self._everyone = candidates(self.reader.index, self._article, self._text)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._list(event.value)

    def catch_up(self) -> None:
        """List what fits what is typed."""
        if self.typed() != self._listed:
            self._list(self.typed())

    def reload(self) -> None:
        """List anew who fits what is typed."""
        self._ask()
        self._list(self._listed, keep=True)

    def _list(self, typed: str, *, keep: bool = False) -> None:
        self._listed = typed
        found = called(self._everyone, typed)[:_MOST]
        rows: list[Row] = []
        for here, heading in ((True, "In this article"), (False, "Others")):
            group = [each for each in found if each.here == here]
            if group:
                rows += [heading_row(heading), *map(_row, group)]
        name = " ".join(typed.split())
        if name and not any(name == form for each in found for form in (each.name, *each.other_names)):
            rows += [
                heading_row("Somebody new"),
                _said(Speaker(None, name), f"add {name} as a person"),
                _said(Speaker(None, name, organisation=True), f"add {name} as an organisation"),
            ]
        elif not name:
            rows += [heading_row("Nobody"), _said(NOBODY, "nobody whom the dossier knows")]
        if keep:
            self.rows.renew(rows, value=self.rows.value)
        else:
            self.rows.show(rows)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.answer(event.value)


def _row(candidate: Candidate) -> Row:
    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text("   ")
        text.append(fit(visible(candidate.name), width - 5), colours.strong)
        room = width - cell_len(text.plain) - 8
        if candidate.other_names and room > 8:
            names = fit(visible(", ".join(candidate.other_names)), room)
            text.append(f"  also {names}", colours.muted)
        return [text]

    return Row(Speaker(candidate.id, candidate.name), draw)


def _said(speaker: Speaker, words: str) -> Row:
    def draw(width: int, _: Palette) -> list[Text]:
        return [Text("   " + fit(visible(words), width - 5))]

    return Row(speaker, draw)
