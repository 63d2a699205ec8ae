"""Report on drafts: quotations that the extractor found and that wait for review."""

from __future__ import annotations

from collections.abc import Sequence

from medway_tui.export import citations
from medway_tui.export.report import LazyRows, Report
from medway_tui.export.spoken import (
    ADRIFT,
    ATTRIBUTION_PHRASES,
    open_place,
    spoken_article,
)
from medway_tui.index.quotes import QuotePiece
from medway_tui.text import plural

DRAFT_COLUMNS = (
    "article", "id", "paragraph", "caption", "exact", "speaker", "speaker_name", "attribution", "cue", "type",
    "confidence", "note", "path", "line",
)  # fmt: skip


def drafts_report(drafts: Sequence[QuotePiece], total: int) -> Report:
    """Report drafts in the order of Review; ``total`` counts those that are not listed too."""
    more = f" The first {len(drafts):,} are listed." if total > len(drafts) else ""
    return Report(
        DRAFT_COLUMNS,
        LazyRows(
            lambda: (
                (
                    each.article.id, each.id, each.paragraph, each.caption, each.exact, each.speaker,
                    each.speaker_name, each.attribution, each.cue, each.type, each.confidence, each.note,
                    each.path, each.line,
                )
                for each in drafts
            )
        ),
        ("Article", "Speaker", "Words", "Paragraph", "Type", "Sure"),
        LazyRows(
            lambda: (
                (
                    each.article.id, each.display_name, f"“{each.exact}”",
                    "adrift" if each.span is None else each.place.label, each.type,
                    f"{each.confidence:.0%}",
                )
                for each in drafts
            )
        ),
        LazyRows(lambda: map(_block, drafts)),
        heading=f"{plural(total, 'draft')} to review; d in the reader confirms, changes or drops each.{more}",
        opens=LazyRows(lambda: (open_place(each.article.id, each.place) for each in drafts)),
    )  # fmt: skip


def _block(draft: QuotePiece) -> str:
    phrase = ATTRIBUTION_PHRASES.get(draft.type, "No quotation, by")
    words = draft.exact if draft.type == "indirect" else f"“{draft.exact}”"
    places = () if draft.span is None else (draft.place,)
    lines = [
        f"{phrase} {draft.display_name}, {draft.confidence:.0%} sure:",
        f"   {words}",
        f"   {spoken_article(draft.article, places)}" + (f", {ADRIFT}" if draft.span is None else ""),
    ]
    if draft.cue or draft.attribution:
        printed = [
            f"as {draft.attribution}" if draft.attribution else "",
            f"with {draft.cue}" if draft.cue else "",
        ]
        lines.append(f"   The article names the speaker {' '.join(filter(None, printed))}.")
    note = citations.draft_note(draft._replace(draft=None))
    return "\n".join([*lines, *([f"   Note: {note}"] if note else [])])
