"""Evidence for a record: a place in an article, or a public source."""

from __future__ import annotations

from dataclasses import dataclass

from medway_tui.model.constraints import Id, Record, Text, Url, WholeNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """A public source that is not an article of the dossier: a report, a council page."""

    url: Url | None = None
    """Where it can be read."""
    note: Text | None = None
    """What it is, or the place in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """A place in an article that supports a record."""

    article: Id
    """The id of the article."""
    paragraph: WholeNumber
    """The number of the paragraph: 0 is the headline, 1 the first block of the body."""
    exact: Text | None = None
    """Words of the article at this place, if the account keeps them."""
    prefix: Text | None = None
    """The words just before, if ``exact`` occurs twice in the paragraph."""
    suffix: Text | None = None
    """The words just after, if ``exact`` occurs twice in the paragraph."""
    says: Text | None = None
    """What the article says there, in a few words of ours."""
