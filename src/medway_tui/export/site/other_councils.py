"""Other councils on the page of the ratings: the shares of each grade in England, and times to recover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medway_tui.export.councils import recovery_report, shares_report
from medway_tui.export.site import layout
from medway_tui.export.site.markup import Html, element, join_html, outside_link
from medway_tui.export.spoken import spoken_date
from medway_tui.index.councils import table_source
from medway_tui.index.england import england_shares, recovery_times

if TYPE_CHECKING:
    from medway_tui.export.report import Report
    from medway_tui.index.connection import Index


def other_councils(index: Index, day: str) -> Html:
    """Return England's shares on a day and on the table's own; nothing where no table is imported."""
    source = table_source(index)
    if source is None:
        return Html()
    address = element("p", "The table: ", outside_link(source.url)) if source.url else None
    return join_html(
        [element("h2", "Other councils in England"), *_tables(index, (day, source.date)), address]
    )


def _tables(index: Index, days: tuple[str, ...]) -> Iterator[Html]:
    for day in dict.fromkeys(days):
        shares = england_shares(index, day)
        if shares is not None:
            caption = f"Councils by their latest overall grade on {spoken_date(day)}"
            yield _table(caption, "Grade", shares_report(shares))
    times = recovery_times(index)
    if times is not None and times.cases:
        yield _table("From Inadequate to Good or better", "Council", recovery_report(times))


def _table(caption: str, first_header: str, report: Report) -> Html:
    headers = (first_header, *report.headers[1:])
    rows = list(report.display_rows)
    return join_html(
        [layout.scrolling_table(caption, headers, rows), element("p", report.footer, class_="details")]
    )
