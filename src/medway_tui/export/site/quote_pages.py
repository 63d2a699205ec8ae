"""The pages of all quotations in order of time, filled as the articles come."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from medway_tui.export.site import layout, paths
from medway_tui.export.site.evidence import quote_entry
from medway_tui.export.site.links import PageLinks
from medway_tui.export.site.markup import Html, element, join_html
from medway_tui.export.site.site import QUOTES_PER_PAGE
from medway_tui.text import plural

if TYPE_CHECKING:
    from medway_tui.export.site.site import Site
    from medway_tui.index.quotes import QuoteRow


class QuotePages:
    """Collects the quotations of a page, and writes it when it is full."""

    def __init__(self, site: Site, total: int, write: Callable[[layout.Page], None]) -> None:
        """``total`` is the number of quotations to come, with drafts and repetitions."""
        self._site = site
        self._total = total
        self._pages = max(1, -(-total // QUOTES_PER_PAGE))
        self._write = write
        self._entries: list[Html] = []
        self._page = 1

    def add(self, quote: QuoteRow) -> int:
        """Add the next quotation; return the page that it is on."""
        if len(self._entries) == QUOTES_PER_PAGE:
            self._end_page()
            self._page += 1
        self._entries.append(quote_entry(self._site, PageLinks(self._path), quote))
        return self._page

    def close(self) -> None:
        """Write the last page."""
        self._end_page()

    @property
    def _path(self) -> str:
        return paths.list_path(paths.QUOTES, self._page)

    def _end_page(self) -> None:
        links = PageLinks(self._path)
        title = "Who said what" if self._page == 1 else f"Who said what, page {self._page}"
        by_person = element("a", "People", href=links.to(layout.PEOPLE.path))
        content = join_html(
            [
                element("h1", title),
                element(
                    "p",
                    f"{plural(self._total, 'quotation', zero='no')} in order of time, each with the speaker’s"
                    " role on the day of the article, and a link to its paragraph. ",
                    join_html([by_person, " has them by speaker."])
                    if self._site.has_section(layout.PEOPLE)
                    else None,
                    class_="lead",
                ),
                layout.between_pagers(self._entries, layout.QUOTES.path, self._page, self._pages, links),
            ]
        )
        self._write(layout.Page(self._path, title, content, layout.QUOTES))
        self._entries.clear()
