"""Finds people by name as a user types it: any printed form, a part of it, with a misspelling or two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from medway_tui.fuzzy import Pattern, best_scores
from medway_tui.index.articles import count_drafts_by
from medway_tui.index.connection import Index
from medway_tui.index.name_index import NameIndex, name_tokens
from medway_tui.model.roles import COUNCILLOR_ROLE, RoleDates, describe_last_day
from medway_tui.names import find_party_key
from medway_tui.text import fold

NamedThing = Literal["speaker", "party", "role", "in", "article", "inspection", "council"]
"""What can be named and completed; ``in`` is an article or a publisher."""

_MIN_SIMILARITY = 0.65
"""The least similarity of a name that is suggested for another."""

NAME_QUERIES: dict[NamedThing, str] = {
    "speaker": "SELECT n.name, g.name FROM agent_name n JOIN agent g ON g.id = n.agent",
    "party": "SELECT n.name, g.name FROM agent_name n JOIN agent g ON g.id = n.agent"
    " WHERE g.id IN (SELECT on_behalf_of FROM membership)",
    "role": "SELECT DISTINCT role, role FROM membership",
    "in": "SELECT publisher, publisher FROM article UNION SELECT id, id FROM article",
    "article": "SELECT id, id FROM article UNION SELECT headline, id FROM article",
    "inspection": "SELECT id, id FROM inspection UNION SELECT title, id FROM inspection",
    "council": "SELECT name, name FROM council",
}
"""The names of each kind, and what is suggested for each name."""


MAX_COMPLETIONS = 100

_COMPLETION_QUERIES: dict[NamedThing, str] = {
    "inspection": "SELECT id, id, title FROM inspection ORDER BY first_day, id",
    "council": "SELECT name, name, coalesce(region, '') FROM council ORDER BY name",
    "speaker": "SELECT g.id, n.name, g.name FROM agent g JOIN agent_name n ON n.agent = g.id"
    " ORDER BY g.position, n.rowid",
    "party": "SELECT g.id, n.name, g.name FROM agent g JOIN agent_name n ON n.agent = g.id"
    " WHERE g.id IN (SELECT on_behalf_of FROM membership) ORDER BY g.position, n.rowid",
    "role": "SELECT DISTINCT role, role, '' FROM membership ORDER BY role",
}
"""The id, name and description of each thing that can be completed."""


class SpeakerChoice(NamedTuple):
    """A speaker to choose from."""

    id: str
    name: str
    other_names: tuple[str, ...]
    """The other printed forms of the name."""
    party: str
    """The short names of the parties of the seats, and until when these are known; empty without a party."""
    is_councillor: bool
    """Whether this person has, or had, a seat on a council."""
    quotes: int
    """The number of quotations without drafts."""
    drafts: int = 0


class SpeakerCandidate(NamedTuple):
    """A person or organisation that an article may quote."""

    id: str
    name: str
    other_names: tuple[str, ...]
    in_article: bool
    """Whether the article quotes or names this person or organisation."""


class KnownName(NamedTuple):
    """A printed form of a name of a person or organisation."""

    agent_id: str
    kind: str
    """person or organisation."""
    name: str
    path: str
    """The file that describes the person or organisation."""
    parties: frozenset[str] = frozenset()
    """The keys of a person's parties, such as con (``names.find_party_key``)."""
    is_councillor: bool = False


NamedRow = TypeVar("NamedRow", bound="SpeakerChoice | SpeakerCandidate")


def find_agents(index: Index, typed: str) -> list[str]:
    """Return the ids of the people and organisations that a typed name can mean."""
    if index.rows("SELECT 1 FROM agent WHERE id = ?", (typed,)):
        return [typed]
    names = index.cached("names", lambda: NameIndex(index.rows("SELECT name, agent FROM agent_name")))
    return names.find(typed)


def known_names(index: Index) -> list[KnownName]:
    """Return every form of every name, with the parties of each person."""
    rows = index.rows(
        "SELECT n.agent, a.kind, n.name, a.path FROM agent_name n JOIN agent a ON a.id = n.agent"
        " ORDER BY a.position, n.rowid"
    )
    parties: dict[str, set[str]] = {}
    councillors = set()
    for agent, role, party in index.rows(
        "SELECT m.agent, m.role, coalesce(p.name, '') FROM membership m LEFT JOIN agent p"
        " ON p.id = m.on_behalf_of"
    ):
        parties.setdefault(agent, set()).update({find_party_key(party)} - {""})
        if fold(role) == COUNCILLOR_ROLE:
            councillors.add(agent)
    return [
        KnownName(agent, kind, name, path, frozenset(parties.get(agent, ())), agent in councillors)
        for agent, kind, name, path in rows
    ]


@lru_cache(maxsize=2)
def _name_index(named: tuple[tuple[str, str], ...]) -> NameIndex:
    """Return the index of a list's names, which stay the same from key to key."""
    return NameIndex(named)


def filter_by_name(rows: Sequence[NamedRow], typed: str) -> list[NamedRow]:
    """Return the rows that a typed name can mean; all where nothing is typed."""
    if not typed.strip():
        return list(rows)
    named = tuple((name, row.id) for row in rows for name in (row.name, *row.other_names))
    ids = set(_name_index(named).find(typed))
    return [row for row in rows if row.id in ids]


def suggest_names(index: Index, kind: NamedThing, typed: str) -> list[str]:
    """Return names or ids similar to a name that nothing in the dossier has, best first."""
    return closest_names(typed, index.rows(NAME_QUERIES[kind]))


def closest_names(typed: str, named: Iterable[tuple[str, str]], *, limit: int = 3) -> list[str]:
    """Return the owners of the names most similar to the typed one, from pairs of a name and its owner."""
    typed_words = name_tokens(typed)
    pattern = Pattern(" ".join(typed_words))
    scores: dict[str, float] = {}
    for name, owner in named:
        words = name_tokens(name)
        # One typed word may be any word of the name.
        forms = [" ".join(words), *(words if len(typed_words) == 1 else ())]
        scores[owner] = max(scores.get(owner, 0), *map(pattern.similarity, forms))
    return best_scores(scores, limit=limit, min_similarity=_MIN_SIMILARITY)


def speaker_choices(index: Index, typed: str = "") -> list[SpeakerChoice]:
    """Return the speakers to choose from: councillors first, then the others who are quoted, by name.

    Only those that a ``typed`` name can mean, where there is one.
    """
    counts = count_quotes_by_speaker(index)
    drafts = count_drafts_by(index, "speaker")
    seats = _party_by_councillor(index)
    forms = name_forms(index)
    known: dict[str, str] = dict(index.rows("SELECT id, name FROM agent"))
    # A speaker that no file describes is known by its id.
    for agent in counts:
        known.setdefault(agent, agent)
        forms.setdefault(agent, [agent])
    choices = [
        SpeakerChoice(
            agent,
            name,
            tuple(form for form in forms[agent] if form != name),
            seats.get(agent, ""),
            agent in seats,
            counts.get(agent, 0) - drafts.get(agent, 0),
            drafts.get(agent, 0),
        )
        for agent, name in known.items()
        if agent in counts or agent in seats
    ]
    choices.sort(key=lambda each: (not each.is_councillor, each.quotes == 0, surname_first(each.name)))
    return filter_by_name(choices, typed)


def speaker_candidates(index: Index, article_id: str, text: str) -> list[SpeakerCandidate]:
    """Return all people and organisations: those of an article first, then by name.

    ``text`` is the article's, with its headline.
    """
    quoted = {
        row[0]
        for row in index.rows(
            "SELECT q.speaker FROM quote q JOIN article a ON a.key = q.article WHERE a.id = ?1 UNION SELECT"
            " j.speaker FROM article a JOIN quote q ON q.article = a.key JOIN joint_speaker j ON"
            " j.quote = q.key WHERE a.id = ?1",
            (article_id,),
        )
    }
    names = name_forms(index)
    folded = f" {' '.join(name_tokens(text))} "
    candidates = []
    for agent, name in index.rows("SELECT id, name FROM agent"):
        forms = names.get(agent, [])
        in_article = agent in quoted or any(f" {' '.join(name_tokens(form))} " in folded for form in forms)
        others = tuple(form for form in forms if form != name)
        candidates.append(SpeakerCandidate(agent, name, others, in_article))
    return sorted(candidates, key=lambda each: (not each.in_article, surname_first(each.name)))


def name_forms(index: Index) -> dict[str, list[str]]:
    """Return all printed forms of each agent's name, by id."""
    forms: dict[str, list[str]] = {}
    for agent, name in index.rows("SELECT agent, name FROM agent_name ORDER BY rowid"):
        forms.setdefault(agent, []).append(name)
    return forms


def _party_by_councillor(index: Index) -> dict[str, str]:
    """Return the parties of each councillor's seats, and until when they are known, by id.

    ``Con (until May 2023)``, ``Lab, Con (last recorded 4 Sep 2019)``; empty if no seat has a party.
    """
    seats: dict[str, list[tuple[str, RoleDates]]] = {}
    for agent, role, party, *when in index.rows(
        "SELECT m.agent, m.role, coalesce(p.short_name, p.name, ''), m.start_date, m.end_date, m.checked"
        " FROM membership m LEFT JOIN agent p ON p.id = m.on_behalf_of ORDER BY m.agent, m.position"
    ):
        if fold(role) == COUNCILLOR_ROLE:
            seats.setdefault(agent, []).append((party, RoleDates(*when)))
    return {agent: describe_seats(held) for agent, held in seats.items()}


def describe_seats(seats: Sequence[tuple[str, RoleDates]]) -> str:
    """Name the parties of seats, and until when the last is known: ``Con (until May 2023)``."""
    parties = ", ".join(dict.fromkeys(party for party, _ in seats if party))
    if not parties:
        return ""
    # The seat of which most is known of later days.
    last = max((when for _, when in seats), key=lambda when: when.end or when.checked or when.start or "")
    return f"{parties} ({describe_last_day(last)})"


def count_quotes_by_speaker(index: Index) -> dict[str, int]:
    """Count each speaker's quotations; one in several pieces counts once, a repetition not at all."""
    # By the index on speakers alone: looking up each quotation takes ten times as long.
    counts = dict(
        index.rows(
            "SELECT speaker, count(*) FROM quote WHERE speaker IS NOT NULL AND continues IS NULL"
            " AND type <> 'none' GROUP BY speaker"
        )
    )
    for speaker, number in index.rows(
        "SELECT speaker, count(*) FROM quote WHERE repeats IS NOT NULL AND speaker IS NOT NULL"
        " AND continues IS NULL AND type <> 'none' GROUP BY speaker"
    ):
        counts[speaker] -= number
    for speaker, number in index.rows(
        "SELECT j.speaker, count(*) FROM joint_speaker j JOIN quote q ON q.key = j.quote WHERE"
        " q.type <> 'none' AND q.continues IS NULL AND q.repeats IS NULL GROUP BY j.speaker"
    ):
        counts[speaker] = counts.get(speaker, 0) + number
    return {speaker: number for speaker, number in counts.items() if number}


def surname_first(name: str) -> list[str]:
    """Return the words of a name for sorting, the last first."""
    return list(reversed(name_tokens(name)))


def find_completions(index: Index, kind: NamedThing, typed: str) -> list[tuple[str, str]]:
    """Return what completes a typed text, each with a description; ``MAX_COMPLETIONS`` at most.

    Ids and names that begin as typed; else the ids of names that have words which begin so.
    """
    if kind in ("article", "in"):
        return list(dict(_complete_articles(index, typed, publishers=kind == "in")).items())[:MAX_COMPLETIONS]
    rows = index.rows(_COMPLETION_QUERIES[kind])
    found = {id_: description for id_, _, description in rows if id_.startswith(typed)} or {
        name: description for _, name, description in rows if name.lower().startswith(typed.lower())
    }
    if not found:
        matching = set(NameIndex((name, id_) for id_, name, _ in rows).find_as_typed(typed))
        found = {id_: description for id_, _, description in rows if id_ in matching}
    return list(found.items())[:MAX_COMPLETIONS]


def _complete_articles(index: Index, typed: str, *, publishers: bool) -> Iterator[tuple[str, str]]:
    if publishers:
        for (name,) in index.rows("SELECT DISTINCT publisher FROM article ORDER BY publisher"):
            if name.lower().startswith(typed.lower()):
                yield name, ""
    # A range can be looked up among any number of ids.
    yield from index.rows(
        "SELECT id, headline FROM article WHERE id >= ?1 AND id < ?1 || char(1114111) ORDER BY id LIMIT ?2",
        (typed, MAX_COMPLETIONS),
    )
