"""Links from a page to the others, and to the paragraphs of articles, relative to the folder of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from medway_tui.export.site import paths

if TYPE_CHECKING:
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.inspections import EvidenceMention
    from medway_tui.model.locations import BlockPlace


class PageLinks:
    """The links from one page."""

    def __init__(self, path: str) -> None:
        self._root = "../" * path.count("/")

    def to(self, path: str, anchor: str = "") -> str:
        """Return the relative address of a page, or of a place on it."""
        return f"{self._root}{path}#{anchor}" if anchor else f"{self._root}{path}"

    def article(self, article: str, place: BlockPlace | None = None) -> str:
        """Return the address of an article, or of a block of it."""
        return self.to(paths.article_path(article), "" if place is None else paths.place_anchor(place))

    def quote(self, article: str, quote: str) -> str:
        """Return the address of a quotation in its article."""
        return self.to(paths.article_path(article), paths.quote_anchor(quote))

    def person(self, agent: str) -> str:
        """Return the address of a person or organisation."""
        return self.to(paths.person_path(agent))

    def inspection(self, inspection: str, area: str = "") -> str:
        """Return the address of an inspection, or of a judgement of it."""
        return self.to(paths.RATINGS, paths.record_anchor("inspection", inspection, area))

    def mention(self, mention: EvidenceMention) -> str:
        """Return the address of the paragraph of a passage; of the article where its words are adrift."""
        return self.article(mention.article.id, None if mention.is_adrift else mention.place)

    def row(self, row: ArticleRow) -> str:
        """Return the address of an article's page."""
        return self.article(row.id)


class RecordPages:
    """The pages of the divided lists on which records are."""

    def __init__(self, events: Mapping[str, int], differences: Mapping[str, int]) -> None:
        self._events = events
        self._differences = differences

    def has_event(self, event: str) -> bool:
        """Return whether an event is in the timeline."""
        return event in self._events

    def event(self, links: PageLinks, event: str) -> str:
        """Return the address of an event in the timeline."""
        page = self._events.get(event, 1)
        return links.to(paths.list_path(paths.TIMELINE, page), paths.record_anchor("event", event))

    def difference(self, links: PageLinks, difference: str) -> str:
        """Return the address of a point on which the sources differ."""
        page = self._differences.get(difference, 1)
        anchor = paths.record_anchor("difference", difference)
        return links.to(paths.list_path(paths.DIFFERENCES, page), anchor)
