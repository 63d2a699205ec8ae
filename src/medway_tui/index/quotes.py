"""Quotations: whole, as the pieces of an article, and as drafts to be reviewed.

A quotation is one entry of a quotes file, or several that go on with one another: it has a piece for each.
It is a draft while one of its pieces is. No number of quotations includes drafts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow, article_key
from medway_tui.index.connection import Index, in_batches
from medway_tui.index.listing import Listing, reading_position
from medway_tui.index.schema import HEAD_KEY, KEY_BITS, speaker_ids
from medway_tui.model.locations import BlockPlace, FileLocation, Span, named_place

if TYPE_CHECKING:
    from medway_tui.index.query_language import Query

MAX_DRAFTS = 1_000
"""The most drafts that are listed: more than anyone reviews at a sitting."""

SURE_CONFIDENCE = 0.95
"""The confidence from which a draft with a speaker counts as sure: at least so many of them are right."""


def display_name(name: str | None, attribution: str | None, speaker: str | None) -> str:
    """Return what a speaker is called: the known name, else as the article prints it, else the id."""
    return name or attribution or speaker or "Not attributed"


def join_names(names: Sequence[str]) -> str:
    """Join names in words: ``Ann Lee``, ``Ann Lee and Bo Ray``, ``Ann Lee, Bo Ray and Cy Fox``."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


class QuotePiece(NamedTuple):
    """An entry of a quotes file: a quotation, or its part in one paragraph."""

    key: int
    """Its place in the order of all entries; without meaning outside this index."""
    head: int
    """The key of the first piece of its quotation."""
    id: str
    exact: str
    block: int
    """The position of its block in the article; 0 is the headline."""
    paragraph: int | None
    """The number of its paragraph; None in a caption."""
    caption: int | None
    """The number of its caption, from 1; None in a paragraph."""
    start: int | None
    """Where the words begin in the block; None when they are adrift."""
    end: int | None
    speaker: str | None
    """The id of the speaker; None where there is none, and for a joint statement."""
    speakers: tuple[str, ...]
    """The ids of all speakers: one, several for a joint statement, or none."""
    speaker_names: tuple[str, ...]
    """The name of each speaker, or the id where no file describes the speaker."""
    speaker_name: str | None
    """The known name of the speaker, or all names of a joint statement; None where no file has it."""
    speaker_position: int | None
    """The first speaker's place in the order of the dossier's people and organisations."""
    attribution: str | None
    cue: str | None
    type: str
    repeats: str | None
    """The id of the quotation whose words are printed here a second time."""
    note: str | None
    draft: float | None
    """The program's confidence in it, from 0 to 1; None once it is confirmed."""
    attribution_fault: str | None
    """Why its block does not give it to its speaker: another, or none; None where it does."""
    path: str
    line: int
    col: int
    article: ArticleRow

    @property
    def span(self) -> Span | None:
        return _span(self)

    @property
    def place(self) -> BlockPlace:
        return named_place(self.paragraph, self.caption)

    @property
    def where(self) -> FileLocation:
        return FileLocation(self.path, self.line, self.col)

    @property
    def confidence(self) -> float:
        """The program's confidence in a draft; 1 for a confirmed entry."""
        return 1.0 if self.draft is None else self.draft

    @property
    def printed_name(self) -> str | None:
        """The known name of the speaker, else as the article prints it."""
        return self.speaker_name or self.attribution

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
    speakers: tuple[str, ...]
    speaker_names: tuple[str, ...]
    speaker_name: str | None
    speaker_position: int | None
    attribution: str | None
    cue: str | None
    type: str
    repeats: str | None
    note: str | None
    where: FileLocation

    @property
    def block(self) -> int:
        """The block in which it begins."""
        return self.pieces[0].block

    @property
    def paragraph(self) -> int | None:
        """The number of the paragraph in which it begins; None in a caption."""
        return self.pieces[0].paragraph

    @property
    def place(self) -> BlockPlace:
        """The paragraph or caption in which it begins."""
        return self.pieces[0].place

    @property
    def display_name(self) -> str:
        return display_name(self.speaker_name, self.attribution, self.speaker)

    @property
    def places(self) -> list[BlockPlace]:
        """The paragraph or caption of each piece."""
        return [piece.place for piece in self.pieces]

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
    def is_unattributed(self) -> bool:
        """Whether the block of some of its words does not give them to its speaker."""
        return any(piece.attribution_fault is not None for piece in self.pieces)

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
    block: int
    """The position of its block in the article."""
    start: int | None
    """Where the words begin in the block; None when they are adrift."""
    end: int | None
    is_draft: bool
    repeats: str | None
    attribution: str | None
    speaker: str | None
    speakers: tuple[str, ...]
    """The ids of all speakers."""
    speaker_names: tuple[str, ...]
    """The name of each, or the id where no file describes the speaker."""
    speaker_name: str | None
    speaker_position: int | None
    """The speaker's place in the order of the dossier's people and organisations."""

    @property
    def span(self) -> Span | None:
        return _span(self)

    @property
    def printed_name(self) -> str | None:
        """The known name of the speaker, else as the article prints it."""
        return self.speaker_name or self.attribution

    @property
    def display_name(self) -> str:
        return display_name(self.speaker_name, self.attribution, self.speaker)


def _span(piece: QuotePiece | PieceRow) -> Span | None:
    if piece.start is None or piece.end is None:
        return None
    return Span(piece.block, piece.start, piece.end)


_JOINT_NAMES = (
    "(SELECT json_group_array(coalesce(n.name, s.value)) FROM json_each(q.speakers) s"
    " LEFT JOIN agent n ON n.id = s.value)"
)
_EXPRESSIONS = {
    "head": HEAD_KEY,
    "end": 'q."end"',
    "speaker_names": f"iif(q.speakers IS NULL, NULL, {_JOINT_NAMES})",
    "speaker_name": "g.name",
    "speaker_position": "g.position",
}
"""The SQL of the fields of a piece that are no columns of the table of quotations."""
_PIECE_FIELDS = QuotePiece._fields[:-1]
_PIECE_COLUMNS = ", ".join(_EXPRESSIONS.get(name, f"q.{name}") for name in _PIECE_FIELDS)
_FIRST_SPEAKER = "coalesce(q.speaker, json_extract(q.speakers, '$[0]'))"
_SELECT_PIECES = (
    f"SELECT {_PIECE_COLUMNS}, {ARTICLE_COLUMNS} FROM quote q"
    f" JOIN article a ON a.key = q.article LEFT JOIN agent g ON g.id = {_FIRST_SPEAKER}"
)
_first_piece_fields = attrgetter(*QuoteRow._fields[1:])


_SPEAKER = _PIECE_FIELDS.index("speaker")


def _make_piece(row: Sequence[Any]) -> QuotePiece:
    count, after = len(_PIECE_FIELDS), _SPEAKER + 4
    speaker, speakers, names, name = row[_SPEAKER:after]
    ids = speaker_ids(speaker, speakers)
    if speakers is not None:
        from json import loads  # noqa: PLC0415 - joint statements are rare

        names = tuple(loads(names))
        name = join_names(names)
    else:
        names = (name or speaker,) if ids else ()
    article = ArticleRow._make(row[count:])
    return QuotePiece._make((*row[:_SPEAKER], speaker, ids, names, name, *row[after:count], article))


def find_quotes(index: Index, query: Query | None = None) -> tuple[list[QuoteRow], tuple[str, ...]]:
    """Return the quotations that match a query, in order of time and of reading, and its problems.

    A quotation matches when one of its pieces does.
    """
    # The first screen compiles no query.
    from medway_tui.index.query_compiler import compile_quotation_keys  # noqa: PLC0415 - see above
    from medway_tui.index.query_language import Query  # noqa: PLC0415 - see above

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


def pieces_by_key(index: Index, keys: Sequence[int]) -> list[QuotePiece]:
    """Return the pieces with these keys that exist, in order."""
    marks = ", ".join("?" * len(keys))
    rows = index.rows(f"{_SELECT_PIECES} WHERE q.key IN ({marks}) ORDER BY q.key", tuple(keys))
    return list(map(_make_piece, rows))


def quotes_in_key_range(index: Index, first: int, last: int) -> list[QuoteRow]:
    """Return the quotations of the articles whose keys are from ``first`` to ``last``, in reading order."""
    return _group_pieces(
        index.rows(
            f"{_SELECT_PIECES} WHERE q.article BETWEEN ? AND ? AND q.type <> 'none' ORDER BY q.key",
            (first, last),
        )
    )


def printed_speakers(index: Index) -> list[str]:
    """Return how the articles print the speakers of quotations that name no known one, each once."""
    rows = index.rows(
        "SELECT DISTINCT attribution FROM quote WHERE type <> 'none' AND continues IS NULL"
        " AND speaker IS NULL AND speakers IS NULL AND attribution IS NOT NULL ORDER BY attribution"
    )
    return [attribution for (attribution,) in rows]


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
        f'SELECT q.key, {HEAD_KEY}, q.id, q.block, q.start, q."end", q.draft IS NOT NULL, q.repeats,'
        " q.attribution, q.speaker, q.speakers FROM quote q WHERE q.article = ? AND q.type <> 'none'"
        " ORDER BY q.key",
        (article_key(index, article_id),),
    )
    # Each speaker once: there are few, and it takes half as long as a join for every piece.
    known = _known_speakers(index, {row[-2:] for row in rows})
    pieces = [PieceRow._make(row[:-1] + known[row[-2:]]) for row in rows]
    heads = {piece.key for piece in pieces if piece.key == piece.quote}
    # A continuation of marks that quote no speaker is a quotation of its own.
    return [piece if piece.quote in heads else piece._replace(quote=piece.key) for piece in pieces]


def pieces_by_block(index: Index, keys: Sequence[int]) -> dict[int, list[PieceRow]]:
    """Return the pieces of quotations in blocks of articles, by the blocks' keys, in reading order.

    A piece that names no speaker has that of the quotation it continues.
    """
    articles = sorted({key >> KEY_BITS for key in keys})
    rows = index.rows(
        f'SELECT q.article << {KEY_BITS} | q.block, q.key, {HEAD_KEY}, q.id, q.block, q.start, q."end",'
        " q.draft IS NOT NULL, q.repeats, coalesce(q.attribution, h.attribution),"
        " iif(q.speakers IS NULL, coalesce(q.speaker, h.speaker), NULL),"
        " iif(q.speaker IS NULL, coalesce(q.speakers, h.speakers), NULL)"
        " FROM quote q LEFT JOIN quote h ON h.key = q.continues"
        f" WHERE q.article IN ({', '.join('?' * len(articles))}) AND q.type <> 'none'"
        f" AND q.article << {KEY_BITS} | q.block IN ({', '.join('?' * len(keys))}) ORDER BY q.key",
        (*articles, *keys),
    )
    known = _known_speakers(index, {row[-2:] for row in rows})
    pieces: dict[int, list[PieceRow]] = {}
    for row in rows:
        pieces.setdefault(row[0], []).append(PieceRow._make(row[1:-1] + known[row[-2:]]))
    return pieces


def find_piece_at(pieces: Iterable[PieceRow], start: int, end: int) -> PieceRow | None:
    """Return the first of a block's pieces that has some of the words from ``start`` to ``end``."""
    return next(
        (
            piece
            for piece in pieces
            if piece.start is not None and piece.end is not None and piece.start < end and start < piece.end
        ),
        None,
    )


_KnownSpeakers = tuple[tuple[str, ...], tuple[str, ...], str | None, int | None]
"""All speakers of a piece, the name of each, the names in words, and the first one's position."""


def _known_speakers(
    index: Index, columns: Iterable[tuple[str | None, str | None]]
) -> dict[tuple[str | None, str | None], _KnownSpeakers]:
    """Return what is known of speakers, by the columns ``speaker`` and ``speakers`` of their quotations."""
    ids = {each: speaker_ids(*each) for each in columns}
    agents = _known_agents(index, sorted({agent for each in ids.values() for agent in each}))
    known: dict[tuple[str | None, str | None], _KnownSpeakers] = {}
    for each, speakers in ids.items():
        names = tuple(agents.get(agent, (agent, None))[0] for agent in speakers)
        name, position = agents.get(speakers[0], (None, None)) if speakers else (None, None)
        known[each] = (speakers, names, join_names(names) if len(speakers) > 1 else name, position)
    return known


def _known_agents(index: Index, ids: Sequence[str]) -> dict[str, tuple[str, int]]:
    agents: dict[str, tuple[str, int]] = {}
    for batch in in_batches(ids):
        marks = ", ".join("?" * len(batch))
        rows = index.rows(f"SELECT id, name, position FROM agent WHERE id IN ({marks})", batch)
        agents.update((agent, (name, position)) for agent, name, position in rows)
    return agents


def known_speaker(index: Index, speaker: str) -> tuple[str | None, int | None]:
    """Return the name and position of a speaker; None for each where no file describes the speaker."""
    return _known_agents(index, [speaker]).get(speaker, (None, None))


def list_article_speakers(pieces: Sequence[PieceRow]) -> Listing:
    """Return the quotations of an article under their speakers, in the order in which these first speak.

    A joint statement is listed under each of its speakers.
    """
    drafts = {piece.quote for piece in pieces if piece.is_draft}
    groups: dict[tuple[str | None, str | None], list[int]] = {}
    heads = [piece for piece in pieces if piece.key == piece.quote]
    for piece in heads:
        for speaker in piece.speakers or (None,):
            name = (speaker, None if speaker else piece.attribution)
            groups.setdefault(name, []).append(piece.key)
    repeats = {piece.key for piece in heads if piece.repeats is not None}
    listing = Listing()
    for name, keys in groups.items():
        listing.add(
            name,
            map(reading_position, keys),
            drafts=sum(key in drafts and key not in repeats for key in keys),
            repeats=sum(key in repeats for key in keys),
        )
    listing.quotes = len(heads) - len(repeats)
    listing.total_drafts = len(drafts - repeats)
    return listing


def find_drafts(
    index: Index, *, unsure_first: bool = False, articles: Collection[str] | None = None
) -> list[QuotePiece]:
    """Return at most ``MAX_DRAFTS`` drafts in order of time and of reading, the unsure first if wanted.

    ``articles`` are the ids of the articles whose drafts are wanted; None means all.
    """
    is_sure = (
        f"q.draft >= {SURE_CONFIDENCE} AND (coalesce(q.speaker, q.speakers, '') != '' OR q.type = 'none')"
    )
    order = f"{is_sure}, a.key DESC, q.key" if unsure_first else "a.key DESC, q.key"
    within = "" if articles is None else " AND a.id IN (SELECT value FROM json_each(?))"
    values: tuple[str, ...] = ()
    if articles is not None:
        from json import dumps  # noqa: PLC0415 - not on the first screen

        values = (dumps(sorted(articles)),)
    rows = index.rows(
        f"{_SELECT_PIECES} WHERE q.draft IS NOT NULL{within} ORDER BY {order} LIMIT ?", (*values, MAX_DRAFTS)
    )
    return [_make_piece(row) for row in rows]


def sort_drafts(drafts: Iterable[QuotePiece], *, unsure_first: bool) -> list[QuotePiece]:
    """Sort drafts as ``find_drafts`` does."""

    def order(draft: QuotePiece) -> tuple[bool, int, int]:
        is_sure = draft.confidence >= SURE_CONFIDENCE and (bool(draft.speakers) or draft.type == "none")
        return unsure_first and is_sure, -(draft.key >> KEY_BITS), draft.key

    return sorted(drafts, key=order)


def piece_ids(index: Index, head: int) -> list[str]:
    """Return the ids of the pieces of a quotation, by the key of its first."""
    rows = index.rows("SELECT id FROM quote WHERE key = ? OR continues = ? ORDER BY key", (head, head))
    return [row[0] for row in rows]


def has_drafts(index: Index) -> bool:
    """Whether there is any draft."""
    return bool(index.value("SELECT EXISTS (SELECT 1 FROM quote WHERE draft IS NOT NULL)"))


def count_quotations(index: Index) -> int:
    """Count the quotations with drafts and repetitions, as ``quotes_in_key_range`` returns them."""
    number: int = index.value(
        "SELECT count(*) FROM quote q WHERE q.type <> 'none' AND NOT EXISTS"
        " (SELECT 1 FROM quote h WHERE h.key = q.continues AND h.type <> 'none')"
    )
    return number


def count_drafts(index: Index) -> int:
    """Count the drafts; of a quotation in pieces, each piece is one."""
    return index.count("quote WHERE draft IS NOT NULL")


def count_drafts_of(index: Index, article_id: str) -> int:
    """Count the drafts of an article."""
    number: int = index.value(
        "SELECT count(*) FROM quote WHERE draft IS NOT NULL"
        " AND article = (SELECT key FROM article WHERE id = ?)",
        (article_id,),
    )
    return number


def find_articles_quoting(index: Index, tokens: Sequence[str], limit: int) -> list[str]:
    """Return the ids of the articles with a quotation of these words, one after another."""
    rows = index.rows(
        "SELECT DISTINCT a.id FROM quote_text t JOIN quote q ON q.key = t.rowid"
        " JOIN article a ON a.key = q.article WHERE quote_text MATCH ? LIMIT ?",
        (f'"{" ".join(tokens)}"', limit),
    )
    return [row[0] for row in rows]
