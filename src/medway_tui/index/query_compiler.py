"""Compiles a query to SQL: an FTS5 expression, a range of keys, and further conditions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import Any, Literal, NamedTuple, get_args

from medway_tui import dates
from medway_tui.index.articles import article_key
from medway_tui.index.connection import Index
from medway_tui.index.facets import HEADLINE, FacetKind, facet_word
from medway_tui.index.name_index import NameIndex
from medway_tui.index.names import NAME_QUERIES, find_agents, suggest_names
from medway_tui.index.query_language import Filter, Query
from medway_tui.index.schema import HEAD_KEY, KEY_BITS, MAX_DAY
from medway_tui.model.constraints import QuoteType

TextTable = Literal["paragraph_text", "quote_text"]

_UNDATED = MAX_DAY << 2 * KEY_BITS
"""The first key of articles without a date, which come last."""

_MANY_SPEAKERS = 256
"""The number of speakers from which reading the speaker of each quotation is faster than looking up each."""

_PREFIX_LENGTH = 3
"""The longest prefix that FTS5 keeps: see ``schema``."""

_MAX_WORDS = 16
"""The most words for which a query for each is faster than one for their prefix."""

_QUOTE_TYPES = tuple(each for each in get_args(QuoteType) if each != "none")

_SPEAKER_CONDITION = (
    "coalesce((SELECT speaker FROM quote WHERE key = t.rowid) IN (SELECT value FROM json_each(?)), 0)"
)
_JOINT_CONDITION = (
    "t.rowid IN (SELECT quote FROM joint_speaker WHERE speaker IN (SELECT value FROM json_each(?)))"
)
_LONGEST_DATE_RANGE = "SELECT max(last_day - first_day) FROM article WHERE last_day > first_day"
"""The most days by which an article may be later than the first day of its date."""

_ROLE_FILTERS: dict[str, tuple[FacetKind, str]] = {
    "party": (
        "party",
        "SELECT n.name, n.agent FROM agent_name n WHERE n.agent IN"
        " (SELECT DISTINCT on_behalf_of FROM membership)",
    ),
    "role": ("role", "SELECT DISTINCT role, role FROM membership"),
}
"""The filters by what a speaker held at the time: their facets, and the names and values to choose from."""

# From one publisher to the next in their index: a dozen steps, and not a hundred thousand articles.
_PUBLISHERS = (
    "WITH RECURSIVE each (name) AS (SELECT min(publisher) FROM article UNION ALL"
    " SELECT (SELECT min(publisher) FROM article WHERE publisher > name) FROM each WHERE name IS NOT NULL)"
    " SELECT name, name FROM each WHERE name IS NOT NULL"
)


class CompiledQuery(NamedTuple):
    """A query in terms of the index."""

    table: TextTable
    """The table to search: its keys come newest first."""
    condition: str
    """The SQL condition on ``t``, a row of ``table``."""
    values: tuple[Any, ...]
    """The values of the condition; the last two are the least and the greatest key."""
    problems: tuple[str, ...]
    """What was not understood, or names nothing in the dossier."""

    def values_between(self, first: int, last: int) -> tuple[Any, ...]:
        """Return the values for the keys from ``first`` to ``last`` only."""
        *values, low, high = self.values
        return (*values, max(low, first), min(high, last))


def compile_query(index: Index, query: Query, *, search_quotes: bool | None = None) -> CompiledQuery:
    """Compile a query for quotations or paragraphs: as ``search_quotes`` says, else as its filters need.

    A query without words finds headlines where it searches paragraphs.
    """
    if search_quotes is None:
        search_quotes = query.searches_quotes
    table: TextTable = "quote_text" if search_quotes else "paragraph_text"
    expand_prefix = partial(_words_beginning_with, index, table)
    compiler = QueryCompiler(index, table)
    words, excluded = query.match_expression(expand_prefix), query.exclude_expression(expand_prefix)
    if words is not None:
        compiler.required.append(words)
    elif table == "paragraph_text":
        compiler.required.append(f'"{HEADLINE}"')
    if excluded is not None:
        compiler.excluded.append(excluded)
    for each in query.filters:
        compiler.add_filter(each)
    return CompiledQuery(table, *compiler.build_condition(), (*query.problems, *compiler.problems))


def list_publishers(index: Index) -> list[str]:
    """Return the publishers of the dossier's articles."""
    return [name for name, _ in index.rows(_PUBLISHERS)]


def find_publishers(index: Index, typed: str) -> list[str]:
    """Return the publishers that a typed name can mean."""
    return _find_named(index, "publisher", _PUBLISHERS, typed)


def _find_named(index: Index, kind: str, statement: str, typed: str) -> list[str]:
    """Return the values of a kind that a typed text can mean."""
    names = index.cached(kind, lambda: NameIndex(index.rows(statement)))
    return names.find(typed)


def compile_quotation_keys(index: Index, query: Query) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
    """Return SQL for the keys of the quotations that match a query, its values, and the query's problems.

    A quotation matches when one of its pieces does; its key is that of the first.
    """
    compiled = compile_query(index, query, search_quotes=True)
    return (
        f"SELECT {HEAD_KEY} FROM quote_text t JOIN quote q ON q.key = t.rowid WHERE {compiled.condition}",
        compiled.values,
        compiled.problems,
    )


def suggest_for_query(index: Index, query: Query) -> list[str]:
    """Return names similar to those in a query's filters that name nothing in the dossier."""
    return [
        name
        for each in query.filters
        if each.name in NAME_QUERIES and compile_query(index, Query(filters=[each])).problems
        for name in suggest_names(index, each.name, each.value)
    ]


def _words_beginning_with(index: Index, table: TextTable, prefix: str) -> list[str]:
    """Return the words with a prefix; none where there are too many to help.

    FTS5 collects every match of a prefix that it does not keep before it gives the first row, but gives the
    rows of several whole words as it goes.
    """
    # How FTS5 folds other letters is its own business.
    if len(prefix) <= _PREFIX_LENGTH or not prefix.isascii():
        return []
    index.rows(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{table}_words USING fts5vocab(main, {table}, instance)"
    )
    # From one word to the next: any other query of this table passes over every occurrence of a word.
    next_word = f"SELECT term FROM temp.{table}_words WHERE term >= ? LIMIT 1"
    prefix = prefix.lower()
    words: list[str] = []
    word = index.value(next_word, (prefix,))
    while word is not None and word.startswith(prefix):
        if len(words) == _MAX_WORDS:
            return []
        words.append(word)
        word = index.value(next_word, (f"{word}\x01",))
    return words


class QueryCompiler:
    """Collects the conditions of a query."""

    def __init__(self, index: Index, table: TextTable) -> None:
        self.required: list[str] = []
        """The FTS5 expressions that must match."""
        self.excluded: list[str] = []
        """The FTS5 expressions that must not match."""
        self.problems: list[str] = []
        self._index = index
        self._table = table
        self._low, self._high = -(1 << 63), (1 << 63) - 1
        self._parts: list[str] = []
        self._values: list[Any] = []
        # Of what each quotation has one of, such as its type.
        self._allowed_values: dict[FacetKind, set[str]] = {}
        self._excluded_values: dict[FacetKind, set[str]] = {}
        # For each filter by speaker, of which a joint statement has several.
        self._allowed_speakers: list[set[str]] = []

    def build_condition(self) -> tuple[str, tuple[Any, ...]]:
        """Return all conditions as SQL, and its values."""
        for kind in sorted({*self._allowed_values, *self._excluded_values}):
            self._add_kind(kind)
        for speakers in self._allowed_speakers:
            self._add_speakers(speakers, negative=False)
        required = self.required or [_any_facet("type", _QUOTE_TYPES)]
        match = f"({') AND ('.join(required)})"
        if self.excluded:
            match = f"({match}) NOT ({' OR '.join(self.excluded)})"
        # The keys last, as ``values_between`` replaces them.
        parts = [f"t.{self._table} MATCH ?", *self._parts, "t.rowid BETWEEN ? AND ?"]
        return " AND ".join(parts), (match, *self._values, self._low, self._high)

    def add_filter(self, each: Filter) -> None:
        if each.name in ("after", "before"):
            day = dates.first_day(each.value).toordinal()
            (self._add_after if each.name == "after" else self._add_before)(day, negative=each.negative)
        elif each.name == "type":
            self._add_values(each, "type", [each.value])
        elif each.name == "in":
            self._add_in(each)
        elif each.name == "speaker":
            speakers = find_agents(self._index, each.value) or self._find_undescribed_speaker(each.value)
            self._require(speakers, f"no speaker is called {each.value}")
            if not each.negative and self._has_joint_statements():
                self._allowed_speakers.append(set(speakers))
            else:
                self._add_values(each, "speaker", speakers)
        else:
            self._add_role(each)

    def _add_role(self, each: Filter) -> None:
        kind, statement = _ROLE_FILTERS[each.name]
        values = _find_named(self._index, each.name, statement, each.value)
        self._require(values, f"no {each.name} is called {each.value}")
        if values:
            (self.excluded if each.negative else self.required).append(_any_facet(kind, values))
        elif not each.negative:
            self._add_condition("0")

    def _add_values(self, each: Filter, kind: FacetKind, values: Iterable[str]) -> None:
        """Add a filter by a kind of which each row has one value at most."""
        if each.negative:
            self._excluded_values.setdefault(kind, set()).update(values)
        else:
            self._allowed_values[kind] = self._allowed_values.get(kind, set(values)).intersection(values)

    def _add_kind(self, kind: FacetKind) -> None:
        """Add all filters by a kind together."""
        allowed = self._allowed_values.get(kind, set(_QUOTE_TYPES) if kind == "type" else None)
        excluded = self._excluded_values.get(kind, set())
        negative = allowed is None
        values = excluded if allowed is None else allowed - excluded
        if kind == "speaker":
            self._add_speakers(values, negative=negative)
        elif values:
            (self.excluded if negative else self.required).append(_any_facet(kind, sorted(values)))
        elif not negative:
            self._add_condition("0")

    def _add_speakers(self, speakers: set[str], *, negative: bool) -> None:
        if len(speakers) > _MANY_SPEAKERS:
            ids, condition = json.dumps(sorted(speakers)), _SPEAKER_CONDITION
            joint = self._has_joint_statements()
            self._add_condition(
                f"{'NOT' if negative else ''} ({condition}{f' OR {_JOINT_CONDITION}' if joint else ''})",
                *([ids] * (1 + joint)),
            )
        elif speakers:
            (self.excluded if negative else self.required).append(_any_facet("speaker", sorted(speakers)))
        elif not negative:
            self._add_condition("0")

    def _has_joint_statements(self) -> bool:
        return self._index.cached(
            "joint", lambda: bool(self._index.value("SELECT EXISTS (SELECT 1 FROM joint_speaker)"))
        )

    def _add_condition(self, condition: str, *values: object) -> None:
        self._parts.append(condition)
        self._values += values

    def _limit_keys(self, low: int, high: int) -> None:
        self._low, self._high = max(self._low, low), min(self._high, high)

    def _require(self, found: object, problem: str) -> None:
        if not found:
            self.problems.append(problem)

    # Keys hold the first day of an article, so a date is a place among them. Only an article that is dated by
    # a month or a year may be later than its key says.

    def _add_before(self, day: int, *, negative: bool) -> None:
        first = _first_key_before(day)
        if negative:
            self._add_condition("(t.rowid < ? OR t.rowid >= ?)", first, _UNDATED)
        else:
            self._limit_keys(first, _UNDATED - 1)

    def _add_after(self, day: int, *, negative: bool) -> None:
        longest = self._index.value(_LONGEST_DATE_RANGE) or 0
        is_late = "(SELECT last_day FROM article WHERE key = t.rowid >> ?) >= ?"
        if negative:
            self._limit_keys(_first_key_before(day), self._high)
            if longest:
                self._add_condition(f"NOT coalesce({is_late}, 0)", KEY_BITS, day)
        else:
            self._limit_keys(self._low, _first_key_before(day - longest) - 1)
            if longest:
                self._add_condition(f"(t.rowid < ? OR {is_late})", _first_key_before(day), KEY_BITS, day)

    def _add_in(self, each: Filter) -> None:
        publishers = find_publishers(self._index, each.value)
        article = article_key(self._index, each.value)
        self._require(publishers or article is not None, f"no article is published by {each.value}")
        if article is None:
            self._add_values(each, "publisher", publishers)
            return
        first, last = article << KEY_BITS, (article + 1 << KEY_BITS) - 1
        if each.negative:
            self._add_values(each, "publisher", publishers)
            self._add_condition("t.rowid NOT BETWEEN ? AND ?", first, last)
        elif publishers:
            published_by = f"SELECT rowid FROM {self._table} WHERE {self._table} MATCH ?"
            self._add_condition(
                f"(t.rowid BETWEEN ? AND ? OR t.rowid IN ({published_by}))",
                first,
                last,
                _any_facet("publisher", publishers),
            )
        else:
            self._limit_keys(first, last)

    def _find_undescribed_speaker(self, value: str) -> list[str]:
        rows = self._index.rows(
            "SELECT speaker FROM quote WHERE speaker = ?1 UNION SELECT speaker FROM joint_speaker"
            " WHERE speaker = ?1 LIMIT 1",
            (value,),
        )
        return [row[0] for row in rows]


def _any_facet(kind: FacetKind, values: Iterable[str]) -> str:
    return " OR ".join(f'"{facet_word(kind, value)}"' for value in values)


def _first_key_before(day: int) -> int:
    first: int = MAX_DAY - day + 1 << 2 * KEY_BITS
    return first
