"""What views ask about quotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow, article_key
from medway_tui.index.connection import Index
from medway_tui.index.listing import Listing, reading_position
from medway_tui.index.query_compiler import compile_quotation_keys
from medway_tui.index.query_language import Query
from medway_tui.index.schema import KEY_BITS
from medway_tui.model.locations import FileLocation, Span


class PieceEntry(NamedTuple):
    """What the entry of a piece says of it, besides its words."""

    id: str
    attribution: str | None
    cue: str | None
    type: str
    note: str | None
    draft: float | None
    """While nobody has confirmed it: how sure the program is that found it, from 0 to 1."""


class QuotePiece(NamedTuple):
    """A quotation as it stands in one paragraph."""

    exact: str
    paragraph: int
    span: Span | None
    """Its place; None when it is adrift."""
    entry: PieceEntry | None = None
    """What its own entry says of it; None where nobody asked the index."""


class QuoteRow(NamedTuple):
    """A quotation, with its article; one that runs over several paragraphs is one, in pieces."""

    key: int
    """Its place in the order of all quotations; no meaning beyond this index."""
    id: str
    article: ArticleRow
    pieces: tuple[QuotePiece, ...]
    speaker: str | None
    speaker_name: str | None
    """The name by which the speaker is known; None where nobody is named."""
    speaker_position: int | None
    """The speaker's place in the order of the dossier's people and organisations."""
    attribution: str | None
    cue: str | None
    type: str
    note: str | None
    where: FileLocation

    @property
    def exact(self) -> str:
        """All its words."""
        return " ".join(piece.exact for piece in self.pieces)

    @property
    def is_adrift(self) -> bool:
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
    def quoted_text(self) -> str:
        """All its words as they may be shown: in quotation marks, unless they are reported speech."""
        return self.exact if self.type == "indirect" else f"“{self.exact}”"

    @property
    def paragraph(self) -> int:
        """The number of the paragraph that it begins in."""
        return self.pieces[0].paragraph

    @property
    def display_name(self) -> str:
        """Who is quoted, as well as is known."""
        return display_name(self.speaker_name, self.attribution, self.speaker)


def display_name(name: str | None, attribution: str | None, speaker: str | None) -> str:
    """What a speaker is called: by name, else as the article prints it, else by id."""
    return name or attribution or speaker or "Not attributed"


_QUOTE_COLUMNS = (
    'q.key, q.id, q.exact, q.paragraph, q.start, q."end", q.speaker, g.name, g.position, q.attribution,'
    f" q.cue, q.type, q.note, q.draft, q.path, q.line, q.continues, {ARTICLE_COLUMNS}"
)
_QUOTE_SOURCE = "FROM quote q JOIN article a ON a.key = q.article LEFT JOIN agent g ON g.id = q.speaker"


def article_quotes(index: Index, article_id: str) -> list[QuoteRow]:
    """The quotations of an article, in reading order."""
    return _group_pieces(
        index.rows(
            f"SELECT {_QUOTE_COLUMNS} {_QUOTE_SOURCE} WHERE a.id = ? AND q.type <> 'none' ORDER BY q.key",
            (article_id,),
        )
    )


def quotes_by_key(index: Index, keys: Iterable[int]) -> dict[int, QuoteRow]:
    """Some quotations by their keys, those that are there; each whole, with all its pieces."""
    wanted = tuple(keys)
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    rows = index.rows(
        f"SELECT {_QUOTE_COLUMNS} {_QUOTE_SOURCE}"
        f" WHERE q.key IN ({marks}) OR q.continues IN ({marks}) ORDER BY q.key",
        wanted * 2,
    )
    return {quote.key: quote for quote in _group_pieces(rows)}


def find_quote_key(index: Index, article_id: str, quote_id: str) -> int | None:
    """The key of a quotation by its article and id; None when it is not there."""
    key: int | None = index.value(
        "SELECT q.key FROM article a JOIN quote q ON q.article = a.key WHERE a.id = ? AND q.id = ?",
        (article_id, quote_id),
    )
    return key


def quotes_in_key_range(index: Index, first: int, last: int) -> list[QuoteRow]:
    """The quotations of the articles whose keys are from ``first`` to ``last``, in reading order."""
    return _group_pieces(
        index.rows(
            f"SELECT {_QUOTE_COLUMNS} {_QUOTE_SOURCE}"
            " WHERE q.article BETWEEN ? AND ? AND q.type <> 'none' ORDER BY q.key",
            (first, last),
        )
    )


def find_quotes(index: Index, query: Query | None = None) -> tuple[list[QuoteRow], tuple[str, ...]]:
    """The quotations that fit a query, in order of time and of reading, and what was not understood.

    A quotation in pieces fits when one of its pieces does, and is given whole.
    """
    fitting, values, problems = compile_quotation_keys(index, Query() if query is None else query)
    rows = index.rows(
        f"SELECT {_QUOTE_COLUMNS} {_QUOTE_SOURCE} WHERE q.type <> 'none'"
        f" AND (q.key IN ({fitting}) OR q.continues IN ({fitting})) ORDER BY a.key DESC, q.key",
        (*values, *values),
    )
    return _group_pieces(rows), problems


def _group_pieces(rows: Sequence[Any]) -> list[QuoteRow]:
    """Quotations from rows of their pieces; the first piece gives all but words and places."""
    found: dict[int, QuoteRow] = {}
    # First pieces first: what goes on may stand before it, in a list beside the text for one.
    for row in sorted(rows, key=lambda row: row[16] is not None):
        key, quote_id, exact, paragraph, start, end = row[:6]
        path, line, head = row[14:17]
        span = None if start is None else Span(paragraph, start, end)
        piece = QuotePiece(exact, paragraph, span, PieceEntry(quote_id, *row[9:14]))
        if head in found:
            found[head] = found[head]._replace(pieces=(*found[head].pieces, piece))
        else:
            article = ArticleRow(*row[17:])
            fields = (key, quote_id, article, (piece,), *row[6:13], FileLocation(path, line, 1))
            found[key] = QuoteRow._make(fields)
    return list(found.values())


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
    is_draft: bool
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
    def display_name(self) -> str:
        """Who is quoted, as well as is known."""
        return display_name(self.speaker_name, self.attribution, self.speaker)


def article_pieces(index: Index, article_id: str) -> list[PieceRow]:
    """All pieces of an article's quotations, in reading order."""
    article = article_key(index, article_id)
    rows = index.rows(
        'SELECT key, coalesce(continues, key), id, paragraph, start, "end", speaker, attribution,'
        " draft IS NOT NULL FROM quote WHERE article = ? AND type <> 'none' ORDER BY key",
        (article,),
    )
    # Each speaker once: there are few, and it takes half as long as a look for every piece.
    known = {speaker: _speaker_name(index, speaker) for speaker in {row[6] for row in rows}}
    made = [PieceRow._make(row + known[row[6]]) for row in rows]
    heads = {piece.key for piece in made if piece.key == piece.quote}
    # What goes on with something that is no quotation stands for itself.
    return [piece if piece.quote in heads else piece._replace(quote=piece.key) for piece in made]


def _speaker_name(index: Index, speaker: str | None) -> tuple[str | None, int | None]:
    """The name and position of a speaker, as far as there are any."""
    rows = index.rows("SELECT name, position FROM agent WHERE id = ?", (speaker,)) if speaker else ()
    return rows[0] if rows else (None, None)


def list_article_speakers(pieces: Sequence[PieceRow]) -> Listing:
    """The quotations of an article under their speakers, in the order in which these first speak."""
    unsure = {piece.quote for piece in pieces if piece.is_draft}
    said: dict[tuple[str | None, str | None], list[int]] = {}
    for piece in pieces:
        if piece.key == piece.quote:
            name = (piece.speaker, None if piece.speaker else piece.attribution)
            said.setdefault(name, []).append(piece.key)
    listing = Listing()
    for name, keys in said.items():
        listing.add(name, map(reading_position, keys), sum(key in unsure for key in keys))
    return listing


MAX_DRAFTS = 1_000
"""How many drafts are listed at once: more than anybody reviews at a sitting."""


class DraftRow(NamedTuple):
    """An entry that nobody has confirmed; of a quotation in pieces, each is one by itself."""

    key: int
    id: str
    article: ArticleRow
    exact: str
    paragraph: int
    span: Span | None
    """Its place; None when it is adrift."""
    speaker: str | None
    speaker_name: str | None
    speaker_position: int | None
    """The speaker's place in the order of the dossier's people and organisations."""
    attribution: str | None
    cue: str | None
    type: str
    head: int
    """The key of the entry that its quotation begins with; its own where it is in one piece."""
    confidence: float
    """How sure the program is of it, from 0 to 1."""
    note: str | None
    where: FileLocation

    @property
    def display_name(self) -> str:
        """Who is quoted, as well as is known."""
        return self.speaker_name or self.speaker or self.attribution or "Not attributed"


def find_drafts(index: Index, *, least_sure_first: bool = False) -> list[DraftRow]:
    """Drafts, at most ``MAX_HEADINGS``: in order of time and of reading, or the least sure first."""
    order = "q.draft, a.key DESC, q.key" if least_sure_first else "a.key DESC, q.key"
    rows = index.rows(
        'SELECT q.key, q.id, q.exact, q.paragraph, q.start, q."end", q.speaker, g.name, g.position,'
        " q.attribution, q.cue, q.type, coalesce(q.continues, q.key), q.draft, q.note, q.path, q.line, q.col,"
        f" {ARTICLE_COLUMNS} FROM quote q JOIN article a ON a.key = q.article"
        " LEFT JOIN agent g ON g.id = q.speaker WHERE q.draft IS NOT NULL"
        f" ORDER BY {order} LIMIT ?",
        (MAX_DRAFTS,),
    )
    return [_make_draft_row(row) for row in rows]


def _make_draft_row(row: Any) -> DraftRow:
    key, name, exact, paragraph, start, end = row[:6]
    span = None if start is None else Span(paragraph, start, end)
    said = row[6:15]
    article, where = ArticleRow(*row[18:]), FileLocation(*row[15:18])
    return DraftRow._make((key, name, article, exact, paragraph, span, *said, where))


def sort_drafts(found: Iterable[DraftRow], *, least_sure_first: bool) -> list[DraftRow]:
    """Drafts in the order in which ``drafts`` gives them."""

    def place(draft: DraftRow) -> tuple[float, int, int]:
        return draft.confidence if least_sure_first else 0, -(draft.key >> KEY_BITS), draft.key

    return sorted(found, key=place)


def piece_ids(index: Index, head: int) -> list[str]:
    """The ids of the entries that make up a quotation, by the key of its first."""
    rows = index.rows("SELECT id FROM quote WHERE key = ? OR continues = ? ORDER BY key", (head, head))
    return [row[0] for row in rows]


def has_drafts(index: Index) -> bool:
    """Whether there is a draft at all."""
    return bool(index.value("SELECT EXISTS (SELECT 1 FROM quote WHERE draft IS NOT NULL)"))


def count_drafts(index: Index) -> int:
    """How many entries nobody has confirmed."""
    number: int = index.value("SELECT count(*) FROM quote WHERE draft IS NOT NULL")
    return number


def find_articles_quoting(index: Index, tokens: Sequence[str], limit: int) -> list[str]:
    """Return the ids of the articles with a quotation of these words, one after another."""
    rows = index.rows(
        "SELECT DISTINCT a.id FROM quote_text t JOIN quote q ON q.key = t.rowid"
        " JOIN article a ON a.key = q.article WHERE quote_text MATCH ? LIMIT ?",
        (f'"{" ".join(tokens)}"', limit),
    )
    return [row[0] for row in rows]
