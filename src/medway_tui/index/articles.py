"""Articles: their rows, paragraphs and counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from medway_tui.index.connection import Index
from medway_tui.index.schema import KEY_BITS, NUMBER_MASK, keys_within
from medway_tui.model.locations import BlockPlace, FileLocation, named_place


class ArticleRow(NamedTuple):
    """An article without its text."""

    id: str
    headline: str
    title_ours: bool
    publisher: str
    published: str | None
    published_inferred: str | None
    url: str | None
    author: str | None
    accessed: str | None
    kind: str


class ParagraphRow(NamedTuple):
    """A block of an article: the headline, a paragraph or a caption."""

    block: int
    """Its position in the article; 0 is the headline."""
    paragraph: int | None
    """The number of the paragraph, 0 for the headline; None for a caption."""
    caption: int | None
    """The number of the caption, from 1."""
    text: str
    kind: str
    where: FileLocation

    @property
    def place(self) -> BlockPlace:
        return named_place(self.paragraph, self.caption)


class DossierCounts(NamedTuple):
    """The numbers of articles, of quotations without drafts and repeats, and of their speakers."""

    articles: int
    quotes: int
    speakers: int


ARTICLE_COLUMNS = ", ".join(f"a.{name}" for name in ArticleRow._fields)


CONFIRMED_CONDITION = (
    "q.type <> 'none' AND q.continues IS NULL AND q.repeats IS NULL AND q.key NOT IN"
    " (SELECT coalesce(continues, key) FROM quote WHERE draft IS NOT NULL)"
)
"""The condition on a first piece ``quote q`` for a quotation without drafts that repeats no other."""


def list_articles(index: Index) -> list[ArticleRow]:
    """Return all articles, the oldest first."""
    return [*_select_articles(index, "ORDER BY a.key DESC").values()]


def oldest_articles(index: Index, number: int) -> dict[int, ArticleRow]:
    """Return the oldest articles, by their keys."""
    return _select_articles(index, "ORDER BY a.key DESC LIMIT ?", (number,))


def keys_around(index: Index, article_id: str, number: int) -> list[int]:
    """Return the keys of so many articles around one, the oldest first; none where it is unknown."""
    key = article_key(index, article_id)
    if key is None:
        return []
    half = number // 2
    older = index.rows("SELECT key FROM article WHERE key >= ? ORDER BY key LIMIT ?", (key, half))
    newer = index.rows("SELECT key FROM article WHERE key < ? ORDER BY key DESC LIMIT ?", (key, half))
    return [each for (each,) in (*reversed(list(older)), *newer)]


def articles_by_key(index: Index, keys: Sequence[int]) -> dict[int, ArticleRow]:
    """Return the articles with these keys that exist."""
    return _select_articles(index, f"WHERE a.key IN ({', '.join('?' * len(keys))})", tuple(keys))


def _select_articles(index: Index, rest: str, values: tuple[Any, ...] = ()) -> dict[int, ArticleRow]:
    rows = index.rows(f"SELECT a.key, {ARTICLE_COLUMNS} FROM article a {rest}", values)
    return {key: ArticleRow._make(row) for key, *row in rows}


def article_key(index: Index, article_id: str) -> int | None:
    """Return the key of an article; None where there is none of this id."""
    key: int | None = index.value("SELECT key FROM article WHERE id = ?", (article_id,))
    return key


def neighbouring_article(index: Index, article_id: str, step: int) -> str | None:
    """Return the next article in time, or the previous where ``step`` is -1; None where there is none."""
    # Keys ascend from the newest to the oldest.
    later, order = ("<", "DESC") if step > 0 else (">", "ASC")
    found: str | None = index.value(
        f"SELECT id FROM article WHERE key {later} (SELECT key FROM article WHERE id = ?)"
        f" ORDER BY key {order} LIMIT 1",
        (article_id,),
    )
    return found


def outermost_article(index: Index, *, newest: bool) -> str | None:
    """Return the newest or the oldest article; None where there is none."""
    found: str | None = index.value(
        f"SELECT id FROM article ORDER BY key {'ASC' if newest else 'DESC'} LIMIT 1"
    )
    return found


def get_article(index: Index, article_id: str) -> ArticleRow | None:
    """Return an article; None where there is none of this id."""
    return next(iter(_select_articles(index, "WHERE a.id = ?", (article_id,)).values()), None)


def list_paragraphs(index: Index, article_id: str) -> list[ParagraphRow]:
    """Return an article's headline and the blocks of its body, in order."""
    key = article_key(index, article_id)
    if key is None:
        return []
    rows = index.rows(
        "SELECT key, paragraph, caption, text, kind, path, line FROM paragraph WHERE key BETWEEN ? AND ?"
        " ORDER BY key",
        keys_within(key),
    )
    return [
        ParagraphRow._make((key & NUMBER_MASK, *row, FileLocation(path, line, 1)))
        for key, *row, path, line in rows
    ]


def paragraph_texts(index: Index, article_id: str) -> list[tuple[str, str]]:
    """Return the texts and kinds of an article's blocks: three times as fast as ``list_paragraphs``."""
    key = article_key(index, article_id)
    if key is None:
        return []
    return index.rows(
        "SELECT text, kind FROM paragraph WHERE key BETWEEN ? AND ? ORDER BY key", keys_within(key)
    )


def locate_paragraph(index: Index, article_id: str, block: int) -> FileLocation | None:
    """Return the location of a block in its file; None where there is none."""
    rows = index.rows(
        "SELECT p.path, p.line FROM article a JOIN paragraph p ON p.key = (a.key << ?) + ? WHERE a.id = ?",
        (KEY_BITS, block, article_id),
    )
    return FileLocation(rows[0][0], rows[0][1], 1) if rows else None


def get_paragraph_text(index: Index, article_id: str, block: int) -> str:
    """Return the text of a block; empty where there is none."""
    found = index.value(
        "SELECT p.text FROM article a JOIN paragraph p ON p.key = (a.key << ?) + ? WHERE a.id = ?",
        (KEY_BITS, block, article_id),
    )
    return found or ""


def count_contents(index: Index) -> DossierCounts:
    """Count articles, quotations and speakers; a quotation in several pieces or of several speakers once."""
    quotes, speakers = index.rows(
        f"SELECT count(*), count(DISTINCT speaker) FROM quote q WHERE {CONFIRMED_CONDITION}"
    )[0]
    # Those who speak in joint statements alone: there are few statements of this kind.
    speakers += index.value(
        "SELECT count(DISTINCT j.speaker) FROM joint_speaker j JOIN quote q ON q.key = j.quote"
        f" WHERE {CONFIRMED_CONDITION} AND NOT EXISTS (SELECT 1 FROM quote q WHERE q.speaker = j.speaker"
        f" AND {CONFIRMED_CONDITION})"
    )
    return DossierCounts(index.count("article"), quotes, speakers)


_DRAFT_CONDITION = (
    "h.type <> 'none' AND h.repeats IS NULL AND h.key IN"
    " (SELECT coalesce(continues, key) FROM quote WHERE draft IS NOT NULL)"
)


def count_drafts_by(index: Index, by: str) -> dict[Any, int]:
    """Count the quotations that are drafts by a column of their first piece: ``article`` or ``speaker``.

    A joint statement counts for each of its speakers.
    """
    counts: dict[Any, int] = dict(
        index.rows(f"SELECT h.{by}, count(*) FROM quote h WHERE {_DRAFT_CONDITION} GROUP BY h.{by}")
    )
    if by == "speaker":
        for speaker, number in index.rows(
            "SELECT j.speaker, count(*) FROM joint_speaker j JOIN quote h ON h.key = j.quote"
            f" WHERE {_DRAFT_CONDITION} GROUP BY j.speaker"
        ):
            counts[speaker] = counts.get(speaker, 0) + number
    return counts


class ArticleSize(NamedTuple):
    """The numbers of an article's paragraphs without captions, quotations without repeats, and drafts."""

    paragraphs: int
    quotes: int
    drafts: int


def find_article_urls(index: Index, part: str) -> list[tuple[str, str]]:
    """Return the id and address of each article whose address contains ``part``."""
    return index.rows("SELECT id, url FROM article WHERE url IS NOT NULL AND instr(url, ?) > 0", (part,))


def list_article_addresses(index: Index) -> list[tuple[str, str | None]]:
    """Return the id and address of each article."""
    return index.rows("SELECT id, url FROM article ORDER BY key")


def find_articles_with_words(index: Index, words: Sequence[str], limit: int) -> list[str]:
    """Return the ids of articles with a block that has these folded words one after another."""
    rows = index.rows(
        "SELECT DISTINCT a.id FROM paragraph_text t JOIN article a ON a.key = t.rowid >> ?"
        " WHERE paragraph_text MATCH ? LIMIT ?",
        (KEY_BITS, f'text : "{" ".join(words)}"', limit),
    )
    return [row[0] for row in rows]


def article_sizes(index: Index) -> dict[str, ArticleSize]:
    """Return the size of each article, by its id."""
    quoted = dict(
        index.rows(f"SELECT article, count(*) FROM quote q WHERE {CONFIRMED_CONDITION} GROUP BY article")
    )
    drafts = count_drafts_by(index, "article")
    counted = index.rows(
        "SELECT a.id, a.key, max(p.paragraph) FROM article a"
        f" LEFT JOIN paragraph p ON p.key BETWEEN a.key << {KEY_BITS} AND (a.key + 1 << {KEY_BITS}) - 1"
        " GROUP BY a.key"
    )
    return {
        article_id: ArticleSize(last or 0, quoted.get(key, 0), drafts.get(key, 0))
        for article_id, key, last in counted
    }
