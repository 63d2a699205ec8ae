"""Quotations and articles as Web Annotations (W3C Web Annotation Data Model, 2017), in JSON-LD.

An annotation of a quotation says of a place in a text whose words stand there. The text is the
paragraph as the dossier holds it; it is given in the annotation, so that the selectors can be tried
on it. Positions are code points of that text, the same numbers as in the other formats.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from medway_tui.export import citation
from medway_tui.export.answer import json_text
from medway_tui.export.identity import urn

if TYPE_CHECKING:
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.people import Standing
    from medway_tui.index.quotes import Piece, QuoteRow

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""What gives the keys their meaning. The prefix ``schema`` is defined there too."""

CONTEXT_LENGTH = 32
"""How many code points before and after the words a selector gives."""

TextOf = Callable[[str, int], str]
"""The text of a paragraph, by its article's id and its number."""

Annotation = dict[str, Any]


class AnnotationPage:
    """A page of annotations that is written piece by piece, each annotation in a line of its own.

    Its id is made of the ids of what it holds, so that it stands at the end.
    """

    def __init__(self, dossier: str) -> None:
        self._dossier = dossier
        self._held = hashlib.sha256()
        self._opening = f'{{"@context": "{CONTEXT}", "type": "AnnotationPage", "items": [\n'
        self._apart = self._opening

    def annotation(self, annotation: Annotation) -> str:
        """The piece that holds the next annotation."""
        self._held.update(annotation["id"].encode())
        piece = self._apart + json_text(annotation)
        self._apart = ",\n"
        return piece

    def end(self) -> str:
        """The last piece."""
        before = self._opening if self._apart == self._opening else "\n"
        return f'{before}], "id": "{urn(self._dossier, "page", self._held.hexdigest())}"}}\n'


def annotation_page(dossier: str, annotations: Iterable[Annotation]) -> Iterator[str]:
    """Annotations as an AnnotationPage, in pieces."""
    page = AnnotationPage(dossier)
    yield from map(page.annotation, annotations)
    yield page.end()


def of_quote(dossier: str, quote: QuoteRow, standing: Standing, text_of: TextOf) -> Iterator[Annotation]:
    """The annotations of a quotation: one for each of its paragraphs."""
    for number, piece in enumerate(quote.pieces):
        entry = piece.entry
        yield {
            "id": urn(dossier, "quote", quote.article.id, entry.id if entry else f"{quote.id} {number}"),
            "type": "Annotation",
            "motivation": "identifying",
            "generator": {"type": "Software", "name": "medway-tui"},
            "body": [*_speaker(dossier, quote, standing), *_said(quote, piece, standing)],
            "target": _targets(dossier, quote.article, piece, text_of(quote.article.id, piece.paragraph)),
        }


def of_article(dossier: str, row: ArticleRow) -> Annotation:
    """The annotation of an article: its citation, on its address."""
    return {
        "id": urn(dossier, "bookmark", row.id),
        "type": "Annotation",
        "motivation": "bookmarking",
        "generator": {"type": "Software", "name": "medway-tui"},
        "body": [_text("describing", citation.article(row))],
        "target": row.url or urn(dossier, "article", row.id),
    }


def _speaker(dossier: str, quote: QuoteRow, standing: Standing) -> Iterator[dict[str, Any]]:
    """Who is quoted, as far as anybody is named."""
    name = quote.speaker_name or quote.attribution or quote.speaker
    if name is None:
        return
    body: dict[str, Any] = {"name": name}
    if quote.speaker is not None:
        body = {"id": urn(dossier, "agent", quote.speaker), **body, "schema:identifier": quote.speaker}
    roles = standing.words()
    if roles:
        body["schema:jobTitle"] = roles
    if standing.party:
        body["schema:memberOf"] = {"type": "Organization", "name": standing.party}
    yield body


def _said(quote: QuoteRow, piece: Piece, standing: Standing) -> Iterator[dict[str, Any]]:
    entry = piece.entry
    yield _text("describing", citation.quotation(quote, standing))
    yield _text("classifying", entry.type if entry else quote.type)
    note = citation.noted(entry) if entry else quote.note
    if note:
        yield _text("commenting", note)


def _text(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _targets(dossier: str, row: ArticleRow, piece: Piece, text: str) -> list[dict[str, Any]]:
    """The place in the paragraph as the dossier holds it, and, where the article has an address, in its page.

    The page is the publisher's. Of an account it has only the quoted words, and not what stands around them.
    """
    source = {
        "id": urn(dossier, "paragraph", row.id, piece.paragraph),
        "type": "Text",
        "format": "text/plain",
        "value": text,
    }
    targets: list[dict[str, Any]] = [
        {"type": "SpecificResource", "source": source, "selector": list(_selectors(piece, text))}
    ]
    if row.url:
        targets[0]["scope"] = row.url
        quoted = next(_selectors(piece, text if row.kind == "original" else ""))
        targets.append({"type": "SpecificResource", "source": row.url, "selector": quoted})
    return targets


def _selectors(piece: Piece, text: str) -> Iterator[dict[str, Any]]:
    selector: dict[str, Any] = {"type": "TextQuoteSelector", "exact": piece.exact}
    if piece.span is None or not text:
        yield selector
        return
    start, end = piece.span.start, piece.span.end
    yield {
        **selector,
        "prefix": text[max(0, start - CONTEXT_LENGTH) : start],
        "suffix": text[end : end + CONTEXT_LENGTH],
    }
    yield {"type": "TextPositionSelector", "start": start, "end": end}
