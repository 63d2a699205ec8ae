"""What is kept of a place in an article when its files change: a quotation, or some words."""

from __future__ import annotations

from collections.abc import Sequence

from medway_tui.index.articles import ParagraphRow
from medway_tui.index.quotes import QuoteRow
from medway_tui.model.places import Span


def same_quote(quote: QuoteRow | None, quotes: Sequence[QuoteRow]) -> QuoteRow | None:
    """The quotation among those that are there now; None when it is not.

    A quotation's key is its place in the order, which changes with what stands before it.
    """
    if quote is None:
        return None
    called = (quote.article.id, quote.id)
    return next((each for each in quotes if (each.article.id, each.id) == called), None)


def same_words(span: Span, before: Sequence[ParagraphRow], paragraphs: Sequence[ParagraphRow]) -> Span | None:
    """Where the words of a place stand now; None when they do not, or nobody can say where."""
    text = next((each.text for each in before if each.number == span.paragraph), None)
    if text is None:
        return None
    words = text[span.start : span.end]
    nearest = sorted(paragraphs, key=lambda each: abs(each.number - span.paragraph))
    for each in nearest:
        if each.text == text:
            return span._replace(paragraph=each.number)
    here = next((each.text for each in nearest if each.number == span.paragraph), "")
    if words and here.count(words) == 1:
        start = here.index(words)
        return Span(span.paragraph, start, start + len(words))
    return None
