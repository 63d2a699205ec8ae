"""Articles as an answer: the list of them, and one to be read from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.export.report import LazyRows, Report, Value

if TYPE_CHECKING:
    from medway_tui.export.report import Format
    from medway_tui.index.articles import ArticleRow, ArticleSize, ParagraphRow
    from medway_tui.index.people import RolesOnDate
    from medway_tui.index.quotes import QuoteRow

ARTICLE_COLUMNS = (
    "id", "headline", "title_ours", "publisher", "published", "published_inferred", "url", "author",
    "accessed", "kind", "paragraphs", "quotes",
)  # fmt: skip
"""The columns of a list of articles, in their order."""
TEXT_COLUMNS = ("article", "paragraph", "kind", "text")
"""The columns of an article's text, in their order."""

_ATTRIBUTION_PHRASES = {"direct": "Said by", "mixed": "In the words of", "indirect": "Reported of"}
_END_WORDS = 4
"""With how many words of its beginning and of its end a long quotation is named."""
_BLOCK_LABELS = {"subhead": "Subheading: ", "item": "Item: "}
"""What is said before a paragraph that a page would show by its looks."""
_KIND_SENTENCES = {
    "account": "An account of the article in our own words; quotations are word for word.",
    "original": "The article's own text.",
}


def articles_report(rows: Sequence[ArticleRow], sizes: Mapping[str, ArticleSize], dossier: str) -> Report:
    """A list of articles; annotations need the ``dossier``'s id."""
    return Report(
        ARTICLE_COLUMNS,
        [article_values(row, sizes[row.id]) for row in rows],
        ("Date", "Publisher", "Headline", "Quotations", "Id"),
        [
            (
                citations.display_date(row),
                row.publisher,
                citations.display_title(row),
                citations.format_quote_count(sizes[row.id].quotes, sizes[row.id].drafts),
                row.id,
            )
            for row in rows
        ],
        LazyRows(lambda: map(citations.cite_article, rows)),
        blank_between=False,
        citing=lambda form: _citing(form, rows, dossier),
    )


def _citing(form: Format, found: Sequence[ArticleRow], dossier: str) -> Iterator[str]:
    from medway_tui.export.citations import CitedArticle  # noqa: PLC0415
    from medway_tui.export.citing import cited  # noqa: PLC0415
    from medway_tui.export.web_annotation import (  # noqa: PLC0415 - seldom asked for
        article_annotation,
        format_annotation_page,
    )

    if form == "webannotation":
        return format_annotation_page(dossier, (article_annotation(dossier, row) for row in found))
    return cited(form, map(CitedArticle, found))


def article_values(row: ArticleRow, size: ArticleSize) -> tuple[Value, ...]:
    """The row of an article in a list of articles, for programs."""
    return (
        row.id, row.headline, bool(row.title_ours), row.publisher, row.published,
        row.published_inferred, row.url, row.author, row.accessed, row.kind, size.paragraphs, size.quotes,
    )  # fmt: skip


def article_text_report(
    row: ArticleRow,
    paragraphs: Sequence[ParagraphRow],
    quotes: Sequence[QuoteRow],
    roles_of: Callable[[QuoteRow], RolesOnDate],
) -> Report:
    """An article to be read: its paragraphs, and after each, who is quoted there."""
    return Report(
        TEXT_COLUMNS,
        [(row.id, each.number, each.kind, each.text) for each in paragraphs],
        ("Paragraph", "Text"),
        [(str(each.number), each.text) for each in paragraphs],
        LazyRows(lambda: _text_blocks(row, paragraphs, quotes, roles_of)),
    )


def _text_blocks(
    row: ArticleRow,
    paragraphs: Sequence[ParagraphRow],
    quotes: Sequence[QuoteRow],
    roles_of: Callable[[QuoteRow], RolesOnDate],
) -> Iterator[str]:
    drafts = sum(quote.draft is not None for quote in quotes)
    yield "\n".join(_introduction(row, len(paragraphs) - 1, len(quotes), drafts))
    quotes_by_paragraph: dict[int, list[str]] = {}
    for quote in quotes:
        quotes_by_paragraph.setdefault(quote.paragraph, []).append(_describe_quote(quote, roles_of(quote)))
    if 0 in quotes_by_paragraph:
        yield "\n".join(["In the headline:", *quotes_by_paragraph[0]])
    for each in paragraphs:
        if each.number:
            words = f"{each.number}. {_BLOCK_LABELS.get(each.kind, '')}{each.text}"
            yield "\n".join([words, *quotes_by_paragraph.get(each.number, [])])
    if row.url:
        yield f"The original is at {row.url}" if row.kind == "account" else f"It is at {row.url}"


def _introduction(row: ArticleRow, paragraphs: int, quotes: int, drafts: int) -> Iterator[str]:
    """What an article is, in sentences: what stands in brackets elsewhere is said here."""
    yield row.headline
    if row.title_ours:
        yield "This title is ours, not the source's."
    published = f"Published by {row.publisher}"
    yield (
        f"{published}, {dates.format_date_long(row.published)}."
        if row.published
        else f"{published}; the date is not known."
    )
    if row.published_inferred:
        yield f"That date is inferred. {row.published_inferred}"
    if row.author:
        yield f"By {row.author}."
    yield _KIND_SENTENCES[row.kind]
    draft_clause = f", {_counted(drafts, 'draft')} that nobody has confirmed" if drafts else ""
    yield f"{_counted(paragraphs, 'paragraph')}, {_counted(quotes - drafts, 'quotation')}{draft_clause}."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _describe_quote(quote: QuoteRow, roles: RolesOnDate) -> str:
    # One name is read aloud better than a name with every role; the role of the day is in the citation.
    speaker = ", ".join(part for part in (quote.display_name, roles.party) if part)
    draft = f" This is a {citations.DRAFT_LABEL}." if quote.draft is not None else ""
    continuation = f", going on to paragraph {quote.pieces[-1].paragraph}" if len(quote.pieces) > 1 else ""
    adrift = " These words are not in the article as it stands." if quote.is_adrift else ""
    words = _shorten_words(quote)
    return f"   {_ATTRIBUTION_PHRASES[quote.type]} {speaker}{continuation}: {words}.{adrift}{draft}"


def _shorten_words(quote: QuoteRow) -> str:
    """Which words are meant: all of a few, else the first and the last, as no marks are heard."""
    words = [word for piece in quote.pieces for word in piece.exact.split()]
    if len(words) <= 2 * _END_WORDS:
        excerpts = [" ".join(words)]
    else:
        excerpts = [" ".join(words[:_END_WORDS]), " ".join(words[-_END_WORDS:])]
    trimmed = [each.rstrip(".,;") for each in excerpts]
    if quote.type == "indirect":
        return trimmed[0] if len(trimmed) == 1 else f"from {trimmed[0]} to {trimmed[1]}"
    return f"“{trimmed[0]}”" if len(trimmed) == 1 else f"from “{trimmed[0]}” to “{trimmed[1]}”"
