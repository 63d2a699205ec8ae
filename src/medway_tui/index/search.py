"""Search of paragraphs and quotations: newest first, page by page."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow, article_key
from medway_tui.index.connection import Index, in_batches
from medway_tui.index.query_compiler import compile_query
from medway_tui.index.query_language import Query
from medway_tui.index.quotes import find_piece_at, join_names, pieces_by_block, pieces_by_key
from medway_tui.index.schema import HEAD_KEY, KEY_BITS, NUMBER_MASK, keys_within
from medway_tui.model.locations import BlockPlace, named_place

FIRST_PAGE_SIZE = 50
"""The number of hits that are searched first."""


class Match(NamedTuple):
    """The place of search words in the text of a hit."""

    start: int
    end: int
    speaker: str | None
    """The name of the speaker in whose words it is; None in the words of the article."""


class SearchHit(NamedTuple):
    """A paragraph, caption or quotation that matches a query."""

    article: ArticleRow
    block: int
    """The position of its block in the article."""
    paragraph: int | None
    """The number of the paragraph; None in a caption."""
    caption: int | None
    """The number of the caption, from 1."""
    text: str
    """The text of the block, or the quotation's words."""
    quote: int | None
    """The quotation's key; None for a paragraph or caption."""
    type: str | None
    """The type of the quotation."""
    speakers: tuple[str, ...]
    """The ids of all whose words are found: of the quotation, or of those in the block that have a match."""
    speaker_names: tuple[str, ...]
    """The name of each, or the id where no file describes the speaker."""
    speaker_name: str | None
    """Their names in words; None where the words found are the article's own, or no speaker is named."""
    is_draft: bool
    """Whether the words found are in a draft."""
    matches: tuple[Match, ...]
    """In a block with quotations, the places of the search words in order; see ``find_matches``."""
    key: int
    """Its place in the order of all hits; without meaning outside this index."""

    @property
    def place(self) -> BlockPlace:
        return named_place(self.paragraph, self.caption)

    @property
    def display_name(self) -> str:
        """The speakers of the words found, joined; empty where the words are the article's own."""
        speakers = [match.speaker for match in self.matches if match.speaker]
        if self.quote is not None or not speakers:
            return self.speaker_name or ("Not attributed" if self.quote is not None else "")
        return join_names(list(dict.fromkeys(speakers)))


class SearchResults(NamedTuple):
    """The first hits of a query, and the number of all."""

    hits: list[SearchHit]
    total: int
    problems: tuple[str, ...]


def search(index: Index, query: Query, *, limit: int = FIRST_PAGE_SIZE) -> SearchResults:
    """Return the first hits of a query and the number of all."""
    hits = find_hits(index, query, limit=limit)
    total = len(hits) if len(hits) < limit else count_hits(index, query)
    return SearchResults(hits, total, query_problems(index, query))


def find_hits(
    index: Index, query: Query, *, limit: int = FIRST_PAGE_SIZE, so_far: Sequence[SearchHit] = ()
) -> list[SearchHit]:
    """Return matching paragraphs, or quotations for a query by speaker, party, role or type, newest first.

    With filters by article only, the headlines of the articles. The first ``limit``, or those after
    ``so_far``.
    """
    if not query:
        return []
    compiled = compile_query(index, query)
    after = so_far[-1].key if so_far else _MIN_KEY
    seen = {hit.quote for hit in so_far if hit.quote is not None}
    hits: list[SearchHit] = []
    # Some more, as several pieces of a quotation are one hit.
    size = min(limit + limit // 4 if query.searches_quotes else limit, _MAX_KEY)
    while True:
        # Only keys: loading the text of skipped rows takes longer.
        rows = index.rows(
            f"SELECT t.rowid FROM {compiled.table} t WHERE {compiled.condition} ORDER BY t.rowid LIMIT ?",
            (*compiled.values_between(after + 1, _MAX_KEY), size),
        )
        keys = [row[0] for row in rows]
        for hit in _load_hits(index, query, keys):
            if hit.quote is None or hit.quote not in seen:
                hits.append(hit)
            if hit.quote is not None:
                seen.add(hit.quote)
        if len(hits) >= limit or len(keys) < size:
            return hits[:limit]
        after = keys[-1]
        size = min(2 * size, _MAX_KEY)


def find_hit_keys(index: Index, query: Query) -> array[int]:
    """Return the keys of all hits in the order of ``find_hits``: eight bytes each."""
    if not query:
        return array("q")
    compiled = compile_query(index, query)
    rows = index.iter_rows(
        f"SELECT t.rowid FROM {compiled.table} t WHERE {compiled.condition} ORDER BY t.rowid", compiled.values
    )
    if not query.searches_quotes:
        return array("q", (key for (key,) in rows))
    # Of several matching pieces of a quotation, only the first.
    heads = dict(index.rows("SELECT key, continues FROM quote WHERE continues IS NOT NULL"))
    pieces = heads | {head: head for head in heads.values()}
    seen: set[int] = set()
    keys = array("q")
    for (key,) in rows:
        head = pieces.get(key)
        if head is None or head not in seen:
            keys.append(key)
        if head is not None:
            seen.add(head)
    return keys


def hits_by_key(index: Index, query: Query, keys: Sequence[int]) -> dict[int, SearchHit]:
    """Load the hits with these keys that exist."""
    return {hit.key: hit for hit in _load_hits(index, query, keys)}


def find_matches(query: Query, hit: SearchHit) -> tuple[Match, ...]:
    """Return the places of the search words in a hit, each with the speaker in whose words it is."""
    speaker = None if hit.quote is None else hit.display_name
    return hit.matches or tuple(Match(start, end, speaker) for start, end in query.find_spans(hit.text))


def find_matching_articles(index: Index, query: Query) -> set[str]:
    """Return the ids of the articles with a hit."""
    keys = sorted({key >> KEY_BITS for key in find_hit_keys(index, query)})
    return {
        row[0]
        for batch in in_batches(keys)
        for row in index.rows(f"SELECT id FROM article WHERE key IN ({', '.join('?' * len(batch))})", batch)
    }


def count_hits(index: Index, query: Query) -> int:
    """Count the hits of a query; a quotation in several pieces counts once."""
    if not query:
        return 0
    compiled = compile_query(index, query)
    source, counted = f"{compiled.table} t", "*"
    if query.searches_quotes:
        source, counted = f"{source} JOIN quote q ON q.key = t.rowid", f"DISTINCT {HEAD_KEY}"
    number: int = index.value(
        f"SELECT count({counted}) FROM {source} WHERE {compiled.condition}", compiled.values
    )
    return number


def query_problems(index: Index, query: Query) -> tuple[str, ...]:
    """Return what in a query was not understood, or names nothing in the dossier."""
    return compile_query(index, query).problems


def matches_in_article(index: Index, query: Query, article_id: str) -> list[int]:
    """Return the blocks, or the keys of quotations, that match in one article."""
    article = article_key(index, article_id)
    if article is None:
        return []
    compiled = compile_query(index, query)
    values = compiled.values_between(*keys_within(article))
    if query.searches_quotes:
        source, column = "quote_text t JOIN quote q ON q.key = t.rowid", HEAD_KEY
    else:
        source, column = f"{compiled.table} t", f"t.rowid & {NUMBER_MASK}"
    rows = index.rows(f"SELECT DISTINCT {column} FROM {source} WHERE {compiled.condition}", values)
    return sorted(row[0] for row in rows)


def next_matching_article(index: Index, query: Query, article_id: str, step: int) -> str | None:
    """Return the next article with a hit, or the previous one where ``step`` is -1; None where there is none.

    An empty query matches any quotation.
    """
    article = article_key(index, article_id)
    if article is None:
        return None
    compiled = compile_query(index, query, search_quotes=None if query else True)
    # Keys ascend from the newest to the oldest.
    if step > 0:
        order, values = "DESC", compiled.values_between(_MIN_KEY, (article << KEY_BITS) - 1)
    else:
        order, values = "ASC", compiled.values_between(article + 1 << KEY_BITS, _MAX_KEY)
    key = index.value(
        f"SELECT t.rowid FROM {compiled.table} t WHERE {compiled.condition} ORDER BY t.rowid {order} LIMIT 1",
        values,
    )
    if key is None:
        return None
    found: str | None = index.value("SELECT id FROM article WHERE key = ?", (key >> KEY_BITS,))
    return found


_MIN_KEY, _MAX_KEY = -(1 << 62), 1 << 62


def _load_hits(index: Index, query: Query, keys: Sequence[int]) -> Iterator[SearchHit]:
    """Load any number of hits, in the order of their keys."""
    for batch in in_batches(keys):
        yield from _load_quotes(index, batch) if query.searches_quotes else _load_blocks(index, query, batch)


def _load_quotes(index: Index, keys: Sequence[int]) -> Iterator[SearchHit]:
    for piece in pieces_by_key(index, keys):
        name = piece.printed_name
        yield SearchHit(
            piece.article,
            piece.block,
            piece.paragraph,
            piece.caption,
            piece.exact,
            piece.head,
            piece.type,
            piece.speakers,
            piece.speaker_names,
            name,
            piece.draft is not None,
            (),
            piece.key,
        )


def _load_blocks(index: Index, query: Query, keys: Sequence[int]) -> Iterator[SearchHit]:
    marks = ", ".join("?" * len(keys))
    rows = index.rows(
        f"SELECT p.key, p.paragraph, p.caption, p.text, {ARTICLE_COLUMNS} FROM paragraph p"
        f" JOIN article a ON a.key = p.key >> {KEY_BITS} WHERE p.key IN ({marks}) ORDER BY p.key",
        tuple(keys),
    )
    quoted = pieces_by_block(index, keys)
    for key, paragraph, caption, text, *article in rows:
        pieces = quoted.get(key, ())
        # To find the words again takes as long as all the rest.
        spans = query.find_spans(text) if pieces else ()
        matches = [(Match(start, end, None), find_piece_at(pieces, start, end)) for start, end in spans]
        found = list(dict.fromkeys(piece for _, piece in matches if piece is not None))
        speakers = {
            speaker: name
            for piece in found
            for speaker, name in zip(piece.speakers, piece.speaker_names, strict=True)
        }
        yield SearchHit(
            ArticleRow(*article),
            key & NUMBER_MASK,
            paragraph,
            caption,
            text,
            None,
            None,
            tuple(speakers),
            tuple(speakers.values()),
            join_names([*dict.fromkeys(name for piece in found if (name := piece.printed_name))]) or None,
            any(piece.is_draft for piece in found),
            tuple(
                match if piece is None else match._replace(speaker=piece.display_name)
                for match, piece in matches
            ),
            key,
        )
