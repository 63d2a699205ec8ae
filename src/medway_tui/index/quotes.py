"""What views ask about quotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow
from medway_tui.index.conditions import heads
from medway_tui.index.query import Query
from medway_tui.index.store import Index
from medway_tui.model.places import Span, Where


class Entry(NamedTuple):
    """What the entry of a piece says of it, besides its words."""

    id: str
    attribution: str | None
    cue: str | None
    type: str
    note: str | None
    draft: float | None
    """While nobody has confirmed it: how sure the program is that found it, from 0 to 1."""


class Piece(NamedTuple):
    """A quotation as it stands in one paragraph."""

    exact: str
    paragraph: int
    span: Span | None
    """Its place; None when it is adrift."""
    entry: Entry | None = None
    """What its own entry says of it; None where nobody asked the index."""


class QuoteRow(NamedTuple):
    """A quotation, with its article; one that runs over several paragraphs is one, in pieces."""

    key: int
    """Its place in the order of all quotations; no meaning beyond this index."""
    id: str
    article: ArticleRow
    pieces: tuple[Piece, ...]
    speaker: str | None
    speaker_name: str | None
    """The name by which the speaker is known; None where nobody is named."""
    speaker_position: int | None
    """The speaker's place in the order of the dossier's people and organisations."""
    attribution: str | None
    cue: str | None
    type: str
    note: str | None
    where: Where

    @property
    def exact(self) -> str:
        """All its words."""
        return " ".join(piece.exact for piece in self.pieces)

    @property
    def adrift(self) -> bool:
        """Whether some of its words are not in the article as it stands."""
        return any(piece.span is None for piece in self.pieces)

    @property
    def draft(self) -> float | None:
        """How sure the program is of it that found it, from 0 to 1; None where all of it is confirmed.

        Of a quotation in pieces, what holds for the piece that is least sure.
        """
        unsure = [piece.entry.draft for piece in self.pieces if piece.entry and piece.entry.draft is not None]
        return min(unsure, default=None)

    @property
    def in_marks(self) -> str:
        """All its words as they may be shown: in quotation marks, unless they are reported speech."""
        return self.exact if self.type == "indirect" else f"“{self.exact}”"

    @property
    def paragraph(self) -> int:
        """The number of the paragraph that it begins in."""
        return self.pieces[0].paragraph

    @property
    def called(self) -> str:
        """Who is quoted, as well as is known."""
        return speaker_called(self.speaker_name, self.attribution, self.speaker)


def speaker_called(name: str | None, attribution: str | None, speaker: str | None) -> str:
    """What a speaker is called: by name, else as the article prints it, else by id."""
    return name or attribution or speaker or "Not attributed"


_COLUMNS = (
    'q.key, q.id, q.exact, q.paragraph, q.start, q."end", q.speaker, g.name, g.position, q.attribution,'
    f" q.cue, q.type, q.note, q.draft, q.path, q.line, q.continues, {ARTICLE_COLUMNS}"
)
_FROM = "FROM quote q JOIN article a ON a.key = q.article LEFT JOIN agent g ON g.id = q.speaker"


def quotes_of(index: Index, article_id: str) -> list[QuoteRow]:
    """The quotations of an article, in reading order."""
    return _gathered(
        index.rows(
            f"SELECT {_COLUMNS} {_FROM} WHERE a.id = ? AND q.type <> 'none' ORDER BY q.key",
            (article_id,),
        )
    )


def quotes_at(index: Index, keys: Iterable[int]) -> dict[int, QuoteRow]:
    """Some quotations by their keys, those that are there; each whole, with all its pieces."""
    wanted = tuple(keys)
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    rows = index.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE q.key IN ({marks}) OR q.continues IN ({marks}) ORDER BY q.key",
        wanted * 2,
    )
    return {quote.key: quote for quote in _gathered(rows)}


def quote_key(index: Index, article_id: str, quote_id: str) -> int | None:
    """The key of a quotation by its article and id; None when it is not there."""
    key: int | None = index.value(
        "SELECT q.key FROM article a JOIN quote q ON q.article = a.key WHERE a.id = ? AND q.id = ?",
        (article_id, quote_id),
    )
    return key


def quotes_between(index: Index, first: int, last: int) -> list[QuoteRow]:
    """The quotations of the articles whose keys are from ``first`` to ``last``, in reading order."""
    return _gathered(
        index.rows(
            f"SELECT {_COLUMNS} {_FROM} WHERE q.article BETWEEN ? AND ? AND q.type <> 'none' ORDER BY q.key",
            (first, last),
        )
    )


def quotes(index: Index, query: Query | None = None) -> tuple[list[QuoteRow], tuple[str, ...]]:
    """The quotations that fit a query, in order of time and of reading, and what was not understood.

    A quotation in pieces fits when one of its pieces does, and is given whole.
    """
    fitting, values, problems = heads(index, query or Query())
    rows = index.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE q.type <> 'none'"
        f" AND (q.key IN ({fitting}) OR q.continues IN ({fitting})) ORDER BY a.key DESC, q.key",
        (*values, *values),
    )
    return _gathered(rows), problems


def _gathered(rows: Sequence[Any]) -> list[QuoteRow]:
    """Quotations from rows of their pieces; the first piece gives all but words and places."""
    found: dict[int, QuoteRow] = {}
    # First pieces first: what goes on may stand before it, in a list beside the text for one.
    for row in sorted(rows, key=lambda row: row[16] is not None):
        key, quote_id, exact, paragraph, start, end = row[:6]
        path, line, head = row[14:17]
        span = None if start is None else Span(paragraph, start, end)
        piece = Piece(exact, paragraph, span, Entry(quote_id, *row[9:14]))
        if head in found:
            found[head] = found[head]._replace(pieces=(*found[head].pieces, piece))
        else:
            article = ArticleRow(*row[17:])
            fields = (key, quote_id, article, (piece,), *row[6:13], Where(path, line, 1))
            found[key] = QuoteRow._make(fields)
    return list(found.values())
