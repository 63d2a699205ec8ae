"""What is kept of a place in an article when its files change: some words of it."""

from __future__ import annotations

from collections.abc import Sequence

from medway_tui.model.places import Span


def same_words(span: Span, before: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]]) -> Span | None:
    """Where the words of a place stand now; None when they do not, or nobody can say where.

    ``before`` and ``now`` are the texts and kinds of the article's paragraphs, by number.
    """
    number = span.paragraph
    if not 0 <= number < len(before):
        return None
    text = before[number][0]
    same = [at for at, (other, _) in enumerate(now) if other == text]
    if same:
        return span._replace(paragraph=min(same, key=lambda at: abs(at - number)))
    here = now[number][0] if number < len(now) else ""
    words = text[span.start : span.end]
    if words and here.count(words) == 1:
        start = here.index(words)
        return Span(number, start, start + len(words))
    return None
