"""Evidence for a record: a place in an article, or a public source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from medway_tui.model.constraints import (
    CaptionNumber,
    Id,
    Record,
    Text,
    Url,
    WholeNumber,
    check_alternatives,
)
from medway_tui.model.locations import BlockPlace, named_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """A public source that is not an article of the dossier: a report, a council page."""

    url: Url | None = None
    """Where it can be read."""
    note: Text | None = None
    """What it is, or the place in it."""
    licence: Text | None = None
    """The licence under which it may be copied, such as Open Government Licence v3.0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """A place in an article that supports a record."""

    exactly_one: ClassVar[tuple[str, ...]] = ("paragraph", "caption")

    article: Id
    """The id of the article."""
    paragraph: WholeNumber | None = None
    """The number of the paragraph: 0 is the headline, 1 the first block of the body that is no caption."""
    caption: CaptionNumber | None = None
    """The number of the caption, from 1, in place of a paragraph."""
    exact: Text | None = None
    """Words of the article at this place, if the account keeps them."""
    prefix: Text | None = None
    """The words just before, if ``exact`` occurs twice in the block."""
    suffix: Text | None = None
    """The words just after, if ``exact`` occurs twice in the block."""
    says: Text | None = None
    """What the article says there, in a few words of ours."""

    def __post_init__(self) -> None:
        check_alternatives(self)

    @property
    def place(self) -> BlockPlace:
        """The paragraph or caption."""
        return named_place(self.paragraph, self.caption)
