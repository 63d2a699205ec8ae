"""Quotations: whole, as the pieces of an article, and as drafts to be reviewed.

A quotation is one entry of a quotes file, or several that go on with one another: it has a piece for each.
It is a draft while one of its pieces is. No number of quotations includes drafts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow, article_key
from medway_tui.index.connection import Index
from medway_tui.index.listing import Listing, reading_position
from medway_tui.index.query_compiler import HEAD_KEY, compile_quotation_keys
from medway_tui.index.query_language import Query
from medway_tui.index.schema import KEY_BITS
from medway_tui.model.locations import FileLocation, Span

MAX_DRAFTS = 1_000
"""The most drafts that are listed: more than anyone reviews at a sitting."""


def display_name(name: str | None, attribution: str | None, speaker: str | None) -> str:
    """Return what a speaker is called: the known name, else as the article prints it, else the id."""
    return name or attribution or speaker or "Not attributed"


class QuotePiece(NamedTuple):
    """An entry of a quotes file: a quotation, or its part in one paragraph."""

    key: int
    """Its place in the order of all entries; without meaning outside this index."""
    head: int
    """The key of the first piece of its quotation."""
    id: str
    exact: str
    paragraph: int
    start: int | None
    """Where the words begin in the paragraph; None when they are adrift."""
    end: int | None
    speaker: str | None
    speaker_name: str | None
    """The name by which the speaker is known; None where no file describes the speaker."""
    speaker_position: int | None
    """The speaker's place in the order of the dossier's people and organisations."""
    attribution: str | None
    cue: str | None
    type: str
    note: str | None
    draft: float | None
    """The program's confidence in it, from 0 to 1; None once it is confirmed."""
    path: str
    line: int
    col: int
    article: ArticleRow

    @property
    def span(self) -> Span | None:
        return _span(self)

    @property
    def where(self) -> FileLocation:
        return FileLocation(self.path, self.line, self.col)

    @property
    def confidence(self) -> float:
        """The program's confidence in a draft; 1 for a confirmed entry."""
        return 1.0 if self.draft is None else self.draft

    @property
    def display_name(self) -> str:
        return display_name(self.speaker_name, self.attribution, self.speaker)


class QuoteRow(NamedTuple):
    """A whole quotation: all its pieces, and what its first piece says of it."""

    pieces: tuple[QuotePiece, ...]
    key: int
    id: str
    article: ArticleRow
    speaker: str | None
    speaker_name: str | None
    speaker_position: int | None
    attribution: str | None
    cue: str | None
    type: str
    note: str | None
    where: FileLocation

    @property
    def paragraph(self) -> int:
        """The number of the paragraph in which it begins."""
        return self.pieces[0].paragraph

    @property
    def display_name(self) -> str:
        return display_name(self.speaker_name, self.attribution, self.speaker)

    @property
    def exact(self) -> str:
        """All its words."""
        return " ".join(piece.exact for piece in self.pieces)

    @property
    def quoted_text(self) -> str:
        """All its words in quotation marks, unless they are reported speech."""
        return self.exact if self.type == "indirect" else f"“{self.exact}”"

    @property
    def is_adrift(self) -> bool:
        """Whether some of its words are no longer in the article."""
        return any(piece.start is None for piece in self.pieces)

    @property
    def draft(self) -> float | None:
        """The least confidence of its drafts, from 0 to 1; None where all pieces are confirmed."""
        return min((piece.draft for piece in self.pieces if piece.draft is not None), default=None)


class PieceRow(NamedTuple):
    """The place and speaker of a piece without its words, of which an article may have thousands."""

    key: int
    quote: int
    """The key of the first piece of its quotation."""
    id: str
    paragraph: int
    start: int | None
    """Where the words begin in the paragraph; None when they are adrift."""
    end: int | None
    is_draft: bool
    attribution: str | None
    speaker: str | None
    speaker_name: str | None
    speaker_position: int | None
    """The speaker's place in the order of the dossier's people and organisations."""

    @property
    def span(self) -> Span | None:
        return _span(self)

    @property
    def display_name(self) -> str:
        return display_name(self.speaker_name, self.attribution, self.speaker)


def _span(piece: QuotePiece | PieceRow) -> Span | None:
    if piece.start is None or piece.end is None:
        return None
    return Span(piece.paragraph, piece.start, piece.end)


_EXPRESSIONS = {
    "head": HEAD_KEY,
    "end": 'q."end"',
    "speaker_name": "g.name",
    "speaker_position": "g.position",
}
"""The SQL of the fields of a piece that are no columns of the table of quotations."""
_PIECE_FIELDS = QuotePiece._fields[:-1]
_PIECE_COLUMNS = ", ".join(_EXPRESSIONS.get(name, f"q.{name}") for name in _PIECE_FIELDS)
_SELECT_PIECES = (
    f"SELECT {_PIECE_COLUMNS}, {ARTICLE_COLUMNS} FROM quote q"
    " JOIN article a ON a.key = q.article LEFT JOIN agent g ON g.id = q.speaker"
)
_first_piece_fields = attrgetter(*QuoteRow._fields[1:])


def _make_piece(row: Sequence[Any]) -> QuotePiece:
    count = len(_PIECE_FIELDS)
    return QuotePiece._make((*row[:count], ArticleRow._make(row[count:])))


def find_quotes(index: Index, query: Query | None = None) -> tuple[list[QuoteRow], tuple[str, ...]]:
    """Return the quotations that match a query, in order of time and of reading, and its problems.

    A quotation matches when one of its pieces does.
    """
    keys, values, problems = compile_quotation_keys(index, Query() if query is None else query)
    rows = index.rows(
        f"{_SELECT_PIECES} WHERE q.type <> 'none'"
        f" AND (q.key IN ({keys}) OR q.continues IN ({keys})) ORDER BY a.key DESC, q.key",
        (*values, *values),
    )
    return _group_pieces(rows), problems


def article_quotes(index: Index, article_id: str) -> list[QuoteRow]:
    """Return the quotations of an article, in reading order."""
    return _group_pieces(
        index.rows(f"{_SELECT_PIECES} WHERE a.id = ? AND q.type <> 'none' ORDER BY q.key", (article_id,))
    )


def quotes_by_key(index: Index, keys: Iterable[int]) -> dict[int, QuoteRow]:
    """Return the quotations with these keys that exist."""
    wanted = tuple(keys)
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    rows = index.rows(
        f"{_SELECT_PIECES} WHERE q.key IN ({marks}) OR q.continues IN ({marks}) ORDER BY q.key", wanted * 2
    )
    return {quote.key: quote for quote in _group_pieces(rows)}


def quotes_in_key_range(index: Index, first: int, last: int) -> list[QuoteRow]:
    """Return the quotations of the articles whose keys are from ``first`` to ``last``, in reading order."""
    return _group_pieces(
        index.rows(
            f"{_SELECT_PIECES} WHERE q.article BETWEEN ? AND ? AND q.type <> 'none' ORDER BY q.key",
            (first, last),
        )
    )


def find_quote_key(index: Index, article_id: str, quote_id: str) -> int | None:
    """Return the key of a quotation by its article and id; None where there is none."""
    key: int | None = index.value(
        "SELECT q.key FROM article a JOIN quote q ON q.article = a.key WHERE a.id = ? AND q.id = ?",
        (article_id, quote_id),
    )
    return key


def _group_pieces(rows: Iterable[Sequence[Any]]) -> list[QuoteRow]:
    groups: dict[int, list[QuotePiece]] = {}
    # First pieces first: the text beside a list may continue what comes after it in reading order.
    for piece in sorted(map(_make_piece, rows), key=lambda piece: piece.head != piece.key):
        groups.setdefault(piece.head if piece.head in groups else piece.key, []).append(piece)
    return [QuoteRow(tuple(pieces), *_first_piece_fields(pieces[0])) for pieces in groups.values()]


def article_pieces(index: Index, article_id: str) -> list[PieceRow]:
    """Return all pieces of an article's quotations, in reading order."""
    rows = index.rows(
        f'SELECT q.key, {HEAD_KEY}, q.id, q.paragraph, q.start, q."end", q.draft IS NOT NULL,'
        " q.attribution, q.speaker FROM quote q WHERE q.article = ? AND q.type <> 'none' ORDER BY q.key",
        (article_key(index, article_id),),
    )
    # Each speaker once: there are few, and it takes half as long as a join for every piece.
    known = {speaker: _known_speaker(index, speaker) for speaker in {speaker for *_, speaker in rows}}
    pieces = [PieceRow._make(row + known[row[-1]]) for row in rows]
    heads = {piece.key for piece in pieces if piece.key == piece.quote}
    # A continuation of marks that quote no speaker is a quotation of its own.
    return [piece if piece.quote in heads else piece._replace(quote=piece.key) for piece in pieces]


def _known_speaker(index: Index, speaker: str | None) -> tuple[str | None, int | None]:
    """Return the name and position of a speaker, where a file describes one."""
    rows = index.rows("SELECT name, position FROM agent WHERE id = ?", (speaker,)) if speaker else ()
    return rows[0] if rows else (None, None)


def list_article_speakers(pieces: Sequence[PieceRow]) -> Listing:
    """Return the quotations of an article under their speakers, in the order in which these first speak."""
    drafts = {piece.quote for piece in pieces if piece.is_draft}
    groups: dict[tuple[str | None, str | None], list[int]] = {}
    for piece in pieces:
        if piece.key == piece.quote:
            name = (piece.speaker, None if piece.speaker else piece.attribution)
            groups.setdefault(name, []).append(piece.key)
    listing = Listing()
    for name, keys in groups.items():
        listing.add(name, map(reading_position, keys), sum(key in drafts for key in keys))
    return listing


def find_drafts(index: Index, *, least_sure_first: bool = False) -> list[QuotePiece]:
    """Return at most ``MAX_DRAFTS`` drafts, in order of time and of reading, or the least sure first."""
    order = "q.draft, a.key DESC, q.key" if least_sure_first else "a.key DESC, q.key"
    rows = index.rows(f"{_SELECT_PIECES} WHERE q.draft IS NOT NULL ORDER BY {order} LIMIT ?", (MAX_DRAFTS,))
    return [_make_piece(row) for row in rows]


def sort_drafts(drafts: Iterable[QuotePiece], *, least_sure_first: bool) -> list[QuotePiece]:
    """Sort drafts as ``find_drafts`` does."""

    def order(draft: QuotePiece) -> tuple[float, int, int]:
        return draft.confidence if least_sure_first else 0, -(draft.key >> KEY_BITS), draft.key

    return sorted(drafts, key=order)


def piece_ids(index: Index, head: int) -> list[str]:
    """Return the ids of the pieces of a quotation, by the key of its first."""
    rows = index.rows("SELECT id FROM quote WHERE key = ? OR continues = ? ORDER BY key", (head, head))
    return [row[0] for row in rows]


def has_drafts(index: Index) -> bool:
    """Whether there is any draft."""
    return bool(index.value("SELECT EXISTS (SELECT 1 FROM quote WHERE draft IS NOT NULL)"))


def count_drafts(index: Index) -> int:
    """Count the drafts; of a quotation in pieces, each piece is one."""
    return index.count("quote WHERE draft IS NOT NULL")


def find_articles_quoting(index: Index, tokens: Sequence[str], limit: int) -> list[str]:
    """Return the ids of the articles with a quotation of these words, one after another."""
    rows = index.rows(
        "SELECT DISTINCT a.id FROM quote_text t JOIN quote q ON q.key = t.rowid"
        " JOIN article a ON a.key = q.article WHERE quote_text MATCH ? LIMIT ?",
        (f'"{" ".join(tokens)}"', limit),
    )
    return [row[0] for row in rows]
