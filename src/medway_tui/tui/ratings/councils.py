"""The pane of other councils: a strip of grades each, England's shares on a day, and times to Good."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from medway_tui import dates
from medway_tui.export.councils import (
    grade_words,
    recovery_sentence,
    shares_groups,
    shares_sentence,
    source_line,
)
from medway_tui.export.grades import SIGNS, sign_of_rank
from medway_tui.index.connection import Index
from medway_tui.index.councils import (
    CouncilReport,
    CouncilRow,
    TableSource,
    council_reports,
    list_councils,
    own_reports,
    table_source,
)
from medway_tui.index.england import (
    EnglandShares,
    GradeCount,
    RecoveryTimes,
    recoveries_of,
    shares_on,
)
from medway_tui.model.inspections import COMPARISON_ROWS
from medway_tui.text import escape_invisible
from medway_tui.tui.grades import grade_fill, grade_style
from medway_tui.tui.ratings.cells import short_grade
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.wrapping import fit, wrap_lines

OTHER_FRAMEWORK = "╌"
SAME_FRAMEWORK = "━"
NO_GRADE = "·"
UNREADABLE = "?"
NO_LONGER_GIVEN = "–"
_MIN_NAME, _MAX_NAME = 12, 30
_LEGEND = "? cannot be read · – no longer given"
_OTHER_LEGEND = "╌ another framework: compares only roughly"


class EnglandRow(NamedTuple):
    """The value of a row of England's shares."""

    line: int


class CouncilData(NamedTuple):
    """Everything of the imported table that the pane shows, read once."""

    source: TableSource
    councils: list[CouncilRow]
    reports: dict[str, list[CouncilReport]]
    """Those in the table, by council."""
    own: dict[str, list[CouncilReport]]
    """Those on the dossier's own council, its own inspections included."""
    times: RecoveryTimes

    def reports_on(self, council: str) -> list[CouncilReport]:
        """Return the reports that a strip shows."""
        return self.own.get(council) or self.reports.get(council, [])

    def shares(self, date: str) -> EnglandShares:
        """Return England's shares on a date."""
        return shares_on(self.source, self.councils, self.reports, date)

    @property
    def frameworks(self) -> set[str]:
        """The short names of the frameworks of the table."""
        return {
            each.framework_name
            for of_council in self.reports.values()
            for each in of_council
            if each.framework_name and each.grades
        }


def read_councils(index: Index) -> CouncilData | None:
    """Read the imported table; None where there is none."""
    source = table_source(index)
    if source is None:
        return None
    councils, reports = list_councils(index), council_reports(index)
    own = {each.id: own_reports(index, each.id) for each in councils if each.is_own}
    return CouncilData(source, councils, reports, own, recoveries_of(source, councils, reports))


def latest_report(reports: Sequence[CouncilReport], day: int) -> CouncilReport | None:
    """Return the latest report as of a day; where there is none yet, the first."""
    earlier = [each for each in reports if each.day <= day]
    return earlier[-1] if earlier else next(iter(reports), None)


def councils_rows(
    data: CouncilData, included: Sequence[str], shares: EnglandShares, width: int
) -> list[ListRow]:
    """Return the rows of the pane for a width in cells: strips, then the figures of England."""
    chosen = _in_order(data, included)
    axis = TimeAxis.of(data, chosen, width)
    rows = [axis.heading(shares.date)]
    rows += [axis.strip(each, data.reports_on(each.id)) for each in chosen]
    rows += [ListRow(None, lambda _, __: [Text()])]
    rows += _share_rows(shares, width)
    rows += [ListRow(None, lambda _, __: [Text()])]
    legend = _LEGEND + (f" · {_OTHER_LEGEND}" if axis.has_other_frameworks else "")
    sentences = (
        f"From Inadequate to Good: {recovery_sentence(data.times)}",
        source_line(data.source),
        f"In the strips: {legend}.",
    )
    return rows + [text_row(sentence, width) for sentence in sentences]


def _in_order(data: CouncilData, included: Sequence[str]) -> list[CouncilRow]:
    """Return the dossier's own council, then the included ones in their order."""
    by_id = {each.id: each for each in data.councils}
    own = [each for each in data.councils if each.is_own]
    return [*own, *(by_id[each] for each in included if each in by_id and not by_id[each].is_own)]


class TimeAxis(NamedTuple):
    """The years across the strips."""

    first: int
    """The first day of the first year, as an ordinal."""
    last: int
    """The first day after the last year."""
    end: int
    """The day of the table: grades go on to it."""
    name: int
    """The cells of the names."""
    cells: int
    """The cells of all years."""
    years: range
    frameworks: frozenset[str]
    """The short names of the frameworks that compare: those of the table."""
    has_other_frameworks: bool

    @classmethod
    def of(cls, data: CouncilData, councils: Sequence[CouncilRow], width: int) -> TimeAxis:
        """Lay out the years of the reports on some councils."""
        days = [each.day for council in councils for each in data.reports_on(council.id)]
        end = max([dates.last_day(data.source.date).toordinal(), *days])
        first_year = datetime.date.fromordinal(min(days, default=end)).year
        years = range(first_year, datetime.date.fromordinal(end).year + 1)
        longest = max((cell_len(escape_invisible(each.name)) for each in councils), default=0)
        name = max(_MIN_NAME, min(longest, _MAX_NAME, width // 4))
        each = max(1, (width - name - 3) // len(years))
        frameworks = frozenset(data.frameworks)
        return cls(
            datetime.date(years[0], 1, 1).toordinal(),
            datetime.date(years[-1] + 1, 1, 1).toordinal(),
            end,
            name,
            each * len(years),
            years,
            frameworks,
            any(
                report.grades and report.framework_name not in frameworks
                for council in councils
                for report in data.reports_on(council.id)
            ),
        )

    def cell_of(self, day: int) -> int:
        """Return the cell of a day, from 0."""
        place = (day - self.first) * self.cells // (self.last - self.first)
        return max(0, min(place, self.cells - 1))

    def heading(self, date: str) -> ListRow:
        """Return the years, with a mark at a date."""

        def draw(_: int, colours: Palette) -> list[Text]:
            each = self.cells // len(self.years)
            step = next(n for n in (1, 2, 5, 10) if n * each >= 5)
            words = [" "] * self.cells
            for number, year in enumerate(self.years):
                start = number * each
                if number % step == 0 and start + 4 <= self.cells:
                    words[start : start + 4] = str(year)
            at = self.cell_of(dates.last_day(date).toordinal())
            marks = " " * at + "▼"
            left = " " * (self.name + 2)
            when = fit(dates.format_date(date), self.name)
            top = Text(f" {when}{' ' * (self.name + 1 - cell_len(when))}", colours.outline)
            top.append(marks, colours.outline)
            return [top, Text(left + "".join(words), colours.muted)]

        return ListRow(None, draw, 2)

    def strip(self, council: CouncilRow, reports: Sequence[CouncilReport]) -> ListRow:
        """Return the strip of a council."""

        def draw(_: int, colours: Palette) -> list[Text]:
            name = fit(escape_invisible(council.name), self.name)
            text = Text(f" {name}", colours.strong if council.is_own else "")
            text.append(" " * (self.name + 1 - cell_len(name)))
            for part in self._parts(council, reports, colours):
                text.append_text(part)
            if not reports:
                text.append("no report in this table", colours.muted)
            return [text]

        return ListRow(council.id, draw)

    def _parts(self, council: CouncilRow, reports: Sequence[CouncilReport], colours: Palette) -> list[Text]:
        start = self.cell_of(dates.first_day(council.start_date).toordinal()) if council.start_date else 0
        last = self.cell_of(self.end) + 1
        if council.end_date:
            last = self.cell_of(dates.last_day(council.end_date).toordinal()) + 1
        if not reports:
            return []
        places = [self.cell_of(each.day) for each in reports]
        first = min(places[0], last)
        # A council that did not exist yet has nothing at all, one without a report a dot.
        parts = [Text(" " * min(start, first)), Text(NO_GRADE * max(0, first - start), colours.muted)]
        for number, report in enumerate(reports):
            end = places[number + 1] if number + 1 < len(reports) else max(last, places[number] + 1)
            parts.append(self._stretch(report, end - places[number], colours))
        return parts

    def _stretch(self, report: CouncilReport, cells: int, colours: Palette) -> Text:
        """Return a report: its sign, and a line for as long as its grade held."""
        if cells <= 0:
            return Text()
        sign = overall_sign(report)
        if sign not in SIGNS:
            return Text(sign + NO_GRADE * (cells - 1), colours.muted)
        line = SAME_FRAMEWORK if report.framework_name in self.frameworks else OTHER_FRAMEWORK
        # A space sets the sign off, as ~ is much like the line.
        drawn = f"{sign} {line * (cells - 2)}" if cells > 2 else sign + line * (cells - 1)
        return Text(drawn, grade_fill(sign, colours))


def overall_sign(report: CouncilReport) -> str:
    """Return the sign of a report's overall grade, or of the reason why there is none."""
    overall = report.grade_of("overall")
    if overall is not None and overall.rank is not None:
        return sign_of_rank(overall.rank, overall.scale)
    if overall is not None and overall.status == "no-longer-given":
        return NO_LONGER_GIVEN
    return UNREADABLE


def _share_rows(shares: EnglandShares, width: int) -> list[ListRow]:
    under = f" under {' and '.join(shares.frameworks)}" if shares.frameworks else ""
    head = (
        f"England on {dates.format_date(shares.date)}: {shares.known} of {shares.reported} latest grades"
        f" known{under}"
    )
    rows = [text_row(head, width, strong=True, value=EnglandRow(0))]
    rows += [_share_row(line, each, shares) for line, each in enumerate(shares.grades, 1)]
    missing = " · ".join(f"{len(names)} {words}" for _, words, names in shares_groups(shares))
    return rows + ([text_row(missing, width, value=EnglandRow(-1))] if missing else [])


def _share_row(line: int, each: GradeCount, shares: EnglandShares) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        sign = sign_of_rank(each.rank, each.scale)
        label = short_grade(each.grade, 20)
        share = len(each.councils) / shares.known
        text = Text(f" {sign} {label}{' ' * (20 - cell_len(label))}", grade_style(sign, colours))
        text.append(f" {len(each.councils):>3} {share:>4.0%} ", colours.strong)
        own = shares.own_grade
        mark = f"◀ {escape_invisible(shares.own_name)}" if own and own.grade == each.grade else ""
        room = max(4, min(40, width - cell_len(text.plain) - 18))
        bar = max(1, round(share * room))
        text.append("█" * bar, grade_style(sign, colours))
        text.append(f" {mark}" if mark else "", colours.outline)
        return [text]

    return ListRow(EnglandRow(line), draw)


def text_row(line: str, width: int, *, strong: bool = False, value: object = None) -> ListRow:
    """Return a sentence, wrapped."""
    lines = wrap_lines(line, width - 2)

    def draw(_: int, colours: Palette) -> list[Text]:
        return [Text(f" {each}", colours.strong if strong else colours.muted) for each in lines]

    return ListRow(value, draw, len(lines))


def describe_report(council: CouncilRow, report: CouncilReport, source: TableSource) -> str:
    """Return a council's report in a sentence with its source, to copy."""
    grades = ", ".join(
        f"{label.lower()} {grade_words(report, row)}"
        for row, label in COMPARISON_ROWS.items()
        if row != "other"
    )
    under = f" ({report.framework_name})" if report.framework_name else ""
    address = f", {report.url}" if report.url else ""
    published = dates.format_date(report.published)
    origin = f". {source_line(source)}" if report.in_table else "."
    return f"{council.name}: {grades}{under}\n— Ofsted, published {published}{address}{origin}"


def describe_shares(shares: EnglandShares) -> str:
    """Return England's shares in a sentence with their source, to copy."""
    counts = ", ".join(f"{len(each.councils)} {each.grade}" for each in shares.grades)
    when = dates.format_date(shares.date)
    return f"England on {when}: {counts}. {shares_sentence(shares)} {source_line(shares.source)}"
