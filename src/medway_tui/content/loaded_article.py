"""An article with its quotations, each at its place, as the loader makes it from their files."""

from __future__ import annotations

from typing import NamedTuple

from medway_tui.content.attribution import AttributionFault
from medway_tui.model.articles import Article, Quote
from medway_tui.model.locations import BlockPlace, FileLocation, Span
from medway_tui.yaml_io.source_map import SourceMap


class PlacedQuote(NamedTuple):
    """A quotation with its source map, and its place in the article."""

    quote: Quote
    source_map: SourceMap
    span: Span | None
    attribution_fault: AttributionFault | None = None
    """Why its block does not give the words to its speaker; None where it does."""

    @property
    def location(self) -> FileLocation:
        """Where it is written."""
        return self.source_map.locate()

    @property
    def speaker_locations(self) -> list[tuple[FileLocation, str]]:
        """Where each speaker is written, and the speaker."""
        if self.quote.speaker is not None:
            return [(self.source_map.locate(("speaker",)), self.quote.speaker)]
        return [
            (self.source_map.locate(("speakers", n)), speaker)
            for n, speaker in enumerate(self.quote.speakers)
        ]


class ArticleWithQuotes(NamedTuple):
    """An article with its quotations: the unit that the index updates."""

    article: Article
    source_map: SourceMap
    quotes: tuple[PlacedQuote, ...]
    complete: bool = True
    """Whether every quotation in its files was read, and found in the text."""

    @property
    def location(self) -> FileLocation:
        """Where the article is written."""
        return self.source_map.locate()

    @property
    def text_locations(self) -> list[FileLocation]:
        """Where each text is written: the headline, then the blocks of the body."""
        paragraphs = self.source_map.locate_items(("paragraphs",), "text")
        return [self.source_map.locate(("headline",)), *paragraphs]

    @property
    def missing_blocks(self) -> frozenset[int]:
        """The blocks that the copy of the original lacks."""
        blocks = enumerate(self.article.paragraphs, 1)
        return frozenset(position for position, block in blocks if block.kind == "missing")

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """The text and kind of each block."""
        kinds = ["headline", *(block.kind for block in self.article.paragraphs)]
        return list(zip(self.texts, kinds, strict=True))

    @property
    def places(self) -> list[BlockPlace]:
        """The place of each text."""
        return self.article.places

    @property
    def texts(self) -> list[str]:
        """The text of each block: the headline, then the body's."""
        return [self.article.headline, *(each.text for each in self.article.paragraphs)]
