"""How drafts are drawn: as rows of a list, and one in the paragraphs around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from medway_tui.export.citations import display_date
from medway_tui.index.articles import ParagraphRow
from medway_tui.index.quotes import DraftRow
from medway_tui.model.locations import Span
from medway_tui.text import escape_invisible
from medway_tui.tui.rows import heading_row
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.wrapping import fit

DraftKey = tuple[str, str]
"""What tells a draft from others, whatever else of it changes: the ids of its article and entry."""

_CONTEXT_PARAGRAPHS = 1
"""How many paragraphs before and after are shown."""


class PendingCorrections(NamedTuple):
    """What a person has corrected of a draft and not confirmed yet; None where nothing is."""

    speaker: str | None = None
    """The name of who said it, as it will be shown."""
    span: Span | None = None
    type: str | None = None

    def __bool__(self) -> bool:
        """Whether anything is corrected."""
        return any(each is not None for each in self)


def draft_key(draft: DraftRow) -> DraftKey:
    """What tells a draft from others."""
    return draft.article.id, draft.id


def draft_rows(drafts: Sequence[DraftRow]) -> list[ListRow]:
    """Drafts under their articles."""
    rows: list[ListRow] = []
    for _, group in groupby(drafts, key=lambda draft: draft.article.id):
        of_article = list(group)
        article = of_article[0].article
        rows.append(
            heading_row(f"{display_date(article) or 'no date'}  {article.publisher}: {article.headline}")
        )
        rows += map(_draft_row, of_article)
    return rows


def _draft_row(draft: DraftRow) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        place = "adrift" if draft.span is None else f"¶{draft.paragraph}"
        right = f"{draft.type}  {place}  {draft.confidence:.2f}"
        first = Text("   ")
        name = fit(escape_invisible(draft.display_name), width - len(right) - 6)
        first.append(name, colours.tint(draft.speaker_position) + colours.strong)
        first.append(" " * max(1, width - cell_len(first.plain) - len(right) - 1))
        first.append(right, colours.muted)
        words = escape_invisible(draft.exact)
        return [
            first,
            Text(f"     “{words}”" if cell_len(words) <= width - 8 else f"     “{fit(words, width - 8)}”"),
        ]

    return ListRow(draft_key(draft), draw, 2)


def draft_context(
    draft: DraftRow,
    corrections: PendingCorrections,
    paragraphs: Sequence[ParagraphRow],
    colours: Palette,
    roles: str,
) -> Text:
    """A draft with all that is known of it, and the paragraphs around it with its words marked."""
    text = Text()
    tint = colours.tint(draft.speaker_position)
    _append_change(text, "", draft.display_name, corrections.speaker, tint + colours.strong)
    if roles and corrections.speaker is None:
        text.append(f"{escape_invisible(roles)}\n", colours.muted)
    _append_change(text, "type: ", draft.type, corrections.type, Style())
    text.append(f"draft, {draft.confidence:.2f} sure", colours.medium)
    text.append("".join(f" · {words}" for words in _attribution_parts(draft)) + "\n", colours.muted)
    if draft.note:
        text.append(f"Note: {escape_invisible(draft.note)}\n", colours.muted)
    if corrections:
        text.append("✎ corrected: Enter confirms it so, Esc forgets it\n", colours.medium)
    span = corrections.span or draft.span
    if span is None:
        text.append("\nadrift: these words are not in the article as it stands\n", colours.bad)
        text.append(f"“{escape_invisible(draft.exact)}”\n")
        return text
    for paragraph in paragraphs:
        if abs(paragraph.number - span.paragraph) <= _CONTEXT_PARAGRAPHS:
            _append_paragraph(text, paragraph, span, draft, tint, colours)
    return text


def _append_change(text: Text, lead: str, was: str, now: str | None, style: Style) -> None:
    text.append(lead)
    if now is None or now == was:
        text.append(f"{escape_invisible(was)}\n", style)
    else:
        text.append(escape_invisible(now), style)
        text.append(f"  ✎ was {escape_invisible(was)}\n")


def _attribution_parts(draft: DraftRow) -> Iterator[str]:
    for name, value in (("printed", draft.attribution), ("cue", draft.cue)):
        if value:
            yield f"{name} “{escape_invisible(value)}”"


def _append_paragraph(
    text: Text, paragraph: ParagraphRow, span: Span, draft: DraftRow, tint: Style, colours: Palette
) -> None:
    here = paragraph.number == span.paragraph
    place = "headline" if paragraph.number == 0 else f"¶{paragraph.number}"
    text.append(f"\n{place}  ", colours.strong if here else colours.muted)
    start = len(text)
    shown = escape_invisible(paragraph.text)
    text.append(f"{shown}\n", Style() if here else colours.muted)
    if not here:
        return
    for words in (draft.attribution, draft.cue):
        at = _nearest_outside(shown, words, span)
        if at is not None:
            text.stylize(tint + Style(italic=True, bold=True), start + at, start + at + len(words or ""))
    text.stylize(tint + colours.chosen, start + span.start, start + span.end)


def _nearest_outside(text: str, words: str | None, span: Span) -> int | None:
    """Where words stand nearest to a span, outside of it."""
    if not words:
        return None
    found = (m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text))
    outside = [at for at in found if at + len(words) <= span.start or at >= span.end]
    return min(
        outside, key=lambda at: min(abs(span.start - at - len(words)), abs(at - span.end)), default=None
    )
