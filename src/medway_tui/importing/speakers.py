"""Matches printed names to the people and organisations of the dossier, and proposes new ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from medway_tui.authoring.ids import make_id, make_unique
from medway_tui.fuzzy import is_within_distance
from medway_tui.index.names import KnownName, name_tokens

_TITLE_LIST = """
cllr councillor coun mr mrs ms miss mx dr prof professor sir dame lord lady baroness baron rev reverend
father canon judge justice pc sgt sergeant insp inspector det detective supt superintendent chief constable
capt captain major the
"""
_ORGANISATION_LIST = """
council trust police department ministry office service services association society union group party
committee commission board agency authority company ltd limited plc inc university college school academy
hospital hospitals nhs church charity foundation institute federation forum network alliance campaign club
bank court government parliament ofsted partnership team fund centre center watchdog engineers consultants
architects solicitors residents parents
"""
NAME_TITLES = frozenset(_TITLE_LIST.split())
"""Titles before a name, folded."""
ORGANISATION_WORDS = frozenset(_ORGANISATION_LIST.split())
"""Words that only names of organisations have, folded."""

_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*")
_NAME_PARTICLES = frozenset(
    ("de", "van", "von", "der", "bin", "al", "la", "le", "du", "di", "da", "of", "and", "for")
)


class SpeakerMatch(NamedTuple):
    """The person or organisation that a printed name means."""

    agent_id: str
    doubt: str
    """How the name was matched where it is not exact; else empty."""


class ProposedAgent(NamedTuple):
    """A person or organisation that the dossier does not have yet."""

    id: str
    name: str
    kind: str
    """The file to add it to: people or organisations."""


class SpeakerNames:
    """The names of a dossier's people and organisations, and of those proposed since."""

    def __init__(self, known: Iterable[KnownName]) -> None:
        self._by_words: dict[tuple[str, ...], str] = {}
        self._by_surname: dict[str, dict[str, tuple[str, ...]]] = {}
        self._taken_ids: set[str] = set()
        for each in known:
            self._add(each.agent_id, each.name, person=each.kind == "person")

    def _add(self, agent_id: str, name: str, *, person: bool) -> None:
        words = fold_name(name)
        self._taken_ids.add(agent_id)
        if words:
            self._by_words.setdefault(words, agent_id)
            if person and len(words) > 1:
                self._by_surname.setdefault(words[-1], {}).setdefault(agent_id, words)

    def match(self, printed: str) -> SpeakerMatch | None:
        """Return the person or organisation that a printed name means, if exactly one."""
        words = fold_name(printed)
        if not words:
            return None
        if words in self._by_words:
            return SpeakerMatch(self._by_words[words], "")
        # “Council leader Alan Jarrett” ends with a known name.
        for start in range(1, len(words) - 1):
            if words[start:] in self._by_words:
                return SpeakerMatch(self._by_words[words[start:]], "")
        people = self._by_surname.get(words[-1], {})
        if len(words) == 1:
            return self._match_if_single(people, f"by the surname alone: {printed}")
        similar = [agent for agent, known in people.items() if _is_same_first_name(known[0], words[-2])]
        return self._match_if_single(similar, f"printed as {printed}")

    @staticmethod
    def _match_if_single(agent_ids: Iterable[str], doubt: str) -> SpeakerMatch | None:
        agents = list(agent_ids)
        return SpeakerMatch(agents[0], doubt) if len(agents) == 1 else None

    def propose(self, printed: str) -> ProposedAgent | None:
        """Return a new person or organisation; None where the text is no name, such as “a neighbour”."""
        kind = _guess_agent_kind(printed)
        name = _strip_titles(printed)
        agent_id = make_id(name)
        if kind is None or not agent_id:
            return None
        proposal = ProposedAgent(make_unique(agent_id, self._taken_ids), name, kind)
        self._add(proposal.id, name, person=kind == "people")
        return proposal


def fold_name(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded, without titles."""
    words = name_tokens(re.sub(r"\([^)]*\)|['’]s?$", "", name.strip()))
    while len(words) > 1 and words[0] in NAME_TITLES:
        words = words[1:]
    return tuple(words)


def _strip_titles(name: str) -> str:
    words = re.sub(r"\s*\([^)]*\)|['’]s?$", "", name.strip()).split()
    while len(words) > 1 and (name_tokens(words[0]) or [""])[0] in NAME_TITLES:
        words = words[1:]
    return " ".join(words).rstrip(".,;:")


def _guess_agent_kind(printed: str) -> str | None:
    words = _strip_titles(printed).split()
    folded = [(name_tokens(word) or [""])[-1] for word in words]
    is_capitalised = [bool(_NAME.fullmatch(word)) for word in words]
    if not words or not is_capitalised[-1] or not is_capitalised[0]:
        return None
    others = [word for word, is_name in zip(words, is_capitalised, strict=True) if not is_name]
    if any(word.lower() not in _NAME_PARTICLES for word in others):
        return None
    is_acronym = len(words) == 1 and len(words[0]) > 2 and words[0].isupper()
    if is_acronym or any(word in ORGANISATION_WORDS for word in folded):
        # “The Council” alone is no name.
        return "organisations" if is_acronym or len(words) > 1 else None
    return "people" if 2 <= len(words) <= 5 else None


def _is_same_first_name(one: str, other: str) -> bool:
    """Return whether two first names differ by a letter, or one is the initial of the other."""
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return one[0] == other[0] and min(len(one), len(other)) > 2 and is_within_distance(one, other, 1)
