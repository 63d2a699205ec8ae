"""Report on search hits: paragraphs or quotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from medway_tui.export import citations
from medway_tui.export.report import Report, report_of

if TYPE_CHECKING:
    from medway_tui.index.search import SearchHit

SEARCH_COLUMNS = (
    "article", "headline", "publisher", "published", "url", "paragraph", "speaker_name", "text", "matches",
)  # fmt: skip

SpanFinder = Callable[[str], Sequence[tuple[int, int]]]
"""Finds the search words in a text: starts and ends in code points."""


def search_report(hits: Sequence[SearchHit], find_spans: SpanFinder) -> Report:
    """Report search hits, each with the places of the search words in it."""
    return report_of(
        hits,
        SEARCH_COLUMNS,
        lambda hit: (
            hit.article.id, hit.article.headline, hit.article.publisher, hit.article.published,
            hit.article.url, hit.paragraph, hit.speaker_name, hit.text,
            tuple(f"{start}-{end}" for start, end in find_spans(hit.text)),
        ),
        ("Date", "Publisher", "Paragraph", "Words"),
        lambda hit: (
            citations.display_date(hit.article), hit.article.publisher,
            citations.format_paragraphs([hit.paragraph]), _hit_text(hit),
        ),
        lambda hit: f"{_hit_text(hit)}\n— {citations.cite_article(hit.article, [hit.paragraph])}",
    )  # fmt: skip


def _hit_text(hit: SearchHit) -> str:
    if hit.quote is None:
        return hit.text
    draft = f" [{citations.DRAFT_LABEL}]" if hit.is_draft else ""
    return f"{hit.speaker_name or 'Not attributed'}: “{hit.text}”{draft}"
