"""Importing a file of several documents from inside the reader: the list, the choice, progress, Review."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medway_tui.tui.add import import_runner
from medway_tui.tui.add.documents_dialog import DocumentsDialog
from medway_tui.tui.add.import_dialog import ImportDialog
from medway_tui.tui.add.path_dialog import PathDialog
from medway_tui.tui.widgets.virtual_list import RowList
from tests.fixtures_library import Folder
from tests.saved_mail import headline, make_mail, make_mailbox
from tests.tui.reader_pilot import ReaderPilot
from tests.tui.test_import_dialog import importing, in_review, set_field, written


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    path = tmp_path / "post.mbox"
    path.write_bytes(make_mailbox([make_mail(0), make_mail(1), make_mail(2, text=" "), make_mail(3)]))
    return path


async def in_documents(opened: ReaderPilot) -> None:
    """Wait for the complete list of documents."""
    await opened.wait_until(lambda: isinstance(opened.screen, DocumentsDialog) and opened.screen._is_complete)
    await opened.settle()


def parts(folder: Folder) -> list[str]:
    records = (json.loads(path.read_text()) for path in (folder.root / ".imports").glob("*.json"))
    return sorted(each["part"] for each in records)


def rows(opened: ReaderPilot) -> list[str]:
    return [line.strip(" ▸") for line in opened.lines("RowList") if line.strip()]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_all_documents_are_imported_and_reviewed(
    folder: Folder, mailbox: Path, size: tuple[int, int]
) -> None:
    before = written(folder)
    async with importing(folder, mailbox, size) as opened:
        await in_documents(opened)
        assert "Import post.mbox: 4 documents, 3 chosen" in opened.text()
        shown = rows(opened)
        assert shown[0].startswith("☑    1  2024-07-01")
        assert shown[0].endswith(headline(0))
        assert ("Riverside Courier" in shown[0]) == (size[0] > 100)
        assert shown[2].startswith("☐    3  -")
        await opened.press("down", "down")
        assert "✗ It can't be imported: the mail has no text" in opened.joined_text()
        assert written(folder) == before
        await opened.press("enter")
        await in_review(opened)
        assert "of 6 reviewed" in opened.joined_text() or size[0] == 80
    assert parts(folder) == [f"{n} of 4: {headline(n - 1)}" for n in (1, 2, 4)]
    assert [each for each in folder.findings() if "D412" not in each] == []  # but for the drafts


async def test_some_are_chosen_by_key_and_mouse(folder: Folder, mailbox: Path) -> None:
    async with importing(folder, mailbox) as opened:
        await in_documents(opened)
        await opened.press("space")
        await opened.pilot.click(RowList, offset=(10, 3))
        await opened.settle()
        assert [row[0] for row in rows(opened)] == ["☐", "☑", "☐", "☐"]
        await opened.press("a")
        assert [row[0] for row in rows(opened)] == ["☑", "☑", "☐", "☑"]
        await opened.press("a")
        await opened.press("enter")
        assert isinstance(opened.screen, DocumentsDialog)  # none is chosen
        await opened.press("space", "enter")
        await in_review(opened)
    assert parts(folder) == [f"4 of 4: {headline(3)}"]


async def test_what_is_known_is_shown_and_left_out(folder: Folder, mailbox: Path) -> None:
    async with importing(folder, mailbox) as opened:
        await in_documents(opened)
        await opened.press("enter")
        await in_review(opened)
    mailbox.write_bytes(make_mailbox([make_mail(3), make_mail(5)]))
    async with importing(folder, mailbox) as opened:
        await in_documents(opened)
        assert [row[0] for row in rows(opened)] == ["☐", "☑"]
        assert f"= {headline(3)}" in rows(opened)[0]
        assert "= Already in the dossier: riverside-courier" in opened.joined_text()
        await opened.press("enter")
        await in_review(opened)
    assert len(parts(folder)) == 4


async def test_a_document_is_previewed_and_its_facts_changed(folder: Folder, mailbox: Path) -> None:
    async with importing(folder, mailbox) as opened:
        await in_documents(opened)
        await opened.press("down", "p")
        await opened.wait_until(lambda: isinstance(opened.screen, ImportDialog))
        await opened.settle()
        assert "Import post.mbox, 2 · 2 of 3" in opened.text()
        assert "inferred from the" in opened.text()
        await set_field(opened, "headline", "A quay for all")
        await opened.press("enter")
        await opened.press("]")
        assert "post.mbox, 4 · 3 of 3" in opened.text()
        await opened.press("backspace")
        await in_documents(opened)
        assert [row[0] for row in rows(opened)] == ["☑", "☑", "☐", "☑"]
        await opened.press("backspace")
        await opened.wait_until(lambda: isinstance(opened.screen, PathDialog))


async def test_a_publisher_that_no_document_names_is_asked_for_once(folder: Folder, mailbox: Path) -> None:
    text = mailbox.read_bytes().replace(b"Riverside Courier <news@courier.example>", b"jo@home.example")
    mailbox.write_bytes(text)
    async with importing(folder, mailbox) as opened:
        await in_documents(opened)
        assert "▲ publisher not known" in opened.text()
        await opened.press("enter")
        await opened.wait_until(lambda: isinstance(opened.screen, ImportDialog))
        await opened.settle()
        await set_field(opened, "publisher", "Quay Courier")
        await opened.press("enter", "enter")
        await in_review(opened)
    assert len(parts(folder)) == 3
    articles = [folder.read(name) for name in written(folder) if name.startswith("articles/quay-courier")]
    assert ["publisher: Quay Courier" in text for text in articles] == [True] * 3


async def test_an_import_stops_between_documents(
    folder: Folder, mailbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.write_bytes(make_mailbox([make_mail(n) for n in range(6)]))
    write_document = import_runner._write_document
    async with importing(folder, mailbox) as opened:
        await in_documents(opened)

        def write_and_stop(*args: object) -> object:
            opened.app.call_later(opened.screen.action_leave)  # type: ignore[attr-defined]
            return write_document(*args)  # type: ignore[arg-type]

        monkeypatch.setattr(import_runner, "_write_document", write_and_stop)
        await opened.press("enter")
        await opened.wait_until(lambda: "Stopped." in opened.text())
        await opened.press("escape")
    assert 0 < len(parts(folder)) < 6


async def test_a_mailbox_among_other_files_is_imported_whole(folder: Folder, mailbox: Path) -> None:
    (mailbox.parent / "alone.eml").write_bytes(make_mail(9).as_bytes())
    async with importing(folder, f"{mailbox.parent}/*.[me]*") as opened:
        await opened.wait_until(lambda: isinstance(opened.screen, ImportDialog))
        await opened.settle()
        await opened.press("]")
        assert "4 documents in this file" in opened.text()
        assert f"2 of 4: {headline(1)}" in opened.text()
        await opened.press("enter")
        await opened.wait_until(lambda: "written" in opened.text())
        assert "4 articles written, 1 could not be imported" in opened.text()
        assert f"✗ post.mbox, 3 of 4: {headline(2)}" in opened.joined_text()
    assert len(parts(folder)) == 4
