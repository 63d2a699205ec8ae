"""What a search found as an answer: paragraphs, or quotations in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from medway_tui.export import citation
from medway_tui.export.answer import Answer, Made

if TYPE_CHECKING:
    from medway_tui.index.search import Hit

COLUMNS = (
    "article",
    "headline",
    "publisher",
    "published",
    "url",
    "paragraph",
    "speaker_name",
    "text",
    "matches",
)
"""The columns for programs, in their order."""

Spans = Callable[[str], Sequence[tuple[int, int]]]
"""Where the words asked for stand in a text: starts and ends in code points."""


def search_answer(found: Sequence[Hit], spans: Spans) -> Answer:
    """Paragraphs found, or quotations, each with where the words asked for stand in it."""
    return Answer(
        COLUMNS,
        Made(
            lambda: (
                (
                    hit.article.id, hit.article.headline, hit.article.publisher, hit.article.published,
                    hit.article.url, hit.paragraph, hit.speaker_name, hit.text,
                    tuple(f"{start}-{end}" for start, end in spans(hit.text)),
                )
                for hit in found
            )
        ),
        ("Date", "Publisher", "Paragraph", "Words"),
        Made(
            lambda: (
                (
                    citation.published(hit.article), hit.article.publisher, citation.named([hit.paragraph]),
                    _words(hit),
                )
                for hit in found
            )
        ),
        Made(lambda: (f"{_words(hit)}\n— {citation.article(hit.article, [hit.paragraph])}" for hit in found)),
    )  # fmt: skip


def _words(hit: Hit) -> str:
    if hit.quote is None:
        return hit.text
    draft = f" [{citation.DRAFT}]" if hit.draft else ""
    return f"{hit.speaker_name or 'Not attributed'}: “{hit.text}”{draft}"
