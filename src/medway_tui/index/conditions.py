"""A query as what is asked of full text, with the keys between which it can be, and what else has to hold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple, get_args

from medway_tui import dates
from medway_tui.index import terms
from medway_tui.index.articles import article_key
from medway_tui.index.facets import HEADLINE, Kind, facet
from medway_tui.index.names import Names, agents_named
from medway_tui.index.query import Filter, Query
from medway_tui.index.store import Index
from medway_tui.index.tables import BITS, MAX_DAY
from medway_tui.model.kinds import QuoteType

_UNDATED = MAX_DAY << 2 * BITS
"""The first key of articles without a date: they come last."""

_MANY = 256
"""Of how many speakers it is quicker to look at who said each than to look for each of them."""

_TYPES = tuple(each for each in get_args(QuoteType) if each != "none")
"""The types of what is a quotation."""

_SAID_BY = "coalesce((SELECT speaker FROM quote WHERE key = t.rowid) IN (SELECT value FROM json_each(?)), 0)"


class Asked(NamedTuple):
    """A query in terms of the index."""

    texts: terms.Texts
    """Where to look: its keys come newest first."""
    condition: str
    """What must hold of ``t``, a row of ``texts``, as SQL."""
    values: tuple[Any, ...]
    """The values of the condition; the last two are the least and the greatest key."""
    problems: tuple[str, ...]
    """What was not understood, or names nothing that is here."""

    def between(self, first: int, last: int) -> tuple[Any, ...]:
        """The values, when keys are wanted from ``first`` to ``last`` alone."""
        *values, low, high = self.values
        return (*values, max(low, first), min(high, last))


def asked(index: Index, query: Query, *, of_quotes: bool | None = None) -> Asked:
    """What a query asks of quotations, or of paragraphs; without ``of_quotes``, as the query itself says.

    Of articles, where it has no words that must stand: of their headlines.
    """
    texts: terms.Texts = (
        "quote_text" if (query.of_quotes if of_quotes is None else of_quotes) else "paragraph_text"
    )
    asking = _Asking(index, texts)
    words, without = terms.match(index, query, texts), terms.exclude(index, query, texts)
    if words is not None:
        asking.wanted.append(words)
    elif texts == "paragraph_text":
        asking.wanted.append(f'"{HEADLINE}"')
    if without is not None:
        asking.unwanted.append(without)
    for each in query.filters:
        asking.add(each)
    return Asked(texts, *asking.condition(), (*query.problems, *asking.problems))


def heads(index: Index, query: Query) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
    """The keys of the quotations that fit a query, as SQL with its values; and what was not understood.

    A quotation in pieces fits when one of its pieces does; its key is that of the first.
    """
    what = asked(index, query, of_quotes=True)
    return (
        f"SELECT {HEAD} FROM quote_text t JOIN quote q ON q.key = t.rowid WHERE {what.condition}",
        what.values,
        what.problems,
    )


HEAD = "coalesce(q.continues, q.key)"
"""The key of the whole quotation that ``quote q`` is a piece of, as SQL."""


class _Asking:
    """Gathers what a query asks for."""

    def __init__(self, index: Index, texts: terms.Texts) -> None:
        self.wanted: list[str] = []
        self.unwanted: list[str] = []
        self.problems: list[str] = []
        self._index = index
        self._texts = texts
        self._low, self._high = -(1 << 63), (1 << 63) - 1
        self._parts: list[str] = []
        self._values: list[Any] = []
        # Of what each has one of: which it can be, where that is asked for, and which it can't be.
        self._among: dict[Kind, set[str]] = {}
        self._besides: dict[Kind, set[str]] = {}

    def condition(self) -> tuple[str, tuple[Any, ...]]:
        """All of it as SQL, with its values."""
        for kind in sorted({*self._among, *self._besides}):
            self._one(kind)
        wanted = self.wanted or [_one_of("type", _TYPES)]
        match = f"({') AND ('.join(wanted)})"
        if self.unwanted:
            match = f"({match}) NOT ({' OR '.join(self.unwanted)})"
        # The keys last, as they are what is asked for in pieces.
        parts = [f"t.{self._texts} MATCH ?", *self._parts, "t.rowid BETWEEN ? AND ?"]
        return " AND ".join(parts), (match, *self._values, self._low, self._high)

    def add(self, each: Filter) -> None:
        """Take in a filter."""
        if each.name in ("after", "before"):
            day = dates.first_day(each.value).toordinal()
            (self._after if each.name == "after" else self._before)(day, negative=each.negative)
        elif each.name == "type":
            self._is(each, "type", [each.value])
        elif each.name == "in":
            self._in(each)
        elif each.name == "speaker":
            found = agents_named(self._index, each.value) or self._unlisted(each.value)
            self._known(found, f"nobody here is called {each.value}")
            self._is(each, "speaker", found)
        else:
            kind, statement = _HELD[each.name]
            found = self._named(each.name, statement, each.value)
            self._known(found, f"no {each.name} here is called {each.value}")
            if each.negative and found:
                self.unwanted.append(_one_of(kind, found))
            elif found:
                self.wanted.append(_one_of(kind, found))
            elif not each.negative:
                self._also("0")

    def _is(self, each: Filter, kind: Kind, values: Iterable[str]) -> None:
        """A filter by what everything has one of at most."""
        if each.negative:
            self._besides.setdefault(kind, set()).update(values)
        else:
            self._among[kind] = self._among.get(kind, set(values)).intersection(values)

    def _one(self, kind: Kind) -> None:
        """What all filters of a kind say together."""
        values = self._among.get(kind, set(_TYPES) if kind == "type" else None)
        besides = self._besides.get(kind, set())
        negative = values is None
        values = besides if values is None else values - besides
        if kind == "speaker" and len(values) > _MANY:
            self._also(f"{'NOT' if negative else ''} {_SAID_BY}", json.dumps(sorted(values)))
        elif values:
            (self.unwanted if negative else self.wanted).append(_one_of(kind, sorted(values)))
        elif not negative:
            self._also("0")

    def _also(self, condition: str, *values: object) -> None:
        self._parts.append(condition)
        self._values += values

    def _within(self, low: int, high: int) -> None:
        self._low, self._high = max(self._low, low), min(self._high, high)

    def _known(self, found: object, problem: str) -> None:
        if not found:
            self.problems.append(problem)

    # -- dates ---------------------------------------------------------------------------------------
    # Keys hold the first day of an article, so dates are places among them, but for what an article that
    # is dated by a month or a year may be after.

    def _before(self, day: int, *, negative: bool) -> None:
        first = _from(day)
        if negative:
            self._also("(t.rowid < ? OR t.rowid >= ?)", first, _UNDATED)
        else:
            self._within(first, _UNDATED - 1)

    def _after(self, day: int, *, negative: bool) -> None:
        vague = self._index.value(_VAGUE) or 0
        last = "(SELECT last_day FROM article WHERE key = t.rowid >> ?) >= ?"
        if negative:
            self._within(_from(day), self._high)
            if vague:
                self._also(f"NOT coalesce({last}, 0)", BITS, day)
        else:
            self._within(self._low, _from(day - vague) - 1)
            if vague:
                self._also(f"(t.rowid < ? OR {last})", _from(day), BITS, day)

    # -- names ---------------------------------------------------------------------------------------

    def _in(self, each: Filter) -> None:
        publishers = self._named("publisher", _PUBLISHERS, each.value)
        article = article_key(self._index, each.value)
        self._known(publishers or article is not None, f"nothing here is published by {each.value}")
        if article is None:
            self._is(each, "publisher", publishers)
            return
        first, last = article << BITS, (article + 1 << BITS) - 1
        if each.negative:
            self._is(each, "publisher", publishers)
            self._also("t.rowid NOT BETWEEN ? AND ?", first, last)
        elif publishers:
            by_them = f"SELECT rowid FROM {self._texts} WHERE {self._texts} MATCH ?"
            self._also(
                f"(t.rowid BETWEEN ? AND ? OR t.rowid IN ({by_them}))",
                first,
                last,
                _one_of("publisher", publishers),
            )
        else:
            self._within(first, last)

    def _named(self, what: str, statement: str, typed: str) -> list[str]:
        """The things that a typed text can mean, of all of a kind; kept until the index changes."""
        names = self._index.kept(what, lambda: Names(self._index.rows(statement)))
        return names.best(typed)

    def _unlisted(self, value: str) -> list[str]:
        """A speaker whom no file describes is known by the id alone."""
        return [
            row[0]
            for row in self._index.rows("SELECT speaker FROM quote WHERE speaker = ? LIMIT 1", (value,))
        ]


def _one_of(kind: Kind, values: Iterable[str]) -> str:
    """The expression of full text for any of some values."""
    return " OR ".join(f'"{facet(kind, each)}"' for each in values)


def _from(day: int) -> int:
    """The first of the keys that are older than a day."""
    first: int = MAX_DAY - day + 1 << 2 * BITS
    return first


_VAGUE = "SELECT max(last_day - first_day) FROM article WHERE last_day > first_day"
"""For how many days an article may be after the first one that it can be of."""

_HELD: dict[str, tuple[Kind, str]] = {
    "party": (
        "party",
        "SELECT n.name, n.agent FROM agent_name n WHERE n.agent IN"
        " (SELECT DISTINCT on_behalf_of FROM membership)",
    ),
    "role": ("role", "SELECT DISTINCT role, role FROM membership"),
}
"""What is held for a time: names and things."""

# From one to the next in the index of them: a dozen publishers, and not a hundred thousand articles.
_PUBLISHERS = (
    "WITH RECURSIVE each (name) AS (SELECT min(publisher) FROM article UNION ALL"
    " SELECT (SELECT min(publisher) FROM article WHERE publisher > name) FROM each WHERE name IS NOT NULL)"
    " SELECT name, name FROM each WHERE name IS NOT NULL"
)
