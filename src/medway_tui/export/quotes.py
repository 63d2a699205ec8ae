"""Quotations as an answer: a row for each entry for programs, a row for each quotation for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from medway_tui.export import citation
from medway_tui.export.answer import Answer, Made, Value

if TYPE_CHECKING:
    from medway_tui.export.annotation import TextOf
    from medway_tui.export.answer import Format
    from medway_tui.index.people import Standing
    from medway_tui.index.quotes import QuoteRow

COLUMNS = (
    "id", "article", "headline", "publisher", "published", "url", "paragraph", "start", "end", "exact",
    "speaker", "speaker_name", "attribution", "role", "party", "cue", "type", "continues", "note",
)  # fmt: skip
"""The columns for programs, in their order."""

StandingOf = Callable[["QuoteRow"], "Standing"]
"""What the speaker of a quotation was on the day of its article."""


def quotes_answer(found: Sequence[QuoteRow], standing: StandingOf, dossier: str, text_of: TextOf) -> Answer:
    """The quotations found, for programs and for people.

    Annotations need the ``dossier``'s id, and the text in which a quotation stands.
    """
    return Answer(
        COLUMNS,
        Made(lambda: (row for quote in found for row in entries(quote, standing(quote)))),
        ("Date", "Publisher", "Speaker", "Words", "Paragraph"),
        Made(lambda: map(_shown, found)),
        Made(lambda: (citation.quotation(quote, standing(quote)) for quote in found)),
        citing=lambda form: _citing(form, found, standing, dossier, text_of),
    )


def entries(quote: QuoteRow, standing: Standing) -> Iterator[tuple[Value, ...]]:
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
            standing.words() or None,
            standing.party,
            entry.cue if entry else None,
            entry.type if entry else quote.type,
            quote.id if number else None,
            citation.noted(entry) if entry else None,
        )


def _shown(quote: QuoteRow) -> tuple[str, ...]:
    numbers = [piece.paragraph for piece in quote.pieces]
    words = quote.in_marks + citation.remarks(quote)
    return (
        citation.published(quote.article),
        quote.article.publisher,
        quote.called,
        words,
        citation.named(numbers),
    )


def _citing(
    form: Format, found: Sequence[QuoteRow], standing: StandingOf, dossier: str, text_of: TextOf
) -> Iterator[str]:
    from medway_tui.export.annotation import annotation_page, of_quote  # noqa: PLC0415 - seldom asked for
    from medway_tui.export.citing import cited  # noqa: PLC0415
    from medway_tui.export.works import works_of  # noqa: PLC0415

    if form == "webannotation":
        each = (of_quote(dossier, quote, standing(quote), text_of) for quote in found)
        return annotation_page(dossier, chain.from_iterable(each))
    return cited(form, works_of(found, standing))
