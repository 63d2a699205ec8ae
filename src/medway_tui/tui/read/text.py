"""What the text pane shows of an article: its blocks, and the quotations marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from medway_tui.export import citation
from medway_tui.index.articles import ArticleRow, ParagraphRow
from medway_tui.index.quotes import QuoteRow
from medway_tui.text import visible
from medway_tui.tui.rows import initials
from medway_tui.tui.widgets.article import UNSURE, Block, Mark


def dateline(article: ArticleRow) -> str:
    """Where and when an article was published, as far as is known."""
    date = citation.published(article)
    return f"{article.publisher} · {date}" if date else article.publisher


def blocks(
    article: ArticleRow, paragraphs: Sequence[ParagraphRow], quotes: Sequence[QuoteRow]
) -> list[Block]:
    """An article's blocks; what it is stands under the headline, what is inferred at the end."""
    blocks = [Block(p.number, visible(p.text), p.kind) for p in paragraphs]
    about = [Block(-1, line, "about") for line in (*_about(article), *_of_drafts(quotes))]
    notes = [Block(-1, line, "about") for line in _notes(article)]
    return [*blocks[:1], *about, *blocks[1:], *notes]


def _about(article: ArticleRow) -> list[str]:
    if article.kind == "account":
        what = "Account in our own words, quotations word for word"
    else:
        what = "The original text"
    what += "; the title is ours." if article.title_ours else "."
    address = visible(article.url.split("://", 1)[-1]) if article.url else "address not known"
    by = [visible(f"By {article.author}")] if article.author else []
    own = ["Your own copy of it: medway-tui import FILE"] if article.kind == "account" else []
    return [*by, what, f"Original (o): {address}", *own]


def _of_drafts(quotes: Sequence[QuoteRow]) -> list[str]:
    number = sum(quote.draft is not None for quote in quotes)
    if not number:
        return []
    if number == 1:
        return [f"1 quotation is a draft, marked {UNSURE}: nobody has confirmed it (d reviews it)."]
    return [f"{number} quotations are drafts, marked {UNSURE}: nobody has confirmed them (d reviews them)."]


def _notes(article: ArticleRow) -> list[str]:
    if article.published_inferred and article.published:
        date = citation.published(article)
        return [visible(f"The date {date} is inferred: {article.published_inferred}")]
    return []


def marks(quotes: Sequence[QuoteRow]) -> Iterable[Mark]:
    """The quotations to be marked, each of their pieces; those adrift have no place."""
    for quote in quotes:
        for piece in quote.pieces:
            if piece.span is not None:
                draft = quote.draft is not None
                yield Mark(quote.key, piece.span, quote.speaker_position, initials(quote.called), draft)
