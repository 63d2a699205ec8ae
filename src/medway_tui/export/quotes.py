"""Quotations as an answer: a row for each entry for programs, a row for each quotation for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from medway_tui.export import citations
from medway_tui.export.report import LazyRows, Report, Value

if TYPE_CHECKING:
    from medway_tui.export.report import Format
    from medway_tui.export.web_annotation import ParagraphText
    from medway_tui.index.people import RolesOnDate
    from medway_tui.index.quotes import QuoteRow

QUOTE_COLUMNS = (
    "id", "article", "headline", "publisher", "published", "url", "paragraph", "start", "end", "exact",
    "speaker", "speaker_name", "attribution", "role", "party", "cue", "type", "continues", "note",
)  # fmt: skip
"""The columns for programs, in their order."""

RolesOf = Callable[["QuoteRow"], "RolesOnDate"]
"""What the speaker of a quotation was on the day of its article."""


def quotes_report(
    quotes: Sequence[QuoteRow], roles_of: RolesOf, dossier: str, text_of: ParagraphText
) -> Report:
    """The quotations found, for programs and for people.

    Annotations need the ``dossier``'s id, and the text in which a quotation stands.
    """
    return Report(
        QUOTE_COLUMNS,
        LazyRows(lambda: (row for quote in quotes for row in quote_values(quote, roles_of(quote)))),
        ("Date", "Publisher", "Speaker", "Words", "Paragraph"),
        LazyRows(lambda: map(_display_row, quotes)),
        LazyRows(lambda: (citations.cite_quotation(quote, roles_of(quote)) for quote in quotes)),
        citing=lambda form: _citing(form, quotes, roles_of, dossier, text_of),
    )


def quote_values(quote: QuoteRow, roles: RolesOnDate) -> Iterator[tuple[Value, ...]]:
    """The rows of a quotation: one for each paragraph that it runs over."""
    article = quote.article
    for number, piece in enumerate(quote.pieces):
        entry = piece.entry
        yield (
            entry.id if entry else quote.id,
            article.id,
            article.headline,
            article.publisher,
            article.published,
            article.url,
            piece.paragraph,
            piece.span.start if piece.span else None,
            piece.span.end if piece.span else None,
            piece.exact,
            quote.speaker,
            quote.speaker_name,
            entry.attribution if entry else None,
            roles.describe() or None,
            roles.party,
            entry.cue if entry else None,
            entry.type if entry else quote.type,
            quote.id if number else None,
            citations.draft_note(entry) if entry else None,
        )


def _display_row(quote: QuoteRow) -> tuple[str, ...]:
    numbers = [piece.paragraph for piece in quote.pieces]
    words = quote.quoted_text + citations.quote_remarks(quote)
    return (
        citations.display_date(quote.article),
        quote.article.publisher,
        quote.display_name,
        words,
        citations.format_paragraphs(numbers),
    )


def _citing(
    form: Format, quotes: Sequence[QuoteRow], roles_of: RolesOf, dossier: str, text_of: ParagraphText
) -> Iterator[str]:
    from medway_tui.export.citations import cited_articles  # noqa: PLC0415
    from medway_tui.export.citing import cited  # noqa: PLC0415
    from medway_tui.export.web_annotation import (  # noqa: PLC0415 - seldom asked for
        format_annotation_page,
        quote_annotations,
    )

    if form == "webannotation":
        each = (quote_annotations(dossier, quote, roles_of(quote), text_of) for quote in quotes)
        return format_annotation_page(dossier, chain.from_iterable(each))
    return cited(form, cited_articles(quotes, roles_of))
