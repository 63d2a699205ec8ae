"""Articles, their paragraphs, and the quotations in them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from medway_tui.model.constraints import (
    STRICT,
    ArticleKind,
    Converted,
    Date,
    Digest,
    Flag,
    Fraction,
    Id,
    ParagraphKind,
    QuoteType,
    Text,
    Url,
    WholeNumber,
)
from medway_tui.text import fold_to_letters


def block_digest(text: str) -> str:
    """Return the digest of an original block: 12 hex digits of the SHA-256 of its letters and digits."""
    return hashlib.sha256(fold_to_letters(text).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A block of an article's body: a paragraph, a subhead or an item of a list."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    text: Text
    """The text, in our own words for an account, with direct speech word for word."""
    kind: ParagraphKind = "paragraph"
    """paragraph, subhead or item; missing: the copy of the original that was imported lacks this block."""
    digest: Digest | None = None
    """For an account: the first 12 hex digits of the SHA-256 of the original block, folded."""


def parse_block(value: Any) -> Any:
    """A paragraph from its text alone, as the YAML may give it."""
    return {"text": value} if isinstance(value, str) else value


ParagraphOrText = Annotated[Paragraph, Converted(parse_block)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A news article, as an account in our own words or as the original."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

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
    """Why the date is thought to be so, where the article does not give it."""
    url: Url | None = None
    """The address of the original."""
    author: Text | None = None
    """The author, as printed."""
    accessed: Date | None = None
    """The day the original was read."""
    kind: ArticleKind
    """account: told in our own words; original: the article's own text."""
    paragraphs: tuple[ParagraphOrText, ...]
    """The blocks of the body in order, numbered from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quotation, tied to its speaker and its place in an article."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: Id
    """Its id, unique among the quotations of its article."""
    paragraph: WholeNumber
    """The number of the paragraph that it stands in: 0 is the headline."""
    exact: Text
    """The words quoted, without the quotation marks, misprints kept."""
    prefix: Text | None = None
    """The words just before, where ``exact`` stands twice in the paragraph."""
    suffix: Text | None = None
    """The words just after, where ``exact`` stands twice in the paragraph."""
    speaker: Id | None = None
    """The id of the person or organisation whose words these are."""
    attribution: Text | None = None
    """To whom the article gives the words, as printed."""
    cue: Text | None = None
    """The verb or phrase that introduces the words, as printed."""
    type: QuoteType
    """direct: a sentence or more; mixed: a fragment inside the article's sentence; indirect: reported
    speech; none: marks that quote nobody, left out of every count and search."""
    continues: Id | None = None
    """The id of the quotation, in the same article, that this one goes on with."""
    note: Text | None = None
    """What a reader should know of it, such as a misprint that was kept."""
    draft: Fraction | None = None
    """Only while nobody has confirmed the entry: how sure the program that found it is, from 0 to 1."""
