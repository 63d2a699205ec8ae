"""Dump of the whole index for exports, a few hundred articles at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow
from medway_tui.index.connection import Index
from medway_tui.index.quotes import QuoteRow, quotes_in_key_range
from medway_tui.index.schema import KEY_BITS, NUMBER_MASK, keys_within

_ARTICLES_PER_BATCH = 200

Record = tuple[str | int | None, ...]


class ParagraphRecord(NamedTuple):
    """A block of an article: the headline, a paragraph or a caption."""

    block: int
    """Its position in the article; 0 is the headline."""
    paragraph: int | None
    caption: int | None
    kind: str
    text: str


class ArticleRecord(NamedTuple):
    """An article with its paragraphs and quotations."""

    article: ArticleRow
    paragraphs: list[ParagraphRecord]
    quotes: list[QuoteRow]


def iter_articles(index: Index) -> Iterator[ArticleRecord]:
    """Yield every article, the oldest first."""
    before = 1 << 62
    while True:
        rows = index.rows(
            f"SELECT a.key, {ARTICLE_COLUMNS} FROM article a WHERE a.key < ? ORDER BY a.key DESC LIMIT ?",
            (before, _ARTICLES_PER_BATCH),
        )
        if not rows:
            return
        newest, oldest = rows[-1][0], rows[0][0]
        texts: dict[int, list[ParagraphRecord]] = {}
        for key, *paragraph in index.rows(
            "SELECT key, paragraph, caption, kind, text FROM paragraph WHERE key BETWEEN ? AND ?"
            " ORDER BY key",
            (keys_within(newest)[0], keys_within(oldest)[1]),
        ):
            texts.setdefault(key >> KEY_BITS, []).append(ParagraphRecord(key & NUMBER_MASK, *paragraph))
        quotes: dict[int, list[QuoteRow]] = {}
        for quote in quotes_in_key_range(index, newest, oldest):
            quotes.setdefault(quote.key >> KEY_BITS, []).append(quote)
        for key, *fields in rows:
            yield ArticleRecord(ArticleRow(*fields), texts.get(key, []), quotes.get(key, []))
        before = newest


class EvidenceRecord(NamedTuple):
    """Evidence in an article of what ``kind``, ``owner`` and ``part`` name."""

    kind: str
    owner: str
    part: str
    article: str
    paragraph: int | None
    caption: int | None
    start: int | None
    end: int | None
    exact: str | None
    says: str | None


def dump_agents(index: Index) -> list[Record]:
    """People and organisations: id, kind, name, short name, classification, note.

    Those that only quotations or roles name come last, by their ids.
    """
    rows = index.rows("SELECT id, kind, name, short_name, classification, note FROM agent ORDER BY position")
    named = index.rows(
        "SELECT speaker FROM quote WHERE speaker IS NOT NULL AND type <> 'none' UNION SELECT j.speaker FROM"
        " joint_speaker j JOIN quote q ON q.key = j.quote WHERE q.type <> 'none' UNION SELECT agent FROM"
        " event_agent UNION SELECT organisation"
        " FROM membership UNION SELECT on_behalf_of FROM membership WHERE on_behalf_of IS NOT NULL ORDER BY 1"
    )
    known = {row[0] for row in rows}
    return [*rows, *((name, None, name, None, None, None) for (name,) in named if name not in known)]


_QUERIES = {
    "names": "SELECT n.agent, n.name, n.note FROM agent_name n JOIN agent a ON a.id = n.agent"
    " WHERE n.name <> a.name ORDER BY a.position, n.rowid",
    "memberships": "SELECT m.agent, m.position, m.role, m.organisation, m.on_behalf_of, m.area, m.start_date,"
    " m.end_date, m.note, m.checked, m.dates_inferred FROM membership m JOIN agent a ON a.id = m.agent"
    " ORDER BY a.position, m.position",
    "identifiers": "SELECT i.agent, i.scheme, i.identifier FROM agent_identifier i"
    " JOIN agent a ON a.id = i.agent ORDER BY a.position, i.position",
    # An inspection may have a framework that no file describes.
    "frameworks": "SELECT id, name, short_name, start_date, end_date, note FROM framework UNION"
    " SELECT framework, framework, NULL, NULL, NULL, NULL FROM inspection"
    " WHERE framework NOT IN (SELECT id FROM framework) ORDER BY 1",
    "grades": "SELECT framework, position, name FROM grade ORDER BY 1, 2",
    "judgements": "SELECT j.inspection, i.framework, j.position, j.area, j.grade, j.printed, g.position,"
    " j.note, j.status FROM judgement j JOIN inspection i ON i.id = j.inspection"
    " LEFT JOIN grade g ON g.framework = i.framework AND g.name = j.grade"
    " ORDER BY i.first_day, i.id, j.position",
    "sides": "SELECT s.difference, s.position + 1, s.says, s.supported FROM side s"
    " JOIN difference d ON d.id = s.difference ORDER BY d.position, s.position",
    "sources": "SELECT kind, owner, part, url, note, licence FROM source"
    " ORDER BY kind, owner, part, position",
}


def dump_table(index: Index, name: str) -> list[Record]:
    """Return all rows of a table of ``_QUERIES``."""
    return index.rows(_QUERIES[name])


def dump_areas(index: Index) -> list[Record]:
    """Areas: framework, position, id, name, rows; one that no file describes by its id."""
    found: list[Record] = index.rows(
        "SELECT a.framework, a.position, a.id, a.name, (SELECT group_concat(row, '; ') FROM (SELECT row"
        " FROM area_row r WHERE r.framework = a.framework AND r.area = a.id ORDER BY row)) FROM area a"
        " ORDER BY 1, 2"
    )
    known = {(row[0], row[2]) for row in found}
    judged = index.rows(
        "SELECT DISTINCT i.framework, j.area FROM judgement j JOIN inspection i ON i.id = j.inspection"
        " ORDER BY 1, 2"
    )
    return [*found, *((row[0], None, row[1], row[1], None) for row in judged if tuple(row) not in known)]


def dump_evidence(index: Index) -> list[EvidenceRecord]:
    """Evidence in articles of the dossier, in the order of the files."""
    rows = index.rows(
        'SELECT e.kind, e.owner, e.part, e.article, e.paragraph, e.caption, e.start, e."end", e.exact, e.says'
        " FROM evidence e JOIN article a ON a.id = e.article ORDER BY e.position"
    )
    return [EvidenceRecord(*row) for row in rows]


def evidence_words(index: Index, article_id: str) -> list[tuple[int, str]]:
    """Return the words of an article that are evidence, each with its block."""
    return index.rows(
        "SELECT block, exact FROM evidence WHERE article = ? AND exact IS NOT NULL ORDER BY position",
        (article_id,),
    )
