"""The pieces of an article's quotations: where they stand and whose they are, without their words.

Of an article with thousands of quotations all of these can be had at once, and the quotations
themselves (``quotes``) when they are seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from medway_tui.index.articles import article_key
from medway_tui.index.listing import Listing, turned
from medway_tui.index.quotes import speaker_called
from medway_tui.index.store import Index
from medway_tui.model.places import Span


class PieceRow(NamedTuple):
    """A quotation as it stands in one paragraph."""

    key: int
    """Its own key."""
    quote: int
    """The key of its quotation, which is that of the first piece."""
    id: str
    paragraph: int
    start: int | None
    """Where it begins in the paragraph; None when it is adrift."""
    end: int | None
    speaker: str | None
    attribution: str | None
    draft: bool
    """Whether nobody has confirmed it."""
    speaker_name: str | None
    speaker_position: int | None
    """The speaker's place in the order of the dossier's people and organisations."""

    @property
    def span(self) -> Span | None:
        """Its place; None when it is adrift."""
        if self.start is None or self.end is None:
            return None
        return Span(self.paragraph, self.start, self.end)

    @property
    def called(self) -> str:
        """Who is quoted, as well as is known."""
        return speaker_called(self.speaker_name, self.attribution, self.speaker)


def pieces_of(index: Index, article_id: str) -> list[PieceRow]:
    """All pieces of an article's quotations, in reading order."""
    article = article_key(index, article_id)
    rows = index.rows(
        'SELECT key, coalesce(continues, key), id, paragraph, start, "end", speaker, attribution,'
        " draft IS NOT NULL FROM quote WHERE article = ? AND type <> 'none' ORDER BY key",
        (article,),
    )
    # Each speaker once: there are few, and it takes half as long as a look for every piece.
    known = {speaker: _known(index, speaker) for speaker in {row[6] for row in rows}}
    made = [PieceRow._make(row + known[row[6]]) for row in rows]
    heads = {piece.key for piece in made if piece.key == piece.quote}
    # What goes on with something that is no quotation stands for itself.
    return [piece if piece.quote in heads else piece._replace(quote=piece.key) for piece in made]


def _known(index: Index, speaker: str | None) -> tuple[str | None, int | None]:
    """The name and position of a speaker, as far as there are any."""
    rows = index.rows("SELECT name, position FROM agent WHERE id = ?", (speaker,)) if speaker else ()
    return rows[0] if rows else (None, None)


def speakers_listing(pieces: Sequence[PieceRow]) -> Listing:
    """The quotations of an article under their speakers, in the order in which these first speak."""
    unsure = {piece.quote for piece in pieces if piece.draft}
    said: dict[tuple[str | None, str | None], list[int]] = {}
    for piece in pieces:
        if piece.key == piece.quote:
            name = (piece.speaker, None if piece.speaker else piece.attribution)
            said.setdefault(name, []).append(piece.key)
    listing = Listing()
    for name, keys in said.items():
        listing.add(name, map(turned, keys), sum(key in unsure for key in keys))
    return listing
