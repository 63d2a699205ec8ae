"""One article with its quotations, read from its files into the rows of the index, in whichever process.

Imports yaml and pydantic, so it is imported only when a file has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from medway_tui.content.files import ContentFile, of_stem
from medway_tui.content.load import Reading
from medway_tui.content.reading import read
from medway_tui.index.rows import ArticleRows, article_rows
from medway_tui.model.findings import Finding

Known = Mapping[str, tuple[int, str]]
"""The layer and hash of each file of an article as it was taken in before, by its path."""

FileRow = tuple[str, str, str, int, int, int, str]
"""A file as the index notes it: path, kind, stem, layer, stamp, size, hash."""


class Taken(NamedTuple):
    """What was read for an article's id."""

    stem: str
    same: bool
    """Whether its files hold what they held when they were taken in; then there are no rows."""
    rows: ArticleRows | None
    """None where the article can't be read, or is not there."""
    files: tuple[FileRow, ...]
    findings: tuple[Finding, ...]
    strays: tuple[Finding, ...]
    """What is said of quotations whose article has no file."""


def read_unit(roots: Sequence[str], stem: str, known: Known) -> Taken:
    """Read an article with its quotations from the folders, the lowest first."""
    files = of_stem(roots, stem)
    if _same(files, known):
        return Taken(stem, True, None, tuple(_row(file, known[file.path][1]) for file in files), (), ())  # noqa: FBT003
    reading = Reading(files)
    unit = reading.unit(stem)
    rows = None
    if unit is not None:
        quotes = [(each.quote, each.where, each.span) for each in unit.quotes]
        rows = article_rows(unit.article, unit.where, unit.paragraphs, quotes)
    noted = tuple(_row(file, reading.hashes.get(file.path) or hash_of(file.path)) for file in files)
    return Taken(stem, False, rows, noted, tuple(reading.findings), tuple(reading.strays()))  # noqa: FBT003


def hash_of(path: str) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(read(path)[1]).hexdigest()


def _same(files: Sequence[ContentFile], known: Known) -> bool:
    if len(files) != len(known):
        return False
    return all(
        (seen := known.get(file.path)) is not None and seen[0] == file.layer and seen[1] == hash_of(file.path)
        for file in files
    )


def _row(file: ContentFile, digest: str) -> FileRow:
    return (file.path, file.kind, file.stem, file.layer, file.stamp, file.size, digest)


def file_row(file: ContentFile, hashes: Mapping[str, str]) -> tuple[Any, ...]:
    """A file as the index notes it, with its hash where that is known already."""
    return _row(file, hashes.get(file.path) or hash_of(file.path))
