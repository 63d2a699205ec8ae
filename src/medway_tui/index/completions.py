"""What can be typed where something of the index is named, as far as it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from medway_tui.index.connection import Index
from medway_tui.index.names import name_tokens

CompletionKind = Literal["article", "inspection", "speaker", "party", "in", "role"]
"""What is named: an article, an inspection, who is quoted, a party, an article or publisher, a role."""

MAX_COMPLETIONS = 100
"""How many things are proposed at most."""

_COMPLETION_QUERIES: dict[CompletionKind, str] = {
    "inspection": "SELECT id, id, title FROM inspection ORDER BY first_day, id",
    "speaker": "SELECT g.id, n.name, g.name FROM agent g JOIN agent_name n ON n.agent = g.id"
    " ORDER BY g.position, n.rowid",
    "party": "SELECT g.id, n.name, g.name FROM agent g JOIN agent_name n ON n.agent = g.id"
    " WHERE g.id IN (SELECT on_behalf_of FROM membership) ORDER BY g.position, n.rowid",
    "role": "SELECT DISTINCT role, role, '' FROM membership ORDER BY role",
}
"""The id, a name and what is said of each thing."""


def find_completions(index: Index, kind: CompletionKind, typed: str) -> list[tuple[str, str]]:
    """What can stand in the place of what is typed, each with a few words on it, ``MAX_HEADINGS`` at most.

    First the ids and names that go on from what is typed. Where there are none, the ids of what has a
    word in its name that goes on from it.
    """
    if kind in ("article", "in"):
        return list(dict(_complete_articles(index, typed, publishers=kind == "in")).items())[:MAX_COMPLETIONS]
    rows = index.rows(_COMPLETION_QUERIES[kind])
    found = {thing: said for thing, _, said in rows if thing.startswith(typed)}
    if not found:
        found = {name: said for _, name, said in rows if name.lower().startswith(typed.lower())}
    if not found:
        wanted = name_tokens(typed)
        found = {
            thing: said
            for thing, name, said in rows
            if all(any(word.startswith(each) for word in name_tokens(name)) for each in wanted)
        }
    return list(found.items())[:MAX_COMPLETIONS]


def _complete_articles(index: Index, typed: str, *, publishers: bool) -> Iterator[tuple[str, str]]:
    if publishers:
        for (name,) in index.rows("SELECT DISTINCT publisher FROM article ORDER BY publisher"):
            if name.lower().startswith(typed.lower()):
                yield name, ""
    # As a range, so that the index of ids answers, however many articles there are.
    yield from index.rows(
        "SELECT id, headline FROM article WHERE id >= ?1 AND id < ?1 || char(1114111) ORDER BY id LIMIT ?2",
        (typed, MAX_COMPLETIONS),
    )
