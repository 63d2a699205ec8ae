"""What a person may have meant by a name that nothing here is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from medway_tui.index.connection import Index
from medway_tui.index.names import name_tokens
from medway_tui.index.query_compiler import compile_query
from medway_tui.index.query_language import Query

NamedThing = Literal["speaker", "party", "role", "in", "article", "inspection"]
"""What can be named: as the filters of the search language call it, and an article or inspection alone."""

_MIN_RATIO = 65
"""How alike two names must be, of 100, for the one to be offered for the other."""


def closest_names(typed: str, named: Iterable[tuple[str, str]], *, most: int = 3) -> list[str]:
    """The things with the names most like the one typed, of pairs of a name and the thing.

    The likest first; empty when none is like it.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 - only a misspelt name needs it

    wanted = name_tokens(typed)
    whole = " ".join(wanted)
    found: dict[str, float] = {}
    for name, thing in named:
        words = name_tokens(name)
        # A name by one of its words, as well as by all of them.
        heard = [" ".join(words), *(words if len(wanted) == 1 else ())]
        score = max(fuzz.ratio(whole, each) for each in heard)
        found[thing] = max(score, found.get(thing, 0))
    likest = sorted(found, key=lambda thing: -found[thing])
    return [thing for thing in likest if found[thing] >= _MIN_RATIO][:most]


def suggest_for_query(index: Index, query: Query) -> list[str]:
    """What may have been meant by the filters of a query that resolve to nothing here."""
    return [
        name
        for each in query.filters
        if each.name in _NAME_QUERIES and compile_query(index, Query(filters=[each])).problems
        for name in suggest_names(index, each.name, each.value)
    ]


def suggest_names(index: Index, name: NamedThing, typed: str) -> list[str]:
    """What can stand in the place of a name that nothing here has: names or ids, the likest first."""
    return closest_names(typed, index.rows(_NAME_QUERIES[name]))


_NAME_QUERIES: dict[NamedThing, str] = {
    "speaker": "SELECT n.name, g.name FROM agent_name n JOIN agent g ON g.id = n.agent",
    "party": "SELECT n.name, g.name FROM agent_name n JOIN agent g ON g.id = n.agent"
    " WHERE g.id IN (SELECT on_behalf_of FROM membership)",
    "role": "SELECT DISTINCT role, role FROM membership",
    "in": "SELECT publisher, publisher FROM article UNION SELECT id, id FROM article",
    "article": "SELECT id, id FROM article UNION SELECT headline, id FROM article",
    "inspection": "SELECT id, id FROM inspection UNION SELECT title, id FROM inspection",
}
