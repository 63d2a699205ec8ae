"""The text of an article: laid out as a whole, drawn a line at a time.

Every line is a span of a paragraph, so quotations, matches and selections are drawn by their offsets,
and the place in the text survives a change of width.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from medway_tui.model.places import Span
from medway_tui.tui.palette import Palette, palette
from medway_tui.tui.widgets.moving import MOVING, Moving
from medway_tui.tui.widgets.wrapping import wrap

MEASURE = 78
"""The widest that lines of text become, in cells: longer ones are hard to follow."""

UNSURE = "┊"
"""The bar in the margin beside a draft, in the place of a whole one."""

_ITALIC = Style(italic=True)
_OPENING, _CLOSING = "“‘\"'«", "”’\"'»"


class Block(NamedTuple):
    """A paragraph to be drawn."""

    number: int
    """Its number; -1 for a line about the article, which no quotation stands in."""
    text: str
    """Its text, safe to draw: every character visible."""
    kind: str
    """headline, paragraph, subhead, item, missing or about."""


class Mark(NamedTuple):
    """A quotation to be marked in the text."""

    key: int
    span: Span
    tint: int | None
    """The number of its speaker's colour."""
    initials: str
    """The speaker's initials, for the margin: two cells."""
    draft: bool = False
    """Whether nobody has confirmed it yet."""


class Line(NamedTuple):
    """A line on the screen: a span of a block, or a blank line when ``block`` is -1."""

    block: int
    start: int
    end: int


class ArticleText(Moving, ScrollView, can_focus=True):
    """The pane in which an article is read."""

    DEFAULT_CSS = """
    ArticleText { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }
    """

    BINDINGS = MOVING

    class QuoteClicked(Message):
        """A quotation in the text was clicked."""

        def __init__(self, key: int) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._blocks: Sequence[Block] = ()
        self._digits = 2
        self._by_number: dict[int, int] = {}
        self._marks: dict[int, list[Mark]] = {}
        self._matches: dict[int, list[Span]] = {}
        self._lines: list[Line] = []
        self._first_lines: list[int] = []
        self._laid_out = Size(0, 0)
        self._anchor = (0, 0)
        self._base = Style()
        self._palette = palette("")
        self.chosen: Span | None = None
        """What stands out: the chosen quotation, or what evidence points at."""
        self.more: tuple[Span, ...] = ()
        """Where it goes on, in other paragraphs."""

    # -- what is shown ---------------------------------------------------------------------------

    def show(self, blocks: Sequence[Block], marks: Iterable[Mark], matches: Iterable[Span] = ()) -> None:
        """Show an article from its beginning."""
        self._blocks = blocks
        self._digits = max(2, *(len(str(block.number)) for block in blocks)) if blocks else 2
        self._by_number = {block.number: at for at, block in enumerate(blocks)}
        self._marks = {}
        for mark in marks:
            self._marks.setdefault(mark.span.paragraph, []).append(mark)
        self.chosen, self.more = None, ()
        self._anchor = (0, 0)
        self.mark_matches(matches)
        self._laid_out = Size(0, 0)
        if self.size.width:
            self._lay_out()
            self.scroll_to(y=0, animate=False, immediate=True)

    def renew(
        self,
        blocks: Sequence[Block],
        marks: Iterable[Mark],
        matches: Iterable[Span],
        standing_out: Sequence[Span],
    ) -> None:
        """Show the same article after it was changed; what is at the top of the pane stays there."""
        at, offset = self._top()
        at = _same(self._blocks, blocks, at)
        self.show(blocks, marks, matches)
        self.chosen, self.more = (standing_out[0], tuple(standing_out[1:])) if standing_out else (None, ())
        self._anchor = (at, offset)
        self._scroll_to_top(at, offset)

    def mark_matches(self, matches: Iterable[Span]) -> None:
        """Mark other words as what was searched for."""
        self._matches = {}
        for span in matches:
            self._matches.setdefault(span.paragraph, []).append(span)
        self.refresh()

    def go_to(self, span: Span, *more: Span) -> None:
        """Make a place stand out, and bring it into sight; a span of no length is its paragraph.

        A quotation that goes on in other paragraphs stands out there as well.
        """
        self.chosen, self.more = span, more
        self.refresh()
        line = self._line_of(span.paragraph, span.start)
        if line is None:
            return
        last = self._line_of(span.paragraph, max(span.start, span.end - 1)) or line
        height = max(1, self.size.height)
        top = self.scroll_offset.y
        if line < top + 1 or last >= top + height - 1:
            # A third of the way down, so that what leads up to it can be read; all of it in sight.
            third = max(line - height // 3, last - height + 2)
            self._scroll(third if last - line < height - 1 else line)

    def in_sight(self, span: Span) -> bool:
        """Whether any of a place is on the screen."""
        first = self._line_of(span.paragraph, span.start)
        last = self._line_of(span.paragraph, max(span.start, span.end - 1))
        if first is None or last is None:
            return False
        top = self.scroll_offset.y
        return last >= top and first < top + self.size.height

    def place(self) -> tuple[int, int]:
        """The paragraph and offset at the top of the pane; offset -1 is the blank line above it."""
        at, offset = self._top()
        if not self._blocks:
            return 0, 0
        if self._blocks[at].number < 0:
            # A line about the article counts as the end of the paragraph above it.
            at = next((n for n in range(at, 0, -1) if self._blocks[n].number >= 0), 0)
            offset = len(self._blocks[at].text)
        return max(0, self._blocks[at].number), offset

    def _top(self) -> tuple[int, int]:
        """The block and offset at the top of the pane; offset -1 is the blank line above it."""
        if not self._first_lines:
            return 0, 0
        # The last line is blank, and nothing is below it.
        top = min(self.scroll_offset.y, len(self._lines) - 2)
        line = self._lines[top]
        return (line.block, line.start) if line.block >= 0 else (self._lines[top + 1].block, -1)

    def go_to_place(self, paragraph: int, offset: int) -> None:
        """Bring a place that ``place`` gave to the top of the pane."""
        at = self._by_number.get(paragraph)
        if at is not None:
            self._scroll_to_top(at, offset)

    def _scroll_to_top(self, block: int, offset: int) -> None:
        line = self._line_in(block, offset)
        if line is not None:
            self._scroll(line - (offset < 0))

    def _scroll(self, line: int) -> None:
        # By force, as there is no scrollbar yet where the article before was short.
        self.scroll_to(y=max(0, line), animate=False, immediate=True, force=True)

    # -- layout ----------------------------------------------------------------------------------

    @property
    def _gutter(self) -> int:
        """The cells left of the text: number, initials, bar."""
        return self._digits + (5 if self.size.width >= 50 else 2)

    def _lay_out(self) -> None:
        width = min(MEASURE, self.scrollable_content_region.width - self._gutter - 1)
        lines: list[Line] = []
        firsts: list[int] = []
        for at, block in enumerate(self._blocks):
            if at and not self._close(self._blocks[at - 1], block):
                lines.append(Line(-1, 0, 0))
            firsts.append(len(lines))
            indent = 2 if block.kind == "item" else 0
            lines += [Line(at, start, end) for start, end in wrap(block.text, width - indent)]
        lines.append(Line(-1, 0, 0))
        self._lines, self._first_lines = lines, firsts
        self._laid_out = self.size
        self.virtual_size = Size(0, len(lines))

    @staticmethod
    def _close(above: Block, below: Block) -> bool:
        return above.kind == below.kind and above.kind in ("item", "about")

    def _line_of(self, paragraph: int, offset: int) -> int | None:
        at = self._by_number.get(paragraph)
        return None if at is None else self._line_in(at, offset)

    def _line_in(self, block: int, offset: int) -> int | None:
        if block >= len(self._first_lines):
            return None
        line = self._first_lines[block]
        while line + 1 < len(self._lines) and self._lines[line + 1].block == block:
            if self._lines[line + 1].start > offset:
                break
            line += 1
        return line

    def on_resize(self) -> None:
        """Lay out anew, and keep the paragraph that was at the top."""
        anchor = self._anchor
        self._lay_out()
        self._scroll_to_top(*anchor)
        # The words and not the line they are on now, so that the way back leads to the same line.
        self._anchor = anchor
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Note the place, unless it is a change of size that moved the text."""
        super().watch_scroll_y(old_value, new_value)
        if self._laid_out == self.size:
            self._anchor = self._top()

    # -- moving ----------------------------------------------------------------------------------

    def page(self) -> int:
        """How many lines a screenful is."""
        return max(1, self.size.height)

    def move_by(self, lines: int) -> None:
        """Scroll so many lines down; up when negative."""
        self._scroll(self.scroll_offset.y + lines)

    def move_to_end(self, *, last: bool) -> None:
        """Scroll to the beginning, or the end."""
        self._scroll(len(self._lines) if last else 0)

    def on_click(self, event: events.Click) -> None:
        """A click on a quotation chooses it."""
        offset = event.get_content_offset_capture(self)
        number = offset.y + self.scroll_offset.y
        if not 0 <= number < len(self._lines) or self._lines[number].block < 0:
            return
        line = self._lines[number]
        block = self._blocks[line.block]
        column = offset.x - self._gutter - (2 if block.kind == "item" else 0)
        at = line.start
        while at < line.end and (column := column - len_cells(block.text[at])) >= 0:
            at += 1
        for mark in self._marks.get(block.number, ()):
            if mark.span.start - 1 <= at <= mark.span.end:
                self.post_message(self.QuoteClicked(mark.key))
                return

    # -- drawing ---------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the pane."""
        if not self._laid_out.width:
            # The first time, the size is known here before anybody is told of it.
            self._lay_out()
        self._base = self.rich_style
        self._palette = palette(self.app.theme, no_color=self.app.no_color)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the pane."""
        width = self.scrollable_content_region.width
        base, colours = self._base, self._palette
        number = y + self.scroll_offset.y
        if not 0 <= number < len(self._lines) or self._lines[number].block < 0:
            return Strip.blank(width, base)
        line = self._lines[number]
        block = self._blocks[line.block]
        first = number == self._first_lines[line.block]
        gutter = self._margin(line, block, base, colours, first=first)
        text = Strip(self._segments(line, block, base, colours))
        selection = self.text_selection
        if selection is not None:
            text = self._selected(text, line, selection)
        # Last, as a segment that is cut keeps the offset that it had as a whole.
        text = text.apply_offsets(line.start, line.block)
        return Strip.join([Strip(gutter), text]).adjust_cell_length(width, base)

    def _margin(
        self, line: Line, block: Block, base: Style, colours: Palette, *, first: bool
    ) -> list[Segment]:
        digits = self._digits
        chosen = next((span for span in self._standing_out() if span.paragraph == block.number), None)
        number = str(block.number) if first and block.number > 0 else ""
        muted = base + colours.muted
        segments = [Segment(number.rjust(digits), base + colours.strong if chosen else muted)]
        marks = self._marks_on(line, block)
        mark = marks[0] if marks else None
        tint = base + colours.tint(mark.tint) + colours.strong if mark else muted
        if self._gutter > digits + 2:
            begun = next((m for m in marks if line.start <= m.span.start <= line.end), None)
            begun_tint = base + colours.tint(begun.tint) + colours.strong if begun else muted
            segments.append(Segment(f" {begun.initials if begun else '  '}", begun_tint))
        if mark:
            segments.append(Segment(UNSURE if mark.draft else "▌", tint))
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
            segments.append(Segment("• " if first else "  ", base))
        return segments

    def _standing_out(self) -> tuple[Span, ...]:
        return () if self.chosen is None else (self.chosen, *self.more)

    def _marks_on(self, line: Line, block: Block) -> list[Mark]:
        return [
            mark
            for mark in self._marks.get(block.number, ())
            if mark.span.start < max(line.end, line.start + 1) and mark.span.end > line.start
        ]

    def _segments(self, line: Line, block: Block, base: Style, colours: Palette) -> list[Segment]:
        if block.kind in ("headline", "subhead"):
            base += colours.strong
        elif block.kind in ("about", "missing"):
            base += colours.muted
        styles: list[tuple[int, int, Style]] = []
        for mark in self._marks.get(block.number, ()):
            start, end = _with_marks(block.text, mark.span)
            styles.append((start, end, colours.tint(mark.tint) + (_ITALIC if mark.draft else Style())))
        styles += [
            (span.start, span.end, colours.chosen)
            for span in self._standing_out()
            if span.paragraph == block.number
        ]
        styles += [(s.start, s.end, colours.match) for s in self._matches.get(block.number, ())]
        edges = {line.start, line.end}
        for start, end, _ in styles:
            edges.update(edge for edge in (start, end) if line.start < edge < line.end)
        ordered = sorted(edges)
        segments = []
        for start, end in pairwise(ordered):
            style = base
            for first, last, added in styles:
                if first <= start and end <= last:
                    style += added
            segments.append(Segment(block.text[start:end], style))
        return segments

    # -- selecting -------------------------------------------------------------------------------
    # Offsets given to Textual are (offset in the paragraph, number of the block), so that a selection
    # is of the text and not of its lines, and survives a change of width.

    @property
    def allow_select(self) -> bool:
        """Text can be selected with the mouse."""
        return True

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text selected, paragraphs apart by a blank line."""
        text = "\n".join(block.text for block in self._blocks)
        return selection.extract(text).replace("\n", "\n\n"), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002 - Textual's hook
        """Draw the selection."""
        self.refresh()

    def _selected(self, text: Strip, line: Line, selection: Selection) -> Strip:
        span = selection.get_span(line.block)
        if span is None:
            return text
        start, end = span
        end = line.end if end == -1 else end
        start, end = max(start, line.start) - line.start, min(end, line.end) - line.start
        if start >= end:
            return text
        style = self.screen.get_component_rich_style("screen--selection")
        content = self._blocks[line.block].text[line.start : line.end]
        cells = [len_cells(content[:start]), len_cells(content[:end])]
        before, inside, after = (
            text.crop(0, cells[0]),
            text.crop(cells[0], cells[1]),
            text.crop(cells[1]),
        )
        # Over the text's own style, which has a background too.
        chosen = Strip(Segment.apply_style(inside, post_style=style), inside.cell_length)
        return Strip.join([before, chosen, after])


def len_cells(text: str) -> int:
    """The width of a text in cells."""
    from rich.cells import cell_len  # noqa: PLC0415 - only a selection needs it

    return cell_len(text)


def _same(old: Sequence[Block], new: Sequence[Block], at: int) -> int:
    """Where a block, or else the nearest one above it that is still there, stands now."""
    places: dict[tuple[str, str], list[int]] = {}
    for number, block in enumerate(new):
        places.setdefault((block.kind, block.text), []).append(number)
    for back in range(min(at, len(old) - 1), -1, -1):
        found = places.get((old[back].kind, old[back].text))
        if found:
            return min(min(found, key=lambda number: abs(number - back)) + at - back, len(new) - 1)
    return max(0, min(at, len(new) - 1))


def _with_marks(text: str, span: Span) -> tuple[int, int]:
    """A quotation with its quotation marks, where it has them."""
    start, end = span.start, span.end
    if start > 0 and text[start - 1] in _OPENING:
        start -= 1
    if end < len(text) and text[end] in _CLOSING:
        end += 1
    return start, end
