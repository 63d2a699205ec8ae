"""The first page, which says what there is; the page about the dossier and its sources; the search page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medway_tui.export.citations import ACCOUNT_LABEL, DRAFT_LABEL
from medway_tui.export.site import layout, paths
from medway_tui.export.site.article_pages import WITHHELD
from medway_tui.export.site.evidence import article_link, source_item
from medway_tui.export.site.links import PageLinks
from medway_tui.export.site.markup import (
    Html,
    definitions,
    element,
    join_html,
    list_items,
    paragraphs,
)
from medway_tui.export.site.ratings_page import ROUGHLY, change_words, grade_mark, ratings_picture
from medway_tui.export.site.timeline_pages import brief_entry
from medway_tui.export.spoken import spoken_count, spoken_date
from medway_tui.index.articles import count_contents, get_article, outermost_article
from medway_tui.index.difference_query import KIND_LABELS
from medway_tui.index.differences import difference_positions, differences_at
from medway_tui.index.inspections import ratings_table
from medway_tui.index.people_listing import summarise_people
from medway_tui.index.quotes import count_drafts
from medway_tui.index.timeline import EventEntry, InspectionEntry, list_timeline, load_rows
from medway_tui.index.timeline_query import parse_timeline_query
from medway_tui.text import plural

if TYPE_CHECKING:
    from medway_tui.export.site.site import Site

_MOST_LISTED = 6
"""The most people and differences that the first page lists."""
_MOST_DATES = 12
_ROWS_SEARCHED = 200


def front_page(site: Site) -> layout.Page:
    """Return the first page of the site."""
    links = PageLinks(paths.FRONT)
    about = site.about
    content = join_html(
        [
            element("h1", element("bdi", about.title)),
            element("p", about.description, class_="lead", dir="auto") if about.description else None,
            element("section", element("h2", "What is here"), _numbers(site, links)),
            _newest_ratings(site, links),
            _key_dates(site, links),
            _quoted_most(site, links),
            _gravest_differences(site, links),
            _ends(site, links),
        ]
    )
    return layout.Page(paths.FRONT, about.title, content, layout.FRONT)


def _numbers(site: Site, links: PageLinks) -> Html:
    counts, drafts = count_contents(site.index), count_drafts(site.index)
    quotes = f"{counts.quotes:,} by {plural(counts.speakers, 'speaker')}"
    if drafts:
        quotes += f"; and {plural(drafts, 'draft')}, not confirmed"
    timeline = site.timeline
    events = sum(timeline.counts[kind] for kind in ("event", "deadline", "promise"))
    numbers = [
        ("Articles", f"{counts.articles:,}", layout.ARTICLES),
        ("Quotations", quotes, layout.QUOTES),
        ("Inspections", f"{len(site.inspection_ids):,}" if site.inspection_ids else "", layout.RATINGS),
        ("Events, promises and deadlines", f"{events:,}" if events else "", layout.TIMELINE),
        (
            "Points on which sources differ",
            f"{len(site.difference_titles):,}" if site.difference_titles else "",
            layout.DIFFERENCES,
        ),
    ]
    return definitions(
        [
            (label, element("a", words, href=links.to(section.path)))
            for label, words, section in numbers
            if words
        ],
        class_="numbers",
    )


def _newest_ratings(site: Site, links: PageLinks) -> Html | None:
    table = ratings_table(site.index)
    if not table.inspections:
        return None
    newest = table.inspections[-1]
    rows = [
        join_html([element("b", label), ": ", grade_mark(graded), " ", change_words(graded)])
        for row, label in table.rows
        for graded in table.cells[row, newest.id].judgements
        if row != "other"
    ]
    return element(
        "section",
        element("h2", "What the inspectors found"),
        ratings_picture(site),
        element(
            "p",
            "The newest report, of ",
            spoken_date(newest.published),
            ", compared with the inspection before.",
        )
        if rows
        else None,
        list_items(rows, class_="newest-ratings"),
        element("p", ROUGHLY, class_="details") if any(" roughly " in row for row in rows) else None,
        element("p", element("a", "All judgements, with the reports", href=links.to(paths.RATINGS))),
    )


def _key_dates(site: Site, links: PageLinks) -> Html | None:
    query = parse_timeline_query("", default=["deadline", "promise", "inspection"])
    timeline = list_timeline(site.index, query)
    rows = load_rows(site.index, timeline, range(max(0, len(timeline) - _ROWS_SEARCHED), len(timeline)))
    found = [row for row in rows if row is not None and _is_key_date(row)][-_MOST_DATES:]
    if not found:
        return None
    return element(
        "section",
        element("h2", "Reports, promises and deadlines"),
        element("ol", *(brief_entry(site, links, row) for row in found), class_="timeline"),
        element("p", element("a", "The whole timeline", href=links.to(layout.TIMELINE.path))),
    )


def _is_key_date(row: object) -> bool:
    if isinstance(row, EventEntry):
        return row.inspection is None or row.inspection.part == "report"
    return isinstance(row, InspectionEntry) and row.part == "report"


def _quoted_most(site: Site, links: PageLinks) -> Html | None:
    rows = site.people.rows(range(len(site.people)))
    counted = [(quotes, drafts, agent) for _, agent, quotes, drafts in rows if agent and quotes]
    counted.sort(key=lambda each: -each[0])
    if not counted:
        return None
    most = counted[:_MOST_LISTED]
    summaries = summarise_people(site.index, [agent for *_, agent in most])
    items = [
        join_html(
            [
                site.person(links, agent, summaries[agent].name),
                element(
                    "span",
                    ", ".join(filter(None, (summaries[agent].label, spoken_count(quotes, drafts)))),
                    class_="details",
                ),
            ],
            " ",
        )
        for quotes, drafts, agent in most
    ]
    return element(
        "section",
        element("h2", "Who is quoted most"),
        list_items(items, class_="listed people"),
        element("p", element("a", "All people and organisations", href=links.to(layout.PEOPLE.path))),
    )


def _gravest_differences(site: Site, links: PageLinks) -> Html | None:
    positions = difference_positions(site.index)[:_MOST_LISTED]
    if not positions:
        return None
    found = differences_at(site.index, positions)
    items = [
        join_html(
            [
                element("a", each.title, href=site.pages.difference(links, each.id)),
                element("span", KIND_LABELS[each.kind], class_="kind"),
                element("span", "settled" if each.settled else "not settled", class_="details"),
            ],
            " ",
        )
        for each in (found[position] for position in positions if position in found)
    ]
    return element(
        "section",
        element("h2", "Where the sources differ"),
        list_items(items, class_="listed"),
        element("p", element("a", "All differences", href=links.to(layout.DIFFERENCES.path))),
    )


def _ends(site: Site, links: PageLinks) -> Html | None:
    ids = dict.fromkeys(filter(None, (outermost_article(site.index, newest=n) for n in (False, True))))
    rows = [row for each in ids if (row := get_article(site.index, each)) is not None]
    if not rows:
        return element("p", "There are no articles in this dossier.")
    labels = ("The oldest", "The newest") if len(rows) > 1 else ("The only one",)
    return element(
        "section",
        element("h2", "The articles"),
        definitions((label, article_link(links, row)) for label, row in zip(labels, rows, strict=True)),
        element("p", element("a", "All articles", href=links.to(layout.ARTICLES.path))),
    )


# -- about -------------------------------------------------------------------------------------------------


def about_page(site: Site) -> layout.Page:
    """Return the page on what the marks mean, the sources and their licences."""
    about = site.about
    content = join_html(
        [
            element("h1", "About this site"),
            element("p", about.description, class_="lead", dir="auto") if about.description else None,
            element("h2", "How to read it"),
            definitions(_meanings(site), class_="meanings"),
            element("h2", "Licences"),
            paragraphs(
                layout.link_addresses(about.attribution) if about.attribution else "None is recorded."
            ),
            list_items(about.licences),
            element("h2", "Public sources"),
            list_items((source_item(each) for each in about.sources), class_="sources")
            or element("p", "None is recorded."),
        ]
    )
    return layout.Page(paths.ABOUT, "About", content, layout.ABOUT)


def _meanings(site: Site) -> Iterator[tuple[str, Html]]:
    mark = element("mark", "these words", class_="quote")
    draft = element("mark", "these words", class_="quote draft")
    yield "A quotation", join_html([mark, " are word for word as the article prints them."])
    yield (
        f"A {DRAFT_LABEL}",
        join_html([draft, " were found by a program, and no person has confirmed who says them."]),
    )
    yield "An account", Html(f"An article whose text is {ACCOUNT_LABEL}.")
    if site.withheld:
        yield "[…]", Html(WITHHELD)
    yield (
        "A paragraph",
        Html("The number beside it counts the paragraphs of the article; captions count apart."),
    )
    yield (
        "A date inferred",
        Html("No source prints this date. The reason why it is given all the same is beside it."),
    )
    yield (
        "A role last recorded",
        Html("The last day on which a source shows the role; whether it was held later is not known."),
    )
    yield (
        "Words not found",
        Html("The article as it is now does not have the words of this quotation or passage."),
    )
    yield (
        "A grade",
        Html(
            "★ is the best grade of a scale, ✗ the worst, ✓ and ~ are between."
            " The words are those of the report."
        ),
    )
    yield "Roughly better, or worse", Html(ROUGHLY)
    yield (
        "≠",
        element(
            "span", "Sources differ on this, such as ", element("span", "these words", class_="differs"), "."
        ),
    )
    yield "Conflict", Html("Two statements that can’t both be true.")
    yield "Tension", Html("Statements that are hard to reconcile.")


# -- search ------------------------------------------------------------------------------------------------


def search_page() -> layout.Page:
    """Return the page of the search, which says what to do where scripts do not run."""
    links = PageLinks(paths.SEARCH)
    lists = join_html(
        (
            element("a", each.label, href=links.to(each.path))
            for each in (layout.ARTICLES, layout.QUOTES, layout.ABOUT)
        ),
        ", ",
    )
    form = element(
        "form",
        element("label", "Words", for_="search-field"),
        element("input", id="search-field", type="search", name_="q", autocomplete="off"),
        element("button", "Search", type="submit"),
        id="search-form",
        role="search",
        hidden=True,
    )
    content = join_html(
        [
            element("h1", "Search"),
            element(
                "p",
                "The search needs a script, which has not run. All the rest can be read without it;"
                " your browser finds words on a page: ",
                lists,
                ".",
                id="without-script",
            ),
            form,
            element("p", id="search-status", role="status"),
            element("ul", id="search-records", class_="listed"),
            element("ol", id="search-hits", class_="listed"),
            element("button", "Show more", id="search-more", type="button", hidden=True),
        ]
    )
    return layout.Page(paths.SEARCH, "Search", content, layout.SEARCH, ("search.js",))
