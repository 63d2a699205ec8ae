"""What the index knows of the files it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from medway_tui.index.store import Index
from medway_tui.index.tables import BITS
from medway_tui.model.findings import Finding
from medway_tui.model.places import Where

EARLIER = ""
"""The hash noted for a file of which the index holds an earlier text, as it is faulty now."""


class KnownFile(NamedTuple):
    """A file as it was when it was taken in."""

    path: str
    layer: int
    mtime_ns: int
    size: int
    hash: str


def known_files(index: Index) -> dict[str, KnownFile]:
    """Every file that was taken in, by its path."""
    rows = index.rows("SELECT path, layer, mtime_ns, size, hash FROM file")
    return {row[0]: KnownFile(*row) for row in rows}


def hash_of(index: Index, path: str) -> str | None:
    """The hash of a file as it was when it was taken in; None where it was not."""
    found: str | None = index.value("SELECT hash FROM file WHERE path = ?", (path,))
    return found


def earlier(index: Index) -> set[str]:
    """The paths of the files that are faulty, and of which the index holds an earlier text."""
    return {row[0] for row in index.rows("SELECT path FROM file WHERE hash = ?", (EARLIER,))}


def findings(index: Index) -> list[Finding]:
    """Everything that was found wrong, in order of its place."""
    rows = index.rows(
        "SELECT path, line, col, code, message, hint, severity FROM finding ORDER BY 1, 2, 3, 4"
    )
    return [Finding(*row) for row in rows]


def findings_count(index: Index) -> int:
    """How many findings there are."""
    number: int = index.value("SELECT count(*) FROM finding")
    return number


def holds(index: Index, article_id: str) -> bool:
    """Whether there is an article of this id."""
    return bool(index.value("SELECT 1 FROM article WHERE id = ?", (article_id,)))


def unknown_speakers(index: Index) -> list[tuple[Where, str]]:
    """Every quotation whose speaker is nobody that the dossier knows: where, and who."""
    rows = index.rows(
        "SELECT path, line, col, speaker FROM quote "
        "WHERE speaker IS NOT NULL AND speaker NOT IN (SELECT id FROM agent)"
    )
    return [(Where(path, line, column), speaker) for path, line, column, speaker in rows]


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
