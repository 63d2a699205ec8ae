"""References to a place of a dossier, as users type them and as links carry them.

``ARTICLE`` is an article, ``ARTICLE#7`` its paragraph 7, ``ARTICLE#0`` its headline, ``ARTICLE#q3`` the
quotation of that id, ``ARTICLE#caption-1`` its first caption. A link names the dossier too:
``medway-tui:DOSSIER/ARTICLE#7``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from medway_tui.errors import MedwayError
from medway_tui.fuzzy import closest_matches, did_you_mean
from medway_tui.index.articles import get_article, paragraph_texts
from medway_tui.index.connection import Index
from medway_tui.index.incomplete import get_incomplete
from medway_tui.index.quotes import article_pieces
from medway_tui.model.locations import BlockPlace, Span, block_places, find_block
from medway_tui.text import plural

SCHEME = "medway-tui:"
"""What a link begins with."""

_NUMBER = re.compile("[0-9]{1,9}")
_CAPTION = re.compile("caption-([0-9]{1,9})")


class PlaceReferenceError(MedwayError):
    """A reference names something that the dossier does not have."""


class PlaceReference(NamedTuple):
    """A reference to an article, or to a place in it."""

    article: str
    part: str = ""
    """A paragraph, caption or quotation; empty for the whole article."""
    dossier: str = ""
    """The id of its dossier; empty where the reference names none."""

    def __str__(self) -> str:
        return f"{self.article}#{self.part}" if self.part else self.article


class FoundPlace(NamedTuple):
    """The place that a reference names."""

    article: str
    spans: tuple[Span, ...] = ()
    """Its pieces in the text; none for the whole article, and for a quotation that is adrift."""
    quote: int | None = None
    """The key of the quotation, where it is one."""


def parse_reference(text: str) -> PlaceReference:
    """Return what a text refers to. Raises PlaceReferenceError for a link without an article."""
    if not text.startswith(SCHEME):
        article, _, part = text.partition("#")
        return PlaceReference(article, part)
    from urllib.parse import unquote  # noqa: PLC0415 - for a link alone

    path, _, part = text.removeprefix(SCHEME).lstrip("/").partition("#")
    dossier, _, article = path.partition("/")
    if not dossier or not article.strip("/"):
        raise PlaceReferenceError(
            f"{text} is no link to an article",
            f"a link is {SCHEME}DOSSIER/ARTICLE or {SCHEME}DOSSIER/ARTICLE#7",
        )
    return PlaceReference(unquote(article.strip("/")), unquote(part), unquote(dossier))


def format_link(reference: PlaceReference) -> str:
    """Return the link to a place of a dossier."""
    from urllib.parse import quote  # noqa: PLC0415 - when a link is copied

    link = f"{SCHEME}{quote(reference.dossier, safe='')}/{quote(reference.article, safe='')}"
    return f"{link}#{quote(reference.part, safe='')}" if reference.part else link


def refer_to_block(article_id: str, place: BlockPlace) -> PlaceReference:
    """Return the reference to a paragraph or caption; to the article for its headline."""
    if place.kind == "caption":
        return PlaceReference(article_id, f"caption-{place.number}")
    return PlaceReference(article_id, str(place.number) if place.number else "")


def find_place(index: Index, reference: PlaceReference) -> FoundPlace:
    """Return the place of a reference. Raises PlaceReferenceError where the dossier does not have it."""
    article, part = reference.article, reference.part
    if not has_article(index, article):
        raise PlaceReferenceError(f"there is no article {article}", "medway-tui articles lists the ids")
    if not part:
        return FoundPlace(article)
    if _NUMBER.fullmatch(part):
        return FoundPlace(
            article, (Span(_block_of(index, article, BlockPlace("paragraph", int(part))), 0, 0),)
        )
    pieces = article_pieces(index, article)
    quotes = {piece.id: piece.quote for piece in pieces if piece.key == piece.quote}
    if part in quotes:
        own = sorted(
            (piece for piece in pieces if piece.quote == quotes[part]),
            key=lambda each: each.key != each.quote,
        )
        return FoundPlace(article, tuple(each.span for each in own if each.span is not None), quotes[part])
    caption = _CAPTION.fullmatch(part)
    if caption:
        return FoundPlace(
            article, (Span(_block_of(index, article, BlockPlace("caption", int(caption[1]))), 0, 0),)
        )
    hint = did_you_mean([f"{article}#{each}" for each in closest_matches(part, quotes)])
    raise PlaceReferenceError(
        f"{article} has no quotation {part}", hint or f"medway-tui quotes in:{article} lists its quotations"
    )


def has_article(index: Index, article_id: str) -> bool:
    """Return whether there is an article of this id, complete or not."""
    return get_article(index, article_id) is not None or get_incomplete(index, article_id) is not None


def articles_with_quote(index: Index, quote_id: str, limit: int) -> list[str]:
    """Return so many articles, the oldest first, with a quotation of an id.

    An id of a quotation is unique in its article only.
    """
    rows = index.rows(
        "SELECT a.id FROM quote q JOIN article a ON a.key = q.article"
        " WHERE q.id = ? AND q.continues IS NULL ORDER BY a.key DESC LIMIT ?",
        (quote_id, limit),
    )
    return [article for (article,) in rows]


def _block_of(index: Index, article: str, place: BlockPlace) -> int:
    if get_article(index, article) is None:
        raise PlaceReferenceError(f"{article} is not complete yet", f"medway-tui {article} shows what it has")
    places = block_places(kind for _, kind in paragraph_texts(index, article)[1:])
    block = find_block(places, place)
    if block is None:
        number = max((each.number for each in places if each.kind == place.kind), default=0)
        raise PlaceReferenceError(
            f"{article} has no {place.kind} {place.number}",
            f"it has {plural(number, place.kind) if number else f'no {place.kind}s'}",
        )
    return block
