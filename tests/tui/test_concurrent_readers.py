"""Two readers, ``check --fix`` and a script on one dossier at once, as real programs."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from medway_tui.yaml_io.atomic_write import FileChangedError, replace_file
from medway_tui.yaml_io.folder_lock import lock_folder
from tests.fixtures_library import GAZETTE, Folder, mark_drafts
from tests.process_helpers import run_program
from tests.tui.pseudo_terminal import TIMEOUT_SECONDS, open_terminal

QUOTES = f"quotes/{GAZETTE}.yaml"
NEVER_SHOWN = ("Traceback", "locked", "database", "could not be read", "no longer followed", "damaged")


def with_note(text: str) -> str:
    """Return the quotations file with a note, and spaces at the end of a line."""
    return text.replace("  continues: q5\n", "  note: Seen\n  continues: q5  \n")


@contextmanager
def run_writers(folder: Folder) -> Iterator[list[tuple[int, str]]]:
    """Run ``check --fix`` and a script again and again; collect the results."""
    ended = threading.Event()
    fix_results: list[tuple[int, str]] = []

    def run_fix() -> None:
        while not ended.is_set():
            result = run_program("check", "--fix", str(folder.root))
            fix_results.append((result.returncode, result.stderr))
            ended.wait(0.4)

    def script() -> None:
        while not ended.is_set():
            old = folder.read(QUOTES)
            new = old if "note: Seen" in old else with_note(old)
            # If the file has changed since it was read, it is read again.
            try:
                with lock_folder(folder.root):
                    replace_file(folder.path(QUOTES), new.encode(), old=old.encode())
            except FileChangedError:
                continue
            ended.wait(0.05)

    threads = [threading.Thread(target=run_fix), threading.Thread(target=script)]
    for thread in threads:
        thread.start()
    try:
        yield fix_results
    finally:
        ended.set()
        for thread in threads:
            thread.join(TIMEOUT_SECONDS)


def test_two_readers_that_review_a_fix_and_a_script_lose_nothing_and_see_the_same(folder: Folder) -> None:
    before = folder.read(QUOTES)
    mark_drafts(folder)
    shown: set[str] = set()
    with open_terminal("--content", folder.root) as one, open_terminal("--content", folder.root) as other:
        both = [one, other]
        for each in both:
            each.wait_for_text("d Drafts")
            each.child.send("d")
            each.wait_for_text("d Drafts 4", "Enter Confirm")
        end = time.monotonic() + TIMEOUT_SECONDS
        with run_writers(folder) as fix_results:
            while "draft:" in folder.read(QUOTES):
                assert time.monotonic() < end, one.text() + other.text()
                for each in both:
                    each.child.send("\r")
                    each.read()
                    shown.update(words for words in NEVER_SHOWN if words in each.text())
        assert run_program("check", "--fix", "--strict", str(folder.root)).returncode == 0
        for each in both:
            each.wait(lambda each=each: "Nomoredrafts" in each.joined_text())  # type: ignore[misc]
            each.child.send("2")
            each.wait_for_text("By speaker", "9 quotes · 6 speakers")
            shown.update(words for words in NEVER_SHOWN if words in each.text())
            each.child.send("q")
            assert each.exit_status() == 0
    assert folder.read(QUOTES) == with_note(before).replace("  \n", "\n")
    assert not shown
    assert fix_results
    assert not [said for status, said in fix_results if status == 2 or "Traceback" in said]
    # A toast may still be shown at the right.
    assert [line[:58] for line in one.screen.display] == [line[:58] for line in other.screen.display]
