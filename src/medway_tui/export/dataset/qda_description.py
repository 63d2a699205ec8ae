"""The description of a coded passage: what programs for qualitative analysis have no place of its own for.

Each line begins with a word, by which an import finds it again; what people add in their programs is the
rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from medway_tui.export import citations
from medway_tui.export.dataset.qde_xml import clean_name

if TYPE_CHECKING:
    from medway_tui.index.people import QuoteRoles
    from medway_tui.index.quotes import QuotePiece, QuoteRow

EDITORS, PROGRAM, READER = "Editors of the dossier", "medway-tui, not confirmed", "Own notes"
"""The users of an exported project: for confirmed quotations, for drafts, and for the user's own notes."""

_NOTE, _PRINTED, _CUE = "Note: ", "As printed: ", "Cue: "
_SPEAKER, _CONTINUES, _REPEATS = "Speaker: ", "Continues ", "These words repeat "
_UNCLEAR_PARTY = "The party on the day is unclear."
_OURS = (_SPEAKER, _CONTINUES, _REPEATS, _UNCLEAR_PARTY, citations.DRAFT_LABEL, citations.UNATTRIBUTED_LABEL)
"""The beginnings of lines that follow from the dossier, and are not read back."""


class PassageDescription(NamedTuple):
    """What a description says that an entry of a quotes file keeps."""

    note: str = ""
    attribution: str = ""
    """The speaker as printed."""
    cue: str = ""
    is_continuation: bool = False
    """Whether it goes on with a passage before it."""
    is_repetition: bool = False
    """Whether its words are printed a second time."""


def describe_piece(quote: QuoteRow, piece: QuotePiece, roles: QuoteRoles) -> str:
    """Return the description of a piece of a quotation."""
    is_first = piece.id == quote.id
    return join_lines(
        piece.note and _NOTE + clean_name(piece.note),
        piece.attribution and _PRINTED + clean_name(piece.attribution),
        piece.cue and _CUE + clean_name(piece.cue),
        _SPEAKER + clean_name(roles.describe_speakers()) if is_first and roles.speakers else None,
        _UNCLEAR_PARTY if is_first and roles.is_party_unclear else None,
        f"{citations.DRAFT_LABEL} ({piece.draft:.2f})" if piece.draft is not None else None,
        citations.UNATTRIBUTED_LABEL if piece.attribution_fault is not None else None,
        None if is_first else f"{_CONTINUES}{quote.id}.",
        f"{_REPEATS}{quote.repeats}." if is_first and quote.repeats is not None else None,
    )


def parse_description(text: str) -> PassageDescription:
    """Return what a description says; in one of another program's, every line is the note."""
    notes: list[str] = []
    lines = [each.strip() for each in text.splitlines()]
    found = {_PRINTED: "", _CUE: ""}
    for line in lines:
        label = next((each for each in found if line.startswith(each)), None)
        if label is not None:
            found[label] = line.removeprefix(label)
        elif line and not line.startswith(_OURS):
            notes.append(line.removeprefix(_NOTE))
    marks = (any(each.startswith(mark) for each in lines) for mark in (_CONTINUES, _REPEATS))
    return PassageDescription(" ".join(notes), found[_PRINTED], found[_CUE], *marks)


def join_lines(*lines: str | None) -> str:
    """Join the sentences of a description, each in a line of its own; those that are empty are left out."""
    return "\n".join(filter(None, lines))
