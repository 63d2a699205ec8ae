"""The speaker picker: people in the article first, then everyone else, or someone new."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import on

from medway_tui.index.names import SpeakerCandidate, filter_by_name, speaker_candidates
from medway_tui.text import escape_invisible
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.rows import heading_row
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit

_MAX_LISTED = 500
"""The most that are listed; typing finds the others."""


class ChosenSpeaker(NamedTuple):
    """A speaker of a quotation."""

    id: str | None
    """An id in the dossier; empty for an unknown speaker; None for someone new."""
    name: str
    organisation: bool = False
    """Whether someone new is an organisation."""


UNKNOWN_SPEAKER = ChosenSpeaker("", "unknown speaker")


class SpeakerDialog(Dialog[ChosenSpeaker]):
    """A dialog whose answer is the speaker."""

    DIALOG_TITLE = "Who said it?"
    PLACEHOLDER = "a few letters of a name, or the full name of someone new"

    def __init__(self, article: str, text: str) -> None:
        """``article`` is the id of the article, ``text`` its text."""
        super().__init__()
        self._article = article
        self._text = text
        self._candidates: list[SpeakerCandidate] = []

    def on_mount(self) -> None:
        self._load_candidates()

    def _load_candidates(self) -> None:
        self._candidates = speaker_candidates(self.reader.index, self._article, self._text)

    def reload(self) -> None:
        """Load everyone again, and keep the cursor."""
        self._load_candidates()
        self.list_matches(self.typed_text(), keep=True)

    def list_matches(self, text: str, *, keep: bool = False) -> None:
        """List matching speakers; ``keep`` the cursor where it is."""
        self.listed_text = text
        found = filter_by_name(self._candidates, text)[:_MAX_LISTED]
        rows: list[ListRow] = []
        for in_article, heading in ((True, "In this article"), (False, "Others")):
            group = [candidate for candidate in found if candidate.in_article == in_article]
            if group:
                rows += [heading_row(heading), *map(_candidate_row, group)]
        name = " ".join(text.split())
        known = {form for candidate in found for form in (candidate.name, *candidate.other_names)}
        if name and name not in known:
            rows += [
                heading_row("Someone new"),
                _option_row(ChosenSpeaker(None, name), f"add {name} as a person"),
                _option_row(ChosenSpeaker(None, name, organisation=True), f"add {name} as an organisation"),
            ]
        elif not name:
            rows += [heading_row("Unknown"), _option_row(UNKNOWN_SPEAKER, UNKNOWN_SPEAKER.name)]
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

    return ListRow(ChosenSpeaker(candidate.id, candidate.name), draw)


def _option_row(speaker: ChosenSpeaker, words: str) -> ListRow:
    def draw(width: int, _: Palette) -> list[Text]:
        return [Text("   " + fit(escape_invisible(words), width - 5))]

    return ListRow(speaker, draw)
