"""Several files written together: all or none after a kill at any moment; one writer at a time."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

import pytest

from medway_tui import notices
from medway_tui.yaml_io import atomic_write, journal, journal_file
from medway_tui.yaml_io.atomic_write import FileChangedError, sweep_temporary_files
from medway_tui.yaml_io.folder_lock import LOCK_NAME, FolderLockedError, lock_folder
from medway_tui.yaml_io.journal import FileChange, JournalError, recover, write_together
from tests.process_helpers import run_and_die_at

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")

OLD = {"people.yaml": b"- id: ann\n", "quotes/gone.yaml": b"- id: q1\n"}
CHANGES = [
    FileChange("people.yaml", b"- id: ann\n", b"- id: ann\n\n- id: bob\n"),
    FileChange("articles/new.yaml", None, b"headline: New\n"),
    FileChange("quotes/new.yaml", None, b"- id: q1\n"),
    FileChange("quotes/gone.yaml", b"- id: q1\n", None),
    FileChange(".imports/new.json", None, b"{}\n"),
]
NEW = {each.name: each.after for each in CHANGES if each.after is not None}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "dossier"
    for name, data in OLD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LOCK_NAME
    }


def test_a_write_killed_at_any_call_is_finished_or_never_begun(root: Path) -> None:
    ends = set()
    for number in range(1, 200):
        was_killed = run_and_die_at(number, lambda: write_together(root, "the import of a.html", CHANGES))
        with lock_folder(root):
            pass
        after = contents(root)
        assert after in (OLD, NEW), number
        ends.add(after == NEW)
        if not was_killed:
            break
        for name in after.keys() - OLD.keys():
            (root / name).unlink()
        for name, data in OLD.items():
            (root / name).write_bytes(data)
    assert not was_killed
    assert number > 15
    assert ends == {False, True}


def test_a_recovery_that_is_killed_too_is_finished_by_the_next(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_only(root, monkeypatch)
    kills = 0
    for number in range(1, 99):
        if not run_and_die_at(number, lambda: recover(root)):
            break
        kills += 1
    assert kills > 5
    with lock_folder(root):
        assert contents(root) == NEW


def test_what_was_begun_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    notices.subscribe(said.append)
    # Tests before may have left notices for the next subscriber.
    said.clear()
    begin_only(root, monkeypatch)
    with lock_folder(root):
        assert contents(root) == NEW
    assert said == [f"{root}: the import of a.html had been stopped half way: it is finished now"]
    notices.unsubscribe(said.append)


def sweep_all(root: Path) -> None:
    with lock_folder(root):
        pass


def begin_only(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave a folder as after a kill behind the first file."""
    with monkeypatch.context() as patch:

        def stop(*_: object) -> None:
            os._exit(9)

        patch.setattr(journal, "_apply", stop)
        child = os.fork()
        if not child:
            write_together(root, "the import of a.html", CHANGES)
        os.waitpid(child, 0)
    assert journal_file.has_journal(root)


def test_what_a_person_edited_since_is_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin_only(root, monkeypatch)
    (root / "people.yaml").write_bytes(b"- id: ann\n- id: carl\n")
    (root / "articles").mkdir(exist_ok=True)
    (root / "articles/new.yaml").write_bytes(b"headline: New\n")
    recovery = recover(root)
    sweep_all(root)
    assert str(recovery) == (
        "the import of a.html had been stopped half way: it is taken back;"
        " people.yaml was changed since, and kept"
    )
    assert contents(root) == {**OLD, "people.yaml": b"- id: ann\n- id: carl\n"}


def test_a_new_file_that_was_edited_since_belongs_to_the_rest(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_only(root, monkeypatch)
    (root / "articles").mkdir(exist_ok=True)
    (root / "articles/new.yaml").write_bytes(b"headline: Newer\n")
    recovery = recover(root)
    sweep_all(root)
    assert recovery is not None
    assert recovery.is_finished
    assert contents(root) == {**NEW, "articles/new.yaml": b"headline: Newer\n"}


@pytest.mark.parametrize("name", ["../outside.yaml", "/etc/x.yaml", "articles/../../x.yaml", "run.sh"])
def test_a_journal_from_elsewhere_writes_nowhere_else(root: Path, name: str) -> None:
    files = [[name, None, journal._pack(b"x")]]
    (root / journal_file.JOURNAL_NAME).write_text(json.dumps({"format": 1, "subject": "x", "files": files}))
    with pytest.raises(JournalError, match="can't be read: it names"):
        recover(root)
    assert recover(root) is None
    assert (root / f"{journal_file.JOURNAL_NAME}-unreadable").exists()


def test_an_error_in_the_middle_takes_everything_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apply = journal._apply

    def fail(folder: Path, change: FileChange, staged: atomic_write.StagedFile | None) -> None:
        if change.name == "quotes/gone.yaml":
            raise OSError(28, "No space left on device")
        apply(folder, change, staged)

    monkeypatch.setattr(journal, "_apply", fail)
    with pytest.raises(OSError, match="No space left"):
        write_together(root, "the import of a.html", CHANGES)
    assert contents(root) == OLD
    assert not (root / "articles").exists()


def test_a_file_that_changed_or_exists_stops_the_write(root: Path) -> None:
    (root / "people.yaml").write_bytes(b"- id: dora\n")
    with pytest.raises(FileChangedError):
        write_together(root, "x", CHANGES)
    (root / "people.yaml").write_bytes(OLD["people.yaml"])
    (root / "quotes/new.yaml").write_bytes(b"")
    with pytest.raises(FileExistsError):
        write_together(root, "x", CHANGES)
    assert contents(root) == {**OLD, "quotes/new.yaml": b""}


def test_only_our_temporary_files_are_swept_and_only_stale_ones(tmp_path: Path) -> None:
    tmp_path = tmp_path / "dossier"
    tmp_path.mkdir()
    ours = tmp_path / ".people.yaml-abcd1234.medway-tui-new"
    earlier = tmp_path / ".people.yaml-abcd1234.new"
    theirs = [".people.yaml.swp", "people.yaml-abcd1234.medway-tui-new", ".notes.new", "x.yaml"]
    for path in (ours, earlier, *(tmp_path / name for name in theirs)):
        path.write_text("x")
    (tmp_path / ".x-abcd1234.medway-tui-new").symlink_to(ours)
    assert sweep_temporary_files(tmp_path, is_locked=False) == 0
    with lock_folder(tmp_path):
        assert not ours.exists()
        assert earlier.exists()
    os.utime(earlier, (time.time() - 7200,) * 2)
    assert sweep_temporary_files(tmp_path, is_locked=False) == 1
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*theirs, ".x-abcd1234.medway-tui-new"}


def test_one_writer_at_a_time_waits_says_so_and_gives_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    notices.subscribe(said.append)
    monkeypatch.setattr("medway_tui.yaml_io.folder_lock._NOTICE_SECONDS", 0.05)
    tmp_path = tmp_path / "dossier"
    tmp_path.mkdir()
    is_held, may_go = threading.Event(), threading.Event()

    def hold() -> None:
        with lock_folder(tmp_path), lock_folder(tmp_path):
            is_held.set()
            may_go.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    assert is_held.wait(20)
    with (
        pytest.raises(FolderLockedError, match="another medway-tui has been writing into"),
        lock_folder(tmp_path, 0.2),
    ):
        pass
    assert said == [f"another medway-tui is writing into {tmp_path}: waiting for it …"]
    may_go.set()
    with lock_folder(tmp_path):
        pass
    thread.join()
    assert list(tmp_path.iterdir()) == []
    notices.unsubscribe(said.append)


def test_a_folder_that_is_missing_is_made_for_a_write_only(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "dossier"
    with lock_folder(folder):
        assert folder.is_dir()
    assert not folder.exists()
