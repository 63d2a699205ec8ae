"""People and organisations as records and quotations name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from medway_tui.index.quotes import QuotePiece, QuoteRow
    from medway_tui.index.search import SearchHit


class AgentReference(NamedTuple):
    """A person or organisation that a record names."""

    id: str
    name: str
    """The name, or the id where no file describes it."""


def speakers_of(said: QuoteRow | QuotePiece | SearchHit) -> tuple[AgentReference, ...]:
    """Return the speakers of a quotation or a search hit; none where the speaker has no id."""
    return tuple(map(AgentReference, said.speakers, said.speaker_names))
