"""Facets: what paragraphs and quotations can be filtered by, indexed as words of their full text.

A filter is then one more word to search for. Full-text search goes through all words of a query side by side,
from the newest row on, and skips rows that lack one: a rare role among common words takes no longer than a
rare word among them.

A facet is a word that no user can type. A quotation has the facet of a role or party that its speaker held
on the date of the article: see ``model.roles``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from medway_tui.model.roles import DayRange, period_between

FacetKind = Literal["speaker", "party", "role", "publisher", "type"]

# A private-use letter: a letter to full-text search, but not to the search language.
_MARK = "\ue000"

HEADLINE = f"{_MARK}headline"
"""The facet of headlines: each article has one."""


@lru_cache(maxsize=50_000)
def facet_word(kind: FacetKind, value: str) -> str:
    """Return the word for a value: an agent's id, a role, a publisher, a type of quotation."""
    return _MARK + hashlib.blake2b(f"{kind} {value}".encode(), digest_size=6).hexdigest()


def paragraph_facets(number: int, publisher: str) -> str:
    """Return the facets of a paragraph; number 0 is the headline."""
    facet = facet_word("publisher", publisher)
    return facet if number else f"{HEADLINE} {facet}"


class RoleMembership(NamedTuple):
    """A role of an agent, on whose behalf it is held, and its dates."""

    agent: str
    role: str
    on_behalf_of: str | None
    start_date: str | None
    end_date: str | None
    checked: str | None


class RoleHistory:
    """The roles and parties of all agents over time, from which quotations get their facets."""

    def __init__(self, memberships: Iterable[RoleMembership]) -> None:
        self._by_agent: dict[str, list[tuple[DayRange, list[str]]]] = {}
        for each in memberships:
            facets = [facet_word("role", each.role)]
            if each.on_behalf_of is not None:
                facets.append(facet_word("party", each.on_behalf_of))
            period = period_between(each.start_date, each.end_date)
            self._by_agent.setdefault(each.agent, []).append((period, facets))

    def quote_facets(self, speakers: Iterable[str], type_: str, publisher: str, published: DayRange) -> str:
        """Return the facets of a quotation of some speakers in an article that was published in a period.

        A role counts unless its dates rule it out: as ``role_on(…).is_shown``, but without reading dates.
        """
        facets = {facet_word("type", type_), facet_word("publisher", publisher)}
        for speaker in speakers:
            facets.add(facet_word("speaker", speaker))
            for period, held in self._by_agent.get(speaker, ()):
                if period.may_overlap(published):
                    facets.update(held)
        return " ".join(sorted(facets))
