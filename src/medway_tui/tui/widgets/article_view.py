"""The text of an article: laid out as it is seen, drawn a line at a time.

Every line is a span of a paragraph, so quotations, matches and selections are drawn by their offsets,
and the place in the text survives a change of width.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from medway_tui.model.locations import Span
from medway_tui.text import escape_invisible
from medway_tui.tui.commands import MOVEMENT_BINDINGS, Movable
from medway_tui.tui.theme import palette
from medway_tui.tui.widgets.article_layout import ArticleBlock, ArticleBlocks, ArticleLayout
from medway_tui.tui.widgets.line_renderer import (
    DRAFT_BAR,
    NARROW_MARGIN,
    WIDE_MARGIN,
    Highlights,
    LineRenderer,
    NoHighlights,
    QuoteHighlight,
    apply_selection,
    width_in_cells,
)
from medway_tui.tui.widgets.row_sources import SpanIndex

__all__ = ["DRAFT_BAR", "ArticleBlocks", "ArticleText", "Highlights", "QuoteHighlight"]

MAX_LINE_WIDTH = 78
"""The widest that lines of text become, in cells: longer ones are hard to follow."""

_MIN_WIDTH_FOR_INITIALS = 50
"""The narrowest pane, in cells, that has room for initials."""
_MAX_CACHED_PARAGRAPHS = 256
"""Of how many paragraphs the quotations are kept."""


class ArticleText(Movable, ScrollView, can_focus=True):
    """The pane in which an article is read."""

    DEFAULT_CSS = """
    ArticleText { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }
    """

    BINDINGS = MOVEMENT_BINDINGS

    class QuoteClicked(Message):
        """A quotation in the text was clicked."""

        def __init__(self, key: int) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._blocks = ArticleBlocks()
        self._highlights: Highlights = NoHighlights()
        self._highlight_cache: dict[int, SpanIndex[QuoteHighlight]] = {}
        self._layout = ArticleLayout(self._blocks, 1)
        self._layout_size = Size(0, 0)
        self._anchor = (0, 0)
        self._renderer = LineRenderer(Style(), palette(""), 2, initials=True, emphasised=())
        self.chosen: Span | None = None
        """What stands out: the chosen quotation, or what evidence points at."""
        self.chosen_continued: tuple[Span, ...] = ()
        """Where it goes on, in other paragraphs."""

    # -- what is shown ---------------------------------------------------------------------------

    def show(self, blocks: ArticleBlocks, marks: Highlights | None = None) -> None:
        """Show an article from its beginning."""
        self._blocks = blocks
        self.chosen, self.chosen_continued = None, ()
        self._anchor = (0, 0)
        self.set_highlights(marks or NoHighlights())
        self._layout_size = Size(0, 0)
        if self.size.width:
            self._lay_out()
            self._scroll(0)

    def replace(self, blocks: ArticleBlocks, marks: Highlights, standing_out: Sequence[Span]) -> None:
        """Show the same article after it was changed; what is at the top of the pane stays there."""
        at, offset = self._top_position()
        at = _relocate_block(self._blocks, blocks, at)
        self.show(blocks, marks)
        self.chosen, self.chosen_continued = (
            (standing_out[0], tuple(standing_out[1:])) if standing_out else (None, ())
        )
        self._anchor = (at, offset)
        self._scroll_to_top(at, offset)

    def set_highlights(self, marks: Highlights) -> None:
        """Mark other quotations, and other words as what was searched for."""
        self._highlights, self._highlight_cache = marks, {}
        self.refresh()

    def go_to(self, span: Span, *more: Span) -> None:
        """Make a place stand out, and bring it into sight; a span of no length is its paragraph.

        A quotation that goes on in other paragraphs stands out there as well.
        """
        self.chosen, self.chosen_continued = span, more
        self.refresh()
        block = self._blocks.block_of(span.paragraph)
        if block is None or not self._layout_size.width:
            return
        top, height = self.scroll_offset.y, self._visible_rows
        end = max(span.start, span.end - 1)
        if self._line_start(top + 1) <= (block, span.start) and (block, end) < self._line_start(
            top + height - 1
        ):
            return
        # What its end is laid out with may stand above its beginning, and change its number.
        self._layout.line_of(block, span.start)
        last, line = self._layout.line_of(block, end), self._layout.line_of(block, span.start)
        # A third of the way down, so that what leads up to it can be read; all of it in sight.
        third = max(line - height // 3, last - height + 2)
        self._scroll(third if last - line < height - 1 else line)

    def is_visible(self, span: Span) -> bool:
        """Whether any of a place is on the screen."""
        block = self._blocks.block_of(span.paragraph)
        if block is None or not self._layout_size.width:
            return False
        top = self.scroll_offset.y
        end = max(span.start, span.end - 1)
        return (block, end) >= self._line_start(top) and (block, span.start) < self._line_start(
            top + self._visible_rows
        )

    def place(self) -> tuple[int, int]:
        """The paragraph and offset at the top of the pane; offset -1 is the blank line above it."""
        at, offset = self._top_position()
        if not self._blocks:
            return 0, 0
        if self._blocks[at].number < 0:
            # A line about the article counts as the end of the paragraph above it.
            at = next((n for n in range(at, 0, -1) if self._blocks[n].number >= 0), 0)
            offset = len(self._blocks[at].text)
        return max(0, self._blocks[at].number), offset

    def _top_position(self) -> tuple[int, int]:
        """The block and offset at the top of the pane; offset -1 is the blank line above it."""
        if not self._layout_size.width or not self._blocks:
            return 0, 0
        # The last line is blank, and nothing is below it.
        return self._line_start(min(self.scroll_offset.y, self._layout.height - 2))

    def _line_start(self, number: int) -> tuple[int, int]:
        """Where a line begins, by its number: block and offset; behind everything where there is none."""
        line = self._layout.line(number)
        return (len(self._blocks), 0) if line is None else line[:2]

    def go_to_place(self, paragraph: int, offset: int) -> None:
        """Bring a place that ``place`` gave to the top of the pane."""
        at = self._blocks.block_of(paragraph)
        if at is not None:
            self._scroll_to_top(at, offset)

    def _scroll_to_top(self, block: int, offset: int) -> None:
        if self._layout_size.width and block < len(self._blocks):
            self._scroll(self._layout.line_of(block, offset))

    def _scroll(self, line: int) -> None:
        line = self._layout.settle(line, self._visible_rows)
        self._measure()
        # By force, as there is no scrollbar yet where the article before was short.
        self.scroll_to(y=line, animate=False, immediate=True, force=True)

    # -- layout ----------------------------------------------------------------------------------

    @property
    def _visible_rows(self) -> int:
        """How many lines are seen."""
        return max(1, self.size.height)

    @property
    def _digits(self) -> int:
        return max(2, len(str(self._blocks.last_number)))

    @property
    def _gutter(self) -> int:
        """The cells left of the text: number, initials, bar."""
        return self._digits + (WIDE_MARGIN if self.size.width >= _MIN_WIDTH_FOR_INITIALS else NARROW_MARGIN)

    def _lay_out(self) -> None:
        width = min(MAX_LINE_WIDTH, self.scrollable_content_region.width - self._gutter - 1)
        self._layout = self._layout.resized(width, self._blocks)
        self._layout_size = self.size

    def _measure(self) -> None:
        self.virtual_size = Size(0, self._layout.height)

    def on_resize(self) -> None:
        """Lay out anew, and keep the paragraph that was at the top."""
        anchor = self._anchor
        self._lay_out()
        self._scroll_to_top(*anchor)
        # The words and not the line they are on now, so that the way back leads to the same line.
        self._anchor = anchor
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Lay out what is seen, and note the place, unless it is a change of size that moved the text."""
        super().watch_scroll_y(old_value, new_value)
        if self._layout_size != self.size or not self._blocks:
            return
        # Whoever draws the scrollbar to its end wants the end, wherever that turns out to be.
        line = self._layout.height if new_value >= self.max_scroll_y else self.scroll_offset.y
        line = self._layout.settle(line, self._visible_rows)
        self._measure()
        if line != self.scroll_offset.y:
            self.scroll_to(y=line, animate=False, immediate=True, force=True)
        self._anchor = self._top_position()

    # -- moving ----------------------------------------------------------------------------------

    def page(self) -> int:
        """How many lines a screenful is."""
        return self._visible_rows

    def move_by(self, lines: int) -> None:
        """Scroll so many lines down; up when negative."""
        self._scroll(self.scroll_offset.y + lines)

    def move_to_end(self, *, last: bool) -> None:
        """Scroll to the beginning, or the end."""
        self._scroll(self._layout.height if last else 0)

    def on_click(self, event: events.Click) -> None:
        """A click on a quotation chooses it."""
        offset = event.get_content_offset_capture(self)
        line = self._layout.line(offset.y + self.scroll_offset.y)
        if line is None or line.blank:
            return
        block = self._blocks[line.block]
        column = offset.x - self._gutter - (2 if block.kind == "item" else 0)
        at = line.start
        while at < line.end and (column := column - width_in_cells(escape_invisible(block.text[at]))) >= 0:
            at += 1
        # Its quotation marks belong to it.
        for mark in self._quotations(block).overlapping(at - 1, at + 2):
            self.post_message(self.QuoteClicked(mark.key))
            return

    # -- drawing ---------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the pane."""
        if not self._layout_size.width:
            # The first time, the size is known here before anybody is told of it.
            self._lay_out()
            self._measure()
        standing_out = () if self.chosen is None else (self.chosen, *self.chosen_continued)
        colours = palette(self.app.theme, no_color=self.app.no_color)
        initials = self._gutter > self._digits + NARROW_MARGIN
        self._renderer = LineRenderer(self.rich_style, colours, self._digits, initials, standing_out)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the pane."""
        width, pen = self.scrollable_content_region.width, self._renderer
        line = self._layout.line(y + self.scroll_offset.y)
        if line is None or line.blank:
            return Strip.blank(width, pen.base)
        block = self._blocks[line.block]
        # A mark's quotation marks may stand on a line on which it does not.
        quotations = self._quotations(block).overlapping(line.start - 1, line.end + 1)
        matches = self._highlights.matches(block.number, line.start, line.end)
        margin = pen.margin(line, block, quotations)
        text = Strip(pen.words(line, block, quotations, matches))
        selection = self.text_selection
        part = selection.get_span(line.block) if selection is not None else None
        if part is not None:
            words = escape_invisible(block.text[line.start : line.end])
            text = apply_selection(
                text, line, words, part, self.screen.get_component_rich_style("screen--selection")
            )
        # Last, as a segment that is cut keeps the offset that it had as a whole.
        text = text.apply_offsets(line.start, line.block)
        return Strip.join([Strip(margin), text]).adjust_cell_length(width, pen.base)

    def _quotations(self, block: ArticleBlock) -> SpanIndex[QuoteHighlight]:
        if block.number not in self._highlight_cache:
            if len(self._highlight_cache) >= _MAX_CACHED_PARAGRAPHS:
                self._highlight_cache.clear()
            marks = self._highlights.quotations(block.number) if block.number >= 0 else ()
            self._highlight_cache[block.number] = SpanIndex(marks, attrgetter("span"))
        return self._highlight_cache[block.number]

    # -- selecting -------------------------------------------------------------------------------
    # Offsets given to Textual are (offset in the paragraph, number of the block), so that a selection
    # is of the text and not of its lines, and survives a change of width.

    @property
    def allow_select(self) -> bool:
        """Text can be selected with the mouse."""
        return True

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text selected, paragraphs apart by a blank line."""
        start, end = selection
        first, last = start.y if start else 0, end.y if end else len(self._blocks) - 1
        texts = []
        for at in range(first, min(last, len(self._blocks) - 1) + 1):
            begins = start.x if start and at == first else 0
            ends = end.x if end and at == last else None
            texts.append(escape_invisible(self._blocks[at].text[begins:ends]))
        return "\n\n".join(texts), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002 - Textual's hook
        """Draw the selection."""
        self.refresh()


def _relocate_block(old: ArticleBlocks, new: ArticleBlocks, at: int) -> int:
    """Where a block, or else the nearest one above it that is still there, stands now."""
    places: dict[tuple[str, str], list[int]] = {}
    for back in range(min(at, len(old) - 1), -1, -1):
        if back < len(new) and new[back][1:] == old[back][1:]:
            return min(at, len(new) - 1)
        if not places:
            for number in range(len(new)):
                places.setdefault(new[number][1:], []).append(number)
        found = places.get(old[back][1:])
        if found:
            return min(min(found, key=lambda number: abs(number - back)) + at - back, len(new) - 1)
    return max(0, min(at, len(new) - 1))
