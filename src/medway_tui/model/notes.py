"""Bookmarks and notes of a reader, on a passage of an article or on a record of the dossier.

They are no part of the dossier: they are in the user's own file, and leave it only when asked for by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from medway_tui.model.constraints import (
    CaptionNumber,
    Id,
    KeyChoiceError,
    Record,
    Tag,
    Text,
    Timestamp,
    Validated,
    WholeNumber,
    check_alternatives,
)
from medway_tui.model.locations import BlockPlace, named_place

NoteSubject = Literal[
    "article", "paragraph", "passage", "quotation", "event", "person", "judgement", "inspection", "difference"
]
"""What a note is on, in a word."""


def check_tags(value: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags of a note. Raises ValueError if one is there twice."""
    twice = next((tag for n, tag in enumerate(value) if tag in value[:n]), None)
    if twice is not None:
        raise ValueError(f"the tag {twice} is there twice")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Record):
    """A bookmark, or a note where it has a text."""

    exactly_one: ClassVar[tuple[str, ...]] = ("article", "event", "person", "inspection", "difference")
    at_most_one: ClassVar[tuple[str, ...]] = ("exact", "opening")

    id: Id
    """Its id, unique in its file."""
    article: Id | None = None
    """The id of the article that it is on, or on a passage of which."""
    event: Id | None = None
    """The id of an event, deadline or promise."""
    person: Id | None = None
    """The id of a person or organisation."""
    inspection: Id | None = None
    """The id of an inspection."""
    area: Id | None = None
    """The area of the judgement, of a note on a judgement of that inspection."""
    difference: Id | None = None
    """The id of a point on which the sources differ."""
    quote: Id | None = None
    """The id of the quotation in the article, of a note on a quotation."""
    paragraph: WholeNumber | None = None
    """The number of the paragraph: 0 is the headline. A hint: the words decide."""
    caption: CaptionNumber | None = None
    """The number of the caption, from 1, in place of a paragraph."""
    exact: Text | None = None
    """The words that it is on."""
    opening: Text | None = None
    """The first words of the paragraph, of a note on a whole paragraph."""
    prefix: Text | None = None
    """The words just before, if the words occur twice in the block."""
    suffix: Text | None = None
    """The words just after, if the words occur twice in the block."""
    title: Text | None = None
    """What it was on when it was written, in words, such as a headline or a name."""
    text: Text | None = None
    """The note, in Markdown; a bookmark has none."""
    tags: Annotated[tuple[Tag, ...], Validated(check_tags)] = ()
    """Its tags."""
    created: Timestamp | None = None
    """The time at which it was made, in UTC, as 2026-11-28T21:30:00Z."""
    changed: Timestamp | None = None
    """The time at which it was last changed."""

    def __post_init__(self) -> None:
        check_alternatives(self)
        given = {key for key in PLACE_KEYS if getattr(self, key) is not None}
        if given and self.article is None:
            raise KeyChoiceError("only a note on an article has a place in it", sorted(given)[0])
        if given and self.words is None:
            raise KeyChoiceError("one of the keys exact and opening is missing: a number finds no place")
        if self.area is not None and self.inspection is None:
            raise KeyChoiceError("only a note on an inspection has an area", "area")

    @property
    def words(self) -> str | None:
        """The words that place it in its article; None for a note on anything else."""
        return self.exact if self.exact is not None else self.opening

    @property
    def place(self) -> BlockPlace:
        """The paragraph or caption in which its words were."""
        return named_place(self.paragraph, self.caption)

    @property
    def subject(self) -> NoteSubject:
        """What it is on, in a word."""
        if self.article is not None:
            if self.quote is not None:
                return "quotation"
            return "passage" if self.exact is not None else "paragraph" if self.opening else "article"
        if self.inspection is not None:
            return "judgement" if self.area is not None else "inspection"
        return "event" if self.event is not None else "person" if self.person is not None else "difference"

    @property
    def record(self) -> tuple[str, str, str]:
        """The kind, the id and the area of the record that it is on."""
        for kind in self.exactly_one:
            record_id = getattr(self, kind)
            if record_id is not None:
                return kind, record_id, self.area or ""
        raise ValueError("a note is on a record")

    @property
    def is_bookmark(self) -> bool:
        """Whether it has neither a text nor tags."""
        return self.text is None and not self.tags


PLACE_KEYS = ("quote", "paragraph", "caption", "exact", "opening", "prefix", "suffix")
"""The keys of a note that place it in its article."""
