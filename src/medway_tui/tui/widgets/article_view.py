"""The pane with the text of an article.

Every line is a span of a paragraph, so quotations, matches and selections are drawn by their offsets,
and the place in the text survives a change of width.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from medway_tui.model.locations import Span
from medway_tui.text import escape_invisible
from medway_tui.tui.commands import MOVEMENT_BINDINGS, Movable
from medway_tui.tui.theme import app_palette, palette
from medway_tui.tui.widgets.article_layout import ArticleBlock, ArticleLayout, TextLine
from medway_tui.tui.widgets.line_renderer import (
    NARROW_MARGIN,
    NO_SIGNS,
    WIDE_MARGIN,
    Highlights,
    LineRenderer,
    MarginSigns,
    NoHighlights,
    QuoteHighlight,
    apply_selection,
)
from medway_tui.tui.widgets.position import PositionMixin
from medway_tui.tui.widgets.scrolling import jump_to_line

if TYPE_CHECKING:
    from medway_tui.tui.widgets.passage_ends import PassageEnds

MIN_READING_WIDTH, MAX_READING_WIDTH = 30, 140
"""The narrowest and the widest lines that can be chosen, in cells."""

_MAX_DRAWN = 1_000
"""How many drawn lines are kept."""

_MIN_WIDTH_FOR_INITIALS = 50
"""The narrowest pane, in cells, that has room for initials."""


class TextSetting(NamedTuple):
    """How articles are set."""

    width: int
    """The widest lines, in cells: longer ones are hard to follow."""
    numbers: bool
    """Whether the margin has the numbers of paragraphs."""


DEFAULT_SETTING = TextSetting(78, numbers=True)
WIDE_TEXT = "-wide-text"
"""The class of a view whose text has a width of more than the usual lines."""


def text_setting(widget: Widget) -> TextSetting:
    """Return how the app of a widget sets articles."""
    # An app of a test, with a single widget, has no setting.
    setting: TextSetting = getattr(widget.app, "text_setting", DEFAULT_SETTING)
    return setting


def is_wide(widget: Widget) -> bool:
    """Return whether the app of a widget sets articles wider than usual."""
    return text_setting(widget).width > DEFAULT_SETTING.width


class ArticleText(Movable, PositionMixin, ScrollView, can_focus=True):
    """An article's text, with quotations and matches highlighted."""

    DEFAULT_CSS = """
    ArticleText { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }
    """

    BINDINGS = MOVEMENT_BINDINGS

    class QuoteClicked(Message):
        """Posted when a quotation is clicked."""

        def __init__(self, key: int) -> None:
            super().__init__()
            self.key = key

    class SignClicked(Message):
        """Posted when the sign of a difference is clicked."""

        def __init__(self, text: ArticleText, line: Span) -> None:
            super().__init__()
            self.text = text
            self.line = line
            """The part of the paragraph that is on the line."""

    class NoteClicked(Message):
        """Posted when the sign of a note is clicked."""

        def __init__(self, text: ArticleText, line: Span) -> None:
            super().__init__()
            self.text = text
            self.line = line
            """The part of the paragraph that is on the line."""

    class SelectionChanged(Message):
        """Posted when other text is selected, or none."""

        def __init__(self, text: ArticleText) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._blocks: Sequence[ArticleBlock] = ()
        self._block_numbers: dict[int, int] = {}
        self._paragraphs: Sequence[int] = ()
        """The blocks with the number of a paragraph, by position."""
        self._highlights: Highlights = NoHighlights()
        self._layout = ArticleLayout((), 1)
        self._layout_size = Size(0, 0)
        self._setting = DEFAULT_SETTING
        self._anchor = (0, 0)
        self._awaits_layout = False
        """Whether the first layout goes to the emphasised span."""
        self._renderer = LineRenderer(Style(), palette(""), 2, initials=True, emphasised=())
        self._drawn: dict[Hashable, Strip] = {}
        """Lines that were drawn, by all that they are drawn from but the renderer."""
        self.chosen: Span | None = None
        """The emphasised span: the chosen quotation, or the evidence."""
        self.chosen_continued: tuple[Span, ...] = ()
        """The spans of its continuations in other paragraphs."""
        self.passage: PassageEnds | None = None
        """The passage that the keys are selecting."""

    # -- content ---------------------------------------------------------------------------------

    def show(self, blocks: Sequence[ArticleBlock], highlights: Highlights | None = None) -> None:
        """Show an article from its beginning; what is selected stays where its text is the same."""
        if self.text_selection is not None and [*blocks] != [*self._blocks]:
            self.screen.clear_selection()
        self._blocks, self._highlights = blocks, highlights or NoHighlights()
        self._block_numbers = {block.number: at for at, block in enumerate(blocks) if block.number >= 0}
        self._paragraphs = [at for at, block in enumerate(blocks) if block.label.isdigit()]
        self.chosen, self.chosen_continued = None, ()
        self._anchor = (0, 0)
        self._layout_size = Size(0, 0)
        self._awaits_layout = False
        if self.size.width:
            self._lay_out()
            self._scroll(0)
            self.show_position()
        self.refresh()

    def replace(
        self, blocks: Sequence[ArticleBlock], highlights: Highlights, emphasised: Sequence[Span]
    ) -> None:
        """Show a new version of the article, and keep the place."""
        block, offset = self._top_position()
        block = _relocate_block(self._blocks, blocks, block)
        self.show(blocks, highlights)
        if emphasised:
            self.chosen, self.chosen_continued = emphasised[0], tuple(emphasised[1:])
        self._anchor = (block, offset)
        self._scroll_to_top(block, offset)

    def go_to(self, span: Span, *continued: Span) -> None:
        """Emphasise a span and its continuations, and scroll to it; an empty span is its paragraph."""
        self.chosen, self.chosen_continued = span, continued
        self.refresh()
        self._scroll_to_span(span)
        self.show_position()

    def _scroll_to_span(self, span: Span) -> None:
        lines = self._lines_of(span)
        if lines is None:
            # The first layout goes there.
            self._awaits_layout = not self._layout_size.width
            return
        first, last = lines
        top, height = self.scroll_offset.y, self._visible_rows
        if top < first and last < top + height - 1:
            return
        # A third of the way down, so that the text before it can be read; all of it visible.
        third = max(first - height // 3, last - height + 2)
        self._scroll(third if last - first < height - 1 else first)

    def is_visible(self, span: Span) -> bool:
        lines, top = self._lines_of(span), self.scroll_offset.y
        return lines is not None and lines[1] >= top and lines[0] < top + self._visible_rows

    def cursor_lines(self) -> tuple[int, int] | None:
        """Return the first and last line in the pane of the emphasised span; None where none is visible."""
        if self.chosen is None or not self.is_visible(self.chosen):
            return None
        lines, top = self._lines_of(self.chosen), self.scroll_offset.y
        return None if lines is None else (lines[0] - top, lines[1] - top)

    def _lines_of(self, span: Span) -> tuple[int, int] | None:
        """Return the numbers of the first and last line of a span; None before the first layout."""
        block = self._block_numbers.get(span.block)
        if block is None or not self._layout_size.width:
            return None
        last_character = max(span.start, span.end - 1)
        return self._layout.line_of(block, span.start), self._layout.line_of(block, last_character)

    def line_of_block(self, block: int) -> int | None:
        """Return the number of the first line of a block, by its position; None before the first layout."""
        lines = self._lines_of(Span(block, 0, 0))
        return None if lines is None else lines[0]

    def scroll_to_line(self, line: int) -> None:
        """Scroll a line to the top of the pane, as far as there is text below it."""
        self._scroll(line)

    @property
    def is_at_beginning(self) -> bool:
        """Whether nothing is above the top of the pane."""
        return self.scroll_offset.y == 0 if self._layout_size.width else self._anchor == (0, 0)

    def position_text(self) -> str:
        """Return the paragraph at the reading line, the number of paragraphs, and how far the text is read.

        The reading line goes from the top of the pane to its bottom while the text goes from its beginning to
        its end; where a chosen quotation is visible, its paragraph counts.
        """
        height = self._visible_rows
        last = self._layout.height - height
        if not self._layout_size.width or last <= 0:
            return ""
        top = min(self.scroll_offset.y, last)
        if self.chosen is not None and self.is_visible(self.chosen):
            block = self._block_numbers[self.chosen.block]
        else:
            block = self._layout.lines[
                min(top + (height - 1) * top // last, len(self._layout.lines) - 1)
            ].block
        percentage = f"{100 * top // last}%"
        number = bisect_right(self._paragraphs, block)
        if not number:
            return percentage
        first, final = (self._blocks[self._paragraphs[at]].label for at in (number - 1, -1))
        return f"¶{first} of {final} · {percentage}"

    def place(self) -> tuple[int, int]:
        """Return the paragraph and offset at the top of the pane; offset -1 is the blank line above it."""
        if not self._blocks:
            return 0, 0
        at, offset = self._top_position()
        if self._blocks[at].number < 0:
            # A line about the article counts as the end of the paragraph above it.
            at = next((above for above in range(at, 0, -1) if self._blocks[above].number >= 0), 0)
            offset = len(self._blocks[at].text)
        return max(0, self._blocks[at].number), offset

    def go_to_place(self, paragraph: int, offset: int) -> None:
        """Scroll a place returned by ``place`` to the top of the pane."""
        if paragraph in self._block_numbers:
            if not self._layout_size.width:
                # The first layout goes there.
                self._anchor = self._block_numbers[paragraph], offset
            self._scroll_to_top(self._block_numbers[paragraph], offset)

    def _top_position(self) -> tuple[int, int]:
        """Return the block and offset at the top of the pane; offset -1 is the blank line above it."""
        if not self._layout_size.width or not self._blocks:
            # The first layout goes there.
            return self._anchor
        return self._layout.lines[min(self.scroll_offset.y, len(self._layout.lines) - 1)][:2]

    def _scroll_to_top(self, block: int, offset: int) -> None:
        if self._layout_size.width and block < len(self._blocks):
            self._scroll(self._layout.line_of(block, offset))

    def _scroll(self, line: int) -> None:
        jump_to_line(self, max(0, min(line, self._layout.height - self._visible_rows)))

    # -- layout ----------------------------------------------------------------------------------

    @property
    def _visible_rows(self) -> int:
        return max(1, self.size.height)

    @property
    def _digits(self) -> int:
        """The cells for a paragraph's number; 0 where numbers are off."""
        if not self._setting.numbers:
            return 0
        return max(2, len(str(len(self._block_numbers) - 1)))

    @property
    def _gutter(self) -> int:
        """The cells left of the text: number, initials and bars."""
        # Where there are initials, the sign of a difference is in the space before them.
        margin = WIDE_MARGIN if self._has_initials else NARROW_MARGIN + self._highlights.has_differences
        return self._highlights.pair_width + self._digits + self._highlights.has_notes + margin

    @property
    def _has_initials(self) -> bool:
        return self.size.width >= _MIN_WIDTH_FOR_INITIALS

    @property
    def _indent(self) -> int:
        """The blank cells left of number and text, which are in the middle of a wide pane."""
        return max(0, (self.room - self._setting.width) // 2)

    @property
    def room(self) -> int:
        """The widest lines that the pane has room for, in cells."""
        return self.scrollable_content_region.width - self._gutter - 1

    def _lay_out(self) -> None:
        self._setting = text_setting(self)
        width = min(self._setting.width, self.room)
        self._layout = ArticleLayout(self._blocks, width)
        self._layout_size = self.size
        self.virtual_size = Size(0, self._layout.height)

    def fit_setting(self) -> None:
        """Set the text as the app says now, and keep the place."""
        if self._layout_size.width:
            self._lay_out_at_place()

    def _lay_out_at_place(self) -> None:
        """Lay out the text for the width, at the place where it is, or is to begin."""
        anchor = self._anchor
        self._lay_out()
        if self._awaits_layout and self.chosen is not None:
            self.go_to(self.chosen, *self.chosen_continued)
        else:
            self._scroll_to_top(*anchor)
            # The offset, not the start of its new line, so that the old width brings the old line back.
            self._anchor = anchor

    def on_resize(self) -> None:
        self._lay_out_at_place()
        # In a small window it has no width at first.
        self._awaits_layout = self._awaits_layout and not self.size.width
        self.show_position()
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        # A resize also moves the text, but not the place.
        if self._layout_size == self.size:
            self._anchor = self._top_position()
            self.show_position()

    # -- moving ----------------------------------------------------------------------------------

    def page(self) -> int:
        return self._visible_rows

    def move_by(self, lines: int) -> None:
        if self.passage is None:
            self._scroll(self.scroll_offset.y + lines)
        else:
            self.passage.move_lines(self._layout, lines)
            self._show_passage(self.passage)

    def move_to_end(self, *, last: bool) -> None:
        if self.passage is None:
            self._scroll(self._layout.height if last else 0)
        else:
            self.passage.move_to_end(last=last)
            self._show_passage(self.passage)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset_capture(self)
        line = self._layout.line(offset.y + self.scroll_offset.y)
        if line is None or line.blank:
            return
        block = self._blocks[line.block]
        offset -= (self._indent, 0)
        signs = self._signs(line, block)
        numbers_end = self._highlights.pair_width + self._digits + self._highlights.has_notes
        # Where there is no ≠ beside it, the number counts as the note's sign, which is small to hit.
        is_note = offset.x < numbers_end or not signs.differs
        if signs.note and is_note and 0 <= offset.x <= numbers_end:
            self.post_message(self.NoteClicked(self, Span(block.number, line.start, line.end)))
            return
        if signs.differs and 0 <= offset.x <= numbers_end:
            self.post_message(self.SignClicked(self, Span(block.number, line.start, line.end)))
            return
        column = offset.x - self._gutter - (2 if block.kind == "item" else 0)
        at = line.start
        while at < line.end and (column := column - cell_len(escape_invisible(block.text[at]))) >= 0:
            at += 1
        for quote in self._highlights.quotations(block.number):
            # Its quotation marks belong to it.
            if quote.span.start < at + 2 and quote.span.end >= at:
                self.post_message(self.QuoteClicked(quote.key))
                return

    # -- drawing ---------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        if not self._layout_size.width:
            # The first paint comes before the first Resize.
            self.on_resize()
        emphasised = () if self.chosen is None else (self.chosen, *self.chosen_continued)
        colours = app_palette(self.app)
        renderer = LineRenderer(
            self.rich_style,
            colours,
            self._digits,
            self._has_initials,
            emphasised,
            self._highlights.pair_width,
            self._highlights.has_differences,
            self._highlights.has_notes,
        )
        if renderer != self._renderer or len(self._drawn) > _MAX_DRAWN:
            self._renderer = renderer
            self._drawn.clear()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width, renderer = self.scrollable_content_region.width, self._renderer
        line = self._layout.line(y + self.scroll_offset.y)
        if line is None or line.blank:
            return Strip.blank(width, renderer.base)
        block = self._blocks[line.block]
        quotations = self._quotations(line, block)
        matches = [
            span
            for span in self._highlights.matches(block.number)
            if span.start < line.end and span.end > line.start
        ]
        selection = self.text_selection
        selected = selection.get_span(line.block) if selection is not None else None
        signs = self._signs(line, block)
        # Most lines of a text that is scrolled were drawn before; Textual caches what it makes of a strip.
        key = (line, block, width, self._indent, signs, selected, *quotations, *matches)
        drawn = self._drawn.get(key)
        if drawn is None:
            drawn = self._drawn[key] = self._draw(line, block, quotations, matches, signs, selected)
        return drawn

    def _draw(
        self,
        line: TextLine,
        block: ArticleBlock,
        quotations: Sequence[QuoteHighlight],
        matches: Sequence[Span],
        signs: MarginSigns,
        selected: tuple[int, int] | None,
    ) -> Strip:
        width, renderer = self.scrollable_content_region.width, self._renderer
        text = Strip(renderer.text(line, block, quotations, matches))
        if selected is not None:
            words = escape_invisible(block.text[line.start : line.end])
            style = self.screen.get_component_rich_style("screen--selection")
            text = apply_selection(text, line, words, selected, style)
        # Last, as a segment that is cut keeps its offset.
        text = text.apply_offsets(line.start, line.block)
        margin = Strip(renderer.margin(line, block, quotations, signs))
        indent = Strip.blank(self._indent, renderer.base)
        return Strip.join([indent, margin, text]).adjust_cell_length(width, renderer.base)

    def _signs(self, line: TextLine, block: ArticleBlock) -> MarginSigns:
        if block.number < 0:
            return NO_SIGNS
        return self._highlights.signs(block.number, 0 if line.first else line.start, line.end)

    def _quotations(self, line: TextLine, block: ArticleBlock) -> list[QuoteHighlight]:
        return [
            quote
            for quote in self._highlights.quotations(block.number)
            if quote.span.start <= line.end and quote.span.end >= line.start
        ]

    # -- selecting -------------------------------------------------------------------------------
    # Offsets given to Textual are (offset in the block, number of the block), so that a selection is of
    # the text and not of its lines, and survives a change of width.

    @property
    def allow_select(self) -> bool:
        return True

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text selected, paragraphs apart by a blank line."""
        start, end = selection
        first = start.y if start else 0
        last = min(end.y if end else len(self._blocks), len(self._blocks) - 1)
        texts = []
        for at in range(first, last + 1):
            begin = start.x if start and at == first else 0
            stop = end.x if end and at == end.y else None
            texts.append(escape_invisible(self._blocks[at].text[begin:stop]))
        return "\n\n".join(texts), "\n"

    def selected_span(self) -> Span | None:
        """Return the part of the first selected block that is selected; None where nothing is."""
        selection = self.text_selection
        if selection is None:
            return None
        at = selection.start.y if selection.start else 0
        selected = selection.get_span(at)
        if selected is None or not 0 <= at < len(self._blocks) or self._blocks[at].number < 0:
            return None
        text = self._blocks[at].text
        start, end = selected
        words = text[start : len(text) if end == -1 else end]
        start += len(words) - len(words.lstrip())
        span = Span(self._blocks[at].number, start, start + len(words.strip()))
        return span if span.end > span.start else None

    def selected_spans(self) -> list[Span]:
        """Return the selected part of each block of the article, without spaces at the ends."""
        selection = self.text_selection
        spans = []
        for at, block in enumerate(self._blocks) if selection is not None else ():
            selected = selection.get_span(at) if selection is not None else None
            if selected is None or block.number < 0:
                continue
            start, end = selected
            words = block.text[start : len(block.text) if end == -1 else end]
            start += len(words) - len(words.lstrip())
            if words.strip():
                spans.append(Span(block.number, start, start + len(words.strip())))
        return spans

    def select_passage(self) -> None:
        """Begin to select a passage by keys, or move its other end from now on.

        It begins as what is selected, as the chosen quotation, or as the first whole paragraph in the pane.
        """
        if self.passage is not None:
            self.passage.swap()
        else:
            ends = self._first_ends()
            if ends is None:
                return
            from medway_tui.tui.widgets.passage_ends import PassageEnds  # noqa: PLC0415 - not on the first screen

            self.passage = PassageEnds(self._blocks, *ends)
        self._show_passage(self.passage)

    def move_passage(self, words: int) -> None:
        """Move an end of the passage by words, while one is selected."""
        if self.passage is not None:
            self.passage.move_words(words)
            self._show_passage(self.passage)

    def action_scroll_right(self) -> None:
        """Take the arrow for words: a text is never scrolled sideways."""
        self.move_passage(1)

    def action_scroll_left(self) -> None:
        self.move_passage(-1)

    def _first_ends(self) -> tuple[tuple[int, int], tuple[int, int]] | None:
        spans = self.selected_spans()
        if not spans and self.chosen is not None and self.is_visible(self.chosen):
            spans = [self.chosen]
        if not spans:
            top, bottom = self.scroll_offset.y, self.scroll_offset.y + self._visible_rows
            lines = self._layout.lines[top:bottom]
            texts = [line.block for line in lines if not line.blank and self._blocks[line.block].number >= 0]
            whole = [line.block for line in lines if line.first and line.block in texts]
            if not texts:
                return None
            block = self._blocks[whole[0] if whole else texts[0]]
            spans = [Span(block.number, 0, len(block.text))]
        first, last = spans[0], spans[-1]
        # An empty span is its block.
        end = last.end if last.end > last.start else len(self._blocks[self._block_numbers[last.block]].text)
        return (
            (self._block_numbers[first.block], first.start),
            (self._block_numbers[last.block], end),
        )

    def _show_passage(self, passage: PassageEnds) -> None:
        """Show what is selected, and scroll to the end that was moved."""
        self.screen.selections = {self: passage.selection}
        line, top = self._layout.line_of(*passage.moving), self.scroll_offset.y
        if line < top + 1:
            self._scroll(line - 1)
        elif line > top + self._visible_rows - 2:
            self._scroll(line - self._visible_rows + 2)

    def selection_updated(self, selection: Selection | None) -> None:
        if self.passage is not None and selection != self.passage.selection:
            # The mouse has selected something else, or Esc nothing.
            self.passage = None
        self.refresh()
        self.post_message(self.SelectionChanged(self))


def _relocate_block(old: Sequence[ArticleBlock], new: Sequence[ArticleBlock], at: int) -> int:
    """Return the new number of a block, or of one as far below the nearest block above that still exists."""
    places: dict[tuple[str, str], list[int]] = {}
    for back in range(min(at, len(old) - 1), -1, -1):
        if back < len(new) and new[back][1:3] == old[back][1:3]:
            return min(at, len(new) - 1)
        if not places:
            for number in range(len(new)):
                places.setdefault(new[number][1:3], []).append(number)
        found = places.get(old[back][1:3])
        if found:
            return min(min(found, key=lambda number: abs(number - back)) + at - back, len(new) - 1)
    return max(0, min(at, len(new) - 1))
