"""Who is meant by a name as a person types it: any printed form, a part of it, a slip or two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from medway_tui.index.articles import count_drafts_by
from medway_tui.index.connection import Index
from medway_tui.index.slips import is_within_distance
from medway_tui.text import FOLDED_MARKS, fold

_TOKEN = re.compile(r"[^\W_]+")

COUNCILLOR_ROLE = "councillor"
"""The role that a councillor's seat has, folded."""


class SpeakerChoice(NamedTuple):
    """Someone whose words can be asked for."""

    id: str
    name: str
    """The name by which the person or organisation is known."""
    other_names: tuple[str, ...]
    """The other forms in which the name is printed."""
    party: str
    """The short name of the party, or empty."""
    is_councillor: bool
    """Whether this person has, or had, a seat on a council."""
    quotes: int
    """How many quotations there are; drafts do not count."""
    drafts: int = 0
    """How many quotations nobody has confirmed."""


# Of every name for every letter that is typed: thousands take longer to take apart than to compare.
class SpeakerCandidate(NamedTuple):
    """Somebody who may have said something in an article."""

    id: str
    name: str
    other_names: tuple[str, ...]
    """The other forms in which the name is printed."""
    in_article: bool
    """Whether the article quotes or names this person or organisation."""


NamedRow = TypeVar("NamedRow", bound="SpeakerChoice | SpeakerCandidate")


@lru_cache(maxsize=20_000)
def name_tokens(text: str) -> tuple[str, ...]:
    """The words of a name, folded; ``d'Arcy`` and ``d’Arcy`` are the same."""
    return tuple(_tokenize(text))


def _tokenize(text: str) -> list[str]:
    return _TOKEN.findall(fold(unicodedata.normalize("NFC", text).translate(FOLDED_MARKS)))


def find_agents(index: Index, typed: str) -> list[str]:
    """The ids of the people and organisations that a typed name can mean; the best meaning only."""
    if index.rows("SELECT 1 FROM agent WHERE id = ?", (typed,)):
        return [typed]
    return _agent_names(index).find(typed)


def _agent_names(index: Index) -> NameIndex:
    """The names of all people and organisations, kept until the index changes."""
    return index.cached("names", lambda: NameIndex(index.rows("SELECT name, agent FROM agent_name")))


def best_matches(typed: str, named: Iterable[tuple[str, str]]) -> list[str]:
    """The things that a typed text can mean, of pairs of a name and the thing, as ``SpeakerNames`` has it."""
    return NameIndex(named).find(typed)


class NameIndex:
    """Names of things, by their words."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """Take in pairs of a name and the thing."""
        self._owners: list[str] = []
        self._by_word: dict[str, set[int]] = {}
        for number, (name, thing) in enumerate(named):
            self._owners.append(thing)
            for word in name_tokens(name):
                self._by_word.setdefault(word, set()).add(number)

    def find(self, typed: str) -> list[str]:
        """The things that a typed text can mean, in their order.

        Whole words and beginnings of words come before slips: a slip is considered only where nothing
        fits as typed.
        """
        wanted = name_tokens(typed)
        if not wanted:
            return []
        found = self._find_all_words(wanted, str.startswith) or self._find_all_words(wanted, _is_misspelt)
        return list(dict.fromkeys(self._owners[number] for number in sorted(found)))

    def _find_all_words(self, wanted: Sequence[str], fits: Callable[[str, str], bool]) -> set[int]:
        """The numbers of the names in which each word that is wanted fits one."""
        found: set[int] | None = None
        for typed in wanted:
            each = set[int]().union(*(at for word, at in self._by_word.items() if fits(word, typed)))
            found = each if found is None else found & each
        return found or set()


def filter_by_name(rows: Sequence[NamedRow], typed: str) -> list[NamedRow]:
    """Those whom a typed name can mean; all of them where nothing is typed."""
    if not typed.strip():
        return list(rows)
    named = [(name, each.id) for each in rows for name in (each.name, *each.other_names)]
    fitting = set(best_matches(typed, named))
    return [who for who in rows if who.id in fitting]


def speaker_choices(index: Index, typed: str = "") -> list[SpeakerChoice]:
    """Everyone who can be chosen: councillors first, then everyone else who is quoted, by name.

    Only those whom a ``typed`` name can mean, where there is one.
    """
    counts = _count_quotes(index)
    drafts = count_drafts_by(index, "speaker")
    seats: dict[str, str] = {}
    for agent, role, party in index.rows(
        "SELECT m.agent, m.role, coalesce(p.short_name, p.name, '') FROM membership m "
        "LEFT JOIN agent p ON p.id = m.on_behalf_of ORDER BY m.agent, m.position"
    ):
        if fold(role) == COUNCILLOR_ROLE:
            seats.setdefault(agent, party)
    names: dict[str, list[str]] = {}
    for agent, name in index.rows("SELECT agent, name FROM agent_name ORDER BY rowid"):
        names.setdefault(agent, []).append(name)
    known: dict[str, str] = dict(index.rows("SELECT id, name FROM agent"))
    # A speaker that no file describes is still quoted, and is known by its id alone.
    for agent in counts:
        known.setdefault(agent, agent)
        names.setdefault(agent, [agent])
    listed = [agent for agent in known if agent in counts or agent in seats]
    found = [
        SpeakerChoice(
            agent,
            known[agent],
            tuple(n for n in names[agent] if n != known[agent]),
            seats.get(agent, ""),
            agent in seats,
            counts.get(agent, 0) - drafts.get(agent, 0),
            drafts.get(agent, 0),
        )
        for agent in listed
    ]
    found.sort(key=lambda c: (not c.is_councillor, c.quotes == 0, _surname_first(c.name)))
    return filter_by_name(found, typed)


def _count_quotes(index: Index) -> dict[str, int]:
    """How many quotations each speaker has; one in several pieces counts once."""
    # All pieces by the index alone, and then those that do not count, in one go through the table: to
    # look each piece up takes ten times as long.
    counts = dict(
        index.rows("SELECT speaker, count(*) FROM quote WHERE speaker IS NOT NULL GROUP BY speaker")
    )
    for speaker, number in index.rows(
        "SELECT speaker, count(*) FROM quote NOT INDEXED"
        " WHERE speaker IS NOT NULL AND (type = 'none' OR continues IS NOT NULL) GROUP BY speaker"
    ):
        counts[speaker] -= number
    return {speaker: number for speaker, number in counts.items() if number}


def _surname_first(name: str) -> list[str]:
    return list(reversed(name_tokens(name)))


def _is_misspelt(word: str, typed: str) -> bool:
    """Whether a word is what was typed but for a slip or two, or begins with that."""
    if len(typed) < 4 or word[:1] != typed[:1]:
        return False
    allowed = 1 if len(typed) < 6 else 2
    # A name half typed is held against as much of the word, give or take a letter.
    return any(
        length >= len(typed) - allowed and is_within_distance(typed, word[:length], allowed)
        for length in {len(word), len(typed) - 1, len(typed), len(typed) + 1}
    )


def speaker_candidates(index: Index, article_id: str, text: str) -> list[SpeakerCandidate]:
    """Everybody whom the dossier knows: those of an article first, then by name.

    ``text`` is the article's, headline and all.
    """
    quoted = {
        row[0]
        for row in index.rows(
            "SELECT DISTINCT q.speaker FROM quote q JOIN article a ON a.key = q.article WHERE a.id = ?",
            (article_id,),
        )
    }
    names: dict[str, list[str]] = {}
    for agent, name in index.rows("SELECT agent, name FROM agent_name ORDER BY rowid"):
        names.setdefault(agent, []).append(name)
    folded = f" {' '.join(_tokenize(text))} "
    found = []
    for agent, name in index.rows("SELECT id, name FROM agent"):
        forms = names.get(agent, [])
        here = agent in quoted or any(f" {' '.join(name_tokens(form))} " in folded for form in forms)
        found.append(SpeakerCandidate(agent, name, tuple(form for form in forms if form != name), here))
    return sorted(found, key=lambda each: (not each.in_article, _surname_first(each.name)))
