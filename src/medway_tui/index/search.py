"""Search over text and quotations: newest first, the first rows at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from medway_tui import dates
from medway_tui.index import terms
from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow, article_key
from medway_tui.index.conditions import conditions
from medway_tui.index.query import Query
from medway_tui.index.store import Index
from medway_tui.index.tables import BITS, MAX_DAY

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
    key: int
    """Its place in the order in which what is found comes; no meaning beyond this index."""


class Results(NamedTuple):
    """What a query found."""

    hits: list[Hit]
    total: int
    """How many there are in all."""
    problems: tuple[str, ...]
    """What in the query was not understood."""


def search(index: Index, query: Query, *, limit: int = FIRST) -> Results:
    """The first that fits a query, as ``hits`` gives it, and how much there is in all."""
    found = hits(index, query, limit=limit)
    total = len(found) if len(found) < limit else count(index, query)
    return Results(found, total, problems(index, query))


def hits(index: Index, query: Query, *, limit: int = FIRST, so_far: Sequence[Hit] = ()) -> list[Hit]:
    """The paragraphs that fit a query, or the quotations when it asks for a speaker, party, role or type.

    With filters on articles alone, the headlines of those articles. Newest first: the first ``limit``, or
    those that come after ``so_far``; fewer where there are no more.
    """
    if not query:
        return []
    asked = _ask(index, query, first=True)
    key = asked.key
    after = so_far[-1].key if so_far else -1
    seen = {hit.quote for hit in so_far if hit.quote is not None}
    found: list[Hit] = []
    wanted = limit
    while True:
        # Keys first, by themselves: what is sorted or passed over has no text to be carried along.
        rows = index.rows(
            f"SELECT {key} {asked.source} WHERE {asked.condition} AND {key} > ? ORDER BY {key} LIMIT ?",
            (*asked.values, after >> asked.shift, wanted),
        )
        keys = [row[0] << asked.shift for row in rows]
        for hit in _hits_at(index, _without(index, asked, keys), of_quotes=query.of_quotes):
            # Of a quotation in several pieces that fit, the first.
            if hit.quote is None or hit.quote not in seen:
                found.append(hit)
            if hit.quote is not None:
                seen.add(hit.quote)
        if len(found) >= limit or len(keys) < wanted:
            return found[:limit]
        after = keys[-1]
        wanted *= 2


def _without(index: Index, asked: _Asked, keys: Sequence[int]) -> list[int]:
    """The keys but those that are to be left out: a look at a few of them, where all would take long."""
    if not asked.exclude or not keys:
        return list(keys)
    rows = index.rows(
        f"SELECT rowid FROM {asked.texts} WHERE {asked.texts} MATCH ? AND rowid BETWEEN ? AND ?",
        (asked.exclude, keys[0], keys[-1]),
    )
    left_out = {row[0] for row in rows}
    return [key for key in keys if key not in left_out]


def count(index: Index, query: Query) -> int:
    """How many paragraphs or quotations fit a query; one in several pieces counts once."""
    if not query:
        return 0
    asked = _ask(index, query)
    counted = f"DISTINCT {_HEAD}" if query.of_quotes else "*"
    number: int = index.value(f"SELECT count({counted}) {asked.source} WHERE {asked.condition}", asked.values)
    return number


def problems(index: Index, query: Query) -> tuple[str, ...]:
    """What in a query was not understood, or names nothing that is here."""
    return conditions(index, query).problems


def fitting(index: Index, query: Query, article_id: str) -> list[int]:
    """What of one article fits a query: the numbers of paragraphs, or the keys of quotations."""
    article = article_key(index, article_id)
    if article is None:
        return []
    asked = _ask(index, query)
    given = _HEAD if query.of_quotes else f"{asked.key} << {asked.shift} & {2**BITS - 1}"
    rows = index.rows(
        f"SELECT DISTINCT {given} {asked.source} WHERE {asked.condition} AND {asked.key} BETWEEN ? AND ?",
        (*asked.values, article << BITS >> asked.shift, (article + 1 << BITS) - 1 >> asked.shift),
    )
    return sorted(row[0] for row in rows)


def next_article(index: Index, query: Query, article_id: str, step: int) -> str | None:
    """The next article in time in which a query finds anything; the one before where ``step`` is -1.

    A query that asks nothing finds any quotation. None when there is no further article.
    """
    article = article_key(index, article_id)
    if article is None:
        return None
    asked = _ask(index, query) if query else _QUOTED
    # Keys ascend from the newest to the oldest.
    later, order, key = ("<", "DESC", article) if step > 0 else (">=", "ASC", article + 1)
    key = index.value(
        f"SELECT {asked.key} << {asked.shift} {asked.source}"
        f" WHERE {asked.condition} AND {asked.key} {later} ? ORDER BY {asked.key} {order} LIMIT 1",
        (*asked.values, key << BITS >> asked.shift),
    )
    if key is None:
        return None
    found: str | None = index.value("SELECT id FROM article WHERE key = ?", (key >> BITS,))
    return found


class _Asked(NamedTuple):
    """A query as SQL: where to look, by which key what is found comes newest first, what must hold."""

    source: str
    key: str
    condition: str
    values: tuple[Any, ...]
    shift: int
    """How many bits the key has to be shifted left by to be that of a paragraph."""
    texts: str
    exclude: str | None
    """What is still to be left out, as an expression of full text."""


_QUOTED = _Asked("FROM quote q", "q.key", "q.type <> 'none'", (), 0, "quote_text", None)
"""Every quotation."""


def _ask(index: Index, query: Query, *, first: bool = False) -> _Asked:
    """A query as SQL; where only the ``first`` few are wanted, what is left out can be left to be done."""
    where = conditions(index, query)
    parts, values = [where.sql], list(where.values)
    of_articles = "a." in where.sql
    texts: terms.Texts = "quote_text" if query.of_quotes else "paragraph_text"
    match, exclude = terms.match(index, query, texts), terms.exclude(index, query, texts)
    shift = 0
    if match is not None:
        key = "t.rowid"
        source = f"FROM {texts} t"
        if query.of_quotes:
            source += " JOIN quote q ON q.key = t.rowid"
        if of_articles:
            source += f" JOIN article a ON a.key = t.rowid >> {BITS}"
        parts.append(f"t.{texts} MATCH ?")
        values.append(f"({match}) NOT ({exclude})" if exclude else match)
        exclude = None
    elif query.of_quotes:
        key, source = "q.key", "FROM quote q"
        source += " JOIN article a ON a.key = q.article" if of_articles else ""
        parts.append("q.type <> 'none'")
    else:
        key, source, shift = "a.key", "FROM article a", BITS
    if exclude is not None and not first:
        parts.append(f"{key} << {shift} NOT IN (SELECT rowid FROM {texts} WHERE {texts} MATCH ?)")
        values.append(exclude)
    least = _first_key(query)
    if least:
        parts.append(f"{key} >= {least >> shift}")
    return _Asked(source, key, " AND ".join(parts), tuple(values), shift, texts, exclude)


def _first_key(query: Query) -> int:
    """The least key that can fit the dates asked for: what is newer need not be passed over."""
    days = [
        dates.first_day(each.value).toordinal()
        for each in query.filters
        if each.name == "before" and not each.negative
    ]
    return MAX_DAY - min(days) + 1 << 2 * BITS if days else 0


_HEAD = "coalesce(q.continues, q.key)"


def _hits_at(index: Index, keys: Sequence[int], *, of_quotes: bool) -> Iterator[Hit]:
    """The hits of these keys, in their order."""
    marks = ", ".join("?" * len(keys))
    if of_quotes:
        select = (
            f"SELECT q.key, q.paragraph, q.exact, {_HEAD}, coalesce(g.name, q.attribution),"
            f" q.draft IS NOT NULL, {ARTICLE_COLUMNS}"
            " FROM quote q JOIN article a ON a.key = q.article LEFT JOIN agent g ON g.id = q.speaker"
            f" WHERE q.key IN ({marks}) ORDER BY q.key"
        )
    else:
        select = (
            f"SELECT p.key, p.key & {2**BITS - 1}, p.text, NULL, NULL, 0, {ARTICLE_COLUMNS}"
            f" FROM paragraph p JOIN article a ON a.key = p.key >> {BITS}"
            f" WHERE p.key IN ({marks}) ORDER BY p.key"
        )
    for key, paragraph, text, quote, name, draft, *article in index.rows(select, tuple(keys)):
        yield Hit(ArticleRow(*article), paragraph, text, quote, name, bool(draft), key)
