"""Reports on articles: the list of them, and the text of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.export.citations import Citations, CitedArticle
from medway_tui.export.report import LazyRows, Report, Value, report_of
from medway_tui.export.spoken import ATTRIBUTION_PHRASES, spoken_article, spoken_count, spoken_title
from medway_tui.text import plural

if TYPE_CHECKING:
    from medway_tui.export.citations import RolesOf
    from medway_tui.index.articles import ArticleRow, ArticleSize, ParagraphRow
    from medway_tui.index.people import QuoteRoles
    from medway_tui.index.quotes import QuoteRow

ARTICLE_COLUMNS = (
    "id", "headline", "title_ours", "publisher", "published", "published_inferred", "url", "author",
    "accessed", "kind", "paragraphs", "quotes",
)  # fmt: skip
TEXT_COLUMNS = ("article", "paragraph", "kind", "text", "caption", "block")

_END_WORDS = 4
"""The words from each end with which a long quotation is identified."""
_BLOCK_LABELS = {"subhead": "Subheading: ", "item": "Item: "}
"""Labels for blocks that a page distinguishes by layout."""
_KIND_SENTENCES = {
    "account": "An account of the article in our own words; quotations are word for word.",
    "original": "The article's own text.",
}


def articles_report(rows: Sequence[ArticleRow], sizes: Mapping[str, ArticleSize], dossier: str) -> Report:
    """Report a list of articles; annotations need the ``dossier``'s id."""
    report = report_of(
        rows,
        ARTICLE_COLUMNS,
        lambda row: article_values(row, sizes[row.id]),
        ("Date", "Publisher", "Headline", "Quotations", "Id"),
        lambda row: (
            citations.display_date(row), row.publisher, citations.display_title(row),
            citations.format_quote_count(sizes[row.id].quotes, sizes[row.id].drafts), row.id,
        ),
        citations.cite_article,
    )  # fmt: skip
    cited = Citations(dossier, LazyRows(lambda: map(CitedArticle, rows)))
    return report._replace(
        blank_between=False,
        citations=cited,
        heading=f"{plural(len(rows), 'article')}, oldest first",
        spoken=LazyRows(lambda: (_spoken_line(row, sizes[row.id]) for row in rows)),
        opens=LazyRows(lambda: (f"read {row.id}" for row in rows)),
    )


def _spoken_line(row: ArticleRow, size: ArticleSize) -> str:
    count = spoken_count(size.quotes, size.drafts)
    return f"{spoken_article(row)}: {spoken_title(row)}. {count.capitalize()}. Id {row.id}"


def article_values(row: ArticleRow, size: ArticleSize) -> tuple[Value, ...]:
    """The values of ``ARTICLE_COLUMNS`` for an article."""
    return (
        row.id, row.headline, bool(row.title_ours), row.publisher, row.published,
        row.published_inferred, row.url, row.author, row.accessed, row.kind, size.paragraphs, size.quotes,
    )  # fmt: skip


def article_text_report(
    row: ArticleRow,
    paragraphs: Sequence[ParagraphRow],
    quotes: Sequence[QuoteRow],
    roles_of: RolesOf,
    first: int | None = None,
) -> Report:
    """Report the text of an article: its paragraphs, each followed by the quotations in it.

    From the block ``first`` on, without the introduction, if it is given.
    """
    listed = paragraphs if first is None else [each for each in paragraphs if each.block >= first]
    return Report(
        TEXT_COLUMNS,
        [(row.id, each.paragraph, each.kind, each.text, each.caption, each.block) for each in listed],
        ("Paragraph", "Text"),
        [(_short_place(each), each.text) for each in listed],
        LazyRows(lambda: _text_blocks(row, paragraphs, quotes, roles_of, first)),
    )


def _text_blocks(
    row: ArticleRow,
    paragraphs: Sequence[ParagraphRow],
    quotes: Sequence[QuoteRow],
    roles_of: RolesOf,
    first: int | None,
) -> Iterator[str]:
    counted = [quote for quote in quotes if quote.repeats is None]
    drafts = sum(quote.draft is not None for quote in counted)
    numbered = sum(each.paragraph is not None for each in paragraphs) - 1
    if first is None:
        yield "\n".join(_introduction(row, numbered, len(counted), drafts))
    else:
        yield f"{spoken_title(row)}\n{spoken_article(row)}, from paragraph {_short_place(paragraphs[first])}"
    quotes_by_block: dict[int, list[str]] = {}
    for quote in quotes:
        quotes_by_block.setdefault(quote.block, []).append(_describe_quote(quote, roles_of(quote)))
    if first is None and 0 in quotes_by_block:
        yield "\n".join(["In the headline:", *quotes_by_block[0]])
    for each in paragraphs:
        if each.block >= (first or 1):
            words = f"{_short_place(each)}{_BLOCK_SEPARATORS[each.caption is None]}"
            words += f"{_BLOCK_LABELS.get(each.kind, '')}{each.text}"
            yield "\n".join([words, *quotes_by_block.get(each.block, [])])
    if row.url:
        yield f"The original is at {row.url}" if row.kind == "account" else f"It is at {row.url}"


_BLOCK_SEPARATORS = {True: ". ", False: ": "}
"""What follows the number of a paragraph, and the place of a caption."""


def _short_place(paragraph: ParagraphRow) -> str:
    return paragraph.place.label.capitalize() if paragraph.caption is not None else str(paragraph.paragraph)


def _introduction(row: ArticleRow, paragraphs: int, quotes: int, drafts: int) -> Iterator[str]:
    """Describe an article in sentences, including what other formats put in brackets."""
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
    draft_clause = f", {plural(drafts, 'draft')} not confirmed" if drafts else ""
    yield f"{plural(paragraphs, 'paragraph')}, {plural(quotes - drafts, 'quotation')}{draft_clause}."


def _describe_quote(quote: QuoteRow, roles: QuoteRoles) -> str:
    # For reading aloud, the name and party are enough; the roles of the day are in the citation.
    named = (", ".join(filter(None, (each.name, each.roles.describe_party()))) for each in roles.speakers)
    speaker = " and ".join(named) or quote.display_name
    draft = f" This is a {citations.DRAFT_LABEL}." if quote.draft is not None else ""
    repeated = " These words are printed twice." if quote.repeats is not None else ""
    continuation = f", going on to {quote.places[-1].label}" if len(quote.pieces) > 1 else ""
    adrift = " These words are not in the article." if quote.is_adrift else ""
    words = _shorten_words(quote)
    return f"   {ATTRIBUTION_PHRASES[quote.type]} {speaker}{continuation}: {words}.{repeated}{adrift}{draft}"


def _shorten_words(quote: QuoteRow) -> str:
    """Identify the words of a quotation: all of them, or of many the first and the last.

    A listener does not hear where quotation marks close.
    """
    words = [word for piece in quote.pieces for word in piece.exact.split()]
    if len(words) <= 2 * _END_WORDS:
        excerpts = [" ".join(words)]
    else:
        excerpts = [" ".join(words[:_END_WORDS]), " ".join(words[-_END_WORDS:])]
    trimmed = [each.rstrip(".,;") for each in excerpts]
    if quote.type == "indirect":
        return trimmed[0] if len(trimmed) == 1 else f"from {trimmed[0]} to {trimmed[1]}"
    return f"“{trimmed[0]}”" if len(trimmed) == 1 else f"from “{trimmed[0]}” to “{trimmed[1]}”"
