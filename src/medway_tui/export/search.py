"""Report on search hits: paragraphs or quotations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from medway_tui.export import citations
from medway_tui.export.report import Report, report_of

if TYPE_CHECKING:
    from medway_tui.index.search import SearchHit

SEARCH_COLUMNS = (
    "article", "headline", "publisher", "published", "url", "paragraph", "speaker_name", "text", "matches",
    "title_ours", "published_inferred", "caption", "speakers", "match_speakers", "draft",
)  # fmt: skip


def search_report(hits: Sequence[SearchHit]) -> Report:
    """Report search hits, each with the places of the search words in it and the speaker of each."""
    return report_of(
        hits,
        SEARCH_COLUMNS,
        lambda hit: (
            hit.article.id, hit.article.headline, hit.article.publisher, hit.article.published,
            hit.article.url, hit.paragraph, hit.speaker_name,
            hit.text, tuple(f"{match.start}-{match.end}" for match in hit.matches),
            bool(hit.article.title_ours), hit.article.published_inferred,
            hit.caption, hit.speakers,
            tuple(match.speaker or "" for match in hit.matches), hit.is_draft,
        ),
        ("Date", "Publisher", "Paragraph", "Speaker", "Words"),
        lambda hit: (
            citations.display_date(hit.article), hit.article.publisher, hit.place.label,
            hit.display_name, _hit_text(hit),
        ),
        _hit_block,
    )  # fmt: skip


def _hit_block(hit: SearchHit) -> str:
    source = citations.cite_article(hit.article, [hit.place])
    if hit.quote is not None:
        return f"{hit.display_name}: {_hit_text(hit)}\n— {source}"
    spoken = f"\n   Speaker of the words found: {hit.display_name}" if hit.display_name else ""
    return f"{_hit_text(hit)}\n— {source}{spoken}"


def _hit_text(hit: SearchHit) -> str:
    words = hit.text if hit.type in (None, "indirect") else f"“{hit.text}”"
    return f"{words} [{citations.DRAFT_LABEL}]" if hit.quote is not None and hit.is_draft else words
