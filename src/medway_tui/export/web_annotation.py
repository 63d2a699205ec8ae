"""Quotations and articles as Web Annotations (W3C Web Annotation Data Model, 2017), in JSON-LD.

An annotation of a quotation says of a place in a text whose words stand there. The text is the
paragraph as the dossier holds it; it is given in the annotation, so that the selectors can be tried
on it. Positions are code points of that text, the same numbers as in the other formats.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from medway_tui.export import citations
from medway_tui.export.report import format_json
from medway_tui.export.stable_ids import stable_urn

if TYPE_CHECKING:
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.people import RolesOnDate
    from medway_tui.index.quotes import QuotePiece, QuoteRow

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""What gives the keys their meaning. The prefix ``schema`` is defined there too."""

CONTEXT_LENGTH = 32
"""How many code points before and after the words a selector gives."""

ParagraphText = Callable[[str, int], str]
"""The text of a paragraph, by its article's id and its number."""

Annotation = dict[str, Any]


class AnnotationPageWriter:
    """A page of annotations that is written piece by piece, each annotation in a line of its own.

    Its id is made of the ids of what it holds, so that it stands at the end.
    """

    def __init__(self, dossier: str) -> None:
        self._dossier = dossier
        self._ids_hash = hashlib.sha256()
        self._opening = f'{{"@context": "{CONTEXT}", "type": "AnnotationPageWriter", "items": [\n'
        self._separator = self._opening

    def add(self, annotation: Annotation) -> str:
        """The piece that holds the next annotation."""
        self._ids_hash.update(annotation["id"].encode())
        piece = self._separator + format_json(annotation)
        self._separator = ",\n"
        return piece

    def close(self) -> str:
        """The last piece."""
        before = self._opening if self._separator == self._opening else "\n"
        return f'{before}], "id": "{stable_urn(self._dossier, "page", self._ids_hash.hexdigest())}"}}\n'


def format_annotation_page(dossier: str, annotations: Iterable[Annotation]) -> Iterator[str]:
    """Annotations as an AnnotationPage, in pieces."""
    page = AnnotationPageWriter(dossier)
    yield from map(page.add, annotations)
    yield page.close()


def quote_annotations(
    dossier: str, quote: QuoteRow, roles: RolesOnDate, text_of: ParagraphText
) -> Iterator[Annotation]:
    """The annotations of a quotation: one for each of its paragraphs."""
    for number, piece in enumerate(quote.pieces):
        entry = piece.entry
        yield {
            "id": stable_urn(
                dossier, "quote", quote.article.id, entry.id if entry else f"{quote.id} {number}"
            ),
            "type": "Annotation",
            "motivation": "identifying",
            "generator": {"type": "Software", "name": "medway-tui"},
            "body": [*_speaker_bodies(dossier, quote, roles), *_quotation_bodies(quote, piece, roles)],
            "target": _targets(dossier, quote.article, piece, text_of(quote.article.id, piece.paragraph)),
        }


def article_annotation(dossier: str, row: ArticleRow) -> Annotation:
    """The annotation of an article: its citation, on its address."""
    return {
        "id": stable_urn(dossier, "bookmark", row.id),
        "type": "Annotation",
        "motivation": "bookmarking",
        "generator": {"type": "Software", "name": "medway-tui"},
        "body": [_textual_body("describing", citations.cite_article(row))],
        "target": row.url or stable_urn(dossier, "article", row.id),
    }


def _speaker_bodies(dossier: str, quote: QuoteRow, roles: RolesOnDate) -> Iterator[dict[str, Any]]:
    """Who is quoted, as far as anybody is named."""
    name = quote.speaker_name or quote.attribution or quote.speaker
    if name is None:
        return
    body: dict[str, Any] = {"name": name}
    if quote.speaker is not None:
        body = {"id": stable_urn(dossier, "agent", quote.speaker), **body, "schema:identifier": quote.speaker}
    role_text = roles.describe()
    if role_text:
        body["schema:jobTitle"] = role_text
    if roles.party:
        body["schema:memberOf"] = {"type": "Organization", "name": roles.party}
    yield body


def _quotation_bodies(quote: QuoteRow, piece: QuotePiece, roles: RolesOnDate) -> Iterator[dict[str, Any]]:
    entry = piece.entry
    yield _textual_body("describing", citations.cite_quotation(quote, roles))
    yield _textual_body("classifying", entry.type if entry else quote.type)
    note = citations.draft_note(entry) if entry else quote.note
    if note:
        yield _textual_body("commenting", note)


def _textual_body(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _targets(dossier: str, row: ArticleRow, piece: QuotePiece, text: str) -> list[dict[str, Any]]:
    """The place in the paragraph as the dossier holds it, and, where the article has an address, in its page.

    The page is the publisher's. Of an account it has only the quoted words, and not what stands around them.
    """
    source = {
        "id": stable_urn(dossier, "paragraph", row.id, piece.paragraph),
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


def _selectors(piece: QuotePiece, text: str) -> Iterator[dict[str, Any]]:
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
