"""Withhold the text of originals: articles as others may see them, without the newspaper's own prose.

What is quoted from the speech of others is kept word for word; so are headline, date, publisher and address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from medway_tui.content.loaded_article import ArticleWithQuotes, PlacedQuote
from medway_tui.model.articles import ORIGINAL_KEYS, Quote
from medway_tui.model.locations import Span
from medway_tui.quotation_marks import CLOSING, OPENING, STRAIGHT
from medway_tui.text import OMISSION
from medway_tui.yaml_io.nodes import YamlDocument

_MARKS_BEFORE = f"{OPENING}{STRAIGHT}‘'"
_MARKS_AFTER = f"{CLOSING}{STRAIGHT}’'"


def withhold_overlays(documents: Sequence[YamlDocument]) -> None:
    """Drop the text of originals that override an account, from an article's documents, lowest first.

    Only the keys that make an original are dropped: what else the user wrote in the file is used.
    """
    has_account = False
    for document in documents:
        value = document.value
        kind = value.get("kind") if isinstance(value, dict) else None
        if kind == "original" and has_account and isinstance(value, dict):
            document.value = {key: each for key, each in value.items() if key not in ORIGINAL_KEYS}
        elif kind is not None:
            has_account = kind == "account"


def withhold_text(loaded: ArticleWithQuotes) -> ArticleWithQuotes:
    """Return an original with nothing of its text but the quotations, at their places.

    Reported speech in the newspaper's words and marks that are no speech are left out too. The blocks keep
    their numbers.
    """
    quotes = [each for each in loaded.quotes if each.quote.type in ("direct", "mixed")]
    blocks = [
        _BlockExtract(text, _ranges_in(quotes, text, number)) for number, text in enumerate(loaded.texts)
    ]
    paragraphs = tuple(
        replace(paragraph, text=extract.text)
        for paragraph, extract in zip(loaded.article.paragraphs, blocks[1:], strict=True)
    )
    kept = {each.quote.id for each in quotes}
    return loaded._replace(
        article=replace(loaded.article, paragraphs=paragraphs),
        quotes=tuple(
            each._replace(
                quote=_without_lost_links(each.quote, kept),
                span=each.span if each.span is None or each.span.block == 0 else _move(each.span, blocks),
            )
            for each in quotes
        ),
    )


def _without_lost_links(quote: Quote, kept: set[str]) -> Quote:
    continues = quote.continues if quote.continues in kept else None
    repeats = quote.repeats if quote.repeats in kept else None
    # The words before and after are the newspaper's.
    return replace(quote, continues=continues, repeats=repeats, prefix=None, suffix=None)


def _move(span: Span, blocks: Sequence[_BlockExtract]) -> Span:
    extract = blocks[span.block]
    return Span(span.block, extract.move(span.start), extract.move(span.end))


def _ranges_in(quotes: Iterable[PlacedQuote], text: str, block: int) -> Iterator[tuple[int, int]]:
    """Yield the range of each quotation of a block with its quotation marks, in code points."""
    for each in quotes:
        if each.span is not None and each.span.block == block:
            start, end = each.span.start, each.span.end
            if text[start - 1 : start] in _MARKS_BEFORE and start:
                start -= 1
            if text[end : end + 1] in _MARKS_AFTER and end < len(text):
                end += 1
            yield start, end


class _BlockExtract:
    """The quotations of a block, with marks of omission between them."""

    def __init__(self, text: str, ranges: Iterable[tuple[int, int]]) -> None:
        self._pieces: list[tuple[int, int, int]] = []
        """Start and end of each piece in the block, and its start in the extract."""
        parts: list[str] = []
        length = last_end = 0
        for start, end in _merge(ranges):
            between = text[last_end:start]
            if between.strip():
                between = f"{OMISSION} " if not parts else f" {OMISSION} "
            self._pieces.append((start, end, length + len(between)))
            parts += (between, text[start:end])
            length += len(between) + end - start
            last_end = end
        if text[last_end:].strip():
            parts.append(f" {OMISSION}" if parts else OMISSION)
        self.text = "".join(parts)

    def move(self, position: int) -> int:
        """Return where a position of a quotation is in the extract, in code points."""
        return next(
            position - start + moved for start, end, moved in self._pieces if start <= position <= end
        )


def _merge(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
