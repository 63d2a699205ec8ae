"""Search over text and quotations: newest first, the first rows at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow, article_key
from medway_tui.index.connection import Index
from medway_tui.index.query_compiler import HEAD_KEY, compile_query
from medway_tui.index.query_language import Query
from medway_tui.index.schema import KEY_BITS

FIRST_PAGE_SIZE = 50
"""How many rows are looked for at first."""

_KEYS_PER_STATEMENT = 500
"""Of how many keys the texts are fetched at once: a statement can't have as many values as one likes."""


class SearchHit(NamedTuple):
    """A paragraph, or a quotation in it, that fits a query."""

    article: ArticleRow
    paragraph: int
    text: str
    """The paragraph's text, or the quotation's words."""
    quote: int | None
    """The quotation's key, when quotations were asked for."""
    speaker_name: str | None
    is_draft: bool
    """Whether it is a quotation that nobody has confirmed."""
    key: int
    """Its place in the order in which what is found comes; no meaning beyond this index."""


class SearchResults(NamedTuple):
    """What a query found."""

    hits: list[SearchHit]
    total: int
    """How many there are in all."""
    problems: tuple[str, ...]
    """What in the query was not understood."""


def search(index: Index, query: Query, *, limit: int = FIRST_PAGE_SIZE) -> SearchResults:
    """The first that fits a query, as ``hits`` gives it, and how much there is in all."""
    found = find_hits(index, query, limit=limit)
    total = len(found) if len(found) < limit else count_hits(index, query)
    return SearchResults(found, total, query_problems(index, query))


def find_hits(
    index: Index, query: Query, *, limit: int = FIRST_PAGE_SIZE, so_far: Sequence[SearchHit] = ()
) -> list[SearchHit]:
    """The paragraphs that fit a query, or the quotations when it asks for a speaker, party, role or type.

    With filters on articles alone, the headlines of those articles. Newest first: the first ``limit``, or
    those that come after ``so_far``; fewer where there are no more.
    """
    if not query:
        return []
    what = compile_query(index, query)
    after = so_far[-1].key if so_far else _MIN_KEY
    seen = {hit.quote for hit in so_far if hit.quote is not None}
    found: list[SearchHit] = []
    # Some quotations are in several pieces.
    wanted = min(limit + limit // 4 if query.searches_quotes else limit, _MAX_KEY)
    while True:
        # Keys first, by themselves: what is passed over has no text to be carried along.
        rows = index.rows(
            f"SELECT t.rowid FROM {what.table} t WHERE {what.condition} ORDER BY t.rowid LIMIT ?",
            (*what.values_between(after + 1, _MAX_KEY), wanted),
        )
        keys = [row[0] for row in rows]
        for hit in _load_hits(index, keys, search_quotes=query.searches_quotes):
            # Of a quotation in several pieces that fit, the first.
            if hit.quote is None or hit.quote not in seen:
                found.append(hit)
            if hit.quote is not None:
                seen.add(hit.quote)
        if len(found) >= limit or len(keys) < wanted:
            return found[:limit]
        after = keys[-1]
        wanted = min(2 * wanted, _MAX_KEY)


def find_hit_keys(index: Index, query: Query) -> array[int]:
    """The keys of all that ``hits`` can give, in its order: eight bytes each, so there may be millions."""
    if not query:
        return array("q")
    what = compile_query(index, query)
    rows = index.iter_rows(
        f"SELECT t.rowid FROM {what.table} t WHERE {what.condition} ORDER BY t.rowid", what.values
    )
    if not query.searches_quotes:
        return array("q", (key for (key,) in rows))
    # Of a quotation in several pieces that fit, the first; few have any.
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
    """Some of what fits a query by their keys, those that are there."""
    return {hit.key: hit for hit in _load_hits(index, keys, search_quotes=query.searches_quotes)}


def count_hits(index: Index, query: Query) -> int:
    """How many paragraphs or quotations fit a query; one in several pieces counts once."""
    if not query:
        return 0
    what = compile_query(index, query)
    source, counted = f"{what.table} t", "*"
    if query.searches_quotes:
        source, counted = f"{source} JOIN quote q ON q.key = t.rowid", f"DISTINCT {HEAD_KEY}"
    number: int = index.value(f"SELECT count({counted}) FROM {source} WHERE {what.condition}", what.values)
    return number


def query_problems(index: Index, query: Query) -> tuple[str, ...]:
    """What in a query was not understood, or names nothing that is here."""
    return compile_query(index, query).problems


def matches_in_article(index: Index, query: Query, article_id: str) -> list[int]:
    """What of one article fits a query: the numbers of paragraphs, or the keys of quotations."""
    article = article_key(index, article_id)
    if article is None:
        return []
    what = compile_query(index, query)
    values = what.values_between(article << KEY_BITS, (article + 1 << KEY_BITS) - 1)
    if query.searches_quotes:
        source, given = "quote_text t JOIN quote q ON q.key = t.rowid", HEAD_KEY
    else:
        source, given = f"{what.table} t", f"t.rowid & {2**KEY_BITS - 1}"
    rows = index.rows(f"SELECT DISTINCT {given} FROM {source} WHERE {what.condition}", values)
    return sorted(row[0] for row in rows)


def next_matching_article(index: Index, query: Query, article_id: str, step: int) -> str | None:
    """The next article in time in which a query finds anything; the one before where ``step`` is -1.

    A query that asks nothing finds any quotation. None when there is no further article.
    """
    article = article_key(index, article_id)
    if article is None:
        return None
    what = compile_query(index, query, search_quotes=None if query else True)
    # Keys ascend from the newest to the oldest.
    if step > 0:
        order, values = "DESC", what.values_between(_MIN_KEY, (article << KEY_BITS) - 1)
    else:
        order, values = "ASC", what.values_between(article + 1 << KEY_BITS, _MAX_KEY)
    key = index.value(
        f"SELECT t.rowid FROM {what.table} t WHERE {what.condition} ORDER BY t.rowid {order} LIMIT 1", values
    )
    if key is None:
        return None
    found: str | None = index.value("SELECT id FROM article WHERE key = ?", (key >> KEY_BITS,))
    return found


_MIN_KEY, _MAX_KEY = -(1 << 62), 1 << 62
"""Beyond all keys."""


def _load_hits(index: Index, keys: Sequence[int], *, search_quotes: bool) -> Iterator[SearchHit]:
    """The hits of these keys, in their order, however many."""
    if search_quotes:
        select = (
            f"SELECT q.key, q.paragraph, q.exact, {HEAD_KEY}, coalesce(g.name, q.attribution),"
            f" q.draft IS NOT NULL, {ARTICLE_COLUMNS}"
            " FROM quote q JOIN article a ON a.key = q.article LEFT JOIN agent g ON g.id = q.speaker"
            " WHERE q.key IN ({marks}) ORDER BY q.key"
        )
    else:
        select = (
            f"SELECT p.key, p.key & {2**KEY_BITS - 1}, p.text, NULL, NULL, 0, {ARTICLE_COLUMNS}"
            f" FROM paragraph p JOIN article a ON a.key = p.key >> {KEY_BITS}"
            " WHERE p.key IN ({marks}) ORDER BY p.key"
        )
    for at in range(0, len(keys), _KEYS_PER_STATEMENT):
        some = tuple(keys[at : at + _KEYS_PER_STATEMENT])
        statement = select.format(marks=", ".join("?" * len(some)))
        for key, paragraph, text, quote, name, draft, *article in index.rows(statement, some):
            yield SearchHit(ArticleRow(*article), paragraph, text, quote, name, bool(draft), key)
