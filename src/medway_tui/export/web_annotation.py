"""Quotations and articles as Web Annotations (W3C Web Annotation Data Model, 2017), in JSON-LD.

An annotation of a quotation names the speaker of a place in a text. The annotation includes that text, the
paragraph as the dossier has it, so that the selectors can be resolved. Positions are code points of it, the
same numbers as in the other formats.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from medway_tui.export import citations
from medway_tui.export.citations import CitationWriter, CitedArticle, CitedQuote, CitingFormat
from medway_tui.export.report import format_json
from medway_tui.export.stable_ids import stable_urn

if TYPE_CHECKING:
    from medway_tui.export.note_places import LocatedNote
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.people import QuoteRoles
    from medway_tui.index.quotes import QuotePiece, QuoteRow
    from medway_tui.model.locations import BlockPlace

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""The JSON-LD context; it defines the prefix ``schema`` too."""

CONTEXT_LENGTH = 32
"""The code points of a selector's prefix and suffix."""

PARTY_REMARK = "The party on the day is unclear."
REPEAT_REMARK = "These words are printed a second time here: they repeat "

Annotation = dict[str, Any]


class AnnotationPageWriter(CitationWriter):
    """Writes an AnnotationPage, each annotation in a line of its own.

    The page's id is a hash of the annotations' ids, so it comes at the end.
    """

    def __init__(self, dossier: str) -> None:
        super().__init__(dossier)
        self._ids_hash = hashlib.sha256()
        self._opening = f'{{"@context": "{CONTEXT}", "type": "AnnotationPage", "items": [\n'
        self._separator = self._opening

    def add_article(self, cited: CitedArticle) -> str:
        """Return the text of an article's annotation."""
        return self._add(article_annotation(self._dossier, cited.article))

    def add_quote(self, cited: CitedQuote) -> str:
        """Return the text of a quotation's annotations."""
        return "".join(map(self._add, quote_annotations(self._dossier, cited)))

    def add_note(self, located: LocatedNote) -> str:
        """Return the text of the annotation of a note of the user's."""
        return self._add(note_annotation(self._dossier, located))

    def _add(self, annotation: Annotation) -> str:
        self._ids_hash.update(annotation["id"].encode())
        piece = self._separator + format_json(annotation)
        self._separator = ",\n"
        return piece

    def close(self) -> str:
        before = self._opening if self._separator == self._opening else "\n"
        return f'{before}], "id": "{stable_urn(self._dossier, "page", self._ids_hash.hexdigest())}"}}\n'


FORMAT = CitingFormat(
    "webannotation",
    "annotations.jsonld",
    "The quotations as W3C Web Annotations, in JSON-LD.",
    "application/ld+json",
    AnnotationPageWriter,
    per_quote=True,
)


def quote_annotations(dossier: str, cited: CitedQuote) -> Iterator[Annotation]:
    """Make the annotations of a quotation: one for each of its paragraphs."""
    quote, roles = cited.quote, cited.roles
    for piece in quote.pieces:
        text = cited.paragraph_text(quote.article.id, piece.block)
        is_of_page = quote.article.kind == "original" and not cited.is_withheld
        yield {
            "id": stable_urn(dossier, "quote", quote.article.id, piece.id),
            "type": "Annotation",
            "motivation": "identifying",
            "generator": {"type": "Software", "name": "medway-tui"},
            "body": [*_speaker_bodies(dossier, quote, roles), *_quotation_bodies(quote, piece, roles)],
            "target": _targets(dossier, quote.article, piece, text, is_of_page=is_of_page),
        }


def article_annotation(dossier: str, row: ArticleRow) -> Annotation:
    """Make the annotation of an article: its citation, on its address."""
    return {
        "id": stable_urn(dossier, "bookmark", row.id),
        "type": "Annotation",
        "motivation": "bookmarking",
        "generator": {"type": "Software", "name": "medway-tui"},
        "body": [_textual_body("describing", citations.cite_article(row))],
        "target": row.url or stable_urn(dossier, "article", row.id),
    }


def _speaker_bodies(dossier: str, quote: QuoteRow, roles: QuoteRoles) -> Iterator[dict[str, Any]]:
    """Describe each speaker; none where none is named."""
    if not quote.speakers and quote.attribution is not None:
        yield {"name": quote.attribution}
    for each in roles.speakers:
        body: dict[str, Any] = {
            "id": stable_urn(dossier, "agent", each.speaker),
            "name": each.name,
            "schema:identifier": each.speaker,
        }
        role_text = each.roles.describe()
        if role_text:
            body["schema:jobTitle"] = role_text
        # A party that is not certain is in the words of the roles alone.
        if each.roles.party and not each.roles.has_parties_in_roles:
            body["schema:memberOf"] = {"type": "Organization", "name": each.roles.party}
        yield body


def _quotation_bodies(quote: QuoteRow, piece: QuotePiece, roles: QuoteRoles) -> Iterator[dict[str, Any]]:
    yield _textual_body("describing", citations.cite_quotation(quote, roles))
    yield _textual_body("classifying", piece.type)
    notes = [citations.draft_note(piece), *citations.article_remarks(quote.article)]
    if roles.is_party_unclear:
        notes.append(PARTY_REMARK)
    if quote.repeats is not None:
        notes.append(f"{REPEAT_REMARK}{quote.repeats}.")
    for note in filter(None, notes):
        yield _textual_body("commenting", note)


def _textual_body(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _targets(
    dossier: str, row: ArticleRow, piece: QuotePiece, text: str, *, is_of_page: bool
) -> list[dict[str, Any]]:
    """Select the words in the dossier's paragraph and, if the article has an address, on the web page.

    The page of an account has the quoted words but not the text around them, so it gets no prefix and suffix;
    nor does the page of an original whose text is withheld, so that ``text`` is not ``is_of_page``.
    """
    source = _text_source(dossier, piece.place, row.id, text)
    targets: list[dict[str, Any]] = [
        {"type": "SpecificResource", "source": source, "selector": list(_selectors(piece, text))}
    ]
    if row.url:
        targets[0]["scope"] = row.url
        quoted = next(_selectors(piece, text if is_of_page else ""))
        targets.append({"type": "SpecificResource", "source": row.url, "selector": quoted})
    return targets


def _text_source(dossier: str, place: BlockPlace, article: str, text: str) -> dict[str, Any]:
    """Describe a paragraph or caption, with its text unless that is withheld."""
    source = {"id": stable_urn(dossier, place.kind, article, place.number), "type": "Text"}
    return {**source, "format": "text/plain", "value": text} if text else source


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


def note_annotation(dossier: str, located: LocatedNote) -> dict[str, Any]:
    """Make the Web Annotation of a note."""
    note = located.note
    bodies: list[dict[str, Any]] = []
    if note.text is not None:
        bodies.append(
            {"type": "TextualBody", "purpose": "commenting", "format": "text/markdown", "value": note.text}
        )
    bodies += [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in note.tags]
    annotation: dict[str, Any] = {
        "id": stable_urn(dossier, "note", note.id),
        "type": "Annotation",
        "motivation": "bookmarking" if note.text is None else "commenting",
        "generator": {"type": "Software", "name": "medway-tui"},
    }
    if note.created is not None:
        annotation["created"] = note.created
    if note.changed is not None:
        annotation["modified"] = note.changed
    if bodies:
        annotation["body"] = bodies
    return {**annotation, "target": _note_target(dossier, located)}


def _note_target(dossier: str, located: LocatedNote) -> Any:
    note, span, text = located.note, located.span, located.text
    if note.article is None:
        kind, record, area = note.record
        kind = "agent" if kind == "person" else kind
        return stable_urn(dossier, kind, record, *([area] if area else []))
    address = located.article.url if located.article is not None else None
    whole = address or stable_urn(dossier, "article", note.article)
    if note.words is None:
        return whole
    if span is None or located.place is None or not text:
        selector = {"type": "TextQuoteSelector", "exact": note.words}
        return {"type": "SpecificResource", "source": whole, "selector": selector}
    source = _text_source(dossier, located.place, note.article, text)
    target: dict[str, Any] = {"type": "SpecificResource", "source": source}
    if address:
        target["scope"] = address
    if span.end > span.start:
        quoted = {
            "type": "TextQuoteSelector",
            "exact": text[span.start : span.end],
            "prefix": text[max(0, span.start - CONTEXT_LENGTH) : span.start],
            "suffix": text[span.end : span.end + CONTEXT_LENGTH],
        }
        position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
        target["selector"] = [quoted, position]
    return target
