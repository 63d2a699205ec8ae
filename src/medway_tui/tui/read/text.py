"""What the text pane shows of an article: its blocks."""

from __future__ import annotations

from medway_tui.export import citation
from medway_tui.index.articles import ArticleRow
from medway_tui.text import visible
from medway_tui.tui.read.opened import Opened
from medway_tui.tui.widgets.article import UNSURE, Blocks


def dateline(article: ArticleRow) -> str:
    """Where and when an article was published, as far as is known."""
    date = citation.published(article)
    return f"{article.publisher} · {date}" if date else article.publisher


def blocks(opened: Opened) -> Blocks:
    """An article's blocks; what it is stands under the headline, what is inferred at the end."""
    about = (*_about(opened.article), *_of_drafts(len(opened.drafts)))
    return Blocks(opened.texts, about, _notes(opened.article))


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


def _of_drafts(number: int) -> list[str]:
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
