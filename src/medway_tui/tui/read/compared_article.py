"""One of two articles beside each other: its text, with the letters of the paragraphs that correspond."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from textual.content import Content

from medway_tui.export import citations
from medway_tui.index.articles import locate_paragraph
from medway_tui.index.quotes import QuoteRow, quotes_by_key
from medway_tui.model.locations import FileLocation, Span
from medway_tui.text import escape_invisible
from medway_tui.tui.base_view import View
from medway_tui.tui.read.document import (
    ArticleDocument,
    IncompleteDocument,
    article_blocks,
    dateline,
    load_document,
)
from medway_tui.tui.read.matches import ActiveSearch
from medway_tui.tui.widgets.article_view import ArticleText
from medway_tui.tui.widgets.line_renderer import DIFFERS, MarginSigns, QuoteHighlight


class PairedHighlights:
    """The highlights of an article, with the letters of its paragraphs that have one in the other article."""

    def __init__(self, document: ArticleDocument, letters: Mapping[int, str]) -> None:
        self._document = document
        self.letters = letters
        """The letters of the blocks that correspond, by position."""
        self.current: str | None = None
        """The letters of the pair that both articles show."""
        self.pair_width = max(map(len, letters.values()), default=0) + 1 if letters else 0
        self.has_differences = document.has_differences

    @property
    def has_notes(self) -> bool:
        return self._document.has_notes

    def quotations(self, paragraph: int, /) -> Sequence[QuoteHighlight]:
        return self._document.quotations(paragraph)

    def matches(self, paragraph: int, /) -> Sequence[Span]:
        return self._document.matches(paragraph)

    def signs(self, paragraph: int, start: int, end: int, /) -> MarginSigns:
        """Return the signs of a line, with the letters on the first line of a paragraph."""
        signs = self._document.signs(paragraph, start, end)
        letters = "" if start else self.letters.get(paragraph, "")
        return signs._replace(pair=letters, is_current=bool(letters) and letters == self.current)


class ComparedArticle:
    """An article and the pane that shows it."""

    def __init__(self, view: View, pane: str) -> None:
        self._view = view
        self._pane = pane
        self.document: ArticleDocument | None = None
        self.highlights: PairedHighlights | None = None
        self.hint = ""
        """What is in the lower border while nothing is chosen."""

    @property
    def id(self) -> str | None:
        return self.document.article.id if self.document else None

    @property
    def text(self) -> ArticleText:
        return self._view.query_one(f"#{self._pane}", ArticleText)

    def load(self, article_id: str) -> bool:
        """Load an article without showing it; return whether it exists and can be read."""
        document = load_document(self._view.reader.index, article_id, ActiveSearch())
        if document is None or isinstance(document, IncompleteDocument):
            return False
        document.notes = self._view.reader.notes.places_in(article_id, document.texts)
        self.document = document
        return True

    def show(self, letters: Mapping[int, str]) -> None:
        """Show the loaded article from its beginning."""
        if self.document is None:
            return
        self.highlights = PairedHighlights(self.document, letters)
        self.text.show(article_blocks(self.document), self.highlights)
        self._show_title()

    def replace(self, before: ArticleDocument, letters: Mapping[int, str]) -> None:
        """Show the loaded article, a new version of the one ``before``, at the same place."""
        if self.document is None:
            return
        self.highlights = PairedHighlights(self.document, letters)
        chosen = self.document.relocate_chosen(before, self.text.chosen, self.text.chosen_continued)
        self.text.replace(article_blocks(self.document), self.highlights, chosen)
        self._show_title()

    def clear(self) -> None:
        """Show that there is no article yet."""
        self.document, self.highlights, self.hint = None, None, ""
        self.text.show(())
        self.text.border_title = Content("")
        self.show_hint()

    def _show_title(self) -> None:
        if self.document is not None:
            title = f"{dateline(self.document.article)} · {citations.display_title(self.document.article)}"
            self.text.border_title = Content(escape_invisible(title))
            self.show_hint()

    def show_hint(self, words: str = "") -> None:
        """Show words in the lower border, or else the hint."""
        self.text.set_hint(words or self.hint, first=bool(words))

    def mark_pair(self, letters: str | None) -> None:
        """Mark the paragraphs with these letters as those that both articles show."""
        if self.highlights is not None and self.highlights.current != letters:
            self.highlights.current = letters
            self.text.refresh()

    # -- going to a place --------------------------------------------------------------------------

    def step_quote(self, step: int) -> bool:
        """Go to the next quotation, or the previous one where ``step`` is -1; return whether there is one."""
        document, text = self.document, self.text
        if document is None:
            return False
        starts = document.quote_starts
        if text.chosen is not None and text.is_visible(text.chosen):
            number = (bisect_right if step > 0 else bisect_left)(starts, text.chosen)
        else:
            number = bisect_left(starts, text.place(), key=lambda span: span[:2])
        number -= step < 0
        if not 0 <= number < len(starts):
            return False
        quote = document.quote_at(starts[number])
        spans = document.spans(quote)
        text.go_to(starts[number], *(spans[1:] if starts[number] in spans[:1] else ()))
        self.show_hint()
        return True

    def go_to_difference(self, span: Span) -> None:
        """Go to a passage on which sources differ, and name the differences."""
        self.text.go_to(span)
        passages = self.document.differing_at(span) if self.document else []
        self.show_hint(f"{DIFFERS} {'; '.join(dict.fromkeys(each.title for each in passages))} · Enter")

    # -- the choice --------------------------------------------------------------------------------

    def current_quote(self) -> QuoteRow | None:
        """Return the emphasised quotation."""
        chosen = self.text.chosen
        key = self.document.quote_at(chosen) if self.document and chosen is not None else None
        return None if key is None else quotes_by_key(self._view.reader.index, [key]).get(key)

    def current_block(self) -> int:
        """Return the position of the emphasised block while it is visible, else of the one at the top."""
        chosen = self.text.chosen
        return chosen.block if chosen is not None and self.text.is_visible(chosen) else self.text.place()[0]

    def show_notes(self) -> None:
        """Show the notes as they are now."""
        if self.document is None or self.highlights is None:
            return
        had_notes = self.document.has_notes
        self.document.notes = self._view.reader.notes.places_in(self.document.article.id, self.document.texts)
        if self.document.has_notes != had_notes:
            chosen = [] if self.text.chosen is None else [self.text.chosen, *self.text.chosen_continued]
            self.text.replace(article_blocks(self.document), self.highlights, chosen)
        self.text.refresh()

    def location(self) -> FileLocation | None:
        """Return the file and line of the emphasised quotation, else of the current block."""
        quote = self.current_quote()
        if quote is not None or self.document is None:
            return quote.where if quote else None
        return locate_paragraph(self._view.reader.index, self.document.article.id, self.current_block())
