"""The forms in which a quotation, an article or a judgement can be copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from medway_tui.export import bibtex, citations
from medway_tui.export.citations import CitedArticle

if TYPE_CHECKING:
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.people import QuoteRoles
    from medway_tui.index.quotes import QuoteRow


class CopyForm(NamedTuple):
    """A form in which something can be copied."""

    name: str
    """Its name in the menu, such as Markdown."""
    text: str
    """The text that goes to the clipboard."""


def quote_forms(quote: QuoteRow, roles: QuoteRoles) -> list[CopyForm]:
    """Return the forms of a quotation; the first is the one that ``y`` copies."""
    cited = CitedArticle(quote.article, (citations.cite_briefly(quote, roles),))
    return [
        CopyForm("Plain", citations.cite_in_sentence(quote, roles)),
        CopyForm("Full", citations.cite_quotation(quote, roles)),
        CopyForm("Markdown", citations.cite_in_markdown(quote, roles)),
        CopyForm("BibTeX", bibtex.format_entry(cited)),
        *_link_form(quote.article.url),
    ]


def article_forms(article: ArticleRow) -> list[CopyForm]:
    """Return the forms of an article's citation."""
    return [
        CopyForm("Plain", citations.cite_article(article)),
        CopyForm("Markdown", citations.link_in_markdown(article)),
        CopyForm("BibTeX", bibtex.format_entry(CitedArticle(article))),
        *_link_form(article.url),
    ]


def text_forms(text: str, url: str | None = None) -> list[CopyForm]:
    """Return the forms of a text that has a citation already, such as a judgement or an event."""
    return [CopyForm("Plain", text), CopyForm("Markdown", _quote_in_markdown(text)), *_link_form(url)]


def _quote_in_markdown(text: str) -> str:
    return "\n".join(f"> {citations.plain_markdown(line)}".rstrip() for line in text.split("\n"))


def _link_form(url: str | None) -> Sequence[CopyForm]:
    return [CopyForm("Link", url)] if url else []
