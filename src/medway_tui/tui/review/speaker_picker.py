"""The choice of who said it: those of the article first, then everybody else, or somebody new."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.widgets import Input

from medway_tui.index.names import SpeakerCandidate, filter_by_name, speaker_candidates
from medway_tui.text import escape_invisible
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.rows import heading_row
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit

_MAX_LISTED = 500
"""How many are listed: more than that, and typing finds them."""


class SpeakerChoice(NamedTuple):
    """Who was chosen."""

    id: str | None
    """The id of somebody known; empty for nobody whom the dossier knows; None for somebody new."""
    name: str
    """The name."""
    organisation: bool = False
    """Of somebody new: whether it is an organisation."""


UNKNOWN_SPEAKER = SpeakerChoice("", "nobody whom the dossier knows")


class SpeakerDialog(Dialog[SpeakerChoice]):
    """Answers who said it."""

    TITLE_SAID = "Who said it?"

    def __init__(self, article: str, text: str) -> None:
        """``article`` is the id of the article, ``text`` its text."""
        super().__init__()
        self._article = article
        self._text = text
        self._candidates: list[SpeakerCandidate] = []
        self._listed_text = ""

    def placeholder(self) -> str:
        """What the line says while nothing is typed."""
        return "a few letters of a name, or the whole name of somebody new"

    def on_mount(self) -> None:
        """List everyone."""
        self._load_candidates()
        self._list("")

    def _load_candidates(self) -> None:
        self._candidates = speaker_candidates(self.reader.index, self._article, self._text)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._list(event.value)

    def update_list(self) -> None:
        """List what fits what is typed."""
        if self.typed_text() != self._listed_text:
            self._list(self.typed_text())

    def reload(self) -> None:
        """List anew who fits what is typed."""
        self._load_candidates()
        self._list(self._listed_text, keep=True)

    def _list(self, typed: str, *, keep: bool = False) -> None:
        self._listed_text = typed
        found = filter_by_name(self._candidates, typed)[:_MAX_LISTED]
        rows: list[ListRow] = []
        for here, heading in ((True, "In this article"), (False, "Others")):
            group = [each for each in found if each.in_article == here]
            if group:
                rows += [heading_row(heading), *map(_candidate_row, group)]
        name = " ".join(typed.split())
        if name and not any(name == form for each in found for form in (each.name, *each.other_names)):
            rows += [
                heading_row("Somebody new"),
                _option_row(SpeakerChoice(None, name), f"add {name} as a person"),
                _option_row(SpeakerChoice(None, name, organisation=True), f"add {name} as an organisation"),
            ]
        elif not name:
            rows += [heading_row("Nobody"), _option_row(UNKNOWN_SPEAKER, "nobody whom the dossier knows")]
        if keep:
            self.rows.replace(rows, value=self.rows.value)
        else:
            self.rows.show(rows)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.close_with(event.value)


def _candidate_row(candidate: SpeakerCandidate) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text("   ")
        text.append(fit(escape_invisible(candidate.name), width - 5), colours.strong)
        room = width - cell_len(text.plain) - 8
        if candidate.other_names and room > 8:
            names = fit(escape_invisible(", ".join(candidate.other_names)), room)
            text.append(f"  also {names}", colours.muted)
        return [text]

    return ListRow(SpeakerChoice(candidate.id, candidate.name), draw)


def _option_row(speaker: SpeakerChoice, words: str) -> ListRow:
    def draw(width: int, _: Palette) -> list[Text]:
        return [Text("   " + fit(escape_invisible(words), width - 5))]

    return ListRow(speaker, draw)
