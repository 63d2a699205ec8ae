"""Articles as an answer: the list of them, and one to be read from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from medway_tui import dates
from medway_tui.export import citation
from medway_tui.export.answer import Answer, Made, Value

if TYPE_CHECKING:
    from medway_tui.export.answer import Format
    from medway_tui.index.articles import ArticleRow, ParagraphRow, Size
    from medway_tui.index.people import Standing
    from medway_tui.index.quotes import QuoteRow

COLUMNS = (
    "id", "headline", "title_ours", "publisher", "published", "published_inferred", "url", "author",
    "accessed", "kind", "paragraphs", "quotes",
)  # fmt: skip
"""The columns of a list of articles, in their order."""
TEXT_COLUMNS = ("article", "paragraph", "kind", "text")
"""The columns of an article's text, in their order."""

_SAID = {"direct": "Said by", "mixed": "In the words of", "indirect": "Reported of"}
_ENDS = 4
"""With how many words of its beginning and of its end a long quotation is named."""
_PARTS = {"subhead": "Subheading: ", "item": "Item: "}
"""What is said before a paragraph that a page would show by its looks."""
_KINDS = {
    "account": "An account of the article in our own words; quotations are word for word.",
    "original": "The article's own text.",
}


def articles_answer(found: Sequence[ArticleRow], sizes: Mapping[str, Size], dossier: str) -> Answer:
    """A list of articles; annotations need the ``dossier``'s id."""
    return Answer(
        COLUMNS,
        [particulars(row, sizes[row.id]) for row in found],
        ("Date", "Publisher", "Headline", "Quotations", "Id"),
        [
            (
                citation.published(row),
                row.publisher,
                citation.title(row),
                citation.counted(sizes[row.id].quotes, sizes[row.id].drafts),
                row.id,
            )
            for row in found
        ],
        Made(lambda: map(citation.article, found)),
        apart=False,
        citing=lambda form: _citing(form, found, dossier),
    )


def _citing(form: Format, found: Sequence[ArticleRow], dossier: str) -> Iterator[str]:
    from medway_tui.export.annotation import annotation_page, of_article  # noqa: PLC0415 - seldom asked for
    from medway_tui.export.citing import cited  # noqa: PLC0415
    from medway_tui.export.works import Work  # noqa: PLC0415

    if form == "webannotation":
        return annotation_page(dossier, (of_article(dossier, row) for row in found))
    return cited(form, map(Work, found))


def particulars(row: ArticleRow, size: Size) -> tuple[Value, ...]:
    """The row of an article in a list of articles, for programs."""
    return (
        row.id, row.headline, bool(row.title_ours), row.publisher, row.published,
        row.published_inferred, row.url, row.author, row.accessed, row.kind, size.paragraphs, size.quotes,
    )  # fmt: skip


def text_answer(
    row: ArticleRow,
    paragraphs: Sequence[ParagraphRow],
    quotes: Sequence[QuoteRow],
    standing: Callable[[QuoteRow], Standing],
) -> Answer:
    """An article to be read: its paragraphs, and after each, who is quoted there."""
    return Answer(
        TEXT_COLUMNS,
        [(row.id, each.number, each.kind, each.text) for each in paragraphs],
        ("Paragraph", "Text"),
        [(str(each.number), each.text) for each in paragraphs],
        Made(lambda: _blocks(row, paragraphs, quotes, standing)),
    )


def _blocks(
    row: ArticleRow,
    paragraphs: Sequence[ParagraphRow],
    quotes: Sequence[QuoteRow],
    standing: Callable[[QuoteRow], Standing],
) -> Iterator[str]:
    drafts = sum(quote.draft is not None for quote in quotes)
    yield "\n".join(_about(row, len(paragraphs) - 1, len(quotes), drafts))
    here: dict[int, list[str]] = {}
    for quote in quotes:
        here.setdefault(quote.paragraph, []).append(_attributed(quote, standing(quote)))
    if 0 in here:
        yield "\n".join(["In the headline:", *here[0]])
    for each in paragraphs:
        if each.number:
            words = f"{each.number}. {_PARTS.get(each.kind, '')}{each.text}"
            yield "\n".join([words, *here.get(each.number, [])])
    if row.url:
        yield f"The original is at {row.url}" if row.kind == "account" else f"It is at {row.url}"


def _about(row: ArticleRow, paragraphs: int, quotes: int, drafts: int) -> Iterator[str]:
    """What an article is, in sentences: what stands in brackets elsewhere is said here."""
    yield row.headline
    if row.title_ours:
        yield "This title is ours, not the source's."
    date = f"Published by {row.publisher}"
    yield f"{date}, {dates.aloud(row.published)}." if row.published else f"{date}; the date is not known."
    if row.published_inferred:
        yield f"That date is inferred. {row.published_inferred}"
    if row.author:
        yield f"By {row.author}."
    yield _KINDS[row.kind]
    apart = f", {_counted(drafts, 'draft')} that nobody has confirmed" if drafts else ""
    yield f"{_counted(paragraphs, 'paragraph')}, {_counted(quotes - drafts, 'quotation')}{apart}."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _attributed(quote: QuoteRow, standing: Standing) -> str:
    # One name is read aloud better than a name with every role; the role of the day is in the citation.
    who = ", ".join(part for part in (quote.called, standing.party) if part)
    draft = f" This is a {citation.DRAFT}." if quote.draft is not None else ""
    on = f", going on to paragraph {quote.pieces[-1].paragraph}" if len(quote.pieces) > 1 else ""
    adrift = " These words are not in the article as it stands." if quote.adrift else ""
    return f"   {_SAID[quote.type]} {who}{on}: {_named(quote)}.{adrift}{draft}"


def _named(quote: QuoteRow) -> str:
    """Which words are meant: all of a few, else the first and the last, as no marks are heard."""
    words = [word for piece in quote.pieces for word in piece.exact.split()]
    if len(words) <= 2 * _ENDS:
        named = [" ".join(words)]
    else:
        named = [" ".join(words[:_ENDS]), " ".join(words[-_ENDS:])]
    bare = [each.rstrip(".,;") for each in named]
    if quote.type == "indirect":
        return bare[0] if len(bare) == 1 else f"from {bare[0]} to {bare[1]}"
    return f"“{bare[0]}”" if len(bare) == 1 else f"from “{bare[0]}” to “{bare[1]}”"
