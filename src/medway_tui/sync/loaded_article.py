"""One article with its quotations, read from its files into the rows of the index, in whichever process.

Imports yaml and pydantic, so it is imported only when a file has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from medway_tui.content.files import ContentFile, find_article_files
from medway_tui.content.loader import ContentLoader
from medway_tui.index.article_rows import ArticleRowSet, make_article_rows
from medway_tui.model.findings import Finding
from medway_tui.yaml_io.reader import read_text

FileVersions = Mapping[str, tuple[int, str]]
"""The layer and hash of each file of an article as it was taken in before, by its path."""

FileRow = tuple[str, str, str, int, int, int, str]
"""A file as the index notes it: path, kind, stem, layer, stamp, size, hash."""


class LoadedArticle(NamedTuple):
    """What was read for an article's id."""

    stem: str
    unchanged: bool
    """Whether its files hold what they held when they were taken in; then there are no rows."""
    rows: ArticleRowSet | None
    """None where the article can't be read, or is not there."""
    files: tuple[FileRow, ...]
    findings: tuple[Finding, ...]
    orphan_findings: tuple[Finding, ...]
    """What is said of quotations whose article has no file."""


def load_article(roots: Sequence[str], stem: str, known: FileVersions) -> LoadedArticle:
    """Read an article with its quotations from the folders, the lowest first."""
    files = find_article_files(roots, stem)
    if _is_unchanged(files, known):
        unchanged_rows = tuple(_file_row(file, known[file.path][1]) for file in files)
        return LoadedArticle(stem, True, None, unchanged_rows, (), ())  # noqa: FBT003
    reading = ContentLoader(files)
    unit = reading.load_article(stem)
    rows = None
    if unit is not None:
        quotes = [(each.quote, each.location, each.span) for each in unit.quotes]
        rows = make_article_rows(unit.article, unit.location, unit.text_locations, quotes)
    file_rows = tuple(
        _file_row(file, reading.hashes.get(file.path) or file_hash(file.path)) for file in files
    )
    stray = tuple(reading.find_stray_quotes())
    return LoadedArticle(stem, False, rows, file_rows, tuple(reading.findings), stray)  # noqa: FBT003


def file_hash(path: str) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(read_text(path)[1]).hexdigest()


def _is_unchanged(files: Sequence[ContentFile], known: FileVersions) -> bool:
    if len(files) != len(known):
        return False
    return all(
        (seen := known.get(file.path)) is not None
        and seen[0] == file.layer
        and seen[1] == file_hash(file.path)
        for file in files
    )


def _file_row(file: ContentFile, digest: str) -> FileRow:
    return (file.path, file.kind, file.stem, file.layer, file.stamp, file.size, digest)


def file_row(file: ContentFile, hashes: Mapping[str, str]) -> tuple[Any, ...]:
    """A file as the index notes it, with its hash where that is known already."""
    return _file_row(file, hashes.get(file.path) or file_hash(file.path))
