"""Report on quotations: for programs a row for each paragraph of one, for people a row for each quotation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from medway_tui.export import citations
from medway_tui.export.citations import Citations, CitedQuote
from medway_tui.export.report import Column, LazyRows, Report, Value

if TYPE_CHECKING:
    from medway_tui.export.citations import ParagraphText, RolesOf
    from medway_tui.index.people import RolesOnDate
    from medway_tui.index.quotes import QuoteRow

COLUMNS = (
    Column("id", "The id within the article.", required=True),
    Column("article", "The article.", required=True),
    Column("headline", "Its headline.", required=True, is_joined=True),
    Column("publisher", "Its publisher.", required=True, is_joined=True),
    Column("published", "The date of publication, as precise as is known.", "date", is_joined=True),
    Column("url", "Its address.", is_joined=True),
    Column("paragraph", "The number of the paragraph.", "integer", required=True),
    Column(
        "start",
        "Start of the words in the paragraph, in code points from 0; empty if the article has them no more.",
        "integer",
    ),
    Column("end", "One after the last code point of the words.", "integer"),
    Column("exact", "The words, without their quotation marks.", required=True),
    Column("speaker", "The speaker."),
    Column("speaker_name", "The speaker's usual name.", is_joined=True),
    Column("attribution", "The speaker as the article prints it here."),
    Column("role", "The speaker's roles on the day of the article, in words."),
    Column("party", "The speaker's party on that day."),
    Column("cue", "The verb that introduces the words, as printed."),
    Column("type", "direct, mixed (a fragment) or indirect (reported).", required=True),
    Column("continues", "The id of the quotation, in the same article, that this continues."),
    Column("note", "A note for readers."),
)
"""The columns for programs and for datasets."""
QUOTE_COLUMNS = tuple(column.name for column in COLUMNS)


def quotes_report(
    quotes: Sequence[QuoteRow], roles_of: RolesOf, dossier: str, paragraph_text: ParagraphText
) -> Report:
    """Report quotations; annotations need the ``dossier``'s id and the text of the paragraphs."""
    return Report(
        QUOTE_COLUMNS,
        LazyRows(lambda: (row for quote in quotes for row in quote_values(quote, roles_of(quote)))),
        ("Date", "Publisher", "Speaker", "Words", "Paragraph"),
        LazyRows(lambda: map(_display_row, quotes)),
        LazyRows(lambda: (citations.cite_quotation(quote, roles_of(quote)) for quote in quotes)),
        citations=Citations(
            dossier,
            LazyRows(lambda: citations.cited_articles(quotes, roles_of)),
            LazyRows(lambda: (CitedQuote(quote, roles_of(quote), paragraph_text) for quote in quotes)),
        ),
    )


def quote_values(quote: QuoteRow, roles: RolesOnDate) -> Iterator[tuple[Value, ...]]:
    """The values of ``QUOTE_COLUMNS`` for each paragraph of a quotation."""
    for number, piece in enumerate(quote.pieces):
        values: dict[str, Value] = {
            **quote.article._asdict(),
            **piece._asdict(),
            "article": quote.article.id,
            "speaker": quote.speaker,
            "speaker_name": quote.speaker_name,
            "role": roles.describe() or None,
            "party": roles.party,
            "continues": quote.id if number else None,
            "note": citations.draft_note(piece),
        }
        yield tuple(values[name] for name in QUOTE_COLUMNS)


def _display_row(quote: QuoteRow) -> tuple[str, ...]:
    return (
        citations.display_date(quote.article),
        quote.article.publisher,
        quote.display_name,
        quote.quoted_text + citations.quote_remarks(quote),
        citations.format_paragraphs([piece.paragraph for piece in quote.pieces]),
    )
