"""Draws a line of an article: its margin, and its text with highlights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from medway_tui.model.locations import Span
from medway_tui.text import escape_invisible
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.article_layout import ArticleBlock, TextLine

DRAFT_BAR = "┊"
"""The bar in the margin beside a draft."""
_BAR, _OTHER_BAR = "▌", "▎"

WIDE_MARGIN = 5
"""The cells for initials and bars right of the paragraph's number."""
NARROW_MARGIN = 2
"""The cells for the bars alone, in a narrow pane."""

_ITALIC = Style(italic=True)
_OPENING, _CLOSING = "“‘\"'«", "”’\"'»"


class QuoteHighlight(NamedTuple):
    """A quotation to be highlighted."""

    key: int
    span: Span
    tint: int | None
    """The position of the speaker's colour."""
    initials: str
    """The speaker's initials, in two cells."""
    draft: bool = False


class MarginSigns(NamedTuple):
    """The signs beside the number of a line's paragraph."""

    pair: str = ""
    """The letters of the paragraphs that correspond, on the first line of each; left of the number."""
    is_current: bool = False
    """Whether the other article shows the paragraph that corresponds to this one."""
    differs: bool = False
    """Whether words that begin on this line are evidence for a side of a difference."""
    note: str = ""
    """The sign of the user's notes on words that begin on this line."""


NO_SIGNS = MarginSigns()
DIFFERS = "≠"
"""The sign in the margin where the sources differ."""


class Highlights(Protocol):
    """The highlights of an article's paragraphs, in order."""

    @property
    def pair_width(self) -> int:
        """The cells for the letters of pairs left of the numbers; 0 where the article has none."""
        ...

    @property
    def has_differences(self) -> bool:
        """Whether any line has the sign of a difference."""
        ...

    @property
    def has_notes(self) -> bool:
        """Whether any line has the sign of a note."""
        ...

    def signs(self, paragraph: int, start: int, end: int, /) -> MarginSigns:
        """Return the signs of a line of a paragraph, from ``start`` to ``end``."""
        ...

    def quotations(self, paragraph: int, /) -> Sequence[QuoteHighlight]: ...

    def matches(self, paragraph: int, /) -> Sequence[Span]: ...


class NoHighlights:
    """The highlights of an article without any."""

    pair_width = 0
    has_differences = False
    has_notes = False

    def signs(self, _paragraph: int, _start: int, _end: int, /) -> MarginSigns:
        return NO_SIGNS

    def quotations(self, _paragraph: int, /) -> Sequence[QuoteHighlight]:
        return ()

    def matches(self, _paragraph: int, /) -> Sequence[Span]:
        return ()


class LineRenderer(NamedTuple):
    """The styles of an article's lines, and what is emphasised in them."""

    base: Style
    colours: Palette
    digits: int
    """The cells for a paragraph's number."""
    initials: bool
    """Whether there is room for initials."""
    emphasised: Sequence[Span]
    """The spans of the chosen quotation, or of the evidence."""
    pair_width: int = 0
    """The cells for the letters of pairs left of the numbers."""
    has_differences: bool = False
    has_notes: bool = False

    def margin(
        self,
        line: TextLine,
        block: ArticleBlock,
        quotations: Iterable[QuoteHighlight],
        signs: MarginSigns = NO_SIGNS,
    ) -> Iterator[Segment]:
        """Yield the signs, the paragraph's number, the initials and the bars of a line's quotations."""
        base, colours = self.base, self.colours
        if self.pair_width:
            pair_style = base + (colours.chosen if signs.is_current else colours.strong)
            yield Segment(signs.pair, pair_style)
            yield Segment(" " * (self.pair_width - len(signs.pair)), base)
        end = max(line.end, line.start + 1)
        highlights = [quote for quote in quotations if quote.span.start < end and quote.span.end > line.start]
        emphasised = next((span for span in self.emphasised if span.block == block.number), None)
        label = block.label if line.first and self.digits else ""
        yield Segment(label.rjust(self.digits), base + (colours.strong if emphasised else colours.muted))
        if self.has_notes:
            yield Segment(signs.note or " ", base + colours.strong)
        if self.initials:
            begun = next((quote for quote in highlights if line.start <= quote.span.start <= line.end), None)
            style = self._tint(begun) if begun else base + colours.muted
            yield Segment(DIFFERS if signs.differs else " ", base + colours.muted)
            yield Segment(colours.initials(begun.tint, begun.initials) if begun else "  ", style)
        elif self.has_differences:
            yield Segment(DIFFERS if signs.differs else " ", base + colours.muted)
        if highlights:
            yield Segment(DRAFT_BAR if highlights[0].draft else _BAR, self._tint(highlights[0]))
        else:
            # Evidence outside any quotation needs a sign of its own.
            is_start = emphasised and line.start <= emphasised.start < end
            yield Segment("▸" if is_start else " ", base + colours.strong)
        speakers = [(quote.tint, quote.initials) for quote in highlights]
        other = next((quote for quote in highlights if (quote.tint, quote.initials) != speakers[0]), None)
        yield Segment(_OTHER_BAR, self._tint(other)) if other else Segment(" ", base)
        if block.kind == "item":
            yield Segment("• " if line.first else "  ", base)

    def _tint(self, quote: QuoteHighlight) -> Style:
        return self.base + self.colours.tint(quote.tint) + self.colours.strong

    def text(
        self,
        line: TextLine,
        block: ArticleBlock,
        quotations: Iterable[QuoteHighlight],
        matches: Iterable[Span],
    ) -> Iterator[Segment]:
        base, colours = self.base, self.colours
        if block.kind in ("headline", "subhead"):
            base += colours.strong
        elif block.kind in ("about", "missing"):
            base += colours.muted
        elif block.kind == "caption":
            base += colours.muted + _ITALIC
        styles: list[tuple[int, int, Style]] = []
        for quote in quotations:
            start, end = _with_quotation_marks(block.text, quote.span)
            styles.append((start, end, colours.tint(quote.tint) + (_ITALIC if quote.draft else Style())))
        emphasised = (span for span in self.emphasised if span.block == block.number)
        styles += [(span.start, span.end, colours.chosen) for span in emphasised]
        styles += [(span.start, span.end, colours.match) for span in matches]
        inner = {edge for start, end, _ in styles for edge in (start, end) if line.start < edge < line.end}
        for start, end in pairwise(sorted({line.start, line.end, *inner})):
            style = base
            for first, last, added in styles:
                if first <= start and end <= last:
                    style += added
            yield Segment(escape_invisible(block.text[start:end]), style)


def apply_selection(
    text: Strip, line: TextLine, words: str, selected: tuple[int, int], style: Style
) -> Strip:
    """Return a line's text with a part of its block selected; an end of -1 is the end of the block."""
    start, end = selected
    end = line.end if end == -1 else end
    start, end = max(start, line.start) - line.start, min(end, line.end) - line.start
    if start >= end:
        return text
    cells = [cell_len(words[:start]), cell_len(words[:end])]
    before, inside, after = text.crop(0, cells[0]), text.crop(cells[0], cells[1]), text.crop(cells[1])
    # The selection's background replaces the text's own.
    chosen = Strip(Segment.apply_style(inside, post_style=style), inside.cell_length)
    return Strip.join([before, chosen, after])


def _with_quotation_marks(text: str, span: Span) -> tuple[int, int]:
    """Return a quotation's start and end, with its quotation marks where it has them."""
    start, end = span.start, span.end
    if start > 0 and text[start - 1] in _OPENING:
        start -= 1
    if end < len(text) and text[end] in _CLOSING:
        end += 1
    return start, end
