"""What the index knows of the files it was made from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medway_tui.index.store import Index, in_parts
from medway_tui.index.tables import BITS
from medway_tui.model.findings import Finding
from medway_tui.model.places import Where

EARLIER = ""
"""The hash noted for a file of which the index holds an earlier text, as it is faulty now."""


class KnownFile(NamedTuple):
    """A file as it was when it was taken in."""

    path: str
    kind: str
    stem: str
    layer: int
    stamp: int
    size: int
    hash: str


KINDS = (
    "about", "people", "organisations", "frameworks", "events", "differences", "inspection", "article",
    "quotes",
)  # fmt: skip
"""The kinds of files."""

_KNOWN = ", ".join(KnownFile._fields)


def known_in(index: Index, folder: str) -> Iterator[KnownFile]:
    """Every file that was taken in and stands right in a folder, in the order of their paths."""
    before = f"{folder}{os.sep}"
    # The character after the separator: between the two are all paths that begin with the folder.
    after = f"{folder}{chr(ord(os.sep) + 1)}"
    rows = index.each(
        f"SELECT {_KNOWN} FROM file WHERE path > ? AND path < ? AND NOT instr(substr(path, ?), ?)"
        " ORDER BY path",
        (before, after, len(before) + 1, os.sep),
    )
    return map(KnownFile._make, rows)


def known_at(index: Index, paths: Sequence[str]) -> Iterator[KnownFile]:
    """Those of some files that were taken in, in the order of their paths."""
    marks = ", ".join("?" * len(paths))
    rows = index.rows(f"SELECT {_KNOWN} FROM file WHERE path IN ({marks}) ORDER BY path", tuple(paths))
    return map(KnownFile._make, rows)


def known_files(index: Index, kinds: Sequence[str]) -> dict[str, KnownFile]:
    """The files of some kinds that were taken in, by their paths."""
    marks = ", ".join("?" * len(kinds))
    rows = index.rows(f"SELECT {_KNOWN} FROM file WHERE kind IN ({marks})", tuple(kinds))
    return {row[0]: KnownFile._make(row) for row in rows}


def known_of_stem(index: Index, stem: str) -> dict[str, KnownFile]:
    """The files of an article and its quotations as they were taken in, by their paths."""
    return known_of_stems(index, [stem]).get(stem, {})


def known_of_stems(index: Index, stems: Sequence[str]) -> dict[str, dict[str, KnownFile]]:
    """The same for many articles, by their ids; those of which no file was taken in are left out."""
    found: dict[str, dict[str, KnownFile]] = {}
    for some in in_parts(stems):
        marks = ", ".join("?" * len(some))
        rows = index.rows(
            f"SELECT {_KNOWN} FROM file WHERE stem IN ({marks}) AND kind IN ('article', 'quotes')", some
        )
        for each in map(KnownFile._make, rows):
            found.setdefault(each.stem, {})[each.path] = each
    return found


def files_count(index: Index) -> int:
    """How many files were taken in."""
    number: int = index.value("SELECT count(*) FROM file")
    return number


def articles_count(index: Index) -> int:
    """How many articles were taken in."""
    number: int = index.value("SELECT count(*) FROM article")
    return number


def hash_of(index: Index, path: str) -> str | None:
    """The hash of a file as it was when it was taken in; None where it was not."""
    found: str | None = index.value("SELECT hash FROM file WHERE path = ?", (path,))
    return found


def more_files_than(index: Index, number: int) -> bool:
    """Whether more than so many files were taken in; quick, whatever there is."""
    return bool(index.value("SELECT 1 FROM file LIMIT 1 OFFSET ?", (number,)))


def earlier(index: Index) -> set[str]:
    """The paths of the files that are faulty, and of which the index holds an earlier text."""
    return {row[0] for row in index.rows("SELECT path FROM file WHERE hash = ?", (EARLIER,))}


def findings(index: Index) -> list[Finding]:
    """Everything that was found wrong, in order of its place."""
    rows = index.rows(
        "SELECT path, line, col, code, message, hint, severity FROM finding ORDER BY 1, 2, 3, 4"
    )
    return [Finding(*row) for row in rows]


def findings_in(index: Index, path: str) -> list[Finding]:
    """Everything that was found wrong in a file."""
    rows = index.rows(
        "SELECT path, line, col, code, message, hint, severity FROM finding WHERE path = ?", (path,)
    )
    return [Finding(*row) for row in rows]


def findings_count(index: Index) -> int:
    """How many findings there are."""
    number: int = index.value("SELECT count(*) FROM finding")
    return number


def holds(index: Index, article_id: str) -> bool:
    """Whether there is an article of this id."""
    return bool(index.value("SELECT 1 FROM article WHERE id = ?", (article_id,)))


def unknown_speakers(index: Index, articles: Sequence[str] | None = None) -> list[tuple[Where, str]]:
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
    return [(Where(path, line, column), speaker) for path, line, column, speaker in rows]


def without_article(index: Index) -> list[tuple[str, str]]:
    """The paths and stems of the files of quotations whose article has no file."""
    return [
        (path, stem)
        for path, stem in index.rows(
            "SELECT path, stem FROM file q WHERE kind = 'quotes' AND NOT EXISTS"
            " (SELECT 1 FROM file a WHERE a.stem = q.stem AND a.kind = 'article')"
        )
    ]


def cited(index: Index) -> set[str]:
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


def texts(index: Index, article_ids: Sequence[str]) -> dict[str, list[str]]:
    """The headline and paragraphs of some articles, by the article's id."""
    found: dict[str, list[str]] = {}
    for article_id in article_ids:
        key = index.value("SELECT key FROM article WHERE id = ?", (article_id,))
        if key is not None:
            rows = index.rows(
                "SELECT text FROM paragraph WHERE key BETWEEN ? AND ? ORDER BY key",
                (key << BITS, (key + 1 << BITS) - 1),
            )
            found[article_id] = [row[0] for row in rows]
    return found


def missing(index: Index, article_ids: Sequence[str]) -> dict[str, set[int]]:
    """The numbers of the blocks that the copy of an original lacks, for some articles by their ids."""
    found: dict[str, set[int]] = {}
    for article_id in article_ids:
        key = index.value("SELECT key FROM article WHERE id = ? AND kind = 'original'", (article_id,))
        if key is not None:
            rows = index.rows(
                "SELECT key FROM paragraph WHERE key BETWEEN ? AND ? AND kind = 'missing'",
                (key << BITS, (key + 1 << BITS) - 1),
            )
            found[article_id] = {row[0] & 2**BITS - 1 for row in rows}
    return found
