"""Search of paragraphs and quotations: newest first, page by page."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow, article_key
from medway_tui.index.connection import Index, in_batches
from medway_tui.index.query_compiler import HEAD_KEY, compile_query
from medway_tui.index.query_language import Query
from medway_tui.index.schema import KEY_BITS, NUMBER_MASK, keys_within

FIRST_PAGE_SIZE = 50
"""The number of hits that are searched first."""


class SearchHit(NamedTuple):
    """A paragraph or quotation that matches a query."""

    article: ArticleRow
    paragraph: int
    text: str
    """The paragraph's text, or the quotation's words."""
    quote: int | None
    """The quotation's key; None for a paragraph."""
    speaker_name: str | None
    is_draft: bool
    key: int
    """Its place in the order of all hits; without meaning outside this index."""


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
        for hit in _load_hits(index, keys, search_quotes=query.searches_quotes):
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
    return {hit.key: hit for hit in _load_hits(index, keys, search_quotes=query.searches_quotes)}


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
    """Return the numbers of paragraphs, or the keys of quotations, that match in one article."""
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


def _load_hits(index: Index, keys: Sequence[int], *, search_quotes: bool) -> Iterator[SearchHit]:
    """Load any number of hits, in the order of their keys."""
    if search_quotes:
        select = (
            f"SELECT q.key, q.paragraph, q.exact, {HEAD_KEY}, coalesce(g.name, q.attribution),"
            f" q.draft IS NOT NULL, {ARTICLE_COLUMNS}"
            " FROM quote q JOIN article a ON a.key = q.article LEFT JOIN agent g ON g.id = q.speaker"
            " WHERE q.key IN ({marks}) ORDER BY q.key"
        )
    else:
        select = (
            f"SELECT p.key, p.key & {NUMBER_MASK}, p.text, NULL, NULL, 0, {ARTICLE_COLUMNS}"
            f" FROM paragraph p JOIN article a ON a.key = p.key >> {KEY_BITS}"
            " WHERE p.key IN ({marks}) ORDER BY p.key"
        )
    for batch in in_batches(keys):
        statement = select.format(marks=", ".join("?" * len(batch)))
        for key, paragraph, text, quote, name, draft, *article in index.rows(statement, batch):
            yield SearchHit(ArticleRow(*article), paragraph, text, quote, name, bool(draft), key)
