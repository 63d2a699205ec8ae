"""Articles as an answer: the list of them, and one to be read from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from medway_tui.export import citation
from medway_tui.export.annotation import annotation_page, of_article
from medway_tui.export.answer import Answer, Made, Value
from medway_tui.export.bibtex import bibtex
from medway_tui.export.csl import csl_json
from medway_tui.export.works import Work

if TYPE_CHECKING:
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
_BEGUN = 6
"""With how many of its words a long quotation is named."""
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
        citing={
            "csl-json": lambda: csl_json(map(Work, found)),
            "bibtex": lambda: bibtex(map(Work, found)),
            "webannotation": lambda: annotation_page(dossier, (of_article(dossier, row) for row in found)),
        },
    )


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
    date = citation.published(row)
    about = [
        citation.title(row),
        f"{row.publisher}, {date}." if date else f"{row.publisher}; the date is not known.",
    ]
    if row.author:
        about.append(f"By {row.author}.")
    about.append(_KINDS[row.kind])
    if row.url:
        about.append(f"Original: {row.url}" if row.kind == "account" else row.url)
    here: dict[int, list[str]] = {}
    for quote in quotes:
        here.setdefault(quote.paragraph, []).append(_attributed(quote, standing(quote)))
    yield "\n".join(about + here.get(0, []))
    for each in paragraphs:
        if each.number:
            yield "\n".join([f"{each.number}. {each.text}", *here.get(each.number, [])])


def _attributed(quote: QuoteRow, standing: Standing) -> str:
    # One name is read aloud better than a name with every role; the role of the day is in the citation.
    who = ", ".join(part for part in (quote.called, standing.party) if part)
    on = f" (goes on to paragraph {quote.pieces[-1].paragraph})" if len(quote.pieces) > 1 else ""
    words = quote.exact.split()
    # The words stand in the paragraph just read: their beginning tells which of them are meant.
    begun = quote.exact if len(words) <= _BEGUN + 2 else " ".join(words[:_BEGUN]) + " …"
    shown = begun if quote.type == "indirect" else f"“{begun}”"
    return f"   {_SAID[quote.type]} {who}{on}: {shown}{citation.remarks(quote)}"
