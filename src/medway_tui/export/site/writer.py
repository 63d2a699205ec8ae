"""Writes a dossier as a static site, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

from medway_tui.export.site import layout
from medway_tui.export.site.article_pages import Neighbours, article_list_page, article_page
from medway_tui.export.site.difference_pages import difference_pages
from medway_tui.export.site.front_pages import about_page, front_page, search_page
from medway_tui.export.site.own_notes import notes_page
from medway_tui.export.site.people_pages import people_pages
from medway_tui.export.site.quote_pages import QuotePages
from medway_tui.export.site.ratings_page import ratings_page
from medway_tui.export.site.search_index import SearchIndexWriter
from medway_tui.export.site.site import ENTRIES_PER_PAGE, Site
from medway_tui.export.site.timeline_pages import timeline_pages
from medway_tui.index.quotes import count_quotations

if TYPE_CHECKING:
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.connection import Index
    from medway_tui.index.dump import ArticleRecord
    from medway_tui.model.notes import Note

OWN_FILES = ("site.css", "search.js")
"""The files of the package that every site has a copy of."""

WriteFile = Callable[[str, str], None]
"""Writes a text file of the site, by its path in the folder of the site."""


class SiteWriter:
    """Writes a site: first everything but articles, then each article, then the ends of the lists."""

    def __init__(
        self,
        index: Index,
        about: layout.DossierDescription,
        write: WriteFile,
        notes: Sequence[Note] | None = None,
        withheld: frozenset[str] = frozenset(),
    ) -> None:
        """``notes`` are the user's own, where they are asked for; ``withheld`` are ids of articles whose
        own text the index lacks.
        """
        self._site = Site(index, about, notes, withheld)
        self._write = write
        self._quotes = QuotePages(self._site, count_quotations(index), self._write_page)
        self._search = SearchIndexWriter(self._site, write)
        self._listed: list[tuple[ArticleRow, int, int]] = []
        self._articles = index.count("article")
        self._number = 0
        self._pending: ArticleRecord | None = None
        self._earlier: ArticleRow | None = None

    def write_core(self) -> None:
        """Write everything but articles, quotations and the search index."""
        for name in OWN_FILES:
            text = files("medway_tui.export.site").joinpath(name).read_text(encoding="utf-8")
            self._write(name, text)
        site = self._site
        self._write_page(front_page(site))
        self._write_page(about_page(site))
        self._write_page(search_page())
        if site.has_section(layout.RATINGS):
            self._write_page(ratings_page(site))
        if site.has_section(layout.NOTES):
            self._write_page(notes_page(site))
        for pages in (timeline_pages, difference_pages, people_pages):
            for page in pages(site):
                self._write_page(page)

    def write_article(self, record: ArticleRecord) -> None:
        """Write the page of the article before, which links to this one, and keep this one."""
        if self._pending is not None:
            self._write_pending(record.article)
        self._pending = record

    def close(self) -> None:
        """Write the last article, the ends of the lists, and the words of the search index."""
        if self._pending is not None:
            self._write_pending(None)
        if self._listed or not self._articles:
            self._write_list()
        self._quotes.close()
        self._search.close()

    def _write_pending(self, later: ArticleRow | None) -> None:
        record = self._pending
        if record is None:
            return
        pages = {quote.id: self._quotes.add(quote) for quote in record.quotes}
        neighbours = Neighbours(self._earlier, later, self._number // ENTRIES_PER_PAGE + 1)
        self._write_page(article_page(self._site, record, neighbours, pages))
        self._search.add_article(record)
        counted = [quote for quote in record.quotes if quote.repeats is None]
        drafts = sum(quote.draft is not None for quote in counted)
        self._listed.append((record.article, len(counted) - drafts, drafts))
        self._number += 1
        self._earlier = record.article
        if len(self._listed) == ENTRIES_PER_PAGE:
            self._write_list()

    def _write_list(self) -> None:
        pages = max(1, -(-self._articles // ENTRIES_PER_PAGE))
        page = max(1, -(-self._number // ENTRIES_PER_PAGE))
        self._write_page(article_list_page(self._listed, page, pages))
        self._listed.clear()

    def _write_page(self, page: layout.Page) -> None:
        self._write(page.path, self._site.frame.render(page))
