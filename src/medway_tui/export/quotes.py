"""Report on quotations: for programs a row for each paragraph of one, for people a row for each quotation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from medway_tui.export import citations
from medway_tui.export.citations import Citations, CitedQuote
from medway_tui.export.report import Column, LazyRows, Report, Value
from medway_tui.export.spoken import open_place, spoken_quote
from medway_tui.text import plural

if TYPE_CHECKING:
    from medway_tui.export.citations import ParagraphText, RolesOf
    from medway_tui.index.people import QuoteRoles, RolesOnDate
    from medway_tui.index.quotes import QuoteRow

CAVEAT_COLUMNS = (
    Column(
        "role_status",
        "The standing of the surest role: held, unclear, last recorded, recorded later or undated.",
    ),
    Column("role_checked", "The last day on which that role is recorded, if it is last recorded.", "date"),
    Column("party_status", "The same of the role with the party."),
    Column("party_unclear", "Whether the party on the day is unclear.", "boolean", required=True),
)
"""The columns with the standing of roles and party."""
ROLE_CAVEATS = tuple(column.name for column in CAVEAT_COLUMNS)

COLUMNS = (
    Column("id", "The id within the article.", required=True),
    Column("article", "The article.", required=True),
    Column("headline", "Its headline.", required=True, is_joined=True),
    Column("publisher", "Its publisher.", required=True, is_joined=True),
    Column("published", "The date of publication, as precise as is known.", "date", is_joined=True),
    Column("url", "Its address.", is_joined=True),
    Column("paragraph", "The number of the paragraph; empty in a caption.", "integer"),
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
    Column(
        "title_ours", "Whether the headline is the dossier's own.", "boolean", required=True, is_joined=True
    ),
    Column("published_inferred", "The evidence for an inferred date of publication.", is_joined=True),
    Column("caption", "The number of the caption, from 1, that has the words.", "integer"),
    Column("speakers", "The ids of all speakers; of a joint statement, two or more.", "list"),
    *CAVEAT_COLUMNS,
    Column("repeats", "The id of the quotation, in the same article, whose words are printed here again."),
    Column("draft", "The confidence of a draft, from 0 to 1; empty once it is confirmed.", "number"),
)
"""The columns for programs and for datasets."""
_REPEATED = " [printed a second time]"
QUOTE_COLUMNS = tuple(column.name for column in COLUMNS)


def quotes_report(
    quotes: Sequence[QuoteRow], roles_of: RolesOf, dossier: str, paragraph_text: ParagraphText
) -> Report:
    """Report quotations; annotations need the ``dossier``'s id and the text of the paragraphs.

    In annotations, which are for other programs, the text of originals is withheld.
    """

    def cite(quote: QuoteRow) -> CitedQuote:
        if quote.article.kind == "original":
            return CitedQuote(quote, roles_of(quote), lambda _, __: "", is_withheld=True)
        return CitedQuote(quote, roles_of(quote), paragraph_text)

    return Report(
        QUOTE_COLUMNS,
        LazyRows(lambda: (row for quote in quotes for row in quote_values(quote, roles_of(quote)))),
        ("Date", "Publisher", "Speaker", "Words", "Paragraph"),
        LazyRows(lambda: map(_display_row, quotes)),
        LazyRows(lambda: (citations.cite_quotation(quote, roles_of(quote)) for quote in quotes)),
        heading=plural(len(quotes), "quotation"),
        spoken=LazyRows(lambda: (spoken_quote(quote, roles_of(quote)) for quote in quotes)),
        opens=LazyRows(lambda: (open_place(quote.article.id, quote.place) for quote in quotes)),
        citations=Citations(
            dossier,
            LazyRows(lambda: citations.cited_articles(quotes, roles_of)),
            LazyRows(lambda: map(cite, quotes)),
        ),
    )


def quote_values(quote: QuoteRow, roles: QuoteRoles) -> Iterator[tuple[Value, ...]]:
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
            "title_ours": bool(quote.article.title_ours),
            "speakers": quote.speakers,
            **role_caveats(roles),
            "continues": quote.id if number else None,
            "repeats": None if number else quote.repeats,
            "note": citations.draft_note(piece),
        }
        yield tuple(values[name] for name in QUOTE_COLUMNS)


def role_caveats(roles: QuoteRoles | RolesOnDate) -> dict[str, Value]:
    """Return the standing of roles and party as values of the columns of these names."""
    standing, party = roles.standing, roles.party_standing
    is_last = standing is not None and standing.status == "last recorded"
    return {
        "role_status": standing and standing.status,
        "role_checked": standing.recorded if standing is not None and is_last else None,
        "party_status": party and party.status,
        "party_unclear": roles.is_party_unclear,
    }


def _display_row(quote: QuoteRow) -> tuple[str, ...]:
    return (
        citations.display_date(quote.article),
        quote.article.publisher,
        quote.display_name,
        quote.quoted_text + citations.quote_remarks(quote) + _REPEATED * (quote.repeats is not None),
        citations.format_places(quote.places),
    )
