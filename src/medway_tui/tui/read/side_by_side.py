"""Side by side: two articles beside each other, or one above the other, that move together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from medway_tui.export import citations
from medway_tui.index.agent_references import AgentReference, speakers_of
from medway_tui.index.alignment import NO_ALIGNMENT, Alignment, align_articles, most_alike
from medway_tui.index.articles import neighbouring_article
from medway_tui.index.connection import Index
from medway_tui.index.people import roles_of_quote
from medway_tui.index.place_references import PlaceReference
from medway_tui.model.locations import Span
from medway_tui.text import plural
from medway_tui.tui.base_view import View, parse_number
from medway_tui.tui.commands import NEXT_QUOTE, make_bindings
from medway_tui.tui.copy_forms import CopyForm, article_forms, quote_forms
from medway_tui.tui.external import copy_quote, open_in_editor, open_original
from medway_tui.tui.focus_mode import FocusMode
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.read.commands import (
    CHOOSE_ARTICLE,
    CHOOSE_PREVIOUS,
    COMPARE_COMMANDS,
    END_COMPARISON,
    NEXT_DIFFERENCE,
    OTHER_ARTICLE,
    nobody_at_cursor,
)
from medway_tui.tui.read.compared_article import ComparedArticle
from medway_tui.tui.read.difference_marks import DifferenceMarks
from medway_tui.tui.reader_protocol import ArticleComparison, Passage, Target
from medway_tui.tui.view_commands import OPEN_READ
from medway_tui.tui.widgets.article_view import ArticleText

if TYPE_CHECKING:
    from medway_tui.model.notes import Note


class ComparisonPlace(NamedTuple):
    """A place in two articles."""

    first: str
    second: str | None
    pane: str
    paragraph: int
    offset: int


class _Answer(NamedTuple):
    """The second article, and how it is aligned with the first."""

    second: str
    alignment: Alignment


class SideBySideView(View):
    """Two articles, of which one follows the other."""

    NAME = "Side by side"
    ESC_COMMAND_CLEARS = True
    OPEN_COMMAND = OPEN_READ
    PANES = ("first", "second")
    FIRST_PANE = "first"
    CSS_PATH = "side_by_side.tcss"
    VIEW_COMMANDS = COMPARE_COMMANDS
    BINDINGS = make_bindings(COMPARE_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self._articles = {pane: ComparedArticle(self, pane) for pane in self.PANES}
        self._differences = {pane: DifferenceMarks(self, article) for pane, article in self._articles.items()}
        self._focus_mode = FocusMode(self, "", "panes")
        self._alignment = NO_ALIGNMENT
        self._wanted: ArticleComparison | None = None
        self._kept: ComparisonPlace | None = None
        """The place of an earlier run, to begin at."""
        self._worker = QueryWorker(self)
        self._blocks: dict[ComparedArticle, Sequence[int]] = {}
        """The blocks of each article that correspond to one of the other, in order."""
        self._is_following = False
        self._followed_to: dict[str, int] = {}
        """The line to which each pane was scrolled because it follows the other."""

    def compose_view(self) -> Iterable[Widget]:
        with Horizontal(id="panes"):
            yield ArticleText(id="first")
            yield ArticleText(id="second")

    def on_mount(self) -> None:
        for pane, article in self._articles.items():
            self.watch(article.text, "scroll_y", partial(self._scrolled, pane), init=False)
            self.watch(article.text, "virtual_size", self._laid_out, init=False)
        self.set_counts()
        self.focus_pane(self.first_pane)
        if self._wanted is not None:
            self._compare(self._wanted.article_id, None, self._wanted.block)
        elif self._kept is not None:
            kept = self._kept
            self._compare(kept.first, kept.second, kept.paragraph, offset=kept.offset)

    def on_unmount(self) -> None:
        # Leaving the program does not wait for a running query.
        self._worker.close()

    @property
    def first(self) -> ComparedArticle:
        return self._articles["first"]

    @property
    def second(self) -> ComparedArticle:
        return self._articles["second"]

    @property
    def current(self) -> ComparedArticle:
        """The article in the focused pane."""
        return self._articles[self.current_pane()]

    # -- the two articles ------------------------------------------------------------------------

    def _compare(
        self, first: str, second: str | None, block: int = 0, *, keep: bool = False, offset: int = -1
    ) -> None:
        """Show two articles, the second the one most like the first where it is None.

        With ``keep``, both keep their places.
        """

        def query(index: Index) -> Iterator[_Answer | None]:
            other = second if second is not None else most_alike(index, first)
            yield None if other is None else _Answer(other, align_articles(index, first, other))

        before = self.first.document, self.second.document

        def show(answer: _Answer | None) -> None:
            loaded = self.first.load(first) and answer is not None and self.second.load(answer.second)
            if not loaded or answer is None:
                self._end_without_articles(first)
                return
            self._alignment = answer.alignment
            self._blocks = {self.first: [*self._alignment.others], self.second: [*self._alignment.owns]}
            self._show_hints()
            for article, letters, old in zip(
                self._articles.values(), answer.alignment.labels, before, strict=True
            ):
                if keep and old is not None and article.id == old.article.id:
                    article.replace(old, letters)
                else:
                    article.show(letters)
            if not keep:
                self.first.text.go_to_place(block, offset)
            self._follow(self.current_pane() if keep else "first")

        self._worker.submit(query, show, inline=True)
        if self._worker.pending and self.first.id != first and self.first.load(first):
            self._show_first_alone(block, offset)

    def _show_first_alone(self, block: int, offset: int) -> None:
        """Show the first article while the second one is looked for."""
        self._alignment, self._blocks = NO_ALIGNMENT, {}
        self.second.clear()
        self.first.hint = "looking for the article most like it …"
        self.first.show({})
        self.first.text.go_to_place(block, offset)

    def _show_hints(self) -> None:
        pairs = len({*self._alignment.labels[0].values()})
        found = "same letter, same point" if pairs else "no point in common is recorded"
        self.first.hint = f"{found} · {OTHER_ARTICLE.key} other article"
        keys = f"{CHOOSE_ARTICLE.key} {CHOOSE_PREVIOUS.key} another article · {END_COMPARISON.key} ends"
        self.second.hint = keys
        self.set_counts(f"{plural(pairs, 'point')} in common")

    def _end_without_articles(self, first: str) -> None:
        """Leave for Read, as one of the articles is gone."""
        self.reader.say("Side by side has ended: one of the articles is gone")
        self.reader.open_target("read", Passage(first, [Span(0, 0, 0)]))

    # -- moving together -------------------------------------------------------------------------

    def _scrolled(self, pane: str, line: float) -> None:
        if self._is_following or self._followed_to.get(pane) == round(line):
            return
        self._follow(pane)

    def _follow(self, leader: str) -> None:
        """Scroll the other pane, so that the paragraph that corresponds is on the same line."""
        article = self._articles[leader]
        other = self._articles["second" if leader == "first" else "first"]
        partners = self._alignment.others if leader == "first" else self._alignment.owns
        block = self._leading_block(article, partners) if partners else None
        letters = article.highlights.letters.get(block) if article.highlights and block is not None else None
        self.first.mark_pair(letters)
        self.second.mark_pair(letters)
        if block is None:
            return
        own_line, other_line = article.text.line_of_block(block), other.text.line_of_block(partners[block])
        if own_line is None or other_line is None:
            return
        self._is_following = True
        other.text.scroll_to_line(other_line - (own_line - article.text.scroll_offset.y))
        self._is_following = False
        self._followed_to = {"second" if leader == "first" else "first": other.text.scroll_offset.y}

    def _leading_block(self, article: ComparedArticle, partners: Mapping[int, int]) -> int | None:
        """Return the block that the other article follows: the chosen one, or that at the reading line.

        The reading line goes from the top of the pane to its bottom while the text goes from its beginning
        to its end, so that each paragraph passes it.
        """
        text = article.text
        if text.chosen is not None and text.chosen.block in partners and text.is_visible(text.chosen):
            return text.chosen.block
        top, height = text.scroll_offset.y, text.size.height
        reading_line = top + (round(height * top / text.max_scroll_y) if text.max_scroll_y else 0)
        blocks = self._blocks[article]
        number = bisect_right(blocks, reading_line, key=lambda block: text.line_of_block(block) or 0)
        if number:
            return blocks[number - 1]
        first = text.line_of_block(blocks[0]) if blocks else None
        return blocks[0] if first is not None and first < top + height else None

    def _laid_out(self) -> None:
        """Set the paragraphs that correspond on one line again, as a text has other lines."""
        self.call_when_drawn(partial(self._follow, self.current_pane()))

    # -- the interface for the app -------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show an article beside the one most like it."""
        if not isinstance(target, ArticleComparison):
            super().show_target(target)
            return
        self._wanted = target
        if self.is_mounted:
            self._compare(target.article_id, None, target.block)
            self.focus_pane("first")
        else:
            self.start_in_pane("first")

    def restore_place(self, kept: Mapping[str, str]) -> None:
        """Begin with the two articles of an earlier run."""
        if "first" in kept and "second" in kept:
            block, offset = parse_number(kept.get("block", "")), parse_number(kept.get("offset", ""))
            self._kept = ComparisonPlace(kept["first"], kept["second"], self.first_pane, block, offset)

    def kept_place(self) -> Mapping[str, str]:
        """Return the two articles, the place in the first, and the pane."""
        if self.first.id is None or self.second.id is None:
            return {}
        block, offset = self.first.text.place()
        return {
            "pane": self.current_pane(),
            "first": self.first.id,
            "second": self.second.id,
            "block": str(block),
            "offset": str(max(0, offset)),
        }

    def place(self) -> ComparisonPlace | None:
        """Return the two articles, and the place in the focused one."""
        if self.first.id is None:
            return None
        return ComparisonPlace(self.first.id, self.second.id, self.current_pane(), *self.first.text.place())

    def return_to(self, place: ComparisonPlace | None) -> None:
        """Go back to a place."""
        if place is None:
            return
        self.focus_pane(place.pane)
        if (self.first.id, self.second.id) != (place.first, place.second):
            self._compare(place.first, place.second, place.paragraph, offset=place.offset)

    def reload(self) -> None:
        """Query both articles again, and keep their places."""
        self._worker.reconnect()
        if self.first.id is not None:
            self._compare(self.first.id, self.second.id, keep=True)

    @property
    def nobody_here(self) -> str:
        return nobody_at_cursor()

    def agents_here(self) -> Sequence[AgentReference]:
        """Return the speakers of the chosen quotation."""
        quote = self.current.current_quote()
        return speakers_of(quote) if quote is not None else ()

    def note_here(self) -> Note | None:
        """Return a bookmark of the chosen quotation, else of the current paragraph of the focused article."""
        from medway_tui.tui.notes.subjects import note_on_quote, note_on_span  # noqa: PLC0415 - when it is asked

        quote = self.current.current_quote()
        if quote is not None:
            return note_on_quote(self.reader.index, quote.pieces[0])
        article = self.current.id
        block = self.current.current_block()
        return None if article is None else note_on_span(self.reader.index, article, Span(block, 0, 0))

    def notes_changed(self) -> None:
        """Show the notes in the margins as they are now."""
        for article in (self.first, self.second):
            article.show_notes()

    @on(ArticleText.NoteClicked)
    async def _note_clicked(self, event: ArticleText.NoteClicked) -> None:
        article = self.first if event.text is self.first.text else self.second
        note = article.document.note_at(event.line) if article.document is not None else None
        if note is not None:
            await self.reader.notes.open(note)

    # -- commands ----------------------------------------------------------------------------------

    def action_toggle_focus_mode(self) -> None:
        self._focus_mode.toggle()

    def action_end_comparison(self) -> None:
        """Go on reading the article in the focused pane; first leave selection or focus mode."""
        if self.clear_selected() or self._focus_mode.leave():
            return
        article = self.current
        if article.id is None:
            return
        chosen = article.text.chosen
        if chosen is not None and article.text.is_visible(chosen):
            spans = [chosen, *article.text.chosen_continued]
        else:
            spans = [Span(article.current_block(), 0, 0)]
        self.reader.open_target("read", Passage(article.id, spans))

    def action_next_article(self) -> None:
        self._choose_second(1)

    def action_previous_article(self) -> None:
        self._choose_second(-1)

    def _choose_second(self, step: int) -> None:
        """Set the next article beside the first, in order of time; the first itself is passed over."""
        first, other = self.first.id, self.second.id
        while first is not None and other is not None:
            other = neighbouring_article(self.reader.index, other, step)
            if other is not None and other != first:
                block, offset = self.first.text.place()
                self._compare(first, other, block, offset=offset)
                return
        self.reader.say("This is the last article" if step > 0 else "This is the first article")

    def action_next_quote(self) -> None:
        self._step_quote(1)

    def action_previous_quote(self) -> None:
        self._step_quote(-1)

    def _step_quote(self, step: int) -> None:
        if self.current.step_quote(step):
            self._follow(self.current_pane())
        else:
            self.reader.say("No more quotations in this article")

    def action_next_difference(self) -> None:
        self._step_difference(1)

    def action_previous_difference(self) -> None:
        self._step_difference(-1)

    def _step_difference(self, step: int) -> None:
        self._differences[self.current_pane()].go(step)
        self._follow(self.current_pane())

    def action_open_passage(self) -> None:
        if not self._differences[self.current_pane()].open_here():
            self.reader.say(f"{NEXT_QUOTE.key} chooses a quotation; {NEXT_DIFFERENCE.key} a difference")

    @on(ArticleText.QuoteClicked)
    def _quote_clicked(self, event: ArticleText.QuoteClicked) -> None:
        spans = self.current.document.spans(event.key) if self.current.document else []
        if spans:
            self.current.text.go_to(*spans)
            self._follow(self.current_pane())

    @on(ArticleText.SignClicked)
    def _sign_clicked(self, event: ArticleText.SignClicked) -> None:
        self._differences[event.text.id or "first"].open_at(event.line)

    def action_select_row(self) -> None:
        self.current.text.select_passage()

    def action_next_word(self) -> None:
        self.current.text.move_passage(1)

    def action_previous_word(self) -> None:
        self.current.text.move_passage(-1)

    @on(ArticleText.SelectionChanged)
    def _selection_changed(self, event: ArticleText.SelectionChanged) -> None:
        if event.text.passage is not None:
            from medway_tui.tui.read.passage import passage_hint  # noqa: PLC0415 - not on the first screen

            event.text.set_hint(passage_hint())

    def passage_forms(self) -> Sequence[CopyForm]:
        """Return the forms of the passage selected in the article that has the focus."""
        from medway_tui.tui.read.passage import selected_forms  # noqa: PLC0415 - for a copy alone

        return selected_forms(self.current.document, self.current.text)

    def action_copy_citation(self) -> None:
        quote = self.current.current_quote()
        if self.copy_selected():
            return
        if quote is not None:
            copy_quote(self.reader, quote, roles_of_quote(self.reader.index, quote))
        elif self.current.document is not None:
            words = citations.cite_article(self.current.document.article)
            self.reader.copy(words, f"the article's citation ({NEXT_QUOTE.key} chooses a quotation)")

    def reference_here(self) -> PlaceReference | None:
        """Return the chosen quotation, else the paragraph, in the focused article."""
        document, quote = self.current.document, self.current.current_quote()
        if quote is not None:
            return PlaceReference(quote.article.id, quote.id)
        return None if document is None else document.refer_to(self.current.current_block())

    def copy_forms(self) -> Sequence[CopyForm]:
        """Return the forms of the chosen quotation; of the article where none is chosen."""
        quote, document = self.current.current_quote(), self.current.document
        if quote is not None:
            return quote_forms(quote, roles_of_quote(self.reader.index, quote))
        return article_forms(document.article) if document is not None else ()

    def action_open_original(self) -> None:
        document = self.current.document
        open_original(self.reader, document.article.url if document else None)

    def action_edit_source(self) -> None:
        open_in_editor(self.reader, self.current.location())
