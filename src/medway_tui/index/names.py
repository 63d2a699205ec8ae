"""Who is meant by a name as a person types it: any printed form, a part of it, a slip or two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from medway_tui.index.articles import draft_quotations
from medway_tui.index.slips import within
from medway_tui.index.store import Index
from medway_tui.text import FOLDED_MARKS, fold

_TOKEN = re.compile(r"[^\W_]+")

COUNCILLOR = "councillor"
"""The role that a councillor's seat has, folded."""


class Choice(NamedTuple):
    """Someone whose words can be asked for."""

    id: str
    name: str
    """The name by which the person or organisation is known."""
    other_names: tuple[str, ...]
    """The other forms in which the name is printed."""
    party: str
    """The short name of the party, or empty."""
    councillor: bool
    """Whether this person has, or had, a seat on a council."""
    quotes: int
    """How many quotations there are; drafts do not count."""
    drafts: int = 0
    """How many quotations nobody has confirmed."""


# Of every name for every letter that is typed: thousands take longer to take apart than to compare.
class Candidate(NamedTuple):
    """Somebody who may have said something in an article."""

    id: str
    name: str
    other_names: tuple[str, ...]
    """The other forms in which the name is printed."""
    here: bool
    """Whether the article quotes or names this person or organisation."""


Called = TypeVar("Called", bound="Choice | Candidate")


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a name, folded; ``d'Arcy`` and ``d’Arcy`` are the same."""
    return tuple(_words(text))


def _words(text: str) -> list[str]:
    return _TOKEN.findall(fold(unicodedata.normalize("NFC", text).translate(FOLDED_MARKS)))


def agents_named(index: Index, typed: str) -> list[str]:
    """The ids of the people and organisations that a typed name can mean; the best meaning only."""
    if index.rows("SELECT 1 FROM agent WHERE id = ?", (typed,)):
        return [typed]
    return _everyone(index).best(typed)


def _everyone(index: Index) -> Names:
    """The names of all people and organisations, kept until the index changes."""
    return index.kept("names", lambda: Names(index.rows("SELECT name, agent FROM agent_name")))


def best(typed: str, named: Iterable[tuple[str, str]]) -> list[str]:
    """The things that a typed text can mean, of pairs of a name and the thing, as ``Names`` has it."""
    return Names(named).best(typed)


class Names:
    """Names of things, by their words."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """Take in pairs of a name and the thing."""
        self._things: list[str] = []
        self._by_word: dict[str, set[int]] = {}
        for number, (name, thing) in enumerate(named):
            self._things.append(thing)
            for word in tokens(name):
                self._by_word.setdefault(word, set()).add(number)

    def best(self, typed: str) -> list[str]:
        """The things that a typed text can mean, in their order.

        Whole words and beginnings of words come before slips: a slip is considered only where nothing
        fits as typed.
        """
        wanted = tokens(typed)
        if not wanted:
            return []
        found = self._fitting(wanted, str.startswith) or self._fitting(wanted, _slip_of)
        return list(dict.fromkeys(self._things[number] for number in sorted(found)))

    def _fitting(self, wanted: Sequence[str], fits: Callable[[str, str], bool]) -> set[int]:
        """The numbers of the names in which each word that is wanted fits one."""
        found: set[int] | None = None
        for typed in wanted:
            each = set[int]().union(*(at for word, at in self._by_word.items() if fits(word, typed)))
            found = each if found is None else found & each
        return found or set()


def called(everyone: Sequence[Called], typed: str) -> list[Called]:
    """Those whom a typed name can mean; all of them where nothing is typed."""
    if not typed.strip():
        return list(everyone)
    named = [(name, each.id) for each in everyone for name in (each.name, *each.other_names)]
    fitting = set(best(typed, named))
    return [who for who in everyone if who.id in fitting]


def choices(index: Index, typed: str = "") -> list[Choice]:
    """Everyone who can be chosen: councillors first, then everyone else who is quoted, by name.

    Only those whom a ``typed`` name can mean, where there is one.
    """
    counts = _quotations(index)
    drafts = draft_quotations(index, "speaker")
    seats: dict[str, str] = {}
    for agent, role, party in index.rows(
        "SELECT m.agent, m.role, coalesce(p.short_name, p.name, '') FROM membership m "
        "LEFT JOIN agent p ON p.id = m.on_behalf_of ORDER BY m.agent, m.position"
    ):
        if fold(role) == COUNCILLOR:
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
        Choice(
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
    found.sort(key=lambda c: (not c.councillor, c.quotes == 0, _surname_first(c.name)))
    return called(found, typed)


def _quotations(index: Index) -> dict[str, int]:
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
    return list(reversed(tokens(name)))


def _slip_of(word: str, typed: str) -> bool:
    """Whether a word is what was typed but for a slip or two, or begins with that."""
    if len(typed) < 4 or word[:1] != typed[:1]:
        return False
    allowed = 1 if len(typed) < 6 else 2
    # A name half typed is held against as much of the word, give or take a letter.
    return any(
        length >= len(typed) - allowed and within(typed, word[:length], allowed)
        for length in {len(word), len(typed) - 1, len(typed), len(typed) + 1}
    )


def candidates(index: Index, article_id: str, text: str) -> list[Candidate]:
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
    folded = f" {' '.join(_words(text))} "
    found = []
    for agent, name in index.rows("SELECT id, name FROM agent"):
        forms = names.get(agent, [])
        here = agent in quoted or any(f" {' '.join(tokens(form))} " in folded for form in forms)
        found.append(Candidate(agent, name, tuple(form for form in forms if form != name), here))
    return sorted(found, key=lambda each: (not each.here, _surname_first(each.name)))
