"""The list of other councils in Ratings: which are included, and as of which date."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from medway_tui import dates
from medway_tui.index.connection import Index
from medway_tui.index.councils import WHERE_TO_GET_IT, CouncilReport, CouncilRow, TableSource
from medway_tui.text import plural
from medway_tui.tui.copy_forms import CopyForm, text_forms
from medway_tui.tui.dialogs.council_picker import CouncilPickerDialog
from medway_tui.tui.ratings.councils import (
    CouncilData,
    councils_rows,
    describe_report,
    describe_shares,
    latest_report,
    read_councils,
)
from medway_tui.tui.widgets.virtual_list import RowList

_FEW_COUNCILS = 3
"""With more councils, the figures of England may be below the pane."""
_BORDER = 2


class CouncilsPane(RowList):
    """Strips of the included councils, England's shares, and the times to Good; the table is read once."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._data: CouncilData | None = None
        self._included: list[str] = []
        self._date = ""

    @property
    def has_councils(self) -> bool:
        """Whether any council is included."""
        return bool(self._included)

    def make_picker(self, index: Index) -> CouncilPickerDialog:
        """Return the dialog in which councils are included and removed."""
        self._data = self._data or read_councils(index)
        if self._data is None:
            return CouncilPickerDialog((), (), f"{WHERE_TO_GET_IT[0].upper()}{WHERE_TO_GET_IT[1:]}")
        return CouncilPickerDialog(self._data.councils, self._included)

    def toggle(self, chosen: Sequence[str]) -> None:
        """Include the chosen councils; remove them where all are included."""
        if set(chosen) <= set(self._included):
            self._included = [each for each in self._included if each not in chosen]
        else:
            self._included += [each for each in chosen if each not in self._included]

    @property
    def included(self) -> Sequence[str]:
        """The ids of the included councils."""
        return self._included

    def include(self, index: Index, councils: Sequence[str]) -> None:
        """Include these councils, as far as the table has them."""
        self._data = self._data or read_councils(index)
        self._included = [*councils]
        self.read_again(index)
        self._included = self._included if self._data is not None else []

    def read_again(self, index: Index) -> None:
        """Read the table again, and drop the councils that it no longer has."""
        if self._data is None:
            return
        self._data = read_councils(index)
        known = {each.id for each in self._data.councils} if self._data is not None else set()
        self._included = [each for each in self._included if each in known]

    def show_date(self, date: str) -> int:
        """Show the councils and shares as of a date, with the cursor where it was.

        Returns the lines that everything needs, with the border; 0 where nothing is included.
        """
        self._date = date
        if self._data is None or not self._included:
            return 0
        shares = self._data.shares(date)
        width = max(20, self.scrollable_content_region.width - 1)
        rows = councils_rows(self._data, self._included, shares, width)
        self.border_title = Content(plural(len(self._included), "other council") + " · England")
        at_end = f"G England on {dates.format_date(date)}"
        self.border_subtitle = Content(at_end if len(self._included) > _FEW_COUNCILS else "")
        self.replace(rows, value=self.value)
        return sum(row.height for row in rows) + _BORDER

    def included_reports(
        self,
    ) -> tuple[Sequence[tuple[CouncilRow, Sequence[CouncilReport]]], TableSource] | None:
        """Return the included councils with all their reports, and the table's source; None without any."""
        if self._data is None or not self._included:
            return None
        councils = [each for each in self._data.councils if each.is_own or each.id in self._included]
        return [(each, self._data.reports_on(each.id)) for each in councils], self._data.source

    def report_at_cursor(self) -> tuple[CouncilRow, CouncilReport] | None:
        """Return the council at the cursor, and its report as of the date; None where there is none."""
        if self._data is None or not self._date:
            return None
        council = next((each for each in self._data.councils if each.id == self.value), None)
        if council is None:
            return None
        day = dates.last_day(self._date).toordinal()
        report = latest_report(self._data.reports_on(council.id), day)
        return (council, report) if report is not None else None

    def copy_forms(self) -> Sequence[CopyForm]:
        """Return the forms of the report at the cursor, or of England's shares, each with its source."""
        if self._data is None or not self._date:
            return ()
        found = self.report_at_cursor()
        if found is not None:
            return text_forms(describe_report(*found, self._data.source), found[1].url)
        return text_forms(describe_shares(self._data.shares(self._date)), self._data.source.url)
