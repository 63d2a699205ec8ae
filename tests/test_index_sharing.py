"""An index used by several programs, and one that cannot be stored."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from medway_tui.index.articles import count_contents
from medway_tui.index.query_language import parse_query
from medway_tui.index.search import search
from medway_tui.sync.dossier import open_dossier
from tests.fixtures_library import HERALD, NEWSLETTER, Folder
from tests.index_helpers import COUNTS, dump_fresh_build, dump_index, index_file, run_every_query

ONE_OF_TWO = """
import sys
from pathlib import Path
from medway_tui.sync.dossier import open_dossier
from medway_tui.index.articles import count_contents
sys.stdin.readline()
found = open_dossier([Path(sys.argv[1])])
print(*count_contents(found.index), found.index.path is not None, len(found.findings()))
"""


def start_together(folder: Folder) -> list[str]:
    """Open a dossier in three programs at once; return their output."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", ONE_OF_TWO, folder.root],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    return [program.communicate()[0].strip() for program in programs]


def test_programs_that_start_at_once_all_work(folder: Folder, own_home: Path) -> None:
    for _ in range(2):
        assert start_together(folder) == ["3 9 4 True 0"] * 3
        folder.change(f"articles/{HERALD}.yaml", "in May", "in  May")
        folder.change(f"articles/{HERALD}.yaml", "in  May", "in May")
        shutil.rmtree(own_home / "cache")
    assert start_together(folder) == ["3 9 4 True 0"] * 3
    folder.remove(f"articles/{NEWSLETTER}.yaml")
    folder.remove(f"quotes/{NEWSLETTER}.yaml")
    assert start_together(folder) == ["2 8 4 True 0"] * 3


def test_an_open_reader_sees_a_change_that_another_indexed(folder: Folder) -> None:
    one, other = open_dossier([folder.root]), open_dossier([folder.root])
    folder.change(f"articles/{HERALD}.yaml", "all ninety pages of it", "all hundred pages of it")
    assert one.refresh() is True
    assert search(other.index, parse_query("hundred")).total == 1
    assert other.refresh() is False


def test_an_open_reader_keeps_what_it_has_when_the_cache_is_emptied(folder: Folder, own_home: Path) -> None:
    dossier = open_dossier([folder.root])
    shutil.rmtree(own_home / "cache")
    run_every_query(dossier)
    assert tuple(count_contents(open_dossier([folder.root]).index)) == COUNTS


@pytest.mark.parametrize("where", ["cache", "cache/medway-tui"])
def test_where_there_is_no_cache_the_index_is_held_in_memory(
    folder: Folder, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    blocked = own_home / where
    blocked.parent.mkdir(exist_ok=True)
    blocked.write_text("a file, so that no folder can stand here")
    dossier = open_dossier([folder.root])
    assert dossier.index.path is None
    run_every_query(dossier)
    folder.change(f"articles/{HERALD}.yaml", "all ninety pages of it", "all hundred pages of it")
    assert dossier.refresh() is True
    assert search(dossier.index.clone(), parse_query("hundred")).total == 1
    held = dump_index(dossier.index)
    blocked.unlink()
    assert held == dump_fresh_build(folder, monkeypatch, tmp_path / "another-cache")


def test_a_folder_in_the_place_of_the_index(folder: Folder, own_home: Path) -> None:
    open_dossier([folder.root]).close()
    path = index_file(own_home)
    path.unlink()
    (path / "something").mkdir(parents=True)
    dossier = open_dossier([folder.root])
    assert dossier.index.path is None
    run_every_query(dossier)
