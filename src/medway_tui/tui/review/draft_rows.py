"""Drafts as rows of a list, and one draft in its context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from medway_tui.authoring.import_notes import ImportNotes, without_option_hints
from medway_tui.export.citations import display_date
from medway_tui.index.articles import ParagraphRow
from medway_tui.index.quotes import QuotePiece
from medway_tui.model.locations import Span
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.review.commands import CONFIRM_DRAFT, DISCARD_CORRECTIONS
from medway_tui.tui.rows import ADRIFT, attribution_parts
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.wrapping import fit

DraftKey = tuple[str, str]
"""The ids of a draft's article and entry, which identify it whatever else changes."""

_CONTEXT_PARAGRAPHS = 1
"""The paragraphs shown before and after."""


class PendingCorrections(NamedTuple):
    """The corrections of a draft that are not confirmed yet; None where there is none."""

    speaker: str | None = None
    """The name of the speaker, as it will be shown."""
    span: Span | None = None
    type: str | None = None

    def __bool__(self) -> bool:
        return any(value is not None for value in self)


def draft_key(draft: QuotePiece) -> DraftKey:
    """Return what identifies a draft."""
    return draft.article.id, draft.id


def draft_rows(drafts: Sequence[QuotePiece]) -> list[ListRow]:
    """Return drafts under their articles."""
    rows: list[ListRow] = []
    for _, group in groupby(drafts, key=lambda draft: draft.article.id):
        article_drafts = list(group)
        article = article_drafts[0].article
        title = f"{display_date(article) or 'no date'}  {article.publisher}: {article.headline}"
        rows.append(_article_heading(title, plural(len(article_drafts), "draft")))
        rows += map(_draft_row, article_drafts)
    return rows


def _article_heading(title: str, count: str) -> ListRow:
    """Return the heading of an article, with the number of its drafts in the list."""

    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text(" ")
        text.append(fit(escape_invisible(title), width - len(count) - 4), colours.strong)
        text.append(" " * max(1, width - cell_len(text.plain) - len(count) - 1))
        text.append(count, colours.muted)
        return [text]

    return ListRow(None, draw)


def _draft_row(draft: QuotePiece) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        place = "adrift" if draft.span is None else draft.place.short_label
        right = f"{draft.type}  {place}  {draft.confidence:.0%}"
        first = Text("   ")
        name = fit(escape_invisible(draft.display_name), width - len(right) - 6)
        first.append(name, colours.tint(draft.speaker_position) + colours.strong)
        first.append(" " * max(1, width - cell_len(first.plain) - len(right) - 1))
        first.append(right, colours.muted)
        words = escape_invisible(draft.exact)
        return [first, Text(f"     “{fit(words, width - 8)}”")]

    return ListRow(draft_key(draft), draw, 2)


def draft_context(
    draft: QuotePiece,
    corrections: PendingCorrections,
    paragraphs: Sequence[ParagraphRow],
    colours: Palette,
    roles: str,
) -> Text:
    """Return a draft with its particulars, and the paragraphs around it with its words marked."""
    text = Text()
    tint = colours.tint(draft.speaker_position)
    _append_change(text, "", draft.display_name, corrections.speaker, tint + colours.strong)
    if roles and corrections.speaker is None:
        text.append(f"{escape_invisible(roles)}\n", colours.muted)
    _append_change(text, "type: ", draft.type, corrections.type, Style())
    text.append(f"draft, {draft.confidence:.0%} sure", colours.draft)
    text.append(
        "".join(f" · {words}" for words in attribution_parts(draft.attribution, draft.cue)) + "\n",
        colours.muted,
    )
    if draft.note:
        text.append(f"Note: {escape_invisible(draft.note)}\n", colours.muted)
    if corrections:
        keys = f"{CONFIRM_DRAFT.key} confirms, {DISCARD_CORRECTIONS.key} discards"
        text.append(f"✎ corrected: {keys}\n", colours.draft)
    span = corrections.span or draft.span
    if span is None:
        text.append(f"\n{ADRIFT}\n", colours.problem)
        text.append(f"“{escape_invisible(draft.exact)}”\n")
        return text
    for paragraph in paragraphs:
        if abs(paragraph.block - span.block) <= _CONTEXT_PARAGRAPHS:
            _append_paragraph(text, paragraph, span, draft, tint, colours)
    return text


def remarks_text(notes: ImportNotes, colours: Palette) -> Text:
    """Return what the import says of the page, for the reviewer of its quotations."""
    text = Text()
    text.append(f"From {escape_invisible(Path(notes.source).name)}\n", colours.muted)
    for remark in without_option_hints(notes.remarks):
        text.append(f"· {escape_invisible(remark)}\n")
    return text


def _append_change(text: Text, lead: str, was: str, now: str | None, style: Style) -> None:
    text.append(lead)
    if now is None or now == was:
        text.append(f"{escape_invisible(was)}\n", style)
    else:
        text.append(escape_invisible(now), style)
        text.append(f"  ✎ was {escape_invisible(was)}\n")


def _append_paragraph(
    text: Text, paragraph: ParagraphRow, span: Span, draft: QuotePiece, tint: Style, colours: Palette
) -> None:
    has_span = paragraph.block == span.block
    text.append(f"\n{paragraph.place.short_label}  ", colours.strong if has_span else colours.muted)
    start = len(text)
    shown = escape_invisible(paragraph.text)
    text.append(f"{shown}\n", Style() if has_span else colours.muted)
    if not has_span:
        return
    for words in (draft.attribution, draft.cue):
        offset = _nearest_outside(shown, words, span)
        if offset is not None:
            begin = start + offset
            text.stylize(tint + Style(italic=True, bold=True), begin, begin + len(words or ""))
    text.stylize(tint + colours.chosen, start + span.start, start + span.end)


def _nearest_outside(text: str, words: str | None, span: Span) -> int | None:
    if not words:
        return None
    matches = re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)
    outside = [match for match in matches if match.end() <= span.start or match.start() >= span.end]
    distances = [min(abs(span.start - m.end()), abs(m.start() - span.end)) for m in outside]
    return outside[distances.index(min(distances))].start() if outside else None
