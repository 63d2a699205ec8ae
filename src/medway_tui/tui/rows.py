"""How articles and quotations are drawn as rows of a list."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from medway_tui.export.citations import display_date, format_quote_count
from medway_tui.index.articles import ArticleRow, article_key, articles_by_key
from medway_tui.index.connection import Index
from medway_tui.index.listing import Listing, find_group
from medway_tui.index.people import roles_on
from medway_tui.index.quotes import QuoteRow, quotes_by_key
from medway_tui.text import escape_invisible
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow, WindowedRows, placeholder_row
from medway_tui.tui.widgets.wrapping import fit


def article_row(article: ArticleRow) -> ListRow:
    """An article: when and where it was published, and its headline under it."""

    def draw(width: int, colours: Palette) -> list[Text]:
        date = display_date(article) or "no date"
        first = Text(" ")
        first.append(date, colours.muted)
        first.append("  ")
        first.append(fit(escape_invisible(article.publisher), width - cell_len(date) - 4), colours.strong)
        headline = escape_invisible(article.headline)
        headline = f"[{headline}]" if article.title_ours else headline
        return [first, Text("   " + fit(headline, width - 4))]

    return ListRow(article.id, draw, 2)


def quote_row(
    quote: QuoteRow, *, indent: int = 2, with_date: bool = False, with_speaker: bool = False
) -> ListRow:
    """A quotation in one line, with its date or speaker before it where asked for."""

    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text(" " * indent)
        if with_date:
            date = display_date(quote.article) or "no date"
            text.append(f"{date:<13} ", colours.muted)
        if with_speaker:
            name = fit(escape_invisible(quote.display_name), 16)
            text.append(
                name + " " * (17 - cell_len(name)), colours.tint(quote.speaker_position) + colours.strong
            )
        number = "adrift" if quote.is_adrift else f"¶{quote.paragraph}"
        number = number if quote.draft is None else f"draft {number}"
        room = width - cell_len(text.plain) - len(number) - 2
        words = escape_invisible(quote.quoted_text)
        closing = "”" if words.endswith("”") else ""
        shown = words if cell_len(words) <= room else fit(words, room - len(closing)) + closing
        text.append(shown)
        text.append(" " * max(1, width - cell_len(text.plain) - len(number) - 1))
        text.append(number, colours.muted)
        return [text]

    return ListRow(quote.key, draw)


def speaker_row(name: str, party: str, tint: int | None, quotes: int, drafts: int) -> ListRow:
    """A heading: a speaker, the party, and how many quotations follow, drafts apart."""
    number = format_quote_count(quotes, drafts)

    def draw(width: int, colours: Palette) -> list[Text]:
        short = fit(escape_invisible(party), width // 3)
        shown = fit(escape_invisible(name), width - len(number) - cell_len(short) - 7)
        text = Text()
        text.append(f" {initials(name)}▌", colours.tint(tint) + colours.strong)
        text.append(f"{shown}", colours.strong)
        if short:
            text.append(f"  {short}", colours.muted)
        text.append(" " * max(1, width - cell_len(text.plain) - len(number) - 1))
        text.append(number, colours.muted)
        return [text]

    return ListRow(None, draw)


def heading_row(words: str) -> ListRow:
    """A heading of plain words."""

    def draw(width: int, colours: Palette) -> list[Text]:
        return [Text(" " + fit(escape_invisible(words), width - 2), colours.strong)]

    return ListRow(None, draw)


def initials(name: str) -> str:
    """Two cells for a name: the letters of the first and last word, or the first two of a single one."""
    words = [word for word in escape_invisible(name).replace("-", " ").split() if word[:1].isalnum()]
    if not words:
        letters = "?"
    elif len(words) == 1:
        letters = words[0][:2].upper() if words[0].isupper() else words[0][:2].capitalize()
    else:
        letters = (words[0][0] + words[-1][0]).upper()
    while cell_len(letters) > 2:
        letters = letters[:-1]
    return letters + " " * (2 - cell_len(letters))


def article_rows(index: Index, keys: array[int], *, complete: bool = True) -> WindowedRows:
    """The articles of these keys, which descend; not ``whole`` where others are still to come."""

    def make(numbers: range) -> Sequence[ListRow]:
        wanted = keys[numbers.start : numbers.stop]
        found = articles_by_key(index, wanted)
        return [article_row(found[key]) if key in found else placeholder_row(2) for key in wanted]

    def find(article_id: str) -> int | None:
        key = article_key(index, article_id)
        if key is None:
            return None
        at = bisect_left(keys, -key, key=int.__neg__)
        return at if at < len(keys) and keys[at] == key else None

    return WindowedRows(len(keys), make, find, height=2, complete=complete)


def quote_rows(
    index: Index, listing: Listing, *, by_date: bool, in_one_article: bool = False
) -> WindowedRows:
    """The quotations of a listing under its headings: articles where it is ``dated``, else speakers.

    Those ``of_one`` article say no date.
    """

    def make(numbers: range) -> Sequence[ListRow]:
        places = list(listing.rows(numbers))
        firsts = {group: listing.first_key(group) for group, key in places if key is None}
        found = quotes_by_key(index, {*firsts.values(), *(key for _, key in places if key is not None)})
        rows = []
        for group, key in places:
            quote = found.get(firsts[group] if key is None else key)
            if quote is None:
                rows.append(placeholder_row())
            elif key is not None:
                rows.append(
                    quote_row(quote, with_speaker=True)
                    if by_date
                    else quote_row(quote, indent=4, with_date=not in_one_article)
                )
            elif by_date:
                rows.append(
                    heading_row(f"{display_date(quote.article) or 'no date'}  {quote.article.publisher}")
                )
            else:
                rows.append(_speaker_row(index, quote, listing.size(group), listing.drafts(group)))
        return rows

    def find(key: int) -> int | None:
        return listing.row_of(find_group(index, key, dated=by_date), key)

    return WindowedRows(len(listing), make, find)


def _speaker_row(index: Index, first: QuoteRow, number: int, drafts: int) -> ListRow:
    party = roles_on(index, first.speaker, first.article.published).party_short or ""
    return speaker_row(first.display_name, party, first.speaker_position, number - drafts, drafts)
