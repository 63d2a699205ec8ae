"""The integrity check of the index file."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from medway_tui.index.connection import IndexCorruptError
from medway_tui.index.indexed_files import files_in_folder
from medway_tui.index.integrity import open_index
from medway_tui.index.query_language import parse_query
from medway_tui.index.search import search
from medway_tui.sync.dossier import open_dossier
from tests.fixtures_library import HERALD, Folder
from tests.index_helpers import dump_index, index_file, page_size, run_every_query, table_pages


def damage_index(path: Path, how: str) -> None:
    """Damage an index."""
    size = path.stat().st_size
    if how == "missing":
        path.unlink()
    elif how == "a folder's place":
        path.unlink()
        path.symlink_to("nowhere")
    elif how == "garbage":
        path.write_bytes(b"\xa5" * size)
    elif how == "garbage after the header":
        path.write_bytes(path.read_bytes()[:100] + b"\xa5" * (size - 100))
    elif how == "text":
        path.write_text("this is no index\n" * 20)
    elif how.startswith("cut to"):
        os.truncate(path, int(size * float(how.rsplit(maxsplit=1)[-1])))
    else:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(
                {
                    "another version": "PRAGMA user_version = 99",
                    "another program's": "PRAGMA application_id = 1",
                    "not built to the end": "DELETE FROM meta WHERE name = 'complete'",
                    "without a table": "DROP TABLE file",
                    "with a table of another shape": "ALTER TABLE file RENAME COLUMN hash TO digest",
                }[how]
            )


HARMS = [
    "missing", "a folder's place", "garbage", "garbage after the header", "text", "another version",
    "another program's", "not built to the end", "without a table", "with a table of another shape",
    "cut to 0", "cut to 0.001", "cut to 0.02", "cut to 0.5", "cut to 0.999",
]  # fmt: skip


@pytest.mark.parametrize("how", HARMS)
def test_an_index_that_can_not_be_trusted_is_rebuilt(folder: Folder, own_home: Path, how: str) -> None:
    whole = open_dossier([folder.root])
    held = dump_index(whole.index)
    whole.close()
    damage_index(index_file(own_home), how)
    reported: list[int] = []
    dossier = open_dossier([folder.root], progress=lambda done, _: reported.append(done))
    assert reported == [0, 1, 2, 3]
    assert dossier.index.path == index_file(own_home)
    assert dump_index(dossier.index) == held
    run_every_query(dossier)
    dossier.close()
    open_dossier([folder.root], progress=lambda *_: pytest.fail("it was built a second time")).close()


@pytest.mark.parametrize("name", ["paragraph", "paragraph_text_data", "quote", "agent", "file"])
def test_corruption_found_late_is_repaired_during_a_query(folder: Folder, own_home: Path, name: str) -> None:
    first = open_dossier([folder.root])
    held = dump_index(first.index)
    first.close()
    path = index_file(own_home)
    size = page_size(path)
    (page,) = table_pages(path, name)
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)
    dossier = open_dossier([folder.root])
    run_every_query(dossier)
    assert dump_index(dossier.index) == held


def test_corruption_found_during_a_scan_is_reported_as_corruption(folder: Folder, own_home: Path) -> None:
    open_dossier([folder.root]).close()
    path = index_file(own_home)
    (page,), size = table_pages(path, "file"), page_size(path)
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)
    index = open_index(path)
    assert index is not None
    with pytest.raises(IndexCorruptError):
        list(files_in_folder(index, str(folder.path("articles"))))
    index.close()
    assert not path.exists()


def test_an_index_whose_full_text_is_gone_is_repaired_during_a_query(folder: Folder, own_home: Path) -> None:
    """SQLite's own check finds nothing here; a search does."""
    open_dossier([folder.root]).close()
    with closing(sqlite3.connect(index_file(own_home))) as connection, connection:
        connection.execute("DELETE FROM paragraph_text_data WHERE id > 10")
    dossier = open_dossier([folder.root])
    assert search(dossier.index, parse_query("roof")).total == 5
    run_every_query(dossier)


def test_an_index_whose_full_text_is_gone_is_met_once(folder: Folder, own_home: Path) -> None:
    open_dossier([folder.root]).close()
    with closing(sqlite3.connect(index_file(own_home))) as connection, connection:
        connection.execute("DELETE FROM quote_text_data WHERE id > 10")
    run_every_query(open_dossier([folder.root]))
    dossier = open_dossier([folder.root], progress=lambda *_: pytest.fail("it was built a second time"))
    run_every_query(dossier)


def test_a_full_text_that_is_gone_does_not_hinder_a_change(folder: Folder, own_home: Path) -> None:
    open_dossier([folder.root]).close()
    with closing(sqlite3.connect(index_file(own_home))) as connection, connection:
        connection.execute("DROP TABLE paragraph_text")
    folder.change(f"articles/{HERALD}.yaml", "all ninety pages of it", "all hundred pages of it")
    dossier = open_dossier([folder.root])
    assert search(dossier.index, parse_query("hundred")).total == 1
    assert dossier.index.path is not None
