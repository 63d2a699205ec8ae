"""An open dossier in Python: the reports of the command line as lists of records."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, TypeVar

from medway_tui import dates
from medway_tui.api.records import (
    ArticleDict,
    BlockDict,
    CouncilGradeDict,
    DifferenceDict,
    DraftDict,
    FindingDict,
    GradeShareDict,
    HitDict,
    JudgementDict,
    PersonDict,
    QuoteDict,
    RecoveryDict,
    TimelineDict,
)
from medway_tui.errors import InvalidQueryError, NotFoundError
from medway_tui.export import record_queries, report_queries
from medway_tui.export.drafts import drafts_report
from medway_tui.export.report import Report
from medway_tui.export.report_queries import QUOTE_ORDERS, QuoteOrder
from medway_tui.index.connection import Index, IndexCorruptError
from medway_tui.index.filter_options import (
    DIFFERENCE_FILTERS,
    QUOTE_FILTERS,
    TIMELINE_FILTERS,
    OptionValue,
    build_query,
)
from medway_tui.index.integrity import detect_corruption
from medway_tui.index.quotes import find_drafts
from medway_tui.progress import ProgressCallback
from medway_tui.sync import dossier as dossiers
from medway_tui.sync.locations import DossierError

T = TypeVar("T")


class OpenDossier:
    """A dossier that ``medway_tui.open`` opened: each method returns a list of records.

    It is a context manager. Any thread may use it; one query runs at a time. Every method raises
    DossierError after ``close``, InvalidQueryError for a query, filter or option that can't be understood,
    NotFoundError for a name that the dossier does not have, and IndexAccessError where the index can't be
    read. A query that is right and matches nothing returns an empty list.
    """

    def __init__(self, dossier: dossiers.Dossier) -> None:
        self._dossier = dossier
        self._lock = RLock()
        self._is_closed = False

    @property
    def id(self) -> str:
        """The dossier's id; empty where its dossier.yaml can't be read."""
        return self._run(lambda dossier: dossier.id)

    @property
    def title(self) -> str:
        """The dossier's title, or the name of its folder."""
        return self._run(lambda dossier: dossier.title)

    @property
    def attribution(self) -> str:
        """The line that the licences of its sources ask for; empty where there is none."""
        return self._run(lambda dossier: dossier.attribution)

    @property
    def folders(self) -> list[Path]:
        """Its folders, the lowest first; the user's own folder is the last."""
        return self._run(lambda dossier: dossier.roots)

    def quotes(  # noqa: PLR0913 - an argument for each option of the command
        self,
        query: str = "",
        *,
        speaker: str | None = None,
        party: str | None = None,
        article: str | None = None,
        since: str | None = None,
        until: str | None = None,
        type: str | None = None,  # noqa: A002 - the name of the option and of the column
        sort: QuoteOrder = "oldest",
        limit: int | None = None,
    ) -> list[QuoteDict]:
        """Return the quotations that match a query in the query language; all without one.

        The other arguments are those of ``medway-tui quotes``. A quotation over several paragraphs is a
        record for each of them, of which ``limit`` counts one. Drafts are included: ``draft`` is not None.
        """
        values = {
            "speaker": speaker, "party": party, "article": article, "since": since, "until": until,
            "type": type,
        }  # fmt: skip
        if sort not in QUOTE_ORDERS:
            raise InvalidQueryError(f"sort can't be {sort}", f"it is one of: {', '.join(QUOTE_ORDERS)}")
        _check_limit(limit)
        text = _build_query(query, values, QUOTE_FILTERS)
        return self._records(lambda index: report_queries.report_quotes(index, text, sort=sort, limit=limit))

    def drafts(self, article: str | None = None) -> list[DraftDict]:
        """Return the draft quotations that wait for review, of all articles or of one, at most 1,000."""

        def make_report(index: Index) -> Report:
            articles = None if article is None else [report_queries.find_article(index, article).id]
            found = find_drafts(index, articles=articles)
            return drafts_report(found, len(found))

        return self._records(make_report)

    def articles(self, query: str = "") -> list[ArticleDict]:
        """Return the articles, oldest first; with a query, those in which ``search`` finds something."""
        return self._records(lambda index: report_queries.report_articles(index, query))

    def read(self, article: str) -> list[BlockDict]:
        """Return the blocks of an article: its headline, paragraphs and captions."""
        return self._records(lambda index: report_queries.report_article_text(index, article))

    def search(self, query: str, *, limit: int | None = None) -> list[HitDict]:
        """Return the paragraphs that match a query, newest articles first, at most ``limit``.

        With ``speaker:``, ``party:``, ``role:`` or ``type:`` in the query they are quotations.
        """
        _check_limit(limit)
        return self._records(lambda index: report_queries.report_search(index, query, limit=limit))

    def people(self, name: str = "") -> list[PersonDict]:
        """Return people and organisations: all, or those whom a form of a name or an id can mean."""
        return self._records(lambda index: report_queries.report_people(index, name.strip()))

    def ratings(self, *, inspection: str | None = None) -> list[JudgementDict]:
        """Return the judgements of inspections, oldest first; or those of one inspection, by its id."""
        return self._records(lambda index: record_queries.report_ratings(index, inspection))

    def council_ratings(self, *councils: str) -> list[CouncilGradeDict]:
        """Return the grades of councils over time, each named by its name, region or ONS code.

        They are in the table that ``medway-tui import ratings`` imports; NotFoundError without one.
        """
        return self._records(lambda index: record_queries.report_councils(index, councils))

    def grade_shares(self, date: str) -> list[GradeShareDict]:
        """Return how many English councils had each grade on a date, and how many are not known.

        They are in the table that ``medway-tui import ratings`` imports; NotFoundError without one.
        """
        try:
            dates.check_date(date)
        except ValueError as error:
            raise InvalidQueryError(str(error), "write a date as 2019, 2019-07 or 2019-07-15") from None
        return self._records(lambda index: record_queries.report_shares(index, date))

    def recovery_times(self) -> list[RecoveryDict]:
        """Return how long English councils took from Inadequate to Good or better.

        They are in the table that ``medway-tui import ratings`` imports; NotFoundError without one.
        """
        return self._records(record_queries.report_recovery)

    def timeline(
        self,
        query: str = "",
        *,
        kind: str | Sequence[str] | None = None,
        person: str | None = None,
        publisher: str | None = None,
        since: str | None = None,
        until: str | None = None,
        quotes: bool = False,
    ) -> list[TimelineDict]:
        """Return events, deadlines, promises, inspections and articles in order of time.

        The arguments are those of ``medway-tui timeline``. ``quotes`` adds quotations.
        """
        values = {"kind": kind, "person": person, "publisher": publisher, "since": since, "until": until}
        text = _build_query(query, values, TIMELINE_FILTERS)
        return self._records(lambda index: record_queries.report_timeline(index, text, with_quotes=quotes))

    def differences(
        self,
        query: str = "",
        *,
        kind: str | Sequence[str] | None = None,
        person: str | None = None,
        publisher: str | Sequence[str] | None = None,
    ) -> list[DifferenceDict]:
        """Return the points on which sources differ, a record for each side, conflicts first.

        The arguments are those of ``medway-tui differences``.
        """
        values = {"kind": kind, "person": person, "publisher": publisher}
        text = _build_query(query, values, DIFFERENCE_FILTERS)
        return self._records(lambda index: record_queries.report_differences(index, text))

    def findings(self) -> list[FindingDict]:
        """Return what is wrong in the files; what has an error is set aside and in no other list.

        ``medway-tui check`` reports more: it reads every file again.
        """
        return [
            {
                "path": each.path, "line": each.line or None, "column": each.column or None,
                "code": each.code, "severity": each.severity, "message": each.message, "hint": each.hint,
            }
            for each in self._run(lambda dossier: dossier.findings())
        ]  # fmt: skip

    def refresh(self) -> bool:
        """Read the files that have changed since the dossier was opened; return whether any had."""
        return self._run(lambda dossier: dossier.refresh())

    def close(self) -> None:
        """Close it; a second time does nothing. Its records are the caller's, and stay."""
        with self._lock:
            self._is_closed = True
            self._dossier.close()

    def __enter__(self) -> OpenDossier:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self._is_closed else self.title
        return f"<medway_tui dossier: {state}>"

    def _records(self, make_report: Callable[[Index], Report]) -> list[Any]:
        """Return the rows of a report as dictionaries. Raises NotFoundError for its first problem."""

        def read_rows(dossier: dossiers.Dossier) -> list[dict[str, Any]]:
            report = make_report(dossier.index)
            if report.problems:
                raise NotFoundError(report.problems[0].message, report.problems[0].hint)
            return [
                {
                    name: list(value) if isinstance(value, tuple) else value
                    for name, value in zip(report.columns, row, strict=True)
                }
                for row in report.rows
            ]

        return self._run(read_rows)

    def _run(self, use: Callable[[dossiers.Dossier], T]) -> T:
        """Return what ``use`` makes of the dossier; a corrupt index is built again, once."""
        with self._lock:
            if self._is_closed:
                raise DossierError("the dossier is closed", "open it again with medway_tui.open()")
            try:
                with detect_corruption(self._dossier.index):
                    return use(self._dossier)
            except IndexCorruptError:
                roots, progress = self._dossier.base_roots, self._dossier.progress
                self._dossier.close()
                self._dossier = dossiers.open_dossier(roots, progress=progress)
                return use(self._dossier)


def open(  # noqa: A001 - called as medway_tui.open, as gzip.open is
    *folders: str | os.PathLike[str], progress: ProgressCallback | None = None
) -> OpenDossier:
    """Open the dossier in these folders, lowest first, or the one that comes with the program.

    The index is brought up to date first; ``progress`` is called during a long build, with the number of
    articles that are done and of all. Nothing is printed. Raises DossierError where there is no dossier, or
    its folder can't be read.
    """
    roots = [_expand_home(folder) for folder in folders]
    return OpenDossier(dossiers.open_dossier(roots, progress=progress))


def _build_query(query: str, values: Mapping[str, OptionValue], filters: Mapping[str, str]) -> str:
    return build_query([query], values, filters, dashes="")


def _check_limit(limit: int | None) -> None:
    if limit is not None and limit < 1:
        raise InvalidQueryError(f"limit can't be {limit}", "it is 1 or more, or None for all")


def _expand_home(folder: str | os.PathLike[str]) -> Path:
    try:
        return Path(folder).expanduser()
    except RuntimeError:
        raise DossierError(
            f"the user of {os.fspath(folder)} has no home folder", "name it without ~"
        ) from None
