"""A query as what is asked of full text, with the keys between which it can be, and what else has to hold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import Any, Literal, NamedTuple, get_args

from medway_tui import dates
from medway_tui.index.articles import article_key
from medway_tui.index.connection import Index
from medway_tui.index.facets import HEADLINE, FacetKind, facet_word
from medway_tui.index.names import NameIndex, find_agents
from medway_tui.index.query_language import Filter, Query
from medway_tui.index.schema import KEY_BITS, MAX_DAY
from medway_tui.model.constraints import QuoteType

_UNDATED = MAX_DAY << 2 * KEY_BITS
"""The first key of articles without a date: they come last."""

_MANY_SPEAKERS = 256
"""Of how many speakers it is quicker to look at who said each than to look for each of them."""

_QUOTE_TYPES = tuple(each for each in get_args(QuoteType) if each != "none")
"""The types of what is a quotation."""

_SPEAKER_CONDITION = (
    "coalesce((SELECT speaker FROM quote WHERE key = t.rowid) IN (SELECT value FROM json_each(?)), 0)"
)


class CompiledQuery(NamedTuple):
    """A query in terms of the index."""

    table: TextTable
    """Where to look: its keys come newest first."""
    condition: str
    """What must hold of ``t``, a row of ``texts``, as SQL."""
    values: tuple[Any, ...]
    """The values of the condition; the last two are the least and the greatest key."""
    problems: tuple[str, ...]
    """What was not understood, or names nothing that is here."""

    def values_between(self, first: int, last: int) -> tuple[Any, ...]:
        """The values, when keys are wanted from ``first`` to ``last`` alone."""
        *values, low, high = self.values
        return (*values, max(low, first), min(high, last))


def compile_query(index: Index, query: Query, *, search_quotes: bool | None = None) -> CompiledQuery:
    """What a query asks of quotations, or of paragraphs; without ``of_quotes``, as the query itself says.

    Of articles, where it has no words that must stand: of their headlines.
    """
    texts: TextTable = (
        "quote_text"
        if (query.searches_quotes if search_quotes is None else search_quotes)
        else "paragraph_text"
    )
    asking = QueryCompiler(index, texts)
    words, without = match_expression(index, query, texts), exclude_expression(index, query, texts)
    if words is not None:
        asking.required.append(words)
    elif texts == "paragraph_text":
        asking.required.append(f'"{HEADLINE}"')
    if without is not None:
        asking.excluded.append(without)
    for each in query.filters:
        asking.add_filter(each)
    return CompiledQuery(texts, *asking.build_condition(), (*query.problems, *asking.problems))


def compile_quotation_keys(index: Index, query: Query) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
    """The keys of the quotations that fit a query, as SQL with its values; and what was not understood.

    A quotation in pieces fits when one of its pieces does; its key is that of the first.
    """
    what = compile_query(index, query, search_quotes=True)
    return (
        f"SELECT {HEAD_KEY} FROM quote_text t JOIN quote q ON q.key = t.rowid WHERE {what.condition}",
        what.values,
        what.problems,
    )


HEAD_KEY = "coalesce(q.continues, q.key)"
"""The key of the whole quotation that ``quote q`` is a piece of, as SQL."""


class QueryCompiler:
    """Gathers what a query asks for."""

    def __init__(self, index: Index, texts: TextTable) -> None:
        self.required: list[str] = []
        self.excluded: list[str] = []
        self.problems: list[str] = []
        self._index = index
        self._texts = texts
        self._low, self._high = -(1 << 63), (1 << 63) - 1
        self._parts: list[str] = []
        self._values: list[Any] = []
        # Of what each has one of: which it can be, where that is asked for, and which it can't be.
        self._allowed_values: dict[FacetKind, set[str]] = {}
        self._excluded_values: dict[FacetKind, set[str]] = {}

    def build_condition(self) -> tuple[str, tuple[Any, ...]]:
        """All of it as SQL, with its values."""
        for kind in sorted({*self._allowed_values, *self._excluded_values}):
            self._add_kind(kind)
        wanted = self.required or [_any_facet("type", _QUOTE_TYPES)]
        match = f"({') AND ('.join(wanted)})"
        if self.excluded:
            match = f"({match}) NOT ({' OR '.join(self.excluded)})"
        # The keys last, as they are what is asked for in pieces.
        parts = [f"t.{self._texts} MATCH ?", *self._parts, "t.rowid BETWEEN ? AND ?"]
        return " AND ".join(parts), (match, *self._values, self._low, self._high)

    def add_filter(self, each: Filter) -> None:
        """Take in a filter."""
        if each.name in ("after", "before"):
            day = dates.first_day(each.value).toordinal()
            (self._add_after if each.name == "after" else self._add_before)(day, negative=each.negative)
        elif each.name == "type":
            self._add_values(each, "type", [each.value])
        elif each.name == "in":
            self._add_in(each)
        elif each.name == "speaker":
            found = find_agents(self._index, each.value) or self._find_undescribed_speaker(each.value)
            self._require(found, f"nobody here is called {each.value}")
            self._add_values(each, "speaker", found)
        else:
            kind, statement = _ROLE_FILTERS[each.name]
            found = self._find_named(each.name, statement, each.value)
            self._require(found, f"no {each.name} here is called {each.value}")
            if each.negative and found:
                self.excluded.append(_any_facet(kind, found))
            elif found:
                self.required.append(_any_facet(kind, found))
            elif not each.negative:
                self._add_condition("0")

    def _add_values(self, each: Filter, kind: FacetKind, values: Iterable[str]) -> None:
        """A filter by what everything has one of at most."""
        if each.negative:
            self._excluded_values.setdefault(kind, set()).update(values)
        else:
            self._allowed_values[kind] = self._allowed_values.get(kind, set(values)).intersection(values)

    def _add_kind(self, kind: FacetKind) -> None:
        """What all filters of a kind say together."""
        values = self._allowed_values.get(kind, set(_QUOTE_TYPES) if kind == "type" else None)
        besides = self._excluded_values.get(kind, set())
        negative = values is None
        values = besides if values is None else values - besides
        if kind == "speaker" and len(values) > _MANY_SPEAKERS:
            self._add_condition(
                f"{'NOT' if negative else ''} {_SPEAKER_CONDITION}", json.dumps(sorted(values))
            )
        elif values:
            (self.excluded if negative else self.required).append(_any_facet(kind, sorted(values)))
        elif not negative:
            self._add_condition("0")

    def _add_condition(self, condition: str, *values: object) -> None:
        self._parts.append(condition)
        self._values += values

    def _limit_keys(self, low: int, high: int) -> None:
        self._low, self._high = max(self._low, low), min(self._high, high)

    def _require(self, found: object, problem: str) -> None:
        if not found:
            self.problems.append(problem)

    # -- dates ---------------------------------------------------------------------------------------
    # Keys hold the first day of an article, so dates are places among them, but for what an article that
    # is dated by a month or a year may be after.

    def _add_before(self, day: int, *, negative: bool) -> None:
        first = _first_key_before(day)
        if negative:
            self._add_condition("(t.rowid < ? OR t.rowid >= ?)", first, _UNDATED)
        else:
            self._limit_keys(first, _UNDATED - 1)

    def _add_after(self, day: int, *, negative: bool) -> None:
        vague = self._index.value(_LONGEST_DATE_RANGE) or 0
        last = "(SELECT last_day FROM article WHERE key = t.rowid >> ?) >= ?"
        if negative:
            self._limit_keys(_first_key_before(day), self._high)
            if vague:
                self._add_condition(f"NOT coalesce({last}, 0)", KEY_BITS, day)
        else:
            self._limit_keys(self._low, _first_key_before(day - vague) - 1)
            if vague:
                self._add_condition(f"(t.rowid < ? OR {last})", _first_key_before(day), KEY_BITS, day)

    # -- names ---------------------------------------------------------------------------------------

    def _add_in(self, each: Filter) -> None:
        publishers = self._find_named("publisher", _PUBLISHERS, each.value)
        article = article_key(self._index, each.value)
        self._require(publishers or article is not None, f"nothing here is published by {each.value}")
        if article is None:
            self._add_values(each, "publisher", publishers)
            return
        first, last = article << KEY_BITS, (article + 1 << KEY_BITS) - 1
        if each.negative:
            self._add_values(each, "publisher", publishers)
            self._add_condition("t.rowid NOT BETWEEN ? AND ?", first, last)
        elif publishers:
            by_them = f"SELECT rowid FROM {self._texts} WHERE {self._texts} MATCH ?"
            self._add_condition(
                f"(t.rowid BETWEEN ? AND ? OR t.rowid IN ({by_them}))",
                first,
                last,
                _any_facet("publisher", publishers),
            )
        else:
            self._limit_keys(first, last)

    def _find_named(self, what: str, statement: str, typed: str) -> list[str]:
        """The things that a typed text can mean, of all of a kind; kept until the index changes."""
        names = self._index.cached(what, lambda: NameIndex(self._index.rows(statement)))
        return names.find(typed)

    def _find_undescribed_speaker(self, value: str) -> list[str]:
        """A speaker whom no file describes is known by the id alone."""
        return [
            row[0]
            for row in self._index.rows("SELECT speaker FROM quote WHERE speaker = ? LIMIT 1", (value,))
        ]


def _any_facet(kind: FacetKind, values: Iterable[str]) -> str:
    """The expression of full text for any of some values."""
    return " OR ".join(f'"{facet_word(kind, each)}"' for each in values)


def _first_key_before(day: int) -> int:
    """The first of the keys that are older than a day."""
    first: int = MAX_DAY - day + 1 << 2 * KEY_BITS
    return first


_LONGEST_DATE_RANGE = "SELECT max(last_day - first_day) FROM article WHERE last_day > first_day"
"""For how many days an article may be after the first one that it can be of."""

_ROLE_FILTERS: dict[str, tuple[FacetKind, str]] = {
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


TextTable = Literal["paragraph_text", "quote_text"]

_PREFIX_LENGTH = 3
"""Up to how many letters FTS5 keeps prefixes: see ``tables``."""

_MAX_WORDS = 16
"""For how many words, at most, it is quicker to ask for each."""


def match_expression(index: Index, query: Query, texts: TextTable) -> str | None:
    """The FTS5 expression of what must stand; None when no word must."""
    return query.match_expression(partial(_words_beginning_with, index, texts))


def exclude_expression(index: Index, query: Query, texts: TextTable) -> str | None:
    """The FTS5 expression of what must not stand; None when nothing is ruled out."""
    return query.exclude_expression(partial(_words_beginning_with, index, texts))


def _words_beginning_with(index: Index, texts: TextTable, typed: str) -> list[str]:
    """The words that begin so; empty where there are none, or so many that it is of no use."""
    # What FTS5 makes of other letters is its own business.
    if len(typed) <= _PREFIX_LENGTH or not typed.isascii():
        return []
    index.rows(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{texts}_words USING fts5vocab(main, {texts}, instance)"
    )
    # From one word to the next: whatever else is asked of this table passes over every place of a word.
    following = f"SELECT term FROM temp.{texts}_words WHERE term >= ? LIMIT 1"
    begins = typed.lower()
    found: list[str] = []
    word = index.value(following, (begins,))
    while word is not None and word.startswith(begins):
        if len(found) == _MAX_WORDS:
            return []
        found.append(word)
        word = index.value(following, (f"{word}\x01",))
    return found
