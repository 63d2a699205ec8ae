"""Index corruption, before and while it is open: repaired, bypassed or reported."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from medway_tui.index import connection
from medway_tui.index.articles import count_contents
from medway_tui.index.indexed_files import files_in_folder
from medway_tui.index.integrity import open_index
from medway_tui.index.query_language import parse_query
from medway_tui.index.search import search
from medway_tui.sync import dossier as dossier_module
from medway_tui.sync.check import check_dossier
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.sync.live_reload import LiveReloader, ReloadEvent
from medway_tui.sync.locations import DossierError
from tests.fixtures_library import EXTRA_ARTICLES, GAZETTE, Folder
from tests.index_helpers import COUNTS, index_file, page_size, table_pages
from tests.process_helpers import run_program
from tests.tui.pseudo_terminal import is_restored, open_terminal

GAZETTE_FILE = f"articles/{GAZETTE}.yaml"


def half_written_back(path: Path) -> None:
    """Leave an index as who is killed while its log is written back leaves it: longer by its header only."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("CREATE TABLE more (value)")
        connection.executemany("INSERT INTO more VALUES (?)", [("x" * 3_000,)] * 50)
        before = path.read_bytes()
        log = Path(f"{path}-wal").read_bytes()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        after = path.read_bytes()
    assert len(after) > len(before)
    first = int.from_bytes(after[16:18], "big")
    path.write_bytes(after[:first] + before[first:])
    Path(f"{path}-wal").write_bytes(log)
    Path(f"{path}-shm").unlink(missing_ok=True)


def test_who_was_killed_while_the_log_was_written_back_has_lost_nothing(
    folder: Folder, own_home: Path
) -> None:
    open_dossier([folder.root]).close()
    half_written_back(index_file(own_home))
    dossier = open_dossier([folder.root], progress=lambda *_: pytest.fail("it was built a second time"))
    assert dossier.index.value("SELECT count(*) FROM more") == 50
    assert count_contents(dossier.index) == COUNTS


def test_an_index_that_lacks_more_than_its_log_holds_is_as_good_as_missing(
    folder: Folder, own_home: Path
) -> None:
    open_dossier([folder.root]).close()
    path = index_file(own_home)
    half_written_back(path)
    os.truncate(path, path.stat().st_size // 2)
    assert open_index(path) is None
    assert count_contents(open_dossier([folder.root]).index) == COUNTS


def test_an_index_whose_tables_are_no_words_is_as_good_as_missing(folder: Folder, own_home: Path) -> None:
    open_dossier([folder.root]).close()
    path = index_file(own_home)
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE judgement", b"CREATE T\x81BLE judgement"))
    assert open_index(path) is None
    assert count_contents(open_dossier([folder.root]).index) == COUNTS


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_the_place_of_the_index_is_not_waited_for(folder: Folder, own_home: Path) -> None:
    open_dossier([folder.root]).close()
    path = index_file(own_home)
    path.unlink()
    os.mkfifo(path)
    dossier = open_dossier([folder.root])
    assert dossier.index.path == path
    assert count_contents(dossier.index) == COUNTS


def test_an_index_can_be_closed_before_all_of_an_answer_was_taken(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    files = files_in_folder(dossier.index, str(folder.path("articles")))
    next(files)
    dossier.close()
    del files


def test_an_index_that_is_damaged_twice_is_fixed_twice(folder: Folder, own_home: Path) -> None:
    dossier = open_dossier([folder.root])
    for _ in range(2):
        with closing(sqlite3.connect(index_file(own_home))) as connection, connection:
            connection.execute("DROP TABLE paragraph_text")
        assert search(dossier.index, parse_query("roof")).total == 5


def test_a_relative_name_in_a_folder_that_was_removed_is_reported(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(DossierError, match="the current folder no longer exists"):
        open_dossier([Path("x")])
    assert check_dossier([folder.root])[1] == []


def test_a_text_whose_bytes_are_none_is_repaired_during_a_query(folder: Folder, own_home: Path) -> None:
    dossier = open_dossier([folder.root])
    with closing(sqlite3.connect(index_file(own_home))) as connection, connection:
        connection.execute("UPDATE paragraph SET text = CAST(x'ff' || CAST(text AS BLOB) AS TEXT)")
    assert search(dossier.index, parse_query("ninety pages")).hits[0].text.startswith("The survey of January")


def test_a_full_text_of_another_format_is_repaired_during_a_query(folder: Folder, own_home: Path) -> None:
    open_dossier([folder.root]).close()
    with closing(sqlite3.connect(index_file(own_home))) as connection, connection:
        connection.execute("UPDATE paragraph_text_config SET v = 99 WHERE k = 'version'")
    assert search(open_dossier([folder.root]).index, parse_query("roof")).total == 5


def test_a_reader_whose_large_index_is_damaged_gets_one_that_fills(many: Folder, own_home: Path) -> None:
    open_dossier([many.root]).close()
    dossier = open_dossier([many.root], wait=False)
    with closing(sqlite3.connect(index_file(own_home))) as connection, connection:
        connection.execute("DROP TABLE paragraph_text")
    assert search(dossier.index, parse_query("ninety pages")).total > 0
    assert not dossier.complete
    reported: list[ReloadEvent] = []
    done = threading.Event()
    follower = LiveReloader(dossier)

    def tell(news: ReloadEvent) -> None:
        reported.append(news)
        if dossier.complete and news.progress is None:
            follower.stop()
            done.set()

    thread = threading.Thread(target=follower.run, args=(tell,))
    thread.start()
    assert done.wait(30)
    thread.join(20)
    assert count_contents(dossier.index).articles == EXTRA_ARTICLES + 3
    assert not [news.problem for news in reported if news.problem]
    dossier.close()


def swap_page(path: Path, table: str) -> None:
    """Replace a page of one table by a page of another."""
    (to,), (source,), size = table_pages(path, table), table_pages(path, "meta"), page_size(path)
    file_bytes = path.read_bytes()
    with path.open("r+b") as file:
        file.seek((to - 1) * size)
        file.write(file_bytes[(source - 1) * size : source * size])


def test_impossible_rows_are_reported_as_damage_once(folder: Folder, own_home: Path) -> None:
    asked = ["people", "--content", str(folder.root)]
    right = run_program(*asked)
    swap_page(index_file(own_home), "agent")
    result = run_program(*asked)
    assert result.returncode == 2
    assert result.stderr == (
        "medway-tui: the index is corrupt\n  run the command again to rebuild the index\n"
    )
    assert run_program(*asked).stdout == right.stdout


def test_a_command_says_that_it_has_rebuilt_the_index(folder: Folder, own_home: Path) -> None:
    asked = ["search", "roof", "--content", str(folder.root)]
    right = run_program(*asked)
    with closing(sqlite3.connect(index_file(own_home))) as connection, connection:
        connection.execute("DELETE FROM paragraph_text_data WHERE id > 10")
    repaired = run_program(*asked)
    assert (repaired.returncode, repaired.stdout) == (0, right.stdout)
    assert repaired.stderr == "medway-tui: the index was corrupt and has been rebuilt\n"
    assert run_program(*asked).stderr == ""


def test_a_reader_that_meets_what_can_not_be_ends_with_a_sentence(folder: Folder, own_home: Path) -> None:
    open_dossier([folder.root]).close()
    swap_page(index_file(own_home), "membership")
    with open_terminal("--content", folder.root) as terminal:
        terminal.wait_for_text("3 articles")
        terminal.child.send("c")
        assert terminal.exit_status() == 2
        assert "the index is corrupt" in terminal.text()
        assert "run the command again to rebuild the index" in terminal.text()
        assert b"Traceback" not in terminal.written
        assert is_restored(terminal)
    with open_terminal("--content", folder.root) as terminal:
        terminal.wait_for_text("3 articles")
        terminal.child.send("c")
        terminal.wait_for_text("Mary Okafor", "Tom Ashdown")


# -- during live reload ---------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["removed", "removed with its folder", "replaced"])
def test_a_reader_whose_index_was_removed_reads_on(folder: Folder, own_home: Path, how: str) -> None:
    dossier = open_dossier([folder.root])
    follower = LiveReloader(dossier)
    follower.scan()
    path = index_file(own_home)
    if how == "removed with its folder":
        shutil.rmtree(own_home / "cache")
    else:
        for each in path.parent.iterdir():
            each.unlink()
    if how == "replaced":
        open_dossier([folder.root]).close()
    folder.change(GAZETTE_FILE, "buckets stand", "pails stand")
    news = follower.scan()
    assert news is not None
    assert news.problem is None
    assert news.new_index is not None
    dossier.switch_index(news.new_index)
    assert dossier.index.path == path
    with closing(dossier.index.clone()) as other:
        assert search(other, parse_query("pails")).total == 1
    follower.scan()
    folder.change(GAZETTE_FILE, "pails stand", "tubs stand")
    news = follower.scan()
    assert news is not None
    assert news.new_index is None
    assert search(dossier.index, parse_query("tubs")).total == 1
    follower.close()
    dossier.close()


def limit_index_size(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prevent index files from growing."""
    pages = dossier.index.value("PRAGMA page_count")
    connect = connection.connect

    def bounded(address: str) -> sqlite3.Connection:
        connection = connect(address)
        if "mode=memory" not in address:
            connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    monkeypatch.setattr(connection, "connect", bounded)


def test_what_there_is_no_room_for_is_read_all_the_same(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = open_dossier([folder.root])
    limit_index_size(dossier, monkeypatch)
    follower = LiveReloader(dossier)
    follower.scan()
    for word in ("first", "second"):
        folder.append(GAZETTE_FILE, "".join(f"  - The {word} of many words {n}.\n" for n in range(2_000)))
        news = follower.scan()
        assert news is not None
        assert news.new_index is not None
        dossier.switch_index(news.new_index)
        assert dossier.index.path is None
        assert search(dossier.index, parse_query(f'"{word} of many"')).total == 2_000
        room = (
            "there is no room left for the index on the disk: it is held in memory while the reader is open"
        )
        assert news.note == (room if word == "first" else None)
    follower.close()
    dossier.close()


@contextmanager
def limit_file_size(number: int) -> Iterator[None]:
    """Limit the size of files that this process and its children write."""
    resource = pytest.importorskip("resource", reason="no bounds on the size of files here")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (number, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("fits", [True, False])
def test_with_a_full_disk_the_index_is_in_memory_or_its_share_is_reported(
    many: Folder, own_home: Path, monkeypatch: pytest.MonkeyPatch, fits: bool
) -> None:
    if not fits:
        monkeypatch.setattr(dossier_module, "MAX_ARTICLES_IN_MEMORY", 10)
    dossier = open_dossier([many.root], wait=False)
    articles_count = count_contents(dossier.index).articles
    assert articles_count < EXTRA_ARTICLES
    reported: list[ReloadEvent] = []
    done = threading.Event()
    follower = LiveReloader(dossier)

    def tell(news: ReloadEvent) -> None:
        reported.append(news)
        if news.new_index is not None or (news.progress is not None and news.progress.stopped):
            follower.stop()
            done.set()

    with limit_file_size(index_file(own_home).stat().st_size):
        thread = threading.Thread(target=follower.run, args=(tell,))
        thread.start()
        assert done.wait(30)
        thread.join(20)
    assert not thread.is_alive()
    last = reported[-1]
    if fits:
        assert last.new_index is not None
        assert last.note is not None
        dossier.switch_index(last.new_index)
        assert dossier.complete
        assert count_contents(dossier.index).articles == EXTRA_ARTICLES + 3
    else:
        (problem,) = [news.problem for news in reported if news.problem]
        assert problem.startswith(f"the index of {EXTRA_ARTICLES + 3} articles can't be written: ")
        assert "XDG_CACHE_HOME" in problem
        assert last.progress is not None
        assert (last.progress.done, last.progress.total) == (articles_count, EXTRA_ARTICLES + 3)
    dossier.close()
