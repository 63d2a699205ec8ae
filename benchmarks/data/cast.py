"""The people and organisations of a made-up dossier: names, parties, roles."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

from data.prose import Prose, words

FIRST_NAMES = words(
    "Alan Anne Asha Ben Beryl Carol Chidi Clare Colin Dawn Derek Dilip Eileen Ellis Farah Fergus Gail Gareth"
    " Greta Hamid Harriet Hugh Imogen Iris Ivan Jamal Janet Joan Jonah Kamal Karen Keith Lena Lewis Lorna"
    " Malcolm Maureen Mehmet Nadia Neil Nora Olive Omar Oscar Pamela Patrick Piotr Priya Quentin Rachel Ravi"
    " Rhona Ronan Sally Samir Sheila Stuart Tamsin Terence Tomasz Una Usha Vera Vernon Wanda Wilfred Yusuf"
    " Yvonne Zara Zoë"
)
LAST_NAMES = words(
    "Abbott Achebe Alder Amin Ashdown Barlow Begum Benn Birch Bowyer Brannigan Budd Carver Chaudhry Clegg"
    " Cole Corrigan Crouch Dalby Dent Doyle Drew Eades Ellery Fairley Farrow Fenn Finch Garside Gill Goss"
    " Greaves Haddon Hale Hargreave Hibbert Hollis Hussain Ivory Jarvis Jessop Kaur Keane Kellaway Kirby"
    " Lacey Lam Lister Lomax Maddox Marlow Mbeki Mead Moon Mottram Nash Needham Nowak O’Dowd Okafor Orme"
    " Osei Parfitt Patel Peel Pike Pryor Quirk Rahman Rook Rudd Sagar Sharma Shaw Singh Skelton Stace"
    " Sutcliffe Tait Tanner Teale Thorne Tully Underhay Vance Varley Voss Wadham Weir Whitlock Winter Wren"
    " Yates Yeo Zielinski"
)
_PARTIES = (
    ("unity-party", "Unity Party", "Uni"), ("progress-party", "Progress Party", "Prog"),
    ("county-alliance", "County Alliance", "All"), ("green-future", "Green Future", "Green"),
    ("ratepayers", "Ratepayers’ Association", "Rate"),
)  # fmt: skip
_SOURCE_LINES = ("      sources:", "        - url: https://www.example.org/councillors")
_BODIES = (
    ("county-council", "Northshire County Council", "council"),
    ("inspectorate", "Inspectorate of Services", "inspectorate"),
    ("families-trust", "Families Trust", "charity"),
    ("police", "Northshire Police", "police"),
    ("teachers-union", "Union of Teachers", "union"),
    ("ministry", "Ministry of Communities", "government department"),
)  # fmt: skip
_ROLES = (
    "Leader of the Council", "Deputy Leader", "Cabinet Member for Children", "Cabinet Member for Roads",
    "Chair of Scrutiny", "Leader of the Opposition", "Cabinet Member for Finance", "Mayor",
)  # fmt: skip


class Figure(NamedTuple):
    """A person or organisation that is quoted."""

    id: str
    name: str
    title: str
    """The title before the surname in later mentions; empty for an organisation."""
    party: str
    """The party's short name; empty without one."""

    @property
    def again(self) -> str:
        """The name in later mentions."""
        return (
            f"{self.title} {self.name.rpartition(' ')[2]}" if self.title else f"The {self.name.split()[-1]}"
        )


class Cast(NamedTuple):
    """All people and organisations of a dossier."""

    people: tuple[Figure, ...]
    bodies: tuple[Figure, ...]

    def speaker(self, chance: random.Random) -> Figure:
        """Return a random speaker: one person has an eighth of all quotations, most have a few."""
        at = chance.random()
        if at < 0.075:
            return self.people[0]
        if at < 0.35:
            return self.bodies[int(chance.random() ** 2 * len(self.bodies))]
        return self.people[int(chance.random() ** 2.5 * len(self.people))]


def cast(number: int, seed: int) -> Cast:
    """Return the people and organisations of a dossier with ``number`` articles."""
    chance = random.Random(f"{seed} cast")  # noqa: S311 - no secret
    names = sorted(f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES)
    chance.shuffle(names)
    people = []
    for name in names[: min(len(names), 4 + int(number**0.62))]:
        party = _PARTIES[int(chance.random() ** 2 * len(_PARTIES))][2] if chance.random() < 0.6 else ""
        title = "Cllr" if party else chance.choice(("Mr", "Ms", "Dr"))
        people.append(Figure(id_of(name), name, title, party))
    people[0] = people[0]._replace(title="Cllr", party="Uni")
    bodies = tuple(Figure(each, name, "", "") for each, name, _ in _BODIES)
    return Cast(tuple(people), bodies)


def person_lines(each: Figure, chance: random.Random) -> Iterator[str]:
    """Yield the YAML lines of a person's entry, with roles that start and end."""
    yield from (f"- id: {each.id}", f"  name: {each.name}", "  other_names:", f"    - name: {each.again}")
    if not each.party:
        if chance.random() < 0.5:
            yield from ("  memberships:", "    - organization_id: county-council", "      role: Officer")
            yield from ('      checked: "2025"', *_SOURCE_LINES)
        return
    party = next(party for party, _, short in _PARTIES if short == each.party)
    yield "  memberships:"
    ward = Prose(chance, (each.name,)).place()
    began = chance.randint(1985, 1999)
    yield from (
        "    - organization_id: county-council", "      role: Councillor", f"      on_behalf_of_id: {party}",
        f"      area: {ward}", f'      start_date: "{began}"', '      checked: "2025"', *_SOURCE_LINES,
    )  # fmt: skip
    for _ in range(int(chance.random() * 3)):
        start = chance.randint(2000, 2022)
        yield from (
            "    - organization_id: county-council", f"      role: {chance.choice(_ROLES)}",
            f"      on_behalf_of_id: {party}", f'      start_date: "{start}-05"',
            f'      end_date: "{start + chance.randint(1, 4)}-05"', *_SOURCE_LINES,
        )  # fmt: skip


def organisation_lines() -> Iterator[str]:
    """Yield the YAML lines of the bodies and parties."""
    for each, name, what in _BODIES:
        yield from (f"- id: {each}", f"  name: {name}", f"  classification: {what}")
    for each, name, short in _PARTIES:
        yield from (f"- id: {each}", f"  name: {name}", f"  short_name: {short}", "  classification: party")


def id_of(name: str) -> str:
    """Return the id made from a name."""
    plain = name.lower().replace("ë", "e").replace("’", "").replace("&", "and")
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())
