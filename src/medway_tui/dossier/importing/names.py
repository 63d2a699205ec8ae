"""Who is meant by a name as an article prints it, of those whom the dossier knows; and who is new."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from medway_tui.content.ids import free, id_from
from medway_tui.index.names import tokens
from medway_tui.index.originals import Known
from medway_tui.index.slips import within

_TITLES = """
cllr councillor coun mr mrs ms miss mx dr prof professor sir dame lord lady baroness baron rev reverend
father canon judge justice pc sgt sergeant insp inspector det detective supt superintendent chief constable
capt captain major the
"""
_ORGANISATIONS = """
council trust police department ministry office service services association society union group party
committee commission board agency authority company ltd limited plc inc university college school academy
hospital hospitals nhs church charity foundation institute federation forum network alliance campaign club
bank court government parliament ofsted partnership team fund centre center watchdog engineers consultants
architects solicitors residents parents
"""
TITLES = frozenset(_TITLES.split())
"""What stands before a name and is no part of it, folded."""
ORGANISATIONS = frozenset(_ORGANISATIONS.split())
"""Words of which one makes a name that of an organisation, folded."""

_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*")
_JOINING = frozenset(
    ("de", "van", "von", "der", "bin", "al", "la", "le", "du", "di", "da", "of", "and", "for")
)


class Match(NamedTuple):
    """Who is meant, and how surely."""

    agent: str
    """The id."""
    why: str
    """How it was found, where that leaves a doubt; else empty."""


class Proposal(NamedTuple):
    """Somebody whom the dossier does not know yet."""

    id: str
    name: str
    kind: str
    """people or organisations: the file in which they are to stand."""


class Names:
    """The names that a dossier knows, and those that were added since."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_words: dict[tuple[str, ...], str] = {}
        self._by_surname: dict[str, dict[str, tuple[str, ...]]] = {}
        self._taken: set[str] = set()
        for each in known:
            self._add(each.agent, each.name, person=each.kind == "person")

    def _add(self, agent: str, name: str, *, person: bool) -> None:
        words = bare(name)
        self._taken.add(agent)
        if words:
            self._by_words.setdefault(words, agent)
            if person and len(words) > 1:
                self._by_surname.setdefault(words[-1], {}).setdefault(agent, words)

    def find(self, printed: str) -> Match | None:
        """Who is meant by a name as printed; None where that is nobody who is known, or not only one."""
        words = bare(printed)
        if not words:
            return None
        if words in self._by_words:
            return Match(self._by_words[words], "")
        # "Council leader Alan Jarrett" ends with a name that is known.
        for start in range(1, len(words) - 1):
            if words[start:] in self._by_words:
                return Match(self._by_words[words[start:]], "")
        people = self._by_surname.get(words[-1], {})
        if len(words) == 1:
            return self._only(people, f"by the surname alone: {printed}")
        alike = {agent: known for agent, known in people.items() if _alike(known[0], words[-2])}
        return self._only(alike, f"printed as {printed}")

    @staticmethod
    def _only(found: Iterable[str], why: str) -> Match | None:
        agents = list(found)
        return Match(agents[0], why) if len(agents) == 1 else None

    def propose(self, printed: str) -> Proposal | None:
        """A new person or organisation of this name; None where it is none, such as "a neighbour"."""
        kind = _kind(printed)
        name = _without_titles(printed)
        made = id_from(name)
        if kind is None or not made:
            return None
        proposal = Proposal(free(made, self._taken), name, kind)
        self._add(proposal.id, name, person=kind == "people")
        return proposal


def bare(name: str) -> tuple[str, ...]:
    """The words of a name, folded, without what stands before it."""
    words = tokens(re.sub(r"\([^)]*\)|['’]s?$", "", name.strip()))
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    return tuple(words)


def _without_titles(name: str) -> str:
    words = re.sub(r"\s*\([^)]*\)|['’]s?$", "", name.strip()).split()
    while len(words) > 1 and (tokens(words[0]) or [""])[0] in TITLES:
        words = words[1:]
    return " ".join(words).rstrip(".,;:")


def _kind(printed: str) -> str | None:
    words = _without_titles(printed).split()
    folded = [(tokens(word) or [""])[-1] for word in words]
    named = [bool(_NAME.fullmatch(word)) for word in words]
    if not words or not named[-1] or not named[0]:
        return None
    if not all(is_name or word.lower() in _JOINING for word, is_name in zip(words, named, strict=True)):
        return None
    capitals = len(words) == 1 and len(words[0]) > 2 and words[0].isupper()
    if capitals or any(word in ORGANISATIONS for word in folded):
        # "The Council" alone is no name.
        return "organisations" if capitals or len(words) > 1 else None
    return "people" if 2 <= len(words) <= 5 else None


def _alike(one: str, other: str) -> bool:
    """Whether two first names differ by a slip: a letter, or one is the other's initial."""
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return one[0] == other[0] and min(len(one), len(other)) > 2 and within(one, other, 1)
