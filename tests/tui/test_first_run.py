"""The hint of a first run."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.app import ReaderApp
from medway_tui.tui.first_run import FirstRunHint, is_first_run
from tests.tui.pseudo_terminal import open_terminal
from tests.tui.reader_pilot import ReaderPilot, open_reader

LAST_WORDS = "Esc closes this"


@pytest.fixture
def new_home(own_home: Path) -> Path:
    """Return the file that records that the reader was opened before, which is not there."""
    marker = own_home / "state" / "medway-tui" / "opened-before"
    marker.unlink()
    return marker


@asynccontextmanager
async def open_first(dossier: Dossier, size: tuple[int, int] = (120, 40)) -> AsyncIterator[ReaderPilot]:
    app = ReaderApp(dossier, first_run=is_first_run())
    async with app.run_test(size=size) as pilot:
        opened = ReaderPilot(app, pilot)
        await opened.settle()
        yield opened


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 24), (40, 12), (200, 60)])
async def test_it_says_what_to_press_first_and_is_whole(
    shipped: Dossier, new_home: Path, size: tuple[int, int]
) -> None:
    async with open_first(shipped, size) as opened:
        lines = opened.lines(FirstRunHint.__name__)
        assert len(lines) == (3 if size[1] > 15 else 1)
        assert "…" not in "".join(lines)
        assert LAST_WORDS in lines[-1]
        assert opened.lines()[-1].rstrip().endswith(": Commands  ? Help  q Quit")
        assert not new_home.exists()


@pytest.mark.parametrize("key", ["escape", "3", "/", "?", "n", "tab"])
async def test_a_key_works_at_once_and_closes_it_for_good(shipped: Dossier, new_home: Path, key: str) -> None:
    async with open_reader(shipped) as opened:
        await opened.press(key)
        expected = opened.text()
    async with open_first(shipped) as opened:
        await opened.press("j", "space", "g")
        assert LAST_WORDS in opened.text()
        await opened.press(key)
        # A view under a dialog is laid out a moment later.
        await opened.wait_until(lambda: opened.text() == expected)
        await opened.press("escape", "1")
        assert LAST_WORDS not in opened.text()
    assert new_home.exists()
    assert not is_first_run()


async def test_a_click_closes_it(shipped: Dossier, new_home: Path) -> None:
    async with open_first(shipped) as opened:
        await opened.click("FirstRunHint", 3, 1)
        assert LAST_WORDS not in opened.text()
    assert new_home.exists()


async def test_a_folder_that_can_not_be_written_is_no_trouble(shipped: Dossier, new_home: Path) -> None:
    new_home.parent.rmdir()
    new_home.parent.write_text("a file, not a folder")
    assert not is_first_run()
    async with open_first(shipped) as opened:
        assert LAST_WORDS not in opened.text()
    new_home.parent.unlink()
    async with open_first(shipped) as opened:
        new_home.parent.rmdir()
        new_home.parent.write_text("a file, not a folder")
        await opened.press("escape")
        assert LAST_WORDS not in opened.text()


def test_a_first_run_in_a_terminal(new_home: Path) -> None:
    with open_terminal() as terminal:
        terminal.wait_for_text(LAST_WORDS, "? Help")
        terminal.child.send("3")
        terminal.wait_for_text("Overall")
        assert new_home.exists()
        terminal.child.send("1")
        terminal.wait_for_text("Who says what")
        assert LAST_WORDS not in terminal.text()
        terminal.child.send("q")
        assert terminal.exit_status() == 0
