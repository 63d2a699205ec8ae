"""Helpers for tests of the index: its contents, its file, and every query."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from medway_tui.index.articles import count_contents, get_article, list_articles, list_paragraphs
from medway_tui.index.connection import Index
from medway_tui.index.inspections import find_mentions, inspection_reports, list_inspections, ratings_table
from medway_tui.index.names import speaker_choices
from medway_tui.index.people import roles_on
from medway_tui.index.query_language import parse_query
from medway_tui.index.quotes import article_quotes, find_quotes
from medway_tui.index.search import search
from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_library import Folder

COUNTS = (3, 9, 4)
"""The numbers of articles, quotations and speakers in the library dossier."""


def dump_index(index: Index) -> dict[str, list[Any]]:
    """Return the contents of an index except the times of its files."""
    names = [
        row[0]
        for row in index.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        )
        if not row[0].startswith(("paragraph_text", "quote_text", "difference_text"))
    ]
    contents = {name: sorted(index.rows(f"SELECT * FROM {name}"), key=repr) for name in names}
    contents["file"] = sorted(index.rows("SELECT path, kind, stem, layer, size, hash FROM file"))
    contents["agent_name in order"] = index.rows("SELECT agent, name FROM agent_name ORDER BY rowid")
    for name in ("paragraph_text", "quote_text", "difference_text"):
        index.connection.execute(f"CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, {name}, instance)")
        contents[name] = sorted(index.rows("SELECT * FROM temp.term"))
        index.connection.execute("DROP TABLE temp.term")
    assert len(contents) > 20
    return contents


def dump_fresh_build(folder: Folder, monkeypatch: pytest.MonkeyPatch, cache: Path) -> dict[str, list[Any]]:
    """Return the contents of an index built from scratch."""
    shutil.rmtree(cache, ignore_errors=True)
    with monkeypatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        dossier = open_dossier([folder.root])
        contents = dump_index(dossier.index)
        dossier.close()
    return contents


def run_every_query(dossier: Dossier) -> None:
    """Run every query of the views; none may raise."""
    index = dossier.index
    for row in list_articles(index):
        assert get_article(index, row.id) == row
        assert list_paragraphs(index, row.id)[0].text == row.headline
        article_quotes(index, row.id)
    for quote in find_quotes(index)[0]:
        roles_on(index, quote.speaker, quote.article.published)
    for text in (
        "roof",
        "speaker:okafor",
        "party:grn roof",
        "role:leader",
        "in:herald",
        "after:2020 before:2022",
    ):
        search(index, parse_query(text))
        find_quotes(index, parse_query(text))
    count_contents(index)
    speaker_choices(index)
    speaker_choices(index, "okafro")
    ratings_table(index)
    for inspection in list_inspections(index):
        assert inspection_reports(index, inspection.id)
    find_mentions(index, "event", "okafor-steps-down", "")
    assert index.value("PRAGMA quick_check") == "ok"
    dossier.findings()


def cache_suffixes(own_home: Path) -> list[str]:
    """Return the suffixes of the files in the cache."""
    return sorted(file.suffix for file in (own_home / "cache" / "medway-tui").iterdir())


def index_file(own_home: Path) -> Path:
    (path,) = (own_home / "cache" / "medway-tui").glob("*.sqlite")
    return path


def page_size(path: Path) -> int:
    """Return the page size in bytes from the file's header."""
    return int.from_bytes(path.read_bytes()[16:18], "big")


def table_pages(path: Path, table_name: str) -> Iterator[int]:
    """Yield the root pages of a table."""
    with closing(sqlite3.connect(path)) as connection:
        yield from (
            row[0]
            for row in connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table_name])
        )
