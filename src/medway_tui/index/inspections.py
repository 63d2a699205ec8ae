"""Inspections: their judgements side by side, and as the articles report them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow
from medway_tui.index.connection import Index
from medway_tui.model.inspections import COMPARISON_ROWS, STATUS_WORDS, ComparisonRow
from medway_tui.model.locations import BlockPlace, FileLocation, named_place


class InspectionRow(NamedTuple):
    """An inspection without its judgements."""

    id: str
    title: str
    provider: str
    urn: str | None
    framework: str
    framework_name: str
    framework_short: str
    start: str
    end: str
    published: str
    url: str | None
    lead_inspector: str | None
    second_hand: str | None
    note: str | None
    framework_note: str | None
    where: FileLocation


class SourceRow(NamedTuple):
    """A public source that is not an article."""

    url: str | None
    note: str | None
    licence: str | None

    def describe(self) -> str:
        """Describe it with its address and licence; empty where nothing is known of it."""
        text = ", ".join(part for part in (self.note, self.url) if part)
        return f"{text} ({self.licence})" if text and self.licence else text


class EvidenceMention(NamedTuple):
    """A paragraph of an article that is evidence of something."""

    article: ArticleRow
    block: int
    """The position of its block in the article."""
    paragraph: int | None
    """The number of the paragraph; None in a caption."""
    caption: int | None
    """The number of the caption, from 1."""
    exact: str | None
    says: str | None
    start: int | None
    """Where ``exact`` begins in the block; None when it is adrift."""
    end: int | None

    @property
    def place(self) -> BlockPlace:
        return named_place(self.paragraph, self.caption)

    @property
    def is_adrift(self) -> bool:
        """Whether its words are no longer in the article."""
        return self.start is None


class GradedJudgement(NamedTuple):
    """A judgement, compared with that of the previous inspection."""

    inspection: str
    area: str
    name: str
    """The area's name."""
    grade: str
    """Empty where it has a status."""
    printed: str
    """The grade as printed; where there is none, the reason in words."""
    rank: int | None
    """The grade's rank in its framework's scale: 0 is the best; None where the scale lacks the grade."""
    scale: int
    """The number of grades of the scale."""
    step: int | None
    """The number of grades better (above 0) or worse (below 0); None where nothing compares."""
    same_framework: bool
    """Whether both inspections have the same framework."""
    note: str | None
    where: FileLocation
    status: str | None = None
    """``no-longer-given`` or ``unreadable``, where there is no grade."""


class FrameworkArea(NamedTuple):
    """An area that a framework judges."""

    id: str
    name: str
    rows: tuple[str, ...]
    """The rows of the table in which it is."""


class FrameworkRow(NamedTuple):
    """An inspection framework, with its grades and areas."""

    id: str
    name: str
    short_name: str
    """Its short name, else its name."""
    note: str | None
    grades: tuple[str, ...]
    """Its grades, the best first."""
    areas: tuple[FrameworkArea, ...]
    """Its areas in the order of its reports."""


class RatingCell(NamedTuple):
    """The judgements of an inspection in a row of the table."""

    judgements: tuple[GradedJudgement, ...]
    existed: bool
    """Whether its framework judges this: then a missing judgement is not known."""


class RatingsTable(NamedTuple):
    """Inspections side by side, the oldest first."""

    inspections: list[InspectionRow]
    rows: list[tuple[ComparisonRow, str]]
    """The rows of the frameworks used, with their labels."""
    cells: dict[tuple[str, str], RatingCell]
    """By row and inspection."""


class InspectionReports(NamedTuple):
    """What each article says of each judgement of an inspection."""

    inspection: InspectionRow
    judgements: list[GradedJudgement]
    articles: list[ArticleRow]
    mentions: dict[tuple[str, str], list[EvidenceMention]]
    """By area and article."""


def list_inspections(index: Index) -> list[InspectionRow]:
    """Return all inspections, the oldest first."""
    rows = index.rows(
        "SELECT i.id, i.title, i.provider, i.urn, i.framework, coalesce(f.name, i.framework),"
        ' coalesce(f.short_name, f.name, i.framework), i.start, i."end", i.published, i.url,'
        " i.lead_inspector, i.second_hand, i.note, f.note, i.path, i.line"
        " FROM inspection i LEFT JOIN framework f ON f.id = i.framework ORDER BY i.first_day, i.id"
    )
    return [InspectionRow._make((*row[:-2], FileLocation(row[-2], row[-1], 1))) for row in rows]


def list_frameworks(index: Index) -> dict[str, FrameworkRow]:
    """Return all frameworks, by id."""
    grades: dict[str, list[str]] = {}
    for framework, name in index.rows("SELECT framework, name FROM grade ORDER BY framework, position"):
        grades.setdefault(framework, []).append(name)
    rows: dict[tuple[str, str], list[str]] = {}
    for framework, area, row in index.rows("SELECT framework, area, row FROM area_row"):
        rows.setdefault((framework, area), []).append(row)
    areas: dict[str, list[FrameworkArea]] = {}
    for framework, area, name in index.rows(
        "SELECT framework, id, name FROM area ORDER BY framework, position"
    ):
        shown_in = tuple(sorted(rows.get((framework, area), ()), key=list[str](COMPARISON_ROWS).index))
        areas.setdefault(framework, []).append(FrameworkArea(area, name, shown_in))
    found = index.rows("SELECT id, name, coalesce(short_name, name), note FROM framework")
    return {
        row[0]: FrameworkRow._make((*row, tuple(grades.get(row[0], ())), tuple(areas.get(row[0], ()))))
        for row in found
    }


def list_own_inspections(index: Index) -> list[InspectionRow]:
    """Return the inspections of the dossier's council, the oldest first.

    Its provider has the council's URN or one of its names. Where the dossier names no council, or has no
    inspection of it, those of every provider.
    """
    rows = list_inspections(index)
    council = index.meta("council")
    if not council:
        return rows
    urns = {
        urn
        for (urn,) in index.rows(
            "SELECT identifier FROM agent_identifier WHERE agent = ? AND scheme = 'urn'", (council,)
        )
    }
    names = {
        name.casefold() for (name,) in index.rows("SELECT name FROM agent_name WHERE agent = ?", (council,))
    }
    return [each for each in rows if each.urn in urns or each.provider.casefold() in names] or rows


def ratings_table(index: Index, *, all_providers: bool = False) -> RatingsTable:
    """Return the inspections of the dossier's council side by side; or those of ``all_providers``."""
    columns = list_inspections(index) if all_providers else list_own_inspections(index)
    used = {each.framework for each in columns}
    known = {row[0] for row in index.rows("SELECT id FROM framework")}
    rows_of: dict[tuple[str, str], list[str]] = {}
    existing: set[tuple[str, str]] = set()
    for framework, area, row in index.rows("SELECT framework, area, row FROM area_row"):
        if framework in used:
            rows_of.setdefault((framework, area), []).append(row)
            existing.add((framework, row))
    found: dict[tuple[str, str], list[GradedJudgement]] = {}
    for inspection in columns:
        for graded in _graded_judgements(index, inspection):
            # An area that no framework describes has no row of its own.
            for row in rows_of.get((inspection.framework, graded.area), ["other"]):
                found.setdefault((row, inspection.id), []).append(graded)
    filled = {row for _, row in existing} | {row for row, _ in found}
    shown = [(row, label) for row, label in COMPARISON_ROWS.items() if row in filled]
    cells: dict[tuple[str, str], RatingCell] = {}
    before: dict[str, tuple[GradedJudgement, str]] = {}
    for inspection in columns:
        described = inspection.framework in known
        for row, _ in shown:
            judged = tuple(
                _compare_with_previous(each, before.get(row), inspection, row)
                for each in found.get((row, inspection.id), [])
            )
            existed = not described or (inspection.framework, row) in existing
            cells[row, inspection.id] = RatingCell(judged, existed)
            if judged:
                before[row] = judged[0], inspection.framework
            elif existed:
                # After an unknown judgement, the next one has nothing to compare with.
                before.pop(row, None)
    return RatingsTable(columns, shown, cells)


def inspection_reports(index: Index, inspection_id: str) -> InspectionReports | None:
    """Return an inspection's judgements with the articles' reports of each; None where there is none."""
    inspection = next((i for i in list_inspections(index) if i.id == inspection_id), None)
    if inspection is None:
        return None
    graded = _graded_judgements(index, inspection)
    mentions: dict[tuple[str, str], list[EvidenceMention]] = {}
    articles: dict[str, ArticleRow] = {}
    for judgement in graded:
        for mention in find_mentions(index, "inspection", inspection_id, judgement.area):
            mentions.setdefault((judgement.area, mention.article.id), []).append(mention)
            articles[mention.article.id] = mention.article
    ordered = index.rows("SELECT id FROM article ORDER BY key DESC") if articles else []
    return InspectionReports(inspection, graded, [articles[i] for (i,) in ordered if i in articles], mentions)


def reported_inspections(index: Index) -> list[str]:
    """Return the ids of the inspections that articles report on, the oldest first."""
    rows = index.rows(
        "SELECT id FROM inspection WHERE id IN (SELECT owner FROM evidence WHERE kind = 'inspection')"
        " ORDER BY first_day, id"
    )
    return [row[0] for row in rows]


def find_mentions(index: Index, kind: str, owner: str, part: str) -> list[EvidenceMention]:
    """Return the evidence of something in the articles, the oldest article first."""
    return find_mentions_of(index, kind, [owner]).get((owner, part), [])


def find_mentions_of(
    index: Index, kind: str, owners: Sequence[str]
) -> dict[tuple[str, str], list[EvidenceMention]]:
    """Return the evidence of several records, by record and part, the oldest article first."""
    rows = index.rows(
        'SELECT e.owner, e.part, e.block, e.paragraph, e.caption, e.exact, e.says, e.start, e."end",'
        f" {ARTICLE_COLUMNS} FROM evidence e JOIN article a ON a.id = e.article"
        f" WHERE e.kind = ? AND e.owner IN ({', '.join('?' * len(owners))}) ORDER BY a.key DESC, e.position",
        (kind, *owners),
    )
    mentions: dict[tuple[str, str], list[EvidenceMention]] = {}
    for owner, part, *row in rows:
        mentions.setdefault((owner, part), []).append(EvidenceMention(ArticleRow(*row[7:]), *row[:7]))
    return mentions


def find_sources(index: Index, kind: str, owner: str, part: str = "") -> list[SourceRow]:
    """Return the public sources of something."""
    return find_sources_of(index, kind, [owner]).get((owner, part), [])


def find_sources_of(index: Index, kind: str, owners: Sequence[str]) -> dict[tuple[str, str], list[SourceRow]]:
    """Return the public sources of several records, by record and part."""
    rows = index.rows(
        "SELECT owner, part, url, note, licence FROM source WHERE kind = ?"
        f" AND owner IN ({', '.join('?' * len(owners))}) ORDER BY owner, part, position",
        (kind, *owners),
    )
    sources: dict[tuple[str, str], list[SourceRow]] = {}
    for owner, part, *row in rows:
        sources.setdefault((owner, part), []).append(SourceRow._make(row))
    return sources


def list_licences(index: Index) -> list[str]:
    """Return the licences of all sources, each once."""
    rows = index.rows("SELECT DISTINCT licence FROM source WHERE licence IS NOT NULL ORDER BY licence")
    return [licence for (licence,) in rows]


def list_sources(index: Index) -> list[SourceRow]:
    """Return the sources of all records, each address once, in the order of their addresses."""
    rows = index.rows(
        "SELECT url, min(note), max(licence) FROM source WHERE url IS NOT NULL GROUP BY url"
        " UNION ALL SELECT DISTINCT NULL, note, licence FROM source WHERE url IS NULL ORDER BY 1, 2"
    )
    return [SourceRow._make(row) for row in rows]


def _graded_judgements(index: Index, inspection: InspectionRow) -> list[GradedJudgement]:
    rows = index.rows(
        "SELECT j.inspection, j.area, coalesce(a.name, j.area), coalesce(j.grade, ''), j.printed,"
        " g.position, (SELECT count(*) FROM grade WHERE framework = ?1),"
        " j.note, j.path, j.line, j.status FROM judgement j"
        " LEFT JOIN area a ON a.framework = ?1 AND a.id = j.area"
        " LEFT JOIN grade g ON g.framework = ?1 AND g.name = j.grade"
        " WHERE j.inspection = ?2 ORDER BY j.position",
        (inspection.framework, inspection.id),
    )
    return [
        GradedJudgement._make(
            (
                *(*row[:4], row[4] or STATUS_WORDS[row[10]], *row[5:7], None, False, row[7]),
                *(FileLocation(row[8], row[9], 1), row[10]),
            )
        )
        for row in rows
    ]


def _compare_with_previous(
    graded: GradedJudgement, before: tuple[GradedJudgement, str] | None, inspection: InspectionRow, row: str
) -> GradedJudgement:
    # The areas under "other" have nothing in common.
    if before is None or row == "other":
        return graded
    earlier, framework = before
    if earlier.rank is None or graded.rank is None:
        return graded
    return graded._replace(step=earlier.rank - graded.rank, same_framework=framework == inspection.framework)
