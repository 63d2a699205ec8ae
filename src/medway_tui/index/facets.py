"""What paragraphs and quotations can be filtered by, kept as words of full text.

A filter is one more word to be looked for then: full-text search goes through all that a query asks for side
by side, from the newest on, and passes over whatever lacks one of them. So it takes as long for a rare role
among common words as for a rare word among them.

A facet is a word that nobody can type. A role or party is one of a quotation where its speaker held it on the
day of the article: see ``RoleHistory``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

FacetKind = Literal["speaker", "party", "role", "publisher", "type"]

# A letter of nobody's alphabet: full text takes it for one, the search language does not.
_MARK = "\ue000"

HEADLINE = f"{_MARK}headline"
"""The facet of headlines: each article has one."""

_EVER = 1 << 40
"""A day after all days."""


@lru_cache(maxsize=50_000)
def facet_word(kind: FacetKind, value: str) -> str:
    """The word that stands for a value: an agent's id, a role, a publisher, a type of quotation."""
    return _MARK + hashlib.blake2b(f"{kind} {value}".encode(), digest_size=6).hexdigest()


def paragraph_facets(number: int, publisher: str) -> str:
    """The facets of a paragraph; number 0 is the headline."""
    by = facet_word("publisher", publisher)
    return by if number else f"{HEADLINE} {by}"


class RoleMembership(NamedTuple):
    """A role that an agent held, and for whom, between two days; None where a time is open."""

    agent: str
    role: str
    on_behalf_of: str | None
    first_day: int | None
    last_day: int | None


class RoleHistory:
    """Which roles and parties everybody had when: gives quotations their facets."""

    def __init__(self, memberships: Iterable[RoleMembership]) -> None:
        self._held: dict[str, list[tuple[int, int, tuple[str, ...]]]] = {}
        for each in memberships:
            facets = [facet_word("role", each.role)]
            if each.on_behalf_of is not None:
                facets.append(facet_word("party", each.on_behalf_of))
            first = -_EVER if each.first_day is None else each.first_day
            last = _EVER if each.last_day is None else each.last_day
            self._held.setdefault(each.agent, []).append((first, last, tuple(facets)))

    def quote_facets(
        self, speaker: str | None, type_: str, publisher: str, first_day: int | None, last_day: int | None
    ) -> str:
        """The facets of a quotation in an article of these days, as ordinals; None for one without a date.

        A role counts where its dates do not rule it out.
        """
        found = [facet_word("type", type_), facet_word("publisher", publisher)]
        if speaker is not None:
            found.append(facet_word("speaker", speaker))
            first = -_EVER if first_day is None else first_day
            last = _EVER if last_day is None else last_day
            for since, until, facets in self._held.get(speaker, ()):
                if since <= last and until >= first:
                    found += facets
        return " ".join(sorted(set(found)))
