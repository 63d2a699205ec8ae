"""Search over text and quotations: newest first, the first rows at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow
from medway_tui.index.conditions import conditions
from medway_tui.index.query import Query
from medway_tui.index.store import Index
from medway_tui.index.tables import BITS

FIRST = 50
"""How many rows are looked for at first."""


class Hit(NamedTuple):
    """A paragraph, or a quotation in it, that fits a query."""

    article: ArticleRow
    paragraph: int
    text: str
    """The paragraph's text, or the quotation's words."""
    quote: int | None
    """The quotation's key, when quotations were asked for."""
    speaker_name: str | None
    draft: bool
    """Whether it is a quotation that nobody has confirmed."""


class Results(NamedTuple):
    """What a query found."""

    hits: list[Hit]
    total: int
    """How many there are in all."""
    problems: tuple[str, ...]
    """What in the query was not understood."""


def search(index: Index, query: Query, *, limit: int = FIRST) -> Results:
    """The paragraphs that fit a query, or the quotations when it asks for a speaker, party, role or type.

    With filters on articles alone, the headlines of those articles. Raises InterruptedError when
    ``index.interrupt`` is called meanwhile.
    """
    if not query:
        return Results([], 0, query.problems)
    asked = _ask(index, query)
    columns = _QUOTE_COLUMNS if query.of_quotes else _PARAGRAPH_COLUMNS
    select = (
        f"SELECT {columns}, {ARTICLE_COLUMNS} {asked.source} WHERE {asked.condition}"
        f" ORDER BY {asked.order} LIMIT ?"
    )
    wanted = limit
    while True:
        rows = index.rows(select, (*asked.values, wanted))
        hits = _once(map(_hit, rows))
        if len(hits) >= limit or len(rows) < wanted:
            break
        wanted *= 2
    total = len(hits)
    if len(rows) == wanted:
        counted = f"DISTINCT {_HEAD}" if query.of_quotes else "*"
        total = index.value(f"SELECT count({counted}) {asked.source} WHERE {asked.condition}", asked.values)
    return Results(hits[:limit], total, asked.problems)


def fitting(index: Index, query: Query, article_id: str) -> list[int]:
    """What of one article fits a query: the numbers of paragraphs, or the keys of quotations."""
    asked = _ask(index, query)
    key = _HEAD if query.of_quotes else f"p.key & {2**BITS - 1}"
    rows = index.rows(
        f"SELECT DISTINCT {key} {asked.source} WHERE a.id = ? AND {asked.condition}",
        (article_id, *asked.values),
    )
    return sorted(row[0] for row in rows)


def next_article(index: Index, query: Query, article_id: str, step: int) -> str | None:
    """The next article in time in which a query finds anything; the one before where ``step`` is -1.

    A query that asks nothing finds any quotation. None when there is no further article.
    """
    asked = _ask(index, query) if query else _Asked(_QUOTES, "q.type <> 'none'", (), "", ())
    # Keys ascend from the newest to the oldest.
    later, order = ("<", "DESC") if step > 0 else (">", "ASC")
    found: str | None = index.value(
        f"SELECT a.id {asked.source} WHERE {asked.condition} AND"
        f" a.key {later} (SELECT key FROM article WHERE id = ?) ORDER BY a.key {order} LIMIT 1",
        (*asked.values, article_id),
    )
    return found


class _Asked(NamedTuple):
    """A query as SQL: where to look, what must hold, in which order what is found comes newest first."""

    source: str
    condition: str
    values: tuple[Any, ...]
    order: str
    problems: tuple[str, ...]


def _ask(index: Index, query: Query) -> _Asked:
    where = conditions(index, query)
    of_quotes = query.of_quotes
    texts, key = ("quote_text", "q.key") if of_quotes else ("paragraph_text", "p.key")
    parts, values = [where.sql], list(where.values)
    source = _QUOTES if of_quotes else _PARAGRAPHS
    if of_quotes:
        parts.append("q.type <> 'none'")
    match, exclude = query.match(), query.exclude()
    if match is not None:
        source += f" JOIN {texts} t ON t.rowid = {key}"
        parts.append(f"{texts} MATCH ?")
        values.append(match)
    elif not of_quotes:
        parts.append(f"(p.key & {2**BITS - 1}) = 0")
    if exclude is not None:
        parts.append(f"{key} NOT IN (SELECT rowid FROM {texts} WHERE {texts} MATCH ?)")
        values.append(exclude)
    order = "t.rowid" if match is not None else key
    return _Asked(source, " AND ".join(parts), tuple(values), order, where.problems)


_PARAGRAPHS = f"FROM paragraph p JOIN article a ON a.key = p.key >> {BITS}"
_PARAGRAPH_COLUMNS = f"p.key & {2**BITS - 1}, p.text, NULL, NULL, 0"
_QUOTES = "FROM quote q JOIN article a ON a.key = q.article LEFT JOIN agent g ON g.id = q.speaker"
_HEAD = "coalesce(q.continues, q.key)"
_QUOTE_COLUMNS = f"q.paragraph, q.exact, {_HEAD}, coalesce(g.name, q.attribution), q.draft IS NOT NULL"


def _once(hits: Iterable[Hit]) -> list[Hit]:
    """Of a quotation in several pieces that fit, the first."""
    seen: set[int] = set()
    found = []
    for hit in hits:
        if hit.quote is None or hit.quote not in seen:
            found.append(hit)
        if hit.quote is not None:
            seen.add(hit.quote)
    return found


def _hit(row: Any) -> Hit:
    paragraph, text, quote, name, draft = row[:5]
    return Hit(ArticleRow(*row[5:]), paragraph, text, quote, name, bool(draft))
