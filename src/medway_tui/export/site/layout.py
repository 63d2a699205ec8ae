"""The frame of every page: its head, navigation, foot, and the links between the pages of a divided list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from medway_tui.export.site import paths
from medway_tui.export.site.links import PageLinks
from medway_tui.export.site.markup import Html, element, join_html, list_items, outside_link, paragraphs

if TYPE_CHECKING:
    from medway_tui.index.inspections import SourceRow

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none';"
    " form-action 'none'"
)
"""What a page may load: files of its own folder, and nothing else."""
_ADDRESS = re.compile(r"https?://[^\s()<>]*[^\s()<>.,;:]")
_NEARBY_PAGES = 2


class DossierDescription(Protocol):
    """What a dossier says of itself."""

    @property
    def title(self) -> str:
        """The title."""

    @property
    def description(self) -> str:
        """What it is about; or empty."""

    @property
    def attribution(self) -> str:
        """The line that its licences ask for; or empty."""

    @property
    def licences(self) -> Sequence[str]:
        """The licences of its sources, each once."""

    @property
    def sources(self) -> Sequence[SourceRow]:
        """The public sources, each address once."""


class Section(NamedTuple):
    """A part of the site, and its entry in the navigation."""

    path: str
    label: str


FRONT = Section(paths.FRONT, "Overview")
ARTICLES = Section(paths.list_path(paths.ARTICLES), "Articles")
QUOTES = Section(paths.list_path(paths.QUOTES), "Who said what")
RATINGS = Section(paths.RATINGS, "Ratings")
TIMELINE = Section(paths.list_path(paths.TIMELINE), "Timeline")
DIFFERENCES = Section(paths.list_path(paths.DIFFERENCES), "Differences")
PEOPLE = Section(paths.list_path(paths.PEOPLE), "People")
NOTES = Section(paths.NOTES, "Your notes")
SEARCH = Section(paths.SEARCH, "Search")
ABOUT = Section(paths.ABOUT, "About")


class Page(NamedTuple):
    """A page without its frame."""

    path: str
    title: str
    """The title of the page; the frame adds that of the dossier."""
    content: Html
    """What is in ``main``: it begins with the only ``h1``."""
    section: Section
    """The entry of the navigation that it belongs to."""
    scripts: tuple[str, ...] = ()


class SiteFrame:
    """Puts the frame of a dossier's site around each page."""

    def __init__(self, about: DossierDescription, sections: Sequence[Section]) -> None:
        self._about = about
        self.sections = sections

    def render(self, page: Page) -> str:
        """Return a page as the text of its file."""
        links = PageLinks(page.path)
        title = page.title
        if self._about.title != title:
            title = f"{title} – {self._about.title}"
        head = element(
            "head",
            element("meta", charset="utf-8"),
            Html(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
            element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name_="color-scheme", content="light dark"),
            element("meta", name_="referrer", content="no-referrer"),
            element("title", title),
            element("link", rel="stylesheet", href=links.to("site.css")),
            *(element("script", src=links.to(each), defer=True) for each in page.scripts),
        )
        body = element(
            "body",
            element("a", "Skip to the content", href="#content", class_="skip"),
            self._header(page, links),
            element("main", page.content, id="content", tabindex=-1),
            self._footer(links),
        )
        return f'<!DOCTYPE html>\n<html lang="en-GB">\n{head}{body}\n</html>\n'

    def _header(self, page: Page, links: PageLinks) -> Html:
        entries = (
            element(
                "a",
                each.label,
                href=links.to(each.path),
                aria_current=("page" if each.path == page.path else "true") if each is page.section else None,
            )
            for each in self.sections
        )
        return element(
            "header",
            # The first page has the title as its heading.
            element("p", element("a", self._about.title, href=links.to(paths.FRONT)), class_="site-title")
            if page.path != paths.FRONT
            else None,
            element("nav", list_items(entries), aria_label="Parts of this site"),
            class_="site-header",
        )

    def _footer(self, links: PageLinks) -> Html:
        licences = ", ".join(self._about.licences)
        return element(
            "footer",
            paragraphs(
                link_addresses(self._about.attribution),
                f"Licences of the public sources: {licences}." if licences else None,
                join_html(
                    [
                        "Every statement here links to the paragraph or the report that it is from. ",
                        element("a", "What the marks mean, and all sources", href=links.to(paths.ABOUT)),
                        ".",
                    ]
                ),
            ),
            class_="site-footer",
        )


def link_addresses(text: str) -> Html:
    """Return a text in which the addresses are links."""
    parts: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        parts += (text[end : match.start()], outside_link(match[0]))
        end = match.end()
    return join_html([*parts, text[end:]])


def between_pagers(content: Iterable[str], first: str, page: int, pages: int, links: PageLinks) -> Html:
    """Return a page of a list between links to the other pages; ``first`` is the path of the first page."""
    above, below = (_pager(first, page, pages, links, where) for where in ("above", "below"))
    return join_html([above, *content, below])


def _pager(first: str, page: int, pages: int, links: PageLinks, where: str) -> Html:
    """Return the links to the other pages of a list; nothing where there is one page only."""
    if pages < 2:
        return Html()

    def page_link(number: int, words: str, rel: str | None = None) -> Html:
        target = paths.numbered(first, number)
        current = "page" if number == page else None
        label = f"Page {number}" if words.isdigit() else None
        return element("a", words, href=links.to(target), rel=rel, aria_current=current, aria_label=label)

    near = [n for n in range(page - _NEARBY_PAGES, page + _NEARBY_PAGES + 1) if 1 <= n <= pages]
    items: list[Html] = []
    if page > 1:
        items.append(page_link(page - 1, "Previous", "prev"))
    previous = 0
    for number in sorted({1, *near, pages}):
        if number > previous + 1:
            items.append(element("span", "…"))
        items.append(page_link(number, str(number)))
        previous = number
    if page < pages:
        items.append(page_link(page + 1, "Next", "next"))
    return element("nav", list_items(items), class_="pager", aria_label=f"Pages, {where} the list")


def scrolling_table(
    caption: str, headers: Sequence[str], rows: Iterable[Sequence[str]], *, class_: str | None = None
) -> Html:
    """Return a table whose first column names each row; it scrolls sideways where it is too wide."""
    head = element("thead", element("tr", *(element("th", each, scope="col") for each in headers)))
    body = [
        element("tr", element("th", row[0], scope="row"), *(element("td", each) for each in row[1:]))
        for row in rows
    ]
    table = element("table", element("caption", caption), head, element("tbody", *body), class_=class_)
    return element("section", table, class_="scroll", aria_label=caption, tabindex=0)
