"""England's shares of each grade as of a day, and how long councils took from Inadequate to Good.

Both count the imported table: the grades for overall effectiveness under ILACS. A share counts the latest
report of each council as of a day. What is no grade is kept apart: no longer given, unreadable in the table,
no report yet, not in the table, and a council that did not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from medway_tui import dates
from medway_tui.index.connection import Index
from medway_tui.index.councils import (
    CouncilReport,
    CouncilRow,
    TabledGrade,
    TableSource,
    council_reports,
    list_councils,
    table_source,
)

DAYS_PER_YEAR = 365.25
OVERALL = "overall"


class GradeCount(NamedTuple):
    """How many councils have a grade."""

    grade: str
    rank: int
    scale: int
    councils: tuple[str, ...]
    """Their names."""


class EnglandShares(NamedTuple):
    """The latest grades of all councils of the table, as of a day."""

    date: str
    source: TableSource
    grades: tuple[GradeCount, ...]
    """The grades that were given, the best first."""
    no_longer_given: tuple[str, ...]
    """The councils whose latest report gives no overall grade any more."""
    unreadable: tuple[str, ...]
    """The councils whose latest grade can't be read in the table."""
    no_report: tuple[str, ...]
    """The councils that existed, and had no report in the table yet."""
    not_in_table: tuple[str, ...]
    """The councils that existed, and have no report in the table at all."""
    not_existing: tuple[str, ...]
    """The councils of the table that did not exist yet, or no more."""
    frameworks: tuple[str, ...]
    """The short names of the frameworks under which the counted grades were given."""
    own_grade: TabledGrade | None
    """That of the dossier's own council."""
    own_name: str = ""
    """The name of the dossier's own council."""

    @property
    def known(self) -> int:
        """How many grades are known."""
        return sum(len(each.councils) for each in self.grades)

    @property
    def reported(self) -> int:
        """How many councils had a report in the table."""
        return self.known + len(self.no_longer_given) + len(self.unreadable)


class RecoveryCase(NamedTuple):
    """An Inadequate judgement of overall effectiveness, and the next one that is Good or better."""

    council: str
    name: str
    is_own: bool
    published: str
    grade: str
    url: str | None
    better_published: str | None
    """None where none has come yet."""
    better_grade: str | None
    better_url: str | None
    years: float | None
    """From report to report."""


class RecoveryTimes(NamedTuple):
    """How long councils took from Inadequate to Good or better."""

    source: TableSource
    cases: tuple[RecoveryCase, ...]
    """In order of time; those that have not ended too."""

    @property
    def ended(self) -> list[RecoveryCase]:
        """The cases that ended, the shortest first."""
        return sorted((each for each in self.cases if each.years is not None), key=lambda e: e.years or 0)

    @property
    def median(self) -> float | None:
        """The median of the ended ones in years."""
        years = [each.years or 0 for each in self.ended]
        middle = len(years) // 2
        if not years:
            return None
        return years[middle] if len(years) % 2 else (years[middle - 1] + years[middle]) / 2


def england_shares(index: Index, date: str) -> EnglandShares | None:
    """Return the latest overall grades as of a date, which counts to its last day; None without a table."""
    source = table_source(index)
    if source is None:
        return None
    return shares_on(source, list_councils(index), council_reports(index), date)


def shares_on(
    source: TableSource,
    councils: Sequence[CouncilRow],
    reports: dict[str, list[CouncilReport]],
    date: str,
) -> EnglandShares:
    """Count the latest overall grades as of a date, from councils and reports that were read before."""
    day = dates.last_day(date).toordinal()
    counted: dict[tuple[int, str, int], list[str]] = {}
    groups: dict[str, list[str]] = {}
    frameworks: dict[str, None] = {}
    own_grade = None
    for council in councils:
        latest = next((each for each in reversed(reports.get(council.id, ())) if each.day <= day), None)
        if latest is None:
            groups.setdefault(_reason_for_none(council, day), []).append(council.name)
            continue
        overall = latest.grade_of(OVERALL) if latest.framework is not None else None
        if overall is None or overall.grade is None or overall.rank is None:
            status = overall.status if overall is not None else None
            groups.setdefault(status or "unreadable", []).append(council.name)
        else:
            counted.setdefault((overall.rank, overall.grade, overall.scale), []).append(council.name)
            frameworks[latest.framework_name or ""] = None
        if council.is_own:
            own_grade = overall
    return EnglandShares(
        date,
        source,
        tuple(
            GradeCount(grade, rank, scale, tuple(names))
            for (rank, grade, scale), names in sorted(counted.items())
        ),
        tuple(groups.get("no-longer-given", ())),
        tuple(groups.get("unreadable", ())),
        tuple(groups.get("no-report", ())),
        tuple(groups.get("not-in-table", ())),
        tuple(groups.get("not-existing", ())),
        tuple(frameworks),
        own_grade,
        next((each.name for each in councils if each.is_own), ""),
    )


def _reason_for_none(council: CouncilRow, day: int) -> str:
    """Return why a council has no report as of a day."""
    if not council.existed_on(day):
        return "not-existing"
    return "no-report" if council.reports else "not-in-table"


def recovery_times(index: Index) -> RecoveryTimes | None:
    """Return how long councils took from Inadequate to Good or better; None without a table."""
    source = table_source(index)
    if source is None:
        return None
    return recoveries_of(source, list_councils(index), council_reports(index))


def recoveries_of(
    source: TableSource, councils: Sequence[CouncilRow], reports: dict[str, list[CouncilReport]]
) -> RecoveryTimes:
    """Find the recoveries among councils and reports that were read before."""
    cases = []
    for council in councils:
        graded = [
            (each, overall)
            for each in reports.get(council.id, ())
            if each.framework is not None
            and (overall := each.grade_of(OVERALL)) is not None
            and overall.rank is not None
        ]
        for number, (report, overall) in enumerate(graded):
            if not _is_worst(overall):
                continue
            later = (each for each in graded[number + 1 :] if _is_good(each[1]))
            better, better_grade = next(later, (None, None))
            cases.append(
                RecoveryCase(
                    council.id,
                    council.name,
                    council.is_own,
                    report.published,
                    overall.grade or "",
                    report.url,
                    better.published if better else None,
                    better_grade.grade if better_grade else None,
                    better.url if better else None,
                    (better.day - report.day) / DAYS_PER_YEAR if better else None,
                )
            )
    return RecoveryTimes(source, tuple(sorted(cases, key=lambda each: (each.published, each.name))))


def _is_worst(grade: TabledGrade) -> bool:
    return grade.rank is not None and grade.rank == grade.scale - 1


def _is_good(grade: TabledGrade) -> bool:
    """Whether a grade is in the better half of its scale: Good or Outstanding."""
    return grade.rank is not None and grade.rank < grade.scale // 2
