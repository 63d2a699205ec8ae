"""The page of the inspections: a picture, the judgements side by side, and what the articles say of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medway_tui.export.grades import arrow, grade_sign
from medway_tui.export.site import layout, paths
from medway_tui.export.site.evidence import date_words, mention_item, source_list
from medway_tui.export.site.links import PageLinks
from medway_tui.export.site.markup import (
    Html,
    definitions,
    element,
    join_html,
    list_items,
    outside_link,
)
from medway_tui.export.site.other_councils import other_councils
from medway_tui.export.site.ratings_chart import (
    GRADE_CLASSES,
    describe_points,
    draw_ratings,
    overall_points,
)
from medway_tui.export.spoken import spoken_date
from medway_tui.index.inspections import (
    find_sources,
    inspection_reports,
    list_frameworks,
    list_inspections,
    ratings_table,
)

if TYPE_CHECKING:
    from medway_tui.export.site.site import Site
    from medway_tui.index.inspections import (
        GradedJudgement,
        InspectionReports,
        InspectionRow,
        RatingCell,
    )

ROUGHLY = "Roughly: between two frameworks, as far as these compare."
"""What a rough comparison is."""


def grade_mark(graded: GradedJudgement) -> Html:
    """Return a grade as its sign, its word and its colour; the reason where there is none."""
    if graded.status is not None:
        return element("span", graded.printed, class_="unsure")
    sign = grade_sign(graded)
    kind = GRADE_CLASSES.get(sign, "unknown")
    return element(
        "span", element("span", sign, aria_hidden="true"), "\u00a0", graded.printed, class_=f"grade {kind}"
    )


def change_words(graded: GradedJudgement) -> Html:
    """Return better or worse than the inspection before, in words; nothing where nothing compares."""
    if graded.step is None:
        return Html()
    word = "better" if graded.step > 0 else "worse" if graded.step < 0 else "the same"
    caveat = "" if graded.same_framework else "roughly "
    sign = element("span", arrow(graded.step), aria_hidden="true")
    return element("span", sign, f" {caveat}{word}", class_="change")


def ratings_picture(site: Site) -> Html:
    """Return the picture with its description below; nothing where no inspection has an overall grade."""
    points = overall_points(ratings_table(site.index))
    if not points:
        return Html()
    return element(
        "figure",
        element(
            "section",
            draw_ratings(points, list_frameworks(site.index)),
            class_="scroll",
            aria_label="Picture of the overall grades",
            tabindex=0,
        ),
        element(
            "figcaption",
            describe_points(points),
            " A dashed line is a change of the framework, across which grades compare only roughly.",
        ),
        class_="ratings-picture",
    )


def ratings_page(site: Site) -> layout.Page:
    """Return the page of the inspections."""
    links = PageLinks(paths.RATINGS)
    newest_first = list_inspections(site.index)[::-1]
    content = join_html(
        [
            element("h1", "Ratings"),
            element(
                "p",
                "The judgements of the inspections as their reports print them. Each links to the report,"
                " and to the paragraphs of the articles that report it.",
                class_="lead",
            ),
            ratings_picture(site),
            element("h2", "Judgements side by side"),
            _comparison(site, links),
            element("p", ROUGHLY, class_="details"),
            element("h2", "The inspections one by one"),
            *(_inspection(site, links, each) for each in newest_first),
            other_councils(site.index, newest_first[0].published),
        ]
    )
    return layout.Page(paths.RATINGS, "Ratings", content, layout.RATINGS)


def _comparison(site: Site, links: PageLinks) -> Html:
    table = ratings_table(site.index)
    headers = ["Judgement"]
    headers += [
        join_html(
            [
                element("a", date_words(each.published), href=links.inspection(each.id)),
                element("span", each.framework_short, class_="details"),
                element("span", "the report was not seen", class_="unsure") if each.second_hand else None,
            ],
            " ",
        )
        for each in table.inspections
    ]
    rows = [
        [
            label,
            *(_cell(table.cells[row, each.id], links, is_other=row == "other") for each in table.inspections),
        ]
        for row, label in table.rows
    ]
    return layout.scrolling_table(
        "Judgements by date of report, the oldest first", headers, rows, class_="ratings"
    )


def _cell(cell: RatingCell, links: PageLinks, *, is_other: bool) -> Html:
    if not cell.judgements:
        return element("span", "not known" if cell.existed else "not a judgement then", class_="unsure")
    is_named = is_other or len(cell.judgements) > 1
    return join_html(
        element(
            "div",
            element("a", each.name, ": ", href=links.inspection(each.inspection, each.area))
            if is_named
            else None,
            grade_mark(each)
            if is_named
            else element("a", grade_mark(each), href=links.inspection(each.inspection, each.area)),
            " ",
            change_words(each),
        )
        for each in cell.judgements
    )


def _inspection(site: Site, links: PageLinks, inspection: InspectionRow) -> Html:
    reports = inspection_reports(site.index, inspection.id)
    sources = find_sources(site.index, "inspection", inspection.id)
    days = inspection.start if inspection.start == inspection.end else f"{inspection.start}/{inspection.end}"
    about = definitions(
        [
            ("Inspected", element("bdi", inspection.provider)),
            ("Days", date_words(days)),
            ("Report published", date_words(inspection.published)),
            ("Report", outside_link(inspection.url) if inspection.url else "no address is recorded"),
            (
                "Not seen",
                inspection.second_hand
                and element("span", "The report was not seen: ", inspection.second_hand, class_="unsure"),
            ),
            ("Sources", source_list(links, (), sources)),
            ("Framework", inspection.framework_name),
            ("On the framework", inspection.framework_note),
            ("Lead inspector", inspection.lead_inspector),
            ("Note", inspection.note),
        ],
        class_="about",
    )
    return element(
        "section",
        element("h3", element("bdi", inspection.title), ", ", date_words(inspection.published)),
        about,
        _judgements(links, reports) if reports is not None else None,
        id=paths.record_anchor("inspection", inspection.id),
        class_="inspection",
    )


def _judgements(links: PageLinks, reports: InspectionReports) -> Html:
    if not reports.judgements:
        return element("p", "This inspection has no graded judgements.")
    inspection = reports.inspection
    rows = []
    for graded in reports.judgements:
        mentions = [
            mention for row in reports.articles for mention in reports.mentions.get((graded.area, row.id), [])
        ]
        reported = list_items((mention_item(links, each) for each in mentions), class_="sources")
        anchor = paths.record_anchor("inspection", inspection.id, graded.area)
        grade = join_html([grade_mark(graded), change_words(graded), graded.note], " ")
        if inspection.url:
            grade = join_html([grade, outside_link(inspection.url, "the report")], " ")
        rows.append(
            [
                element("span", graded.name, id=anchor),
                grade,
                reported or element("span", "no article reports it", class_="unsure"),
            ]
        )
    return layout.scrolling_table(
        f"Judgements of the report of {spoken_date(inspection.published)}",
        ["Judgement", "In the report", "In the articles"],
        rows,
    )
