"""The pages of the points on which the sources differ, every side with its sources."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from medway_tui.export.differences import NO_PLACE, ONE_SIDE
from medway_tui.export.site import layout, paths
from medway_tui.export.site.evidence import source_list
from medway_tui.export.site.links import PageLinks
from medway_tui.export.site.markup import Html, element, join_html
from medway_tui.export.site.site import DIFFERENCES_PER_PAGE
from medway_tui.index.difference_query import KIND_LABELS
from medway_tui.index.differences import difference_positions, iter_differences
from medway_tui.text import plural

if TYPE_CHECKING:
    from medway_tui.export.site.site import Site
    from medway_tui.index.differences import DifferenceRow, DifferenceSideRow

_HEADINGS = {
    "contradiction": ("Conflicts", "Two statements that can’t both be true."),
    "tension": (
        "Tensions",
        "Statements that are hard to reconcile, or of which one says more than the other.",
    ),
    "compatible": ("Compatible", "Statements that can both be true."),
    "wording": ("Wording", "Different names or words for the same thing."),
}


def difference_pages(site: Site) -> Iterator[layout.Page]:
    """Yield the pages of all differences, conflicts first."""
    positions = difference_positions(site.index)
    pages = -(-len(positions) // DIFFERENCES_PER_PAGE)
    for page in range(1, pages + 1):
        start = (page - 1) * DIFFERENCES_PER_PAGE
        listed = iter_differences(site.index, positions[start : start + DIFFERENCES_PER_PAGE])
        path = paths.list_path(paths.DIFFERENCES, page)
        links = PageLinks(path)
        title = "Differences" if page == 1 else f"Differences, page {page}"
        content = join_html(
            [
                element("h1", title),
                element(
                    "p",
                    f"{plural(len(positions), 'point')} on which the sources differ. Every side is shown,"
                    " with what each source prints.",
                    class_="lead",
                ),
                layout.between_pagers(_groups(links, listed), layout.DIFFERENCES.path, page, pages, links),
            ]
        )
        yield layout.Page(path, title, content, layout.DIFFERENCES)


def _groups(links: PageLinks, listed: Iterator[DifferenceRow]) -> Iterator[Html]:
    for kind, some in groupby(listed, key=lambda each: each.kind):
        heading, meaning = _HEADINGS[kind]
        yield element("h2", heading)
        yield element("p", meaning, class_="lead")
        yield from (_difference(links, each) for each in some)


def _difference(links: PageLinks, each: DifferenceRow) -> Html:
    settled = None
    if each.settled:
        settled = element(
            "div",
            element("p", element("b", "Settled: "), each.settled),
            source_list(links, (), each.settling_sources),
            class_="settled",
        )
    return element(
        "section",
        element(
            "h3", element("bdi", each.title), " ", element("span", KIND_LABELS[each.kind], class_="kind")
        ),
        element("ul", *(_side(links, side) for side in each.sides), class_="sides"),
        element("p", ONE_SIDE, class_="unsure") if len(each.sides) < 2 else None,
        settled or element("p", "Not settled by any source.", class_="unsure"),
        element("p", element("b", "Note: "), each.note) if each.note else None,
        id=paths.record_anchor("difference", each.id),
        class_="difference",
    )


def _side(links: PageLinks, side: DifferenceSideRow) -> Html:
    supported = None
    if side.supported:
        supported = element(
            "p", element("span", "✓ ", aria_hidden="true"), "supported by the source that settles it",
            class_="supported",
        )  # fmt: skip
    sources = source_list(links, side.mentions, side.sources)
    return element(
        "li",
        element("p", side.says, class_="says", dir="auto"),
        supported,
        sources or element("p", NO_PLACE, class_="unsure"),
    )
