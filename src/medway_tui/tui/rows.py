"""Articles and quotations as rows of a list, and what such rows have in common."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from medway_tui.export.citations import display_date, format_quote_count
from medway_tui.index.articles import ArticleRow, article_key, articles_by_key
from medway_tui.index.connection import Index
from medway_tui.index.incomplete import IncompleteRow, incomplete_position, list_incomplete
from medway_tui.index.listing import Listing, find_group
from medway_tui.index.people import roles_on
from medway_tui.index.quotes import QuoteRow, display_name, known_speaker, quotes_by_key
from medway_tui.index.speaker_ranks import RankedSpeaker
from medway_tui.text import escape_invisible, split_clusters
from medway_tui.tui.theme import Palette, SpeakerMark
from medway_tui.tui.widgets.row_sources import ListRow, WindowedRows, placeholder_row
from medway_tui.tui.widgets.wrapping import fit

if TYPE_CHECKING:
    from medway_tui.model.notes import Note

ENTRY_SIGNS = {"event": "○", "deadline": "◇", "promise": "◇", "inspection": "◆", "article": "▤", "quote": " "}
"""The sign of each kind of entry of the timeline, also where a page lists events."""

ADRIFT = "adrift: these words are not in the article as it is now"
"""The message for a quotation without a place."""


def attribution_parts(attribution: str | None, cue: str | None) -> Iterator[str]:
    """Yield the words printed of a speaker, as far as they are known."""
    for name, words in (("printed", attribution), ("cue", cue)):
        if words:
            yield f"{name} “{escape_invisible(words)}”"


def article_row(article: ArticleRow) -> ListRow:
    """Return an article in two lines: date and publisher, then the headline."""

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
    quote: QuoteRow,
    *,
    indent: int = 2,
    with_date: bool = False,
    with_speaker: bool = False,
    notes_on: NotesOnQuote | None = None,
) -> ListRow:
    """Return a quotation in one line, with its date or speaker first where wanted.

    The sign of the user's notes on it is before its paragraph.
    """

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
        number = "adrift" if quote.is_adrift else quote.place.short_label
        number = number if quote.repeats is None else f"again {number}"
        number = number if quote.draft is None else f"draft {number}"
        notes = notes_on(quote) if notes_on is not None else ()
        number = f"{note_sign(notes)} {number}" if notes else number
        room = width - cell_len(text.plain) - len(number) - 2
        words = escape_invisible(quote.quoted_text)
        closing = "”" if words.endswith("”") else ""
        shown = words if cell_len(words) <= room else fit(words, room - len(closing)) + closing
        text.append(shown)
        text.append(" " * max(1, width - cell_len(text.plain) - len(number) - 1))
        text.append(number, colours.muted)
        return [text]

    return ListRow(quote.key, draw)


NotesOnQuote = Callable[[QuoteRow], "Sequence[Note]"]
"""Returns the user's notes on a quotation."""

NOTE_SIGN, BOOKMARK_SIGN = "⚑", "⚐"
"""The signs of the user's notes: of one with a text or tags, and of a bookmark."""


def note_sign(notes: Sequence[Note]) -> str:
    """Return the sign of some notes; empty where there are none."""
    if not notes:
        return ""
    return BOOKMARK_SIGN if all(note.is_bookmark for note in notes) else NOTE_SIGN


def heading_row(words: str) -> ListRow:
    """Return a heading of plain words."""

    def draw(width: int, colours: Palette) -> list[Text]:
        return [Text(" " + fit(escape_invisible(words), width - 2), colours.strong)]

    return ListRow(None, draw)


def initials(name: str) -> str:
    """Return two cells for a name: the initials of first and last word, or two letters of one word."""
    words = [word for word in escape_invisible(name).replace("-", " ").split() if word[:1].isalnum()]
    if len(words) == 1:
        first = "".join(split_clusters(words[0])[:2])
        letters = split_clusters(first.upper() if words[0].isupper() else first.capitalize())
    else:
        letters = [split_clusters(word)[0].upper() for word in words[:1] + words[-1:]]
    while letters and cell_len("".join(letters)) > 2:
        letters.pop()
    text = "".join(letters) or "?"
    return text + " " * (2 - cell_len(text))


def incomplete_row(article: IncompleteRow) -> ListRow:
    """Return an article that can't be read yet in two lines: what is missing, then its headline or file."""

    def draw(width: int, colours: Palette) -> list[Text]:
        first = Text(" ")
        first.append(fit(escape_invisible(f"✎ {' · '.join(article.missing)}"), width - 2), colours.strong)
        second = Text("   ")
        second.append(
            fit(escape_invisible(article.headline or f"{article.id}.yaml"), width - 4), colours.muted
        )
        return [first, second]

    return ListRow(article.id, draw, 2)


def mark_speakers(speakers: Iterable[RankedSpeaker]) -> tuple[SpeakerMark, ...]:
    """Return the speakers who are quoted most with initials that differ, where their names allow it."""
    marks: list[SpeakerMark] = []
    taken: set[str] = set()
    for speaker in speakers:
        words = [word for word in speaker.name.split() if word[:1].isalnum()]
        usual = initials(speaker.name)
        others = (
            word[0].upper() + letter for word in reversed(words) for letter in word[1:] if letter.isalpha()
        )
        found = (each for each in (usual, *others) if each not in taken and cell_len(each) == 2)
        marks.append(SpeakerMark(speaker.position, next(found, usual)))
        taken.add(marks[-1].initials)
    return tuple(marks)


def article_rows(
    index: Index, keys: array[int], *, complete: bool = True, incomplete: int = 0
) -> WindowedRows:
    """Return rows for descending keys of articles; not ``complete`` where more keys will follow.

    The ``incomplete`` first ones are articles that can't be read yet.
    """

    def make(numbers: range) -> Sequence[ListRow]:
        begun = list_incomplete(index, numbers.start, max(0, min(numbers.stop, incomplete) - numbers.start))
        rows = [*map(incomplete_row, begun)]
        window = keys[max(0, numbers.start - incomplete) : max(0, numbers.stop - incomplete)]
        rows += [placeholder_row(2)] * (len(numbers) - len(window) - len(rows))
        articles = articles_by_key(index, window)
        rows += [article_row(articles[key]) if key in articles else placeholder_row(2) for key in window]
        return rows

    def find(article_id: str) -> int | None:
        key = article_key(index, article_id)
        if key is None:
            return incomplete_position(index, article_id) if incomplete else None
        number = bisect_left(keys, -key, key=int.__neg__)
        return incomplete + number if number < len(keys) and keys[number] == key else None

    return WindowedRows(incomplete + len(keys), make, find, height=2, complete=complete, has_headings=False)


def quote_rows(
    index: Index,
    listing: Listing,
    *,
    by_date: bool,
    in_one_article: bool = False,
    notes_on: NotesOnQuote | None = None,
) -> WindowedRows:
    """Return the quotations of a listing under its headings: articles where it is ``by_date``, else speakers.

    Those ``in_one_article`` show no date. ``notes_on`` returns the user's notes on a quotation.
    """

    def make(numbers: range) -> Sequence[ListRow]:
        places = list(listing.rows(numbers))
        firsts = {group: listing.first_key(group) for group, key in places if key is None}
        quotes = quotes_by_key(index, {*firsts.values(), *(key for _, key in places if key is not None)})
        return [
            make_row(group, key, quotes.get(firsts[group] if key is None else key)) for group, key in places
        ]

    def make_row(group: int, key: int | None, quote: QuoteRow | None) -> ListRow:
        if quote is None:
            return placeholder_row()
        if key is not None and by_date:
            return quote_row(quote, with_speaker=True, notes_on=notes_on)
        if key is not None:
            return quote_row(quote, indent=4, with_date=not in_one_article, notes_on=notes_on)
        if by_date:
            return heading_row(f"{display_date(quote.article) or 'no date'}  {quote.article.publisher}")
        return _speaker_row(index, quote, listing, group)

    def find(key: int) -> int | None:
        return listing.row_of(find_group(index, key, dated=by_date), key)

    return WindowedRows(len(listing), make, find)


def _speaker_row(index: Index, first: QuoteRow, listing: Listing, group: int) -> ListRow:
    """Return the heading of a speaker's quotations: name, party, and their number, drafts apart."""
    speaker, attribution = listing.name(group)
    # The first quotation of a speaker may be a joint statement.
    known, position = known_speaker(index, speaker) if speaker else (None, None)
    heading = display_name(known, attribution if speaker is None else first.attribution, speaker)
    party = roles_on(index, speaker, first.article.published).describe_party(short=True)
    drafts = listing.drafts(group)
    number = format_quote_count(listing.size(group) - drafts, drafts)

    def draw(width: int, colours: Palette) -> list[Text]:
        short = fit(escape_invisible(party), width // 3)
        name = fit(escape_invisible(heading), width - len(number) - cell_len(short) - 7)
        text = Text()
        text.append(
            f" {colours.initials(position, initials(heading))}▌", colours.tint(position) + colours.strong
        )
        text.append(name, colours.strong)
        if short:
            text.append(f"  {short}", colours.muted)
        text.append(" " * max(1, width - cell_len(text.plain) - len(number) - 1))
        text.append(number, colours.muted)
        return [text]

    return ListRow(None, draw)
