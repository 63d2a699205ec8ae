"""Filters to SQL: what a query asks of articles and of quotations, as conditions with bound values."""

from __future__ import annotations

from typing import Any, NamedTuple

from medway_tui import dates
from medway_tui.index.names import agents_named, best
from medway_tui.index.query import Filter, Query
from medway_tui.index.store import Index
from medway_tui.index.tables import BITS, MAX_DAY


class Conditions(NamedTuple):
    """Conditions that all must hold, their values, and what could not be resolved."""

    sql: str
    values: tuple[Any, ...]
    problems: tuple[str, ...]


# A role counts where its dates do not rule it out on the day of the article.
_HELD = (
    "EXISTS (SELECT 1 FROM membership m WHERE m.agent = q.speaker AND m.{column} IN ({marks})"
    " AND coalesce(m.first_day <= a.last_day, 1) AND coalesce(m.last_day >= a.first_day, 1))"
)

# Keys hold the first day of an article, descending: those of one without a date come last.
_UNDATED = MAX_DAY << 2 * BITS
_WITHIN = (
    "FROM membership m CROSS JOIN quote h ON h.speaker = m.agent"
    f" AND h.key BETWEEN ({MAX_DAY} - coalesce(m.last_day, {MAX_DAY})) << {2 * BITS}"
    f" AND ({MAX_DAY} + 1 + {{vague}} - coalesce(m.first_day, -{{vague}})) << {2 * BITS}"
)
_HELD_BY_FEW = (
    "{plus}q.key IN (SELECT h.key {within} CROSS JOIN article w ON w.key = h.key >> {bits}"
    " WHERE m.{column} IN ({marks})"
    " AND coalesce(m.first_day <= w.last_day, 1) AND coalesce(m.last_day >= w.first_day, 1)"
    " UNION ALL SELECT h.key FROM membership m CROSS JOIN quote h ON h.speaker = m.agent"
    " AND h.key >= {undated} WHERE m.{column} IN ({marks}))"
)
_FEW = 4_000
"""Up to how many quotations it is quicker to look up all said in a role than to look for it in each."""

# From one to the next in the index of them: a dozen publishers, and not a hundred thousand articles.
_PUBLISHERS = (
    "WITH RECURSIVE each (name) AS (SELECT min(publisher) FROM article UNION ALL"
    " SELECT (SELECT min(publisher) FROM article WHERE publisher > name) FROM each WHERE name IS NOT NULL)"
    " SELECT name FROM each WHERE name IS NOT NULL"
)


def conditions(index: Index, query: Query) -> Conditions:
    """The conditions for a query's filters, over ``article a`` and, where it asks so, ``quote q``."""
    parts: list[str] = []
    values: list[Any] = []
    problems = list(query.problems)
    by_words = any(not word.negative for word in query.words)
    for each in query.filters:
        sql, bound, problem = _condition(index, each, by_words=by_words)
        parts.append(f"NOT coalesce({sql}, 0)" if each.negative else sql)
        values += bound
        if problem:
            problems.append(problem)
    return Conditions(" AND ".join(parts) or "1", tuple(values), tuple(problems))


def piece_fits(index: Index, query: Query) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
    """What must hold of one piece of a quotation (``q``, in the article ``a``), as SQL with its values.

    The words of the query are among it. The last of the three is what was not understood.
    """
    where = conditions(index, query)
    sql, values = where.sql, list(where.values)
    for expression, negation in ((query.match(), ""), (query.exclude(), "NOT ")):
        if expression is not None:
            sql += f" AND q.key {negation}IN (SELECT rowid FROM quote_text WHERE quote_text MATCH ?)"
            values.append(expression)
    return sql, tuple(values), where.problems


def _condition(index: Index, each: Filter, *, by_words: bool) -> tuple[str, list[Any], str | None]:
    value = each.value
    if each.name == "after":
        return "a.last_day >= ?", [dates.first_day(value).toordinal()], None
    if each.name == "before":
        return "a.first_day < ?", [dates.first_day(value).toordinal()], None
    if each.name == "type":
        return "q.type = ?", [value], None
    if each.name == "in":
        publishers = [(row[0], row[0]) for row in index.rows(_PUBLISHERS)]
        found = best(value, publishers)
        known = found or index.rows("SELECT 1 FROM article WHERE id = ?", (value,))
        problem = None if known else f"nothing here is published by {value}"
        return f"(a.publisher IN ({_marks(found)}) OR a.id = ?)", [*found, value], problem
    if each.name == "speaker":
        found = agents_named(index, value) or _unlisted(index, value)
        problem = None if found else f"nobody here is called {value}"
        return f"q.speaker IN ({_marks(found)})", found, problem
    if each.name == "party":
        parties = index.rows(
            "SELECT n.name, n.agent FROM agent_name n WHERE n.agent IN "
            "(SELECT DISTINCT on_behalf_of FROM membership)"
        )
        found = best(value, parties)
        problem = None if found else f"no party here is called {value}"
        return *_held(index, "on_behalf_of", found, by_words=by_words), problem
    roles = [(row[0], row[0]) for row in index.rows("SELECT DISTINCT role FROM membership")]
    found = best(value, roles)
    problem = None if found else f"no role here is called {value}"
    return *_held(index, "role", found, by_words=by_words), problem


def _held(index: Index, column: str, found: list[str], *, by_words: bool) -> tuple[str, list[Any]]:
    """The condition that a quotation was said by somebody who had such a role or party then."""
    marks = _marks(found)
    vague = index.value("SELECT max(last_day - first_day) FROM article WHERE last_day > first_day") or 0
    within = _WITHIN.format(vague=vague)
    number = index.value(
        f"SELECT count(*) FROM (SELECT 1 {within} WHERE m.{column} IN ({marks}) LIMIT {_FEW + 1})",
        tuple(found),
    )
    if number > _FEW:
        return _HELD.format(column=column, marks=marks), found
    # Where words are looked for, those come first: of each key by itself, full text would be asked anew.
    sql = _HELD_BY_FEW.format(
        plus="+" if by_words else "", within=within, bits=BITS, column=column, marks=marks, undated=_UNDATED
    )
    return sql, [*found, *found]


def _unlisted(index: Index, value: str) -> list[str]:
    """A speaker whom no file describes is known by the id alone."""
    return [row[0] for row in index.rows("SELECT DISTINCT speaker FROM quote WHERE speaker = ?", (value,))]


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))
