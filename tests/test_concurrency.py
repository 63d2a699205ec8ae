"""Concurrent writers: live readers, ``check --fix`` and a review of drafts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from medway_tui.authoring.review import Decision, ReviewSession
from medway_tui.index.articles import list_paragraphs
from medway_tui.index.quotes import find_drafts
from medway_tui.sync.check import FixResult, fix_dossier
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.live_reload import LiveReloader, ReloadEvent
from medway_tui.sync.locations import DossierError
from medway_tui.yaml_io.atomic_write import FileChangedError, replace_file
from medway_tui.yaml_io.folder_lock import lock_folder
from tests.fixtures_library import GAZETTE, Folder, mark_drafts

QUOTES = f"quotes/{GAZETTE}.yaml"
PATIENCE = 30.0
"""Seconds after which a wait fails."""


def test_of_those_who_change_a_file_at_once_none_overwrites_another(tmp_path: Path) -> None:
    path = tmp_path / "count"
    path.write_bytes(b"0")

    def count(_: int) -> None:
        for _ in range(40):
            while True:
                old = path.read_bytes()
                try:
                    replace_file(path, str(int(old) + 1).encode(), old=old)
                except FileChangedError:
                    continue
                break

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(count, range(3)))
    assert path.read_bytes() == b"120"


def retry_until_applied(do: Callable[[], object], before: Callable[[], object] = lambda: None) -> None:
    """Repeat an action until no other writer was faster."""
    end = time.monotonic() + PATIENCE
    while True:
        before()
        try:
            do()
        except (FileChangedError, DossierError):
            assert time.monotonic() < end
        else:
            return


def add_trailing_spaces(path: Path) -> None:
    """Add spaces to the end of a file's first line, as another program that takes the folder's lock."""
    with lock_folder(path.parents[1]):
        old = path.read_bytes()
        replace_file(path, old.replace(b"\n", b"  \n", 1), old=old)


def test_readers_a_fix_and_a_review_at_once_lose_nothing(folder: Folder) -> None:
    before = folder.read(QUOTES)
    mark_drafts(folder)
    reported: list[ReloadEvent] = []
    fix_results: list[FixResult] = []
    ended = threading.Event()

    def run_fix() -> None:
        while not ended.is_set():
            fix_results.append(fix_dossier([folder.root], lambda _: True))

    readers = [open_dossier([folder.root]) for _ in range(2)]
    followers = [LiveReloader(reader) for reader in readers]
    threads = [threading.Thread(target=each.run, args=(reported.append,)) for each in followers]
    threads.append(threading.Thread(target=run_fix))
    for thread in threads:
        thread.start()
    mine = open_dossier([folder.root])
    try:
        review = ReviewSession(mine)
        blocks = [(each.text, each.kind) for each in list_paragraphs(mine.index, GAZETTE)]
        called = [each.id for each in find_drafts(mine.index)]
        for name in called:
            retry_until_applied(lambda: add_trailing_spaces(folder.path(QUOTES)))

            def confirm(name: str = name) -> None:
                (draft,) = (each for each in find_drafts(mine.index) if each.id == name)
                review.write_decision(draft, Decision(confirm=True), blocks)

            retry_until_applied(confirm, mine.refresh)
        end = time.monotonic() + PATIENCE
        while folder.read(QUOTES) != before or any(find_drafts(each.index) for each in readers):
            assert time.monotonic() < end
            time.sleep(0.02)
    finally:
        ended.set()
        for each in followers:
            each.stop()
        for thread in threads:
            thread.join(PATIENCE)
        for dossier in (mine, *readers):
            dossier.close()
    assert len(called) == 4
    assert not [news.problem for news in reported if news.problem]
    assert sum(each.fixed for each in fix_results) >= 1
    assert not [each.unwritten for each in fix_results if each.unwritten]
