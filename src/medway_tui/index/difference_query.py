"""The filter of the differences: kinds, persons, publishers and words.

``kind:conflict`` is a filter of the differences alone. ``speaker:`` (or ``person:``) finds points that name
a person or organisation, or on which their quoted words differ; ``in:`` (or ``publisher:``) those with a
publisher or an article on one of the sides; several of them are not all on the same side. Words are searched
in what is recorded of a point, and in the printed words of its sides.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

from medway_tui.index.connection import Index
from medway_tui.index.difference_passages import KINDS
from medway_tui.index.inspections import SourceRow
from medway_tui.index.kind_filter import parse_kinds
from medway_tui.index.names import find_agents
from medway_tui.index.query_compiler import find_publishers, list_publishers
from medway_tui.index.query_language import Filter, Query, parse_query
from medway_tui.index.source_names import source_names
from medway_tui.model.constraints import DifferenceKind

KIND_LABELS: dict[DifferenceKind, str] = {
    "contradiction": "conflict",
    "tension": "tension",
    "compatible": "compatible",
    "wording": "wording",
}
"""The names of the kinds on the screen and on the command line."""

_KIND_WORDS: dict[str, DifferenceKind] = {
    **{label: kind for kind, label in KIND_LABELS.items()},
    **{f"{label}s": kind for kind, label in KIND_LABELS.items()},
    **{kind: kind for kind in KINDS},
    "contradictions": "contradiction",
}
_ALIASES = {"person": "speaker", "publisher": "in"}
_ALIAS_PART = re.compile(r"(?<!\S)(-?)(person|publisher):", re.IGNORECASE)
_USED_FILTERS = ("speaker", "in")


class DifferenceQuery(NamedTuple):
    """A parsed filter of the differences."""

    kinds: frozenset[DifferenceKind]
    """The kinds that are listed."""
    query: Query
    """The words, speakers and publishers."""
    problems: tuple[str, ...]
    """What could not be understood, each as a sentence."""

    def __bool__(self) -> bool:
        """Whether it leaves out anything."""
        return bool(self.query) or len(self.kinds) < len(KINDS)


class DifferenceListing(NamedTuple):
    """The differences that match a filter."""

    groups: tuple[tuple[DifferenceKind, array[int]], ...]
    """The kinds that have any, the gravest first, with the positions of their differences in order."""
    problems: tuple[str, ...]
    """What was not understood, or names nothing in the dossier."""

    @property
    def positions(self) -> array[int]:
        """The positions of all of them, in order."""
        return array("q", (position for _, some in self.groups for position in some))

    def __len__(self) -> int:
        return sum(len(some) for _, some in self.groups)


def parse_difference_query(text: str, *, typing: bool = False) -> DifferenceQuery:
    """Parse a filter. While the user is ``typing``, its last word may be the beginning of one."""
    named = parse_kinds(text, _KIND_WORDS, KIND_LABELS.values(), typing=typing)
    text = _ALIAS_PART.sub(lambda match: f"{match[1]}{_ALIASES[match[2].lower()]}:", named.rest)
    parsed = parse_query(text, typing=typing)
    problems = [*named.problems, *parsed.problems]
    unused = dict.fromkeys(each.name for each in parsed.filters if each.name not in _USED_FILTERS)
    problems += [f"{name}: filters quotations, not differences" for name in unused]
    filters = [each for each in parsed.filters if each.name in _USED_FILTERS]
    return DifferenceQuery(named.select(KINDS), Query(parsed.words, filters), tuple(problems))


def find_differences(index: Index, query: DifferenceQuery) -> DifferenceListing:
    """Find the differences that match a filter."""
    compiler = _Compiler(index)
    compiler.add("d.kind IN (SELECT value FROM json_each(?))", json.dumps(sorted(query.kinds)))
    compiler.add_words(query.query)
    for each in query.query.filters:
        if each.name == "speaker":
            compiler.add_speaker(each)
    compiler.add_publishers([each for each in query.query.filters if each.name == "in"])
    # As one text: thousands of rows would block the screen's thread.
    groups = dict(
        index.rows(
            f"SELECT d.kind, group_concat(d.position) FROM difference d WHERE {compiler.condition}"
            " GROUP BY d.kind",
            tuple(compiler.values),
        )
    )
    listed = (
        (kind, array("q", sorted(map(int, groups[kind].split(","))))) for kind in KINDS if kind in groups
    )
    return DifferenceListing(tuple(listed), (*query.problems, *compiler.problems))


class _Compiler:
    """Collects the conditions on ``difference d``, with their values."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._parts: list[str] = []
        self.values: list[Any] = []
        self.problems: list[str] = []

    @property
    def condition(self) -> str:
        return " AND ".join(self._parts)

    def add(self, condition: str, *values: object) -> None:
        self._parts.append(condition)
        self.values += values

    def _add_ids(self, ids: Iterable[str], *, negative: bool) -> None:
        condition = f"d.id {'NOT ' * negative}IN (SELECT value FROM json_each(?))"
        self.add(condition, json.dumps(sorted(ids)))

    def add_words(self, query: Query) -> None:
        matching = "IN (SELECT rowid FROM difference_text WHERE difference_text MATCH ?)"
        required, excluded = query.match_expression(), query.exclude_expression()
        if required is not None:
            self.add(f"d.position {matching}", required)
        if excluded is not None:
            self.add(f"d.position NOT {matching}", excluded)

    # -- persons ---------------------------------------------------------------------------------

    def add_speaker(self, each: Filter) -> None:
        """Add a filter by a person or organisation: by their quotations, and by their names in the text."""
        agents = find_agents(self._index, each.value)
        if not agents:
            self.problems.append(f"no person is called {each.value}")
        ids = json.dumps(agents)
        found = {
            owner
            for (owner,) in self._index.rows(
                "SELECT DISTINCT d.owner FROM evidence d JOIN article a ON a.id = d.article"
                " JOIN quote q ON q.article = a.key AND q.block = d.block WHERE d.kind = 'difference'"
                ' AND d.start IS NOT NULL AND (d.exact IS NULL OR (d.start < q."end" AND q.start < d."end"))'
                " AND (q.speaker IN (SELECT value FROM json_each(?1)) OR q.key IN"
                " (SELECT quote FROM joint_speaker WHERE speaker IN (SELECT value FROM json_each(?1))))",
                (ids,),
            )
        }
        names = self._index.rows(
            "SELECT DISTINCT name FROM agent_name WHERE agent IN (SELECT value FROM json_each(?))", (ids,)
        )
        phrases = (parse_query('"{}"'.format(name.replace('"', " "))).match_expression() for (name,) in names)
        expression = " OR ".join(filter(None, phrases))
        if expression:
            found |= {
                difference
                for (difference,) in self._index.rows(
                    "SELECT id FROM difference WHERE position IN"
                    " (SELECT rowid FROM difference_text WHERE difference_text MATCH ?)",
                    (expression,),
                )
            }
        self._add_ids(found, negative=each.negative)

    # -- publishers ------------------------------------------------------------------------------

    def add_publishers(self, filters: Iterable[Filter]) -> None:
        """Add the filters by publisher: of several, not all may be on one side alone."""
        required: list[dict[str, set[str]]] = []
        for each in filters:
            sides = self._sides_of(each.value)
            if each.negative:
                self._add_ids(sides, negative=True)
            else:
                required.append(sides)
        if not required:
            return
        common = set.intersection(*map(set, required))
        if len(required) > 1:
            common = {each for each in common if len(set().union(*(sides[each] for sides in required))) > 1}
        self._add_ids(common, negative=False)

    def _sides_of(self, typed: str) -> dict[str, set[str]]:
        """Return the sides, by difference, for which a publisher or an article is a source."""
        names = source_names(self._index)
        publishers = find_publishers(self._index, typed) or [
            name
            for name in list_publishers(self._index)
            if names.publisher(name).casefold() == typed.casefold()
        ]
        rows = self._index.rows(
            "SELECT e.owner, e.part FROM evidence e JOIN article a ON a.id = e.article WHERE"
            " e.kind = 'difference' AND (a.id = ? OR a.publisher IN (SELECT value FROM json_each(?)))",
            (typed, json.dumps(publishers)),
        )
        if publishers:
            for owner, part, *source in self._index.rows(
                "SELECT owner, part, url, note, licence FROM source WHERE kind = 'difference'"
            ):
                if names.publisher_of(SourceRow._make(source)) in publishers:
                    rows.append((owner, part))
        elif not self._index.value("SELECT EXISTS (SELECT 1 FROM article WHERE id = ?)", (typed,)):
            self.problems.append(f"no article is published by {typed}")
        sides: dict[str, set[str]] = {}
        for owner, part in rows:
            sides.setdefault(owner, set()).add(part)
        return sides
