"""A line of an article drawn: its margin, and its words with all that is marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from medway_tui.model.locations import Span
from medway_tui.text import escape_invisible
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.article_layout import ArticleBlock, TextLine

DRAFT_BAR = "┊"
"""The bar in the margin beside a draft, in the place of a whole one."""

WIDE_MARGIN = 5
"""The cells that initials and bars take beside the numbers, where there is room for the initials."""
NARROW_MARGIN = 2
"""The cells that the bars alone take."""

_ITALIC = Style(italic=True)
_OPENING, _CLOSING = "“‘\"'«", "”’\"'»"


class QuoteHighlight(NamedTuple):
    """A quotation to be marked in the text."""

    key: int
    span: Span
    tint: int | None
    """The number of its speaker's colour."""
    initials: str
    """The speaker's initials, for the margin: two cells."""
    draft: bool = False
    """Whether nobody has confirmed it yet."""


class Highlights(Protocol):
    """What is marked in an article, asked for by paragraph when it is seen."""

    def quotations(self, paragraph: int) -> Iterable[QuoteHighlight]:
        """The quotations in a paragraph."""

    def matches(self, paragraph: int, start: int, end: int) -> Iterable[Span]:
        """What was searched for, where it stands in a part of a paragraph."""


class NoHighlights:
    """Nothing is marked."""

    def quotations(self, paragraph: int) -> Iterable[QuoteHighlight]:  # noqa: ARG002 - as ``Highlights`` has it
        """None."""
        return ()

    def matches(self, paragraph: int, start: int, end: int) -> Iterable[Span]:  # noqa: ARG002
        """None."""
        return ()


class LineRenderer(NamedTuple):
    """What the lines of an article are drawn with."""

    base: Style
    colours: Palette
    digits: int
    """The cells of a paragraph's number."""
    initials: bool
    """Whether there is room for initials."""
    emphasised: Sequence[Span]
    """The chosen quotation, or what evidence points at."""

    def margin(
        self, line: TextLine, block: ArticleBlock, quotations: Sequence[QuoteHighlight]
    ) -> list[Segment]:
        """What stands left of a line's words: the number, the initials and the bars of ``quotations``."""
        base, colours = self.base, self.colours
        chosen = next((span for span in self.emphasised if span.paragraph == block.number), None)
        number = str(block.number) if line.first and block.number > 0 else ""
        muted = base + colours.muted
        segments = [Segment(number.rjust(self.digits), base + colours.strong if chosen else muted)]
        marks = [
            mark
            for mark in quotations
            if mark.span.start < max(line.end, line.start + 1) and mark.span.end > line.start
        ]
        mark = marks[0] if marks else None
        tint = base + colours.tint(mark.tint) + colours.strong if mark else muted
        if self.initials:
            begun = next((m for m in marks if line.start <= m.span.start <= line.end), None)
            begun_tint = base + colours.tint(begun.tint) + colours.strong if begun else muted
            segments.append(Segment(f" {begun.initials if begun else '  '}", begun_tint))
        if mark:
            segments.append(Segment(DRAFT_BAR if mark.draft else "▌", tint))
        else:
            # What evidence points at needs a sign of its own where no quotation has one.
            points = chosen and line.start <= chosen.start < max(line.end, line.start + 1)
            segments.append(Segment("▸" if points else " ", base + colours.strong))
        other = next((m for m in marks if m.initials != marks[0].initials), None)
        if other is None:
            segments.append(Segment(" ", base))
        else:
            segments.append(Segment("▎", base + colours.tint(other.tint) + colours.strong))
        if block.kind == "item":
            segments.append(Segment("• " if line.first else "  ", base))
        return segments

    def words(
        self,
        line: TextLine,
        block: ArticleBlock,
        quotations: Iterable[QuoteHighlight],
        matches: Iterable[Span],
    ) -> list[Segment]:
        """A line's words, with these marked in them."""
        base, colours = self.base, self.colours
        if block.kind in ("headline", "subhead"):
            base += colours.strong
        elif block.kind in ("about", "missing"):
            base += colours.muted
        styles: list[tuple[int, int, Style]] = []
        for mark in quotations:
            start, end = _with_quotation_marks(block.text, mark.span)
            styles.append((start, end, colours.tint(mark.tint) + (_ITALIC if mark.draft else Style())))
        styles += [
            (span.start, span.end, colours.chosen)
            for span in self.emphasised
            if span.paragraph == block.number
        ]
        styles += [(span.start, span.end, colours.match) for span in matches]
        edges = {line.start, line.end}
        for start, end, _ in styles:
            edges.update(edge for edge in (start, end) if line.start < edge < line.end)
        segments = []
        for start, end in pairwise(sorted(edges)):
            style = base
            for first, last, added in styles:
                if first <= start and end <= last:
                    style += added
            segments.append(Segment(escape_invisible(block.text[start:end]), style))
        return segments


def apply_selection(
    text: Strip, line: TextLine, words: str, selected: tuple[int, int], style: Style
) -> Strip:
    """A line's words with a part of their paragraph selected: from a start to an end, -1 for all the rest."""
    start, end = selected
    end = line.end if end == -1 else end
    start, end = max(start, line.start) - line.start, min(end, line.end) - line.start
    if start >= end:
        return text
    cells = [width_in_cells(words[:start]), width_in_cells(words[:end])]
    before, inside, after = text.crop(0, cells[0]), text.crop(cells[0], cells[1]), text.crop(cells[1])
    # Over the text's own style, which has a background too.
    chosen = Strip(Segment.apply_style(inside, post_style=style), inside.cell_length)
    return Strip.join([before, chosen, after])


def width_in_cells(text: str) -> int:
    """The width of a text in cells."""
    from rich.cells import cell_len  # noqa: PLC0415 - only a selection needs it

    return cell_len(text)


def _with_quotation_marks(text: str, span: Span) -> tuple[int, int]:
    """A quotation with its quotation marks, where it has them."""
    start, end = span.start, span.end
    if start > 0 and text[start - 1] in _OPENING:
        start -= 1
    if end < len(text) and text[end] in _CLOSING:
        end += 1
    return start, end
