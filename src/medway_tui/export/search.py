"""Report on search hits: paragraphs or quotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from medway_tui.export import citations
from medway_tui.export.quotes import ROLE_CAVEATS, role_caveats
from medway_tui.export.report import LazyRows, Report, Value, report_of
from medway_tui.export.spoken import open_place, spoken_article
from medway_tui.text import plural

if TYPE_CHECKING:
    from medway_tui.index.people import QuoteRoles
    from medway_tui.index.search import Match, SearchHit

SEARCH_COLUMNS = (
    "article", "headline", "publisher", "published", "url", "paragraph", "speaker_name", "text", "matches",
    "title_ours", "published_inferred", "caption", "speakers", "match_speakers", "draft",
    "role", "party", "role_status", "role_checked", "party_status", "party_unclear",
)  # fmt: skip


def search_report(
    hits: Sequence[SearchHit],
    matches_of: Callable[[SearchHit], Sequence[Match]],
    roles_of: Callable[[SearchHit], QuoteRoles],
    *,
    show_roles: bool = False,
) -> Report:
    """Report search hits, each with the places of the search words in it and the speaker of each.

    With ``show_roles``, as for a search by role or party, people see the speakers' roles on the day too.
    """

    def describe_speakers(hit: SearchHit) -> str:
        if not hit.display_name:
            return "" if hit.place.label == "headline" else f"none ({citations.OWN_WORDS})"
        return (roles_of(hit).describe_speakers() if show_roles else "") or hit.display_name

    report = report_of(
        hits,
        SEARCH_COLUMNS,
        lambda hit: (
            hit.article.id, hit.article.headline, hit.article.publisher, hit.article.published,
            hit.article.url, hit.paragraph, hit.speaker_name,
            hit.text, tuple(f"{match.start}-{match.end}" for match in matches_of(hit)),
            bool(hit.article.title_ours), hit.article.published_inferred,
            hit.caption, hit.speakers,
            tuple(match.speaker or "" for match in matches_of(hit)), hit.is_draft,
            *_role_values(roles_of(hit)),
        ),
        ("Date", "Publisher", "Paragraph", "Speaker", "Words"),
        lambda hit: (
            citations.display_date(hit.article), hit.article.publisher, hit.place.label,
            describe_speakers(hit), _hit_text(hit),
        ),
        lambda hit: _hit_block(hit, describe_speakers(hit)),
    )  # fmt: skip
    return report._replace(
        heading=f"{plural(len(hits), 'hit')}, newest articles first",
        spoken=LazyRows(lambda: (_spoken_hit(hit, describe_speakers(hit)) for hit in hits)),
        opens=LazyRows(lambda: (open_place(hit.article.id, hit.place) for hit in hits)),
    )


def _spoken_hit(hit: SearchHit, speakers: str) -> str:
    lines = [spoken_article(hit.article, [hit.place]) + ":", f"   {_hit_text(hit)}"]
    return "\n".join([*lines, *([f"   Speaker of the words found: {speakers}"] if speakers else [])])


def _role_values(roles: QuoteRoles) -> tuple[Value, ...]:
    caveats = role_caveats(roles)
    return roles.describe() or None, roles.party, *(caveats[name] for name in ROLE_CAVEATS)


def _hit_block(hit: SearchHit, speakers: str) -> str:
    source = citations.cite_article(hit.article, [hit.place])
    if hit.quote is not None:
        return f"{speakers}: {_hit_text(hit)}\n— {source}"
    spoken = "" if not speakers else f"\n   Speaker of the words found: {speakers}"
    return f"{_hit_text(hit)}\n— {source}{spoken}"


def _hit_text(hit: SearchHit) -> str:
    words = hit.text if hit.type in (None, "indirect") else f"“{hit.text}”"
    return f"{words} [{citations.DRAFT_LABEL}]" if hit.quote is not None and hit.is_draft else words
