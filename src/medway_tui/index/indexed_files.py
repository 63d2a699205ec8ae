"""The files that the index was made from, their findings, and what is needed to index others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from medway_tui.index.articles import article_key, paragraph_texts
from medway_tui.index.connection import Index, in_batches
from medway_tui.model.locations import FileLocation

if TYPE_CHECKING:
    from medway_tui.model.findings import Finding

STALE_HASH = ""
"""The hash of a faulty file of which the index has an earlier version."""

FILE_KINDS = (
    "about", "people", "organisations", "frameworks", "events", "differences", "councils", "inspection",
    "article", "quotes",
)  # fmt: skip

FileState = tuple[str, int, int, int]
"""What shows whether a file has changed: its path, layer, stamp and size."""


class IndexedFile(NamedTuple):
    """A file at its last indexing."""

    path: str
    kind: str
    stem: str
    layer: int
    stamp: int
    size: int
    hash: str


def files_in_folder(index: Index, folder: str, *, keep_last_good: bool = False) -> Iterator[FileState]:
    """Yield the state of every file directly in a folder at its last indexing.

    The stamp of a stale file is one that no file has, unless ``keep_last_good``.
    """
    start = f"{folder}{os.sep}"
    # The character after the separator: all paths that begin with the folder are between the two.
    end = f"{folder}{chr(ord(os.sep) + 1)}"
    stamp = "stamp" if keep_last_good else f"CASE WHEN hash = '{STALE_HASH}' THEN -1 ELSE stamp END"
    return index.iter_rows(
        f"SELECT path, layer, {stamp}, size FROM file"
        " WHERE path > ? AND path < ? AND NOT instr(substr(path, ?), ?)",
        (start, end, len(start) + 1, os.sep),
    )


def _files_where(index: Index, column: str, values: Sequence[str], more: str = "") -> list[IndexedFile]:
    marks = ", ".join("?" * len(values))
    columns = ", ".join(IndexedFile._fields)
    rows = index.rows(
        f"SELECT {columns} FROM file WHERE {column} IN ({marks}) {more} ORDER BY path", tuple(values)
    )
    return [IndexedFile._make(row) for row in rows]


def files_at(index: Index, paths: Sequence[str]) -> list[IndexedFile]:
    """Return those of some files that are indexed, in the order of their paths."""
    return _files_where(index, "path", paths)


def files_of_kinds(index: Index, kinds: Sequence[str]) -> dict[str, IndexedFile]:
    """Return the indexed files of some kinds, by their paths."""
    return {file.path: file for file in _files_where(index, "kind", kinds)}


def files_of_article(index: Index, stem: str) -> dict[str, IndexedFile]:
    """Return the indexed files of an article and its quotations, by their paths."""
    return files_of_articles(index, [stem]).get(stem, {})


def files_of_articles(index: Index, stems: Sequence[str]) -> dict[str, dict[str, IndexedFile]]:
    """Return the same for many articles, by their ids, without those of which no file is indexed."""
    files: dict[str, dict[str, IndexedFile]] = {}
    for batch in in_batches(stems):
        for file in _files_where(index, "stem", batch, "AND kind IN ('article', 'quotes')"):
            files.setdefault(file.stem, {})[file.path] = file
    return files


def count_files(index: Index) -> int:
    """Count the indexed files."""
    return index.count("file")


def count_articles(index: Index) -> int:
    """Count the indexed articles."""
    return index.count("article")


def has_more_files_than(index: Index, number: int) -> bool:
    """Whether more files are indexed; quick for any number of them."""
    return bool(index.value("SELECT 1 FROM file LIMIT 1 OFFSET ?", (number,)))


def file_hash(index: Index, path: str) -> str | None:
    """Return the hash of a file at its last indexing; None where it is not indexed."""
    digest: str | None = index.value("SELECT hash FROM file WHERE path = ?", (path,))
    return digest


def stale_paths(index: Index) -> set[str]:
    """Return the paths of the faulty files of which the index has an earlier version."""
    return {row[0] for row in index.rows("SELECT path FROM file WHERE hash = ?", (STALE_HASH,))}


_SELECT_FINDINGS = "SELECT path, line, col, code, message, hint, severity FROM finding"


def list_findings(index: Index) -> list[Finding]:
    """Return all findings, in the order of their places."""
    return _make_findings(index.rows(f"{_SELECT_FINDINGS} ORDER BY 1, 2, 3, 4"))


def findings_in_file(index: Index, path: str) -> list[Finding]:
    """Return the findings in a file."""
    return _make_findings(index.rows(f"{_SELECT_FINDINGS} WHERE path = ?", (path,)))


def _make_findings(rows: Iterable[Sequence[Any]]) -> list[Finding]:
    from medway_tui.model.findings import Finding  # noqa: PLC0415 - the first screen counts them only

    return [Finding(*row) for row in rows]


def count_findings(index: Index) -> int:
    """Count the findings."""
    return index.count("finding")


def has_errors(index: Index, kinds: Sequence[str]) -> bool:
    """Whether there is an error in a file of one of these kinds."""
    marks = ", ".join("?" * len(kinds))
    return bool(
        index.value(
            "SELECT 1 FROM finding f JOIN file USING (path) WHERE f.severity = 'error' AND NOT f.across"
            f" AND file.kind IN ({marks}) LIMIT 1",
            tuple(kinds),
        )
    )


def has_article(index: Index, article_id: str) -> bool:
    """Whether there is an article of this id."""
    return article_key(index, article_id) is not None


def list_originals(index: Index) -> list[str]:
    """Return the ids of the articles whose text is the newspaper's own."""
    return [row[0] for row in index.rows("SELECT id FROM article WHERE kind = 'original' ORDER BY key")]


def unknown_speakers(index: Index, articles: Sequence[str] | None = None) -> list[tuple[FileLocation, str]]:
    """Return the locations and speakers of quotations by speakers that no file describes.

    In the ``articles`` with these ids; None means all.
    """
    if articles is None:
        # From speaker to speaker, and not from quotation to quotation.
        rows = index.rows(
            "WITH RECURSIVE speaking (who) AS (SELECT min(speaker) FROM quote UNION ALL"
            " SELECT (SELECT min(speaker) FROM quote WHERE speaker > who) FROM speaking"
            " WHERE who IS NOT NULL)"
            " SELECT q.path, q.line, q.col, q.speaker FROM speaking s JOIN quote q ON q.speaker = s.who"
            " WHERE s.who NOT IN (SELECT id FROM agent)"
            " UNION ALL SELECT q.path, q.line, q.col, j.speaker FROM joint_speaker j JOIN quote q"
            " ON q.key = j.quote WHERE j.speaker NOT IN (SELECT id FROM agent)"
        )
    else:
        rows = []
        for article in articles:
            rows += index.rows(
                "SELECT q.path, q.line, q.col, q.speaker FROM article a JOIN quote q ON q.article = a.key"
                " WHERE a.id = ?1 AND q.speaker IS NOT NULL AND q.speaker NOT IN (SELECT id FROM agent)"
                " UNION ALL SELECT q.path, q.line, q.col, j.speaker FROM article a JOIN quote q"
                " ON q.article = a.key JOIN joint_speaker j ON j.quote = q.key"
                " WHERE a.id = ?1 AND j.speaker NOT IN (SELECT id FROM agent)",
                (article,),
            )
    return [(FileLocation(path, line, column), speaker) for path, line, column, speaker in rows]


def quotes_without_article(index: Index) -> list[tuple[str, str]]:
    """Return the paths and stems of the quotes files whose article has no file."""
    return index.rows(
        "SELECT path, stem FROM file q WHERE kind = 'quotes' AND NOT EXISTS"
        " (SELECT 1 FROM file a WHERE a.stem = q.stem AND a.kind = 'article')"
    )


def cited_articles(index: Index) -> set[str]:
    """Return the ids of the articles that are evidence."""
    return {row[0] for row in index.rows("SELECT DISTINCT article FROM evidence")}


def article_blocks(index: Index, article_ids: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Return the texts and kinds of the blocks of some articles, the headline first, by id."""
    return {
        article_id: blocks for article_id in article_ids if (blocks := paragraph_texts(index, article_id))
    }
