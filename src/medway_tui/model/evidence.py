"""What everything can rest on: a place in an article, or a public source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from medway_tui.model.constraints import STRICT, Id, Text, Url, WholeNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A public source that is not an article of the dossier: a report, a council page."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    url: Url | None = None
    """Where it can be read."""
    note: Text | None = None
    """What it is, or which place in it is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The place in an article that something rests on."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    article: Id
    """The id of the article."""
    paragraph: WholeNumber
    """The number of the paragraph: 0 is the headline, 1 the first block of the body."""
    exact: Text | None = None
    """Words of the article as they stand there, where the account keeps them."""
    prefix: Text | None = None
    """The words just before, where ``exact`` stands twice in the paragraph."""
    suffix: Text | None = None
    """The words just after, where ``exact`` stands twice in the paragraph."""
    says: Text | None = None
    """What the article says there, in our own words and short."""
