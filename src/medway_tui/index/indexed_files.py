"""What the index knows of the files it was made from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medway_tui.index.connection import Index, in_batches
from medway_tui.index.schema import KEY_BITS
from medway_tui.model.findings import Finding
from medway_tui.model.locations import FileLocation

STALE_HASH = ""
"""The hash noted for a file of which the index holds an earlier text, as it is faulty now."""


class IndexedFile(NamedTuple):
    """A file as it was when it was taken in."""

    path: str
    kind: str
    stem: str
    layer: int
    stamp: int
    size: int
    hash: str


FILE_KINDS = (
    "about", "people", "organisations", "frameworks", "events", "differences", "inspection", "article",
    "quotes",
)  # fmt: skip
"""The kinds of files."""

_FILE_COLUMNS = ", ".join(IndexedFile._fields)


FileState = tuple[str, int, int, int]
"""What tells whether a file has changed: its path, layer, stamp and size."""


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


def files_at(index: Index, paths: Sequence[str]) -> Iterator[IndexedFile]:
    """Those of some files that were taken in, in the order of their paths."""
    marks = ", ".join("?" * len(paths))
    rows = index.rows(f"SELECT {_FILE_COLUMNS} FROM file WHERE path IN ({marks}) ORDER BY path", tuple(paths))
    return map(IndexedFile._make, rows)


def files_of_kinds(index: Index, kinds: Sequence[str]) -> dict[str, IndexedFile]:
    """The files of some kinds that were taken in, by their paths."""
    marks = ", ".join("?" * len(kinds))
    rows = index.rows(f"SELECT {_FILE_COLUMNS} FROM file WHERE kind IN ({marks})", tuple(kinds))
    return {row[0]: IndexedFile._make(row) for row in rows}


def files_of_article(index: Index, stem: str) -> dict[str, IndexedFile]:
    """The files of an article and its quotations as they were taken in, by their paths."""
    return files_of_articles(index, [stem]).get(stem, {})


def files_of_articles(index: Index, stems: Sequence[str]) -> dict[str, dict[str, IndexedFile]]:
    """The same for many articles, by their ids; those of which no file was taken in are left out."""
    found: dict[str, dict[str, IndexedFile]] = {}
    for some in in_batches(stems):
        marks = ", ".join("?" * len(some))
        rows = index.rows(
            f"SELECT {_FILE_COLUMNS} FROM file WHERE stem IN ({marks}) AND kind IN ('article', 'quotes')",
            some,
        )
        for each in map(IndexedFile._make, rows):
            found.setdefault(each.stem, {})[each.path] = each
    return found


def count_files(index: Index) -> int:
    """How many files were taken in."""
    number: int = index.value("SELECT count(*) FROM file")
    return number


def count_articles(index: Index) -> int:
    """How many articles were taken in."""
    number: int = index.value("SELECT count(*) FROM article")
    return number


def file_hash(index: Index, path: str) -> str | None:
    """The hash of a file as it was when it was taken in; None where it was not."""
    found: str | None = index.value("SELECT hash FROM file WHERE path = ?", (path,))
    return found


def has_more_files_than(index: Index, number: int) -> bool:
    """Whether more than so many files were taken in; quick, whatever there is."""
    return bool(index.value("SELECT 1 FROM file LIMIT 1 OFFSET ?", (number,)))


def stale_paths(index: Index) -> set[str]:
    """The paths of the files that are faulty, and of which the index holds an earlier text."""
    return {row[0] for row in index.rows("SELECT path FROM file WHERE hash = ?", (STALE_HASH,))}


def list_findings(index: Index) -> list[Finding]:
    """Everything that was found wrong, in order of its place."""
    rows = index.rows(
        "SELECT path, line, col, code, message, hint, severity FROM finding ORDER BY 1, 2, 3, 4"
    )
    return [Finding(*row) for row in rows]


def findings_in_file(index: Index, path: str) -> list[Finding]:
    """Everything that was found wrong in a file."""
    rows = index.rows(
        "SELECT path, line, col, code, message, hint, severity FROM finding WHERE path = ?", (path,)
    )
    return [Finding(*row) for row in rows]


def count_findings(index: Index) -> int:
    """How many findings there are."""
    number: int = index.value("SELECT count(*) FROM finding")
    return number


def has_article(index: Index, article_id: str) -> bool:
    """Whether there is an article of this id."""
    return bool(index.value("SELECT 1 FROM article WHERE id = ?", (article_id,)))


def unknown_speakers(index: Index, articles: Sequence[str] | None = None) -> list[tuple[FileLocation, str]]:
    """Every quotation whose speaker is nobody that the dossier knows: where, and who.

    Those of the ``articles`` with these ids; None means all.
    """
    if articles is None:
        # From speaker to speaker, and not from quotation to quotation.
        rows = index.rows(
            "WITH RECURSIVE speaking (who) AS (SELECT min(speaker) FROM quote UNION ALL"
            " SELECT (SELECT min(speaker) FROM quote WHERE speaker > who) FROM speaking"
            " WHERE who IS NOT NULL)"
            " SELECT q.path, q.line, q.col, q.speaker FROM speaking s JOIN quote q ON q.speaker = s.who"
            " WHERE s.who NOT IN (SELECT id FROM agent)"
        )
    else:
        rows = []
        for article in articles:
            rows += index.rows(
                "SELECT q.path, q.line, q.col, q.speaker FROM article a JOIN quote q ON q.article = a.key"
                " WHERE a.id = ? AND q.speaker IS NOT NULL AND q.speaker NOT IN (SELECT id FROM agent)",
                (article,),
            )
    return [(FileLocation(path, line, column), speaker) for path, line, column, speaker in rows]


def quotes_without_article(index: Index) -> list[tuple[str, str]]:
    """The paths and stems of the files of quotations whose article has no file."""
    return [
        (path, stem)
        for path, stem in index.rows(
            "SELECT path, stem FROM file q WHERE kind = 'quotes' AND NOT EXISTS"
            " (SELECT 1 FROM file a WHERE a.stem = q.stem AND a.kind = 'article')"
        )
    ]


def cited_articles(index: Index) -> set[str]:
    """The ids of the articles on which anything rests."""
    return {row[0] for row in index.rows("SELECT DISTINCT article FROM evidence")}


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


def article_texts(index: Index, article_ids: Sequence[str]) -> dict[str, list[str]]:
    """The headline and paragraphs of some articles, by the article's id."""
    found: dict[str, list[str]] = {}
    for article_id in article_ids:
        key = index.value("SELECT key FROM article WHERE id = ?", (article_id,))
        if key is not None:
            rows = index.rows(
                "SELECT text FROM paragraph WHERE key BETWEEN ? AND ? ORDER BY key",
                (key << KEY_BITS, (key + 1 << KEY_BITS) - 1),
            )
            found[article_id] = [row[0] for row in rows]
    return found


def missing_blocks(index: Index, article_ids: Sequence[str]) -> dict[str, set[int]]:
    """The numbers of the blocks that the copy of an original lacks, for some articles by their ids."""
    found: dict[str, set[int]] = {}
    for article_id in article_ids:
        key = index.value("SELECT key FROM article WHERE id = ? AND kind = 'original'", (article_id,))
        if key is not None:
            rows = index.rows(
                "SELECT key FROM paragraph WHERE key BETWEEN ? AND ? AND kind = 'missing'",
                (key << KEY_BITS, (key + 1 << KEY_BITS) - 1),
            )
            found[article_id] = {row[0] & 2**KEY_BITS - 1 for row in rows}
    return found
