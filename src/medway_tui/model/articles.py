"""Articles, their paragraphs, and the quotations in them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from medway_tui.model.constraints import (
    ArticleKind,
    CaptionNumber,
    Converted,
    Date,
    Digest,
    Flag,
    Fraction,
    Id,
    Ids,
    ParagraphKind,
    QuoteType,
    Record,
    Text,
    Url,
    Validated,
    WholeNumber,
    check_alternatives,
    check_speakers,
)
from medway_tui.model.locations import BlockPlace, block_places, named_place
from medway_tui.text import fold_to_letters

ORIGINAL_KEYS = ("kind", "accessed", "paragraphs")
"""The keys of an article that an original sets; all others are the account's."""


def block_digest(text: str) -> str:
    """Return the digest of an original block: 12 hex digits of the SHA-256 of its letters and digits."""
    return hashlib.sha256(fold_to_letters(text).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Record):
    """A block of an article's body: a paragraph, a subhead, an item of a list or a picture's caption."""

    text: Text
    """The text, in our own words for an account, with direct speech word for word."""
    kind: ParagraphKind = "paragraph"
    """paragraph, subhead or item; caption: of a picture, without a paragraph number; missing: the imported
    copy of the original lacks this block."""
    digest: Digest | None = None
    """For an account: the first 12 hex digits of the SHA-256 of the original block, folded."""


def parse_block(value: Any) -> Any:
    """Return a paragraph's keys from its text alone, as the YAML may give it."""
    return {"text": value} if isinstance(value, str) else value


ParagraphOrText = Annotated[Paragraph, Converted(parse_block)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Record):
    """A news article, as an account in our own words or as the original."""

    id: Id
    """The name of its file, without .yaml."""
    headline: Text
    """The headline as printed, or a title of ours."""
    title_ours: Flag = False
    """true when the headline is not known and the title is ours."""
    publisher: Text
    """The publisher's name, as it calls itself."""
    published: Date | None = None
    """The day or month it was published."""
    published_inferred: Text | None = None
    """The reason for the date, if the article does not print it."""
    url: Url | None = None
    """The address of the original."""
    author: Text | None = None
    """The author, as printed."""
    accessed: Date | None = None
    """The day the original was read."""
    kind: ArticleKind
    """account: told in our own words; original: the article's own text."""
    paragraphs: tuple[ParagraphOrText, ...]
    """The blocks of the body in order; paragraphs are numbered from 1, captions by themselves from 1."""

    @property
    def places(self) -> list[BlockPlace]:
        """The place of each block, the headline first."""
        return block_places(block.kind for block in self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Record):
    """A quotation, tied to its speaker and its place in an article."""

    exactly_one: ClassVar[tuple[str, ...]] = ("paragraph", "caption")
    at_most_one: ClassVar[tuple[str, ...]] = ("speaker", "speakers")

    id: Id
    """Its id, unique among the quotations of its article."""
    paragraph: WholeNumber | None = None
    """The number of its paragraph: 0 is the headline; captions take no number."""
    caption: CaptionNumber | None = None
    """The number of its caption, from 1, in place of a paragraph."""
    exact: Text
    """The words quoted, without the quotation marks, misprints kept."""
    prefix: Text | None = None
    """The words just before, if ``exact`` occurs twice in the block."""
    suffix: Text | None = None
    """The words just after, if ``exact`` occurs twice in the block."""
    speaker: Id | None = None
    """The id of the person or organisation whose words these are."""
    speakers: Annotated[Ids, Validated(check_speakers)] = ()
    """The ids of all who made a joint statement, two or more, in place of speaker."""
    attribution: Text | None = None
    """The speaker as the article prints it."""
    cue: Text | None = None
    """The verb or phrase that introduces the words, as printed."""
    type: QuoteType
    """direct: a sentence or more; mixed: a fragment inside the article's sentence; indirect: reported
    speech; none: quotation marks that are not speech, left out of every count and search."""
    continues: Id | None = None
    """The id of the quotation, in the same article, that this one continues."""
    repeats: Id | None = None
    """The id of the quotation, in the same article, whose words are printed here a second time."""
    note: Text | None = None
    """A note for readers, such as a misprint that was kept."""
    draft: Fraction | None = None
    """Only until the entry is confirmed: the confidence of the program that found it, from 0 to 1."""

    def __post_init__(self) -> None:
        check_alternatives(self)

    @property
    def place(self) -> BlockPlace:
        """Its paragraph or caption."""
        return named_place(self.paragraph, self.caption)

    @property
    def speaker_ids(self) -> tuple[str, ...]:
        """The speakers of a joint statement, or the one speaker, or none."""
        return self.speakers or ((self.speaker,) if self.speaker is not None else ())
