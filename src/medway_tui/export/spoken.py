"""Words for listening: dates, places, speakers and quotations as a screen reader should say them.

A listener hears no brackets, columns or signs. So a date is in full and followed by “date inferred”, a place
is “paragraph 7”, and what is not certain is said in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.text import plural

if TYPE_CHECKING:
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.events import EventRow, OutcomeRow
    from medway_tui.index.inspections import EvidenceMention
    from medway_tui.index.people import QuoteRoles
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.model.locations import BlockPlace

NO_DATE = "date not known"
ADRIFT = "words not found in the article"
ATTRIBUTION_PHRASES = {"direct": "Said by", "mixed": "In the words of", "indirect": "Reported of"}
"""What comes before the speaker, by the type of a quotation."""


def spoken_date(date: str | None, *, inferred: bool = False) -> str:
    """Return a date in full words: ``15 July 2019 to 26 July 2019``, ``27 August 2019 (date inferred)``."""
    if not date:
        return NO_DATE
    words = dates.format_date_long(date)
    return f"{words} (date inferred)" if inferred else words


def spoken_article(row: ArticleRow, places: Sequence[BlockPlace] = ()) -> str:
    """Name an article by publisher and date, and places in it: ``BBC News, 27 August 2019, paragraph 5``."""
    date = spoken_date(row.published, inferred=row.published_inferred is not None)
    return ", ".join(filter(None, (row.publisher, date, spoken_places(places))))


def spoken_places(places: Sequence[BlockPlace]) -> str:
    """Return places in an article: ``paragraph 7``, ``paragraphs 7 to 8``, ``headline``."""
    return citations.format_places(places).replace("–", " to ")


def open_place(article: str, place: BlockPlace) -> str:
    """Return the command line that reads an article from a place on."""
    return (
        f"read {article}#{place.number}" if place.kind == "paragraph" and place.number else f"read {article}"
    )


def spoken_title(row: ArticleRow) -> str:
    """Return the headline of an article, and that it is the dossier's own where it is."""
    return f"{row.headline} (the title is ours)" if row.title_ours else row.headline


def spoken_count(quotes: int, drafts: int) -> str:
    """Return a number of quotations: ``3 quotations``, ``3 quotations and 1 draft, not confirmed``."""
    count = plural(quotes, "quotation", zero="no")
    return f"{count} and {plural(drafts, 'draft')}, not confirmed" if drafts else count


# -- evidence and events ---------------------------------------------------------------------------------


def spoken_mentions(mentions: Sequence[EvidenceMention]) -> list[str]:
    """Return where passages of articles are, each place once."""
    return list(dict.fromkeys(map(_spoken_mention, mentions)))


def _spoken_mention(mention: EvidenceMention) -> str:
    article = spoken_article(mention.article)
    return f"{article}, {spoken_mention_place(mention)}"


def spoken_mention_place(mention: EvidenceMention) -> str:
    """Return the paragraph of a passage, or that its words are not in the article any more."""
    return ADRIFT if mention.is_adrift else mention.place.label


def spoken_event_date(event: EventRow) -> str:
    """Return the date of an event; of a deadline alone, ``due …``."""
    if event.date is None:
        return f"due {spoken_date(event.listed_date)}"
    return spoken_date(event.date, inferred=event.date_inferred is not None)


def spoken_outcome(outcome: OutcomeRow) -> str:
    """Return what became of a promise or deadline, and when."""
    says = f"{outcome.result}: {outcome.says}" if outcome.result else outcome.says
    return f"{says} ({spoken_date(outcome.date)})" if outcome.date else says


# -- quotations ------------------------------------------------------------------------------------------


def spoken_quote(quote: QuoteRow, roles: QuoteRoles) -> str:
    """Return a quotation in lines: who said it, the words, where they are, and what is not certain.

    The words have a line of their own, since a listener does not hear where quotation marks close.
    """
    lines = [
        f"{ATTRIBUTION_PHRASES[quote.type]} {spoken_speakers(quote, roles)}:",
        f"   {quote.quoted_text}",
        f"   {spoken_article(quote.article, quote.places)}",
    ]
    return "\n".join([*lines, *(f"   {remark}" for remark in quote_remarks(quote))])


def spoken_speakers(quote: QuoteRow, roles: QuoteRoles) -> str:
    """Name the speakers of a quotation, each with the surest role and the party on the day."""
    named = []
    for each in roles.speakers:
        role = each.roles.roles[0].describe_briefly() if each.roles.roles else ""
        named.append(", ".join(filter(None, (each.name, role, each.roles.describe_party()))))
    return "; and ".join(named) or quote.display_name


def quote_remarks(quote: QuoteRow) -> Iterator[str]:
    """Yield what is not certain of a quotation, in sentences."""
    if quote.is_adrift:
        yield "These words are not in the article."
    if quote.is_unattributed:
        yield "The article does not give these words to this speaker here."
    if quote.repeats is not None:
        yield "These words are printed twice; this is the second place."
    if quote.draft is not None:
        yield f"This is a draft, {quote.draft:.0%} sure, and not confirmed."
