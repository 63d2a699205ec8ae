"""The live reloader: what it indexes, what it keeps, and what it reports."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from medway_tui.index.articles import get_article, list_articles, list_paragraphs
from medway_tui.index.people import roles_on
from medway_tui.index.quotes import article_quotes
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.sync.live_reload import LiveReloader, ReloadEvent
from medway_tui.sync.watcher import FileWatcher, rest_after_scan, wait_until_stable
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder

PATIENCE = 20.0
"""Seconds after which a wait fails."""

GAZETTE_FILE = f"articles/{GAZETTE}.yaml"


class EventLog:
    """The events of a live reloader, in order."""

    def __init__(self) -> None:
        self.news: list[ReloadEvent] = []

    def __call__(self, news: ReloadEvent) -> None:
        self.news.append(news)

    def wait(self, holds: Callable[[], bool]) -> None:
        """Wait for a condition."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"what was waited for did not come; told: {self.news}"
            time.sleep(0.01)

    def rest(self) -> None:
        """Wait until the reloader watches, so that the next change is notified."""
        time.sleep(0.5)


@pytest.fixture
def dossier(folder: Folder) -> Iterator[Dossier]:
    dossier = open_dossier([folder.root])
    yield dossier
    dossier.close()


@contextmanager
def run_reloader(dossier: Dossier) -> Iterator[EventLog]:
    """Run a live reloader in a thread."""
    events = EventLog()
    follower = LiveReloader(dossier)
    thread = threading.Thread(target=follower.run, args=(events,))
    thread.start()
    try:
        yield events
    finally:
        follower.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def new_codes(news: ReloadEvent | None) -> list[str]:
    """Return the codes of the new errors."""
    assert news is not None
    return [finding.code for finding in news.new_findings]


def indexed_text(dossier: Dossier, name: str = GAZETTE) -> str:
    """Return an article's indexed text."""
    return "\n".join(paragraph.text for paragraph in list_paragraphs(dossier.index, name))


# -- a look -----------------------------------------------------------------------------------------------


def test_a_scan_without_changes_sends_no_event(dossier: Dossier) -> None:
    follower = LiveReloader(dossier)
    assert follower.scan() is None
    assert follower.scan() is None
    follower.close()


def test_what_was_wrong_before_is_not_new_and_what_was_fixed_is_new_again(folder: Folder) -> None:
    folder.write("articles/old.yaml", "headline: [\n")
    dossier = open_dossier([folder.root])
    follower = LiveReloader(dossier)
    folder.change(GAZETTE_FILE, "buckets stand", "pails stand")
    news = follower.scan()
    assert new_codes(news) == []
    assert dossier.findings_count() == 1
    folder.remove("articles/old.yaml")
    assert new_codes(follower.scan()) == []
    folder.write("articles/old.yaml", "headline: [\n")
    assert len(new_codes(follower.scan())) == 1
    follower.close()
    dossier.close()


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        (GAZETTE_FILE, "headline: [\n"),
        (GAZETTE_FILE, "publisher: Nobody\n"),
        (GAZETTE_FILE, ""),
        (GAZETTE_FILE, 'headline: "a\\eb"\npublisher: G\nkind: account\nparagraphs: [One.]\n'),
        (f"quotes/{GAZETTE}.yaml", "- id: [\n"),
        (f"quotes/{GAZETTE}.yaml", "id: q1\n"),
    ],
)
def test_a_broken_save_leaves_the_article_as_it_was_until_it_is_fixed(
    folder: Folder, dossier: Dossier, name: str, fault: str
) -> None:
    follower = LiveReloader(dossier)
    sound, text = folder.read(name), indexed_text(dossier)
    quotes = article_quotes(dossier.index, GAZETTE)
    folder.write(name, fault)
    news = follower.scan()
    assert new_codes(news)
    assert news is not None
    assert news.stale_files == {str(folder.path(name))}
    assert (indexed_text(dossier), article_quotes(dossier.index, GAZETTE)) == (text, quotes)
    # A second broken save, and one of another file, change nothing in this.
    folder.write(name, f"{fault}# again\n")
    folder.change(f"articles/{HERALD}.yaml", "all ninety pages", "all ninety-one pages")
    news = follower.scan()
    assert new_codes(news)
    assert indexed_text(dossier) == text
    assert "ninety-one" in indexed_text(dossier, HERALD)
    folder.write(name, sound.replace("buckets stand", "pails stand"))
    news = follower.scan()
    assert new_codes(news) == []
    assert news is not None
    assert news.stale_files == frozenset()
    assert indexed_text(dossier) == text.replace("buckets", "pails" if name == GAZETTE_FILE else "buckets")
    follower.close()


def test_the_next_start_does_not_keep_what_a_reader_kept(folder: Folder, dossier: Dossier) -> None:
    follower = LiveReloader(dossier)
    folder.write(GAZETTE_FILE, "headline: [\n")
    follower.scan()
    follower.close()
    assert get_article(dossier.index, GAZETTE) is not None
    again = open_dossier([folder.root])
    assert get_article(again.index, GAZETTE) is None
    again.close()


def test_people_keep_their_names_while_their_file_is_broken(folder: Folder, dossier: Dossier) -> None:
    follower = LiveReloader(dossier)
    valid_text = folder.read("people.yaml")
    folder.write("people.yaml", "- id: [\n")
    assert len(new_codes(follower.scan())) == 1
    assert roles_on(dossier.index, "mary-okafor", "2021-03-04").party_short == "Grn"
    folder.write("people.yaml", valid_text.replace("Mary Okafor", "Mary O. Okafor", 1))
    assert new_codes(follower.scan()) == []
    assert {q.speaker_name for q in article_quotes(dossier.index, GAZETTE)} >= {"Mary O. Okafor"}
    follower.close()


def test_a_broken_dossier_file_leaves_the_users_own_folder_in_place(
    folder: Folder, own_folder: Folder
) -> None:
    own_folder.write(f"articles/{NEWSLETTER}.yaml", "paragraphs: [The kettle is lost.]\n")
    dossier = open_dossier([folder.root])
    follower = LiveReloader(dossier)
    folder.write("dossier.yaml", "id: [\n")
    assert len(new_codes(follower.scan())) == 1
    assert "The kettle is lost." in indexed_text(dossier, NEWSLETTER)
    follower.close()
    dossier.close()


def test_an_entry_that_is_faulty_is_set_aside_by_itself(folder: Folder, dossier: Dossier) -> None:
    follower = LiveReloader(dossier)
    folder.change(f"quotes/{GAZETTE}.yaml", "- id: q4\n  paragraph: 4", "- id: q4\n  paragraph: four")
    assert new_codes(follower.scan()) == ["S103"]
    assert [quote.id for quote in article_quotes(dossier.index, GAZETTE)] == ["q1", "q3", "q5"]
    follower.close()


def test_a_folder_that_went_is_reported_once_and_nothing_is_lost(folder: Folder, dossier: Dossier) -> None:
    follower = LiveReloader(dossier)
    aside = folder.root.with_name("aside")
    folder.root.rename(aside)
    news = follower.scan()
    assert news is not None
    assert news.problem == f"there is no folder {folder.root}"
    assert follower.scan() is None
    assert len(list_articles(dossier.index)) == 3
    aside.rename(folder.root)
    folder.change(GAZETTE_FILE, "buckets stand", "pails stand")
    news = follower.scan()
    assert news is not None
    assert (news.changed, news.problem) == (True, None)
    assert "pails" in indexed_text(dossier)
    # The same thing, another time, is said another time.
    shutil.rmtree(folder.root)
    news = follower.scan()
    assert news is not None
    assert news.problem
    follower.close()


def test_an_emptied_folder_is_no_dossier_without_articles(folder: Folder, dossier: Dossier) -> None:
    follower = LiveReloader(dossier)
    for path in folder.root.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    news = follower.scan()
    assert news is not None
    assert "is not a dossier" in (news.problem or "")
    assert len(list_articles(dossier.index)) == 3
    follower.close()


def test_what_another_program_indexed_is_reported_too(folder: Folder, dossier: Dossier) -> None:
    follower = LiveReloader(dossier)
    follower.scan()
    folder.change(GAZETTE_FILE, "buckets stand", "pails stand")
    other = open_dossier([folder.root])
    other.close()
    news = follower.scan()
    assert news is not None
    assert news.changed
    assert follower.scan() is None
    follower.close()


def test_an_index_that_can_not_be_written_is_reported_and_tried_again(
    folder: Folder, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medway_tui.index.connection._BUSY_SECONDS", 0.01)
    follower = LiveReloader(dossier)
    other = dossier.clone()
    with other.index.transaction():
        folder.change(GAZETTE_FILE, "buckets stand", "pails stand")
        news = follower.scan()
        assert news is not None
        assert news.problem == "another program is still writing into the index"
    other.close()
    news = follower.scan()
    assert news is not None
    assert news.changed
    assert "pails" in indexed_text(dossier)
    follower.close()


def test_a_damaged_index_is_rebuilt_and_watching_continues(folder: Folder, dossier: Dossier) -> None:
    follower = LiveReloader(dossier)
    follower.scan()
    with sqlite3.connect(str(dossier.index.path)) as breaking:
        breaking.execute("DROP TABLE file")
    breaking.close()
    folder.change(GAZETTE_FILE, "buckets stand", "pails stand")
    news = follower.scan()
    assert news is not None
    assert news.new_index is not None
    dossier.switch_index(news.new_index)
    assert "pails" in indexed_text(dossier)
    folder.change(GAZETTE_FILE, "pails stand", "tubs stand")
    news = follower.scan()
    assert news is not None
    assert news.changed
    assert "tubs" in indexed_text(dossier)
    follower.close()


def test_an_index_in_memory_is_followed_too(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    dossier = open_dossier([folder.root])
    assert dossier.index.path is None
    follower = LiveReloader(dossier)
    assert follower.scan() is None
    for word in ("pails", "tubs"):
        text = folder.read(GAZETTE_FILE)
        folder.write(
            GAZETTE_FILE, text.replace("buckets stand", "pails stand").replace("pails stand", f"{word} stand")
        )
        news = follower.scan()
        assert news is not None
        assert news.new_index is not None
        assert word not in indexed_text(dossier)
        dossier.switch_index(news.new_index)
        assert word in indexed_text(dossier)
    follower.close()
    dossier.close()


def test_a_stop_in_the_middle_leaves_everything_as_it_was(folder: Folder, dossier: Dossier) -> None:
    follower = LiveReloader(dossier)
    follower.scan()
    folder.change(GAZETTE_FILE, "buckets stand", "pails stand")
    follower.stop()
    assert follower.scan() is None
    assert "buckets stand" in indexed_text(dossier)
    follower.close()


# -- watching --------------------------------------------------------------------------------------------


def by_rename(path: Path, text: str) -> None:
    """Save by renaming a new file over the old one."""
    aside = path.with_name(f".{path.name}.tmp")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)


def by_vim(path: Path, text: str) -> None:
    """Save as vim does: test file, swap file, old file renamed away, new one written."""
    swap = path.with_name(f".{path.name}.swp")
    swap.write_bytes(b"b0VIM")
    test = path.with_name("4913")
    test.touch()
    test.unlink()
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    path.write_text(text, encoding="utf-8")
    backup.unlink()
    swap.unlink()


@pytest.mark.parametrize("save", [by_rename, by_vim, Path.write_text])
def test_each_way_to_save_is_noticed(
    folder: Folder, dossier: Dossier, save: Callable[[Path, str], object]
) -> None:
    with run_reloader(dossier) as told:
        told.rest()
        save(folder.path(GAZETTE_FILE), folder.read(GAZETTE_FILE).replace("buckets stand", "pails stand"))
        # The index has the change before the event.
        told.wait(lambda: bool(told.news) and "pails" in indexed_text(dossier))
        assert told.news[-1].new_findings == ()


class Meanwhile(threading.Event):
    """A stop event that runs actions while it is waited for."""

    def __init__(self, *does: Callable[[], object]) -> None:
        super().__init__()
        self.does = list(does)

    def wait(self, timeout: float | None = None) -> bool:
        if self.does:
            self.does.pop(0)()
        return False


def test_a_file_is_read_when_it_is_written_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text("one")
    more: list[Callable[[], object]] = [
        lambda: path.write_text("one two"),
        path.unlink,
        lambda: path.write_text("one two three"),
    ]
    meanwhile = Meanwhile(*more, lambda: None, lambda: pytest.fail("it has been at rest"))
    wait_until_stable([str(path)], meanwhile)
    assert path.read_text() == "one two three"
    assert len(meanwhile.does) == 1


def test_a_file_that_is_written_for_ever_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    numbers = itertools.count()

    def write() -> None:
        path.write_text("x" * next(numbers))

    wait_until_stable([str(path)], Meanwhile(*[write] * 1_000_000))
    assert next(numbers) > 1


def test_saves_in_quick_succession_are_one_change(folder: Folder, dossier: Dossier) -> None:
    with run_reloader(dossier) as told:
        told.rest()
        text = folder.read(GAZETTE_FILE)
        for number in range(8):
            folder.write(GAZETTE_FILE, text.replace("buckets stand", f"{number} pails stand"))
            folder.write(f"articles/new-{number}.yaml", text)
        told.wait(lambda: "7 pails" in indexed_text(dossier) and len(list_articles(dossier.index)) == 11)
    assert len(told.news) < 8


def test_files_and_folders_that_come_later_are_seen(folder: Folder, own_folder: Folder) -> None:
    shutil.rmtree(folder.path("articles"))
    shutil.rmtree(folder.path("quotes"))
    dossier = open_dossier([folder.root])
    with run_reloader(dossier) as told:
        told.rest()
        made = {"headline": "Slates", "publisher": "Gazette", "kind": "account"}
        text = "".join(f"{key}: {value}\n" for key, value in made.items())
        folder.write("articles/slates.yaml", f"{text}paragraphs: [A slate fell.]\n")
        told.wait(lambda: "A slate fell." in indexed_text(dossier, "slates"))
        own_folder.write("articles/slates.yaml", "paragraphs: [Two slates fell.]\n")
        told.wait(lambda: "Two slates fell." in indexed_text(dossier, "slates"))
        shutil.rmtree(own_folder.root)
        told.wait(lambda: "A slate fell." in indexed_text(dossier, "slates"))
        folder.remove("articles/slates.yaml")
        told.wait(lambda: list_articles(dossier.index) == [])
    dossier.close()


@pytest.mark.parametrize(
    "error", [OSError("no more watches"), RuntimeError("broken"), ImportError("missing")]
)
def test_where_nothing_can_be_watched_the_files_are_looked_at(
    folder: Folder, dossier: Dossier, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr("watchfiles._rust_notify.RustNotify", refuse)
    with run_reloader(dossier) as told:
        told.rest()
        folder.change(GAZETTE_FILE, "buckets stand", "pails stand")
        told.wait(lambda: "pails" in indexed_text(dossier))


def test_a_change_behind_a_link_is_seen_at_the_next_look(folder: Folder, tmp_path: Path) -> None:
    """No watched folder reports this change."""
    elsewhere = tmp_path / "elsewhere.yaml"
    folder.path(GAZETTE_FILE).rename(elsewhere)
    folder.path(GAZETTE_FILE).symlink_to(elsewhere)
    dossier = open_dossier([folder.root])
    with run_reloader(dossier) as told:
        told.rest()
        elsewhere.write_text(elsewhere.read_text("utf-8").replace("buckets stand", "pails stand"), "utf-8")
        told.wait(lambda: "pails" in indexed_text(dossier))
    dossier.close()


def test_a_change_that_the_system_does_not_report_is_seen_by_the_time_of_its_folder(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class SilentNotify:
        def __init__(self, *_: object) -> None:
            self.close = lambda: None

        def watch(self, _debounce: int, _step: int, milliseconds: int, _stop: threading.Event) -> str:
            time.sleep(min(milliseconds, 10) / 1000)
            return "timeout"

    monkeypatch.setattr("watchfiles._rust_notify.RustNotify", SilentNotify)
    monkeypatch.setattr("medway_tui.sync.watcher._LOOK_SECONDS", 0.01)
    watcher = FileWatcher(threading.Event())
    watcher.wait([folder.root], 0.01)
    began = time.monotonic()
    assert watcher.wait([folder.root], 0.1) == []
    assert time.monotonic() - began >= 0.1
    timer = threading.Timer(0.1, folder.write, ["articles/slates.yaml", "id: slates\n"])
    timer.start()
    began = time.monotonic()
    assert watcher.wait([folder.root], 60) == []
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize(
    ("took", "used", "is_needed", "rest"),
    [
        (0.0, 0.0, True, 2.0),
        (0.5, 0.4, True, 10.0),
        (0.03, 0.025, False, 50.0),
        (12.0, 1.3, False, 2600.0),
    ],
)
def test_scans_use_little_of_the_time_unless_the_watcher_misses_changes(
    took: float, used: float, is_needed: bool, rest: float
) -> None:
    assert rest_after_scan(2.0, took, used, is_needed=is_needed) == pytest.approx(rest)
