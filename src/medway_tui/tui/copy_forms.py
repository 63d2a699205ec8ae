"""The forms in which a quotation, an article or a judgement can be copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from medway_tui.export import bibtex, citations
from medway_tui.export.citations import CitedArticle
from medway_tui.index.place_references import PlaceReference, format_link

if TYPE_CHECKING:
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.people import QuoteRoles
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.model.locations import BlockPlace


class CopyForm(NamedTuple):
    """A form in which something can be copied."""

    name: str
    """Its name in the menu, such as Markdown."""
    text: str
    """The text that goes to the clipboard."""


class CopyItem(NamedTuple):
    """A selected row, as it is copied together with others."""

    text: str
    """What ``y`` copies of it."""
    url: str | None = None
    quote: QuoteRow | None = None
    roles: QuoteRoles | None = None
    article: ArticleRow | None = None
    is_by_key: bool = False
    """Whether its row is found by the quotation's key, which changes when quotations come before it."""


def quote_item(quote: QuoteRow, roles: QuoteRoles, *, is_by_key: bool = True) -> CopyItem:
    """Return a quotation to be copied with others."""
    text = citations.cite_in_sentence(quote, roles)
    return CopyItem(text, quote.article.url, quote, roles, is_by_key=is_by_key)


def article_item(article: ArticleRow) -> CopyItem:
    """Return an article to be copied with others."""
    return CopyItem(citations.cite_article(article), article.url, article=article)


def join_forms(items: Sequence[CopyItem]) -> list[CopyForm]:
    """Return the forms of several items together: an empty line between two, each address once."""
    full, markdown = [], []
    cited: dict[str, CitedArticle] = {}
    for item in items:
        article, brief = item.article, ""
        if item.quote is not None and item.roles is not None:
            full.append(citations.cite_quotation(item.quote, item.roles))
            markdown.append(citations.cite_in_markdown(item.quote, item.roles))
            brief = citations.cite_briefly(item.quote, item.roles)
            article = item.quote.article
        else:
            full.append(item.text)
            markdown.append(
                citations.link_in_markdown(article) if article is not None else _quote_in_markdown(item.text)
            )
        if article is not None:
            earlier = cited.get(article.id, CitedArticle(article)).quotations
            cited[article.id] = CitedArticle(article, (*earlier, *filter(None, [brief])))
    plain = [item.text for item in items]
    addresses = dict.fromkeys(item.url for item in items if item.url)
    return [
        CopyForm("Plain", "\n\n".join(plain)),
        *([CopyForm("Full", "\n\n".join(full))] if full != plain else []),
        CopyForm("Markdown", "\n\n".join(markdown)),
        *([CopyForm("BibTeX", "\n".join(map(bibtex.format_entry, cited.values())))] if cited else []),
        *([CopyForm("Links" if len(addresses) > 1 else "Link", "\n".join(addresses))] if addresses else []),
    ]


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


def passage_forms(article: ArticleRow, words: Sequence[str], places: Sequence[BlockPlace]) -> list[CopyForm]:
    """Return the forms of a passage of an article: the words of each of its blocks, and their places."""
    return [
        CopyForm("Plain", citations.cite_passage(article, words, places)),
        CopyForm("Words alone", "\n\n".join(words)),
        CopyForm("Markdown", citations.quote_passage_in_markdown(article, words, places)),
        CopyForm("BibTeX", bibtex.format_entry(CitedArticle(article))),
        *_link_form(article.url),
    ]


def text_forms(text: str, url: str | None = None) -> list[CopyForm]:
    """Return the forms of a text that has a citation already, such as a judgement or an event."""
    return [CopyForm("Plain", text), CopyForm("Markdown", _quote_in_markdown(text)), *_link_form(url)]


def reader_link(dossier: str, reference: PlaceReference) -> CopyForm:
    """Return the form of a place as a link that opens the reader there."""
    return CopyForm("Reader link", format_link(reference._replace(dossier=dossier)))


def _quote_in_markdown(text: str) -> str:
    return "\n".join(f"> {citations.plain_markdown(line)}".rstrip() for line in text.split("\n"))


def _link_form(url: str | None) -> Sequence[CopyForm]:
    return [CopyForm("Link", url)] if url else []
