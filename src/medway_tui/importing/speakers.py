"""Matches printed names to the people and organisations of the dossier, and proposes new ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from typing import NamedTuple

from medway_tui.authoring.ids import make_id, make_unique
from medway_tui.importing.article_words import ArticleWords
from medway_tui.index.name_index import name_tokens
from medway_tui.index.names import KnownName
from medway_tui.names import (
    Gender,
    PersonalName,
    PersonCandidate,
    choose_person,
    compare_names,
    find_name_fault,
    load_words,
    parse_name,
)

_MAX_OTHER_NAMES = 6
"""The most printed forms that a new person's entry lists."""
_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*")
_SMALL_WORDS = frozenset(("of", "and", "for", "the", "&", "in", "on", "upon"))


class SpeakerMatch(NamedTuple):
    """The person or organisation that a printed name means."""

    agent_id: str
    doubt: str
    """How the name was matched where it is not exact; else empty."""
    is_near_double: bool = False
    """Whether it may be another person of a similar name."""
    is_namesake: bool = False
    """Whether only jr or sr differs."""


class NameMatches(NamedTuple):
    """The people and organisations that a printed name can mean."""

    matches: tuple[SpeakerMatch, ...]

    @property
    def single(self) -> SpeakerMatch | None:
        """The only one."""
        return self.matches[0] if len(self.matches) == 1 else None


class ProposedMembership(NamedTuple):
    """A role that an article prints beside a new name."""

    organization_id: str
    role: str
    on_behalf_of_id: str = ""
    area: str = ""
    note: str = ""


class ProposedAgent(NamedTuple):
    """A person or organisation that the dossier does not have yet."""

    id: str
    name: str
    kind: str
    """The file to add it to: people or organisations."""
    other_names: tuple[str, ...] = ()
    """Other printed forms."""
    memberships: tuple[ProposedMembership, ...] = ()
    short_name: str = ""
    classification: str = ""


class _KnownPerson:
    """A person of the dossier, or one proposed since."""

    def __init__(self, agent_id: str) -> None:
        self.id = agent_id
        self.names: list[str] = []
        self.parties: set[str] = set()
        self.titles: set[str] = set()

    def candidate(self) -> PersonCandidate:
        return PersonCandidate(
            self.id,
            tuple(self.names),
            parties=frozenset(self.parties),
            titles=frozenset(self.titles),
        )


class SpeakerNames:
    """The names of a dossier's people and organisations, and of those proposed since."""

    def __init__(self, known: Iterable[KnownName], ask: Callable[[str], bool] | None = None) -> None:
        """``ask`` asks the user a question of yes or no; None where there is no user."""
        self._ask = ask
        self._answers: dict[tuple[str, str], bool] = {}
        self._people: dict[str, _KnownPerson] = {}
        self._by_word: dict[str, list[str]] = {}
        self._organisations: dict[tuple[str, ...], str] = {}
        self.organisation_names: dict[str, list[str]] = {}
        """The names of each organisation, by id; the short name among them."""
        self._taken_ids: set[str] = set()
        self._new: list[ProposedAgent] = []
        for each in known:
            self._taken_ids.add(each.agent_id)
            if each.kind == "person":
                self._add_person_name(each.agent_id, each.name)
                self._people[each.agent_id].parties |= each.parties
                self._people[each.agent_id].titles |= {"cllr"} if each.is_councillor else set()
            else:
                self._add_organisation_name(each.agent_id, each.name)

    def _add_person_name(self, agent_id: str, printed: str) -> None:
        person = self._people.setdefault(agent_id, _KnownPerson(agent_id))
        person.names.append(printed)
        for word in _lookup_words(parse_name(printed)):
            ids = self._by_word.setdefault(word, [])
            if agent_id not in ids:
                ids.append(agent_id)

    def _add_organisation_name(self, agent_id: str, printed: str) -> None:
        self.organisation_names.setdefault(agent_id, []).append(printed)
        words = _organisation_words(printed)
        if words:
            self._organisations.setdefault(words, agent_id)

    @property
    def full_names(self) -> list[str]:
        """The full names of all people, for the extractor: one for each surname of a person.

        The extractor takes each for a person, so two spellings of one name would be two people to it.
        """
        names = []
        for person in self._people.values():
            surnames = set()
            for each in person.names:
                name = parse_name(each)
                if name.surname and (name.given or name.is_peer) and name.surname_key not in surnames:
                    surnames.add(name.surname_key)
                    names.append(name.full)
        return names

    def has_agent(self, agent_id: str) -> bool:
        """Whether the dossier has a person or organisation of an id."""
        return agent_id in self._people or agent_id in self.organisation_names

    def person_names(self, agent_id: str) -> list[str]:
        """Return all printed forms of a person's name; none of an organisation's."""
        person = self._people.get(agent_id)
        return person.names if person else []

    def person_name(self, agent_id: str) -> str:
        """Return the name of a person or organisation; the id where there is none."""
        person = self._people.get(agent_id)
        names = person.names if person else self.organisation_names.get(agent_id)
        return names[0] if names else agent_id

    def match(self, printed: str) -> SpeakerMatch | None:
        """Return the person or organisation that a printed name means, if exactly one."""
        return self.find(printed).single

    def find(
        self, printed: str, article: ArticleWords | None = None, *, gender: Gender = "", party: str = ""
    ) -> NameMatches:
        """Return the people and organisations that a printed name can mean.

        People who are named in full in the article come before all others.
        """
        organisation = self._organisations.get(_organisation_words(printed))
        if organisation is not None:
            return NameMatches((SpeakerMatch(organisation, ""),))
        name = parse_name(printed)
        ids = dict.fromkeys(agent for word in _lookup_words(name) for agent in self._by_word.get(word, ()))
        people = [self._people[each].candidate() for each in ids]
        near = [each for each in people if article is not None and _is_named_in(each, article)]
        for group in (near, people):
            choice = choose_person(name, group, gender=gender, party=party)
            if choice.ids:
                is_full = bool(name.given and name.surname)
                is_exact = choice.relation == "same" or (group is near and not is_full)
                return NameMatches(
                    tuple(
                        SpeakerMatch(
                            each,
                            "" if is_exact else _describe_doubt(name, choice.reason),
                            is_near_double=is_full and choice.relation != "same",
                            is_namesake=choice.is_namesake,
                        )
                        for each in choice.ids
                    )
                )
        return NameMatches(())

    def is_same_person(self, printed: str, agent_id: str) -> bool | None:
        """Ask whether a printed name is a known person's; None where there is no user to ask."""
        if self._ask is None:
            return None
        key = (parse_name(printed).full, agent_id)
        if key not in self._answers:
            known = self.person_name(agent_id)
            self._answers[key] = self._ask(f"Is {key[0]} the same person as {known} ({agent_id})?")
        return self._answers[key]

    def propose(self, printed: str) -> ProposedAgent | None:
        """Return a new person or organisation; None where the text is no name, such as “a neighbour”."""
        kind = guess_agent_kind(printed)
        if kind is None:
            return None
        name = parse_name(printed).full if kind == "people" else _strip_article(printed)
        base = make_id(name) or {"people": "person", "organisations": "organisation"}[kind]
        proposal = ProposedAgent(make_unique(base, self._taken_ids), name, kind)
        self._add_proposal(proposal)
        return proposal

    def propose_organisation(self, name: str, short_name: str, classification: str) -> ProposedAgent:
        """Return a new organisation of a known kind, such as a party."""
        agent_id = make_unique(make_id(name) or "organisation", self._taken_ids)
        proposal = ProposedAgent(
            agent_id, name, "organisations", short_name=short_name, classification=classification
        )
        self._add_proposal(proposal)
        return proposal

    def _add_proposal(self, proposal: ProposedAgent) -> None:
        self._taken_ids.add(proposal.id)
        self._new.append(proposal)
        for each in (proposal.name, *proposal.other_names, proposal.short_name):
            if each and proposal.kind == "people":
                self._add_person_name(proposal.id, each)
            elif each:
                self._add_organisation_name(proposal.id, each)

    def keep_new(self) -> None:
        """Keep the people and organisations proposed since the last call: their article is written."""
        self._new.clear()

    def drop_new(self) -> None:
        """Remove the people and organisations proposed since: their article could not be imported."""
        for each in self._new:
            self._remove(each.id)
        self._new.clear()

    def drop_unused(self, used: Container[str]) -> None:
        """Remove the people and organisations proposed since that no quotation needs."""
        for each in self._new:
            if each.id not in used:
                self._remove(each.id)
        self._new = [each for each in self._new if each.id in used]

    def _remove(self, agent_id: str) -> None:
        self._taken_ids.discard(agent_id)
        self._people.pop(agent_id, None)
        self.organisation_names.pop(agent_id, None)
        self._organisations = {name: each for name, each in self._organisations.items() if each != agent_id}
        for ids in self._by_word.values():
            if agent_id in ids:
                ids.remove(agent_id)


def guess_agent_kind(printed: str) -> str | None:
    """Return people or organisations, the file that a name belongs to; None where it is no full name."""
    if not find_name_fault(printed):
        name = parse_name(printed)
        is_capitalised = all(not word.islower() for word in (*name.given[:1], name.surname.split()[-1]))
        return "people" if is_capitalised or not printed.isascii() else None
    words = _strip_article(printed).split()
    if len(words) > 1 and all(word.isupper() for word in words):
        return None
    if not words or not _NAME.fullmatch(words[-1]) or not _NAME.fullmatch(words[0]):
        return None
    if any(word.lower() not in _SMALL_WORDS and not _NAME.fullmatch(word) for word in words):
        return None
    if len(words) == 1:
        is_acronym = len(words[0]) > 2 and words[0].isupper() and words[0].isalpha()
        is_word = name_tokens(printed)[0] in load_words("opening", "month", "weekday", "role", "modifier")
        return "organisations" if is_acronym and not is_word else None
    folded = {(name_tokens(word) or ("",))[-1] for word in words}
    return "organisations" if not folded.isdisjoint(load_words("institution")) else None


def is_another_form(printed: str, name: str) -> bool:
    """Whether a printed name is worth an entry in other_names: it differs by more than case and marks."""
    return bool(parse_name(printed)) and name_tokens(printed) != name_tokens(name)


def add_other_names(proposal: ProposedAgent, printed: Iterable[str]) -> ProposedAgent:
    """Return a proposed person with the printed forms of the name that are its own."""
    forms = [each for each in dict.fromkeys(printed) if is_another_form(each, proposal.name)]
    known = [each for each in forms if compare_names(each, proposal.name).relation != "different"]
    return proposal._replace(other_names=tuple(known[:_MAX_OTHER_NAMES]))


def _lookup_words(name: PersonalName) -> set[str]:
    """Return the words by which a person is looked up: the parts of the surname, and the first names."""
    return {name.surname_key, *name.surname_parts, *name.given_keys, *name_tokens(name.nickname)} - {""}


def _organisation_words(name: str) -> tuple[str, ...]:
    words = name_tokens(re.sub(r"\([^)]*\)|['’]s?$", "", name.strip()))
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _strip_article(name: str) -> str:
    text = re.sub(r"\s*\([^)]*\)|['’]s?$", "", name.strip()).rstrip(".,;:")
    words = text.split()
    while len(words) > 1 and words[0].lower() in load_words("opening"):
        words = words[1:]
    return " ".join(words)


def _is_named_in(person: PersonCandidate, article: ArticleWords) -> bool:
    """Whether an article prints a full name of a person."""
    for each in person.names:
        name = parse_name(each)
        if name.surname and (name.given or name.is_peer) and article.prints(name.full):
            return True
    return False


def _describe_doubt(name: PersonalName, reason: str) -> str:
    if not name.is_peer and (not name.given or not name.surname):
        return f"by the surname alone: {name.printed}" if name.surname else f"{reason}: {name.printed}"
    return f"printed as {name.printed}: {reason}"
