"""Reports on councils: their grades over time, England's shares, and the times from Inadequate to Good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medway_tui import dates
from medway_tui.export.report import LazyRows, Report, Value
from medway_tui.export.spoken import spoken_date
from medway_tui.index.councils import CouncilReport, CouncilRow, TableSource
from medway_tui.index.england import EnglandShares, RecoveryCase, RecoveryTimes
from medway_tui.model.inspections import COMPARISON_ROWS, STATUS_WORDS
from medway_tui.text import plural

COUNCIL_COLUMNS = (
    "council", "region", "ons_code", "urn", "published", "start", "end", "framework", "framework_name",
    "kind", "row", "area", "name", "grade", "rank", "scale", "status", "url", "inspection", "source",
    "source_date",
)  # fmt: skip
SHARE_COLUMNS = (
    "date", "grade", "status", "councils", "share", "known", "reported", "names", "framework", "source",
    "source_date",
)  # fmt: skip
RECOVERY_COLUMNS = (
    "council", "own", "published", "grade", "better_published", "better_grade", "years", "url", "better_url",
    "source", "source_date",
)  # fmt: skip

NOT_IN_TABLE = "not in this table"
_SHOWN_ROWS = [row for row in COMPARISON_ROWS if row != "other"]
_SHORT_ROWS = {
    "overall": "Overall",
    "leaders": "Leaders",
    "help-and-protection": "Help",
    "children-in-care": "In care",
    "care-leavers": "Leavers",
}
NOT_JUDGED = "not a judgement then"
_SHORT_WORDS = {
    "Outstanding": "Outst.",
    "Requires improvement to be good": "RI",
    "Requires improvement": "RI",
    "Inadequate": "Inad.",
    NOT_JUDGED: "–",
    STATUS_WORDS["unreadable"]: "?",
    STATUS_WORDS["no-longer-given"]: "none",
}
_MAX_NAMES = 6


def source_line(source: TableSource) -> str:
    """Return the line that names the source of figures."""
    return f"Source: {source.describe()}."


# -- the grades of some councils -----------------------------------------------------------------------------


def councils_report(
    reports: Sequence[tuple[CouncilRow, Sequence[CouncilReport]]], source: TableSource
) -> Report:
    """Report the grades of councils over time, a row for each judgement, and for people for each report."""
    return Report(
        COUNCIL_COLUMNS,
        LazyRows(lambda: _grade_rows(reports, source)),
        ("Council", "Published", "Framework", *_SHORT_ROWS.values()),
        LazyRows(lambda: _report_texts(reports)),
        LazyRows(lambda: (_council_block(council, each) for council, each in reports)),
        footer=" ".join(filter(None, (_legend(reports), _frameworks_line(reports), source_line(source)))),
    )


def _grade_rows(
    reports: Sequence[tuple[CouncilRow, Sequence[CouncilReport]]], source: TableSource
) -> Iterator[tuple[Value, ...]]:
    for council, of_council in reports:
        for each in of_council:
            head = (
                council.name, council.region, next(iter(council.codes), None), council.urn, each.published,
                each.start, each.end, each.framework, each.framework_name, each.kind,
            )  # fmt: skip
            tail = (
                each.url, each.inspection, source.file if each.in_table else None,
                source.date if each.in_table else None,
            )  # fmt: skip
            for grade in each.grades:
                yield (
                    *head, grade.row, grade.area, grade.name, grade.grade, grade.rank,
                    grade.scale if grade.grade else None, grade.status, *tail,
                )  # fmt: skip
            if not each.grades:
                yield (*head, None, None, None, None, None, None, "unreadable", *tail)


def _report_texts(
    reports: Sequence[tuple[CouncilRow, Sequence[CouncilReport]]],
) -> Iterator[tuple[str, ...]]:
    for council, of_council in reports:
        for each in of_council:
            yield (
                council.name,
                dates.format_date(each.published),
                each.framework_name or "not shown",
                *(short_grade(each, row) for row in _SHORT_ROWS),
            )


def short_grade(report: CouncilReport, row: str) -> str:
    """Return the grade of a row in a few cells, or a sign for the reason why there is none."""
    words = grade_words(report, row)
    return _SHORT_WORDS.get(words, words)


def _legend(reports: Sequence[tuple[CouncilRow, Sequence[CouncilReport]]]) -> str:
    """Return what the short forms mean that are used."""
    used = {grade_words(each, row) for _, of_council in reports for each in of_council for row in _SHORT_ROWS}
    meanings = {short: words for words, short in _SHORT_WORDS.items() if words in used}
    return "; ".join(f"{short}: {words}" for short, words in meanings.items()) + "." if meanings else ""


def grade_words(report: CouncilReport, row: str) -> str:
    """Return the grade of a row in words, or the reason why there is none."""
    if not report.grades:
        return STATUS_WORDS["unreadable"]
    grade = report.grade_of(row)
    if grade is None:
        return NOT_JUDGED
    return grade.grade or STATUS_WORDS[grade.status or "unreadable"]


def _council_block(council: CouncilRow, reports: Sequence[CouncilReport]) -> str:
    codes = ", ".join((*council.codes[:1], *([f"URN {council.urn}"] if council.urn else ())))
    lines = [", ".join(filter(None, (council.name, council.region, codes)))]
    for each in reports:
        overall = grade_words(each, "overall")
        under = each.framework_name or "framework not shown"
        lines.append(f"   {spoken_date(each.published)}, {under}: overall effectiveness {overall}")
        lines += [
            f"      {COMPARISON_ROWS[row]}: {grade_words(each, row)}"
            for row in _SHOWN_ROWS[1:]
            if each.grades
        ]
        if each.url:
            lines.append(f"      {each.url}")
    if not reports:
        lines.append("   no report in this table")
    return "\n".join(lines)


def _frameworks_line(reports: Sequence[tuple[CouncilRow, Sequence[CouncilReport]]]) -> str:
    names = dict.fromkeys(
        each.framework_name for _, of_council in reports for each in of_council if each.framework_name
    )
    if len(names) < 2:
        return ""
    return f"Grades of different frameworks ({', '.join(names)}) compare only roughly."


# -- England's shares -----------------------------------------------------------------------------------


def shares_report(shares: EnglandShares) -> Report:
    """Report how many councils had each grade as of a day, and how many grades are not known."""
    return Report(
        SHARE_COLUMNS,
        LazyRows(lambda: _share_rows(shares)),
        (f"England on {dates.format_date(shares.date)}", "Councils", "Of those known"),
        LazyRows(lambda: _share_texts(shares)),
        LazyRows(lambda: iter([_shares_block(shares)])),
        footer=" ".join((shares_sentence(shares), source_line(shares.source))),
    )


def shares_groups(shares: EnglandShares) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the groups of councils whose grade is not known: a status, its words, and their names."""
    return [
        (status, words, names)
        for status, words, names in (
            ("no-longer-given", "no longer given", shares.no_longer_given),
            ("unreadable", "cannot be read in this table", shares.unreadable),
            ("no-report", "no report in this table yet", shares.no_report),
            ("not-in-table", NOT_IN_TABLE, shares.not_in_table),
            ("not-existing", "did not exist then", shares.not_existing),
        )
        if names
    ]


def shares_sentence(shares: EnglandShares) -> str:
    """Return how many of the grades are known, and under which framework they were given."""
    worst = next((each for each in reversed(shares.grades) if each.rank == each.scale - 1), None)
    count = f"{len(worst.councils)} of {shares.known} known were {worst.grade}. " if worst else ""
    under = f" {' and '.join(shares.frameworks)}" if shares.frameworks else ""
    counted = f"{shares.known} of {plural(shares.reported, 'latest report')} have a known{under} grade"
    missing = f"; {plural(len(shares.not_in_table), 'council')} of then not in this table"
    return f"{count}{counted}{missing if shares.not_in_table else ''}."


def _share_rows(shares: EnglandShares) -> Iterator[tuple[Value, ...]]:
    tail = (shares.source.file, shares.source.date)
    under = " and ".join(shares.frameworks) or None
    for each in shares.grades:
        count = len(each.councils)
        yield (
            shares.date, each.grade, None, count, round(count / shares.known, 4), shares.known,
            shares.reported, each.councils, under, *tail,
        )  # fmt: skip
    for status, _, names in shares_groups(shares):
        yield (
            shares.date, None, status, len(names), None, shares.known, shares.reported, names, None, *tail
        )  # fmt: skip


def _share_texts(shares: EnglandShares) -> Iterator[tuple[str, ...]]:
    for each in shares.grades:
        yield each.grade, str(len(each.councils)), f"{len(each.councils) / shares.known:.0%}"
    for _, words, names in shares_groups(shares):
        yield words, str(len(names)), ""


def _shares_block(shares: EnglandShares) -> str:
    lines = [f"England on {spoken_date(shares.date)}"]
    for each in shares.grades:
        share = f"{len(each.councils) / shares.known:.0%} of those known"
        lines.append(f"   {each.grade}: {len(each.councils)} ({share}): {_names(each.councils)}")
    for _, words, names in shares_groups(shares):
        lines.append(f"   {words}: {len(names)}: {_names(names)}")
    return "\n".join(lines)


def _names(names: Sequence[str]) -> str:
    more = len(names) - _MAX_NAMES
    return ", ".join(names[:_MAX_NAMES]) + (f" and {more} more" if more > 0 else "")


# -- from Inadequate to Good ----------------------------------------------------------------------------


def recovery_report(times: RecoveryTimes) -> Report:
    """Report how long each council took from Inadequate to Good or better, the shortest first."""
    ordered = [*times.ended, *(each for each in times.cases if each.years is None)]
    return Report(
        RECOVERY_COLUMNS,
        LazyRows(lambda: (_recovery_row(each, times.source) for each in ordered)),
        ("Council", "Inadequate", "Good or better", "Years"),
        LazyRows(lambda: map(_recovery_texts, ordered)),
        LazyRows(lambda: (f"{': '.join((each.name, _recovery_words(each)))}" for each in ordered)),
        blank_between=False,
        footer=" ".join((recovery_sentence(times), source_line(times.source))),
    )


def recovery_sentence(times: RecoveryTimes) -> str:
    """Return the number of cases, the median and the range, and how long the dossier's own council took."""
    ended = times.ended
    cases = plural(len(times.cases), "Inadequate judgement")
    if not ended or times.median is None:
        return f"None of {cases} has been followed by Good or better."
    shortest, longest = ended[0].years or 0, ended[-1].years or 0
    own = [f"{each.name} took {each.years:.2f}" for each in ended if each.is_own]
    return (
        f"{len(ended)} of {cases} were followed by Good or better, after a median of {times.median:.1f} years"
        f" ({shortest:.1f} to {longest:.1f}){'; ' if own else ''}{', '.join(own)}."
    )


def _recovery_row(case: RecoveryCase, source: TableSource) -> tuple[Value, ...]:
    return (
        case.name, case.is_own, case.published, case.grade, case.better_published, case.better_grade,
        None if case.years is None else round(case.years, 2), case.url, case.better_url, source.file,
        source.date,
    )  # fmt: skip


def _recovery_texts(case: RecoveryCase) -> tuple[str, ...]:
    if case.better_published is None:
        return case.name, dates.format_date(case.published), "not yet", ""
    better = f"{dates.format_date(case.better_published)}, {case.better_grade}"
    return case.name, dates.format_date(case.published), better, f"{case.years:.2f}"


def _recovery_words(case: RecoveryCase) -> str:
    began = f"Inadequate on {spoken_date(case.published)}"
    if case.better_published is None:
        return f"{began}, not yet Good or better"
    return f"{began}, {case.better_grade} on {spoken_date(case.better_published)}, {case.years:.2f} years"
