"""The records of the Python interface: dictionaries with the columns of the command line.

A list is a ``list``, and what is not known is None, as in ``--format json``. docs/formats.md describes each
column. Positions are in code points from 0.
"""

from __future__ import annotations

from typing import Literal, TypedDict

QuotationKind = Literal["direct", "mixed", "indirect"]


class FindingDict(TypedDict):
    """A fault in a file, or a hint about one, as ``medway-tui check`` reports it."""

    path: str
    line: int | None
    column: int | None
    code: str
    severity: Literal["error", "warning", "note"]
    message: str
    hint: str


class QuoteDict(TypedDict):
    """A quotation, or its part in one paragraph: a row of ``medway-tui quotes``."""

    id: str
    article: str
    headline: str
    publisher: str
    published: str | None
    url: str | None
    paragraph: int | None
    start: int | None
    end: int | None
    exact: str
    speaker: str | None
    speaker_name: str | None
    attribution: str | None
    role: str | None
    party: str | None
    cue: str | None
    type: QuotationKind
    continues: str | None
    note: str | None
    title_ours: bool
    published_inferred: str | None
    caption: int | None
    speakers: list[str]
    role_status: str | None
    role_checked: str | None
    party_status: str | None
    party_unclear: bool
    repeats: str | None
    draft: float | None


class DraftDict(TypedDict):
    """A draft quotation that waits for review: a row of ``medway-tui drafts``."""

    article: str
    id: str
    paragraph: int | None
    caption: int | None
    exact: str
    speaker: str | None
    speaker_name: str | None
    attribution: str | None
    cue: str | None
    type: Literal["direct", "mixed", "indirect", "none"]
    confidence: float
    note: str | None
    path: str
    line: int


class ArticleDict(TypedDict):
    """An article without its text: a row of ``medway-tui articles``."""

    id: str
    headline: str
    title_ours: bool
    publisher: str
    published: str | None
    published_inferred: str | None
    url: str | None
    author: str | None
    accessed: str | None
    kind: Literal["account", "original"]
    paragraphs: int
    quotes: int


class BlockDict(TypedDict):
    """A paragraph, caption or headline of an article: a row of ``medway-tui read``."""

    article: str
    paragraph: int | None
    kind: str
    text: str
    caption: int | None
    block: int


class HitDict(TypedDict):
    """A paragraph or quotation that a search finds: a row of ``medway-tui search``."""

    article: str
    headline: str
    publisher: str
    published: str | None
    url: str | None
    paragraph: int | None
    speaker_name: str | None
    text: str
    matches: list[str]
    title_ours: bool
    published_inferred: str | None
    caption: int | None
    speakers: list[str]
    match_speakers: list[str]
    draft: bool
    role: str | None
    party: str | None
    role_status: str | None
    role_checked: str | None
    party_status: str | None
    party_unclear: bool


class PersonDict(TypedDict):
    """A person or organisation: a row of ``medway-tui people``."""

    id: str
    kind: Literal["person", "organisation"] | None
    name: str
    other_names: list[str]
    classification: str | None
    roles: list[str]
    quotes: int
    note: str | None
    role_sources: list[str]
    sources: list[str]
    licences: list[str]
    identifiers: list[str]
    role_statuses: list[str]
    role_dates_inferred: list[str]
    names_printed: list[str]
    publishers: list[str]
    co_speakers: list[str]
    promises: list[str]


class JudgementDict(TypedDict):
    """A judgement of an inspection, in a row of the comparison: a row of ``medway-tui ratings``."""

    inspection: str
    title: str
    provider: str
    urn: str | None
    framework: str
    start: str
    end: str
    published: str
    url: str | None
    second_hand: str | None
    row: str
    area: str
    name: str
    grade: str | None
    printed: str | None
    rank: int | None
    scale: int
    step: int | None
    same_framework: bool | None
    evidence: list[str]
    note: str | None
    status: str | None


class CouncilGradeDict(TypedDict):
    """A grade of a council: a row of ``medway-tui ratings --council``."""

    council: str
    region: str | None
    ons_code: str | None
    urn: str | None
    published: str
    start: str | None
    end: str | None
    framework: str | None
    framework_name: str | None
    kind: str | None
    row: str | None
    area: str | None
    name: str | None
    grade: str | None
    rank: int | None
    scale: int | None
    status: str | None
    url: str | None
    inspection: str | None
    source: str | None
    source_date: str | None


class GradeShareDict(TypedDict):
    """How many councils had a grade on a date: a row of ``medway-tui ratings --shares``."""

    date: str
    grade: str | None
    status: str | None
    councils: int
    share: float | None
    known: int
    reported: int
    names: list[str]
    framework: str | None
    source: str
    source_date: str | None


class RecoveryDict(TypedDict):
    """A council's way from Inadequate to Good: a row of ``medway-tui ratings --recovery``."""

    council: str
    own: bool
    published: str
    grade: str
    better_published: str | None
    better_grade: str | None
    years: float | None
    url: str | None
    better_url: str | None
    source: str
    source_date: str | None


class TimelineDict(TypedDict):
    """An entry of the timeline: a row of ``medway-tui timeline``."""

    date: str | None
    date_inferred: str | None
    kind: Literal["event", "deadline", "promise", "inspection", "article", "quote"]
    id: str
    title: str
    evidence: list[str]
    sources: list[str]
    note: str | None
    title_ours: bool
    by: list[str]
    by_names: list[str]
    due: str | None
    outcome: str | None
    outcome_date: str | None
    outcome_evidence: list[str]
    outcome_sources: list[str]
    licences: list[str]
    outcome_result: str | None
    inspection: str | None
    part: str | None
    grade: str | None
    quotes: int | None
    differs: bool | None


class DifferenceDict(TypedDict):
    """A side of a point on which sources differ: a row of ``medway-tui differences``."""

    id: str
    title: str
    kind: Literal["contradiction", "tension", "compatible", "wording"]
    side: int
    says: str
    evidence: list[str]
    sources: list[str]
    settled: str | None
    note: str | None
    supported: bool
    licences: list[str]
    printed: list[str]
    settled_by: list[str]
