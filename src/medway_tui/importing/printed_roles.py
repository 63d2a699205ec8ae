"""Reads the party and the role that an article prints beside the name of a new person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from medway_tui.importing.speakers import ProposedAgent, ProposedMembership, SpeakerNames, guess_agent_kind
from medway_tui.names import compare_names, find_names, find_party_key, load_words, word_key
from medway_tui.names.lexicon import load_party_words

_PARTIES = {
    "con": ("Conservative Party", "Con"), "lab": ("Labour Party", "Lab"), "ld": ("Liberal Democrats", "LD"),
    "green": ("Green Party", "Green"), "ukip": ("UK Independence Party", "UKIP"),
    "reform": ("Reform UK", "Reform"),
    "ind": ("Independent", "Ind"), "snp": ("Scottish National Party", "SNP"), "pc": ("Plaid Cymru", "PC"),
    "dup": ("Democratic Unionist Party", "DUP"), "sf": ("Sinn Féin", "SF"),
    "sdlp": ("Social Democratic and Labour Party", "SDLP"), "uup": ("Ulster Unionist Party", "UUP"),
    "alliance": ("Alliance Party", "Alliance"), "tusc": ("Trade Unionist and Socialist Coalition", "TUSC"),
    "brexit": ("Brexit Party", "Brexit"), "workers": ("Workers Party of Britain", "WPB"),
}  # fmt: skip
"""The name and short name of a party that the dossier does not have."""

_COUNCIL = re.compile(
    r"\b((?:[A-Z][\w’'-]+ (?:(?:and|upon|on|under|of) )?){1,4}?)"
    r"((?:(?:Borough|City|Town|County|District|Parish|Unitary|Metropolitan) )*Council)\b"
)
_NO_COUNCIL_NAME = frozenset(("the", "a", "this", "that", "parish", "town", "county", "borough", "city"))
_BRACKETED = re.compile(r"\s*\(([^()]*)\)")
_AFTER_NAME = re.compile(r",\s+(?:the |a |an )?([^,.;:“”\"()]{3,90})(?=[,.;]|$)")
_BODY = re.compile(r"^(.*?)\s+(?:of|at)\s+(?:the\s+)?([A-Z].*)$")
_OWNER = re.compile(r"^([\w-]+)[’']s\s+(.+)$")
_COUNCIL_ROLE = re.compile(
    r"^(?:(?:deputy |(?:\w+ ){0,3}group )?leader(?: of (?:the )?(?:council|opposition|.* group))?"
    r"|council leader|council[’']s leader"
    r"|deputy council leader|(?:cabinet member|portfolio holder|lead member) for [\w ’'&-]+"
    r"|(?:\w+ ){1,4}of the council|(?:deputy )?mayor|chair(?:man|woman)? of (?:the )?[\w ’'-]+ committee)$",
    re.IGNORECASE,
)
_COUNCILLOR = frozenset(("cllr", "councillor", "coun"))
_TIERS = frozenset(("county", "parish", "town", "district", "borough", "city"))
"""The kinds of council that may be printed before "councillor"."""
_COUNCIL_WORDS = _TIERS | {"council", "metropolitan", "royal", "london", "of", "the", "and", "upon", "on"}
"""The words of a council's name that are no place."""
_MAX_BEFORE = 90
_MAX_BEHIND = 160
_MAX_ROLE_WORDS = 9
_MAX_BODY_WORDS = 6


class _PrintedRole(NamedTuple):
    role: str
    body: str
    """The name of its organisation as printed; empty where none is."""
    party: str = ""
    """The key of the party."""
    area: str = ""
    tier: str = ""
    """The kind of council before "councillor", such as county."""


class PrintedRoles:
    """The roles printed in one article, as memberships."""

    def __init__(self, names: SpeakerNames, text: str) -> None:
        self._names = names
        self._text = text
        self._found_names = list(find_names(text))
        self.new_organisations: list[ProposedAgent] = []
        self.remarks: list[str] = []

    def add_memberships(self, person: ProposedAgent) -> ProposedAgent:
        """Return a new person with the memberships that the article prints beside the name."""
        printed = list(dict.fromkeys(self._read_roles(person)))
        parties = {role.party for role in printed if role.party}
        if len(parties) > 1:
            self.remarks.append(f"{person.name} is printed with {len(parties)} parties: add the right one")
            printed = [role._replace(party="") for role in printed]
            parties = set()
        party = parties.pop() if parties else ""
        memberships: list[ProposedMembership] = []
        for role in _merge_roles(printed):
            organisation = self._find_organisation(role)
            if organisation is None:
                continue
            is_seat = role.role == "Councillor"
            on_behalf_of = self._find_party(party) if party and is_seat else ""
            is_named = any(name in self._text for name in self._names.organisation_names[organisation])
            note = "" if is_named else "The article does not name the council."
            memberships.append(ProposedMembership(organisation, role.role, on_behalf_of, role.area, note))
        if party and not any(each.on_behalf_of_id for each in memberships):
            self.remarks.append(
                f"{person.name} is printed with a party, but no council is known: add the seat"
            )
        return person._replace(memberships=tuple(memberships))

    def _read_roles(self, person: ProposedAgent) -> Iterable[_PrintedRole]:
        """Yield the roles beside each mention of a person's full name."""
        for found in self._found_names:
            if not found.name.given or compare_names(found.name, person.name).relation == "different":
                continue
            words = self._text[found.start : found.end]
            name_start = found.start + max(words.find(found.name.given[0]), 0)
            before = self._text[:name_start][-_MAX_BEFORE:].split("\n")[-1]
            behind = self._text[found.end :][:_MAX_BEHIND].split("\n")[0]
            yield from _read_mention(re.split(r"[.;:!?“”\"]\s", before)[-1], behind)

    def _find_organisation(self, role: _PrintedRole) -> str | None:
        """Return the id of a role's organisation; the council is the one that is known or named."""
        if not role.body:
            is_of_council = role.role == "Councillor" or _COUNCIL_ROLE.match(role.role)
            council = self._find_council() if is_of_council else None
            names = self._names.organisation_names.get(council or "", [])
            is_other_tier = role.tier and not any(role.tier in name.lower().split() for name in names)
            return None if is_other_tier else council
        found = self._names.find(role.body).single
        if found is not None:
            return found.agent_id if found.agent_id in self._names.organisation_names else None
        if guess_agent_kind(role.body) != "organisations" or len(role.body.split()) > _MAX_BODY_WORDS:
            return None
        return self._add_organisation(role.body)

    def _add_organisation(self, name: str) -> str:
        classification = "council" if name.lower().endswith("council") else ""
        organisation = self._names.propose_organisation(name, "", classification)
        self.new_organisations.append(organisation)
        return organisation.id

    def _find_council(self) -> str | None:
        """Return the one council that the article names; else the dossier's only one, if its place is."""
        councils = [
            (agent, names)
            for agent, names in self._names.organisation_names.items()
            if any("council" in name.lower().split() for name in names)
        ]
        named = [agent for agent, names in councils if any(name in self._text for name in names)]
        if len(named) == 1:
            return named[0]
        in_text = {name for match in _COUNCIL.finditer(self._text) if (name := self._council_name(match[0]))}
        if len(in_text) == 1 and not named:
            return self._add_organisation(in_text.pop())
        if len(councils) != 1 or in_text:
            return None
        # An article that prints neither the council nor its place may be about another one.
        agent, names = councils[0]
        words = {word for name in names for word in name.split() if word_key(word) not in _COUNCIL_WORDS}
        return agent if any(re.search(rf"\b{re.escape(word)}\b", self._text) for word in words) else None

    def _council_name(self, printed: str) -> str:
        """Return the name of a council without words before it; empty where it has none of its own."""
        words = printed.split()
        while words and (words[0].lower() in load_words("opening") or words[0].lower() in _NO_COUNCIL_NAME):
            words = words[1:]
        name = " ".join(words)
        if " and " in name and self._text.count(name) < 2:
            # "Unite and Wick City Council" are two bodies, Bath and Avon Council is one.
            name = name.rpartition(" and ")[2]
        return name if len(name.split()) > 1 else ""

    def _find_party(self, key: str) -> str:
        """Return the id of a party, which is added where the dossier does not have it."""
        for agent, names in self._names.organisation_names.items():
            if any(find_party_key(name) == key and _is_party_name(name) for name in names):
                return agent
        party = self._names.propose_organisation(*_PARTIES[key], "party")
        self.new_organisations.append(party)
        return party.id


def _is_party_name(name: str) -> bool:
    """Whether a name is only a party's: "Labour Party" or "Lab", not "Labour Friends of the Quay"."""
    parties = load_party_words()
    words = [word_key(word) for word in name.split()]
    return all(word in parties or word in ("party", "the", "uk", "and", "&", "group") for word in words)


def _merge_roles(printed: Sequence[_PrintedRole]) -> list[_PrintedRole]:
    """Return each role once, with the area of the mention that has one."""
    merged: dict[tuple[str, str], _PrintedRole] = {}
    for each in printed:
        if each.role:
            key = (each.role.lower(), each.body)
            known = merged.get(key)
            merged[key] = known._replace(area=known.area or each.area) if known else each
    return list(merged.values())


def _read_mention(before: str, behind: str) -> Iterable[_PrintedRole]:
    """Yield the roles that are printed right before and behind one mention of a name."""
    words = before.split()
    bracketed = _BRACKETED.match(behind)
    party = area = ""
    if bracketed:
        parts = [part.strip() for part in re.split(r"[,;:–]", bracketed[1])]
        party = find_party_key(parts[0]) if parts and _is_party_name(parts[0]) else ""
        area = parts[1] if party and len(parts) > 1 and parts[1][:1].isupper() else ""
        behind = behind[bracketed.end() :]
    seat = next((n for n in (1, 2) if n <= len(words) and word_key(words[-n]) in _COUNCILLOR), 0)
    before_seat = words[: len(words) - seat]
    if seat and not party:
        last = [" ".join(before_seat[-n:]) for n in (2, 1)]
        party = next((find_party_key(each) for each in last if each and _is_party_name(each)), "")
    if seat or (party and area):
        tier = word_key(before_seat[-1]) if seat and before_seat else ""
        yield _PrintedRole("Councillor", "", party, area, tier if tier in _TIERS else "")
    elif party:
        yield _PrintedRole("", "", party)
    role = _role_before(words)
    if role:
        yield _role_of(role)
        if word_key(role.split()[-1]) == "leader" and not party:
            first = role.split()[0]
            yield _PrintedRole("", "", find_party_key(first) if _is_party_name(first) else "")
    apposition = _AFTER_NAME.match(behind)
    if apposition and _is_role(apposition[1]):
        yield _role_of(apposition[1].strip())


def _role_before(words: Sequence[str]) -> str:
    """Return the role that ends right before a name and its titles, such as "council leader"."""
    titles = load_words("title", "title_he", "title_she", "knight_he", "knight_she") - {"mayor"}
    last = len(words)
    while last and word_key(words[last - 1]) in titles and words[last - 1][-1] != ",":
        last -= 1
    first = last
    allowed = load_words("role", "modifier", "institution")
    while (
        first
        and last - first < _MAX_ROLE_WORDS
        and (first == last or words[first - 1][-1] != ",")
        and word_key(re.sub(r"[’']s$", "", words[first - 1])) in allowed
    ):
        first -= 1
    phrase = [word.rstrip(",") for word in words[first:last]]
    is_role = bool(phrase) and word_key(phrase[-1]) in load_words("office")
    is_former = first > 0 and word_key(words[first - 1]) in ("former", "ex", "late", "then", "shadow")
    is_former |= bool({"former", "ex", "late", "retired", "shadow"} & {word_key(word) for word in phrase})
    return " ".join(phrase) if is_role and not is_former else ""


def _is_role(phrase: str) -> bool:
    """Whether an apposition names a role that is held: "leader of the council", not "who left on Friday"."""
    words = [word_key(word) for word in phrase.split()]
    head = re.split(r"\s(?:of|at|for|on|with)\s", phrase)[0].split()
    is_former = not {"former", "ex", "formerly", "until", "then", "shadow", "who"}.isdisjoint(words)
    is_holder = word_key(head[-1]) in load_words("office") and len(words) <= _MAX_ROLE_WORDS + 3
    return is_holder and not is_former and not any(word[:1].isdigit() for word in words)


def _role_of(phrase: str) -> _PrintedRole:
    """Return a role with the body that follows "of" or "at"."""
    match = _BODY.match(phrase)
    body = match[2].strip() if match else ""
    role = match[1].strip() if match else phrase
    owner = _OWNER.match(role)
    if owner and owner[1].lower() == "council":
        role = f"{owner[2]} of the council"
    return _PrintedRole(role[:1].upper() + role[1:], body)
